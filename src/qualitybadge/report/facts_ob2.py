"""What a person wants to read about a badge of Open Badges 2.0 or before; escapes nothing."""

from __future__ import annotations

from typing import Any

from ..verify.result import Report

_MOST = 5


def facts_of_2(report: Report) -> list[tuple[str, Any]]:
    """Return label and text of what the objects of a badge say: assertion, badge class and issuer."""
    by_type = {_type(document.data): document.data for document in report.graph}
    badge = by_type.get("BadgeClass", {})
    issuer = by_type.get("Issuer") or by_type.get("Profile") or {}
    assertion = by_type.get("Assertion", {})
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


def _type(data: dict[str, Any]) -> str:
    types = data.get("type")
    words = types if isinstance(types, list) else [types]
    return next((word for word in ("Assertion", "BadgeClass", "Issuer", "Profile") if word in words), "")
