"""Cases of the rules about recipient and award."""

from __future__ import annotations

from typing import Any

from support.rule_cases.case import REMOVED, Case

ID = "urn:uuid:5b0b8a1e-6a52-4a4b-9df5-0d7f2f7f3c11"
SIGNED: dict[str, Any] = {
    "/id": ID,
    "/verification": {"type": "signed", "creator": "https://academy.example/key"},
}
HOSTED: dict[str, Any] = {"/id": "https://academy.example/a/1", "/verification": {"type": "hosted"}}
PROOF: dict[str, Any] = {"/proof": {"type": "DataIntegrityProof"}}
ISSUED: dict[str, dict[str, Any]] = {"2.0": SIGNED, "3.0": PROOF}
MAIL = {"type": "email", "hashed": False, "identity": "ada@example.org"}
HASH = "sha256$" + "3" * 64
_SUBJECT = "/credentialSubject"


def identity(value: Any = "ada@example.org", kind: Any = "emailAddress", **more: Any) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind, **more}


def only(*identities: Any) -> dict[str, Any]:
    return {f"{_SUBJECT}/id": REMOVED, f"{_SUBJECT}/identifier": list(identities)}


CASES: list[Case] = [
    # REC-01
    Case("QL-REC-01", "2.0", "pass"),
    Case("QL-REC-01", "2.0", "pass", {"/recipient": MAIL}),
    Case("QL-REC-01", "2.0", "pass", {"/recipient": {"type": "url", "identity": "https://ada.example/"}}),
    Case("QL-REC-01", "2.0", "fail", {"/recipient": REMOVED}, "/recipient"),
    Case("QL-REC-01", "2.0", "fail", {"/recipient": 5}, "/recipient"),
    Case("QL-REC-01", "2.0", "fail", {"/recipient/identity": 5}, "/recipient/identity", case="malformed"),
    Case("QL-REC-01", "2.0", "fail", {"/recipient/identity": " "}, "/recipient/identity", case="malformed"),
    Case("QL-REC-01", "2.0", "fail", {"/recipient/type": None}, "/recipient/type", case="malformed"),
    Case("QL-REC-01", "2.0", "fail", {"/recipient/identity": "ada@example.org"}, "/recipient/identity"),
    Case("QL-REC-01", "2.0", "fail", {"/recipient/hashed": False}, "/recipient/identity", case="malformed"),
    Case("QL-REC-01", "2.0", "fail", {"/recipient/hashed": "true"}, "/recipient/identity", case="malformed"),
    Case("QL-REC-01", "3.0", "pass"),
    Case("QL-REC-01", "3.0", "pass", only(identity())),
    Case("QL-REC-01", "3.0", "pass", only(identity(HASH, hashed=True, salt="s"))),
    Case(
        "QL-REC-01",
        "3.0",
        "fail",
        {f"{_SUBJECT}/id": REMOVED, f"{_SUBJECT}/identifier": REMOVED},
        f"{_SUBJECT}/id",
    ),
    Case("QL-REC-01", "3.0", "fail", {f"{_SUBJECT}/id": "ada"}, f"{_SUBJECT}/id", case="malformed"),
    Case("QL-REC-01", "3.0", "fail", {f"{_SUBJECT}/id": 7}, f"{_SUBJECT}/id", case="malformed"),
    Case("QL-REC-01", "3.0", "fail", only(identity(), "ada"), f"{_SUBJECT}/identifier/1", case="malformed"),
    Case("QL-REC-01", "3.0", "fail", only(identity(kind=3)), f"{_SUBJECT}/identifier/0", case="malformed"),
    Case(
        "QL-REC-01", "3.0", "fail", only(identity(hashed=None)), f"{_SUBJECT}/identifier/0", case="malformed"
    ),
    Case("QL-REC-01", "3.0", "fail", only(identity("ada")), f"{_SUBJECT}/identifier/0", case="malformed"),
    # REC-02
    Case("QL-REC-02", "2.0", "pass", SIGNED),
    Case("QL-REC-02", "2.0", "pass", {**SIGNED, "/issuedOn": "20261101T0900Z"}),
    Case("QL-REC-02", "2.0", "not-applicable"),
    Case("QL-REC-02", "2.0", "fail", {**SIGNED, "/issuedOn": REMOVED}, "/issuedOn", case=""),
    Case("QL-REC-02", "2.0", "fail", {**SIGNED, "/issuedOn": "2026-11-01"}, "/issuedOn", case="malformed"),
    Case("QL-REC-02", "2.0", "fail", {**SIGNED, "/issuedOn": ["x"]}, "/issuedOn", case="malformed"),
    Case(
        "QL-REC-02",
        "2.0",
        "fail",
        {**SIGNED, "/issuedOn": "2027-01-01T00:00:00Z"},
        "/issuedOn",
        case="future",
    ),
    Case("QL-REC-02", "2.0", "pass", {**SIGNED, "/issuedOn": "2026-11-20T00:05:00Z"}),
    Case("QL-REC-02", "3.0", "pass", {**PROOF, "/awardedDate": "2026-11-20T00:05:00Z"}),
    Case(
        "QL-REC-02",
        "3.0",
        "fail",
        {**PROOF, "/awardedDate": "2026-11-20T00:05:01Z"},
        "/awardedDate",
        case="future",
    ),
    Case(
        "QL-REC-02",
        "2.0",
        "fail",
        {**SIGNED, "/issuedOn": "2026-11-20T00:05:01Z"},
        "/issuedOn",
        case="future",
    ),
    Case("QL-REC-02", "3.0", "pass", PROOF),
    Case("QL-REC-02", "3.0", "pass", {**PROOF, "/validFrom": "2027-01-01T00:00:00Z"}),
    Case("QL-REC-02", "3.0", "not-applicable"),
    Case("QL-REC-02", "3.0", "fail", {**PROOF, "/validFrom": REMOVED}, "/validFrom", case=""),
    Case("QL-REC-02", "3.0", "fail", {**PROOF, "/awardedDate": 5}, "/awardedDate", case="malformed"),
    Case(
        "QL-REC-02",
        "3.0",
        "fail",
        {**PROOF, "/validFrom": "2026-11-01T09:00:00"},
        "/validFrom",
        case="malformed",
    ),
    Case(
        "QL-REC-02",
        "3.0",
        "fail",
        {**PROOF, "/awardedDate": "2027-01-01T00:00:00Z"},
        "/awardedDate",
        case="future",
    ),
    # REC-03
    Case("QL-REC-03", "2.0", "pass", SIGNED),
    Case("QL-REC-03", "2.0", "pass", HOSTED),
    Case("QL-REC-03", "2.0", "partial", SIGNED, "/id", {"siblings": frozenset({ID})}),
    Case("QL-REC-03", "2.0", "not-applicable"),
    Case("QL-REC-03", "2.0", "partial", {"/id": "urn:uuid:1"}, "/id", case="uuid"),
    Case("QL-REC-03", "2.0", "fail", {"/id": "_:b0"}, "/id", case="relative"),
    Case("QL-REC-03", "3.0", "pass"),
    Case("QL-REC-03", "3.0", "partial", {}, "/id", {"siblings": frozenset({ID})}),
    Case("QL-REC-03", "3.0", "not-applicable", {"/id": REMOVED}),
    Case("QL-REC-03", "3.0", "fail", {**PROOF, "/id": REMOVED}, "/id", case=""),
    Case("QL-REC-03", "3.0", "fail", {"/id": "badge 1"}, "/id", case="relative"),
    Case("QL-REC-03", "3.0", "fail", {"/id": ["x"]}, "/id", case="relative"),
    # REC-04
    Case("QL-REC-04", "3.0", "pass", PROOF),
    Case("QL-REC-04", "3.0", "not-applicable"),
    Case("QL-REC-04", "3.0", "partial", {**PROOF, "/awardedDate": REMOVED}, "/awardedDate"),
    Case("QL-REC-04", "2.0", "not-applicable", SIGNED),
    # REC-05
    Case("QL-REC-05", "2.0", "pass"),
    Case("QL-REC-05", "2.0", "fail", {"/narrative": REMOVED}, "/narrative"),
    Case("QL-REC-05", "2.0", "fail", {"/narrative": {"a": 1}}, "/narrative"),
    Case("QL-REC-05", "3.0", "pass"),
    Case("QL-REC-05", "3.0", "pass", {f"{_SUBJECT}/narrative": REMOVED, f"{_SUBJECT}/role": "Helm"}),
    Case("QL-REC-05", "3.0", "fail", {f"{_SUBJECT}/narrative": " "}, f"{_SUBJECT}/narrative"),
    # REC-06
    Case("QL-REC-06", "2.0", "pass"),
    Case("QL-REC-06", "2.0", "pass", {"/extensions:recipientProfile": REMOVED, "/recipient": MAIL}),
    Case("QL-REC-06", "2.0", "partial", {"/extensions:recipientProfile": REMOVED}, "/recipient/identity"),
    Case("QL-REC-06", "2.0", "partial", {"/extensions:recipientProfile": "Ada"}, "/recipient/identity"),
    Case(
        "QL-REC-06", "2.0", "fail", {"/extensions:recipientProfile": REMOVED, "/recipient": []}, "/recipient"
    ),
    Case("QL-REC-06", "3.0", "pass"),
    Case("QL-REC-06", "3.0", "pass", only(identity("Ada Example", "name"))),
    Case("QL-REC-06", "3.0", "partial", only(identity(HASH, hashed=True)), f"{_SUBJECT}/identifier"),
    Case("QL-REC-06", "3.0", "partial", only(identity(HASH)), f"{_SUBJECT}/identifier"),
    Case("QL-REC-06", "3.0", "fail", {**only(), f"{_SUBJECT}/id": ID}, f"{_SUBJECT}/identifier"),
    Case("QL-REC-06", "3.0", "fail", only(identity(4), None), f"{_SUBJECT}/identifier"),
]
