"""JWKs and JWK Sets published on the web (RFC 7517, OB 3.0 key provenance): find the key that a kid names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import InputError, InvalidKeyError, LimitError, QualityBadgeError
from ..keys import PublicKey
from ..keys.table import PRIVATE_MEMBERS
from ..limits import Limits
from ..outcome import Trust
from ..urls import parse_url
from . import web
from .method import VerificationMethod


def find(document: Mapping[str, Any], url: str, limits: Limits) -> VerificationMethod:
    """Return the key that `url` names in a JWK or JWK Set; exactly one may bear the name.

    A JWK does not say who controls it: `controller` is None, or its member ``iss`` where that is an issuer
    of the same authority.

    Raises:
        InputError: malformed, not there, ambiguous, private, weak, or ``iss`` names another authority.
        LimitError: more keys than `limits.verification_methods`.
        UnsupportedError: a key type that this library does not know.
    """
    address, hash_sign, fragment = url.partition("#")
    names = (url, fragment) if hash_sign else (url,)
    alone = "keys" not in document
    keys = [document] if alone else _keys(document, limits)
    if not (alone and not hash_sign):  # a JWK at its own address needs no name
        keys = [jwk for jwk in keys if jwk.get("kid") in names]
    if not keys:
        raise InputError("no key of the JWK document has this kid", code="METHOD_NOT_FOUND")
    if len(keys) > 1:
        raise InvalidKeyError("several keys of the JWK Set have this kid", code="INVALID_VERIFICATION_METHOD")
    return _method(keys[0], url, address)


def published(
    document: Mapping[str, Any], address: str, issuer_id: str, limits: Limits
) -> Iterator[VerificationMethod]:
    """Yield the keys of a JWK Set that may speak for the issuer; pass over those that nobody could use.

    Raises:
        InputError: malformed, or one of the keys is private.
        LimitError: more keys than `limits.verification_methods`.
    """
    for jwk in _keys(document, limits):
        kid = jwk.get("kid")
        try:
            method = _method(jwk, f"{address}#{kid}" if isinstance(kid, str) else address, address)
        except QualityBadgeError:
            continue
        if method.controller in {None, issuer_id}:
            yield method


def _keys(document: Mapping[str, Any], limits: Limits) -> list[dict[str, Any]]:
    keys = document.get("keys")
    if not isinstance(keys, list) or not all(isinstance(jwk, dict) for jwk in keys):
        raise InputError(
            "the keys of a JWK Set are a list of objects",
            code="INVALID_CONTROLLER_DOCUMENT",
            spec="RFC 7517 §5",
        )
    if len(keys) > limits.verification_methods:
        raise LimitError(f"the JWK Set lists more than {limits.verification_methods} keys")
    if any(member in jwk for jwk in keys for member in PRIVATE_MEMBERS):
        raise InvalidKeyError("the published JWK Set holds a private key", code="PRIVATE_KEY_EXPOSED")
    return keys


def _method(jwk: Mapping[str, Any], url: str, address: str) -> VerificationMethod:
    key = PublicKey.from_jwk(jwk)
    issuer = jwk.get("iss")
    if issuer is not None and not (isinstance(issuer, str) and _same_authority(issuer, address)):
        raise InputError(
            "the key names an issuer for whom this address cannot speak", code="CONTROLLER_MISMATCH"
        )
    return VerificationMethod(url, issuer, key, Trust.DOMAIN, address, from_key_set=True)


def _same_authority(issuer: str, address: str) -> bool:
    try:
        home = web.document_url(issuer) if issuer.startswith("did:web:") else issuer
        return parse_url(home).origin == parse_url(address).origin
    except QualityBadgeError:
        return False
