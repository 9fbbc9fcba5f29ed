"""Strict JSON: reads and writes only what every reader understands alike; knows no badge and no schema.

Python's own parser keeps the last of two equal names, invents NaN and infinities, guesses encodings and
ends deep nesting in a RecursionError. Two readers could then see two documents under one signature, so
all of that is refused here. Sizes and nesting are checked before the parser sees the text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

from . import names

LARGEST_INTEGER = 2**53 - 1
"""Beyond it a double cannot tell neighbours apart (RFC 8785 §3.2.2.3, RFC 7493 §2.2)."""

_LONGEST_INTEGER = len(str(-LARGEST_INTEGER))

# Brackets and quotes are all that is needed to know the nesting; { and } count as [ and ].
_AS_SQUARE = bytes.maketrans(b"{}", b"[]")
_NEITHER_BRACKET_NOR_QUOTE = bytes(byte for byte in range(256) if byte not in b'[]{}"')
_WHITE_SPACE = b" \t\r\n"

# Escapes are consumed from left to right, so that an escaped backslash hides what follows it.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F])|.)", re.DOTALL
)


def loads(data: bytes | str, *, limits: Limits = DEFAULT_LIMITS) -> Any:
    """Read one JSON text, UTF-8 without a byte order mark.

    Raises:
        LimitError: more bytes, nesting or values than the limits allow, or a longer name.
        InputError: PARSING where it is no JSON text at all; MALFORMED_VALUE for a name that occurs twice,
            a number no double can hold, or half of a surrogate pair (RFC 8259, RFC 7493 §2).
    """
    text, raw = _both_forms(data, limits.json_bytes)
    _check_size(raw, limits)
    try:
        value = _parse(text)
    except RecursionError:
        raise _stack_exhausted() from None
    if b"\\" in raw and "\\u" in text:
        _check_escaped_surrogates(text)
    names.refuse_long(value, raw, limits.json_name_length)
    return value


def from_python(value: object, *, limits: Limits = DEFAULT_LIMITS) -> Any:
    """Copy a value that a caller built, by the same rules as a JSON text; nothing is converted.

    Only dict, list, str, int, float, bool and None themselves are JSON: a tuple, an enumeration or an
    integer key would read back as something else.

    Raises:
        LimitError: more nesting or values than the limits allow, or a longer name; a value inside itself.
        InputError: MALFORMED_VALUE for whatever JSON cannot carry, with the pointer to it.
    """
    try:
        return _copy(value, limits)
    except RecursionError:
        raise _stack_exhausted() from None


def dumps(value: object, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Write a value as compact UTF-8, members in their own order; `loads` gives the same value back.

    Raises:
        LimitError: as `from_python`.
        InputError: as `from_python`.
    """
    try:
        return _ENCODER.encode(_copy(value, limits)).encode()
    except RecursionError:
        raise _stack_exhausted() from None


def _both_forms(data: bytes | str, max_bytes: int) -> tuple[str, bytes]:
    """Give the text and its UTF-8 bytes, whichever of the two came in."""
    if not isinstance(data, (bytes, str)):
        raise InputError(f"JSON comes as bytes or str, not as {type(data).__name__}", code="PARSING")
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    try:
        if isinstance(data, bytes):
            return data.decode(), data
        raw = data.encode()
    except UnicodeDecodeError as error:
        what = _foreign_encoding(error.object[:4]) or f"not UTF-8 from byte {error.start} on"
        raise InputError(what, code="PARSING", spec="RFC 8259 §8.1") from None
    except UnicodeEncodeError as error:
        raise _lone_surrogate(error.start) from None
    if len(raw) > max_bytes:
        raise _too_large(max_bytes)
    return data, raw


def _foreign_encoding(head: bytes) -> str:
    """Name the encoding that the first four bytes give away, "" for none."""
    if head.startswith(b"\xef\xbb\xbf"):
        return "the text starts with a byte order mark"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        return "the text looks like UTF-16 or UTF-32, JSON is UTF-8"
    return ""


def _too_large(max_bytes: int) -> LimitError:
    return LimitError(f"the JSON text has more than {max_bytes} bytes")


def _too_many_values(most: int) -> LimitError:
    return LimitError(f"the document holds more than {most} values")


