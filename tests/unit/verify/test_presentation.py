"""Presentations through the door: each row in its three colours, members in order, what decides and what does not."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import qualitybadge as qb
from qualitybadge.model.presentation import enveloped
from qualitybadge.proofs import vcjwt
from qualitybadge.proofs.dataintegrity import SecuredDocument
from qualitybadge.verify import presentation as algorithm
from qualitybadge.wire import multibase
from support.credentials import NOW
from support.keyring import pair
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
    credential_1_1,
    credential_token,
    holder_document,
    payload,
    payload_1_1,
    presentation,
    shown,
    shown_token,
    unsigned,
)
from support.world import claims_of, codes, rows, token

PASSED, FAILED, UNKNOWN, SKIPPED = (
    qb.Outcome.PASSED,
    qb.Outcome.FAILED,
    qb.Outcome.UNKNOWN,
    qb.Outcome.SKIPPED,
)
VALID, INVALID, OPEN = qb.Verdict.VALID, qb.Verdict.INVALID, qb.Verdict.INDETERMINATE
EMBEDDED, TOKEN = credential(), credential_token()


def token_1_1(body=None, **header):
    return shown_token(payload_1_1() if body is None else body, **{"typ": "JWT", **header})


def outcome(report, row_id):
    (row,) = rows(report, row_id)
    return row.outcome


FORMS = {
    "document of 2.0": lambda: (shown(), "eddsa-rdfc-2022"),
    "document of 1.1": lambda: (shown(presentation(version="1.1")), "eddsa-rdfc-2022"),
    "1.1 in 2.0": lambda: (shown(presentation(credential_1_1())), "eddsa-rdfc-2022"),
    "jcs": lambda: (shown(suite="eddsa-jcs-2022"), "eddsa-jcs-2022"),
    "ecdsa": lambda: (
        shown(presentation(EMBEDDED, holder=pair("P-256").did), pair("P-256"), suite="ecdsa-rdfc-2019"),
        "ecdsa-rdfc-2019",
    ),
    "token of 2.0": lambda: (shown_token(), "VP-JWT EdDSA"),
    "token of 1.1": lambda: (token_1_1(), "VP-JWT EdDSA"),
    "document in a token": lambda: (shown_token(payload(presentation(EMBEDDED))), "VP-JWT EdDSA"),
    "document in a token of 1.1": lambda: (
        token_1_1(payload_1_1(presentation(credential_1_1(), version="1.1"))),
        "VP-JWT EdDSA",
    ),
    "one credential, no array": lambda: (
        shown(presentation() | {"verifiableCredential": EMBEDDED}),
        "eddsa-rdfc-2022",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_verified(form):
    source, name = FORMS[form]()
    report = ask(source, ASKED)
    assert report.verdict is VALID, report.summary
    assert (report.kind, report.form, report.trust) == (qb.Kind.PRESENTATION, name, qb.Trust.SELF_ASSERTED)
    (member,) = report.members
    assert (member.verdict, member.kind) == (VALID, qb.Kind.BADGE)
    assert member.pointer in {"/verifiableCredential/0", "/verifiableCredential"}
    assert member.credential.name is not None or member.credential.credential_subject
    assert outcome(report, "replay") is outcome(report, "audience") is PASSED
    assert report.credential is None
    assert report.to_dict()["members"][0]["verdict"] == "valid"
    assert "the holder is known by its key alone" in report.summary


def test_the_steps_stand_in_order_and_what_decides_is_among_them():
    report = ask(shown_token(), ASKED)
    order = ["syntax", *(name for name, _ in algorithm.STEPS)]
    seen = dict.fromkeys("proof" if row.id == "key" else row.id for row in report.checks)
    assert [name for name in seen if name != "audience"] == order
    assert {row.id for row in report.checks} >= algorithm.DECISIVE


# --- who holds it ---


def by_domain(**how):
    return shown(presentation(holder=HOLDER_WEB), verification_method=HOLDER_METHOD, **how)


def test_a_holder_with_a_domain_is_asked_for_authentication():
    report = ask(by_domain(), ASKED, served={HOLDER_DOCUMENT: holder_document()})
    assert (report.verdict, report.trust) == (VALID, qb.Trust.DOMAIN)
    header = {"kid": HOLDER_METHOD}
    told = shown_token(payload(presentation(EMBEDDED, holder=HOLDER_WEB), iss=HOLDER_WEB), **header)
    assert ask(told, ASKED, served={HOLDER_DOCUMENT: holder_document()}).verdict is VALID


def test_a_key_for_assertions_alone_does_not_authenticate():
    report = ask(by_domain(), ASKED, served={HOLDER_DOCUMENT: holder_document("assertionMethod")})
    (row,) = rows(report, "key")
    assert (report.verdict, row.problem.code) == (INVALID, "INVALID_RELATIONSHIP")
    assert "authentication" in row.advice
    assert row.pointer == "/proof/verificationMethod"


def test_a_holder_who_cannot_be_asked_is_unknown():
    report = ask(by_domain(), ASKED)
    assert report.verdict is OPEN
    assert outcome(report, "key") is outcome(report, "proof") is UNKNOWN
    assert outcome(report, "members") is SKIPPED
    assert report.members == ()


def test_without_a_holder_the_key_speaks_for_itself():
    report = ask(shown(presentation(holder=None)), ASKED)
    assert report.verdict is VALID
    assert "names no holder" in rows(report, "key")[0].message
    assert outcome(report, "holder") is SKIPPED


def test_a_holder_may_be_an_object():
    assert ask(shown(presentation(holder={"id": HOLDER.did})), ASKED).verdict is VALID


def test_a_key_of_somebody_else_is_refused_before_anything_is_fetched():
    fetcher = qb.StaticFetcher({})
    for method in (HOLDER_METHOD, "https://holder.example/keys#1"):
        report = ask(shown(verification_method=method), ASKED, fetcher=fetcher)
        assert (report.verdict, outcome(report, "key")) == (INVALID, FAILED)
    assert fetcher.calls == ()


KEY_DOCUMENT = "https://holder.example/id"


def test_a_holder_with_an_address():
    changes = {"id": KEY_DOCUMENT, "@context": ["https://www.w3.org/ns/cid/v1"]}
    document = holder_document(**changes)
    document["verificationMethod"][0] |= {"id": f"{KEY_DOCUMENT}#key-1", "controller": KEY_DOCUMENT}
    document["authentication"] = [f"{KEY_DOCUMENT}#key-1"]
    source = shown(presentation(holder=KEY_DOCUMENT), verification_method=f"{KEY_DOCUMENT}#key-1")
    assert ask(source, ASKED, served={KEY_DOCUMENT: document}).verdict is VALID


def test_a_key_set_authenticates_nobody():
    keys = "https://holder.example/keys"
    served = {keys: {"keys": [HOLDER.public_key.to_jwk() | {"kid": "1"}]}}
    source = shown(presentation(holder="https://holder.example/id"), verification_method=f"{keys}#1")
    report = ask(source, ASKED, served=served)
    (row,) = rows(report, "key")
    assert (report.verdict, row.problem.code) == (INVALID, "INVALID_RELATIONSHIP")


def test_a_key_in_the_header_counts_where_the_holder_is_that_key():
    jwk = HOLDER.public_key.to_jwk()
    assert ask(shown_token(kid=None, jwk=jwk), ASKED).verdict is VALID
    assert ask(shown_token(jwk=jwk), ASKED).verdict is VALID
    other = THIEF.public_key.to_jwk()
    assert codes(ask(shown_token(jwk=other), ASKED)) >= {"JOSE_HEADER"}
    stolen = shown_token(payload(), THIEF, kid=None, jwk=other)
    report = ask(stolen, ASKED)
    assert (report.verdict, rows(report, "key")[0].problem.code) == (INVALID, "CONTROLLER_MISMATCH")
    broken = ask(shown_token(kid=None, jwk={"kty": "OKP", "crv": "Ed25519", "x": "AA"}), ASKED)
    assert (broken.verdict, rows(broken, "key")[0].pointer) == (INVALID, "/jwk")


def test_a_key_in_the_header_says_nothing_of_a_holder_with_a_domain():
    body = payload(presentation(EMBEDDED, holder=HOLDER_WEB), iss=HOLDER_WEB)
    for policy in (ASKED, qb.Policy.compatible()):
        report = ask(shown_token(body, kid=None, jwk=HOLDER.public_key.to_jwk()), policy)
        assert (report.verdict, report.relaxations) == (OPEN, ())
        assert rows(report, "key")[0].problem.code == "INLINE_KEY"
    assert ask(shown_token(body, jwk=HOLDER.public_key.to_jwk()), ASKED).verdict is INVALID
    unreachable = shown_token(body, kid=HOLDER_METHOD, jwk=HOLDER.public_key.to_jwk())
    assert ask(unreachable, ASKED).verdict is OPEN


# --- the proof ---


@pytest.mark.parametrize("source", [presentation(), presentation(EMBEDDED, version="2.0", holder=None)])
def test_without_a_proof_it_is_a_bag_whose_credentials_are_reported(source):
    report = ask(source, ASKED)
    (row,) = rows(report, "proof")
    assert (report.verdict, row.problem.code) == (INVALID, "PROOF_MISSING")
    assert "holder" in row.advice
    assert [member.verdict for member in report.members] == [VALID]
    assert outcome(report, "replay") is outcome(report, "audience") is outcome(report, "holder") is SKIPPED


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"purpose": "assertionMethod"}, "PROOF_PURPOSE"),
        ({"created": NOW + timedelta(seconds=1)}, "PROOF_EXPIRED"),
        ({"expires": NOW - timedelta(seconds=1)}, "PROOF_EXPIRED"),
        ({"challenge": "yesterday"}, "INVALID_CHALLENGE"),
        ({"domain": "https://other.example"}, "INVALID_DOMAIN"),
    ],
)
def test_a_proof_for_something_else(how, code):
    report = ask(shown(**how), ASKED)
    (row,) = rows(report, "proof")
    assert (report.verdict, row.outcome, row.problem.code) == (INVALID, FAILED, code)
    assert report.members == ()
    (members,) = rows(report, "members")
    assert (members.outcome, members.required) == (SKIPPED, True)


def test_every_proof_of_a_set_has_to_hold():
    twice = shown(shown())
    assert ask(twice, ASKED).verdict is VALID
    twice["proof"][1]["proofValue"] = shown(challenge="x")["proof"]["proofValue"]
    for policy in (ASKED, dataclasses.replace(ASKED, any_valid_proof=True)):
        assert ask(twice, policy).verdict is INVALID


def test_a_token_around_a_document_needs_both():
    body = payload(shown())
    report = ask(shown_token(body), ASKED)
    assert (report.verdict, report.form) == (VALID, "VP-JWT EdDSA + eddsa-rdfc-2022")
    body["proof"]["proofValue"] = shown(challenge="x")["proof"]["proofValue"]
    assert ask(shown_token(body), ASKED).verdict is INVALID


def test_malformed_and_unknown_proofs():
    assert ask(shown() | {"proof": []}, ASKED).verdict is INVALID
    unsupported = shown()
    unsupported["proof"]["cryptosuite"] = "bbs-2023"
    report = ask(unsupported, ASKED)
    assert (report.verdict, report.form) == (OPEN, "unknown suite")
    assert ask(shown_token(alg="PS256"), ASKED).form == "VP-JWT"


def test_a_draft_suite_needs_its_relaxation():
    draft = shown()
    draft["proof"]["cryptosuite"] = "eddsa-2022"
    # The draft signs as the finished suite does, over options that name it.
    secured = SecuredDocument(draft)
    (proof,) = secured.proofs
    draft["proof"]["proofValue"] = multibase.encode(
        HOLDER.sign(secured.hash_data(proof, proof.suite, "sha256"))
    )
    report = ask(draft, ASKED)
    assert (report.verdict, report.relaxations) == (OPEN, ("allow_draft_suites",))
    assert outcome(report, "replay") is SKIPPED
    assert ask(draft, dataclasses.replace(ASKED, allow_draft_suites=True)).verdict is VALID


def test_the_policy_chooses_the_algorithms():
    policy = dataclasses.replace(ASKED, algorithms=frozenset({"ES256"}))
    for source in (shown(), shown_token()):
        assert "ALGORITHM" in codes(ask(source, policy))


def test_an_altered_token_is_refused():
    head, _, signature = shown_token().split(".")
    body = shown_token(payload(id="urn:x:other")).split(".")[1]
    report = ask(f"{head}.{body}.{signature}", ASKED)
    assert (report.verdict, rows(report, "proof")[0].problem.code) == (INVALID, "PROOF_VERIFICATION")


def test_an_altered_document_is_refused():
    altered = shown() | {"id": "urn:x:other"}
    report = ask(altered, ASKED)
    assert (report.verdict, rows(report, "proof")[0].problem.code) == (INVALID, "PROOF_VERIFICATION")
    assert rows(report, "proof")[0].pointer == "/proof"


# --- claims, dates, what was asked ---


def test_claims_that_contradict_the_presentation():
    report = ask(shown_token(payload(jti="urn:x:other")), ASKED)
    (row,) = rows(report, "binding")
    assert (report.verdict, row.problem.code, row.pointer) == (INVALID, "CLAIM_MISMATCH", "/jti")


def test_a_token_bound_to_another_audience_or_occasion():
    report = ask(shown_token(payload(aud="https://other.example", nonce="yesterday")), ASKED)
    assert report.verdict is INVALID
    assert {row.problem.code for row in rows(report, "binding")} == {"INVALID_DOMAIN", "INVALID_CHALLENGE"}
    assert outcome(report, "replay") is SKIPPED
    assert report.members == ()


@pytest.mark.parametrize("source", [shown(), shown_token()], ids=["document", "token"])
def test_what_was_not_asked_is_said(source):
    report = ask(source)
    assert report.verdict is VALID
    for name in ("replay", "audience"):
        (row,) = rows(report, name)
        assert (row.outcome, row.required) == (SKIPPED, False)
        assert "demanded" in row.message


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iat": STAMP + 1}, "NOT_YET_VALID"),
        ({"nbf": STAMP + 1}, "NOT_YET_VALID"),
        ({"exp": STAMP - 1}, "EXPIRED"),
        ({"iat": STAMP, "nbf": STAMP, "exp": STAMP}, None),
    ],
)
def test_the_period_of_a_token(claims, code):
    report = ask(shown_token(payload(**claims)), ASKED)
    (row,) = rows(report, "validity")
    assert (row.problem and row.problem.code, report.verdict) == (code, INVALID if code else VALID)
    skewed = dataclasses.replace(ASKED, clock_skew_seconds=1)
    assert ask(shown_token(payload(**claims)), skewed).verdict is VALID


def test_a_document_has_no_period_of_its_own():
    assert rows(ask(shown(), ASKED), "validity", "binding") == []


# --- what it says, and what stands in it ---


def test_findings_of_conformance_decide():
    report = ask(shown_token(payload(presentation(holder="ada"))), ASKED)
    assert report.verdict is INVALID
    assert rows(report, "conformance")[0].pointer == "/holder"


@pytest.mark.parametrize(
    "make", [lambda: {**shown(), "mood": "good"}, lambda: shown_token(payload() | {"mood": "good"})]
)
def test_undefined_members_are_refused(make):
    report = ask(make(), ASKED)
    (row,) = rows(report, "vocabulary")
    assert (report.verdict, row.problem.code, row.pointer) == (INVALID, "DATA_LOSS", "/mood")


def test_members_are_reported_in_order_with_their_places():
    other = credential(id="urn:uuid:1c0f9f34-9a8e-4c79-8f64-3d6b1ac5d001")
    report = ask(shown_token(payload(presentation(EMBEDDED, enveloped(TOKEN), other))), ASKED)
    assert report.verdict is VALID
    assert [member.pointer for member in report.members] == [f"/verifiableCredential/{n}" for n in range(3)]
    assert [member.carrier for member in report.members] == ["json", "json", "json"]
    assert [member.form for member in report.members] == [
        "eddsa-rdfc-2022",
        "VC-JWT EdDSA",
        "eddsa-rdfc-2022",
    ]
    assert [member.document.data["id"] for member in report.members][2] == other["id"]


def expired():
    return credential(validUntil="2026-02-01T00:00:00Z")


def test_a_bad_member_makes_the_presentation_bad_and_is_named():
    report = ask(shown(presentation(EMBEDDED, expired())), ASKED)
    good, bad = rows(report, "members")
    assert (good.outcome, bad.outcome, bad.problem.code) == (PASSED, FAILED, "PRESENTED")
    assert bad.pointer == "/verifiableCredential/1"
    assert "expired" in bad.message
    assert (report.verdict, [m.verdict for m in report.members]) == (INVALID, [VALID, INVALID])


def test_an_undetermined_member_leaves_the_presentation_undetermined():
    away = credential()
    away["issuer"]["id"] = "did:web:nowhere.example"
    away["proof"]["verificationMethod"] = "did:web:nowhere.example#key-1"
    report = ask(shown(presentation(EMBEDDED, away)), ASKED)
    assert (report.verdict, [m.verdict for m in report.members]) == (OPEN, [VALID, OPEN])


def test_what_a_member_would_need_the_presentation_needs():
    claims = claims_of(unsigned())
    del claims["sub"]
    bare = token(claims, ISSUER, {"alg": "EdDSA", "kid": ISSUER.did_key_method, "typ": "JWT"})
    source = shown_token(payload(presentation(enveloped(bare))))
    report = ask(source, ASKED)
    assert (report.verdict, report.relaxations) == (INVALID, ("allow_missing_sub",))
    assert ask(source, dataclasses.replace(ASKED, allow_missing_sub=True)).verdict is VALID


def test_the_demands_on_the_presentation_are_not_made_of_its_members():
    policy = dataclasses.replace(ASKED, proof_purpose="keyAgreement")
    assert ask(shown(), policy).verdict is VALID


def test_a_presentation_of_nothing_shows_no_badge():
    report = ask(shown(presentation(verifiableCredential=None)), ASKED)
    (row,) = rows(report, "members")
    assert (report.verdict, row.outcome, row.required) == (OPEN, SKIPPED, True)


def test_what_is_no_credential_is_not_verified():
    report = ask(shown_token(payload(presentation() | {"verifiableCredential": [7, EMBEDDED]})), ASKED)
    assert (report.verdict, [m.pointer for m in report.members]) == (INVALID, ["/verifiableCredential/1"])


def test_the_number_of_members_is_bounded():
    limits = qb.Limits(nested=2)
    policy = dataclasses.replace(ASKED, limits=limits)
    report = ask(shown_token(payload(presentation(*[EMBEDDED] * 4))), policy)
    *_, last = rows(report, "members")
    assert (report.verdict, len(report.members)) == (OPEN, 2)
    assert (last.outcome, last.problem.code, last.pointer) == (UNKNOWN, "LIMIT", "/verifiableCredential/2")
    assert last.message.startswith("2 credentials not verified")


# --- is the holder the subject? whose must it be? ---


def test_the_holder_beside_the_subject():
    (row,) = rows(ask(shown(), ASKED), "holder")
    assert (row.outcome, row.required) == (PASSED, False)
    other = credential(credentialSubject=unsigned()["credentialSubject"] | {"id": "did:example:bob"})
    anonymous = dict(unsigned()["credentialSubject"])
    del anonymous["id"]
    identifier = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "a@b.example",
        "identityType": "emailAddress",
    }
    nameless = credential(credentialSubject=anonymous | {"identifier": [identifier]})
    report = ask(shown(presentation(EMBEDDED, other, nameless)), ASKED)
    assert report.verdict is VALID
    assert [row.outcome for row in rows(report, "holder")] == [PASSED, UNKNOWN, UNKNOWN]
    demanding = dataclasses.replace(ASKED, require_holder_is_subject=True)
    assert ask(shown(), demanding).verdict is VALID
    assert ask(shown(presentation(EMBEDDED, other)), demanding).verdict is INVALID
    assert ask(shown(presentation(EMBEDDED, nameless)), demanding).verdict is OPEN
    assert ask(shown(presentation(holder=None)), demanding).verdict is OPEN


def test_no_holder_is_compared_with_credentials_that_nobody_signed():
    report = ask(shown(presentation(unsigned())), dataclasses.replace(ASKED, require_holder_is_subject=True))
    (row,) = rows(report, "holder")
    assert (report.verdict, row.outcome) == (INVALID, SKIPPED)


def test_the_recipient_owns_every_credential():
    me, you = qb.Recipient.did(HOLDER.did), qb.Recipient.did("did:example:bob")
    assert outcome(ask(shown(), ASKED), "recipient") is SKIPPED
    assert ask(shown(), ASKED, recipient=me).verdict is VALID
    report = ask(shown(), ASKED, recipient=you)
    (row,) = rows(report, "recipient")
    assert (report.verdict, row.pointer) == (INVALID, "/verifiableCredential/0")
    report = ask(shown(presentation(unsigned())), ASKED, recipient=me)
    assert outcome(report, "recipient") is SKIPPED
    nobody = vcjwt.sign(unsigned(credentialSubject=[]), ISSUER, kid=ISSUER.did_key_method)
    report = ask(shown_token(payload(presentation(enveloped(nobody)))), ASKED, recipient=me)
    assert outcome(report, "recipient") is UNKNOWN


# --- envelopes at the door ---


def announced(text, kind="EnvelopedVerifiablePresentation", media="application/vp+jwt"):
    return enveloped(text) | {"type": kind, "id": f"data:{media},{text}"}


def test_an_enveloped_presentation_is_opened():
    report = ask(announced(shown_token()), ASKED)
    assert (report.verdict, report.kind) == (VALID, qb.Kind.PRESENTATION)
    assert report.document.media == "jwt"
    assert report.document.raw == shown_token().encode()


def test_an_enveloped_credential_is_opened():
    report = ask(enveloped(TOKEN))
    assert (report.verdict, report.kind, report.form) == (VALID, qb.Kind.BADGE, "VC-JWT EdDSA")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (announced(TOKEN), "TOKEN_TYPE"),
        (enveloped(shown_token()), "TOKEN_TYPE"),
        (announced(shown_token(), media="application/vc+jwt"), "UNSUPPORTED"),
        (enveloped("{}"), "PARSING"),
        (enveloped("ä.b.c"), "PARSING"),
    ],
)
def test_an_envelope_holds_what_it_says(source, code):
    report = ask(source, ASKED)
    assert (codes(report), report.members) == ({code}, ())
    assert report.verdict is (OPEN if code == "UNSUPPORTED" else INVALID)


def test_an_envelope_stands_in_a_signed_document():
    report = ask(shown(presentation(EMBEDDED, enveloped(TOKEN))), ASKED)
    assert (report.verdict, len(report.members)) == (VALID, 2)


SCHEMA = Path(__file__).resolve().parents[3] / "schemas" / "quality" / "report.schema.json"


def test_its_report_has_the_published_shape():
    schema = Draft202012Validator(json.loads(SCHEMA.read_bytes()))
    for source in (
        shown(),
        shown_token(),
        presentation(),
        shown(presentation(expired())),
        shown(challenge="x"),
    ):
        for policy in (ASKED, qb.Policy.compatible()):
            assert list(schema.iter_errors(ask(source, policy).to_dict())) == []


def test_the_same_input_gives_the_same_report():
    source = shown(presentation(EMBEDDED, expired()))
    assert ask(source, ASKED).to_json() == ask(source, ASKED).to_json()
    assert CHALLENGE not in ask(source, ASKED).summary
    assert DOMAIN not in ask(source, ASKED).summary


def test_what_stands_beside_the_token_in_an_envelope_is_named_as_not_read():
    envelope = enveloped(TOKEN)
    assert "not read" not in ask(envelope).checks[0].message
    report = ask(envelope | {"validUntil": "2020-01-01T00:00:00Z"})
    assert "validUntil" in report.checks[0].message
