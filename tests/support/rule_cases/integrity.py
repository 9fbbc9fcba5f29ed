from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import qualitybadge as qb
from support import signed2
from support.rule_cases.badges import GOOD_2, GOOD_3
from support.rule_cases.case import REMOVED, Case, edited
from support.rule_cases.proofs import (
    by_another,
    by_fragment,
    draft_1_1,
    hosted_elsewhere,
    nobody_vouches,
    offline_2,
    signed_1_1,
    signed_2,
    signed_by,
    tampered_3,
    unchecked,
    with_proof,
    with_suite,
)
from support.rule_cases.verified import HOSTED, ISSUERS, hosted_2, judged, verified_3

ACHIEVEMENT = "/credentialSubject/achievement"
CONTEXTS = GOOD_3["@context"]
METADATA = "/badge/extensions:qualityMetadata"
FOREIGN = "https://terms.example/context.json"
SCHEMA = "https://terms.example/schema.json"
EXTENSION = {"@context": FOREIGN, "type": ["Extension", "extensions:Term"], "term": "x"}
WITH_FOREIGN_3 = {"/@context/-": FOREIGN}
WITH_FOREIGN_2 = {"/badge/extensions:term": EXTENSION}
AT_FOREIGN_3 = f"/@context/{len(CONTEXTS)}"
AT_FOREIGN_2 = "/badge/extensions:term/@context"
SOUND = {"@context": {"term": "https://terms.example/vocab#term"}}
MISSPELT = {"@context": {"term": "https://tersm.example/vocab#term"}}
MANY = [*CONTEXTS, *[f"https://terms.example/{n}" for n in range(200)]]


def served(**answers: Any) -> dict[str, Any]:
    """Return the argument of `assess` that lets the foreign files be asked for."""
    named = {"context": FOREIGN, "schema": SCHEMA, "other": f"{SCHEMA}2"}
    return {"fetcher": qb.StaticFetcher({named[name]: answer for name, answer in answers.items()})}


def schemas(*names: str) -> dict[str, Any]:
    entries = [{"id": name, "type": "1EdTechJsonSchemaValidator2019"} for name in names]
    return {"/credentialSchema": entries}


def level_of_another(level: str = "urn:x:high") -> dict[str, Any]:
    """A result whose level is one of another result description, as the complete example of the standard has it."""
    described = {
        "id": "urn:x:rubric",
        "type": ["ResultDescription"],
        "name": "Rubric",
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [{"id": "urn:x:high", "type": ["RubricCriterionLevel"], "name": "High"}],
    }
    other = {**described, "id": "urn:x:grade", "resultType": "LetterGrade"}
    del other["rubricCriterionLevel"]
    return {
        f"{ACHIEVEMENT}/resultDescription": [other, described],
        "/credentialSubject/result": [
            {"type": ["Result"], "resultDescription": "urn:x:grade", "achievedLevel": level}
        ],
    }


