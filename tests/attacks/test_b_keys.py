"""B02, B04, B08, B15, B16, B17: keys and signatures made to be mistaken for others."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from qualitybadge.errors import InputError, InvalidKeyError
from qualitybadge.keys import KEY_TYPES, KeyPair, PublicKey, ecdsa
from qualitybadge.wire.multibase import b64url_encode
from support import edwards
from support.keyring import ELLIPTIC, TYPES, WITH_MULTIKEY, pair, rsa_pem

MESSAGE = b"eyJhbGciOiJIUzI1NiJ9.e30"


def texts_of(key: PublicKey) -> list[bytes]:
    """Every text of a public key that an attacker may use as a shared secret."""
    other = load_pem_public_key(key.to_pem())
    texts = [
        key.raw,
        key.to_pem(),
        key.to_pem().strip(),
        other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        json.dumps(key.to_jwk()).encode(),
        json.dumps(key.to_jwk(), separators=(",", ":")).encode(),
        key.thumbprint().encode(),
    ]
    if key.type != "P-384":
        texts.append(other.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH))
    return texts


@pytest.mark.parametrize("key_type", TYPES)
def test_b02_no_public_key_verifies_an_hmac_made_with_its_own_text(key_type):
    key = pair(key_type).public_key
    for text in texts_of(key):
        for digest in (hashlib.sha256, hashlib.sha384, hashlib.sha512):
            assert not key.verify(hmac.new(text, MESSAGE, digest).digest(), MESSAGE)


@pytest.mark.parametrize("key_type", TYPES)
def test_b02_no_text_of_a_public_key_becomes_a_symmetric_key(key_type):
    for text in texts_of(pair(key_type).public_key):
        for jwk in ({"kty": "oct", "k": b64url_encode(text)}, {"kty": "oct", "k": text.decode("latin-1")}):
            for read in (PublicKey.from_jwk, KeyPair.from_jwk):
                with pytest.raises(InvalidKeyError, match="symmetric"):
                    read(jwk)


@pytest.mark.parametrize("key_type", TYPES)
def test_b02_a_form_is_read_by_its_own_reader_only(key_type):
    key = pair(key_type).public_key
    for text in texts_of(key):
        with pytest.raises(InvalidKeyError):
            PublicKey.from_multikey(text.decode("latin-1"))
        with pytest.raises(InvalidKeyError):
            PublicKey.from_jwk(text)  # type: ignore[arg-type]
        if b"-----BEGIN" not in text:
            with pytest.raises(InvalidKeyError):
                PublicKey.from_pem(text)


@pytest.mark.parametrize("key_type", TYPES)
@pytest.mark.parametrize("other", TYPES)
def test_b04_a_signature_of_another_type_never_verifies(key_type, other):
    if key_type != other:
        assert not pair(key_type).public_key.verify(pair(other).sign(MESSAGE), MESSAGE)


def test_b04_p384_never_passes_as_es256_nor_rsa_as_elliptic():
    assert pair("P-384").public_key.jose_algorithm == "ES384"
    for key_type, alg in [("P-384", "ES256"), ("P-256", "ES384"), ("P-256", "RS256"), ("Ed25519", "ES256")]:
        with pytest.raises(InvalidKeyError) as caught:
            PublicKey.from_jwk({**pair(key_type).to_jwk(), "alg": alg})
        assert caught.value.code == "ALGORITHM"


@pytest.mark.parametrize("key_type", TYPES)
def test_b08_a_jwk_with_its_private_half_is_refused_and_never_echoed(key_type):
    members = pair(key_type).to_jwk(private=True)
    with pytest.raises(InvalidKeyError) as caught:
        PublicKey.from_jwk(members)
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    told = "".join(map(str, (caught.value, caught.value.args, caught.value.__dict__, caught.value.__cause__)))
    assert not [value for value in members.values() if len(value) > 8 and value in told]


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_b08_a_secret_multikey_as_public_key_is_refused_and_never_echoed(key_type):
    secret = pair(key_type).to_secret_multikey()
    with pytest.raises(InvalidKeyError) as caught:
        PublicKey.from_multikey(secret)
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    assert secret[4:] not in str(caught.value.__dict__)


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_b15_r_and_s_must_lie_inside_the_group(key_type):
    signer, row = pair(key_type), KEY_TYPES[key_type]
    size = row.secret_bytes
    signature = signer.sign(MESSAGE)
    r, s = signature[:size], signature[size:]
    largest = (1 << 8 * size) - 1
    for number in (0, row.order, row.order + 1, largest):
        wrong = number.to_bytes(size, "big")
        for forged in (wrong + wrong, r + wrong, wrong + s):
            assert not signer.public_key.verify(forged, MESSAGE)
    # s + n has the same remainder: one signature must not have two spellings.
    if int.from_bytes(s, "big") + row.order <= largest:
        assert not signer.public_key.verify(
            r + (int.from_bytes(s, "big") + row.order).to_bytes(size, "big"), MESSAGE
        )


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_b15_der_and_other_lengths_are_refused(key_type):
    signer, size = pair(key_type), KEY_TYPES[key_type].secret_bytes
    signature = signer.sign(MESSAGE)
    r, s = (int.from_bytes(part, "big") for part in (signature[:size], signature[size:]))
    der = encode_dss_signature(r, s)
    padded = b"\0" + signature[:size] + b"\0" + signature[size:]
    for wrong in (der, padded, signature[1:], signature + b"\0", signature * 2, b"", bytes(2 * size)):
        assert not signer.public_key.verify(wrong, MESSAGE)
    assert signer.public_key.verify(signature, MESSAGE)


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_b15_the_range_is_ours_to_check_whatever_the_library_below_says(key_type):
    class Credulous:
        def verify(self, *_: object) -> None:
            """Accept everything, as libraries have done."""

    row = KEY_TYPES[key_type]
    size = row.secret_bytes

    def accepts(r: int, s: int) -> bool:
        signature = r.to_bytes(size, "big") + s.to_bytes(size, "big")
        return ecdsa.verify(key_type, Credulous(), signature, MESSAGE)  # type: ignore[arg-type]

    assert accepts(1, 1)
    assert accepts(row.order - 1, row.order - 1)
    for number in (0, row.order, row.order + 1):
        assert not accepts(number, 1)
        assert not accepts(1, number)
    for length in (0, 1, size, 2 * size - 1, 2 * size + 1):
        assert not ecdsa.verify(key_type, Credulous(), b"\1" * length, MESSAGE)  # type: ignore[arg-type]


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_b15_a_number_without_its_leading_zero_is_another_signature(key_type):
    signer, size = pair(key_type), KEY_TYPES[key_type].secret_bytes
    for number in range(20_000):
        message = str(number).encode()
        signature = signer.sign(message)
        if signature[size] == 0:
            break
    assert signer.public_key.verify(signature, message)
    assert not signer.public_key.verify(signature[:size] + signature[size + 1 :], message)


@pytest.mark.parametrize("key_type", TYPES)
def test_b16_the_border_between_signature_and_message_cannot_be_moved(key_type):
    signer = pair(key_type)
    signature = signer.sign(b"xmessage")
    assert signer.public_key.verify(signature, b"xmessage")
    assert not signer.public_key.verify(signature + b"x", b"message")
    assert not signer.public_key.verify(signature[:-1], signature[-1:] + b"xmessage")


def test_b16_a_small_order_key_never_loads_by_any_form():
    from qualitybadge.wire.multibase import encode

    for point in edwards.torsion():
        raw = edwards.encode(point)
        with pytest.raises(InvalidKeyError, match="small order"):
            PublicKey.from_raw("Ed25519", raw)
        with pytest.raises(InvalidKeyError, match="small order"):
            PublicKey.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": b64url_encode(raw)})
        with pytest.raises(InvalidKeyError, match="small order"):
            PublicKey.from_multikey(encode(b"\xed\x01" + raw))
        der = bytes.fromhex("302a300506032b6570032100") + raw
        import base64

        block = base64.b64encode(der).decode()
        with pytest.raises(InvalidKeyError, match="small order"):
            PublicKey.from_pem(f"-----BEGIN PUBLIC KEY-----\n{block}\n-----END PUBLIC KEY-----\n")


def test_b16_the_universal_forgery_does_not_verify():
    """Under the identity as key, R = s·B with any s fits every message: such a key must not load."""
    forged = edwards.encode(edwards.times(7, edwards.BASE)) + (7).to_bytes(32, "little")
    identity = edwards.encode(edwards.IDENTITY)
    with pytest.raises(InvalidKeyError):
        PublicKey.from_raw("Ed25519", identity)
    from qualitybadge.keys import ed25519

    for message in (b"", b"one", b"another"):
        assert not ed25519.verify(identity, forged, message)


def test_b16_a_second_spelling_of_a_signature_is_refused():
    signature = pair().sign(MESSAGE)
    scalar = int.from_bytes(signature[32:], "little") + edwards.ORDER
    assert not pair().public_key.verify(signature[:32] + scalar.to_bytes(32, "little"), MESSAGE)


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 65537), (2048, 3)])
def test_b17_weak_rsa_keys_never_load(bits, exponent):
    pem = rsa_pem(bits, exponent)
    with pytest.raises(InvalidKeyError):
        KeyPair.from_pem(pem)
    public = load_pem_private_key(pem, None).public_key()
    with pytest.raises(InvalidKeyError):
        PublicKey.from_pem(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


@pytest.mark.parametrize("exponent", [0, 1, 2, 3, 4, 65536, 65538])
def test_b17_even_and_tiny_exponents_are_refused(exponent):
    members = pair("RSA").to_jwk()
    members["e"] = b64url_encode(exponent.to_bytes(max(1, (exponent.bit_length() + 7) // 8), "big"))
    with pytest.raises(InvalidKeyError):
        PublicKey.from_jwk(members)


def test_b17_a_huge_modulus_is_refused_before_it_costs_anything():
    members = {**pair("RSA").to_jwk(), "n": b64url_encode(b"\xff" * 200_000)}
    with pytest.raises(InputError, match="too large"):
        PublicKey.from_jwk(members)
