"""Write the authored corpus: every file and cases.json, the same bytes in every run."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import qualitybadge as qb  # noqa: E402
from support.credentials import NOW, badge, badge_1_1  # noqa: E402
from support.images import png  # noqa: E402
from support.world import (  # noqa: E402
    ACADEMY,
    ACADEMY_DOCUMENT,
    ACADEMY_METHOD,
    ATTACKER,
    KEY,
    changed,
    claims_of,
    did_document,
    proved,
    token,
)

WEB = {ACADEMY_DOCUMENT: did_document()}
SVG = b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n'
OWN = {"id": KEY.did, "type": ["Profile"], "name": "Academy of Invention"}
HTTPS = "https://academy.example/issuers/1"
MULTIKEY = KEY.public_key.to_multikey()
ALL = {"strict": "valid", "compatible": "valid"}
NONE = {"strict": "invalid", "compatible": "invalid"}
OPEN = {"strict": "indeterminate", "compatible": "indeterminate"}


def cases() -> list[tuple[str, str, bytes, dict[str, str], str, str, dict[str, Any]]]:
    """Return (id, suffix, content, verdicts, problem, why, further members) of every case."""
    own = proved(badge(issuer=OWN), verification_method=KEY.did_key_method)
    signed, compact = proved(), token()
    inline = {"alg": "EdDSA", "jwk": KEY.public_key.to_jwk(), "typ": "JWT"}
    fragment = proved(badge(issuer=OWN | {"id": HTTPS}), verification_method=f"{HTTPS}#{MULTIKEY}")
    expired = badge(validUntil="2026-02-01T00:00:00Z")
    inner = {"proof": [signed["proof"], signed["proof"] | {"proofValue": own["proof"]["proofValue"]}]}
    return [
        ("ok-did-key", "json", _json(own), ALL, "", "a badge whose issuer is a did:key", {}),
        ("ok-did-web", "json", _json(signed), ALL, "", "a badge of a did:web issuer", {"http": WEB}),
        ("ok-jwt", "jwt", compact.encode(), ALL, "", "the same badge as a VC-JWT", {"http": WEB}),
        (
            "ok-vc-1-1",
            "json",
            _json(_old()),
            ALL,
            "",
            "a badge of VC 1.1 with Ed25519Signature2020",
            {"http": WEB},
        ),
        ("ok-png", "png", qb.bake(png(), json.dumps(own)), ALL, "", "a badge baked into a PNG", {}),
        ("ok-svg", "svg", qb.bake(SVG, compact), ALL, "", "a token baked into an SVG", {"http": WEB}),
        (
            "a01-duplicate-name",
            "json",
            _json(own)[:-1] + b',"id":"urn:uuid:2"}',
            NONE,
            "MALFORMED_VALUE",
            "the id stands twice",
            {},
        ),
        ("a04-deep", "json", b"[" * 5000 + b"]" * 5000, NONE, "LIMIT", "nested five thousand deep", {}),
        (
            "b01-alg-none",
            "jwt",
            token(header={"alg": "none", "kid": ACADEMY_METHOD}).encode(),
            NONE,
            "ALGORITHM",
            "the header says alg none",
            {"http": WEB},
        ),
        (
            "b07-inline-key",
            "jwt",
            token(header=inline).encode(),
            {"strict": "indeterminate", "compatible": "valid"},
            "INLINE_KEY",
            "the key travels inside the token and the issuer's keys cannot be obtained",
            {},
        ),
        (
            "b08-private-key",
            "jwt",
            token(header=inline | {"jwk": KEY.to_jwk(private=True)}).encode(),
            NONE,
            "PRIVATE_KEY_EXPOSED",
            "the header holds a private key",
            {"http": WEB},
        ),
        (
            "b18-other-subject",
            "jwt",
            token(changed(claims_of(badge()), "sub", "did:example:eve")).encode(),
            NONE,
            "CLAIM_MISMATCH",
            "the sub claim names somebody else",
            {"http": WEB},
        ),
        (
            "b18-no-sub",
            "jwt",
            token(changed(claims_of(badge()), "sub", ...)).encode(),
            {"strict": "invalid", "compatible": "valid"},
            "CLAIM_MISSING",
            "the token has no sub",
            {"http": WEB},
        ),
        (
            "c01-member-added",
            "json",
            _json(signed | {"honours": "summa cum laude"}),
            NONE,
            "DATA_LOSS",
            "an undefined member was added after signing",
            {"http": WEB},
        ),
        (
            "c02-undefined-type",
            "json",
            _json(changed(signed, "type", [*signed["type"], "Diploma9"])),
            NONE,
            "DATA_LOSS",
            "a type that no context defines",
            {"http": WEB},
        ),
        (
            "c05-inline-context",
            "json",
            _json(changed(signed, "@context", [*signed["@context"], {"validUntil": None}])),
            NONE,
            "MALFORMED_VALUE",
            "an inline context hides the end of validity",
            {"http": WEB},
        ),
        (
            "c07-unknown-context",
            "json",
            _json(changed(signed, "@context", [*signed["@context"], "https://unknown.example/context"])),
            OPEN,
            "CONTEXT_UNKNOWN",
            "a context that is not known and not fetched",
            {"http": WEB},
        ),
        (
            "c12-one-bad-proof",
            "json",
            _json(signed | inner),
            {"strict": "invalid", "compatible": "valid"},
            "PROOF_VERIFICATION",
            "one good proof and one bad",
            {"http": WEB},
        ),
        (
            "c14-fragment-of-did",
            "json",
            _json(proved(key=ATTACKER, verification_method=f"{ACADEMY}#{ATTACKER.public_key.to_multikey()}")),
            NONE,
            "METHOD_NOT_FOUND",
            "the attacker's key as fragment of the issuer's DID",
            {"http": WEB},
        ),
        (
            "c14-fragment-of-https",
            "json",
            _json(fragment),
            {"strict": "indeterminate", "compatible": "valid"},
            "FRAGMENT_KEY",
            "the key stands only in the fragment of the issuer's URL",
            {},
        ),
        (
            "c14-other-controller",
            "json",
            _json(proved(key=ATTACKER, verification_method=ATTACKER.did_key_method)),
            NONE,
            "CONTROLLER_MISMATCH",
            "signed by somebody else's did:key",
            {"http": WEB},
        ),
        (
            "changed-word",
            "json",
            _json(changed(own, "credentialSubject/achievement/name", "Surgery")),
            NONE,
            "PROOF_VERIFICATION",
            "one word of a signed badge was changed",
            {},
        ),
        (
            "expired",
            "json",
            _json(proved(expired)),
            NONE,
            "EXPIRED",
            "the badge expired a month ago",
            {"http": WEB},
        ),
        (
            "f02-two-credentials",
            "png",
            _twice(own),
            NONE,
            "AMBIGUOUS_CREDENTIAL",
            "a PNG with two badges",
            {},
        ),
        (
            "f04-doctype",
            "svg",
            _doctype(compact),
            NONE,
            "",
            "an SVG with a document type definition",
            {"http": WEB},
        ),
        (
            "key-unobtainable",
            "json",
            _json(signed),
            OPEN,
            "FETCH",
            "the issuer's document cannot be obtained",
            {},
        ),
        ("no-proof", "json", _json(badge()), NONE, "PROOF_MISSING", "a badge that nobody signed", {}),
        (
            "subject-unidentified",
            "json",
            _json(proved(changed(badge(), "credentialSubject/id", ...))),
            {"strict": "invalid", "compatible": "valid"},
            "SUBJECT_UNIDENTIFIED",
            "nobody can tell whose badge it is",
            {"http": WEB},
        ),
        (
            "future-proof",
            "json",
            _json(proved(created=NOW + timedelta(days=1))),
            NONE,
            "PROOF_EXPIRED",
            "the proof was made tomorrow",
            {"http": WEB},
        ),
        *_status_cases(),
    ]


def _status_cases() -> list[tuple[str, str, bytes, dict[str, str], str, str, dict[str, Any]]]:
    """Return did:key badges that name one status list, by what is served at its address."""
    later, stranger = {"validUntil": "2026-02-01T00:00:00Z"}, {"issuer": ATTACKER.did}
    suspended = _list(SET, {"statusPurpose": "suspension"})
    half, failed = {"strict": "indeterminate", "compatible": "valid"}, "STATUS_VERIFICATION_ERROR"
    return [
        _status("ok-status-clear", ALL, "", "its list says nothing against it", _signed(_list())),
        _status("status-revoked", NONE, "REVOKED", "its list says revoked", _signed(_list(SET))),
        _status(
            "status-suspended", NONE, "SUSPENDED", "its list says suspended", _signed(suspended), "suspension"
        ),
        _status(
            "e03-short-list", half, "STATUS_LIST_LENGTH_ERROR", "a short list, clear", _signed(_list(SHORT))
        ),
        _status(
            "e03-short-list-revoked", NONE, "REVOKED", "a short list says revoked", _signed(_list(SHORT_SET))
        ),
        _status("e04-other-purpose", NONE, failed, "the list is for suspension", _signed(suspended)),
        _status("e05-list-unsigned", NONE, failed, "nobody signed the list", _list()),
        _status("e05-list-altered", NONE, failed, "the list was altered", _signed(_list(SET)) | _list()),
        _status("e05-list-expired", NONE, failed, "the list expired", _signed(_list() | later)),
        _status(
            "e05-list-of-another-issuer",
            {"strict": "invalid", "compatible": "valid"},
            failed,
            "somebody else signed the list",
            _signed(_list() | stranger, ATTACKER),
        ),
        _status("e06-list-unobtainable", OPEN, "STATUS_RETRIEVAL_ERROR", "the list cannot be obtained", None),
    ]


LIST = "https://academy.example/status/3"
# Packed once: another build of zlib would pack the same bits in other words.
CLEAR = "uH4sIAAAAAAAC_-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
SET = "uH4sIAAAAAAAC_-3QAQ0AAAwCIO1f2hz_IAIJAAAAAAAAAAAAAADfVAEAAADAOQNQdb5gAEAAAA"
SHORT = "uH4sIAAAAAAAC_-3BMQEAAADCoPVPbQsvoAAAAAAAAAAAAAAAAP4GcwM92tQwAAA"
SHORT_SET = "uH4sIAAAAAAAC_-3QAQ0AAAwCIO1f2hz_IAIJAAAAAAAAAAAAAADfVAEHDIMTGKvUMAAA"


def _status(
    name: str, expect: dict[str, str], problem: str, why: str, served: Any, purpose: str = "revocation"
) -> tuple[str, str, bytes, dict[str, str], str, str, dict[str, Any]]:
    entry = {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": "94567",
        "statusListCredential": LIST,
    }
    signed = _signed(badge(issuer=OWN, credentialStatus=entry))
    return (name, "json", _json(signed), expect, problem, why, {"http": {LIST: served} if served else {}})


def _list(encoded: str = CLEAR, subject: dict[str, Any] | None = None) -> dict[str, Any]:
    about = {"id": f"{LIST}#list", "type": "BitstringStatusList", "statusPurpose": "revocation"}
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": KEY.did,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {**about, "encodedList": encoded, **(subject or {})},
    }


def _signed(document: dict[str, Any], key: Any = KEY) -> dict[str, Any]:
    return proved(document, key, verification_method=key.did_key_method)


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _old() -> dict[str, Any]:
    document = badge_1_1("https://w3id.org/security/suites/ed25519-2020/v1")
    return proved(document, suite="Ed25519Signature2020")


def _twice(document: dict[str, Any]) -> bytes:
    once = qb.bake(png(), json.dumps(document))
    start = once.index(b"iTXt") - 4
    length = int.from_bytes(once[start : start + 4], "big") + 12
    return once[:start] + once[start : start + length] * 2 + once[start + length :]


def _doctype(text: str) -> bytes:
    return qb.bake(SVG, text).replace(b"<svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg', 1)


SPEC = {
    "a": "RFC 8259",
    "b": "OB 3.0 §8.2",
    "c": "VC-DI §4.2",
    "e0": "Bitstring §3.2",
    "f": "OB 3.0 §5.3",
}


def corpus() -> dict[str, bytes]:
    """Return the corpus as path -> bytes, cases.json included."""
    files: dict[str, bytes] = {}
    rows = []
    for name, suffix, content, expect, problem, why, more in cases():
        path = f"ob3/{expect['strict']}/{name}.{suffix}"
        files[path] = content
        row = {
            "id": name,
            "file": path,
            "why": why,
            "spec": SPEC.get(name[:2], SPEC.get(name[0], "OB 3.0 §8.1")),
        }
        row |= {"now": "2026-03-01T12:00:00Z", "http": more.get("http", {}), "expect": expect}
        rows.append(row | ({"problem": problem} if problem else {}))
    files["cases.json"] = json.dumps(rows, indent=1).encode() + b"\n"
    return files


if __name__ == "__main__":
    for path, content in corpus().items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(content)
