"""What a person wants to read about a label, as name and inert text, for every page. Judges nothing."""

from __future__ import annotations

from typing import NamedTuple

from ..outcome import Check, Outcome, Verdict
from ..problems import SAYS_NOTHING
from ..quality.label.report import LabelReport, LabelState
from .facts import mark_of
from .inert import inert

SIGNS = {LabelState.LABELLED: "✓", LabelState.LAPSED: "!", LabelState.NOT_CHECKED: "?", LabelState.NONE: "-"}
TONES = {
    LabelState.LABELLED: "good",
    LabelState.LAPSED: "open",
    LabelState.NOT_CHECKED: "open",
    LabelState.NONE: "open",
}
APART = "The badge itself is judged apart; no label changes its verdict."

_BADGE = {
    Verdict.VALID: "the badge is VALID",
    Verdict.INVALID: "the badge is INVALID",
    Verdict.INDETERMINATE: "the badge could not be determined",
}
_UNSAID = "said by nobody who was verified"


class LabelRow(NamedTuple):
    """One step, ready to be shown: its sign, name, what was found, where, and what to do."""

    sign: str
    outcome: str
    id: str
    message: str
    pointer: str
    code: str
    advice: str
    decides: bool


def headline(report: LabelReport) -> str:
    """Return the state and what it means."""
    return f"{report.state.value}: {report.words}"


def facts_of(report: LabelReport) -> list[tuple[str, str]]:
    """Return what the label says; marked where nobody vouches that it does."""
    facts = report.facts
    rows = [("Badge", _BADGE[report.badge])]
    if facts is None:
        return rows
    scheme = " ".join(filter(None, (facts.scheme_name, facts.scheme_version)))
    rows += [
        ("Label", scheme),
        ("Scheme", facts.scheme),
        ("Awarded by", " ".join(filter(None, (facts.authority_name, facts.authority)))),
        ("Held by", facts.subject),
        ("Covers", ", ".join(facts.scope)),
        ("Holds", f"{facts.start} to {facts.end}" if facts.start or facts.end else ""),
        ("Rule set", " ".join(filter(None, (facts.catalogue, facts.catalogue_version)))),
        ("Label id", facts.id),
    ]
    proved = any(row.id == "proof" and row.outcome is Outcome.PASSED for row in report.checks)
    mark = "" if proved else f" ({_UNSAID})"
    return [rows[0], *((name, inert(text) + mark) for name, text in rows[1:] if text)]


def rows_of(report: LabelReport) -> list[LabelRow]:
    """Return the steps in order."""
    return [_row(check) for check in report.checks]


def _row(check: Check) -> LabelRow:
    return LabelRow(
        sign=mark_of(check),
        outcome=check.outcome.value,
        id=check.id,
        message=inert(check.message),
        pointer=inert(check.pointer),
        code=check.code,
        advice="" if check.advice in SAYS_NOTHING else inert(check.advice),
        decides=check.required,
    )
