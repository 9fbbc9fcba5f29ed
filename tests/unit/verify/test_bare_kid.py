"""A token may name its key by a bare name where the policy says so, and only a key of the issuer's own."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from support.credentials import badge
from support.world import ATTACKER, COMPATIBLE, KEY, STRICT, codes, did_document, rows, token, verify, web

BARE = qb.Policy(allow_bare_kid=True)


def named(kid, **how):
    return token(header={"alg": "EdDSA", "kid": kid, "typ": "JWT"} | how.pop("header", {}), **how)


@pytest.mark.parametrize("kid", ["key-1", "#key-1"])
def test_the_key_that_the_issuer_publishes_under_the_name(kid):
    strict = verify(named(kid), STRICT)
    assert strict.verdict is qb.Verdict.INVALID
    assert strict.relaxations == ("allow_bare_kid",)
    for policy in (BARE, COMPATIBLE):
        report = verify(named(kid), policy)
        assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)


def test_a_name_that_the_issuer_does_not_publish():
    report = verify(named("key-9"), BARE)
    assert report.verdict is qb.Verdict.INVALID
    assert "METHOD_NOT_FOUND" in codes(report)


def test_b11_a_name_that_two_keys_have():
    https = "https://academy.example/issuers/1"
    keys = [key.public_key.to_jwk() | {"kid": "one"} for key in (KEY, ATTACKER)]
    served = {"https://academy.example/.well-known/jwks.json": {"keys": keys}}
    document = badge(issuer={"id": https, "type": ["Profile"], "name": "Academy"})
    claims = document | {
        "iss": https,
        "jti": document["id"],
        "nbf": 1768469400,
        "exp": 1863163800,
        "sub": document["credentialSubject"]["id"],
    }
    report = verify(named("one", payload=claims), BARE, served=served)
    assert report.verdict is qb.Verdict.INVALID
    served["https://academy.example/.well-known/jwks.json"] = {"keys": keys[:1]}
    assert verify(named("one", payload=claims), BARE, served=served).verdict is qb.Verdict.VALID


def test_a_key_of_somebody_else_does_not_verify_by_a_name():
    report = verify(named("key-1", key=ATTACKER), BARE)
    assert report.verdict is qb.Verdict.INVALID
    assert "PROOF_VERIFICATION" in codes(report)


def test_an_issuer_who_cannot_be_asked_is_undetermined():
    report = verify(named("key-1"), BARE, served={})
    assert report.verdict is qb.Verdict.INDETERMINATE


def test_a_jwk_beside_it_must_be_the_same_key():
    good = named("key-1", header={"jwk": KEY.public_key.to_jwk()})
    assert verify(good, BARE).verdict is qb.Verdict.VALID
    bad = named("key-1", header={"jwk": ATTACKER.public_key.to_jwk()})
    assert verify(bad, BARE).verdict is qb.Verdict.INVALID


def test_a_key_that_may_not_assert_is_not_found_by_its_name():
    served = web() | {"https://academy.example/.well-known/did.json": did_document(assertionMethod=[])}
    report = verify(named("key-1"), BARE, served=served)
    assert report.verdict is qb.Verdict.INVALID
    assert rows(report, "key")[0].pointer == "/kid"
