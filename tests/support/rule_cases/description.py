"""Cases of the group description."""

from __future__ import annotations

from typing import Any

from support.rule_cases.badges import GOOD_3
from support.rule_cases.case import REMOVED, Case

A3 = "/credentialSubject/achievement"
A2 = "/badge"
# Version, the achievement, where the extension's terms stand.
BOTH = (("3.0", A3, A3), ("2.0", A2, f"{A2}/extensions:qualityMetadata"))
_ACHIEVEMENT: dict[str, Any] = GOOD_3["credentialSubject"]["achievement"]
DESCRIPTION: str = _ACHIEVEMENT["description"]
NARRATIVE: str = _ACHIEVEMENT["criteria"]["narrative"]


def _each(
    rule: str, outcome: str, changes: dict[str, Any], at: str = "", *, case: str | None = "", **given: Any
) -> list[Case]:
    """Return the same changes in both versions; of the extension where the member begins with a plus."""
    return [
        Case(
            rule,
            version,
            outcome,
            {_place(member, badge, terms): value for member, value in changes.items()},
            _place(at or next(iter(changes), ""), badge, terms) if outcome in _TELLING else None,
            given,
            case=case,
        )
        for version, badge, terms in BOTH
    ]


def _place(member: str, badge: str, terms: str) -> str:
    return f"{terms}/{member[1:]}" if member.startswith("+") else f"{badge}/{member}"


_TELLING = ("fail", "partial", "needs-human")
_NO_DATES = {"/credentialSubject/activityStartDate": REMOVED, "/credentialSubject/activityEndDate": 3}

