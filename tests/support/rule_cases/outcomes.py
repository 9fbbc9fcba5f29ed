"""Cases of the rules on learning outcomes, skills and alignment."""

from __future__ import annotations

from typing import Any

from support.rule_cases.case import REMOVED, Case

ACH = "/credentialSubject/achievement"
EXT = "/badge/extensions:qualityMetadata"
AT = {"2.0": "/badge", "3.0": ACH}
OUTCOMES = {"2.0": f"{EXT}/learningOutcome", "3.0": f"{ACH}/learningOutcome"}
BOTH = ("2.0", "3.0")

ESCO = "http://data.europa.eu/esco/skill/0a3b4cb4-8d3c-4a9e-9a3b-6a5b6f1e2d3c"
OWN = {
    "targetName": "Ties knots",
    "targetUrl": "https://academy.example/skills/1",
    "targetFramework": "Harbour skills",
    "targetCode": "H1",
}
EQF = {
    "targetName": "EQF level 4",
    "targetCode": "4",
    "targetFramework": "EQF",
    "targetUrl": "https://x.example/4",
}


ASSURANCE = {
    "targetName": "Coastal Learning Council",
    "targetUrl": "https://council.example/",
    "targetFramework": "ESCO",
    "targetCode": "Q1",
}
GROUPS = ("skill/S1", "skill/S4.8.1", "skill/T", "isco/C2654", "isced-f/0312")


CLEAR = (
    "Plans a safe mooring", "Knowingly takes on a role in the crew", "Learners' boats are moored safely",
    "Plant einen sicheren Liegeplatz", "Planifica un amarre seguro", "Prépare un amarrage sûr",
    "Suplanuoja saugų švartavimą", "Žinomai prisiima atsakomybę",
)  # fmt: skip
VAGUE = (
    "Understands the tides",
    "know, by heart, the tables",
    "Is aware of wind",
    "Supranta potvynius",
    "Žino lenteles",
)
PUBLIC = (
    "ESCO",
    "DigComp 2.2",
    "Key Competences for Lifelong Learning",
    "CASE",
    "1EdTech CASE",
    "O*NET",
    "e-CF 4.0",
)
OWN_FRAMEWORKS = (
    "Harbour skills", "Business case competences", "Case management", "Showcase", "Tescoville skills", "In case of fire",
)  # fmt: skip


def _assured(version: str, *others: dict[str, Any]) -> dict[str, Any]:
    """Return alignments of which one names who assures quality, as each version can say so."""
    kind = {"targetType": "ext:QualityAssurance"}
    said = {**ASSURANCE, **(kind if version == "3.0" else {"extensions:qualityMetadata": kind})}
    return _put(version, [said, *others])


def _proficient(version: str, level: str) -> dict[str, Any]:
    """Return a skill of a framework of one's own with its level, as each version can say so."""
    said = {"proficiencyLevel": level}
    return {**OWN, **(said if version == "3.0" else {"extensions:qualityMetadata": said})}


def _put(version: str, value: Any) -> dict[str, Any]:
    return {f"{AT[version]}/alignment": value}


def _level(version: str) -> dict[str, Any]:
    return {f"{EXT}/level": REMOVED} if version == "2.0" else {f"{ACH}/resultDescription": REMOVED}


def _claims(version: str, count: int, **workload: float) -> dict[str, Any]:
    place = OUTCOMES[version].removesuffix("learningOutcome")
    said = {f"{place}workload": workload} if workload else {f"{place}workload": REMOVED}
    return {OUTCOMES[version]: [f"Ties knot {index}" for index in range(count)], **said}


