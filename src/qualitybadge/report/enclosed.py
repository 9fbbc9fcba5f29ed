"""The documents inside a document, each with its own verdict: what all pages show of them; draws nothing."""

from __future__ import annotations

from typing import NamedTuple

from ..model.document import Kind
from ..outcome import Verdict
from ..verify.result import Report
from .facts import facts_of, trust_words
from .headline import reason
from .inert import inert

SIGNS = {Verdict.VALID: "✓", Verdict.INVALID: "✗", Verdict.INDETERMINATE: "?"}
MOST = 20
"""Entries shown of one group; the JSON report has them all."""

_MEMBERS = {
    Kind.CLR: "Credentials in this record",
    Kind.PRESENTATION: "Credentials in this presentation",
}


class Entry(NamedTuple):
    """One document inside another, in words; every one of them is inert.

    Attributes:
        verdict: of this document alone.
        kind: what it is.
        about: label and text of what it says; empty unless a proof passed.
        trust: whose word its key is.
        trust_words: the same as a sentence.
        reason: why it is not VALID; "" where it is.
        note: what else a reader must know, such as that somebody endorses himself; "" for nothing.
        pointer: where it stands.
        groups: the documents inside this one.
    """

    verdict: Verdict
    kind: str
    about: list[tuple[str, str]]
    trust: str
    trust_words: str
    reason: str
    note: str
    pointer: str
    groups: list[Group]


class Group(NamedTuple):
    """Documents that stand in the same relation to the one around them.

    Attributes:
        title: the relation.
        entries: at most `MOST` of them.
        more: number of those that are not shown.
    """

    title: str
    entries: list[Entry]
    more: int


_SHOWN = frozenset(
    {"Badge", "Comment", "Endorsement", "Endorser", "Endorser's id", "Issuer", "Issuer's id", "Learner"}
    | {"Record", "Recipient", "Valid from", "Valid until"}
)


def groups_of(report: Report) -> list[Group]:
    """Return the endorsements and the enclosed credentials of a report, those that there are."""
    named = (
        ("Endorsements", report.endorsements),
        (_MEMBERS.get(report.kind, "Credentials inside"), report.members),
    )
    return [
        Group(title, [_entry(inner) for inner in reports[:MOST]], max(len(reports) - MOST, 0))
        for title, reports in named
        if reports
    ]


def _shown(report: Report) -> frozenset[str]:
    """Praise that does not count is not repeated."""
    return _SHOWN - {"Comment"} if report.verdict is Verdict.INVALID else _SHOWN


def _entry(report: Report) -> Entry:
    return Entry(
        verdict=report.verdict,
        kind=report.kind.value,
        about=[(label, value) for label, value in facts_of(report) if label in _shown(report)],
        trust=report.trust.value,
        trust_words=trust_words(report),
        reason=reason(report),
        note=next((inert(row.message) for row in report.checks if row.id == "endorser"), ""),
        pointer=inert(report.pointer),
        groups=groups_of(report),
    )
