"""A plain list of revoked ids: who stands in it, and what is no such list."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InputError
from qualitybadge.status.revocation import read_revocations

OWN = "https://academy.example/credentials/ä b"


def test_who_stands_in_the_list_is_revoked():
    found = read_revocations(
        {
            "id": "https://academy.example/revoked",
            "issuer": {"id": "https://academy.example"},
            "revokedCredential": [
                {"id": "urn:uuid:1", "revoked": True, "reason": "fraud"},
                {"id": "urn:uuid:2", "revocationReason": "typing error"},
                {"id": "urn:uuid:3", "revoked": False},
                {"id": "urn:uuid:4", "reason": 5},
                {"id": "urn:uuid:1", "revoked": False},
            ],
        }
    )
    assert (found.id, found.issuer) == ("https://academy.example/revoked", "https://academy.example")
    reasons = [found.reason(f"urn:uuid:{number}") for number in range(1, 6)]
    assert reasons == ["fraud", "typing error", None, "", None]


def test_ids_are_compared_decoded_and_trimmed():
    found = read_revocations({"revokedCredential": {"id": " https://academy.example/credentials/%C3%A4%20b"}})
    assert found.reason(OWN) == ""
    assert found.reason(OWN.upper()) is None
    assert (found.id, found.issuer) == ("", "")


def test_an_empty_list_revokes_nobody():
    assert read_revocations({"revokedCredential": [], "issuer": "a:b"}).reason(OWN) is None


@pytest.mark.parametrize(
    "data",
    [
        {"id": "a:list"},
        {"issuer": "a:b"},
        {"issuer": {"id": "a:b", "type": ["Profile"]}},
        {"@context": ["a:context"], "id": "a:list", "type": "1EdTechRevocationList", "issuer": "a:b"},
        {"id": "a:list", "type": ["RevocationList"]},
    ],
)
def test_a_list_that_revokes_nobody_may_leave_the_array_out(data):
    assert read_revocations(data).reasons == {}


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ([], "/revokedCredential"),
        ({}, "/revokedCredential"),
        ({"id": "", "issuer": None}, "/revokedCredential"),
        ({"type": "1EdTechRevocationList"}, "/revokedCredential"),
        ({"id": "a:list", "error": "not found"}, "/revokedCredential"),
        ({"id": "a:list", "type": "Profile"}, "/revokedCredential"),
        ({"id": "a:list", "type": {"RevocationList": 1}}, "/revokedCredential"),
        ({"id": "a:list", "revokedCredential": None}, "/revokedCredential"),
        ({"revokedCredential": "urn:uuid:1"}, "/revokedCredential"),
        ({"revokedCredential": ["urn:uuid:1"]}, "/revokedCredential/0"),
        ({"revokedCredential": [{"id": ""}]}, "/revokedCredential/0"),
        ({"revokedCredential": [{"id": "a:b"}, {"id": 5}]}, "/revokedCredential/1"),
        ({"revokedCredential": [{"id": "a:b", "revoked": "false"}]}, "/revokedCredential/0/revoked"),
        ({"revokedCredential": [{"id": "a:b", "revoked": None}]}, "/revokedCredential/0/revoked"),
    ],
)
def test_what_is_no_such_list(data, pointer):
    with pytest.raises(InputError) as raised:
        read_revocations(data)
    assert (raised.value.code, raised.value.pointer) == ("STATUS_VERIFICATION_ERROR", pointer)
