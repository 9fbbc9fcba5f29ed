"""What an application carries beside the answers: samples, trainings, plan, portfolio. Verifies nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ...wire import timestamps
from .paper import day_of, text_of

_DAYS_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class SampleFigures:
    """The three figures of a sample badge's assessment, and what was not checked."""

    essential_passed: int
    essential: int
    recommended_met: float
    recommended: int
    open_items: int
    unchecked: int

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON data."""
        return {
            "essentialPassed": self.essential_passed,
            "essential": self.essential,
            "recommendedMet": self.recommended_met,
            "recommended": self.recommended,
            "open": self.open_items,
            "unchecked": self.unchecked,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SampleFigures:
        """Return the figures that a checked document holds."""
        return cls(
            data["essentialPassed"],
            data["essential"],
            data["recommendedMet"],
            data["recommended"],
            data["open"],
            data["unchecked"],
        )


@dataclass(frozen=True, slots=True)
class CheckedBadge:
    """A badge that was verified: what it is and what the verifier said. Says nothing of its earner.

    Attributes:
        file: the name of the file.
        digest: ``digestMultibase`` of its bytes (SHA-256).
        badge: id of the badge.
        achievement: id of its achievement or badge class.
        name: what the achievement is called.
        issuer: id of its issuer.
        verdict: ``valid``, ``invalid`` or ``indeterminate``.
        trust: who vouched for the key.
        checked_at: when, UTC.
    """

    file: str
    digest: str
    badge: str
    achievement: str
    name: str
    issuer: str
    verdict: str
    trust: str
    checked_at: datetime

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "file": self.file,
            "digest": self.digest,
            "badge": self.badge,
            "achievement": self.achievement,
            "name": self.name,
            "issuer": self.issuer,
            "verdict": self.verdict,
            "trust": self.trust,
            "checkedAt": timestamps.render(self.checked_at),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pointer: str = "") -> CheckedBadge:
        """Return the badge that a checked document holds.

        Raises:
            InputError: its time does not exist.
        """
        rest = {name: value for name, value in data.items() if name != "checkedAt"}
        return cls(**rest, checked_at=timestamps.parse(data["checkedAt"], pointer=f"{pointer}/checkedAt"))


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample badge, verified and assessed.

    Attributes:
        badge: what it is and what the verifier said.
        readiness: ``ready``, ``not-ready`` or ``not-determined``, according to the rule set.
        profile: the profile of the assessment.
        rule_set: id of the rule set.
        rule_set_version: its version.
        figures: the figures of the assessment.
    """

    badge: CheckedBadge
    readiness: str
    profile: str
    rule_set: str
    rule_set_version: str
    figures: SampleFigures

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "badge": self.badge.to_dict(),
            "readiness": self.readiness,
            "profile": self.profile,
            "ruleSet": {"id": self.rule_set, "version": self.rule_set_version},
            "figures": self.figures.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pointer: str = "") -> Sample:
        """Return the sample that a checked document holds.

        Raises:
            InputError: its time does not exist.
        """
        return cls(
            badge=CheckedBadge.from_dict(data["badge"], f"{pointer}/badge"),
            readiness=data["readiness"],
            profile=data["profile"],
            rule_set=data["ruleSet"]["id"],
            rule_set_version=data["ruleSet"]["version"],
            figures=SampleFigures.from_dict(data["figures"]),
        )


@dataclass(frozen=True, slots=True)
class TrainingBadge:
    """A training badge of a member of staff, verified.

    Attributes:
        item: id of the item that it answers, such as ``QL-ORG-03``.
        training: id of the scheme's training that it is of; "" where only a person can tell.
        badge: what it is and what the verifier said.
    """

    item: str
    training: str
    badge: CheckedBadge

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {"item": self.item, "training": self.training, "badge": self.badge.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pointer: str = "") -> TrainingBadge:
        """Return the training badge that a checked document holds.

        Raises:
            InputError: its time does not exist.
        """
        return cls(data["item"], data["training"], CheckedBadge.from_dict(data["badge"], f"{pointer}/badge"))


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that the organisation will do for the quality of its badges: what, who, from when to when."""

    title: str = ""
    owner: str = ""
    start: date | None = None
    end: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        days = {"start": text_of(self.start), "end": text_of(self.end)}
        return {"title": self.title, "owner": self.owner, **days}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pointer: str = "") -> Measure:
        """Return the measure that a checked document holds.

        Raises:
            InputError: a day does not exist.
        """
        start, end = (day_of(data[name], f"{pointer}/{name}") for name in ("start", "end"))
        return cls(data["title"], data["owner"], start, end)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of quality assurance and improvement.

    Attributes:
        owner: the role that answers for it.
        measures: what is done, with dates.
    """

    owner: str = ""
    measures: tuple[Measure, ...] = ()

    @property
    def start(self) -> date | None:
        """The first day of the plan."""
        return min((one.start for one in self.measures if one.start), default=None)

    @property
    def end(self) -> date | None:
        """The last day of the plan."""
        return max((one.end for one in self.measures if one.end), default=None)

    def spans(self, years: int) -> bool:
        """Tell whether the plan reaches from its first day over as many years."""
        if self.start is None or self.end is None:
            return False
        # A plan from 1 January to 31 December three years on spans three years less a day.
        return (self.end - self.start).days + 1 >= int(years * _DAYS_A_YEAR)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {"owner": self.owner, "measures": [one.to_dict() for one in self.measures]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pointer: str = "") -> Plan:
        """Return the plan that a checked document holds.

        Raises:
            InputError: a day does not exist.
        """
        rows = enumerate(data["measures"])
        measures = (Measure.from_dict(one, f"{pointer}/measures/{place}") for place, one in rows)
        return cls(data["owner"], tuple(measures))


@dataclass(frozen=True, slots=True)
class PortfolioFacts:
    """What was found in the badges that the organisation issued so far.

    Attributes:
        first: the day of the first badge.
        last: the day of the latest.
        badges: how many there are; None where not counted.
        ready: how many of them are ready for recognition; None where not assessed.
    """

    first: date | None = None
    last: date | None = None
    badges: int | None = None
    ready: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON data."""
        days = {"first": text_of(self.first), "last": text_of(self.last)}
        return {**days, "badges": self.badges, "ready": self.ready}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pointer: str = "") -> PortfolioFacts:
        """Return the facts that a checked document holds.

        Raises:
            InputError: a day does not exist.
        """
        first, last = (day_of(data[name], f"{pointer}/{name}") for name in ("first", "last"))
        return cls(first, last, data["badges"], data["ready"])


@dataclass(frozen=True, slots=True)
class Adherence:
    """The statement that the organisation adheres to the values of the scheme: text, day, role."""

    text: str = ""
    day: date | None = None
    role: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {"text": self.text, "date": text_of(self.day), "role": self.role}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pointer: str = "") -> Adherence:
        """Return the statement that a checked document holds.

        Raises:
            InputError: its day does not exist.
        """
        return cls(data["text"], day_of(data["date"], f"{pointer}/date"), data["role"])
