"""A recipient as a person types one."""

from __future__ import annotations

import click
import pytest

from qualitybadge.cli.recipient import ob2_recipient_from, recipient_from


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("ada@example.org", "emailAddress", "ada@example.org"),
        ("mailto:ada@example.org", "emailAddress", "ada@example.org"),
        ("did:web:academy.example", "id", "did:web:academy.example"),
        ("did:web:ada@academy.example", "id", "did:web:ada@academy.example"),
        ("urn:uuid:1", "id", "urn:uuid:1"),
        ("sourcedId=47=11", "sourcedId", "47=11"),
        ("emailAddress=ada@example.org", "emailAddress", "ada@example.org"),
        ("ext:BRIN=21XY", "ext:BRIN", "21XY"),
        ("email=ada@example.org", "emailAddress", "ada@example.org"),
        ("url=https://ada.example/", "url", "https://ada.example/"),
        ("telephone=+49123", "ext:telephone", "+49123"),
        ("id=did:example:ada", "id", "did:example:ada"),
    ],
)
def test_what_is_meant(text, kind, value):
    (identity,) = recipient_from(text).identities
    assert (identity.type, identity.value) == (kind, value)


def test_the_address_of_a_page_may_be_either_kind():
    page = "https://ada.example/me"
    assert [(one.type, one.value) for one in recipient_from(page).identities] == [("id", page), ("url", page)]
    assert recipient_from(page, hashed=True).to_subject() == {"id": page}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("ada@example.org", "email", "ada@example.org"),
        ("mailto:ada@example.org", "email", "ada@example.org"),
        ("email=ada@example.org", "email", "ada@example.org"),
        ("emailAddress=ada@example.org", "email", "ada@example.org"),
        ("https://ada.example/?a=b", "url", "https://ada.example/?a=b"),
        ("url=https://ada.example/", "url", "https://ada.example/"),
        ("telephone=+49123", "telephone", "+49123"),
        ("did:web:ada@academy.example", "id", "did:web:ada@academy.example"),
        ("id=did:example:ada", "id", "did:example:ada"),
        ("urn:uuid:1", "id", "urn:uuid:1"),
    ],
)
def test_whom_a_badge_of_2_0_is_for(text, kind, value):
    who = ob2_recipient_from(text)
    (identity,) = who.identities
    assert identity.value == value
    written = who.to_identity_object()
    assert written["type"] == kind
    assert written["hashed"] == (not value.startswith("did:"))
    assert written["hashed"] == (value not in written["identity"])


@pytest.mark.parametrize(
    "text", ["", "ada", "sourcedId=4711", "mail=ada@example.org", "email=", "foo=https://ada.example/"]
)
def test_nobody_is_meant_in_2_0(text):
    words = "email address, a URL, a DID, or TYPE=ID with TYPE one of email, url, telephone, id"
    with pytest.raises(click.UsageError, match=words):
        ob2_recipient_from(text)


@pytest.mark.parametrize("text", ["", " ", "ada", "@", "a b@c", "sourcedId=", "unknown=1", "did:", "ext:"])
def test_nobody_is_meant(text):
    with pytest.raises(click.UsageError, match="names no recipient"):
        recipient_from(text)


def test_an_identity_is_hashed_where_asked_for_and_an_id_is_not():
    assert recipient_from("ada@example.org", hashed=True).to_subject()["identifier"][0]["hashed"]
    assert recipient_from("sourcedId=1", hashed=True).to_subject()["identifier"][0]["hashed"]
    assert recipient_from("did:example:ada", hashed=True).to_subject() == {"id": "did:example:ada"}
