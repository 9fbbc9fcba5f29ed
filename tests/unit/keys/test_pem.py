"""PEM: one block of a key that we know, and no word of the library below in any message."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from qualitybadge.errors import InvalidKeyError, UnsupportedError
from qualitybadge.keys import KeyPair, PublicKey
from support.keyring import TYPES, pair

BOTH = [PublicKey.from_pem, KeyPair.from_pem]
UNKNOWN = {
    "secp521r1": lambda: ec.generate_private_key(ec.SECP521R1()),
    "secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "Ed448": ed448.Ed448PrivateKey.generate,
}


def public_pem(key) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def private_pem(key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize("key_type", TYPES)
def test_every_type_is_read_from_the_pem_of_another_tool(key_type):
    key = load_pem_private_key(pair(key_type).to_pem(), None)
    assert PublicKey.from_pem(public_pem(key)) == pair(key_type).public_key
    assert KeyPair.from_pem(private_pem(key)).public_key == pair(key_type).public_key


@pytest.mark.parametrize("key_type", ["P-256", "P-384", "RSA"])
def test_the_older_private_form_is_read(key_type):
    key = load_pem_private_key(pair(key_type).to_pem(), None)
    for encryption, password in ((NoEncryption(), None), (BestAvailableEncryption(b"pw"), "pw")):
        older = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, encryption)
        assert KeyPair.from_pem(older, password).public_key == pair(key_type).public_key


def test_the_older_public_form_of_rsa_is_read():
    key = load_pem_private_key(pair("RSA").to_pem(), None).public_key()
    older = key.public_bytes(Encoding.PEM, PublicFormat.PKCS1)
    assert b"BEGIN RSA PUBLIC KEY" in older
    assert PublicKey.from_pem(older) == pair("RSA").public_key


@pytest.mark.parametrize("name", UNKNOWN)
def test_kinds_we_do_not_know_are_refused_by_name(name):
    key = UNKNOWN[name]()
    with pytest.raises(UnsupportedError, match=f"{name} is not supported"):
        PublicKey.from_pem(public_pem(key))
    with pytest.raises(UnsupportedError, match=f"{name} is not supported"):
        KeyPair.from_pem(private_pem(key))


def test_kinds_that_cannot_sign_are_refused_by_name():
    key = x25519.X25519PrivateKey.generate()
    for read, pem in ((PublicKey.from_pem, public_pem(key)), (KeyPair.from_pem, private_pem(key))):
        with pytest.raises(InvalidKeyError, match=r"X25519 is not supported.*cannot sign"):
            read(pem)


@pytest.mark.parametrize("key_type", TYPES)
def test_a_private_key_where_a_public_one_belongs_is_refused(key_type):
    for pem in (pair(key_type).to_pem(), pair(key_type).to_pem("password")):
        with pytest.raises(InvalidKeyError) as caught:
            PublicKey.from_pem(pem)
        assert caught.value.code == "PRIVATE_KEY_EXPOSED"
        assert pem.split(b"\n")[1].decode() not in str(caught.value)


def test_a_public_key_where_a_private_one_belongs_is_refused():
    with pytest.raises(InvalidKeyError, match="secret key in PEM form is expected"):
        KeyPair.from_pem(pair().public_key.to_pem())


def test_a_certificate_is_refused_by_name():
    with pytest.raises(UnsupportedError, match="certificates are not supported"):
        PublicKey.from_pem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")


@pytest.mark.parametrize("read", BOTH)
@pytest.mark.parametrize(
    "text", ["", "nothing", "-----BEGIN", '{"kty":"OKP"}', "ssh-ed25519 AAAAC3Nz ada", b"\xff\xfe", "\ud800"]
)
def test_what_is_no_pem_is_refused(read, text):
    with pytest.raises(InvalidKeyError, match="one block"):
        read(text)


@pytest.mark.parametrize("read", BOTH)
def test_two_blocks_are_refused(read):
    with pytest.raises(InvalidKeyError, match="one block"):
        read(pair().public_key.to_pem() + pair("Ed25519", "bob").public_key.to_pem())


@pytest.mark.parametrize("read", BOTH)
def test_huge_text_is_refused_at_once(read):
    with pytest.raises(InvalidKeyError, match="at most 65536 bytes"):
        read(pair().public_key.to_pem() + b" " * 70_000)


@pytest.mark.parametrize(
    "kind",
    [
        "PUBLIC KEY",
        "RSA PUBLIC KEY",
        "PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "NOTHING",
    ],
)
@pytest.mark.parametrize("body", ["", "AAAA", "nope", "MAA="])
def test_broken_blocks_are_refused(kind, body):
    block = f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n"
    for read in BOTH:
        with pytest.raises(InvalidKeyError) as caught:
            read(block)
        assert caught.value.__cause__ is None


def test_an_rsa_key_with_the_other_key_types_block_name_is_no_problem_of_ours():
    key = rsa.generate_private_key(65537, 2048)
    renamed = public_pem(key).replace(b"PUBLIC KEY", b"EC PUBLIC KEY")
    with pytest.raises(InvalidKeyError):
        PublicKey.from_pem(renamed)