CASES: list[Case] = []
for v in BOTH:
    at, outcomes = f"{AT[v]}/alignment", OUTCOMES[v]
    none = {at: REMOVED, outcomes: REMOVED}
    no_prose = {**none, f"{AT[v]}/description": "", f"{AT[v]}/criteria": {"id": "https://academy.example/c"}}
    CASES += [
        Case("QL-OUT-01", v, "pass"),
        Case("QL-OUT-01", v, "pass", {at: REMOVED}),
        Case("QL-OUT-01", v, "pass", {outcomes: REMOVED}),
        Case("QL-OUT-01", v, "needs-human", none, outcomes),
        Case(
            "QL-OUT-01", v, "needs-human", {**no_prose, f"{AT[v]}/criteria": {"narrative": "Do it"}}, outcomes
        ),
        Case("QL-OUT-01", v, "fail", no_prose, outcomes),
        Case("QL-OUT-01", v, "fail", {**no_prose, outcomes: [7, None, " "], at: [3, None]}, outcomes),
        Case("QL-OUT-01", v, "needs-human", {**_assured(v), outcomes: REMOVED}, outcomes),
        *[
            Case("QL-OUT-03", v, "pass", _put(v, {"targetName": "K", "targetFramework": one}))
            for one in PUBLIC
        ],
        *[
            Case("QL-OUT-03", v, "partial", _put(v, {"targetName": "K", "targetFramework": one}), at)
            for one in OWN_FRAMEWORKS
        ],
        Case("QL-OUT-03", v, "fail", _assured(v), at),
        Case("QL-OUT-03", v, "partial", _assured(v, OWN), f"{at}/1"),
        Case("QL-OUT-04", v, "fail", _assured(v), at),
        Case("QL-OUT-04", v, "fail", _assured(v, {"targetName": "K"}), f"{at}/1/targetCode"),
        *[
            Case(
                "QL-OUT-05",
                v,
                "partial",
                _put(v, {"targetUrl": f"http://data.europa.eu/esco/{group}"}),
                f"{at}/targetUrl",
                case="group",
            )
            for group in GROUPS
        ],
        Case("QL-OUT-05", v, "not-applicable", _assured(v)),
        Case("QL-OUT-07", v, "not-applicable", {**_assured(v), **_level(v)}),
        Case("QL-OUT-07", v, "pass", {**_level(v), **_put(v, [_proficient(v, "3")])}),
        Case("QL-OUT-02", v, "pass"),
        Case("QL-OUT-02", v, "pass", _put(v, OWN)),
        Case("QL-OUT-02", v, "not-applicable", {at: REMOVED}),
        Case("QL-OUT-02", v, "not-applicable", {at: []}),
        Case("QL-OUT-02", v, "partial", _put(v, {"targetName": "Ties knots"}), f"{at}/targetUrl"),
        Case("QL-OUT-02", v, "partial", _put(v, [OWN, {"targetName": "Knots"}]), f"{at}/1/targetUrl"),
        Case(
            "QL-OUT-02",
            v,
            "fail",
            _put(v, [{"targetName": "K", "targetUrl": "skills/1"}]),
            f"{at}/0/targetUrl",
        ),
        Case("QL-OUT-02", v, "fail", _put(v, [{"targetName": "K", "targetUrl": 7}]), f"{at}/0/targetUrl"),
        Case(
            "QL-OUT-02",
            v,
            "fail",
            _put(v, [{"targetUrl": ESCO}, {"targetName": "K"}]),
            f"{at}/0/targetName",
            case="unnamed",
        ),
        Case("QL-OUT-02", v, "fail", _put(v, "Ties knots"), at, case=""),
        Case("QL-OUT-03", v, "pass"),
        Case("QL-OUT-03", v, "pass", _put(v, [OWN, {"targetName": "K", "targetFramework": "DigComp 2.2"}])),
        Case("QL-OUT-03", v, "pass", _put(v, {"targetName": "K", "targetUrl": ESCO})),
        Case(
            "QL-OUT-03", v, "pass", _put(v, {"targetName": "K", "targetUrl": "https://www.coe.int/en/web/x"})
        ),
        Case("QL-OUT-03", v, "partial", _put(v, [OWN]), f"{at}/0"),
        Case(
            "QL-OUT-03",
            v,
            "partial",
            _put(
                v,
                {
                    "targetName": "K",
                    "targetUrl": "https://data.europa.eu/snb/x",
                    "targetFramework": "Showcase",
                },
            ),
            at,
        ),
        Case("QL-OUT-03", v, "partial", _put(v, {"targetUrl": "https://notcoe.int/"}), at),
        Case("QL-OUT-03", v, "fail", {at: REMOVED}, at),
        Case("QL-OUT-03", v, "fail", _put(v, [EQF]), at),
        Case("QL-OUT-04", v, "pass"),
        Case("QL-OUT-04", v, "pass", _put(v, {"targetFramework": "Ours", "targetCode": 12})),
        Case("QL-OUT-04", v, "partial", _put(v, [OWN, {"targetCode": "H1"}]), f"{at}/1/targetFramework"),
        Case("QL-OUT-04", v, "partial", _put(v, {"targetFramework": "ESCO"}), f"{at}/targetCode"),
        Case("QL-OUT-04", v, "fail", _put(v, [{"targetName": "K"}]), f"{at}/0/targetCode"),
        Case("QL-OUT-04", v, "fail", {at: REMOVED}, at),
        Case("QL-OUT-05", v, "pass"),
        Case("QL-OUT-05", v, "pass", _put(v, {"targetUrl": ESCO.replace("skill", "occupation")})),
        Case("QL-OUT-05", v, "not-applicable", _put(v, [OWN])),
        Case("QL-OUT-05", v, "not-applicable", {at: REMOVED}),
        Case(
            "QL-OUT-05",
            v,
            "partial",
            _put(v, [{"targetUrl": "https://esco.ec.europa.eu/en/classification/skill?uri=x"}]),
            f"{at}/0/targetUrl",
        ),
        Case(
            "QL-OUT-05",
            v,
            "partial",
            _put(v, {"targetUrl": "https://ec.europa.eu/esco/portal"}),
            f"{at}/targetUrl",
        ),
        Case(
            "QL-OUT-05",
            v,
            "fail",
            _put(v, {"targetUrl": "http://data.europa.eu/esco/skill/7"}),
            f"{at}/targetUrl",
        ),
        Case("QL-OUT-05", v, "fail", _put(v, {"targetFramework": "ESCO v1.2"}), f"{at}/targetUrl"),
        Case(
            "QL-OUT-05", v, "fail", _put(v, {"targetFramework": "ESCO", "targetUrl": None}), f"{at}/targetUrl"
        ),
        Case("QL-OUT-06", v, "needs-human", {}, outcomes, case=""),
        Case("QL-OUT-06", v, "needs-human", {outcomes: ["Understands tides"]}, outcomes, case="vague"),
        Case("QL-OUT-06", v, "needs-human", {outcomes: ["Žino potvynių laiką"]}, outcomes, case="vague"),
        Case("QL-OUT-06", v, "needs-human", {outcomes: ["Knowledgeably plans"]}, outcomes, case=""),
        Case("QL-OUT-06", v, "not-applicable", {outcomes: REMOVED}),
        Case("QL-OUT-07", v, "pass"),
        Case("QL-OUT-07", v, "pass", {**_level(v), **_put(v, [OWN, EQF])}),
        Case("QL-OUT-07", v, "pass", {**_level(v), **_put(v, {**OWN, "proficiencyLevel": 5})}),
        Case("QL-OUT-07", v, "not-applicable", {**_level(v), **_put(v, [{"targetUrl": ESCO}])}),
        Case("QL-OUT-07", v, "not-applicable", {**_level(v), at: REMOVED}),
        Case("QL-OUT-07", v, "fail", {**_level(v), **_put(v, [OWN])}, f"{EXT}/level" if v == "2.0" else at),
        Case("QL-OUT-08", v, "pass"),
        Case("QL-OUT-08", v, "pass", _claims(v, 25, hours=28)),
        Case("QL-OUT-08", v, "pass", _claims(v, 9)),
        Case("QL-OUT-08", v, "pass", _claims(v, 10, hours=11)),
        Case("QL-OUT-08", v, "partial", _claims(v, 10, hours=10.9), at),
        *[
            Case("QL-OUT-06", v, "needs-human", {outcomes: [said]}, outcomes, case=case)
            for words, case in ((CLEAR, ""), (VAGUE, "vague"))
            for said in words
        ],
        Case("QL-OUT-08", v, "pass", _claims(v, 20, ects=1)),
        Case("QL-OUT-08", v, "partial", _claims(v, 20, hours=10), at),
        Case("QL-OUT-08", v, "partial", _claims(v, 10), at),
        Case("QL-OUT-08", v, "partial", {**_claims(v, 12), at: REMOVED}, outcomes),
    ]

