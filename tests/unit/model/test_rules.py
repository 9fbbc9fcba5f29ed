from __future__ import annotations

import pytest

from qualitybadge.model.breach import KEPT
from qualitybadge.model.rules import (
    RULES,
    criteria_told,
    evidence_elsewhere,
    identity_hashed,
    only_version_1,
    only_version_2,
    period_1,
    period_2,
    subject_identified,
)
from support.badges import MD5, OB, SHA256, VC_1, VC_2

JAN, FEB = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"


def test_the_table_names_each_rule():
    assert {name: rule.__name__ for name, rule in RULES.items()} == {name: name for name in RULES}
    assert len(RULES) == 10


@pytest.mark.parametrize("data", [{"id": "x"}, {"identifier": [{}]}, {"id": None}])
def test_an_identified_subject(data):
    assert subject_identified(data) is KEPT


@pytest.mark.parametrize(
    "data", [{}, {"identifier": []}, {"identifier": None}, {"type": ["AchievementSubject"]}]
)
def test_a_subject_without_identity(data):
    [breach] = subject_identified(data)
    assert (breach.path, breach.fault.code) == ((), "SUBJECT_UNIDENTIFIED")


@pytest.mark.parametrize(
    "data",
    [
        {"hashed": True, "identityHash": SHA256},
        {"hashed": True, "identityHash": SHA256.upper().replace("SHA", "sha")},
        {"hashed": True, "identityHash": MD5},
        {"hashed": False, "identityHash": "ada@academy.example"},
        {"hashed": "true", "identityHash": "ada@academy.example"},
        {"hashed": True, "identityHash": 7},
        {"hashed": True},
        {},
    ],
)
def test_identities_that_keep_the_hash_rule(data):
    assert identity_hashed(data) is KEPT


@pytest.mark.parametrize(
    "text",
    [
        "ada@academy.example",
        "sha1$" + "0" * 40,
        SHA256[:-1],
        SHA256 + "0",
        MD5 + "\n",
        "SHA256$" + "0" * 64,
        "sha256$" + "g" * 64,
    ],
)
def test_what_is_hashed_looks_like_a_hash(text):
    [breach] = identity_hashed({"hashed": True, "identityHash": text})
    assert (breach.path, breach.fault.code) == (("identityHash",), "MALFORMED_VALUE")
    assert breach.fault.hint


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [(period_2, "validFrom", "validUntil"), (period_1, "issuanceDate", "expirationDate")],
)
def test_periods(rule, first, last):
    assert rule({first: JAN, last: FEB}) is KEPT
    assert rule({first: JAN, last: JAN}) is KEPT
    assert rule({first: JAN, last: "2026-01-01T01:00:00+01:00"}) is KEPT
    assert rule({first: JAN}) is KEPT
    assert rule({last: JAN}) is KEPT
    assert rule({first: FEB, last: JAN})[0].path == (last,)
    assert rule({first: "2026-01-01T00:00:00.5Z", last: JAN})[0].path == (last,)
    assert rule({first: JAN, last: "2026-01-01T00:30:00+01:00"})[0].fault.code == "CONFORMANCE"
    assert rule({first: 7, last: JAN}) is KEPT
    assert rule({first: JAN, last: None}) is KEPT
    assert rule({first: FEB, last: "soon"}) is KEPT


@pytest.mark.parametrize("member", ["issuanceDate", "expirationDate"])
def test_version_2_has_no_dates_of_version_1(member):
    [breach] = only_version_2({"validFrom": JAN, member: JAN})
    assert breach.path == (member,)
    assert breach.fault.code == "CONFORMANCE"
    assert breach.fault.hint.startswith("use valid")
    assert only_version_2({"validFrom": JAN, "validUntil": JAN}) is KEPT


@pytest.mark.parametrize("member", ["validFrom", "validUntil"])
def test_version_1_has_no_dates_of_version_2(member):
    assert [breach.path for breach in only_version_1({"issuanceDate": JAN, member: JAN})] == [(member,)]
    assert only_version_1({"issuanceDate": JAN, "expirationDate": JAN}) is KEPT


def test_each_foreign_date_is_named():
    both = {"validFrom": JAN, "issuanceDate": JAN, "expirationDate": JAN}
    assert [breach.path for breach in only_version_2(both)] == [("issuanceDate",), ("expirationDate",)]


@pytest.mark.parametrize(
    ("rule", "own", "foreign"), [(only_version_2, VC_2, VC_1), (only_version_1, VC_1, VC_2)]
)
def test_a_version_does_not_list_the_context_of_the_other(rule, own, foreign):
    [breach] = rule({"@context": [own, OB, foreign]})
    assert breach.path == ("@context", 2)
    assert breach.fault.code == "CONTEXT_ORDER"
    assert [breach.path for breach in rule({"@context": (own, foreign)})] == [("@context", 1)]
    for contexts in ([own, OB, own], [own, {"@context": foreign}], own, foreign, None, {}, []):
        assert rule({"@context": contexts}) is KEPT


@pytest.mark.parametrize(
    "criteria", [{"id": "https://x.example"}, {"narrative": "Do it."}, {"id": "urn:x:1", "narrative": ""}]
)
def test_criteria_that_are_told(criteria):
    assert criteria_told(criteria) is KEPT


@pytest.mark.parametrize(
    "criteria",
    [{}, {"narrative": ""}, {"id": "", "narrative": ""}, {"type": "Criteria"}, {"narrative": None}],
)
def test_criteria_that_nobody_can_read(criteria):
    [breach] = criteria_told(criteria)
    assert breach.path == ()
    assert breach.fault.message == "the criteria have neither an id nor a narrative"
    assert breach.fault.hint


def test_evidence_has_one_place():
    assert evidence_elsewhere({"narrative": "x"}) is KEPT
    for evidence in ([], [{"type": ["Evidence"]}], None):
        [breach] = evidence_elsewhere({"evidence": evidence})
        assert breach.path == ("evidence",)
        assert "credentialSubject" in breach.fault.hint
