"""Presentations for tests: an issuer and a holder known by their keys, two badges, and what a holder makes of them."""

from __future__ import annotations

import functools
from typing import Any

import qualitybadge as qb
from qualitybadge.model.presentation import enveloped
from qualitybadge.proofs import dataintegrity, vcjwt
from support.credentials import DATA_INTEGRITY, NOW, VC1, VC2, badge, badge_1_1
from support.keyring import pair
from support.world import STRICT, token, verify

ISSUER, HOLDER, THIEF = (pair("Ed25519", name) for name in ("ada", "holder", "thief"))
CHALLENGE, DOMAIN = "5f2b-today", "https://verifier.example"
STAMP = int(NOW.timestamp())
ASKED = qb.Policy(challenge=CHALLENGE, domain=DOMAIN)
HOLDER_WEB = "did:web:holder.example"
HOLDER_METHOD = f"{HOLDER_WEB}#key-1"
HOLDER_DOCUMENT = "https://holder.example/.well-known/did.json"


def unsigned(**changes: Any) -> dict[str, Any]:
    """Return a badge about the holder, by the issuer."""
    profile = {"id": ISSUER.did, "type": ["Profile"], "name": "Academy of Invention"}
    base = badge(issuer=profile)
    base["credentialSubject"]["id"] = HOLDER.did
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def credential(**changes: Any) -> dict[str, Any]:
    """Return the badge with its issuer's proof."""
    return dataintegrity.sign(
        unsigned(**changes), ISSUER, verification_method=ISSUER.did_key_method, created=NOW
    )


def credential_1_1() -> dict[str, Any]:
    """Return a badge of VC 1.1 with its issuer's proof."""
    profile = {"id": ISSUER.did, "type": ["Profile"], "name": "Academy of Invention"}
    document = badge_1_1(DATA_INTEGRITY, issuer=profile)
    document["credentialSubject"]["id"] = HOLDER.did
    return dataintegrity.sign(document, ISSUER, verification_method=ISSUER.did_key_method, created=NOW)


@functools.cache
def credential_token() -> str:
    """Return the badge as its issuer's token."""
    return vcjwt.sign(unsigned(), ISSUER, kid=ISSUER.did_key_method)


def presentation(*members: Any, version: str = "2.0", **changes: Any) -> dict[str, Any]:
    """Return an unsigned presentation; a change to None removes the member."""
    contexts = [VC2] if version == "2.0" else [VC1, DATA_INTEGRITY]
    base = {
        "@context": contexts,
        "id": "urn:uuid:2b1f3a60-6a0f-4d8e-9d5d-0c2f9c3f7a01",
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.did,
        "verifiableCredential": list(members) or [credential() if version == "2.0" else credential_1_1()],
    }
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def shown(document: dict[str, Any] | None = None, key: qb.KeyPair = HOLDER, **how: Any) -> dict[str, Any]:
    """Return the presentation with a proof by the key."""
    return dataintegrity.sign(
        presentation() if document is None else document,
        key,
        **{
            "verification_method": key.did_key_method,
            "created": NOW,
            "purpose": "authentication",
            "challenge": CHALLENGE,
            "domain": DOMAIN,
            **how,
        },
    )


def payload(document: dict[str, Any] | None = None, **claims: Any) -> dict[str, Any]:
    """Return what an honest holder signs as a token of VC 2.0; a claim of None is left out."""
    document = presentation(enveloped(credential_token())) if document is None else document
    said = {"iss": HOLDER.did, "aud": DOMAIN, "nonce": CHALLENGE, "iat": STAMP, **claims}
    return {**document, **{name: value for name, value in said.items() if value is not None}}


def payload_1_1(document: dict[str, Any] | None = None, **claims: Any) -> dict[str, Any]:
    """Return what an honest holder signs as a token of VC 1.1; a claim of None is left out."""
    if document is None:
        document = presentation(credential_token(), version="1.1")
    said = {
        "iss": HOLDER.did,
        "jti": document.get("id"),
        "aud": DOMAIN,
        "nonce": CHALLENGE,
        "nbf": STAMP,
        "exp": STAMP + 300,
        "vp": document,
        **claims,
    }
    return {name: value for name, value in said.items() if value is not None}


def shown_token(body: Any = None, key: qb.KeyPair = HOLDER, **header: Any) -> str:
    """Return the payload as a token by the key, in the form of VC 2.0 unless the header says otherwise."""
    whole = {"alg": "EdDSA", "kid": key.did_key_method, "typ": "vp+jwt", **header}
    whole = {name: value for name, value in whole.items() if value is not None}
    return token(payload() if body is None else body, key, whole)


def ask(
    source: Any, policy: qb.Policy = STRICT, *, served: dict[str, Any] | None = None, **how: Any
) -> qb.Report:
    """Verify offline, but for what is served, at the fixed time."""
    return verify(source, policy, served=served or {}, **how)


def holder_document(relationship: str = "authentication", **changes: Any) -> dict[str, Any]:
    """Return the DID document of a holder with a domain."""
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": HOLDER_WEB,
        "verificationMethod": [
            {
                "id": HOLDER_METHOD,
                "type": "Multikey",
                "controller": HOLDER_WEB,
                "publicKeyMultibase": HOLDER.public_key.to_multikey(),
            }
        ],
        relationship: [HOLDER_METHOD],
        **changes,
    }
