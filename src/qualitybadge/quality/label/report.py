"""What became of a label beside a badge: a state, and a row for each step. Changes no report of a badge."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ...outcome import Check, Outcome, Verdict
from ...wire import timestamps

if TYPE_CHECKING:
    from ...verify.result import Report
    from .facts import LabelFacts

SCHEMA_ID = "https://qualitybadge.example/schemas/quality/label-report/1.json"


class LabelState(enum.Enum):
    """What a label is worth for one badge; the first that fits one of several labels is theirs together."""

    LABELLED = "labelled"
    LAPSED = "labelled-at-issue-but-lapsed"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    UNTRUSTED = "untrusted-label-issuer"
    UNVERIFIABLE = "unverifiable"
    NOT_CHECKED = "not-checked"
    NONE = "none"


_WORDS = {
    LabelState.LABELLED: "the issuer held the label when it awarded the badge, and holds it now",
    LabelState.LAPSED: "the issuer held the label when it awarded the badge; the label has ended since",
    LabelState.SUSPENDED: "the authority suspended the label for the time being",
    LabelState.REVOKED: "the authority revoked the label",
    LabelState.UNTRUSTED: "the label is of somebody whom you did not name as trusted for it",
    LabelState.UNVERIFIABLE: "there is a label, and it does not hold for this badge",
    LabelState.NOT_CHECKED: "whether there is a label that holds could not be checked",
    LabelState.NONE: "no label was given, and the badge names none",
}

_ENDINGS = {"EXPIRED": LabelState.LAPSED, "REVOKED": LabelState.REVOKED, "SUSPENDED": LabelState.SUSPENDED}
_TERMS = frozenset({"trusted", "terms", "independent"})
_OPEN = frozenset({Outcome.UNKNOWN, Outcome.SKIPPED})


@dataclass(frozen=True, slots=True)
class LabelReport:
    """What a label says of the issuer of one badge, and whether that holds.

    A report is not a yes: ``bool(report)`` raises TypeError. Compare `state`.

    Attributes:
        state: what the label is worth for this badge.
        checks: a row for each step, in order.
        verified_at: the clock's time, UTC.
        badge: the badge's own verdict, which no label changes.
        facts: what the label says of itself; None where nothing was read. Nobody vouches for it unless the
            row ``proof`` passed.
        report: the report of the label credential; None where there was none to verify.
        others: reports of further labels, where several were given.
    """

    state: LabelState
    checks: tuple[Check, ...]
    verified_at: datetime
    badge: Verdict
    facts: LabelFacts | None = None
    report: Report | None = None
    others: tuple[LabelReport, ...] = ()

    def __bool__(self) -> bool:
        raise TypeError("a report is not a yes: compare report.state with LabelState.LABELLED")

    @property
    def reason(self) -> str:
        """Why it is not labelled, in the words of the row that decided; "" where it is."""
        row = deciding(self.checks)
        return row.message if row is not None else ""

    @property
    def summary(self) -> str:
        """One line for a person."""
        why = f"; {self.reason}" if self.reason else ""
        return f"{self.state.value}: {_WORDS[self.state]}{why}"

    @property
    def words(self) -> str:
        """The state in a sentence."""
        return _WORDS[self.state]

    def __repr__(self) -> str:
        """Return the summary, not every row."""
        return f"<LabelReport {ascii(self.summary[:300])[1:-1]}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON data."""
        facts = self.facts
        return {
            "schema": SCHEMA_ID,
            "state": self.state.value,
            "summary": self.summary,
            "verifiedAt": timestamps.render(self.verified_at),
            "badge": self.badge.value,
            "label": None if facts is None else _label_dict(facts),
            "checks": [_row_dict(row) for row in self.checks],
            "others": [other.to_dict() for other in self.others],
        }

    def to_json(self) -> str:
        """Return `to_dict()` as indented JSON text; the same input gives the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def _repr_html_(self) -> str:
        # Rendering is a room above this one: the package's face knows the way to it.
        import qualitybadge

        return qualitybadge.render(self, "html-fragment")


def deciding(rows: tuple[Check, ...]) -> Check | None:
    """Return the row that keeps a label from counting; None where none does.

    What failed decides before what could not be determined, in the order of the steps. That the label has
    expired decides last: whoever held it once did, if everything else is as it should be.
    """
    failures = [row for row in rows if row.required and row.outcome is Outcome.FAILED]
    open_rows = [row for row in rows if row.required and row.outcome in _OPEN]
    expired = [row for row in failures if row.code == "EXPIRED" and row.id == "validity"]
    others = [row for row in failures if row not in expired]
    return next(iter([*others, *open_rows, *expired]), None)


def state_of(rows: tuple[Check, ...]) -> LabelState:
    """Return what the rows come to; whatever did not pass never gives `LABELLED`."""
    row = deciding(rows)
    if row is None:
        # A table of rows with nothing in it shows nothing.
        return LabelState.LABELLED if rows else LabelState.NOT_CHECKED
    if row.outcome is not Outcome.FAILED:
        return LabelState.NOT_CHECKED
    if row.id in ("status", "validity") and row.code in _ENDINGS:
        return _ENDINGS[row.code]
    return LabelState.UNTRUSTED if row.id in _TERMS else LabelState.UNVERIFIABLE


def together(reports: list[LabelReport]) -> LabelReport:
    """Return the report of the label that is worth most, with those of the others beside it."""
    order = list(LabelState)
    first, *others = sorted(reports, key=lambda one: order.index(one.state))
    return replace(first, others=tuple(others))


def _label_dict(facts: LabelFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "authority": facts.authority,
        "authorityName": facts.authority_name,
        "subject": facts.subject,
        "scheme": {"id": facts.scheme, "version": facts.scheme_version, "name": facts.scheme_name},
        "scope": list(facts.scope),
        "catalogue": {"id": facts.catalogue, "version": facts.catalogue_version},
        "validFrom": facts.start,
        "validUntil": facts.end,
    }


def _row_dict(row: Check) -> dict[str, Any]:
    said: dict[str, Any] = {"id": row.id, "outcome": row.outcome.value, "required": row.required}
    said["message"] = row.message
    if row.problem is not None:
        said["problem"] = {"type": row.problem.type, "code": row.problem.code, "title": row.problem.title}
    for name in ("pointer", "advice"):
        if value := getattr(row, name):
            said[name] = value
    return said
