"""Status lists in a published folder: named in hosting.json, kept by publishing, never over a foreign file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.errors import IssueError
from qualitybadge.issue.keyhistory import KeyHistory
from qualitybadge.issue.statuses import StatusLists
from qualitybadge.issue.statusfile import SqliteStatusStore
from qualitybadge.issue.statusstore import MemoryStatusStore
from support.hosted import ACHIEVEMENT, ADA, NOW
from support.keyring import pair

HOST = "https://academy.example"
URL = f"{HOST}/status/1.json"
DID = "did:web:academy.example"
ONE, TWO = pair("Ed25519", "one"), pair("P-256", "two")
PROFILE = {"id": DID, "name": "Academy of Invention"}
ISSUER = qb.Issuer(PROFILE, ONE, method=f"{DID}#key-1", clock=lambda: NOW)
LATER = qb.Issuer(PROFILE, TWO, method=f"{DID}#key-2", clock=lambda: NOW)
OTHER = qb.Issuer("Somebody", TWO, clock=lambda: NOW)
HISTORY = KeyHistory.start(f"{DID}#key-1", ONE, at=NOW)


@pytest.fixture(params=["memory", "file"])
def lists(request, tmp_path):
    store = MemoryStatusStore() if request.param == "memory" else SqliteStatusStore(tmp_path / "status.db")
    made = StatusLists(store, clock=lambda: NOW)
    made.create(URL)
    return made


def listed(folder):
    files = json.loads((folder / "hosting.json").read_bytes())["files"]
    return {file["url"]: (file["file"], file["mediaType"], file["issuer"]) for file in files}


def verdict(badge, folder):
    return qb.verify(badge, fetcher=qb.StaticFetcher.from_folder(folder), now=NOW).verdict


def test_a_folder_with_keys_and_list_verifies_and_revokes(lists, tmp_path):
    web = tmp_path / "web"
    ISSUER.publish(web)
    badge = ISSUER.issue(ACHIEVEMENT, ADA, credential_status=lists.allocate(URL))
    assert verdict(badge, web) is qb.Verdict.INDETERMINATE
    lists.publish_into(web, URL, ISSUER)
    assert verdict(badge, web) is qb.Verdict.VALID
    lists.revoke(badge)
    lists.publish_into(web, URL, ISSUER)
    assert verdict(badge, web) is qb.Verdict.INVALID


def test_the_list_is_named_and_a_later_publication_keeps_it(lists, tmp_path):
    (file,) = lists.publish_into(tmp_path, URL, ISSUER)
    assert listed(tmp_path) == {URL: ("status/1.json", "application/vc", DID)}
    history = HISTORY.rotate(TWO, at=NOW)
    assert LATER.publish(tmp_path, history).removed == ()
    LATER.publish(tmp_path, history, forget_keys=True)
    assert file.exists()
    assert {URL, f"{HOST}/profile.json"} <= set(listed(tmp_path))
    lists.publish_into(tmp_path, URL, LATER, history=history)
    assert {URL, f"{HOST}/profile.json"} <= set(listed(tmp_path))


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        ("vc-jwt", {URL: ("status/1.json", "application/vc+jwt", DID)}),
        (
            ("eddsa-rdfc-2022", "vc-jwt"),
            {
                URL: ("status/1.json", "application/vc", DID),
                f"{URL}.jwt": ("status/1.json.jwt", "application/vc+jwt", DID),
            },
        ),
    ],
)
def test_each_form_has_its_address_and_type(proof, expected, lists, tmp_path):
    for _ in range(2):  # over itself, too
        lists.publish_into(tmp_path, URL, ISSUER, proof=proof)
        assert listed(tmp_path) == expected


@pytest.mark.parametrize(
    "foreign", [b"mine", b"{", b"{}", b'{"id": "https://academy.example/status/2.json"}', b""]
)
def test_a_foreign_file_is_not_replaced_unasked(foreign, lists, tmp_path):
    place = tmp_path / "status" / "1.json"
    place.parent.mkdir()
    place.write_bytes(foreign)
    with pytest.raises(IssueError, match="is not the list of") as caught:
        lists.publish_into(tmp_path, URL, ISSUER)
    assert caught.value.code == "FILE"
    assert place.read_bytes() == foreign
    assert not (tmp_path / "hosting.json").exists()
    lists.publish_into(tmp_path, URL, ISSUER, overwrite=True)
    assert json.loads(place.read_bytes())["id"] == URL


def test_the_folder_of_another_host_is_refused(lists, tmp_path):
    who = {"id": "did:web:other.example", "name": "Other"}
    qb.Issuer(who, TWO, method="did:web:other.example#key-1").publish(tmp_path)
    with pytest.raises(IssueError, match=r"for the host 'https://other\.example'"):
        lists.publish_into(tmp_path, URL, ISSUER)
    assert not (tmp_path / "status").exists()


def test_the_list_of_another_issuer_is_refused_unless_it_is_handed_over(lists, tmp_path):
    lists.publish_into(tmp_path, URL, ISSUER)
    before = (tmp_path / "status" / "1.json").read_bytes()
    for publish in (lambda: lists.publish(URL, OTHER), lambda: lists.publish_into(tmp_path, URL, OTHER)):
        with pytest.raises(IssueError, match=f"is the list of {DID}") as caught:
            publish()
        assert caught.value.code == "CONTROLLER_MISMATCH"
    assert (tmp_path / "status" / "1.json").read_bytes() == before
    lists.publish_into(tmp_path, URL, OTHER, overwrite=True)
    with pytest.raises(IssueError, match="is the list of did:key:"):
        lists.publish(URL, ISSUER)


def test_a_publication_that_fails_claims_nothing(lists):
    with pytest.raises(IssueError, match="no proof named"):
        lists.publish(URL, OTHER, proof="bogus")
    assert lists.publish(URL, ISSUER).credential["issuer"] == DID


def test_a_key_that_the_history_knows_as_void_is_refused(lists):
    history = HISTORY.rotate(TWO, at=NOW)
    with pytest.raises(IssueError, match="is retired in the history"):
        lists.publish(URL, ISSUER, history=history)
    void = history.compromise(f"{DID}#key-2", since=datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(IssueError, match="is compromised in the history"):
        lists.publish(URL, LATER, history=void)
    with pytest.raises(IssueError, match="is another one in the history"):
        lists.publish(URL, replace(LATER, method=f"{DID}#key-1"), history=history)
    assert lists.publish(URL, LATER, history=history).id == URL
    with pytest.raises(TypeError, match="history must be a KeyHistory"):
        lists.publish(URL, LATER, history=TWO)


def test_there_are_no_other_terms(lists):
    with pytest.raises(TypeError, match="nothing named 'vaild_for'"):
        lists.publish(URL, ISSUER, vaild_for=None)


def test_an_unknown_list_is_nobodys(lists):
    with pytest.raises(IssueError, match="no status list"):
        lists.store.claim(f"{HOST}/status/9.json", DID)
