"""Recognises badges made of nothing but what the class table names; finds no fault.

Such a badge, under contexts that define all of the table, has no undefined term, so that a token (whose
signature covers its bytes, not its terms) need not be walked as JSON-LD. "No" only means "walk it".
Whether the badge conforms too can be told in the same pass.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .classtable import Member, Shape, class_table
from .document import VC_CONTEXT_2
from .fasttests import Accepts, item_test, many_test, object_test, one_or_many_test
from .values import compiled

# Only the newest context defines every member of the table: `endorsementJwt` is in no other.
_CONTEXTS = [VC_CONTEXT_2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
# Classes that the standard leaves open, as far as the VC context itself defines them.
_OPEN_TYPES = {
    "BitstringStatusListEntry": frozenset(
        {"id", "type", "statusPurpose", "statusListIndex", "statusListCredential", "statusSize"}
    )
}

Test = Callable[[Any], bool]


def is_plain(data: dict[str, Any]) -> bool:
    """Tell whether every member and type of an Open Badges 3.0 badge is one of the standard's own."""
    if data.get("@context") != _CONTEXTS:
        return False
    try:
        return _badge_test()(data)
    except (TypeError, RecursionError):  # an unhashable type, or a caller's own deep dict
        return False


def plainly_conforms(data: dict[str, Any]) -> bool:
    """Tell whether a badge surely conforms and is plain: `is_plain` and no conformance error, in one pass."""
    if data.get("@context") != _CONTEXTS:
        return False
    try:
        return bool(_strict_test()(data))
    except (TypeError, RecursionError):  # likewise
        return False


@functools.cache
def _strict_test() -> Accepts:
    """Return the test of a badge that is plain and conforms; made once a process."""
    return _strictly(class_table().documents["BADGE"][0], {})


def _strictly(shape: Shape, known: dict[int, Accepts]) -> Accepts:
    if id(shape) in known:
        return known[id(shape)]
    tests: dict[str, Accepts] = {}
    is_open = "type" in shape.members and not _groups(shape.members["type"])
    test = object_test(tests, shape.required, shape.rules, closed=not is_open)
    known[id(shape)] = (lambda value: test(value) and _is_known_open(value)) if is_open else test
    tests.update((name, _strictly_member(name, member, known)) for name, member in shape.members.items())
    return known[id(shape)]


def _strictly_member(name: str, member: Member, known: dict[int, Accepts]) -> Accepts:
    if name == "@context":
        return lambda value: value == _CONTEXTS
    groups = _groups(member) if name == "type" and member.plural is not None else []
    if groups:
        return _of_usual_types(groups)
    one = _strictly(member.classes[0], known) if member.classes else item_test(member)
    if member.classes and member.values:
        either, text = one, compiled(member.values[0].pattern).fullmatch
        one = lambda value: text(value) if type(value) is str else either(value)  # noqa: E731
    if member.plural is None:
        return one
    many = many_test(one, 1)  # of an empty list the walk has something to say
    return one_or_many_test(many, one) if member.plural.single else many


def _of_usual_types(groups: list[frozenset[str]]) -> Accepts:
    of_types = _of_types(groups)
    usual = [min(group) for group in groups]  # compared first, because nearly every object has just this
    return lambda value: value == usual or of_types(value)


@functools.cache
def _badge_test() -> Test:
    """Return the test of a badge; made once a process."""
    table = class_table()
    tests: dict[int, dict[str, Test | None]] = {}
    return _of_class(table.documents["BADGE"][0], tests)


def _of_class(shape: Shape, known: dict[int, dict[str, Test | None]]) -> Test:
    members = known.get(id(shape))
    if members is None:
        members = known[id(shape)] = {}
        members.update((name, _of_member(name, member, known)) for name, member in shape.members.items())
    is_typed = "type" in shape.members
    is_open = is_typed and not _groups(shape.members["type"])

    def test(value: Any) -> bool:
        if type(value) is not dict or not value or (is_typed and "type" not in value):
            return False  # without its type an object has none of the terms that its type defines
        for name, inner in value.items():
            if name not in members:
                return False
            if not (members[name] or _is_single)(inner):
                return False
        return True

    return _is_known_open if is_open else test


def _is_known_open(value: Any) -> bool:
    """Tell whether an object whose class leaves the type open is of a type that the VC context defines."""
    kind = value.get("type") if type(value) is dict else None
    known = _OPEN_TYPES.get(kind, frozenset()) if type(kind) is str else frozenset()
    return bool(known) and known.issuperset(value) and all(_is_word_or_iri(*item) for item in value.items())


def _of_member(name: str, member: Member, known: dict[int, dict[str, Test | None]]) -> Test | None:
    """Return the test of a member; None: any single value that is no object will do."""
    if name == "@context":
        return lambda value: bool(value == _CONTEXTS)
    groups = _groups(member) if name == "type" else []
    if groups:
        return _of_types(groups)
    one = _of_class(member.classes[0], known) if member.classes else _is_single
    if member.classes and member.values:
        one = _or_text(one)
    if member.plural is None:
        return one if member.classes else None
    # An empty list carries nothing, which the walk has something to say about.
    return lambda value: bool(value) and all(map(one, value)) if type(value) is list else one(value)


def _groups(member: Member) -> list[frozenset[str]]:
    """Return the types that a class has, one of each group; empty for a class that leaves its type open."""
    if member.plural is None:
        return [frozenset(value.words) for value in member.values if value.words]
    return [frozenset(group) for group in member.plural.holds]


def _of_types(groups: list[frozenset[str]]) -> Test:
    words = frozenset[str]().union(*groups)

    def test(value: Any) -> bool:
        given = value if type(value) is list else [value]
        return words.issuperset(given) and not any(group.isdisjoint(given) for group in groups)

    return test


def _is_word_or_iri(name: str, value: Any) -> bool:
    if type(value) is not str or not value:
        return False
    return name not in ("id", "statusListCredential") or class_table().values["URI"].fault(value) is None


def _is_single(value: Any) -> bool:
    return value is not None and type(value) is not dict and type(value) is not list


def _or_text(test: Test) -> Test:
    return lambda value: type(value) is str or test(value)
