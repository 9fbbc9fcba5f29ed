from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualitybadge.errors import InputError, UndeterminedError
from qualitybadge.jsonschemas import schema_errors
from qualitybadge.quality.assess import assess
from qualitybadge.quality.label.schemefile import read_scheme
from qualitybadge.quality.profile import built_in_profile, profile_names
from qualitybadge.quality.rule import Level, Rule, RuleOutcome, fails
from qualitybadge.quality.ruleset import Message, built_in
from qualitybadge.quality.terms import Terms
from qualitybadge.quality.tomlfile import read_toml
from qualitybadge.quality.userfiles import PROFILE_SCHEMA, RULE_SET_SCHEMA, load_profile, load_ruleset
from qualitybadge.spec import read_schema
from support.rule_cases.case import REMOVED, edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = 'id = "https://network.example/rules"\nversion = "2026-1"\nname = "Harbour rules"\n'
RULE = """
[[rule]]
id = "HARBOUR-01"
group = "harbour"
level = "essential"
part = "achievement"
rationale = "Pilots look for it."
source = "our own practice"
requires = { member = "criteria.id", test = "https" }
[messages.en.HARBOUR-01]
title = "Criteria have a page"
fail = "Publish the criteria and link them."
"""
MESSAGES = "\n[messages.en.HARBOUR-01]\ntitle = 'It holds'\nfail = 'Mend it.'\npartial = 'Say more.'\n"


def _file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _ruleset(folder: Path, text: str):
    return load_ruleset(_file(folder, HEAD + text))


def test_a_rule_set_of_ones_own_has_its_rules_and_ours(tmp_path):
    ruleset = load_ruleset(_file(tmp_path, HEAD + 'based_on = "badge-1"\n' + RULE))
    assert len(ruleset.rules) == 111
    assessment = assess(edited("3.0", {}), ruleset=ruleset, now=NOW)
    assert assessment.finding("HARBOUR-01").outcome is RuleOutcome.PASS
    assert assessment.to_dict()["ruleSet"] == {
        "id": "https://network.example/rules",
        "version": "2026-1",
        "name": "Harbour rules",
    }


def test_without_a_base_only_its_own_rules_are_asked(tmp_path):
    ruleset = _ruleset(tmp_path, '[[rule]]\nid = "QL-ISS-02"\nlevel = "recommended"\n')
    assert [(rule.id, rule.level) for rule in ruleset.rules] == [("QL-ISS-02", Level.RECOMMENDED)]
    assert load_ruleset(_file(tmp_path, HEAD)).rules == ()


def test_a_rule_of_ours_keeps_its_level_unless_another_is_given(tmp_path):
    ruleset = _ruleset(tmp_path, '[[rule]]\nid = "QL-ISS-02"\n')
    assert ruleset.rules == (built_in().rule("QL-ISS-02"),)


@pytest.mark.parametrize(
    ("requires", "edit", "outcome"),
    [
        ('{ member = "tag", test = "present" }', {}, "pass"),
        ('{ member = "tag", test = "present" }', {"/credentialSubject/achievement/tag": []}, "fail"),
        ('{ member = "tag", test = "present" }', {"/credentialSubject/achievement/tag": REMOVED}, "fail"),
        (
            '{ member = "tag", test = "present" }',
            {"/credentialSubject/achievement/tag": [{"a": 1}, " "]},
            "fail",
        ),
        ('{ member = "criteria.id", test = "https" }', {}, "pass"),
        (
            '{ member = "criteria.id", test = "https" }',
            {"/credentialSubject/achievement/criteria/id": "http://academy.example/"},
            "fail",
        ),
        ('{ member = "version", test = "one-of", values = ["2", "3"] }', {}, "pass"),
        ('{ member = "version", test = "one-of", values = ["4"] }', {}, "fail"),
        ('{ member = "name", test = "length", length = 10 }', {}, "pass"),
        ('{ member = "name", test = "length", length = 90 }', {}, "partial"),
        (
            '{ member = "criteria.id", test = "present" }',
            {"/credentialSubject/achievement/criteria": 7},
            "fail",
        ),
    ],
)
def test_a_declared_rule_decides(tmp_path, requires, edit, outcome):
    rule = RULE.split("requires", maxsplit=1)[0] + f"requires = {requires}\n" + MESSAGES
    assessment = assess(edited("3.0", edit), ruleset=_ruleset(tmp_path, rule), now=NOW)
    found = assessment.finding("HARBOUR-01")
    assert found.outcome.value == outcome
    if outcome != "pass":
        assert found.pointer.startswith("/credentialSubject/achievement/")
        assert found.advice


