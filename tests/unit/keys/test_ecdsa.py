"""ECDSA: points, scalars and signatures at their borders, and deterministic signing."""

from __future__ import annotations

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec

from qualitybadge.errors import InvalidKeyError
from qualitybadge.keys import KEY_TYPES, KeyPair, PublicKey
from support.keyring import ELLIPTIC, pair

MESSAGE = b"what was signed"


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_a_point_off_the_curve_is_refused(key_type):
    raw = pair(key_type).public_key.raw
    messages = []
    for last in range(256):
        try:
            PublicKey.from_raw(key_type, raw[:-1] + bytes([last]))
        except InvalidKeyError as error:
            messages.append(error.message)
    assert set(messages) == {f"the {key_type} public key is no point of the curve"}
    assert 64 < len(messages) < 192  # about every second number is the x of no point


@pytest.mark.parametrize("key_type", ELLIPTIC)
@pytest.mark.parametrize("head", [0x00, 0x01, 0x04, 0x05, 0x06, 0x07])
def test_only_compressed_points_are_read(key_type, head):
    raw = pair(key_type).public_key.raw
    with pytest.raises(InvalidKeyError):
        PublicKey.from_raw(key_type, bytes([head]) + raw[1:])


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_the_two_compressed_points_of_one_x_are_two_keys(key_type):
    key = pair(key_type).public_key
    other = PublicKey.from_raw(key_type, bytes([key.raw[0] ^ 1]) + key.raw[1:])
    assert other != key
    assert not other.verify(pair(key_type).sign(MESSAGE), MESSAGE)


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_points_of_another_length_are_refused(key_type):
    key = pair(key_type).public_key
    uncompressed = b"\x04" + bytes(2 * KEY_TYPES[key_type].secret_bytes)
    for raw in (b"", b"\0", key.raw[:-1], key.raw + b"\0", uncompressed):
        with pytest.raises(InvalidKeyError, match=f"compressed point of {len(key.raw)} bytes"):
            PublicKey.from_raw(key_type, raw)


@pytest.mark.parametrize("key_type", ELLIPTIC)
@pytest.mark.parametrize("offset", [0, 1, 12345])
def test_secret_numbers_outside_the_group_are_refused(key_type, offset):
    row = KEY_TYPES[key_type]
    for scalar in (0, row.order + offset):
        with pytest.raises(InvalidKeyError, match="between 1 and the group's order"):
            KeyPair(key_type, scalar.to_bytes(row.secret_bytes, "big"))


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_the_first_and_the_last_secret_number_work(key_type):
    row = KEY_TYPES[key_type]
    for scalar in (1, row.order - 1):
        signer = KeyPair(key_type, scalar.to_bytes(row.secret_bytes, "big"))
        assert signer.public_key.verify(signer.sign(MESSAGE), MESSAGE)


def test_rfc_6979_appendix_a_2_5():
    secret = bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
    signature = KeyPair("P-256", secret).sign(b"sample").hex().upper()
    assert signature.startswith("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716")
    assert signature.endswith("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_an_openssl_without_deterministic_signatures_signs_at_random(key_type, monkeypatch):
    plain = ec.ECDSA

    def without(digest, deterministic_signing=False):
        if deterministic_signing:
            raise UnsupportedAlgorithm("ECDSA with deterministic signature (RFC 6979) is not supported")
        return plain(digest)

    monkeypatch.setattr(ec, "ECDSA", without)
    signer = pair(key_type)
    signature = signer.sign(MESSAGE)
    assert signature != signer.sign(MESSAGE)
    assert signer.public_key.verify(signature, MESSAGE)
