"""Badges for tests: a hand-written one, samples of every kind of value, and documents by chance.

The samples are written by hand and independent of the patterns in the library; the generator walks the
models' members, so that a new member is generated as soon as it is defined.
"""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from qualitybadge.model.members import Member, members_of
from qualitybadge.model.node import Node
from qualitybadge.model.values import Value

VC_2 = "https://www.w3.org/ns/credentials/v2"
VC_1 = "https://www.w3.org/2018/credentials/v1"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
SHA256 = "sha256$" + "0f" * 32
MD5 = "md5$" + "A0" * 16

GOOD: dict[str, list[Any]] = {
    "String": ["a text", "", "Ünïcode ✓", "0", "null", "{}"],
    "Float": [1, 2.5, -3, 0],
    "Boolean": [True, False],
    "Map": [{}, {"a": [1]}],
    "Date": ["1999-10-02", "2000-02-29"],
    "DateTime": ["2026-01-31T09:00:00Z", "2026-01-31T09:00:00", "2026-01-31T09:00:00.25+01:00"],
    "DateTimeZ": [
        "2026-01-31T09:00:00Z",
        "2026-01-31T09:00:00.123456Z",
        "2026-01-31T09:00:00+00:00",
        "2024-02-29T24:00:00-05:30",
        "2016-12-31T23:59:60Z",
    ],
    "URI": [
        "https://academy.example/x?y=1#z",
        "urn:uuid:7b0c8f6e-3e1c-4a56-9f62-0c8d9b1f0a11",
        "did:key:z6MkExample",
        "data:image/png;base64,iVBORw0KGgo=",
        "https://académie.example/ü",
        "a:b",
    ],
    "EmailAddress": ["ada@academy.example", "ä@b"],
    "CountryCode": ["AT", "XX"],
    "LanguageCode": ["en", "de-AT", "zh-Hans-CN", "es-419"],
    "CompactJws": ["e30.e30.c2ln", "e30..c2ln"],
    "AchievementType": ["Badge", "MicroCredential", "ext:Own.Type-1_x"],
    "AlignmentTargetType": ["CTDL", "ceasn:Competency", "ext:ESCO"],
    "IdentifierTypeEnum": ["emailAddress", "name", "ext:BRIN"],
    "ResultType": ["Status", "LetterGrade", "ext:ECTS"],
    "ResultStatusType": ["Completed", "Provisional"],
    "AssociationType": ["isChildOf", "replacedBy"],
    "ContextVc2": [VC_2],
    "ContextVc1": [VC_1],
    "ContextOb3": [
        OB,
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    ],
    "ContextClr2": [CLR, "https://purl.imsglobal.org/spec/clr/v2p0/context.json"],
    "Type:Image": ["Image"],
    "Type:IdentifierEntry": ["IdentifierEntry"],
    "Type:IdentityObject": ["IdentityObject"],
    "Type:GeoCoordinates": ["GeoCoordinates"],
    "Type:Association": ["Association"],
}
"""Values that conform, by the name of their kind."""

BAD_TEXT: dict[str, list[str]] = {
    "String": [],
    "Date": ["1999-10-02T00:00:00Z", "19991002", "2026-W05-6", "2023-02-29", "٢٠٢٣-01-01", ""],
    "DateTime": ["2026-01-31", "2026-01-31 09:00:00", "2026-02-30T09:00:00", "soon", ""],
    "DateTimeZ": ["2026-01-31T09:00:00", "2026-01-31", "2026-02-30T09:00:00Z", "10000-01-01T00:00:00Z", ""],
    "URI": [
        "",
        "relative",
        "/path",
        "#fragment",
        "www.academy.example",
        "https://a b",
        "https:",
        "1a:b",
        " a:b",
    ],
    "EmailAddress": ["", "ada", "a@b@c", "a @b", "@b", "a@"],
    "CountryCode": ["at", "AUT", "A", "", "A1"],
    "LanguageCode": ["", "english", "EN", "de_AT", "de-at"],
    "CompactJws": ["", "e30.e30", "e30.e30.", ".e30.c2ln", "e30.e30.c2ln.x", "e30.e3+.c2ln"],
    "AchievementType": ["", "badge", "Program", "ext:", "ext:a b", "xext:a", "ext:a|b", "Badge "],
    "AlignmentTargetType": ["", "CFitem", "Ext:a", "ext:é"],
    "IdentifierTypeEnum": ["", "email", "EmailAddress"],
    "ResultType": ["", "Grade"],
    "ResultStatusType": ["", "completed", "ext:Own"],
    "AssociationType": ["", "IsChildOf", "ext:x"],
    "Type:Image": ["", "image", "Picture"],
    "Type:IdentifierEntry": ["", "IdentityObject"],
    "Type:IdentityObject": ["", "identityObject"],
    "Type:GeoCoordinates": ["", "Geo"],
    "Type:Association": ["", "association"],
}
"""Texts that do not conform, by the name of their kind."""

JUNK: list[Any] = [
    None,
    True,
    False,
    0,
    1.5,
    float("nan"),
    float("inf"),
    "",
    "x",
    [],
    {},
    [None],
    ["x"],
    [{}],
    [[]],
    {"type": "Image"},
]
"""Values of every JSON type that conform nowhere or nearly nowhere."""


