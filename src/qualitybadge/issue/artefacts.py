"""The documents that an issuer must publish so that others find its key; writes and fetches nothing."""

from __future__ import annotations

from typing import Any

from ..did import web
from ..errors import IssueError
from ..keys import PublicKey

_CID = "https://www.w3.org/ns/cid/v1"
_DID = "https://www.w3.org/ns/did/v1"
_MULTIKEY = "https://w3id.org/security/multikey/v1"
_JWK = "https://w3id.org/security/jwk/v1"


def trust_artefacts(method: str, key: PublicKey) -> dict[str, dict[str, Any]]:
    """Return address -> document for the key's verification method; {} where the method is the key itself.

    A did:web gets its ``did.json`` (DID Core), an https method its controller document (CID §2).

    Raises:
        IssueError: the method is of a kind that nobody could resolve.
    """
    controller, _, fragment = method.partition("#")
    if controller.startswith(("did:key:", "did:jwk:")):
        return {}
    if not fragment:
        raise IssueError(
            f"the verification method {method!r} names no key", hint="add a fragment such as #key-1"
        )
    if controller.startswith("did:web:"):
        return {web.document_url(controller): _document(_DID, controller, method, key)}
    if controller.startswith("https://"):
        return {controller: _document(_CID, controller, method, key)}
    raise IssueError(
        f"nobody could resolve the verification method {method!r}",
        hint="use did:key, did:jwk, did:web or an https URL",
    )


def _document(base: str, controller: str, method: str, key: PublicKey) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": method, "controller": controller}
    if key.type == "RSA":
        entry |= {"type": "JsonWebKey", "publicKeyJwk": key.to_jwk()}
        context = _JWK
    else:
        entry |= {"type": "Multikey", "publicKeyMultibase": key.to_multikey()}
        context = _MULTIKEY
    return {
        "@context": [base, context] if base == _DID else [base],
        "id": controller,
        "verificationMethod": [entry],
        "assertionMethod": [method],
    }
