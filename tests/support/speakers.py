"""Whoever speaks for a badge: invented endorsers with keys of their own, and a learner record of the academy."""

from __future__ import annotations

from typing import Any

from qualitybadge.keys import KeyPair
from qualitybadge.proofs import dataintegrity, vcjwt
from support.badges import CLR
from support.credentials import NOW, OB, VC2, badge
from support.keyring import pair
from support.world import proved

BADGE_ID = badge()["id"]
ACHIEVEMENT_ID = badge()["credentialSubject"]["achievement"]["id"]
ISSUER_ID = badge()["issuer"]["id"]
CITY = pair("Ed25519", "city")


def did(key: KeyPair = CITY) -> str:
    """Return the name of whoever is known by the key alone."""
    return key.public_key.to_did_key()


def endorsement(of: str, key: KeyPair = CITY, **changes: Any) -> dict[str, Any]:
    """Return an unsigned endorsement of what has the id; a change to None removes the member."""
    document = {
        "@context": [VC2, OB],
        "id": "urn:uuid:1b6d2a55-50f8-4c0e-8b10-7d1a3f0c9e01",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": did(key), "type": ["Profile"], "name": "City of Seams"},
        "validFrom": "2026-02-01T00:00:00Z",
        "credentialSubject": {
            "id": of,
            "type": ["EndorsementSubject"],
            "endorsementComment": "We hire who holds it.",
        },
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def signed(document: dict[str, Any], key: KeyPair = CITY, method: str | None = None) -> dict[str, Any]:
    """Return the document with a proof by the key, which names itself unless a method is given."""
    method = method or key.did_key_method
    return dataintegrity.sign(document, key, verification_method=method, created=NOW)


def endorses(of: str, key: KeyPair = CITY, **changes: Any) -> dict[str, Any]:
    """Return a signed endorsement."""
    return signed(endorsement(of, key, **changes), key)


def endorses_by_token(of: str, key: KeyPair = CITY, **changes: Any) -> str:
    """Return an endorsement as a token."""
    return vcjwt.sign(endorsement(of, key, **changes), key, kid=key.did_key_method)


def endorsed_badge(*endorsements: Any, **changes: Any) -> dict[str, Any]:
    """Return the academy's badge with endorsements of itself, proved."""
    return proved(badge(endorsement=list(endorsements), **changes))


def record(*members: Any, subject: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return an unsigned learner record of the academy."""
    return badge(
        **{
            "@context": [VC2, CLR, OB],
            "id": "urn:uuid:77e0c0f6-2c93-4f7c-8d5a-5a9e2f3d4b10",
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": "Transcript of Ada",
            "credentialSubject": {
                "id": "did:example:ada",
                "type": ["ClrSubject"],
                "verifiableCredential": list(members),
                **(subject or {}),
            },
            **changes,
        }
    )
