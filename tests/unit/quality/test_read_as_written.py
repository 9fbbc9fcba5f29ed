"""What is handed in as text says the same as what is handed in as a mapping, extensions and all."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.quality.assess import assess
from qualitybadge.quality.assessment import Readiness
from qualitybadge.quality.rule import RuleOutcome
from support.rule_cases.badges import GOOD_2
from support.rule_cases.case import edited
from support.rule_cases.proofs import offline_2

NOW = datetime(2026, 11, 20, tzinfo=UTC)
UNREACHABLE = qb.StaticFetcher({})


def _outcomes(item, **how):
    return {one.rule.id: (one.outcome, one.pointer) for one in assess(item, now=NOW, **how).findings}


@pytest.mark.parametrize("version", ["2.0", "3.0"])
@pytest.mark.parametrize("written", [json.dumps, lambda document: json.dumps(document).encode()])
def test_a_draft_is_judged_alike_as_a_mapping_and_as_text(version, written):
    document = edited(version, {})
    assert _outcomes(written(document)) == _outcomes(document)
    assert assess(written(document), now=NOW).readiness is Readiness.READY


def test_a_badge_class_is_judged_alike_as_a_mapping_and_as_text():
    alone = {"@context": GOOD_2["@context"], **GOOD_2["badge"]}
    assert _outcomes(json.dumps(alone), draft=True) == _outcomes(alone)


def test_a_member_that_means_nothing_is_seen_in_a_text_too():
    document = edited("2.0", {"/badge/rank": "high"})
    for item in (document, json.dumps(document)):
        assert _outcomes(item)["QL-INT-06"] == (RuleOutcome.FAIL, "/badge/rank")


@pytest.mark.parametrize("fetcher", [None, UNREACHABLE])
@pytest.mark.parametrize("written", [dict, json.dumps])
def test_a_good_hosted_badge_that_nobody_serves_fails_nothing_for_that(written, fetcher):
    found = assess(written(offline_2()), now=NOW, fetcher=fetcher)
    assert found.readiness is Readiness.NOT_DETERMINED
    failed = {one.rule.id for one in found.findings if one.outcome is RuleOutcome.FAIL}
    assert failed == {"QL-END-01"}
    assert found.finding("QL-OUT-01").outcome is RuleOutcome.PASS
    assert found.finding("QL-INT-11").outcome is RuleOutcome.NOT_CHECKED


@pytest.mark.parametrize("language", ["en", "lt"])
def test_advice_on_the_network_serves_python_and_the_command_line(language):
    found = assess(offline_2(), now=NOW, language=language).findings
    asking = [one.advice for one in found if "etch" in one.advice]
    assert len(asking) >= 6
    assert all("`fetcher=`" in advice and "`--fetch`" in advice for advice in asking)
