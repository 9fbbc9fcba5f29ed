"""Attacks on presentations: replays, tokens of another kind, swapped parts, borrowed keys (families B, C, F).

The thief has keys of his own, has seen the holder's presentations and may serve whatever he likes.
"""

from __future__ import annotations

import copy
import json
from datetime import timedelta

import pytest

import qualitybadge as qb
from qualitybadge.model.presentation import enveloped
from qualitybadge.proofs import vcjwt, vpjwt
from qualitybadge.wire import multibase
from support.cost import SECONDS, cpu_seconds
from support.credentials import NOW, OB, VC2
from support.presentations import (
    ASKED,
    CHALLENGE,
    DOMAIN,
    HOLDER,
    HOLDER_DOCUMENT,
    HOLDER_METHOD,
    HOLDER_WEB,
    ISSUER,
    STAMP,
    THIEF,
    ask,
    credential,
    credential_token,
    holder_document,
    payload,
    payload_1_1,
    presentation,
    shown,
    shown_token,
    unsigned,
)
from support.world import changed, codes, proved, rows, token

INVALID = qb.Verdict.INVALID
COMPATIBLE = qb.Policy.compatible(challenge=CHALLENGE, domain=DOMAIN)
POLICIES = pytest.mark.parametrize("policy", [ASKED, COMPATIBLE], ids=["strict", "compatible"])


def refused(source, policy=ASKED, **how):
    report = ask(source, policy, **how)
    assert report.verdict is INVALID, report.summary
    assert report.relaxations == ()
    return report


# --- replay ---

LATER = qb.Policy(challenge="tomorrow", domain=DOMAIN)
ELSEWHERE = qb.Policy(challenge=CHALLENGE, domain="https://bank.example")
SOURCES = {
    "document": shown(),
    "token": shown_token(),
    "token of 1.1": shown_token(payload_1_1(), typ="JWT"),
}


@pytest.mark.parametrize("form", SOURCES)
def test_a_presentation_shown_again_answers_no_new_challenge(form):
    assert ask(SOURCES[form], ASKED).verdict is qb.Verdict.VALID
    assert "INVALID_CHALLENGE" in codes(refused(SOURCES[form], LATER))


@pytest.mark.parametrize("form", SOURCES)
def test_a_presentation_made_for_one_verifier_is_not_for_another(form):
    assert "INVALID_DOMAIN" in codes(refused(SOURCES[form], ELSEWHERE))


@pytest.mark.parametrize("name", ["challenge", "domain"])
def test_what_was_never_signed_answers_no_demand(name):
    refused(shown(**{name: None}))
    refused(changed(shown(), f"proof/{name}", ...))
    claim = {"challenge": "nonce", "domain": "aud"}[name]
    refused(shown_token(payload(**{claim: None})))
    refused(shown_token(payload_1_1(**{claim: None}), typ="JWT"))


@pytest.mark.parametrize("name", ["challenge", "domain"])
def test_a_thief_cannot_write_the_new_challenge_in(name):
    old = shown(**{name: "yesterday"})
    fresh = CHALLENGE if name == "challenge" else DOMAIN
    assert "PROOF_VERIFICATION" in codes(refused(changed(old, f"proof/{name}", fresh)))


def test_a_challenge_outside_the_proof_answers_nothing():
    refused(shown(challenge="yesterday") | {"challenge": CHALLENGE})
    header = {"nonce": CHALLENGE}
    refused(shown_token(payload(nonce=None), **header))
    refused(
        shown_token(
            payload_1_1(
                nonce=None, vp=presentation(credential_token(), version="1.1") | {"nonce": CHALLENGE}
            ),
            typ="JWT",
        )
    )


@POLICIES
def test_a_presentation_that_expired_or_is_not_yet_made(policy):
    refused(shown(expires=NOW - timedelta(seconds=1)), policy)
    refused(shown(created=NOW + timedelta(days=1)), policy)
    refused(shown_token(payload(exp=STAMP - 1)), policy)
    refused(shown_token(payload(iat=STAMP + 60)), policy)
    refused(shown_token(payload_1_1(nbf=STAMP + 60), typ="JWT"), policy)


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", [True, "2026-01-01T00:00:00Z", 1.5, 10**18, -(10**18), [], {}])
def test_b20_dates_that_are_none_never_count(claim, value):
    refused(shown_token(payload(**{claim: value})))


# --- tokens of another kind ---


