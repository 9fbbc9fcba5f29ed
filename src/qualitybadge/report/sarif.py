"""Assessments as SARIF 2.1.0, for code-scanning pages: a result for each finding that is open or not met."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..quality.assessment import Assessment, Finding
from ..quality.rule import Level, RuleOutcome
from .assessed import Words, group_title, spoken_language, words_of
from .inert import inert
from .jsontext import printable

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ADVISED = (RuleOutcome.FAIL, RuleOutcome.PARTIAL, RuleOutcome.NEEDS_HUMAN, RuleOutcome.NOT_CHECKED)
LEVELS = {Level.ESSENTIAL: "error", Level.RECOMMENDED: "warning", Level.INFORMATIVE: "note"}


def to_sarif(assessments: Sequence[tuple[str, Assessment]]) -> str:
    """Return one SARIF log of one run.

    The level says how much a rule counts; what became of it stands in ``properties.outcome``, for a rule that
    was not checked is not one that is not met.

    Args:
        assessments: one or several by the same rule set and profile, each with the name of its file, ""
            where that is not known.
    """
    first = assessments[0][1]
    numbers = {rule.id: number for number, rule in enumerate(first.ruleset.rules)}
    run = {
        "tool": {"driver": _driver(first)},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, numbers[finding.rule.id], name, words_of(assessment))
            for name, assessment in assessments
            for finding in assessment.to_mend
        ],
        "properties": {
            "ruleSet": f"{first.ruleset.id} {first.ruleset.version}",
            "profile": first.profile.name,
            "readiness": {
                name or str(number): one.readiness.value for number, (name, one) in enumerate(assessments)
            },
        },
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return printable(json.dumps(log, ensure_ascii=False, indent=2))


def _driver(assessment: Assessment) -> dict[str, Any]:
    return {
        "name": "qualitybadge",
        "version": __version__,
        "rules": [_rule(finding, assessment) for finding in assessment.findings],
    }


def _rule(finding: Finding, assessment: Assessment) -> dict[str, Any]:
    rule, word = finding.rule, words_of(assessment)
    english = spoken_language(assessment) == "en"
    return {
        "id": rule.id,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": (rule.rationale if english else "") or finding.title},
        "help": {"text": _help(finding, english=english)},
        "defaultConfiguration": {"level": LEVELS[finding.level]},
        "properties": {"tags": [group_title(rule.group, word)], "level": finding.level.value},
    }


def _help(finding: Finding, *, english: bool) -> str:
    """Return why the rule is asked (what to do, where that is not English), and where its value stands."""
    rule = finding.rule
    reason = f"{rule.rationale} ({rule.source})." if rule.rationale and english else ""
    advice = [said for one in _ADVISED if (said := finding.message.advice_for(one))]
    paths = [f"Open Badges {version}: {path}." for version, path in rule.paths.items()]
    return " ".join([reason or next(iter(advice), finding.title), *paths])


def _result(finding: Finding, number: int, name: str, word: Words) -> dict[str, Any]:
    said = [f"{finding.title} ({word(finding.outcome.value)})."]
    said += [f"{word('value')}: {inert(finding.value, longest=120)}."] if finding.value else []
    said += [finding.advice] if finding.advice else []
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": number,
        "level": LEVELS[finding.level],
        "message": {"text": " ".join(said)},
        "locations": [location] if (location := _location(finding.pointer, name)) else [],
        "properties": {"outcome": finding.outcome.value},
    }


def _location(pointer: str, name: str) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if name:
        location["physicalLocation"] = {"artifactLocation": {"uri": quote(name.replace("\\", "/"), safe="/")}}
    if pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": pointer, "kind": "property"}]
    return location
