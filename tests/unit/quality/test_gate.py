from __future__ import annotations

from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.quality.gate import readiness_gate
from support.rule_cases.case import REMOVED, edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
MISSING = {"/credentialSubject/achievement/description": REMOVED}


def _gate(**terms):
    return readiness_gate(clock=lambda: NOW, **terms)


def test_a_good_draft_passes():
    assert _gate()(edited("3.0", {})) == []
    assert _gate()(edited("2.0", {})) == []


def test_a_poor_draft_is_refused_with_reasons_the_most_urgent_first():
    objections = _gate()(edited("3.0", MISSING))
    assert objections[0].startswith("not ready for recognition according to")
    assert objections[1].startswith("QL-DSC-02 (essential) at /credentialSubject/achievement/description: ")
    assert not [line for line in objections if "(informative)" in line]


def test_what_a_person_has_to_see_passes_only_where_that_is_said():
    edit = {"/credentialSubject/achievement/criteria/narrative": "Short."}
    assert _gate()(edited("3.0", edit))
    assert _gate(undetermined=True)(edited("3.0", edit))  # partly met is not undetermined


def test_an_issuer_with_the_gate_signs_nothing_that_is_not_ready():
    issuer = qb.Issuer("Academy", qb.KeyPair.generate("Ed25519"), gate=_gate())
    achievement = {"id": "urn:x:1", "name": "Tides", "description": "d", "criteria": {"narrative": "n"}}
    with pytest.raises(qb.errors.IssueError, match="QL-"):
        issuer.issue(achievement, qb.Recipient.did("did:example:ada"))


def test_a_profile_that_is_not_there():
    with pytest.raises(qb.errors.InputError, match="no profile"):
        _gate(profile="gold")({})
