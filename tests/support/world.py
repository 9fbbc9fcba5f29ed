"""A small hostile web: an honest academy, an attacker with keys of his own, and a verifier between them.

The attacker may sign whatever he likes with his own key, and serve whatever he likes on his own host.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import qualitybadge as qb
from qualitybadge.keys import KeyPair
from qualitybadge.outcome import Check
from qualitybadge.proofs import dataintegrity
from qualitybadge.wire import multibase
from support.credentials import NOW, badge
from support.keyring import pair

ACADEMY = "did:web:academy.example"
ACADEMY_DOCUMENT = "https://academy.example/.well-known/did.json"
ACADEMY_METHOD = f"{ACADEMY}#key-1"
KEY, ATTACKER = pair("Ed25519", "academy"), pair("Ed25519", "attacker")

STRICT, COMPATIBLE = qb.Policy(), qb.Policy.compatible()
POLICIES = {"strict": STRICT, "compatible": COMPATIBLE}


def did_document(key: KeyPair = KEY, **changes: Any) -> dict[str, Any]:
    """Return the academy's DID document with one key that may assert."""
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": ACADEMY,
        "verificationMethod": [
            {
                "id": ACADEMY_METHOD,
                "type": "Multikey",
                "controller": ACADEMY,
                "publicKeyMultibase": key.public_key.to_multikey(),
            }
        ],
        "assertionMethod": [ACADEMY_METHOD],
        **changes,
    }


def web(**documents: Any) -> dict[str, Any]:
    """Return the academy's web; further documents by URL through ``web() | {...}``."""
    return {ACADEMY_DOCUMENT: did_document()} | documents


def verify(
    source: Any, policy: qb.Policy = STRICT, *, served: dict[str, Any] | None = None, **how: Any
) -> qb.Report:
    """Verify at the fixed time with the academy's web."""
    fetcher = qb.StaticFetcher(web() if served is None else served)
    return qb.verify(source, policy=policy, **{"fetcher": fetcher, "now": NOW, **how})


def proved(document: dict[str, Any] | None = None, key: KeyPair = KEY, **how: Any) -> dict[str, Any]:
    """Return the document with a Data Integrity proof by the key."""
    return dataintegrity.sign(
        badge() if document is None else document,
        key,
        **{"verification_method": ACADEMY_METHOD, "created": NOW, **how},
    )


def claims_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return the payload that an honest signer would make of a VC 2.0 credential."""
    issuer = document["issuer"]
    return document | {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "nbf": 1768469400,  # 2026-01-15T09:30:00Z
        "exp": 1863163800,  # 2029-01-15T09:30:00Z
        "sub": document["credentialSubject"]["id"],
    }


def token(
    payload: dict[str, Any] | bytes | None = None,
    key: KeyPair = KEY,
    header: dict[str, Any] | bytes | None = None,
    *,
    signature: bytes | None = None,
) -> str:
    """Return a compact token of exactly this header and payload, signed with the key."""
    if header is None:
        header = {"alg": "EdDSA", "kid": ACADEMY_METHOD, "typ": "JWT"}
    if payload is None:
        payload = claims_of(badge())
    head, body = (
        part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, payload)
    )
    signed = f"{multibase.b64url_encode(head)}.{multibase.b64url_encode(body)}"
    return f"{signed}.{multibase.b64url_encode(signature or key.sign(signed.encode()))}"


def changed(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy with the member at the slash-separated path set; `...` removes it."""
    result = copy.deepcopy(document)
    *parents, last = path.split("/")
    place: Any = result
    for name in parents:
        place = place[int(name) if isinstance(place, list) else name]
    if value is ...:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return result


def rows(report: qb.Report, *ids: str) -> list[Check]:
    """Return the rows of these checks."""
    return [row for row in report.checks if row.id in ids]


def codes(report: qb.Report) -> set[str]:
    """Return the problem codes of every row that did not pass."""
    return {row.problem.code for row in report.checks if row.problem and row.outcome is not qb.Outcome.PASSED}
