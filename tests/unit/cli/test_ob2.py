"""`qualitybadge ob2`: what it writes verifies, what it revokes does not, and no key ends up in the open."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from support.images import png
from support.keyring import pair
from support.ob2_issuing import AT, HOME, PROFILE, RSA, TIDE, files, web

ADA = "ada@example.org"


@pytest.fixture
def place(tmp_path):
    for name, value in (("profile", PROFILE), ("class", TIDE), ("details", {"narrative": "With pilots."})):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    (tmp_path / "key.pem").write_bytes(RSA.to_pem())
    (tmp_path / "art.png").write_bytes(png())
    return tmp_path


def ob2(place, verb, *more, folder="site"):
    fixed = ["--profile", str(place / "profile.json"), "--folder", str(place / folder)]
    return run(["ob2", verb, *map(str, more), *fixed])


def issue(place, *more, **how):
    return ob2(place, "issue", "--badge-class", place / "class.json", "--recipient", ADA, *more, **how)


def verdict(place, source):
    who = qb.Recipient.email(ADA)
    return qb.verify(source, fetcher=web(place / "site"), recipient=who).verdict.name


def test_a_hosted_badge_is_issued_and_revoked(place, capfd):
    assert issue(place, "--hosted-at", AT, "--details", place / "details.json") == 0
    out, err = capfd.readouterr()
    assert out == f"{AT}\n"
    assert "Written: badges/1.json" in err
    assert verdict(place, AT) == "VALID"
    assert ob2(place, "revoke", AT, "--reason", "Awarded in error") == 0
    err = capfd.readouterr().err
    assert f"Let the server answer 410 at {AT}; see hosting.json" in err
    assert verdict(place, AT) == "INVALID"
    assert ob2(place, "revoke", AT) == 0
    assert "stands there already" in capfd.readouterr().err


def test_a_hosted_badge_is_verified_from_its_folder(place, capfd, monkeypatch):
    monkeypatch.chdir(place)
    pictured = TIDE | {"image": f"{HOME}/art/tide.png"}
    (place / "class.json").write_text(json.dumps(pictured), encoding="utf-8")
    out = place / "badge.png"
    assert issue(place, "--hosted-at", AT, "--image", place / "art.png", "--out", out) == 0
    forms = [AT, "site/badges/1.json", "badge.png"]
    hosted = ["--hosted", "site", "--offline", "--recipient", ADA]
    capfd.readouterr()
    assert [run(["verify", form, *hosted]) for form in forms] == [2, 2, 2]
    assert "put it into the folder under its path" in capfd.readouterr().out
    (place / "site" / "art").mkdir()
    (place / "site" / "art" / "tide.png").write_bytes(png())
    assert [run(["verify", form, *hosted]) for form in forms] == [0, 0, 0]
    assert ob2(place, "revoke", AT) == 0
    assert [run(["verify", form, *hosted]) for form in forms] == [1, 1, 1]
    (place / "site" / "badges" / "1.json").unlink()  # what the list says is enough
    assert run(["verify", AT, *hosted]) == 1


def test_a_signed_badge_is_baked_and_revoked_by_its_file(place, capfd):
    out = place / "badge.png"
    assert issue(place, "--key", place / "key.pem", "--image", place / "art.png", "--out", out) == 0
    assert capfd.readouterr().out.startswith("urn:uuid:")
    assert verdict(place, out) == "VALID"
    assert ob2(place, "revoke", out) == 0
    assert "Written: issuer-revoked.json" in capfd.readouterr().err
    assert verdict(place, out) == "INVALID"


def test_a_badge_is_revoked_by_its_json_or_its_urn(place, capfd):
    assert issue(place, "--hosted-at", AT, "--out", place / "badge.json") == 0
    assert issue(place, "--key", place / "key.pem", "--out", place / "badge.jws") == 0
    urn = capfd.readouterr().out.split()[-1]
    assert ob2(place, "revoke", place / "badge.json") == 0
    assert ob2(place, "revoke", urn) == 0
    assert verdict(place, place / "badge.json") == verdict(place, place / "badge.jws") == "INVALID"


def test_another_key_signs_where_asked_and_older_ones_can_be_forgotten(place, capfd):
    (place / "key.pem").write_bytes(pair("Ed25519").to_pem())
    out = place / "badge.jws"
    assert issue(place, "--key", place / "key.pem", "--out", out) == 1
    assert "add --algorithm EdDSA" in capfd.readouterr().err
    assert issue(place, "--key", place / "key.pem", "--algorithm", "EdDSA", "--out", out) == 0
    assert verdict(place, out) == "VALID"
    (place / "rsa.pem").write_bytes(RSA.to_pem())
    assert ob2(place, "publish", "--key", place / "rsa.pem") == 0
    assert verdict(place, out) == "VALID"
    capfd.readouterr()
    assert ob2(place, "publish", "--key", place / "rsa.pem", "--forget-keys") == 0
    assert "Removed: issuer-keys/" in capfd.readouterr().err
    assert verdict(place, out) != "VALID"
    assert ob2(place, "publish") == 0


def test_dates_in_details_are_texts(place):
    details = {"issued_on": "2026-01-15T09:00:00Z", "expires": "2099-01-01T00:00:00Z"}
    (place / "details.json").write_text(json.dumps(details), encoding="utf-8")
    assert issue(place, "--hosted-at", AT, "--details", place / "details.json") == 0
    written = json.loads((place / "site/badges/1.json").read_bytes())
    assert (written["issuedOn"], written["expires"]) == tuple(details.values())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "hosted or signed"),
        (["--hosted-at", AT, "--key", "key.pem"], "hosted or signed"),
        (["--key", "key.pem"], "--out says where"),
        (["--hosted-at", AT, "--image", "art.png"], "--out says where"),
        (["--hosted-at", AT, "--out", "profile.json"], "--force"),
        (["--hosted-at", AT, "--image", "art.png", "--out", "new.svg"], "stays in its format"),
        (["--key", "site/key.pem", "--out", "new.jws"], "move it first"),
    ],
)
def test_wrong_usage_writes_nothing(more, said, place, capfd, monkeypatch):
    monkeypatch.chdir(place)
    (place / "site").mkdir()
    (place / "site/key.pem").write_bytes(RSA.to_pem())
    before = files(place)
    assert issue(place, *more) == 64
    assert said in capfd.readouterr().err
    assert files(place) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "FILE"), (b'{"name": 1}', "NOT_A_BADGE"), (b"[]", "USAGE"), (b"a.b", "USAGE")],
)
def test_what_names_no_badge_is_not_revoked(content, code, place, capfd):
    badge = place / "badge.json"
    if content is not None:
        badge.write_bytes(content)
    assert ob2(place, "revoke", badge) == (1 if code == "NOT_A_BADGE" else 64)
    assert f"[{code}]" in capfd.readouterr().err
    assert not (place / "site").exists()


def test_files_of_others_are_replaced_by_force_only(place, capfd):
    (place / "site").mkdir()
    (place / "site/issuer").write_text('"mine"', encoding="utf-8")
    assert issue(place, "--hosted-at", AT) == 64
    assert "somebody else" in capfd.readouterr().err
    assert issue(place, "--hosted-at", AT, "--force") == 0
    assert ob2(place, "revoke", f"{HOME}/badges/2.json") == 64
    assert ob2(place, "revoke", f"{HOME}/badges/2.json", "--force") == 0


def test_e10_a_damaged_list_is_replaced_by_nothing(place, capfd):
    (place / "site").mkdir()
    (place / "site/issuer-revoked.json").write_text("{", encoding="utf-8")
    assert ob2(place, "revoke", "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e", "--force") == 64
    assert "move it away by hand" in capfd.readouterr().err
    assert (place / "site/issuer-revoked.json").read_text(encoding="utf-8") == "{"


def test_the_commands_explain_themselves(capfd):
    for verb in ("issue", "publish", "revoke"):
        assert run(["ob2", verb, "--help"]) == 0
    assert run(["ob2", "--help"]) == 0
    assert "hosted or signed" in capfd.readouterr().out
