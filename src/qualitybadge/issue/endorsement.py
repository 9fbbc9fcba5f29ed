"""Build the unsigned endorsement of a badge, achievement or profile, and place signed ones; signs nothing.

An endorsement speaks of one thing by its id, so it says nothing of what that thing will become.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypedDict, get_args

from ..errors import IssueError, QualityBadgeError
from ..model.document import Kind, kind_of
from ..model.equality import same_id
from ..outcome import Verdict
from ..proofs import jws, vcjwt
from ..verify.endorsements import attached, subject_of
from ..verify.result import Report
from .badge import Badge
from .draft import OB_CONTEXT, VC_CONTEXT, complete, further_contexts, plain
from .usage import require_details, require_object

Part = Literal["credential", "achievement", "issuer"]

_CREDENTIALS = frozenset({Kind.BADGE, Kind.CLR, Kind.ENDORSEMENT, Kind.CREDENTIAL})
_SAY = "say in Markdown what you speak for, and why"
_PART_OF: Mapping[Kind, Part] = {Kind.ACHIEVEMENT: "achievement", Kind.PROFILE: "issuer"}


class EndorsementDetails(TypedDict, total=False):
    """Everything about an endorsement beyond what is endorsed and the comment; all optional."""

    id: str
    """URI of the endorsement; a fresh ``urn:uuid`` unless given."""
    name: str
    """Name of the endorsement; made from the name of what is endorsed unless given."""
    description: str
    """What it is about, in a few words."""
    valid_from: datetime
    """Start of validity; the clock's time unless given."""
    valid_until: datetime
    """End of validity; without it the endorsement does not expire."""
    awarded_date: datetime
    """When it was given, if that was before validity starts."""
    credential_status: Any
    """Where its revocation can be looked up: an object with ``id`` and ``type``, or several."""
    credential_schema: Any
    """JSON Schemas that it follows: objects with ``id`` and ``type``."""
    refresh_service: Any
    """Where a current copy can be had: an object with ``id`` and ``type``."""
    terms_of_use: Any
    """Terms under which it is given: objects with ``type``."""
    members: Mapping[str, Any]
    """Further top-level members; their terms must be defined by `contexts`."""
    contexts: list[str]
    """Further JSON-LD contexts, after those of VC and Open Badges."""


_MEMBERS = {
    "description": "description",
    "awarded_date": "awardedDate",
    "credential_status": "credentialStatus",
    "credential_schema": "credentialSchema",
    "refresh_service": "refreshService",
    "terms_of_use": "termsOfUse",
}


class Endorsed(NamedTuple):
    """What an endorsement speaks of: its id, and what to call it."""

    id: str
    name: str


def build(
    profile: Mapping[str, Any], target: Endorsed, comment: str, details: EndorsementDetails, *, now: datetime
) -> dict[str, Any]:
    """Return the unsigned endorsement (OB 3.0 §B, EndorsementCredential, VC-DM 2.0).

    Raises:
        IssueError: the comment is empty, a detail is unknown or has not its form, or a value cannot be
            written as JSON.
        TypeError: the comment is no text.
    """
    if not isinstance(comment, str):
        raise TypeError(f"comment must be a text (Markdown), not {type(comment).__name__}")
    if not comment.strip():
        raise IssueError("the comment is empty: an endorsement says something", code="USAGE", hint=_SAY)
    require_details(details, EndorsementDetails.__annotations__)
    until = details.get("valid_until")
    subject = {"id": target.id, "type": ["EndorsementSubject"], "endorsementComment": comment}
    credential: dict[str, Any] = {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "id": details.get("id") or f"urn:uuid:{uuid.uuid4()}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": details.get("name") or f"Endorsement of {target.name}",
        "issuer": plain(profile),
        # A token's dates have whole seconds; the credential must not say more than the token can.
        "validFrom": (details.get("valid_from") or now).replace(microsecond=0),
        "validUntil": until.replace(microsecond=0) if isinstance(until, datetime) else until,
        **{member: plain(details.get(name)) for name, member in _MEMBERS.items()},
        "credentialSubject": subject,
        **plain(details.get("members", {})),
    }
    finished: dict[str, Any] = complete(credential)
    finished["@context"] += further_contexts(finished, details.get("contexts", []))
    return finished


