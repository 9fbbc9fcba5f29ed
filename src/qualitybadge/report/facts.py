"""What a person wants to read about a badge, as label and inert text; escapes nothing for any one format.

Everything here was written by a stranger: control and direction characters are made visible, so that no
format can be tricked into showing something else (Trojan Source, terminal escapes).
"""

from __future__ import annotations

import unicodedata
from typing import Any

from ..outcome import Outcome, Trust, Verdict
from ..verify.result import Report

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
_LONGEST = 300


def inert(value: Any) -> str:
    """Return text with control, format and surrogate characters made visible, cut at 300 characters."""
    text = value if isinstance(value, str) else str(value)
    if not text.isprintable():
        text = "".join(map(_visible, text))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _visible(character: str) -> str:
    if character in "\n\t":
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"\\u{{{ord(character):x}}}"
    return character


def facts_of(report: Report) -> list[tuple[str, str]]:
    """Return label and text of what the verified document says; empty unless a proof passed."""
    data = report.to_dict()["credential"]
    if not isinstance(data, dict):
        return []
    subject = _object(data.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    issuer = data.get("issuer")
    rows = [
        ("Badge", achievement.get("name") or data.get("name")),
        ("Kind of achievement", achievement.get("achievementType")),
        ("Description", achievement.get("description") or data.get("description")),
        ("Criteria", _object(achievement.get("criteria")).get("narrative")),
        ("Issuer", _object(issuer).get("name")),
        ("Issuer's id", issuer if isinstance(issuer, str) else _object(issuer).get("id")),
        ("Recipient", subject.get("id") or _identities(subject.get("identifier"))),
        ("Awarded", data.get("awardedDate")),
        ("Valid from", data.get("validFrom") or data.get("issuanceDate")),
        ("Valid until", data.get("validUntil") or data.get("expirationDate")),
        ("Credential id", data.get("id")),
        ("Secured as", report.form),
    ]
    return [(label, inert(value)) for label, value in rows if isinstance(value, str) and value]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _identities(value: Any) -> str:
    entries = [_object(entry) for entry in (value if isinstance(value, list) else [])]
    return ", ".join(
        f"{entry.get('identityType', 'identity')} (hashed)"
        if entry.get("hashed")
        else str(entry.get("identityHash"))
        for entry in entries
    )
