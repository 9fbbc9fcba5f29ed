from __future__ import annotations

import pytest

from qualitybadge.errors import InputError
from qualitybadge.model.identity import Identity, Recipient
from qualitybadge.model.ob3 import IdentityObject
from support.badges import badge

ADA = "ada@academy.example"


def test_a_plain_email():
    assert Recipient.email(ADA).to_subject() == {
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityType": "emailAddress", "identityHash": ADA}
        ]
    }


def test_a_did_is_the_subjects_id():
    assert Recipient.did("did:key:z6Mk").to_subject() == {"id": "did:key:z6Mk"}


def test_a_hashed_identity_has_a_fresh_salt_each_time():
    recipient = Recipient.email(ADA, hashed=True)
    one, two = (recipient.to_subject()["identifier"][0] for _ in range(2))
    assert one["identityHash"].startswith("sha256$")
    assert one["salt"] != two["salt"]
    assert one["identityHash"] != two["identityHash"]
    assert len(one["salt"]) >= 21  # 16 bytes in base64url
    for made in (one, two):
        assert IdentityObject.model_validate(made)
        assert Recipient.email(ADA).matches({"identifier": [made]}).matched


def test_a_given_salt_is_used_and_may_be_empty():
    for salt in ("Kosher", ""):
        made = Recipient.identifier("42", type="sourcedId", hashed=True, salt=salt).to_subject()[
            "identifier"
        ][0]
        assert made["salt"] == salt
        assert made["identityType"] == "sourcedId"
        assert Recipient.identifier("42", type="sourcedId").matches({"identifier": [made]}).matched


def test_a_profile_names_several_identities():
    profile = {
        "id": "did:key:z6Mk",
        "type": "Profile",
        "name": "Ada",
        "email": [ADA, "ada@home.example"],
        "telephone": "+43 1",
        "ext:studentId": ("7",),
        "image": "https://academy.example/a.png",
    }
    recipient = Recipient.from_profile(profile)
    assert recipient.identities == (
        Identity("id", "did:key:z6Mk"),
        Identity("emailAddress", ADA),
        Identity("emailAddress", "ada@home.example"),
        Identity("ext:telephone", "+43 1"),
        Identity("ext:studentId", "7"),
    )
    subject = recipient.to_subject()
    assert subject["id"] == "did:key:z6Mk"
    assert len(subject["identifier"]) == 4
    assert recipient.matches({"id": "urn:uuid:1", "identifier": subject["identifier"][1:2]}).matched


@pytest.mark.parametrize(
    "profile", [{}, {"name": "Ada"}, {"email": []}, {"email": None}, {"email": [ADA, 7]}, {"url": ""}]
)
def test_a_profile_without_identity_is_refused(profile):
    with pytest.raises(InputError):
        Recipient.from_profile(profile)


@pytest.mark.parametrize("value", ["", None, 7])
def test_an_empty_identity_is_refused(value):
    for make in (Recipient.email, Recipient.did):
        with pytest.raises(InputError):
            make(value)


def test_one_subject_has_one_id():
    with pytest.raises(InputError, match="one id"):
        Recipient.from_profile({"id": "did:key:z6Mk", "url": "https://ada.example"}).to_subject()


def test_no_identity_is_shown():
    recipient = Recipient.email(ADA, hashed=True, salt="Kosher")
    assert ADA not in repr(recipient)
    assert "Kosher" not in repr(recipient)
    assert "emailAddress" in repr(recipient)


def test_the_subject_of_a_badge():
    subject = badge()["credentialSubject"]
    assert Recipient.did("did:key:z6MkExample").matches(subject).pointer == "/id"
    assert not Recipient.did("did:key:z6MkOther").matches(subject).matched


def test_recipients_are_values():
    assert Recipient.email(ADA) == Recipient.identifier(ADA, type="email")
    assert len({Recipient.email(ADA), Recipient.email(ADA)}) == 1
    with pytest.raises(AttributeError):
        Recipient.email(ADA).hashed = True  # type: ignore[misc]
