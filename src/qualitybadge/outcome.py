"""The words of an answer: Outcome, Verdict, Trust, Problem and Check. Knows no badge and no format."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import QualityBadgeError
from .problems import PROBLEMS, Problem


class Outcome(enum.Enum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class Verdict(enum.Enum):
    """Whether a badge is authentic."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"


class Trust(enum.Enum):
    """Who vouches for the issuer's key; never part of authenticity."""

    ANCHORED = "anchored"
    DOMAIN = "domain"
    SELF_ASSERTED = "self-asserted"
    NONE = "none"


TRUST_ORDER = (Trust.NONE, Trust.SELF_ASSERTED, Trust.DOMAIN, Trust.ANCHORED)
"""From nobody's word to that of somebody whom the caller named."""


@dataclass(frozen=True, slots=True)
class Check:
    """One row of a report.

    Attributes:
        id: name of the check, stable, such as ``proof`` or ``validity``.
        outcome: PASSED, FAILED, UNKNOWN (could not be determined) or SKIPPED.
        required: whether the policy lets this row decide the verdict.
        message: what was found, for a person.
        problem: the problem type (RFC 9457) of a row that did not pass.
        pointer: JSON pointer to the place, "" for the whole document.
        spec: short tag of the clause that asks for it.
        advice: what to do next.
        relaxation: name of the policy field that would let this row pass, if there is one.
    """

    id: str
    outcome: Outcome
    required: bool = True
    message: str = ""
    problem: Problem | None = None
    pointer: str = ""
    spec: str = ""
    advice: str = ""
    relaxation: str = ""

    @property
    def code(self) -> str:
        """Code of the problem; "" where there is none."""
        return self.problem.code if self.problem is not None else ""


def check_from_error(
    check_id: str, error: QualityBadgeError, *, required: bool = True, relaxation: str = ""
) -> Check:
    """Turn an exception into the row it stands for: UNKNOWN where it is undetermined, else FAILED."""
    problem = PROBLEMS[error.code]
    return Check(
        id=check_id,
        outcome=Outcome.UNKNOWN if error.undetermined else Outcome.FAILED,
        required=required,
        message=error.message,
        problem=problem,
        pointer=error.pointer,
        spec=error.spec or problem.spec,
        advice=error.hint or problem.advice,
        relaxation=relaxation,
    )


def verdict_of(checks: Iterable[Check], required_ids: Iterable[str] = ()) -> Verdict:
    """Decide: a required FAILED is INVALID; else a required row not PASSED, or absent, is INDETERMINATE."""
    undecided = False
    seen = set()
    for check in checks:
        seen.add(check.id)
        if check.outcome is Outcome.PASSED or not check.required:
            continue
        if check.outcome is Outcome.FAILED:
            return Verdict.INVALID
        undecided = True
    if undecided or not seen.issuperset(required_ids):
        return Verdict.INDETERMINATE
    return Verdict.VALID
