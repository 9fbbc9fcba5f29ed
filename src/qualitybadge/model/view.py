"""Typed views of verified documents, also of those that do not conform; checks nothing.

A view of a conforming document equals what the model reads strictly. Where a document deviates (which only
a lenient policy accepts), whatever conforms is typed; a required member that is missing or malformed is
None, a plural one is empty, and the malformed value stays in ``model_extra`` under its JSON name, so that
`to_dict()` still has the whole content. A single value where an array belongs is read as an array of one.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import InputError, LimitError
from .classes import CLASSES
from .document import Document, Kind, is_version_1, kind_of
from .members import Member, members_of
from .node import Node, One, typed
from .values import Value
from .vc import VerifiableCredential

if TYPE_CHECKING:
    from .ob2 import Assertion, Endorsement

N = TypeVar("N", bound=Node)
_NOTHING = object()


def view_of(document: Document) -> VerifiableCredential | Assertion | Endorsement:
    """Return the typed view of a credential, or of an assertion or endorsement of 2.0 in its compacted form.

    Raises:
        InputError: the document is no credential (NOT_A_BADGE).
        LimitError: nested more deeply than parsed JSON can be.
    """
    kind = kind_of(document.data)
    if kind in (Kind.OB2_ASSERTION, Kind.OB2_ENDORSEMENT):
        from . import ob2  # its models take as long to build as those of 3.0

        if kind is Kind.OB2_ASSERTION:
            return view(ob2.Assertion, document.data)
        return view(ob2.Endorsement, document.data)
    pair = CLASSES.get(kind)
    cls = pair[is_version_1(document.data)] if pair else Node
    if not issubclass(cls, VerifiableCredential):
        raise InputError(
            f"this is {kind.value}, of which there is no view as a credential", code="NOT_A_BADGE"
        )
    return view(cls, document.data)


def view(cls: type[N], data: dict[str, Any]) -> N:
    """Return the view of an object, as `wire.strictjson` gives it, by a class, whether it conforms or not.

    Raises:
        LimitError: nested more deeply than parsed JSON can be.
    """
    try:
        return _view(cls, data)
    except RecursionError:
        raise LimitError("nested too deeply to be a parsed document") from None


def _view(cls: type[N], data: dict[str, Any]) -> N:
    members = {member.name: member for member in members_of(cls)}
    given: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in data.items():
        member = members.get(name)
        read = _NOTHING if member is None else _read(member, value)
        if member is None or read is _NOTHING:
            extra[name] = copy.deepcopy(value)
        else:
            given[member.attribute] = read
    absent = {m.attribute: () if m.plural else None for m in members.values() if m.attribute not in given}
    node = cls.model_construct(_fields_set=set(given), **given, **absent)
    object.__setattr__(node, "__pydantic_extra__", extra)
    return node


def _read(member: Member, value: Any) -> Any:
    """Return the typed value of a member, `_NOTHING` where it cannot be typed."""
    if member.plural is None:
        return _read_one(member, value)
    alone = not isinstance(value, list)
    items = [_read_one(member, item) for item in ([value] if alone else value)]
    if any(item is _NOTHING for item in items):
        return _NOTHING
    return One(items) if alone else tuple(items)


def _read_one(member: Member, value: Any) -> Any:
    classes = [kind for kind in member.kinds if not isinstance(kind, Value)]
    if isinstance(value, dict) and classes:
        return _view(classes[-1] if is_version_1(value) else classes[0], value)
    for kind in member.kinds:
        if isinstance(kind, Value) and kind.fault(value) is None:
            return typed(kind, value)
    return _NOTHING
