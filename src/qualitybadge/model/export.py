"""Export the models as the class table that decides conformance without pydantic.

The table is data: which members a class has, what they may hold, how many. It is committed as
``schemas/openbadges/classes.json`` and a test holds the two equal. Writes no file itself; see
tools/export_classes.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import MISSING, fields
from typing import Any

from .classes import CLASSES
from .members import Member, members_of
from .node import Node
from .values import Plural, Value


def class_table() -> dict[str, Any]:
    """Return the table: ``documents`` (kind -> classes of VC 2.0 and 1.1), ``classes`` and ``values``."""
    classes: dict[str, type[Node]] = {}
    for pair in CLASSES.values():
        for cls in pair:
            _collect(cls, classes)
    kinds = {kind.name: kind for cls in classes.values() for kind in values_of(cls)}
    return {
        "documents": {kind.name: [two.__name__, one.__name__] for kind, (two, one) in CLASSES.items()},
        "classes": {name: _class_row(classes[name]) for name in sorted(classes)},
        "values": {name: _without_defaults(kinds[name], skip="name") for name in sorted(kinds)},
    }


def table_text() -> str:
    """Return the table as the committed JSON text, a member a line."""
    return lines(class_table(), 4) + "\n"


def lines(value: Any, depth: int, indent: str = "") -> str:
    """Return JSON with a line for each member of the outer objects, down to a depth."""
    if not depth or not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    inner = f"{indent} "
    rows = (f"{inner}{json.dumps(key)}: {lines(item, depth - 1, inner)}" for key, item in value.items())
    return "{\n" + ",\n".join(rows) + f"\n{indent}}}"


def _collect(cls: type[Node], found: dict[str, type[Node]]) -> None:
    if cls.__name__ in found:
        return
    found[cls.__name__] = cls
    for member in members_of(cls):
        for kind in member.kinds:
            if not isinstance(kind, Value):
                _collect(kind, found)


def values_of(cls: type[Node]) -> Iterable[Value]:
    """Return the kinds of simple value that the members of a class may hold, each as often as it is named."""
    for member in members_of(cls):
        yield from (kind for kind in member.kinds if isinstance(kind, Value))
        if member.plural is not None:
            yield from member.plural.first


def _class_row(cls: type[Node]) -> dict[str, Any]:
    row: dict[str, Any] = {"spec": cls.spec}
    if cls.closed:
        row["closed"] = True
    if cls.rules:
        row["rules"] = [rule.__name__ for rule in cls.rules]
    row["members"] = {member.name: _member_row(member) for member in members_of(cls)}
    return row


def _member_row(member: Member) -> dict[str, Any]:
    row: dict[str, Any] = {
        "is": [kind.name if isinstance(kind, Value) else kind.__name__ for kind in member.kinds]
    }
    if member.required:
        row["required"] = True
    if member.plural is not None:
        row["many"] = _plural_row(member.plural)
    return row


def _plural_row(plural: Plural) -> dict[str, Any]:
    row = _without_defaults(plural)
    if plural.first:
        row["first"] = [kind.name for kind in plural.first]
    return row


def _without_defaults(item: Any, skip: str = "") -> dict[str, Any]:
    """Return the attributes of a dataclass that differ from their defaults, as JSON data."""
    row = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name != skip and (field.default is MISSING or value != field.default):
            row[field.name] = (
                [list(v) if isinstance(v, tuple) else v for v in value] if isinstance(value, tuple) else value
            )
    return row
