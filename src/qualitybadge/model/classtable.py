"""The class table as exported from the models, linked and with a fast test for each class; no pydantic.

The fast tests are made in `fasttests`; what is wrong is found by `qualitybadge.conformance`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..spec import read_table
from .breach import Rule
from .document import is_version_1
from .fasttests import Accepts, member_test, object_test
from .rules import RULES
from .values import Plural, Value


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
        self.accepts = member_test(self)

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

    def __init__(self, name: str, row: dict[str, Any], rules: Mapping[str, Rule]) -> None:
        self.name = name.removesuffix("V1").removesuffix("V2")
        self.phrase = f"an object of the class {self.name}"
        self.spec = row.get("section") or f"{row['spec']}, {self.name}"
        self.closed: bool = row.get("closed", False)
        self.rules: tuple[Rule, ...] = tuple(rules[rule] for rule in row.get("rules", ()))
        self.members: dict[str, Member] = {}
        self.required: list[str] = []
        tests: dict[str, Accepts] = {}
        self.accepts = object_test(tests, self.required, self.rules, closed=self.closed)
        self._tests = tests

    def link(self, rows: dict[str, Any], table: ClassTable) -> None:
        """Add the members, once every class is known; classes may contain each other."""
        self.members.update((name, Member(row, table)) for name, row in rows.items())
        self.required.extend(name for name, member in self.members.items() if member.required)
        self._tests.update((name, member.accepts) for name, member in self.members.items())


class ClassTable:
    """The class table, linked: classes by name and by kind of document."""

    __slots__ = ("documents", "shapes", "values")

    def __init__(self, table: dict[str, Any], rules: Mapping[str, Rule] = RULES) -> None:
        self.values = {name: _value(name, row) for name, row in table["values"].items()}
        self.shapes = {name: Shape(name, row, rules) for name, row in table["classes"].items()}
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
        most=row.get("most", 0),
        first=tuple(table.values[name] for name in row.get("first", ())),
        holds=tuple(tuple(group) for group in row.get("holds", ())),
    )


def _alternatives(kinds: list[Value], classes: tuple[Shape, ...]) -> tuple[Value, ...]:
    """Return the kinds with words for every alternative, so that a finding names them all."""
    others = [kind.expected for kind in kinds[1:]] + [shape.phrase for shape in classes[:1]]
    return tuple(replace(kind, expected=" or ".join([kind.expected, *others])) for kind in kinds)
