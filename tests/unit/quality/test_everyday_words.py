"""Word lists and lengths: what people ordinarily write passes, and each limit is where it says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qualitybadge.quality.assess import assess
from qualitybadge.quality.rule import RuleOutcome
from qualitybadge.quality.rules.criteria import _ITEM
from qualitybadge.quality.rules.words import is_placeholder, left_over, phrase_in, weighted_length
from qualitybadge.quality.ruleset import built_in
from support.rule_cases.case import REMOVED, edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TERMS = built_in().terms
A = "/credentialSubject/achievement"


def outcome(rule, edit, profile="recognition"):
    return assess(edited("3.0", edit), profile, now=NOW).finding(rule).outcome


PASS, PARTIAL, FAIL = RuleOutcome.PASS, RuleOutcome.PARTIAL, RuleOutcome.FAIL

ORDINARY = [
    "You learn what to do when the tide turns, and in the latest badge you show it.",
    "Write a test, run the test badge reader and title your text.",
    "Hand in a copy of your plan; three tasks are to be completed, and the dates are to be defined by you.",
    "See the [harbour guide](https://harbour.example/guide), the [name of the pier][1] and [your notes](#notes).",
    "Esto es todo: leer la tabla, planear y navegar. Todo esto cuenta.",
    "Die Aufgabe: einen Text schreiben, den Namen nennen und das Ergebnis testen.",
    "Le texte, le titre et le nom du port sont à écrire; tout est dit.",
    "Parašykite tekstą, nurodykite pavadinimą ir išbandykite testą uoste.",
    "The example of a mooring, xxx marks the spot on the map.",
    "APRENDER DE TODO EN EL PUERTO, Y CON TODO EL EQUIPO",
]
LEFT = [
    "Attend {{activity}} on both days",
    "<% badge.name %>",
    "[Insert what the earner did]",
    "[name]",
    "Awarded to [your name here] in May",
    "TODO: write this",
    "TODO: WRITE THIS",
    "ATTEND TODO {{ACTIVITY}}",
    "The criteria are TBD",
    "About: LOREM IPSUM dolor",
    "Aprašymas: čia įrašykite, ką žmogus moka",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_are_neither_placeholders_nor_left_over(text):
    assert left_over(text, TERMS.suspicious) == ""
    assert not is_placeholder(text, TERMS.placeholders)
    assert outcome("QL-DSC-04", {f"{A}/description": text}) is PASS
    assert outcome("QL-DSC-04", {f"{A}/criteria/narrative": text}) is PASS


@pytest.mark.parametrize("text", LEFT)
def test_what_a_template_left_is_found(text):
    assert left_over(text, TERMS.suspicious)
    assert outcome("QL-DSC-04", {f"{A}/criteria/narrative": text}) is PARTIAL


@pytest.mark.parametrize(
    "text", ["To do", "Test badge!", "(description)", "*TITLE*", "To be completed.", "xxx", "N/A"]
)
def test_a_text_that_is_nothing_else_is_a_placeholder(text):
    assert is_placeholder(text, TERMS.placeholders)
    assert outcome("QL-DSC-04", {f"{A}/description": text}) is PARTIAL


@pytest.mark.parametrize("name", ["Testing", "Software Testing", "Writing Texts", "Sampling Sea Water"])
def test_fields_of_learning_are_no_placeholders(name):
    assert outcome("QL-DSC-04", {f"{A}/name": name}) is PASS
    assert outcome("QL-ISS-02", {"/issuer/name": name}) is PASS


@pytest.mark.parametrize(
    "name",
    ["Copywriting", "Copy editing", "Photocopy of the harbour", "Kopijavimo pagrindai", "Kopieren und Einfügen",
     "Copie conforme", "Copia y pega"],
)  # fmt: skip
def test_names_that_are_no_copies(name):
    assert outcome("QL-DSC-04", {f"{A}/name": name}) is PASS


@pytest.mark.parametrize(
    "name",
    ["Project Manager", "First Aid Course", "Training of Trainers", "Projektleitung im Hafen", "Curso de navegación",
     "Formation de base", "Savanorių mokymai", "Mokyklos biblioteka", "Workshop Facilitator"],
)  # fmt: skip
def test_names_with_a_general_word_are_specific(name):
    assert outcome("QL-DSC-01", {f"{A}/name": name}) is PASS


def test_a_name_that_a_platform_gave_to_a_copy():
    assert outcome("QL-DSC-04", {f"{A}/name": "Copy of Tide Reading"}) is PARTIAL
    assert (
        outcome("QL-DSC-04", {f"{A}/description": "Copy of a tide table in hand, the earner plans."}) is PASS
    )


NAMES = [
    "National Parks of Lithuania", "Scrum Master", "Master your voice", "180 degree turn", "Video in 360 degrees",
    "Doctor Who fan club", "Nacionaliniai parkai", "Harbour Master Assistant", "Meister der Gezeiten",
    "Curso de mareas", "Maîtriser les marées", "Uosto meistras",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_ordinary_names_imitate_no_qualification(name):
    assert phrase_in(name, TERMS.regulated_words) == ""
    assert outcome("QL-DSC-10", {f"{A}/name": name}) is PASS


@pytest.mark.parametrize(
    "name",
    [
        "Bachelor of Tides",
        "Master of Science",
        "Master\u2019s in Tides",
        "PhD in Tides",
        "Driving Licence",
        "Diplomas",
    ],
)
def test_names_of_qualifications_are_noticed(name):
    assert outcome("QL-DSC-10", {f"{A}/name": name, f"{A}/achievementType": "Badge"}) is PARTIAL


def without_evidence(narrative, **more):
    return {"/evidence": REMOVED, f"{A}/task": REMOVED, f"{A}/criteria/narrative": narrative, **more}


NOT_ASKED = [
    "Evidence-based practice is discussed with two pilots.",
    "Evidence is not required.",
    "You do not have to hand in a portfolio!",
    "A portfolio is optional; the talk counts.",
    "No evidence is needed.",
    "Grupė nutarė aplankyti uostą ir aplankė muziejų.",
    "Įrodymų nereikia.",
    "Įrodymais grįsta praktika aptariama su dviem locmanais.",
    "Ein Portfolio ist freiwillig.",
    "El portfolio es opcional; la charla cuenta.",
    "Le portfolio est facultatif.",
    "Il est évident que la marée monte.",
    "Hacer evidente el riesgo de la marea.",
    "Portfolio management is practised with two pilots.",
]


@pytest.mark.parametrize("narrative", NOT_ASKED)
def test_criteria_that_ask_for_no_evidence(narrative):
    assert outcome("QL-ASM-03", without_evidence(narrative)) is RuleOutcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "narrative",
    [
        "Hand in evidence of three moorings.",
        "No exam is held. The portfolio must be complete.",
        "- no exam is held\n- hand in a portfolio",
        "試験はない。portfolioを提出する。",
        "Portfolios are judged by two pilots.",
        "Ein Portfolio wird abgegeben.",
        "Pateikite darbų aplanką.",
        "Evidence must be attached.",
    ],
)
def test_criteria_that_ask_for_evidence(narrative):
    assert outcome("QL-ASM-03", without_evidence(narrative)) is PARTIAL


@pytest.mark.parametrize("profile", ["skill", "trusted", "au-nmf"])
def test_a_profile_asks_for_evidence_in_any_case(profile):
    assert outcome("QL-ASM-03", without_evidence("Planned three moorings."), profile) is FAIL
    assert outcome("QL-ASM-03", {}, profile) is PASS
    assert (
        outcome("QL-ASM-03", without_evidence("Planned."), "eu-microcredential") is RuleOutcome.NOT_APPLICABLE
    )


@pytest.mark.parametrize("profile", ["skill", "trusted", "eu-microcredential", "cmf", "au-nmf"])
@pytest.mark.parametrize("none", ["none", "None (participation)"])
def test_a_profile_that_asks_for_assessment_takes_no_none(profile, none):
    said = {f"{A}/assessmentMethod": none, f"{A}/resultDescription": REMOVED}
    assert outcome("QL-ASM-01", said) is PASS
    found = assess(edited("3.0", said), profile, now=NOW).finding("QL-ASM-01")
    assert (found.outcome, found.case) == (FAIL, "none")
    contradicted = {f"{A}/assessmentMethod": none}  # while the result description names an exam
    assert outcome("QL-ASM-01", contradicted, profile) is FAIL


# Lengths

TIDES = "潮汐表を読み、小さな港で安全に係留する計画を立て、二人の水先案内人に説明できることを示します。"


def test_a_sign_of_east_asia_says_more_than_a_letter():
    assert weighted_length("潮汐") == 6
    assert weighted_length("tide") == 4
    assert weighted_length("조석") == 6
    assert weighted_length("naïve \u2014 ąžuolas") == 15
    assert outcome("QL-DSC-02", {f"{A}/description": TIDES}) is PASS
    assert outcome("QL-CRI-02", {f"{A}/criteria/narrative": TIDES[:22]}) is PASS
    assert outcome("QL-DSC-01", {f"{A}/name": "潮"}) is PASS


@pytest.mark.parametrize(
    ("rule", "place", "limit", "below"),
    [
        ("QL-DSC-01", "name", 3, PARTIAL),
        ("QL-DSC-02", "description", 100, PARTIAL),
        ("QL-CRI-02", "criteria/narrative", 60, PARTIAL),
    ],
)
def test_each_least_length_is_where_it_says(rule, place, limit, below):
    assert outcome(rule, {f"{A}/{place}": ("q" * limit)}) is PASS
    assert outcome(rule, {f"{A}/{place}": ("q" * (limit - 1))}) is below


def test_the_greatest_length_of_a_name_is_where_it_says():
    assert outcome("QL-DSC-01", {f"{A}/name": "q" * 100}) is PASS
    assert outcome("QL-DSC-01", {f"{A}/name": "q" * 101}) is PARTIAL


@pytest.mark.parametrize(("shared", "own", "found"), [(8, 2, PASS), (9, 2, PARTIAL)])
def test_the_greatest_similarity_is_where_it_says(shared, own, found):
    words = [f"word{number}" for number in range(shared)]
    others = [f"other{number}" for number in range(own)]
    texts = {f"{A}/description": " ".join(words), f"{A}/criteria/narrative": " ".join([*words, *others])}
    assert outcome("QL-DSC-03", texts) is found


@pytest.mark.parametrize(("length", "case"), [(30, ""), (29, "short"), (99, "")])
def test_a_short_description_says_how_short(length, case):
    found = assess(edited("3.0", {f"{A}/description": "q" * length}), now=NOW).finding("QL-DSC-02")
    assert (found.outcome, found.case) == (PARTIAL, case)


# Lists


@pytest.mark.parametrize(
    "item",
    ["- plan", "* plan", "\u2013 plan", "\u2014 plan", "• plan", "· plan", "1. plan", "1) plan", "a) plan", "(1) plan",
     "(b) plan", "1、計画", "\uff11\uff0e計画", "一、計画", "・計画", "①計画", "<li>plan"],
)  # fmt: skip
def test_a_list_is_known_by_its_marks(item):
    assert len(_ITEM.findall(f"{item}\n{item}")) == 2
    assert (
        outcome("QL-CRI-03", {f"{A}/task": REMOVED, f"{A}/criteria/narrative": f"Do:\n{item}\n{item}"})
        is PASS
    )


@pytest.mark.parametrize(
    "prose", ["Plan a mooring.\nThen do it.", "-5 degrees\n-7 degrees", "1.5 m\n2.5 m", "a boat\na pier"]
)
def test_prose_is_no_list(prose):
    assert _ITEM.findall(prose) == []


def test_several_criteria_are_read_together():
    several = [
        "https://academy.example/criteria",
        {
            "type": "Criteria",
            "narrative": "Planned three moorings, and explained each of them to two pilots of the harbour.",
        },
    ]
    draft = edited("2.0", {"/badge/criteria": several})
    found = assess(draft, now=NOW)
    assert found.finding("QL-CRI-01").outcome is PASS
    assert found.finding("QL-CRI-02").outcome is PASS
    empty = assess(edited("2.0", {"/badge/criteria": [{}, {}]}), now=NOW)
    assert empty.finding("QL-CRI-01").pointer == "/badge/criteria/0"
