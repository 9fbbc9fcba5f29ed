"""Cases of the rules on language."""

from __future__ import annotations

from support.rule_cases.case import REMOVED, Case

AT = {"2.0": "/badge", "3.0": "/credentialSubject/achievement"}
MEMBER = {"2.0": "@language", "3.0": "inLanguage"}
LEARNING = {
    "2.0": "/badge/extensions:qualityMetadata/languageOfLearning",
    "3.0": "/credentialSubject/achievement/languageOfLearning",
}

CASES: list[Case] = []
for v in ("2.0", "3.0"):
    tag, related = f"{AT[v]}/{MEMBER[v]}", f"{AT[v]}/related"
    CASES += [
        Case("QL-LNG-01", v, "pass"),
        Case("QL-LNG-01", v, "fail", {tag: REMOVED}, tag),
        Case("QL-LNG-01", v, "fail", {tag: " "}, tag),
        Case("QL-LNG-01", v, "fail", {tag: 7}, tag),
        Case("QL-LNG-02", v, "pass"),
        Case("QL-LNG-02", v, "pass", {tag: "lt-LT"}),
        Case("QL-LNG-02", v, "partial", {tag: "iw"}, tag),
        Case("QL-LNG-02", v, "partial", {tag: "i-klingon"}, tag),
        Case("QL-LNG-02", v, "fail", {tag: "English"}, tag),
        Case("QL-LNG-02", v, "fail", {tag: "en_GB"}, tag),
        Case("QL-LNG-02", v, "fail", {tag: ["en"]}, tag),
        Case("QL-LNG-02", v, "not-applicable", {tag: REMOVED}),
        Case("QL-LNG-02", v, "not-applicable", {tag: None}),
        Case("QL-LNG-03", v, "pass"),
        Case("QL-LNG-03", v, "pass", {related: {"id": "https://academy.example/lt", MEMBER[v]: "lt"}}),
        Case("QL-LNG-03", v, "fail", {related: REMOVED}, related),
        Case(
            "QL-LNG-03",
            v,
            "fail",
            {related: [{"id": "https://academy.example/en", MEMBER[v]: "EN"}]},
            related,
        ),
        Case(
            "QL-LNG-03",
            v,
            "fail",
            {related: ["https://academy.example/lt", {MEMBER[v]: "lt"}, None]},
            related,
        ),
        Case("QL-LNG-04", v, "pass"),
        Case("QL-LNG-04", v, "fail", {LEARNING[v]: REMOVED}, LEARNING[v]),
        Case("QL-LNG-04", v, "fail", {LEARNING[v]: {"en": 1}}, LEARNING[v]),
        Case("QL-LNG-05", v, "needs-human", {}, f"{AT[v]}/description"),
        Case("QL-LNG-05", v, "needs-human", {f"{AT[v]}/description": 7}, f"{AT[v]}/description"),
    ]
