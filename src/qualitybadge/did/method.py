"""VerificationMethod, and how one is read from a document; finds no document and judges no issuer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..errors import InputError, InvalidKeyError, UnsupportedError
from ..keys import PublicKey
from ..outcome import Trust
from ..wire import multibase, timestamps

PUBLIC_MATERIAL = frozenset({"publicKeyMultibase", "publicKeyJwk", "publicKeyBase58"})
_FOREIGN_MATERIAL = frozenset({"publicKeyPem", "publicKeyHex", "publicKeyBase64", "blockchainAccountId"})
_SECRET_MATERIAL = frozenset({
    "privateKeyMultibase", "secretKeyMultibase", "privateKeyJwk", "secretKeyJwk", "privateKeyBase58",
    "secretKeyBase58", "privateKeyPem", "privateKeyHex",
})  # fmt: skip

# type -> (the member that holds the key, the key types it may hold; empty: any)
_TYPES: dict[str, tuple[str, frozenset[str]]] = {
    "Multikey": ("publicKeyMultibase", frozenset()),
    "Ed25519VerificationKey2020": ("publicKeyMultibase", frozenset({"Ed25519"})),
    "Ed25519VerificationKey2018": ("publicKeyBase58", frozenset({"Ed25519"})),
    "JsonWebKey": ("publicKeyJwk", frozenset()),
    "JsonWebKey2020": ("publicKeyJwk", frozenset()),
}


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A key and who controls it.

    Attributes:
        id: absolute URL of the method.
        controller: who controls it; None where the document does not say (a JWK): then nobody but the
            authority of `document_url` vouches for it.
        key: the checked public key.
        trust: DOMAIN (did:web, https), SELF_ASSERTED (did:key, did:jwk) or NONE (a key in a fragment).
        document_url: address of the document that held it; None where the method itself is the key.
        from_key_set: held by a JWK or JWK Set, which authorises nobody: whoever may write one file on the
            issuer's host could publish it, so the issuer itself has to publish the key as well.
    """

    id: str
    controller: str | None
    key: PublicKey
    trust: Trust
    document_url: str | None = None
    from_key_set: bool = False


def read_key(entry: Mapping[str, Any], controller: str, at: datetime) -> PublicKey:
    """Return the key of one verification method (CID §2.2), if it is the controller's and in force.

    Raises:
        InputError: malformed, of another controller, revoked, expired, or carrying a secret.
        UnsupportedError: a type of method or key that this library does not know.
    """
    if not _SECRET_MATERIAL.isdisjoint(entry):
        raise InvalidKeyError("the verification method carries a private key", code="PRIVATE_KEY_EXPOSED")
    if entry.get("controller") != controller:
        raise InputError(
            "the verification method is not controlled by the document that lists it",
            code="CONTROLLER_MISMATCH",
        )
    _check_in_force(entry, at)
    key = _material(entry)
    allowed = _TYPES[entry["type"]][1]
    if allowed and key.type not in allowed:
        raise _malformed(f"its type is {entry['type']}, its key {key.type}")
    return key


def _material(entry: Mapping[str, Any]) -> PublicKey:
    kind = entry.get("type")
    if not isinstance(kind, str):
        raise _malformed("its type is missing or no text")
    row = _TYPES.get(kind)
    if row is None:
        raise UnsupportedError(f"verification methods of type {kind[:60]!a} are not supported")
    present = PUBLIC_MATERIAL.intersection(entry) | _FOREIGN_MATERIAL.intersection(entry)
    if present != {row[0]}:
        raise _malformed(f"a {kind} holds its key in {row[0]} and nowhere else")
    value = entry[row[0]]
    if row[0] == "publicKeyJwk":
        return PublicKey.from_jwk(value)
    if row[0] == "publicKeyMultibase":
        return PublicKey.from_multikey(value)
    return PublicKey.from_raw("Ed25519", multibase.base58btc_decode(value, max_bytes=64))


def _check_in_force(entry: Mapping[str, Any], at: datetime) -> None:
    """Refuse a method whose ``revoked`` or ``expires`` has come (CID §2.2)."""
    for member in ("revoked", "expires"):
        value = entry.get(member)
        if value is None:
            continue
        try:
            moment = timestamps.parse(value)
        except InputError as error:
            raise _malformed(f"its {member} is no date: {error.message}") from error
        if moment <= at:
            verb = "was revoked" if member == "revoked" else "expired"
            raise InputError(f"the verification method {verb} on {value}", code="INVALID_VERIFICATION_METHOD")


def _malformed(why: str) -> InputError:
    return InputError(f"the verification method is malformed: {why}", code="INVALID_VERIFICATION_METHOD")
