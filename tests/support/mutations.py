"""A table of deterministic mutations: each member of each class removed, renamed, altered, wrapped, unwrapped."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from qualitybadge.model.members import Member, members_of
from qualitybadge.model.node import Node
from qualitybadge.model.values import Value
from support.badges import BAD_TEXT, GOOD, JUNK, OB, SHA256, VC_1, VC_2

Document = dict[str, Any]


def classes_of(*roots: type[Node]) -> list[type[Node]]:
    """Return the classes and every class inside, by name."""
    found: dict[str, type[Node]] = {}
    pending = list(roots)
    while pending:
        cls = pending.pop()
        if cls.__name__ not in found:
            found[cls.__name__] = cls
            pending += [k for m in members_of(cls) for k in m.kinds if not isinstance(k, Value)]
    return [found[name] for name in sorted(found)]


def smallest(cls: type[Node]) -> Document:
    """Return the least that conforms: required members with their first good value."""
    data = {member.name: _first_good(member) for member in members_of(cls) if member.required}
    if cls.__name__ == "AchievementSubject":
        data["id"] = "did:key:z6MkExample"
    if cls.__name__ == "IdentityObject":
        data["hashed"] = False
    if cls.__name__ == "Criteria":
        data["narrative"] = "Do it."
    return data


def fullest(cls: type[Node], depth: int = 2) -> Document:
    """Return a document with every member, all of which conform together."""
    if depth == 0:
        return smallest(cls)
    data = {member.name: _first_good(member, depth) for member in members_of(cls)}
    if cls.__name__ == "IdentityObject":
        data["identityHash"] = SHA256
    if cls.__name__ == "ResultDescription":
        data["requiredLevel"] = data["rubricCriterionLevel"][0]["id"]
    if cls.__name__ == "AchievementSubject":
        data["achievement"] = fullest(dict(_inside(cls))["achievement"], 3)
        result, described = data["result"][0], data["achievement"]["resultDescription"][0]
        result["resultDescription"], result["achievedLevel"] = described["id"], described["requiredLevel"]
        result["status"] = "Completed"
    return data


def _inside(cls: type[Node]) -> Iterator[tuple[str, type[Node]]]:
    for member in members_of(cls):
        yield from ((member.name, kind) for kind in member.kinds if not isinstance(kind, Value))


def _first_good(member: Member, depth: int = 0) -> Any:
    if member.plural and member.plural.holds:
        return [group[0] for group in member.plural.holds]
    if member.plural and member.plural.first:
        return [GOOD[kind.name][0] for kind in member.plural.first]
    kind = member.kinds[-1] if depth else member.kinds[0]
    if isinstance(kind, Value):
        value = copy.deepcopy(GOOD[kind.name][0])
    else:
        value = fullest(kind, depth - 1) if depth else smallest(kind)
    return [value] if member.plural else value


# Members that are at home in another class or version.
_STRANGERS: Document = {
    "evidence": [],
    "issuanceDate": "2026-01-01T00:00:00Z",
    "validUntil": "2036-01-01T00:00:00Z",
    "somethingElse": None,
}


def mutants(cls: type[Node], data: Document, *, alter: bool = True) -> Iterator[tuple[str, Document]]:
    """Yield what was done, and the document in which it was done, for every member of a class."""
    for name, value in _STRANGERS.items():
        if name not in data:
            yield f"{name} added", {**data, name: value}
    for member in members_of(cls):
        name = member.name
        without = {key: value for key, value in data.items() if key != name}
        yield f"{name} removed", without
        yield f"{name} renamed", {**without, f"{name}_": data.get(name, "x")}
        if name in data:
            value = data[name]
            yield f"{name} wrapped", {**data, name: [value]}
            yield f"{name} unwrapped", {**data, name: value[0] if isinstance(value, list) else value}
            yield f"{name} twice", {**data, name: value * 2 if isinstance(value, list) else [value, value]}
        for sample in _samples(member) if alter else ():
            yield f"{name} altered to {sample!r}", {**data, name: sample}


def _samples(member: Member) -> list[Any]:
    kinds = [kind for kind in member.kinds if isinstance(kind, Value)]
    own = [value for kind in kinds for value in [*GOOD[kind.name], *BAD_TEXT.get(kind.name, [])]]
    if any(kind.open for kind in kinds):
        own += ["xext:a", "ext:a|b", "my ext:a"]
    if member.name == "@context":
        pairs = [
            [VC_2, OB],
            [VC_1, OB],
            [OB, VC_2],
            [VC_2],
            [VC_2, OB, VC_1],
            [VC_1, OB, VC_2],
            [VC_2, OB, 7],
        ]
        own += [*pairs, [VC_2, OB, "https://x.example"], [VC_2, OB, {}], [VC_2, f"{OB}x"]]
    if member.plural is not None and member.plural.holds:
        words = [word for group in member.plural.holds for word in group]
        own += [*words, words, [*words, "Own"], ["Own", *reversed(words)], *([word] for word in words)]
    return [*JUNK, *own, *([value] for value in own if isinstance(value, str)), "a text\n", "x" * 300]
