"""Our JSON Schemas beside the official ones: on every document of the vectors and on a table of mutations.

`DELIBERATE` lists every place where ours refuses what the official ones accept, with the clause. They refuse
nothing that ours accept, except single values where the strict family is compared with the compacted one.
"""

from __future__ import annotations

import json
import math
from functools import cache

import pytest
from jsonschema import Draft201909Validator

from qualitybadge import spec
from qualitybadge.conformance import conformance_errors
from qualitybadge.model.document import VC_CONTEXT_1, VC_CONTEXT_2, Kind, is_version_1, kind_of
from qualitybadge.model.jsonschema import BASE, schemas
from qualitybadge.model.ob3 import (
    AchievementCredential,
    AchievementCredentialV1,
    EndorsementCredential,
    EndorsementCredentialV1,
    Profile,
)
from support.mutations import classes_of, fullest, mutants, smallest
from support.official import validator

OFFICIAL = "ob_v3p0_achievementcredential_schema.json"
CLASSES = classes_of(
    AchievementCredential, AchievementCredentialV1, EndorsementCredential, EndorsementCredentialV1, Profile
)
NAMES = {"Refresh": "RefreshService"}

# Definitions, and rules, whose refusal the official schemas do not share -> why we refuse.
DELIBERATE = {
    # they say "string", as `format` and prose are annotations
    "URI": "OB 3.0 §B, URI: a relative reference or a text with blanks names nothing",
    "EmailAddress": "OB 3.0 §B, EmailAddress",
    "CountryCode": "OB 3.0 §B, CountryCode: two letters of ISO 3166-1",
    "Date": "OB 3.0 §B, Date: `format` is an annotation there",
    "DateTime": "OB 3.0 §B, DateTime: `format` is an annotation there",
    "DateTimeZ": "OB 3.0 §B, DateTimeZ: `format` is an annotation there; the zone is needed",
    # their expression for ext: terms is not anchored and admits | in them
    "AchievementType": "OB 3.0 §B: an extension starts with ext:",
    "AlignmentTargetType": "OB 3.0 §B: an extension starts with ext:",
    "IdentifierTypeEnum": "OB 3.0 §B: an extension starts with ext:",
    "ResultType": "OB 3.0 §B: an extension starts with ext:",
    # rules over several members that they leave to prose
    "subject_identified": "OB 3.0 §8.1 step 1: an id or an identifier",
    "identity_hashed": "OB 3.0 §B, IdentityHash",
    "only_version": "VC-DM 2.0 §4.3, §4.9: dates and context of the other version",
    "criteria_told": "OB 3.0 §B, Criteria: an id or a narrative",
    "evidence_elsewhere": "OB 3.0 §B: evidence stands on the credential",
    "levels_known": "OB 3.0 §B, requiredLevel: there are levels",
}


@cache
def _ours(family: str, cls: str) -> Draft201909Validator:
    schema = spec.read_schema(f"{BASE}achievement-credential-{family}.schema.json")
    return Draft201909Validator({"$ref": f"#/$defs/{cls}", "$defs": schema["$defs"]})


def _is_json(value) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_json, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or math.isfinite(value)


def _reasons(judge: Draft201909Validator, data) -> set[str]:
    """Return what refuses a document: the shared definition, the rule, or the keyword and the place."""
    shared = {json.dumps(row): name for name, row in judge.schema["$defs"].items()}
    pending, found = list(judge.iter_errors(data)), set()
    while pending:
        error = pending.pop()
        if error.validator in ("pattern", "anyOf") and json.dumps(error.schema) in shared:
            found.add(shared[json.dumps(error.schema)])
        elif "allOf" in error.absolute_schema_path and (rule := _rule(error)):
            found.add(rule)
        elif error.context:
            pending += _nearest(error.context)
        else:
            found.add(
                f"{error.validator} at /{'/'.join(map(str, error.absolute_path))}: {error.message[:80]}"
            )
    return found


def _nearest(errors):
    """Return the errors of the alternatives that the document is of the type or version of."""
    apart = {e.schema_path[0] for e in errors if e.validator in ("type", "const") and len(e.path) in (0, 2)}
    near = [error for error in errors if error.schema_path[0] not in apart]
    return near or errors


def _rule(error) -> str | None:
    text = json.dumps(error.parent.schema if error.parent else error.schema)
    text = json.dumps(error.schema) + text
    for rule, sign in (
        ("subject_identified", '"identifier": {"minItems"'),
        ("identity_hashed", "sha256"),
        ("criteria_told", '"narrative": {"minLength"'),
        ("levels_known", "dependentRequired"),
    ):
        if sign in text:
            return rule
    if error.schema is False:
        return "evidence_elsewhere" if error.instance == [] else "only_version"  # a date; there is no path
    return "only_version" if error.validator == "not" else None


def _differences(official, ours, data) -> tuple[set[str], set[str]]:
    """Return what only the official schema refuses, and why only ours does."""
    theirs, mine = official.is_valid(data), ours.is_valid(data)
    if theirs == mine:
        return set(), set()
    if mine:
        return {f"official only: {error.message[:200]}" for error in official.iter_errors(data)}, set()
    return set(), _reasons(ours, data)


