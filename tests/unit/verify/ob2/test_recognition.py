"""Whether the issuer of a 2.0 badge is recognised: by the address of the profile, and never by what it claims."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.verify.truststore import (
    RECOGNIZED_ENTITIES_DRAFT,
    Anchor,
    IssuerRegistry,
    RecognizedEntities,
    TrustStore,
)
from support.keyring import pair
from support.signed2 import KEY, key, rsa, signed, token
from support.world import proved
from support.world2 import COMPATIBLE, HOME, ISSUER, STRICT, assertion, badge_class, issuer, rows, verify, web

FAMOUS = "https://famous.example/issuer"
REGISTRY = IssuerRegistry("https://registry.example/list.json", "The registry")


def outcome(report):
    (row,) = rows(report, "trust")
    return row.outcome.name


def ask(*anchors, source=None, served=None, policy=STRICT, registries=()):
    store = TrustStore(anchors, registries=registries)
    return verify(source or assertion()["id"], served or web(), policy, trust=store)


def test_without_a_store_nobody_is_asked():
    assert outcome(verify()) == "SKIPPED"


def test_a_hosted_badge_of_an_anchored_issuer():
    report = ask(ISSUER)
    assert (report.trust, outcome(report)) == (qb.Trust.ANCHORED, "PASSED")
    other = ask(FAMOUS)
    assert (other.verdict, other.trust, outcome(other)) == (qb.Verdict.VALID, qb.Trust.DOMAIN, "FAILED")


def test_a_signed_badge_of_an_anchored_issuer():
    served = web(issuer(publicKey=KEY), key())
    pinned = Anchor(ISSUER, keys=(rsa().public_key,))
    assert ask(pinned, source=token(signed()), served=served).trust is qb.Trust.ANCHORED
    assert ask(ISSUER, source=token(signed()), served=served).trust is qb.Trust.ANCHORED
    assert (
        outcome(ask(Anchor(ISSUER, keys=(rsa("bo").public_key,)), source=token(signed()), served=served))
        == "FAILED"
    )


def test_no_key_signed_a_hosted_badge_so_an_anchor_with_keys_does_not_fit():
    assert outcome(ask(Anchor(ISSUER, keys=(rsa().public_key,)))) == "FAILED"


@pytest.mark.parametrize(
    ("start", "end", "fits"), [(2019, 2021, True), (2021, None, False), (None, 2019, False)]
)
def test_the_date_of_issue_lies_in_the_time_of_the_anchor(start, end, fits):
    days = [None if year is None else datetime(year, 1, 1, tzinfo=UTC) for year in (start, end)]
    report = ask(Anchor(ISSUER, valid_from=days[0], valid_until=days[1]))
    assert outcome(report) == ("PASSED" if fits else "FAILED")


@pytest.mark.parametrize("said", [5, "yesterday"])
def test_a_badge_that_does_not_say_when_it_was_issued_lies_in_no_time(said):
    assert outcome(ask(ISSUER, served=web(assertion(issuedOn=said)))) == "FAILED"


def test_a_registry_is_asked():
    listed = {"registry": {ISSUER: {"name": "School"}}}
    report = ask(registries=[REGISTRY], served=web(**{REGISTRY.url: listed}))
    assert (report.trust, outcome(report)) == (qb.Trust.ANCHORED, "PASSED")


def test_over_http_nobody_is_recognised():
    def plain(document):
        return {
            n: v.replace("https://s", "http://s") if isinstance(v, str) else v for n, v in document.items()
        }

    documents = {d["id"]: d for d in map(plain, (assertion(), badge_class(), issuer()))}
    served = web(**documents, **{f"{HOME.replace('s:', ':')}/robots.png": web()[f"{HOME}/robots.png"]})
    address = assertion()["id"].replace("https", "http")
    report = ask(ISSUER.replace("https", "http"), source=address, served=served, policy=COMPATIBLE)
    assert (report.verdict, report.trust, outcome(report)) == (qb.Verdict.VALID, qb.Trust.NONE, "FAILED")


def test_f08_a_profile_is_known_by_its_address_and_not_by_the_id_it_claims():
    claimed = issuer(id="did:web:famous.example", verification={"allowedOrigins": "school.example"})
    report = ask("did:web:famous.example", served=web(**{ISSUER: claimed}))
    assert (report.verdict, report.trust, outcome(report)) == (qb.Verdict.INVALID, qb.Trust.NONE, "SKIPPED")
    embedded = issuer(
        id="urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72", verification={"allowedOrigins": "school.example"}
    )
    embedded.pop("@context")
    report = ask(embedded["id"], served=web(badge_class(issuer=embedded)))
    assert report.trust is not qb.Trust.ANCHORED


def test_nothing_is_recognised_in_what_was_not_obtained():
    report = ask(ISSUER, served=web(**{ISSUER: None}))
    assert (report.verdict, outcome(report)) == (qb.Verdict.INDETERMINATE, "SKIPPED")


def test_an_issuer_of_0_5_is_known_by_its_origin():
    old = {
        "recipient": "ada@example.org",
        "issued_on": "2013-01-01",
        "badge": {
            "version": "0.5.0",
            "name": "Robots",
            "image": "/robots.png",
            "description": "Builds a robot.",
            "criteria": "/robots.html",
            "issuer": {"origin": HOME, "name": "School"},
        },
    }
    served = web(**{f"{HOME}/old": old})
    report = ask(HOME, f"{HOME}/", source=f"{HOME}/old", served=served)
    assert outcome(report) == "PASSED", qb.render(report, "text")


def test_a_signed_list_of_recognised_entities_is_asked():
    commission = pair("Ed25519", "commission")
    listed = RecognizedEntities(
        "https://commission.example/list.json", commission.did, RECOGNIZED_ENTITIES_DRAFT
    )
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "type": ["VerifiableCredential", "RecognizedEntityCredential"],
        "issuer": commission.did,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": [{"id": ISSUER, "type": "RecognizedEntity", "name": "School"}],
    }
    signed_list = proved(document, commission, verification_method=commission.did_key_method)
    report = verify(served=web(**{listed.url: signed_list}), trust=TrustStore(recognized_entities=[listed]))
    assert (report.trust, outcome(report)) == (qb.Trust.ANCHORED, "PASSED")
