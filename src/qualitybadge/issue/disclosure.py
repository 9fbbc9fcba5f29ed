"""What of a badge stays disclosed whatever its holder chooses, and the part that a holder hands out.

The data model decides what no badge can do without, the proof room takes documents apart; verifies nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..conformance import conformance_errors
from ..errors import IssueError
from ..jsonld import PINNED, Contexts
from ..model.classtable import Member, Shape, class_table
from ..model.document import is_version_1, kind_of
from ..proofs.sdframe import KEPT, Tree, pointer_of, tree_of
from ..proofs.selective import derive

# Beyond what the model requires: what ends or limits a badge, which nobody may hide, and its name.
_ALWAYS = ("name", "validUntil", "expirationDate", "credentialStatus", "termsOfUse")
_ISSUER_NAME = ("issuer", "name")
_EVERYTHING = ("",)
# Whose members mean nothing apart: a hash without its salt fits nobody.
_UNDIVIDED = frozenset({"IdentityObject"})

Place = tuple[str | int, ...]


def always_disclosed(credential: Mapping[str, Any], further: Sequence[str] = ()) -> tuple[str, ...]:
    """Return JSON pointers to what every part of the credential has to show (OB 3.0 §B).

    That is what the data model requires, the credential's name and its issuer's, the end of validity, the
    status and the terms of use, wherever the credential has them; then whatever is asked for.
    """
    data = dict(credential)
    row = class_table().documents.get(kind_of(data).name)
    required = [] if row is None else [*_lacking(row[is_version_1(data)], data, {}, ())]
    issuer = data.get("issuer")
    if isinstance(issuer, dict) and "name" in issuer:
        required.append(_ISSUER_NAME)
    required += [(name,) for name in _ALWAYS if name in data]
    return tuple(dict.fromkeys([*map(pointer_of, required), *further]))


def disclosed(
    base: Mapping[str, Any], pointers: Iterable[str], *, contexts: Contexts = PINNED
) -> dict[str, Any]:
    """Return the part of a document with a base proof that the pointers select, with its derived proof.

    What the data model requires of an object comes with any part of it.

    Raises:
        IssueError: the part would not conform to the data model, though the whole does.
        InputError, LimitError, UnsupportedError: as `qualitybadge.proofs.selective.derive`.
    """
    chosen = tuple(pointers)
    data = {name: value for name, value in base.items() if name != "proof"}
    tree = tree_of(chosen)
    row = class_table().documents.get(kind_of(data).name)
    if row is not None and tree is not None:
        shape = row[is_version_1(data)]
        chosen += tuple(pointer_of(place) for place in _lacking(shape, data, tree, ()))
    document = derive(base, chosen, contexts=contexts)
    findings = conformance_errors(document)
    if findings and not conformance_errors(data):
        raise IssueError(
            f"with no more than this the badge would not conform: {findings[0].message}",
            code=findings[0].code,
            pointer=findings[0].pointer,
            hint="disclose what that needs as well",
            spec=findings[0].spec,
        )
    return document


def with_whole(
    document: Mapping[str, Any], base: Mapping[str, Any], *, contexts: Contexts = PINNED
) -> dict[str, Any]:
    """Return the document, whose proofs stay, with the proof derived for all of it.

    Raises:
        InputError, LimitError, UnsupportedError: as `qualitybadge.proofs.selective.derive`.
    """
    derived = derive(base, _EVERYTHING, contexts=contexts)["proof"]
    if "proof" not in document:
        return {**document, "proof": derived}
    earlier = document["proof"]
    return {**document, "proof": [*(earlier if isinstance(earlier, list) else [earlier]), derived]}


def _lacking(shape: Shape, data: dict[str, Any], tree: dict[str, Tree], at: Place) -> Iterator[Place]:
    """Yield what an object of a class requires beside what is selected of it."""
    needed = shape.required
    if shape.name == "AchievementSubject" and "id" not in data:
        needed = [*needed, "identifier"]  # or nobody could tell whose badge it is
    for name in needed:
        if name in data and name not in tree and name not in KEPT:
            yield from _least(shape.members[name], data[name], (*at, name))
    for name, below in tree.items():
        if name in shape.members and below is not None:
            yield from _inside(shape.members[name], data.get(name), below, (*at, name))


def _inside(member: Member, value: Any, tree: dict[str, Tree], at: Place) -> Iterator[Place]:
    """Yield what the objects lack that a member holds, as far as they are selected in part."""
    if isinstance(value, list):
        items = {str(index): item for index, item in enumerate(value)}
        parts = [((*at, step), items[step], below) for step, below in tree.items() if step in items]
    else:
        parts = [(at, value, tree)]
    for place, item, below in parts:
        shape = _class_of(member, item)
        if shape is not None and below is not None:
            yield from [place] if shape.name in _UNDIVIDED else _lacking(shape, item, below, place)


def _least(member: Member, value: Any, at: Place) -> Iterator[Place]:
    """Yield the least of a required member that the data model accepts."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _least(member, item, (*at, index))
        return
    shape = _class_of(member, value)
    if shape is None or shape.name in _UNDIVIDED:
        yield at
        return
    named = [(*at, name) for name in KEPT if name in shape.required and name in value]
    yield from [*_lacking(shape, value, {}, at)] or named[:1] or [at]


def _class_of(member: Member, value: Any) -> Shape | None:
    """Return the class of an object; None for any other value, and for a document of its own inside."""
    if not isinstance(value, dict) or "@context" in value:
        return None
    return member.class_of(value)
