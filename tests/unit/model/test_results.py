from __future__ import annotations

import time

import pytest

from qualitybadge.conformance import conformance_errors
from qualitybadge.model.breach import KEPT
from qualitybadge.model.results import levels_known, results_described
from support.badges import badge

GRADE, STATUS, RUBRIC = "urn:r:grade", "urn:r:status", "urn:r:rubric"
LOW, HIGH = "urn:level:low", "urn:level:high"
DESCRIPTIONS = [
    {"id": GRADE, "resultType": "RawScore", "valueMin": "1", "valueMax": "10"},
    {"id": STATUS, "resultType": "Status"},
    {
        "id": RUBRIC,
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [{"id": LOW}, {"id": HIGH}],
        "allowedValue": ["D", "A"],
    },
]


def _breaches(*results, descriptions=DESCRIPTIONS):
    data = {"result": list(results), "achievement": {"resultDescription": descriptions}}
    return results_described(data)


def _paths(*results, **options):
    return [breach.path for breach in _breaches(*results, **options)]


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"value": "85"},
        {"status": "Completed"},
        {"resultDescription": GRADE, "value": "7.5"},
        {"resultDescription": GRADE, "value": "1"},
        {"resultDescription": GRADE, "value": "10.0"},
        {"resultDescription": GRADE, "value": "passed"},  # no number: it cannot be compared
        {"resultDescription": GRADE, "value": 99},  # no text: reported as such
        {"resultDescription": GRADE, "value": "٩٩"},
        {"resultDescription": GRADE, "status": "Completed"},  # allowed anywhere
        {"resultDescription": STATUS, "status": "Completed"},
        {"resultDescription": STATUS, "status": 7},
        {"resultDescription": STATUS, "value": "Completed"},  # told, if not in its place
        {"resultDescription": RUBRIC, "achievedLevel": HIGH},
        {"resultDescription": RUBRIC, "value": "85"},  # a value beside the list is a question of quality
        {"achievedLevel": LOW},
        {"resultDescription": RUBRIC, "achievedLevel": 7},
        {"resultDescription": 7, "achievedLevel": "urn:x:1"},
        {"resultDescription": {}},
    ],
)
def test_results_that_fit(result):
    assert _breaches(result) == KEPT


@pytest.mark.parametrize(
    ("result", "member"),
    [
        ({"resultDescription": "urn:r:none"}, "resultDescription"),
        ({"resultDescription": ""}, "resultDescription"),
        ({"resultDescription": "urn:r:none", "achievedLevel": "urn:x:1", "value": "99"}, "resultDescription"),
        ({"resultDescription": STATUS}, "status"),
        ({"resultDescription": STATUS, "value": "completed"}, "status"),
        ({"resultDescription": STATUS, "value": []}, "status"),
        ({"resultDescription": GRADE, "achievedLevel": HIGH}, "achievedLevel"),
        ({"resultDescription": RUBRIC, "achievedLevel": "urn:level:none"}, "achievedLevel"),
        ({"achievedLevel": "urn:level:none"}, "achievedLevel"),
        ({"resultDescription": GRADE, "value": "0.99"}, "value"),
        ({"resultDescription": GRADE, "value": "-5"}, "value"),
        ({"resultDescription": GRADE, "value": "10.0000000000000000001"}, "value"),
    ],
)
def test_results_that_do_not_fit(result, member):
    [breach] = _breaches({"value": "first"}, result)
    assert breach.path == ("result", 1, member)
    assert breach.fault.code == "CONFORMANCE"
    assert breach.spec == "OB 3.0 §B, Result"
    assert breach.fault.hint


@pytest.mark.parametrize(
    ("bounds", "wrong"),
    [({"valueMin": "5"}, "4"), ({"valueMax": "5"}, "6"), ({"valueMin": "F", "valueMax": "5"}, "6")],
)
def test_one_bound_is_enough(bounds, wrong):
    description = {"id": GRADE, **bounds}
    assert _paths({"resultDescription": GRADE, "value": wrong}, descriptions=[description])
    assert not _paths({"resultDescription": GRADE, "value": "5"}, descriptions=[description])


def test_an_empty_range_has_both_bounds_broken():
    description = {"id": GRADE, "valueMin": "9", "valueMax": "1"}
    assert (
        _paths({"resultDescription": GRADE, "value": "5"}, descriptions=[description])
        == [("result", 0, "value")] * 2
    )


def test_several_faults_of_one_result_are_all_told():
    found = _paths({"resultDescription": STATUS, "achievedLevel": HIGH})
    assert found == [("result", 0, "status"), ("result", 0, "achievedLevel")]


@pytest.mark.parametrize(
    "results", [None, [], {}, "x", 7, {"resultDescription": "urn:r:none"}, [None, 7, "x"]]
)
def test_what_is_no_array_of_results_is_passed_over(results):
    assert results_described({"result": results, "achievement": {}}) == KEPT
    assert results_described({"result": results}) == KEPT


@pytest.mark.parametrize("achievement", [None, [], "x", {}, {"resultDescription": None}])
def test_an_achievement_without_descriptions_describes_no_result(achievement):
    [breach] = results_described({"result": [{"resultDescription": GRADE}], "achievement": achievement})
    assert breach.path == ("result", 0, "resultDescription")


def test_descriptions_of_any_shape_are_looked_at_without_a_crash():
    descriptions = [
        None,
        7,
        "x",
        [],
        {"id": []},
        {"id": 7},
        {"id": GRADE, "rubricCriterionLevel": [{"id": []}, 7]},
    ]
    assert _paths({"resultDescription": GRADE, "achievedLevel": LOW}, descriptions=descriptions) == [
        ("result", 0, "achievedLevel")
    ]


def test_a_level_that_is_required_exists():
    levels = {"rubricCriterionLevel": [{"id": LOW}]}
    assert levels_known({"requiredLevel": LOW, **levels}) is KEPT
    assert levels_known(levels) is KEPT
    assert levels_known({"requiredLevel": 7}) is KEPT
    for description in ({"requiredLevel": HIGH, **levels}, {"requiredLevel": HIGH}):
        [breach] = levels_known(description)
        assert breach.path == ("requiredLevel",)


def test_a_finding_names_its_place_and_clause():
    data = badge()
    data["credentialSubject"]["result"][0] |= {"resultDescription": "urn:x:none", "type": "Result"}
    data["credentialSubject"]["achievement"]["resultDescription"][0]["requiredLevel"] = "urn:x:none"
    by_pointer = {error.pointer: error for error in conformance_errors(data)}
    result = by_pointer["/credentialSubject/result/0/resultDescription"]
    assert result.message.startswith("resultDescription: the text 'urn:x:none' is the id of none of")
    assert result.spec == "OB 3.0 §B, Result"
    level = by_pointer["/credentialSubject/achievement/resultDescription/0/requiredLevel"]
    assert level.spec == "OB 3.0 §B, ResultDescription"
    assert len(by_pointer) == 2


def test_many_results_and_levels_cost_no_more_than_their_number():
    levels = [{"id": f"urn:level:{number}"} for number in range(20_000)]
    descriptions = [{"id": RUBRIC, "rubricCriterionLevel": levels}]
    results = [{"resultDescription": RUBRIC, "achievedLevel": HIGH}, {"achievedLevel": HIGH}] * 10_000
    start = time.perf_counter()
    assert len(_breaches(*results, descriptions=descriptions)) == 20_000
    assert time.perf_counter() - start < 2
