"""Where verifiers have been known to give way: each place once, through the front door."""

from __future__ import annotations

import json
import time

import pytest

import qualitybadge as qb
from qualitybadge.errors import UnsafeTargetError
from qualitybadge.net.targets import check_address
from support.credentials import NOW, badge, badge_1_1
from support.images import png
from support.keyring import pair
from support.statuses import badge as with_status
from support.statuses import entry, signed_list
from support.statuses import verify as verify_status
from support.statuses import web as status_web
from support.world import (
    ACADEMY,
    ACADEMY_DOCUMENT,
    ACADEMY_METHOD,
    ATTACKER,
    COMPATIBLE,
    POLICIES,
    STRICT,
    changed,
    claims_of,
    codes,
    did_document,
    proved,
    rows,
    token,
    verify,
)

INVALID, VALID, INDETERMINATE = qb.Verdict.INVALID, qb.Verdict.VALID, qb.Verdict.INDETERMINATE
EVERY_POLICY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
BOTH = pytest.mark.parametrize("source", [proved(), token()], ids=["proof", "token"])
METHOD = did_document()["verificationMethod"][0]


def served(**changes):
    return {ACADEMY_DOCUMENT: did_document(**changes)}


# keys


@EVERY_POLICY
@BOTH
@pytest.mark.parametrize(
    "relations",
    [
        {"assertionMethod": [], "authentication": [ACADEMY_METHOD]},
        {"assertionMethod": None, "authentication": [ACADEMY_METHOD]},
    ],
    ids=["empty", "absent"],
)
def test_a_key_that_may_only_log_in(source, policy, relations):
    document = {name: value for name, value in did_document(**relations).items() if value is not None}
    report = verify(source, policy, served={ACADEMY_DOCUMENT: document})
    assert report.verdict is INVALID
    assert codes(report) & {"INVALID_RELATIONSHIP", "METHOD_NOT_FOUND"}


@EVERY_POLICY
@BOTH
@pytest.mark.parametrize("member", ["revoked", "expires"])
def test_a_key_whose_time_is_over(source, policy, member):
    method = METHOD | {member: "2026-01-20T00:00:00Z"}
    assert verify(source, policy, served=served(verificationMethod=[method])).verdict is INVALID


@EVERY_POLICY
@BOTH
@pytest.mark.parametrize(
    "changes",
    [
        {"id": "did:web:other.example"},
        {"verificationMethod": [METHOD | {"controller": "did:web:other.example"}]},
    ],
    ids=["document of another", "method of another"],
)
def test_a_document_that_speaks_for_somebody_else(source, policy, changes):
    assert verify(source, policy, served=served(**changes)).verdict is INVALID


@pytest.mark.parametrize("forge", [proved, token], ids=["proof", "token"])
@EVERY_POLICY
def test_the_attackers_key_as_a_fragment_of_the_issuers_did(forge, policy):
    name = f"{ACADEMY}#{ATTACKER.public_key.to_multikey()}"
    how = {"verification_method": name} if forge is proved else {"header": {"alg": "EdDSA", "kid": name}}
    for web in (served(), {}):
        assert verify(forge(key=ATTACKER, **how), policy, served=web).verdict is not VALID


@EVERY_POLICY
def test_a_key_in_the_header_that_the_issuer_does_not_publish(policy):
    header = {"alg": "EdDSA", "jwk": ATTACKER.public_key.to_jwk(), "typ": "JWT"}
    report = verify(token(key=ATTACKER, header=header), policy)
    assert report.verdict is INVALID
    assert "CONTROLLER_MISMATCH" in codes(report)


def test_every_domain_vouches_for_itself_and_for_nobody_more():
    assert verify(proved()).trust is qb.Trust.DOMAIN
    trusted = qb.TrustStore(["did:web:another.example"])
    assert verify(proved(), trust=trusted).trust is qb.Trust.DOMAIN


def issued_by(key, method, **changes):
    document = badge(issuer={"id": method.partition("#")[0], "type": ["Profile"], "name": "A"}, **changes)
    return proved(document, key, verification_method=method, suite="ecdsa-rdfc-2019")


def test_what_circulates_is_read():
    p384, p256 = pair("P-384"), pair("P-256")
    by_jwk = f"{p256.public_key.to_did_jwk()}#0"
    old = badge_1_1("https://w3id.org/security/suites/ed25519-2020/v1")
    claims = {
        "vc": badge_1_1(),
        "iss": ACADEMY,
        "jti": old["id"],
        "nbf": 1768469400,
        "exp": 1863163800,
        "sub": "did:example:ada",
    }
    for source in (
        issued_by(p384, p384.did_key_method),
        issued_by(p256, by_jwk),
        proved(old, suite="Ed25519Signature2020"),
        token(claims),
    ):
        report = verify(source)
        assert report.verdict is VALID, qb.render(report)


# status


