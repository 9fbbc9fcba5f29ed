"""Cases of the rules about the life cycle."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qualitybadge.verify.checks import failed
from support import signed2, statuses, world2
from support.rule_cases.case import REMOVED, Case
from support.rule_cases.recipient import HOSTED, PROOF, SIGNED

_AT = "/credentialSubject/achievement"
_QL = "/badge/extensions:qualityMetadata"
_LIST = {"type": "BitstringStatusListEntry", "statusListCredential": "https://academy.example/status/3"}
_REFRESH = {"/refreshService": {"id": "https://academy.example/newer", "type": "1EdTechCredentialRefresh"}}
_LATER, _EARLIER, _PAST = "2029-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "2026-11-10T00:00:00Z"
_SUSPENDED = statuses.entry(statusPurpose="suspension")


def _until(value: Any = _LATER) -> dict[str, Any]:
    return {**PROOF, "/validUntil": value}


def _expires(value: Any = _LATER) -> dict[str, Any]:
    return {**SIGNED, "/expires": value}


def _listed(value: Any) -> dict[str, Any]:
    return {**SIGNED, "/badge/issuer/revocationList": value}


def _report_2(served: dict[str, Any]) -> Any:
    return lambda: world2.verify(signed2.token(), served)


def _report_3(served: Any, *entries: Any, **how: Any) -> Any:
    return lambda: statuses.verify(
        statuses.badge(*(entries or (statuses.entry(),)), **how), statuses.web(served)
    )


def _token_that_ends() -> Any:
    """The report of a token that ends before the badge in it does, which says nothing of an end."""
    report = statuses.verify(statuses.badge(), statuses.web())
    row = failed("validity", "EXPIRED", "expired", pointer="/exp")
    return replace(report, checks=(*[one for one in report.checks if one.id != "validity"], row))


NEVER = (
    "no expiry", "This badge never expires.", "Does not expire", "It will not expire", "Valid for life", "No end date",
    "Lifelong", "Unbefristet gültig", "Das Abzeichen läuft nicht ab", "No caduca", "Sin caducidad", "Validez indefinida",
    "N'expire pas", "Ce badge n\u2019expire pas", "Durée illimitée", "Galiojimas neribojamas", "Neribotas", "Neterminuotai",
)  # fmt: skip
ENDS = (
    "three years",
    "P3Y",
    "Valid until the criteria change",
    "Gültig für drei Jahre",
    "Tres años",
    "Trois ans",
    "3 metai",
)

CASES: list[Case] = [
    # LIF-01
    Case("QL-LIF-01", "2.0", "pass"),
    Case("QL-LIF-01", "2.0", "pass", {f"{_QL}/validityPolicy": REMOVED, "/expires": _LATER}),
    Case("QL-LIF-01", "2.0", "fail", {f"{_QL}/validityPolicy": REMOVED}, "/expires"),
    Case("QL-LIF-01", "3.0", "pass"),
    Case("QL-LIF-01", "3.0", "pass", {f"{_AT}/validityPolicy": REMOVED, "/validUntil": _LATER}),
    Case("QL-LIF-01", "3.0", "fail", {f"{_AT}/validityPolicy": REMOVED}, "/validUntil"),
    # LIF-02
    Case("QL-LIF-02", "2.0", "pass", _expires()),
    Case("QL-LIF-02", "2.0", "fail", _expires(_EARLIER), "/expires", case=""),
    Case("QL-LIF-02", "2.0", "fail", _expires("soon"), "/expires", case="unreadable"),
    Case("QL-LIF-02", "2.0", "not-applicable", SIGNED),
    Case("QL-LIF-02", "3.0", "pass", _until()),
    Case("QL-LIF-02", "3.0", "fail", _until(_EARLIER), "/validUntil", case=""),
    Case("QL-LIF-02", "3.0", "fail", {**_until(), "/validFrom": 4}, "/validUntil", case=""),
    Case("QL-LIF-02", "3.0", "fail", _until(["x"]), "/validUntil", case="unreadable"),
    Case("QL-LIF-02", "3.0", "not-applicable", PROOF),
    # LIF-03
    Case("QL-LIF-03", "2.0", "pass", _expires()),
    Case("QL-LIF-03", "2.0", "pass", SIGNED),
    Case("QL-LIF-03", "2.0", "fail", _expires(_PAST), "/expires", case="expired"),
    Case("QL-LIF-03", "2.0", "fail", _expires(5), "/expires", case="unreadable"),
    Case("QL-LIF-03", "2.0", "fail", {**SIGNED, "/issuedOn": _LATER}, "/issuedOn", case="early"),
    Case("QL-LIF-03", "2.0", "fail", {**SIGNED, "/issuedOn": REMOVED}, "/issuedOn", case="unreadable"),
    Case("QL-LIF-03", "3.0", "pass", PROOF),
    Case("QL-LIF-03", "3.0", "pass", _until()),
    Case("QL-LIF-03", "3.0", "fail", _until(_PAST), "/validUntil", case="expired"),
    Case("QL-LIF-03", "3.0", "fail", {**PROOF, "/validFrom": _LATER}, "/validFrom", case="early"),
    Case(
        "QL-LIF-03",
        "3.0",
        "fail",
        {},
        "/validUntil",
        case="expired",
        item=lambda: statuses.verify(statuses.badge(validUntil="2026-02-01T00:00:00Z"), statuses.web()),
    ),
    *[
        Case(
            "QL-LIF-03",
            version,
            outcome,
            {**issued, member: moment},
            None if outcome == "pass" else member,
            case=case,
        )
        for version, issued, begins, ends in (
            ("2.0", SIGNED, "/issuedOn", "/expires"),
            ("3.0", PROOF, "/validFrom", "/validUntil"),
        )
        for member, moment, outcome, case in (
            (begins, "2026-11-20T00:05:00Z", "pass", ""),
            (begins, "2026-11-20T00:05:01Z", "fail", "early"),
            (ends, "2026-11-19T23:55:00Z", "pass", ""),
            (ends, "2026-11-19T23:54:59Z", "fail", "expired"),
        )
    ],
    Case("QL-LIF-03", "3.0", "fail", {}, "/validUntil", case="expired", item=_token_that_ends),
    # LIF-04
    Case("QL-LIF-04", "2.0", "pass", HOSTED),
    Case("QL-LIF-04", "2.0", "pass", _listed("https://academy.example/revoked.json")),
    Case("QL-LIF-04", "2.0", "pass", _listed({"revokedAssertions": []})),
    Case(
        "QL-LIF-04",
        "2.0",
        "partial",
        _listed("http://academy.example/revoked.json"),
        "/badge/issuer/revocationList",
        case="http",
    ),
    Case("QL-LIF-04", "2.0", "partial", {**HOSTED, "/id": "http://academy.example/a/1"}, "/id", case="http"),
    Case("QL-LIF-04", "2.0", "fail", SIGNED, "/badge/issuer/revocationList"),
    Case(
        "QL-LIF-04", "2.0", "not-checked", {**SIGNED, "/badge/issuer": "https://a.example/i"}, "/badge/issuer"
    ),
    Case("QL-LIF-04", "3.0", "pass", {**PROOF, "/credentialStatus": _LIST}),
    Case("QL-LIF-04", "3.0", "partial", {**PROOF, **_REFRESH}, "/credentialStatus"),
    Case("QL-LIF-04", "3.0", "fail", PROOF, "/credentialStatus"),
    Case("QL-LIF-04", "3.0", "fail", {**PROOF, "/credentialStatus": ["x", 4]}, "/credentialStatus"),
    Case("QL-LIF-04", "3.0", "not-applicable"),
    # LIF-05
    Case("QL-LIF-05", "2.0", "pass", item=_report_2(signed2.revoking())),
    Case("QL-LIF-05", "2.0", "pass", item=world2.verify),
    Case(
        "QL-LIF-05",
        "2.0",
        "fail",
        {},
        "/badge/issuer/revocationList",
        item=_report_2(signed2.revoking(signed2.URN)),
    ),
    Case("QL-LIF-05", "2.0", "not-checked", SIGNED, "/badge/issuer/revocationList"),
    Case("QL-LIF-05", "2.0", "not-checked", HOSTED, "/id"),
    Case("QL-LIF-05", "2.0", "not-applicable"),
    Case("QL-LIF-05", "3.0", "pass", item=_report_3(statuses.signed_list())),
    Case(
        "QL-LIF-05",
        "3.0",
        "fail",
        {},
        "/credentialStatus",
        item=_report_3(statuses.signed_list(statuses.SET)),
        case="",
    ),
    Case(
        "QL-LIF-05",
        "3.0",
        "fail",
        {},
        "/credentialStatus",
        case="suspended",
        item=_report_3(statuses.signed_list(statuses.SET, {"statusPurpose": "suspension"}), _SUSPENDED),
    ),
    Case("QL-LIF-05", "3.0", "not-checked", {}, "/credentialStatus", item=_report_3(None)),
    Case("QL-LIF-05", "3.0", "not-checked", {}, "/credentialStatus", item=_report_3("no list")),
    Case("QL-LIF-05", "3.0", "not-applicable", PROOF),
    # LIF-06
    Case("QL-LIF-06", "2.0", "pass", {"/expires": _LATER}),
    Case("QL-LIF-06", "2.0", "fail", {"/expires": _LATER, f"{_QL}/renewal": REMOVED}, f"{_QL}/renewal"),
    Case("QL-LIF-06", "2.0", "not-applicable", {f"{_QL}/renewal": REMOVED}),
    Case("QL-LIF-06", "3.0", "pass", {f"{_AT}/validityPolicy": "three years"}),
    Case("QL-LIF-06", "3.0", "pass", {**_REFRESH, "/validUntil": _LATER, f"{_AT}/renewal": REMOVED}),
    Case("QL-LIF-06", "3.0", "fail", {"/validUntil": _LATER, f"{_AT}/renewal": REMOVED}, f"{_AT}/renewal"),
    *[
        Case(
            "QL-LIF-06", version, outcome, {f"{place}/validityPolicy": said, f"{place}/renewal": REMOVED}, at
        )
        for version, place in (("2.0", _QL), ("3.0", _AT))
        for words, outcome, at in ((NEVER, "not-applicable", None), (ENDS, "partial", f"{place}/renewal"))
        for said in words
    ],
    Case("QL-LIF-06", "3.0", "not-applicable", {f"{_AT}/renewal": REMOVED}),
    # LIF-07
    Case("QL-LIF-07", "2.0", "pass"),
    Case("QL-LIF-07", "2.0", "pass", {"/badge/version": 2}),
    Case("QL-LIF-07", "2.0", "fail", {"/badge/version": REMOVED}, "/badge/version"),
    Case("QL-LIF-07", "3.0", "pass"),
    Case("QL-LIF-07", "3.0", "pass", {f"{_AT}/version": REMOVED}),
    Case("QL-LIF-07", "3.0", "fail", {f"{_AT}/version": True, f"{_AT}/related": "x"}, f"{_AT}/version"),
    # LIF-08
    *[
        Case("QL-LIF-08", version, outcome, edit, None if outcome == "pass" else next(iter(edit)), case=case)
        for version, place in (("2.0", _QL), ("3.0", _AT))
        for edit, outcome, case in (
            ({f"{place}/reviewedOn": "2023-11-20", f"{place}/nextReview": REMOVED}, "pass", ""),
            ({f"{place}/reviewedOn": "2023-11-19", f"{place}/nextReview": REMOVED}, "partial", ""),
            ({f"{place}/reviewedOn": "2026-11-20", f"{place}/nextReview": REMOVED}, "pass", ""),
            ({f"{place}/reviewedOn": "2026-11-21", f"{place}/nextReview": REMOVED}, "partial", ""),
            ({f"{place}/nextReview": "2026-11-20"}, "pass", ""),
            ({f"{place}/nextReview": "2026-11-19"}, "partial", "overdue"),
        )
    ],
    Case("QL-LIF-08", "2.0", "pass"),
    Case("QL-LIF-08", "2.0", "partial", {f"{_QL}/reviewedOn": "2021-05-01"}, f"{_QL}/reviewedOn", case=""),
    Case(
        "QL-LIF-08",
        "2.0",
        "fail",
        {f"{_QL}/reviewedOn": REMOVED, f"{_QL}/nextReview": REMOVED},
        f"{_QL}/reviewedOn",
    ),
    Case("QL-LIF-08", "3.0", "pass"),
    Case("QL-LIF-08", "3.0", "pass", {f"{_AT}/reviewedOn": REMOVED}),
    Case("QL-LIF-08", "3.0", "pass", {f"{_AT}/reviewedOn": "2023-11-20", f"{_AT}/nextReview": REMOVED}),
    Case("QL-LIF-08", "3.0", "partial", {f"{_AT}/reviewedOn": "2023-11-19"}, f"{_AT}/reviewedOn", case=""),
    Case("QL-LIF-08", "3.0", "partial", {f"{_AT}/reviewedOn": "2031-01-01"}, f"{_AT}/reviewedOn", case=""),
    Case(
        "QL-LIF-08",
        "3.0",
        "partial",
        {f"{_AT}/reviewedOn": "in May", f"{_AT}/nextReview": REMOVED},
        f"{_AT}/reviewedOn",
        case="",
    ),
    Case(
        "QL-LIF-08",
        "3.0",
        "partial",
        {f"{_AT}/nextReview": "2026-11-01"},
        f"{_AT}/nextReview",
        case="overdue",
    ),
    Case(
        "QL-LIF-08",
        "3.0",
        "fail",
        {f"{_AT}/reviewedOn": REMOVED, f"{_AT}/nextReview": 7},
        f"{_AT}/reviewedOn",
    ),
    # LIF-09
    Case("QL-LIF-09", "2.0", "pass"),
    Case("QL-LIF-09", "2.0", "pass", SIGNED),
    Case("QL-LIF-09", "2.0", "partial", HOSTED, "/verification", case="hosted"),
    Case(
        "QL-LIF-09",
        "2.0",
        "partial",
        {**SIGNED, "/badge/issuer": "https://a.example/i"},
        "/badge/issuer",
        case="",
    ),
    Case("QL-LIF-09", "2.0", "fail", {**SIGNED, "/badge": "https://a.example/b"}, "/badge"),
    Case("QL-LIF-09", "2.0", "fail", {**HOSTED, "/badge/issuer": "https://a.example/i"}, "/badge/issuer"),
    Case("QL-LIF-09", "3.0", "pass"),
    Case("QL-LIF-09", "3.0", "partial", {"/issuer": "did:web:academy.example"}, "/issuer"),
    Case("QL-LIF-09", "3.0", "partial", {_AT: "https://academy.example/a"}, _AT),
    Case("QL-LIF-09", "3.0", "fail", {_AT: 5, "/issuer": "did:web:academy.example"}, _AT),
]
