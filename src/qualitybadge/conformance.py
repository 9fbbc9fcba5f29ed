"""Whether a document conforms to the Open Badges 3.0 data model, decided by the class table of the models.

It reads ``schemas/openbadges/classes.json``, which is exported from the pydantic models, so that a cold
verification need not import pydantic. It judges no signature, no date against a clock and no meaning.

A document without a fault, the usual case, is recognised by a fast pass that only says yes or "look closer";
the findings are made by a second, slower pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from .errors import InputError, LimitError
from .limits import DEFAULT_LIMITS, Limits
from .model.classtable import Member, Shape, class_table
from .model.document import Kind, is_version_1, kind_of
from .model.values import Fault, Plural, describe

_LONGEST_NAME = 40
_MOST_COUNTED = 1000  # findings that are not listed: looking for more of them helps nobody
_BADGE_KINDS = frozenset({Kind.BADGE, Kind.ENDORSEMENT, Kind.CLR})


def conformance_errors(data: Any, *, limits: Limits = DEFAULT_LIMITS) -> tuple[InputError, ...]:
    """Return what keeps a parsed document from conforming, empty for nothing (OB 3.0 §B, §8.1 step 1).

    Badges, endorsements, learner records, status lists, profiles and achievements are judged by their class
    in the version of VC that their first context names; anything else is NOT_A_BADGE. Findings of
    `structural_errors` come first; beyond ``limits.findings`` the rest is counted in one last entry.
    """
    kind = kind_of(data)
    row = class_table().documents.get(kind.name)
    if row is None:
        return structural_errors(data)
    shape = row[is_version_1(data)]
    if kind is not Kind.CREDENTIAL and _surely_conforms(shape, data):
        return ()
    structural = structural_errors(data)
    known = {(error.code, error.pointer) for error in structural}
    further = _object_findings(shape, data, "", limits.json_depth)
    return _limited(structural, (e for e in further if (e.code, e.pointer) not in known), limits.findings)


def class_errors(shape: Shape, data: Any, *, limits: Limits = DEFAULT_LIMITS) -> tuple[InputError, ...]:
    """Return what keeps a parsed object from conforming to one class, empty for nothing.

    Beyond ``limits.findings`` the rest is counted in one last entry.
    """
    if _surely_conforms(shape, data):
        return ()
    return _limited((), _object_findings(shape, data, "", limits.json_depth), limits.findings)


def structural_errors(data: Any) -> tuple[InputError, ...]:
    """Return what keeps a document from being a badge, endorsement or learner record at all.

    That is a type of one of the three, an issuer with an id and one subject: the least that even a
    lenient policy asks for. Profiles, achievements and status lists have no such minimum.
    """
    kind = kind_of(data)
    if kind in _BADGE_KINDS:
        return (*_issuer_errors(data), *_subject_errors(data))
    if kind is Kind.CREDENTIAL:
        message = "the types name no Open Badge, endorsement or learner record"
        hint = "an Open Badge has the type OpenBadgeCredential or AchievementCredential"
        return (InputError(message, code="NOT_A_BADGE", pointer="/type", hint=hint),)
    if kind.name in class_table().documents:
        return ()
    found = kind.value if isinstance(data, dict) else describe(data)
    return (InputError(f"this is {found}, not a badge, endorsement or credential", code="NOT_A_BADGE"),)


def _surely_conforms(shape: Shape, data: dict[str, Any]) -> bool:
    try:
        return bool(shape.accepts(data))
    except (TypeError, RecursionError):  # not the type a test is made for, or a caller's own deep dict
        return False


def _issuer_errors(data: dict[str, Any]) -> Iterator[InputError]:
    issuer = data.get("issuer")
    identifier = issuer.get("id") if isinstance(issuer, dict) else issuer
    if isinstance(identifier, str) and identifier:
        return
    pointer = "/issuer/id" if isinstance(issuer, dict) else "/issuer"
    # The same code as the full pass gives this place, so that the two are one finding.
    code = "MALFORMED_VALUE" if identifier == "" else "CONFORMANCE"
    message = f"issuer: expected the issuer's id or profile, found {describe(identifier)}"
    yield InputError(message, code=code, pointer=pointer, spec="OB 3.0 §B")


def _subject_errors(data: dict[str, Any]) -> Iterator[InputError]:
    subject = data.get("credentialSubject")
    if not isinstance(subject, dict):
        message = f"credentialSubject: expected an object, found {describe(subject)}"
        yield InputError(message, code="CONFORMANCE", pointer="/credentialSubject", spec="OB 3.0 §B")


def _limited(first: tuple[InputError, ...], rest: Iterator[InputError], most: int) -> tuple[InputError, ...]:
    listed = [*first, *islice(rest, max(most - len(first), 0))]
    unlisted = sum(1 for _ in islice(rest, _MOST_COUNTED + 1))
    if unlisted:
        number = str(unlisted) if unlisted <= _MOST_COUNTED else f"over {_MOST_COUNTED}"
        listed.append(InputError(f"{number} more findings are not listed", code="CONFORMANCE"))
    return tuple(listed)


def _object_findings(shape: Shape, data: Any, pointer: str, depth: int) -> Iterator[InputError]:
    """Yield every finding in an object that should be of a class."""
    if not isinstance(data, dict):
        yield _finding(
            shape, pointer, Fault("CONFORMANCE", f"expected {shape.phrase}, found {describe(data)}")
        )
        return
    if depth <= 0:
        yield LimitError("nested deeper than the limit json_depth allows", pointer=pointer)
        return
    yield from _missing(shape, data, pointer)
    for name, value in data.items():
        member = shape.members.get(name)
        if member is not None:
            yield from _member_findings(shape, member, value, _at(pointer, name), depth - 1)
        elif shape.closed:
            yield _foreign_member(shape, name, pointer)
    for breach in chain.from_iterable(rule(data) for rule in shape.rules):
        place = "".join([pointer, *(_at("", step) for step in breach.path)])
        yield _finding(shape, place, breach.fault, breach.spec)


def _missing(shape: Shape, data: dict[str, Any], pointer: str) -> Iterator[InputError]:
    for name in shape.required:
        if name not in data:
            fault = Fault("CONFORMANCE", f"missing; every {shape.name} has one")
            yield _finding(shape, _at(pointer, name), fault)


def _foreign_member(shape: Shape, name: str, pointer: str) -> InputError:
    """Return the finding of a member that a closed class lacks; a stranger's odd name is not repeated."""
    fault = Fault("CONFORMANCE", f"not allowed; the class {shape.name} is closed", "remove the member")
    if isinstance(name, str) and len(name) <= _LONGEST_NAME and name.isascii() and name.isprintable():
        return _finding(shape, _at(pointer, name), fault)
    return _finding(
        shape, pointer, fault._replace(message=f"a member with a strange name is {fault.message}")
    )