@POLICIES
def test_b21_a_presentation_is_no_credential(policy):
    """The holder's own token, handed in where a badge is expected: never a badge, whatever is in it."""
    for source in SOURCES.values():
        assert ask(source, policy).kind is qb.Kind.PRESENTATION
    mixed = (
        payload()
        | unsigned()
        | {"type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": HOLDER.did}
    )
    assert ask(shown_token(mixed), policy).verdict is INVALID
    both = payload() | {"type": ["VerifiablePresentation", "VerifiableCredential", "OpenBadgeCredential"]}
    assert refused(shown_token(both), policy).kind is qb.Kind.PRESENTATION


@POLICIES
def test_b21_a_credential_is_no_presentation(policy):
    """The issuer's token with another type in its header, or its credential beside what a holder says."""
    for typ in ("vp+jwt", "JWT"):
        source = vcjwt.sign(unsigned(), ISSUER, kid=ISSUER.did_key_method, typ=typ)
        report = ask(source, policy)
        assert report.kind is qb.Kind.BADGE
        assert report.members == ()
    assert "TOKEN_TYPE" in codes(
        ask(vcjwt.sign(unsigned(), ISSUER, kid=ISSUER.did_key_method, typ="vp+jwt"), policy)
    )


@POLICIES
@pytest.mark.parametrize("typ", ["JWT", "vc+jwt", "at+jwt", "kb+jwt", "openid4vci-proof+jwt", "VP+JWT", 7])
def test_b21_a_token_typed_as_something_else_is_refused(typ, policy):
    assert "TOKEN_TYPE" in codes(refused(shown_token(typ=typ), policy))


def test_b21_a_token_of_1_1_is_not_typed_as_one_of_2_0():
    assert "TOKEN_TYPE" in codes(refused(shown_token(payload_1_1(), typ="vp+jwt")))


@POLICIES
def test_b21_an_id_token_of_the_holder_presents_nothing(policy):
    claims = {
        "iss": HOLDER.did,
        "sub": HOLDER.did,
        "aud": DOMAIN,
        "nonce": CHALLENGE,
        "iat": STAMP,
        "exp": STAMP + 60,
    }
    for typ in ("JWT", "vp+jwt", None):
        report = refused(shown_token(claims, typ=typ), policy)
        assert report.kind is qb.Kind.UNKNOWN
        assert report.members == ()


def test_b19_two_readings_of_one_token():
    for body in (
        payload_1_1() | {"verifiableCredential": [credential()]},
        payload_1_1() | {"holder": THIEF.did},
        payload_1_1() | {"vc": unsigned()},
        payload() | {"vc": unsigned()},
        payload() | {"vp": presentation(version="1.1")},
    ):
        for typ in ("JWT", "vp+jwt"):
            refused(shown_token(body, typ=typ))


@POLICIES
@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, 0, "HS256", "ES256"])
def test_b01_b02_b04_no_algorithm_but_the_keys(alg, policy):
    head = {"alg": alg, "kid": HOLDER.did_key_method, "typ": "vp+jwt"}
    refused(token(payload(), HOLDER, head), policy)
    unsigned_token = token(payload(), HOLDER, head).rpartition(".")[0] + "."
    refused(unsigned_token, policy)


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp"]},
        {"b64": False},
        {"jku": "https://thief.example/keys"},
        {"x5u": "https://thief.example/cert"},
        {"cty": "JWT"},
        {"iss": HOLDER.did},
        {"jwk": HOLDER.to_jwk(private=True)},
    ],
)
def test_b05_b08_b09_headers_that_reach_for_more(header):
    fetcher = qb.StaticFetcher({})
    report = refused(shown_token(**header), fetcher=fetcher)
    assert fetcher.calls == ()
    assert HOLDER.to_jwk(private=True)["d"] not in report.to_json().replace(shown_token(**header), "")


# --- keys and proofs that are not the holder's ---


@POLICIES
def test_c13_the_proof_of_a_credential_authenticates_nobody(policy):
    """A badge's proof, for assertionMethod, put around a presentation: by purpose and by content refused."""
    badge = credential()
    borrowed = presentation(badge, holder=ISSUER.did) | {"proof": badge["proof"]}
    assert "PROOF_PURPOSE" in codes(refused(borrowed, policy))
    borrowed["proof"] = borrowed["proof"] | {"proofPurpose": "authentication"}
    refused(borrowed, policy)
    for_assertion = shown(purpose="assertionMethod")
    assert "PROOF_PURPOSE" in codes(refused(for_assertion, policy))


