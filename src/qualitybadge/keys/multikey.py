"""Multikey (CID §2.2.2): text <-> (key type, raw bytes); checks form and length, not the key itself."""

from __future__ import annotations

from ..errors import InputError, InvalidKeyError, UnsupportedError
from ..wire import multibase
from .table import AGREEMENT_HEADERS, KEY_TYPES, SECRET_HEADERS, UNSUPPORTED_HEADERS

_MAX_BYTES = 1200  # the longest key we can name is RSA 8192
_PUBLIC = {row.header: row for row in KEY_TYPES.values() if row.header}
_SECRET = {row.secret_header: row for row in KEY_TYPES.values() if row.secret_header}
_SUPPORTED = "Ed25519, P-256 and P-384"


def _decode(text: object, what: str) -> bytes:
    if not isinstance(text, str) or not text.startswith("z"):
        raise InvalidKeyError(f"a {what} is base58btc text that begins with 'z'", spec="CID §2.2.2")
    try:
        return multibase.base58btc_decode(text[1:], max_bytes=_MAX_BYTES)
    except InputError:
        # The decoder's own message may quote characters of a secret.
        raise InvalidKeyError(f"the {what} is not base58btc", spec="CID §2.2.2") from None


def decode_public(text: object) -> tuple[str, bytes]:
    """Return key type and raw public key.

    Raises:
        InvalidKeyError: malformed, of the wrong length, a key that cannot sign, or a secret key.
        UnsupportedError: a key type that this library does not know.
    """
    data = _decode(text, "Multikey")
    row = _PUBLIC.get(data[:2])
    if row is None:
        raise _refused(data)
    if len(data) != len(row.header) + row.public_bytes:
        raise InvalidKeyError(
            f"a {row.name} Multikey holds {row.public_bytes} bytes, this one {len(data) - len(row.header)}",
            spec="CID §2.2.2",
        )
    return row.name, data[len(row.header) :]


def _refused(data: bytes) -> InvalidKeyError | UnsupportedError:
    header = data[: 3 if data[1:2] >= b"\x80" else 2]
    if header in SECRET_HEADERS:
        return InvalidKeyError(
            f"a secret {SECRET_HEADERS[header]} key stands where a public key belongs",
            code="PRIVATE_KEY_EXPOSED",
        )
    if header in AGREEMENT_HEADERS:
        name = AGREEMENT_HEADERS[header]
        return InvalidKeyError(f"{name} is not supported: such a key agrees on secrets and cannot sign")
    name, size = UNSUPPORTED_HEADERS.get(header, ("", -1))
    if size in {0, len(data) - len(header)}:
        return UnsupportedError(f"{name} is not supported as a Multikey", hint=f"use {_SUPPORTED}")
    return InvalidKeyError(
        f"the Multikey is none: its first bytes, {header.hex()}, name no key of this length"
    )


def encode_public(key_type: str, raw: bytes) -> str:
    """Return the Multikey text.

    Raises:
        UnsupportedError: the type has no Multikey form.
    """
    header = KEY_TYPES[key_type].header
    if not header:
        raise UnsupportedError(
            f"{key_type} is not supported as a Multikey", hint=f"use {_SUPPORTED}, or a JWK for {key_type}"
        )
    return multibase.encode(header + raw)


def decode_secret(text: object) -> tuple[str, bytes, bytes]:
    """Return key type, raw secret key and the raw public key that came with it (b"" if none did).

    Raises:
        InvalidKeyError: malformed, of the wrong length, or a public key.
        UnsupportedError: a key type that this library does not know.
    """
    data = _decode(text, "secret Multikey")
    header = data[:2]
    row = _SECRET.get(header)
    if row is None:
        if header in _PUBLIC:
            raise InvalidKeyError("a public key stands where a secret key belongs")
        name = SECRET_HEADERS.get(header, "this kind of key")
        raise UnsupportedError(f"{name} is not supported as a secret Multikey", hint=f"use {_SUPPORTED}")
    secret, public = data[2 : 2 + row.secret_bytes], data[2 + row.secret_bytes :]
    # Only Ed25519 has the longer form in circulation: seed, then public key.
    allowed = (0, row.public_bytes) if row.name == "Ed25519" else (0,)
    if len(secret) != row.secret_bytes or len(public) not in allowed:
        raise InvalidKeyError(f"the secret {row.name} Multikey has the wrong length", spec="CID §2.2.2")
    return row.name, secret, public


def encode_secret(key_type: str, secret: bytes, public: bytes = b"") -> str:
    """Return the secret Multikey text, with the public key behind it where one is given.

    Raises:
        UnsupportedError: the type has no Multikey form, or no long one.
    """
    header = KEY_TYPES[key_type].secret_header
    if not header or (public and key_type != "Ed25519"):
        raise UnsupportedError(
            f"{key_type} is not supported as a secret Multikey of this form", hint=f"use {_SUPPORTED}"
        )
    return multibase.encode(header + secret + public)
