"""`qualitybadge publish`: a folder that verifies, a history that forgets no key, and no secret in either."""

from __future__ import annotations

import json
import re
import stat

import click
import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from qualitybadge.issue.keyhistory import KeyHistory, KeyState
from support.hosted import ACHIEVEMENT, ADA, NOW, verdicts
from support.keyring import pair

DID = "did:web:academy.example"
PROFILE = {"id": DID, "name": "Academy of Invention"}
FIRST, SECOND = f"{DID}#key-1", f"{DID}#key-2"
ONE, TWO = pair("Ed25519", "one"), pair("P-256", "two")


@pytest.fixture
def place(tmp_path):
    (tmp_path / "profile.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    (tmp_path / "one.pem").write_bytes(ONE.to_pem())
    (tmp_path / "two.pem").write_bytes(TWO.to_pem())
    return tmp_path


def publish(place, *more):
    paths = {"--profile": "profile.json", "--history": "keys.json", "--out": "site"}
    fixed = [text for option, name in paths.items() for text in (option, str(place / name))]
    return run(["publish", *fixed, *more])


def begin(place):
    assert publish(place, "--key", str(place / "one.pem")) == 0


def kept(place):
    return KeyHistory.from_json((place / "keys.json").read_bytes())


def badge(key, method):
    who = qb.Issuer(PROFILE, key, method=method, clock=lambda: NOW)
    return who.issue(ACHIEVEMENT, ADA, proof="vc-jwt")


def files(place):
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_the_first_key_a_rotation_and_a_compromise(place, capfd):
    old, new = badge(ONE, FIRST), badge(TWO, SECOND)
    begin(place)
    out, err = capfd.readouterr()
    assert ".well-known/did.json\tapplication/did+json\thttps://academy.example/.well-known/did.json\n" in out
    assert len(out.splitlines()) == 4
    assert "4 files written" in err
    assert f"Signs: {FIRST}" in err
    assert verdicts(place / "site", old) == ["VALID"]

    assert publish(place, "--rotate", str(place / "two.pem")) == 0
    assert [entry.state for entry in kept(place).keys] == [KeyState.RETIRED, KeyState.ACTIVE]
    assert verdicts(place / "site", old, new) == ["VALID", "VALID"]

    assert publish(place, "--compromised", FIRST, "--since", "2026-01-31") == 0
    assert kept(place).find(FIRST).compromised.isoformat() == "2026-01-31T00:00:00+00:00"
    assert verdicts(place / "site", old, new) == ["INVALID", "VALID"]

    capfd.readouterr()
    assert publish(place, "--compromised", SECOND) == 0
    err = capfd.readouterr().err
    assert "No key signs now" in err
    assert "Status lists that this key signed are void" in err
    assert kept(place).find(SECOND).compromised is not None
    assert verdicts(place / "site", old, new) == ["INVALID", "INVALID"]


def test_a_leaked_key_is_replaced_in_one_call(place):
    begin(place)
    assert publish(place, "--rotate", str(place / "two.pem"), "--compromised", FIRST) == 0
    assert [entry.state for entry in kept(place).keys] == [KeyState.COMPROMISED, KeyState.ACTIVE]


def test_publishing_again_writes_nothing(place, capfd):
    begin(place)
    before = files(place)
    capfd.readouterr()
    assert publish(place) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert "0 files written" in err
    assert files(place) == before


def test_the_key_of_the_history_may_be_named_again_and_no_other(place, capfd):
    begin(place)
    before = files(place)
    begin(place)
    assert files(place) == before
    capfd.readouterr()
    assert publish(place, "--key", str(place / "two.pem")) == 64
    err = capfd.readouterr().err
    assert "--rotate" in err
    assert "Status lists" not in err
    assert files(place) == before


def test_a_key_beside_the_others_and_names_of_ones_own(place):
    assert publish(place, "--key", str(place / "one.pem"), "--method", f"{DID}#tokens") == 0
    assert publish(place, "--add", str(place / "two.pem"), "--method", "https://academy.example/keys/1") == 0
    assert [entry.method for entry in kept(place).active] == [
        f"{DID}#tokens",
        "https://academy.example/keys/1",
    ]


@pytest.mark.parametrize("form", ["pem", "public", "jwk", "private jwk"])
def test_a_key_file_of_any_form_gives_its_public_half_only(form, place):
    forms = {
        "pem": ONE.to_pem(),
        "public": ONE.public_key.to_pem(),
        "jwk": json.dumps(ONE.to_jwk()).encode(),
        "private jwk": json.dumps(ONE.to_jwk(private=True)).encode(),
    }
    (place / "one.pem").write_bytes(forms[form])
    begin(place)
    assert kept(place).keys[0].key == ONE.public_key


def test_nothing_secret_is_written_or_said(place, capfd, monkeypatch):
    secret = qb.KeyPair.generate()
    (place / "one.pem").write_bytes(secret.to_pem("correct horse"))
    monkeypatch.setattr(click, "prompt", lambda *_text, **_how: "correct horse")
    begin(place)
    (place / "one.pem").unlink()
    said = (
        "".join(capfd.readouterr())
        + b"".join(content for path, content in files(place).items() if path.name != "two.pem").decode()
    )
    body = secret.to_pem().decode().splitlines()[1:-1]
    assert [text for text in (secret.to_jwk(private=True)["d"], *body, "correct horse") if text in said] == []
    assert not re.search(r'"d"|PRIVATE', said)
    assert stat.S_IMODE((place / "keys.json").stat().st_mode) & 0o111 == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "begin one with --key"),
        (["--rotate", "one.pem"], "begin one with --key"),
        (["--rotate", "one.pem", "--add", "two.pem"], "contradict each other"),
        (["--method", f"{DID}#k"], "--method names a new key"),
        (["--since", "2026-01-01"], "--since belongs to"),
        (["--rotate", "site/one.pem"], "everybody can read"),
        (["--rotate", "missing.pem"], "does not exist"),
        (["--rotate", "one.pem", "--compromised", FIRST, "--since", "soon"], "does not match"),
    ],
)
def test_wrong_usage(more, said, place, capfd, monkeypatch):
    monkeypatch.chdir(place)
    (place / "site").mkdir()
    (place / "site" / "one.pem").write_bytes(ONE.to_pem())
    before = files(place)
    assert publish(place, *more) == 64
    assert said in capfd.readouterr().err
    assert files(place) == before