@POLICIES
def test_c13_a_presentations_proof_issues_no_credential(policy):
    badge = unsigned(issuer={"id": HOLDER.did, "type": ["Profile"], "name": "Me"})
    source = shown(badge)
    assert ask(source, policy).verdict is INVALID
    assert "PROOF_PURPOSE" in codes(ask(source, policy))


@POLICIES
@pytest.mark.parametrize("relationship", ["assertionMethod", "capabilityInvocation", "keyAgreement"])
def test_c13_a_key_under_another_relationship_authenticates_nobody(relationship, policy):
    served = {HOLDER_DOCUMENT: holder_document(relationship)}
    source = shown(presentation(holder=HOLDER_WEB), verification_method=HOLDER_METHOD)
    assert "INVALID_RELATIONSHIP" in codes(refused(source, policy, served=served))
    told = shown_token(payload(presentation(holder=HOLDER_WEB), iss=HOLDER_WEB), kid=HOLDER_METHOD)
    assert "INVALID_RELATIONSHIP" in codes(refused(told, policy, served=served))


@POLICIES
def test_c14_a_thief_shows_the_holders_badge_in_the_holders_name(policy):
    assert "CONTROLLER_MISMATCH" in codes(refused(shown(key=THIEF), policy))
    assert "CONTROLLER_MISMATCH" in codes(refused(shown_token(key=THIEF), policy))
    refused(shown_token(payload_1_1(), THIEF, typ="JWT"), policy)
    refused(shown_token(payload(presentation(holder=None)), THIEF), policy)  # iss still names the holder
    refused(shown_token(payload(iss=THIEF.did), THIEF), policy)  # the presentation still names the holder


@POLICIES
def test_c14_a_key_in_a_fragment_is_a_name(policy):
    multikey = THIEF.public_key.to_multikey()
    for holder, method in (
        (HOLDER.did, f"{HOLDER.did}#{multikey}"),
        (HOLDER_WEB, f"{HOLDER_WEB}#{multikey}"),
        ("https://holder.example/id", f"https://holder.example/id#{multikey}"),
    ):
        for source in (
            shown(presentation(holder=holder), THIEF, verification_method=method),
            shown_token(payload(presentation(holder=holder), iss=holder), THIEF, kid=method),
        ):
            report = ask(source, policy, served={HOLDER_DOCUMENT: holder_document()})
            assert report.verdict is not qb.Verdict.VALID
            assert report.relaxations == ()
            assert report.trust is qb.Trust.NONE


@POLICIES
def test_b07_a_key_brought_along_is_nobodys(policy):
    jwk = THIEF.public_key.to_jwk()
    for holder in (HOLDER.did, HOLDER_WEB):
        body = payload(presentation(holder=holder), iss=holder)
        report = ask(shown_token(body, THIEF, kid=None, jwk=jwk), policy)
        assert report.verdict is not qb.Verdict.VALID
        assert report.relaxations == ()


@pytest.mark.parametrize(
    "method",
    [
        "https://thief.example/keys#1",
        "https://10.0.0.1/keys",
        "http://holder.example/keys",
        "did:web:thief.example#1",
        "file:///etc/passwd",
        "urn:x:key",
    ],
)
def test_b10_a_key_elsewhere_is_not_asked_for(method):
    fetcher = qb.StaticFetcher({})
    for source in (shown_token(kid=method), shown(verification_method=method)):
        assert ask(source, ASKED, fetcher=fetcher).verdict is not qb.Verdict.VALID
    refused(shown_token(kid="../keys/1"), fetcher=fetcher)
    assert fetcher.calls == ()


def test_a_revoked_key_authenticates_no_more():
    document = holder_document()
    document["verificationMethod"][0]["revoked"] = "2026-02-01T00:00:00Z"
    source = shown(presentation(holder=HOLDER_WEB), verification_method=HOLDER_METHOD)
    refused(source, served={HOLDER_DOCUMENT: document})


# --- what is inside ---


def other():
    return credential(id="urn:uuid:1c0f9f34-9a8e-4c79-8f64-3d6b1ac5d001")


