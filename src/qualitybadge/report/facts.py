"""What a person wants to read about a badge, as label and inert text; escapes nothing for any one format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..model.document import Kind
from ..outcome import Check, Outcome, Trust
from ..problems import SAYS_NOTHING
from ..verify.result import Report
from .facts_ob2 import facts_of_2
from .inert import inert

MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.UNKNOWN: "?", Outcome.SKIPPED: "-"}
_REMARKABLE = "!"
TRUST_WORDS = {
    Trust.ANCHORED: "the issuer stands in your trust store",
    Trust.DOMAIN: "the issuer's own domain published the key",
    Trust.SELF_ASSERTED: "known by its key alone; nobody vouches for who the issuer is",
    Trust.NONE: "nobody vouches for the key",
}
HOSTED_WORDS = TRUST_WORDS | {
    Trust.DOMAIN: "the issuer's own domain serves it",
    Trust.NONE: "nobody vouches for it",
}
# What the rows of a badge are called in another document.
_LABELS = {
    Kind.ENDORSEMENT: {
        "Badge": "Endorsement",
        "Issuer": "Endorser",
        "Issuer's id": "Endorser's id",
        "Recipient": "Endorses",
    },
    Kind.CLR: {"Badge": "Record", "Recipient": "Learner"},
    Kind.PRESENTATION: {"Credential id": "Presentation id"},
}
MOST = 5
"""Entries shown of each list; a stranger decides how many there are."""


def trust_words(report: Report) -> str:
    """Return what the trust means, in words about whoever signed: an issuer, or a presentation's holder."""
    by_place = report.kind.is_older and not report.form.startswith("JWS")
    words = (HOSTED_WORDS if by_place else TRUST_WORDS)[report.trust]
    return words.replace("issuer", "holder") if report.kind is Kind.PRESENTATION else words


def mark_of(check: Check) -> str:
    """Return the sign before a row: one that passed with something to be known has a sign of its own."""
    remarkable = check.outcome is Outcome.PASSED and check.problem is not None
    return _REMARKABLE if remarkable else MARKS[check.outcome]


def decides(check: Check) -> bool:
    """Return False for a row that found something and has no say; a skipped one needs no such remark."""
    return check.required or check.outcome is Outcome.SKIPPED


def as_policy(fields: Sequence[str]) -> str:
    """Return how a program accepts deviations."""
    return f"Policy({', '.join(f'{field}=True' for field in fields)})"


def advice_of(check: Check) -> str:
    """Return what to do about a row; "" where nothing is, or the advice would add nothing."""
    return "" if check.problem is None or check.advice in SAYS_NOTHING else inert(check.advice)


def facts_of(report: Report) -> list[tuple[str, str]]:
    """Return label and text of what the verified document says; empty unless a proof passed."""
    if report.kind.is_older:
        return _worded(facts_of_2(report)) if report.proved else []
    data = report.to_dict()["credential"]
    if not isinstance(data, dict):
        return []
    rows = [*_award(data), *_details(data), *_envelope(data), ("Secured as", report.form)]
    labels = _LABELS.get(report.kind, {})
    return _worded([(labels.get(label, label), value) for label, value in rows])


def _worded(rows: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Return the rows that have a text, with the texts inert."""
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
        ("Issuer's id", _id_of(issuer)),
        ("Holder", _id_of(data.get("holder"))),
        ("Recipient", subject.get("id") or _identities(subject.get("identifier"))),
        ("Comment", subject.get("endorsementComment")),
    ]


def _details(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return how well it was achieved, for how much, and what it compares with."""
    subject = _object(data.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    described = _by_id(achievement.get("resultDescription"))
    return [
        ("Narrative", subject.get("narrative")),
        *_listed("Result", subject.get("result"), lambda result: _result(result, described)),
        ("Credits earned", _text(subject.get("creditsEarned"))),
        ("Credits available", _text(achievement.get("creditsAvailable"))),
        *_listed("Aligned with", achievement.get("alignment"), _alignment),
    ]


def _envelope(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return what belongs to this credential rather than to the achievement."""
    return [
        *_listed("Evidence", data.get("evidence"), _evidence),
        ("Awarded", data.get("awardedDate")),
        ("Valid from", data.get("validFrom") or data.get("issuanceDate")),
        ("Valid until", data.get("validUntil") or data.get("expirationDate")),
        ("Credential id", data.get("id")),
    ]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _id_of(value: Any) -> Any:
    return value if isinstance(value, str) else _object(value).get("id")


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


def _listed(label: str, value: Any, say: Callable[[dict[str, Any]], str]) -> list[tuple[str, str]]:
    """Return one row for each entry, and one for those beyond the bound."""
    entries = [entry for entry in _objects(value) if entry]
    rows = [(label, say(entry)) for entry in entries[:MOST]]
    return rows + ([(label, f"and {len(entries) - MOST} more")] if len(entries) > MOST else [])


def _result(result: dict[str, Any], described: dict[str, dict[str, Any]]) -> str:
    """Return a Result by the name of its description, where the achievement has that (OB 3.0 §B, Result)."""
    description = _named(described, result.get("resultDescription"))
    levels = _by_id(description.get("rubricCriterionLevel"))
    level = _named(levels, result.get("achievedLevel"))
    value = _text(result.get("value"))
    most = _text(description.get("valueMax")) if value else ""
    reached = f"{value} of {most}" if most else value
    found = ", ".join(filter(None, (reached, _text(level.get("name")), _text(result.get("status")))))
    return ": ".join(filter(None, (_text(description.get("name")), found)))


def _alignment(alignment: dict[str, Any]) -> str:
    name = _text(alignment.get("targetName")) or _text(alignment.get("targetUrl"))
    place = ", ".join(filter(None, (_text(alignment.get(key)) for key in ("targetFramework", "targetCode"))))
    return f"{name} ({place})" if place else name


def _evidence(evidence: dict[str, Any]) -> str:
    name, address = _text(evidence.get("name")), _text(evidence.get("id"))
    head = f"{name} ({address})" if name and address else name or address
    narrative = _text(evidence.get("narrative")) or _text(evidence.get("description"))
    return ": ".join(filter(None, (head, narrative)))


def _by_id(value: Any) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in _objects(value) if isinstance(entry.get("id"), str)}


def _named(entries: dict[str, dict[str, Any]], name: Any) -> dict[str, Any]:
    return entries.get(name, {}) if isinstance(name, str) else {}


def _text(value: Any) -> str:
    """Return a text or a number as text, "" for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""