CASES: list[Case] = [
    *[Case(f"QL-DSC-{number:02}", version, "pass") for number in range(1, 11) for version in ("2.0", "3.0")],
    # 01
    *_each("QL-DSC-01", "fail", {"name": REMOVED}),
    *_each("QL-DSC-01", "fail", {"name": 7}),
    *_each("QL-DSC-01", "fail", {"name": ["Tide Reading"]}),
    *_each("QL-DSC-01", "partial", {"name": "Badge"}),
    *_each("QL-DSC-01", "partial", {"name": "Course badge 2"}),
    *_each("QL-DSC-01", "partial", {"name": "Naujas ženklelis"}),
    *_each("QL-DSC-01", "partial", {"name": "AI"}, case="short"),
    *_each("QL-DSC-01", "partial", {"name": "Tide " * 30}, case="long"),
    *_each("QL-DSC-01", "pass", {"name": "SQL"}),
    *_each("QL-DSC-01", "pass", {"name": "x" * 100}),
    # 02
    *_each("QL-DSC-02", "fail", {"description": REMOVED}),
    *_each("QL-DSC-02", "fail", {"description": {"en": DESCRIPTION}}),
    *_each("QL-DSC-02", "fail", {"description": " tide reading, for small harbours! "}, case="name"),
    *_each("QL-DSC-02", "partial", {"description": DESCRIPTION[:99]}),
    *_each("QL-DSC-02", "partial", {"description": DESCRIPTION[:30]}),
    *_each("QL-DSC-02", "partial", {"description": "For reading tides."}, case="short"),
    # 03
    *_each("QL-DSC-03", "fail", {"description": NARRATIVE.upper()}, "criteria/narrative"),
    *_each("QL-DSC-03", "partial", {"description": f"{NARRATIVE} Well."}, "criteria/narrative"),
    *_each("QL-DSC-03", "not-applicable", {"description": REMOVED}),
    *_each("QL-DSC-03", "not-applicable", {"criteria": "https://academy.example/criteria"}),
    *_each("QL-DSC-03", "pass", {"description": "…"}),
    # 04
    *_each("QL-DSC-04", "fail", {}, "description", activity_text=f"\n{DESCRIPTION}\n"),
    *_each("QL-DSC-04", "pass", {}, activity_text="Six evenings at the harbour"),
    *_each("QL-DSC-04", "pass", {"description": REMOVED}, activity_text="…"),
    *_each("QL-DSC-04", "partial", {"name": "TODO"}, case="placeholder"),
    *_each("QL-DSC-04", "partial", {"name": "Test."}, case="placeholder"),
    *_each("QL-DSC-04", "partial", {"description": "About: Lorem ipsum dolor sit amet."}),
    *_each("QL-DSC-04", "partial", {"criteria/narrative": "Attend {{activity}} on both days"}),
    *_each("QL-DSC-04", "pass", {"description": "Passed the test, for example by writing a test plan."}),
    # 05
    Case("QL-DSC-05", "3.0", "pass", {f"{A3}/learningContext": REMOVED}),
    Case("QL-DSC-05", "3.0", "pass", _NO_DATES),
    Case(
        "QL-DSC-05",
        "3.0",
        "partial",
        {f"{A3}/learningContext": REMOVED, f"{A3}/participationForm": REMOVED},
        f"{A3}/learningContext",
    ),
    Case(
        "QL-DSC-05",
        "3.0",
        "needs-human",
        {f"{A3}/learningContext": REMOVED, f"{A3}/participationForm": 3, **_NO_DATES},
        f"{A3}/learningContext",
    ),
    Case(
        "QL-DSC-05",
        "2.0",
        "partial",
        {"/badge/extensions:qualityMetadata/participationForm": REMOVED},
        "/badge/extensions:qualityMetadata/participationForm",
    ),
    Case(
        "QL-DSC-05",
        "2.0",
        "needs-human",
        {"/badge/extensions:qualityMetadata": REMOVED},
        "/badge/extensions:qualityMetadata/learningContext",
    ),
    # 06
    *[
        Case("QL-DSC-06", version, outcome, {place: value}, None if outcome == "pass" else place, case="")
        for version, place in (
            ("3.0", f"{A3}/achievementType"),
            ("2.0", "/badge/extensions:qualityMetadata/achievementType"),
        )
        for outcome, value in (
            ("pass", "ext:YouthBadge"),
            ("partial", "YouthBadge"),
            ("partial", "ext:"),
            ("fail", "N/A"),
            ("fail", REMOVED),
            ("fail", 3),
        )
    ],
    *[
        Case(
            "QL-DSC-06",
            version,
            "partial",
            {place: REMOVED, tags: ["tides", "Micro-credential"]},
            place,
            case="tag",
        )
        for version, place, tags in (
            ("3.0", f"{A3}/achievementType", f"{A3}/tag"),
            ("2.0", "/badge/extensions:qualityMetadata/achievementType", "/badge/tags"),
        )
    ],
    # 07
    *_each("QL-DSC-07", "fail", {"+learningType": REMOVED}),
    *_each("QL-DSC-07", "fail", {"+learningType": ["formal"]}),
    *_each("QL-DSC-07", "partial", {"+learningType": "after school"}),
    *_each("QL-DSC-07", "pass", {"+learningType": "informal"}),
    # 08
    Case("QL-DSC-08", "3.0", "fail", {f"{A3}/tag": REMOVED, f"{A3}/fieldOfStudy": ""}, f"{A3}/tag"),
    Case("QL-DSC-08", "3.0", "pass", {f"{A3}/tag": [7]}),
    Case("QL-DSC-08", "3.0", "pass", {f"{A3}/fieldOfStudy": REMOVED}),
    Case("QL-DSC-08", "2.0", "fail", {"/badge/tags": REMOVED}, "/badge/tags"),
    Case("QL-DSC-08", "2.0", "fail", {"/badge/tags": [{}]}, "/badge/tags"),
    # 09
    *_each("QL-DSC-09", "fail", {"+opportunity": REMOVED}),
    *_each("QL-DSC-09", "fail", {"+opportunity": [" ", 7]}),
    *_each("QL-DSC-09", "pass", {"+opportunity": "https://academy.example/summer-school"}),
    # 10
    *_each("QL-DSC-10", "partial", {"name": "Diploma in Tide Reading"}, case="other-type"),
    *_each("QL-DSC-10", "partial", {"name": "Tide Reading Licence"}, case="other-type"),
    *[
        Case(
            "QL-DSC-10",
            version,
            outcome,
            {f"{badge}/name": "Diploma in Tides", place: kind},
            None if outcome == "pass" else f"{badge}/name",
            case=case,
        )
        for version, badge, place in (
            ("3.0", A3, f"{A3}/achievementType"),
            ("2.0", A2, "/badge/extensions:qualityMetadata/achievementType"),
        )
        for outcome, kind, case in (
            ("pass", "Diploma", ""),
            ("partial", REMOVED, ""),
            ("partial", "ext:Own", ""),
        )
    ],
    *_each("QL-DSC-10", "pass", {"name": REMOVED}),
]
