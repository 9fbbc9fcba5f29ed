"""Multikey: exact headers, exact lengths, every other kind refused by its name."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InvalidKeyError, UnsupportedError
from qualitybadge.keys import KEY_TYPES, KeyPair, PublicKey
from qualitybadge.keys.table import AGREEMENT_HEADERS, SECRET_HEADERS, UNSUPPORTED_HEADERS
from qualitybadge.wire.multibase import b64url_encode, encode
from support.keyring import WITH_MULTIKEY, pair


def varint(code: int) -> bytes:
    out = b""
    while code > 0x7F:
        out += bytes([code & 0x7F | 0x80])
        code >>= 7
    return out + bytes([code])


CODES = {  # the multicodec table
    "Ed25519": 0xED, "P-256": 0x1200, "P-384": 0x1201,
    "secp256k1": 0xE7, "P-521": 0x1202, "Ed448": 0x1203, "RSA": 0x1205, "SM2": 0x1206,
    "BLS12-381 G1": 0xEA, "BLS12-381 G2": 0xEB, "BLS12-381 G1G2": 0xEE, "JWK": 0xEB51,
    "X25519": 0xEC, "X448": 0x1204,
}  # fmt: skip
SECRET_CODES = {
    "Ed25519": 0x1300, "secp256k1": 0x1301, "X25519": 0x1302, "RSA": 0x1305, "P-256": 0x1306, "P-384": 0x1307,
    "P-521": 0x1308, "SM2": 0x1310, "Ed448": 0x1311, "X448": 0x1312,
}  # fmt: skip


def test_the_headers_are_those_of_the_multicodec_table():
    ours = {row.name: row.header for row in KEY_TYPES.values() if row.header}
    ours |= {name: header for header, name in AGREEMENT_HEADERS.items()}
    ours |= {name: header for header, (name, _) in UNSUPPORTED_HEADERS.items()}
    assert ours == {name: varint(code) for name, code in CODES.items()}
    for name, code in SECRET_CODES.items():
        assert SECRET_HEADERS[varint(code)] == name
    assert all(
        SECRET_HEADERS[row.secret_header] == row.name for row in KEY_TYPES.values() if row.secret_header
    )


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
@pytest.mark.parametrize("change", [-1, 1, 31])
def test_other_lengths_are_refused(key_type, change):
    row = KEY_TYPES[key_type]
    body = pair(key_type).public_key.raw
    body = body[:change] if change < 0 else body + bytes(change)
    with pytest.raises(InvalidKeyError, match=f"holds {row.public_bytes} bytes, this one {len(body)}"):
        PublicKey.from_multikey(encode(row.header + body))


@pytest.mark.parametrize(("header", "name", "size"), [(h, *row) for h, row in UNSUPPORTED_HEADERS.items()])
def test_kinds_we_do_not_know_are_refused_by_name(header, name, size):
    with pytest.raises(UnsupportedError, match=f"^{name} is not supported") as caught:
        PublicKey.from_multikey(encode(header + bytes(size or 270)))
    assert "Ed25519" in caught.value.hint
    if size:
        for wrong in (size - 1, size + 1):
            with pytest.raises(InvalidKeyError, match="name no key of this length"):
                PublicKey.from_multikey(encode(header + bytes(wrong)))


@pytest.mark.parametrize("name", sorted(AGREEMENT_HEADERS.values()))
def test_kinds_that_cannot_sign_are_refused_by_name(name):
    with pytest.raises(InvalidKeyError, match=f"^{name} is not supported.*cannot sign"):
        PublicKey.from_multikey(encode(varint(CODES[name]) + bytes(32)))


@pytest.mark.parametrize("header", sorted(SECRET_HEADERS))
def test_a_secret_where_a_public_key_belongs_is_refused_and_not_said(header):
    text = encode(header + bytes(range(32)))
    with pytest.raises(InvalidKeyError, match=f"secret {SECRET_HEADERS[header]} key") as caught:
        PublicKey.from_multikey(text)
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    assert text[5:] not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b"\xed", b"\x00\x00" + bytes(32), b"\xff\xff\xff\x01" + bytes(32), b"\xed\x02" + bytes(32)]
)
def test_unknown_headers_are_refused(data):
    with pytest.raises(InvalidKeyError, match="the Multikey is none"):
        PublicKey.from_multikey(encode(data))


@pytest.mark.parametrize("read", [PublicKey.from_multikey, KeyPair.from_multikey])
@pytest.mark.parametrize(
    "text", ["", "z0", "zO", "z6Mk ", " z6Mk", "Z6Mk", "6Mk", "z6Mé", None, 1, b"z6Mk", ["z"], "z" * 5000]
)
def test_other_texts_are_refused(read, text):
    with pytest.raises(InvalidKeyError, match="base58btc"):
        read(text)


def test_base64url_is_no_multikey_though_it_is_multibase():
    row = KEY_TYPES["Ed25519"]
    with pytest.raises(InvalidKeyError, match="begins with 'z'"):
        PublicKey.from_multikey("u" + b64url_encode(row.header + pair().public_key.raw))


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_a_public_key_where_a_secret_belongs_is_refused(key_type):
    with pytest.raises(InvalidKeyError, match="public key stands where a secret"):
        KeyPair.from_multikey(pair(key_type).public_key.to_multikey())


@pytest.mark.parametrize("header", [b"\x81\x26", b"\x80\x30", b"\x90\x26", b"\x01\x02", b""])
def test_secrets_we_do_not_know_are_unsupported(header):
    with pytest.raises(UnsupportedError, match="not supported as a secret Multikey"):
        KeyPair.from_multikey(encode(header + bytes(32)[: 32 * bool(header)]))


@pytest.mark.parametrize(
    ("key_type", "size"),
    [
        ("Ed25519", 0),
        ("Ed25519", 31),
        ("Ed25519", 33),
        ("Ed25519", 63),
        ("Ed25519", 65),
        ("P-256", 33),
        ("P-256", 65),
    ],
)
def test_secrets_of_another_length_are_refused(key_type, size):
    with pytest.raises(InvalidKeyError, match="wrong length"):
        KeyPair.from_multikey(encode(KEY_TYPES[key_type].secret_header + bytes(range(1, size + 1))))


def test_a_second_half_that_is_another_key_is_refused():
    ours, other = pair(), pair("Ed25519", "bob")
    header = KEY_TYPES["Ed25519"].secret_header
    from qualitybadge.wire.multibase import base58btc_decode

    seed = base58btc_decode(ours.to_secret_multikey()[1:])[2:]
    with pytest.raises(InvalidKeyError, match="do not belong together"):
        KeyPair.from_multikey(encode(header + seed + other.public_key.raw))


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_another_public_key_beside_the_secret_is_refused(key_type):
    secret = pair(key_type).to_secret_multikey()
    for other in (pair(key_type, "bob"), pair("P-256" if key_type == "Ed25519" else "Ed25519")):
        with pytest.raises(InvalidKeyError, match="do not belong together") as caught:
            KeyPair.from_multikey(secret, other.public_key.to_multikey())
        assert secret not in str(caught.value)
