"""What a trust store may be made of, and the file it is kept in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qualitybadge.errors import InputError, QualityBadgeError, UndeterminedError
from qualitybadge.verify.truststore import (
    RECOGNIZED_ENTITIES_DRAFT,
    Anchor,
    IssuerRegistry,
    RecognizedEntities,
    TrustStore,
)
from support.keyring import pair

KEY = pair("Ed25519", "academy").public_key
TOML = f"""
[[issuer]]
id = "did:web:academy.example"
name = "Academy"
keys = ["{KEY.to_multikey()}"]
valid_from = 2026-01-01T00:00:00Z

[[issuer]]
id = "did:web:other.example"

[[registry]]
url = "https://registry.example/registry.json"
name = "Registry"

[[recognized_entities]]
url = "https://commission.example/list.json"
issuer = "did:web:commission.example"
version = "{RECOGNIZED_ENTITIES_DRAFT}"
"""


def stored(tmp_path, text, name="trust.toml"):
    path = tmp_path / name
    path.write_text(text)
    return path


def test_a_file_says_what_the_constructor_would(tmp_path):
    expected = TrustStore(
        [
            Anchor("did:web:academy.example", "Academy", (KEY,), datetime(2026, 1, 1, tzinfo=UTC)),
            "did:web:other.example",
        ],
        registries=[IssuerRegistry("https://registry.example/registry.json", "Registry")],
        recognized_entities=[
            RecognizedEntities(
                "https://commission.example/list.json",
                "did:web:commission.example",
                RECOGNIZED_ENTITIES_DRAFT,
            )
        ],
    )
    assert TrustStore.load(stored(tmp_path, TOML)) == expected


def test_a_json_file_with_a_jwk_and_a_date(tmp_path):
    import json

    entry = {"id": "did:web:a.example", "keys": [KEY.to_jwk()], "valid_until": "2027-01-01T00:00:00Z"}
    store = TrustStore.load(stored(tmp_path, json.dumps({"issuer": [entry]}), "trust.json"))
    assert store.issuers == (
        Anchor("did:web:a.example", keys=(KEY,), valid_until=datetime(2027, 1, 1, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("= nothing", "no TOML"),
        ("x = " + "1" * 5_000, "no TOML"),
        ("x = " + "[" * 100_000, "deeper"),
        ("issuers = []", "section"),
        ("issuer = 'did:web:a.example'", "section"),
        ("issuer = ['did:web:a.example']", "no table"),
        ("[[issuer]]\nname = 'A'", "issuer 1: id is missing"),
        ("[[issuer]]\nid = 'did:web:a.example'\nkey = 'z6Mk'", "there is no member 'key'"),
        ("[[issuer]]\nid = 'did:web:a.example'\nkeys = 'z6Mk'", "list"),
        ("[[issuer]]\nid = 'did:web:a.example'\nkeys = ['z6Mk']", "key"),
        ("[[issuer]]\nid = 'did:web:a.example'\nvalid_from = 2026-01-01", "zone"),
        ("[[issuer]]\nid = 'did:web:a.example'\nvalid_from = 2026-01-01T00:00:00", "zone"),
        ("[[issuer]]\nid = 'did:web:a.example'\nvalid_from = 'yesterday'", "date"),
        ("[[registry]]\nname = 'R'", "url"),
        ("[[registry]]\nurl = 5", "text"),
        ("[[registry]]\nurl = 'http://registry.example/r.json'", "http"),
        (
            "[[recognized_entities]]\nurl = 'https://c.example/l'\nissuer = 'did:web:c.example'\nversion = '1.0'",
            "draft",
        ),
    ],
)
def test_a_file_that_cannot_be_meant(tmp_path, text, words):
    with pytest.raises(QualityBadgeError, match=words):
        TrustStore.load(stored(tmp_path, text))


def test_json_that_is_no_table(tmp_path):
    with pytest.raises(InputError, match="table"):
        TrustStore.load(stored(tmp_path, "[]", "trust.json"))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UndeterminedError):
        TrustStore.load(tmp_path / "none.toml")


def test_a_single_text_is_no_list_of_issuers():
    with pytest.raises(InputError, match="several"):
        TrustStore("did:web:a.example")


@pytest.mark.parametrize("issuer", [None, "academy", 5])
def test_an_anchor_names_an_issuer(issuer):
    with pytest.raises(InputError, match="names no issuer"):
        Anchor(issuer)


def test_ids_are_compared_letter_by_letter():
    store = TrustStore(["did:web:campus.example%3A3000"])
    assert store.anchors_of("did:web:campus.example%3A3000")
    assert not store.anchors_of("did:web:campus.example:3000")  # a folder of somebody on the same host


def test_what_can_be_no_store_is_refused_in_our_words():
    with pytest.raises(TypeError, match="pathlib"):
        TrustStore.load("trust.toml")
    for wrong in ({"valid_from": "2025"}, {"keys": [KEY]}, {"keys": ("z6Mk",)}):
        with pytest.raises(InputError, match=r"no tuple of|not made of"):
            Anchor("did:web:a.example", **wrong)
