"""The parts of a label scheme as values, each with where it comes from; reads no file and judges nobody."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Mark(enum.Enum):
    """How a value of a scheme is known."""

    FACT = "F"
    INFERENCE = "I"
    PROPOSAL = "P"


class Demand(enum.Enum):
    """How much a scheme asks for an item of the self-assessment."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    LIKELY = "likely"  # inferred to be among indicators that are not known
    GOOD_PRACTICE = "good-practice"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    Attributes:
        source: keys of the scheme's table of sources, separated by ``; ``.
        mark: whether a source states it, somebody inferred it, or it is a proposal.
        note: what a reader should know about it.
    """

    source: str
    mark: Mark
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the scheme decides by."""

    value: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class Role:
    """Who takes part, and how many: `least` and `most` are None where that is not said."""

    id: str
    title: str
    who: str
    origin: Origin
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to the label."""

    id: str
    title: str
    demand: str
    mandatory: bool
    origin: Origin
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class FormalCriterion:
    """Something that holds or does not: decides whether an application is read further.

    Attributes:
        id: short name, such as ``A1``.
        title: what holds.
        mandatory: whether the label needs it.
        explainable: whether an applicant who does not meet it yet may say why.
        origin: where it comes from.
    """

    id: str
    title: str
    mandatory: bool
    explainable: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class QualityCriterion:
    """An area that the evaluators judge, and the evidence that is asked for it."""

    id: str
    title: str
    evidence: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of the self-assessment that is answered with text and evidence.

    Attributes:
        id: such as ``QL-ORG-05``.
        statement: what the organisation says of itself.
        demand: how much the scheme asks for it.
        criteria: ids of the criteria that it belongs to.
        evidence: what shows that it is so.
        checked_by: what can check a part of it, "" where nothing but a person can.
        answered_by: ``applicant``, or ``scheme`` where it is about those who evaluate.
        origin: where it comes from.
    """

    id: str
    statement: str
    demand: Demand
    criteria: tuple[str, ...]
    evidence: str
    checked_by: str
    answered_by: str
    origin: Origin

    @property
    def mandatory(self) -> bool:
        """Whether the label needs it."""
        return self.demand is Demand.MANDATORY

    @property
    def asked(self) -> bool:
        """Whether the applicant answers it."""
        return self.answered_by == "applicant"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator that an applicant checks and evaluators confirm."""

    id: str
    title: str
    criterion: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Training:
    """A training whose badge the applicant's staff holds.

    Attributes:
        id: short name.
        title: what it is called.
        item: id of the item that its badge answers.
        mandatory: whether the label needs it.
        achievements: ids or names of the achievements that its badges may have; empty: not known, so that
            only a person can tell.
        issuers: ids of those who issue its badges; empty: not known.
        origin: where it comes from.
    """

    id: str
    title: str
    item: str
    mandatory: bool
    achievements: tuple[str, ...]
    issuers: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the conditions that must all hold for the label to be awarded."""

    id: str
    statement: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Renewal:
    """How the label is renewed.

    Attributes:
        evaluation: ``full`` or ``shortened``.
        statement: what happens, in words.
        items: ids of the items that a shortened evaluation looks at; empty: not said.
        origin: where it comes from.
    """

    evaluation: str
    statement: str
    items: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class SchemeReference:
    """Which scheme in which version an application, a review or a label belongs to."""

    id: str
    version: str