def test_a_revoked_badge_is_refused_without_being_asked_to_look():
    assert verify_status(with_status(entry()), status_web(signed_list())).verdict is VALID
    report = verify_status(with_status(entry()), status_web())
    assert report.verdict is INDETERMINATE
    assert "STATUS_RETRIEVAL_ERROR" in codes(report)


@pytest.mark.parametrize("kind", ["StatusList2021Entry", "SomebodysStatus2031", "1EdTechRevocationList"])
def test_no_kind_of_status_is_passed_over(kind):
    credential = with_status(entry(type=kind))
    report = verify_status(credential, status_web())
    found = rows(report, "status")
    assert report.verdict is not VALID
    assert found
    assert all(row.outcome is not qb.Outcome.PASSED for row in found)
    assert rows(report, "proof"), "what was found of the signature is still said"


# carriers


def test_baking_again_leaves_the_new_badge_alone_in_the_image():
    first, second = json.dumps(proved()), json.dumps(proved(badge(name="Second")))
    baked = qb.bake(qb.bake(png(), first), second)
    assert qb.unbake(baked).content == second
    assert baked.count(b"openbadgecredential") == 1


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" %s="%s">%s</svg>'
NAMESPACE = b"https://purl.imsglobal.org/ob/v3p0"


def test_an_svg_is_read_by_its_namespace_and_not_by_its_prefix():
    text = b"<x:credential verify='%s'/>" % token().encode()
    assert verify(SVG % (b"xmlns:x", NAMESPACE, text)).verdict is VALID
    wrong = b"<openbadges:credential verify='%s'/>" % token().encode()
    report = verify(SVG % (b"xmlns:openbadges", b"https://evil.example/ns", wrong))
    assert report.verdict is not VALID
    assert "NO_CREDENTIAL" in codes(report)


def test_large_inputs_end_at_once():
    flat = b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g/>" * 1_900_000 + b"</svg>"
    long_token = b"eyJhbGciOiJFZERTQSJ9." + b"A" * 12_000_000 + b".AAAA"
    for source in (flat, long_token):
        start = time.process_time()
        report = verify(source)
        assert report.verdict is INVALID
        assert codes(report) == {"LIMIT"}
        assert time.process_time() - start < 2  # not a measurement: seconds would be a fault


# the document


@EVERY_POLICY
def test_two_subjects_are_not_read_as_one(policy):
    first = badge()["credentialSubject"]
    several = changed(badge(), "credentialSubject", [first, first | {"id": "did:example:eve"}])
    claims = claims_of(badge()) | several
    for source in (proved(several), token(claims)):
        report = verify(source, policy, recipient=qb.Recipient.did("did:example:ada"))
        assert report.verdict is INVALID


@pytest.mark.parametrize("hashed", [True, False])
def test_a_subject_known_by_an_identifier_alone_is_matched(hashed):
    ada = qb.Recipient.email("ada@example.org", hashed=hashed)
    subject = badge()["credentialSubject"] | ada.to_subject()
    subject.pop("id")
    source = proved(changed(badge(), "credentialSubject", subject))
    assert verify(source, recipient=qb.Recipient.email("ada@example.org")).verdict is VALID
    report = verify(source, recipient=qb.Recipient.email("eve@example.org"))
    assert "RECIPIENT_MISMATCH" in codes(report)


@EVERY_POLICY
def test_a_context_of_a_stranger_is_never_asked_for(policy):
    document = badge()
    document["@context"] = [*document["@context"], "https://evil.example/context"]
    fetcher = qb.StaticFetcher(
        {ACADEMY_DOCUMENT: did_document(), "https://evil.example/context": {"@context": {}}}
    )
    signed = proved() | {"@context": document["@context"]}
    report = qb.verify(signed, policy=policy, fetcher=fetcher, now=NOW)
    assert report.verdict is not VALID
    assert "https://evil.example/context" not in fetcher.calls


@pytest.mark.parametrize("claim", ["iss", "jti", "nbf", "exp", "sub"])
@EVERY_POLICY
def test_the_claims_are_compared_with_the_credential(claim, policy):
    value = 1768469401 if claim in ("nbf", "exp") else "did:example:eve"
    report = verify(token(claims_of(badge()) | {claim: value}), policy)
    assert report.verdict is INVALID
    assert "CLAIM_MISMATCH" in codes(report)


# the network


@pytest.mark.parametrize(
    "address",
    [
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fec0::1",
        "192.0.0.8",
        "192.88.99.1",
        "64:ff9b::7f00:1",
        "100.64.0.1",
    ],
)
def test_addresses_that_lead_inside(address):
    with pytest.raises(UnsafeTargetError):
        check_address(address)


def test_a_report_is_no_yes():
    with pytest.raises(TypeError):
        bool(verify(b"nothing", STRICT))
    assert verify(proved(), COMPATIBLE).verdict is VALID
