"""The rules of issuer, description and criteria: any JSON at their places, their word lists, their words."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualitybadge.fetcher import StaticFetcher
from qualitybadge.quality.assess import Assessor, assess
from qualitybadge.quality.rule import RuleOutcome
from qualitybadge.quality.rules import GROUPS, criteria, description, issuer
from qualitybadge.quality.rules.words import is_placeholder, same_text, shared_words
from qualitybadge.quality.ruleset import Wording, built_in, messages_from, terms_from
from support.rule_cases.badges import GOOD_2, GOOD_3
from support.rule_cases.case import edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
JUDGES = {**issuer.JUDGES, **description.JUDGES, **criteria.JUDGES}
ACHIEVEMENT = {"2.0": "/badge", "3.0": "/credentialSubject/achievement"}
ISSUER = {"2.0": "/badge/issuer", "3.0": "/issuer"}
MEMBERS = {
    "achievement": (
        *("name", "description", "criteria", "achievementType", "tag", "tags", "task", "creator"),
        *("learningContext", "qualityAssurance", "prerequisite", "extensions:qualityMetadata"),
        *("extensions:OriginalCreator", "fieldOfStudy", "opportunity"),
    ),
    "issuer": (
        *("id", "type", "name", "url", "email", "phone", "description", "address", "parentOrg", "image"),
        *("otherIdentifier", "accreditations", "extensions:IssuerAccreditation", "verification"),
    ),
}
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
NAMES = st.sampled_from(["id", "name", "url", "narrative", "evidence", "allowedOrigins", "address", "x"])
ODD = st.sampled_from(
    ["https://", "https://[::1]/", "did:web:", "did:web:%ff%00", "data:", "http://a.b.:99x", "/."]
)
JSON = st.recursive(
    LEAVES | ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


def _found(version, edit, rule, **more):
    return assess(edited(version, edit), now=NOW, **more).finding(rule)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_content_makes_a_rule_raise_or_answer_what_its_row_does_not_allow(data):
    version = data.draw(st.sampled_from(["2.0", "3.0"]))
    edit = {}
    for part, roots in (("achievement", ACHIEVEMENT), ("issuer", ISSUER)):
        for member in data.draw(st.lists(st.sampled_from(MEMBERS[part]), unique=True, max_size=6)):
            edit[f"{roots[version]}/{member}"] = data.draw(JSON)
    subject = assess(edited(version, edit), now=NOW, fetcher=StaticFetcher({}))._subject
    for rule_id, judge in JUDGES.items():
        found = judge(subject)
        assert found.outcome in built_in().rule(rule_id).outcomes
        assert isinstance(found.pointer, str)
        assert isinstance(found.value, str)


@pytest.mark.parametrize("good", [GOOD_2, GOOD_3], ids=["2.0", "3.0"])
def test_nothing_of_the_good_badge_is_to_mend_but_by_a_person(good):
    findings = assess(good, now=NOW).findings
    ours = [one for one in findings if one.rule.id in JUDGES]
    assert len(ours) == len(JUDGES) == 29
    neutral = {RuleOutcome.PASS, RuleOutcome.NOT_APPLICABLE, RuleOutcome.NEEDS_HUMAN}
    assert {one.outcome for one in ours} <= neutral


@pytest.mark.parametrize("value", ["", "x", 7, None, [], {}, [[]], {"id": {}}])
@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_criteria_of_any_form_are_read(version, value):
    found = _found(version, {f"{ACHIEVEMENT[version]}/criteria": value}, "QL-CRI-01")
    assert found.outcome is (RuleOutcome.PASS if value == "x" else RuleOutcome.FAIL)


def test_an_achievement_by_itself_has_no_issuer_to_look_at():
    assessment = assess(GOOD_3["credentialSubject"]["achievement"], now=NOW)
    outcomes = {one.outcome for one in assessment.findings if one.rule.part == "issuer"}
    assert outcomes == {RuleOutcome.NOT_APPLICABLE}
    assert assessment.finding("QL-DSC-01").outcome is RuleOutcome.PASS


def test_a_trust_list_never_makes_a_badge_fail():
    rule = built_in().rule("QL-ISS-12")
    assert RuleOutcome.FAIL not in rule.outcomes
    assert rule.level.weight == 0


def test_the_word_lists_can_be_changed():
    ours = built_in()
    stricter = replace(
        ours, terms=terms_from({"generic_names": ["tide"], "personal_mail_hosts": []}, ours.terms)
    )
    edit = {"/issuer/email": "a@gmail.com", f"{ACHIEVEMENT['3.0']}/name": "Tide"}
    found = Assessor(ruleset=stricter).assess(edited("3.0", edit))
    assert found.finding("QL-ISS-04").outcome is RuleOutcome.PASS
    assert found.finding("QL-DSC-01").outcome is RuleOutcome.PARTIAL
    assert Assessor().assess(edited("3.0", edit)).finding("QL-DSC-01").outcome is RuleOutcome.PASS


def test_length_limits_and_word_lists_never_fail_but_for_emptiness():
    edit = {
        f"{ACHIEVEMENT['3.0']}/name": "A",
        f"{ACHIEVEMENT['3.0']}/description": "B",
        f"{ACHIEVEMENT['3.0']}/criteria": {"narrative": "C"},
        "/issuer/description": "D",
        "/issuer/name": "test",
    }
    assessment = assess(edited("3.0", edit), now=NOW)
    for rule in ("QL-DSC-01", "QL-DSC-02", "QL-CRI-02", "QL-ISS-05", "QL-ISS-02"):
        assert assessment.finding(rule).outcome is RuleOutcome.PARTIAL


@pytest.mark.parametrize("language", ["en", "lt"])
def test_a_part_that_is_only_linked_has_advice_in_each_language(language):
    item = edited("2.0", {"/badge/issuer": "https://academy.example/ob2/issuer.json"})
    assessment = assess(item, now=NOW, language=language)
    advice = {
        assessment.finding(rule).advice
        for rule in JUDGES
        if rule.startswith("QL-ISS-0") and rule[-1] in "1234"
    }
    assert advice == {built_in().wordings[language].advice["not-checked:linked"]}
    assert advice.pop()


def test_the_pages_have_the_same_words_in_each_language():
    wordings = built_in().wordings
    assert {"en", "lt"} <= wordings.keys()
    for wording in wordings.values():
        assert wording.words.keys() == wordings["en"].words.keys()
        assert wording.advice.keys() == wordings["en"].advice.keys()
        assert all(wording.words.values())
    keys = {*(f"group-{group}" for group in GROUPS), *(outcome.value for outcome in RuleOutcome), "ready"}
    assert keys <= wordings["en"].words.keys()


def test_a_word_is_english_where_the_language_is_silent_and_the_key_where_english_is():
    assert built_in().word("ready", "lt") == "parengtas pripažinti"
    assert built_in().word("ready", "fi") == built_in().word("ready")
    assert built_in().word("no such word", "lt") == "no such word"


def test_a_rule_set_of_ones_own_says_what_to_do_with_a_linked_part():
    messages = {"fi": messages_from({"OWN-01": {"title": "Otsikko", "fail": "Korjaa."}})}
    advice = replace(built_in(), messages=messages).message("OWN-01", "fi").advice
    assert advice["fail"] == "Korjaa."
    assert "not-checked:linked" in advice
    silent = replace(built_in(), messages=messages, wordings={"en": Wording()})
    assert silent.message("OWN-01", "fi").advice == {"fail": "Korjaa."}


def test_texts_are_compared_by_their_words():
    assert same_text("Plan, moor!", "plan MOOR")
    assert not same_text("…", "!")
    assert shared_words("a b c", "b c d") == 0.5
    assert shared_words("", "…") == 0.0
    assert is_placeholder("Todo…", ("todo",))
    assert not is_placeholder("todo list of the harbour", ("todo",))


@pytest.mark.parametrize(
    "text",
    ["- " * 40_000, "+" + "1 " * 40_000, "a@" * 40_000, "https://" + "a." * 40_000, " \t" * 40_000 + "x"],
    ids=["items", "phone", "mail", "web", "blank"],
)
def test_a_long_text_takes_no_long_time(text):
    edit = {f"/issuer/{member}": text for member in ("id", "name", "url", "email", "phone", "image")}
    edit[f"{ACHIEVEMENT['3.0']}/criteria"] = {"id": text, "narrative": text}
    subject = assess(edited("3.0", edit), now=NOW)._subject
    started = time.process_time()
    for judge in JUDGES.values():
        judge(subject)
    assert time.process_time() - started < 1
