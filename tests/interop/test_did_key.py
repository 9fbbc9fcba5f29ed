"""The did:key vectors of the W3C Credentials Community Group: the same key bytes, or a refusal by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from qualitybadge.did import DidResolver
from qualitybadge.errors import InputError, InvalidKeyError, UnsupportedError
from qualitybadge.fetcher import NoNetwork
from qualitybadge.keys import KeyPair, PublicKey
from qualitybadge.outcome import Trust
from qualitybadge.wire.multibase import base58btc_decode

NOW = datetime(2026, 11, 23, tzinfo=UTC)
REFUSED = {  # file -> the name that the refusal must say
    "bls12381.json": ("BLS12-381", UnsupportedError),
    "rsa.json": ("RSA", UnsupportedError),
    "secp256k1.json": ("secp256k1", UnsupportedError),
    "x25519.json": ("X25519", InvalidKeyError),
}


def load(vectors, name):
    return json.loads((vectors / "w3c/did-key/test-vectors" / name).read_text())


def resolve(did):
    return DidResolver(NoNetwork()).resolve(did, at=NOW)


def key_in(found, key_type):
    """Return the key that a vector describes in one of its three spellings."""
    if "publicKeyJwk" in found:
        return PublicKey.from_jwk(found["publicKeyJwk"])
    return PublicKey.from_raw(key_type, base58btc_decode(found["publicKeyBase58"]))


def pair_in(found, key_type):
    if "privateKeyJwk" in found:
        return KeyPair.from_jwk(found["privateKeyJwk"])
    return KeyPair(key_type, base58btc_decode(found["privateKeyBase58"]))


def test_ed25519(vectors, record_property):
    cases = load(vectors, "ed25519-x25519.json")
    for did, case in cases.items():
        signer = KeyPair("Ed25519", bytes.fromhex(case["seed"]))
        found = case["verificationKeyPair"]
        method = resolve(case["didDocument"]["assertionMethod"][0])
        assert method.key == key_in(found, "Ed25519") == signer.public_key
        assert (method.controller, method.trust) == (did, Trust.SELF_ASSERTED)
        assert method.id == signer.did_key_method
        with pytest.raises(InputError) as caught:
            resolve(did + "#" + case["keyAgreementKeyPair"]["id"].partition("#")[2])
        assert caught.value.code == "METHOD_NOT_FOUND"
    record_property("cases", len(cases))


def test_nist_curves(vectors, record_property):
    cases = load(vectors, "nist-curves.json")
    refused = 0
    for did, case in cases.items():
        found = case["verificationMethod"]
        if found.get("publicKeyJwk", {}).get("crv") == "P-521":
            for read in (
                lambda did=did: resolve(did),
                lambda jwk=found["publicKeyJwk"]: PublicKey.from_jwk(jwk),
            ):
                with pytest.raises(UnsupportedError, match="P-521 is not supported"):
                    read()
            refused += 1
            continue
        method = resolve(case["didDocument"]["assertionMethod"][0])
        assert method.key == resolve(did).key == key_in(found, method.key.type)
        assert method.key.to_did_key() == did
        signer = pair_in(found, method.key.type)
        assert signer.did == did
        assert method.key.verify(signer.sign(b"message"), b"message")
    assert refused == 2
    record_property("cases", len(cases))


@pytest.mark.parametrize("name", REFUSED)
def test_the_rest_is_refused_by_name(vectors, record_property, name):
    cases = load(vectors, name)
    dids = list(cases.get("didDocument", cases))
    word, error = REFUSED[name]
    for did in dids:
        with pytest.raises(error, match=f"{word}.* is not supported"):
            resolve(did)
    record_property("cases", len(dids))


def test_the_rsa_keys_themselves_are_read_as_jwk(vectors, record_property):
    cases = load(vectors, "rsa.json")
    for case in cases.values():
        key, private = PublicKey.from_jwk(case["publicKeyJwk"]), case["privateKeyJwk"]
        if any(
            "=" in value for value in private.values()
        ):  # one vector pads its numbers, RFC 7515 §2 forbids it
            with pytest.raises(InvalidKeyError, match="not base64url"):
                KeyPair.from_jwk(private)
            private = {name: value.rstrip("=") for name, value in private.items()}
        assert KeyPair.from_jwk(private).public_key == key
    record_property("cases", len(cases))
