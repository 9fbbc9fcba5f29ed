"""What stands on the issuer's host is not yet the issuer's word: tenants, key files, embedded proofs, replays."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from support.credentials import NOW, badge, badge_1_1
from support.world import (
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
    proved,
    rows,
    token,
    verify,
    web,
)

EVERY_POLICY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
HOST = "https://academy.example"
EVIL_JWK = ATTACKER.public_key.to_jwk()


def _issued_by(issuer):
    return badge(issuer={"id": issuer, "type": ["Profile"], "name": "Academy"})


def _token(issuer, kid, key=ATTACKER):
    return token(claims_of(_issued_by(issuer)), key=key, header={"alg": "EdDSA", "kid": kid, "typ": "JWT"})


TENANTS = {
    "another path": (f"{HOST}/tenants/victim", f"{HOST}/tenants/evil/key.json"),
    "a query": (f"{HOST}/tenants/victim", f"{HOST}/upload?file=key.json"),
    "a did:web": ("did:web:academy.example", f"{HOST}/tenants/evil/key.json"),
    "a did:web with a path": ("did:web:academy.example:victim", f"{HOST}/evil/key.json"),
}


@pytest.mark.parametrize(("issuer", "kid"), TENANTS.values(), ids=TENANTS)
@pytest.mark.parametrize("claims_to_be", [None, "issuer"])
def test_b10_a_key_file_of_another_tenant_of_the_host(issuer, kid, claims_to_be):
    jwk = EVIL_JWK | ({"iss": issuer} if claims_to_be else {})
    for served in ({kid: jwk}, {kid: {"keys": [jwk | {"kid": kid}]}}, web() | {kid: jwk}):
        report = verify(_token(issuer, kid), served=served)
        assert report.verdict is not qb.Verdict.VALID, qb.render(report)
        proof = proved(_issued_by(issuer), key=ATTACKER, verification_method=kid)
        assert verify(proof, served=served).verdict is not qb.Verdict.VALID
        lenient = verify(_token(issuer, kid), COMPATIBLE, served=served)
        assert lenient.trust is qb.Trust.NONE


def test_b10_a_key_file_counts_where_the_issuer_publishes_the_key():
    issuer, kid = f"{HOST}/issuers/1", f"{HOST}/keys/1.json"
    jwk = KEY.public_key.to_jwk()
    source = _token(issuer, kid, key=KEY)
    published = {kid: jwk, f"{HOST}/.well-known/jwks.json": {"keys": [jwk]}}
    assert verify(source, served=published).verdict is qb.Verdict.VALID
    alone = verify(source, served={kid: jwk})
    assert (alone.verdict, alone.relaxations) == (qb.Verdict.INDETERMINATE, ("allow_inline_jwk",))
    other = {kid: jwk, f"{HOST}/.well-known/jwks.json": {"keys": [EVIL_JWK]}}
    assert verify(source, served=other).verdict is qb.Verdict.INVALID


def test_b10_a_deactivated_did_is_not_passed_by():
    issuer, kid = "did:web:academy.example", f"{HOST}/key.json"
    served = {f"{HOST}/.well-known/did.json": did_document(deactivated=True), kid: EVIL_JWK}
    for policy in POLICIES.values():
        assert verify(_token(issuer, kid), policy, served=served).verdict is qb.Verdict.INVALID


@EVERY_POLICY
def test_b10_keys_of_other_hosts_are_not_even_asked_for(policy):
    fetcher = qb.StaticFetcher(web())
    for kid in ("https://evil.example/key.json", "did:web:evil.example#key-1"):
        header = {"alg": "EdDSA", "kid": kid, "typ": "JWT"}
        report = verify(token(key=ATTACKER, header=header), policy, fetcher=fetcher)
        assert report.verdict is qb.Verdict.INVALID
    hostile = [
        proved(key=ATTACKER, verification_method=f"did:web:h{n}.example#k")["proof"] for n in range(15)
    ]
    verify(proved() | {"proof": hostile}, policy, fetcher=fetcher)
    assert fetcher.calls == ()


def test_d05_one_badge_asks_for_few_documents():
    issuer = f"{HOST}/issuers/1"
    methods = [f"https://h{number}.example/key" for number in range(15)]
    proofs = [proved(_issued_by(issuer), verification_method=method)["proof"] for method in methods * 1]
    fetcher = qb.StaticFetcher({})
    verify(_issued_by(issuer) | {"proof": proofs}, fetcher=fetcher)
    assert len(fetcher.calls) <= qb.Limits().fetches


@EVERY_POLICY
@pytest.mark.parametrize("proof", [[], {}, None, "x", {"type": "DataIntegrityProof"}])
def test_c12_a_token_does_not_cover_up_a_bad_proof_inside(proof, policy):
    report = verify(token(claims_of(badge()) | {"proof": proof}), policy)
    if policy is STRICT:
        assert report.verdict is qb.Verdict.INVALID
    assert any(row.outcome is not qb.Outcome.PASSED for row in rows(report, "proof"))


def test_c12_a_proof_inside_a_token_counts_as_one_of_the_set():
    inside = proved()
    assert verify(token(claims_of(inside))).verdict is qb.Verdict.VALID
    tampered = changed(inside, "credentialSubject/achievement/name", "Surgery")
    assert verify(token(claims_of(tampered))).verdict is qb.Verdict.INVALID
    lenient = verify(token(claims_of(tampered)), COMPATIBLE)
    assert (lenient.verdict, lenient.trust) == (qb.Verdict.VALID, qb.Trust.NONE)


def test_a_token_cannot_answer_a_challenge():
    for policy, code in (
        (qb.Policy(challenge="4711"), "INVALID_CHALLENGE"),
        (qb.Policy(domain="https://employer.example"), "INVALID_DOMAIN"),
    ):
        report = verify(token(), policy)
        assert (report.verdict, codes(report)) == (qb.Verdict.INVALID, {code})


def test_c13_the_purpose_chooses_the_relationship():
    policy = qb.Policy(proof_purpose="authentication")
    source = proved(purpose="authentication")
    assert verify(source, policy).verdict is qb.Verdict.INVALID
    listed = did_document(authentication=[ACADEMY_METHOD])
    served = {f"{HOST}/.well-known/did.json": listed}
    assert verify(source, policy, served=served).verdict is qb.Verdict.VALID


def test_expiry_in_either_versions_words_counts():
    old = badge_1_1("https://w3id.org/security/data-integrity/v2", expirationDate="2026-02-01T00:00:00Z")
    for members in ({"validUntil": "2030-01-01T00:00:00Z"}, {"validFrom": "2020-01-01T00:00:00Z"}):
        report = verify(token(claims_of(badge()) | old | members), COMPATIBLE)
        assert "EXPIRED" in codes(report)
    future = badge_1_1("https://w3id.org/security/data-integrity/v2", issuanceDate="2028-01-01T00:00:00Z")
    report = verify(token(claims_of(badge()) | future | {"validFrom": "2020-01-01T00:00:00Z"}), COMPATIBLE)
    assert "NOT_YET_VALID" in codes(report)


def test_b07_compatible_still_refuses_a_key_that_contradicts_what_the_issuer_publishes():
    inline = {"alg": "EdDSA", "jwk": EVIL_JWK, "typ": "JWT"}
    for issuer, served in (
        (KEY.did, {}),
        ("did:web:academy.example", web()),
        (f"{HOST}/issuer", {f"{HOST}/.well-known/jwks.json": {"keys": [KEY.public_key.to_jwk()]}}),
    ):
        source = token(claims_of(_issued_by(issuer)), key=ATTACKER, header=inline)
        assert verify(source, COMPATIBLE, served=served).verdict is qb.Verdict.INVALID


@EVERY_POLICY
@pytest.mark.parametrize("value", [False, 0, "", [], {}, None])
def test_a_status_of_any_shape_is_a_status(value, policy):
    for source in (
        token(claims_of(badge()) | {"credentialStatus": value}),
        badge() | {"credentialStatus": value},
    ):
        assert verify(source, policy).verdict is not qb.Verdict.VALID


@EVERY_POLICY
def test_a_token_is_walked_where_its_values_do_not_conform(policy):
    relative = changed(claims_of(badge()), "credentialSubject/achievement/id", "relative")
    assert verify(token(relative), policy).verdict is qb.Verdict.INVALID


@EVERY_POLICY
def test_c07_an_altered_context_is_refused_for_tokens_too(policy):
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    altered = {url: {"@context": {"name": "https://evil.example/name"}}}
    verifier = qb.Verifier(policy, fetcher=qb.StaticFetcher(web()), clock=lambda: NOW, contexts=altered)
    assert verifier.verify(token()).verdict is qb.Verdict.INVALID


def test_the_end_of_time_is_no_overflow():
    endless = token(claims_of(badge(validUntil="9999-12-31T23:59:59Z")) | {"exp": 253402300799})
    for skew in (0, 60, 86_400):
        assert verify(endless, qb.Policy(clock_skew_seconds=skew)).verdict is qb.Verdict.VALID


def test_the_word_endorsement_is_no_endorsement():
    document = changed(badge(), "credentialSubject/achievement/tag", ["endorsement"])
    report = verify(proved(document))
    assert rows(report, "endorsements")[0].outcome is qb.Outcome.SKIPPED


@EVERY_POLICY
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022 + VC-JWT EdDSA", "\x1b[31mred", "x" * 10_000])
def test_the_form_is_never_a_strangers_word(suite, policy):
    report = verify(changed(proved(), "proof/cryptosuite", suite), policy)
    assert report.form == "unknown suite"


def test_a_report_hands_out_copies():
    report = verify(proved())
    report.to_dict()["credential"]["name"] = "forged"
    assert "name" not in report.document.data


@EVERY_POLICY
def test_a_method_on_another_host_is_refused_and_never_asked_for(policy):
    method = "https://evil.example/keys/1"
    fetcher = qb.StaticFetcher(web() | {method: EVIL_JWK})
    source = proved(key=ATTACKER, verification_method=method)
    report = qb.verify(source, policy=policy, fetcher=fetcher, now=NOW)
    assert report.verdict is qb.Verdict.INVALID
    assert "CONTROLLER_MISMATCH" in codes(report)
    assert fetcher.calls == ()


@EVERY_POLICY
def test_a_key_that_the_issuer_revoked_is_said_to_be_revoked(policy):
    method = did_document()["verificationMethod"][0] | {"revoked": "2026-02-01T00:00:00Z"}
    document = did_document(verificationMethod=[method], assertionMethod=[])
    report = verify(proved(), policy, served={"https://academy.example/.well-known/did.json": document})
    assert report.verdict is qb.Verdict.INVALID
    assert "revoked" in rows(report, "key")[0].message