@pytest.mark.parametrize(
    ("text", "words", "pointer"),
    [
        ('[[rule]]\nid = "QL-ISS-99"\n', "there is no rule", "/rule/0/id"),
        ('[[rule]]\nid = "QL-ISS-01"\ngroup = "x"\n', "cannot be changed", "/rule/0/group"),
        ('[[rule]]\nid = "QL-ISS-01"\n[[rule]]\nid = "QL-ISS-01"\n', "there twice", "/rule/1/id"),
        (RULE.replace("HARBOUR-01", "QL-ISS-01"), "one of ours", "/rule/0/id"),
        (RULE.replace("HARBOUR-01", "QL-NEW-01"), "one of ours", "/rule/0/id"),
        (RULE.replace('group = "harbour"', ""), "says no group", "/rule/0/group"),
        (RULE.replace('test = "https"', 'test = "one-of"'), "needs 'values'", "/rule/0/requires/values"),
        (RULE.replace('test = "https"', 'test = "length"'), "needs 'length'", "/rule/0/requires/length"),
        (RULE.split("[messages", maxsplit=1)[0], "says nothing in English", "/messages/en"),
        (RULE.replace('"https" }', '"magic" }'), "", "/rule/0/requires/test"),
        ("colour = 7\n", "", ""),
        ('[terms]\nname_shortest = "x"\n', "", "/terms/name_shortest"),
    ],
)
def test_a_rule_set_that_could_not_be_applied_is_refused(tmp_path, text, words, pointer):
    with pytest.raises(InputError) as caught:
        _ruleset(tmp_path, text)
    assert words in caught.value.message
    assert caught.value.pointer == pointer or not pointer


def test_limits_and_word_lists_can_be_changed(tmp_path):
    ruleset = _ruleset(tmp_path, '[[rule]]\nid = "QL-DSC-02"\n[terms]\ndescription_enough = 5000\n')
    assert (
        assess(edited("3.0", {}), ruleset=ruleset, now=NOW).finding("QL-DSC-02").outcome
        is RuleOutcome.PARTIAL
    )
    assert built_in().terms.description_enough != 5000


def test_a_message_can_be_said_otherwise_and_in_another_language(tmp_path):
    text = '[[rule]]\nid = "QL-ISS-02"\n[messages.da.QL-ISS-02]\ntitle = "Udstederen har et navn"\nfail = "Skriv det."\n'
    ruleset = _ruleset(tmp_path, text)
    assert "da" in ruleset.languages
    found = assess(edited("3.0", {"/issuer/name": ""}), ruleset=ruleset, language="da", now=NOW).findings[0]
    assert (found.title, found.advice) == ("Udstederen har et navn", "Skriv det.")


def test_a_rule_can_be_added_in_python():
    rule = Rule(
        "HARBOUR-02", "harbour", Level.ESSENTIAL, lambda subject: fails(subject.badge.at, subject.version)
    )
    ruleset = built_in().with_rule(
        rule, {"en": Message("Never holds", {"fail": "Give up."}), "da": Message("Aldrig")}
    )
    assessment = assess(edited("3.0", {}), ruleset=ruleset, now=NOW)
    assert assessment.finding("HARBOUR-02").advice == "Give up."
    assert assessment.readiness.value == "not-ready"
    assert len(built_in().rules) == 110
    with pytest.raises(InputError, match="taken"):
        ruleset.with_rule(rule, {"en": Message("Again")})
    with pytest.raises(InputError, match="no English"):
        built_in().with_rule(rule, {})
    with pytest.raises(InputError, match="has no rule"):
        built_in().rule("HARBOUR-02")


