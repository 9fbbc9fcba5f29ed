from __future__ import annotations

import pytest

from qualitybadge.model import ob2_rules
from support.badges_ob2 import MD5, SHA256, assertion, endorsement


def _paths(breaches):
    return [breach.path for breach in breaches]


def test_an_assertion_has_all_its_members():
    assert ob2_rules.assertion_complete(assertion()) == ()
    assert _paths(ob2_rules.assertion_complete({"id": "urn:x:1"})) == [
        (name,) for name in ("type", "recipient", "badge", "verification", "issuedOn")
    ]


def test_an_endorsement_has_all_its_members():
    assert ob2_rules.endorsement_complete(endorsement()) == ()
    assert _paths(ob2_rules.endorsement_complete({"id": "urn:x:1"})) == [
        (name,) for name in ("type", "claim", "issuedOn", "verification")
    ]


@pytest.mark.parametrize("rule", [ob2_rules.assertion_complete, ob2_rules.endorsement_complete])
def test_what_is_revoked_may_be_stripped(rule):
    assert rule({"id": "urn:x:1", "revoked": True}) == ()
    assert rule({"id": "urn:x:1", "revoked": [True]}) == ()


@pytest.mark.parametrize("revoked", ["true", "false", False, 1, [], [True, True], None])
def test_only_true_revokes(revoked):
    assert ob2_rules.assertion_complete({"id": "urn:x:1", "revoked": revoked}) != ()


@pytest.mark.parametrize(
    ("issued", "expires", "kept"),
    [
        ("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z", True),
        ("2020-01-01T00:00Z", "2020-01-01T00:00Z", True),
        ("2020-01-01T00:00:00Z", "2020-01-01T01:00:00+0200", False),
        ("2020-01-01T00:00:00Z", "2019-01-01T00:00:00Z", False),
        ("2020-01-01T00:00:00Z", ["2019-01-01T00:00:00Z"], False),
        ("soon", "2019-01-01T00:00:00Z", True),  # a fault of issuedOn
        (5, "2019-01-01T00:00:00Z", True),
        ("2020-01-01T00:00:00Z", 5, True),
    ],
)
def test_an_assertion_does_not_expire_before_it_is_issued(issued, expires, kept):
    breaches = ob2_rules.issued_before_expired({"issuedOn": issued, "expires": expires})
    assert _paths(breaches) == ([] if kept else [("expires",)])


@pytest.mark.parametrize("data", [{}, {"issuedOn": "x"}, {"expires": "x"}])
def test_one_date_alone_is_in_order(data):
    assert ob2_rules.issued_before_expired(data) == ()


GOOD = [
    ("email", False, "ada@academy.example"),
    ("email", True, SHA256),
    ("email", True, SHA256.upper().replace("SHA", "sha")),
    ("email", True, MD5),
    ("url", False, "https://ada.example"),
    ("telephone", False, "+1 617 555 1212"),
    ("id", False, "did:web:ada.example"),
    ("schema:duns", False, "123"),
    (["email"], [False], ["ada@academy.example"]),
]
BAD = [
    ("email", True, "ada@academy.example", "set hashed to false for a plain identity"),
    ("email", True, "sha1$" + "0f" * 20, "set hashed to false for a plain identity"),
    ("email", True, "sha256$0f", "set hashed to false for a plain identity"),
    ("email", True, "", "set hashed to false for a plain identity"),
    ("email", False, SHA256, "set hashed to true"),
    ("email", False, MD5, "set hashed to true"),
    ("schema:duns", False, MD5, "set hashed to true"),
    ("email", False, "ada", ""),
    ("url", False, "ada.example", ""),
    ("telephone", False, "call me", ""),
    ("id", False, "ada", ""),
    (["email"], [True], ["ada@academy.example"], "set hashed to false for a plain identity"),
]


@pytest.mark.parametrize(("kind", "hashed", "identity"), GOOD)
def test_an_identity_is_what_it_says(kind, hashed, identity):
    assert ob2_rules.identity_agrees({"type": kind, "hashed": hashed, "identity": identity}) == ()


@pytest.mark.parametrize(("kind", "hashed", "identity", "hint"), BAD)
def test_an_identity_is_not_what_it_says(kind, hashed, identity, hint):
    breach, *more = ob2_rules.identity_agrees({"type": kind, "hashed": hashed, "identity": identity})
    assert more == []
    assert breach.path == ("identity",)
    assert breach.fault.hint == hint
    assert str(identity) not in breach.fault.message or not identity  # an identity is not repeated


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"hashed": True},
        {"identity": 5, "hashed": True},
        {"identity": "x", "hashed": "true"},
        {"type": {}},
    ],
)
def test_a_malformed_identity_is_a_fault_of_its_member(data):
    assert ob2_rules.identity_agrees(data) == ()


def test_an_identity_of_no_type_is_any_text():
    assert ob2_rules.identity_agrees({"identity": "x", "hashed": False, "type": {}}) == ()


@pytest.mark.parametrize(
    "data",
    [
        {"narrative": "x"},
        {"narrative": ["x"]},
        {"id": "https://a.example"},
        {"id": "_:b0", "narrative": "x"},
        {"id": ["https://a.example"]},
    ],
)
def test_criteria_are_told(data):
    assert ob2_rules.criteria_described(data) == ()


@pytest.mark.parametrize("data", [{}, {"id": "_:b0"}, {"narrative": ""}, {"id": []}, {"type": "Criteria"}])
def test_blank_criteria_need_a_narrative(data):
    assert _paths(ob2_rules.criteria_described(data)) == [()]


def test_an_entry_names_what_is_revoked():
    assert ob2_rules.revoked_one_named({"id": "x"}) == ob2_rules.revoked_one_named({"uid": "x"}) == ()
    assert _paths(ob2_rules.revoked_one_named({"revocationReason": "x"})) == [()]