def test_a_history_begins_with_an_issuer_who_has_an_id(place, capfd):
    (place / "profile.json").write_text('{"name": "Academy"}', encoding="utf-8")
    assert publish(place, "--key", str(place / "one.pem")) == 64
    assert "the profile has no id" in capfd.readouterr().err
    (place / "profile.json").write_text(json.dumps(PROFILE | {"id": ONE.did}), encoding="utf-8")
    assert publish(place, "--key", str(place / "one.pem")) == 64
    assert "it is the key itself" in capfd.readouterr().err
    assert not (place / "keys.json").exists()


def test_what_is_refused_changes_neither_folder_nor_history(place, capfd):
    begin(place)
    (place / "site" / "profile.json").write_text("mine", encoding="utf-8")
    before = files(place)
    assert publish(place, "--rotate", str(place / "two.pem")) == 64
    err = capfd.readouterr().err
    assert "profile.json stands there already" in err
    assert "look at it, then add --force to replace it" in err
    assert publish(place, "--compromised", SECOND) == 64
    assert "--compromised: the history has no key named" in capfd.readouterr().err
    assert publish(place, "--rotate", str(place / "one.pem")) == 64
    assert files(place) == before
    assert publish(place, "--rotate", str(place / "two.pem"), "--force") == 0
    assert len(kept(place).keys) == 2


def test_a_lost_history_cannot_drop_a_key_unasked(place, capfd):
    old = badge(ONE, FIRST)
    begin(place)
    (place / "keys.json").unlink()
    assert publish(place, "--key", str(place / "two.pem"), "--method", SECOND) == 1
    err = capfd.readouterr().err
    assert "lose or regain their key" in err
    assert "allow the loss with --forget-keys" in err
    assert verdicts(place / "site", old) == ["VALID"]
    assert publish(place, "--key", str(place / "two.pem"), "--method", SECOND, "--forget-keys") == 0
    assert "Removed keys/key-1.json" in capfd.readouterr().err
    assert verdicts(place / "site", old) == ["INVALID"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"controller": "did:web:academy.example", "keys": []}'])
def test_a_file_that_is_no_history_is_refused_and_kept(content, place):
    (place / "keys.json").write_text(content, encoding="utf-8")
    assert publish(place, "--rotate", str(place / "one.pem")) == 64
    assert (place / "keys.json").read_text(encoding="utf-8") == content
    assert not (place / "site").exists()


def test_a_history_that_cannot_be_written_leaves_the_folder_as_it_is(place, monkeypatch):
    begin(place)
    before = files(place / "site")

    def fail(*_arguments, **_how):
        raise OSError(28, "No space left on device", "keys.json")

    monkeypatch.setattr("qualitybadge.cli.publish.write_new", fail)
    assert publish(place, "--rotate", str(place / "two.pem")) == 64
    assert files(place / "site") == before
