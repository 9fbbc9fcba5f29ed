"""Regular expressions of JSON Schema (ECMA-262) searched in time linear in the text; knows no schema.

A backtracking matcher lets a pattern of ten letters work for years. Here all ways to match advance together,
one character at a time. What cannot be done so (look-around, back references) is unsupported, not tried.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..errors import InputError, UndeterminedError, UnsupportedError

MAX_CHARACTERS = 1_000
"""Longest pattern."""
MAX_STATES = 3_000
"""Most states of a compiled pattern; counted repetition multiplies them."""
MAX_GROUPS = 24
"""Deepest nesting of groups."""

_LAST = 0x10FFFF
_Ranges = tuple[tuple[int, int], ...]

_DIGITS: _Ranges = ((48, 57),)
_WORD: _Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: _Ranges = (
    (9, 13), (32, 32), (160, 160), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029),
    (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
_LINE_ENDS: _Ranges = ((10, 10), (13, 13), (0x2028, 0x2029))
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}
_QUANTIFIER = re.compile(r"\{([0-9]{1,9})(?:(,)([0-9]{1,9})?)?\}")
_HEX = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}")
_GROUP = re.compile(r"\?(?::|<[A-Za-z_$][A-Za-z0-9_$]*>)")
_UNSUPPORTED_ESCAPES = "bBpPk123456789"


class Letters(NamedTuple):
    """A set of characters, as sorted ranges that do not touch."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, int):  # pragma: no cover - the signature of object
            return False
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]


# A syntax tree of tuples: ("letters", Letters) ("start",) ("end",) ("row", parts) ("choice", branches)
# ("repeat", part, least, most or None).
_Tree = tuple[Any, ...]


class Pattern(NamedTuple):
    """A compiled pattern: instructions of a machine that is in many places at once.

    An instruction is (name, argument, next places): ``letters`` consumes a character, ``start`` and ``end``
    look at the position, ``split`` goes on in several places, ``found`` is the end.
    """

    program: tuple[tuple[str, Any, tuple[int, ...]], ...]

    def found_in(self, text: str, spend: Callable[[int], None]) -> bool:
        """Tell whether the pattern matches anywhere in the text.

        Args:
            text: where to look.
            spend: told how many steps each character took; may raise to stop.
        """
        waiting: Iterable[int] = ()
        for position in range(len(text) + 1):
            here = self._reached((*waiting, 0), position == 0, position == len(text))
            spend(1 + len(here))
            if len(self.program) - 1 in here:
                return True
            if position < len(text):
                code = ord(text[position])
                waiting = [
                    following[0]
                    for name, argument, following in map(self.program.__getitem__, here)
                    if name == "letters" and code in argument
                ]
        return False

    def _reached(self, places: Iterable[int], at_start: bool, at_end: bool) -> set[int]:  # noqa: FBT001
        """Return every place that is reached without consuming a character."""
        open_ways = {"split": True, "start": at_start, "end": at_end}
        pending, reached = list(places), set[int]()
        while pending:
            place = pending.pop()
            if place not in reached:
                reached.add(place)
                name, _argument, following = self.program[place]
                if open_ways.get(name, False):
                    pending.extend(following)
        return reached