CASES: list[Case] = [
    Case("QL-INT-01", "3.0", "pass"),
    Case("QL-INT-01", "3.0", "pass", item=verified_3),
    Case("QL-INT-01", "3.0", "pass", {"/id": REMOVED, "/validFrom": REMOVED}),
    Case("QL-INT-01", "3.0", "pass", item=lambda: GOOD_3["credentialSubject"]["achievement"]),
    Case("QL-INT-01", "3.0", "fail", {f"{ACHIEVEMENT}/name": 5}, f"{ACHIEVEMENT}/name"),
    Case("QL-INT-01", "3.0", "fail", {"/id": 5}, "/id"),
    Case(
        "QL-INT-01",
        "3.0",
        "fail",
        pointer="/description",
        item=lambda: {
            "name": "Tides",
            "criteria": {"narrative": "x"},
            "id": "urn:x:1",
            "type": ["Achievement"],
        },
    ),
    Case(
        "QL-INT-01",
        "3.0",
        "fail",
        pointer="/awardedDate",
        item=lambda: judged(edited("3.0", {"/awardedDate": 1})),
    ),
    Case("QL-INT-01", "3.0", "not-checked", pointer="", item=lambda: unchecked(verified_3(), "conformance")),
    Case(
        "QL-INT-01",
        "3.0",
        "fail",
        pointer="/type",
        item=lambda: {"name": "Tides", "criteria": {"narrative": "x"}, "description": "x"},
    ),
    Case("QL-INT-01", "2.0", "pass"),
    Case("QL-INT-01", "2.0", "pass", item=hosted_2),
    Case("QL-INT-01", "2.0", "pass", item=lambda: GOOD_2["badge"]),
    Case("QL-INT-01", "2.0", "pass", WITH_FOREIGN_2),
    Case("QL-INT-01", "2.0", "fail", {"/badge/name": 5}, "/badge/name"),
    Case("QL-INT-01", "2.0", "fail", {"/@context": 5}, ""),
    Case("QL-INT-01", "2.0", "fail", pointer="/badge/name", item=lambda: hosted_2({"/badge/name": REMOVED})),
    Case(
        "QL-INT-01",
        "2.0",
        "not-checked",
        pointer="",
        item=lambda: hosted_2(served={ISSUERS["2.0"]: qb.Response(status=503)}),
    ),
    Case("QL-INT-01", "3.0", "pass", level_of_another()),
    Case(
        "QL-INT-01",
        "3.0",
        "fail",
        pointer="/credentialSubject/result/0/achievedLevel",
        item=lambda: judged(edited("3.0", level_of_another())),
    ),
    Case(
        "QL-INT-01",
        "3.0",
        "fail",
        level_of_another("urn:x:none"),
        "/credentialSubject/result/0/achievedLevel",
    ),
    Case("QL-INT-02", "3.0", "pass"),
    Case("QL-INT-02", "3.0", "pass", item=verified_3),
    Case("QL-INT-02", "3.0", "fail", {"/@context": [CONTEXTS[1], CONTEXTS[0]]}, "/@context/0"),
    Case("QL-INT-02", "3.0", "fail", {"/@context": CONTEXTS[:1]}, "/@context"),
    Case("QL-INT-02", "3.0", "fail", {"/@context": CONTEXTS[1]}, "/@context"),
    Case("QL-INT-02", "3.0", "fail", {"/@context": [CONTEXTS[0], {"x": "urn:x:1"}]}, "/@context/1"),
    Case("QL-INT-02", "3.0", "fail", {"/@context": REMOVED}, "/@context"),
    Case("QL-INT-02", "3.0", "partial", WITH_FOREIGN_3, AT_FOREIGN_3),
    Case("QL-INT-02", "3.0", "partial", {"/@context/-": {"x": "urn:x:1"}}, AT_FOREIGN_3),
    Case("QL-INT-02", "2.0", "pass"),
    Case("QL-INT-02", "2.0", "pass", item=hosted_2),
    Case("QL-INT-02", "2.0", "pass", {"/@context": ["http://w3id.org/openbadges/v2/"]}),
    Case("QL-INT-02", "2.0", "fail", {"/@context": [5]}, "/@context/0"),
    Case("QL-INT-02", "2.0", "fail", {"/@context": FOREIGN}, "/@context"),
    Case("QL-INT-02", "2.0", "partial", {"/@context": [GOOD_2["@context"], FOREIGN]}, "/@context/1"),
    Case("QL-INT-02", "2.0", "partial", WITH_FOREIGN_2, AT_FOREIGN_2),
    Case("QL-INT-03", "3.0", "not-applicable"),
    Case("QL-INT-03", "3.0", "pass", item=verified_3),
    Case("QL-INT-03", "3.0", "pass", item=by_fragment),
    Case("QL-INT-03", "3.0", "fail", pointer="/proof", item=tampered_3),
    Case("QL-INT-03", "3.0", "fail", pointer="", item=lambda: judged(edited("3.0", {}))),
    Case("QL-INT-03", "3.0", "not-checked", pointer="/proof", item=lambda: verified_3(served={})),
    Case("QL-INT-03", "2.0", "not-applicable"),
    Case("QL-INT-03", "2.0", "pass", item=hosted_2),
    Case("QL-INT-03", "2.0", "pass", item=signed_2),
    Case("QL-INT-03", "2.0", "fail", pointer="/id", item=hosted_elsewhere),
    Case("QL-INT-03", "2.0", "fail", pointer="", item=lambda: signed_2(signature=b"0" * 256)),
    Case("QL-INT-03", "2.0", "not-checked", pointer="", item=offline_2),
    Case("QL-INT-04", "3.0", "not-applicable"),
    Case("QL-INT-04", "3.0", "pass", item=verified_3),
    Case("QL-INT-04", "3.0", "partial", pointer="/proof/verificationMethod", item=by_fragment),
    Case("QL-INT-04", "3.0", "partial", pointer="", item=lambda: by_fragment(qb.Policy.compatible())),
    Case("QL-INT-04", "3.0", "fail", pointer="/proof/verificationMethod", item=by_another),
    Case(
        "QL-INT-04",
        "3.0",
        "not-checked",
        pointer="/proof/verificationMethod",
        item=lambda: verified_3(served={}),
    ),
    Case("QL-INT-04", "3.0", "not-checked", pointer="", item=lambda: judged(edited("3.0", {}))),
    Case("QL-INT-04", "2.0", "not-applicable", item=hosted_2),
    Case("QL-INT-04", "2.0", "pass", item=signed_2),
    Case("QL-INT-04", "2.0", "partial", pointer="", item=nobody_vouches),
    Case(
        "QL-INT-04",
        "2.0",
        "fail",
        pointer="/badge/issuer/publicKey",
        item=lambda: signed_2(
            web_of=signed2.school(signed2.key(owner="https://elsewhere.example/issuer.json"))
        ),
    ),
    Case(
        "QL-INT-04",
        "2.0",
        "not-checked",
        pointer="/badge/issuer/publicKey",
        item=lambda: signed_2(web_of=signed2.school(served={signed2.KEY: qb.Response(status=503)})),
    ),
    Case("QL-INT-05", "3.0", "not-applicable"),
    Case("QL-INT-05", "3.0", "pass", item=verified_3),
    Case("QL-INT-05", "3.0", "partial", pointer="/proof", item=lambda: with_suite("eddsa-2022")),
    Case("QL-INT-05", "3.0", "partial", pointer="/proof", item=lambda: with_suite("ecdsa-2019")),
    Case(
        "QL-INT-05",
        "3.0",
        "fail",
        pointer="/proof",
        item=lambda: verified_3(policy=qb.Policy(algorithms=frozenset({"ES256"}))),
    ),
    Case("QL-INT-05", "3.0", "fail", pointer="", item=lambda: judged(edited("3.0", {})), case="none"),
    Case("QL-INT-05", "3.0", "fail", pointer="/proof/0", item=lambda: with_proof(["signed"]), case="none"),
    Case("QL-INT-05", "3.0", "not-checked", pointer="/proof", item=lambda: with_suite("bbs-2023")),
    Case("QL-INT-05", "2.0", "not-applicable", item=hosted_2),
    Case("QL-INT-05", "2.0", "pass", item=signed_2),
    Case("QL-INT-05", "2.0", "partial", pointer="", item=lambda: signed_by("P-256"), case="interop"),
    Case(
        "QL-INT-05",
        "2.0",
        "fail",
        pointer="/alg",
        item=lambda: signed_2(policy=qb.Policy(algorithms=frozenset({"ES256"}))),
        case="2.0",
    ),
    Case("QL-INT-05", "2.0", "not-checked", pointer="/proof", item=lambda: replace(signed_2(), form="JWS")),
    Case("QL-INT-06", "3.0", "pass"),
    Case("QL-INT-06", "3.0", "pass", item=verified_3),
    Case("QL-INT-06", "3.0", "pass", item=lambda: GOOD_3["credentialSubject"]["achievement"]),
    Case("QL-INT-06", "3.0", "partial", WITH_FOREIGN_3, AT_FOREIGN_3),
    Case(
        "QL-INT-06",
        "3.0",
        "partial",
        pointer=AT_FOREIGN_3,
        item=lambda: judged(edited("3.0", WITH_FOREIGN_3)),
    ),
    Case("QL-INT-06", "3.0", "fail", {"/credentialSubject/rank": "high"}, "/credentialSubject/rank"),
    Case(
        "QL-INT-06",
        "3.0",
        "fail",
        pointer="/credentialSubject/rank",
        item=lambda: judged(edited("3.0", {"/credentialSubject/rank": "high"})),
    ),
    Case("QL-INT-06", "3.0", "not-checked", {"/@context": MANY}, "/@context"),
    Case("QL-INT-06", "2.0", "not-checked", pointer="", item=offline_2, case="unobtained"),
    Case("QL-INT-06", "2.0", "pass"),
    Case("QL-INT-06", "2.0", "pass", item=hosted_2),
    Case("QL-INT-06", "2.0", "pass", item=signed_2),
    Case("QL-INT-06", "2.0", "pass", item=draft_1_1, given={"draft": True}),
    Case("QL-INT-06", "2.0", "pass", item=signed_1_1),
    Case("QL-INT-06", "2.0", "partial", WITH_FOREIGN_2, AT_FOREIGN_2),
    Case("QL-INT-06", "2.0", "partial", {f"{METADATA}/rank": "high"}, f"{METADATA}/rank"),
    Case(
        "QL-INT-06",
        "2.0",
        "partial",
        pointer=f"{METADATA}/rank",
        item=lambda: hosted_2({f"{METADATA}/rank": 1}),
    ),
    Case("QL-INT-06", "2.0", "fail", {"/badge/rank": "high"}, "/badge/rank"),
    Case("QL-INT-06", "2.0", "fail", {"/badge/alignment/0/rank": 1}, "/badge/alignment/0/rank"),
    Case("QL-INT-06", "2.0", "fail", pointer="/badge/rank", item=lambda: hosted_2({"/badge/rank": "high"})),
    Case(
        "QL-INT-06",
        "2.0",
        "not-checked",
        {"/@context": [GOOD_2["@context"], *MANY]},
        "",
    ),
    Case("QL-INT-07", "3.0", "not-applicable", {"/@context": CONTEXTS[:2]}),
    Case("QL-INT-07", "3.0", "pass"),
    Case(
        "QL-INT-07",
        "3.0",
        "pass",
        schemas("https://qualitybadge.example/schemas/quality/metadata-ob3/1.json"),
    ),
    Case("QL-INT-07", "3.0", "pass", WITH_FOREIGN_3, given=served(context=SOUND)),
    Case("QL-INT-07", "3.0", "pass", {"/@context/-": {"x": "https://terms.example/x"}}),
    Case("QL-INT-07", "3.0", "not-checked", WITH_FOREIGN_3, AT_FOREIGN_3),
    Case("QL-INT-07", "3.0", "not-checked", WITH_FOREIGN_3, AT_FOREIGN_3, served()),
    Case("QL-INT-07", "3.0", "partial", WITH_FOREIGN_3, AT_FOREIGN_3, served(context=MISSPELT), case="host"),
    Case(
        "QL-INT-07",
        "3.0",
        "partial",
        {
            "/@context/-": {
                "x": "https://terms.example/x",
                "y": "https://terms.example/y",
                "z": "https://terns.example/",
            }
        },
        AT_FOREIGN_3,
        case="host",
    ),
    Case(
        "QL-INT-07",
        "3.0",
        "partial",
        schemas(SCHEMA, f"{SCHEMA}2"),
        "/credentialSchema/1",
        served(schema={"$id": SCHEMA}, other={"$id": SCHEMA}),
        case="id",
    ),
    Case("QL-INT-07", "3.0", "pass", schemas(SCHEMA), given=served(schema={"$id": SCHEMA})),
    Case("QL-INT-07", "3.0", "fail", WITH_FOREIGN_3, AT_FOREIGN_3, served(context=b"{'@context'}")),
    Case("QL-INT-07", "3.0", "fail", WITH_FOREIGN_3, AT_FOREIGN_3, served(context={"term": "x"})),
    Case("QL-INT-07", "3.0", "fail", WITH_FOREIGN_3, AT_FOREIGN_3, served(context=qb.Response(status=410))),
    Case("QL-INT-07", "2.0", "pass"),
    Case("QL-INT-07", "2.0", "pass", item=hosted_2),
    Case(
        "QL-INT-07",
        "2.0",
        "not-applicable",
        {
            METADATA: REMOVED,
            "/badge/issuer/extensions:qualityMetadata": REMOVED,
            **{
                f"/badge/{name}": REMOVED
                for name in GOOD_2["badge"]
                if name.startswith("extensions:") and name != "extensions:qualityMetadata"
            },
            **{f"/{name}": REMOVED for name in GOOD_2 if name.startswith("extensions:")},
        },
    ),
    Case("QL-INT-07", "2.0", "not-checked", WITH_FOREIGN_2, AT_FOREIGN_2),
    Case("QL-INT-07", "2.0", "partial", WITH_FOREIGN_2, AT_FOREIGN_2, served(context=MISSPELT), case="host"),
    Case("QL-INT-07", "2.0", "fail", WITH_FOREIGN_2, AT_FOREIGN_2, served(context=b"no json")),
    Case("QL-INT-08", "3.0", "pass"),
    Case("QL-INT-08", "3.0", "partial", schemas(SCHEMA), "/credentialSchema"),
    Case("QL-INT-08", "3.0", "partial", {"/credentialSchema": 5}, "/credentialSchema"),
    Case("QL-INT-08", "3.0", "fail", {"/credentialSchema": REMOVED}, "/credentialSchema"),
    Case("QL-INT-08", "2.0", "not-applicable"),
    Case("QL-INT-09", "2.0", "not-applicable"),
    Case("QL-INT-09", "2.0", "not-applicable", item=signed_2),
    Case("QL-INT-09", "2.0", "pass", item=hosted_2),
    Case("QL-INT-09", "2.0", "fail", pointer="/id", item=hosted_elsewhere),
    Case("QL-INT-09", "2.0", "not-checked", pointer="", item=offline_2),
    Case("QL-INT-09", "3.0", "not-applicable", item=verified_3),
    Case("QL-INT-10", "3.0", "pass"),
    Case("QL-INT-10", "3.0", "pass", {f"{ACHIEVEMENT}/id": "urn:uuid:0a0b0c0d-0000-4000-8000-000000000002"}),
    Case("QL-INT-10", "3.0", "fail", {f"{ACHIEVEMENT}/id": REMOVED}, f"{ACHIEVEMENT}/id", case=""),
    Case("QL-INT-10", "3.0", "fail", {f"{ACHIEVEMENT}/id": "tides"}, f"{ACHIEVEMENT}/id", case=""),
    Case("QL-INT-10", "3.0", "fail", {f"{ACHIEVEMENT}/id": GOOD_3["id"]}, f"{ACHIEVEMENT}/id", case="award"),
    Case("QL-INT-10", "2.0", "pass"),
    Case("QL-INT-10", "2.0", "fail", {"/badge/id": 7}, "/badge/id"),
    Case(
        "QL-INT-10",
        "2.0",
        "fail",
        {"/id": HOSTED, "/badge/id": f"{HOSTED}#badge"},
        "/badge/id",
        case="award",
    ),
    Case("QL-INT-11", "3.0", "pass"),
    Case("QL-INT-11", "3.0", "fail", {f"{ACHIEVEMENT}/image/alt": "x"}, f"{ACHIEVEMENT}/image/alt"),
    Case(
        "QL-INT-11",
        "3.0",
        "fail",
        {"/credentialSubject/identifier/0/a~1b": "x"},
        "/credentialSubject/identifier/0/a~1b",
    ),
    Case(
        "QL-INT-11", "3.0", "fail", {"/issuer/otherIdentifier/0/name": "x"}, "/issuer/otherIdentifier/0/name"
    ),
    Case(
        "QL-INT-11",
        "3.0",
        "not-applicable",
        {
            f"{ACHIEVEMENT}/image": REMOVED,
            "/issuer/image": 5,
            "/issuer/otherIdentifier": ["x"],
            "/credentialSubject/identifier": REMOVED,
        },
    ),
    Case("QL-INT-11", "2.0", "pass"),
    Case("QL-INT-11", "2.0", "pass", item=hosted_2),
    Case("QL-INT-11", "2.0", "not-checked", pointer="", item=offline_2),
    Case("QL-INT-11", "2.0", "pass", item=lambda: json.dumps(GOOD_2)),
    Case("QL-INT-11", "2.0", "fail", {METADATA: "formal"}, METADATA),
    Case("QL-INT-11", "2.0", "fail", {f"{METADATA}/type": "QualityMetadata"}, f"{METADATA}/type"),
    Case("QL-INT-11", "2.0", "fail", {f"{METADATA}/@context": REMOVED}, f"{METADATA}/@context"),
    Case(
        "QL-INT-11",
        "2.0",
        "not-applicable",
        item=lambda: {
            **json.loads(json.dumps(GOOD_2["badge"]).replace("extensions:", "x:").replace("Extension", "X"))
        },
    ),
]
