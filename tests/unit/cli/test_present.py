"""`qualitybadge present`: badges from files, one presentation out, verified for its occasion."""

from __future__ import annotations

import json

import pytest

from qualitybadge.cli.group import run
from support.credentials import badge
from support.keyring import pair
from support.presentations import CHALLENGE, DOMAIN, HOLDER, ISSUER, credential_token
from support.world import proved

# Nothing expires and the key is the identity: the system's clock and no network decide the same.
SIGNED = proved(
    badge(issuer={"id": ISSUER.did, "type": ["Profile"], "name": "Ada"}, validUntil=None),
    ISSUER,
    verification_method=ISSUER.did_key_method,
)
ASKED = ("--challenge", CHALLENGE, "--domain", DOMAIN)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "key.pem").write_bytes(HOLDER.to_pem())
    (tmp_path / "badge.json").write_text(json.dumps(SIGNED), encoding="utf-8")
    (tmp_path / "badge.jwt").write_text(credential_token(), encoding="utf-8")
    return tmp_path


def present(place, *more, badges=("badge.json",), out="shown"):
    names = [str(place / name) for name in badges]
    return run(["present", "--key", str(place / "key.pem"), "--out", str(place / out), *more, *names])


def verify(place, *more):
    return run(["verify", "--offline", *more, str(place / "shown")])


@pytest.mark.parametrize("proof", [(), ("--proof", "vp-jwt"), ("--proof", "vp-jwt", "--version", "1.1")])
def test_what_is_presented_is_verified_for_its_occasion(place, proof, capfd):
    assert present(place, *ASKED, *proof) == 0
    out, err = capfd.readouterr()
    assert out.startswith("urn:uuid:")
    assert "again" not in err
    assert verify(place) == 0
    assert verify(place, *ASKED) == 0
    assert verify(place, "--compatible", *ASKED) == 0
    assert verify(place, "--challenge", "tomorrow") == 1
    assert verify(place, "--compatible", "--domain", "https://other.example") == 1
    assert "presented by whoever holds the key" in capfd.readouterr().out


def test_without_a_challenge_the_holder_is_told(place, capfd):
    assert present(place) == 0
    assert "ask the verifier for a challenge" in capfd.readouterr().err
    assert verify(place) == 0
    assert verify(place, "--challenge", "x") == 1


def test_minutes_and_several_badges(place):
    assert present(place, "--proof", "vp-jwt", "--minutes", "5", badges=("badge.json", "badge.jwt")) == 0
    assert verify(place) == 0
    assert present(place, "--minutes", "0", "--force") == 64


def test_a_holder_with_a_domain_is_told_what_to_publish(place, capfd):
    assert present(place, "--method", "did:web:ada.example#key-1") == 0
    assert "https://ada.example/.well-known/did.json" in capfd.readouterr().err
    assert verify(place) == 2


def test_what_cannot_be_presented(place, capfd):
    (place / "broken.json").write_text(json.dumps({**SIGNED, "id": "urn:x:other"}), encoding="utf-8")
    assert present(place, badges=("broken.json",)) == 1
    assert "no use to anybody" in capfd.readouterr().err
    assert present(place, badges=()) == 64
    assert present(place, badges=("nowhere.json",)) == 64
    assert present(place, out="shown.png") == 64
    assert not (place / "shown").exists()
    assert present(place) == 0
    assert present(place) == 64
    assert present(place, "--force") == 0


@pytest.mark.parametrize("kind", ["P-256", "RSA"])
def test_other_keys(kind, place):
    (place / "key.pem").write_bytes(pair(kind).to_pem())
    assert present(place) == 0
    assert verify(place) == 0
