"""F11: what stands behind a refresh service may try to put another document in the badge's place."""

import json

import pytest

import qualitybadge as qb
from support.credentials import key
from support.steps import REFRESH, extended, only_row, with_calls
from support.world import (
    ATTACKER,
    COMPATIBLE,
    POLICIES,
    STRICT,
    changed,
    claims_of,
    proved,
    token,
    verify,
)

SERVICE = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
ORIGINAL = extended(refreshService=SERVICE)
NEWER = extended(refreshService=SERVICE, validFrom="2026-02-20T09:30:00Z")
MALLORY = "did:web:mallory.example"


def assert_original_stands(answer, policy=STRICT, word=""):
    report, calls = with_calls(proved(ORIGINAL), {REFRESH: answer}, policy)
    row = only_row(report, "refresh")
    assert (row.outcome, row.required) == (qb.Outcome.UNKNOWN, False)
    assert word in row.message
    assert (report.verdict, report.trust, report.original) == (qb.Verdict.VALID, qb.Trust.DOMAIN, None)
    assert report.document.data["validFrom"] == ORIGINAL["validFrom"]
    assert calls == [REFRESH]


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("identifier", ["urn:uuid:00000000-0000-4000-8000-000000000000", "", ...])
def test_f11_a_copy_with_another_id_or_none(policy, identifier):
    assert_original_stands(
        proved(changed(NEWER, "id", identifier)) if identifier else NEWER | {"id": ""}, policy
    )


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_f11_a_copy_of_another_issuer_signed_by_him(policy):
    method = ATTACKER.did_key_method
    theirs = changed(NEWER, "issuer/id", method.partition("#")[0])
    assert_original_stands(proved(theirs, ATTACKER, verification_method=method), policy, "another issuer's")


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_f11_a_copy_that_names_the_issuer_and_is_signed_by_another(policy):
    assert_original_stands(proved(NEWER, ATTACKER), policy, "does not hold")
    method = ATTACKER.did_key_method
    assert_original_stands(proved(NEWER, ATTACKER, verification_method=method), policy, "does not hold")
    header = {"alg": "EdDSA", "jwk": ATTACKER.public_key.to_jwk(), "typ": "JWT"}
    forged = token(claims_of(NEWER) | {"nbf": 1771579800}, ATTACKER, header).encode()
    assert_original_stands(forged, policy, "does not hold")


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_f11_an_unsigned_copy(policy):
    assert_original_stands(NEWER, policy, "not signed")


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_f11_an_altered_copy(policy):
    assert_original_stands(changed(proved(NEWER), "validUntil", "2099-01-01T00:00:00Z"), policy)


def test_f11_an_older_copy_that_was_still_good_is_not_put_back():
    older = changed(ORIGINAL, "validFrom", "2025-01-15T09:30:00Z")
    for policy in POLICIES.values():
        assert_original_stands(proved(older), policy, "not newer")


def test_f11_an_expired_badge_is_not_revived_by_an_older_copy():
    ended = changed(ORIGINAL, "validUntil", "2026-02-01T00:00:00Z")
    older = changed(ORIGINAL, "validFrom", "2025-01-15T09:30:00Z")
    report, _calls = with_calls(proved(ended), {REFRESH: proved(older)})
    assert report.verdict is qb.Verdict.INVALID
    assert report.original is None


def test_f11_a_document_of_another_kind():
    endorsement = changed(NEWER, "type", ["VerifiableCredential", "EndorsementCredential"])
    assert_original_stands(proved(endorsement), STRICT, "another credential")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"[" * 100_000, "REFRESH_REFUSED"),
        (b" " * (2 * 1024 * 1024 + 1), "LIMIT"),
        (json.dumps({"a": [0] * 200_000}).encode(), "REFRESH_REFUSED"),
        (b"\xff\xfe", "REFRESH_REFUSED"),
        (b"", "REFRESH_REFUSED"),
        (b"a.b.c", "REFRESH_REFUSED"),
        (b"<html>log in</html>", "FETCH"),
        (qb.Response(302, {"Location": "https://mallory.example/1"}), "REDIRECT"),
        (qb.Response(302, {"Location": "http://academy.example/1"}), "INSECURE_TRANSPORT"),
        (qb.Response(302, {"Location": REFRESH}), "REDIRECT"),
        (qb.Response(500), "FETCH"),
    ],
)
def test_f11_answers_that_are_no_copy(answer, code):
    report, _calls = with_calls(
        proved(ORIGINAL), {REFRESH: answer, "https://mallory.example/1": proved(NEWER)}
    )
    row = only_row(report, "refresh")
    assert (row.outcome, row.problem.code) == (qb.Outcome.UNKNOWN, code)
    assert report.verdict is qb.Verdict.VALID


