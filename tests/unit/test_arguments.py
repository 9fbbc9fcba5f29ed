"""What is handed in wrongly is said to be so, at once and in words, and nothing else goes wrong instead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, IssueError
from qualitybadge.verify.truststore import Anchor
from support.keyring import pair
from support.world2 import ISSUER, NOW, badge_class, issuer, web

ADA = qb.Recipient.email("ada@example.org")


def school(kind="RSA"):
    return qb.Issuer("School", pair(kind, "ada"), clock=lambda: NOW)


@pytest.mark.parametrize("profile", [[1], "ada@example.org", None, 5])
def test_a_profile_is_a_mapping(profile):
    with pytest.raises(TypeError, match="a profile must be a mapping"):
        qb.Recipient.from_profile(profile)


@pytest.mark.parametrize("empty", [None, "", [], [None]])
def test_an_identity_that_a_person_lacks_is_passed_over(empty):
    assert qb.Recipient.from_profile({"email": "ada@example.org", "url": empty}) == ADA
    with pytest.raises(InputError, match="needs an identity"):
        qb.Recipient.from_profile({"url": empty})


@pytest.mark.parametrize("name", ["x", "", "ada@example.org"])
def test_a_did_is_a_uri(name):
    with pytest.raises(InputError):
        qb.Recipient.did(name)
    assert qb.Recipient.did("did:key:z6Mk").identities[0].value == "did:key:z6Mk"


@pytest.mark.parametrize("issuers", [None, 5, "did:web:a.example"])
def test_a_store_is_made_of_several(issuers):
    with pytest.raises(InputError, match="issuers must be several"):
        qb.TrustStore(issuers)


def test_a_window_does_not_end_before_it_begins():
    early, late = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    assert Anchor("did:web:a.example", valid_from=early, valid_until=late).covers(NOW)
    with pytest.raises(InputError, match="ends before it begins"):
        Anchor("did:web:a.example", valid_from=late, valid_until=early)


def test_further_contexts_are_a_mapping():
    with pytest.raises(TypeError, match="contexts must be a mapping"):
        qb.Verifier(contexts=5)


@pytest.mark.parametrize(("items", "workers", "message"), [([], "x", "workers"), ({"id": "x"}, 1, "items")])
def test_a_batch_is_several_sources_and_a_number_of_threads(items, workers, message):
    with pytest.raises(TypeError, match=message):
        qb.Verifier(fetcher=qb.NoNetwork()).verify_many(items, workers=workers)


def test_json_text_is_no_id():
    with pytest.raises(IssueError, match="is no id") as refused:
        school("Ed25519").endorse('{"id": "urn:x:1"}', "Good.")
    assert "pass the id, the document itself" in refused.value.hint


@pytest.mark.parametrize("signed", [False, True])
def test_what_was_issued_is_verified_as_it_was_made(signed):
    way = {"signed": True} if signed else {"hosted_at": f"{ISSUER}/1"}
    made = school().ob2(issuer()).issue(badge_class(), ADA, **way)
    served = web(**made.documents)
    report = qb.verify(made, fetcher=qb.StaticFetcher(served), recipient=ADA, now=NOW)
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert report.form == ("JWS RS256" if signed else "hosted")
