"""Family B through the front door: what a token says about itself never decides how it is verified."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

import qualitybadge as qb
from qualitybadge.wire import multibase
from support.credentials import badge
from support.keyring import pair
from support.world import (
    ACADEMY,
    ACADEMY_DOCUMENT,
    ACADEMY_METHOD,
    ATTACKER,
    COMPATIBLE,
    KEY,
    POLICIES,
    STRICT,
    changed,
    claims_of,
    codes,
    did_document,
    rows,
    token,
    verify,
    web,
)

HEADER = {"alg": "EdDSA", "kid": ACADEMY_METHOD, "typ": "JWT"}
EVERY_POLICY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
JWKS = "https://academy.example/.well-known/jwks.json"


def refused(source, policy, *expected, **how):
    """Assert that the report is INVALID with one of the codes, and return it."""
    report = verify(source, policy, **how)
    assert report.verdict is qb.Verdict.INVALID, qb.render(report)
    assert not expected or codes(report) & set(expected), codes(report)
    return report


def test_the_honest_token_is_valid():
    assert verify(token()).verdict is qb.Verdict.VALID
    assert verify(token()).trust is qb.Trust.DOMAIN


@EVERY_POLICY
@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", 5, None, [], {"a": 1}, "", ...])
def test_b01_no_algorithm(alg, policy):
    header = {name: value for name, value in (HEADER | {"alg": alg}).items() if value is not ...}
    refused(token(header=header), policy, "ALGORITHM")
    refused(token(header=header).rpartition(".")[0] + ".", policy)


@EVERY_POLICY
@pytest.mark.parametrize("alg", ["HS256", "HS384", "hs512"])
def test_b02_a_public_key_is_no_secret(alg, policy):
    for secret in (KEY.public_key.raw, KEY.public_key.to_pem(), json.dumps(KEY.public_key.to_jwk()).encode()):
        unsigned = token(header=HEADER | {"alg": alg}).rpartition(".")[0]
        signature = hmac.digest(secret, unsigned.encode(), hashlib.sha256)
        refused(f"{unsigned}.{multibase.b64url_encode(signature)}", policy, "ALGORITHM")


@pytest.mark.parametrize("algorithms", [frozenset(), frozenset({"RS256"})])
def test_b03_an_empty_allow_list_allows_nothing(algorithms):
    refused(token(), qb.Policy(algorithms=algorithms), "ALGORITHM")
    refused(token(), qb.Policy.compatible(algorithms=algorithms), "ALGORITHM")


@EVERY_POLICY
@pytest.mark.parametrize("alg", ["ES256", "ES384", "RS256"])
def test_b04_the_algorithm_must_agree_with_the_key(alg, policy):
    refused(token(header=HEADER | {"alg": alg}), policy, "ALGORITHM")


@EVERY_POLICY
@pytest.mark.parametrize("crit", [[], ["b64"], ["exp"], ["unknown"], "b64", None])
def test_b05_critical_headers(crit, policy):
    refused(token(header=HEADER | {"crit": crit}), policy, "JOSE_HEADER")


@EVERY_POLICY
def test_b06_unencoded_and_detached_payloads(policy):
    refused(token(header=HEADER | {"b64": False}), policy, "JOSE_HEADER")
    head, _, signature = token().split(".")
    refused(f"{head}..{signature}", policy, "PARSING")


INLINE = {"alg": "EdDSA", "jwk": KEY.public_key.to_jwk(), "typ": "JWT"}


def test_b07_an_inline_key_counts_only_where_the_issuer_publishes_it():
    published = verify(token(header=INLINE))
    assert (published.verdict, published.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)
    unobtainable = verify(token(header=INLINE), served={})
    assert unobtainable.verdict is qb.Verdict.INDETERMINATE
    assert unobtainable.relaxations == ("allow_inline_jwk",)
    foreign = token(key=ATTACKER, header=INLINE | {"jwk": ATTACKER.public_key.to_jwk()})
    refused(foreign, STRICT, "CONTROLLER_MISMATCH")


def test_b07_compatible_accepts_an_inline_key_for_integrity_alone():
    report = verify(token(header=INLINE), COMPATIBLE, served={})
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.NONE)
    assert "nobody vouches" in report.summary


def test_b07_a_jwks_of_the_issuers_host_publishes_a_key():
    issuer = {"id": "https://academy.example/issuer", "type": ["Profile"], "name": "Academy"}
    payload = claims_of(badge(issuer=issuer))
    served = {JWKS: {"keys": [KEY.public_key.to_jwk()]}}
    assert verify(token(payload, header=INLINE), served=served).verdict is qb.Verdict.VALID
    foreign = {JWKS: {"keys": [ATTACKER.public_key.to_jwk()]}}
    refused(token(payload, header=INLINE), STRICT, "CONTROLLER_MISMATCH", served=foreign)


@EVERY_POLICY
def test_b08_a_private_key_in_the_header_is_refused_and_never_echoed(policy):
    private = KEY.to_jwk(private=True)
    report = refused(token(header=INLINE | {"jwk": private}), policy, "PRIVATE_KEY_EXPOSED")
    assert private["d"] not in report.to_json() + qb.render(report) + repr(report)


def test_b08_a_private_key_in_a_key_set_is_refused_and_never_echoed():
    private = KEY.to_jwk(private=True)
    document = did_document()
    del document["verificationMethod"][0]["publicKeyMultibase"]
    document["verificationMethod"][0] |= {"type": "JsonWebKey", "publicKeyJwk": private}
    report = refused(token(), STRICT, "PRIVATE_KEY_EXPOSED", served={ACADEMY_DOCUMENT: document})
    assert private["d"] not in report.to_json()


@EVERY_POLICY
@pytest.mark.parametrize("name", ["jku", "x5u", "x5c", "x5t", "x5t#S256", "zip", "cty", "nonce"])
def test_b09_further_headers(name, policy):
    report = refused(token(header=HEADER | {name: "https://evil.example/jwks.json"}), policy, "JOSE_HEADER")
    assert any(row.pointer.startswith("/") for row in report.checks)


@EVERY_POLICY
@pytest.mark.parametrize(
    "kid",
    ["../../etc/passwd", "https://evil.example/key.json", "https://127.0.0.1/key", "file:///etc/passwd"],
)
def test_b10_key_ids_of_elsewhere_never_make_a_badge_valid(kid, policy):
    served = web() | {"https://evil.example/key.json": ATTACKER.public_key.to_jwk()}
    fetcher = qb.StaticFetcher(served)
    report = verify(token(key=ATTACKER, header=HEADER | {"kid": kid}), policy, fetcher=fetcher)
    assert report.verdict is not qb.Verdict.VALID
    assert not any("127.0.0.1" in url or url.startswith("file:") for url in fetcher.calls)


def test_b10_a_key_of_another_origin_is_not_the_issuers():
    kid = "https://evil.example/key.json"
    served = web() | {kid: ATTACKER.public_key.to_jwk()}
    refused(
        token(key=ATTACKER, header=HEADER | {"kid": kid}), COMPATIBLE, "CONTROLLER_MISMATCH", served=served
    )


@EVERY_POLICY
def test_b11_one_key_id_for_two_keys(policy):
    issuer = {"id": "https://academy.example/issuer", "type": ["Profile"], "name": "Academy"}
    keys = [k.public_key.to_jwk() | {"kid": "one"} for k in (KEY, ATTACKER)]
    header = HEADER | {"kid": f"{JWKS}#one"}
    source = token(claims_of(badge(issuer=issuer)), header=header)
    assert verify(source, policy, served={JWKS: {"keys": keys[:1]}}).verdict is qb.Verdict.VALID
    refused(source, policy, "INVALID_VERIFICATION_METHOD", served={JWKS: {"keys": keys}})


@EVERY_POLICY
def test_b12_kid_and_jwk_must_be_one_key(policy):
    both = HEADER | {"jwk": KEY.public_key.to_jwk()}
    assert verify(token(header=both), policy).verdict is qb.Verdict.VALID
    for signer in (KEY, ATTACKER):
        different = HEADER | {"jwk": ATTACKER.public_key.to_jwk()}
        refused(token(key=signer, header=different), policy, "JOSE_HEADER")


@EVERY_POLICY
@pytest.mark.parametrize(
    "change", [lambda t: t + "=", lambda t: t.replace(".", " .", 1), lambda t: t + "\n.x"]
)
def test_b13_second_spellings_of_a_token(change, policy):
    refused(change(token()), policy)


@EVERY_POLICY
def test_b13_trailing_bits(policy):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    text = token()
    last = alphabet.index(text[-1])  # 64 bytes leave four bits unused in the last character
    refused(text[:-1] + alphabet[last ^ 1], policy, "MALFORMED_VALUE")


@EVERY_POLICY
def test_b14_other_serializations(policy):
    head, body, signature = token().split(".")
    refused({"payload": body, "protected": head, "signature": signature}, policy, "NOT_A_BADGE")
    refused({"payload": body, "signatures": []}, policy, "NOT_A_BADGE")
    for text in (f"{head}.{body}", f"{token()}.x", f"{token()}.x.y", f".{body}.{signature}", "..", "."):
        refused(text, policy, "PARSING")


@EVERY_POLICY
@pytest.mark.parametrize("signature", [bytes(64), b"\x00" * 63, b"\x01" * 65, b"\xff" * 64])
def test_b15_b16_no_made_up_signature(signature, policy):
    refused(token(signature=signature), policy, "PROOF_VERIFICATION")


@EVERY_POLICY
def test_b17_a_weak_key_of_the_issuer_is_refused(policy):
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from support.keyring import rsa_pem

    numbers = load_pem_private_key(rsa_pem(1024, 65537), None).public_key().public_numbers()
    jwk = {
        "kty": "RSA",
        "n": multibase.b64url_encode(numbers.n.to_bytes(128, "big")),
        "e": multibase.b64url_encode(numbers.e.to_bytes(3, "big")),
    }
    refused(token(header=INLINE | {"jwk": jwk, "alg": "RS256"}), policy, "KEY_REFUSED")


@EVERY_POLICY
@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:web:other.example"),
        ("jti", "urn:uuid:other"),
        ("nbf", 1768469401),
        ("exp", 1863163799),
        ("sub", "did:example:eve"),
    ],
)
def test_b18_a_claim_that_differs(claim, value, policy):
    refused(token(changed(claims_of(badge()), claim, value)), policy, "CLAIM_MISMATCH")


@EVERY_POLICY
@pytest.mark.parametrize("claim", ["iss", "jti", "nbf", "exp"])
def test_b18_a_claim_that_is_missing(claim, policy):
    refused(token(changed(claims_of(badge()), claim, ...)), policy, "CLAIM_MISSING")


def test_b18_a_missing_sub_is_a_named_relaxation():
    source = token(changed(claims_of(badge()), "sub", ...))
    report = refused(source, STRICT, "CLAIM_MISSING")
    assert report.relaxations == ("allow_missing_sub",)
    assert verify(source, COMPATIBLE).verdict is qb.Verdict.VALID
    assert verify(source, qb.Policy(allow_missing_sub=True)).verdict is qb.Verdict.VALID


def test_b18_a_subject_without_id_needs_no_sub():
    identity = {
        "type": "IdentityObject",
        "hashed": False,
        "identityType": "emailAddress",
        "identityHash": "a@b.example",
    }
    document = changed(
        changed(badge(), "credentialSubject/id", ...), "credentialSubject/identifier", [identity]
    )
    payload = {
        name: value for name, value in claims_of(badge()).items() if name in ("iss", "jti", "nbf", "exp")
    }
    assert verify(token(document | payload)).verdict is qb.Verdict.VALID


@EVERY_POLICY
def test_b19_a_vc_claim_beside_credential_members(policy):
    refused(token(claims_of(badge()) | {"vc": badge()}), policy)


@EVERY_POLICY
@pytest.mark.parametrize("claim", ["nbf", "exp"])
@pytest.mark.parametrize("value", [True, "1768469400", 1e308, -(2**53 - 1), 2**53 - 1, None, [], 0.5])
def test_b20_dates_that_are_no_numbers_of_seconds(claim, value, policy):
    refused(token(changed(claims_of(badge()), claim, value)), policy)


def test_exp_alone_ends_a_credential():
    document = badge(validUntil=None)
    payload = claims_of(document)
    assert verify(token(payload)).verdict is qb.Verdict.VALID
    report = refused(token(payload | {"exp": 1768469500}), STRICT, "EXPIRED")
    assert rows(report, "validity")[0].pointer == "/exp"


def test_typ_vc_jwt_is_a_named_relaxation():
    source = token(header=HEADER | {"typ": "vc+jwt"})
    report = refused(source, STRICT, "TOKEN_TYPE")
    assert report.relaxations == ("allow_vc_jwt_type",)
    assert verify(source, COMPATIBLE).verdict is qb.Verdict.VALID
    refused(token(header=HEADER | {"typ": "statuslist+jwt"}), COMPATIBLE, "TOKEN_TYPE")


@pytest.mark.parametrize("key_type", ["P-256", "P-384", "RSA"])
def test_every_key_type_of_the_table(key_type):
    key = pair(key_type, "academy")
    document = did_document()
    document["verificationMethod"][0] = {
        "id": ACADEMY_METHOD,
        "type": "JsonWebKey",
        "controller": ACADEMY,
        "publicKeyJwk": key.public_key.to_jwk(),
    }
    source = token(key=key, header=HEADER | {"alg": key.public_key.jose_algorithm})
    assert verify(source, served={ACADEMY_DOCUMENT: document}).verdict is qb.Verdict.VALID
    refused(source, STRICT, "ALGORITHM", "PROOF_VERIFICATION")
