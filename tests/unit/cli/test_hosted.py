"""`--hosted`: a published folder stands for the web that it will be, for `verify`, `endorse` and `present`."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from qualitybadge.cli.hosted import fetcher_from
from qualitybadge.issue.statuses import StatusLists
from qualitybadge.issue.statusstore import MemoryStatusStore
from qualitybadge.net.https import HttpsFetcher
from support.hosted import ACHIEVEMENT
from support.keyring import pair

URL = "https://academy.example/status/1.json"
DID = "did:web:academy.example"
WALLET = pair("Ed25519", "wallet")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    issuer = qb.Issuer({"id": DID, "name": "Academy"}, pair("P-256", "academy"), method=f"{DID}#key-1")
    lists = StatusLists(MemoryStatusStore())
    lists.create(URL)
    good, bad = (
        issuer.issue(ACHIEVEMENT, qb.Recipient.did(WALLET.did), credential_status=lists.allocate(URL))
        for _ in range(2)
    )
    lists.revoke(bad)
    issuer.publish("site")
    lists.publish_into(tmp_path / "site", URL, issuer)
    (tmp_path / "good.json").write_text(good.to_json(), encoding="utf-8")
    (tmp_path / "bad.json").write_text(bad.to_json(), encoding="utf-8")
    (tmp_path / "key.pem").write_bytes(WALLET.to_pem())
    (tmp_path / "profile.json").write_text('{"name": "Ada"}', encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_verify_says_what_it_will_say_of_the_web(place, capfd):
    assert run(["verify", "--offline", "good.json"]) == 2
    assert run(["verify", "--hosted", "site", "good.json"]) == 0
    assert run(["verify", "--hosted", "empty/../site", "--offline", "bad.json"]) == 1
    assert "REVOKED: " in capfd.readouterr().out


def test_endorse_verifies_by_it(place):
    more = ["--key", "key.pem", "--profile", "profile.json", "--comment", "Good.", "--out", "said.json"]
    assert run(["endorse", "good.json", "--offline", *more]) == 2
    assert run(["endorse", "bad.json", "--hosted", "site", "--offline", *more]) == 1
    assert run(["endorse", "good.json", "--hosted", "site", "--offline", *more]) == 0


def test_present_refuses_what_is_revoked_there(place, capfd):
    more = ["--key", "key.pem", "--hosted", "site", "--out", "shown.json"]
    assert run(["present", "bad.json", *more]) == 1
    assert "credential 1 is no use to anybody" in capfd.readouterr().err
    assert run(["present", "good.json", *more]) == 0
    assert run(["present", "bad.json", "--key", "key.pem", "--out", "other.json"]) == 0


def test_a_folder_that_nobody_published_into(place, capfd):
    assert run(["verify", "--hosted", "empty", "good.json"]) == 64
    err = capfd.readouterr().err
    assert "--hosted: there is no hosting.json in 'empty'" in err
    assert run(["verify", "--hosted", "missing", "good.json"]) == 64


def test_what_no_folder_answers_is_the_networks(place):
    assert fetcher_from((), offline=False) is None
    assert isinstance(fetcher_from((), offline=True), qb.NoNetwork)
    asked = fetcher_from((place / "site",), offline=False)
    assert isinstance(asked._otherwise, HttpsFetcher)
    with pytest.raises(qb.errors.FetchError) as caught:
        fetcher_from((place / "site",), offline=True).get("https://x.example/", accept="", max_bytes=1)
    assert caught.value.code == "NO_NETWORK"


def test_holder_and_subject(place):
    city = qb.Issuer("City", pair("Ed25519", "city"))
    badge = city.issue(ACHIEVEMENT, qb.Recipient.did("did:example:somebody-else"))
    (place / "other.json").write_text(badge.to_json(), encoding="utf-8")
    for name, code in (("good.json", 0), ("other.json", 1)):
        assert run(["present", name, "--key", "key.pem", "--out", "shown.json", "--force"]) == 0
        assert run(["verify", "--hosted", "site", "--offline", "shown.json"]) == 0
        assert run(["verify", "--hosted", "site", "--offline", "--holder-is-subject", "shown.json"]) == code


def test_endorsements_that_must_hold(place):
    city = qb.Issuer("City", pair("Ed25519", "city"), self_check=False)
    praise = city.endorse(ACHIEVEMENT, "Good.").to_dict()
    altered = json.loads(json.dumps(praise).replace("Good.", "Best."))
    badge = city.issue(ACHIEVEMENT | {"endorsement": [altered]}, qb.Recipient.did("did:example:ada"))
    (place / "praised.json").write_text(badge.to_json(), encoding="utf-8")
    assert run(["verify", "--offline", "praised.json"]) == 0
    assert run(["verify", "--offline", "--require-endorsements", "praised.json"]) == 1