def test_a_profile_of_ones_own(tmp_path):
    text = 'name = "harbour"\nbased_on = "skill"\n[levels]\n"QL-ISS-05" = "essential"\n'
    profile = load_profile(_file(tmp_path, text))
    edit = {"/issuer/description": REMOVED}
    assert assess(edited("3.0", edit), profile, now=NOW).finding("QL-ISS-05").level is Level.ESSENTIAL
    assert profile.level(built_in().rule("QL-OUT-01"), "3.0") is Level.ESSENTIAL


@pytest.mark.parametrize(
    "text",
    [
        'name = "harbour"\n[levels]\n"QL-ISS-01" = "informative"\n',
        'name = "harbour"\n[levels]\n"QL-XXX-01" = "essential"\n',
        'name = "harbour"\n[levels]\n"QL-ISS-01" = "very"\n',
        'name = "harbour"\nbased_on = "nowhere"\n',
        "name = 7\n",
        "",
        "name = \n",
        "name = '\x00'\n",
    ],
)
def test_a_profile_that_could_not_be_applied_is_refused(tmp_path, text):
    with pytest.raises(InputError):
        load_profile(_file(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(UndeterminedError, match="could not be read"):
        load_profile(tmp_path / "nothing.toml")
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no TOML"):
        load_profile(tmp_path / "own.toml")
    with pytest.raises(TypeError, match=r"pathlib\.Path"):
        load_profile("own.toml")
    (tmp_path / "own.toml").write_bytes(b"#" * 30_000_000)
    with pytest.raises(InputError, match="larger"):
        load_profile(tmp_path / "own.toml")


HOSTILE = {
    "a long integer": ("x = " + "1" * 5_000, ""),
    "a date": ("name = 2026-11-20", "/name"),
    "a time": ("[levels]\nQL-ISS-01 = 10:00:00", "/levels/QL-ISS-01"),
    "a moment": ("title = 2026-11-20T10:00:00Z", "/title"),
    "no number": ("title = nan", "/title"),
    "no end": ("[demands]\nhours = [1, inf]", "/demands/hours/1"),
    "a dotted key": (".".join(["a"] * 20_000) + " = 1", ""),
    "deep tables": ("x = " + "[" * 50_000, ""),
    "large": ("#" * 300_000, ""),
}


@pytest.mark.parametrize("read", [load_profile, load_ruleset, read_scheme])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(tmp_path, read, name):
    text, pointer = HOSTILE[name]
    with pytest.raises(InputError, match=r"own\.toml") as caught:
        read(_file(tmp_path, text))
    assert caught.value.pointer == pointer


def test_what_comes_with_the_library_follows_the_published_schemas():
    room = Path(__file__).resolve().parents[3] / "src" / "qualitybadge" / "quality"
    for path in sorted((room / "profiles").glob("*.toml")):
        assert read_toml(path, PROFILE_SCHEMA)["name"] == path.stem
    rows = []
    for path in sorted((room / "rulesets" / "badge-1").glob("*.toml")):
        if path.stem == "sources":
            continue
        rows.append(path.name)
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        whole = {"id": "urn:x:y", "version": "1", "name": "x", **table}
        assert schema_errors(read_schema(RULE_SET_SCHEMA), whole) == ()
    assert len(rows) == 14


def test_the_schema_knows_every_limit_and_word_list():
    properties = read_schema(RULE_SET_SCHEMA)["properties"]["terms"]["properties"]
    assert list(properties) == [entry.name for entry in fields(Terms)]
    kinds = {"integer": int, "number": float, "array": tuple}
    for entry in fields(Terms):
        assert isinstance(entry.default, kinds[properties[entry.name]["type"]]), entry.name


def test_each_built_in_profile_fits_the_rule_set():
    for name in profile_names():
        assert built_in_profile(name).checked(built_in()).name == name
    with pytest.raises(InputError, match="there is no profile"):
        built_in_profile("gold")


def test_each_source_of_a_rule_is_explained():
    room = Path(__file__).resolve().parents[3] / "src" / "qualitybadge" / "quality" / "rulesets" / "badge-1"
    known = tomllib.loads((room / "sources.toml").read_text(encoding="utf-8"))["sources"]
    named = {part.split()[0].rstrip(":") for rule in built_in().rules for part in rule.source.split(";")}
    assert named == set(known)