def test_every_document_of_the_vectors(vectors, record_property):
    """Badges, endorsements and profiles, in both families and in the version that they are of."""
    folder = vectors / "ob3" / "schemas"
    wrong, cases, deliberate = [], 0, 0
    for path in sorted((vectors / "ob3").rglob("*.json")):
        for data in _documents(_read(path)):
            first = is_version_1(data)
            name = {Kind.BADGE: "", Kind.ENDORSEMENT: "EndorsementCredential", Kind.PROFILE: "Profile"}[
                kind_of(data)
            ]
            cls = (name or "AchievementCredential") + ("V1" if first and name != "Profile" else "")
            for family in ("strict", "compacted"):
                official = validator(folder / OFFICIAL, first=first, single=family == "compacted", cls=name)
                theirs, reasons = _differences(official, _ours(family, cls), data)
                cases += 1
                deliberate += bool(reasons)
                left = theirs | (reasons - set(DELIBERATE))
                wrong += [(path.name, cls, family, left)] if left else []
    record_property("cases", cases)
    record_property("deliberate differences", deliberate)
    assert wrong == []
    assert cases > 400


def test_the_models_find_all_that_our_schemas_find_in_the_vectors(vectors, record_property):
    cases = further = 0
    for path in sorted((vectors / "ob3").rglob("*.json")):
        for data in _documents(_read(path)):
            name = {Kind.BADGE: "achievement-credential", Kind.ENDORSEMENT: "endorsement-credential"}
            schema = spec.read_schema(f"{BASE}{name.get(kind_of(data), 'profile')}-compacted.schema.json")
            accepted, findings = Draft201909Validator(schema).is_valid(data), conformance_errors(data)
            cases += 1
            further += bool(accepted and findings)
            assert accepted or findings, path.name
            # A schema that only lists what is there cannot follow a result to its description.
            assert not accepted or all("/result/" in error.pointer for error in findings), path.name
    record_property("cases", cases)
    record_property("found by the models only", further)
    assert further > 3


def _read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:  # some are broken on purpose
        return None


def _documents(data):
    """Yield the badges, endorsements and profiles of a document, wherever they stand in it."""
    pending = [data]
    while pending:
        item = pending.pop()
        if isinstance(item, dict) and kind_of(item) in (Kind.BADGE, Kind.ENDORSEMENT, Kind.PROFILE):
            yield item
        if isinstance(item, dict | list):
            pending += item.values() if isinstance(item, dict) else item


@pytest.mark.slow
@pytest.mark.parametrize("family", ["strict", "compacted"])
def test_every_mutation_of_every_class(vectors, record_property, family):
    path = vectors / "ob3" / "schemas" / OFFICIAL
    wrong, cases, deliberate, seen = [], 0, 0, set()
    for cls in CLASSES:
        first = cls.__name__.endswith("V1")
        name = cls.__name__.removesuffix("V1")
        name = "" if name == "AchievementCredential" else NAMES.get(name, name)
        official = validator(path, first=first, single=family == "compacted", cls=name)
        ours = _ours(family, cls.__name__)
        # What may stand alone is all that the families differ in, so values are altered in one of them only.
        for original, alter in ((smallest(cls), family == "compacted"), (fullest(cls, 1), False)):
            start = _without_other_versions(original) if first else original
            for what, data in mutants(cls, start, alter=alter):
                if not _is_json(data) or not _comparable(data, first=first):
                    continue
                cases += 1
                theirs, reasons = _differences(official, ours, data)
                deliberate += bool(reasons)
                seen |= reasons
                left = theirs | (reasons - set(DELIBERATE))
                wrong += [(cls.__name__, what, left)] if left else []
    record_property("cases", cases)
    record_property("deliberate differences", deliberate)
    assert wrong[:5] == []
    assert cases > 1200
    if family == "compacted":  # in which values are altered: no line of the list is there for nothing
        assert set(DELIBERATE) <= seen


def _without_other_versions(data):
    return {name: value for name, value in data.items() if name != "endorsement"}


def _comparable(data, *, first: bool) -> bool:
    """Endorsements inside may be of the other version than their badge, which one official schema cannot say."""
    text = json.dumps({name: value for name, value in data.items() if name != "@context"})
    return (VC_CONTEXT_2 if first else VC_CONTEXT_1) not in text


def test_what_our_compacted_family_accepts_the_official_adaptation_accepts(vectors, record_property):
    """It also accepts texts by language, one value anywhere and any type alone, which the standard's text does not."""
    path = vectors / "bench" / "fixtures" / OFFICIAL
    refused, cases = [], 0
    for cls in CLASSES:
        if cls.__name__.endswith("V1"):
            continue
        name = "" if cls.__name__ == "AchievementCredential" else NAMES.get(cls.__name__, cls.__name__)
        official, ours = validator(path, single=False, cls=name), _ours("compacted", cls.__name__)
        for what, data in mutants(cls, smallest(cls)):
            if _is_json(data) and _comparable(data, first=False) and ours.is_valid(data):
                cases += 1
                refused += [] if official.is_valid(data) else [(cls.__name__, what)]
    record_property("cases", cases)
    assert refused == []


def test_the_schemas_ship_as_exported():
    for schema in schemas().values():
        assert spec.read_schema(schema["$id"]) == schema
