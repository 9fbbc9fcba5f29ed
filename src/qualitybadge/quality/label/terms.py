"""What may be said of one label beyond its record, each within what the scheme allows; signs nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from ...errors import IssueError
from ...issue.badge import Badge
from .credential import end_of
from .facts import ALL_BADGES, is_label

if TYPE_CHECKING:
    from .scheme import LabelScheme

_LATEST_START = timedelta(days=366)
_COMMENT = "Evaluated by the scheme {name}, version {version}."


class AwardTerms(TypedDict, total=False):
    """What may be said of one label beyond its record; all optional."""

    id: str
    """URI of the label; made from log and decision unless given, so that one decision makes one label."""
    scope: str | Sequence[str]
    """``all-badges`` (default), or the ids of the achievements that the label covers."""
    comment: str
    """What the authority says of the holder, in Markdown."""
    valid_from: datetime
    """When it begins to hold, aware, at most a year from now; the clock's time unless given."""
    valid_until: datetime
    """When it ends, aware; not later than the scheme allows, which is the default."""
    catalogue: tuple[str, str]
    """Id and version of the rule set; the built-in one unless given."""
    proof: str | tuple[str, ...] | None
    """As for `Issuer.issue`."""


def require_terms(terms: AwardTerms) -> None:
    """Refuse terms that there are not.

    Raises:
        TypeError: one of them is unknown.
    """
    unknown = set(terms) - set(AwardTerms.__annotations__)
    if unknown:
        raise TypeError(f"there is nothing named {min(unknown)!r} to say about an award")


def terms_of(terms: AwardTerms, scheme: LabelScheme, seed: str, *, now: datetime) -> dict[str, Any]:
    """Return what the label says beyond its record; `seed` makes its id, the same each time.

    Raises:
        IssueError: the label would end later than the scheme allows, or a value has not its form.
    """
    start = _start(terms, now)
    scope = terms.get("scope", ALL_BADGES)
    covered = (scope,) if isinstance(scope, str) else tuple(scope)
    if not covered or not all(one == ALL_BADGES or ":" in one for one in covered):
        raise IssueError(f"the scope is {ALL_BADGES} or the ids of achievements", code="USAGE")
    return {
        "id": terms.get("id") or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}",
        "start": start,
        "end": _end(scheme, start, terms.get("valid_until")),
        "scope": covered,
        "comment": terms.get("comment") or _COMMENT.format(name=scheme.name, version=scheme.version),
        "catalogue": terms.get("catalogue") or _built_in_catalogue(),
    }


def _start(terms: AwardTerms, now: datetime) -> datetime:
    start = _moment(terms.get("valid_from") or now, "valid_from")
    if start - now > _LATEST_START:
        raise IssueError(
            "the label would begin more than a year from now", code="RANGE", pointer="/validFrom"
        )
    return start


def _end(scheme: LabelScheme, start: datetime, asked: datetime | None) -> datetime:
    years = scheme.validity_years
    last = end_of(start, years) if years is not None else None
    if asked is None and last is None:
        raise IssueError(
            "the scheme does not say how long its label holds", code="USAGE", hint="name its end"
        )
    end = _moment(asked or last, "valid_until")
    if end <= start or (last is not None and end > last):
        allowed = f"within the {years} years of the scheme" if years is not None else "after it begins"
        raise IssueError(f"the label would not end {allowed}", code="RANGE", pointer="/validUntil")
    return end


def own_label(label: Any, authority: str, scheme: str) -> dict[str, Any]:
    """Return the credential of a label of this authority and scheme.

    Raises:
        IssueError: it is no label, or another authority's or scheme's.
    """
    data = label.credential if isinstance(label, Badge) else label
    subject = data.get("credentialSubject") if isinstance(data, Mapping) and is_label(data) else None
    if not isinstance(data, Mapping) or not isinstance(subject, Mapping):
        raise IssueError("this is no label", code="LABEL_FORM", hint="pass the label as it was awarded")
    issuer, named = data.get("issuer"), subject.get("labelScheme")
    who = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    if who != authority or not isinstance(named, Mapping) or named.get("id") != scheme:
        raise IssueError("the label is of another authority or scheme", code="CONTROLLER_MISMATCH")
    return dict(data)


def _moment(value: object, name: str) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise IssueError(f"{name} is no aware datetime", code="USAGE")
    return value.replace(microsecond=0)


def _built_in_catalogue() -> tuple[str, str]:
    from ..ruleset import built_in

    ruleset = built_in()
    return ruleset.id, ruleset.version
