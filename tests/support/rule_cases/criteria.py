"""Cases of the group criteria."""

from __future__ import annotations

from typing import Any

from qualitybadge.fetcher import Response, StaticFetcher
from support.rule_cases.case import REMOVED, Case

A3 = "/credentialSubject/achievement"
A2 = "/badge"
# Version, the achievement, where the extension's terms stand.
BOTH = (("3.0", A3, A3), ("2.0", A2, f"{A2}/extensions:qualityMetadata"))
LINK = "https://academy.example/criteria/tide-reading"


def _each(
    rule: str, outcome: str, value: Any, at: str = "", *, case: str | None = None, member: str = "criteria"
) -> list[Case]:
    """Return the same change of a member of the achievement in both versions."""
    return [
        Case(
            rule,
            version,
            outcome,
            {f"{badge}/{member}": value},
            None if outcome in ("pass", "not-applicable") else f"{badge}/{at or member}",
            case=case,
        )
        for version, badge, _terms in BOTH
    ]


def _term(rule: str, outcome: str, member: str, value: Any, more: dict[str, Any] | None = None) -> list[Case]:
    """Return the same change of a term of the extension in both versions."""
    return [
        Case(
            rule,
            version,
            outcome,
            {f"{terms}/{member}": value}
            | {f"{badge}/{key}": changed for key, changed in (more or {}).items()},
            None if outcome in ("pass", "not-applicable") else f"{terms}/{member.partition('/')[0]}",
        )
        for version, badge, terms in BOTH
    ]


def _asked(outcome: str, answers: dict[str, Any]) -> list[Case]:
    """Return the good badge in both versions, with a fetcher that answers so."""
    return [
        Case(
            "QL-CRI-05",
            version,
            outcome,
            pointer=None if outcome == "pass" else f"{badge}/criteria/id",
            given={"fetcher": StaticFetcher(answers)},
            case="",
        )
        for version, badge, _terms in BOTH
    ]


_PROSE = "People plan three moorings from the published tables and carry one of them out on the water."
_NUMBERED = "1. plan three moorings from the published tables\n2. carry one of them out on the water"
_HTML = "<ul><li>plan three moorings from the tables</li>\n<li class='x'>carry one of them out</li></ul>"
_MOVED = {"Location": "https://elsewhere.test/page"}

CASES: list[Case] = [
    *[
        Case(f"QL-CRI-{number:02}", version, "pass")
        for number in (1, 2, 3, 4, 5, 6, 7)
        for version in ("2.0", "3.0")
    ],
    # 01
    *_each("QL-CRI-01", "fail", REMOVED),
    *_each("QL-CRI-01", "fail", {}),
    *_each("QL-CRI-01", "fail", None),
    *_each("QL-CRI-01", "fail", []),
    *_each("QL-CRI-01", "fail", [7], "criteria/0"),
    *_each("QL-CRI-01", "fail", {"id": 3, "narrative": ["x"]}),
    *_each("QL-CRI-01", "pass", LINK),
    *_each("QL-CRI-01", "pass", {"id": LINK}),
    *_each("QL-CRI-01", "pass", [{"narrative": _PROSE}]),
    # 02
    *_each("QL-CRI-02", "fail", {}, "criteria/narrative"),
    *_each("QL-CRI-02", "partial", {"narrative": "Attend."}, "criteria/narrative", case=""),
    *_each("QL-CRI-02", "partial", LINK, "criteria/narrative", case="link-only"),
    *_each("QL-CRI-02", "partial", {"id": LINK}, "criteria/narrative", case="link-only"),
    # 03
    *_term("QL-CRI-03", "pass", "task", REMOVED),
    *_term("QL-CRI-03", "pass", "task", REMOVED, {"criteria/narrative": _NUMBERED}),
    *_term("QL-CRI-03", "pass", "task", REMOVED, {"criteria/narrative": _HTML}),
    *_term("QL-CRI-03", "pass", "task", "Plan three moorings", {"criteria/narrative": _PROSE}),
    *[
        Case(
            "QL-CRI-03",
            version,
            outcome,
            {f"{terms}/task": [], f"{badge}/criteria": criteria},
            f"{badge}/{at}",
        )
        for version, badge, terms in BOTH
        for outcome, criteria, at in (
            ("partial", {"narrative": _PROSE}, "criteria/narrative"),
            ("partial", {"narrative": f"- {_PROSE}"}, "criteria/narrative"),
            ("fail", LINK, "criteria/narrative"),
        )
    ],
    # 04
    *_term("QL-CRI-04", "not-applicable", "task", REMOVED),
    *_term("QL-CRI-04", "not-applicable", "task", [7, None]),
    *_term("QL-CRI-04", "partial", "task/0/evidence", REMOVED),
    *_term("QL-CRI-04", "partial", "task/1/verifiedBy", 3),
    *_term("QL-CRI-04", "fail", "task", [{"description": "Plan"}, {"description": "Moor"}]),
    # 05
    *_each("QL-CRI-05", "not-applicable", {"narrative": _PROSE}),
    *_each("QL-CRI-05", "partial", {"id": "http://academy.example/c"}, "criteria/id"),
    *_each("QL-CRI-05", "partial", "http://academy.example/c"),
    *_each("QL-CRI-05", "fail", {"id": "see our page"}, "criteria/id", case="no-address"),
    *_each("QL-CRI-05", "fail", {"id": "https://localhost/c"}, "criteria/id", case="no-address"),
    *_asked("pass", {LINK: Response(body=b"<!doctype html>", headers={"Content-Type": "text/html"})}),
    *_asked("pass", {LINK: Response(302, _MOVED), "https://elsewhere.test/page": b"here"}),
    *_asked("fail", {LINK: Response(404)}),
    *_asked("fail", {LINK: Response(410)}),
    *_asked("not-checked", {LINK: Response(503)}),
    *_asked("not-checked", {}),
    *_asked("not-checked", {LINK: Response(302, {"Location": LINK})}),
    # 06
    *_term("QL-CRI-06", "not-applicable", "task", [{"description": "Plan"}]),
    *_term("QL-CRI-06", "not-applicable", "task", REMOVED),
    *_term("QL-CRI-06", "fail", "task/1/required", REMOVED),
    *_term("QL-CRI-06", "fail", "task/0/required", "yes"),
    # 07
    *_term("QL-CRI-07", "fail", "prerequisite", REMOVED),
    *_term("QL-CRI-07", "fail", "prerequisite", [None, 7, " "]),
    *_term("QL-CRI-07", "pass", "prerequisite", "none"),
]
