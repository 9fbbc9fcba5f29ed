"""The exported JSON Schemas beside the models: a schema may find less, and never more."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from jsonschema import Draft201909Validator

from qualitybadge import spec
from qualitybadge.conformance import _object_findings, conformance_errors
from qualitybadge.errors import UnsupportedError
from qualitybadge.model.classtable import class_table
from qualitybadge.model.jsonschema import BASE, schema_texts, schemas
from qualitybadge.model.ob3 import (
    AchievementCredential,
    AchievementCredentialV1,
    EndorsementCredential,
    EndorsementCredentialV1,
    Profile,
)
from support.badges import VC_1, VC_2, badge, badge_1, endorsement
from support.mutations import classes_of, fullest, mutants, smallest

SCHEMAS = schemas()
CLASSES = classes_of(
    AchievementCredential, AchievementCredentialV1, EndorsementCredential, EndorsementCredentialV1, Profile
)
# What a schema cannot say: calendars, clocks, order in time, ids that refer to one another, and the newline
# that the expressions of some languages overlook at the end of a text.
BEYOND_A_SCHEMA = re.compile(
    r"expected a date|lies before|is the id of none of|the description's value|of the type Status|\\n'$"
    "|found the number (nan|inf)|beyond 2"  # no JSON
)


def _part(family: str, cls: str) -> Draft201909Validator:
    schema = SCHEMAS[f"achievement-credential-{family}.schema.json"]
    return Draft201909Validator({"$ref": f"#/$defs/{cls}", "$defs": schema["$defs"]})


def _whole(name: str) -> Draft201909Validator:
    return Draft201909Validator(SCHEMAS[f"{name}.schema.json"])


def _is_json(value: object) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_json, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or math.isfinite(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one_and_ships_under_its_address(name):
    schema = SCHEMAS[name]
    Draft201909Validator.check_schema(schema)
    assert schema["$id"] == BASE + name
    assert schema["$schema"] == "https://json-schema.org/draft/2019-09/schema"
    assert spec.read_schema(schema["$id"]) == schema
    assert schema["title"]
    assert set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema))) >= {"#/$defs/Profile"}
    references = {
        ref.removeprefix("#/$defs/") for ref in re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema))
    }
    assert references == set(schema["$defs"])  # nothing is missing, remote or unused


def test_an_unknown_schema_is_not_shipped():
    with pytest.raises(UnsupportedError):
        spec.read_schema(BASE + "other.schema.json")


def test_every_class_and_member_has_its_own_words():
    for schema in SCHEMAS.values():
        for name, row in schema["$defs"].items():
            if "properties" in row:
                assert row["description"].endswith((".", ")")), name
                assert all(member["description"] for member in row["properties"].values()), name


def test_texts_are_a_member_a_line():
    texts = schema_texts()
    assert texts.keys() == SCHEMAS.keys()
    for name, text in texts.items():
        assert json.loads(text) == SCHEMAS[name]
        assert len(text.splitlines()) > 100


def test_both_families_are_what_they_say():
    alone = {**badge(), "type": ["VerifiableCredential", "OpenBadgeCredential"]}
    alone["credentialSubject"]["type"] = "AchievementSubject"
    assert conformance_errors(alone) == ()
    assert _whole("achievement-credential-compacted").is_valid(alone)
    assert not _whole("achievement-credential-strict").is_valid(alone)
    del alone["proof"], alone["termsOfUse"]
    arrays = json.loads(
        json.dumps(alone).replace('"type": "AchievementSubject"', '"type": ["AchievementSubject"]')
    )
    arrays["issuer"]["parentOrg"]["type"] = ["Profile"]
    for family in ("strict", "compacted"):
        assert _whole(f"achievement-credential-{family}").is_valid(arrays)


@pytest.mark.parametrize("family", ["strict", "compacted"])
def test_the_first_context_selects_the_version(family):
    newer, older = _listed(badge()), _listed(badge_1())
    for name, accepts in (("-vc2", (True, False)), ("-vc1", (False, True)), ("", (True, True))):
        judge = _whole(f"achievement-credential{name}-{family}")
        assert (judge.is_valid(newer), judge.is_valid(older)) == accepts
    first = {**endorsement(), "@context": [VC_1, endorsement()["@context"][1]], "issuer": badge()["issuer"]}
    first["issuanceDate"] = first.pop("validFrom")
    for name, accepts in (("-vc2", (True, False)), ("-vc1", (False, True)), ("", (True, True))):
        judge = _whole(f"endorsement-credential{name}-{family}")
        assert (judge.is_valid(endorsement()), judge.is_valid(_listed(first))) == accepts
    assert _whole(f"profile-{family}").is_valid(_listed(badge()["issuer"]))


def _listed(data):
    """Return the document with every type, proof and term in an array, as the strict family asks."""
    if isinstance(data, list):
        return [_listed(item) for item in data]
    if not isinstance(data, dict):
        return data
    result = {name: _listed(value) for name, value in data.items()}
    plain = ("Image", "IdentifierEntry", "IdentityObject", "GeoCoordinates", "DataIntegrityProof", "Terms")
    if result.get("type") in ("Profile", "AchievementSubject"):
        result["type"] = [result["type"]]
    assert isinstance(result.get("type", []), list) or result["type"] in plain or "id" in result
    for name in ("proof", "termsOfUse"):
        if isinstance(result.get(name), dict):
            result[name] = [result[name]]
    return result


def test_the_fullest_documents_conform_and_are_accepted():
    for cls in CLASSES:
        data = fullest(cls)
        shape = class_table().shapes[cls.__name__]
        assert [str(e) for e in _object_findings(shape, data, "", 64)] == [], cls.__name__
        for family in ("strict", "compacted"):
            assert list(_part(family, cls.__name__).iter_errors(data)) == [], cls.__name__


@pytest.mark.slow
@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_schema_never_finds_what_the_models_do_not(cls, record_property):
    """Each member removed, renamed, altered, wrapped and unwrapped, in a small and in a full document."""
    shape = class_table().shapes[cls.__name__]
    strict, compacted = _part("strict", cls.__name__), _part("compacted", cls.__name__)
    cases = further = 0
    for original, alter in ((smallest(cls), True), (fullest(cls, 1), False)):
        for what, data in mutants(cls, original, alter=alter):
            if not _is_json(data):
                continue
            cases += 1
            findings = [str(error) for error in _object_findings(shape, data, "", 64)]
            accepted, listed = compacted.is_valid(data), strict.is_valid(data)
            assert accepted or findings, what
            if accepted and findings:
                further += 1
                assert all(map(BEYOND_A_SCHEMA.search, findings)), (what, findings)
            # The strict family differs in nothing but what may stand alone.
            assert accepted or not listed, what
            if accepted and not listed:
                assert re.search(r"is not of type 'array'|\[.*\] was expected", _reasons(strict, data)), what
    record_property("mutants", cases)
    record_property("found by the models only", further)


def _reasons(judge: Draft201909Validator, data: object) -> str:
    pending, found = list(judge.iter_errors(data)), []
    while pending:
        error = pending.pop()
        found.append(error.message)
        pending += error.context
    return "\n".join(found)


def test_rules_that_a_schema_can_say():
    subject = _part("compacted", "AchievementSubject")
    data = fullest({cls.__name__: cls for cls in CLASSES}["AchievementSubject"], 1)
    assert subject.is_valid(data)
    assert not subject.is_valid({**{k: v for k, v in data.items() if k != "id"}, "identifier": []})
    assert not subject.is_valid({**data, "evidence": []})
    criteria = _part("compacted", "Criteria")
    assert not criteria.is_valid({})
    assert not criteria.is_valid({"narrative": ""})
    identity = {"type": "IdentityObject", "hashed": True, "identityHash": "ada", "identityType": "name"}
    assert not _part("strict", "IdentityObject").is_valid(identity)
    assert _part("strict", "IdentityObject").is_valid({**identity, "hashed": False})
    description = smallest({cls.__name__: cls for cls in CLASSES}["ResultDescription"])
    assert not _part("strict", "ResultDescription").is_valid({**description, "requiredLevel": "urn:x:1"})
    for data, foreign in ((badge(), VC_1), (badge_1(), VC_2)):
        assert not _whole("achievement-credential-compacted").is_valid(
            {**data, "@context": [*data["@context"], foreign]}
        )


def test_nothing_needs_more_than_the_expressions_of_every_language():
    """No look-around, no Python escape, no identity escape that ECMA-262 refuses under its u flag."""
    for schema in SCHEMAS.values():
        for pattern in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(schema)):
            text = json.loads(pattern)
            assert text.startswith("^")
            assert text.endswith("$")
            assert not re.search(r"\(\?[^:]|\\[AZzbBdDwWpP\"'<>/]", text), text


def test_the_tool_finds_what_is_stale(tmp_path):
    import importlib.util

    path = Path(__file__).resolve().parents[3] / "tools" / "export_schemas.py"
    loaded = importlib.util.spec_from_file_location("export_schemas", path)
    tool = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(tool)
    texts = {"a.schema.json": "{}\n", "b.schema.json": "{}\n"}
    assert tool.stale(tmp_path, texts) == ["a.schema.json", "b.schema.json"]
    (tmp_path / "old.schema.json").write_text("{}")
    tool.write(tmp_path, texts)
    assert tool.stale(tmp_path, texts) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(texts)
    (tmp_path / "b.schema.json").write_text("[]")
    (tmp_path / "c.schema.json").write_text("{}")
    assert tool.stale(tmp_path, texts) == ["b.schema.json", "c.schema.json"]
    assert tool.stale(tool.FOLDER, schema_texts()) == []