def _member_findings(
    shape: Shape, member: Member, value: Any, pointer: str, depth: int
) -> Iterator[InputError]:
    if member.plural is None:
        yield from _value_findings(shape, member, value, pointer, depth)
    elif isinstance(value, list | tuple):
        disorder = member.plural.disorder(value)
        if disorder is not None:
            yield _finding(shape, _at(pointer, disorder[0]), disorder[1])
        for place, item in enumerate(value):
            if place >= len(member.plural.first):
                yield from _value_findings(shape, member, item, _at(pointer, place), depth - 1)
        yield from _lack(shape, member.plural, value, pointer)
    elif member.plural.single:
        yield from _value_findings(shape, member, value, pointer, depth)
        yield from _lack(shape, member.plural, [value], pointer)
    else:
        fault = Fault(
            "CONFORMANCE", f"expected an array, found {describe(value)}", "put the value into an array"
        )
        yield _finding(shape, pointer, fault)


def _lack(shape: Shape, plural: Plural, items: Sequence[Any], pointer: str) -> Iterator[InputError]:
    fault = plural.lack(items)
    if fault is not None:
        yield _finding(shape, pointer, fault)


def _value_findings(
    shape: Shape, member: Member, value: Any, pointer: str, depth: int
) -> Iterator[InputError]:
    """Yield the findings of one value, judged by the alternative that its JSON type selects."""
    nested = member.class_of(value)
    if nested is not None:
        yield from _object_findings(nested, value, pointer, depth)
        return
    fault = member.value_of(value).fault(value)
    if fault is not None:
        yield _finding(shape, pointer, fault)


def _finding(shape: Shape, pointer: str, fault: Fault, spec: str = "") -> InputError:
    name = pointer.rpartition("/")[2]
    message = f"{name}: {fault.message}" if name and not name.isdigit() else fault.message
    return InputError(message, code=fault.code, pointer=pointer, hint=fault.hint, spec=spec or shape.spec)


def _at(pointer: str, step: str | int) -> str:
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"
