"""`qualitybadge status`: from a new list to a revoked badge, in files only."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from support import images
from support.keyring import pair

URL = "https://academy.example/status/1.json"
OTHER = "https://academy.example/status/2.json"
ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "name": "Welding",
    "description": "Joins two plates.",
    "criteria": {"narrative": "Weld a seam."},
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.pem").write_bytes(pair().to_pem())
    (tmp_path / "profile.json").write_text('{"name": "Academy of Invention"}', encoding="utf-8")
    (tmp_path / "achievement.json").write_text(json.dumps(ACHIEVEMENT), encoding="utf-8")
    (tmp_path / "art.svg").write_bytes(images.svg())
    assert status("new", URL) == 0
    return tmp_path


@pytest.fixture
def entry(place, capfd):
    capfd.readouterr()
    assert status("allocate", URL) == 0
    line = capfd.readouterr().out
    (place / "details.json").write_text(line, encoding="utf-8")
    return json.loads(line)["credential_status"]["id"]


def status(*arguments):
    return run(["status", arguments[0], "--store", "status.db", *arguments[1:]])


def issue(out, *more):
    files = ["--key", "key.pem", "--profile", "profile.json", "--achievement", "achievement.json"]
    return run(["issue", *files, "--recipient", "did:example:ada", "--out", out, *more])


def publish(*more):
    return status("publish", URL, "--key", "key.pem", "--profile", "profile.json", *more)


def verdict(place, file):
    served = {URL: (place / "web" / "status" / "1.json").read_bytes()}
    return qb.verify(place / file, fetcher=qb.StaticFetcher(served)).verdict


@pytest.mark.parametrize(
    ("file", "more"),
    [
        ("badge.json", ()),
        ("badge.jwt", ("--proof", "vc-jwt")),
        ("badge.svg", ("--image", "art.svg")),
    ],
)
def test_a_badge_is_revoked_by_its_file(file, more, entry, place, capfd):
    assert issue(file, "--details", "details.json", *more) == 0
    assert publish("--folder", "web") == 0
    assert verdict(place, file) is qb.Verdict.VALID
    capfd.readouterr()
    assert status("revoke", file, "--reason", "issued to the wrong person") == 0
    out, err = capfd.readouterr()
    assert out == f"{entry}  revocation: 1 (set), revoked for good\n"
    assert "status publish" in err
    assert verdict(place, file) is qb.Verdict.VALID  # until the list is published
    assert publish("--folder", "web", "--days", "7", "--ttl", "3600") == 0
    assert capfd.readouterr().out.strip().endswith("1.json")
    assert verdict(place, file) is qb.Verdict.INVALID
    assert status("show", file) == 0
    shown = capfd.readouterr().out
    assert entry in shown
    assert "Z  revoke to 1: issued to the wrong person" in shown


def test_a_new_list_is_said_and_shown(place, capfd):
    words = ("--message", "fine", "--message", "late", "--message", "lost", "--message", "\x1b[31mred")
    assert status("new", OTHER, "--purpose", "message", *words, "--entries", "140000") == 0
    out, err = capfd.readouterr()
    assert out.endswith(f"{OTHER}\n")
    assert "Room for 140000 badges" in err
    assert status("show") == 0
    shown = capfd.readouterr().out
    assert f"{URL}\n  purpose    revocation\n  allocated  0 of 131072\n  set        0\n{OTHER}\n" in shown
    assert "  2          lost\n" in shown
    assert "\x1b" not in shown
    assert status("show", URL) == 0
    assert OTHER not in capfd.readouterr().out


def test_a_message_is_set(place, capfd):
    assert status("new", OTHER, "--purpose", "message", "--message", "fine", "--message", "late") == 0
    capfd.readouterr()
    assert status("allocate", OTHER, "--count", "2", "--purpose", "message") == 0
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 2
    name = json.loads(lines[0])["credential_status"]["id"]
    assert status("set", name, "1") == 0
    assert capfd.readouterr().out == f"{name}  message: 1 (late)\n"
    assert status("set", name, "2") == 1
    assert "0 to 1" in capfd.readouterr().err
    assert status("show", name) == 0
    assert capfd.readouterr().out.splitlines()[1].endswith("set to 1")


def test_a_suspension_and_its_end(place, capfd):
    assert status("new", OTHER, "--purpose", "suspension") == 0
    capfd.readouterr()
    assert status("allocate", OTHER) == 0
    name = json.loads(capfd.readouterr().out)["credential_status"]["id"]
    assert [status(do, name) for do in ("suspend", "unsuspend", "revoke", "unsuspend", "suspend")] == [
        0,
        0,
        0,
        1,
        1,
    ]
    out, err = capfd.readouterr()
    assert [line.split(": ")[1] for line in out.splitlines()] == [
        "1 (set)",
        "0 (unset)",
        "1 (set), revoked for good",
    ]
    assert err.count("was revoked, which is final") == 2


def test_the_list_is_printed_without_a_folder(place, capfd):
    capfd.readouterr()
    assert publish() == 0
    assert json.loads(capfd.readouterr().out)["id"] == URL
    assert publish("--proof", "vc-jwt") == 0
    assert capfd.readouterr().out.count(".") == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("new", URL), 1, "already"),
        (("new", "http://academy.example/1"), 1, "https"),
        (("new", OTHER, "--message", "one"), 1, "2 values need as many messages"),
        (("new", OTHER, "--entries", "8"), 1, "131072"),
        (("allocate", OTHER), 1, "no status list"),
        (("allocate", URL, "--count", "0"), 64, "count"),
        (("allocate", URL, "--purpose", "suspension"), 1, "has not the purpose"),
        (("revoke", f"{URL}#5"), 1, "never allocated"),
        (("revoke", f"{URL}#131072"), 1, "0 to 131071"),
        (("revoke", "nowhere.json"), 64, "no file 'nowhere.json'"),
        (("revoke", "profile.json"), 1, "names no BitstringStatusListEntry"),
        (("revoke", "key.pem"), 64, "neither a JSON object nor a compact token"),
        (("revoke", "list.jwt"), 1, "names no BitstringStatusListEntry"),
        (("suspend", "art.svg"), 1, "credential"),
        (("show", OTHER), 1, "no entry of a status list"),
        (("set", f"{URL}#5", "many"), 64, "many"),
        (("publish", URL, "--key", "key.pem", "--profile", "list.jwt"), 64, "--profile: 'list.jwt': "),
        (
            ("publish", URL, "--key", "key.pem", "--profile", "profile.json", "--history", "profile.json"),
            64,
            "--history profile.json: this is no history of keys",
        ),
        (("publish", URL, "--key", "key.pem", "--profile", "domain.json"), 64, "does not control the key"),
    ],
)
def test_what_cannot_be_done_says_why(arguments, code, said, place, capfd):
    (place / "domain.json").write_text('{"id": "did:web:x.example", "name": "X"}', encoding="utf-8")
    (place / "list.jwt").write_text("eyJhbGciOiJub25lIn0.W10.c2ln", encoding="utf-8")
    capfd.readouterr()
    assert status(*arguments) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert said in err


def test_a_store_that_is_none(place, capfd):
    capfd.readouterr()
    assert run(["status", "show", "--store", "profile.json"]) == 64
    assert run(["status", "show", "--store", "nowhere.db"]) == 64
    err = capfd.readouterr().err
    assert "is no status database" in err
    assert "name the file that qualitybadge status new made" in err
    assert "does not exist" in err
    assert "begin it with qualitybadge status new" in err
    assert not (place / "nowhere.db").exists()
