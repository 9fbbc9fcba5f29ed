"""`qualitybadge verify --trust`: whom a person trusts, as they type it."""

from __future__ import annotations

import json

import click
import pytest

from qualitybadge.cli.group import run
from qualitybadge.cli.trust import trust_from
from support.credentials import badge
from support.keyring import pair
from support.world import proved

ADA = pair("Ed25519", "ada")
SIGNED = proved(
    badge(issuer={"id": ADA.did, "type": ["Profile"], "name": "Ada"}, validUntil=None),
    ADA,
    verification_method=ADA.did_key_method,
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "badge.json"
    path.write_text(json.dumps(SIGNED), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("issuer", "trust"), [(ADA.did, "anchored"), ("did:web:other.example", "self-asserted")]
)
def test_an_issuer_shows_in_the_trust_and_never_in_the_exit_code(file, issuer, trust, capfd):
    assert run(["verify", "--offline", "--json", "--trust", issuer, file]) == 0
    assert json.loads(capfd.readouterr().out)["trust"] == trust


def test_a_file_and_an_issuer_add_up(tmp_path):
    path = tmp_path / "trust.toml"
    path.write_text(
        '[[issuer]]\nid = "did:web:a.example"\n[[registry]]\nurl = "https://r.example/registry.json"\n'
    )
    store = trust_from((str(path), "https://b.example/issuer"))
    assert [anchor.issuer for anchor in store.issuers] == ["did:web:a.example", "https://b.example/issuer"]
    assert len(store.registries) == 1


def test_nothing_named_is_no_store():
    assert trust_from(()) is None


@pytest.mark.parametrize("text", ["academy", "http://a.example", "badge.png", ""])
def test_what_names_no_issuer(text):
    with pytest.raises(click.UsageError, match="names no issuer"):
        trust_from((text,))


def test_a_file_that_is_not_there_is_said_to_be_missing():
    with pytest.raises(click.UsageError, match=r"there is no file 'missing\.toml'"):
        trust_from(("missing.toml",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[issuer]]\nid = "did:web:a.example"\n[[issuer]]\nname = "B"\n',
            "issuer 2: id is missing at /issuer/1",
        ),
        ("[issuer", "is no TOML"),
        (
            '[[recognized_entities]]\nurl = "https://l.example"\nissuer = "did:web:l.example"\n',
            "1: version is missing at /recogn",
        ),
        ('[[registry]]\nurl = "https://r.example"\ncolour = 1\n', "registry 1: there is no member 'colour'"),
    ],
)
def test_a_fault_of_the_file_names_it_and_the_place(text, said, file, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trust.toml").write_text(text, encoding="utf-8")
    assert run(["verify", "--trust", "trust.toml", file]) == 64
    err = capfd.readouterr().err
    assert "--trust trust.toml: " in err
    assert said in err


def test_wrong_usage_ends_with_64(file, capfd):
    assert run(["verify", "--trust", "academy", file]) == 64
    assert "names no issuer" in capfd.readouterr().err
