"""Reviews and decisions against their scheme: what is missing, what to improve, and what decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qualitybadge.errors import InputError
from qualitybadge.quality.label.evaluation import Weight, evaluate
from qualitybadge.quality.label.review import AnswerLevel, Decision, Review
from qualitybadge.quality.label.scheme import LabelScheme
from qualitybadge.quality.label.schemeparts import SchemeReference
from support.labels import (
    APPLICATION,
    COMMITTEE,
    DECIDED,
    SCHEME,
    application,
    decision,
    review,
    reviews,
    scheme,
)
from support.world import ACADEMY

OTHER = SchemeReference("https://other.example/", "1")


def levels(*values, items=("M-1", "M-2", "M-3")):
    return tuple(AnswerLevel(item, value) for item, value in zip(items, values, strict=True))


def noticed(evaluation, weight=Weight.INCOMPLETE):
    return {note.about for note in evaluation.notes if note.weight is weight}


def with_reviewer(number, **changes):
    return review(number, reviewer=replace(review(number).reviewer, **changes))


def test_a_complete_record_can_be_awarded():
    found = evaluate(SCHEME, APPLICATION, reviews(), decision())
    assert (found.complete, found.awardable, found.notes) == (True, True, ())
    assert found.due == date(2026, 2, 18)


def test_two_reviews_combine_to_the_lower():
    figures = evaluate(SCHEME, APPLICATION, reviews()).figures
    assert (figures.minimum_level, figures.indicator_share) == (3, 0.75)  # levels 3 and 4; I4 of one only
    assert (figures.formal_criteria_met, figures.reviewers) == (True, 2)


def test_nothing_comes_of_no_reviews():
    found = evaluate(SCHEME, APPLICATION, ())
    assert "reviewers" in noticed(found)
    assert (found.figures.minimum_level, found.figures.indicator_share) == (None, 0.0)
    assert not found.figures.formal_criteria_met


@pytest.mark.parametrize(
    ("second", "about"),
    [
        (review(1), "reviewers"),
        (with_reviewer(2, organisation=ACADEMY), "independence"),
        (with_reviewer(2, organisation="https://academy.example/"), "independence"),
        (review(2, independent=False), "independence"),
        (review(2, application="zOther"), "review"),
        (review(2, scheme=OTHER), "review"),
        (review(2, day=None), "dates"),
        (review(2, day=date(2025, 11, 1)), "dates"),
        (review(2, levels=levels(4, 4, items=("M-1", "M-2"))), "M-3"),
        (review(2, levels=(*levels(4, 4, 4), AnswerLevel("M-1", 5))), "levels"),
        (review(2, levels=levels(4, 9, 4)), "M-2"),
        (review(2, levels=(*levels(4, 4, 4), AnswerLevel("M-9", 5))), "review"),
        (review(2, indicators=("I1", "I2", "I3", "I9")), "review"),
        (review(2, criteria=("A1", "A2", "A9")), "review"),
    ],
)
def test_what_keeps_a_review_from_counting(second, about):
    assert about in noticed(evaluate(SCHEME, APPLICATION, (review(1), second)))


def test_one_reviewer_is_of_the_country_or_reads_the_language():
    far = [with_reviewer(number, country="NL", languages=("nl",)) for number in (1, 2)]
    assert noticed(evaluate(SCHEME, APPLICATION, far)) == {"reviewers"}
    nowhere = application(
        self_assessment=replace(
            APPLICATION.self_assessment,
            organisation=replace(APPLICATION.organisation, country="", languages=()),
        )
    )
    placeless = [
        replace(one, application=nowhere.digest)
        for one in (with_reviewer(1, country="", languages=()), review(2))
    ]
    assert "reviewers" in noticed(evaluate(SCHEME, nowhere, placeless))


@pytest.mark.parametrize(
    ("second", "about"),
    [
        (review(2, levels=levels(2, 4, 4)), {"M-1"}),
        (review(2, criteria=("A1",)), {"A2"}),
        (review(2, indicators=("I1", "I2")), {"indicators", "I3", "I4"}),
    ],
)
def test_what_to_improve(second, about):
    given = (review(1), second)
    found = evaluate(SCHEME, APPLICATION, given)
    assert (found.complete, noticed(found, Weight.FALLS_SHORT)) == (True, about)
    refused = evaluate(SCHEME, APPLICATION, given, decision(given=given, outcome="not-yet-issued"))
    assert (refused.complete, refused.awardable) == (True, False)
    granted = evaluate(SCHEME, APPLICATION, given, decision(given=given))
    assert noticed(granted) == {"decision"}


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"application": "zOther"}, "decision"),
        ({"scheme": OTHER}, "decision"),
        ({"reviews": ("zOne",)}, "decision"),
        ({"outcome": "perhaps"}, "decision"),
        ({"reasons": (" ",)}, "decision"),
        ({"indicator_share": 0.9}, "decision"),
        ({"indicator_share": None}, "decision"),
        ({"minimum_level": 4}, "decision"),
        ({"shortened": True}, "decision"),
        ({"day": None}, "dates"),
        ({"day": date(2025, 11, 30)}, "dates"),
        ({"committee": COMMITTEE[:2]}, "committee"),
        ({"committee": COMMITTEE * 2}, "committee"),
        ({"committee": tuple(replace(one, role="committee") for one in COMMITTEE)}, "committee"),
        ({"committee": (*COMMITTEE[:2], replace(COMMITTEE[2], organisation=ACADEMY))}, "independence"),
    ],
)
def test_what_keeps_a_decision_from_counting(changes, about):
    assert about in noticed(evaluate(SCHEME, APPLICATION, reviews(), decision(**changes)))


def test_a_late_decision_is_a_remark_and_no_fault():
    found = evaluate(SCHEME, APPLICATION, reviews(), decision(day=date(2026, 3, 1)))
    assert (found.awardable, noticed(found, Weight.REMARK)) == (True, {"deadline"})
    assert "11 days later" in found.remarks[0].message
    waiting = evaluate(SCHEME, APPLICATION, reviews(), today=date(2026, 3, 1))
    assert noticed(waiting, Weight.REMARK) == {"deadline"}
    assert evaluate(SCHEME, APPLICATION, reviews(), today=DECIDED).remarks == ()


def test_an_application_that_was_not_handed_in_or_is_of_another_scheme():
    draft = application(submitted=None)
    found = evaluate(SCHEME, draft, reviews(draft))
    assert ("application" in noticed(found), found.due) == (True, None)
    assert "scheme" in noticed(evaluate(scheme(version="2"), APPLICATION, reviews()))
    nameless = application(
        self_assessment=replace(
            APPLICATION.self_assessment, organisation=replace(APPLICATION.organisation, id="")
        )
    )
    assert "application" in noticed(evaluate(SCHEME, nameless, reviews(nameless)))


def test_an_application_with_gaps_gives_no_complete_record():
    bare = APPLICATION.with_answer("M-1", "")
    assert noticed(evaluate(SCHEME, bare, reviews(bare))) == {"application"}


def test_a_shortened_evaluation_looks_at_what_the_scheme_names():
    renewal = application(renewal_of="urn:uuid:old")
    given = tuple(replace(one, levels=levels(4, items=("M-2",))) for one in reviews(renewal))
    short = decision(renewal, given, shortened=True, minimum_level=4)
    assert evaluate(SCHEME, renewal, given, short).awardable
    empty = replace(renewal.with_answer("M-2", ""))
    given = tuple(replace(one, levels=levels(4, items=("M-2",))) for one in reviews(empty))
    assert noticed(evaluate(SCHEME, empty, given, decision(empty, given, shortened=True))) >= {"M-2"}


def test_where_the_indicators_are_not_known_nothing_is_awarded():
    cities = LabelScheme.load("cities-of-learning")
    found = evaluate(cities, APPLICATION, reviews())
    assert {"scheme", "indicators"} <= noticed(found)
    assert found.figures.indicator_share is None
    without = scheme(indicator=[])
    assert "indicators" in noticed(evaluate(without, APPLICATION, reviews()))


def test_the_documents_survive_their_json():
    assert Review.from_json(review(1).to_json()) == review(1)
    assert Decision.from_json(decision().to_json()) == decision()
    for make, data in ((Review.from_dict, review(1).to_dict()), (Decision.from_dict, decision().to_dict())):
        for broken in (data | {"more": 1}, data | {"date": "2026-02-30"}, {}, None, data | {"scheme": []}):
            with pytest.raises(InputError):
                make(broken)
