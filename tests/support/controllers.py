"""Controller documents, DID documents and key sets for tests, and the small web that serves them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from qualitybadge.did import DidResolver, VerificationMethod
from qualitybadge.fetcher import Response, StaticFetcher
from qualitybadge.keys import PublicKey
from qualitybadge.limits import DEFAULT_LIMITS, Limits
from support.keyring import pair

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISSUER = "https://academy.example/issuers/1"
DID = "did:web:academy.example"
DID_URL = "https://academy.example/.well-known/did.json"


def method(
    name: str = "#key-1", controller: str = ISSUER, key: PublicKey | None = None, **more: Any
) -> dict[str, Any]:
    """Return one Multikey method; a member given as `...` is left out."""
    entry = {
        "id": name,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": (key or pair().public_key).to_multikey(),
        **more,
    }
    return {member: value for member, value in entry.items() if value is not ...}


def document(identifier: str = ISSUER, **more: Any) -> dict[str, Any]:
    """Return a controller document with one method that may assert."""
    members = {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": identifier,
        "verificationMethod": [method(controller=identifier)],
        "assertionMethod": ["#key-1"],
        **more,
    }
    return {member: value for member, value in members.items() if value is not ...}


def resolver(web: dict[str, Any] | None = None, limits: Limits = DEFAULT_LIMITS) -> DidResolver:
    """Return a resolver for a web of these documents."""
    return DidResolver(StaticFetcher(web or {}), limits)


def resolve(url: str, web: dict[str, Any] | None = None, **how: Any) -> VerificationMethod:
    """Resolve in a web of these documents, now."""
    return resolver(web).resolve(url, **{"at": NOW, **how})


def json_response(body: str, media_type: str = "application/json", status: int = 200) -> Response:
    """Return a response with these bytes."""
    return Response(status, {"Content-Type": media_type}, body.encode())
