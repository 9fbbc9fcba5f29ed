"""An assessment as the gate of an issuer: what is not ready for recognition is not signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..verify.verifier import Clock, system_clock
from .assess import Assessor
from .assessment import Finding, Readiness, readiness_words
from .profile import DEFAULT, Profile
from .rule import Level
from .ruleset import RuleSet


def readiness_gate(
    profile: Profile | str = DEFAULT,
    *,
    ruleset: RuleSet | None = None,
    clock: Clock = system_clock,
    undetermined: bool = False,
) -> Callable[[dict[str, Any]], list[str]]:
    """Return a gate for `Issuer(…, gate=…)` that refuses drafts that are not ready for recognition.

    Args:
        profile: as for `assess`.
        ruleset: as for `Assessor`.
        clock: as for `Assessor`.
        undetermined: let drafts pass whose readiness is not determined, such as where a person has to look.

    Raises:
        InputError: there is no such profile.
    """
    assessor = Assessor(profile, ruleset=ruleset, clock=clock)
    passing = {Readiness.READY, Readiness.NOT_DETERMINED} if undetermined else {Readiness.READY}

    def gate(draft: dict[str, Any]) -> list[str]:
        assessment = assessor.assess(draft, draft=True)
        if assessment.readiness in passing:
            return []
        return [readiness_words(assessment), *[_objection(one) for one in assessment.to_mend if _counts(one)]]

    return gate


def _counts(finding: Finding) -> bool:
    return finding.level is not Level.INFORMATIVE


def _objection(finding: Finding) -> str:
    where = f" at {finding.pointer}" if finding.pointer else ""
    return f"{finding.rule.id} ({finding.level.value}){where}: {finding.advice}"
