"""`qualitybadge disclose`, and the holder's copy that `issue` writes for it."""

from __future__ import annotations

import json

import pytest

from qualitybadge.cli.group import run
from support.keyring import pair

ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "name": "Welding",
    "description": "Joins two plates.",
    "criteria": {"narrative": "Weld a seam."},
    "tag": ["steel", "heat"],
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.pem").write_bytes(pair("P-256").to_pem())
    (tmp_path / "profile.json").write_text('{"name": "Academy of Invention"}', encoding="utf-8")
    (tmp_path / "achievement.json").write_text(json.dumps(ACHIEVEMENT), encoding="utf-8")
    return tmp_path


def issue(*more):
    files = ["--key", "key.pem", "--profile", "profile.json", "--achievement", "achievement.json"]
    return run(["issue", *files, "--recipient", "did:example:ada", "--out", "badge.json", *more])


def signed(*more):
    return issue("--proof", "ecdsa-sd-2023", "--holder-copy", "mine.json", *more)


def test_a_part_is_printed_or_written_and_verifies(place, capfd):
    assert signed("--mandatory", "/credentialSubject/achievement/tag/1") == 0
    assert run(["verify", "--offline", "badge.json"]) == 0
    assert run(["verify", "--offline", "mine.json"]) == 1
    capfd.readouterr()
    assert run(["disclose", "mine.json"]) == 0
    part = json.loads(capfd.readouterr().out)
    assert part["credentialSubject"]["achievement"]["tag"] == ["heat"]
    assert (
        run(
            ["disclose", "mine.json", "--pointer", "/credentialSubject/achievement/tag", "--out", "part.json"]
        )
        == 0
    )
    assert "Keep mine.json to yourself" in capfd.readouterr().err
    written = json.loads((place / "part.json").read_bytes())
    assert written["credentialSubject"]["achievement"]["tag"] == ["steel", "heat"]
    assert run(["verify", "--offline", "part.json"]) == 0


def test_nothing_is_overwritten_and_no_image_is_pretended(place):
    assert signed() == 0
    assert signed() == 64
    (place / "badge.json").unlink()
    assert signed() == 64  # the holder's copy stands there
    assert not (place / "badge.json").exists()
    assert signed("--force") == 0
    for out in ("mine.json", "part.png"):
        assert run(["disclose", "mine.json", "--out", out]) == 64
    assert run(["disclose", "mine.json", "--out", "badge.json", "--force"]) == 0


def test_the_holders_copy_and_the_suite_go_together(place, capfd):
    for more in (["--proof", "ecdsa-sd-2023"], ["--holder-copy", "mine.json"]):
        assert issue(*more) == 64
        assert "go together" in capfd.readouterr().err
    assert issue("--mandatory", "/evidence") == 64
    assert "only ecdsa-sd-2023" in capfd.readouterr().err
    assert not (place / "badge.json").exists()


def test_what_cannot_be_disclosed_says_why(place, capfd):
    assert signed() == 0
    assert run(["disclose", "mine.json", "--pointer", "/nothing"]) == 64
    assert "nothing there at /nothing" in capfd.readouterr().err
    assert run(["disclose", "badge.json"]) == 64
    assert "derived proof" in capfd.readouterr().err
    assert run(["disclose", "key.pem"]) == 1
    assert run(["disclose", "missing.json"]) == 64
