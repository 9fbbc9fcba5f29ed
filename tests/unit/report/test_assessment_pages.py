"""The pages of an assessment: each says the same in its own form, in both languages, and nothing acts."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import jsonschema
import pytest
from rich.console import Console

import qualitybadge as qb
from qualitybadge import spec
from qualitybadge.quality.assessment import SCHEMA_ID
from qualitybadge.quality.profile import profile_names
from qualitybadge.quality.rule import Level, Rule, RuleOutcome, fails
from qualitybadge.quality.ruleset import Message, RuleSet
from qualitybadge.report import assessed
from qualitybadge.report.assessment_console import print_assessment
from qualitybadge.report.assessment_html import to_html
from qualitybadge.report.sarif import to_sarif
from support.pages import words_of
from support.rule_cases.case import REMOVED, edited
from support.world import changed

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> | [x](https://evil.example) \x1b[31m\u202e *b*"
ITEMS = {
    "good": edited("3.0", {}),
    "poor": edited("3.0", {"/issuer/email": "nope", "/credentialSubject/achievement/description": "Short"}),
    "hostile": edited("3.0", {"/credentialSubject/achievement/name": HOSTILE, "/issuer/email": HOSTILE}),
    "older": edited("2.0", {"/badge/name": REMOVED}),
    "linked": edited("2.0", {"/badge": "https://academy.example/class"}),
    "class": edited("2.0", {})["badge"],
}
ASSESSMENTS = {
    f"{name} {language}": qb.assess(item, language=language, now=NOW)
    for name, item in ITEMS.items()
    for language in ("en", "lt")
}
ASSESSMENTS["european"] = qb.assess(ITEMS["poor"], "eu-microcredential", now=NOW)
EACH = pytest.mark.parametrize("assessment", ASSESSMENTS.values(), ids=ASSESSMENTS)
FORMS = ["text", "markdown", "html", "html-fragment", "console"]
VALIDATOR = jsonschema.Draft202012Validator(spec.read_schema(SCHEMA_ID))


def drawn(assessment, width: int = 200, name: str = "") -> str:
    console = Console(file=io.StringIO(), width=width)
    print_assessment(assessment, console, name)
    return console.file.getvalue()


def plain(assessment, form: str) -> str:
    """The words of a page without its markup."""
    if form == "console":
        return drawn(assessment, 600)
    return words_of(assessment, form)


@EACH
@pytest.mark.parametrize("form", FORMS)
def test_every_page_says_everything(assessment, form):
    words = plain(assessment, form)
    assert assessed.headline(assessment) in words
    assert assessed.measured_by(assessment)[1:] in words
    assert assessed.subject_words(assessment) in words
    for figure in assessed.figures(assessment):
        assert figure.title in words
        assert figure.value in words
    for title, rows in assessed.lists_of(assessment):
        assert title in words
        for row in rows:
            assert all(text in words for text in (row.rule, row.title, row.level, row.outcome, row.advice))
            assert row.pointer in words
            assert row.value in words
    for bar in assessed.bars_of(assessment):
        assert bar.group in words or not bar.parts
    for covered in assessed.coverage_of(assessment):
        assert covered.element in words
        assert covered.outcome in words
        assert covered.note in words
    assert assessment.ruleset.word("no-label", assessment.language) in words


@EACH
@pytest.mark.parametrize("form", [*FORMS, "json", "sarif"])
def test_no_page_calls_it_a_quality_label(assessment, form):
    words = (plain(assessment, form) if form in FORMS else qb.render(assessment, form)).lower()
    assert "quality label" not in words
    assert "kokybės ženkl" not in words


@pytest.mark.parametrize("form", ["text", "markdown", "html", "html-fragment", "json", "sarif", "console"])
def test_a_hostile_name_is_only_text(form):
    found = ASSESSMENTS["hostile en"]
    page = drawn(found) if form == "console" else qb.render(found, form)
    assert "\x1b" not in page
    assert "\u202e" not in page
    if form.startswith("html"):
        assert "<script" not in page
        assert "&lt;script&gt;" in page
    if form == "markdown":
        assert "<script>" not in page
        assert "[x]" not in page
        assert not [line for line in page.splitlines() if line.startswith("|") and " | [x" in line]


@EACH
def test_the_json_has_the_published_shape(assessment):
    data = json.loads(qb.render(assessment, "json"))
    VALIDATOR.validate(data)
    assert data == assessment.to_dict()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("readiness", "yes"),
        ("openBadges", "1.1"),
        ("extra", 1),
        ("assessedAt", "today"),
        ("essential/of", -1),
        ("findings/0/level", "must"),
        ("findings/0/pointer", "/name"),
        ("recommended/share", 1.5),
        ("summary", ...),
    ],
)
def test_anything_else_is_refused(path, value):
    data = ASSESSMENTS["good en"].to_dict()
    assert data["findings"][0]["outcome"] == "pass"
    assert not VALIDATOR.is_valid(changed(data, path, value))


def test_the_schema_keeps_up_with_the_words():
    schema = VALIDATOR.schema
    jsonschema.Draft202012Validator.check_schema(schema)
    finding = schema["$defs"]["finding"]["properties"]
    assert set(finding["outcome"]["enum"]) == {one.value for one in RuleOutcome}
    assert set(finding["level"]["enum"]) == {one.value for one in Level}
    assert set(schema["required"]) == set(schema["properties"])


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_has_pages(name):
    found = qb.assess(ITEMS["poor"], name, now=NOW)
    VALIDATOR.validate(found.to_dict())
    assert all(name in plain(found, form) for form in FORMS)


def test_what_to_mend_first_comes_first():
    found = ASSESSMENTS["poor en"]
    rows = dict(assessed.lists_of(found))["What to mend first"]
    levels = [row.level for row in rows]
    assert levels == sorted(levels, key=["essential", "recommended", "informative"].index)
    assert rows[0].pointer == "/issuer/email"
    assert rows[0].value == "nope"


PERSON = {
    "text": "? Reliable verification of identity at the assessment (mandatory: needs a person)",
    "console": "? Reliable verification of identity at the assessment (mandatory: needs a person)",
    "markdown": r"| ? | Reliable verification of identity at the assessment \(That the way of supervision",
    "html": '<td class="qb-check qb-tone-needs-human"><span aria-hidden="true">?</span> needs a person'
    "<small>mandatory</small></td>\n<td>Reliable verification of identity at the assessment<br>",
    "json": '"outcome": "needs-human",\n      "note": "That the way of supervision that is named is a reliable one."',
}


@pytest.mark.parametrize("form", PERSON)
def test_what_a_person_has_to_tell_is_never_ticked(form):
    found = qb.assess(ITEMS["good"], "cmf", now=NOW)
    assert found.finding("QL-ASM-08").outcome is RuleOutcome.PASS
    page = drawn(found) if form == "console" else qb.render(found, form)
    assert PERSON[form] in re.sub(r"(?m)^ *\? +", "? ", page)


@pytest.mark.parametrize("form", [*FORMS, "json"])
@pytest.mark.parametrize(("language", "word"), [("en", "draft"), ("lt", "juodraštis")])
def test_every_page_says_that_it_judged_a_draft(form, language, word):
    found = ASSESSMENTS[f"good {language}"]
    assert assessed.headline(found).endswith(f" ({word})")
    assert found.summary.startswith(f"{word}: ")
    signed = replace(found, draft=False)
    assert word not in assessed.headline(signed) + signed.summary
    if form == "json":
        assert json.loads(qb.render(found, form))["summary"].startswith(f"{word}: ")
    else:
        assert f"({word})" in plain(found, form)
        assert word not in plain(signed, form)


def test_nothing_of_a_lithuanian_page_is_english():
    found = qb.assess(ITEMS["poor"], "eu-microcredential", language="lt", now=NOW)
    assert found.summary.startswith("juodraštis: neparengtas pripažinti pagal ")
    assert re.search(r"; būtina \d+ iš \d+, rekomenduojama \d+%, žmogui liko atsakyti: \d+$", found.summary)
    english = qb.assess(ITEMS["poor"], "eu-microcredential", now=NOW)
    (run,) = json.loads(to_sarif([("", found)]))["runs"]
    (other,) = json.loads(to_sarif([("", english)]))["runs"]
    for one, in_english in zip(run["tool"]["driver"]["rules"], other["tool"]["driver"]["rules"], strict=True):
        for member in ("shortDescription", "fullDescription", "help"):
            assert one[member]["text"] != in_english[member]["text"]
    said = " ".join(one["message"]["text"] for one in run["results"])
    assert "Rasta: nope." in said
    assert "(neįvykdyta)" in said
    assert "Found" not in said
    for form in FORMS:
        words = plain(found, form)
        assert not [one.element for one in assessed.coverage_of(english) if one.element in words]


def test_a_part_of_a_bar_is_as_long_as_its_number():
    found = ASSESSMENTS["poor en"]
    page = qb.render(found, "html")
    for bar in assessed.bars_of(found):
        assert (
            "".join(f'<i class="qb-tone-{part.tone}" style="flex:{part.number}"></i>' for part in bar.parts)
            in page
        )
        assert sum(part.number for part in bar.parts) == sum(
            one.rule.group == _group(found, bar.group) and one.outcome is not RuleOutcome.NOT_APPLICABLE
            for one in found.findings
        )


def _group(found, title: str) -> str:
    return next(
        one.rule.group
        for one in found.findings
        if assessed.group_title(one.rule.group, assessed.words_of(found)) == title
    )


def test_the_page_asks_for_nothing_and_names_its_language():
    page = qb.render(ASSESSMENTS["poor lt"], "html")
    assert not re.search(r"(?i)\b(href|src|srcset|action|url\(|@import|on\w+)\s*[=(]", page)
    assert "default-src 'none'" in page
    assert '<html lang="lt">' in page
    unknown = qb.assess(ITEMS["good"], language="xx", now=NOW)
    assert '<html lang="en">' in qb.render(unknown, "html")


def test_every_rule_of_the_fragment_stays_inside_it():
    found = ASSESSMENTS["good en"]
    fragment = found._repr_html_()
    assert "<html" not in fragment
    style = re.search(r"<style>(.*?)</style>", fragment, re.DOTALL).group(1)
    assert [line for line in style.split("}") if "{" in line and ".qb-report" not in line] == []


def test_several_stand_on_one_page():
    both = [("a.json", ASSESSMENTS["good en"]), ("b<i>.json", ASSESSMENTS["poor lt"])]
    page = to_html(both, whole_page=True)
    assert page.count("<article") == 2
    assert page.count("<html") == 1
    assert "(+1)" in page
    assert "b&lt;i&gt;.json" in page


def test_sarif_has_a_result_for_each_finding_that_is_open_or_not_met():
    found = ASSESSMENTS["poor en"]
    log = json.loads(to_sarif([("badges/my badge.json", found)]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in found.ruleset.rules]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    assert len(run["results"]) == len(found.to_mend)
    for result, finding in zip(run["results"], found.to_mend, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule.id
        assert (
            result["level"]
            == {"essential": "error", "recommended": "warning", "informative": "note"}[finding.level.value]
        )
        assert finding.advice in result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"] == {"artifactLocation": {"uri": "badges/my%20badge.json"}}
        assert location["logicalLocations"][0]["fullyQualifiedName"] == finding.pointer
        assert result["properties"]["outcome"] == finding.outcome.value
    assert run["properties"]["readiness"] == {"badges/my badge.json": "not-ready"}


def test_sarif_without_a_file_names_the_place_alone():
    (run,) = json.loads(qb.render(ASSESSMENTS["poor en"], "sarif"))["runs"]
    assert all("physicalLocation" not in one["locations"][0] for one in run["results"])
    whole = qb.assess(ITEMS["good"], ruleset=own_rules(), now=NOW)
    (run,) = json.loads(qb.render(whole, "sarif"))["runs"]
    assert run["results"][0]["locations"] == []
    assert run["tool"]["driver"]["rules"][0]["fullDescription"]["text"] == "Nothing is enough"


def own_rules() -> RuleSet:
    rule = Rule("X-1", "mine<", Level.ESSENTIAL, lambda _: fails("", ""))
    return RuleSet(
        "urn:x:rules", "3", "Mine", (rule,), messages={"en": {"X-1": Message("Nothing is enough", {})}}
    )


def test_a_rule_set_of_ones_own_has_pages():
    found = qb.assess(ITEMS["good"], ruleset=own_rules(), now=NOW)
    for form in FORMS:
        words = plain(found, form)
        assert "mine<" in words
        assert "Mine 3" in words
    assert "mine<" not in qb.render(found, "html")


@pytest.mark.parametrize("form", FORMS)
def test_where_nothing_is_to_be_mended_it_says_so(form):
    found = ASSESSMENTS["good en"]
    passed = tuple(replace(one, outcome=RuleOutcome.PASS) for one in found.findings)
    words = plain(replace(found, findings=passed, badge_name="", badge_id="", draft=False), form)
    assert "Nothing to mend." in words
    assert "What to mend first" not in words
    assert "(draft)" not in words


@pytest.mark.parametrize("width", [30, 60, 79, 80, 120])
@pytest.mark.parametrize("name", ["poor lt", "european", "linked en"])
def test_the_table_fits_the_terminal(name, width):
    page = drawn(ASSESSMENTS[name], width, "a.json")
    assert max(len(line) for line in page.splitlines()) <= width
    assert "a.json" in page


def test_the_table_goes_to_standard_output_unless_told_otherwise(capfd):
    print_assessment(ASSESSMENTS["good en"])
    assert "Ready for recognition" in capfd.readouterr().out


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="sarif or json"):
        qb.render(ASSESSMENTS["good en"], "pdf")
    with pytest.raises(TypeError, match="Assessment"):
        qb.render("badge")


def test_a_share_is_rounded_down():
    found = ASSESSMENTS["good en"]
    recommended = [one for one in found.findings if one.level is Level.RECOMMENDED][:3]
    outcomes = (RuleOutcome.PASS, RuleOutcome.PASS, RuleOutcome.FAIL)
    some = tuple(replace(one, outcome=outcome) for one, outcome in zip(recommended, outcomes, strict=True))
    assert replace(found, findings=some).figures.recommended_percent == 66
    assert replace(found, findings=()).figures.recommended_percent == 100
