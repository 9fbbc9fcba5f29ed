from __future__ import annotations

import pytest

from qualitybadge.model.rules import (
    RULES,
    identity_hashed,
    only_version_1,
    only_version_2,
    period_1,
    period_2,
    subject_identified,
)
from support.badges import MD5, SHA256

JAN, FEB = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"


def test_the_table_names_each_rule():
    assert {name: rule.__name__ for name, rule in RULES.items()} == {name: name for name in RULES}
    assert len(RULES) == 6


@pytest.mark.parametrize("data", [{"id": "x"}, {"identifier": [{}]}, {"id": None}])
def test_an_identified_subject(data):
    assert subject_identified(data) is None


@pytest.mark.parametrize(
    "data", [{}, {"identifier": []}, {"identifier": None}, {"type": ["AchievementSubject"]}]
)
def test_a_subject_without_identity(data):
    assert subject_identified(data).fault.code == "SUBJECT_UNIDENTIFIED"


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
    assert identity_hashed(data) is None


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
    breach = identity_hashed({"hashed": True, "identityHash": text})
    assert (breach.member, breach.fault.code) == ("identityHash", "MALFORMED_VALUE")
    assert breach.fault.hint


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [(period_2, "validFrom", "validUntil"), (period_1, "issuanceDate", "expirationDate")],
)
def test_periods(rule, first, last):
    assert rule({first: JAN, last: FEB}) is None
    assert rule({first: JAN, last: JAN}) is None
    assert rule({first: JAN, last: "2026-01-01T01:00:00+01:00"}) is None
    assert rule({first: JAN}) is None
    assert rule({last: JAN}) is None
    assert rule({first: FEB, last: JAN}).member == last
    assert rule({first: "2026-01-01T00:00:00.5Z", last: JAN}).member == last
    assert rule({first: JAN, last: "2026-01-01T00:30:00+01:00"}).fault.code == "CONFORMANCE"
    assert rule({first: 7, last: JAN}) is None
    assert rule({first: JAN, last: None}) is None
    assert rule({first: FEB, last: "soon"}) is None


@pytest.mark.parametrize("member", ["issuanceDate", "expirationDate"])
def test_version_2_has_no_dates_of_version_1(member):
    breach = only_version_2({"validFrom": JAN, member: JAN})
    assert breach.member == member
    assert breach.fault.code == "CONFORMANCE"
    assert breach.fault.hint.startswith("use valid")
    assert only_version_2({"validFrom": JAN, "validUntil": JAN}) is None


@pytest.mark.parametrize("member", ["validFrom", "validUntil"])
def test_version_1_has_no_dates_of_version_2(member):
    assert only_version_1({"issuanceDate": JAN, member: JAN}).member == member
    assert only_version_1({"issuanceDate": JAN, "expirationDate": JAN}) is None
