"""Writes data as TOML: texts, numbers, truth values, lists, tables and rows of tables. Reads nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def toml_text(table: Mapping[str, Any]) -> str:
    """Return the text of a TOML file; `tomllib` reads the same data from it."""
    return "\n".join(_lines(table, "")).strip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    """Write plain values first, as TOML demands, then the tables."""
    for name, value in table.items():
        if not _is_table(value) and not _is_rows(value):
            yield f"{_key(name)} = {_value(value)}"
    for name, value in table.items():
        where = f"{path}{_key(name)}"
        if _is_table(value):
            yield from ("", f"[{where}]")
            yield from _lines(value, f"{where}.")
        elif _is_rows(value):
            for row in value:
                yield from ("", f"[[{where}]]")
                yield from _lines(row, f"{where}.")


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    return repr(value)


def _text(text: str) -> str:
    """Write a text: JSON's notation is TOML's but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