@pytest.mark.parametrize(
    "address",
    [
        "http://academy.example/1",
        "https://127.0.0.1/1",
        "https://localhost/1",
        "file:///etc/passwd",
        "did:web:x.example",
    ],
)
def test_f11_addresses_that_must_not_be_asked(address):
    document = proved(changed(ORIGINAL, "refreshService/id", address))
    for policy in POLICIES.values():
        report, calls = with_calls(document, {}, policy)
        assert only_row(report, "refresh").outcome is qb.Outcome.UNKNOWN
        assert calls == []


def test_f11_a_copy_that_refreshes_again_is_asked_no_further():
    second = f"{REFRESH}/second"
    newer = changed(NEWER, "refreshService/id", second)
    newest = changed(newer, "validFrom", "2026-02-25T09:30:00Z")
    report, calls = with_calls(proved(ORIGINAL), {REFRESH: proved(newer), second: proved(newest)})
    assert calls == [REFRESH]
    assert report.document.data["validFrom"] == newer["validFrom"]
    assert report.verdict is qb.Verdict.VALID


def test_f11_a_copy_that_is_revoked_by_its_end_counts():
    """The issuer's newest word is the answer, even where the older copy would still be good."""
    report, _calls = with_calls(
        proved(ORIGINAL), {REFRESH: proved(changed(NEWER, "validUntil", "2026-02-28T00:00:00Z"))}
    )
    assert report.verdict is qb.Verdict.INVALID
    assert report.original.document.data == proved(ORIGINAL)


def test_f11_a_copy_made_out_to_somebody_else_takes_no_place():
    theirs = proved(changed(NEWER, "credentialSubject/id", "did:example:eve"))
    for policy in POLICIES.values():
        assert_original_stands(theirs, policy, "somebody else")


def test_f11_a_copy_from_before_a_change_revives_nothing():
    ended = changed(ORIGINAL, "validUntil", "2026-02-01T00:00:00Z")
    report, _calls = with_calls(proved(ended), {REFRESH: proved(ORIGINAL)})
    assert report.verdict is qb.Verdict.INVALID
    assert report.original is None


def test_f11_no_relaxation_is_promised_that_would_let_the_newer_copy_in():
    issuer = {"id": "https://academy.example/issuer", "type": ["Profile"], "name": "A"}
    method = f"{issuer['id']}#{key().public_key.to_multikey()}"
    original = proved(changed(ORIGINAL, "issuer", issuer), key(), verification_method=method)
    ended = changed(changed(NEWER, "issuer", issuer), "validUntil", "2026-02-25T00:00:00Z")
    newer = proved(ended, key(), verification_method=method)
    served = {REFRESH: newer}
    assert verify(original, served={}).relaxations == ("allow_fragment_keys",)
    assert verify(original, served=served).relaxations == ()
    relaxed = qb.Policy(allow_fragment_keys=True)
    assert verify(original, relaxed, served=served).verdict is qb.Verdict.INVALID


def test_f11_an_unproved_badge_chooses_no_address():
    for document in (ORIGINAL, proved(ORIGINAL, ATTACKER), proved(ORIGINAL, key(name="eve"))):
        report, calls = with_calls(document, {REFRESH: proved(NEWER)}, COMPATIBLE)
        assert calls == []
        assert only_row(report, "refresh").outcome is qb.Outcome.SKIPPED
        assert report.verdict is qb.Verdict.INVALID
