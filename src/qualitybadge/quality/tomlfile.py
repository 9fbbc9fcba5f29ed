"""Reads a TOML file and holds it against one of our published schemas; knows no rule and no scheme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import InputError, LimitError
from ..jsonschemas import schema_errors
from ..spec import read_schema
from ..wire import stricttoml
from ..wire.files import content_of


def read_toml(path: Path, schema_id: str) -> dict[str, Any]:
    """Return the content of a file that follows the schema.

    Raises:
        InputError: it is no TOML (PARSING), says what JSON cannot (MALFORMED_VALUE), or breaks the schema
            (SCHEMA_MISMATCH); the pointer says where.
        LimitError: it is larger than allowed, or its keys or tables nest too deep.
        UndeterminedError: the file could not be read (FILE).
        TypeError: the path is no `pathlib.Path`.
    """
    table = _table_in(path)
    for fault in schema_errors(read_schema(schema_id), table):
        raise InputError(
            f"{path.name}: {fault.message}",
            code="SCHEMA_MISMATCH",
            pointer=fault.pointer,
            hint=f"its form is described by {schema_id}",
        )
    return table


def _table_in(path: Path) -> dict[str, Any]:
    content = content_of(path)
    try:
        return stricttoml.loads(content)
    except LimitError as error:
        raise LimitError(f"{path.name}: {error.message}", pointer=error.pointer, hint=error.hint) from None
    except InputError as error:
        raise InputError(
            f"{path.name}: {error.message}", code=error.code, pointer=error.pointer, hint=error.hint
        ) from None
