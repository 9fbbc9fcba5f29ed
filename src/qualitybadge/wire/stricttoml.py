"""Strict TOML: reads only what JSON can say, too, in bounded work; knows no schema and no file.

Python's own parser spends the square of the parts of a dotted key, ends deep nesting in a RecursionError,
and reads dates, infinities and integers of any length, which a JSON Schema knows nothing of. Size, keys and
nesting are checked before the parser sees the text, and the values after it.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ..errors import InputError, LimitError
from . import strictjson

MOST_BYTES = 256 * 1024
"""Of one text; the longest file that comes with the library has a tenth of it."""
MOST_PARTS = 16
"""Names with dots between that one key may have."""
MOST_LEVELS = 32
"""Nesting of arrays and inline tables."""

# Texts and comments, which may hold anything; what is not closed goes on to the end, so that it is read once.
_APART = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\[^\n]|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*",
    re.DOTALL,
)
_TEXT = "_"  # what stands for a text: it may be a part of a key
_CHAIN = re.compile(rf"(?<![\w-])[\w-]+(?:[ \t]*\.[ \t]*[\w-]+){{{MOST_PARTS}}}")
_BRACKETS = re.compile(r"[\[\]{}]")
_HINT = "see toml.io for the notation"


def loads(data: bytes) -> dict[str, Any]:
    """Read one TOML text whose values are those of JSON, UTF-8.

    Raises:
        LimitError: as `parsed`.
        InputError: as `parsed`; MALFORMED_VALUE for a value that JSON does not have, such as a date, with the
            pointer to it.
    """
    return _as_json(parsed(data))


def parsed(data: bytes, *, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """Read one TOML text with whatever values TOML has, UTF-8.

    Raises:
        LimitError: it is larger, or its keys are longer, or it is nested deeper than allowed.
        InputError: it is no TOML (PARSING).
    """
    if len(data) > most_bytes:
        raise LimitError(f"the text is larger than {most_bytes} bytes")
    try:
        text = data.decode("utf-8")
        _refuse_costly(text)
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of which an integer with too many digits is one, too
        raise InputError(f"it is no TOML: {error}", code="PARSING", hint=_HINT) from None


def _refuse_costly(text: str) -> None:
    bare = _APART.sub(lambda found: "" if found[0].startswith("#") else _TEXT, text)
    if _CHAIN.search(bare):
        raise LimitError(f"a key has more than {MOST_PARTS} parts")
    level = 0
    for found in _BRACKETS.finditer(bare):
        level += 1 if found[0] in "[{" else -1
        if level > MOST_LEVELS:
            raise LimitError(f"arrays and tables are nested deeper than {MOST_LEVELS} levels")


def _as_json(table: dict[str, Any]) -> dict[str, Any]:
    try:
        copied: dict[str, Any] = strictjson.from_python(table)
    except LimitError:
        raise
    except InputError as error:
        raise InputError(
            f"a value cannot stand here: {error.message}",
            code=error.code,
            pointer=error.pointer,
            hint="write dates and times as texts, in quotes",
        ) from None
    return copied
