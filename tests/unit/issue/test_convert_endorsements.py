"""Endorsements of 2.0 in a badge of 3.0: what was verified is evidence, all else is listed with the reason."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

import qualitybadge as qb
from qualitybadge.conformance import conformance_errors
from qualitybadge.issue.convert import upgrade
from qualitybadge.issue.convert_endorsements import endorsing, reports_by_place
from qualitybadge.issue.convert_parts import Account, Source
from support.keyring import pair
from support.world2 import (
    ASSERTION,
    CLASS,
    COMPATIBLE,
    HOME,
    ISSUER,
    NOW,
    V2,
    assertion,
    badge_class,
    issuer,
    verify,
    web,
)

THERE = "https://endorser.example"
ENDORSER = {
    "@context": V2,
    "type": "Issuer",
    "id": f"{THERE}/profile",
    "name": "Federation",
    "url": THERE,
    "email": "a@endorser.example",
}


def endorsement(number=1, of=CLASS, comment="*Good*", **members):
    return {
        "@context": V2,
        "type": "Endorsement",
        "id": f"{THERE}/e/{number}",
        "claim": {"id": of} | ({"endorsementComment": comment} if comment else {}),
        "issuer": ENDORSER["id"],
        "issuedOn": "2020-02-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
    } | members


def verified(*served, profile=None, badge=None, policy=None, **award):
    documents = web(assertion(**award), badge_class(**(badge or {})), issuer(**(profile or {})), ENDORSER)
    documents |= {item["id"]: item for item in served}
    how = {} if policy is None else {"policy": policy}
    report = verify(served=documents, **how)
    assert report.verdict is qb.Verdict.VALID, qb.render(report, "text")
    return report


def evidence(made):
    return made.credential["evidence"][1:]


def losses(made):
    return {loss.pointer: loss.reason for loss in made.losses if loss.pointer != "/verification"}


def test_a_valid_endorsement_is_evidence():
    report = verified(endorsement(), badge={"endorsement": f"{THERE}/e/1"})
    made = upgrade(report)
    (found,) = evidence(made)
    digest = hashlib.sha256(report.endorsements[0].document.raw).hexdigest()
    assert found == {
        "id": f"{THERE}/e/1",
        "type": ["Evidence"],
        "name": "An endorsement of the badge class",
        "genre": "Endorsement",
        "description": f"Federation ({THERE}/profile) endorsed the badge class {CLASS}, verified at "
        f"2026-03-01T12:00:00Z. SHA-256 of the document at this address, as it was then: {digest}",
        "narrative": "*Good*",
    }
    assert losses(made) == {}
    assert [note.pointer for note in made.notes] == ["/badge/endorsement"]
    assert "verified at its address" in made.notes[0].reason


def test_each_object_has_its_own():
    served = (
        endorsement(1),
        endorsement(2, ASSERTION, comment="One."),
        endorsement(3, ISSUER, comment=""),
        endorsement(4),
    )
    named = [f"{THERE}/e/1", endorsement(4)]
    report = verified(
        *served,
        endorsement=f"{THERE}/e/2",
        badge={"endorsement": named},
        profile={"endorsement": [f"{THERE}/e/3"]},
    )
    made = upgrade(report)
    assert [(item["id"][-1], item["name"].rpartition("the ")[2]) for item in evidence(made)] == [
        ("2", "award"),
        ("1", "badge class"),
        ("4", "badge class"),
        ("3", "issuer"),
    ]
    assert evidence(made)[0]["narrative"] == "One."
    assert "narrative" not in evidence(made)[3]
    assert [note.pointer for note in made.notes] == [
        "/endorsement",
        "/badge/endorsement/0",
        "/badge/endorsement/1",
        "/badge/issuer/endorsement",
    ]
    assert losses(made) == {}
    assert conformance_errors(made.credential) == ()
    who = qb.Issuer("Somebody else", pair("Ed25519"), clock=lambda: NOW)
    signed = upgrade(report, issuer=who, proof=("eddsa-rdfc-2022", "vc-jwt")).badge
    for text in (signed.to_json(), signed.to_jwt()):
        assert qb.verify(text, fetcher=qb.NoNetwork(), now=NOW).verdict is qb.Verdict.VALID


def test_one_that_is_named_twice_is_one():
    made = upgrade(verified(endorsement(), badge={"endorsement": [f"{THERE}/e/1", endorsement()]}))
    assert len(evidence(made)) == 1
    assert [note.pointer for note in made.notes] == ["/badge/endorsement/0", "/badge/endorsement/1"]


def test_one_that_is_not_valid_is_listed_with_the_reason():
    served = (endorsement(1, of=f"{HOME}/other"), endorsement(2))
    made = upgrade(verified(*served, badge={"endorsement": [f"{THERE}/e/1", f"{THERE}/e/2"]}))
    assert [item["id"] for item in evidence(made)] == [f"{THERE}/e/2"]
    (reason,) = losses(made).values()
    assert "/badge/endorsement/0" in losses(made)
    assert f"it speaks of {HOME}/other" in reason
    assert "EndorsementCredential" in reason


def test_one_that_nobody_verified_is_listed():
    report = verified(endorsement(1), endorsement(2), badge={"endorsement": f"{THERE}/e/1"})
    for lacking in (
        replace(report, endorsements=()),
        replace(report, endorsements=(replace(report.endorsements[0], document=None),)),
        replace(report, endorsements=(replace(report.endorsements[0], pointer="/endorsement/0"),)),
    ):
        made = upgrade(lacking)
        assert evidence(made) == []
        assert "was not verified" in losses(made)["/badge/endorsement"]
    other = verified(endorsement(1), endorsement(2), badge={"endorsement": f"{THERE}/e/2"})
    made = upgrade(replace(report, endorsements=other.endorsements))
    assert "under another address" in losses(made)["/badge/endorsement"]


def test_the_verifier_may_stop_before_the_last_one():
    many = [endorsement(number) for number in range(1, 4)]
    report = verified(*many, badge={"endorsement": [item["id"] for item in many]})
    made = upgrade(replace(report, endorsements=report.endorsements[:2]))
    assert len(evidence(made)) == 2
    assert list(losses(made)) == ["/badge/endorsement/2"]


def test_without_encryption_nobody_vouches_for_it():
    report = verified(endorsement(), badge={"endorsement": f"{THERE}/e/1"}, policy=COMPATIBLE)
    (one,) = report.endorsements
    made = upgrade(replace(report, endorsements=(replace(one, trust=qb.Trust.NONE),)))
    assert list(losses(made)) == ["/badge/endorsement"]
    assert losses(made)["/badge/endorsement"].startswith("nobody vouches for this endorsement")
    assert not [item for item in made.credential["evidence"] if item.get("genre") == "Endorsement"]


@pytest.mark.parametrize("given", [7, [], {}, {"id": 7}, "nowhere", [None, "x"]])
def test_what_is_no_endorsement_is_listed(given):
    report = verified(endorsement(), badge={"endorsement": f"{THERE}/e/1"})
    badge = replace(report.graph[1], data=report.graph[1].data | {"endorsement": given})
    changed = replace(report, graph=(report.graph[0], badge, report.graph[2]))
    account = Account()
    source = Source(badge.data, "/badge", account)
    assert endorsing(source, reports_by_place(changed)) == []
    assert len(account.losses) == len(given if isinstance(given, list) else [given])


def test_an_address_that_is_no_uri_even_so_is_listed():
    report = verified(endorsement(), badge={"endorsement": f"{THERE}/e/1"})
    (one,) = report.endorsements
    odd = replace(one, document=replace(one.document, data=one.document.data | {"id": "nowhere"}))
    account = Account()
    source = Source({"endorsement": "nowhere"}, "", account)
    assert endorsing(source, {"/endorsement": odd}) == []
    assert [loss.pointer for loss in account.losses] == ["/endorsement"]


def test_who_endorsed_is_named_by_the_profile_that_was_verified():
    report = verified(endorsement(), badge={"endorsement": f"{THERE}/e/1"})
    (one,) = report.endorsements
    embedded = one.document.data | {"issuer": ENDORSER, "claim": CLASS}
    profile = replace(one.graph[1], data={"id": f"{THERE}/profile"})
    bare = replace(one, document=replace(one.document, data=embedded), graph=(one.graph[0], profile))
    source = Source({"endorsement": f"{THERE}/e/1"}, "", Account())
    (found,) = endorsing(source, {"/endorsement": bare})
    assert found["description"].startswith(f"{THERE}/profile endorsed the award {CLASS}, ")
    assert found["narrative"] is None
