"""One address, several published contents: the one that a signature was made over is found and named."""

from __future__ import annotations

import copy

import pytest

import qualitybadge as qb
from qualitybadge import spec
from qualitybadge.jsonld import PINNED, Contexts
from qualitybadge.verify.contents import older_contexts
from support.credentials import NOW, badge
from support.world import KEY, POLICIES, changed, proved, rows, token, verify, web

OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
LOOSE = "https://www.w3.org/ns/credentials/undefined-terms/v2"  # gives every undefined term an IRI of its own
OLD = Contexts(variants={OB: "2024"})


def old_badge():
    """Return a badge signed when the context did not define `jti` yet, and what it then meant."""
    document = changed(badge(), "credentialSubject/achievement/jti", "course 7")
    document["@context"] = [*document["@context"], LOOSE]
    return proved(document, contexts=OLD)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_the_older_content_is_tried_and_named(policy):
    report = verify(old_badge(), policy)
    assert report.verdict is qb.Verdict.VALID
    assert report.contexts == ((OB, "2024"),)
    assert "context-3.0.3.json as published in 2024" in rows(report, "vocabulary")[0].message
    assert report.to_dict()["contexts"] == {OB: "2024"}


def test_the_current_content_is_named_too():
    assert verify(proved()).contexts == verify(token()).contexts == ((OB, "2026"),)


def test_a_forgery_verifies_under_neither():
    report = verify(changed(old_badge(), "name", "Forged"))
    assert (report.verdict, report.contexts) == (qb.Verdict.INVALID, ())
    assert verify(changed(proved(), "name", "Forged")).verdict is qb.Verdict.INVALID


def test_a_badge_without_such_a_context_names_none():
    document = badge()
    document["@context"] = [url.replace("3.0.3", "3.0.2") for url in document["@context"]]
    assert verify(proved(document)).contexts == ()


def test_contexts_of_the_caller_are_kept_beside_the_older_content():
    own = {"https://academy.example/terms": {"@context": {"room": "https://academy.example/terms#room"}}}
    document = changed(badge(), "room", "12") | {}
    document["credentialSubject"]["achievement"]["jti"] = "course 7"
    document["@context"] = [*document["@context"], "https://academy.example/terms", LOOSE]
    signed = proved(document, contexts=Contexts(own, {OB: "2024"}))
    verifier = qb.Verifier(fetcher=qb.StaticFetcher(web()), clock=lambda: NOW, contexts=own)
    assert verifier.verify(signed).contexts == ((OB, "2024"),)


def test_a_content_that_the_caller_supplies_is_named_and_no_other_is_tried():
    supplied = {OB: copy.deepcopy(spec.read_context(OB, variant="2024"))}
    verifier = qb.Verifier(fetcher=qb.StaticFetcher(web()), clock=lambda: NOW, contexts=supplied)
    assert verifier.verify(old_badge()).contexts == ((OB, "2024"),)
    assert verifier.verify(changed(old_badge(), "name", "Forged")).verdict is qb.Verdict.INVALID


def test_a_context_that_is_no_list_varies_not():
    assert verify(changed(proved(), "@context", OB)).verdict is qb.Verdict.INVALID


def test_nothing_that_a_document_names_is_asked_for_twice():
    https = "https://academy.example/issuer"
    service = {"id": "https://academy.example/refresh", "type": "1EdTechCredentialRefresh"}
    document = badge(issuer={"id": https, "type": ["Profile"], "name": "A"}, refreshService=service)
    document["@context"] = [*document["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    signed = proved(document, verification_method=f"{https}#{KEY.public_key.to_multikey()}")
    fetcher = qb.StaticFetcher({})
    report = qb.verify(signed, fetcher=fetcher, now=NOW)
    assert report.relaxations == ("allow_fragment_keys",)
    assert len(fetcher.calls) == len(set(fetcher.calls)) == 2


def test_a_made_badge_goes_through_the_same_door():
    issuer = qb.Issuer("Academy", KEY, clock=lambda: NOW)
    subject = badge()["credentialSubject"]
    made = issuer.issue(
        subject["achievement"], qb.Recipient.did("did:example:ada"), proof=("vc-jwt", "eddsa-rdfc-2022")
    )
    for form in (
        made,
        issuer.issue(subject["achievement"], qb.Recipient.did("did:example:a"), proof="vc-jwt"),
    ):
        assert qb.verify(form, now=NOW, fetcher=qb.NoNetwork()).verdict is qb.Verdict.VALID
    (report,) = qb.Verifier(fetcher=qb.NoNetwork(), clock=lambda: NOW).verify_many([made])
    assert report.verdict is qb.Verdict.VALID


def test_a_moment_without_a_zone_is_refused_by_its_name():
    for now in ("2026", NOW.replace(tzinfo=None)):
        with pytest.raises(TypeError, match="now must"):
            qb.verify(b"{}", now=now)


def test_a_large_document_is_not_read_a_second_time():
    document = badge(evidence=[{"name": "x"}] * 30_000)
    assert older_contexts(badge(), PINNED) is not None
    assert older_contexts(document, PINNED) is None
