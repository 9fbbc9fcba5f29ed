"""The table of key types and of the names we refuse; constants only, no key is read or used here."""

from __future__ import annotations

from typing import NamedTuple

RSA_BITS = (2048, 8192)
"""Smallest and largest modulus: below is weak (NIST SP 800-131A), above is a way to burn our time."""

RSA_EXPONENT_BITS = (17, 256)
"""2**16 < e < 2**256, e odd (FIPS 186-5 §A.1.1)."""


class KeyType(NamedTuple):
    """One kind of key.

    Attributes:
        name: the word used throughout the library.
        jose_algorithm: the one JOSE algorithm that a key of this type signs with.
        jwk_algorithms: what a JWK's ``alg`` may say.
        kty: JWK key type.
        crv: JWK curve, "" for RSA.
        header: multicodec bytes in front of a public Multikey, empty where we know no such form.
        secret_header: the same for a secret Multikey.
        public_bytes: length of the raw public key (EC: compressed point), 0 where it varies.
        secret_bytes: length of the raw secret key, 0 where it varies.
        signature_bytes: length of a signature (EC: raw r || s), 0 where the key decides.
        order: order of the group (EC), 0 elsewhere.
    """

    name: str
    jose_algorithm: str
    jwk_algorithms: frozenset[str]
    kty: str
    crv: str
    header: bytes
    secret_header: bytes
    public_bytes: int
    secret_bytes: int
    signature_bytes: int
    order: int


_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_P384_ORDER = int(
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16
)

# A table reads as a table.
# fmt: off
KEY_TYPES: dict[str, KeyType] = {
    row.name: row
    for row in (
        KeyType("Ed25519", "EdDSA", frozenset({"EdDSA", "Ed25519"}), "OKP", "Ed25519",
                b"\xed\x01", b"\x80\x26", 32, 32, 64, 0),
        KeyType("P-256", "ES256", frozenset({"ES256"}), "EC", "P-256",
                b"\x80\x24", b"\x86\x26", 33, 32, 64, _P256_ORDER),
        KeyType("P-384", "ES384", frozenset({"ES384"}), "EC", "P-384",
                b"\x81\x24", b"\x87\x26", 49, 48, 96, _P384_ORDER),
        KeyType("RSA", "RS256", frozenset({"RS256"}), "RSA", "",
                b"", b"", 0, 0, 0, 0),
    )
}

UNSUPPORTED_HEADERS: dict[bytes, tuple[str, int]] = {
    b"\xe7\x01": ("secp256k1", 33),
    b"\x82\x24": ("P-521", 67),
    b"\x83\x24": ("Ed448", 57),
    b"\x85\x24": ("RSA", 0),
    b"\x86\x24": ("SM2", 33),
    b"\xea\x01": ("BLS12-381 G1", 48),
    b"\xeb\x01": ("BLS12-381 G2", 96),
    b"\xee\x01": ("BLS12-381 G1G2", 144),
    b"\xd1\xd6\x03": ("JWK", 0),
}
"""Multicodec header -> name and length (0: any) of public keys that sign by algorithms we do not know."""

AGREEMENT_HEADERS: dict[bytes, str] = {b"\xec\x01": "X25519", b"\x84\x24": "X448"}
"""Multicodec headers of keys that agree on secrets; such a key can never sign."""

SECRET_HEADERS: dict[bytes, str] = {
    b"\x80\x26": "Ed25519",
    b"\x81\x26": "secp256k1",
    b"\x82\x26": "X25519",
    b"\x85\x26": "RSA",
    b"\x86\x26": "P-256",
    b"\x87\x26": "P-384",
    b"\x88\x26": "P-521",
    b"\x89\x26": "BLS12-381",
    b"\x8a\x26": "BLS12-381",
    b"\x94\x26": "BLS12-381",
    b"\x80\x30": "BLS12-381",
    b"\x90\x26": "SM2",
    b"\x91\x26": "Ed448",
    b"\x92\x26": "X448",
}
"""Multicodec headers of secret keys: where one stands for a public key, a secret has leaked."""

UNSUPPORTED_CURVES = frozenset({"P-521", "secp256k1", "Ed448", "BLS12381G1", "BLS12381G2", "SM2"})
AGREEMENT_CURVES = frozenset({"X25519", "X448"})
# fmt: on

PRIVATE_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv")
"""JWK members that hold a secret (RFC 7518 §6, and ``priv`` of the later AKP keys)."""
