"""What the value of a keyword may be, one row a shape; what stands inside is judged when it is applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

TYPE_NAMES = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}
"""Type of a parsed JSON value -> its name in a schema."""


class Shape(NamedTuple):
    """A shape: what it is called, and the test whether a value has it."""

    phrase: str
    admits: Callable[[Any], bool]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_types(value: Any) -> bool:
    names = value if isinstance(value, list) else [value]
    return all(isinstance(name, str) and name in TYPE_NAMES.values() for name in names)


def _is_count(value: Any) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)


def _maps_to(value: Any, admits: Callable[[Any], bool]) -> bool:
    return isinstance(value, dict) and all(admits(item) for item in value.values())


ANY = Shape("a value", lambda _: True)
TEXT = Shape("a text", lambda value: isinstance(value, str))
TEXTS = Shape("an array of texts", _are_texts)
FLAG = Shape("true or false", lambda value: isinstance(value, bool))
NUMBER = Shape("a number", _is_number)
DIVISOR = Shape("a number above 0", lambda value: _is_number(value) and value > 0)
COUNT = Shape("a count", _is_count)
ARRAY = Shape("an array", lambda value: isinstance(value, list))
TYPES = Shape("a type or an array of types", _are_types)
SCHEMA = Shape("a schema", lambda value: isinstance(value, dict | bool))
SCHEMAS = Shape("an array of schemas", lambda value: isinstance(value, list) and bool(value))
SCHEMA_OR_ARRAY = Shape("a schema", lambda value: isinstance(value, dict | bool | list))
MAP = Shape("an object", lambda value: isinstance(value, dict))
MAP_OF_TEXTS = Shape("an object of arrays of texts", lambda value: _maps_to(value, _are_texts))
MAP_OF_EITHER = Shape(
    "an object of schemas and arrays of texts",
    lambda value: _maps_to(value, lambda item: SCHEMA.admits(item) or _are_texts(item)),
)
