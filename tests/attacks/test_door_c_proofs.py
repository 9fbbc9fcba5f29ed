"""Family C through the front door: nothing that a proof would not cover passes, and no foreign key does."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

import qualitybadge as qb
from support.credentials import NOW, OB, VC2, badge
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
    codes,
    did_document,
    proved,
    rows,
    verify,
    web,
)

EVERY_POLICY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
SIGNED = proved()


def refused(source, policy, *expected, **how):
    """Assert that the report is INVALID with one of the codes, and return it."""
    report = verify(source, policy, **how)
    assert report.verdict is qb.Verdict.INVALID, qb.render(report)
    assert not expected or codes(report) & set(expected), codes(report)
    return report


@EVERY_POLICY
@pytest.mark.parametrize(
    "place", ["extra", "credentialSubject/extra", "issuer/extra", "credentialSubject/achievement/note"]
)
def test_c01_an_undefined_member_added_after_signing(place, policy):
    report = refused(changed(SIGNED, place, "anything"), policy, "DATA_LOSS")
    assert rows(report, "vocabulary")[0].pointer == "/" + place


@EVERY_POLICY
def test_c02_an_undefined_type(policy):
    refused(changed(SIGNED, "type", [*SIGNED["type"], "MasterOfEverything"]), policy, "DATA_LOSS")


@EVERY_POLICY
@pytest.mark.parametrize("value", ["relative", "/rooted", "urn:with space", "", "#fragment"])
def test_c03_ids_that_are_no_absolute_iris(value, policy):
    refused(changed(SIGNED, "credentialSubject/achievement/id", value), policy)


@EVERY_POLICY
def test_c04_the_end_of_validity_under_another_name(policy):
    expired = proved(badge(validUntil="2026-02-01T00:00:00Z"))
    refused(expired, policy, "EXPIRED")
    for name in ("https://www.w3.org/2018/credentials#validUntil", "cred:validUntil"):
        renamed = changed(expired, "validUntil", ...) | {name: expired["validUntil"]}
        refused(renamed, policy, "DATA_LOSS", "MALFORMED_VALUE")


@EVERY_POLICY
@pytest.mark.parametrize(
    "context",
    [
        {"validUntil": None},
        {"expires": "https://www.w3.org/2018/credentials#validUntil"},
        {"@vocab": "https://evil.example/"},
        {"@base": "https://evil.example/"},
        [{"name": "https://schema.org/description"}],
        None,
    ],
)
def test_c05_c06_inline_contexts(context, policy):
    refused(changed(SIGNED, "@context", [VC2, OB, context]), policy)


@EVERY_POLICY
def test_c05_a_nested_context(policy):
    nested = changed(SIGNED, "credentialSubject/@context", {"name": "https://evil.example/x"})
    refused(nested, policy)


@EVERY_POLICY
def test_c07_an_unknown_context_is_never_fetched(policy):
    fetcher = qb.StaticFetcher(
        web() | {"https://evil.example/context": {"@context": {"x": "https://x.example/"}}}
    )
    source = changed(SIGNED, "@context", [VC2, OB, "https://evil.example/context"])
    report = verify(source, policy, fetcher=fetcher)
    assert report.verdict is qb.Verdict.INDETERMINATE
    row = rows(report, "vocabulary")[0]
    assert row.problem.code == "CONTEXT_UNKNOWN"
    assert "contexts=" in row.advice
    assert not any("context" in url for url in fetcher.calls)


def test_c07_an_unknown_context_can_be_supplied():
    url = "https://academy.example/context"
    context = {"@context": {"seamLength": "https://academy.example/terms#seamLength"}}
    document = badge(**{"@context": [VC2, OB, url], "seamLength": "20 cm"})
    signed = proved(document, contexts=_contexts({url: context}))
    verifier = qb.Verifier(fetcher=qb.StaticFetcher(web()), clock=lambda: NOW, contexts={url: context})
    assert verifier.verify(signed).verdict is qb.Verdict.VALID
    assert verifier.verify(changed(signed, "seamLength", "21 cm")).verdict is qb.Verdict.INVALID
    assert verify(signed).verdict is qb.Verdict.INDETERMINATE


def _contexts(extra):
    from qualitybadge.jsonld import Contexts

    return Contexts(extra)


@EVERY_POLICY
def test_c07_a_known_context_with_other_content_is_refused(policy):
    altered = {OB: {"@context": {"name": "https://evil.example/name"}}}
    verifier = qb.Verifier(policy, fetcher=qb.StaticFetcher(web()), clock=lambda: NOW, contexts=altered)
    report = verifier.verify(SIGNED)
    assert report.verdict is qb.Verdict.INVALID
    assert "CONTEXT_ALTERED" in codes(report)


@EVERY_POLICY
def test_c08_a_protected_term_redefined_by_another_context(policy):
    older = "https://www.w3.org/2018/credentials/v1"
    refused(changed(SIGNED, "@context", [VC2, older, OB]), policy)


@EVERY_POLICY
@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("credentialSubject/achievement/tag", [["a"]]),
        ("@graph", []),
        ("@included", []),
        ("@reverse", {}),
        ("credentialSubject/@index", "x"),
        ("credentialSubject/achievement/name", {"@value": "x", "@direction": "rtl"}),
    ],
)
def test_c10_constructs_outside_the_subset(place, value, policy):
    refused(changed(SIGNED, place, value), policy)


@EVERY_POLICY
def test_c11_a_poison_graph_is_refused_in_time(policy):
    nodes = [{"type": ["Evidence"], "name": "same"} for _ in range(8)]
    tree = [{"type": ["Evidence"], "name": "same"} for _ in range(8)]
    document = changed(SIGNED, "evidence", nodes)
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/", "similar": tree}
        for _ in range(8)
    ]
    started = time.process_time()
    report = verify(document, policy)
    assert report.verdict is qb.Verdict.INVALID
    assert time.process_time() - started < 1


def test_c12_strict_wants_every_proof_and_compatible_one():
    good = proved(key=KEY)
    both = good | {"proof": [good["proof"], good["proof"] | {"proofValue": "z" + "1" * 64}]}
    report = refused(both, STRICT)
    assert report.relaxations == ("any_valid_proof",)
    compatible = verify(both, COMPATIBLE)
    assert (compatible.verdict, compatible.trust) == (qb.Verdict.VALID, qb.Trust.NONE)
    assert any(row.outcome is qb.Outcome.FAILED for row in rows(compatible, "proof"))


def test_c12_an_unknown_proof_beside_a_good_one():
    unsupported = {"type": "DataIntegrityProof", "cryptosuite": "bbs-2023", "proofPurpose": "assertionMethod"}
    both = SIGNED | {"proof": [SIGNED["proof"], unsupported]}
    report = verify(both)
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert "CRYPTOSUITE_UNSUPPORTED" in codes(report)
    assert verify(both, COMPATIBLE).verdict is qb.Verdict.VALID
    assert verify(SIGNED | {"proof": [unsupported]}, COMPATIBLE).verdict is qb.Verdict.INDETERMINATE


@EVERY_POLICY
@pytest.mark.parametrize("proof", [[], {}, "text", None, [[]], [None], 5])
def test_c12_no_proof_at_all(proof, policy):
    refused(SIGNED | {"proof": proof}, policy)
    refused(badge(), policy, "PROOF_MISSING")


@EVERY_POLICY
def test_c13_another_purpose_or_relationship(policy):
    refused(proved(purpose="authentication"), policy, "PROOF_PURPOSE")
    only_login = did_document(authentication=[ACADEMY_METHOD])
    del only_login["assertionMethod"]
    refused(SIGNED, policy, "INVALID_RELATIONSHIP", served={ACADEMY_DOCUMENT: only_login})


@EVERY_POLICY
def test_c14_a_key_of_somebody_else(policy):
    own = ATTACKER.did_key_method
    refused(proved(key=ATTACKER, verification_method=own), policy, "CONTROLLER_MISMATCH")
    refused(proved(key=ATTACKER), policy, "PROOF_VERIFICATION")


@EVERY_POLICY
@pytest.mark.parametrize("served", [None, {}])
def test_c14_a_fragment_is_a_name(served, policy):
    multikey = ATTACKER.public_key.to_multikey()
    issuer = badge(issuer={"id": KEY.did, "type": ["Profile"]})
    for document, method in ((badge(), f"{ACADEMY}#{multikey}"), (issuer, f"{KEY.did}#{multikey}")):
        report = verify(proved(document, key=ATTACKER, verification_method=method), policy, served=served)
        assert report.verdict is not qb.Verdict.VALID
        assert report.trust is qb.Trust.NONE


def test_c14_a_fragment_key_of_an_https_issuer_is_a_named_relaxation():
    issuer = "https://academy.example/issuers/1"
    document = badge(issuer={"id": issuer, "type": ["Profile"], "name": "Academy"})
    signed = proved(document, verification_method=f"{issuer}#{KEY.public_key.to_multikey()}")
    strict = verify(signed)
    assert strict.verdict is qb.Verdict.INDETERMINATE
    assert strict.relaxations == ("allow_fragment_keys",)
    compatible = verify(signed, COMPATIBLE)
    assert (compatible.verdict, compatible.trust) == (qb.Verdict.VALID, qb.Trust.NONE)
    forged = changed(signed, "credentialSubject/achievement/name", "Surgery")
    assert verify(forged).verdict is qb.Verdict.INDETERMINATE
    assert verify(forged, COMPATIBLE).verdict is qb.Verdict.INVALID


@EVERY_POLICY
def test_c14_a_fragment_key_of_another_issuers_url(policy):
    multikey = ATTACKER.public_key.to_multikey()
    document = badge(issuer={"id": "https://academy.example/issuers/1", "type": ["Profile"]})
    signed = proved(document, key=ATTACKER, verification_method=f"https://evil.example/#{multikey}")
    refused(signed, policy, "CONTROLLER_MISMATCH")


@EVERY_POLICY
def test_c15_dates_of_a_proof(policy):
    refused(proved(created=NOW + timedelta(seconds=1)), policy, "PROOF_EXPIRED")
    refused(proved(expires=NOW - timedelta(seconds=1)), policy, "PROOF_EXPIRED")
    refused(changed(SIGNED, "proof/created", "2026-01-01T00:00:00"), policy, "MALFORMED_VALUE")


@EVERY_POLICY
@pytest.mark.parametrize(
    "value", ["", "u" + "A" * 86, "z", "z0OIl", "m" + "A" * 88, "zz" * 2000, 5, None, []]
)
def test_c16_malformed_proof_values(value, policy):
    refused(changed(SIGNED, "proof/proofValue", value), policy)


@EVERY_POLICY
@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "eddsa-jcs-2022", "ecdsa-jcs-2019"])
def test_c17_a_suite_that_is_not_the_keys(suite, policy):
    refused(changed(SIGNED, "proof/cryptosuite", suite), policy)


def test_c17_the_draft_suite_is_a_named_relaxation():
    from qualitybadge.proofs.dataintegrity import SecuredDocument

    draft = changed(SIGNED, "proof/cryptosuite", "eddsa-2022")
    secured = SecuredDocument(draft)
    data = secured.hash_data(secured.proofs[0], secured.proofs[0].suite, "sha256")
    from qualitybadge.wire import multibase

    draft = changed(draft, "proof/proofValue", multibase.encode(KEY.sign(data)))
    report = verify(draft)
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert report.relaxations == ("allow_draft_suites",)
    assert verify(draft, COMPATIBLE).verdict is qb.Verdict.VALID
    refused(changed(draft, "name", "Forged"), STRICT, "PROOF_VERIFICATION")


@EVERY_POLICY
@pytest.mark.parametrize("suite", [["eddsa-rdfc-2022"], 5, None, {}, ""])
def test_c17_a_suite_that_is_no_name(suite, policy):
    assert verify(changed(SIGNED, "proof/cryptosuite", suite), policy).verdict is not qb.Verdict.VALID


@EVERY_POLICY
def test_c18_a_proof_with_other_contexts_or_further_members(policy):
    refused(changed(SIGNED, "proof/@context", ["https://www.w3.org/ns/credentials/v2"]), policy)
    refused(changed(SIGNED, "proof/extra", "anything"), policy, "DATA_LOSS")


@EVERY_POLICY
def test_c19_a_jcs_proof_needs_a_known_vocabulary_too(policy):
    document = badge(**{"@context": [VC2, OB, {"extra": "https://evil.example/"}], "extra": "x"})
    jcs = proved(badge(), suite="eddsa-jcs-2022")
    assert verify(jcs, policy).verdict is qb.Verdict.VALID
    refused(jcs | document, policy)


@EVERY_POLICY
@pytest.mark.parametrize("name", [{"@value": "x", "@language": "no such tag!"}, 1e300])
def test_c20_values_without_a_canonical_form(name, policy):
    refused(changed(SIGNED, "credentialSubject/achievement/name", name), policy)


@EVERY_POLICY
def test_c21_chains_that_lead_nowhere(policy):
    named = changed(SIGNED, "proof/id", "urn:uuid:11111111-1111-4111-8111-111111111111")
    for previous in ("urn:uuid:missing", named["proof"]["id"]):
        refused(changed(named, "proof/previousProof", previous), policy)


@EVERY_POLICY
def test_urn_issuers_are_known_by_their_key_alone(policy):
    document = badge(issuer={"id": "urn:uuid:22222222-2222-4222-8222-222222222222", "type": ["Profile"]})
    report = verify(proved(document, verification_method=KEY.did_key_method), policy)
    if policy is COMPATIBLE:
        assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.NONE)
    else:
        assert report.verdict is qb.Verdict.INVALID
        assert report.relaxations == ("allow_urn_issuer",)


def test_domain_and_challenge_are_the_callers_to_demand():
    bound = proved(domain="https://employer.example", challenge="4711")
    good = qb.Policy(domain="https://employer.example", challenge="4711")
    assert verify(bound).verdict is qb.Verdict.VALID
    assert verify(bound, good).verdict is qb.Verdict.VALID
    refused(bound, qb.Policy(domain="https://other.example"), "INVALID_DOMAIN")
    refused(bound, qb.Policy(challenge="4712"), "INVALID_CHALLENGE")
    refused(SIGNED, good, "INVALID_DOMAIN", "INVALID_CHALLENGE")
