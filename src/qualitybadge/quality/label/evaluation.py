"""Is the record of an evaluation complete, and does the application meet the scheme? Signs nothing.

Several reviews combine to the lower: the level of an answer is the lowest that any reviewer gave, and an
indicator or a formal criterion counts only where every reviewer confirmed it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .review import GRANTED, Decision, Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .application import Application
    from .applicationcheck import ApplicationCheck
    from .scheme import LabelScheme
    from .schemeparts import Item


class Weight(enum.Enum):
    """What a note on an evaluation means for the award."""

    INCOMPLETE = "incomplete"
    """The record is not what the scheme asks for: nothing can be awarded on it."""
    FALLS_SHORT = "falls-short"
    """The applicant does not meet the scheme yet: this is what to improve."""
    REMARK = "remark"
    """To be known; decides nothing."""


@dataclass(frozen=True, slots=True)
class EvaluationNote:
    """One thing that was noticed about an evaluation.

    Attributes:
        weight: what it means for the award.
        about: what it is about: a short stable name, such as ``reviewers`` or the id of an item.
        message: what is so, for a person.
    """

    weight: Weight
    about: str
    message: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What the reviews come to together, the lower of them counting.

    Attributes:
        indicator_share: share of the scheme's indicators that every reviewer confirmed, 0 to 1; None where
            the scheme's indicators are not known or there are none.
        minimum_level: the lowest level that any reviewer gave to any answer; None without levels.
        formal_criteria_met: whether every reviewer found every mandatory formal criterion met.
        reviewers: how many different reviewers.
    """

    indicator_share: float | None
    minimum_level: int | None
    formal_criteria_met: bool
    reviewers: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An application, its reviews and perhaps its decision, held against the scheme.

    Attributes:
        figures: what the reviews come to.
        notes: everything that was noticed.
        due: the day by which the applicant hears the decision; None where the scheme names none.
    """

    figures: Figures
    notes: tuple[EvaluationNote, ...]
    due: date | None

    @property
    def missing(self) -> tuple[EvaluationNote, ...]:
        """What keeps the record from being complete."""
        return self._of(Weight.INCOMPLETE)

    @property
    def to_improve(self) -> tuple[EvaluationNote, ...]:
        """What the applicant has to improve before the label can be granted."""
        return self._of(Weight.FALLS_SHORT)

    @property
    def remarks(self) -> tuple[EvaluationNote, ...]:
        """What else is to be known, such as that a decision is late."""
        return self._of(Weight.REMARK)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing in the record."""
        return not self.missing

    @property
    def awardable(self) -> bool:
        """Whether the record is complete and the applicant meets the scheme."""
        return not self.missing and not self.to_improve

    def _of(self, weight: Weight) -> tuple[EvaluationNote, ...]:
        return tuple(note for note in self.notes if note.weight is weight)


def evaluate(
    scheme: LabelScheme,
    application: Application,
    reviews: Sequence[Review],
    decision: Decision | None = None,
    *,
    today: date | None = None,
    check: ApplicationCheck | None = None,
) -> Evaluation:
    """Hold an evaluation against its scheme.

    Args:
        scheme: the scheme that the application is for.
        application: as it was handed in.
        reviews: all reviews of it.
        decision: the decision; None before there is one: then nothing about it is missing.
        today: the day to watch the deadline by; None: the deadline is watched by the decision alone.
        check: `Application.check` with the files of the application: nothing is decided on badges of which
            only the applicant says what they are. None: it is checked without them.
    """
    from .evaluationrules import (
        check_notes,
        checked_at_hand_in,
        decision_notes,
        figures_of,
        record_notes,
        shortfalls,
    )

    shortened = decision is not None and decision.shortened
    looked_at = items_of(scheme, shortened=shortened)
    figures = figures_of(scheme, reviews, looked_at)
    notes = [*record_notes(scheme, application, reviews, looked_at)]
    check = checked_at_hand_in(scheme, application) if check is None else check
    notes += check_notes(application, check, whole=len(looked_at) == len(scheme.asked))
    notes += shortfalls(scheme, application, reviews, looked_at, figures)
    due = due_of(scheme, application)
    if decision is not None:
        notes += decision_notes(scheme, application, reviews, decision, figures)
        if decision.outcome == GRANTED and any(note.weight is Weight.FALLS_SHORT for note in notes):
            message = "the label was granted although the reviews fall short of the scheme"
            notes.append(EvaluationNote(Weight.INCOMPLETE, "decision", message))
    notes += _late(due, decision.day if decision is not None else today, decided=decision is not None)
    return Evaluation(figures, tuple(notes), due)


def items_of(scheme: LabelScheme, *, shortened: bool) -> tuple[Item, ...]:
    """Return the items that an evaluation looks at: all, unless the scheme names fewer for a renewal."""
    named = scheme.renewal.items if shortened and scheme.renewal is not None else ()
    return tuple(item for item in scheme.asked if not named or item.id in named)


def due_of(scheme: LabelScheme, application: Application) -> date | None:
    """Return the day by which the decision is due; None where the scheme or the application has no day."""
    if application.submitted is None or scheme.decision_days is None:
        return None
    try:
        return application.submitted + timedelta(days=scheme.decision_days)
    except OverflowError:
        return date.max


def _late(due: date | None, day: date | None, *, decided: bool) -> Iterable[EvaluationNote]:
    if due is not None and day is not None and day > due:
        days = (day - due).days
        message = f"the decision {'came' if decided else 'is'} {days} days later than {due}, when it was due"
        yield EvaluationNote(Weight.REMARK, "deadline", message)
