"""What reviewers and a committee write down about one application: documents. Decides and checks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from .paper import Paper, day_of, require_form, text_of
from .schemeparts import SchemeReference

REVIEW_SCHEMA = "https://qualitybadge.example/schemas/quality/review/1.json"
DECISION_SCHEMA = "https://qualitybadge.example/schemas/quality/decision/1.json"
GRANTED, NOT_YET = "granted", "not-yet-issued"


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Who reviews or decides; named by a role or number and not by a person's name.

    Attributes:
        id: how the record names them; the same in every document.
        role: in which role, such as ``reviewer`` or the id of a role of the scheme.
        organisation: id of the organisation they belong to, "" for none.
        country: ISO 3166-1 alpha-2 code.
        languages: BCP 47 tags of the languages that they read.
    """

    id: str
    role: str = "reviewer"
    organisation: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Evaluator:
        """Return who a checked document names."""
        return cls(**{**data, "languages": tuple(data["languages"])})

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "id": self.id,
            "role": self.role,
            "organisation": self.organisation,
            "country": self.country,
            "languages": list(self.languages),
        }


@dataclass(frozen=True, slots=True)
class AnswerLevel:
    """The level that a reviewer gives to one answer, and why."""

    item: str
    level: int
    comment: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {"item": self.item, "level": self.level, "comment": self.comment}


@dataclass(frozen=True, slots=True)
class Review(Paper):
    """What one reviewer found in one application.

    Attributes:
        application: digest of the application.
        scheme: which scheme in which version.
        reviewer: who.
        day: the day on which it was finished.
        independent: whether the reviewer declares to be independent of the applicant.
        levels: a level for each answer.
        criteria: ids of the formal criteria that the reviewer found met.
        indicators: ids of the indicators that the reviewer confirms.
        comment: what else is to be said.
    """

    application: str
    scheme: SchemeReference
    reviewer: Evaluator
    day: date | None
    independent: bool = False
    levels: tuple[AnswerLevel, ...] = ()
    criteria: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    comment: str = ""

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Return the review that JSON data holds.

        Raises:
            InputError: a member is missing, unknown or of another type, or a day does not exist.
        """
        data = require_form(data, REVIEW_SCHEMA)
        return cls(
            application=data["application"],
            scheme=SchemeReference(**data["scheme"]),
            reviewer=Evaluator.from_dict(data["reviewer"]),
            day=day_of(data["date"], "/date"),
            independent=data["independent"],
            levels=tuple(AnswerLevel(**one) for one in data["levels"]),
            criteria=tuple(data["criteria"]),
            indicators=tuple(data["indicators"]),
            comment=data["comment"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data; its shape is ``schemas/quality/review.schema.json``."""
        return {
            "schema": REVIEW_SCHEMA,
            "application": self.application,
            "scheme": {"id": self.scheme.id, "version": self.scheme.version},
            "reviewer": self.reviewer.to_dict(),
            "date": text_of(self.day),
            "independent": self.independent,
            "levels": [one.to_dict() for one in self.levels],
            "criteria": list(self.criteria),
            "indicators": list(self.indicators),
            "comment": self.comment,
        }


@dataclass(frozen=True, slots=True)
class Decision(Paper):
    """What the committee decided on one application, and why.

    Attributes:
        application: digest of the application.
        scheme: which scheme in which version.
        reviews: digests of the reviews that it rests on.
        outcome: ``granted`` or ``not-yet-issued``.
        reasons: why; what to improve, where it is not issued yet.
        committee: who decided.
        day: the day of the decision.
        indicator_share: share of indicators that the committee found confirmed; None where none are asked.
        minimum_level: the lowest level of any answer; None where there is none.
        shortened: whether the evaluation was a shortened one, for a renewal.
    """

    application: str
    scheme: SchemeReference
    reviews: tuple[str, ...]
    outcome: str
    reasons: tuple[str, ...]
    committee: tuple[Evaluator, ...]
    day: date | None
    indicator_share: float | None = None
    minimum_level: int | None = None
    shortened: bool = False

    @property
    def granted(self) -> bool:
        """Whether the label is to be awarded."""
        return self.outcome == GRANTED

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Return the decision that JSON data holds.

        Raises:
            InputError: a member is missing, unknown or of another type, or a day does not exist.
        """
        data = require_form(data, DECISION_SCHEMA)
        figures = data["figures"]
        return cls(
            application=data["application"],
            scheme=SchemeReference(**data["scheme"]),
            reviews=tuple(data["reviews"]),
            outcome=data["outcome"],
            reasons=tuple(data["reasons"]),
            committee=tuple(Evaluator.from_dict(one) for one in data["committee"]),
            day=day_of(data["date"], "/date"),
            indicator_share=figures["indicatorShare"],
            minimum_level=figures["minimumLevel"],
            shortened=data["shortened"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data; its shape is ``schemas/quality/decision.schema.json``."""
        return {
            "schema": DECISION_SCHEMA,
            "application": self.application,
            "scheme": {"id": self.scheme.id, "version": self.scheme.version},
            "reviews": list(self.reviews),
            "outcome": self.outcome,
            "reasons": list(self.reasons),
            "committee": [one.to_dict() for one in self.committee],
            "date": text_of(self.day),
            "figures": {"indicatorShare": self.indicator_share, "minimumLevel": self.minimum_level},
            "shortened": self.shortened,
        }
