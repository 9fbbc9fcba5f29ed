"""PEM: text <-> (key type, raw bytes), encrypted secret keys too; checks form, not the key itself.

No message of the PEM library is passed on: it may say more about a secret than it should.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import InvalidKeyError, QualityBadgeError, UnsupportedError
from . import ecdsa, rsa
from .table import AGREEMENT_CURVES, KEY_TYPES

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption

_MAX_BYTES = 64 * 1024
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384"}


def require_text(data: object) -> None:
    """Refuse what is no PEM by its type.

    Raises:
        TypeError: it is neither bytes nor text.
    """
    if not isinstance(data, str | bytes | bytearray | memoryview):
        raise TypeError(f"data must be the PEM itself, not {type(data).__name__}: pass path.read_bytes()")


def read_public(data: bytes | str) -> tuple[str, bytes]:
    """Return key type and raw public key.

    Raises:
        InvalidKeyError: malformed, a secret key, or a key that cannot sign.
        UnsupportedError: a certificate, or a key type that this library does not know.
    """
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    block = _block(data)
    if b"PRIVATE KEY-----" in block:
        raise InvalidKeyError("a secret key stands where a public key belongs", code="PRIVATE_KEY_EXPOSED")
    if b"-----BEGIN CERTIFICATE-----" in block:
        raise UnsupportedError("certificates are not supported", hint="pass the public key alone")
    try:
        key = load_pem_public_key(block)
    except _foreign_errors():
        raise InvalidKeyError("the PEM public key cannot be read") from None
    if isinstance(key, Ed25519PublicKey):
        return "Ed25519", key.public_bytes_raw()
    if isinstance(key, RSAPublicKey):
        return "RSA", rsa.raw_of(key)
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name], ecdsa.compress(key)
    raise _refused(key)


def read_secret(data: bytes | str, password: bytes | str | None) -> tuple[str, bytes]:
    """Return key type and raw secret key.

    Raises:
        InvalidKeyError: malformed, wrong or missing password, a public key, or a key that cannot sign.
        UnsupportedError: a key type that this library does not know.
    """
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    block = _block(data)
    if b"PRIVATE KEY-----" not in block:
        raise InvalidKeyError("a secret key in PEM form is expected here")
    if password is None and b"ENCRYPTED" in block:
        raise InvalidKeyError("the PEM secret key is encrypted", hint="give its password as well")
    try:
        key = load_pem_private_key(block, _bytes(password))
    except _foreign_errors():
        raise InvalidKeyError(
            "the PEM secret key cannot be read, or the password is wrong, missing or not needed",
            hint="PKCS #8 is what is read best: openssl pkcs8 -topk8, or ssh-keygen -p -m PKCS8",
        ) from None
    if isinstance(key, Ed25519PrivateKey):
        return "Ed25519", key.private_bytes_raw()
    if isinstance(key, RSAPrivateKey):
        return "RSA", rsa.secret_of(key)
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        name = _CURVES[key.curve.name]
        return name, key.private_numbers().private_value.to_bytes(KEY_TYPES[name].secret_bytes, "big")
    raise _refused(key)


def write_public(key_type: str, raw: bytes, backend: Any) -> bytes:
    """Return the SubjectPublicKeyInfo in PEM."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = Ed25519PublicKey.from_public_bytes(raw) if key_type == "Ed25519" else backend
    pem: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem


def write_secret(key_type: str, secret: bytes, backend: Any, password: bytes | str | None) -> bytes:
    """Return the PKCS #8 in PEM, encrypted where a password is given.

    Raises:
        InvalidKeyError: the password is empty.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

    key = Ed25519PrivateKey.from_private_bytes(secret) if key_type == "Ed25519" else backend
    pem: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, _encryption(password))
    return pem


def _encryption(password: bytes | str | None) -> KeySerializationEncryption:
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        NoEncryption,
    )

    if password is None:
        return NoEncryption()
    if not password:
        raise InvalidKeyError("the password is empty", hint="pass None to write the key unencrypted")
    return BestAvailableEncryption(_bytes(password) or b"")


def _bytes(text: bytes | str | None) -> bytes | None:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def _block(data: bytes | str) -> bytes:
    block = _bytes(data) or b""
    if len(block) > _MAX_BYTES:
        raise InvalidKeyError(f"a PEM key has at most {_MAX_BYTES} bytes")
    if block.count(b"-----BEGIN ") != 1:
        raise InvalidKeyError("not a PEM key: one block '-----BEGIN …' is expected", spec="RFC 7468 §2")
    return block


def _foreign_errors() -> tuple[type[Exception], ...]:
    from cryptography.exceptions import InternalError, UnsupportedAlgorithm

    return ValueError, TypeError, UnsupportedAlgorithm, InternalError


def _refused(key: Any) -> QualityBadgeError:
    curve = getattr(key, "curve", None)
    name = curve.name if curve else type(key).__name__.lstrip("_").removesuffix("PublicKey")
    name = name.removesuffix("PrivateKey")
    if name in AGREEMENT_CURVES:
        return InvalidKeyError(f"{name} is not supported: such a key agrees on secrets and cannot sign")
    return UnsupportedError(f"{name} is not supported", hint=f"use {', '.join(KEY_TYPES)}")
