"""The documents of an issuer: each says of a key what all the others say, and all can be read by strangers."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.conformance import conformance_errors
from qualitybadge.did import DidResolver
from qualitybadge.errors import InputError, IssueError
from qualitybadge.issue.artefacts import jwk_url, key_set_url, trust_artefacts
from qualitybadge.issue.keyhistory import KeyHistory
from qualitybadge.jsonld import to_quads
from qualitybadge.keys import PublicKey
from qualitybadge.model.document import Kind, kind_of
from support.hosted import ACHIEVEMENT, ADA, NOW
from support.keyring import TYPES, pair

DID = "did:web:academy.example"
SITE = "https://academy.example"
ISSUER = f"{SITE}/issuer"
ONE, TWO = pair("Ed25519", "one"), pair("Ed25519", "two")


def profile(identity=DID, **members):
    return {"id": identity, "type": ["Profile"], "name": "Academy of Invention", **members}


def documents(history, **members):
    found = trust_artefacts(profile(history.controller, **members), history)
    return {url: document for url, document, _ in found}


def history(method=f"{DID}#key-1", **how):
    return KeyHistory.start(method, ONE, **how)


def test_a_did_web_has_its_document_profile_key_set_and_keys():
    found = trust_artefacts(profile(), history())
    assert {url: media_type for url, _, media_type in found} == {
        f"{SITE}/.well-known/did.json": "application/did+json",
        f"{SITE}/profile.json": "application/ld+json",
        f"{SITE}/.well-known/jwks.json": "application/jwk-set+json",
        f"{SITE}/keys/key-1.json": "application/jwk+json",
    }
    document = documents(history())[f"{SITE}/.well-known/did.json"]
    assert document["id"] == DID
    assert document["assertionMethod"] == [f"{DID}#key-1"]
    assert documents(history())[f"{SITE}/profile.json"]["name"] == "Academy of Invention"


def test_a_did_web_with_a_path_keeps_to_its_folder():
    did = f"{DID}:sea:north"
    assert set(documents(history(f"{did}#k"))) == {
        f"{SITE}/sea/north/did.json",
        f"{SITE}/sea/north/profile.json",
        f"{SITE}/sea/north/keys/k.json",
        f"{SITE}/.well-known/jwks.json",
    }


def test_an_https_issuer_is_one_document():
    found = trust_artefacts(profile(ISSUER), history(f"{ISSUER}#key-1"))
    assert {url: media_type for url, _, media_type in found} == {
        ISSUER: "application/ld+json",
        f"{SITE}/.well-known/jwks.json": "application/jwk-set+json",
        f"{SITE}/issuer-keys/key-1.json": "application/jwk+json",
    }
    document = documents(history(f"{ISSUER}#key-1"))[ISSUER]
    assert (document["name"], document["assertionMethod"]) == ("Academy of Invention", [f"{ISSUER}#key-1"])


def test_a_key_with_an_address_of_its_own_stands_there():
    method = f"{SITE}/keys/1"
    for controller in (ISSUER, DID):
        found = documents(history(method, controller=controller))
        assert found[method]["id"] == method
        assert found[method]["controller"] == controller
        assert PublicKey.from_multikey(found[method]["publicKeyMultibase"]) == ONE.public_key
        assert found[f"{method}-jwk.json"]["kid"] == f"{method}-jwk.json"


@pytest.mark.parametrize(
    ("method", "controller", "url"),
    [
        (f"{DID}#k", DID, f"{SITE}/keys/k.json"),
        (f"{SITE}#k", SITE, f"{SITE}/keys/k.json"),
        (f"{SITE}/#k", f"{SITE}/", f"{SITE}/keys/k.json"),
        (f"{SITE}/i/#k", f"{SITE}/i/", f"{SITE}/i/keys/k.json"),
        (f"{SITE}/i.json#k", f"{SITE}/i.json", f"{SITE}/i-keys/k.json"),
        (f"{SITE}/k/1.json", ISSUER, f"{SITE}/k/1-jwk.json"),
    ],
)
def test_where_a_jwk_stands_alone(method, controller, url):
    assert jwk_url(method, controller) == url


def test_below_an_id_with_a_query_no_jwk_stands():
    identity = f"{SITE}/issuer?id=5"
    assert set(documents(history(f"{identity}#k"))) == {identity, key_set_url(identity)}
    with pytest.raises(IssueError, match="no JWK can stand below"):
        jwk_url(f"{identity}#k", identity)


@pytest.mark.parametrize("kind", TYPES)
def test_the_key_set_is_what_the_guide_asks_for(kind):
    kept = KeyHistory.start(f"{DID}#key-1", pair(kind, "one"))
    (jwk,) = documents(kept)[key_set_url(DID)]["keys"]
    assert (jwk["kid"], jwk["iss"], jwk["use"]) == (f"{DID}#key-1", DID, "sig")
    assert jwk["alg"] == pair(kind, "one").public_key.jose_algorithm
    assert PublicKey.from_jwk(jwk) == pair(kind, "one").public_key
    assert kind_of(documents(kept)[key_set_url(DID)]) is Kind.KEY_SET


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("identity", [DID, ISSUER])
def test_every_document_can_be_read_and_maps_wholly_to_linked_data(identity, kind):
    first = pair(kind, "one")
    kept = KeyHistory.start(f"{SITE}/keys/1", first, controller=identity)
    kept = kept.add(pair(kind, "two"), at=NOW, method=f"{identity}#key-2").compromise(
        f"{SITE}/keys/1", since=NOW
    )
    for url, document in documents(kept, url=SITE).items():
        assert json.loads(json.dumps(document)) == document
        if "@context" in document:
            assert to_quads(document).count == 0, url
        if kind_of(document) is Kind.PROFILE:
            assert conformance_errors(document) == ()


def test_the_profile_keeps_its_own_contexts_and_loses_stale_keys():
    own = "https://academy.example/context.json"
    given = {"@context": [own], "verificationMethod": [{"id": "x"}], "assertionMethod": ["x"]}
    document = documents(history(f"{ISSUER}#key-1"), **given)[ISSUER]
    assert document["@context"][2:] == [own, "https://www.w3.org/ns/cid/v1"]
    assert document["assertionMethod"] == [f"{ISSUER}#key-1"]
    assert [entry["id"] for entry in document["verificationMethod"]] == [f"{ISSUER}#key-1"]
    again = documents(history(f"{ISSUER}#key-1"), **{"@context": document["@context"]})[ISSUER]
    assert again["@context"] == document["@context"]
    alone = documents(history(), **{"@context": own, "assertionMethod": ["x"]})[f"{SITE}/profile.json"]
    assert alone["@context"][2:] == [own]
    assert "assertionMethod" not in alone


def test_a_retired_key_stays_authorised():
    kept = history().rotate(TWO, at=NOW)
    found = documents(kept)
    document = found[f"{SITE}/.well-known/did.json"]
    assert document["assertionMethod"] == [f"{DID}#key-1", f"{DID}#key-2"]
    assert "revoked" not in json.dumps(found)
    assert "expires" not in json.dumps(found)
    assert len(found[key_set_url(DID)]["keys"]) == 2


@pytest.mark.parametrize("identity", [DID, ISSUER])
def test_a_compromised_key_is_revoked_wherever_it_stood(identity):
    kept = KeyHistory.start(f"{SITE}/keys/1", ONE, controller=identity)
    kept = kept.rotate(TWO, at=NOW).compromise(f"{SITE}/keys/1", since=datetime(2025, 1, 1, tzinfo=UTC))
    found = documents(kept)
    described = next(document for document in found.values() if "assertionMethod" in document)
    assert described["assertionMethod"] == [f"{SITE}/keys/2"]
    assert [entry.get("revoked") for entry in described["verificationMethod"]] == [
        "2025-01-01T00:00:00Z",
        None,
    ]
    assert [jwk["kid"] for jwk in found[key_set_url(identity)]["keys"]] == [f"{SITE}/keys/2"]
    for url in (f"{SITE}/keys/1", f"{SITE}/keys/1-jwk.json"):
        assert found[url]["revoked"] == "2025-01-01T00:00:00Z"
        assert "kty" not in found[url]
        with pytest.raises(InputError) as caught:
            DidResolver(qb.StaticFetcher(found)).resolve(url, at=NOW)
        assert caught.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize("identity", [DID, f"{DID}:sea", ISSUER, f"{SITE}/issuers/1/"])
def test_every_name_of_a_key_resolves(identity):
    kept = history(f"{identity}#key-1").rotate(TWO, at=NOW)
    found = documents(kept)
    resolver = DidResolver(qb.StaticFetcher(found))
    for entry in kept.keys:
        assert resolver.resolve(entry.method, at=NOW).key == entry.key
        assert resolver.resolve(jwk_url(entry.method, identity), at=NOW).key == entry.key
    assert {method.key for method in resolver.published_keys(identity, at=NOW)} == {
        entry.key for entry in kept.keys
    }


def test_d08_the_profile_of_another_issuer_is_refused():
    with pytest.raises(IssueError, match="is not the controller") as caught:
        trust_artefacts(profile("did:web:other.example"), history())
    assert caught.value.code == "CONTROLLER_MISMATCH"


def test_two_documents_at_one_address_are_refused():
    kept = KeyHistory.start(f"{SITE}/keys/key-1.json", ONE, controller=DID)
    with pytest.raises(IssueError, match="two documents would have to stand"):
        documents(kept.add(TWO, at=NOW, method=f"{DID}#key-1"))


def test_an_issuer_gives_the_documents_of_its_history():
    kept = history().rotate(TWO, at=NOW)
    old = qb.Issuer(profile(), ONE, method=f"{DID}#key-1")
    new = qb.Issuer(profile(), TWO, method=f"{DID}#key-2")
    assert new.trust_artefacts(kept) == documents(kept)
    assert old.trust_artefacts() == documents(history())
    with pytest.raises(IssueError, match="is retired in the history"):
        old.trust_artefacts(kept)
    with pytest.raises(IssueError, match="is another one in the history"):
        qb.Issuer(profile(), ONE, method=f"{DID}#key-2").trust_artefacts(kept)
    with pytest.raises(IssueError, match="no key named"):
        new.trust_artefacts(history())
    new.trust_artefacts(kept)[f"{SITE}/profile.json"]["name"] = "another"
    assert new.trust_artefacts(kept) == documents(kept)


def test_an_issuer_may_have_a_key_at_an_address_of_its_own():
    who = qb.Issuer(profile(), ONE, method=f"{SITE}/keys/1", clock=lambda: NOW)
    made = who.issue(ACHIEVEMENT, ADA, proof=("eddsa-rdfc-2022", "vc-jwt"))
    web = qb.StaticFetcher(who.trust_artefacts())
    for form in (made.document, made.token):
        assert qb.verify(form, fetcher=web, now=NOW).verdict is qb.Verdict.VALID
    with pytest.raises(IssueError, match="is not one of"):
        qb.Issuer(profile(), ONE, method="https://other.example/keys/1")


@pytest.mark.parametrize("identity", [DID, ISSUER])
def test_tokens_may_name_the_jwk_itself(identity):
    who = qb.Issuer(profile(identity), ONE, method=f"{identity}#key-1", jwk_kid=True, clock=lambda: NOW)
    made = who.issue(ACHIEVEMENT, ADA, proof="vc-jwt")
    address = jwk_url(f"{identity}#key-1", identity)
    web = qb.StaticFetcher(who.trust_artefacts())
    report = qb.verify(made.token, fetcher=web, now=NOW)
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)
    assert address in web.calls
    with pytest.raises(IssueError, match="names itself"):
        qb.Issuer("Academy", ONE, jwk_kid=True)


@pytest.mark.parametrize("kind", TYPES)
def test_no_document_holds_a_secret(kind):
    who = qb.Issuer(profile(), pair(kind, "secret"), method=f"{DID}#key-1")
    text = json.dumps(who.trust_artefacts())
    secrets = [value for name, value in pair(kind, "secret").to_jwk(private=True).items() if name in "dpq"]
    assert [secret for secret in secrets if secret in text] == []
    assert '"d"' not in text
