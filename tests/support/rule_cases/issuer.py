"""Cases of the group issuer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import qualitybadge as qb
from support.rule_cases.case import REMOVED, Case, edited

I3 = "/issuer"
I2 = "/badge/issuer"
Q2 = f"{I2}/extensions:qualityMetadata"
BOTH = (("3.0", I3), ("2.0", I2))
A3 = "/credentialSubject/achievement"

_ACCREDITED = {
    "id": "https://council.example/",
    "type": ["Profile", "AccreditationProfile"],
    "name": "Coastal Learning Council",
    "accreditationDate": "2026-01-15",
}
_ACCREDITED_2 = {
    "type": ["Extension", "extensions:IssuerAccreditation"],
    "name": "Coastal Learning Council",
    "url": "https://council.example/",
    "accreditationDate": "2026-01-15",
}


def _each(
    rule: str, outcome: str, member: str, value: Any, *, case: str = "", at: str | None = None
) -> list[Case]:
    """Return the same change of the issuer in both versions."""
    place = member if at is None else at
    return [
        Case(
            rule,
            version,
            outcome,
            {f"{issuer}/{member}": value},
            None if outcome in ("pass", "not-applicable") else f"{issuer}/{place}",
            case=case,
        )
        for version, issuer in BOTH
    ]


def _good(*numbers: int) -> list[Case]:
    return [Case(f"QL-ISS-{number:02}", version, "pass") for number in numbers for version in ("2.0", "3.0")]


_HOSTED = {"/id": "https://academy.example/ob2/1.json", "/verification": {"type": "hosted"}}


def _report(version: str, trust: qb.Trust) -> qb.Report:
    """Return the report of a good badge as a verifier with a trust list would give it."""
    document = edited(version, _HOSTED if version == "2.0" else {})
    answers = {}
    if version == "2.0":
        described = document["badge"]
        answers = {one["id"]: one for one in (document, described, described["issuer"])}
    report = qb.verify(document, fetcher=qb.StaticFetcher(answers))
    return replace(report, trust=trust)


def _recognition(version: str, at: str) -> list[Case]:
    rule, listed = "QL-ISS-12", {"trust": qb.TrustStore()}
    return [
        Case(rule, version, "not-applicable"),
        Case(rule, version, "pass", item=lambda: _report(version, qb.Trust.ANCHORED), given=listed),
        Case(
            rule,
            version,
            "partial",
            pointer=f"{at}/id",
            item=lambda: _report(version, qb.Trust.DOMAIN),
            given=listed,
        ),
        Case(
            rule,
            version,
            "not-checked",
            pointer=f"{at}/id",
            item=lambda: _report(version, qb.Trust.DOMAIN),
        ),
    ]


_LONG = "x" * 200
_NO_ASSURANCE_3 = {f"{A3}/qualityAssurance": REMOVED}
_NO_ASSURANCE_2 = {"/badge/extensions:qualityMetadata/qualityAssurance": REMOVED}
_OWN_HOST = "https://issuers.academy.example/1"

NAMES = (
    "The Open University", "Test Valley School", "Training Company of Fjordby", "Universität Kiel", "Schule am Hafen",
    "Escuela de Música de Cádiz", "École du Port", "Vilniaus universitetas", "Jūros kursai", "Organizacija „Bangos“",
)  # fmt: skip

CASES: list[Case] = [
    *_good(1, 2, 3, 4, 5, 6, 7, 8, 10, 11),
    # 01
    *_each("QL-ISS-01", "fail", "id", REMOVED),
    *_each("QL-ISS-01", "fail", "id", "academy"),
    *_each("QL-ISS-01", "fail", "id", 7),
    *_each("QL-ISS-01", "partial", "id", "http://academy.example/issuer", case="id"),
    *_each("QL-ISS-01", "partial", "id", "urn:uuid:5b0b8a1e-6a52-4a4b-9df5-0d7f2f7f3c11", case="id"),
    *_each("QL-ISS-01", "partial", "type", REMOVED, case="type"),
    *_each("QL-ISS-01", "partial", "type", [None, 3, "Organisation"], case="type"),
    *_each("QL-ISS-01", "pass", "type", ["Issuer", "Profile"]),
    Case("QL-ISS-01", "3.0", "partial", {I3: "did:web:academy.example"}, I3, case=""),
    Case("QL-ISS-01", "3.0", "fail", {I3: "academy"}, I3),
    Case("QL-ISS-01", "3.0", "fail", {I3: REMOVED}, I3),
    Case("QL-ISS-01", "3.0", "fail", {I3: [3]}, I3),
    Case(
        "QL-ISS-01", "2.0", "not-checked", {I2: "https://academy.example/ob2/issuer.json"}, I2, case="linked"
    ),
    Case("QL-ISS-01", "2.0", "fail", {I2: {}}, I2),
    # 02
    *_each("QL-ISS-02", "fail", "name", REMOVED),
    *_each("QL-ISS-02", "fail", "name", "  "),
    *_each("QL-ISS-02", "fail", "name", ["Academy"]),
    *_each("QL-ISS-02", "partial", "name", "Training Organisation"),
    *_each("QL-ISS-02", "partial", "name", "TODO"),
    *_each("QL-ISS-02", "partial", "name", "https://academy.example/", case="address"),
    *_each("QL-ISS-02", "partial", "name", "badges@academy.example", case="address"),
    Case("QL-ISS-02", "3.0", "fail", {I3: "did:web:academy.example"}, f"{I3}/name"),
    *[case for name in NAMES for case in _each("QL-ISS-02", "pass", "name", name)],
    # 03
    *_each("QL-ISS-03", "fail", "url", REMOVED, case=""),
    *_each("QL-ISS-03", "fail", "url", "academy.example", case="no-address"),
    *_each("QL-ISS-03", "fail", "url", "https://localhost/", case="no-address"),
    *_each("QL-ISS-03", "partial", "url", "http://academy.example/"),
    *_each("QL-ISS-03", "pass", "url", "HTTPS://academy.example:8443/about?x=1"),
    # 04
    *_each("QL-ISS-04", "fail", "email", REMOVED, case=""),
    *_each("QL-ISS-04", "fail", "email", "ask us", case="no-address"),
    *_each("QL-ISS-04", "fail", "email", {"address": "a@b.example"}),
    *_each("QL-ISS-04", "partial", "email", "Harbour.Academy@GMail.com"),
    *_each("QL-ISS-04", "pass", "email", "mailto:badges@academy.example"),
    *[
        Case("QL-ISS-04", version, "pass", {f"{at}/email": REMOVED, f"{at}/{name}": "+45 12 34 56 78"})
        for version, at, name in (("3.0", I3, "phone"), ("2.0", I2, "telephone"))
    ],
    *[
        Case("QL-ISS-04", "3.0", "pass", {f"{I3}/email": REMOVED, f"{I3}/phone": number})
        for number in (
            "+1 222 333 4444 ext. 12",
            "(02) 1234-5678 x12",
            "tel:+37052123456;ext=7",
            "+370 5 212 3456",
        )
    ],
    *[
        Case("QL-ISS-04", "3.0", "fail", {f"{I3}/email": REMOVED, f"{I3}/phone": number}, f"{I3}/email")
        for number in ("ext. 12", "call us", "1234", "+1 222 333 4444 ext. ask")
    ],
    *_each("QL-ISS-04", "pass", "email", "office@gmail.com.academy.example"),
    *_each("QL-ISS-04", "pass", "email", "info@mygmail.com"),
    # 05
    *_each("QL-ISS-05", "pass", "description", "x" * 40),
    *_each("QL-ISS-05", "pass", "description", "海" * 14),
    *_each("QL-ISS-05", "partial", "description", "海" * 13, case=""),
    *_each("QL-ISS-05", "partial", "description", "x" * 39, case=""),
    *_each("QL-ISS-05", "fail", "description", REMOVED),
    *_each("QL-ISS-05", "fail", "description", ["text"]),
    *_each("QL-ISS-05", "partial", "description", "We teach.", case=""),
    *_each("QL-ISS-05", "partial", "description", "harbour city learning academy.", case="name"),
    # 06
    Case("QL-ISS-06", "3.0", "fail", {f"{I3}/address": REMOVED}, f"{I3}/address/addressCountryCode"),
    Case("QL-ISS-06", "3.0", "fail", {f"{I3}/address": "DK"}, f"{I3}/address/addressCountryCode"),
    Case(
        "QL-ISS-06",
        "3.0",
        "partial",
        {f"{I3}/address/addressCountryCode": "Denmark"},
        f"{I3}/address/addressCountryCode",
    ),
    Case(
        "QL-ISS-06",
        "3.0",
        "partial",
        {f"{I3}/address": {"addressCountry": "Denmark"}},
        f"{I3}/address/addressCountry",
    ),
    Case(
        "QL-ISS-06",
        "3.0",
        "partial",
        {f"{I3}/address": REMOVED, f"{I3}/parentOrg": {"address": {"addressRegion": "Jutland"}}},
        f"{I3}/parentOrg/address/addressRegion",
    ),
    Case(
        "QL-ISS-06",
        "3.0",
        "pass",
        {f"{I3}/address": REMOVED, f"{I3}/parentOrg": {"address": {"addressCountryCode": "DK"}}},
    ),
    *[
        Case("QL-ISS-06", version, outcome, {place: code}, None if outcome == "pass" else place)
        for version, place in (("3.0", f"{I3}/address/addressCountryCode"), ("2.0", f"{Q2}/country"))
        for code, outcome in (
            ("LT", "pass"),
            ("XK", "pass"),
            ("XX", "partial"),
            ("ZZ", "partial"),
            ("QM", "partial"),
        )
    ],
    Case("QL-ISS-06", "2.0", "fail", {f"{Q2}/country": REMOVED}, f"{Q2}/country"),
    Case("QL-ISS-06", "2.0", "partial", {f"{Q2}/country": "denmark"}, f"{Q2}/country"),
    # 07
    Case("QL-ISS-07", "3.0", "fail", {f"{I3}/otherIdentifier": REMOVED}, f"{I3}/otherIdentifier"),
    Case("QL-ISS-07", "3.0", "fail", {f"{I3}/otherIdentifier": [7]}, f"{I3}/otherIdentifier"),
    Case(
        "QL-ISS-07",
        "3.0",
        "partial",
        {f"{I3}/otherIdentifier/0/identifierType": "ext:OurOwn"},
        f"{I3}/otherIdentifier",
    ),
    Case("QL-ISS-07", "3.0", "pass", {f"{I3}/otherIdentifier/0/identifierType": "ext:PIC"}),
    Case(
        "QL-ISS-07", "2.0", "fail", {f"{Q2}/organisationIdentifier": REMOVED}, f"{Q2}/organisationIdentifier"
    ),
    Case(
        "QL-ISS-07",
        "2.0",
        "partial",
        {f"{Q2}/organisationIdentifier": "12345"},
        f"{Q2}/organisationIdentifier",
    ),
    # 08
    *_each("QL-ISS-08", "not-applicable", "url", REMOVED),
    *_each("QL-ISS-08", "not-applicable", "id", REMOVED),
    *_each("QL-ISS-08", "pass", "id", "did:web:academy.example%3A8443:issuers:1"),
    *_each("QL-ISS-08", "pass", "id", _OWN_HOST),
    *_each("QL-ISS-08", "pass", "url", "https://www.academy.example/"),
    *_each("QL-ISS-08", "fail", "id", "https://elsewhere.test/issuer", case=""),
    *_each("QL-ISS-08", "fail", "id", "did:key:z6Mkabc", case="no-domain"),
    *_each("QL-ISS-08", "partial", "id", "https://api.badgr.io/public/issuers/1", case=""),
    *_each("QL-ISS-08", "partial", "id", "did:web:my.credly.com", case=""),
    *_each("QL-ISS-08", "fail", "id", "https://mycredly.com/issuers/1", case=""),
    Case(
        "QL-ISS-08",
        "2.0",
        "partial",
        {f"{I2}/id": "https://host.test/issuer", f"{I2}/verification": {"allowedOrigins": ["host.test"]}},
        f"{I2}/id",
        case="",
    ),
    *[
        Case(
            "QL-ISS-08",
            version,
            "partial",
            {f"{at}/id": "https://ids.council.example/7", f"{at}/url": "https://about.council.example/"},
            f"{at}/id",
            case="sibling",
        )
        for version, at in BOTH
    ],
    # 09
    Case("QL-ISS-09", "3.0", "pass"),
    Case("QL-ISS-09", "3.0", "needs-human", {f"{A3}/creator": REMOVED}, f"{A3}/creator"),
    Case("QL-ISS-09", "3.0", "needs-human", {f"{A3}/creator": [{}]}, f"{A3}/creator"),
    Case(
        "QL-ISS-09",
        "3.0",
        "pass",
        {f"{A3}/creator": REMOVED, "/credentialSubject/source": {"name": "Harbour pilots"}},
    ),
    Case("QL-ISS-09", "3.0", "pass", {f"{A3}/creator": "did:web:academy.example"}),
    Case("QL-ISS-09", "2.0", "needs-human", {}, "/badge/extensions:OriginalCreator"),
    Case(
        "QL-ISS-09", "2.0", "pass", {"/badge/extensions:OriginalCreator": {"url": "https://academy.example/"}}
    ),
    # 10
    Case("QL-ISS-10", "3.0", "fail", _NO_ASSURANCE_3, f"{A3}/qualityAssurance"),
    Case("QL-ISS-10", "3.0", "pass", {**_NO_ASSURANCE_3, f"{I3}/accreditations": [_ACCREDITED]}),
    Case(
        "QL-ISS-10",
        "3.0",
        "partial",
        {**_NO_ASSURANCE_3, f"{I3}/accreditations": [3, {"name": "Coastal Learning Council"}]},
        f"{I3}/accreditations",
    ),
    Case(
        "QL-ISS-10",
        "3.0",
        "partial",
        {f"{A3}/qualityAssurance": "A visit every two years"},
        f"{A3}/qualityAssurance",
    ),
    Case(
        "QL-ISS-10",
        "2.0",
        "fail",
        _NO_ASSURANCE_2,
        "/badge/extensions:qualityMetadata/qualityAssurance",
    ),
    Case(
        "QL-ISS-10", "2.0", "pass", {**_NO_ASSURANCE_2, f"{I2}/extensions:IssuerAccreditation": _ACCREDITED_2}
    ),
    Case(
        "QL-ISS-10",
        "2.0",
        "partial",
        {**_NO_ASSURANCE_2, f"{I2}/extensions:IssuerAccreditation": {"name": "Coastal Learning Council"}},
        f"{I2}/extensions:IssuerAccreditation",
    ),
    # 11
    *_each("QL-ISS-11", "fail", "image", REMOVED),
    *_each("QL-ISS-11", "fail", "image", 3),
    *_each("QL-ISS-11", "fail", "image", {"type": "Image"}, at="image/id"),
    *_each("QL-ISS-11", "pass", "image", "https://academy.example/logo.SVG?v=2"),
    *_each("QL-ISS-11", "partial", "image", "https://academy.example/logo.jpg"),
    *_each("QL-ISS-11", "partial", "image", f"data:image/jpeg;base64,{_LONG}"),
    *_each("QL-ISS-11", "not-checked", "image", "https://academy.example/logo"),
    *[
        Case(
            "QL-ISS-11",
            version,
            outcome,
            {f"{at}/image": "https://academy.example/logo"},
            None if outcome == "pass" else f"{at}/image",
            {"files": {"https://academy.example/logo": content}},
        )
        for version, at in BOTH
        for outcome, content in (
            ("pass", b"\x89PNG\r\n\x1a\n"),
            ("pass", b"<?xml version='1.0'?><svg/>"),
            ("partial", b"\xff\xd8\xff"),
        )
    ],
    # 12
    *_recognition("3.0", I3),
    *_recognition("2.0", I2),
]
