"""What an issuer's status list is: plans that can be published, values that never change, credentials."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.conformance import conformance_errors
from qualitybadge.errors import InputError, IssueError
from qualitybadge.issue.badge import Badge
from qualitybadge.issue.statusentry import EntryName, entry_names
from qualitybadge.issue.statuslist import Action, StatusChange, StatusPlan, StatusSnapshot
from qualitybadge.jsonld import vocabulary_errors
from qualitybadge.status.entries import read_entries
from qualitybadge.status.listing import read_list

URL = "https://academy.example/status/1.json"
NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
PLAN = StatusPlan(URL)
WORDS = ("fine", "under review", "on hold", "replaced")
MESSAGES = StatusPlan(URL, ("message",), size=2, messages=WORDS)
EMPTY = StatusSnapshot.empty(PLAN)


def test_a_plan_is_a_list_of_revocations_unless_told():
    assert (PLAN.purposes, PLAN.entries, PLAN.size, PLAN.messages) == (("revocation",), 131_072, 1, ())
    assert StatusPlan(URL, ["revocation"]) == PLAN


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "http://academy.example/1"}, "https"),
        ({"url": "https://academy.example/1#list"}, "without fragment"),
        ({"url": "https://academy.example"}, "followed by a path"),
        ({"url": "HTTPS://Academy.example/1"}, "lower case"),
        ({"url": "https://127.0.0.1/1"}, "127.0.0.1"),
        ({"url": 7}, "https address"),
        ({"purposes": "revocation"}, "tuple of texts"),
        ({"purposes": ()}, "one purpose"),
        ({"purposes": ("a", "a")}, "different"),
        ({"purposes": ("",)}, "one purpose"),
        ({"purposes": (1,)}, "a text"),
        ({"purposes": ("\ud800",)}, "half a character"),
        ({"purposes": ("x" * 1001,)}, "1000 characters"),
        ({"purposes": ("message",)}, "needs the messages"),
        ({"purposes": ("message",), "messages": WORDS}, "2 values need as many messages, not 4"),
        ({"purposes": ("own",), "size": 2}, "4 values need as many messages, not 0"),
        (
            {"purposes": ("own", "suspension"), "size": 2, "messages": WORDS},
            "purpose suspension takes one bit",
        ),
        ({"purposes": ("own",), "size": 0}, "1 to 8 bits"),
        ({"purposes": ("own",), "size": 9}, "1 to 8 bits"),
        ({"purposes": ("own",), "size": True}, "1 to 8 bits"),
        ({"entries": 131_071}, "131072 to"),
        ({"entries": 10**12}, "131072 to"),
        ({"entries": 131_072.0}, "131072 to"),
    ],
)
def test_what_could_not_be_published_is_no_plan(changes, said):
    with pytest.raises(IssueError) as caught:
        StatusPlan(**{"url": URL, **changes})
    assert said in str(caught.value)


def test_an_entry_is_what_a_badge_carries():
    assert PLAN.entry(94567) == {
        "id": f"{URL}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": URL,
    }
    entry = MESSAGES.entry(0)
    assert entry["statusSize"] == 2
    assert entry["statusMessage"][3] == {"status": "0x3", "message": "replaced"}
    (read,) = read_entries(entry)
    assert (read.url, read.number, read.size) == (URL, 0, 2)
    assert read.messages == dict(enumerate(WORDS))


def test_an_entry_has_one_of_the_purposes():
    both = StatusPlan(URL, ("revocation", "suspension"))
    assert both.entry(1, "suspension")["statusPurpose"] == "suspension"
    for asked, said in ((None, "several purposes"), ("refresh", "has not the purpose")):
        with pytest.raises(IssueError, match=said):
            both.entry(1, asked)


@pytest.mark.parametrize("index", [-1, 131_072, True, "1", 1.0, None, pytest.param(10**5000, id="huge")])
def test_an_index_outside_the_list_is_refused(index):
    for call in (PLAN.entry, EMPTY.value, lambda place: EMPTY.with_value(place, 1)):
        with pytest.raises(IssueError) as caught:
            call(index)
        assert caught.value.code == "RANGE"


@pytest.mark.parametrize("value", [-1, 2, True, "1", None, pytest.param(10**5000, id="huge")])
def test_a_value_beyond_the_size_is_refused(value):
    for call in (lambda: EMPTY.with_value(1, value), lambda: PLAN.meaning(value)):
        with pytest.raises(IssueError) as caught:
            call()
        assert caught.value.code == "RANGE"


def test_a_meaning_is_said_in_the_words_of_the_list():
    assert [PLAN.meaning(0), PLAN.meaning(1), MESSAGES.meaning(2)] == ["unset", "set", "on hold"]


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.integers(0, 131_071), st.integers(0, 3), max_size=20))
def test_a_snapshot_says_what_was_set_and_nothing_else(values):
    before = StatusSnapshot.empty(MESSAGES)
    after = before.with_values(values)
    assert {index: after.value(index) for index in values} == values
    assert after.bits.set_indexes() == tuple(sorted(index for index, value in values.items() if value))
    assert before.bits.set_indexes() == ()
    read = read_list(after.credential("did:example:a", valid_from=NOW))
    assert read.entries(2).set_indexes() == after.bits.set_indexes()


def test_a_snapshot_counts_what_is_free():
    assert EMPTY.free == 131_072
    assert EMPTY.with_value(3, 1).value(3) == 1


def test_the_credential_is_what_the_recommendation_asks_for():
    made = EMPTY.with_value(7, 1).credential(
        "did:web:academy.example",
        valid_from=NOW,
        valid_until=NOW + timedelta(days=7),
        ttl=timedelta(hours=1),
    )
    assert conformance_errors(made) == ()
    assert vocabulary_errors(made) == ()
    subject = made["credentialSubject"]
    assert made["id"] == URL != subject["id"]
    assert made["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert (made["validFrom"], made["validUntil"]) == ("2026-03-01T12:00:00Z", "2026-03-08T12:00:00Z")
    assert (subject["statusPurpose"], subject["ttl"]) == ("revocation", 3_600_000)
    read = read_list(made)
    assert (read.id, read.purposes, read.bits.set_indexes()) == (URL, ("revocation",), (7,))
    assert read.ttl == timedelta(hours=1)


def test_the_credential_says_no_more_than_it_must():
    made = StatusSnapshot.empty(StatusPlan(URL, ("a", "b"))).credential("did:example:a", valid_from=NOW)
    assert "validUntil" not in made
    assert set(made["credentialSubject"]) == {"id", "type", "statusPurpose", "encodedList"}
    assert made["credentialSubject"]["statusPurpose"] == ["a", "b"]


@pytest.mark.parametrize(
    "terms",
    [
        {"valid_from": NOW.replace(tzinfo=None)},
        {"valid_from": "2026-03-01T12:00:00Z"},
        {"valid_from": NOW, "valid_until": NOW},
        {"valid_from": NOW, "valid_until": NOW - timedelta(days=1)},
        {"valid_from": datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-5)))},
        {"valid_from": NOW, "ttl": timedelta(0)},
        {"valid_from": NOW, "ttl": timedelta(seconds=-1)},
        {"valid_from": NOW, "ttl": 60},
    ],
)
def test_terms_that_cannot_be_are_refused(terms):
    with pytest.raises(IssueError):
        EMPTY.credential("did:example:a", **terms)


def test_a_change_remembers_its_moment_in_utc():
    there = NOW.astimezone(timezone(timedelta(hours=2)))
    assert StatusChange(1, 1, there, Action.REVOKE, "lost") == StatusChange(1, 1, NOW, Action.REVOKE, "lost")


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (NOW, "x" * 1001),
        (NOW, None),
        (NOW, "\udc00"),
        (NOW.replace(tzinfo=None), ""),
        ("now", ""),
        (datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-5))), ""),
    ],
)
def test_a_change_without_moment_or_with_a_strange_reason_is_refused(at, reason):
    with pytest.raises(IssueError):
        StatusChange(1, 1, at, reason=reason)


def test_entries_are_found_wherever_they_stand():
    entry, other = PLAN.entry(5), {"id": "https://academy.example/list", "type": "1EdTechRevocationList"}
    credential = {"credentialStatus": [other, entry]}
    for target in (f"{URL}#5", entry, [entry], (entry, other), credential, Badge(credential)):
        assert entry_names(target) == (EntryName(URL, 5),)
    assert str(EntryName(URL, 5)) == f"{URL}#5"
    assert len(entry_names([entry, PLAN.entry(6)])) == 2


@pytest.mark.parametrize(
    "target",
    [
        "",
        URL,
        f"{URL}#",
        f"{URL}#x",
        f"{URL}#²",
        f"{URL}#-1",
        "#5",
        f"{URL}#{'1' * 13}",
        None,
        5,
        {},
        [],
        {"credentialStatus": None},
        {"credentialStatus": {"type": "Other"}},
        ["x"],
    ],
)
def test_what_names_no_entry_is_refused(target):
    with pytest.raises(IssueError):
        entry_names(target)


@pytest.mark.parametrize("index", ["abc", "-1", "1e3", 5, None, "9" * 30])
def test_e02_an_entry_with_a_malformed_index_is_refused(index):
    with pytest.raises(InputError):
        entry_names(PLAN.entry(5) | {"statusListIndex": index})


def test_a_change_says_what_was_done():
    with pytest.raises(IssueError, match="Action"):
        StatusChange(1, 1, NOW, "revoke")
