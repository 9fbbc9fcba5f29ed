"""What an organisation says of itself: answers, formal criteria, indicators. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from ...errors import InputError
from .paper import (
    Evidence,
    Organisation,
    Paper,
    day_of,
    require_form,
    text_of,
)
from .scheme import LabelScheme
from .schemeparts import SchemeReference

SCHEMA_ID = "https://qualitybadge.example/schemas/quality/self-assessment/1.json"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one item.

    Attributes:
        item: id of the item.
        text: what the organisation says.
        level: the level that it claims for itself; None where it claims none.
        evidence: what shows that it is so.
        day: the day of the answer.
        role: in which role somebody answered; a role, not a name.
    """

    item: str
    text: str = ""
    level: int | None = None
    evidence: tuple[Evidence, ...] = ()
    day: date | None = None
    role: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pointer: str = "") -> Answer:
        """Return the answer that a checked document holds.

        Raises:
            InputError: its day does not exist.
        """
        return cls(
            item=data["item"],
            text=data["text"],
            level=data["level"],
            evidence=tuple(Evidence.from_dict(one) for one in data["evidence"]),
            day=day_of(data["date"], f"{pointer}/date"),
            role=data["role"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "item": self.item,
            "text": self.text,
            "level": self.level,
            "evidence": [one.to_dict() for one in self.evidence],
            "date": text_of(self.day),
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """Whether a formal criterion is met; None where not said. `explanation` says why it is not met yet."""

    criterion: str
    met: bool | None = None
    explanation: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {"criterion": self.criterion, "met": self.met, "explanation": self.explanation}


@dataclass(frozen=True, slots=True)
class IndicatorAnswer:
    """Whether an indicator is checked; None where not said."""

    indicator: str
    checked: bool | None = None
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {"indicator": self.indicator, "checked": self.checked, "note": self.note}


@dataclass(frozen=True, slots=True)
class SelfAssessment(Paper):
    """What an organisation says of itself by a scheme; frozen: each `with_…` returns a new one.

    Attributes:
        scheme: which scheme in which version.
        organisation: who.
        answers: one for each item.
        criteria: one for each formal criterion.
        indicators: one for each indicator.
        day: the day on which it was finished; None while it is not.
    """

    scheme: SchemeReference
    organisation: Organisation = field(default_factory=Organisation)
    answers: tuple[Answer, ...] = ()
    criteria: tuple[CriterionAnswer, ...] = ()
    indicators: tuple[IndicatorAnswer, ...] = ()
    day: date | None = None

    @classmethod
    def begin(cls, scheme: LabelScheme, organisation: Organisation | None = None) -> SelfAssessment:
        """Return an empty one with a row for everything that the scheme asks."""
        return cls(
            scheme.reference,
            organisation or Organisation(),
            answers=tuple(Answer(item.id) for item in scheme.asked),
            criteria=tuple(CriterionAnswer(one.id) for one in scheme.formal),
            indicators=tuple(IndicatorAnswer(one.id) for one in scheme.indicators),
        )

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Return the self-assessment that JSON data holds.

        Raises:
            InputError: a member is missing, unknown or of another type, or stands there twice.
        """
        return cls.of_checked(require_form(data, SCHEMA_ID))

    @classmethod
    def of_checked(cls, data: Mapping[str, Any], pointer: str = "") -> Self:
        """Return the self-assessment of a document whose form was checked already.

        Raises:
            InputError: a day does not exist, or a row stands there twice.
        """
        found = cls(
            scheme=SchemeReference(**data["scheme"]),
            organisation=Organisation.from_dict(data["organisation"]),
            answers=tuple(
                Answer.from_dict(one, f"{pointer}/answers/{place}")
                for place, one in enumerate(data["answers"])
            ),
            criteria=tuple(CriterionAnswer(**one) for one in data["criteria"]),
            indicators=tuple(IndicatorAnswer(**one) for one in data["indicators"]),
            day=day_of(data["date"], f"{pointer}/date"),
        )
        _require_once([one.item for one in found.answers], f"{pointer}/answers")
        _require_once([one.criterion for one in found.criteria], f"{pointer}/criteria")
        _require_once([one.indicator for one in found.indicators], f"{pointer}/indicators")
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data; its shape is ``schemas/quality/self-assessment.schema.json``."""
        return {
            "schema": SCHEMA_ID,
            "scheme": {"id": self.scheme.id, "version": self.scheme.version},
            "organisation": self.organisation.to_dict(),
            "answers": [one.to_dict() for one in self.answers],
            "criteria": [one.to_dict() for one in self.criteria],
            "indicators": [one.to_dict() for one in self.indicators],
            "date": text_of(self.day),
        }

    def answer(self, item: str) -> Answer | None:
        """Return the answer to an item, None where there is none."""
        return next((one for one in self.answers if one.item == item), None)

    def criterion(self, criterion: str) -> CriterionAnswer | None:
        """Return what is said of a formal criterion, None where nothing is."""
        return next((one for one in self.criteria if one.criterion == criterion), None)

    def indicator(self, indicator: str) -> IndicatorAnswer | None:
        """Return what is said of an indicator, None where nothing is."""
        return next((one for one in self.indicators if one.indicator == indicator), None)

    def with_answer(self, answer: Answer) -> SelfAssessment:
        """Return it with this answer in place of the one to the same item."""
        return replace(self, answers=_put(self.answers, answer, lambda one: one.item))

    def with_criterion(self, answer: CriterionAnswer) -> SelfAssessment:
        """Return it with this in place of what was said of the same formal criterion."""
        return replace(self, criteria=_put(self.criteria, answer, lambda one: one.criterion))

    def with_indicator(self, answer: IndicatorAnswer) -> SelfAssessment:
        """Return it with this in place of what was said of the same indicator."""
        return replace(self, indicators=_put(self.indicators, answer, lambda one: one.indicator))


def _put(rows: tuple[Any, ...], row: Any, key: Any) -> tuple[Any, ...]:
    """Return the rows with one in place of its like, or at the end."""
    if any(key(one) == key(row) for one in rows):
        return tuple(row if key(one) == key(row) else one for one in rows)
    return (*rows, row)


def _require_once(names: list[str], pointer: str) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise InputError(
                f"{name!r:.80} stands there twice", pointer=f"{pointer}/{place}", hint="leave one of them out"
            )
