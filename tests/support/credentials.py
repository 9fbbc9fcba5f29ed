"""Invented credentials of an invented academy, for tests of proofs: small, and valid in every other respect."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

from qualitybadge.keys import KeyPair
from support.keyring import pair

VC1 = "https://www.w3.org/2018/credentials/v1"
VC2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)

_BADGE: dict[str, Any] = {
    "@context": [VC2, OB],
    "id": "urn:uuid:6d1a1f2e-0c3f-4a57-9a0c-0a9f0e9b1c11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:academy.example", "type": ["Profile"], "name": "Academy of Invention"},
    "validFrom": "2026-01-15T09:30:00Z",
    "validUntil": "2029-01-15T09:30:00Z",
    "credentialSubject": {
        "id": "did:example:ada",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://academy.example/badges/welding",
            "type": ["Achievement"],
            "name": "Welding, first course",
            "description": "Joins two plates that stay joined.",
            "criteria": {"narrative": "Weld a seam that holds 5 kN, seen by an examiner."},
        },
    },
}


def badge(**changes: Any) -> dict[str, Any]:
    """Return a fresh VC 2.0 badge; a change to None removes the member."""
    return _changed(_BADGE, changes)


def badge_1_1(*contexts: str, **changes: Any) -> dict[str, Any]:
    """Return a fresh VC 1.1 badge with further contexts."""
    first = _changed(
        _BADGE,
        {
            "@context": [VC1, OB, *contexts],
            "validFrom": None,
            "validUntil": None,
            "name": "Welding",
            "issuanceDate": _BADGE["validFrom"],
            "expirationDate": _BADGE["validUntil"],
        },
    )
    return _changed(first, changes)


def key(key_type: str = "Ed25519", name: str = "ada") -> KeyPair:
    return pair(key_type, name)


def method(signer: KeyPair) -> str:
    """Return a verification method for any type of key."""
    return "did:web:academy.example#rsa" if signer.type == "RSA" else signer.did_key_method


def _changed(document: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = {**copy.deepcopy(document), **copy.deepcopy(changes)}
    return {name: value for name, value in merged.items() if value is not None}
