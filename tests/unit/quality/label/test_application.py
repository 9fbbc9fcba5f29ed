"""Applications: badges are verified and assessed when they are put in; the check names whatever is missing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import qualitybadge as qb
from qualitybadge.cli import label_check
from qualitybadge.errors import InputError
from qualitybadge.quality.label import applicationbadges, applicationrules
from qualitybadge.quality.label.application import Application
from qualitybadge.quality.label.applicationcheck import _texts, check
from qualitybadge.quality.label.applicationparts import Measure, Plan, PortfolioFacts
from qualitybadge.quality.label.applicationrules import months_between
from qualitybadge.quality.label.paper import Evidence, digest_of_bytes
from qualitybadge.quality.label.scheme import LabelScheme
from support import applying
from support.applying import DAY, NOW

SCHEME = applying.scheme()
COL = LabelScheme.load("cities-of-learning")
LATER = date(2026, 12, 24)


def checked(application, scheme=SCHEME, **more):
    return check(application, scheme, now=NOW, **more)


def codes(application, scheme=SCHEME, **more):
    found = checked(application, scheme, **more).findings
    return [(one.code, one.pointer) for one in found if one.code != "needs-human.sample.readiness"]


def with_said(**parts):
    application = applying.complete()
    return replace(application, self_assessment=replace(application.self_assessment, **parts))


def with_answer(item="QL-ORG-01", **parts):
    application = applying.complete()
    said = application.self_assessment
    return replace(application, self_assessment=said.with_answer(replace(said.answer(item), **parts)))


def with_sample(**parts):
    application = applying.complete()
    sample = application.samples[0]
    return replace(application, samples=(replace(sample, badge=replace(sample.badge, **parts)),))


def with_training(**parts):
    application = applying.complete()
    found = application.training[0]
    return replace(application, training=(replace(found, badge=replace(found.badge, **parts)),))


def with_measure(**parts):
    application = applying.complete()
    first, *rest = application.plan.measures
    return replace(application, plan=replace(application.plan, measures=(replace(first, **parts), *rest)))


def test_the_complete_application_is_complete():
    found = checked(applying.complete())
    assert found.complete
    assert not found.missing
    assert not found.inconsistent
    assert [one.code for one in found.open_items] == ["needs-human.sample.readiness"]
    with pytest.raises(TypeError):
        bool(found)


def test_its_figures_are_counted():
    figures = checked(applying.complete()).figures
    assert (figures.formal_met, figures.formal) == (2, 2)
    assert (figures.answered, figures.asked) == (6, 7)
    assert (figures.indicator_share, figures.indicators_enough) == (0.75, True)
    assert (figures.samples_ready, figures.samples) == (0, 1)
    fewer = applying.complete().with_indicator("I3", checked=False)
    assert checked(fewer).figures.indicators_enough is False


def test_it_is_the_same_after_writing_and_reading():
    application = applying.complete().with_renewal_of("urn:uuid:1")
    again = Application.from_json(application.to_json())
    assert again == application
    assert again.digest == application.digest
    assert again.with_renewal_of("").digest != again.digest


def test_a_member_that_is_not_known_is_refused():
    data = applying.complete().to_dict()
    data["samples"][0]["badge"]["holder"] = "Ada"
    with pytest.raises(InputError) as caught:
        Application.from_dict(data)
    assert caught.value.pointer == "/samples/0/badge/holder"
    data = applying.complete().to_dict()
    data["samples"][0]["badge"]["checkedAt"] = "2026-02-30T00:00:00Z"
    with pytest.raises(InputError) as caught:
        Application.from_dict(data)
    assert caught.value.pointer == "/samples/0/badge/checkedAt"


def test_an_empty_application_lacks_every_part():
    missing = {one.what for one in checked(Application.begin(SCHEME)).missing}
    assert missing == {
        "organisation.name", "organisation.id", "organisation.country", "organisation.languages", "criterion",
        "answer", "indicator", "samples", "training", "plan", "portfolio", "adherence", "submitted",
    }  # fmt: skip


CASES = [
    (with_said(scheme=COL.reference), "inconsistent.scheme", "/selfAssessment/scheme"),
    (with_said(organisation=replace(applying.ORGANISATION, name="")), "missing.organisation.name", "/selfAssessment/organisation/name"),
    (with_said(organisation=replace(applying.ORGANISATION, country="")), "missing.organisation.country", "/selfAssessment/organisation/country"),
    (with_said(organisation=replace(applying.ORGANISATION, languages=())), "missing.organisation.languages", "/selfAssessment/organisation/languages"),
    (with_said(organisation=replace(applying.ORGANISATION, id="")), "missing.organisation.id", "/selfAssessment/organisation/id"),
    (with_said(organisation=replace(applying.ORGANISATION, languages=("nb", "norwegian"))), "inconsistent.organisation.language", "/selfAssessment/organisation/languages/1"),
    (with_said(organisation=replace(applying.ORGANISATION, id="fjordby", aliases=(applying.ORGANISATION.id,))), "inconsistent.organisation.id", "/selfAssessment/organisation/id"),
    (applying.complete().with_answer("QL-ORG-99", "x", day=DAY, role="head"), "inconsistent.unknown", "/selfAssessment/answers/7"),
    (applying.complete().with_answer("QL-ORG-17", "x", day=DAY, role="head"), "inconsistent.unknown", "/selfAssessment/answers/7"),
    (applying.complete().with_criterion("A9", met=True), "inconsistent.unknown", "/selfAssessment/criteria/2"),
    (applying.complete().with_indicator("I9", checked=True), "inconsistent.unknown", "/selfAssessment/indicators/4"),
    (applying.without_answer("QL-ORG-05"), "missing.answer", "/selfAssessment/answers/4/text"),
    (with_said(answers=applying.complete().answers[1:]), "missing.answer", "/selfAssessment/answers/-/text"),
    (with_answer(evidence=()), "missing.answer.evidence", "/selfAssessment/answers/0/evidence"),
    (with_answer(evidence=(Evidence("promised"),)), "missing.evidence", "/selfAssessment/answers/0/evidence/0"),
    (with_answer(day=None), "missing.answer.date", "/selfAssessment/answers/0/date"),
    (with_answer(role=" "), "missing.answer.role", "/selfAssessment/answers/0/role"),
    (with_answer(level=6), "inconsistent.level", "/selfAssessment/answers/0/level"),
    (with_answer(day=LATER), "inconsistent.future", "/selfAssessment/answers/0/date"),
    (with_answer(day=DAY + timedelta(1)), "inconsistent.answer.late", "/selfAssessment/answers/0/date"),
    (with_said(criteria=()), "missing.criterion", "/selfAssessment/criteria/-/met"),
    (applying.complete().with_criterion("A2", met=False, explanation="soon"), "missing.criterion.unmet", "/selfAssessment/criteria/1/met"),
    (applying.complete().with_criterion("A1", met=False), "missing.criterion.explanation", "/selfAssessment/criteria/0/explanation"),
    (with_said(indicators=applying.complete().self_assessment.indicators[:3]), "missing.indicator", "/selfAssessment/indicators/-/checked"),
    (replace(applying.complete(), samples=()), "missing.samples", "/samples"),
    (with_sample(verdict="invalid"), "inconsistent.verdict", "/samples/0/badge/verdict"),
    (with_sample(verdict="indeterminate"), "needs-human.verdict", "/samples/0/badge/verdict"),
    (with_sample(issuer="did:web:other.example"), "inconsistent.issuer", "/samples/0/badge/issuer"),
    (with_sample(issuer=""), "needs-human.issuer", "/samples/0/badge/issuer"),
    (with_sample(digest="zNothing"), "inconsistent.digest.form", "/samples/0/badge/digest"),
    (replace(applying.complete(), training=()), "missing.training", "/training"),
    (with_training(verdict="invalid"), "inconsistent.training.verdict", "/training/0/badge/verdict"),
    (with_training(verdict="indeterminate"), "needs-human.verdict", "/training/0/badge/verdict"),
    (with_training(achievement="https://academy.example/other"), "needs-human.training", "/training/0"),
    (replace(applying.complete(), plan=Plan()), "missing.plan", "/plan/measures"),
    (replace(applying.complete(), plan=replace(applying.complete().plan, owner="")), "missing.plan.owner", "/plan/owner"),
    (with_measure(owner=""), "missing.measure", "/plan/measures/0"),
    (with_measure(end=None), "missing.measure", "/plan/measures/0"),
    (with_measure(start=date(2029, 1, 1)), "inconsistent.order", "/plan/measures/0/end"),
    (with_measure(start=date(2027, 6, 1)), "inconsistent.plan.short", "/plan/measures"),
    (applying.complete().with_portfolio(PortfolioFacts()), "missing.portfolio", "/portfolio/first"),
    (applying.complete().with_portfolio(PortfolioFacts(date(2026, 1, 1))), "missing.portfolio", "/portfolio/last"),
    (applying.complete().with_portfolio(PortfolioFacts(date(2026, 9, 1), date(2026, 1, 1))), "inconsistent.order", "/portfolio/last"),
    (applying.complete().with_portfolio(PortfolioFacts(date(2026, 5, 2), date(2026, 11, 1))), "inconsistent.use", "/portfolio/last"),
    (applying.complete().with_adherence(" ", day=DAY, role="head"), "missing.adherence", "/adherence"),
    (replace(applying.complete(), submitted=None), "missing.submitted", "/submitted"),
    (replace(applying.complete(), submitted=LATER), "inconsistent.future", "/submitted"),
]  # fmt: skip


@pytest.mark.parametrize(("application", "code", "pointer"), CASES, ids=[f"{c}-{p}" for _, c, p in CASES])
def test_the_check_names_what_is_wrong(application, code, pointer):
    found = checked(application)
    assert (code, pointer) in [(one.code, one.pointer) for one in found.findings]
    assert found.complete is code.startswith("needs-human")
    assert len(codes(application)) <= 2, "one mistake, and at most what follows from it"
    for one in found.findings:
        for language in ("en", "lt"):
            advice = one.advice(language)
            assert advice
            assert "{" not in advice


def test_every_text_is_used_and_there_in_both_languages():
    english, lithuanian = _texts("en"), _texts("lt")
    assert {gap: rows.keys() for gap, rows in english.items()} == {
        gap: rows.keys() for gap, rows in lithuanian.items()
    }
    for gap, rows in english.items():
        for what, text in rows.items():
            assert set(re.findall(r"{(\w+)}", lithuanian[gap][what])) <= set(re.findall(r"{(\w+)}", text)), (
                what
            )
    rules = "".join(
        Path(module.__file__).read_text(encoding="utf-8")
        for module in (applicationrules, applicationbadges, label_check)
    )
    assert [what for rows in english.values() for what in rows if what.split(".")[0] not in rules] == []
    with pytest.raises(InputError):
        checked(Application.begin(SCHEME)).findings[0].advice("fr")


def test_the_page_of_a_check_speaks_the_language_asked_for():
    lacking = label_check.text_of(checked(Application.begin(SCHEME)), "lt")
    assert "Trūksta:" in lacking
    assert lacking.endswith("Pateikta ne viskas.\n")
    assert "Missing" not in lacking
    whole = checked(applying.complete())
    assert label_check.text_of(whole, "lt").endswith("Viskas pateikta.\n")
    assert "indicators checked: 75% (needed: 70%)" in label_check.text_of(whole)


def test_an_explained_criterion_is_not_missing_and_not_met():
    application = applying.complete().with_criterion("A1", met=False, explanation="We registered last week.")
    found = checked(application)
    assert found.complete
    assert (found.figures.formal_met, found.figures.formal_explained) == (1, 1)


def test_indicators_that_are_not_known_are_left_to_a_person():
    found = checked(Application.begin(COL), COL)
    assert "needs-human.indicators" in [one.code for one in found.findings]
    assert found.figures.indicators is None
    assert found.figures.indicator_share is None
    assert found.figures.indicators_enough is None
    assert "samples.some" in [one.what for one in found.missing]  # how many are asked for is not known


def test_a_level_on_a_scale_that_is_only_proposed_is_not_judged():
    application = Application.begin(COL).with_answer("QL-ORG-01", "x", level=9, day=DAY, role="head")
    assert "inconsistent.level" not in [one.code for one in checked(application, COL).findings]


def test_a_scheme_that_asks_little_finds_little():
    table = SCHEME.to_dict()
    small = {
        name: table[name] for name in ("schema", "id", "version", "name", "authorities", "origins", "sources")
    }
    scheme = LabelScheme.from_dict(small)
    application = Application.begin(scheme, applying.ORGANISATION).with_submitted(DAY)
    found = checked(application, scheme)
    assert found.complete
    assert found.figures.indicator_share is None


def test_files_are_held_against_their_digests_and_badges_verified_again():
    files = {
        "tide.json": applying.badge().encode(),
        "course.json": applying.badge("network", applying.COURSE).encode(),
    }
    assert codes(applying.complete(), files=files) == []
    assert codes(applying.complete(), files={}) == [
        ("missing.file", "/samples/0/badge/digest"),
        ("missing.file", "/training/0/badge/digest"),
    ]
    other = files | {"tide.json": files["course.json"]}
    assert codes(applying.complete(), files=other) == [("inconsistent.digest", "/samples/0/badge/digest")]
    assert checked(applying.complete(), files=files).badges == {
        digest_of_bytes(content) for content in files.values()
    }
    assert checked(applying.complete(), files=other).badges == {digest_of_bytes(files["course.json"])}
    assert checked(applying.complete()).badges == frozenset()


def test_what_an_application_says_of_a_badge_must_be_what_the_badge_says():
    forged = applying.badge().replace("Reads tide tables", "Flies by night")
    application = with_sample(digest=digest_of_bytes(forged.encode()))
    assert ("inconsistent.verdict", "/samples/0/badge/verdict") in codes(
        application, files={"tide.json": forged.encode()}
    )
    garbage = with_sample(digest=digest_of_bytes(b"{}"))
    assert ("inconsistent.altered", "/samples/0/badge") in codes(garbage, files={"tide.json": b"{}"})
    files = {"tide.json": applying.badge().encode()}
    other = with_training(file="")
    renamed = replace(other, samples=with_sample(achievement="https://academy.example/better").samples)
    assert codes(renamed, files=files) == [
        ("missing.file", "/training/0/badge"),
        ("inconsistent.altered", "/samples/0/badge"),
    ]


def test_a_file_of_evidence_is_held_against_its_digest():
    evidence = (Evidence("extract", file="extract.pdf", digest=digest_of_bytes(b"extract")),)
    application = with_answer(evidence=evidence)
    assert application.files == {"extract.pdf", "tide.json", "course.json"}
    files = {"extract.pdf": b"another"}
    assert ("inconsistent.digest", "/selfAssessment/answers/0/evidence/0/digest") in codes(
        application, files=files
    )


def test_a_sample_is_verified_and_assessed(tmp_path):
    file = tmp_path / "tide.json"
    file.write_text(applying.badge(), encoding="utf-8")
    sample = Application.begin(SCHEME).with_sample(file, now=NOW).samples[0]
    assert sample.badge.file == "tide.json"
    assert sample.badge.digest == digest_of_bytes(file.read_bytes())
    assert (sample.badge.verdict, sample.badge.trust) == ("valid", "self-asserted")
    assert sample.badge.issuer == applying.ORGANISATION.id
    assert sample.badge.name == "Tide Reading"
    assert sample.readiness == "not-ready"
    assert sample.rule_set_version
    assert sample.figures.essential > sample.figures.essential_passed > 0
    assert "did:example:ada" not in json.dumps(sample.to_dict()).lower()  # nothing of the earner


def test_a_badge_is_taken_in_any_form():
    text = applying.badge()
    forms = [text, text.encode(), json.loads(text)]
    found = [Application.begin(SCHEME).with_sample(form, now=NOW).samples[0] for form in forms]
    assert {one.badge.badge for one in found} == {json.loads(text)["id"]}
    assert found[0].badge.digest == found[1].badge.digest
    report = qb.Verifier(fetcher=qb.NoNetwork(), clock=lambda: NOW).verify(text)
    assert Application.begin(SCHEME).with_sample(report, now=NOW).samples[0].badge.digest


def test_a_sample_that_is_ready_needs_no_second_look():
    application = applying.complete()
    ready = replace(application, samples=(replace(application.samples[0], readiness="ready"),))
    assert checked(ready).findings == ()
    assert checked(ready).figures.samples_ready == 1
    another = ready.with_sample(applying.badge("academy", "https://academy.example/2"), now=NOW)
    assert len(another.samples) == 2


def test_the_same_badge_is_not_taken_twice():
    with pytest.raises(InputError, match="already"):
        applying.complete().with_sample(applying.badge(), now=NOW)
    with pytest.raises(InputError, match="already"):
        applying.complete().with_training(applying.badge("network", applying.COURSE), SCHEME, now=NOW)


@pytest.mark.parametrize("item", ["hello", b"\x89PNG", {"type": "Profile"}, {"name": "n", "criteria": {}}])
def test_what_is_no_badge_is_no_sample(item):
    with pytest.raises(InputError):
        Application.begin(SCHEME).with_sample(item, now=NOW)


HOSTED = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://academy.example/2/1",
    "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
    "badge": "https://academy.example/2/class",
    "verification": {"type": "hosted"},
    "issuedOn": "2026-01-01T00:00:00Z",
}


def test_a_hosted_badge_is_taken_offline_with_what_could_not_be_asked_left_open():
    application = Application.begin(SCHEME, applying.ORGANISATION)
    badge = application.with_sample(HOSTED, file="old.json", now=NOW).samples[0].badge
    assert (badge.verdict, badge.issuer) == ("indeterminate", "")
    assert badge.achievement == "https://academy.example/2/class"
    found = codes(application.with_sample(json.dumps(HOSTED), now=NOW))
    assert ("needs-human.issuer", "/samples/0/badge/issuer") in found
    assert ("needs-human.verdict", "/samples/0/badge/verdict") in found


def test_a_training_badge_counts_by_achievement_and_by_name_only_of_a_named_issuer():
    application = Application.begin(SCHEME)
    text = applying.badge("network", applying.COURSE)
    assert application.with_training(text, SCHEME, now=NOW).training[0].training == "harbour-course"
    named = applying.badge("network", "https://elsewhere.example/1")
    assert application.with_training(named, SCHEME, now=NOW).training[0].training == ""
    issuer = json.loads(named)["issuer"]["id"]

    def scheme(issuers):
        table = SCHEME.to_dict()
        table["training"][0] |= {"achievements": ["Tide Reading"], "issuers": issuers}
        return LabelScheme.from_dict(table)

    assert (
        application.with_training(named, scheme([issuer]), now=NOW).training[0].training == "harbour-course"
    )
    assert application.with_training(named, scheme([]), now=NOW).training[0].training == ""
    assert application.with_training(named, scheme(["did:web:x.example"]), now=NOW).training[0].training == ""
    with pytest.raises(InputError):
        application.with_training(named, SCHEME, answers="QL-ORG-99", now=NOW)


def test_an_answer_for_a_recommended_item_needs_no_evidence():
    application = applying.complete().with_answer("QL-ORG-12", "Each month.", day=DAY, role="head")
    assert codes(application) == []


def test_a_plan_spans_years_by_its_first_and_last_day():
    plan = Plan("head", (Measure("a", "b", date(2027, 1, 1), date(2029, 12, 31)),))
    assert plan.spans(3)
    assert not plan.spans(4)
    assert not Plan("head").spans(1)
    assert (Plan().start, Plan().end) == (None, None)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [((2026, 1, 31), (2026, 7, 30), 5), ((2026, 1, 30), (2026, 7, 30), 6), ((2025, 12, 1), (2026, 1, 1), 1)],
)
def test_months_are_whole(first, last, months):
    assert months_between(date(*first), date(*last)) == months


def test_the_day_has_begun_elsewhere_already():
    evening = datetime(2026, 11, 18, 23, tzinfo=UTC)
    assert "future" not in [one.what for one in check(applying.complete(), SCHEME, now=evening).findings]


def test_the_check_needs_a_time_with_a_zone_and_is_data():
    with pytest.raises(TypeError):
        check(applying.complete(), SCHEME, now=datetime(2026, 11, 20))  # noqa: DTZ001 - the point
    found = applying.complete().check(SCHEME, now=NOW)
    assert json.loads(found.to_json("lt"))["findings"][0]["advice"].startswith("Žmogus")
    assert applying.complete().check(SCHEME).checked_at.tzinfo is UTC


def test_another_organisation_may_be_put_in():
    other = replace(applying.ORGANISATION, id="did:web:other.example", aliases=(applying.ORGANISATION.id,))
    assert codes(applying.complete().with_organisation(other)) == []
