"""`qualitybadge endorse`: speaks of what was verified, or of what has an id."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from support import images
from support.keyring import pair

ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "type": ["Achievement"],
    "name": "Welding",
    "description": "Joins two plates.",
    "criteria": {"narrative": "Weld a seam."},
}


@pytest.fixture
def place(tmp_path):
    badge = qb.Issuer("Academy", pair("Ed25519", "academy")).issue(
        ACHIEVEMENT, qb.Recipient.email("ada@example.org", hashed=True)
    )
    (tmp_path / "badge.json").write_text(badge.to_json(), encoding="utf-8")
    (tmp_path / "badge.svg").write_bytes(badge.bake(images.svg()))
    (tmp_path / "achievement.json").write_text(json.dumps(ACHIEVEMENT), encoding="utf-8")
    (tmp_path / "key.pem").write_bytes(pair("Ed25519", "city").to_pem())
    (tmp_path / "profile.json").write_text('{"name": "City of Seams"}', encoding="utf-8")
    return tmp_path


def endorse(place, target, *more, out="endorsement.json"):
    files = {"--key": "key.pem", "--profile": "profile.json", "--out": out}
    options = [part for name, file in files.items() for part in (name, str(place / file))]
    target = str(place / target) if (place / target).exists() else target
    return run(["endorse", target, "--comment", "We hire who holds it.", "--offline", *options, *more])


def written(place):
    return json.loads((place / "endorsement.json").read_bytes())


@pytest.mark.parametrize("file", ["badge.json", "badge.svg"])
def test_a_badge_is_verified_and_endorsed(place, file, capfd):
    assert endorse(place, file) == 0
    out, err = capfd.readouterr()
    badge = json.loads((place / "badge.json").read_bytes())
    assert out == f"{written(place)['id']}\n"
    assert badge["id"] in err
    assert written(place)["credentialSubject"]["id"] == badge["id"]
    assert written(place)["name"] == "Endorsement of Welding"
    assert run(["verify", "--offline", str(place / "endorsement.json")]) == 0


def test_a_part_of_it_and_the_details(place):
    assert (
        endorse(place, "badge.json", "--of", "achievement", "--name", "Said", "--valid-until", "2099-12-31")
        == 0
    )
    made = written(place)
    assert made["credentialSubject"]["id"] == ACHIEVEMENT["id"]
    assert (made["name"], made["validUntil"]) == ("Said", "2099-12-31T23:59:59Z")


def test_an_achievement_and_an_id_need_no_verification(place):
    assert endorse(place, "achievement.json") == 0
    assert written(place)["credentialSubject"]["id"] == ACHIEVEMENT["id"]
    assert endorse(place, "urn:x:somewhere", "--of", "issuer", "--proof", "vc-jwt", out="token.jwt") == 0
    assert (place / "token.jwt").read_text().count(".") == 2
    assert run(["verify", "--offline", str(place / "token.jwt")]) == 0


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ({name: value for name, value in ACHIEVEMENT.items() if name != "type"}, "Endorsement of Welding"),
        ({"id": "did:web:guild.example", "name": "Guild"}, "Endorsement of Guild"),
        ({"id": "did:web:guild.example", "type": ["Profile"], "name": "Guild"}, "Endorsement of Guild"),
    ],
)
def test_what_is_never_signed_needs_no_type(place, document, name):
    (place / "target.json").write_text(json.dumps(document), encoding="utf-8")
    assert endorse(place, "target.json") == 0
    assert written(place)["name"] == name
    assert written(place)["credentialSubject"]["id"] == document["id"]


def test_a_badge_without_its_proof_is_no_profile(place):
    unsigned = {"id": "urn:x:1", "name": "Welding", "credentialSubject": {}}
    (place / "target.json").write_text(json.dumps(unsigned), encoding="utf-8")
    assert endorse(place, "target.json") == 1
    (place / "target.json").write_text('{"url": "https://x.example"}', encoding="utf-8")
    assert endorse(place, "target.json") == 1


def test_faults_of_options_are_wrong_usage(place, capfd):
    (place / "profile.json").write_text('{"id": "did:web:city.example", "name": "City"}', encoding="utf-8")
    assert endorse(place, "badge.json") == 64
    assert "does not control the key" in capfd.readouterr().err
    (place / "profile.json").write_text("{", encoding="utf-8")
    assert endorse(place, "badge.json") == 64
    assert "--profile: 'profile.json': " in capfd.readouterr().err


def test_what_does_not_verify_is_not_endorsed(place, capfd):
    forged = json.loads((place / "badge.json").read_bytes()) | {"name": "Forged"}
    (place / "badge.json").write_text(json.dumps(forged), encoding="utf-8")
    assert endorse(place, "badge.json") == 1
    assert "Not endorsed. INVALID" in capfd.readouterr().err
    assert not (place / "endorsement.json").exists()
    assert endorse(place, "badge.json", "--unverified") == 0


def test_what_could_not_be_verified_is_not_endorsed(place):
    badge = qb.Issuer(
        {"id": "did:web:academy.example", "name": "Academy"}, pair(), method="did:web:academy.example#key-1"
    ).issue(ACHIEVEMENT, qb.Recipient.did("did:example:ada"))
    (place / "badge.json").write_text(badge.to_json(), encoding="utf-8")
    assert endorse(place, "badge.json") == 2


def test_nothing_to_endorse_is_wrong_usage(place, capfd):
    (place / "badge.json").write_bytes(b"%PDF-1.7")
    assert endorse(place, "badge.json") == 1
    assert endorse(place, "badge.json", "--unverified") == 64
    assert "nothing that could be endorsed" in capfd.readouterr().err
    assert endorse(place, "no-such-file.json") == 64
    assert "no file" in capfd.readouterr().err


def test_an_endorser_with_a_domain_is_told_what_to_publish(place, capfd):
    (place / "profile.json").write_text(
        '{"id": "did:web:city.example", "name": "City of Seams"}', encoding="utf-8"
    )
    assert endorse(place, "badge.json", "--method", "did:web:city.example#key-1") == 0
    assert "https://city.example/.well-known/did.json" in capfd.readouterr().err
