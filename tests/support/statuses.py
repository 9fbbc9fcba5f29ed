"""An academy that publishes status lists: badges that name them, lists that are signed, and the web they are on."""

from __future__ import annotations

import copy
import functools
import json
from typing import Any

import qualitybadge as qb
from qualitybadge.keys import KeyPair
from qualitybadge.outcome import Check
from qualitybadge.proofs import jws
from qualitybadge.status.bitstring import Bitstring
from support import credentials
from support.credentials import NOW, VC2
from support.keyring import pair

KEY, STRANGER = pair("Ed25519", "status academy"), pair("Ed25519", "stranger")
URL = "https://academy.example/status/3"
INDEX = 94_567
CLEAR = Bitstring.zeros()
SET = CLEAR.replaced({INDEX: 1})


def did(key: KeyPair = KEY) -> str:
    return key.did_key_method.partition("#")[0]


def entry(**changes: Any) -> dict[str, Any]:
    """Return a status entry; a change to None removes the member."""
    whole = {
        "id": f"{URL}#{INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": URL,
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def listing(
    bits: Bitstring | str = CLEAR, subject: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """Return an unsigned list credential; a change to None removes the member."""
    about = {
        "id": f"{URL}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": bits if isinstance(bits, str) else _encoded(bits),
        **(subject or {}),
    }
    whole = {
        "@context": [VC2],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(),
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {name: value for name, value in about.items() if value is not None},
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


@functools.cache
def _encoded(bits: Bitstring) -> str:
    return bits.encode()


def token(document: dict[str, Any], key: KeyPair = KEY, *, typ: str = "vc+jwt", **claims: Any) -> str:
    """Return a document as a token whose payload it is (VC-JOSE-COSE)."""
    payload = json.dumps({**document, **claims}).encode()
    return jws.sign(payload, key, header={"kid": key.did_key_method, "typ": typ})


def signed_list(*given: Any, key: KeyPair = KEY, **changes: Any) -> str:
    """Return a list credential as a token."""
    return token(listing(*given, **changes), key)


def badge(*entries: Any, **changes: Any) -> str:
    """Return a badge as a token that names the entries: none, one, or several in an array."""
    document = credentials.badge(issuer={"id": did(), "type": ["Profile"], "name": "Academy"}, **changes)
    if entries:
        document["credentialStatus"] = copy.deepcopy(entries[0] if len(entries) == 1 else list(entries))
    claims = {"iss": did(), "nbf": 1768469400, "exp": 1863163800, "sub": "did:example:ada"}
    if "id" in document:
        claims["jti"] = document["id"]
    return token(document, typ="JWT", **claims)


def answer(body: Any, media: str = "application/vc+jwt", **headers: str) -> qb.Response:
    raw = json.dumps(body) if isinstance(body, dict) else body
    content = raw if isinstance(raw, bytes) else raw.encode()
    return qb.Response(headers={"Content-Type": media, **headers}, body=content)


def web(body: Any = None, **more: Any) -> qb.StaticFetcher:
    """Return a web with a list at its address; None: with none."""
    served = {} if body is None else {URL: body if isinstance(body, qb.Response) else answer(body)}
    return qb.StaticFetcher(served | more)


def verify(source: Any, fetcher: Any, policy: qb.Policy | None = None, **how: Any) -> qb.Report:
    return qb.verify(source, fetcher=fetcher, policy=policy or qb.Policy(), **{"now": NOW, **how})


def rows(report: qb.Report) -> list[Check]:
    return [row for row in report.checks if row.id == "status"]


def row(report: qb.Report) -> Check:
    """Return the one status row."""
    found = rows(report)
    assert len(found) == 1, qb.render(report, "text")
    return found[0]


def code(check: Check) -> str:
    return check.problem.code if check.problem else ""
