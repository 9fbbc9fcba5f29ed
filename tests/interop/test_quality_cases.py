"""Every badge of the vectors is assessed without a crash, and nothing INVALID is called ready."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

import qualitybadge as qb
from qualitybadge.quality.assess import Assessor, assess
from qualitybadge.quality.assessment import Assessment, Readiness
from support import ob2_cases

RULES = 110


def _assessed(item: Any, assessor: Assessor) -> Assessment | None:
    """Return the assessment; None for what is no badge, which the error says."""
    refused = (qb.errors.InputError, qb.errors.UndeterminedError)  # no badge, or none that could be obtained
    with contextlib.suppress(*refused):
        return _looked_at(assessor.assess(item))
    with pytest.raises(refused) as caught:
        assessor.assess(item)
    obtained = isinstance(caught.value, qb.errors.InputError)
    assert not obtained or caught.value.code in ("NOT_A_BADGE", "PARSING", "LIMIT"), caught.value
    assert caught.value.hint
    return None


def _looked_at(assessment: Assessment) -> Assessment:
    assert len(assessment.findings) == RULES
    assert json.loads(assessment.to_json())["readiness"] == assessment.readiness.value
    assert all(one.advice for one in assessment.to_mend)
    return assessment


@pytest.mark.slow
def test_every_file_of_3_0_is_assessed(vectors, record_property):
    lines = (vectors / "ob3" / "cases.jsonl").read_text(encoding="utf-8").split("\n")
    cases = [json.loads(line) for line in lines if line]
    found: Counter[str] = Counter()
    for case in cases:
        now = datetime.fromisoformat(case["now"])
        assessment = _assessed(vectors / "ob3" / case["file"], Assessor(clock=lambda now=now: now))
        found["no badge" if assessment is None else assessment.readiness.value] += 1
        if assessment is not None and case["expect"]["verdict"] == "invalid" and not assessment.draft:
            assert assessment.readiness is not Readiness.READY, case["id"]
    record_property("cases", len(cases))
    assert found["not-ready"] > 100, found


@pytest.mark.slow
def test_every_case_of_2_0_is_assessed(vectors, record_property):
    found: Counter[str] = Counter()
    for case in ob2_cases.cases():
        report = ob2_cases.verify(case, vectors / "ob2")
        assessment = _assessed(report, Assessor(clock=lambda: ob2_cases.NOW))
        found["no badge" if assessment is None else assessment.readiness.value] += 1
        if assessment is not None and report.verdict is qb.Verdict.INVALID:
            assert assessment.readiness is not Readiness.READY, case["id"]
    record_property("cases", found.total())
    assert found["not-ready"] > 100, found


@pytest.mark.slow
def test_the_examples_of_edubadges_say_what_they_say(vectors, record_property):
    folder = vectors / "ob3" / "files" / "edubadges-examples"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) >= 20
    outcomes = {}
    for path in files:
        assessment = assess(path)
        outcomes[path.name] = {one.rule.id: one.outcome.value for one in assessment.findings}
    record_property("cases", len(files))
    assert all(found["QL-DSC-01"] in ("pass", "partial") for found in outcomes.values())
