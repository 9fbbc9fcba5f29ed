"""What an assessment found: findings, three figures and readiness. Draws nothing; see the room `report`."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from ..wire import timestamps
from .rule import Level, Rule, RuleOutcome

if TYPE_CHECKING:
    from .profile import Element, Profile
    from .ruleset import Message, RuleSet
    from .subject import Subject, Version
    from .suggest import Suggestion

SCHEMA_ID = "https://qualitybadge.example/schemas/quality/assessment/1.json"
RECOMMENDED_PERCENT = 70
"""Least share of the recommended rules that must be met."""

_OPEN = (RuleOutcome.NOT_CHECKED, RuleOutcome.NEEDS_HUMAN)
_URGENCY = {
    RuleOutcome.FAIL: 0,
    RuleOutcome.PARTIAL: 1,
    RuleOutcome.NOT_CHECKED: 2,
    RuleOutcome.NEEDS_HUMAN: 3,
    RuleOutcome.PASS: 4,
    RuleOutcome.NOT_APPLICABLE: 5,
}


class Readiness(enum.Enum):
    """Whether a badge is ready for recognition by a rule set; never a label."""

    READY = "ready"
    NOT_READY = "not-ready"
    NOT_DETERMINED = "not-determined"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule and what it found.

    Attributes:
        rule: the rule.
        level: how much it counts here: by profile and version.
        outcome: what became of it.
        pointer: JSON pointer to the place, "" for the whole document.
        value: the value that decided, "" where there is none.
        case: which advice fits.
        message: title and advice, in the language asked for.
    """

    rule: Rule
    level: Level
    outcome: RuleOutcome
    pointer: str
    value: str
    case: str
    message: Message = field(repr=False)

    @property
    def title(self) -> str:
        """The rule in a few words."""
        return self.message.title

    @property
    def advice(self) -> str:
        """One sentence on what to do; "" where nothing is to be done."""
        return self.message.advice_for(self.outcome, self.case)


class Covered(NamedTuple):
    """An element that the framework of a profile asks for, and what became of it.

    Attributes:
        element: the element, in the language of the assessment.
        outcome: the worst of its rules. NEEDS_HUMAN where these found nothing amiss, or there are none, and a
            part of it is for a person to tell; NOT_APPLICABLE where none of them applies to this badge.
    """

    element: Element
    outcome: RuleOutcome

    @property
    def met(self) -> bool:
        """Whether all of it was looked at and found; an element that no rule applied to is not met."""
        return self.outcome is RuleOutcome.PASS


