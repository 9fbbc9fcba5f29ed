"""E10: the forms in which badges of 2.0 and before are revoked, read exactly."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from support.signed2 import LIST, URN, revoking, school, school_1_1, signed, signed_1_1, token
from support.world2 import ASSERTION, COMPATIBLE, STRICT, V2, assertion, codes, verify, web

OTHER = "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e"
ODD = [
    "false",
    "true",
    "",
    0,
    1,
    [True, False],
    ["true"],
    {"@value": "maybe"},
    "False",
    {"id": "urn:x:1"},
    {"@list": [True]},
]


@pytest.mark.parametrize(
    "entries",
    [
        [URN],
        URN,
        [OTHER, URN],
        {"id": URN},
        [{"id": URN}],
        [{"id": URN, "revocationReason": "x"}],
        [{"id": URN, "revoked": True}],
        [{"@id": URN}],
        [{"uid": "abc"}],
        {"uid": "abc"},
        [{"id": OTHER}, {"uid": "abc", "id": OTHER}],
        [OTHER] * 300 + [URN],
    ],
)
def test_e10_every_form_of_an_entry(entries):
    for policy in (STRICT, COMPATIBLE):
        report = verify(token(signed(uid="abc")), revoking(revokedAssertions=entries), policy)
        assert report.verdict is qb.Verdict.INVALID
        assert "REVOKED" in codes(report), qb.render(report)


@pytest.mark.parametrize(
    "entries",
    [[OTHER], OTHER, [], [{"id": OTHER}], [{"uid": "ab"}, {"uid": "abcd"}, {"uid": "ABC"}], [URN[:-1] + "2"]],
)
def test_e10_entries_for_others(entries):
    report = verify(token(signed(uid="abc")), revoking(revokedAssertions=entries))
    assert report.verdict is qb.Verdict.VALID, qb.render(report)


@pytest.mark.parametrize("revoked", ODD)
def test_e10_an_entry_whose_revoked_is_no_boolean_revokes(revoked):
    """Only an exact false takes back what standing in the list says."""
    report = verify(token(), revoking({"id": URN, "revoked": revoked}))
    assert report.verdict is qb.Verdict.INVALID, qb.render(report)
    assert "REVOKED" in codes(report)


def test_e10_an_exact_false_takes_back_and_is_not_acquitted():
    report = verify(token(), revoking({"id": URN, "revoked": False}))
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert "REVOKED" in codes(verify(token(), revoking({"id": URN, "revoked": False}, {"id": URN})))


@pytest.mark.parametrize("revoked", ODD)
def test_e10_a_hosted_copy_whose_revoked_is_no_boolean_is_not_valid(revoked):
    for policy in (STRICT, COMPATIBLE):
        report = verify(ASSERTION, web(assertion(revoked=revoked)), policy)
        assert report.verdict is not qb.Verdict.VALID, qb.render(report)
        status = next(row for row in report.checks if row.id == "status")
        assert status.outcome is not qb.Outcome.PASSED


@pytest.mark.parametrize("revoked", ODD)
def test_e10_a_signed_badge_whose_revoked_is_no_boolean_is_not_valid(revoked):
    assert verify(token(signed(revoked=revoked)), school()).verdict is not qb.Verdict.VALID


@pytest.mark.parametrize("reason", ["", None, 7, {"@value": "x"}, "x" * 100_000])
def test_e10_the_map_of_1_x_revokes_whatever_its_reason(reason):
    served = school_1_1(revocationList=LIST, served={LIST: {"abc": reason}})
    report = verify(token(signed_1_1()), served)
    assert report.verdict is qb.Verdict.INVALID
    assert "REVOKED" in codes(report)
    assert all(len(row.message) < 1000 for row in report.checks)


@pytest.mark.parametrize(
    "said",
    [
        {"obi:revoked": True},
        {"https://w3id.org/openbadges#revoked": True},
        {"revoked": {"@value": True}},
        {"revoked": [True]},
        {"@context": [V2, {"withdrawn": "obi:revoked"}], "withdrawn": True},
    ],
)
def test_e10_revoked_by_whatever_name(said):
    assert "REVOKED" in codes(verify(ASSERTION, web(assertion(**said))))
    assert "REVOKED" in codes(verify(token(signed(**said)), school()))


@pytest.mark.parametrize(
    "said", [{"obi:revoked": "true"}, {"revokedAssertions": [URN]}, {"revoked": [True, False]}]
)
def test_e10_odd_words_are_not_passed_over(said):
    assert verify(ASSERTION, web(assertion(**said))).verdict is not qb.Verdict.VALID
    assert verify(token(signed(**said)), school()).verdict is not qb.Verdict.VALID


def test_e10_blank_names_are_nobodys():
    report = verify(token(signed(id="_:b0")), revoking("_:b0", {"uid": ""}))
    assert report.verdict is not qb.Verdict.VALID
    assert "REVOKED" not in codes(report)


@pytest.mark.parametrize("place", [0, 15, 16, 40])
def test_e10_lists_that_are_not_looked_at_are_named(place):
    lists = [f"{LIST}/{number}" for number in range(41)]
    served = {address: revoking(id=address)[LIST] | {"id": address} for address in lists}
    served[lists[place]] = revoking(revokedAssertions=[URN])[LIST] | {"id": lists[place]}
    few = qb.Policy(limits=qb.Limits(fetches=100))
    report = verify(token(signed()), school(revocationList=lists, served=served), few)
    assert report.verdict is not qb.Verdict.VALID
    assert ("REVOKED" in codes(report)) == (place < 16)
    assert "LIMIT" in codes(report)
    fine = school(revocationList=lists[41 - 16 :], served=served)
    assert "LIMIT" not in codes(verify(token(signed()), fine, few))
