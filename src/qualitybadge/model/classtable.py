"""The class table as exported from the models, linked and with a fast test for each class; no pydantic.

A fast test answers "surely conforms" or "look closer"; what is wrong is found by `qualitybadge.conformance`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..spec import read_table
from .breach import Rule
from .document import is_version_1
from .rules import RULES
from .values import EXTENSION, Plural, Value, compiled

Accepts = Callable[[Any], object]
"""A fast test: something true means that the value conforms, something false means "look closer"."""

# The instants that need no calendar: UTC, whole seconds, days that every month has.
_PLAIN_INSTANT = (
    "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)


class Member:
    """What one member may hold, and the fast test for it.

    Attributes:
        required: whether it must be there.
        values: the simple kinds it may hold.
        classes: the classes it may hold; of two the first is of VC 2.0 and the second of VC 1.1.
        plural: how it holds several; None for a single one.
        accepts: the fast test.
    """

    __slots__ = ("accepts", "classes", "plural", "required", "values")

    def __init__(self, row: dict[str, Any], table: ClassTable) -> None:
        self.required: bool = row.get("required", False)
        self.classes = tuple(table.shapes[name] for name in row["is"] if name in table.shapes)
        self.values = _alternatives([table.values[n] for n in row["is"] if n in table.values], self.classes)
        self.plural = _plural(row["many"], table) if "many" in row else None
        self.accepts = _fast_member(self)

    def class_of(self, value: Any) -> Shape | None:
        """Return the class to judge a value by; None: it is to be judged by `value_of`."""
        if not self.classes or (self.values and not isinstance(value, dict)):
            return None
        return (
            self.classes[isinstance(value, dict) and is_version_1(value)]
            if self.classes[1:]
            else self.classes[0]
        )

    def value_of(self, value: Any) -> Value:
        """Return the simple kind to judge a value by."""
        return self.values[-1] if isinstance(value, dict) else self.values[0]


class Shape:
    """One class: its members and rules.

    Attributes:
        name: of the class, without the version of its envelope.
        phrase: the class in words, to stand after "expected".
        spec: tag of the clause that defines it.
        closed: whether members the class does not know are refused.
        rules: what several members together must obey.
        members: by their JSON name.
        required: names of the members that must be there.
        accepts: the fast test.
    """

    __slots__ = ("_tests", "accepts", "closed", "members", "name", "phrase", "required", "rules", "spec")

    def __init__(self, name: str, row: dict[str, Any]) -> None:
        self.name = name.removesuffix("V1").removesuffix("V2")
        self.phrase = f"an object of the class {self.name}"
        self.spec = f"{row['spec']}, {self.name}"
        self.closed: bool = row.get("closed", False)
        self.rules: tuple[Rule, ...] = tuple(RULES[rule] for rule in row.get("rules", ()))
        self.members: dict[str, Member] = {}
        self.required: list[str] = []
        tests: dict[str, Accepts] = {}
        self.accepts = _fast_object(tests, self.required, self.rules, closed=self.closed)
        self._tests = tests

    def link(self, rows: dict[str, Any], table: ClassTable) -> None:
        """Add the members, once every class is known; classes may contain each other."""
        self.members.update((name, Member(row, table)) for name, row in rows.items())
        self.required.extend(name for name, member in self.members.items() if member.required)
        self._tests.update((name, member.accepts) for name, member in self.members.items())


class ClassTable:
    """The class table, linked: classes by name and by kind of document."""

    __slots__ = ("documents", "shapes", "values")

    def __init__(self, table: dict[str, Any]) -> None:
        self.values = {name: _value(name, row) for name, row in table["values"].items()}
        self.shapes = {name: Shape(name, row) for name, row in table["classes"].items()}
        for name, shape in self.shapes.items():
            shape.link(table["classes"][name]["members"], self)
        self.documents = {
            kind: tuple(self.shapes[name] for name in pair) for kind, pair in table["documents"].items()
        }


@functools.cache
def class_table() -> ClassTable:
    """Return the linked table; made once a process, never changed."""
    return ClassTable(read_table("openbadges/classes"))


def _value(name: str, row: dict[str, Any]) -> Value:
    return Value(
        name,
        row["expected"],
        form=row.get("form", "text"),
        pattern=row.get("pattern", ""),
        words=tuple(row.get("words", ())),
        open=row.get("open", False),
    )


def _plural(row: dict[str, Any], table: ClassTable) -> Plural:
    return Plural(
        single=row.get("single", False),
        least=row.get("least", 0),
        first=tuple(table.values[name] for name in row.get("first", ())),
        holds=tuple(tuple(group) for group in row.get("holds", ())),
    )


def _alternatives(kinds: list[Value], classes: tuple[Shape, ...]) -> tuple[Value, ...]:
    """Return the kinds with words for every alternative, so that a finding names them all."""
    others = [kind.expected for kind in kinds[1:]] + [shape.phrase for shape in classes[:1]]
    return tuple(replace(kind, expected=" or ".join([kind.expected, *others])) for kind in kinds)


# --- fast tests: something false or a TypeError means "look closer" ---


def _fast_object(
    tests: dict[str, Accepts], required: list[str], rules: tuple[Rule, ...], *, closed: bool
) -> Accepts:
    """Return the test of a class; `tests` and `required` may be filled later."""
    test_of = tests.get
    unknown: Accepts = _nothing if closed else _anything

    def test(data: Any) -> bool:
        if type(data) is not dict:
            return False
        for name in required:
            if name not in data:
                return False
        for name, value in data.items():
            accepts = test_of(name, unknown)
            if accepts is str:  # any text: the commonest case, spared a call
                if type(value) is not str:
                    return False
            elif not accepts(value):
                return False
        return not rules or not any([rule(data) for rule in rules])  # noqa: C419 - a list is faster here

    return test


def _anything(_value: Any) -> bool:
    return True


def _nothing(_value: Any) -> bool:
    return False


def _fast_member(member: Member) -> Accepts:
    plural = member.plural
    if plural is None:
        return _fast_item(member)
    if plural.holds:
        return _fast_types(plural.holds)
    if plural.first:
        return _fast_contexts([_fast_value(kind) for kind in plural.first], _fast_item(member))
    many = _fast_many(_fast_item(member), plural.least)
    return _fast_one_or_many(many, _fast_item(member)) if plural.single else many


def _fast_item(member: Member) -> Accepts:
    if not member.classes:
        return _fast_value(member.values[0])
    newer = member.classes[0].accepts
    if member.values:
        text = _fast_value(member.values[0])
        return lambda value: text(value) if type(value) is str else newer(value)
    if len(member.classes) == 1:
        return newer
    older = member.classes[1].accepts
    return lambda value: type(value) is dict and (older if is_version_1(value) else newer)(value)


def _fast_value(kind: Value) -> Accepts:
    """Return the test of a simple kind; ``str`` itself where any text will do."""
    if kind.pattern:
        return compiled(kind.pattern).fullmatch
    if kind.form in ("instant", "local"):
        return compiled(_PLAIN_INSTANT).fullmatch
    if kind.words:
        return _fast_words(frozenset(kind.words), is_open=kind.open)
    if kind.form == "text":
        return str
    return lambda value: kind.fault(value) is None


def _fast_words(words: frozenset[str], *, is_open: bool) -> Accepts:
    extension = compiled(EXTENSION).fullmatch
    return (lambda value: value in words or extension(value)) if is_open else words.__contains__


def _fast_many(item: Accepts, least: int) -> Accepts:
    if item is str:
        return _fast_many(lambda value: type(value) is str, least)

    def test(values: Any) -> bool:
        if type(values) is not list or len(values) < least:
            return False
        for value in values:  # noqa: SIM110 - faster than a generator, and nearly all lists are short
            if not item(value):
                return False
        return True

    return test


def _fast_one_or_many(many: Accepts, item: Accepts) -> Accepts:
    return lambda value: many(value) if type(value) is list else item(value)


def _fast_types(groups: tuple[tuple[str, ...], ...]) -> Accepts:
    usual = [group[0] for group in groups]  # compared first, because nearly every object has just this

    def test(value: Any) -> bool:
        if value == usual:
            return True
        words = value if type(value) is list else [value]
        return all(type(word) is str for word in words) and all(
            any(word in words for word in group) for group in groups
        )

    return test


def _fast_contexts(first: list[Accepts], item: Accepts) -> Accepts:
    def test(contexts: Any) -> bool:
        if type(contexts) is not list or len(contexts) < len(first):
            return False
        for accepts, url in zip(first, contexts, strict=False):
            if not accepts(url):
                return False
        return all(map(item, contexts[len(first) :]))

    return test
