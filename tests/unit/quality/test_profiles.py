"""The profiles: each tightens, none loosens, and what its framework asks for is looked at or left to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qualitybadge.errors import InputError
from qualitybadge.quality.assess import assess
from qualitybadge.quality.assessment import Readiness
from qualitybadge.quality.demands import NO_DEMANDS, Demands
from qualitybadge.quality.profile import Element, Profile, built_in_profile, profile_from, profile_names
from qualitybadge.quality.rule import Level, RuleOutcome
from qualitybadge.quality.ruleset import built_in
from support.rule_cases.case import REMOVED, edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
NAMES = ("recognition", "au-nmf", "cmf", "ctdl-minimum", "eu-microcredential", "skill", "trusted")
STRICT = [name for name in NAMES if name != "recognition"]
ACHIEVEMENT = "/credentialSubject/achievement"
METADATA = "/badge/extensions:qualityMetadata"

# What is taken away from the good badge of 3.0 and of 2.0, and the rule that then keeps it from being ready.
LACKING = {
    "skill": ("QL-ASM-01", "assessmentMethod"),
    "eu-microcredential": ("QL-WRK-05", "participationForm"),
    "trusted": ("QL-DSC-06", "achievementType"),
    "au-nmf": ("QL-ASM-01", "assessmentMethod"),
    "cmf": ("QL-ASM-08", "supervision"),
}

# What the good badges of 3.0 and of 2.0 need besides, to lie within what a profile demands.
FITTING = {
    ("cmf", "3.0"): {
        f"{ACHIEVEMENT}/workload": {"hours": 125, "ects": 5},
        f"{ACHIEVEMENT}/creditsAvailable": 5,
        f"{ACHIEVEMENT}/alignment/1/targetCode": "6",
    },
    ("cmf", "2.0"): {f"{METADATA}/workload": {"hours": 125, "ects": 5}, f"{METADATA}/level/value": "6"},
    ("trusted", "3.0"): {
        "/credentialSubject/result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:uuid:c1e9d7b0-58a9-4c39-9c68-5f0f6f5f0001",
                "status": "Completed",
            }
        ]
    },
}


def test_the_names_are_listed_with_the_default_first():
    assert profile_names() == NAMES


@pytest.mark.parametrize("version", ["2.0", "3.0"])
@pytest.mark.parametrize("name", NAMES)
def test_a_profile_never_lowers_a_level(name, version):
    profile = built_in_profile(name)
    base = built_in_profile("recognition")
    for rule in built_in().rules:
        own = rule.levels.get(version, rule.level)
        assert profile.level(rule, version).weight >= base.level(rule, version).weight >= own.weight


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_fits_the_rule_set_and_claims_no_certification(name):
    profile = built_in_profile(name).checked(built_in())
    said = f"{profile.title} {profile.source}".lower()
    assert profile.source
    assert "certified" not in said
    assert "quality label" not in said


@pytest.mark.parametrize("name", ["trusted", "ctdl-minimum", "au-nmf", "cmf"])
def test_what_rests_on_a_secondary_source_says_so(name):
    assert "secondary source" in built_in_profile(name).source.lower()


@pytest.mark.parametrize("name", STRICT)
def test_a_mandatory_element_has_an_essential_rule_or_is_left_to_a_person(name):
    profile = built_in_profile(name)
    for element in profile.elements:
        levels = {
            profile.level(built_in().rule(rule), version)
            for rule in element.rules
            for version in ("2.0", "3.0")
        }
        if element.mandatory:
            assert Level.ESSENTIAL in levels or element.note, element.name


def test_the_sixteen_elements_of_the_european_approach_are_all_looked_at():
    elements = built_in_profile("eu-microcredential").elements
    assert [element.mandatory for element in elements] == [True] * 11 + [False] * 5
    assert all(element.rules for element in elements)
    assert len({element.name for element in elements}) == 16


def _lacking(name: str, version: str) -> tuple[str, dict[str, object]]:
    rule, member = LACKING[name]
    if version == "2.0" and member == "assessmentMethod":  # which the official extension says, too
        return rule, {f"{METADATA}/{member}": REMOVED, "/badge/extensions:AssessmentExtension": REMOVED}
    return rule, {f"{ACHIEVEMENT if version == '3.0' else METADATA}/{member}": REMOVED}


@pytest.mark.parametrize("version", ["2.0", "3.0"])
@pytest.mark.parametrize("name", LACKING)
def test_a_badge_that_is_ready_without_the_profile_is_not_with_it(name, version):
    rule, edit = _lacking(name, version)
    document = edited(version, edit)
    before, after = (assess(document, profile=profile, now=NOW) for profile in ("recognition", name))
    assert before.finding(rule).level is not Level.ESSENTIAL
    assert after.finding(rule).level is Level.ESSENTIAL
    assert after.finding(rule).outcome is RuleOutcome.FAIL
    assert before.readiness is Readiness.READY
    assert after.readiness is Readiness.NOT_READY


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_a_criteria_link_over_http_counts_more_for_ctdl(version):
    place = f"{ACHIEVEMENT}/criteria/id" if version == "3.0" else "/badge/criteria/id"
    document = edited(version, {place: "http://academy.example/criteria"})
    assert assess(document, now=NOW).readiness is Readiness.READY
    assert assess(document, profile="ctdl-minimum", now=NOW).readiness is Readiness.NOT_READY


@pytest.mark.parametrize("version", ["2.0", "3.0"])
@pytest.mark.parametrize("name", NAMES)
def test_the_good_badge_is_ready_under_every_profile(name, version):
    document = edited(version, FITTING.get((name, version), {}))
    assert assess(document, profile=name, now=NOW).readiness is Readiness.READY


def test_a_profile_that_lowers_a_level_is_refused():
    with pytest.raises(InputError, match="only tighten") as caught:
        profile_from({"name": "mine", "levels": {"QL-ISS-01": "recommended"}}).checked(built_in())
    assert caught.value.pointer == "/levels/QL-ISS-01"
    assert caught.value.hint


def test_a_level_that_is_higher_in_one_version_only_is_no_lowering():
    rule = replace(built_in().rule("QL-ISS-11"), levels={"2.0": Level.ESSENTIAL})
    rules = tuple(rule if one.id == rule.id else one for one in built_in().rules)
    profile = Profile("mine", levels={rule.id: Level.RECOMMENDED}).checked(replace(built_in(), rules=rules))
    assert profile.level(rule, "2.0") is Level.ESSENTIAL
    assert profile.level(rule, "3.0") is Level.RECOMMENDED


@pytest.mark.parametrize(
    ("profile", "pointer"),
    [
        (Profile("mine", levels={"QL-XXX-01": Level.ESSENTIAL}), "/levels/QL-XXX-01"),
        (Profile("mine", elements=(Element("x", True, ("QL-ISS-01", "QL-XXX-01")),)), "/element/0/rules/1"),
    ],
)
def test_a_profile_that_names_an_unknown_rule_is_refused(profile, pointer):
    with pytest.raises(InputError, match="QL-XXX-01") as caught:
        profile.checked(built_in())
    assert caught.value.pointer == pointer


def test_a_level_that_there_is_not_is_refused():
    with pytest.raises(InputError, match="no level 'vital'") as caught:
        profile_from({"name": "mine", "levels": {"QL-ISS-01": "vital"}})
    assert caught.value.pointer == "/levels/QL-ISS-01"


def test_a_profile_based_on_another_keeps_the_higher_level_of_the_two():
    base = built_in_profile("skill")
    row = {
        "name": "mine",
        "based_on": "skill",
        "levels": {"QL-ASM-01": "recommended", "QL-ISS-11": "essential"},
    }
    mine = profile_from(row)
    assert mine.levels == {**base.levels, "QL-ISS-11": Level.ESSENTIAL}


@pytest.mark.parametrize(
    "make", [built_in_profile, lambda name: profile_from({"name": "x", "based_on": name})]
)
def test_a_profile_that_there_is_not_is_refused(make):
    with pytest.raises(InputError, match="no profile 'gold'"):
        make("gold")


def test_what_a_profile_demands_is_joined_with_what_its_base_demands():
    strict = Demands(evidence=True, hours=(100, 150), ects=(4, 6), eqf=(6, 7))
    row = {"assessed": True, "result": True, "hours": [1, 120], "ects": [5, 30], "eqf": [5, 6]}
    narrower = Demands(True, True, True, hours=(100, 120), ects=(5, 6), eqf=(6,))
    assert strict.joined(row) == narrower
    assert NO_DEMANDS.joined(row) == Demands(
        assessed=True, result=True, hours=(1, 120), ects=(5, 30), eqf=(5, 6)
    )
    assert strict.joined({}) == strict


def test_a_profile_says_what_it_demands_and_takes_over_what_its_base_demands():
    base = profile_from({"name": "mine", "demands": {"hours": [100, 150], "eqf": [6, 7]}})
    assert base.demands == Demands(hours=(100, 150), eqf=(6, 7))
    based = profile_from({"name": "mine", "based_on": "skill", "demands": {"result": True}})
    assert based.demands == built_in_profile("skill").demands.joined({"result": True})
