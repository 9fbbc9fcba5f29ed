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
            assert Level.ESSENTIAL in levels or element.needs_human, element.name


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


ELEMENT = Element("Assessment", mandatory=True, rules=("QL-ISS-01", "QL-ISS-02"))
COMBINED = {
    ("pass", "pass"): ("pass", "needs-human"),
    ("pass", "partial"): ("partial", "partial"),
    ("pass", "fail"): ("fail", "fail"),
    ("pass", "not-checked"): ("not-checked", "not-checked"),
    ("pass", "needs-human"): ("needs-human", "needs-human"),
    ("pass", "not-applicable"): ("pass", "needs-human"),
    ("partial", "fail"): ("fail", "fail"),
    ("partial", "not-checked"): ("partial", "partial"),
    ("partial", "needs-human"): ("partial", "partial"),
    ("partial", "not-applicable"): ("partial", "partial"),
    ("fail", "not-checked"): ("fail", "fail"),
    ("fail", "needs-human"): ("fail", "fail"),
    ("fail", "not-applicable"): ("fail", "fail"),
    ("not-checked", "needs-human"): ("not-checked", "not-checked"),
    ("not-checked", "not-applicable"): ("not-checked", "not-checked"),
    ("needs-human", "not-applicable"): ("needs-human", "needs-human"),
    ("not-applicable", "not-applicable"): ("not-applicable", "needs-human"),
}


def _covered(element: Element, outcomes: tuple[str, ...]):
    found = assess(edited("3.0", {}), now=NOW)
    rows = tuple(
        replace(found.finding(rule), outcome=RuleOutcome(outcome))
        for rule, outcome in zip(("QL-ISS-01", "QL-ISS-02"), outcomes, strict=True)
    )
    (covered,) = replace(found, findings=rows, profile=Profile("mine", elements=(element,))).coverage
    return covered


@pytest.mark.parametrize("needs_human", [False, True])
@pytest.mark.parametrize("outcomes", COMBINED, ids="+".join)
def test_an_element_is_met_only_where_all_of_it_was_looked_at_and_found(outcomes, needs_human):
    element = replace(ELEMENT, needs_human=needs_human)
    for order in (outcomes, outcomes[::-1]):
        covered = _covered(element, order)
        assert covered.outcome.value == COMBINED[outcomes][needs_human]
        assert covered.met is (covered.outcome.value == "pass")


def test_every_combination_of_two_outcomes_is_looked_at():
    pairs = {frozenset((one.value, other.value)) for one in RuleOutcome for other in RuleOutcome}
    same = {frozenset((one.value,)) for one in RuleOutcome}
    assert {frozenset(one) for one in COMBINED} >= pairs - same


@pytest.mark.parametrize("needs_human", [False, True])
def test_what_no_rule_looks_at_needs_a_person(needs_human):
    covered = _covered(replace(ELEMENT, rules=(), needs_human=needs_human), ("pass", "pass"))
    assert (covered.outcome, covered.met) == (RuleOutcome.NEEDS_HUMAN, False)


def test_a_rule_that_is_not_asked_was_not_checked():
    covered = _covered(replace(ELEMENT, rules=("QL-ISS-01", "QL-ISS-05")), ("pass", "pass"))
    assert (covered.outcome, covered.met) == (RuleOutcome.NOT_CHECKED, False)


@pytest.mark.parametrize("version", ["2.0", "3.0"])
@pytest.mark.parametrize("name", STRICT)
def test_what_only_a_person_can_tell_of_the_good_badge_is_never_ticked(name, version):
    found = assess(edited(version, {}), profile=name, now=NOW)
    for one in found.coverage:
        assert not (one.met and one.element.needs_human), one.element.name
        assert one.element.note or not one.element.needs_human
        assert "needs a person" not in one.element.note.lower()  # that stands where the outcome stands
    mandatory = {one.element.name: one for one in found.coverage if one.element.mandatory}
    idle = [name for name, one in mandatory.items() if one.outcome is RuleOutcome.NOT_APPLICABLE]
    assert idle in ([], ["Date of issuing"])  # which a draft does not have yet
    assert not any(mandatory[name].met for name in idle)


def test_a_failing_rule_shows_its_failure_even_where_a_person_is_needed():
    document = edited("3.0", {f"{ACHIEVEMENT}/supervision": REMOVED})
    found = assess(document, profile="cmf", now=NOW)
    one = next(row for row in found.coverage if "QL-ASM-08" in row.element.rules)
    assert one.element.needs_human
    assert one.outcome is RuleOutcome.FAIL


@pytest.mark.parametrize("language", ["lt"])
@pytest.mark.parametrize("name", STRICT)
def test_each_element_and_note_is_translated(name, language):
    profile = built_in_profile(name)
    said = profile.translations.get(language, {})
    assert set(said) == {one.name for one in profile.elements}
    for one in profile.elements:
        assert set(said[one.name]) == ({"name", "note"} if one.note else {"name"})
        assert all(said[one.name].values())
    found = assess(edited("3.0", {}), profile=name, now=NOW, language=language)
    shown = [one["element"] for one in found.to_dict()["coverage"]]
    assert shown == [said[one.name]["name"] for one in profile.elements]
    assert [
        one["element"]
        for one in assess(edited("3.0", {}), name, language="xx", now=NOW).to_dict()["coverage"]
    ] == [one.name for one in profile.elements]


def test_an_element_of_ones_own_may_need_a_person():
    row = {"name": "x", "mandatory": True, "rules": ["QL-ISS-01"], "needs_person": True}
    (element,) = profile_from({"name": "mine", "element": [row]}).elements
    assert element == Element("x", mandatory=True, rules=("QL-ISS-01",), needs_human=True)
