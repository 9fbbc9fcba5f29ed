"""PublicKey: every form leads to the same key, and a key that exists can be relied on."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import threading

import pytest

from qualitybadge.errors import InvalidKeyError, UnsupportedError
from qualitybadge.keys import KEY_TYPES, PublicKey, Signer
from support.keyring import TYPES, WITH_MULTIKEY, pair

MESSAGE = b"what was signed"
JOSE = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}


@pytest.mark.parametrize("key_type", TYPES)
def test_every_form_gives_the_same_key(key_type):
    key = pair(key_type).public_key
    forms = [
        PublicKey.from_raw(key_type, key.raw),
        PublicKey.from_jwk(key.to_jwk()),
        PublicKey.from_pem(key.to_pem()),
        PublicKey.from_pem(key.to_pem().decode()),
    ]
    assert all(form == key and hash(form) == hash(key) for form in forms)


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_a_multikey_gives_the_same_key_and_names_the_did(key_type):
    key = pair(key_type).public_key
    assert PublicKey.from_multikey(key.to_multikey()) == key
    assert key.to_did_key() == f"did:key:{key.to_multikey()}"


@pytest.mark.parametrize("key_type", TYPES)
def test_the_key_verifies_what_its_pair_signed_and_nothing_else(key_type):
    signer, stranger = pair(key_type), pair(key_type, "bob")
    signature = signer.sign(MESSAGE)
    assert signer.public_key.verify(signature, MESSAGE)
    assert not signer.public_key.verify(signature, MESSAGE + b".")
    assert not stranger.public_key.verify(signature, MESSAGE)
    altered = bytes([signature[0] ^ 1]) + signature[1:]
    assert not signer.public_key.verify(altered, MESSAGE)
    for wrong in (b"", signature[:-1], signature + b"\0"):
        assert not signer.public_key.verify(wrong, MESSAGE)


@pytest.mark.parametrize("key_type", TYPES)
def test_the_key_names_its_one_algorithm(key_type):
    key = pair(key_type).public_key
    assert key.type == key_type
    assert key.jose_algorithm == JOSE[key_type] == KEY_TYPES[key_type].jose_algorithm


def test_an_unknown_type_is_refused_by_name():
    with pytest.raises(UnsupportedError, match="P-521 is not supported"):
        PublicKey.from_raw("P-521", b"")


@pytest.mark.parametrize("form", ["to_multikey", "to_did_key"])
def test_rsa_has_no_multikey_and_says_what_to_use(form):
    with pytest.raises(UnsupportedError, match="RSA is not supported as a Multikey") as caught:
        getattr(pair("RSA").public_key, form)()
    assert "JWK" in caught.value.hint


def test_the_thumbprint_is_that_of_rfc_8037_appendix_a():
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert PublicKey.from_jwk(jwk).thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_thumbprint_of_an_rsa_key_takes_its_members_in_order():
    key = pair("RSA").public_key
    assert list(key.to_jwk()) == sorted(key.to_jwk()) == ["e", "kty", "n"]


def test_did_jwk_holds_the_public_jwk():
    from qualitybadge.wire.multibase import b64url_decode

    for key_type in TYPES:
        key = pair(key_type).public_key
        did = key.to_did_jwk()
        assert did.startswith("did:jwk:")
        assert json.loads(b64url_decode(did[8:])) == key.to_jwk()


def test_a_key_cannot_be_changed():
    key = pair().public_key
    with pytest.raises(dataclasses.FrozenInstanceError):
        key.raw = pair("Ed25519", "bob").public_key.raw  # type: ignore[misc]


@pytest.mark.parametrize("key_type", TYPES)
def test_a_public_key_may_be_pickled_and_is_checked_again(key_type):
    key = pair(key_type).public_key
    again = pickle.loads(pickle.dumps(key))  # noqa: S301 - our own bytes
    assert again == key == copy.deepcopy(key)
    assert again.verify(pair(key_type).sign(MESSAGE), MESSAGE)
    rebuild, arguments = key.__reduce__()
    with pytest.raises(InvalidKeyError):
        rebuild(arguments[0], arguments[1][:-1])


def test_keys_of_different_types_are_never_equal():
    keys = {pair(key_type).public_key for key_type in TYPES}
    assert len(keys) == len(TYPES)


def test_repr_names_the_key_by_thumbprint():
    key = pair().public_key
    assert repr(key) == f"PublicKey(type='Ed25519', thumbprint='{key.thumbprint()}')"


def test_a_key_pair_is_a_signer():
    assert isinstance(pair(), Signer)
    assert not isinstance(pair().public_key, Signer)


@pytest.mark.parametrize("key_type", TYPES)
def test_threads_share_a_key(key_type):
    signer = pair(key_type)
    wrong: list[int] = []

    def work(number: int) -> None:
        message = str(number).encode()
        answers = [signer.public_key.verify(signer.sign(message), message) for _ in range(20)]
        wrong.extend([number] * answers.count(False))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_importing_keys_loads_no_crypto_library():
    import subprocess
    import sys

    code = (
        "import sys, qualitybadge.keys, qualitybadge.did;"
        "print([name for name in ('nacl', 'cryptography', 'requests', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
