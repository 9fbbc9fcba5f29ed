"""Signed badges of Open Badges 2.0 and before, with the school's keys and its list of revoked badges."""

from __future__ import annotations

import json
from typing import Any

import qualitybadge as qb
from qualitybadge.keys import KeyPair
from qualitybadge.wire.multibase import b64url_encode
from support.keyring import pair
from support.world2 import ASSERTION, HOME, ISSUER, V2, assertion, badge_class, issuer, web

KEY, OTHER_KEY, LIST = f"{HOME}/keys/1", f"{HOME}/keys/2", f"{HOME}/revoked"
EVIL = "https://evil.example"
URN = "urn:uuid:0a6c2d2c-7b1a-4f7e-8b36-0f3d5d8c1f11"
SIGNED = {"type": "SignedBadge", "creator": KEY}
V1 = "https://w3id.org/openbadges/v1"
PEM = f"{HOME}/key.pem"


def rsa(name: str = "ada") -> KeyPair:
    return pair("RSA", name)


def pem(signer: KeyPair | None = None) -> str:
    return (signer or rsa()).public_key.to_pem().decode()


def token(
    payload: Any = None,
    signer: KeyPair | None = None,
    *,
    header: dict[str, Any] | None = None,
    signature: bytes | None = None,
) -> str:
    """Return a compact token with any header, signed unless a signature is given."""
    signer = signer or rsa()
    head = {"alg": signer.public_key.jose_algorithm} if header is None else header
    body = payload if payload is not None else signed()
    parts = [json.dumps(head).encode(), body if isinstance(body, bytes) else json.dumps(body).encode()]
    text = ".".join(b64url_encode(part) for part in parts)
    made = signer.sign(text.encode()) if signature is None else signature
    return f"{text}.{b64url_encode(made)}"


def signed(**changes: Any) -> dict[str, Any]:
    """Return a signed assertion; a change to None removes the member."""
    return assertion(**{"id": URN, "verification": SIGNED, **changes})


def key(signer: KeyPair | None = None, **changes: Any) -> dict[str, Any]:
    """Return the document of a key of the school's."""
    whole = {
        "@context": V2,
        "type": "CryptographicKey",
        "id": KEY,
        "owner": ISSUER,
        "publicKeyPem": pem(signer),
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def school(*objects: dict[str, Any], served: dict[str, Any] | None = None, **profile: Any) -> dict[str, Any]:
    """Return the school's web: its profile links a key unless it is changed, and no hosted assertion stands."""
    given = issuer(**{"publicKey": KEY, **profile})
    return web(key(), given, *objects, **{ASSERTION: None, **(served or {})})


def revoking(*entries: Any, **changes: Any) -> dict[str, Any]:
    """Return the school's web with a list of revoked badges."""
    listing = {
        "@context": V2,
        "type": "RevocationList",
        "id": LIST,
        "issuer": ISSUER,
        "revokedAssertions": list(entries),
    }
    whole = {name: value for name, value in (listing | changes).items() if value is not None}
    return school(revocationList=LIST, served={LIST: whole})


def signed_1_1(**changes: Any) -> dict[str, Any]:
    """Return a signed assertion of 1.1, which names its key itself."""
    return assertion(
        **{
            "@context": V1,
            "id": URN,
            "uid": "abc",
            "issuedOn": "2015-04-30",
            "verification": None,
            "verify": {"type": "signed", "url": PEM},
            **changes,
        }
    )


def school_1_1(
    *objects: dict[str, Any], served: dict[str, Any] | None = None, **profile: Any
) -> dict[str, Any]:
    """Return the web of a school of 1.1, whose profile links no key."""
    given = issuer(**{"@context": V1, **profile})
    made = badge_class(**{"@context": V1, "criteria": f"{HOME}/criteria"})
    return web(made, given, *objects, **{ASSERTION: None, PEM: pem().encode(), **(served or {})})


def answer(status: int, document: Any) -> qb.Response:
    return qb.Response(status, {"Content-Type": "application/json"}, json.dumps(document).encode())
