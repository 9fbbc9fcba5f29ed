"""Cases of the rules on workload, credit, level and form of learning."""

from __future__ import annotations

from typing import Any

from support.rule_cases.case import REMOVED, Case

PLACE = {"2.0": "/badge/extensions:qualityMetadata", "3.0": "/credentialSubject/achievement"}
AWARD = "/credentialSubject"
AVAILABLE = f"{PLACE['3.0']}/creditsAvailable"
SYSTEMS = (
    "ECTS points", "ECVET", "CFU", "CFU (crediti formativi universitari)", "CATS", "SCQF credit points",
    "US semester credit hours", "Semester credits", "Credit hours", "CEUs", "CP", "LP", "LP (Leistungspunkte)", "hp",
    "högskolepoäng", "Studiepoeng", "studiepunten", "EAP", "KP", "op", "studijų kreditai", "NZQF credits",
)  # fmt: skip
UNKNOWN = ("Harbour points", "credits", "kreditai", "points", "units", "clubs", "phd", "scope")
CMF, AUSTRALIA = {"profile": "cmf"}, {"profile": "au-nmf"}

CASES: list[Case] = []
for v in ("2.0", "3.0"):
    at = PLACE[v]
    workload, credit, system = f"{at}/workload", f"{at}/creditsAvailable", f"{at}/creditSystem"
    form, part_of, stack = f"{at}/participationForm", f"{at}/partOf", f"{at}/stackability"
    nothing = {workload: REMOVED, **({credit: REMOVED} if v == "3.0" else {})}
    level = f"{at}/level" if v == "2.0" else f"{at}/alignment/1/targetCode"
    level_at = f"{at}/level" if v == "2.0" else f"{at}/alignment/1"
    CASES += [
        Case("QL-WRK-01", v, "pass"),
        Case("QL-WRK-01", v, "pass", {workload: {"ects": 0.5}}),
        Case("QL-WRK-01", v, "pass", {workload: REMOVED, credit: 3}),
        Case("QL-WRK-01", v, "partial", {workload: REMOVED, credit: 3, system: REMOVED}, credit),
        Case("QL-WRK-01", v, "partial", {**nothing, workload: 28}, workload),
        Case("QL-WRK-01", v, "fail", nothing, workload),
        Case("QL-WRK-01", v, "fail", {**nothing, workload: {"hours": 0}}, workload),
        Case("QL-WRK-01", v, "fail", {**nothing, workload: {"hours": "28", "ects": True}}, workload),
        Case("QL-WRK-01", v, "fail", {workload: ["about a week"], credit: -2}, workload),
        Case("QL-WRK-02", v, "pass", {credit: 1}),
        Case("QL-WRK-02", v, "pass", {credit: 1, system: "ects"}),
        *[Case("QL-WRK-02", v, "pass", {credit: 6, system: named}) for named in SYSTEMS],
        *[Case("QL-WRK-02", v, "partial", {credit: 6, system: named}, system, case="") for named in UNKNOWN],
        Case("QL-WRK-02", v, "fail", {credit: 1, system: REMOVED}, system),
        Case("QL-WRK-02", v, "fail", {credit: 1, system: 5}, system),
        Case("QL-WRK-02", v, "not-applicable", {credit: REMOVED} if v == "3.0" else {}),
        Case("QL-WRK-03", v, "pass"),
        Case("QL-WRK-03", v, "pass", {workload: {"hours": 60}, credit: 2}),
        Case("QL-WRK-03", v, "pass", {workload: {"hours": 50, "ects": 2}}),
        Case("QL-WRK-03", v, "partial", {workload: {"hours": 49.9, "ects": 2}}, workload),
        Case("QL-WRK-03", v, "partial", {workload: {"hours": 60.1, "ects": 2}}, workload),
        Case(
            "QL-WRK-03", v, "partial", {workload: {"hours": 100}, credit: 2, system: "ECTS credits"}, workload
        ),
        Case("QL-WRK-03", v, "partial", {workload: {"hours": 10, "ects": 1}}, workload),
        Case("QL-WRK-03", v, "partial", {workload: {"hours": 10}, credit: 2}, workload),
        Case("QL-WRK-03", v, "not-applicable", {workload: {"ects": 1}}),
        Case("QL-WRK-03", v, "not-applicable", {workload: REMOVED}),
        Case("QL-WRK-03", v, "not-applicable", {workload: {"hours": 10, "ects": 0}}),
        Case(
            "QL-WRK-03", v, "not-applicable", {workload: {"hours": 10}, credit: 2, system: "Harbour points"}
        ),
        Case("QL-WRK-04", v, "pass"),
        Case("QL-WRK-05", v, "pass"),
        Case("QL-WRK-05", v, "pass", {form: "Onsite or blended"}),
        Case("QL-WRK-05", v, "partial", {form: "on a boat"}, form),
        Case("QL-WRK-05", v, "fail", {form: REMOVED}, form),
        Case("QL-WRK-05", v, "fail", {form: 7}, form),
        Case("QL-WRK-06", v, "pass"),
        Case("QL-WRK-06", v, "pass", {stack: REMOVED}),
        Case("QL-WRK-06", v, "pass", {part_of: REMOVED}),
        Case("QL-WRK-06", v, "fail", {part_of: REMOVED, stack: REMOVED}, part_of),
        Case("QL-WRK-06", v, "fail", {part_of: [None, 7], stack: {"x": 1}}, part_of),
    ]

