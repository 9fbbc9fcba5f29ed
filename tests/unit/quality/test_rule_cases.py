"""Every rule in both versions: each outcome that its row allows has a case, and the case finds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib import import_module

import pytest

from qualitybadge.quality.assess import assess
from qualitybadge.quality.rules import GROUPS
from qualitybadge.quality.ruleset import RuleSet, built_in
from support.rule_cases.case import Case, edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CASES = [case for group in GROUPS for case in import_module(f"support.rule_cases.{group}").CASES]
NEUTRAL = {"pass", "not-applicable"}


def _name(case: Case) -> str:
    return f"{case.rule}-{case.version}-{case.outcome}"


@cache
def _alone(rule: str) -> RuleSet:
    """Return the rule set with this rule only: the others would be asked two thousand times for nothing."""
    return replace(built_in(), rules=(built_in().rule(rule),))


@pytest.mark.parametrize("case", CASES, ids=[_name(case) for case in CASES])
def test_the_rule_finds(case):
    item = case.item() if case.item is not None else edited(case.version, case.edit)
    assessment = assess(item, **{"now": NOW, "ruleset": _alone(case.rule), **case.given})
    assert assessment.version == case.version
    found = assessment.finding(case.rule)
    assert found.outcome.value == case.outcome, found
    if case.pointer is not None:
        assert found.pointer == case.pointer
    if case.case is not None:
        assert found.case == case.case
    if case.outcome not in NEUTRAL:
        assert found.advice, f"no advice for {case.outcome} {found.case}"
        assert case.pointer is not None, "say where the finding points"


@pytest.mark.parametrize("rule", built_in().rules, ids=lambda rule: rule.id)
def test_each_outcome_that_a_row_allows_has_a_case_in_each_version(rule):
    wanted = {(version, outcome.value) for version in rule.paths for outcome in rule.outcomes}
    found = {(case.version, case.outcome) for case in CASES if case.rule == rule.id}
    assert wanted - found == set()
    assert {outcome for _version, outcome in found} <= {
        outcome.value for outcome in rule.outcomes
    } | NEUTRAL | {"not-checked"}


@pytest.mark.parametrize("language", built_in().languages)
@pytest.mark.parametrize("rule", built_in().rules, ids=lambda rule: rule.id)
def test_each_language_has_a_title_and_advice_for_each_outcome(rule, language):
    message = built_in().messages[language][rule.id]
    assert message.title
    needed = {outcome.value for outcome in rule.outcomes} - NEUTRAL
    assert {key.partition(":")[0] for key in message.advice if key in needed} == needed
    english = built_in().messages["en"][rule.id]
    assert message.advice.keys() == english.advice.keys()


def test_each_case_that_is_found_has_its_own_advice():
    for case in CASES:
        if case.case:
            assert f"{case.outcome}:{case.case}" in built_in().message(case.rule).advice, case


def test_there_are_110_rules_with_functions():
    ids = [rule.id for rule in built_in().rules]
    assert len(ids) == len(set(ids)) == 110


def test_the_same_badge_gives_the_same_assessment():
    first, second = (assess(edited("3.0", {}), now=NOW).to_json() for _ in range(2))
    assert first == second
