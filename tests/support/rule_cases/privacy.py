"""Cases of the rules about privacy."""

from __future__ import annotations

from typing import Any

import qualitybadge as qb
from support.rule_cases.case import REMOVED, Case, edited
from support.rule_cases.recipient import HASH, HOSTED, ID, MAIL, PROOF, SIGNED, identity, only

_SUBJECT = "/credentialSubject"
_ONE = f"{_SUBJECT}/identifier/0"
_AT = f"{_SUBJECT}/achievement"
_HTTPS = {"/id": "https://academy.example/badges/1"}
_QL = "/badge/extensions:qualityMetadata"
_SALT = "b5f1c0d2e3a4957f6a7b8c9d"
_BIRTH = {f"{_SUBJECT}/dateOfBirth": "2001-01-01"}
_LIST = {"type": "BitstringStatusListEntry", "statusListCredential": "https://academy.example/status/3"}


def salted(value: Any = HASH, salt: Any = _SALT) -> dict[str, Any]:
    return only(identity(value, hashed=True, salt=salt))


def _status(*entries: Any) -> dict[str, Any]:
    return {**PROOF, "/credentialStatus": list(entries)}


def _listed(value: Any) -> dict[str, Any]:
    return {**SIGNED, "/badge/issuer/revocationList": value}


CLEAN = (
    "See https://academy.example/c?page=2&lang=lt#q=tides, or write to badges@academy.example.",
    "Siehe https://academy.example/kurs?utmost=1&pkw=2&seite=3, Anmeldung bis 1. Mai.",
    "Véase https://academy.example/curso?medio=1; utm_source=x no forma parte de la dirección.",
    "Voir https://academy.example/cours?identifiant=3&gclide=1 : inscriptions ouvertes.",
    "Žr. https://academy.example/kursas?puslapis=2 ir rašykite adresu info@academy.example.",
)
ORDINARY = (
    "nationalityOfVessel",
    "genderPolicy",
    "licenseNumber",
    "termino",
    "Geburtshelferkurs",
    "addressee",
    "lytisKlase",
)
TRACKED = (
    "See https://a.example/c?UTM_Campaign=x",
    "https://a.example/?p=1&gclid=2",
    "https://a.example/?mtm_kwd=1",
)


def _fetched(version: str, outcome: str, edit: dict[str, Any], pointer: str | None = None) -> Case:
    """A badge that lies where anybody can fetch it."""
    address = HOSTED["/id"]
    served = qb.StaticFetcher({address: edited(version, {**edit, "/id": address})})
    return Case("QL-PRV-01", version, outcome, {}, pointer, {"fetcher": served}, lambda: address)


