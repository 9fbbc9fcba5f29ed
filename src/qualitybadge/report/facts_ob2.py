"""What a person wants to read about a badge of Open Badges 2.0 or before; escapes nothing."""

from __future__ import annotations

from typing import Any

from ..model.document import Kind
from ..verify.result import Report

_MOST = 5
_OBJECTS = {
    Kind.OB2_ASSERTION: ("assertion", "badge", "issuer"),
    Kind.OB1_ASSERTION: ("assertion", "badge", "issuer"),
    Kind.OB2_BADGE_CLASS: ("badge", "issuer"),
    Kind.OB1_BADGE_CLASS: ("badge", "issuer"),
    Kind.OB2_ISSUER: ("issuer",),
    Kind.OB1_ISSUER: ("issuer",),
    Kind.OB2_ENDORSEMENT: ("endorsement", "issuer"),
    Kind.OB2_KEY: ("key", "issuer"),
    Kind.OB2_REVOCATION_LIST: ("list", "issuer"),
}
"""What the objects of a report are, in order: by what each was judged as, whatever it calls itself."""


def facts_of_2(report: Report) -> list[tuple[str, Any]]:
    """Return label and text of what the objects of a badge say: assertion, badge class and issuer."""
    objects = dict(zip(_OBJECTS.get(report.kind, ()), (one.data for one in report.graph), strict=False))
    badge, issuer = objects.get("badge", {}), objects.get("issuer", {})
    assertion = objects.get("assertion", {})
    return [*_award(badge, issuer, assertion), *_dates(assertion), ("Secured as", report.form)]


def _award(badge: dict[str, Any], issuer: dict[str, Any], assertion: dict[str, Any]) -> list[tuple[str, Any]]:
    criteria = badge.get("criteria")
    narrative = criteria.get("narrative") or criteria.get("id") if isinstance(criteria, dict) else criteria
    return [
        ("Badge", badge.get("name")),
        ("Description", badge.get("description")),
        ("Criteria", narrative),
        ("Issuer", issuer.get("name")),
        ("Issuer's id", issuer.get("id")),
        ("Recipient", _recipient(assertion.get("recipient"))),
        ("Narrative", assertion.get("narrative")),
        *_listed("Aligned with", badge.get("alignment"), ("targetName", "targetUrl")),
        *_listed("Evidence", assertion.get("evidence"), ("name", "id", "narrative")),
    ]


def _dates(assertion: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        ("Issued on", assertion.get("issuedOn")),
        ("Valid until", assertion.get("expires")),
        ("Badge id", assertion.get("id")),
    ]


def _recipient(identity: Any) -> str:
    if not isinstance(identity, dict):
        return ""
    if identity.get("hashed") is True:
        return f"{identity.get('type', 'identity')} (hashed)"
    return str(identity.get("identity", ""))


def _listed(label: str, value: Any, names: tuple[str, ...]) -> list[tuple[str, str]]:
    entries = value if isinstance(value, list) else [value]
    found = [(label, text) for text in (_said(entry, names) for entry in entries) if text]
    return found[:_MOST] + ([(label, f"and {len(found) - _MOST} more")] if len(found) > _MOST else [])


def _said(entry: Any, names: tuple[str, ...]) -> str:
    if isinstance(entry, str):
        return entry
    texts = [entry.get(name) for name in names] if isinstance(entry, dict) else []
    return next((text for text in texts if isinstance(text, str) and text), "")