RESULT = "/credentialSubject/result"
DESCRIBED = "urn:uuid:c1e9d7b0-58a9-4c39-9c68-5f0f6f5f0001"
TRUSTED = {"profile": "trusted"}
RUBRIC = {
    "id": "urn:x:rubric",
    "type": ["ResultDescription"],
    "name": "Rubric",
    "resultType": "RubricCriterionLevel",
    "rubricCriterionLevel": [{"id": "urn:x:high", "type": ["RubricCriterionLevel"], "name": "High"}],
}
LEVELLED = {f"{ACH}/resultDescription": [RUBRIC]}


def _result(**members: Any) -> dict[str, Any]:
    return {RESULT: [{"type": ["Result"], **members}]}


CASES += [
    Case("QL-OUT-07", "3.0", "pass", {**LEVELLED, **_put("3.0", [OWN])}),
    Case(
        "QL-OUT-07",
        "3.0",
        "pass",
        {f"{ACH}/resultDescription": {"resultType": "PerformanceLevel"}, **_put("3.0", OWN)},
    ),
    Case("QL-OUT-09", "3.0", "not-applicable"),
    Case("QL-OUT-09", "3.0", "not-applicable", {RESULT: []}),
    Case("QL-OUT-09", "3.0", "pass", _result(resultDescription=DESCRIBED, status="Completed")),
    Case("QL-OUT-09", "3.0", "pass", {RESULT: {"resultDescription": DESCRIBED, "status": "Completed"}}),
    Case(
        "QL-OUT-09",
        "3.0",
        "pass",
        LEVELLED | _result(resultDescription="urn:x:rubric", achievedLevel="urn:x:high"),
    ),
    Case(
        "QL-OUT-09",
        "3.0",
        "pass",
        {f"{ACH}/resultDescription/-": RUBRIC}
        | _result(resultDescription=DESCRIBED, status="Completed", achievedLevel="urn:x:high"),
    ),
    Case("QL-OUT-09", "3.0", "pass", _result(value="8")),
    Case("QL-OUT-09", "3.0", "pass", LEVELLED | _result(achievedLevel="urn:x:high")),
    Case("QL-OUT-09", "3.0", "fail", _result(), f"{RESULT}/0/resultDescription", case="unlinked"),
    Case("QL-OUT-09", "3.0", "fail", _result(value=" "), f"{RESULT}/0/resultDescription", case="unlinked"),
    Case(
        "QL-OUT-09",
        "3.0",
        "fail",
        _result(achievedLevel="urn:x:no"),
        f"{RESULT}/0/achievedLevel",
        case="level",
    ),
    Case("QL-OUT-09", "3.0", "pass", _result(resultDescription=DESCRIBED, status="Completed"), given=TRUSTED),
    Case("QL-OUT-09", "3.0", "pass", _result(value=8), given=TRUSTED),
    Case("QL-OUT-09", "3.0", "fail", {}, RESULT, TRUSTED, case="none"),
    Case("QL-OUT-09", "3.0", "fail", {RESULT: []}, RESULT, TRUSTED, case="none"),
    Case("QL-OUT-09", "3.0", "fail", {RESULT: ["8"]}, RESULT, TRUSTED, case="none"),
    Case("QL-OUT-09", "3.0", "fail", _result(resultDescription=DESCRIBED), RESULT, TRUSTED, case="none"),
    Case("QL-OUT-09", "2.0", "not-applicable", given=TRUSTED),
    Case(
        "QL-OUT-09",
        "3.0",
        "fail",
        _result(resultDescription="urn:x:no"),
        f"{RESULT}/0/resultDescription",
        case="",
    ),
    Case(
        "QL-OUT-09", "3.0", "fail", _result(resultDescription=["x"]), f"{RESULT}/0/resultDescription", case=""
    ),
    Case("QL-OUT-09", "3.0", "fail", {RESULT: ["8"]}, f"{RESULT}/0", case=""),
    Case("QL-OUT-09", "3.0", "fail", {RESULT: "8"}, RESULT),
    Case(
        "QL-OUT-09", "3.0", "fail", _result(resultDescription=DESCRIBED), f"{RESULT}/0/status", case="status"
    ),
    Case(
        "QL-OUT-09",
        "3.0",
        "fail",
        LEVELLED | _result(resultDescription="urn:x:rubric", achievedLevel="urn:x:low"),
        f"{RESULT}/0/achievedLevel",
        case="level",
    ),
]
