"""The documents of an organisation: strict to read, the same after writing and reading, frozen."""

from __future__ import annotations

import copy
import functools
import json
from dataclasses import replace
from datetime import date

import pytest

from qualitybadge.errors import InputError, LimitError, UndeterminedError
from qualitybadge.limits import Limits
from qualitybadge.quality.label import paper
from qualitybadge.quality.label.paper import Evidence, Organisation
from qualitybadge.quality.label.selfassessment import Answer, CriterionAnswer, IndicatorAnswer, SelfAssessment
from qualitybadge.spec import read_schema
from support import applying


@pytest.fixture
def said():
    return applying.complete().self_assessment


def test_it_begins_with_a_row_for_everything_that_is_asked():
    scheme = applying.scheme()
    begun = SelfAssessment.begin(scheme)
    assert [one.item for one in begun.answers] == [one.id for one in scheme.asked]
    assert "QL-ORG-17" not in [one.item for one in begun.answers]  # that is about the evaluators
    assert [one.criterion for one in begun.criteria] == ["A1", "A2"]
    assert [one.indicator for one in begun.indicators] == ["I1", "I2", "I3", "I4"]
    assert SelfAssessment.from_json(begun.to_json()) == begun


def test_it_is_the_same_after_writing_and_reading(said):
    again = SelfAssessment.from_json(said.to_json())
    assert again == said
    assert again.digest == said.digest
    assert again.to_json() == said.to_json()


def test_its_digest_is_of_what_it_says(said):
    other = said.with_answer(replace(said.answer("QL-ORG-01"), text="We do not."))
    assert other.digest != said.digest
    assert said.answer("QL-ORG-01").text != "We do not."  # the original stays
    assert said.digest.startswith("zQm")


def test_an_answer_takes_the_place_of_the_one_before_or_the_last_place(said):
    first = said.with_answer(Answer("QL-ORG-01", "new"))
    assert first.answers[0].text == "new"
    assert len(first.answers) == len(said.answers)
    more = said.with_answer(Answer("X", "new"))
    assert more.answers[-1].item == "X"
    assert said.with_criterion(CriterionAnswer("A2", met=False)).criterion("A2").met is False
    assert said.with_indicator(IndicatorAnswer("I4", checked=True)).indicator("I4").checked is True
    assert said.answer("X") is said.criterion("X") is said.indicator("X") is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (lambda data: data.update(colour="red"), "/colour"),
        (lambda data: data.pop("answers"), ""),
        (lambda data: data.update(schema="https://other.example"), "/schema"),
        (lambda data: data["organisation"].update(ceo="Ada"), "/organisation/ceo"),
        (lambda data: data["organisation"].update(country="Norway"), "/organisation/country"),
        (lambda data: data["answers"][0].update(name="Ada"), "/answers/0/name"),
        (lambda data: data["answers"][0].update(level="high"), "/answers/0/level"),
        (lambda data: data["answers"][0].update(date="2026-02-30"), "/answers/0/date"),
        (lambda data: data["answers"][0].update(date="yesterday"), "/answers/0/date"),
        (lambda data: data["answers"][0]["evidence"].append({"url": "x"}), "/answers/0/evidence/1"),
        (lambda data: data["criteria"][1].update(criterion="A1"), "/criteria/1"),
        (lambda data: data["answers"][1].update(item="QL-ORG-01"), "/answers/1"),
        (lambda data: data["indicators"][1].update(indicator="I1"), "/indicators/1"),
        (lambda data: data.update(date="2026-13-01"), "/date"),
    ],
)
def test_what_is_not_in_its_form_is_refused_with_the_place(said, change, pointer):
    data = said.to_dict()
    change(data)
    with pytest.raises(InputError) as caught:
        SelfAssessment.from_dict(data)
    assert caught.value.pointer.startswith(pointer)
    assert caught.value.hint


@pytest.mark.parametrize("data", [None, [], "text", 7, {}])
def test_what_is_no_self_assessment_is_refused(data):
    with pytest.raises(InputError):
        SelfAssessment.from_dict(data)
    with pytest.raises(InputError):
        SelfAssessment.from_json(json.dumps(data)[:-1])


def test_both_schemas_have_the_same_form_of_a_self_assessment():
    names = ("selfAssessment", "organisation", "answer", "evidence", "criterion", "indicator", "day", "text")
    own, outer = (read_schema(f"{paper_id}")["$defs"] for paper_id in _schema_ids())
    assert {name: own[name] for name in names} == {name: outer[name] for name in names}


def _schema_ids():
    place = "https://qualitybadge.example/schemas/quality"
    return f"{place}/self-assessment/1.json", f"{place}/application/1.json"


def test_evidence_is_a_file_by_its_digest(tmp_path):
    file = tmp_path / "extract.pdf"
    file.write_bytes(b"a register extract")
    evidence = Evidence.of_file(file)
    assert (evidence.title, evidence.file) == ("extract.pdf", "extract.pdf")
    assert evidence.digest == paper.digest_of_bytes(b"a register extract")
    assert evidence.given
    assert not Evidence("promised").given
    assert Evidence.of_file(file, "Extract").title == "Extract"


def test_a_file_that_cannot_be_evidence_is_refused(tmp_path, monkeypatch):
    with pytest.raises(UndeterminedError):
        Evidence.of_file(tmp_path / "nowhere")
    with pytest.raises(UndeterminedError):
        Evidence.of_file(tmp_path)
    with pytest.raises(TypeError):
        Evidence.of_file("extract.pdf")
    monkeypatch.setattr(
        paper, "content_of", functools.partial(paper.content_of, limits=Limits(input_bytes=3))
    )
    (tmp_path / "large").write_bytes(b"1234")
    with pytest.raises(LimitError):
        Evidence.of_file(tmp_path / "large")


def test_days_are_written_as_they_are_read():
    assert paper.day_of(paper.text_of(date(2026, 3, 1)), "") == date(2026, 3, 1)
    assert paper.day_of("", "") is None


def test_an_organisation_is_known_by_all_its_ids():
    assert Organisation(id="did:web:a.example", aliases=("https://a.example/", "")).ids == {
        "did:web:a.example",
        "https://a.example/",
    }
    assert Organisation().ids == frozenset()


def test_nothing_of_a_document_is_shared_with_what_was_handed_in(said):
    data = said.to_dict()
    kept = copy.deepcopy(data)
    read = SelfAssessment.from_dict(data)
    data["organisation"]["languages"].append("xx")
    assert read.to_dict() == kept
