"""KeyPair: a secret key in memory, and the Signer protocol for keys that live elsewhere; writes no file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, Protocol, runtime_checkable

from ..errors import UnsupportedError
from . import jwk as _jwk
from . import multikey, pem
from .algorithms import ALGORITHMS
from .public import PublicKey, check_pair
from .table import KEY_TYPES


@runtime_checkable
class Signer(Protocol):
    """Whoever can sign: a `KeyPair`, or your wrapper of an HSM or KMS. Must be safe between threads."""

    @property
    def public_key(self) -> PublicKey:
        """The key that verifies what `sign` makes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the signature by the key's own algorithm; ECDSA as raw r || s, not DER."""
        ...


class KeyPair:
    """A secret key with its public key. It cannot be pickled, and its repr shows the public half only.

    Args:
        key_type: "Ed25519", "P-256", "P-384" or "RSA".
        secret: 32-byte seed (Ed25519), big-endian number (P-256, P-384), PKCS #8 DER (RSA).

    Raises:
        InvalidKeyError: the secret is malformed or weak.
        UnsupportedError: the type is not in `KEY_TYPES`.
    """

    __slots__ = ("_backend", "_public", "_secret")

    def __init__(self, key_type: str, secret: bytes) -> None:
        if key_type not in ALGORITHMS:
            raise UnsupportedError(f"{key_type} is not supported", hint=f"use {', '.join(KEY_TYPES)}")
        self._secret = secret
        self._backend, raw = ALGORITHMS[key_type].load_secret(secret)
        self._public = PublicKey(key_type, raw)

    @classmethod
    def generate(cls, key_type: str = "Ed25519") -> KeyPair:
        """Return a fresh pair (RSA: 3072 bits).

        Args:
            key_type: "Ed25519", "P-256", "P-384" or "RSA", spelled exactly so.

        Raises:
            UnsupportedError: the type is not in `KEY_TYPES`.
            TypeError: the type is no text.
        """
        if not isinstance(key_type, str):
            raise TypeError(
                f"key_type must be one of {', '.join(KEY_TYPES)}, not of type {type(key_type).__name__}"
            )
        algorithm = ALGORITHMS.get(key_type)
        return cls(key_type, algorithm.generate() if algorithm else b"")

    @classmethod
    def from_pem(cls, data: bytes | str, password: bytes | str | None = None) -> KeyPair:
        """Return the pair of a PEM block, encrypted or not.

        Raises:
            InvalidKeyError: malformed, weak, wrong or missing password, a public key.
            UnsupportedError: a key type that this library does not know.
            TypeError: the data is neither bytes nor text, such as the Path of a file.
        """
        pem.require_text(data)
        return cls(*pem.read_secret(data, password))

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> KeyPair:
        """Return the pair of a private JWK.

        Raises:
            InvalidKeyError: malformed, symmetric, public only, weak, or its halves do not belong together.
            UnsupportedError: a key type or curve that this library does not know.
        """
        key_type, secret, public = _jwk.read_secret(jwk)
        pair = cls(key_type, secret)
        check_pair(pair.public_key, PublicKey(key_type, public))
        return pair

    @classmethod
    def from_multikey(cls, secret: str, public: str | None = None) -> KeyPair:
        """Return the pair of a secret Multikey; a public one given beside it must be its own.

        Raises:
            InvalidKeyError: malformed, weak, a public key, or the halves do not belong together.
            UnsupportedError: a key type that this library does not know.
        """
        key_type, raw, inside = multikey.decode_secret(secret)
        pair = cls(key_type, raw)
        if inside:
            check_pair(pair.public_key, PublicKey(key_type, inside))
        if public is not None:
            check_pair(pair.public_key, PublicKey.from_multikey(public))
        return pair

    @property
    def type(self) -> str:
        """The key type."""
        return self._public.type

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        return self._public

    @property
    def did(self) -> str:
        """``did:key:z…``; raises UnsupportedError for RSA, which has `public_key.to_did_jwk()`."""
        return self._public.to_did_key()

    @property
    def did_key_method(self) -> str:
        """``did:key:z…#z…``, the key's verification method; raises as `did` does."""
        multikey_text = self._public.to_multikey()
        return f"did:key:{multikey_text}#{multikey_text}"

    def sign(self, message: bytes) -> bytes:
        """Return the signature by the key's own algorithm; ECDSA as raw r || s."""
        return ALGORITHMS[self._public.type].sign(self._backend, message)

    def to_jwk(self, *, private: bool = False) -> dict[str, Any]:
        """Return the public JWK, or the private one where that is asked for by name."""
        members = self._public.to_jwk()
        return members | _jwk.write_secret(self.type, self._secret, self._backend) if private else members

    def to_secret_multikey(self, *, with_public: bool = False) -> str:
        """Return the secret Multikey; `with_public` gives the 64-byte form of Ed25519.

        Raises:
            UnsupportedError: RSA has none, EC has no longer form.
        """
        return multikey.encode_secret(self.type, self._secret, self._public.raw if with_public else b"")

    def to_pem(self, password: bytes | str | None = None) -> bytes:
        """Return the PKCS #8 in PEM, encrypted where a password is given.

        Raises:
            InvalidKeyError: the password is empty.
        """
        return pem.write_secret(self.type, self._secret, self._backend, password)

    def __repr__(self) -> str:
        return f"KeyPair({self._public!r})"

    def __reduce__(self) -> NoReturn:
        message = "a KeyPair is not pickled or copied: write it with to_pem(password=…)"
        raise TypeError(message)
