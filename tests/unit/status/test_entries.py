"""What a credential says about its own status: every form, and every way of saying it wrongly."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InputError, UnsupportedError
from qualitybadge.limits import Limits
from qualitybadge.status.entries import Entry, WholeList, read_entries
from qualitybadge.status.listing import BITSTRING, REVOCATION_LIST_2020, STATUS_LIST_2021
from support.statuses import INDEX, URL, entry

PLACE = "/credentialStatus"


def only(named):
    (found,) = read_entries(named)
    return found


def refused(named, expected_code, pointer):
    error = only(named)
    assert isinstance(error, InputError)
    assert (error.code, error.pointer) == (expected_code, pointer)


def test_a_plain_entry():
    assert only(entry()) == Entry(PLACE, BITSTRING, URL, "revocation", INDEX)
    assert only(entry(type=["BitstringStatusListEntry", "Other"])) == only(entry())
    assert only(entry(statusListIndex="007")).number == 7


def test_an_entry_with_messages():
    table = [{"status": "0x0", "message": "open"}, {"status": "0x1", "message": "closed"}]
    found = only(entry(statusPurpose="message", statusMessage=table, statusReference="https://a.example/"))
    assert found.messages == {0: "open", 1: "closed"}
    assert (found.size, found.references) == (1, ("https://a.example/",))
    wide = [{"status": f"0x{value:02X}", "message": str(value)} for value in range(16)]
    found = only(entry(statusSize=4, statusMessage=wide, statusReference=["a:b", "c:d"]))
    assert (found.size, len(found.messages), found.references) == (4, 16, ("a:b", "c:d"))
    assert only(entry(statusSize=1)).messages is None


def test_the_older_forms():
    older = entry(type="StatusList2021Entry", statusSize=5)
    assert only(older) == Entry(PLACE, STATUS_LIST_2021, URL, "revocation", INDEX)
    oldest = {"id": "a:b", "type": "RevocationList2020Status", "revocationListIndex": "5"}
    assert only(oldest | {"revocationListCredential": URL}) == Entry(
        PLACE, REVOCATION_LIST_2020, URL, "revocation", 5
    )
    refused(oldest, "STATUS_VERIFICATION_ERROR", f"{PLACE}/revocationListCredential")


def test_a_whole_list():
    assert only({"id": URL, "type": "1EdTechRevocationList"}) == WholeList(PLACE, URL)
    refused({"type": "1EdTechRevocationList"}, "STATUS_VERIFICATION_ERROR", f"{PLACE}/id")


@pytest.mark.parametrize("name", ["statusListCredential", "statusPurpose"])
@pytest.mark.parametrize("value", [None, "", 5, ["x"]])
def test_a_text_must_be_one(name, value):
    refused(entry(**{name: value}), "STATUS_VERIFICATION_ERROR", f"{PLACE}/{name}")


@pytest.mark.parametrize("value", [5, ["a:b", 5], {"id": "a:b"}])
def test_a_reference_is_an_address(value):
    refused(entry(statusReference=value), "STATUS_VERIFICATION_ERROR", f"{PLACE}/statusReference")


@pytest.mark.parametrize("named", [None, "x", 5, []])
def test_what_is_no_entry_at_all(named):
    refused(named, "MALFORMED_VALUE", PLACE)


def test_several_entries_each_have_their_place():
    found = read_entries([entry(), 5, {"type": "Other"}])
    assert found[0].place == f"{PLACE}/0"
    assert [error.pointer for error in found[1:]] == [f"{PLACE}/1", f"{PLACE}/2/type"]
    assert isinstance(found[2], UnsupportedError)


def test_an_entry_without_a_type_is_unknown():
    assert "of the type nothing" in only({"id": "a:b"}).message


def test_more_entries_than_the_limit_are_counted():
    found = read_entries([entry()] * 5, limits=Limits(status_entries=3))
    assert [isinstance(item, Entry) for item in found] == [True] * 3 + [False]
    assert "2 more status entries" in found[-1].message
