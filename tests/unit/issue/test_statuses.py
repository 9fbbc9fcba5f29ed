"""Status from the issuer's desk to the verifier's verdict: allocate, issue, publish, suspend, revoke."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

import qualitybadge as qb
from qualitybadge.errors import IssueError
from qualitybadge.issue.statuses import StatusLists
from qualitybadge.issue.statusfile import SqliteStatusStore
from qualitybadge.issue.statuslist import Action, StatusPlan
from qualitybadge.issue.statusstore import MemoryStatusStore
from support.keyring import pair
from support.world import KEY

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
URL = "https://academy.example/status/1.json"
OTHER = "https://academy.example/status/2.json"
DID = "did:web:academy.example"
PROFILE = {"id": DID, "name": "Academy of Invention"}
ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "name": "Welding, first course",
    "description": "Joins two plates that stay joined.",
    "criteria": {"narrative": "Weld a seam that holds 5 kN, seen by an examiner."},
}
ADA = qb.Recipient.email("ada@example.org", hashed=True)
ISSUER = qb.Issuer(PROFILE, KEY, method=f"{DID}#key-1", clock=lambda: NOW)


@pytest.fixture
def lists(tmp_path):
    made = StatusLists(SqliteStatusStore(tmp_path / "status.db"), clock=lambda: NOW)
    made.create(URL)
    return made


@pytest.fixture
def suspensions(lists):
    lists.create(OTHER, "suspension")
    return lists


def issued(entry, issuer=ISSUER, **how):
    return issuer.issue(ACHIEVEMENT, ADA, credential_status=entry, **how)


def verified(badge, lists, url=URL, issuer=ISSUER, **how):
    published = lists.publish(url, issuer, **how)
    body = published.token.encode() if published.token else published.document
    documents = {str(at): document for at, document in issuer.trust_artefacts().items()}
    return qb.verify(
        badge.token or badge.document, fetcher=qb.StaticFetcher(documents | {url: body}), now=NOW
    )


@pytest.mark.parametrize("list_proof", [None, "vc-jwt"])
@pytest.mark.parametrize("badge_proof", [None, "vc-jwt"])
def test_a_badge_is_valid_before_and_invalid_after_its_revocation(badge_proof, list_proof, lists):
    badge, other = (issued(lists.allocate(URL), proof=badge_proof) for _ in range(2))
    assert verified(badge, lists, proof=list_proof).verdict is qb.Verdict.VALID
    (status,) = lists.revoke(badge, reason="issued to the wrong person")
    assert (status.revoked, status.last.reason, status.last.at) == (True, "issued to the wrong person", NOW)
    report = verified(badge, lists, proof=list_proof)
    assert report.verdict is qb.Verdict.INVALID
    assert {row.problem.code for row in report.checks if row.outcome is qb.Outcome.FAILED} == {"REVOKED"}
    assert verified(other, lists, proof=list_proof).verdict is qb.Verdict.VALID


@pytest.mark.parametrize("key_type", ["P-256", "P-384", "RSA"])
def test_every_key_type_publishes_lists(key_type, lists):
    issuer = qb.Issuer("Academy of Invention", pair(key_type, "academy"), clock=lambda: NOW)
    badge = issued(lists.allocate(URL), issuer)
    assert verified(badge, lists, issuer=issuer).verdict is qb.Verdict.VALID
    lists.revoke(badge)
    assert verified(badge, lists, issuer=issuer).verdict is qb.Verdict.INVALID


def test_a_suspension_ends_and_a_revocation_does_not(suspensions):
    lists = suspensions
    badge = issued(lists.allocate(OTHER))
    lists.suspend(badge, reason="under review")
    assert verified(badge, lists, OTHER).verdict is not qb.Verdict.VALID
    (status,) = lists.unsuspend(badge, reason="all is well")
    assert (status.value, status.revoked) == (0, False)
    assert verified(badge, lists, OTHER).verdict is qb.Verdict.VALID
    lists.revoke(badge, reason="it was not")
    for do in (lists.suspend, lists.unsuspend):
        with pytest.raises(IssueError, match="final"):
            do(badge)
    assert verified(badge, lists, OTHER).verdict is not qb.Verdict.VALID
    assert [step.action for step in lists.store.history(OTHER)] == [
        Action.SUSPEND,
        Action.UNSUSPEND,
        Action.REVOKE,
    ]


def test_a_revocation_marks_all_entries_of_a_badge(suspensions):
    lists = suspensions
    entries = [lists.allocate(OTHER), lists.allocate(URL)]
    found = lists.revoke({"credentialStatus": entries})
    assert [status.purpose for status in found] == ["revocation", "suspension"]
    with pytest.raises(IssueError, match="final"):
        lists.unsuspend(entries[0]["id"])


def test_what_was_revoked_elsewhere_is_not_unsuspended(suspensions):
    lists = suspensions
    entries = [lists.allocate(OTHER), lists.allocate(URL)]
    lists.suspend(entries)
    lists.revoke(entries[1])
    with pytest.raises(IssueError, match=f"{entries[1]['id']} was revoked"):
        lists.unsuspend(entries)
    assert lists.status(entries[0])[0].value == 1


def test_set_does_what_the_purpose_means(suspensions):
    lists = suspensions
    lists.create(OTHER + "m", "message", size=2, messages=("fine", "late", "lost", "found"))
    done = []
    for url, values in ((URL, (0, 1)), (OTHER, (1, 0)), (OTHER + "m", (3, 0))):
        entry = lists.allocate(url)
        done += [lists.set(entry, value, reason="r").last.action for value in values]
    assert done == [Action.SET, Action.REVOKE, Action.SUSPEND, Action.UNSUSPEND, Action.SET, Action.SET]
    with pytest.raises(IssueError, match="several entries"):
        lists.set([lists.allocate(URL), lists.allocate(URL)], 1)


def test_a_message_reaches_the_verifier(lists):
    lists.create(OTHER, "message", size=2, messages=("fine", "late", "lost", "found"))
    badge = issued(lists.allocate(OTHER))
    assert lists.set(badge, 2).meaning == "lost"
    report = verified(badge, lists, OTHER)
    assert report.verdict is qb.Verdict.VALID
    assert any("lost" in row.message for row in report.checks if row.id == "status")


def test_what_an_entry_cannot_say_is_refused(suspensions):
    lists = suspensions
    lists.create(OTHER + "m", "message", messages=("fine", "late"))
    revocation, message = lists.allocate(URL), lists.allocate(OTHER + "m")
    for do, entry in (
        (lists.suspend, revocation),
        (lists.unsuspend, revocation),
        (lists.revoke, message),
        (lists.suspend, message),
    ):
        with pytest.raises(IssueError, match="no entry of purpose"):
            do(entry)
    with pytest.raises(IssueError) as caught:
        lists.set(message, 2)
    assert caught.value.code == "RANGE"


def test_a_list_of_several_purposes_gives_each_badge_one(lists):
    lists.create(OTHER, ("revocation", "suspension"))
    with pytest.raises(IssueError, match="several purposes"):
        lists.allocate(OTHER)
    badge = issued(lists.allocate(OTHER, purpose="suspension"))
    assert verified(badge, lists, OTHER).verdict is qb.Verdict.VALID
    lists.suspend(badge)
    assert verified(badge, lists, OTHER).verdict is not qb.Verdict.VALID


def test_many_entries_at_once(lists):
    entries = lists.allocate_many(URL, 500)
    assert len({entry["statusListIndex"] for entry in entries}) == 500
    assert lists.plan(URL) == StatusPlan(URL)
    for call in (lists.plan, lists.allocate):
        with pytest.raises(IssueError, match="no status list"):
            call(OTHER)


def test_the_store_holds_no_secret_and_no_person(lists):
    badge = issued(lists.allocate(URL))
    lists.revoke(badge, reason="a reason")
    lists.publish(URL, ISSUER)
    content = lists.store.path.read_bytes()
    assert b"a reason" in content
    secret = KEY.to_jwk(private=True)["d"]
    for hidden in (
        badge.id,
        "ada@example.org",
        "did:example:",
        "identityHash",
        secret,
        KEY.to_secret_multikey(),
    ):
        assert hidden.encode() not in content


def test_the_published_list_says_how_long_it_is_good(lists):
    made = lists.publish(
        URL, ISSUER, proof=("eddsa-rdfc-2022", "vc-jwt"), valid_for=timedelta(days=7), ttl=timedelta(hours=1)
    )
    assert made.id == URL
    assert (made.credential["validFrom"], made.credential["validUntil"]) == (
        "2026-03-01T12:00:00Z",
        "2026-03-08T12:00:00Z",
    )
    assert made.document["credentialSubject"]["ttl"] == 3_600_000
    for form in (made.document, made.token):
        report = qb.verify(form, fetcher=qb.StaticFetcher(ISSUER.trust_artefacts()), now=NOW)
        assert report.kind is qb.Kind.STATUS_LIST
        # All that is required of it holds, except that it is no badge.
        rows = [row.id for row in report.checks if row.required and row.outcome is not qb.Outcome.PASSED]
        assert rows == ["status"]


def test_the_gate_judges_badges_and_not_lists(lists):
    strict = qb.Issuer(PROFILE, KEY, method=f"{DID}#key-1", clock=lambda: NOW, gate=lambda _draft: ["never"])
    assert lists.publish(URL, strict).document


def test_what_cannot_be_published_is_refused(lists):
    for terms in ({"valid_for": timedelta.max}, {"valid_for": timedelta(0)}, {"ttl": timedelta(0)}):
        with pytest.raises(IssueError):
            lists.publish(URL, ISSUER, **terms)
    with pytest.raises(IssueError, match="no status list"):
        lists.publish(OTHER, ISSUER)
    with pytest.raises(TypeError, match="Issuer"):
        lists.publish(URL, KEY)


@pytest.mark.parametrize("store", [None, MemoryStatusStore, "status.db"])
def test_what_is_no_store_is_refused(store):
    with pytest.raises(TypeError, match="StatusStore"):
        StatusLists(store)


# --- the folder of a web server ---


def test_the_list_stands_where_its_url_says(lists, tmp_path):
    web = tmp_path / "web"
    (file,) = lists.publish_into(web, URL, ISSUER)
    assert file == web / "status" / "1.json"
    assert json.loads(file.read_bytes())["id"] == URL
    badge = issued(lists.allocate(URL))
    lists.revoke(badge)
    files = lists.publish_into(web, URL, ISSUER, proof=("eddsa-rdfc-2022", "vc-jwt"))
    assert files == (file, web / "status" / "1.json.jwt")
    served = {URL: json.loads(file.read_bytes())} | ISSUER.trust_artefacts()
    report = qb.verify(badge.document, fetcher=qb.StaticFetcher(served), now=NOW)
    assert report.verdict is qb.Verdict.INVALID
    (token,) = lists.publish_into(web, URL, ISSUER, proof="vc-jwt")
    assert token == file
    assert file.read_bytes().count(b".") == 2
    assert sorted(path.name for path in file.parent.iterdir()) == ["1.json", "1.json.jwt"]


def test_a_url_that_no_file_can_answer(lists, tmp_path):
    lists.create("https://academy.example/status?list=1")
    with pytest.raises(IssueError, match="query"):
        lists.publish_into(tmp_path / "web", "https://academy.example/status?list=1", ISSUER)
    assert not (tmp_path / "web").exists()


def test_a_folder_that_is_a_file(lists, tmp_path):
    (tmp_path / "web").touch()
    with pytest.raises(IssueError) as caught:
        lists.publish_into(tmp_path / "web", URL, ISSUER)
    assert caught.value.code == "FILE"


class Restless(MemoryStatusStore):
    """A store in which another process revokes a badge while the list is being signed."""

    def __init__(self, times):
        super().__init__()
        self.times = times

    def snapshot(self, url):
        made = super().snapshot(url)
        if self.times:
            self.times -= 1
            StatusLists(self, clock=lambda: NOW).revoke(StatusLists(self).allocate(url))
        return made


def test_no_older_list_stays_where_a_newer_one_belongs(tmp_path):
    store = Restless(3)
    lists = StatusLists(store)
    lists.create(URL)
    (file,) = lists.publish_into(tmp_path, URL, ISSUER)
    newest = store.snapshot(URL)
    assert len(newest.bits.set_indexes()) == 3
    assert json.loads(file.read_bytes())["credentialSubject"]["encodedList"] == newest.bits.encode()


def test_a_list_that_never_rests_is_reported(tmp_path):
    lists = StatusLists(Restless(-1))
    lists.create(URL)
    with pytest.raises(IssueError, match="changes faster"):
        lists.publish_into(tmp_path, URL, ISSUER)


@pytest.mark.parametrize("valid_for", [5, "1 day", NOW])
def test_how_long_a_list_is_valid_is_a_timedelta(lists, valid_for):
    with pytest.raises(TypeError, match="valid_for must be a timedelta"):
        lists.publish(URL, ISSUER, valid_for=valid_for)
