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
    from .demands import Demands as Demands
    from .gate import readiness_gate as readiness_gate
    from .label.application import Application as Application
    from .label.applicationparts import Measure as Measure
    from .label.applicationparts import PortfolioFacts as PortfolioFacts
    from .label.evaluation import evaluate as evaluate
    from .label.evaluationlog import EvaluationLog as EvaluationLog
    from .label.paper import Evidence as Evidence
    from .label.paper import Organisation as Organisation
    from .label.report import LabelReport as LabelReport
    from .label.report import LabelState as LabelState
    from .label.review import AnswerLevel as AnswerLevel
    from .label.review import Decision as Decision
    from .label.review import Evaluator as Evaluator
    from .label.review import Review as Review
    from .label.trusted import TrustedLabelIssuer as TrustedLabelIssuer
    from .metadata.model import Credits as Credits
    from .metadata.model import LearningStep as LearningStep
    from .metadata.model import Metadata as Metadata
    from .metadata.model import QualificationLevel as QualificationLevel
    from .metadata.model import QualityAssurance as QualityAssurance
    from .metadata.model import Recognition as Recognition
    from .metadata.model import Skill as Skill
    from .metadata.model import Workload as Workload
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
    "AnswerLevel": "label.review",
    "Application": "label.application",
    "Assessment": "assessment",
    "Assessor": "assess",
    "Credits": "metadata.model",
    "Decision": "label.review",
    "Demands": "demands",
    "Element": "profile",
    "EvaluationLog": "label.evaluationlog",
    "Evaluator": "label.review",
    "Evidence": "label.paper",
    "Figures": "assessment",
    "Finding": "assessment",
    "Found": "rule",
    "LabelReport": "label.report",
    "LabelState": "label.report",
    "LearningStep": "metadata.model",
    "Level": "rule",
    "Measure": "label.applicationparts",
    "Message": "ruleset",
    "Metadata": "metadata.model",
    "Organisation": "label.paper",
    "Portfolio": "portfolio",
    "PortfolioFacts": "label.applicationparts",
    "Profile": "profile",
    "QualificationLevel": "metadata.model",
    "QualityAssurance": "metadata.model",
    "Readiness": "assessment",
    "Recognition": "metadata.model",
    "Review": "label.review",
    "Rule": "rule",
    "RuleOutcome": "rule",
    "RuleSet": "ruleset",
    "Skill": "metadata.model",
    "Suggestion": "suggest",
    "Terms": "terms",
    "TrustedLabelIssuer": "label.trusted",
    "Workload": "metadata.model",
    "built_in": "ruleset",
    "evaluate": "label.evaluation",
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