def _stack_exhausted() -> LimitError:
    return LimitError("the nesting is deeper than the call stack allows")


def _lone_surrogate(position: int) -> InputError:
    return InputError(f"half of a surrogate pair at character {position}", spec="RFC 7493 §2.1")


def _check_size(raw: bytes, limits: Limits) -> None:
    """Refuse too many values or too deep nesting, before the parser recurses.

    Cheap upper bounds decide for nearly every text: a value takes at least a byte, a level a bracket.
    """
    if len(raw) > limits.json_nodes and _count_values(raw) > limits.json_nodes:
        raise _too_many_values(limits.json_nodes)
    sketch = raw.translate(_AS_SQUARE, _NEITHER_BRACKET_NOR_QUOTE)
    if sketch.count(b"[") > limits.json_depth:
        if b"\\" in raw:
            sketch = _without_escapes(raw).translate(_AS_SQUARE, _NEITHER_BRACKET_NOR_QUOTE)
        # Strings without brackets first: an adjacent pair of quotes changes no other quote's meaning.
        if _is_deeper(_outside_strings(sketch.replace(b'""', b"")), limits.json_depth):
            raise LimitError(f"the document nests deeper than {limits.json_depth} levels")


def _without_escapes(raw: bytes) -> bytes:
    """Remove escaped backslashes and quotes: every quote left begins or ends a string."""
    return raw.replace(b"\\\\", b"").replace(b'\\"', b"")


def _outside_strings(sketch: bytes, placeholder: str = "") -> str:
    """Keep what an even number of quotes precedes; a placeholder stands for each string."""
    # As text: joining that many bytes objects would take eighty bytes for each.
    return placeholder.join(sketch.decode("latin-1").split('"')[::2])


def _is_deeper(brackets: str, limit: int) -> bool:
    """Peel the innermost pairs, one level a round, until a bound or the limit is reached."""
    for level in range(limit):
        if brackets.count("[") <= limit - level:
            return False
        brackets = brackets.replace("[]", "")
    return "[" in brackets


def _count_values(raw: bytes) -> int:
    """Count arrays, objects and scalars: the root, and in each container one more than it has commas."""
    bare = _outside_strings(_without_escapes(raw).translate(_AS_SQUARE, _WHITE_SPACE), "0")
    return 1 + bare.count(",") + bare.count("[") - bare.count("[]")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    listed = (name for name, _ in pairs)
    seen: set[str] = set()
    while (name := next(listed)) not in seen:
        seen.add(name)
    raise InputError("a name occurs twice in one object", pointer=names.step(name), spec="RFC 8259 §4")


def _constant(_name: str) -> float:
    raise _not_a_number()


def _not_a_number() -> InputError:
    return InputError("JSON has no NaN and no Infinity", spec="RFC 8259 §6")


def _integer(digits: str) -> int:
    # The length first: int() of a very long text is slow, or a ValueError (CVE-2020-10735).
    if len(digits) <= _LONGEST_INTEGER:
        number = int(digits)
        if -LARGEST_INTEGER <= number <= LARGEST_INTEGER:
            return number
    raise _integer_out_of_range()


def _integer_out_of_range() -> InputError:
    return InputError("an integer beyond 2^53-1, which no double can hold", spec="RFC 7493 §2.2")


def _real(digits: str) -> float:
    number = float(digits)
    if math.isfinite(number):
        return number
    raise InputError("a number too large for a double", spec="RFC 7493 §2.2")


