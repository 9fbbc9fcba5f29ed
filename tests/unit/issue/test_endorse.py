"""Endorsing: what is meant is named exactly, and a badge carries endorsements as they were signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.errors import IssueError
from qualitybadge.model.view import view_of
from qualitybadge.proofs import dataintegrity
from support.credentials import NOW, badge
from support.keyring import TYPES, pair
from support.speakers import ACHIEVEMENT_ID, BADGE_ID, ISSUER_ID, endorsement, record
from support.world import ACADEMY_METHOD, KEY, proved, verify

ADA = qb.Recipient.did("did:example:ada")
ACHIEVEMENT = badge()["credentialSubject"]["achievement"]


def city(**changes):
    return qb.Issuer("City of Seams", pair("Ed25519", "city"), **{"clock": lambda: NOW, **changes})


def academy():
    profile = {"id": ISSUER_ID, "name": "Academy of Invention"}
    return qb.Issuer(profile, KEY, method=ACADEMY_METHOD, clock=lambda: NOW)


def subject(made):
    return made.credential["credentialSubject"]


@pytest.mark.parametrize("key_type", TYPES)
@pytest.mark.parametrize("proof", [None, "vc-jwt"])
def test_every_key_type_endorses(key_type, proof):
    who = qb.Issuer("City of Seams", pair(key_type, "city"), clock=lambda: NOW)
    made = who.endorse(BADGE_ID, "Good *work*.", proof=proof)
    report = verify(made.token or made.to_json())
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert report.kind is qb.Kind.ENDORSEMENT
    assert subject(made) == {
        "id": BADGE_ID,
        "type": ["EndorsementSubject"],
        "endorsementComment": "Good *work*.",
    }


TARGETS = {
    "badge": lambda: (academy().issue(ACHIEVEMENT, ADA, id=BADGE_ID), None, BADGE_ID),
    "report": lambda: (verify(proved()), None, BADGE_ID),
    "document": lambda: (proved(), None, BADGE_ID),
    "its achievement": lambda: (proved(), "achievement", ACHIEVEMENT_ID),
    "its issuer": lambda: (proved(), "issuer", ISSUER_ID),
    "its issuer by id": lambda: (proved(badge(issuer=ISSUER_ID)), "issuer", ISSUER_ID),
    "report's issuer": lambda: (verify(proved()), "issuer", ISSUER_ID),
    "model": lambda: (view_of(verify(proved()).document), None, BADGE_ID),
    "achievement": lambda: (ACHIEVEMENT, None, ACHIEVEMENT_ID),
    "achievement by name": lambda: (ACHIEVEMENT, "achievement", ACHIEVEMENT_ID),
    "profile": lambda: ({"id": "urn:x:p", "type": ["Profile"], "name": "Guild"}, "issuer", "urn:x:p"),
    "untyped": lambda: ({"id": "urn:x:u", "name": "Guild"}, "issuer", "urn:x:u"),
    "endorsement": lambda: (endorsement(BADGE_ID, id="urn:x:e"), None, "urn:x:e"),
    "id": lambda: ("urn:x:i", None, "urn:x:i"),
    "issuer's id": lambda: ("did:web:guild.example", "issuer", "did:web:guild.example"),
}


@pytest.mark.parametrize("target", TARGETS)
def test_whatever_has_an_id_can_be_endorsed(target):
    what, of, expected = TARGETS[target]()
    assert subject(city().endorse(what, "Good.", of=of))["id"] == expected


@pytest.mark.parametrize(
    ("target", "of", "name"),
    [
        (proved(), None, "Endorsement of Welding, first course"),
        (proved(), "issuer", "Endorsement of Academy of Invention"),
        (proved(badge(name="Ada's badge")), None, "Endorsement of Ada's badge"),
        (proved(badge(issuer=ISSUER_ID)), "issuer", "Endorsement of an issuer"),
        ("urn:x:1", None, "Endorsement of a credential"),
        ("urn:x:1", "achievement", "Endorsement of an achievement"),
        (proved(record(proved())), None, "Endorsement of Transcript of Ada"),
    ],
)
def test_it_is_named_after_what_it_endorses(target, of, name):
    assert city().endorse(target, "Good.", of=of).credential["name"] == name


def test_all_details():
    status = {"id": "https://city.example/status#1", "type": "BitstringStatusListEntry"}
    made = (
        city()
        .endorse(
            BADGE_ID,
            "Good.",
            id="urn:x:own",
            name="Said",
            description="What the city says.",
            valid_from=datetime(2026, 1, 1, tzinfo=UTC),
            valid_until=datetime(2027, 1, 1, 0, 0, 0, 5, tzinfo=UTC),
            awarded_date=datetime(2025, 1, 1, tzinfo=UTC),
            credential_status=status
            | {
                "statusPurpose": "revocation",
                "statusListIndex": "1",
                "statusListCredential": "https://city.example/status",
            },
            terms_of_use=[{"type": "https://city.example/terms#Fair"}],
            refresh_service={"id": "https://city.example/refresh", "type": "1EdTechCredentialRefresh"},
            proof="vc-jwt",
        )
        .credential
    )
    assert made["id"] == "urn:x:own"
    assert (made["name"], made["description"]) == ("Said", "What the city says.")
    assert (made["validFrom"], made["validUntil"]) == ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
    assert made["awardedDate"] == "2025-01-01T00:00:00Z"
    assert made["credentialStatus"]["id"] == status["id"]
    assert made["@context"][2].endswith("extensions.json")


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ({"id": "urn:x:1", "criteria": {"narrative": "Do."}}, "Endorsement of an achievement"),
        ({"id": "urn:x:1", "name": "Guild"}, "Endorsement of Guild"),
    ],
)
def test_what_has_no_type_is_what_its_members_say(target, name):
    assert city().endorse(target, "Good.").credential["name"] == name
    with pytest.raises(IssueError, match="which is no credential"):
        city().endorse(target, "Good.", of="credential")


def test_an_endorsement_that_nobody_would_count_is_not_attached():
    praise = city().endorse(ACHIEVEMENT, "Good.").to_dict()
    altered = praise | {"name": "Another"}
    issuer = city()
    ada = qb.Recipient.did("did:example:ada")
    issuer.issue(ACHIEVEMENT | {"endorsement": [praise]}, ada)
    with pytest.raises(IssueError, match="an attached endorsement is no use to anybody: INVALID") as caught:
        issuer.issue(ACHIEVEMENT | {"endorsement": [praise, altered]}, ada)
    assert caught.value.pointer == "/credentialSubject/achievement/endorsement/1"
    assert caught.value.code == "ENDORSEMENT"
    replace(issuer, self_check=False).issue(ACHIEVEMENT | {"endorsement": [altered]}, ada)


def test_an_endorsement_that_only_the_network_can_judge_is_attached():
    did = "did:web:guild.example"
    guild = qb.Issuer({"id": did, "name": "Guild"}, KEY, method=f"{did}#key-1", clock=lambda: NOW)
    praise = guild.endorse(ACHIEVEMENT, "Good.").to_dict()
    city().issue(ACHIEVEMENT | {"endorsement": [praise]}, qb.Recipient.did("did:example:ada"))


@pytest.mark.parametrize("comment", ["", " \n"])
def test_an_endorsement_without_words_says_nothing(comment):
    with pytest.raises(IssueError, match="the comment is empty"):
        city().endorse(BADGE_ID, comment)


@pytest.mark.parametrize(
    ("target", "of", "message"),
    [
        ("my badge", None, "is no id"),
        (badge(id=""), None, "the credential has no id"),
        ({"type": ["Profile"], "name": "Guild"}, None, "the issuer has no id"),
        (badge(issuer=7), "issuer", "the issuer has no id"),
        (badge(credentialSubject=[]), "achievement", "the achievement has no id"),
        (ACHIEVEMENT, "issuer", "which is no issuer"),
        (proved(), "subject", "credential, achievement or issuer"),
    ],
)
def test_what_nobody_could_find_is_not_endorsed(target, of, message):
    with pytest.raises(IssueError, match=message):
        city().endorse(target, "Good.", of=of)


def test_what_is_not_valid_is_not_endorsed():
    report = verify(badge())
    with pytest.raises(IssueError, match="not VALID") as caught:
        city().endorse(report, "Good.")
    assert caught.value.code == "NOT_VALID"


@pytest.mark.parametrize("target", [None, 7, b"urn:x:1", [proved()]])
def test_what_names_nothing_is_a_type_error(target):
    with pytest.raises(TypeError):
        city().endorse(target, "Good.")


def test_a_comment_is_a_text():
    with pytest.raises(TypeError, match="comment"):
        city().endorse(BADGE_ID, None)


def test_an_unknown_detail_is_refused():
    with pytest.raises(IssueError, match="narrative"):
        city().endorse(BADGE_ID, "Good.", narrative="No.")


# --- a badge with endorsements ---


@pytest.mark.parametrize("form", ["badge", "token badge", "document", "token", "both"])
def test_a_badge_carries_what_was_signed(form):
    made = city().endorse(BADGE_ID, "Good.", proof="vc-jwt" if "token" in form else None)
    given = {
        "badge": made,
        "token badge": [made],
        "document": made.document,
        "token": made.token,
        "both": (made, city().endorse(BADGE_ID, "Very good.", proof="vc-jwt").to_jwt()),
    }[form]
    issued = academy().issue(ACHIEVEMENT, ADA, id=BADGE_ID, endorsements=given)
    report = verify(issued.to_json())
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert {found.verdict for found in report.endorsements} == {qb.Verdict.VALID}
    assert len(report.endorsements) == (2 if form == "both" else 1)


def test_an_achievement_and_a_profile_carry_their_own():
    of_achievement = city().endorse(ACHIEVEMENT, "Good.")
    of_issuer = city().endorse(ISSUER_ID, "Good.", of="issuer")
    profile = {"id": ISSUER_ID, "name": "Academy of Invention", "endorsement": [of_issuer.document]}
    who = qb.Issuer(profile, KEY, method=ACADEMY_METHOD, clock=lambda: NOW)
    issued = who.issue(ACHIEVEMENT | {"endorsement": [of_achievement]}, ADA)
    report = verify(issued.to_json())
    assert [found.pointer for found in report.endorsements] == [
        "/issuer/endorsement/0",
        "/credentialSubject/achievement/endorsement/0",
    ]
    assert {found.verdict for found in report.endorsements} == {qb.Verdict.VALID}


def test_a_signed_endorsement_is_not_tidied():
    """Another hand may have signed single values where we write arrays: not a letter may change."""
    loose = endorsement(BADGE_ID) | {"type": ["EndorsementCredential", "VerifiableCredential"]}
    loose["issuer"]["type"] = "Profile"
    who = pair("Ed25519", "city")
    made = dataintegrity.sign(
        loose, who, suite="eddsa-jcs-2022", verification_method=who.did_key_method, created=NOW
    )
    issued = academy().issue(ACHIEVEMENT, ADA, id=BADGE_ID, endorsements=made)
    assert issued.credential["endorsement"] == [made]
    assert verify(issued.to_json()).endorsements[0].verdict is qb.Verdict.VALID


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        (lambda: city().endorse("urn:x:other", "Good."), "/endorsement/0"),
        (lambda: city().endorse("urn:x:other", "Good.", proof="vc-jwt"), "/endorsementJwt/0"),
        (lambda: "e30.e30.c2ln", "/endorsementJwt/0"),
        (lambda: "junk", "/endorsementJwt/0"),
        (lambda: 7, "/endorsement/0"),
    ],
)
def test_an_endorsement_of_something_else_is_not_attached(given, pointer):
    with pytest.raises(IssueError, match="does not speak of the credential") as caught:
        academy().issue(ACHIEVEMENT, ADA, id=BADGE_ID, endorsements=given())
    assert pointer in (caught.value.pointer or caught.value.message)


def test_a_token_has_no_document_to_embed():
    made = city().endorse(ACHIEVEMENT, "Good.", proof="vc-jwt")
    with pytest.raises(IssueError, match="signed as a token only"):
        academy().issue(ACHIEVEMENT | {"endorsement": [made]}, ADA)
    issued = academy().issue(ACHIEVEMENT | {"endorsementJwt": [made.to_jwt()]}, ADA)
    assert verify(issued.to_json()).endorsements[0].verdict is qb.Verdict.VALID


def test_the_product_is_verified_before_it_is_handed_out():
    class Liar:
        public_key = pair("Ed25519", "city").public_key

        def sign(self, message):
            return pair("Ed25519", "x").sign(message)

    with pytest.raises(IssueError, match="does not verify"):
        qb.Issuer("City of Seams", Liar(), clock=lambda: NOW).endorse(BADGE_ID, "Good.")