LEVEL = f"{PLACE['2.0']}/level"
ALIGNED = f"{PLACE['3.0']}/alignment"
NO_WAY = {f"{PLACE['2.0']}/partOf": REMOVED, f"{PLACE['2.0']}/stackability": REMOVED}
CASES += [
    Case("QL-WRK-04", "2.0", "pass", {LEVEL: {"value": "not applicable"}}),
    Case("QL-WRK-04", "2.0", "pass", {LEVEL: {"framework": "NLQF", "value": 6}}),
    Case("QL-WRK-04", "2.0", "partial", {LEVEL: {"value": "advanced"}}, LEVEL),
    Case("QL-WRK-04", "2.0", "partial", {LEVEL: {"value": 12}}, LEVEL),
    Case("QL-WRK-04", "2.0", "fail", {LEVEL: REMOVED}, LEVEL),
    Case("QL-WRK-04", "2.0", "fail", {LEVEL: {"framework": "EQF"}}, LEVEL),
    Case("QL-WRK-04", "2.0", "fail", {LEVEL: 4}, LEVEL),
    Case("QL-WRK-04", "3.0", "pass", {f"{ALIGNED}/1/targetCode": REMOVED}),
    Case("QL-WRK-04", "3.0", "partial", {f"{ALIGNED}/1/targetCode": "9"}, f"{ALIGNED}/1"),
    Case("QL-WRK-04", "3.0", "fail", {ALIGNED: REMOVED}, ALIGNED),
    Case("QL-WRK-04", "3.0", "fail", {f"{ALIGNED}/1": "EQF 4"}, ALIGNED),
    Case("QL-WRK-06", "2.0", "pass", {**NO_WAY, "/badge/related/-": {"id": "https://academy.example/pilot"}}),
    Case(
        "QL-WRK-06",
        "2.0",
        "fail",
        {**NO_WAY, "/badge/related": "https://academy.example/pilot"},
        f"{PLACE['2.0']}/partOf",
    ),
    Case("QL-WRK-07", "3.0", "pass", {f"{AWARD}/creditsEarned": 1}),
    Case("QL-WRK-07", "3.0", "fail", {f"{AWARD}/creditsEarned": 1.5}, f"{AWARD}/creditsEarned"),
    Case("QL-WRK-07", "3.0", "not-applicable"),
    Case("QL-WRK-07", "3.0", "not-applicable", {f"{AWARD}/creditsEarned": "2"}),
    Case("QL-WRK-07", "3.0", "not-applicable", {f"{AWARD}/creditsEarned": 2, AVAILABLE: REMOVED}),
]


def _volume(version: str, credit: Any = REMOVED, **workload: float) -> dict[str, Any]:
    at = PLACE[version]
    have = version == "3.0" or credit is not REMOVED
    return {f"{at}/workload": workload or REMOVED, **({f"{at}/creditsAvailable": credit} if have else {})}


