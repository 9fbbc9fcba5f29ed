"""Upgrading: only what is VALID, by whoever signs it, with a reference to the original."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.conformance import conformance_errors
from qualitybadge.errors import IssueError
from qualitybadge.issue.convert import upgrade
from qualitybadge.issue.ob2 import Ob2Issuer
from support.keyring import pair
from support.signed2 import URN, V1, school, school_1_1, signed, signed_1_1, token
from support.world2 import (
    ASSERTION,
    CLASS,
    COMPATIBLE,
    HOME,
    ISSUER,
    NOW,
    assertion,
    badge_class,
    issuer,
    verify,
    web,
)

LATER = datetime(2026, 4, 1, tzinfo=UTC)
OTHER = "https://other.example"
RSA = pair("RSA", "ob2")
PROFILE_OF_2_0 = {"id": ISSUER, "name": "School", "url": HOME, "email": "badges@school.example"}
STATUS = {
    "id": f"{OTHER}/status/1#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": f"{OTHER}/status/1",
}


def signer(identity=None, *, kind="Ed25519", clock=lambda: LATER):
    if identity is None:
        return qb.Issuer("Somebody else", pair(kind), clock=clock)
    return qb.Issuer({"id": identity, "name": "School"}, pair(), method=f"{identity}#key-1", clock=clock)


def test_a_draft_speaks_for_the_original_issuer():
    made = qb.upgrade(verify())
    credential = made.credential
    assert made.badge is None
    assert conformance_errors(credential) == ()
    assert credential["issuer"]["id"] == ISSUER
    assert credential["issuer"] == credential["credentialSubject"]["achievement"]["creator"]
    assert credential["validFrom"] == credential["awardedDate"] == "2020-01-01T00:00:00Z"
    assert "proof" not in credential
    assert "description" not in credential
    assert credential["credentialSubject"]["achievement"]["id"] == CLASS
    assert [loss.pointer for loss in made.losses] == ["/verification"]
    assert made.notes == ()


def test_the_original_is_evidence():
    report = verify()
    evidence = upgrade(report).credential["evidence"][0]
    assert evidence["id"] == ASSERTION
    assert evidence["genre"] == "Open Badges 2.0 hosted badge"
    assert hashlib.sha256(report.document.raw).hexdigest() in evidence["description"]
    assert "School" in evidence["description"]
    assert "2026-03-01T12:00:00Z" in evidence["description"]


def test_a_signed_badge_is_named_by_its_digest():
    text = token(signed())
    made = upgrade(verify(text, school()))
    evidence = made.credential["evidence"][0]
    assert evidence["id"].startswith("ni:///sha-256;")
    assert evidence["genre"] == "Open Badges 2.0 signed badge"
    assert hashlib.sha256(text.encode()).hexdigest() in evidence["description"]
    assert URN in evidence["description"]
    assert {"/verification", "/badge/issuer/publicKey"} == {loss.pointer for loss in made.losses}


def test_another_party_vouches_and_does_not_pretend():
    made = upgrade(verify(), issuer=signer())
    credential, subject = made.credential, made.credential["credentialSubject"]
    assert credential["issuer"]["name"] == "Somebody else"
    assert ISSUER not in (credential["issuer"]["id"], subject.get("source"))
    assert subject["achievement"]["creator"]["id"] == ISSUER
    assert credential["validFrom"] == "2026-04-01T00:00:00Z"
    assert credential["awardedDate"] == "2020-01-01T00:00:00Z"
    assert f"School ({ISSUER}) issued" in credential["description"]
    ada, eve = (qb.Recipient.email(f"{name}@example.org") for name in ("ada", "eve"))
    text = made.badge.to_json()
    found = qb.verify(text, fetcher=qb.NoNetwork(), now=LATER, recipient=ada)
    assert found.verdict is qb.Verdict.VALID
    assert qb.verify(text, fetcher=qb.NoNetwork(), now=LATER, recipient=eve).verdict is qb.Verdict.INVALID


def test_the_original_issuer_issues_it_again():
    again = signer(ISSUER)
    made = upgrade(verify(), issuer=again)
    assert made.credential["issuer"] == {"id": ISSUER, "type": ["Profile"], "name": "School"}
    assert made.credential["validFrom"] == "2020-01-01T00:00:00Z"
    assert "description" not in made.credential
    published = qb.StaticFetcher(again.trust_artefacts())
    assert qb.verify(made.badge.to_json(), fetcher=published, now=LATER).verdict is qb.Verdict.VALID


@pytest.mark.parametrize(
    ("kind", "proof"), [("RSA", None), ("P-256", "vc-jwt"), ("Ed25519", ("eddsa-rdfc-2022", "vc-jwt"))]
)
def test_it_is_signed_as_the_issuer_signs(kind, proof):
    badge = upgrade(verify(), issuer=signer(kind=kind), proof=proof).badge
    text = badge.to_jwt()
    assert qb.verify(text, fetcher=qb.NoNetwork(), now=LATER).verdict is qb.Verdict.VALID


def test_upgrading_twice_makes_one_credential_and_not_two():
    report = verify()
    ids = [upgrade(report, issuer=who).credential["id"] for who in (signer(), signer(), signer(ISSUER), None)]
    assert ids[0] == ids[1] != ids[2] == ids[3]
    other = f"{HOME}/assertions/2"
    assert upgrade(verify(other, web(assertion(id=other)))).credential["id"] != ids[3]


def test_what_it_is_made_from_stays_as_it_is():
    report = verify()
    before = report.to_json()
    upgrade(report, issuer=signer())
    assert report.to_json() == before


@pytest.mark.parametrize(
    ("served", "policy"),
    [
        (web(assertion(revoked=True)), qb.Policy()),
        (web(assertion(expires="2021-01-01T00:00:00Z")), qb.Policy()),
        (web(**{ISSUER: None}), qb.Policy()),
        (web(issuer(url="nowhere")), COMPATIBLE),
    ],
)
def test_what_is_not_valid_is_not_upgraded(served, policy):
    report = verify(served=served, policy=policy)
    assert report.verdict is not qb.Verdict.VALID
    with pytest.raises(IssueError, match="not VALID is not upgraded") as caught:
        upgrade(report, issuer=signer())
    assert caught.value.code == "NOT_VALID"
    assert report.summary in caught.value.message


def test_a_verdict_without_its_objects_upgrades_nothing():
    report = verify()
    for lacking in (replace(report, graph=report.graph[:2]), replace(report, document=None)):
        with pytest.raises(IssueError, match="not VALID"):
            upgrade(lacking)


def test_only_badges_of_2_0_and_before_are_upgraded():
    newer = upgrade(verify(), issuer=signer()).badge.to_json()
    badge = qb.verify(newer, fetcher=qb.NoNetwork(), now=LATER)
    known = r"only a badge of Open Badges 2\.0 or before"
    for report, words, hint in (
        (badge, "is a badge of 3.0 already: nothing to do", "as it is"),
        (verify(ISSUER), known, "the badges of this issuer"),
        (verify(CLASS), known, "the badges of this class"),
        (qb.verify(RSA.public_key.to_jwk(), fetcher=qb.NoNetwork()), known, "verify the badge itself"),
    ):
        with pytest.raises(IssueError, match=words) as caught:
            upgrade(report)
        assert caught.value.code == "USAGE"
        assert hint in caught.value.hint


def test_an_issuer_of_both_versions_issues_its_own_badges_again():
    served = verify()
    whole = signer()
    made = upgrade(served, issuer=whole.ob2(PROFILE_OF_2_0))
    assert made.credential["issuer"]["id"] == whole.id != ISSUER
    assert made.credential["credentialSubject"]["achievement"]["creator"]["id"] == ISSUER
    assert made.credential["validFrom"] == upgrade(served).credential["validFrom"]
    assert "description" not in made.credential
    assert made.badge is not None
    (note,) = [note for note in made.notes if note.pointer == "/badge/issuer/id"]
    assert note.reason == f"the new badge is issued by {whole.id}, by the caller's word the same issuer"


def test_an_issuer_of_another_profile_vouches():
    other = PROFILE_OF_2_0 | {"id": "https://other.example/issuer"}
    made = upgrade(verify(), issuer=signer().ob2(other))
    assert made.credential["description"].startswith("Vouches for")
    assert not [note for note in made.notes if note.pointer == "/badge/issuer/id"]


def test_an_issuer_of_2_0_alone_signs_nothing_of_3_0():
    with pytest.raises(IssueError, match=r"alone signs no badge of 3\.0") as caught:
        upgrade(verify(), issuer=Ob2Issuer(PROFILE_OF_2_0, RSA))
    assert caught.value.hint == "pass the Issuer, or the result of its .ob2(profile)"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("{}", None), "report must be the Report"), ((None, "School"), "issuer must be an Issuer, not str")],
)
def test_wrong_types_are_named(arguments, words):
    report, who = arguments
    with pytest.raises(TypeError, match=words):
        upgrade(report or verify(), issuer=who)


def test_expiry_stays_and_is_looked_at_again():
    report = verify(served=web(assertion(expires="2026-03-31T23:59:59.5+00:00")))
    made = upgrade(report)
    assert made.credential["validUntil"] == "2026-03-31T23:59:59Z"
    assert [note.pointer for note in made.notes] == ["/expires"]
    assert upgrade(report, issuer=signer(clock=lambda: NOW)).credential["validUntil"]
    with pytest.raises(IssueError, match="after it was verified") as caught:
        upgrade(report, issuer=signer())
    assert caught.value.code == "EXPIRED"


def test_a_fraction_of_a_second_stays_where_the_award_is_dated():
    made = upgrade(verify(served=web(assertion(issuedOn="2020-01-01T00:00:00.123+02:00"))))
    assert made.credential["awardedDate"] == "2019-12-31T22:00:00.123Z"
    assert made.credential["validFrom"] == "2019-12-31T22:00:00Z"
    assert [note.pointer for note in made.notes] == ["/issuedOn"]


def test_without_a_date_there_is_no_new_badge():
    report = verify()
    data = {name: value for name, value in report.document.data.items() if name != "issuedOn"}
    undated = replace(report.document, data=data)
    with pytest.raises(IssueError, match="when the badge was issued"):
        upgrade(replace(report, graph=(undated, *report.graph[1:])))


@pytest.mark.parametrize("value", ["tomorrow", 7, "2026-13-01T00:00:00Z"])
def test_an_end_of_validity_does_not_get_lost(value):
    report = verify()
    changed = replace(report.document, data=report.document.data | {"expires": value})
    with pytest.raises(IssueError, match="expires: ") as caught:
        upgrade(replace(report, graph=(changed, *report.graph[1:])))
    assert caught.value.pointer == "/expires"


def test_members_are_added_and_replace_nothing():
    made = upgrade(verify(), issuer=signer(), members={"credentialStatus": STATUS})
    assert made.badge.credential["credentialStatus"] == STATUS
    for name in ("issuer", "evidence", "validFrom"):
        with pytest.raises(IssueError, match=f"the original says what {name} is"):
            upgrade(verify(), members={name: "x"})
    assert upgrade(verify(), members={"description": "More."}).credential["description"] == "More."
    with pytest.raises(IssueError, match=r"makes no badge of 3\.0: .* at /credentialStatus"):
        upgrade(verify(), members={"credentialStatus": {"id": "x"}})
    with pytest.raises(IssueError, match=r"makes no badge of 3\.0: .* at /mood") as caught:
        upgrade(verify(), members={"mood": "good"})
    assert caught.value.pointer == "/mood"


def test_without_encryption_nobody_vouches_and_the_account_says_so():
    place = "http://school.example"
    there = {
        address.replace("https:", "http:"): item
        for address, item in web(
            assertion(badge=f"{place}/classes/robots", id=f"{place}/assertions/1"),
            badge_class(id=f"{place}/classes/robots", issuer=f"{place}/issuer", image=f"{place}/robots.png"),
            issuer(id=f"{place}/issuer"),
        ).items()
        if isinstance(item, qb.Response) or item["id"].startswith("http:")
    }
    report = verify(f"{place}/assertions/1", there, COMPATIBLE)
    assert report.verdict is qb.Verdict.VALID, qb.render(report, "text")
    assert "without encryption" in upgrade(report).notes[0].reason


OLD_BADGE = {
    "name": "Robots",
    "description": "Builds.",
    "image": "/robots.png",
    "criteria": "/criteria",
    "issuer": {"origin": HOME, "name": "School"},
}


def test_a_badge_of_0_5_gets_ids_that_stay_the_same():
    old = {"recipient": "ada@example.org", "issued_on": "2012-12-28", "badge": OLD_BADGE}
    report = verify(served=web(**{ASSERTION: old}))
    assert report.verdict is qb.Verdict.VALID, qb.render(report, "text")
    made = upgrade(report)
    achievement = made.credential["credentialSubject"]["achievement"]
    assert made.credential["issuer"]["id"] == HOME
    assert achievement["id"].startswith("urn:uuid:")
    assert achievement["id"] == upgrade(report).credential["credentialSubject"]["achievement"]["id"]
    assert achievement["criteria"] == {"id": f"{HOME}/criteria"}
    assert made.credential["evidence"][0]["genre"] == "Open Badges 0.5 hosted badge"
    nameless = {"id": "_:issuer", "type": "Issuer", "name": "School", "url": HOME}
    graph = (*report.graph[:2], replace(report.graph[2], data=nameless))
    named = upgrade(replace(report, graph=graph)).credential["issuer"]
    assert named["id"].startswith("urn:uuid:")
    assert named["url"] == HOME


EVIL = "https://evil.example"


@pytest.mark.parametrize(
    "claims",
    [
        {"id": ISSUER},
        {"@id": ISSUER},
        {"url": ISSUER},
        {"id": ISSUER, "url": ISSUER},
        {"url": ISSUER, "org": "School"},
    ],
)
def test_who_a_badge_of_0_5_says_that_it_is_of_is_not_who_issued_it(claims):
    posing = {"origin": EVIL, "name": "School", **claims}
    old = {"recipient": "eve@evil.example", "issued_on": "2012-12-28"}
    old["badge"] = OLD_BADGE | {"name": "Doctor", "issuer": posing}
    place = f"{EVIL}/badge.json"
    there = {place: old, f"{EVIL}/robots.png": web()[f"{HOME}/robots.png"]}
    report = verify(place, there)
    assert report.verdict is qb.Verdict.VALID, qb.render(report, "text")
    for made in (upgrade(report), upgrade(report, issuer=signer(ISSUER))):
        author = made.credential["credentialSubject"]["achievement"]["creator"]
        assert author["id"] == EVIL
        assert ISSUER not in str(author)
    assert f"School ({EVIL}) issued" not in str(made.credential["issuer"])
    assert EVIL in made.credential["description"]  # a statement, and not the school's own badge issued again
    assert made.credential["validFrom"] == "2026-04-01T00:00:00Z"


def test_a_signed_badge_of_1_1_says_so():
    report = verify(token(signed_1_1()), school_1_1())
    if report.verdict is not qb.Verdict.VALID:  # whether such a key counts is the policy's to say
        report = replace(report, verdict=qb.Verdict.VALID)
    made = upgrade(report)
    assert made.credential["evidence"][0]["genre"] == "Open Badges 1.1 signed badge"
    assert "/uid" in {loss.pointer for loss in made.losses}
    assert V1 not in str(made.credential)


def test_a_recipient_that_3_0_has_no_words_for_is_no_recipient():
    older = {"type": "email", "hashed": True, "identity": "sha1$" + "0f" * 20}
    report = verify()
    data = report.document.data | {"recipient": older}
    with pytest.raises(IssueError, match="md5 and sha256 only") as caught:
        upgrade(replace(report, graph=(replace(report.document, data=data), *report.graph[1:])))
    assert caught.value.code == "SUBJECT_UNIDENTIFIED"
    for nothing in ("ada", {"type": "url", "hashed": False, "identity": "no address"}, {}):
        data = report.document.data | {"recipient": nothing}
        with pytest.raises(IssueError, match="who received this one"):
            upgrade(replace(report, graph=(replace(report.document, data=data), *report.graph[1:])))
