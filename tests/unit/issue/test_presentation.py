"""The holder: every form it makes verifies, whatever it was handed is taken, and what cannot be shown is refused."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, IssueError
from qualitybadge.issue.holder import PROOFS, VP_JWT, Holder
from qualitybadge.issue.presentation import Presentation
from qualitybadge.jsonld import Contexts
from qualitybadge.model.presentation import enveloped
from qualitybadge.proofs import dataintegrity
from support.credentials import NOW
from support.images import svg
from support.keyring import TYPES, pair
from support.presentations import (
    ASKED,
    CHALLENGE,
    DOMAIN,
    HOLDER,
    HOLDER_DOCUMENT,
    HOLDER_METHOD,
    HOLDER_WEB,
    ISSUER,
    ask,
    credential,
    credential_1_1,
    credential_token,
    shown,
    shown_token,
    unsigned,
)

VALID = qb.Verdict.VALID
EMBEDDED, TOKEN = credential(), credential_token()
BADGE = qb.Badge(unsigned(), EMBEDDED, TOKEN)


def clock():
    return NOW


def holder(key=HOLDER, **how):
    return Holder(key, **{"clock": clock, **how})


def present(*credentials, maker=None, **how):
    maker = maker or holder()
    return maker.present(list(credentials) or [BADGE], **{"challenge": CHALLENGE, "domain": DOMAIN, **how})


def source(presentation):
    return presentation.to_json() if presentation.token is None else presentation.to_jwt()


@pytest.mark.parametrize("proof", [name for name in PROOFS if not name.startswith("ecdsa")])
@pytest.mark.parametrize("version", ["2.0", "1.1"])
def test_every_proof_in_both_versions_verifies(proof, version):
    given = credential_1_1() if version == "1.1" else BADGE
    shown_now = present(given, proof=proof, version=version)
    report = ask(source(shown_now), ASKED)
    assert report.verdict is VALID
    assert report.form == ("VP-JWT EdDSA" if proof == VP_JWT else proof)
    assert report.document.data["id"] == shown_now.id
    assert report.document.data["holder"] == HOLDER.did
    assert len(report.members) == 1


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_of_key_gets_what_fits_it(kind):
    maker = holder(pair(kind))
    shown_now = present(maker=maker)
    assert (shown_now.token is not None) == (kind == "RSA")
    assert ask(source(shown_now), ASKED).verdict is VALID
    assert maker.trust_artefacts() == {}
    assert maker.id == maker.verification_method.partition("#")[0]


def test_names_of_proofs():
    assert VP_JWT in PROOFS
    assert "eddsa-2022" not in PROOFS
    assert "ecdsa-sd-2023" not in PROOFS


# --- what is taken ---


def test_every_form_of_a_badge_is_taken(tmp_path):
    files = {
        "badge.json": json.dumps(EMBEDDED).encode(),
        "badge.jwt": TOKEN.encode(),
        "badge.svg": BADGE.bake(svg()),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    given = [
        BADGE,
        ask(EMBEDDED),
        ask(TOKEN),
        EMBEDDED,
        TOKEN,
        TOKEN.encode(),
        json.dumps(EMBEDDED),
        enveloped(TOKEN),
        *(tmp_path / name for name in files),
    ]
    report = ask(present(*given, proof=VP_JWT).to_jwt(), ASKED)
    assert (report.verdict, len(report.members)) == (VALID, len(given))
    assert {member.document.data["id"] for member in report.members} == {unsigned()["id"]}


def forms(presentation):
    return [member.form for member in ask(source(presentation), ASKED).members]


def test_a_document_goes_into_a_document_and_a_token_into_a_token():
    assert forms(present(BADGE)) == ["eddsa-rdfc-2022"]
    assert forms(present(BADGE, proof=VP_JWT)) == ["VC-JWT EdDSA"]
    assert forms(present(EMBEDDED, proof=VP_JWT)) == ["eddsa-rdfc-2022"]
    old = present(TOKEN, proof=VP_JWT, version="1.1")
    assert old.presentation["verifiableCredential"] == [TOKEN]
    assert forms(old) == ["VC-JWT EdDSA"]


def test_a_token_goes_into_a_document_in_its_envelope():
    assert forms(present(TOKEN)) == ["VC-JWT EdDSA"]


def test_what_was_handed_in_is_not_changed_or_shared():
    kept = json.dumps(EMBEDDED)
    shown_now = present(BADGE)
    shown_now.presentation["verifiableCredential"][0]["name"] = "changed"
    assert json.dumps(EMBEDDED) == kept
    assert json.dumps(BADGE.document) == kept


# --- what it is bound to ---


@pytest.mark.parametrize("proof", ["eddsa-rdfc-2022", VP_JWT])
def test_what_it_is_bound_to(proof):
    bare = holder().present([BADGE], proof=proof)
    assert ask(source(bare)).verdict is VALID
    assert ask(source(bare), ASKED).verdict is qb.Verdict.INVALID
    short = present(proof=proof, expires=NOW + timedelta(minutes=5))
    assert ask(source(short), ASKED, now=NOW + timedelta(minutes=5)).verdict is VALID
    assert ask(source(short), ASKED, now=NOW + timedelta(minutes=6)).verdict is qb.Verdict.INVALID


@pytest.mark.parametrize(
    "binding",
    [
        {"challenge": ""},
        {"challenge": 7},
        {"domain": None},
        {"domain": ["https://a.example"]},
        {"expires": datetime(2026, 1, 1)},  # noqa: DTZ001 - that it has no zone is the point
        {"expires": "2026-01-01T00:00:00Z"},
        {"audience": DOMAIN},
    ],
)
def test_what_it_cannot_be_bound_to(binding):
    with pytest.raises(TypeError):
        present(**binding)


def test_a_presentation_that_would_not_verify_is_not_handed_out():
    with pytest.raises(IssueError, match="does not verify: proof"):
        present(expires=NOW - timedelta(seconds=1))
    with pytest.raises(IssueError, match="does not verify: validity"):
        present(proof=VP_JWT, expires=NOW - timedelta(seconds=1))
    assert present(expires=NOW - timedelta(seconds=1), maker=holder(self_check=False)).document


# --- holders with an address ---


@pytest.mark.parametrize(
    ("method", "address", "identity"),
    [
        (HOLDER_METHOD, HOLDER_DOCUMENT, HOLDER_WEB),
        ("https://holder.example/me#k", "https://holder.example/me", "https://holder.example/me"),
    ],
)
@pytest.mark.parametrize("proof", ["eddsa-rdfc-2022", VP_JWT])
def test_a_holder_with_an_address(method, address, identity, proof):
    maker = holder(method=method)
    assert (maker.id, maker.verification_method) == (identity, method)
    served = maker.trust_artefacts()
    assert list(served) == [address]
    assert served[address]["authentication"] == [method]
    assert "assertionMethod" not in served[address]
    served[address]["id"] = "changed"
    report = ask(source(present(maker=maker, proof=proof)), ASKED, served=maker.trust_artefacts())
    assert (report.verdict, report.trust) == (VALID, qb.Trust.DOMAIN)


@pytest.mark.parametrize(
    "method", ["did:web:holder.example", "did:example:ada#1", "http://holder.example/#1", "text"]
)
def test_a_method_that_nobody_could_resolve(method):
    with pytest.raises(IssueError) as caught:
        holder(method=method)
    assert caught.value.code == "INVALID_VERIFICATION_METHOD"


def test_wrong_arguments_of_a_holder():
    with pytest.raises(InputError):
        holder(method="did:web:UPPER.example#1")
    with pytest.raises(TypeError, match="method must be"):
        holder(method=7)
    with pytest.raises(TypeError, match="KeyPair"):
        holder("text")


def test_the_key_of_somebody_else_is_found_out():
    with pytest.raises(IssueError, match="does not verify: key"):
        present(maker=holder(method=f"{HOLDER.did}#{pair().did.removeprefix('did:key:')}"))


# --- what cannot be presented ---


@pytest.mark.parametrize("given", ["text", b"bytes", EMBEDDED, 7, None, BADGE])
def test_one_badge_is_no_list_of_badges(given):
    with pytest.raises(TypeError, match="several"):
        holder().present(given)


def test_nothing_is_not_presented():
    with pytest.raises(IssueError, match="no credential to present"):
        holder().present([])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (7, TypeError),
        (None, TypeError),
        ({"type": "Profile", "id": "https://x.example", "@context": []}, "only credentials are presented"),
        (shown(), "is a verifiable presentation"),
        (shown_token(), "is a verifiable presentation"),
        (ask(shown()), "is a verifiable presentation"),
        (ask("no badge"), "only credentials are presented"),
        ("no badge", "could not be read"),
        ("https://academy.example/badge.json", "could not be read"),
        (Path("nowhere.json"), "could not be read"),
        (b"\x89PNG", "could not be read"),
        (enveloped("a.b.c") | {"id": "urn:x"}, "could not be read"),
        (enveloped("a.b.c"), "could not be read"),
        ({"a": float("nan")}, "could not be read"),
    ],
)
def test_what_is_no_credential_is_refused(given, said):
    if said is TypeError:
        with pytest.raises(TypeError, match="credential 2 is a"):
            present(BADGE, given)
        return
    with pytest.raises(IssueError, match=f"credential 2 .*{said}"):
        present(BADGE, given)


def test_a_credential_that_nobody_would_accept_is_refused():
    expired = credential(validUntil="2026-02-01T00:00:00Z")
    with pytest.raises(IssueError, match="credential 2 is no use to anybody") as caught:
        present(BADGE, expired)
    assert caught.value.pointer == "/verifiableCredential/1"
    assert present(BADGE, expired, maker=holder(self_check=False)).document


def test_a_credential_that_a_lenient_verifier_would_accept_is_presented():
    deviating = credential(
        credentialSubject=unsigned()["credentialSubject"]
        | {"type": "AchievementSubject", "creditsEarned": "2"}
    )
    report = ask(present(deviating).to_json(), ASKED)
    assert report.verdict is qb.Verdict.INVALID
    assert report.relaxations == ("allow_conformance_findings",)


def test_a_credential_that_only_the_network_can_judge_is_presented():
    away = credential()
    away["issuer"]["id"] = "did:web:nowhere.example"
    away["proof"]["verificationMethod"] = "did:web:nowhere.example#key-1"
    assert ask(present(away).to_json(), ASKED).verdict is qb.Verdict.INDETERMINATE


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"proof": "vc-jwt"}, "no proof named"),
        ({"proof": "eddsa-2022"}, "no proof named"),
        ({"version": "3.0"}, "no version"),
        ({"version": 2.0}, "no version"),
        ({"proof": "ecdsa-rdfc-2019"}, "cannot be signed"),
        ({"version": "1.1"}, "of VC 2.0, which a document of VC 1.1 has no place for"),
    ],
)
def test_forms_that_cannot_be_made(how, said):
    with pytest.raises(IssueError, match=said):
        present(**how)


def test_a_document_of_1_1_has_no_place_for_tokens():
    with pytest.raises(IssueError, match="is a token") as caught:
        present(credential_1_1(), TOKEN, version="1.1")
    assert caught.value.pointer == "/verifiableCredential/1"


def test_what_a_presentation_hands_out():
    document, token = present(), present(proof=VP_JWT)
    assert json.loads(document.to_json()) == document.document
    assert document.id.startswith("urn:uuid:")
    assert document.id != token.id
    with pytest.raises(IssueError, match="no token"):
        document.to_jwt()
    with pytest.raises(IssueError, match="no Data Integrity proof"):
        token.to_json()
    assert Presentation(document.presentation, document.document) == document


def test_contexts_of_extensions():
    url = "https://academy.example/context.json"
    context = {"@context": {"mood": "https://academy.example/terms#mood"}}
    document = unsigned(mood="good")
    document["@context"].append(url)
    extended = dataintegrity.sign(
        document,
        ISSUER,
        verification_method=ISSUER.did_key_method,
        created=NOW,
        contexts=Contexts({url: context}),
    )
    made = present(extended, maker=holder(contexts={url: context}))
    verifier = qb.Verifier(ASKED, fetcher=qb.NoNetwork(), clock=clock, contexts={url: context})
    assert verifier.verify(made.to_json()).verdict is VALID
    with pytest.raises(IssueError, match="cannot be signed"):
        present(extended)
