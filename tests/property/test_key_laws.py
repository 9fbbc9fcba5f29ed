"""Laws of keys: every form is a round trip, one key has one text, and no text brings a foreign exception."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import QualityBadgeError
from qualitybadge.keys import KEY_TYPES, KeyPair, PublicKey
from support.keyring import TYPES, WITH_MULTIKEY, pair

UNTIMED = settings(deadline=None)  # a busy computer is no fault of the code
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

scalars = st.integers(1, 2**250)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
member_names = st.sampled_from(
    ["kty", "crv", "x", "y", "n", "e", "d", "alg", "use", "key_ops", "kid", "p", "q", "k"]
)
member_values = (
    json_values
    | st.sampled_from(["EC", "OKP", "RSA", "oct", "P-256", "P-384", "Ed25519", "X25519", "EdDSA", "sig"])
    | st.text(BASE64URL, max_size=90)
)


@UNTIMED
@given(st.sampled_from(WITH_MULTIKEY), scalars)
def test_every_form_is_a_round_trip(key_type, scalar):
    signer = KeyPair(key_type, scalar.to_bytes(KEY_TYPES[key_type].secret_bytes, "big"))
    key = signer.public_key
    assert PublicKey.from_multikey(key.to_multikey()) == PublicKey.from_jwk(key.to_jwk()) == key
    assert PublicKey.from_pem(key.to_pem()) == PublicKey.from_raw(key.type, key.raw) == key
    secret = signer.to_secret_multikey()
    for again in (
        KeyPair.from_multikey(secret, key.to_multikey()),
        KeyPair.from_jwk(signer.to_jwk(private=True)),
        KeyPair.from_pem(signer.to_pem()),
    ):
        assert (again.public_key, again.to_secret_multikey()) == (key, secret)


@UNTIMED
@given(st.sampled_from(TYPES), st.binary(max_size=300))
def test_what_is_signed_verifies(key_type, message):
    signer = pair(key_type)
    assert signer.public_key.verify(signer.sign(message), message)


@UNTIMED
@given(st.sampled_from(WITH_MULTIKEY), st.data())
def test_a_changed_multikey_is_another_key_or_none(key_type, data):
    key = pair(key_type).public_key
    text = key.to_multikey()
    index = data.draw(st.integers(0, len(text)))
    letter = data.draw(st.sampled_from(BASE58))
    changed = data.draw(
        st.sampled_from(
            [text[:index] + letter + text[index + 1 :], text[:index] + letter + text[index:], text[:index]]
        )
    )
    try:
        other = PublicKey.from_multikey(changed)
    except QualityBadgeError:
        return
    assert (other == key) == (changed == text)


@UNTIMED
@given(st.sampled_from(TYPES), st.data())
def test_a_changed_jwk_is_another_key_or_none(key_type, data):
    key = pair(key_type).public_key
    members = key.to_jwk()
    name = data.draw(st.sampled_from(sorted(members)))
    index = data.draw(st.integers(0, len(members[name])))
    letter = data.draw(st.sampled_from(BASE64URL + "= \n+"))
    text = members[name]
    changed = data.draw(
        st.sampled_from(
            [text[:index] + letter + text[index + 1 :], text[:index] + letter + text[index:], text[:index]]
        )
    )
    try:
        other = PublicKey.from_jwk({**members, name: changed})
    except QualityBadgeError:
        return
    assert (other == key) == (changed == text)


@UNTIMED
@given(st.sampled_from(TYPES), st.data())
def test_a_changed_signature_never_verifies(key_type, data):
    signer = pair(key_type)
    signature = signer.sign(b"message")
    index = data.draw(st.integers(0, len(signature) - 1))
    byte = data.draw(st.integers(1, 255))
    changed = signature[:index] + bytes([signature[index] ^ byte]) + signature[index + 1 :]
    assert not signer.public_key.verify(changed, b"message")


@UNTIMED
@given(st.text() | st.text(BASE58).map("z".__add__) | st.text(BASE58).map("z6Mk".__add__) | json_values)
@pytest.mark.parametrize("read", [PublicKey.from_multikey, KeyPair.from_multikey])
def test_no_text_brings_a_foreign_exception_out_of_multikey(read, text):
    with suppress(QualityBadgeError):
        read(text)


@UNTIMED
@given(st.dictionaries(member_names | st.text(max_size=4), member_values, max_size=8) | json_values)
@pytest.mark.parametrize("read", [PublicKey.from_jwk, KeyPair.from_jwk])
def test_no_value_brings_a_foreign_exception_out_of_jwk(read, value):
    with suppress(QualityBadgeError):
        read(value)


@UNTIMED
@given(
    st.sampled_from(TYPES),
    st.sampled_from(["d", "n", "e", "x", "y", "p", "qi"]),
    st.text(BASE64URL, max_size=60),
)
def test_no_member_brings_a_foreign_exception_out_of_a_private_jwk(key_type, name, value):
    members = pair(key_type).to_jwk(private=True)
    with suppress(QualityBadgeError):
        KeyPair.from_jwk({**members, name: value})


@UNTIMED
@given(st.sampled_from(TYPES), st.booleans(), st.data())
def test_no_byte_brings_a_foreign_exception_out_of_pem(key_type, private, data):
    text = pair(key_type).to_pem() if private else pair(key_type).public_key.to_pem()
    index = data.draw(st.integers(0, len(text) - 1))
    changed = text[:index] + data.draw(st.binary(max_size=3)) + text[index + 1 :]
    for read in (PublicKey.from_pem, KeyPair.from_pem):
        with suppress(QualityBadgeError):
            read(changed)


@UNTIMED
@given(st.sampled_from([*TYPES, "P-521", ""]), st.binary(max_size=120))
def test_no_bytes_bring_a_foreign_exception_out_of_raw_keys(key_type, raw):
    for make in (PublicKey.from_raw, KeyPair):
        with suppress(QualityBadgeError):
            make(key_type, raw)


@UNTIMED
@given(st.sampled_from(TYPES), st.binary(max_size=300), st.binary(max_size=20))
def test_verify_answers_for_any_signature(key_type, signature, message):
    assert pair(key_type).public_key.verify(signature, message) is False