CASES: list[Case] = [
    # PRV-01
    Case("QL-PRV-01", "2.0", "pass"),
    Case("QL-PRV-01", "2.0", "pass", HOSTED),
    Case("QL-PRV-01", "2.0", "partial", {"/recipient": MAIL}, "/recipient"),
    Case("QL-PRV-01", "2.0", "partial", {**SIGNED, "/recipient": MAIL}, "/recipient"),
    Case("QL-PRV-01", "2.0", "fail", {**HOSTED, "/recipient": MAIL}, "/recipient"),
    Case("QL-PRV-01", "2.0", "fail", {**HOSTED, "/recipient": {**MAIL, "hashed": True}}, "/recipient"),
    Case(
        "QL-PRV-01",
        "2.0",
        "not-applicable",
        {"/recipient": {"type": "url", "identity": "https://ada.example/"}},
    ),
    Case("QL-PRV-01", "2.0", "not-applicable", {"/recipient": 4}),
    Case("QL-PRV-01", "3.0", "pass"),
    Case("QL-PRV-01", "3.0", "pass", {**_HTTPS, **salted()}),
    Case("QL-PRV-01", "3.0", "partial", only(identity()), _ONE),
    Case("QL-PRV-01", "3.0", "partial", {**_HTTPS, **only(identity())}, _ONE),
    Case("QL-PRV-01", "3.0", "partial", {f"{_SUBJECT}/identifier": identity()}, f"{_SUBJECT}/identifier"),
    Case("QL-PRV-01", "3.0", "partial", {f"{_SUBJECT}/id": "mailto:ada@example.org"}, f"{_SUBJECT}/id"),
    _fetched("3.0", "fail", {**PROOF, **only(identity())}, _ONE),
    _fetched("3.0", "pass", {**PROOF, **salted()}),
    _fetched("2.0", "fail", {"/recipient": MAIL, **HOSTED}, "/recipient"),
    Case("QL-PRV-01", "3.0", "not-applicable", {f"{_SUBJECT}/id": ID}),
    Case("QL-PRV-01", "3.0", "not-applicable", only(5, None)),
    # PRV-02
    Case("QL-PRV-02", "2.0", "pass"),
    *[
        Case(
            "QL-PRV-02",
            "2.0",
            outcome,
            {"/recipient/salt": salt},
            None if outcome == "pass" else "/recipient/salt",
        )
        for salt, outcome in (
            ("0123456789abcdef", "pass"),
            ("0123456789abcde", "partial"),
            ("01234" * 4, "pass"),
            ("0123" * 5, "partial"),
        )
    ],
    Case("QL-PRV-02", "3.0", "pass", salted(salt="0123456789abcdef")),
    Case("QL-PRV-02", "3.0", "partial", salted(salt="0123456789abcde"), f"{_ONE}/salt"),
    *[
        Case("QL-PRV-02", "2.0", "pass", {"/recipient/identity": f"{name}${'3' * length}"})
        for name, length in (("sha384", 96), ("sha512", 128), ("SHA512", 128))
    ],
    Case("QL-PRV-02", "3.0", "pass", salted(f"sha512${'3' * 128}")),
    Case("QL-PRV-02", "2.0", "fail", {"/recipient/identity": "sha1$" + "a" * 40}, "/recipient", case="weak"),
    Case("QL-PRV-02", "2.0", "partial", {"/recipient/salt": "b5f1c0d2"}, "/recipient/salt"),
    Case("QL-PRV-02", "2.0", "partial", {"/recipient/salt": "0101" * 8}, "/recipient/salt"),
    Case("QL-PRV-02", "2.0", "fail", {"/recipient/salt": REMOVED}, "/recipient/salt", case=""),
    Case("QL-PRV-02", "2.0", "fail", {"/recipient/salt": 1234567890123456}, "/recipient/salt"),
    Case("QL-PRV-02", "2.0", "fail", {"/recipient/identity": "md5$" + "a" * 32}, "/recipient", case="weak"),
    Case("QL-PRV-02", "2.0", "fail", {"/recipient/identity": None}, "/recipient", case="weak"),
    Case("QL-PRV-02", "2.0", "not-applicable", {"/recipient": MAIL}),
    Case("QL-PRV-02", "3.0", "pass", salted()),
    Case("QL-PRV-02", "3.0", "partial", salted(salt="abcdefg"), f"{_ONE}/salt"),
    Case("QL-PRV-02", "3.0", "fail", salted(salt=""), f"{_ONE}/salt", case=""),
    Case("QL-PRV-02", "3.0", "fail", salted("md5$" + "a" * 32), _ONE, case="weak"),
    Case("QL-PRV-02", "3.0", "not-applicable"),
    # PRV-03
    Case("QL-PRV-03", "2.0", "pass"),
    Case(
        "QL-PRV-03",
        "2.0",
        "partial",
        {"/extensions:recipientProfile/birthDate": "2001"},
        "/extensions:recipientProfile/birthDate",
        case="stated",
    ),
    Case(
        "QL-PRV-03",
        "2.0",
        "partial",
        {"/extensions:recipientProfile/birthDate": "2001", f"{_QL}/supervision": REMOVED},
        "/extensions:recipientProfile/birthDate",
    ),
    Case(
        "QL-PRV-03",
        "2.0",
        "partial",
        {"/recipient/address": {"streetAddress": "Quay 1"}},
        "/recipient/address",
        case="",
    ),
    Case("QL-PRV-03", "3.0", "pass"),
    *[Case("QL-PRV-03", "2.0", "pass", {f"/extensions:recipientProfile/{name}": "x"}) for name in ORDINARY],
    *[Case("QL-PRV-03", "3.0", "pass", {f"{_SUBJECT}/{name}": "x"}) for name in ORDINARY],
    Case("QL-PRV-03", "3.0", "pass", {"/issuer/address": {"streetAddress": "Quay 1"}}),
    Case("QL-PRV-03", "3.0", "pass", {"/issuer/image/id": "https://academy.example/logo.png"}),
    Case("QL-PRV-03", "3.0", "partial", _BIRTH, f"{_SUBJECT}/dateOfBirth", case="stated"),
    Case(
        "QL-PRV-03",
        "3.0",
        "partial",
        {**_BIRTH, f"{_AT}/supervision": REMOVED},
        f"{_SUBJECT}/dateOfBirth",
        case="",
    ),
    Case(
        "QL-PRV-03",
        "3.0",
        "partial",
        {**_BIRTH, f"{_AT}/privacyPolicy": 3, "/termsOfUse": [4, {}]},
        f"{_SUBJECT}/dateOfBirth",
    ),
    Case("QL-PRV-03", "3.0", "partial", {f"{_SUBJECT}/address": "Quay 1, Fjordby"}, f"{_SUBJECT}/address"),
    Case(
        "QL-PRV-03",
        "3.0",
        "partial",
        {f"{_AT}/supervision": REMOVED, f"{_SUBJECT}/identifier/0/identityType": "nationalIdentityNumber"},
        f"{_ONE}/identityType",
    ),
    Case(
        "QL-PRV-03",
        "3.0",
        "partial",
        {"/issuer/dateOfBirth": "1970-01-01", f"{_AT}/supervision": REMOVED},
        "/issuer/dateOfBirth",
    ),
    # PRV-04
    Case("QL-PRV-04", "2.0", "needs-human", {}, "/evidence", case=""),
    Case("QL-PRV-04", "2.0", "needs-human", {"/evidence": "https://youtu.be/x"}, "/evidence", case="media"),
    Case("QL-PRV-04", "2.0", "not-applicable", {"/evidence": REMOVED}),
    Case("QL-PRV-04", "3.0", "needs-human", {}, "/evidence", case=""),
    Case(
        "QL-PRV-04",
        "3.0",
        "needs-human",
        {"/evidence/0/id": "https://a.example/GROUP.JPG?w=9"},
        "/evidence",
        case="media",
    ),
    Case(
        "QL-PRV-04",
        "3.0",
        "needs-human",
        {"/evidence/0/id": "https://www.vimeo.com/4"},
        "/evidence",
        case="media",
    ),
    Case(
        "QL-PRV-04",
        "3.0",
        "needs-human",
        {"/evidence": [5, {"id": 4}, {"id": "urn:x"}]},
        "/evidence",
        case="",
    ),
    Case("QL-PRV-04", "3.0", "not-applicable", {"/evidence": []}),
    # PRV-05
    Case("QL-PRV-05", "2.0", "pass", _listed("https://academy.example/revoked.json")),
    Case("QL-PRV-05", "2.0", "partial", HOSTED, "/verification", case="hosted"),
    Case(
        "QL-PRV-05",
        "2.0",
        "fail",
        _listed({"id": f"https://academy.example/revoked?{ID[9:]}"}),
        "/badge/issuer/revocationList",
    ),
    Case("QL-PRV-05", "2.0", "not-applicable"),
    Case("QL-PRV-05", "2.0", "not-applicable", SIGNED),
    Case(
        "QL-PRV-05",
        "2.0",
        "not-checked",
        {**SIGNED, "/badge/issuer": "https://academy.example/issuer"},
        "/badge/issuer",
    ),
    Case("QL-PRV-05", "3.0", "pass", _status(_LIST)),
    Case(
        "QL-PRV-05", "3.0", "pass", _status({"id": "https://a.example/list", "type": "1EdTechRevocationList"})
    ),
    Case(
        "QL-PRV-05",
        "3.0",
        "partial",
        _status({"id": "https://a.example/s/4711", "type": "OwnStatus"}),
        "/credentialStatus",
    ),
    Case("QL-PRV-05", "3.0", "partial", _status(_LIST, "x"), "/credentialStatus"),
    Case("QL-PRV-05", "3.0", "partial", _status({"id": 5}), "/credentialStatus"),
    Case(
        "QL-PRV-05", "3.0", "fail", _status({"id": f"https://a.example/status/{ID[9:]}"}), "/credentialStatus"
    ),
    Case(
        "QL-PRV-05",
        "3.0",
        "fail",
        _status({**_LIST, "statusListCredential": "https://a.example/status?of=did:example:ada"}),
        "/credentialStatus",
    ),
    Case("QL-PRV-05", "3.0", "not-applicable", PROOF),
    Case("QL-PRV-05", "3.0", "not-applicable", {"/credentialStatus": {"id": "https://a.example/s/1"}}),
    Case("QL-PRV-05", "2.0", "not-applicable", HOSTED, given={"draft": True}),
    # PRV-06
    Case("QL-PRV-06", "2.0", "pass"),
    Case("QL-PRV-06", "2.0", "fail", {f"{_QL}/privacyPolicy": REMOVED}, f"{_QL}/privacyPolicy", case=""),
    Case(
        "QL-PRV-06",
        "2.0",
        "fail",
        {f"{_QL}/privacyPolicy": "http://academy.example/privacy"},
        f"{_QL}/privacyPolicy",
        case="address",
    ),
    Case("QL-PRV-06", "3.0", "pass"),
    Case("QL-PRV-06", "3.0", "pass", {f"{_AT}/privacyPolicy": REMOVED}),
    Case(
        "QL-PRV-06",
        "3.0",
        "fail",
        {f"{_AT}/privacyPolicy": REMOVED, "/termsOfUse": REMOVED},
        f"{_AT}/privacyPolicy",
    ),
    Case(
        "QL-PRV-06",
        "3.0",
        "fail",
        {f"{_AT}/privacyPolicy": REMOVED, "/termsOfUse": "http://a.example/terms"},
        f"{_AT}/privacyPolicy",
        case="address",
    ),
    # PRV-07
    *[
        Case("QL-PRV-07", version, outcome, {place: said}, None if outcome == "pass" else place)
        for version, place in (("2.0", "/badge/description"), ("3.0", f"{_AT}/description"))
        for words, outcome in ((CLEAN, "pass"), (TRACKED, "partial"))
        for said in words
    ],
    Case("QL-PRV-07", "2.0", "pass"),
    Case(
        "QL-PRV-07",
        "2.0",
        "partial",
        {"/evidence/0/id": "https://a.example/e?utm_source=x"},
        "/evidence/0/id",
    ),
    Case(
        "QL-PRV-07",
        "2.0",
        "fail",
        {"/badge/criteria/id": "https://a.example/c?who=ada%40example.org"},
        "/badge/criteria/id",
    ),
    Case("QL-PRV-07", "3.0", "pass"),
    Case("QL-PRV-07", "3.0", "pass", {f"{_AT}/criteria/id": "https://a.example/c?page=2&lang=lt"}),
    Case("QL-PRV-07", "3.0", "pass", {f"{_AT}/criteria/id": "https://social.example/@academy/pkg@1.2.3/x"}),
    Case(
        "QL-PRV-07",
        "3.0",
        "partial",
        {f"{_AT}/criteria/narrative": "See (https://a.example/c?a=1&FBCLID=2)."},
        f"{_AT}/criteria/narrative",
    ),
    Case(
        "QL-PRV-07",
        "3.0",
        "fail",
        {"/evidence/0/id": "https://a.example/?utm_id=1", "/issuer/url": "https://a.example/?to=a@b.example"},
        "/issuer/url",
    ),
]