def endorsed(target: object, of: Part | None = None) -> Endorsed:
    """Return what is to be endorsed: a whole document, or the part of a credential that `of` names.

    Args:
        target: a `Badge`, a `Report` that is VALID, a credential, Achievement or Profile as a mapping or
            model, or the id of one as text.
        of: ``credential``, ``achievement`` or ``issuer``; None: the document itself.

    Raises:
        IssueError: the report is not VALID, the document has no such part, or that has no id.
        TypeError: the target is of a type that names nothing.
    """
    if of is not None and of not in get_args(Part):
        raise IssueError(
            f"of is credential, achievement or issuer, not {of!r}", code="USAGE", hint="name one of the three"
        )
    if isinstance(target, str):
        return _named(target, of or "credential")
    data = _document(target)
    kind = assumed_kind(data)
    if kind in _CREDENTIALS:
        return _identified(_part(data, of or "credential"), of or "credential")
    part = _PART_OF.get(kind, of or "credential")
    if of not in (None, part):
        raise IssueError(f"this is {kind.value}, which is no {of}", code="USAGE", hint="leave `of` out")
    return _identified(data, part)


def assumed_kind(data: Mapping[str, Any]) -> Kind:
    """Return what a document is; one that does not say so and is not signed, by the members that it has."""
    if not {"type", "@context", "proof"}.isdisjoint(data):
        return kind_of(data)
    if "criteria" in data:
        return Kind.ACHIEVEMENT
    return Kind.PROFILE if "name" in data and "credentialSubject" not in data else kind_of(data)


def _named(name: str, part: Part) -> Endorsed:
    if ":" not in name or name.lstrip()[:1] in ("{", "["):
        raise IssueError(
            f"{name[:60]!r} is no id, for an id is a URI",
            code="USAGE",
            hint="pass the id, the document itself, or the report of its verification",
        )
    return Endorsed(name, f"{'an' if part != 'credential' else 'a'} {part}")


def _document(target: object) -> dict[str, Any]:
    if isinstance(target, Badge):
        return target.credential
    if isinstance(target, Report):
        if target.verdict is not Verdict.VALID or target.document is None:
            raise IssueError(
                f"what is not VALID is not endorsed: {target.summary}",
                code="NOT_VALID",
                hint="endorse what you verified; pass its id if you mean to endorse it all the same",
            )
        return target.document.data
    require_object(target, "target", "pass a Badge, a Report, a credential, Achievement, Profile or an id")
    data: dict[str, Any] = plain(target)
    return data


def _part(data: dict[str, Any], of: Part) -> Any:
    if of == "credential":
        return data
    if of == "issuer":
        return data.get("issuer")
    subject = data.get("credentialSubject")
    return subject.get("achievement") if isinstance(subject, dict) else None


def _identified(value: Any, part: Part) -> Endorsed:
    identity, said = value, None
    if isinstance(value, dict):
        identity, said = value.get("id"), value.get("name") or _achievement_name(value)
    if not isinstance(identity, str) or not identity:
        raise IssueError(
            f"the {part} has no id, so no endorsement could say that it is meant",
            pointer="/credentialSubject/id",
            hint="give it an id first",
        )
    return Endorsed(identity, said) if isinstance(said, str) and said else _named(identity, part)


def _achievement_name(data: dict[str, Any]) -> Any:
    achievement = _part(data, "achievement")
    return achievement.get("name") if isinstance(achievement, dict) else None


def misplaced(credential: dict[str, Any]) -> list[IssueError]:
    """Return an error for each endorsement in a credential that speaks of something else (OB 3.0 §B)."""
    return [
        IssueError(
            f"the endorsement does not speak of the {one.name} that it is attached to",
            code="ENDORSEMENT_SUBJECT",
            pointer=one.pointer,
            hint="attach it to what its credentialSubject names",
        )
        for one in attached(credential)
        if not same_id(_spoken_of(one.value), one.entity.get("id"))
    ]


def _spoken_of(value: Any) -> object:
    if isinstance(value, dict):
        return subject_of(value)
    try:
        return subject_of(vcjwt.read(jws.parse(value)).document) if isinstance(value, str) else None
    except QualityBadgeError:
        return None
