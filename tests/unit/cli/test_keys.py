"""`qualitybadge keys`: pairs on disk, and nothing secret on the screen."""

from __future__ import annotations

import json
import os
import stat

import click
import pytest

from qualitybadge.cli.group import run
from qualitybadge.cli.keys import read_pair
from qualitybadge.errors import InputError
from qualitybadge.keys import KeyPair
from support.keyring import TYPES, pair
from support.world import token


def secrets_of(key: KeyPair) -> list[str]:
    """Every text that gives the key away."""
    body = key.to_pem().decode().splitlines()[1:-1]
    return [key.to_jwk(private=True)["d"], *body]


@pytest.mark.parametrize("kind", TYPES)
def test_a_new_pair(kind, tmp_path, capfd):
    path = tmp_path / "key.pem"
    assert run(["keys", "new", "--type", kind.lower(), "--out", str(path)]) == 0
    out, err = capfd.readouterr()
    key = KeyPair.from_pem(path.read_bytes())
    assert key.type == kind
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key.public_key.thumbprint() in out
    assert json.loads(out.splitlines()[-1].removeprefix("jwk")) == key.to_jwk()
    assert "did:jwk:" not in out  # of an RSA key it fills the screen
    assert run(["keys", "show", str(path)]) == 0
    assert ("did:jwk:" in capfd.readouterr().out) == (kind == "RSA")
    assert ("did:key:" in out) == (kind != "RSA")
    assert not [secret for secret in secrets_of(key) if secret in out + err]


def test_a_pair_is_never_overwritten_unasked(tmp_path, capfd):
    path = tmp_path / "key.pem"
    run(["keys", "new", "--out", str(path)])
    before = path.read_bytes()
    assert run(["keys", "new", "--out", str(path)]) == 64
    assert path.read_bytes() == before
    assert run(["keys", "new", "--force", "--out", str(path)]) == 0
    assert path.read_bytes() != before


def test_an_encrypted_pair(tmp_path, capfd, monkeypatch):
    asked = []

    def prompt(text: str, **how: object) -> str:
        asked.append((text, how))
        return "correct horse"

    monkeypatch.setattr(click, "prompt", prompt)
    path = tmp_path / "key.pem"
    assert run(["keys", "new", "--encrypt", "--out", str(path)]) == 0
    assert b"ENCRYPTED" in path.read_bytes()
    assert asked[0][1] == {"hide_input": True, "confirmation_prompt": True, "err": True}
    assert run(["keys", "show", str(path)]) == 0
    monkeypatch.setattr(click, "prompt", lambda *_args, **_how: "wrong")
    assert run(["keys", "show", str(path)]) == 1
    out, err = capfd.readouterr()
    assert "correct horse" not in out + err
    assert "wrong" not in out


@pytest.mark.parametrize("kind", TYPES)
def test_show_reads_every_form_and_shows_the_public_side(kind, tmp_path, capfd):
    key = pair(kind)
    forms = [
        key.to_pem(),
        key.public_key.to_pem(),
        json.dumps(key.to_jwk()).encode(),
        json.dumps(key.to_jwk(private=True)).encode(),
    ]
    shown = set()
    for content in forms:
        path = tmp_path / "key"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert run(["keys", "show", str(path)]) == 0
        out, err = capfd.readouterr()
        assert not [secret for secret in secrets_of(key) if secret in out + err]
        shown.add(out)
    assert len(shown) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no key",
        b"\xff\xfe\x00",
        b"{}",
        b"[]",
        b'{"kty":"OKP","crv":"Ed25519","d":"c2VjcmV0LXNlZWQ"}',
        b'{"kty":"OKP","crv":"Ed25519","d":"c2VjcmV0LXNlZWQ"',
        b'{"d":"c2VjcmV0LXNlZWQ","d":"c2VjcmV0LXNlZWQ"}',
        b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0LXNlZWQ\n-----END PRIVATE KEY-----\n",
        b"-----BEGIN PUBLIC KEY-----\nc2VjcmV0LXNlZWQ\n-----END PUBLIC KEY-----\n",
    ],
)
def test_a_file_that_is_no_key_is_refused_without_showing_it(content, tmp_path, capfd):
    path = tmp_path / "key"
    path.write_bytes(content)
    assert run(["keys", "show", str(path)]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("Error: ")
    assert "c2VjcmV0" not in err


@pytest.mark.parametrize("content", [token(), '{"type": ["VerifiableCredential"]}', "no key", "", "<svg/>"])
def test_another_file_is_said_to_be_no_key(content, tmp_path, capfd):
    path = tmp_path / "badge.jwt"
    path.write_text(content, encoding="utf-8")
    assert run(["keys", "show", str(path)]) == 1
    err = capfd.readouterr().err
    assert "the file 'badge.jwt' is no key" in err
    assert "PEM" in err
    assert "JWK" in err
    with pytest.raises(InputError, match="is no key"):
        read_pair(path)
