"""The rules on outcomes, assessment, workload and language take any JSON, long texts and bare achievements."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualitybadge import Response, StaticFetcher
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.model.enumerations import ACHIEVEMENT_TYPES
from qualitybadge.quality.assess import assess
from qualitybadge.quality.rule import Level, RuleOutcome
from qualitybadge.quality.rules.assessment import COMPETENCE_TYPES, QUALIFICATION_TYPES
from qualitybadge.quality.ruleset import built_in, terms_from
from support.rule_cases.badges import GOOD_2, GOOD_3
from support.rule_cases.case import REMOVED, edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
GROUPS = ("outcomes", "assessment", "workload", "language")
RULES = tuple(rule for rule in built_in().rules if rule.group in GROUPS)
OURS = replace(built_in(), rules=RULES)
LINK = "https://academy.example/evidence/1842"
ACH = "/credentialSubject/achievement"
EXT = "/badge/extensions:qualityMetadata"

PLACES = {
    "3.0": (
        [f"{ACH}/{name}" for name in GOOD_3["credentialSubject"]["achievement"] if name not in ("id", "type")]
        + [f"{ACH}/alignment/0/{name}" for name in ("targetName", "targetUrl", "targetCode", "targetType")]
        + [
            f"{ACH}/resultDescription/0/{name}"
            for name in ("id", "resultType", "rubricCriterionLevel", "alignment")
        ]
        + [
            f"/credentialSubject/{name}"
            for name in ("result", "creditsEarned", "source", "activityEndDate", "evidence")
        ]
        + [
            "/evidence",
            "/evidence/0/id",
            "/evidence/0/type",
            "/evidence/0/digestMultibase",
            "/relatedResource",
        ]
        + ["/awardedDate", "/validFrom", "/validUntil"]
    ),
    "2.0": (
        [f"/badge/{name}" for name in GOOD_2["badge"] if name not in ("id", "type", "issuer")]
        + [f"{EXT}/{name}" for name in GOOD_2["badge"]["extensions:qualityMetadata"]]
        + [f"/badge/extensions:AssessmentExtension/{name}" for name in ("description", "assessments")]
        + ["/badge/alignment/0", "/badge/evidence", "/evidence", "/evidence/0", "/issuedOn", "/expires"]
    ),
}
WORDS = (
    "id",
    "name",
    "type",
    "targetName",
    "targetUrl",
    "narrative",
    "hours",
    "rubrics",
    "evidence",
    "value",
)
TEXTS = st.sampled_from(
    (LINK, "http://x", "https://[", "data:,x", "ESCO", "none", "en", "Status", "2026-01-01T00:00:00Z")
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS | st.text(max_size=5),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.sampled_from(WORDS), some, max_size=3),
    max_leaves=6,
)
FETCHER = StaticFetcher({LINK: Response(200, {}, b"plans")})


def _outcomes(document, *, fetcher=None, terms=None):
    ruleset = replace(OURS, terms=terms or OURS.terms)
    findings = assess(document, draft=True, fetcher=fetcher, ruleset=ruleset, now=NOW).findings
    return {finding.rule.id: finding for finding in findings}


@pytest.mark.parametrize("version", ["2.0", "3.0"])
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_value_of_any_member_raises(version, data):
    places = data.draw(st.lists(st.sampled_from(PLACES[version]), min_size=1, max_size=3, unique=True))
    edit = {}
    for place in places:
        if not any(place.startswith(f"{other}/") or other.startswith(f"{place}/") for other in edit):
            edit[place] = data.draw(JSON)
    found = _outcomes(edited(version, edit), fetcher=FETCHER)
    for rule in RULES:
        allowed = {*rule.outcomes, RuleOutcome.NOT_APPLICABLE, RuleOutcome.NOT_CHECKED}
        assert found[rule.id].outcome in allowed
        assert isinstance(found[rule.id].value, str)


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_the_good_draft_fails_none_of_these_rules(version):
    found = _outcomes(edited(version, {}), fetcher=FETCHER)
    neutral = {RuleOutcome.PASS, RuleOutcome.NOT_APPLICABLE, RuleOutcome.NEEDS_HUMAN}
    assert {rule_id: one for rule_id, one in found.items() if one.outcome not in neutral} == {}


def test_an_achievement_by_itself_is_not_asked_for_evidence():
    found = _outcomes(edited("3.0", {})["credentialSubject"]["achievement"])
    assert found["QL-ASM-03"].outcome is RuleOutcome.NOT_APPLICABLE
    assert found["QL-OUT-01"].outcome is RuleOutcome.PASS


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (f"{ACH}/participationForm", "a" + " " * 50_000 + "b"),
        (f"{ACH}/alignment/0/targetUrl", "https://" + "a" * 50_000 + " b"),
        (f"{ACH}/alignment/1/targetCode", "EQF" + ":" * 50_000),
        (f"{ACH}/inLanguage", "en" + "-abcde" * 10_000 + "!"),
        (f"{ACH}/criteria/narrative", "no " * 50_000 + "evidenc"),
        ("/evidence/0/id", "https://" + "/" * 50_000 + " "),
        (f"{ACH}/learningOutcome", ["know" * 20_000]),
    ],
)
def test_long_texts_take_no_long_time(place, text):
    document = edited("3.0", {place: text, f"{ACH}/alignment/0/targetFramework": REMOVED})
    started = time.process_time()
    _outcomes(document)
    assert time.process_time() - started < 0.5


def test_frameworks_are_those_of_the_terms():
    document = edited(
        "3.0", {f"{ACH}/alignment": [{"targetName": "Ties knots", "targetFramework": "Harbour Skills"}]}
    )
    known = terms_from({"frameworks": ["harbour skills"]})
    none = terms_from({"frameworks": [], "evidence_words": [], "vague_verbs": []})
    for terms, outcome in ((known, RuleOutcome.PASS), (none, RuleOutcome.PARTIAL)):
        assert _outcomes(document, terms=terms)["QL-OUT-03"].outcome is outcome


def test_without_words_criteria_ask_for_no_evidence():
    edit = {"/evidence": REMOVED, f"{ACH}/task": REMOVED, f"{ACH}/achievementType": "Badge"}
    document = edited("3.0", {**edit, f"{ACH}/criteria": {"narrative": "Hand in evidence"}})
    found = _outcomes(document, terms=terms_from({"evidence_words": []}))
    assert found["QL-ASM-03"].outcome is RuleOutcome.NOT_APPLICABLE


def test_a_private_address_of_evidence_is_not_asked():
    fetcher = StaticFetcher({"https://10.0.0.1/x": b"secret"})
    found = _outcomes(edited("3.0", {"/evidence/0/id": "https://10.0.0.1/x"}), fetcher=fetcher)
    assert found["QL-ASM-05"].outcome is RuleOutcome.NOT_CHECKED
    assert fetcher.calls == ()


def test_no_more_evidence_is_asked_for_than_one_badge_may():
    fetcher = StaticFetcher({LINK: b"plans"})
    links = [{"id": LINK, "type": ["Evidence"], "name": "Plan"}] * 50
    _outcomes(edited("3.0", {"/evidence": links}), fetcher=fetcher)
    assert len(fetcher.calls) == DEFAULT_LIMITS.fetches


def test_the_types_that_claim_something_are_types_of_the_standard():
    assert set(ACHIEVEMENT_TYPES) >= COMPETENCE_TYPES | QUALIFICATION_TYPES


def test_the_levels_are_those_of_the_catalogue():
    essential = {rule.id for rule in RULES if rule.level is Level.ESSENTIAL}
    assert essential == {
        "QL-OUT-02", "QL-OUT-09", "QL-ASM-03", "QL-ASM-09", "QL-WRK-02", "QL-WRK-07", "QL-LNG-02",
    }  # fmt: skip
    informative = {rule.id for rule in RULES if rule.level is Level.INFORMATIVE}
    assert informative == {
        "QL-OUT-06", "QL-OUT-08", "QL-ASM-06", "QL-ASM-07", "QL-ASM-08", "QL-WRK-04", "QL-WRK-06", "QL-LNG-03", "QL-LNG-04",
        "QL-LNG-05",
    }  # fmt: skip
    assert len(RULES) == 31
