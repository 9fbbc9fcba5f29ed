"""`qualitybadge issue`: a badge from files, verified before it is written."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from support import images
from support.keyring import TYPES, pair

ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "name": "Welding",
    "description": "Joins two plates.",
    "criteria": {"narrative": "Weld a seam."},
}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "key.pem").write_bytes(pair().to_pem())
    (tmp_path / "profile.json").write_text('{"name": "Academy of Invention"}', encoding="utf-8")
    (tmp_path / "achievement.json").write_text(json.dumps(ACHIEVEMENT), encoding="utf-8")
    (tmp_path / "art.svg").write_bytes(images.svg())
    return tmp_path


def issue(place, *more, out="badge.json", recipient="ada@example.org"):
    files = {
        "--key": "key.pem",
        "--profile": "profile.json",
        "--achievement": "achievement.json",
        "--out": out,
    }
    options = [part for name, file in files.items() for part in (name, str(place / file))]
    return run(["issue", *options, "--recipient", recipient, *more])


def test_a_badge_is_issued_and_verifies(place, capfd):
    assert issue(place) == 0
    out, err = capfd.readouterr()
    written = json.loads((place / "badge.json").read_bytes())
    assert out == f"{written['id']}\n"
    assert "badge.json" in err
    assert "ada@example.org" not in json.dumps(written)
    assert run(["verify", "--offline", "--recipient", "ada@example.org", str(place / "badge.json")]) == 0
    assert run(["verify", "--offline", "--recipient", "eve@example.org", str(place / "badge.json")]) == 1


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_key_signs_what_fits_it(kind, place):
    (place / "key.pem").write_bytes(pair(kind).to_pem())
    assert issue(place) == 0
    is_token = (place / "badge.json").read_bytes().count(b".") == 2 and kind == "RSA"
    assert is_token == (kind == "RSA")
    assert run(["verify", "--offline", str(place / "badge.json")]) == 0


def test_a_key_as_jwk(place):
    (place / "key.pem").write_text(json.dumps(pair().to_jwk(private=True)), encoding="utf-8")
    assert issue(place) == 0
    assert run(["verify", "--offline", str(place / "badge.json")]) == 0


def test_a_token_and_a_last_day(place, capfd):
    assert issue(place, "--proof", "vc-jwt", "--valid-until", "2099-12-31", out="badge.jwt") == 0
    capfd.readouterr()
    assert run(["verify", "--offline", "--json", str(place / "badge.jwt")]) == 0
    assert json.loads(capfd.readouterr().out)["credential"]["validUntil"] == "2099-12-31T23:59:59Z"


def test_a_badge_inside_an_image(place):
    assert issue(place, "--image", str(place / "art.svg"), out="badge.svg") == 0
    assert qb.unbake((place / "badge.svg").read_bytes()).version == "3.0"
    assert run(["verify", "--offline", str(place / "badge.svg")]) == 0


def test_a_key_of_a_domain_says_what_to_publish(place, capfd):
    (place / "profile.json").write_text(
        '{"id": "did:web:academy.example", "name": "Academy"}', encoding="utf-8"
    )
    assert issue(place, "--method", "did:web:academy.example#key-1") == 0
    err = capfd.readouterr().err
    assert "https://academy.example/.well-known/did.json" in err
    assert "qualitybadge publish" in err


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("profile.json", "[]", 64),
        ("profile.json", '{"name": "\\ud800"}', 64),
        ("profile.json", '{"id": "did:web:other.example", "name": "x"}', 64),
        ("achievement.json", '{"name": "only"}', 1),
        ("achievement.json", "{", 64),
        ("key.pem", "no key", 64),
    ],
)
def test_what_cannot_be_issued_writes_nothing(file, content, code, place, capfd):
    (place / file).write_text(content, encoding="utf-8")
    assert issue(place) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("Error: ")
    assert not (place / "badge.json").exists()


@pytest.mark.parametrize(
    "more",
    [("--proof", "ecdsa-rdfc-2019"), ("--proof", "eddsa-rdfc-2022"), ("--method", "did:web:x.example")],
)
def test_what_does_not_fit_the_key_is_refused(more, place):
    (place / "key.pem").write_bytes(pair("Ed25519" if "ecdsa-rdfc-2019" in more else "RSA").to_pem())
    assert issue(place, *more) in (1, 64)
    assert not (place / "badge.json").exists()


def test_wrong_usage_is_found_before_any_work(place, capfd):
    assert issue(place, recipient="nobody") == 64
    assert issue(place, "--valid-until", "tomorrow") == 64
    (place / "badge.json").write_bytes(b"mine")
    (place / "key.pem").write_text("no key", encoding="utf-8")  # not even looked at
    assert issue(place) == 64
    assert (place / "badge.json").read_bytes() == b"mine"
    (place / "key.pem").write_bytes(pair().to_pem())
    assert issue(place, "--force") == 0


def test_an_unknown_proof_is_wrong_usage_and_the_choice_is_shown(place, capfd):
    (place / "profile.json").write_text("no JSON", encoding="utf-8")  # not even looked at
    for proof in ("jwt", "none-2099", "eddsa-2022", ""):
        assert issue(place, "--proof", proof) == 64
        err = capfd.readouterr().err
        assert "vc-jwt" in err
        assert "eddsa-2022'," not in err.partition("is not one of")[2]


def test_a_name_to_write_must_fit_what_is_written(place, capfd):
    (place / "art.png").write_bytes(images.png())
    for image, out in (("art.svg", "x.png"), ("art.png", "x.svg"), ("art.svg", "x.json")):
        assert issue(place, "--image", str(place / image), out=out) == 64
        assert "stays in its format" in capfd.readouterr().err
        assert not (place / out).exists()
    for out in ("badge.png", "badge.SVG"):
        assert issue(place, out=out) == 64
        assert "--image" in capfd.readouterr().err
        assert not (place / out).exists()
    assert issue(place, "--image", str(place / "art.png"), out="x.PNG") == 0
    (place / "plain").write_bytes(images.png())  # an image whose name says nothing
    assert issue(place, "--image", str(place / "plain"), out="y.png") == 0


DETAILS = {
    "id": "urn:uuid:0d4b2b47-0a0a-4a8c-9a5b-0d3a6c0e7b11",
    "narrative": "Seen by two examiners.",
    "valid_from": "2026-01-01T10:00:00+02:00",
    "valid_until": "2099-01-01T00:00:00Z",
    "evidence": {"id": "https://academy.example/e/1"},
}


def test_details_from_a_file(place, capfd):
    (place / "details.json").write_text(json.dumps(DETAILS), encoding="utf-8")
    assert issue(place, "--details", str(place / "details.json")) == 0
    written = json.loads((place / "badge.json").read_bytes())
    assert written["id"] == DETAILS["id"]
    assert written["credentialSubject"]["narrative"] == DETAILS["narrative"]
    assert written["validFrom"] == "2026-01-01T08:00:00Z"
    assert written["validUntil"] == "2099-01-01T00:00:00Z"
    assert written["evidence"][0]["type"] == ["Evidence"]
    more = ("--details", str(place / "details.json"), "--valid-until", "2090-01-01")
    assert issue(place, *more, out="other.json") == 64
    assert "both say" in capfd.readouterr().err
    endless = {name: value for name, value in DETAILS.items() if name != "valid_until"}
    (place / "details.json").write_text(json.dumps(endless), encoding="utf-8")
    assert issue(place, *more, out="other.json") == 0


@pytest.mark.parametrize(
    ("details", "words", "code"),
    [
        ("[]", "--details: the file 'details.json' holds no JSON object", 64),
        ("{", "details.json", 64),
        ('{"colour": "red"}', "unknown detail 'colour'", 64),
        ('{"valid_untill": 1}', "do you mean valid_until?", 64),
        ('{"valid_until": "tomorrow"}', "/valid_until", 64),
        ('{"validUntil": "tomorrow"}', "/validUntil", 64),
        ('{"valid_until": "2099-01-01T00:00:00"}', "time zone", 64),
        ('{"valid_until": null}', "/valid_until", 64),
        ('{"narrative": "a", "Narrative": "b"}', "unknown detail '_narrative'", 64),
        ('{"credits_earned": 1, "creditsEarned": 2}', "says credits_earned twice", 64),
        ('{"contexts": "https://x.example/c"}', "contexts must be a list", 1),
        ('{"members": []}', "members must be a mapping", 1),
        ('{"id": 5}', "/id", 1),
    ],
)
def test_details_that_cannot_be_are_refused(details, words, code, place, capfd):
    (place / "details.json").write_text(details, encoding="utf-8")
    assert issue(place, "--details", str(place / "details.json")) == code
    assert words in capfd.readouterr().err
    assert not (place / "badge.json").exists()


def test_details_may_be_written_as_the_credential_has_them(place):
    details = {"creditsEarned": 2, "validUntil": "2099-12-31T00:00:00Z", "result": {"value": "9"}}
    (place / "details.json").write_text(json.dumps(details), encoding="utf-8")
    assert issue(place, "--details", str(place / "details.json")) == 0
    made = json.loads((place / "badge.json").read_bytes())
    assert made["validUntil"] == "2099-12-31T00:00:00Z"
    assert made["credentialSubject"]["creditsEarned"] == 2
    assert made["credentialSubject"]["result"][0]["value"] == "9"


def test_the_two_files_the_other_way_round_are_noticed(place, capfd):
    profile, achievement = place / "profile.json", place / "achievement.json"
    texts = profile.read_text(encoding="utf-8"), achievement.read_text(encoding="utf-8")
    achievement.write_text(texts[0], encoding="utf-8")
    profile.write_text(texts[1], encoding="utf-8")
    assert issue(place) == 64
    assert "--profile and --achievement are swapped" in capfd.readouterr().err