def _level(version: str, framework: str, value: str) -> dict[str, Any]:
    if version == "2.0":
        return {LEVEL: {"framework": framework, "value": value}}
    kind = "ext:EQFLevel" if framework == "EQF" else "ext:QualificationLevel"
    stated = {"targetType": kind, "targetFramework": framework, "targetCode": value, "targetName": value}
    return {f"{ALIGNED}/1": stated}


for v in ("2.0", "3.0"):
    at = PLACE[v]
    workload, level_at = f"{at}/workload", LEVEL if v == "2.0" else f"{ALIGNED}/1"
    CASES += [
        # limits of a profile, at their edges
        *[Case("QL-WRK-01", v, "pass", _volume(v, hours=hours), given=CMF) for hours in (100, 125, 150)],
        *[Case("QL-WRK-01", v, "pass", _volume(v, ects=ects), given=CMF) for ects in (4, 5, 6)],
        Case("QL-WRK-01", v, "pass", _volume(v, 4), given=CMF),
        Case("QL-WRK-01", v, "pass", _volume(v, hours=120, ects=3), given=CMF),
        Case("QL-WRK-01", v, "pass", _volume(v, hours=160, ects=6), given=CMF),
        *[
            Case("QL-WRK-01", v, "partial", edit, workload, CMF, case="outside")
            for edit in (
                _volume(v, hours=99.9),
                _volume(v, hours=150.1),
                _volume(v, ects=3.9),
                _volume(v, ects=6.1),
                _volume(v, 3.5),
                {**_volume(v, 120), f"{at}/creditSystem": "CATS"},
            )
        ],
        Case("QL-WRK-01", v, "fail", _volume(v), workload, CMF),
        Case("QL-WRK-01", v, "pass", _volume(v, hours=1), given=AUSTRALIA),
        Case("QL-WRK-01", v, "pass", _volume(v, hours=100_000), given=AUSTRALIA),
        Case("QL-WRK-01", v, "pass", _volume(v, ects=0.04), given=AUSTRALIA),
        Case("QL-WRK-01", v, "partial", _volume(v, hours=0.9), workload, AUSTRALIA, case="outside"),
        Case("QL-WRK-01", v, "partial", _volume(v, ects=0.03), workload, AUSTRALIA, case="outside"),
        Case("QL-WRK-02", v, "pass", _volume(v, 4), given=CMF),
        Case("QL-WRK-02", v, "pass", _volume(v, 6), given=CMF),
        Case("QL-WRK-02", v, "pass", _volume(v, 7, hours=150), given=CMF),
        Case("QL-WRK-02", v, "partial", _volume(v, 3.9), workload, CMF, case="outside"),
        Case("QL-WRK-02", v, "partial", _volume(v, 6.1, hours=200), workload, CMF, case="outside"),
        Case("QL-WRK-02", v, "partial", _volume(v, ects=7), workload, CMF, case="outside"),
        Case("QL-WRK-02", v, "not-applicable", _volume(v, hours=7), given=CMF),
        Case("QL-WRK-02", v, "not-applicable", _volume(v, ects=5), given=CMF),
        Case("QL-WRK-04", v, "pass", _level(v, "LTKS", "4")),
        *[Case("QL-WRK-04", v, "pass", _level(v, "EQF", value), given=CMF) for value in "4567"],
        *[
            Case("QL-WRK-04", v, "pass", {**_volume(v, hours=120), **_level(v, "EQF", value)}, given=CMF)
            for value in "67"
        ],
        *[
            Case("QL-WRK-04", v, "partial", _level(v, "EQF", value), level_at, CMF, case="outside")
            for value in ("3", "8", "not applicable")
        ],
        *[
            Case(
                "QL-WRK-04",
                v,
                "partial",
                {**_volume(v, hours=120), **_level(v, "EQF", value)},
                level_at,
                CMF,
                case="outside",
            )
            for value in "45"
        ],
        Case("QL-WRK-04", v, "needs-human", _level(v, "LTKS", "6"), level_at, CMF),
    ]
CASES += [
    Case("QL-WRK-04", "2.0", "needs-human", {LEVEL: {"value": "6"}}, LEVEL, CMF),
    Case("QL-WRK-04", "2.0", "pass", {LEVEL: {"value": "EQF level 6"}}, given=CMF),
    Case("QL-WRK-04", "2.0", "partial", {LEVEL: {"value": "advanced"}}, LEVEL, CMF, case=""),
]
