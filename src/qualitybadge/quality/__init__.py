"""Is a badge ready for recognition, and who recognises its issuer? Rules, assessment, label schemes.

The smaller words of the room stand here, each loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assess import Assessor as Assessor
    from .assessment import Assessment as Assessment
    from .assessment import Figures as Figures
    from .assessment import Finding as Finding
    from .assessment import Readiness as Readiness
    from .gate import readiness_gate as readiness_gate
    from .metadata import Credits as Credits
    from .metadata import LearningStep as LearningStep
    from .metadata import Metadata as Metadata
    from .metadata import QualificationLevel as QualificationLevel
    from .metadata import QualityAssurance as QualityAssurance
    from .metadata import Recognition as Recognition
    from .metadata import Skill as Skill
    from .metadata import Workload as Workload
    from .portfolio import Portfolio as Portfolio
    from .profile import Element as Element
    from .profile import Profile as Profile
    from .profile import profile_names as profile_names
    from .rule import Found as Found
    from .rule import Level as Level
    from .rule import Rule as Rule
    from .rule import RuleOutcome as RuleOutcome
    from .ruleset import Message as Message
    from .ruleset import RuleSet as RuleSet
    from .ruleset import built_in as built_in
    from .suggest import Suggestion as Suggestion
    from .terms import Terms as Terms
    from .userfiles import load_profile as load_profile
    from .userfiles import load_ruleset as load_ruleset

_HOME = {
    "Assessment": "assessment",
    "Assessor": "assess",
    "Credits": "metadata",
    "Element": "profile",
    "Figures": "assessment",
    "Finding": "assessment",
    "Found": "rule",
    "LearningStep": "metadata",
    "Level": "rule",
    "Message": "ruleset",
    "Metadata": "metadata",
    "Portfolio": "portfolio",
    "Profile": "profile",
    "QualificationLevel": "metadata",
    "QualityAssurance": "metadata",
    "Readiness": "assessment",
    "Recognition": "metadata",
    "Rule": "rule",
    "RuleOutcome": "rule",
    "RuleSet": "ruleset",
    "Skill": "metadata",
    "Suggestion": "suggest",
    "Terms": "terms",
    "Workload": "metadata",
    "built_in": "ruleset",
    "load_profile": "userfiles",
    "load_ruleset": "userfiles",
    "profile_names": "profile",
    "readiness_gate": "gate",
}
__all__ = sorted(_HOME)  # noqa: PLE0605 - the table above is the list


def __getattr__(name: str) -> Any:
    """Load a word from its module (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
