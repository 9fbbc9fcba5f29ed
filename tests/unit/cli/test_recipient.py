"""A recipient as a person types one."""

from __future__ import annotations

import click
import pytest

from qualitybadge.cli.recipient import recipient_from


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("ada@example.org", "emailAddress", "ada@example.org"),
        ("mailto:ada@example.org", "emailAddress", "ada@example.org"),
        ("did:web:academy.example", "id", "did:web:academy.example"),
        ("did:web:ada@academy.example", "id", "did:web:ada@academy.example"),
        ("https://ada.example/me", "id", "https://ada.example/me"),
        ("urn:uuid:1", "id", "urn:uuid:1"),
        ("sourcedId=47=11", "sourcedId", "47=11"),
        ("emailAddress=ada@example.org", "emailAddress", "ada@example.org"),
        ("ext:BRIN=21XY", "ext:BRIN", "21XY"),
    ],
)
def test_what_is_meant(text, kind, value):
    (identity,) = recipient_from(text).identities
    assert (identity.type, identity.value) == (kind, value)


@pytest.mark.parametrize("text", ["", " ", "ada", "@", "a b@c", "sourcedId=", "unknown=1", "did:", "ext:"])
def test_nobody_is_meant(text):
    with pytest.raises(click.UsageError, match="names no recipient"):
        recipient_from(text)


def test_an_identity_is_hashed_where_asked_for_and_an_id_is_not():
    assert recipient_from("ada@example.org", hashed=True).to_subject()["identifier"][0]["hashed"]
    assert recipient_from("sourcedId=1", hashed=True).to_subject()["identifier"][0]["hashed"]
    assert recipient_from("did:example:ada", hashed=True).to_subject() == {"id": "did:example:ada"}
