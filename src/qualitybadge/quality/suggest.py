"""Mends a draft where that is mechanical and safe, and asks a person the rest; changes nothing handed in."""

from __future__ import annotations

import copy
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .mendings import MENDERS, Mending, bench_of
from .rule import RuleOutcome
from .subject import Subject

if TYPE_CHECKING:
    from .assessment import Assessment, Finding

_OF_A_SIGNED_ONE = ("proof", "credentialStatus", "verification", "verify")
"""What belongs to the signed badge alone: a draft gets its own."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mended draft, what was mended, and what only a person can answer.

    Attributes:
        draft: the mended draft, unsigned; made from a copy.
        mended: what was done, in order.
        assessment: the assessment of the mended draft.
    """

    draft: dict[str, Any]
    mended: tuple[Mending, ...]
    assessment: Assessment

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What is left for a person, the most urgent first: each finding's advice says what to answer."""
        return tuple(one for one in self.assessment.to_mend if one.outcome is not RuleOutcome.NOT_CHECKED)

    def to_dict(self) -> dict[str, Any]:
        """Return draft, mendings and questions as JSON data."""
        return {
            "draft": copy.deepcopy(self.draft),
            "mended": [mending._asdict() for mending in self.mended],
            "questions": [
                {
                    "rule": one.rule.id,
                    "level": one.level.value,
                    "pointer": one.pointer,
                    "question": one.advice,
                }
                for one in self.questions
            ],
        }


def suggestion(assessment: Assessment, subject: Subject) -> Suggestion:
    """Return the suggestion for an assessed badge or draft.

    A signed badge becomes a draft to be signed anew: its proof and status entry go, it gets an id of its own,
    and its award date stays.

    Raises:
        IssueError: a value of the draft cannot be written as JSON.
    """
    from .assess import Assessor

    whole = subject.badge if subject.badge.present else subject.achievement
    draft: dict[str, Any] = _with_parts(whole.data, subject)
    mended: list[Mending] = []
    if not subject.draft:
        mended += _unsigned(draft, subject)
    for mend in MENDERS:
        mended += mend(bench_of(draft, subject))  # anew each time: a mending may replace an object
    again = Assessor(
        assessment.profile,
        ruleset=assessment.ruleset,
        clock=lambda: subject.now,
        language=assessment.language,
    )
    after = again.assess(draft, draft=True, files=subject.files, activity_text=subject.activity_text)
    return Suggestion(draft, tuple(mended), after)


def _with_parts(data: Any, subject: Subject) -> dict[str, Any]:
    """Return a copy of the badge; objects of 2.0 that it only links, and that were obtained, stand in it."""
    draft: dict[str, Any] = copy.deepcopy(dict(data))
    if subject.version == "2.0" and subject.badge.present and subject.achievement.data:
        draft["badge"] = copy.deepcopy(dict(subject.achievement.data))
        if subject.issuer.data:
            draft["badge"]["issuer"] = copy.deepcopy(dict(subject.issuer.data))
    return draft


def _unsigned(draft: dict[str, Any], subject: Subject) -> list[Mending]:
    """Make a draft of a signed badge."""
    awarded = draft.get("awardedDate") or draft.get("validFrom")
    for name in _OF_A_SIGNED_ONE:
        draft.pop(name, None)
    if subject.version == "2.0":
        draft.pop("id", None)
        return [Mending("QL-INT-03", "", "what belongs to the published badge was taken out")]
    draft["id"] = f"urn:uuid:{uuid.uuid4()}"
    if isinstance(awarded, str):
        draft["awardedDate"] = awarded
    return [
        Mending("QL-INT-03", "", "proof and status entry were taken out: the draft is signed anew"),
        Mending("QL-REC-04", "/awardedDate", "the date of the first award is kept"),
    ]
