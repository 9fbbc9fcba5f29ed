"""KeyPair: made, read, written and never shown."""

from __future__ import annotations

import copy
import pickle

import pytest

from qualitybadge.errors import InvalidKeyError, UnsupportedError
from qualitybadge.keys import KEY_TYPES, KeyPair, PublicKey
from support.keyring import TYPES, WITH_MULTIKEY, pair

MESSAGE = b"what was signed"


@pytest.mark.parametrize("key_type", TYPES)
def test_a_generated_pair_signs_and_verifies(key_type):
    fresh = KeyPair.generate(key_type)
    assert fresh.type == key_type
    assert fresh.public_key.verify(fresh.sign(MESSAGE), MESSAGE)
    assert fresh.public_key != KeyPair.generate(key_type).public_key


def test_ed25519_is_the_default():
    assert KeyPair.generate().type == "Ed25519"


def test_a_generated_rsa_key_has_3072_bits():
    assert len(KeyPair.generate("RSA").sign(b"")) * 8 == 3072


@pytest.mark.parametrize("make", [KeyPair.generate, lambda name: KeyPair(name, b"")])
def test_an_unknown_type_is_refused_by_name(make):
    with pytest.raises(UnsupportedError, match="secp256k1 is not supported"):
        make("secp256k1")


@pytest.mark.parametrize("key_type", TYPES)
def test_pem_keeps_the_pair(key_type):
    signer = pair(key_type)
    assert KeyPair.from_pem(signer.to_pem()).public_key == signer.public_key
    assert KeyPair.from_pem(signer.to_pem().decode()).to_pem() == signer.to_pem()


@pytest.mark.parametrize("key_type", TYPES)
@pytest.mark.parametrize("password", ["pässword", b"\xff\x00 bytes"])
def test_encrypted_pem_keeps_the_pair(key_type, password):
    signer = pair(key_type)
    pem = signer.to_pem(password)
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in pem
    assert KeyPair.from_pem(pem, password).public_key == signer.public_key
    with pytest.raises(InvalidKeyError, match="is encrypted"):
        KeyPair.from_pem(pem)
    for wrong in ("other", b""):
        with pytest.raises(InvalidKeyError, match="password is wrong, missing or not needed"):
            KeyPair.from_pem(pem, wrong)


def test_the_name_of_a_file_is_no_key(tmp_path):
    with pytest.raises(TypeError, match=r"pass path\.read_bytes\(\)"):
        KeyPair.from_pem(tmp_path / "key.pem")


def test_a_password_for_an_open_key_is_refused():
    with pytest.raises(InvalidKeyError, match="not needed"):
        KeyPair.from_pem(pair().to_pem(), "password")


@pytest.mark.parametrize("empty", ["", b""])
def test_an_empty_password_is_refused(empty):
    with pytest.raises(InvalidKeyError, match="password is empty"):
        pair().to_pem(empty)


@pytest.mark.parametrize("key_type", TYPES)
def test_a_private_jwk_keeps_the_pair(key_type):
    signer = pair(key_type)
    jwk = signer.to_jwk(private=True)
    again = KeyPair.from_jwk(jwk)
    assert again.public_key == signer.public_key
    assert again.to_jwk(private=True) == jwk


@pytest.mark.parametrize("key_type", TYPES)
def test_the_public_jwk_has_no_private_member(key_type):
    signer = pair(key_type)
    assert signer.to_jwk() == signer.public_key.to_jwk()
    assert "d" not in signer.to_jwk()
    assert "d" in signer.to_jwk(private=True)


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_a_secret_multikey_keeps_the_pair(key_type):
    signer = pair(key_type)
    secret = signer.to_secret_multikey()
    assert KeyPair.from_multikey(secret).public_key == signer.public_key
    assert KeyPair.from_multikey(secret, signer.public_key.to_multikey()).to_secret_multikey() == secret


def test_the_long_secret_multikey_of_ed25519_keeps_the_pair():
    signer = pair()
    long = signer.to_secret_multikey(with_public=True)
    assert long.startswith("zrv")
    assert KeyPair.from_multikey(long).public_key == signer.public_key


@pytest.mark.parametrize(("key_type", "with_public"), [("P-256", True), ("RSA", False), ("RSA", True)])
def test_other_secret_multikeys_do_not_exist(key_type, with_public):
    with pytest.raises(UnsupportedError, match=f"{key_type} is not supported as a secret Multikey"):
        pair(key_type).to_secret_multikey(with_public=with_public)


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_the_did_names_the_public_key(key_type):
    signer = pair(key_type)
    assert PublicKey.from_multikey(signer.did.removeprefix("did:key:")) == signer.public_key
    assert signer.did_key_method == f"{signer.did}#{signer.did.removeprefix('did:key:')}"


@pytest.mark.parametrize("name", ["did", "did_key_method"])
def test_rsa_has_no_did_key(name):
    with pytest.raises(UnsupportedError, match="RSA is not supported"):
        getattr(pair("RSA"), name)


@pytest.mark.parametrize("key_type", TYPES)
def test_repr_shows_the_public_half_only(key_type):
    signer = pair(key_type)
    shown = repr(signer) + str(signer)
    assert repr(signer.public_key) in shown
    for secret in signer.to_jwk(private=True).keys() - signer.to_jwk().keys():
        assert signer.to_jwk(private=True)[secret] not in shown


@pytest.mark.parametrize("leak", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_pair_is_not_pickled_or_copied(leak):
    with pytest.raises(TypeError, match="not pickled"):
        leak(pair())


@pytest.mark.parametrize("key_type", TYPES)
def test_signatures_are_deterministic_and_of_the_length_of_the_table(key_type):
    signer = pair(key_type)
    signature = signer.sign(MESSAGE)
    assert signature == signer.sign(MESSAGE)
    assert len(signature) == (KEY_TYPES[key_type].signature_bytes or 256)


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
@pytest.mark.parametrize("change", [-1, 1])
def test_a_secret_of_another_length_is_refused(key_type, change):
    with pytest.raises(InvalidKeyError, match=f"{key_type} secret key"):
        KeyPair(key_type, bytes([1]) * (KEY_TYPES[key_type].secret_bytes + change))


@pytest.mark.parametrize("wrong", [None, 256, ["Ed25519"], b"Ed25519"])
def test_a_key_type_that_is_no_text_is_a_mistake_of_the_caller(wrong):
    with pytest.raises(TypeError, match="key_type must be one of Ed25519, P-256, P-384, RSA"):
        KeyPair.generate(wrong)
