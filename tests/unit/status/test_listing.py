"""A list credential read: every form, and every member that makes it none."""

from __future__ import annotations

import base64
import gzip
from datetime import UTC, datetime, timedelta

import pytest

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import Limits
from qualitybadge.status.bitstring import Bitstring
from qualitybadge.status.listing import (
    BITSTRING,
    DEFAULT_TTL,
    REVOCATION_LIST_2020,
    STATUS_LIST_2021,
    read_list,
)
from support.statuses import CLEAR, INDEX, SET, URL, did, listing

BASE64 = base64.b64encode(gzip.compress(SET.data)).decode()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def refused(credential, pointer, expected_code="STATUS_VERIFICATION_ERROR"):
    with pytest.raises(InputError) as raised:
        read_list(credential)
    assert (raised.value.code, raised.value.pointer) == (expected_code, pointer)


def test_a_list_is_what_its_credential_says():
    found = read_list(listing(SET, {"ttl": 60_000}, validUntil="2026-06-01T00:00:00Z"))
    assert (found.id, found.issuer, found.form, found.purposes) == (URL, did(), BITSTRING, ("revocation",))
    assert (found.bits, found.ttl) == (SET, timedelta(minutes=1))
    assert found.valid_from == moment("2026-01-01T00:00:00+00:00")
    assert found.valid_until == moment("2026-06-01T00:00:00+00:00")


def test_what_need_not_be_said():
    found = read_list(listing(id=None, validFrom=None, issuer={"id": did(), "name": "Academy"}))
    assert (found.id, found.issuer, found.ttl) == ("", did(), DEFAULT_TTL)
    assert (found.valid_from, found.valid_until) == (None, None)
    assert found.why_not_in_force(datetime.min.replace(tzinfo=UTC)) == ""


def test_the_older_forms():
    subject = {"type": "StatusList2021", "encodedList": BASE64}
    found = read_list(listing(CLEAR, subject, type=["VerifiableCredential", "StatusList2021Credential"]))
    assert (found.form, found.bits.value(INDEX)) == (STATUS_LIST_2021, 1)
    subject = {"type": "RevocationList2020", "encodedList": BASE64, "statusPurpose": None}
    dates = {
        "validFrom": None,
        "issuanceDate": "2026-01-01T00:00:00Z",
        "expirationDate": "2027-01-01T00:00:00Z",
    }
    found = read_list(listing(CLEAR, subject, type="RevocationList2020Credential", **dates))
    assert (found.form, found.purposes) == (REVOCATION_LIST_2020, ("revocation",))
    assert (found.valid_from.year, found.valid_until.year) == (2026, 2027)


def test_in_force_from_its_start_to_its_end():
    found = read_list(listing(validUntil="2026-06-01T00:00:00Z"))
    assert found.why_not_in_force(moment("2026-01-01T00:00:00+00:00")) == ""
    assert found.why_not_in_force(moment("2026-06-01T00:00:00+00:00")) == ""
    assert "not valid before 2026-01-01" in found.why_not_in_force(moment("2025-12-31T23:59:59+00:00"))
    assert "expired at 2026-06-01" in found.why_not_in_force(moment("2026-06-01T00:00:01+00:00"))
    skew = timedelta(seconds=1)
    assert found.why_not_in_force(moment("2025-12-31T23:59:59+00:00"), skew) == ""
    assert found.why_not_in_force(moment("2026-06-01T00:00:01+00:00"), skew) == ""


def test_entries_of_several_bits_are_fewer():
    found = read_list(listing())
    assert found.entries() is found.bits
    assert found.entries(4).length == CLEAR.length // 4
    assert not found.is_short()
    assert found.is_short(2)
    assert read_list(listing(Bitstring.zeros(131_064))).is_short()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"type": ["VerifiableCredential"]}, "/type"),
        ({"type": None}, "/type"),
        ({"type": 5}, "/type"),
        ({"type": ["BitstringStatusListCredential", "StatusList2021Credential"]}, "/type"),
        ({"type": "StatusList2021Credential"}, "/credentialSubject"),
        ({"credentialStatus": {}}, "/credentialStatus"),
        ({"credentialSubject": []}, "/credentialSubject"),
        ({"credentialSubject": {"type": 7}}, "/credentialSubject"),
        ({"credentialSubject": {"type": "BitstringStatusList"}}, "/credentialSubject/encodedList"),
        ({"id": 5}, "/id"),
        ({"issuer": None}, "/issuer"),
        ({"issuer": ""}, "/issuer"),
        ({"issuer": {"name": "x"}}, "/issuer"),
        ({"validUntil": 5}, "/validUntil"),
    ],
)
def test_what_is_no_list_credential(changes, pointer):
    refused(listing(**changes), pointer)


@pytest.mark.parametrize("value", [None, [], "", 5, ["revocation", 5], ["revocation", ""]])
def test_a_list_says_what_it_is_for(value):
    refused(listing(CLEAR, {"statusPurpose": value}), "/credentialSubject/statusPurpose")


def test_a_list_of_more_purposes_than_the_limit():
    refused(listing(CLEAR, {"statusPurpose": ["x"] * 17}), "/credentialSubject/statusPurpose", "LIMIT")


@pytest.mark.parametrize("value", ["60000", -1, 1.5, True, 10**16, None])
def test_a_time_to_live_is_milliseconds(value):
    subject = listing()["credentialSubject"] | {"ttl": value}
    refused(listing(credentialSubject=subject), "/credentialSubject/ttl")


def test_a_malformed_date_is_pointed_at():
    refused(listing(validFrom="soon"), "/validFrom", "MALFORMED_VALUE")


def test_a_list_beyond_the_limit():
    with pytest.raises(LimitError) as raised:
        read_list(listing(), limits=Limits(status_list_bytes=1000))
    assert raised.value.pointer == "/credentialSubject/encodedList"
