"""RSA: which keys are refused when loaded, from every form."""

from __future__ import annotations

import math

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from qualitybadge.errors import InvalidKeyError
from qualitybadge.keys import KeyPair, PublicKey, rsa
from qualitybadge.wire.multibase import b64url_encode
from support.keyring import pair, rsa_pem


def modulus() -> int:
    return load_pem_private_key(pair("RSA").to_pem(), None).private_numbers().public_numbers.n


def jwk(n: int, e: int) -> dict[str, str]:
    members = {"n": n, "e": e}
    return {"kty": "RSA"} | {
        name: b64url_encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))
        for name, value in members.items()
    }


@pytest.mark.parametrize("bits", [1024, 2047])
def test_short_moduli_are_refused(bits):
    n = modulus() >> (2048 - bits) | 1
    with pytest.raises(InvalidKeyError, match=f"2048 to 8192 bits, this one {bits}"):
        PublicKey.from_jwk(jwk(n, 65537))


def test_long_moduli_are_refused_and_the_longest_is_not():
    odd = next(k for k in range(1, 4000, 2) if math.gcd((1 << 8191) + k, rsa._SMALL_FACTORS) == 1)
    PublicKey.from_jwk(jwk((1 << 8191) + odd, 65537))
    with pytest.raises(InvalidKeyError, match="too large"):
        PublicKey.from_jwk(jwk((1 << 8192) + odd, 65537))
    with pytest.raises(InvalidKeyError, match="2048 to 8192 bits, this one 8193"):
        rsa.check_numbers((1 << 8192) + odd, 65537)


@pytest.mark.parametrize("factor", [2, 3, 5, 7, 11, 101, 743, 751])
def test_moduli_with_a_small_factor_are_refused(factor):
    n = modulus() // factor * factor
    with pytest.raises(InvalidKeyError, match="small factor"):
        PublicKey.from_jwk(jwk(n, 65537))


@pytest.mark.parametrize("exponent", [1, 2, 3, 17, 257, 65535, 65536, 65538, 2**256, 2**256 - 2])
def test_even_tiny_and_huge_exponents_are_refused(exponent):
    with pytest.raises(InvalidKeyError):
        PublicKey.from_jwk(jwk(modulus(), exponent))
    with pytest.raises(InvalidKeyError, match="exponent"):
        rsa.check_numbers(modulus(), exponent)


@pytest.mark.parametrize("exponent", [65537, 65539, 2**256 - 1])
def test_odd_exponents_between_the_limits_are_accepted(exponent):
    assert PublicKey.from_jwk(jwk(modulus(), exponent)).type == "RSA"


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 65537), (2048, 3)])
def test_weak_keys_are_refused_from_pem_and_der_too(bits, exponent):
    pem = rsa_pem(bits, exponent)
    key = load_pem_private_key(pem, None)
    public = key.public_key()
    with pytest.raises(InvalidKeyError):
        KeyPair.from_pem(pem)
    with pytest.raises(InvalidKeyError):
        KeyPair("RSA", key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(InvalidKeyError):
        PublicKey.from_pem(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(InvalidKeyError):
        PublicKey.from_raw("RSA", public.public_bytes(Encoding.DER, PublicFormat.PKCS1))


def test_the_raw_form_is_the_der_of_rsa_public_key():
    key = pair("RSA").public_key
    other = load_pem_private_key(pair("RSA").to_pem(), None).public_key()
    assert key.raw == other.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    spki = other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for wrong in (spki, b"", b"0", key.raw + b"\0", key.raw[:-1], bytes(100)):
        with pytest.raises(InvalidKeyError, match="not the DER form"):
            PublicKey.from_raw("RSA", wrong)
    with pytest.raises(InvalidKeyError, match="at most"):
        PublicKey.from_raw("RSA", bytes(2000))


def test_a_der_of_another_key_type_is_refused():
    ec_pair = load_pem_private_key(pair("P-256").to_pem(), None)
    spki = ec_pair.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(InvalidKeyError, match="not the DER form"):
        PublicKey.from_raw("RSA", spki)
    with pytest.raises(InvalidKeyError, match="not the PKCS #8 form"):
        KeyPair("RSA", ec_pair.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(InvalidKeyError, match="not the PKCS #8 form"):
        KeyPair("RSA", b"nothing of the kind")


@pytest.mark.parametrize("member", ["n", "e", "d", "p", "q", "dp", "dq", "qi"])
def test_numbers_that_do_not_belong_together_are_refused(member):
    signer, stranger = pair("RSA"), pair("RSA", "bob")
    members = signer.to_jwk(private=True)
    other = stranger.to_jwk(private=True)
    members[member] = other[member] if member != "e" else b64url_encode((65539).to_bytes(3, "big"))
    with pytest.raises(InvalidKeyError, match="do not belong together"):
        KeyPair.from_jwk(members)
