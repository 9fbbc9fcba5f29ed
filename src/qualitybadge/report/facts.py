"""What a person wants to read about a badge, as label and inert text; escapes nothing for any one format."""

from __future__ import annotations

from typing import Any

from ..outcome import Check, Outcome, Trust, Verdict
from ..verify.result import Report
from .inert import inert

MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.UNKNOWN: "?", Outcome.SKIPPED: "-"}
VERDICT_WORDS = {
    Verdict.VALID: "authentic: signed by the issuer's key and unaltered",
    Verdict.INVALID: "not authentic, or no longer valid: do not accept it",
    Verdict.INDETERMINATE: "could not be determined: neither accepted nor refused",
}
TRUST_WORDS = {
    Trust.ANCHORED: "the issuer stands in your trust store",
    Trust.DOMAIN: "the issuer's own domain published the key",
    Trust.SELF_ASSERTED: "known by its key alone; nobody vouches for who the issuer is",
    Trust.NONE: "nobody vouches for the key",
}


def decides(check: Check) -> bool:
    """Return False for a row that found something and has no say; a skipped one needs no such remark."""
    return check.required or check.outcome is Outcome.SKIPPED


def facts_of(report: Report) -> list[tuple[str, str]]:
    """Return label and text of what the verified document says; empty unless a proof passed."""
    data = report.to_dict()["credential"]
    if not isinstance(data, dict):
        return []
    rows = [*_award(data), *_envelope(data), ("Secured as", report.form)]
    return [(label, inert(value)) for label, value in rows if isinstance(value, str) and value]


def _award(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return what was achieved, and who says so about whom."""
    subject = _object(data.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    criteria = _object(achievement.get("criteria"))
    issuer = data.get("issuer")
    return [
        ("Badge", achievement.get("name") or data.get("name")),
        ("Kind of achievement", achievement.get("achievementType")),
        ("Description", achievement.get("description") or data.get("description")),
        ("Criteria", criteria.get("narrative") or criteria.get("id")),
        ("Issuer", _object(issuer).get("name")),
        ("Issuer's id", issuer if isinstance(issuer, str) else _object(issuer).get("id")),
        ("Recipient", subject.get("id") or _identities(subject.get("identifier"))),
    ]


def _envelope(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return what belongs to this credential rather than to the achievement."""
    return [
        ("Evidence", _addresses(data.get("evidence"))),
        ("Awarded", data.get("awardedDate")),
        ("Valid from", data.get("validFrom") or data.get("issuanceDate")),
        ("Valid until", data.get("validUntil") or data.get("expirationDate")),
        ("Credential id", data.get("id")),
    ]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [_object(entry) for entry in (value if isinstance(value, list) else [value])]


def _identities(value: Any) -> str:
    return ", ".join(
        f"{entry.get('identityType', 'identity')} (hashed)"
        if entry.get("hashed")
        else str(entry.get("identityHash"))
        for entry in _objects(value)
        if entry
    )


def _addresses(value: Any) -> str:
    return ", ".join(str(entry["id"]) for entry in _objects(value) if entry.get("id"))
