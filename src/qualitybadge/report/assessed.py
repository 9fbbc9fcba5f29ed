"""What the pages of an assessment say, in its language and inert; draws nothing and judges nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..quality.assessment import Assessment, Finding
from ..quality.profile import Element
from ..quality.rule import RuleOutcome
from .inert import inert

SIGNS = {
    RuleOutcome.PASS: "✓",
    RuleOutcome.PARTIAL: "~",
    RuleOutcome.FAIL: "✗",
    RuleOutcome.NOT_CHECKED: "?",
    RuleOutcome.NEEDS_HUMAN: "?",
    RuleOutcome.NOT_APPLICABLE: "-",
}
OPEN = (RuleOutcome.NOT_CHECKED, RuleOutcome.NEEDS_HUMAN)
_VALUE = 120  # characters of a value: it shows which one is meant, the badge has the rest
_LISTS = (
    ("heading-mend", (RuleOutcome.FAIL, RuleOutcome.PARTIAL)),
    ("heading-human", (RuleOutcome.NEEDS_HUMAN,)),
    ("heading-unchecked", (RuleOutcome.NOT_CHECKED,)),
)
Words = Callable[[str], str]


class Row(NamedTuple):
    """One finding in words; every one of them is inert.

    Attributes:
        sign: the sign of the outcome.
        tone: name of the outcome, for a colour.
        rule: id of the rule.
        title: what the rule says.
        level: how much it counts, in a word.
        outcome: what became of it, in a word.
        pointer: JSON pointer to the place; "" for the whole document.
        value: the value that decided, cut to a length; "" for none.
        advice: what to do; "" where nothing is.
    """

    sign: str
    tone: str
    rule: str
    title: str
    level: str
    outcome: str
    pointer: str
    value: str
    advice: str


class Part(NamedTuple):
    """A part of a bar: how many findings of a group have such an outcome.

    Attributes:
        sign: the sign of the outcome.
        tone: ``pass``, ``partial``, ``fail`` or ``open``.
        number: how many.
        word: the outcome in a word.
    """

    sign: str
    tone: str
    number: int
    word: str


class Bar(NamedTuple):
    """The findings of one group of rules, counted; empty where none of its rules applies."""

    group: str
    parts: tuple[Part, ...]


class Covered(NamedTuple):
    """An element that the framework of a profile asks for, and what became of it, in words."""

    element: str
    demand: str
    sign: str
    tone: str
    outcome: str
    rules: str
    note: str


class Figure(NamedTuple):
    """One of the three figures: what of, how much, and what that is called."""

    title: str
    value: str
    word: str


def words_of(assessment: Assessment) -> Words:
    """Return the words of the pages in the language of the assessment."""
    return assessment.word


def spoken_language(assessment: Assessment) -> str:
    """Return the language that a page is really in: English where that asked for is not there."""
    return assessment.language if assessment.language in assessment.ruleset.languages else "en"


def headline(assessment: Assessment) -> str:
    """Return the readiness, with a capital at the start, and whether it is that of a draft."""
    word = words_of(assessment)
    draft = f" ({word('draft')})" if assessment.draft else ""
    return f"{capital(word(assessment.readiness.value))}{draft}"


def measured_by(assessment: Assessment) -> str:
    """Return what it was measured by: rule set with its version, and profile."""
    word, ruleset = words_of(assessment), assessment.ruleset
    name = inert(f"{ruleset.name} {ruleset.version}")
    return f"{word('according-to')} {name}, {word('profile')} {inert(assessment.profile.name)}"


def capital(text: str) -> str:
    """Return the text with a capital at the start."""
    return f"{text[:1].upper()}{text[1:]}"


def subject_words(assessment: Assessment) -> str:
    """Return what was assessed: name and version."""
    name = inert(assessment.badge_name or assessment.badge_id)
    about = f"Open Badges {assessment.version}"
    return f"{name}, {about}" if name else about


def figures(assessment: Assessment) -> tuple[Figure, Figure, Figure]:
    """Return the three figures."""
    word, found = words_of(assessment), assessment.figures
    essential = f"{found.essential_passed} {word('of')} {found.essential}"
    return (
        Figure(word("heading-essential"), essential, word("passed")),
        Figure(word("heading-recommended"), f"{found.recommended_percent} %", word("met")),
        Figure(word("heading-human"), str(found.open_items), word("open")),
    )


def row_of(finding: Finding, word: Words) -> Row:
    """Return a finding in words."""
    return Row(
        sign=SIGNS[finding.outcome],
        tone=finding.outcome.value,
        rule=inert(finding.rule.id),
        title=inert(finding.title),
        level=word(finding.level.value),
        outcome=word(finding.outcome.value),
        pointer=inert(finding.pointer),
        value=inert(finding.value, longest=_VALUE),
        advice=inert(finding.advice),
    )


def lists_of(assessment: Assessment) -> list[tuple[str, list[Row]]]:
    """Return title and rows of what is to mend, to answer and to check, the most urgent first."""
    word = words_of(assessment)
    found = [
        (word(title), [row_of(one, word) for one in assessment.to_mend if one.outcome in outcomes])
        for title, outcomes in _LISTS
    ]
    return [(title, rows) for title, rows in found if rows]


def all_rows(assessment: Assessment) -> list[Row]:
    """Return every finding, in the order of the rule set."""
    word = words_of(assessment)
    return [row_of(one, word) for one in assessment.findings]


def bars_of(assessment: Assessment) -> list[Bar]:
    """Return the findings of each group, counted."""
    word = words_of(assessment)
    groups: dict[str, list[RuleOutcome]] = {}
    for one in assessment.findings:
        groups.setdefault(one.rule.group, []).append(one.outcome)
    return [Bar(group_title(group, word), _parts(outcomes, word)) for group, outcomes in groups.items()]


def group_title(group: str, word: Words) -> str:
    """Return the name of a group of rules; a group of somebody's own goes by its key."""
    key = f"group-{group}"
    title = word(key)
    return inert(group if title == key else title)


def _parts(outcomes: list[RuleOutcome], word: Words) -> tuple[Part, ...]:
    counted = [
        Part(SIGNS[one], one.value, outcomes.count(one), word(one.value))
        for one in (RuleOutcome.PASS, RuleOutcome.PARTIAL, RuleOutcome.FAIL)
    ]
    still_open = sum(outcome in OPEN for outcome in outcomes)
    counted.append(Part(SIGNS[RuleOutcome.NOT_CHECKED], "open", still_open, word("open")))
    return tuple(part for part in counted if part.number)


def coverage_of(assessment: Assessment) -> list[Covered]:
    """Return what the framework of the profile asks for, element by element; [] where none is named."""
    word = words_of(assessment)
    return [_covered(element, outcome, word) for element, outcome in assessment.coverage]


def _covered(element: Element, outcome: RuleOutcome, word: Words) -> Covered:
    return Covered(
        element=inert(element.name),
        demand=word("mandatory" if element.mandatory else "optional"),
        sign=SIGNS[outcome],
        tone=outcome.value,
        outcome=word(outcome.value),
        rules=", ".join(map(inert, element.rules)),
        note=inert(element.note),
    )
