"""The words of the quality rules: Level, RuleOutcome, Rule and what a rule found. Judges nothing."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .subject import Subject


class Level(enum.Enum):
    """How much a rule counts."""

    ESSENTIAL = "essential"
    RECOMMENDED = "recommended"
    INFORMATIVE = "informative"

    @property
    def weight(self) -> int:
        """2, 1 or 0: a profile may only raise it."""
        return _WEIGHTS[self.value]


_WEIGHTS = {"essential": 2, "recommended": 1, "informative": 0}


class RuleOutcome(enum.Enum):
    """What became of one rule."""

    PASS = "pass"  # noqa: S105 - an outcome, no password
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    NOT_CHECKED = "not-checked"
    NEEDS_HUMAN = "needs-human"


class Found(NamedTuple):
    """What a rule found.

    Attributes:
        outcome: what became of the rule.
        pointer: JSON pointer to the place, "" for the whole document.
        value: the value that decided, shortened by whoever shows it; "" where there is none.
        case: which advice fits, where the rule has several for one outcome; "" for the usual one.
    """

    outcome: RuleOutcome
    pointer: str = ""
    value: str = ""
    case: str = ""


PASSES = Found(RuleOutcome.PASS)
NOT_APPLICABLE = Found(RuleOutcome.NOT_APPLICABLE)


def partly(pointer: str, value: object = "", *, case: str = "") -> Found:
    """Return that the rule is met in part."""
    return Found(RuleOutcome.PARTIAL, pointer, str(value), case)


def fails(pointer: str, value: object = "", *, case: str = "") -> Found:
    """Return that the rule is not met."""
    return Found(RuleOutcome.FAIL, pointer, str(value), case)


def not_checked(pointer: str, value: object = "", *, case: str = "") -> Found:
    """Return that it was not looked at, for want of the network, a file or the object itself."""
    return Found(RuleOutcome.NOT_CHECKED, pointer, str(value), case)


def asks(pointer: str, value: object = "", *, case: str = "") -> Found:
    """Return that only a person can tell."""
    return Found(RuleOutcome.NEEDS_HUMAN, pointer, str(value), case)


Judge = Callable[["Subject"], Found]
"""Looks at a badge and says what it found; pure: same subject, same answer."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a rule set, as its TOML row says it.

    Attributes:
        id: ``QL-<GROUP>-<nn>``; never reused, never renumbered.
        group: name of the group, such as ``issuer``.
        level: how much it counts; a profile may raise it.
        judge: the function that decides it.
        part: which object it looks at: ``badge``, ``award``, ``achievement`` or ``issuer``; where that is
            linked and was not obtained, the rule is not checked.
        paths: for each version that has one, where the value stands, for a reader.
        outcomes: the outcomes that it can have.
        condition: in words, when it applies; "" for always.
        levels: level by version where it differs.
        draft: whether it is asked of a draft, which has no proof, status and dates yet.
        network: whether a part of it is decided only with a fetcher.
        heuristic: whether limits or word lists of ours decide; then it never fails but for emptiness.
        rationale: why it is asked, in one sentence.
        source: where that comes from.
    """

    id: str
    group: str
    level: Level
    judge: Judge = field(repr=False)
    part: str = "badge"
    paths: Mapping[str, str] = field(default_factory=dict)
    outcomes: tuple[RuleOutcome, ...] = (RuleOutcome.PASS, RuleOutcome.FAIL)
    condition: str = ""
    levels: Mapping[str, Level] = field(default_factory=dict)
    draft: bool = True
    network: bool = False
    heuristic: bool = False
    rationale: str = ""
    source: str = ""
