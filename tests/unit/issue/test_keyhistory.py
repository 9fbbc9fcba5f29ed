"""The history of keys: what was signed stays named, what is compromised stays so, nothing secret is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from qualitybadge.errors import InputError, InvalidKeyError, IssueError
from qualitybadge.issue.keyhistory import MOST_KEYS, IssuerKey, KeyHistory, KeyState
from qualitybadge.keys import PublicKey
from support.keyring import TYPES, pair

DID = "did:web:academy.example"
FIRST = f"{DID}#key-1"
THEN = datetime(2024, 1, 1, tzinfo=UTC)
LATER = datetime(2025, 1, 1, tzinfo=UTC)
ONE, TWO, THREE = pair("Ed25519", "one"), pair("P-256", "two"), pair("Ed25519", "three")


def history(**how):
    return KeyHistory.start(FIRST, ONE, **{"at": THEN, **how})


def test_a_rotation_retires_the_old_key_and_names_the_new_one_anew():
    before = history()
    after = before.rotate(TWO, at=LATER)
    assert [entry.method for entry in after.keys] == [FIRST, f"{DID}#key-2"]
    assert [entry.state for entry in after.keys] == [KeyState.RETIRED, KeyState.ACTIVE]
    assert (after.keys[0].retired, after.active[0].since) == (LATER, LATER)
    assert after.active[0].key == TWO.public_key
    assert after.trusted == after.keys
    assert before == history()
    assert [entry.method for entry in before.active] == [FIRST]


def test_several_keys_may_sign_beside_each_other_until_the_next_rotation():
    two = history().add(TWO, at=LATER, method=f"{DID}#rsa")
    assert [entry.method for entry in two.active] == [FIRST, f"{DID}#rsa"]
    assert [entry.method for entry in two.rotate(THREE, at=LATER).active] == [f"{DID}#rsa-2"]


def test_a_key_retires_once():
    closed = history().retire(FIRST, at=LATER)
    assert (closed.active, closed.trusted) == ((), closed.keys)
    with pytest.raises(IssueError, match="retired already"):
        closed.retire(FIRST, at=LATER)
    with pytest.raises(IssueError, match="compromised already"):
        history().compromise(FIRST, since=LATER).retire(FIRST, at=LATER)
    with pytest.raises(IssueError, match="before it begins"):
        history().retire(FIRST, at=THEN - timedelta(seconds=1))


def test_a_compromised_key_is_trusted_no_longer_and_keeps_the_earlier_moment():
    known = history().rotate(TWO, at=LATER).compromise(FIRST, since=LATER)
    assert known.find(FIRST).state is KeyState.COMPROMISED
    assert known.find(FIRST).retired == LATER
    assert [entry.method for entry in known.trusted] == [f"{DID}#key-2"]
    assert known.compromise(FIRST, since=THEN).find(FIRST).compromised == THEN
    assert known.compromise(FIRST, since=datetime(2026, 1, 1, tzinfo=UTC)) == known
    with pytest.raises(IssueError, match=r"no key named .*key-9") as caught:
        known.compromise(f"{DID}#key-9", since=LATER)
    assert FIRST in caught.value.hint


def test_a_name_is_never_used_twice():
    after = history().rotate(TWO, at=LATER).compromise(FIRST, since=LATER)
    with pytest.raises(IssueError, match="was given to a key already"):
        after.rotate(THREE, at=LATER, method=FIRST)
    with pytest.raises(IssueError, match="under another name"):
        after.rotate(ONE, at=LATER)  # or a compromised key would come back


@pytest.mark.parametrize(
    ("names", "following"),
    [
        (["#key-1"], "#key-2"),
        (["#0"], "#1"),
        (["#signing"], "#signing-2"),
        (["#key-2", "#key-3", "#key-1"], "#key-4"),
        (["#2024-09"], "#2024-10"),
    ],
)
def test_the_next_name(names, following):
    grown = KeyHistory.start(DID + names[0], ONE)
    for name in names[1:]:
        grown = grown.add(pair("Ed25519", name), at=LATER, method=DID + name)
    assert grown.rotate(TWO, at=LATER).active[0].method == DID + following


@pytest.mark.parametrize(
    ("first", "following"), [("keys/1", "keys/2"), ("key.json", "key-2.json"), ("k9.json", "k10.json")]
)
def test_the_next_address(first, following):
    home = "https://academy.example/"
    grown = KeyHistory.start(home + first, ONE, controller=f"{home}issuer").rotate(TWO, at=LATER)
    assert grown.active[0].method == home + following


@pytest.mark.parametrize(
    ("controller", "method"),
    [
        (DID, FIRST),
        ("did:web:academy.example%3A8443", "did:web:academy.example%3A8443#k"),
        (DID, "https://academy.example/keys/1"),
        ("https://academy.example/issuer", "https://academy.example/issuer#Key_1.a-b"),
        ("https://academy.example/issuer?id=5", "https://academy.example/issuer?id=5#k"),
        ("https://academy.example/issuer", "https://academy.example/keys/1"),
    ],
)
def test_methods_that_are_the_controllers(controller, method):
    assert KeyHistory.start(method, ONE, controller=controller).controller == controller


@pytest.mark.parametrize(
    ("controller", "method", "said"),
    [
        (DID, DID, "names no key"),
        (DID, f"{DID}#", "names no key"),
        (DID, f"{DID}#a/b", "cannot stand in"),
        (DID, f"{DID}#..", "cannot stand in"),
        (DID, f"{DID}#a%2Fb", "cannot stand in"),
        (DID, f"{DID}#key 1", "cannot stand in"),
        (DID, f"{DID}#{'k' * 101}", "cannot stand in"),
        (DID, "did:web:other.example#key-1", "is not one of"),
        (DID, "https://other.example/keys/1", "is not one of"),
        (DID, "https://academy.example/keys#1", "is not one of"),
        (DID, "https://academy.example/keys/", "ends like no file"),
        (DID, "https://academy.example/keys?id=1", "ends like no file"),
        ("https://academy.example/issuer", "https://academy.example:8443/keys/1", "is not one of"),
        ("did:key:z6Mk", "did:key:z6Mk#z6Mk", "it is the key itself"),
        ("did:jwk:e30", "did:jwk:e30#0", "it is the key itself"),
        ("http://academy.example", "http://academy.example#k", "nobody could resolve"),
        ("https://127.0.0.1/i", "https://127.0.0.1/i#k", "nobody could resolve"),
        ("https://academy.example/i#me", "https://academy.example/i#me#k", "nobody could resolve"),
        ("urn:uuid:1", "urn:uuid:1#k", "nobody could resolve"),
    ],
)
def test_methods_that_nobody_would_accept(controller, method, said):
    with pytest.raises(IssueError, match=said):
        KeyHistory.start(method, ONE, controller=controller)


def test_a_malformed_did_web_is_refused():
    with pytest.raises(InputError, match="did:web is malformed"):
        KeyHistory.start("did:web:Academy.example#k", ONE)


def test_wrong_usage_is_named():
    with pytest.raises(TypeError, match="PublicKey, a KeyPair or another Signer, not str"):
        KeyHistory.start(FIRST, "key")
    with pytest.raises(TypeError, match="method must be the URL of a key as text, not int"):
        KeyHistory.start(5, ONE)
    with pytest.raises(TypeError, match="key must be a PublicKey, not KeyPair"):
        IssuerKey(FIRST, ONE)
    with pytest.raises(TypeError, match="since must be an aware datetime, not str"):
        history().compromise(FIRST, since="2024-01-01")
    with pytest.raises(IssueError, match="since is no point in time: the time zone is missing"):
        history(at=datetime(2024, 1, 1))  # noqa: DTZ001 - the fault
    with pytest.raises(IssueError, match="no point in time"):
        history(at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    with pytest.raises(TypeError, match="controller must be"):
        KeyHistory(5, (IssuerKey(FIRST, ONE.public_key),))
    with pytest.raises(IssueError, match="begins with a key"):
        KeyHistory(DID, ())


def test_a_history_has_an_end():
    many = tuple(IssuerKey(f"{DID}#k{n}", pair("Ed25519", f"k{n}").public_key) for n in range(MOST_KEYS))
    assert len(KeyHistory(DID, many).keys) == MOST_KEYS
    with pytest.raises(IssueError, match="at most") as caught:
        KeyHistory(DID, many).add(ONE, at=LATER)
    assert caught.value.code == "LIMIT"


def test_moments_are_utc_and_whole_seconds():
    entry = history(at=datetime(2024, 1, 1, 2, 0, 0, 999999, tzinfo=timezone(timedelta(hours=2)))).keys[0]
    assert (entry.since, entry.since.tzinfo) == (THEN, UTC)


@pytest.mark.parametrize("kind", TYPES)
def test_the_file_gives_the_same_history_and_holds_no_secret(kind):
    pair_ = pair(kind, "secret")
    kept = KeyHistory.start(FIRST, pair_).rotate(TWO, at=LATER).compromise(FIRST, since=THEN)
    text = kept.to_json()
    assert KeyHistory.from_json(text) == KeyHistory.from_json(text.encode()) == kept
    assert pair_.to_jwk(private=True)["d"] not in text
    assert '"d"' not in text
    assert "since" not in json.loads(text)["keys"][0]
    assert isinstance(kept.keys[0].key, PublicKey)


def _file(**changes):
    value = json.loads(history().to_json())
    entry = value["keys"][0] | changes
    value["keys"] = [{name: member for name, member in entry.items() if member is not None}]
    return value


@pytest.mark.parametrize(
    ("value", "said", "pointer"),
    [
        ([], "controller and keys", ""),
        ({"controller": DID}, "controller and keys", ""),
        (_file() | {"more": 1}, "controller and keys", ""),
        ({"controller": 5, "keys": []}, "controller is a text", ""),
        ({"controller": DID, "keys": {}}, "keys a list", ""),
        ({"controller": DID, "keys": [5]}, "members of a key", "/keys/0"),
        (_file(method=None), "members of a key", "/keys/0"),
        (_file(expires="2024-01-01T00:00:00Z"), "members of a key", "/keys/0"),
        (_file(method=5), "a text", "/keys/0/method"),
        (_file(compromised="yesterday"), "not an existing date", "/keys/0/compromised"),
        (_file(since=5), "is a string", "/keys/0/since"),
    ],
)
def test_a_file_of_another_form_is_refused(value, said, pointer):
    with pytest.raises(InputError, match=said) as caught:
        KeyHistory.from_json(json.dumps(value))
    assert caught.value.pointer == pointer


def test_b08_a_private_key_in_the_file_is_refused_and_not_shown():
    secret = ONE.to_jwk(private=True)
    with pytest.raises(InvalidKeyError) as caught:
        KeyHistory.from_json(json.dumps(_file(publicKeyJwk=secret)))
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    assert secret["d"] not in str(caught.value)


def test_a_file_cut_short_or_with_two_names_is_refused():
    text = history().to_json()
    with pytest.raises(InputError):
        KeyHistory.from_json(text[:-5])
    with pytest.raises(InputError):
        KeyHistory.from_json(text.replace('"controller"', '"controller": "x", "controller"', 1))