def badge() -> dict[str, Any]:
    """Return a fresh small badge that conforms, with one of nearly every class."""
    return copy.deepcopy(_BADGE)


def badge_1() -> dict[str, Any]:
    """Return a fresh small badge in the VC 1.1 envelope."""
    data = badge()
    data["@context"][0] = VC_1
    data["issuanceDate"] = data.pop("validFrom")
    data["expirationDate"] = data.pop("validUntil")
    data["name"] = "Teamwork"
    del data["endorsement"]
    return data


def endorsement() -> dict[str, Any]:
    """Return a fresh endorsement that conforms."""
    return copy.deepcopy(_ENDORSEMENT)


_PROFILE: dict[str, Any] = {
    "id": "https://academy.example/issuer",
    "type": ["Profile"],
    "name": "Example Academy",
    "url": "https://academy.example",
    "email": "badges@academy.example",
    "image": {"id": "https://academy.example/logo.png", "type": "Image", "caption": "Logo"},
    "address": {
        "type": ["Address"],
        "addressCountryCode": "AT",
        "geo": {"type": "GeoCoordinates", "latitude": 47, "longitude": 15.5},
    },
    "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "42", "identifierType": "ext:school"}],
    "parentOrg": {"id": "https://city.example", "type": "Profile"},
}
_ENDORSEMENT: dict[str, Any] = {
    "@context": [VC_2, OB],
    "id": "urn:uuid:59f36f0a-0f7a-4dd5-8a9b-6c7c7e6ac7d5",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "name": "Endorsement",
    "issuer": "https://city.example",
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "https://academy.example/issuer",
        "type": ["EndorsementSubject"],
        "endorsementComment": "Good work.",
    },
}
_BADGE: dict[str, Any] = {
    "@context": [VC_2, OB],
    "id": "urn:uuid:7b0c8f6e-3e1c-4a56-9f62-0c8d9b1f0a11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": _PROFILE,
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2036-01-01T00:00:00Z",
    "awardedDate": "2025-12-24T18:00:00Z",
    "credentialSubject": {
        "id": "did:key:z6MkExample",
        "type": ["AchievementSubject"],
        "creditsEarned": 2,
        "activityStartDate": "2025-11-01T09:00:00Z",
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": SHA256,
                "identityType": "emailAddress",
                "salt": "s",
            }
        ],
        "achievement": {
            "id": "https://academy.example/teamwork",
            "type": ["Achievement"],
            "name": "Teamwork",
            "description": "Works well with others.",
            "achievementType": "Badge",
            "criteria": {"narrative": "Finish a project together."},
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Team",
                    "targetUrl": "https://f.example/1",
                    "targetType": "ext:ESCO",
                }
            ],
            "resultDescription": [
                {
                    "id": "urn:uuid:b2f8a3a0-98a6-4a5f-9a2e-fb4f3f3d6f5a",
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["C", "B", "A"],
                    "rubricCriterionLevel": [
                        {"id": "urn:x:level", "type": ["RubricCriterionLevel"], "name": "Mastered"}
                    ],
                }
            ],
            "related": [{"id": "https://academy.example/basic", "type": ["Related"], "inLanguage": "en"}],
            "tag": ["teamwork"],
        },
        "result": [{"type": ["Result"], "value": "A", "status": "Completed"}],
    },
    "evidence": [{"type": ["Evidence"], "narrative": "A bridge."}],
    "endorsement": [_ENDORSEMENT],
    "endorsementJwt": ["e30.e30.c2ln"],
    "credentialSchema": [
        {"id": "https://academy.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"}
    ],
    "credentialStatus": {"id": "https://academy.example/status#1", "type": "BitstringStatusListEntry"},
    "refreshService": {"id": "https://academy.example/refresh", "type": "1EdTechCredentialRefresh"},
    "termsOfUse": {"type": "Terms"},
    "proof": {
        "type": "DataIntegrityProof",
        "created": "2026-01-01T00:00:00Z",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "proofValue": "z2",
        "verificationMethod": "did:key:z6MkExample#z6MkExample",
    },
    "x-note": {"kept": [1, None]},
}


# --- generation: by a Random, so that hypothesis (st.randoms) and plain seeds use the same code ---

_UNKNOWN = ["x-note", "valid_from", "achievement_type", "to_dict", "model_fields", "", "a/b~c"]
_NAMES = [
    "id",
    "type",
    "name",
    "issuanceDate",
    "validUntil",
    "endorsement",
    "salt",
    "hashed",
    "extra",
    "@context",
]
_ANYTHING = [None, True, 0, 1.5, "x", [], {}, [None, {"a": []}], {"": {"type": "Image"}}]
_BAD = [text for texts in BAD_TEXT.values() for text in texts]
_SWAPS = [value for values in GOOD.values() for value in values]


