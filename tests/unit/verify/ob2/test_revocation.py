"""Revocation of 2.0 and before: the hosted copy's own word, and the issuer's list for signed badges."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.limits import Limits
from support.signed2 import (
    EVIL,
    KEY,
    LIST,
    URN,
    V1,
    answer,
    key,
    revoking,
    rsa,
    school,
    school_1_1,
    signed,
    signed_1_1,
    token,
)
from support.world2 import (
    ASSERTION,
    COMPATIBLE,
    HOME,
    ISSUER,
    V2,
    assertion,
    codes,
    issuer,
    rows,
    verify,
    web,
)

VALID, INVALID, INDETERMINATE = qb.Verdict.VALID, qb.Verdict.INVALID, qb.Verdict.INDETERMINATE
ANOTHER = "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e"


def said(report: qb.Report) -> str:
    return " | ".join(row.message for row in rows(report, "status"))


# Hosted


def test_a_hosted_badge_that_stands_and_no_list_is_asked():
    served = web(issuer(revocationList=LIST), **{LIST: {"revokedAssertions": [ASSERTION]}})
    fetcher = qb.StaticFetcher(served)
    report = verify(fetcher=fetcher)
    assert report.verdict is VALID
    assert "are not asked" in said(report)
    assert LIST not in fetcher.calls


def test_h011_gone_is_revoked_and_said_once():
    report = verify(assertion(), web(**{ASSERTION: qb.Response(410)}))
    assert report.verdict is INVALID
    assert [row.problem.code for row in rows(report, "status")] == ["REVOKED"]


def test_h012_a_body_that_says_so():
    report = verify(served=web(assertion(revoked=True, revocationReason="Policy")))
    assert report.verdict is INVALID
    assert "REVOKED" in codes(report)
    assert said(report) == "revoked by its issuer: 'Policy'"


def test_h013_a_body_that_says_nothing_else():
    stripped = {"@context": V2, "type": "Assertion", "id": ASSERTION, "revoked": True}
    report = verify(served=web(stripped))
    assert report.verdict is INVALID
    assert codes(report) == {"REVOKED"}
    assert said(report) == "revoked by its issuer"


def test_a_hosted_badge_that_was_not_obtained():
    report = verify(assertion(), web(**{ASSERTION: None}))
    assert report.verdict is INDETERMINATE
    assert [row.outcome for row in rows(report, "status")] == [qb.Outcome.SKIPPED]


def test_revoked_false_is_not_revoked():
    assert verify(served=web(assertion(revoked=False))).verdict is VALID


# Signed: the issuer's list


def test_no_list_no_revocation():
    report = verify(token(), school())
    assert report.verdict is VALID
    assert "names no list" in said(report)


@pytest.mark.parametrize("entries", [(), (ANOTHER,), ({"id": ANOTHER}, {"uid": "abc"}), (ANOTHER, ANOTHER)])
def test_s030_a_list_that_does_not_name_the_badge(entries):
    report = verify(token(), revoking(*entries))
    assert report.verdict is VALID, qb.render(report)
    assert said(report) == f"not in the list of revoked badges {LIST}"


@pytest.mark.parametrize(
    "served",
    [
        revoking(URN),
        revoking(ANOTHER, URN),  # s031
        revoking({"id": URN, "revocationReason": "Cheated"}, ANOTHER),  # s032
        revoking(revokedAssertions=URN),  # s033
        revoking(revokedAssertions={"id": URN}),
        revoking({"id": URN, "revoked": True}),
        revoking({"id": URN, "revoked": False}, URN),
        revoking(URN.upper().replace("URN:UUID", "urn:uuid")),
    ],
)
def test_s031_s032_s033_a_list_that_names_the_badge(served):
    report = verify(token(), served)
    assert report.verdict is INVALID
    assert codes(report) == {"REVOKED"}, qb.render(report)


def test_the_reason_is_shown_and_inert():
    reason = "<b>\x1b[2J\u202e" + "x" * 1000
    report = verify(token(), revoking({"id": URN, "revocationReason": reason}))
    shown = said(report)
    assert "<b>" in shown
    assert shown.isprintable()
    assert len(shown) < 300
    assert shown.endswith("…")


def test_a_uid_of_old():
    report = verify(token(signed(uid="abc")), revoking({"uid": "abc", "revocationReason": "Cheated"}))
    assert codes(report) == {"REVOKED"}
    assert "Cheated" in said(report)
    assert verify(token(signed(uid="abcd")), revoking({"uid": "abc"})).verdict is VALID


def test_a_signed_badge_that_says_itself_that_it_is_revoked():
    fetcher = qb.StaticFetcher(revoking())
    report = verify(token(signed(revoked=True)), fetcher=fetcher)
    assert codes(report) == {"REVOKED"}
    assert LIST not in fetcher.calls


@pytest.mark.parametrize(
    "answered",
    [None, answer(404, {}), answer(500, {}), answer(410, {}), b"<html>gone</html>"],
    ids=["s034", "404", "500", "410", "html"],
)
def test_s034_a_list_that_was_not_obtained(answered):
    report = verify(token(), school(revocationList=LIST, served={LIST: answered}))
    assert report.verdict is INDETERMINATE, qb.render(report)
    assert codes(report) == {"STATUS_RETRIEVAL_ERROR"}


def test_a_list_larger_than_the_limits_says_nothing():
    policy = qb.Policy(limits=Limits(json_nodes=400))
    report = verify(token(), revoking(*[ANOTHER] * 500), policy)
    assert report.verdict is INDETERMINATE, qb.render(report)
    assert codes(report) == {"STATUS_RETRIEVAL_ERROR"}


@pytest.mark.parametrize(
    "served",
    [
        revoking(type="BadgeClass"),  # s035
        revoking(type=None),
        revoking(revokedAssertions=None),  # s036
        revoking(7),
        revoking("words"),
        revoking({"revocationReason": "nobody"}),
        revoking({"id": ANOTHER, "revoked": "true"}),
        revoking(issuer="nobody"),
        school(revocationList=LIST, served={LIST: b"["}),
        school(revocationList=LIST, served={LIST: {}}),
        school(revocationList=LIST, served={LIST: {"error": "not found"}}),
        school(revocationList="urn:uuid:1"),
    ],
)
def test_s035_s036_a_list_that_is_none(served):
    report = verify(token(), served)
    assert report.verdict is INVALID, qb.render(report)
    assert "STATUS_VERIFICATION_ERROR" in codes(report), qb.render(report)
    assert "REVOKED" not in codes(report)


def test_a_list_that_is_none_still_revokes():
    report = verify(token(), revoking(URN, type="BadgeClass"))
    assert codes(report) == {"REVOKED", "STATUS_VERIFICATION_ERROR"}


def test_s038_named_and_not_revoked_is_not_known():
    report = verify(token(), revoking({"id": URN, "revoked": False}))
    assert report.verdict is INDETERMINATE, qb.render(report)
    assert "which is meant is not known" in said(report)


@pytest.mark.parametrize("owner", [f"{EVIL}/issuer", {"id": f"{EVIL}/issuer"}])
def test_a_list_of_another_issuer_clears_nobody_and_revokes_all_the_same(owner):
    served = revoking(ANOTHER, issuer=owner)
    report = verify(token(), served)
    assert report.verdict is INVALID
    assert {row.relaxation for row in rows(report, "status")} == {"allow_foreign_status_lists"}
    report = verify(token(), served, COMPATIBLE)
    assert report.verdict is VALID, qb.render(report)
    assert "which the policy accepts" in said(report)
    assert "REVOKED" in codes(verify(token(), revoking(URN, issuer=owner), COMPATIBLE))


@pytest.mark.parametrize("owner", [None, ISSUER, {"id": ISSUER, "type": "Issuer"}])
def test_a_list_of_the_issuers_or_of_nobody(owner):
    assert verify(token(), revoking(ANOTHER, issuer=owner)).verdict is VALID


def test_a_list_over_http():
    link = "http://school.example/revoked"
    listing = {"@context": V2, "type": "RevocationList", "id": link, "revokedAssertions": [ANOTHER]}
    served = school(revocationList=link, served={link: listing})
    report = verify(token(), served)
    assert report.verdict is INDETERMINATE
    assert [row.relaxation for row in rows(report, "status")] == ["allow_http_hosted"]
    report = verify(token(), served, COMPATIBLE)
    assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)


def test_a_list_in_the_profile():
    listing = {"type": "RevocationList", "revokedAssertions": [ANOTHER, URN]}
    assert codes(verify(token(), school(revocationList=listing))) == {"REVOKED"}
    listing["revokedAssertions"] = [ANOTHER]
    assert verify(token(), school(revocationList=listing)).verdict is VALID
    stale = {**listing, "id": LIST}
    served = revoking(URN) | {ISSUER: issuer(publicKey=f"{HOME}/keys/1", revocationList=stale)}
    assert codes(verify(token(), served)) == {"REVOKED"}  # the list at its address counts


def test_more_lists_than_one():
    served = revoking(URN)
    served[ISSUER] = issuer(publicKey=f"{HOME}/keys/1", revocationList=[f"{HOME}/empty", LIST])
    assert "REVOKED" in codes(verify(token(), served))


def test_a_list_is_not_asked_about_a_badge_that_the_issuer_did_not_sign():
    fetcher = qb.StaticFetcher(revoking(URN))
    report = verify(token(signer=rsa("eve")), fetcher=fetcher)
    assert report.verdict is INVALID
    assert LIST not in fetcher.calls
    assert codes(report) == {"PROOF_VERIFICATION"}


def test_a_list_is_asked_where_only_the_key_is_out_of_reach():
    served = revoking(URN)
    served.pop(f"{HOME}/keys/1")
    report = verify(token(), served)
    assert report.verdict is INVALID
    assert "REVOKED" in codes(report)


def test_without_the_issuer_no_list_is_known():
    report = verify(token(), web(**{ISSUER: None}))
    assert report.verdict is INDETERMINATE
    assert rows(report, "status")[0].outcome is qb.Outcome.SKIPPED


def test_a_badge_without_a_name_cannot_be_looked_up():
    report = verify(token(signed(id="_:b0")), revoking(ANOTHER))
    assert report.verdict is INDETERMINATE, qb.render(report)
    assert "no id by which" in said(report)


# 1.x: a map of uids to reasons


@pytest.mark.parametrize(
    ("listing", "revoked"),
    [
        ({"abc": "Cheated", "xyz": "x"}, True),
        ({URN: "Cheated"}, True),
        ({"xyz": "Cheated"}, False),
        ({}, False),
        ({"abc": None}, True),
        ({"@context": V1, "type": "RevocationList", "id": LIST, "abc": "Cheated"}, True),
        ({"@context": V2, "type": "RevocationList", "id": LIST, "revokedAssertions": [{"uid": "abc"}]}, True),
        ({"@context": V2, "type": "RevocationList", "id": LIST, "revokedAssertions": [URN]}, True),
    ],
)
def test_the_list_of_1_1(listing, revoked):
    report = verify(token(signed_1_1()), school_1_1(revocationList=LIST, served={LIST: listing}))
    assert report.verdict is (INVALID if revoked else VALID), qb.render(report)
    assert ("REVOKED" in codes(report)) is revoked
    assert ("Cheated" in said(report)) is (revoked and "Cheated" in listing.values())


def test_a_badge_of_1_1_whose_issuer_moved_on_keeps_its_list():
    lists = {LIST: {"xyz": "Cheated"}}
    served = school_1_1(key(), **{"@context": V2}, publicKey=KEY, revocationList=LIST, served=lists)
    assert verify(token(signed_1_1()), served).verdict is VALID
    assert verify(token(signed_1_1(uid="xyz")), served).verdict is INVALID
