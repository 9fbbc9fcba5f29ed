"""Ed25519 by libsodium: check, verify, sign; reads no encoding other than the raw 32 bytes.

libsodium is imported on first use: it costs more than everything else here.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable

from ..errors import InvalidKeyError

_BYTES = 32
_SIGNATURE_BYTES = 64
_FIELD = 2**255 - 19
_SIGN_BIT = 1 << 255

# The y-coordinates of the eight points whose order divides 8. Whoever may choose such a key can make
# one signature that fits many messages (VC-DI EdDSA, "Achieving Ed25519 signature unforgeability").
_SMALL_ORDER = frozenset(
    {
        0,
        1,
        _FIELD - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)


@functools.lru_cache(maxsize=1024)
def _fault(raw: bytes) -> str:
    """Say what is wrong with a public key, "" if nothing; pure, so remembering the answer is safe."""
    if len(raw) != _BYTES:
        return f"an Ed25519 public key has {_BYTES} bytes, not {len(raw)}"
    y = int.from_bytes(raw, "little") & ~_SIGN_BIT
    if y >= _FIELD:
        return "the Ed25519 public key is not in canonical form"
    if y in _SMALL_ORDER:
        return "the Ed25519 public key is a point of small order: anybody could sign for it"
    from nacl import bindings

    if bindings.has_crypto_core_ed25519 and not bindings.crypto_core_ed25519_is_valid_point(raw):
        return "the Ed25519 public key is not a point of the curve's main group"
    return ""


def load_public(raw: bytes) -> bytes:
    """Return the key if it is safe to verify with.

    Raises:
        InvalidKeyError: wrong length, non-canonical, of small order, or outside the main group.
    """
    fault = _fault(raw)
    if fault:
        raise InvalidKeyError(fault)
    return raw


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether the signature fits; S >= L is refused by libsodium."""
    if len(signature) != _SIGNATURE_BYTES:
        return False
    opened, refused = _opener()
    try:
        opened(signature + message, public)
    except refused:
        return False
    return True


@functools.cache
def _opener() -> tuple[Callable[[bytes, bytes], bytes], type[Exception]]:
    """Return libsodium's verification and what it raises; an import in each call would cost 2 µs."""
    from nacl.bindings import crypto_sign_open
    from nacl.exceptions import BadSignatureError

    return crypto_sign_open, BadSignatureError


def generate() -> bytes:
    """Return a fresh 32-byte seed."""
    return os.urandom(_BYTES)


def load_secret(seed: bytes) -> tuple[bytes, bytes]:
    """Return what `sign` needs and the raw public key.

    Raises:
        InvalidKeyError: the seed has not 32 bytes.
    """
    from nacl.bindings import crypto_sign_seed_keypair

    if len(seed) != _BYTES:
        raise InvalidKeyError(f"an Ed25519 secret key has {_BYTES} bytes, not {len(seed)}")
    public, signing = crypto_sign_seed_keypair(seed)
    return signing, public


def sign(signing: bytes, message: bytes) -> bytes:
    """Return the 64-byte signature."""
    from nacl.bindings import crypto_sign

    return crypto_sign(message, signing)[:_SIGNATURE_BYTES]
