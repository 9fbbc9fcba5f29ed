"""PublicKey: one checked public key and its forms; fetches nothing and trusts nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import InvalidKeyError, UnsupportedError
from ..wire import multibase, strictjson
from . import jwk as _jwk
from . import multikey, pem
from .algorithms import ALGORITHMS
from .table import KEY_TYPES


@dataclass(frozen=True, slots=True, repr=False)
class PublicKey:
    """A public key that was checked when it was made: a weak or malformed one cannot exist.

    Attributes:
        type: "Ed25519", "P-256", "P-384" or "RSA".
        raw: 32 bytes (Ed25519), compressed point (P-256, P-384), DER of RSAPublicKey (RSA).

    Raises:
        InvalidKeyError: the key is malformed, weak, of small order or no point of its curve.
        UnsupportedError: the type is not in `KEY_TYPES`.
    """

    type: str
    raw: bytes
    _backend: Any = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self._backend is None:
            algorithm = ALGORITHMS.get(self.type)
            if algorithm is None:
                raise UnsupportedError(f"{self.type} is not supported", hint=f"use {', '.join(KEY_TYPES)}")
            object.__setattr__(self, "_backend", algorithm.load_public(self.raw))

    @classmethod
    def from_raw(cls, key_type: str, raw: bytes) -> PublicKey:
        """Return the key of its raw bytes; raises as the class does."""
        return cls(key_type, raw)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> PublicKey:
        """Return the key of a public JWK; members that say nothing about the key itself do not matter.

        Raises:
            InvalidKeyError: malformed, symmetric, private, weak, or contradicting itself.
            UnsupportedError: a key type or curve that this library does not know.
        """
        return cls(*_jwk.read_public(jwk))

    @classmethod
    def from_multikey(cls, text: str) -> PublicKey:
        """Return the key of a Multikey (``z6Mk…``; CID §2.2.2).

        Raises:
            InvalidKeyError: malformed, of the wrong length, weak, a secret key or one that cannot sign.
            UnsupportedError: a key type that this library does not know.
        """
        return cls(*multikey.decode_public(text))

    @classmethod
    def from_pem(cls, data: bytes | str) -> PublicKey:
        """Return the key of a PEM block.

        Raises:
            InvalidKeyError: malformed, weak, a secret key or one that cannot sign.
            UnsupportedError: a certificate, or a key type that this library does not know.
        """
        return cls(*pem.read_public(data))

    @property
    def jose_algorithm(self) -> str:
        """The one JOSE algorithm of this key."""
        return KEY_TYPES[self.type].jose_algorithm

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Return whether the signature (EC: raw r || s) fits; the key alone chooses the algorithm."""
        return ALGORITHMS[self.type].verify(self._backend, signature, message)

    def to_jwk(self) -> dict[str, Any]:
        """Return the public JWK with its required members only."""
        return _jwk.write_public(self.type, self._backend)

    def to_multikey(self) -> str:
        """Return the Multikey text.

        Raises:
            UnsupportedError: RSA has none here.
        """
        return multikey.encode_public(self.type, self.raw)

    def to_did_key(self) -> str:
        """Return ``did:key:z…``.

        Raises:
            UnsupportedError: RSA has none here.
        """
        return f"did:key:{self.to_multikey()}"

    def to_did_jwk(self) -> str:
        """Return ``did:jwk:…``, which every type has."""
        return f"did:jwk:{multibase.b64url_encode(strictjson.dumps(self.to_jwk()))}"

    def to_pem(self) -> bytes:
        """Return the SubjectPublicKeyInfo in PEM."""
        return pem.write_public(self.type, self.raw, self._backend)

    def thumbprint(self) -> str:
        """Return the SHA-256 thumbprint in base64url (RFC 7638)."""
        import hashlib

        return multibase.b64url_encode(hashlib.sha256(strictjson.dumps(self.to_jwk())).digest())

    def __repr__(self) -> str:
        return f"PublicKey(type={self.type!r}, thumbprint={self.thumbprint()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return PublicKey, (self.type, self.raw)  # checked again where it is unpickled


def check_pair(derived: PublicKey, claimed: PublicKey) -> None:
    """Check that the public key that came with a secret is the secret's own.

    Raises:
        InvalidKeyError: it is another one.
    """
    if derived != claimed:
        raise InvalidKeyError("the secret and the public key do not belong together")
