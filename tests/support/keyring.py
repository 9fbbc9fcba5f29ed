"""Key pairs for tests: the same in every run (RSA: in one run), made from a name and good for nothing else."""

from __future__ import annotations

import functools
import hashlib

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from qualitybadge.keys import KEY_TYPES, KeyPair

TYPES = tuple(KEY_TYPES)
ELLIPTIC = ("P-256", "P-384")
WITH_MULTIKEY = ("Ed25519", *ELLIPTIC)


@functools.cache
def pair(key_type: str = "Ed25519", name: str = "ada") -> KeyPair:
    """Return the key pair of a name."""
    if key_type == "RSA":
        return KeyPair.from_pem(rsa_pem(2048, 65537, name))
    seed = hashlib.sha512(f"{key_type} {name}".encode()).digest()
    return KeyPair(key_type, seed[: KEY_TYPES[key_type].secret_bytes])


@functools.cache
def rsa_pem(bits: int, exponent: int, name: str = "ada") -> bytes:
    """Return a fresh RSA key in PEM, weak if need be; one for each name."""
    del name
    key = rsa.generate_private_key(exponent, bits)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
