"""Cases of the rules on assessment and evidence."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from qualitybadge import Response, StaticFetcher
from support.rule_cases.case import REMOVED, Case

PLACE = {"2.0": "/badge/extensions:qualityMetadata", "3.0": "/credentialSubject/achievement"}
RESULTS = "/credentialSubject/achievement/resultDescription"
EXAM = "/badge/extensions:AssessmentExtension"
UNSCORED = {"2.0": {EXAM: REMOVED}, "3.0": {RESULTS: REMOVED}}
LINK = "https://academy.example/evidence/1842"


def _answers(status: int, body: bytes = b"plans") -> dict[str, Any]:
    return {"fetcher": StaticFetcher({LINK: Response(status, {}, body)})}


def _bare(version: str, narrative: str = "Be there", kind: str = "Badge") -> dict[str, Any]:
    """Return the changes that leave nothing that asks for evidence, and no evidence."""
    at, owner = PLACE[version], "/badge" if version == "2.0" else PLACE[version]
    return {
        "/evidence": REMOVED,
        f"{at}/task": REMOVED,
        f"{at}/achievementType": kind,
        f"{owner}/criteria": {"narrative": narrative},
    }


CASES: list[Case] = []
for v in ("2.0", "3.0"):
    at = PLACE[v]
    method, verified, steps, kind = (
        f"{at}/assessmentMethod",
        f"{at}/verifiedBy",
        f"{at}/task",
        f"{at}/achievementType",
    )
    unscored, supervision = UNSCORED[v], f"{at}/supervision"
    no_word = {method: REMOVED, **unscored}
    untyped = {**no_word, kind: REMOVED}
    alignment = "/badge/alignment" if v == "2.0" else f"{at}/alignment"
    evidence = {"name": "Plans", **({"type": ["Evidence"]} if v == "3.0" else {})}
    CASES += [
        Case("QL-ASM-01", v, "pass"),
        Case("QL-ASM-01", v, "pass", {**unscored, method: "Portfolio"}),
        Case("QL-ASM-01", v, "pass", {**unscored, method: "none (participation)"}),
        Case("QL-ASM-01", v, "partial", {**unscored, method: "a chat at the quay"}, method),
        Case("QL-ASM-01", v, "pass", {**unscored, method: ["testing", "Portfolio"]}),
        Case("QL-ASM-01", v, "pass", {**unscored, method: "testing, observation; portfolio"}),
        Case("QL-ASM-01", v, "partial", {**unscored, method: ["testing", "a chat"]}, method),
        Case("QL-ASM-01", v, "partial", {**unscored, method: "testing, a chat"}, method),
        Case(
            "QL-ASM-01", v, "fail", {method: ["testing", "none"]}, method, {"profile": "skill"}, case="none"
        ),
        Case("QL-ASM-01", v, "fail", no_word, method),
        Case("QL-ASM-01", v, "fail", {**unscored, method: 7}, method),
        Case("QL-ASM-02", v, "pass"),
        Case("QL-ASM-02", v, "pass", {verified: "External expert"}),
        Case("QL-ASM-02", v, "pass", {verified: "Organizer"}),
        Case("QL-ASM-02", v, "pass", {verified: ["peer", "organiser"], steps: REMOVED}),
        Case("QL-ASM-02", v, "pass", {verified: REMOVED, f"{steps}/0/verifiedBy": "peer, organiser"}),
        Case("QL-ASM-02", v, "partial", {verified: ["peer", "the harbour master"]}, verified),
        Case("QL-ASM-02", v, "pass", {verified: REMOVED}),
        Case("QL-ASM-02", v, "partial", {verified: "the harbour master"}, verified),
        Case("QL-ASM-02", v, "partial", {verified: REMOVED, f"{steps}/1/verifiedBy": REMOVED}, verified),
        Case("QL-ASM-02", v, "fail", {verified: REMOVED, steps: REMOVED}, verified),
        Case("QL-ASM-02", v, "fail", {verified: [7], steps: [7, None]}, verified),
        Case("QL-ASM-03", v, "pass"),
        Case("QL-ASM-03", v, "pass", {"/evidence": {"narrative": "Plans"}}),
        Case("QL-ASM-03", v, "not-applicable", _bare(v)),
        Case(
            "QL-ASM-03", v, "not-applicable", {**_bare(v), steps: [{"description": "x", "evidence": "None"}]}
        ),
        Case("QL-ASM-03", v, "not-applicable", _bare(v, "No evidence is needed")),
        Case("QL-ASM-03", v, "partial", _bare(v, "Hand in evidence of three moorings"), "/evidence", case=""),
        Case("QL-ASM-03", v, "partial", _bare(v, "Pateikite tris įrodymus"), "/evidence", case=""),
        Case("QL-ASM-03", v, "fail", {"/evidence": REMOVED}, "/evidence"),
        Case("QL-ASM-03", v, "fail", {"/evidence": [{}, None, 7]}, "/evidence"),
        Case("QL-ASM-03", v, "not-applicable", _bare(v, kind="Certificate")),
        Case("QL-ASM-03", v, "not-applicable", _bare(v, kind="Competency")),
        Case("QL-ASM-03", v, "fail", _bare(v), "/evidence", {"profile": "skill"}),
        Case("QL-ASM-03", v, "pass", {}, given={"profile": "skill"}),
        Case("QL-ASM-03", v, "fail", {**_bare(v), steps: [{"evidence": "Three plans"}]}, "/evidence"),
        Case("QL-ASM-04", v, "pass"),
        Case("QL-ASM-04", v, "pass", {"/evidence": {"narrative": "Three", **evidence}}),
        Case("QL-ASM-04", v, "partial", {"/evidence": evidence}, "/evidence/id", case="nothing"),
        Case("QL-ASM-04", v, "partial", {"/evidence": [{"id": LINK}]}, "/evidence/0/name", case=""),
        Case("QL-ASM-04", v, "partial", {"/evidence": LINK}, "/evidence/name", case=""),
        Case("QL-ASM-04", v, "fail", {"/evidence": [{"id": LINK}, {"type": ["Evidence"]}]}, "/evidence/1"),
        Case("QL-ASM-04", v, "fail", {"/evidence": [7]}, "/evidence/0"),
        Case("QL-ASM-04", v, "not-applicable", {"/evidence": REMOVED}),
        Case("QL-ASM-05", v, "pass", given=_answers(200)),
        Case("QL-ASM-05", v, "partial", {}, "/evidence/0/id", _answers(403), case=""),
        Case("QL-ASM-05", v, "partial", {}, "/evidence/0/id", _answers(401), case=""),
        Case(
            "QL-ASM-05", v, "partial", {"/evidence/0/id": "http://a.example/1"}, "/evidence/0/id", case="http"
        ),
        Case("QL-ASM-05", v, "fail", {}, "/evidence/0/id", _answers(404)),
        Case(
            "QL-ASM-05",
            v,
            "fail",
            {"/evidence": ["http://a.example/1", LINK]},
            "/evidence/1/id",
            _answers(410),
        ),
        Case("QL-ASM-05", v, "not-checked", {}, "/evidence/0/id", case=""),
        Case("QL-ASM-05", v, "not-checked", {}, "/evidence/0/id", _answers(500), case="unreachable"),
        Case(
            "QL-ASM-05",
            v,
            "not-checked",
            {},
            "/evidence/0/id",
            {"fetcher": StaticFetcher({})},
            case="unreachable",
        ),
        Case(
            "QL-ASM-05",
            v,
            "not-checked",
            {"/evidence": [LINK] * 21},
            "/evidence/20/id",
            _answers(200),
            case="",
        ),
        Case("QL-ASM-05", v, "pass", {"/evidence": [LINK] * 20}, given=_answers(200)),
        Case("QL-ASM-05", v, "not-applicable", {"/evidence": REMOVED}),
        Case("QL-ASM-05", v, "not-applicable", {"/evidence": [{"id": "urn:uuid:1"}, {"id": 7}, "data:,x"]}),
        Case("QL-ASM-07", v, "pass"),
        Case("QL-ASM-08", v, "pass"),
        Case("QL-ASM-08", v, "partial", {supervision: "somebody was there"}, supervision),
        Case("QL-ASM-08", v, "fail", {supervision: REMOVED}, supervision),
        Case("QL-ASM-08", v, "fail", {supervision: True}, supervision),
        Case("QL-ASM-10", v, "pass"),
        Case("QL-ASM-10", v, "pass", {method: REMOVED}),
        Case("QL-ASM-10", v, "pass", {**no_word, kind: "Membership"}),
        Case("QL-ASM-10", v, "pass", {**untyped, alignment: REMOVED, f"{at}/learningOutcome": REMOVED}),
        Case("QL-ASM-10", v, "partial", no_word, method, case=""),
        Case("QL-ASM-10", v, "partial", {**no_word, kind: "Diploma"}, method, case=""),
        Case("QL-ASM-10", v, "partial", untyped, kind, case="untyped"),
        Case("QL-ASM-10", v, "fail", {method: "none"}, method),
        Case("QL-ASM-10", v, "fail", {method: ["none"]}, method),
        Case("QL-ASM-10", v, "pass", {**unscored, method: ["testing", "portfolio"]}),
        Case("QL-ASM-10", v, "fail", {**no_word, "/evidence": REMOVED, kind: "Competency"}, method),
    ]

# Version 2.0: the official extension, the linked class, and two dates.
ASSESSMENT = {"type": ["Exam"], "description": "Oral"}
WORD_2 = f"{PLACE['2.0']}/assessmentMethod"
LINKED = {"/badge": "https://academy.example/ob2/tide-reading.json"}
CASES += [
    Case("QL-ASM-01", "2.0", "pass", {WORD_2: REMOVED}),
    Case("QL-ASM-01", "2.0", "pass", {WORD_2: REMOVED, f"{EXAM}/assessments": ASSESSMENT}),
    Case("QL-ASM-01", "2.0", "partial", {WORD_2: REMOVED, EXAM: {"description": "A chat"}}, EXAM),
    Case("QL-ASM-01", "2.0", "partial", {WORD_2: REMOVED, f"{EXAM}/assessments/0/type": 7}, EXAM),
    Case("QL-ASM-03", "2.0", "partial", {"/evidence": REMOVED, "/badge/evidence": LINK}, "/badge/evidence"),
    Case("QL-ASM-03", "2.0", "not-checked", {"/evidence": REMOVED, **LINKED}, "/badge", case="linked"),
    Case("QL-ASM-03", "2.0", "pass", LINKED),
    Case("QL-ASM-07", "2.0", "pass", {f"{EXAM}/assessments": {"rubrics": {"rubricCriteria": [{}]}}}),
    Case("QL-ASM-07", "2.0", "partial", {f"{EXAM}/assessments": {"rubrics": [{"caseUri": LINK}]}}, EXAM),
    Case("QL-ASM-07", "2.0", "partial", {f"{EXAM}/assessments": {"rubrics": LINK}}, EXAM),
    Case("QL-ASM-07", "2.0", "fail", {EXAM: REMOVED}, EXAM),
    Case("QL-ASM-07", "2.0", "fail", {f"{EXAM}/assessments": [7, {"rubrics": [None]}]}, EXAM),
    Case("QL-ASM-09", "2.0", "not-applicable"),
    Case("QL-ASM-09", "2.0", "not-applicable", given={"draft": False}),
    Case("QL-ASM-09", "2.0", "pass", {"/expires": "2027-01-01T00:00:00Z"}, given={"draft": False}),
    Case("QL-ASM-09", "2.0", "fail", {"/expires": "2025-01-01T00:00:00Z"}, "/expires", {"draft": False}),
]

# Version 3.0: who assessed, results, dates and digests.
METHOD_3, RESULT_0 = f"{PLACE['3.0']}/assessmentMethod", f"{RESULTS}/0"
NOBODY = {f"{PLACE['3.0']}/verifiedBy": REMOVED, f"{PLACE['3.0']}/task": REMOVED}
SUBJECT = "/credentialSubject"
SHA = hashlib.sha256(b"plans").digest()
GOOD_SRI = "sha256-" + base64.b64encode(SHA).decode()
GOOD_MULTIBASE = "u" + base64.urlsafe_b64encode(b"\x12\x20" + SHA).decode().rstrip("=")
SRI, MULTIBASE = "/evidence/0/digestSRI", "/evidence/0/digestMultibase"
CASES += [
    Case("QL-ASM-01", "3.0", "pass", {METHOD_3: REMOVED, f"{RESULT_0}/assessmentType": "Exam"}),
    Case("QL-ASM-01", "3.0", "partial", {METHOD_3: REMOVED, f"{RESULT_0}/description": "A chat"}, RESULTS),
    Case("QL-ASM-02", "3.0", "pass", {**NOBODY, f"{SUBJECT}/source": {"name": "Harbour pilots"}}),
    Case("QL-ASM-02", "3.0", "pass", {**NOBODY, f"{SUBJECT}/source": "did:example:pilots"}),
    Case(
        "QL-ASM-02", "3.0", "fail", {**NOBODY, f"{SUBJECT}/source": {"name": 7}}, f"{PLACE['3.0']}/verifiedBy"
    ),
    Case(
        "QL-ASM-03",
        "3.0",
        "partial",
        {"/evidence": REMOVED, f"{SUBJECT}/evidence": [{"id": LINK}]},
        f"{SUBJECT}/evidence",
        case="misplaced",
    ),
    Case("QL-ASM-04", "3.0", "partial", {"/evidence/0/type": REMOVED}, "/evidence/0/type", case="type"),
    Case("QL-ASM-06", "3.0", "pass"),
    Case("QL-ASM-06", "3.0", "pass", {MULTIBASE: REMOVED, SRI: GOOD_SRI}),
    Case("QL-ASM-06", "3.0", "pass", {SRI: GOOD_SRI, MULTIBASE: GOOD_MULTIBASE}, given=_answers(200)),
    Case("QL-ASM-06", "3.0", "pass", {SRI: GOOD_SRI}, given={"files": {LINK: b"plans"}}),
    Case(
        "QL-ASM-06",
        "3.0",
        "pass",
        {MULTIBASE: REMOVED, "/relatedResource": {"id": LINK, "digestSRI": GOOD_SRI}},
    ),
    Case(
        "QL-ASM-06",
        "3.0",
        "fail",
        {MULTIBASE: REMOVED, "/relatedResource": [7, {"id": LINK, "digestSRI": 7}]},
        "/relatedResource/1/digestSRI",
        case="malformed",
    ),
    Case("QL-ASM-06", "3.0", "fail", {MULTIBASE: REMOVED}, MULTIBASE, case=""),
    Case("QL-ASM-06", "3.0", "fail", {MULTIBASE: "u???"}, MULTIBASE, case="malformed"),
    Case(
        "QL-ASM-06",
        "3.0",
        "fail",
        {MULTIBASE: REMOVED, SRI: GOOD_SRI},
        SRI,
        _answers(200, b"other"),
        case="mismatch",
    ),
    Case(
        "QL-ASM-06",
        "3.0",
        "fail",
        {MULTIBASE: GOOD_MULTIBASE},
        MULTIBASE,
        {"files": {LINK: b""}},
        case="mismatch",
    ),
    Case("QL-ASM-06", "3.0", "not-checked", {MULTIBASE: REMOVED, SRI: "sha3-abcd"}, SRI, case="algorithm"),
    Case(
        "QL-ASM-06",
        "3.0",
        "not-checked",
        {MULTIBASE: REMOVED, SRI: GOOD_SRI},
        SRI,
        _answers(403),
        case="unreachable",
    ),
    Case(
        "QL-ASM-06",
        "3.0",
        "not-checked",
        {SRI: GOOD_SRI},
        SRI,
        {"fetcher": StaticFetcher({})},
        case="unreachable",
    ),
    Case(
        "QL-ASM-06",
        "3.0",
        "not-checked",
        {"/evidence": [{"id": LINK, "digestSRI": GOOD_SRI}] * 21},
        "/evidence/20",
        case="unreachable",
    ),
    Case("QL-ASM-06", "3.0", "pass", {"/evidence": [{"id": LINK, "digestSRI": GOOD_SRI}] * 20}),
    Case("QL-ASM-06", "3.0", "not-applicable", {"/evidence": [{"narrative": "Three plans"}]}),
    Case("QL-ASM-07", "3.0", "pass", {RESULTS: [{}, {"evaluationMethod": "Three of four points"}]}),
    Case(
        "QL-ASM-07", "3.0", "partial", {RESULTS: {"alignment": {"targetType": "CFRubricCriterion"}}}, RESULTS
    ),
    Case(
        "QL-ASM-07",
        "3.0",
        "partial",
        {RESULTS: REMOVED, f"{PLACE['3.0']}/alignment/0/targetType": "CFRubric"},
        RESULTS,
    ),
    Case("QL-ASM-07", "3.0", "fail", {RESULTS: REMOVED}, RESULTS),
    Case("QL-ASM-07", "3.0", "fail", {RESULTS: ["Pass", None]}, RESULTS),
    Case("QL-ASM-09", "3.0", "not-applicable", {"/awardedDate": "2020-01-01T00:00:00Z"}),
    Case("QL-ASM-09", "3.0", "pass", given={"draft": False}),
    Case("QL-ASM-09", "3.0", "pass", {"/awardedDate": "2026-10-15T00:00:00Z"}, given={"draft": False}),
    Case("QL-ASM-09", "3.0", "pass", {"/awardedDate": "soon"}, given={"draft": False}),
    Case(
        "QL-ASM-09", "3.0", "fail", {"/awardedDate": "2026-10-14T23:00:00Z"}, "/awardedDate", {"draft": False}
    ),
    Case(
        "QL-ASM-09",
        "3.0",
        "fail",
        {f"{SUBJECT}/activityEndDate": "2026-08-01T00:00:00Z"},
        f"{SUBJECT}/activityEndDate",
        {"draft": False},
    ),
    Case(
        "QL-ASM-09",
        "3.0",
        "fail",
        {"/awardedDate": REMOVED, "/validFrom": "2026-09-02T00:00:00Z"},
        "/validFrom",
        {"draft": False},
    ),
    Case(
        "QL-ASM-09",
        "3.0",
        "fail",
        {"/expirationDate": "2026-01-01T00:00:00Z"},
        "/expirationDate",
        {"draft": False},
    ),
    Case(
        "QL-ASM-09",
        "3.0",
        "not-applicable",
        {f"{SUBJECT}/activityStartDate": 7, f"{SUBJECT}/activityEndDate": REMOVED},
        given={"draft": False},
    ),
]
