"""Reads a TOML file and holds it against one of our published schemas; knows no rule and no scheme."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..jsonschemas import schema_errors
from ..spec import read_schema
from ..wire.files import content_of


def read_toml(path: Path, schema_id: str) -> dict[str, Any]:
    """Return the content of a file that follows the schema.

    Raises:
        InputError: it is no TOML (PARSING), or breaks the schema (SCHEMA_MISMATCH); the pointer says where.
        LimitError: it is larger than the limits allow.
        UndeterminedError: the file could not be read (FILE).
        TypeError: the path is no `pathlib.Path`.
    """
    content = content_of(path)
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"{path.name} is no TOML: {error}", code="PARSING", hint="see toml.io for the notation"
        ) from None
    for fault in schema_errors(read_schema(schema_id), table):
        raise InputError(
            f"{path.name}: {fault.message}",
            code="SCHEMA_MISMATCH",
            pointer=fault.pointer,
            hint=f"its form is described by {schema_id}",
        )
    return table