@dataclass(frozen=True, slots=True)
class Figures:
    """The three figures of an assessment; never one grade.

    Attributes:
        essential_passed: essential rules that passed.
        essential: essential rules that apply.
        recommended: recommended rules that apply.
        recommended_met: how many of these are met; one that is met in part counts half.
        open_items: findings that only a person can answer.
        unchecked: findings that were not looked at.
    """

    essential_passed: int
    essential: int
    recommended: int
    recommended_met: float
    open_items: int
    unchecked: int

    @property
    def recommended_share(self) -> float:
        """Share of the recommended rules that is met, 0 to 1; what is open counts as not met. 1 for none."""
        return self.recommended_met / self.recommended if self.recommended else 1.0

    @property
    def recommended_percent(self) -> int:
        """The share in whole percent, rounded down: 70 means that 70 % is reached."""
        return int(self.recommended_met * 100 // self.recommended) if self.recommended else 100


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether a badge is ready for recognition by a rule set, and what to mend first.

    An assessment is not a yes: ``bool(assessment)`` raises TypeError. Ask `readiness`.

    Attributes:
        ruleset: the rule set.
        profile: the profile.
        version: ``2.0`` or ``3.0``.
        draft: whether a draft was assessed.
        badge_id: id of the badge, "" where it has none.
        badge_name: what it is called.
        language: the language of titles and advice.
        assessed_at: when, UTC.
        findings: every rule of the rule set, in its order.
    """

    ruleset: RuleSet
    profile: Profile
    version: Version
    draft: bool
    badge_id: str
    badge_name: str
    language: str
    assessed_at: datetime
    findings: tuple[Finding, ...]
    _subject: Subject = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        raise TypeError("an assessment is not a yes: compare assessment.readiness")

    @property
    def figures(self) -> Figures:
        """The three figures."""
        return figures_of(self.findings)

    @property
    def readiness(self) -> Readiness:
        """READY by the rule of the rule set: every essential rule passed, 70 % of the recommended ones met.

        NOT_DETERMINED where an essential rule was not checked or needs a person, or where the open
        recommended ones could still reach the share. A rule that is met in part has not passed.
        """
        return readiness_of(self.findings)

    @property
    def to_mend(self) -> tuple[Finding, ...]:
        """What is not met, the most urgent first: level, then outcome, then the order of the rule set."""
        found = [one for one in self.findings if _URGENCY[one.outcome] < _URGENCY[RuleOutcome.PASS]]
        return tuple(sorted(found, key=lambda one: (-one.level.weight, _URGENCY[one.outcome])))

    @property
    def coverage(self) -> tuple[Covered, ...]:
        """What the framework of the profile asks for, element by element; () where it names none."""
        found = {one.rule.id: one.outcome for one in self.findings}
        return tuple(Covered(one, _became(one, found)) for one in self.profile.elements_in(self.language))

    @property
    def summary(self) -> str:
        """One line for a person, in the language of the assessment."""
        draft = f"{self.word('draft')}: " if self.draft else ""
        return f"{draft}{readiness_words(self)}; {_figures_words(self)}"

    def word(self, key: str) -> str:
        """Return a word of the pages in the language of the assessment."""
        return self.ruleset.word(key, self.language)

    def finding(self, rule_id: str) -> Finding:
        """Return the finding of a rule.

        Raises:
            InputError: the rule set has no such rule.
        """
        rule = self.ruleset.rule(rule_id)
        return next(one for one in self.findings if one.rule.id == rule.id)

    def suggest(self) -> Suggestion:
        """Return a draft with the safe mechanical mendings applied, and what only a person can answer."""
        from .suggest import suggestion

        return suggestion(self, self._subject)

    def __repr__(self) -> str:
        """Return the summary, not every finding."""
        return f"<Assessment {self.summary}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the assessment as JSON data; its shape is ``schemas/quality/assessment.schema.json``."""
        figures = self.figures
        return {
            "schema": SCHEMA_ID,
            "ruleSet": {"id": self.ruleset.id, "version": self.ruleset.version, "name": self.ruleset.name},
            "profile": self.profile.name,
            "openBadges": self.version,
            "draft": self.draft,
            "badge": {"id": self.badge_id, "name": self.badge_name},
            "assessedAt": timestamps.render(self.assessed_at),
            "language": self.language,
            "readiness": self.readiness.value,
            "summary": self.summary,
            "essential": {"passed": figures.essential_passed, "of": figures.essential},
            "recommended": {
                "met": figures.recommended_met,
                "of": figures.recommended,
                "share": round(figures.recommended_share, 4),
            },
            "human": {"open": figures.open_items},
            "unchecked": figures.unchecked,
            "coverage": [_covered_dict(one) for one in self.coverage],
            "findings": [_finding_dict(one) for one in self.findings],
        }

    def to_json(self) -> str:
        """Return `to_dict()` as indented JSON text; the same input gives the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def _repr_html_(self) -> str:
        # Rendering is a room above this one: the package's face knows the way to it.
        import qualitybadge

        return qualitybadge.render(self, "html-fragment")


def _became(element: Element, found: Mapping[str, RuleOutcome]) -> RuleOutcome:
    """Return what became of an element: it is met where nothing of it is missing or left open."""
    outcomes = {
        found.get(rule, RuleOutcome.NOT_CHECKED) for rule in element.rules
    }  # a rule that is not asked
    worst = next((one for one in _URGENCY if one in outcomes), RuleOutcome.NEEDS_HUMAN)
    sound = worst in (RuleOutcome.PASS, RuleOutcome.NOT_APPLICABLE)
    return RuleOutcome.NEEDS_HUMAN if sound and element.needs_human else worst


def figures_of(findings: tuple[Finding, ...]) -> Figures:
    """Count the findings that apply."""
    applying = [one for one in findings if one.outcome is not RuleOutcome.NOT_APPLICABLE]
    every = [one.outcome for one in applying]
    essential = [one.outcome for one in applying if one.level is Level.ESSENTIAL]
    recommended = [one.outcome for one in applying if one.level is Level.RECOMMENDED]
    return Figures(
        essential_passed=essential.count(RuleOutcome.PASS),
        essential=len(essential),
        recommended=len(recommended),
        recommended_met=recommended.count(RuleOutcome.PASS) + recommended.count(RuleOutcome.PARTIAL) / 2,
        open_items=every.count(RuleOutcome.NEEDS_HUMAN),
        unchecked=every.count(RuleOutcome.NOT_CHECKED),
    )


def readiness_of(findings: tuple[Finding, ...], percent: int = RECOMMENDED_PERCENT) -> Readiness:
    """Decide by the documented rule; fails closed: what is open never makes a badge ready.

    Args:
        findings: what the rules found.
        percent: least share of the recommended rules that must be met, 0 to 100.
    """
    essential = {one.outcome for one in findings if one.level is Level.ESSENTIAL}
    if essential & {RuleOutcome.FAIL, RuleOutcome.PARTIAL}:
        return Readiness.NOT_READY
    figures = figures_of(findings)
    still_open = sum(one.level is Level.RECOMMENDED and one.outcome in _OPEN for one in findings)
    if not essential:
        return Readiness.NOT_DETERMINED  # nothing was asked
    least = percent * figures.recommended / 100
    reached = figures.recommended_met >= least
    if not reached and figures.recommended_met + still_open < least:
        return Readiness.NOT_READY
    if not reached or essential & set(_OPEN):
        return Readiness.NOT_DETERMINED
    return Readiness.READY


def readiness_words(assessment: Assessment) -> str:
    """Return the readiness as a phrase that names what it was measured by."""
    ruleset, word = assessment.ruleset, assessment.word
    by = f"{ruleset.name} {ruleset.version}, {word('profile')} {assessment.profile.name}"
    return f"{word(assessment.readiness.value)} {word('according-to')} {by}"


def _figures_words(assessment: Assessment) -> str:
    """Return the three figures as a phrase."""
    figures, word = assessment.figures, assessment.word
    return (
        f"{word('essential')} {figures.essential_passed} {word('of')} {figures.essential}, "
        f"{word('recommended')} {figures.recommended_percent}%, "
        f"{word('summary-human')}: {figures.open_items}"
    )


def _covered_dict(covered: Covered) -> dict[str, Any]:
    element = covered.element
    return {
        "element": element.name,
        "mandatory": element.mandatory,
        "rules": list(element.rules),
        "outcome": covered.outcome.value,
        "note": element.note,
    }


def _finding_dict(finding: Finding) -> dict[str, Any]:
    row: dict[str, Any] = {
        "rule": finding.rule.id,
        "group": finding.rule.group,
        "level": finding.level.value,
        "outcome": finding.outcome.value,
        "title": finding.title,
    }
    if _URGENCY[finding.outcome] < _URGENCY[RuleOutcome.PASS]:
        row |= {"pointer": finding.pointer, "advice": finding.advice}
        if finding.value:
            row["value"] = finding.value
    return row
