"""Multikey: the header table of Controlled Identifiers, and the key pairs of the Data Integrity suites."""

from __future__ import annotations

import json

import pytest

from qualitybadge.errors import InvalidKeyError, UnsupportedError
from qualitybadge.keys import KEY_TYPES, KeyPair, PublicKey
from qualitybadge.wire.multibase import b64url_encode, base58btc_decode, encode


def test_public_headers(vectors, record_property):
    rows = json.loads((vectors / "w3c/multikey/headers.json").read_text())["public"]
    for row in rows:
        data = base58btc_decode(row["example"][1:])
        assert data.hex().startswith(row["varint"])
        if row["type"] in KEY_TYPES:
            key = PublicKey.from_multikey(row["example"])
            assert (key.type, len(key.raw), key.to_multikey()) == (row["type"], row["bytes"], row["example"])
            assert row["example"].startswith(row["prefix"])
            assert PublicKey.from_raw(row["type"], data[2:]) == key
        else:
            with pytest.raises(UnsupportedError, match=f"^{row['type']} is not supported"):
                PublicKey.from_multikey(row["example"])
        for wrong in (row["example"][1:], "u" + b64url_encode(data), encode(data[:-1]), encode(data + b"\0")):
            with pytest.raises((InvalidKeyError, UnsupportedError)):
                PublicKey.from_multikey(wrong)
    record_property("cases", len(rows))


def test_secret_headers(vectors, record_property):
    rows = json.loads((vectors / "w3c/multikey/headers.json").read_text())["secret"]
    for row in rows:
        text = encode(bytes.fromhex(row["varint"]) + bytes(range(1, row["bytes"] + 1)))
        if row["type"] in KEY_TYPES:
            signer = KeyPair.from_multikey(text)
            assert (signer.type, signer.to_secret_multikey()) == (row["type"], text)
        else:
            with pytest.raises(UnsupportedError, match=f"^{row['type']} is not supported"):
                KeyPair.from_multikey(text)
        with pytest.raises(InvalidKeyError) as caught:
            PublicKey.from_multikey(text)
        assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    record_property("cases", len(rows))


@pytest.mark.parametrize(
    "file",
    [
        "vc-di-eddsa/TestVectors/keyPair.json",
        "vc-di-ecdsa/TestVectors/p256KeyPair.json",
        "vc-di-ecdsa/TestVectors/p384KeyPair.json",
    ],
)
def test_key_pairs_of_the_suites(vectors, file):
    members = json.loads((vectors / "w3c" / file).read_text())
    public = members["publicKeyMultibase"]
    secret = members.get("secretKeyMultibase") or members["privateKeyMultibase"]
    signer = KeyPair.from_multikey(secret, public)
    assert (signer.public_key.to_multikey(), signer.to_secret_multikey()) == (public, secret)
    with pytest.raises(InvalidKeyError, match="do not belong together"):
        KeyPair.from_multikey(secret, KeyPair.generate(signer.type).public_key.to_multikey())


def test_ecdsa_signatures_of_the_suites_are_reproduced(vectors, record_property):
    """RFC 6979 makes them deterministic, so ours must be theirs byte for byte."""
    folder = vectors / "w3c/vc-di-ecdsa/TestVectors"
    count = 0
    for size in ("256", "384"):
        members = json.loads((folder / f"p{size}KeyPair.json").read_text())
        signer = KeyPair.from_multikey(members["secretKeyMultibase"])
        for combined in sorted(folder.glob(f"ecdsa-*-2019-p{size}/combinedHash*.txt")):
            signature = combined.with_name(combined.name.replace("combinedHash", "sigHex")).read_text()
            data = bytes.fromhex(combined.read_text())
            assert signer.sign(data) == bytes.fromhex(signature)
            assert signer.public_key.verify(bytes.fromhex(signature), data)
            count += 1
    assert count >= 4
    record_property("cases", count)