def conforming(cls: type[Node], rnd: Random, depth: int = 3) -> dict[str, Any]:
    """Make a document that conforms to a class."""
    data: dict[str, Any] = {}
    for member in members_of(cls):
        if member.required or (depth > 0 and rnd.random() < 0.25):
            data[member.name] = _held(member, rnd, depth - 1)
    if not cls.closed and rnd.random() < 0.2:
        data[rnd.choice(_UNKNOWN)] = copy.deepcopy(rnd.choice(_ANYTHING))
    _obey(cls, data)
    names = list(data)
    rnd.shuffle(names)
    return {name: data[name] for name in names}


def _obey(cls: type[Node], data: dict[str, Any]) -> None:
    """Repair what the rules over several members ask for."""
    names = {rule.__name__ for rule in cls.rules}
    if "subject_identified" in names:
        data.setdefault("id", "did:key:z6MkExample")
    if "identity_hashed" in names and data["hashed"]:
        data["identityHash"] = SHA256 if len(data["identityHash"]) % 2 else MD5
    if "criteria_told" in names and not data.get("narrative"):
        data["narrative"] = "Finish a project together."
    if "evidence_elsewhere" in names:
        data.pop("evidence", None)
    if "levels_known" in names and "requiredLevel" in data:
        levels = data.setdefault("rubricCriterionLevel", [])
        levels.append({"id": data["requiredLevel"], "type": "RubricCriterionLevel", "name": "Passed"})
    if "results_described" in names:
        for result in data.get("result", ()):
            _describe(result, data["achievement"].setdefault("resultDescription", []))
    for first, last in (("validFrom", "validUntil"), ("issuanceDate", "expirationDate")):
        if last in data and {"period_1", "period_2"} & names:
            data[first], data[last] = "2001-01-01T00:00:00Z", "2036-01-28T00:00:00Z"


def _describe(result: dict[str, Any], descriptions: list[dict[str, Any]]) -> None:
    """Give a result a description of its own, wherever it names one or a level."""
    if not {"resultDescription", "achievedLevel"} & set(result):
        return
    result["resultDescription"] = f"urn:result:{len(descriptions)}"
    description = {
        "id": result["resultDescription"],
        "type": ["ResultDescription"],
        "name": "Grade",
        "resultType": "Status" if "status" in result else "RawScore",
        "valueMin": "-10",
        "valueMax": "1000",
    }
    if "achievedLevel" in result:
        level = {"id": result["achievedLevel"], "type": "RubricCriterionLevel", "name": "Mastered"}
        description["rubricCriterionLevel"] = [level]
    descriptions.append(description)


def _held(member: Member, rnd: Random, depth: int) -> Any:
    plural = member.plural
    if plural is None:
        return _one(member, rnd, depth)
    if plural.holds:
        words = [rnd.choice(group) for group in plural.holds]
        return words[0] if len(words) == 1 and rnd.random() < 0.5 else [*words, *rnd.choice([[], ["Own"]])]
    if plural.first:
        further = rnd.choice([[], [], *([value] for value in [*GOOD["URI"], *GOOD["Map"]])])
        return [rnd.choice(GOOD[kind.name]) for kind in plural.first] + copy.deepcopy(further)
    items = [_one(member, rnd, depth) for _ in range(rnd.randint(max(plural.least, depth < 0), 2))]
    return items[0] if plural.single and len(items) == 1 and rnd.random() < 0.5 else items


def _one(member: Member, rnd: Random, depth: int) -> Any:
    simple = [kind for kind in member.kinds if isinstance(kind, Value)]
    classes = [kind for kind in member.kinds if not isinstance(kind, Value)]
    if simple and (not classes or rnd.random() < 0.5):
        samples = GOOD[rnd.choice(simple).name]
        return copy.deepcopy(
            samples[0] if rnd.random() < 0.5 else rnd.choice(samples)
        )  # the first is the usual
    return conforming(rnd.choice(classes), rnd, depth)


def places(data: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) of a document."""
    found = []
    pending = [data]
    while pending:
        item = pending.pop()
        for key in list(item) if isinstance(item, dict) else range(len(item)):
            found.append((item, key))
            if isinstance(item[key], dict | list):
                pending.append(item[key])
    return found


def mutant(original: dict[str, Any], rnd: Random) -> dict[str, Any]:
    """Return a copy with one to three members deleted, replaced, wrapped, unwrapped or added."""
    data = copy.deepcopy(original)
    for _ in range(rnd.randint(1, 3)):
        where = places(data)
        if where:
            _mutate(*rnd.choice(where), rnd)
    return data


def _mutate(container: Any, key: Any, rnd: Random) -> None:
    value = container[key]
    kind = rnd.choice(["delete", "junk", "bad", "wrap", "unwrap", "add", "swap"])
    if kind == "delete":
        del container[key]
    elif kind == "wrap":
        container[key] = [value]
    elif kind == "unwrap":
        container[key] = value[0] if isinstance(value, list) and value else value
    elif kind == "add" and isinstance(container, dict):
        container[rnd.choice(_NAMES)] = copy.deepcopy(rnd.choice(JUNK))
    else:
        container[key] = copy.deepcopy(rnd.choice({"junk": JUNK, "bad": _BAD}.get(kind, _SWAPS)))