@POLICIES
def test_members_cannot_be_swapped_added_or_taken_out(policy):
    source = shown(presentation(credential(), credential(validUntil="2030-01-01T00:00:00Z")))
    assert ask(source, policy).verdict is qb.Verdict.VALID
    for path, value in (
        ("verifiableCredential/0", other()),
        ("verifiableCredential", [*source["verifiableCredential"], other()]),
        ("verifiableCredential", source["verifiableCredential"][:1]),
        ("verifiableCredential", ...),
        ("verifiableCredential/1/proof/created", "2026-02-28T12:00:00Z"),
        ("verifiableCredential/0/proof", ...),
        ("holder", THIEF.did),
        ("holder", ...),
        ("id", "urn:x:another"),
        ("type", "VerifiablePresentation VerifiablePresentation"),
    ):
        refused(changed(source, path, value), policy)


@POLICIES
def test_a_token_inside_cannot_be_swapped(policy):
    head, body, signature = shown_token().split(".")
    altered = json.loads(multibase.b64url_decode(body))
    altered["verifiableCredential"] = [other()]
    refused(f"{head}.{multibase.b64url_encode(json.dumps(altered).encode())}.{signature}", policy)


@POLICIES
def test_an_honest_holder_cannot_make_a_bad_badge_good(policy):
    forged = proved(unsigned(), THIEF, verification_method=ISSUER.did_key_method)
    altered = changed(credential(), "credentialSubject/achievement/name", "Rocket science")
    for bad in (unsigned(), forged, altered, credential(validUntil="2026-02-01T00:00:00Z")):
        report = refused(shown(presentation(credential(), bad)), policy)
        assert [member.verdict for member in report.members] == [qb.Verdict.VALID, INVALID]
        report = refused(shown_token(payload(presentation(bad))), policy)
        assert [row.outcome for row in rows(report, "members")] == [qb.Outcome.FAILED]


def test_a_self_asserted_credential_without_a_proof_of_its_own_is_refused():
    claim = unsigned(issuer={"id": HOLDER.did, "type": ["Profile"], "name": "Me"})
    assert "PRESENTED" in codes(refused(shown(presentation(claim))))


@POLICIES
def test_presentations_in_presentations_are_refused(policy):
    inner = shown()
    text = shown_token()
    announced = enveloped(text) | {
        "type": "EnvelopedVerifiablePresentation",
        "id": f"data:application/vp+jwt,{text}",
    }
    for member in (inner, announced, enveloped(text)):
        report = refused(shown_token(payload(presentation(member))), policy)
        assert [r.verdict for r in report.members] == [INVALID]
        assert report.members[0].members == ()
    refused(shown(presentation(inner)), policy)
    old = payload_1_1(presentation(shown_token(payload_1_1(), typ="JWT"), version="1.1"))
    assert refused(shown_token(old, typ="JWT"), policy).members[0].verdict is INVALID


def test_a_presentation_inside_a_record_or_endorsed_badge_is_refused():
    badge = unsigned(endorsement=[shown()])
    report = ask(proved(badge, ISSUER, verification_method=ISSUER.did_key_method), ASKED)
    assert all(found.verdict is not qb.Verdict.VALID for found in report.endorsements)


@pytest.mark.parametrize(
    "text", ["https://thief.example/badge.json", "http://127.0.0.1/", "file:///etc/passwd", "badge.png"]
)
def test_addresses_among_the_credentials_are_never_followed(text):
    fetcher = qb.StaticFetcher({})
    for source in (
        presentation(text),
        shown_token(payload(presentation(text))),
        shown_token(payload_1_1(presentation(text, version="1.1")), typ="JWT"),
        shown_token(payload(presentation(enveloped("a.b.c") | {"id": text}))),
    ):
        refused_or_open = ask(source, ASKED, fetcher=fetcher)
        assert refused_or_open.verdict is not qb.Verdict.VALID
    assert fetcher.calls == ()


def test_nothing_inside_is_asked_for_where_the_holders_proof_is_bad():
    elsewhere = changed(credential(), "issuer/id", "did:web:nowhere.example")
    elsewhere["proof"]["verificationMethod"] = "did:web:nowhere.example#1"
    fetcher = qb.StaticFetcher({})
    for source in (
        shown(presentation(elsewhere), challenge="yesterday"),
        shown(presentation(elsewhere), key=THIEF),
        shown_token(payload(presentation(elsewhere), nonce="yesterday")),
    ):
        assert refused(source, fetcher=fetcher).members == ()
    assert fetcher.calls == ()
    assert ask(shown(presentation(elsewhere)), ASKED, fetcher=fetcher).verdict is qb.Verdict.INDETERMINATE
    assert len(fetcher.calls) == 1


