"""Our own contexts and schemas: each term is defined once, meant the same in both versions, and each rule bites."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qualitybadge import spec
from qualitybadge.errors import InputError
from qualitybadge.jsonld import to_quads
from qualitybadge.jsonschemas import schema_errors
from qualitybadge.quality.metadata.terms import (
    BADGE_TERMS,
    BADGE_TERMS_2,
    CONTEXT_OB2,
    CONTEXT_OB3,
    EXTENSION,
    ISSUER_TERMS,
    ISSUER_TERMS_2,
    SCHEMA_OB2,
    SCHEMA_OB3,
)
from support.rule_cases.badges import GOOD_2, GOOD_3

SCHEMAS = Path(__file__).resolve().parents[4] / "schemas"
VOCABULARY = "https://qualitybadge.example/vocab/quality#"
KNOWN = (
    VOCABULARY,
    "http://www.w3.org/2001/XMLSchema#",
    "http://schema.org/",
    "https://w3id.org/security#",
    "https://w3id.org/openbadges#",
    "https://w3id.org/openbadges/extensions#",
    "https://www.w3.org/2018/credentials#",
)
RENAMED = {"evidence": "taskEvidence", "date": "qualityAssuranceDate"}
"""Terms whose word means something else on other objects."""
LABEL_SCHEMA = "https://qualitybadge.example/schemas/quality/label/1.json"
LABEL_SCHEMA_2 = "https://qualitybadge.example/schemas/quality/label-ob2/1.json"
OLDER_LABEL = {
    "scheme": "https://x.example/",
    "version": "1",
    "scope": "all-badges",
    "decision": "granted",
    "decisionDate": "2026-01-09",
    "validUntil": "2029-01-10T00:00:00Z",
}
LABEL: dict[str, Any] = {
    "@context": [*GOOD_3["@context"]],
    "id": "urn:uuid:5b0b8a1e-6a52-4a4b-9df5-0d7f2f7f3c11",
    "type": ["VerifiableCredential", "EndorsementCredential", "QualityLabelCredential"],
    "name": "Example Network Label",
    "issuer": {"id": "did:web:label.example", "type": ["Profile"]},
    "validFrom": "2026-01-10T00:00:00Z",
    "credentialSubject": {
        "id": "did:web:academy.example",
        "type": ["EndorsementSubject", "QualityLabelSubject"],
        "labelScheme": {"id": "https://label.example/scheme", "version": "1.0", "name": "Example"},
        "scope": "all-badges",
        "decision": "granted",
        "decisionDate": "2026-01-10",
        "formalCriteriaMet": True,
        "indicatorShare": 0.82,
        "indicatorThreshold": 0.7,
        "minimumAnswerLevel": 3,
        "reviewerCount": 2,
        "renewalOf": "urn:uuid:1",
        "shortenedEvaluation": False,
        "catalogue": {"id": "https://label.example/rules", "version": "1"},
        "evidenceDigest": ["uEi"],
        "logHead": "uEi",
        "endorsementCredential": "urn:uuid:2",
    },
}


def source(name: str) -> dict[str, Any]:
    return json.loads((SCHEMAS / "quality" / f"context-{name}.json").read_bytes())


def definitions(context: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for term, value in context.items():
        if isinstance(value, dict):
            yield term, value
            yield from definitions(value.get("@context", {}))


def literals(quads) -> str:
    return "".join(quads.lines) + repr(quads.blank)


def test_no_iri_of_a_context_is_misspelt():
    for name, url in (("ob3", CONTEXT_OB3), ("ob2", CONTEXT_OB2)):
        assert not set(source(name)) - {"@context", "obi:validation"}
        for term, value in definitions(spec.read_context(url)["@context"]):
            assert not set(value) - {"@id", "@type", "@container", "@context", "@prefix"}, term
            for iri in (value["@id"], value.get("@type", "@id")):
                assert iri in ("@id", "@type") or iri.startswith(KNOWN), (term, iri)
            if value["@id"].startswith(VOCABULARY) and term not in RENAMED:
                assert value["@id"] == VOCABULARY + term


def test_both_contexts_mean_the_same_by_a_term():
    flat = dict(definitions(source("ob2")["@context"]))
    for term, value in definitions(source("ob3")["@context"]):
        if term in flat and term != "version":
            assert flat[term]["@id"] == value["@id"], term


def test_the_contexts_define_the_terms_that_are_written():
    scopes = source("ob3")["@context"]
    assert BADGE_TERMS.keys() == scopes["QualityAchievement"]["@context"].keys() - {
        "@protected",
        "id",
        "type",
    }
    assert ISSUER_TERMS.keys() == scopes["QualityProfile"]["@context"].keys() - {"@protected", "id", "type"}
    every = {*BADGE_TERMS, *BADGE_TERMS_2, *ISSUER_TERMS, *ISSUER_TERMS_2}
    assert every <= source("ob2")["@context"].keys()
    for schema, wanted in ((SCHEMA_OB2, every | {"targetType", "proficiencyLevel"}),):
        assert spec.read_schema(schema)["properties"].keys() == wanted
    parts = spec.read_schema(SCHEMA_OB3)["$defs"]
    assert parts["Badge"]["properties"].keys() == BADGE_TERMS.keys()
    assert parts["Issuer"]["properties"].keys() == ISSUER_TERMS.keys()


def test_the_2_0_context_names_the_schemas_that_are_shipped():
    named = {row["obi:validatesType"]: row["obi:validationSchema"] for row in source("ob2")["obi:validation"]}
    table = {row["type"].rpartition("#")[2]: row for row in spec.read_table("extensions/own")}
    assert {name.partition(":")[2]: schema for name, schema in named.items()} == {
        name: row["schema"] for name, row in table.items()
    }
    for row in table.values():
        assert row["contexts"] == [CONTEXT_OB2]
        assert spec.read_schema(row["schema"])["$id"] == row["schema"]


def test_each_schema_has_an_id_of_its_own():
    ids = [json.loads(path.read_bytes()).get("$id") for path in SCHEMAS.rglob("*.schema.json")]
    assert len(ids) == len(set(ids))
    assert None not in ids


def test_a_good_badge_loses_no_term_and_half_a_point_stays_half():
    badge = copy.deepcopy(GOOD_3)
    badge["credentialSubject"]["achievement"]["workload"] = {"hours": 62.5, "ects": 2.5}
    quads = literals(to_quads(badge))
    assert f"<{VOCABULARY}ects>" in quads
    assert "2.5E0" in quads
    assert schema_errors(spec.read_schema(SCHEMA_OB3), badge) == ()
    assert schema_errors(spec.read_schema(SCHEMA_OB2), GOOD_2["badge"][EXTENSION]) == ()


def test_without_its_type_a_term_would_be_lost_and_is_refused():
    badge = copy.deepcopy(GOOD_3)
    badge["credentialSubject"]["achievement"]["type"] = ["Achievement"]
    with pytest.raises(InputError):
        to_quads(badge)


def test_a_label_loses_no_term_and_follows_its_schema():
    assert len(to_quads(LABEL).lines) > 20
    assert schema_errors(spec.read_schema(LABEL_SCHEMA), LABEL) == ()


WRONG_BADGE = {
    "learningType": 1,
    "learningOutcome": [],
    "workload": {"hours": -1},
    "level": {},
    "task": [{"required": "yes"}],
    "recognisedBy": {"name": ""},
    "qualityAssurance": {"date": "2026"},
    "reviewedOn": "2026-13-01",
    "nextReview": "soon",
    "partOf": [3],
}


@pytest.mark.parametrize("name", WRONG_BADGE)
def test_each_rule_of_the_badge_bites_in_both_versions(name):
    badge = copy.deepcopy(GOOD_3)
    badge["credentialSubject"]["achievement"][name] = WRONG_BADGE[name]
    (error, *_) = schema_errors(spec.read_schema(SCHEMA_OB3), badge)
    assert error.pointer.startswith("/credentialSubject/achievement")
    extension = {**GOOD_2["badge"][EXTENSION], name: WRONG_BADGE[name]}
    (error, *_) = schema_errors(spec.read_schema(SCHEMA_OB2), extension)
    assert error.pointer.startswith(f"/{name}")


@pytest.mark.parametrize(
    ("name", "value"),
    [("qualityLabel", {"scheme": "https://x.example/"}), ("qualityLabel", {"id": "x"}), ("privacyPolicy", 1)],
)
def test_each_rule_of_the_issuer_bites(name, value):
    badge = copy.deepcopy(GOOD_3)
    badge["issuer"][name] = value
    assert schema_errors(spec.read_schema(SCHEMA_OB3), badge)
    assert schema_errors(spec.read_schema(SCHEMA_OB2), {name: value})
    assert schema_errors(spec.read_schema(SCHEMA_OB3), {**badge, "issuer": "did:web:x.example"}) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("labelScheme", {"version": "1"}),
        ("scope", ""),
        ("decision", "refused"),
        ("decisionDate", "2026"),
        ("formalCriteriaMet", "yes"),
        ("indicatorShare", 82),
        ("indicatorThreshold", -0.1),
        ("minimumAnswerLevel", "3"),
        ("reviewerCount", 1.5),
        ("renewalOf", None),
        ("shortenedEvaluation", 0),
        ("catalogue", {"id": "https://x.example/"}),
        ("evidenceDigest", []),
        ("logHead", 1),
        ("endorsementCredential", "no iri"),
        ("type", ["EndorsementSubject"]),
        ("id", "academy"),
    ],
)
def test_each_rule_of_the_label_bites(name, value):
    label = copy.deepcopy(LABEL)
    label["credentialSubject"][name] = value
    (error, *_) = schema_errors(spec.read_schema(LABEL_SCHEMA), label)
    assert error.pointer.startswith(f"/credentialSubject/{name}")
    if name not in ("labelScheme", "type", "id"):
        assert schema_errors(spec.read_schema(LABEL_SCHEMA_2), OLDER_LABEL) == ()
        assert schema_errors(spec.read_schema(LABEL_SCHEMA_2), {**OLDER_LABEL, name: value})


@pytest.mark.parametrize("name", ["type", "validFrom", "credentialSubject"])
def test_what_a_label_must_have_is_missed(name):
    label = {key: value for key, value in LABEL.items() if key != name}
    assert schema_errors(spec.read_schema(LABEL_SCHEMA), label)
    for member in ("labelScheme", "scope", "decision", "decisionDate"):
        subject = {key: value for key, value in LABEL["credentialSubject"].items() if key != member}
        assert schema_errors(spec.read_schema(LABEL_SCHEMA), {**LABEL, "credentialSubject": subject})
    for member in OLDER_LABEL:
        two = {key: value for key, value in OLDER_LABEL.items() if key != member}
        assert schema_errors(spec.read_schema(LABEL_SCHEMA_2), two)


def test_the_contexts_are_pinned_as_what_they_are():
    rows = json.loads((SCHEMAS / "contexts" / "manifest.json").read_bytes())["contexts"]
    ours = [row for row in rows if row["urls"][0] in (CONTEXT_OB2, CONTEXT_OB3)]
    assert len(ours) == 2
    assert all("own context" in row["source"] for row in ours)