# Shared by all threads: a decoder keeps nothing between calls.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_constant=_constant, parse_int=_integer, parse_float=_real
)
# What is written has been copied first, so that there are neither circles nor NaN in it.
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def _parse(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _syntax_error(text, error) from None
    except InputError as error:
        raise _located(error, text) from None


def _syntax_error(text: str, error: json.JSONDecodeError) -> InputError:
    """Say why the parser gave up; its own words name a position and never quote the text."""
    reason = _foreign_encoding(text[:4].encode())
    if not reason and error.msg == "Extra data":
        reason = f"not a JSON text: more follows after its end, at line {error.lineno} column {error.colno}"
        todo = "one file holds one JSON text: make a file of each line" if error.lineno > 1 else ""
        return InputError(reason, code="PARSING", hint=todo, spec="RFC 8259 §2")
    if not reason:
        reason = f"not a JSON text: {error}" if text.strip() else "the JSON text is empty"
    return InputError(reason, code="PARSING", spec="RFC 8259 §2")


def _check_escaped_surrogates(text: str) -> None:
    """Refuse an escaped half of a surrogate pair; unescaped ones never pass the UTF-8 decoder."""
    for escape in _ESCAPE.finditer(text):
        if escape[1]:
            raise _lone_surrogate(escape.start())


def _located(error: InputError, text: str) -> InputError:
    """Give a refusal its pointer: parse once more, leaving the first refused value in its place."""
    first: list[InputError] = []

    def keeping(read: Callable[[Any], Any], later: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def read_or_keep(argument: Any) -> Any:
            if first:
                return later(argument)
            try:
                return read(argument)
            except InputError as refusal:
                first.append(refusal)
                return refusal

        return read_or_keep

    lenient = json.JSONDecoder(
        object_pairs_hook=keeping(_members, dict),
        parse_constant=keeping(_constant, str),
        parse_int=keeping(_integer, str),
        parse_float=keeping(_real, str),
    )
    try:
        value = lenient.decode(text)
    except json.JSONDecodeError:
        return error
    error.pointer = (_path_to(value, first[0]) or "") + error.pointer
    return error


def _path_to(value: object, wanted: InputError) -> str | None:
    """Find the pointer to the refused value, or None where an equal name has replaced it."""
    if value is wanted:
        return ""
    steps: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        steps = value.items()
    elif isinstance(value, list):
        steps = enumerate(value)
    for step, inner in steps:
        path = _path_to(inner, wanted)
        if path is not None:
            return names.step(step) + path
    return None


def _copy(value: object, limits: Limits) -> Any:
    return _Copying(limits).copy(value, limits.json_depth)


class _Copying:
    """One run of `from_python`, with what is still allowed of the number of values."""

    __slots__ = ("_left", "_longest", "_most")

    def __init__(self, limits: Limits) -> None:
        self._longest = limits.json_name_length
        self._most = limits.json_nodes
        self._left = self._most - 1

    def copy(self, value: object, levels: int) -> Any:
        """Copy one value that may hold this many levels of containers."""
        if type(value) is dict:
            self._enter(value, levels)
            return self._copy_members(dict(value), levels - 1)
        if type(value) is list:
            self._enter(value, levels)
            return self._copy_items(list(value), levels - 1)
        _check_scalar(value)
        return value

    def _enter(self, container: dict[Any, Any] | list[Any], levels: int) -> None:
        if levels <= 0:
            raise LimitError("the value nests deeper than the limits allow, or holds itself")
        self._left -= len(container)
        if self._left < 0:
            raise _too_many_values(self._most)

    # Most values are ASCII strings: the two loops let them pass without a call.

    def _copy_members(self, members: dict[Any, Any], levels: int) -> dict[str, Any]:
        longest = self._longest
        for name, value in members.items():
            if type(name) is not str:
                raise InputError(f"a member name is of type {type(name).__name__}, not str")
            if len(name) > longest:
                raise names.too_long(name, longest)
            try:
                if not name.isascii():
                    _check_text(name)
                if type(value) is not str or not value.isascii():
                    members[name] = self.copy(value, levels)
            except InputError as error:
                error.pointer = names.step(name) + error.pointer
                raise
        return members

    def _copy_items(self, items: list[Any], levels: int) -> list[Any]:
        for index, value in enumerate(items):
            try:
                if type(value) is not str or not value.isascii():
                    items[index] = self.copy(value, levels)
            except InputError as error:
                error.pointer = names.step(index) + error.pointer
                raise
        return items


def _check_scalar(value: object) -> None:
    """Refuse what is neither null, a boolean, nor a text or number that JSON can carry."""
    if type(value) is str:
        _check_text(value)
    elif type(value) is int:
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise _integer_out_of_range()
    elif type(value) is float:
        if not math.isfinite(value):
            raise _not_a_number()
    elif value is not None and type(value) is not bool:
        raise InputError(f"a value of type {type(value).__name__} is not JSON")


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _lone_surrogate(error.start) from None