def test_all_credentials_of_a_presentation_share_one_budget_of_requests():
    def away(number):
        name = f"did:web:school{number}.example"
        bad = changed(credential(), "issuer/id", name)
        bad["proof"]["verificationMethod"] = f"{name}#1"
        return bad

    fetcher = qb.StaticFetcher({})
    limits = qb.Limits(fetches=3)
    policy = qb.Policy(challenge=CHALLENGE, domain=DOMAIN, limits=limits)
    source = shown_token(payload(presentation(*map(away, range(6)))))
    assert ask(source, policy, fetcher=fetcher).verdict is qb.Verdict.INDETERMINATE
    assert len(fetcher.calls) == 3


@POLICIES
def test_c01_c05_c06_members_that_no_proof_covers(policy):
    source = shown()
    for name, value in (
        ("note", "trust me"),
        ("https://www.w3.org/2018/credentials#holder", {"id": THIEF.did}),
        ("@reverse", {}),
        ("@included", [{"id": THIEF.did}]),
        ("@graph", []),
        ("validUntil", "2030-01-01T00:00:00Z"),
        ("challenge", CHALLENGE),
        ("presentation_submission", {}),
    ):
        refused(source | {name: value}, policy)
    refused(
        source | {"@context": [VC2, {"holder": "https://www.w3.org/2018/credentials#verifiableCredential"}]},
        policy,
    )
    refused(source | {"@context": [VC2, {"@vocab": "https://thief.example/"}]}, policy)
    refused(source | {"@context": [VC2, OB]} | {"note": "x"}, policy)
    refused(source | {"@context": VC2}, policy)


@POLICIES
def test_c09_the_credential_is_not_described_again_beside_itself(policy):
    """Further statements about the credential, the holder or the proof: refused or not covered."""
    badge_id = unsigned()["id"]
    for name, value in (
        ("holder", {"id": HOLDER.did, "holder": {"id": badge_id}}),
        ("termsOfUse", {"id": badge_id, "type": "VerifiableCredential", "issuer": THIEF.did}),
    ):
        refused(shown() | {name: value}, policy)


def test_c16_proof_values_of_another_shape():
    good = shown()["proof"]["proofValue"]
    for value in ("", "z", good[1:], "u" + good[1:], good + "1", good[:-1], "z" + "1" * 88, None, 7, [good]):
        refused(changed(shown(), "proof/proofValue", value))


@pytest.mark.parametrize("value", [None, [], {}, "x", 7, [None], [[]], {"type": 7}])
@pytest.mark.parametrize("name", ["@context", "type", "holder", "verifiableCredential", "id", "proof"])
def test_a09_wrong_shapes_are_answers_and_never_exceptions(name, value):
    documents = (shown() | {name: value}, presentation() | {name: value})
    tokens = (
        shown_token(payload() | {name: value}),
        shown_token(
            payload_1_1(vp=presentation(credential_token(), version="1.1") | {name: value}), typ="JWT"
        ),
    )
    for source in (*documents, *tokens):
        report = ask(source, ASKED)
        assert report.verdict is not qb.Verdict.VALID
        assert "INTERNAL" not in codes(report)
        json.loads(report.to_json())


def test_the_caller_s_presentation_is_not_changed():
    source = shown(presentation(credential(), credential()))
    kept = copy.deepcopy(source)
    ask(source, ASKED)
    assert source == kept


def test_c11_a_great_many_credentials_cost_little():
    """Alike as eggs, unsigned, and far more than are looked at."""
    egg = {
        "@context": [VC2, OB],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": HOLDER.did,
    }
    sources = [
        presentation(*[egg] * 5000),
        shown_token(payload(presentation(*[egg] * 5000))),
        presentation(*[enveloped(credential_token())] * 500),
        presentation(*[{"proof": {"type": "DataIntegrityProof"}}] * 5000) | {"proof": shown()["proof"]},
    ]
    for source in sources:
        assert cpu_seconds(lambda source=source: ask(source, ASKED)) < SECONDS
        report = ask(source, ASKED)
        assert report.verdict is not qb.Verdict.VALID
        assert len(report.members) <= ASKED.limits.nested
        assert len(report.checks) < 300


def test_a_vp_token_signed_by_an_honest_holder_still_verifies():
    """So that the refusals above are not for want of a presentation that passes."""
    text = vpjwt.sign(
        presentation(enveloped(credential_token())),
        HOLDER,
        kid=HOLDER.did_key_method,
        issued=NOW,
        domain=DOMAIN,
        challenge=CHALLENGE,
    )
    assert ask(text, ASKED).verdict is qb.Verdict.VALID
