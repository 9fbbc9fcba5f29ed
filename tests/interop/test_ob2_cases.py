"""Every decided Open Badges 2.0 case of the external vectors, under its policy."""

from __future__ import annotations

from collections import Counter

import pytest

import qualitybadge as qb
from conftest import VECTORS
from support.ob2_cases import cases, verify

# The case asks that a badge fall with the server of a context. Contexts are shipped here and never asked for, and
# OB 2.0 §Extensions only wants the context's content: the badge in it is a good one.
SHIPPED_ALL_THE_SAME = {"x_noctx"}


@pytest.mark.skipif(VECTORS is None, reason="QUALITYBADGE_VECTORS is not set: 197 cases not run")
@pytest.mark.parametrize("case", cases(), ids=[case["id"] for case in cases()])
def test_case(case, vectors):
    report = verify(case, vectors / "ob2")
    expected = case["expect"]
    shown = f"{expected.get('why')}\n{qb.render(report, 'text')}"
    assert all(row.problem is None or row.problem.code != "INTERNAL" for row in report.checks), shown
    if expected.get("valid") is True or case["id"] in SHIPPED_ALL_THE_SAME:
        assert report.verdict is qb.Verdict.VALID, shown
    elif expected.get("valid") is False:
        assert report.verdict is not qb.Verdict.VALID, shown
    if expected.get("revoked"):
        codes = {row.problem.code for row in report.checks if row.problem}
        assert "REVOKED" in codes, shown
    if expected.get("security"):
        for policy in (qb.Policy(), qb.Policy.compatible()):
            assert verify(case, vectors / "ob2", policy).verdict is not qb.Verdict.VALID, shown


@pytest.mark.skipif(VECTORS is None, reason="QUALITYBADGE_VECTORS is not set")
def test_nothing_forged_is_accepted_and_nothing_good_refused(vectors, record_property):
    found: Counter[str] = Counter()
    for case in cases():
        expected = case["expect"].get("valid")
        if expected is not None and case["id"] not in SHIPPED_ALL_THE_SAME:
            verdict = verify(case, vectors / "ob2").verdict
            found["right" if (verdict is qb.Verdict.VALID) is expected else "wrong"] += 1
    record_property("cases", found.total())
    assert found == {"right": 171}
