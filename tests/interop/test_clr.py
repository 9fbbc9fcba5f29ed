"""The published learner records, under the policies of their cases: the record and everything inside it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from conftest import VECTORS

pytestmark = pytest.mark.skipif(VECTORS is None, reason="QUALITYBADGE_VECTORS is not set")

POLICIES = {"default": qb.Policy(), "compatible": qb.Policy.compatible()}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def verify(vectors, name, policy):
    path = vectors / "ob3" / "files" / "validator-clr20" / name
    return qb.verify(path, policy=POLICIES[policy], fetcher=qb.NoNetwork(), now=NOW)


def rows(report, name):
    return [row for row in report.checks if row.id == name]


def test_complex_verifies_outside_and_inside(vectors, record_property):
    record_property("cases", 2)
    report = verify(vectors, "complex.json", "compatible")
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert report.trust is qb.Trust.NONE  # its issuer is a urn, known by its key alone
    assert [member.verdict for member in report.members] == [qb.Verdict.VALID] * 6
    assert [len(member.endorsements) for member in report.members] == [1, 0, 0, 0, 0, 0]
    (endorsement,) = report.members[0].endorsements
    assert endorsement.verdict is qb.Verdict.VALID
    assert endorsement.pointer == "/credentialSubject/achievement/endorsement/0"
    dangling = rows(report, "associations")
    assert [row.pointer.rpartition("association/")[2] for row in dangling] == [
        "2/targetId",
        "3/targetId",
        "4/sourceId",
    ]
    assert not any(row.required for row in dangling)
    strict = verify(vectors, "complex.json", "default")
    assert strict.verdict is qb.Verdict.INVALID
    assert [row.outcome.value for row in rows(strict, "key")] == ["failed"]
    assert len(strict.members) == 6
    assert strict.relaxations == ("allow_conformance_findings", "allow_urn_issuer")


@pytest.mark.parametrize("policy", POLICIES)
def test_a_tampered_record_is_invalid(vectors, policy):
    report = verify(vectors, "complex-tampered.json", policy)
    assert report.verdict is qb.Verdict.INVALID
    assert "failed" in [row.outcome.value for row in rows(report, "proof")]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_record_with_a_draft_context_is_open(vectors, policy):
    """Its context is published nowhere any more, so nobody can know what was signed; never VALID."""
    report = verify(vectors, "simple_old_safesigned.json", policy)
    assert report.verdict is not qb.Verdict.VALID
    assert "passed" not in [row.outcome.value for row in rows(report, "proof")]
    assert report.members == ()


def test_a_record_as_a_token(vectors, record_property):
    record_property("cases", 2)
    report = verify(vectors, "simple.jwt", "compatible")
    assert [row.outcome.value for row in rows(report, "proof")] == ["passed"]
    assert [row.outcome.value for row in rows(report, "validity")] == ["passed"]
    (member,) = report.members
    assert [row.outcome.value for row in rows(member, "proof")] == ["passed"]
    assert member.form == "VC-JWT RS256"
    assert verify(vectors, "simple.jwt", "default").verdict is not qb.Verdict.VALID
