"""ECDSA over P-256 and P-384 by cryptography: check, verify, sign raw r || s; reads no encoding of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidKeyError
from .table import KEY_TYPES

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec


def curve_of(name: str) -> ec.EllipticCurve:
    """Return the curve of a key type."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.SECP256R1() if name == "P-256" else ec.SECP384R1()


def load_public(name: str, raw: bytes) -> ec.EllipticCurvePublicKey:
    """Return the key of a compressed point.

    Raises:
        InvalidKeyError: wrong length or form, or no point of the curve.
    """
    from cryptography.hazmat.primitives.asymmetric import ec

    row = KEY_TYPES[name]
    if len(raw) != row.public_bytes:
        raise InvalidKeyError(
            f"a {name} public key is a compressed point of {row.public_bytes} bytes, not {len(raw)}"
        )
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve_of(name), raw)
    except ValueError:
        raise InvalidKeyError(f"the {name} public key is no point of the curve") from None


def load_coordinates(name: str, x: bytes, y: bytes) -> ec.EllipticCurvePublicKey:
    """Return the key of two full-length coordinates.

    Raises:
        InvalidKeyError: no point of the curve.
    """
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve_of(name), b"\x04" + x + y)
    except ValueError:
        raise InvalidKeyError(f"the {name} public key is no point of the curve") from None


def compress(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return the compressed point."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _scheme(name: str, *, deterministic: bool = False) -> ec.ECDSA:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    digest = hashes.SHA256() if name == "P-256" else hashes.SHA384()
    return ec.ECDSA(digest, deterministic_signing=deterministic)


def verify(name: str, public: ec.EllipticCurvePublicKey, signature: bytes, message: bytes) -> bool:
    """Return whether the raw signature fits; r and s must lie in 1 .. n-1 (CVE-2022-21449)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    row = KEY_TYPES[name]
    if len(signature) != row.signature_bytes:
        return False
    half = row.signature_bytes // 2
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    if not (0 < r < row.order and 0 < s < row.order):
        return False
    try:
        public.verify(encode_dss_signature(r, s), message, _scheme(name))
    except InvalidSignature:
        return False
    return True


def generate(name: str) -> bytes:
    """Return a fresh secret scalar."""
    from cryptography.hazmat.primitives.asymmetric import ec

    scalar = ec.generate_private_key(curve_of(name)).private_numbers().private_value
    return scalar.to_bytes(KEY_TYPES[name].secret_bytes, "big")


def load_secret(name: str, secret: bytes) -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    """Return what `sign` needs and the raw public key.

    Raises:
        InvalidKeyError: wrong length, or the scalar lies outside 1 .. n-1.
    """
    from cryptography.hazmat.primitives.asymmetric import ec

    row = KEY_TYPES[name]
    scalar = int.from_bytes(secret, "big")
    if len(secret) != row.secret_bytes or not 0 < scalar < row.order:
        raise InvalidKeyError(
            f"a {name} secret key is a number of {row.secret_bytes} bytes between 1 and the group's order"
        )
    key = ec.derive_private_key(scalar, curve_of(name))
    return key, compress(key.public_key())


def sign(name: str, key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Return raw r || s, deterministic (RFC 6979) wherever the installed OpenSSL can do that."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    try:
        scheme = _scheme(name, deterministic=True)
    except UnsupportedAlgorithm:
        scheme = _scheme(name)
    size = KEY_TYPES[name].secret_bytes
    r, s = decode_dss_signature(key.sign(message, scheme))
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")
