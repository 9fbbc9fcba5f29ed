"""The shape of presentations: what is in them, who holds them, and every finding with its place."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InputError, UnsupportedError
from qualitybadge.model.presentation import (
    envelope_kind,
    enveloped,
    holder_of,
    members_of,
    presentation_errors,
    token_in,
)

VC2, VC1 = "https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1"
TOKEN = "e30.e30.c2ln"


def presentation(**changes):
    base = {
        "@context": [VC2],
        "id": "urn:uuid:2b1f3a60-6a0f-4d8e-9d5d-0c2f9c3f7a01",
        "type": ["VerifiablePresentation"],
        "holder": "did:example:ada",
        "verifiableCredential": [{"type": ["VerifiableCredential"]}],
    }
    return {name: value for name, value in (base | changes).items() if value is not ...}


def errors(token=False, most=50, **changes):
    return presentation_errors(presentation(**changes), token=token, most=most)


def places(**how):
    return [error.pointer for error in errors(**how)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"id": ...},
        {"holder": ...},
        {"holder": {"id": "did:example:ada", "name": "Ada"}},
        {"verifiableCredential": ...},
        {"verifiableCredential": {"type": "VerifiableCredential"}},
        {"verifiableCredential": [enveloped(TOKEN), {"type": "OpenBadgeCredential"}]},
        {"type": "VerifiablePresentation"},
        {"type": ["VerifiablePresentation", "ExamplePresentation"]},
        {"@context": [VC1, "https://w3id.org/security/data-integrity/v2"]},
        {"@context": [VC1], "verifiableCredential": [TOKEN], "token": True},
    ],
)
def test_what_conforms(changes):
    assert errors(**changes) == ()


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"@context": ...}, "/@context", "CONTEXT_ORDER"),
        ({"@context": VC2}, "/@context", "CONTEXT_ORDER"),
        ({"@context": []}, "/@context", "CONTEXT_ORDER"),
        ({"@context": ["https://w3id.org/security/v2", VC2]}, "/@context", "CONTEXT_ORDER"),
        ({"type": ...}, "/type", "MALFORMED_VALUE"),
        ({"type": []}, "/type", "MALFORMED_VALUE"),
        ({"type": {"VerifiablePresentation": 1}}, "/type", "MALFORMED_VALUE"),
        ({"type": ["VerifiablePresentation", "VerifiableCredential"]}, "/type", "MALFORMED_VALUE"),
        ({"id": "no uri"}, "/id", "MALFORMED_VALUE"),
        ({"id": None}, "/id", "MALFORMED_VALUE"),
        ({"holder": "ada"}, "/holder", "MALFORMED_VALUE"),
        ({"holder": ["did:example:ada"]}, "/holder", "MALFORMED_VALUE"),
        ({"holder": {"name": "Ada"}}, "/holder/id", "MALFORMED_VALUE"),
        ({"verifiableCredential": []}, "/verifiableCredential", "MALFORMED_VALUE"),
        ({"verifiableCredential": "urn:x"}, "/verifiableCredential", "MALFORMED_VALUE"),
        ({"verifiableCredential": [None]}, "/verifiableCredential/0", "MALFORMED_VALUE"),
        ({"verifiableCredential": [{}, 7]}, "/verifiableCredential/1", "MALFORMED_VALUE"),
        ({"verifiableCredential": [TOKEN]}, "/verifiableCredential/0", "MALFORMED_VALUE"),
        ({"verifiableCredential": [TOKEN], "token": True}, "/verifiableCredential/0", "MALFORMED_VALUE"),
        ({"verifiableCredential": [TOKEN], "@context": [VC1]}, "/verifiableCredential/0", "MALFORMED_VALUE"),
        (
            {"verifiableCredential": ["{}"], "@context": [VC1], "token": True},
            "/verifiableCredential/0",
            "MALFORMED_VALUE",
        ),
        (
            {"verifiableCredential": [enveloped(TOKEN)], "@context": [VC1]},
            "/verifiableCredential/0",
            "MALFORMED_VALUE",
        ),
        (
            {"verifiableCredential": [{"type": ["VerifiablePresentation"]}]},
            "/verifiableCredential/0",
            "MALFORMED_VALUE",
        ),
        (
            {"verifiableCredential": {"type": "EnvelopedVerifiablePresentation"}},
            "/verifiableCredential",
            "MALFORMED_VALUE",
        ),
    ],
)
def test_what_does_not_conform_is_named_with_its_place(changes, pointer, code):
    (error,) = errors(**changes)
    assert (error.pointer, error.code) == (pointer, code)
    assert error.spec


def test_all_findings_are_named_at_once_and_their_number_is_bounded():
    assert places(id=1, holder=2, type="x") == ["/type", "/id", "/holder"]
    assert len(errors(verifiableCredential=[None] * 100, most=7)) == 7


def test_who_holds_it_and_what_stands_in_it():
    assert holder_of(presentation()) == "did:example:ada"
    assert holder_of(presentation(holder={"id": "did:example:bob"})) == "did:example:bob"
    assert holder_of(presentation(holder=7)) == holder_of(presentation(holder=...)) == ""
    assert members_of(presentation(verifiableCredential=...)) == []
    assert members_of(presentation(verifiableCredential="x")) == [("/verifiableCredential", "x")]
    assert [place for place, _ in members_of(presentation(verifiableCredential=["a", "b"]))] == [
        "/verifiableCredential/0",
        "/verifiableCredential/1",
    ]


def test_an_envelope_holds_a_token():
    envelope = enveloped(TOKEN)
    assert envelope_kind(envelope) == "EnvelopedVerifiableCredential"
    assert token_in(envelope) == TOKEN
    assert (
        token_in(
            envelope | {"@context": [VC2, "https://example.org/c"], "id": f"DATA:Application/VC+JWT,{TOKEN}"}
        )
        == TOKEN
    )
    shown = envelope | {"type": ["EnvelopedVerifiablePresentation"], "id": f"data:application/vp+jwt,{TOKEN}"}
    assert token_in(shown) == TOKEN
    assert (
        envelope_kind({"type": "VerifiableCredential"}) == envelope_kind("text") == envelope_kind(None) == ""
    )


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"type": "VerifiableCredential"}, "/type"),
        ({"@context": VC1}, "/@context"),
        ({"@context": None}, "/@context"),
        ({"id": None}, "/id"),
        ({"id": "urn:x"}, "/id"),
        ({"id": f"data:application/vc+jwt;{TOKEN}"}, "/id"),
        ({"id": f"https://x.example/,{TOKEN}"}, "/id"),
    ],
)
def test_what_is_no_envelope_is_refused(changes, pointer):
    with pytest.raises(InputError) as caught:
        token_in(enveloped(TOKEN) | changes)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    "media", ["application/vp+jwt", "application/vc+sd-jwt", "application/vc+cose;base64", "", "x" * 500]
)
def test_an_envelope_with_something_else_in_it_cannot_be_read(media):
    with pytest.raises(UnsupportedError) as caught:
        token_in(enveloped(TOKEN) | {"id": f"data:{media},{TOKEN}"})
    assert caught.value.undetermined
    assert len(caught.value.message) < 150