def compiled(pattern: str) -> Pattern:
    """Compile a pattern.

    Raises:
        InputError: it is no regular expression.
        UnsupportedError: it needs look-around, back references, word boundaries or Unicode properties.
        UndeterminedError: it is longer or larger than is matched here (LIMIT).
    """
    if len(pattern) > MAX_CHARACTERS:
        raise UndeterminedError(f"a pattern of more than {MAX_CHARACTERS} characters", code="LIMIT")
    parser = _Parser(pattern)
    tree = parser.choice(0)
    if parser.place < len(pattern):
        raise _malformed("a closing parenthesis that was not opened")
    writer = _Writer()
    writer.write(tree)
    return Pattern((*writer.program, ("found", None, ())))


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    def choice(self, depth: int) -> _Tree:
        if depth > MAX_GROUPS:
            raise UndeterminedError(f"a pattern with groups {MAX_GROUPS} deep", code="LIMIT")
        branches = [self._row(depth)]
        while self._take("|"):
            branches.append(self._row(depth))
        return ("choice", branches) if len(branches) > 1 else branches[0]

    def _row(self, depth: int) -> _Tree:
        parts = []
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            parts.append(self._repeated(self._atom(depth)))
        return ("row", parts)

    def _repeated(self, atom: _Tree) -> _Tree:
        counts = self._counts()
        if counts is None:
            return atom
        if atom[0] in {"start", "end"}:
            raise _malformed("a repeated anchor")
        self._take("?")  # greedy or not, the same texts match
        if self._counts() is not None:
            raise _malformed("a repetition of a repetition")
        return ("repeat", atom, *counts)

    def _counts(self) -> tuple[int, int | None] | None:
        for sign, counts in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._take(sign):
                return counts
        found = _QUANTIFIER.match(self.pattern, self.place)
        if found is None:
            return None
        self.place = found.end()
        least = int(found[1])
        most = int(found[3]) if found[3] else None if found[2] else least
        if most is not None and most < least:
            raise _malformed("a repetition whose bounds are the wrong way round")
        return least, most

    def _atom(self, depth: int) -> _Tree:
        sign = self._next()
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return ("letters", self._class())
        if sign == "\\":
            return ("letters", _letters(self._escape(in_class=False)))
        if sign == ".":
            return ("letters", _letters(_others(_LINE_ENDS)))
        if sign in "^$":
            return ("start",) if sign == "^" else ("end",)
        if sign in "*+?":
            raise _malformed("a repetition of nothing")
        return ("letters", _letters(((ord(sign), ord(sign)),)))

    def _group(self, depth: int) -> _Tree:
        if self.pattern.startswith("?", self.place):
            named = _GROUP.match(self.pattern, self.place)
            if named is None:
                raise UnsupportedError("a pattern with look-around or flags")
            self.place = named.end()
        tree = self.choice(depth + 1)
        if not self._take(")"):
            raise _malformed("a group that is not closed")
        return tree

    def _class(self) -> Letters:
        negated = self._take("^")
        ranges: list[tuple[int, int]] = []
        while not self._take("]"):
            first = self._member()
            if self.pattern.startswith("-", self.place) and not self.pattern.startswith("-]", self.place):
                self.place += 1
                ranges.extend(_span(first, self._member()))
            else:
                ranges.extend(first)
        merged = _merged(ranges)
        return _letters(_others(merged) if negated else merged)

    def _member(self) -> _Ranges:
        sign = self._next("a class that is not closed")
        return self._escape(in_class=True) if sign == "\\" else ((ord(sign), ord(sign)),)

    def _escape(self, *, in_class: bool) -> _Ranges:
        sets = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
        sign = self._next("a backslash at the end")
        if sign.lower() in sets:
            return sets[sign] if sign in sets else _others(sets[sign.lower()])
        if sign == "b" and in_class:
            return ((8, 8),)
        if sign in _UNSUPPORTED_ESCAPES:
            raise UnsupportedError(f"a pattern with the escape \\{sign}")
        code = _CONTROLS[sign] if sign in _CONTROLS else self._coded(sign)
        return ((code, code),)

    def _coded(self, sign: str) -> int:
        if sign in "xu":
            first = self._hexadecimal()
            if 0xD800 <= first < 0xDC00 and self.pattern.startswith("\\u", self.place):  # noqa: PLR2004 - UTF-16
                self.place += 2
                return 0x10000 + ((first - 0xD800) << 10) + (self._hexadecimal() - 0xDC00)
            return first
        if sign == "c":
            letter = self._next("an escape that is cut short")
            if letter.isascii() and letter.isalpha():
                return ord(letter) % 32
        if sign.isalnum():
            raise _malformed(f"the unknown escape {sign!a}")
        return ord(sign)

    def _hexadecimal(self) -> int:
        found = _HEX.match(self.pattern, self.place - 1)
        code = int(found[1] or found[2] or found[3], 16) if found else _LAST + 1
        if found is None or code > _LAST:
            raise _malformed("an escape that names no character")
        self.place = found.end()
        return code

    def _take(self, sign: str) -> bool:
        taken = self.pattern.startswith(sign, self.place)
        self.place += taken
        return taken

    def _next(self, lack: str = "") -> str:
        if self.place >= len(self.pattern):
            raise _malformed(lack)
        self.place += 1
        return self.pattern[self.place - 1]


class _Writer:
    """Writes the program of a syntax tree."""

    def __init__(self) -> None:
        self.program: list[tuple[str, Any, tuple[int, ...]]] = []
        self.work = 0

    def write(self, tree: _Tree) -> None:
        self.work += 1
        if max(self.work, len(self.program)) > MAX_STATES:
            raise UndeterminedError(f"a pattern of more than {MAX_STATES} states", code="LIMIT")
        kind = tree[0]
        if kind == "row":
            for part in tree[1]:
                self.write(part)
        elif kind == "choice":
            self._choice(tree[1])
        elif kind == "repeat":
            self._repeat(tree[1], tree[2], tree[3])
        else:
            self._add(kind, tree[1] if kind == "letters" else None)

    def _choice(self, branches: list[_Tree]) -> None:
        split = self._add("split")
        starts, ends = [], []
        for branch in branches:
            starts.append(len(self.program))
            self.write(branch)
            ends.append(self._add("split"))
        self._lead(split, *starts)
        for end in ends:
            self._lead(end, len(self.program))

    def _repeat(self, part: _Tree, least: int, most: int | None) -> None:
        for _ in range(least):
            self.write(part)
        if most is None:
            split = self._add("split")
            self.write(part)
            self._lead(self._add("split"), split)
            self._lead(split, split + 1, len(self.program))
            return
        skips = []
        for _ in range(most - least):
            skips.append(self._add("split"))
            self.write(part)
        for skip in skips:
            self._lead(skip, skip + 1, len(self.program))

    def _add(self, name: str, argument: Letters | None = None) -> int:
        self.program.append((name, argument, (len(self.program) + 1,)))
        return len(self.program) - 1

    def _lead(self, place: int, *following: int) -> None:
        self.program[place] = ("split", None, following)


def _letters(ranges: _Ranges) -> Letters:
    return Letters(tuple(start for start, _ in ranges), tuple(end for _, end in ranges))


def _merged(ranges: list[tuple[int, int]]) -> _Ranges:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _others(ranges: _Ranges) -> _Ranges:
    """Return every character that is not in the sorted ranges."""
    edges = [-1, *(edge for start, end in ranges for edge in (start - 1, end)), _LAST]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((end + 1, start) for end, start in pairs if end < start)


def _span(first: _Ranges, last: _Ranges) -> _Ranges:
    """Return the characters of a range; beside a set such as the digits the sign stands for itself."""
    if _size(first) > 1 or _size(last) > 1:
        return (*first, (45, 45), *last)
    if last[0][0] < first[0][0]:
        raise _malformed("a range that runs backwards")
    return ((first[0][0], last[0][0]),)


def _size(ranges: _Ranges) -> int:
    return sum(end - start + 1 for start, end in ranges)


def _malformed(what: str) -> InputError:
    return InputError(f"a pattern with {what}", spec="ECMA-262 §22.2.1")
