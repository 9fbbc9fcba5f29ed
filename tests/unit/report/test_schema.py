"""The published shape of a report: every report has it, and nothing else has."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

import qualitybadge as qb
from qualitybadge import spec
from qualitybadge.model.document import Kind
from qualitybadge.verify.policy import RELAXATIONS
from qualitybadge.verify.result import SCHEMA_ID
from support.credentials import badge
from support.world import COMPATIBLE, STRICT, changed, claims_of, proved, token, verify

SCHEMA = spec.read_schema(SCHEMA_ID)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SOURCES = {
    "valid": proved(),
    "valid token": token(),
    "forged": changed(proved(), "name", "Forged"),
    "unsigned": badge(),
    "expired": proved(badge(validUntil="2026-02-01T00:00:00Z")),
    "not conforming": proved(changed(badge(), "credentialSubject/id", ...)),
    "many faults": changed(badge(issuer=7, validFrom="x"), "credentialSubject", [1]),
    "unknown member": {**badge(), "a/b~c": 1},
    "loose token": token(changed(claims_of(badge()), "sub", ...)),
    "unknown suite": changed(proved(), "proof/cryptosuite", "none-2099"),
    "status": proved(badge(credentialStatus={"id": "urn:x:1", "type": "BitstringStatusListEntry"})),
    "other kind": {"id": "https://academy.example", "type": ["Profile"], "name": "Academy"},
    "older": {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "urn:x:1"},
    "no badge": {"a": 1},
    "list": b"[]",
    "junk": b"\xff\xd8\xff",
    "empty": b"",
    "duplicate names": b'{"a":1,"a":2}',
    "file name": "badge.png",
    "address": "https://academy.example/badge.json",
}


@pytest.mark.parametrize("policy", [STRICT, COMPATIBLE], ids=["strict", "compatible"])
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("served", [None, {}], ids=["web", "nothing answers"])
def test_every_report_has_the_published_shape(source, policy, served):
    report = verify(source, policy, served=served, recipient=qb.Recipient.did("did:example:eve"))
    VALIDATOR.validate(json.loads(qb.render(report, "json")))
    VALIDATOR.validate(report.to_dict())


def test_a_report_with_endorsements_has_the_published_shape():
    VALIDATOR.validate(replace(verify(proved()), endorsements=(verify(badge()),)).to_dict())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("verdict", "yes"),
        ("trust", "full"),
        ("kind", "a thing"),
        ("carrier", "pdf"),
        ("verifiedAt", "2026-03-01"),
        ("verifiedAt", "2026-03-01T12:00:00+01:00"),
        ("checks", []),
        ("checks/0/outcome", "ok"),
        ("checks/0/extra", 1),
        ("checks/0/pointer", "name"),
        ("checks/0/outcome", "failed"),
        ("checks/0/problem", {"code": "X"}),
        ("relaxations", ["allow_everything"]),
        ("credential", []),
        ("endorsements", [{}]),
        ("schema", "https://qualitybadge.example/schemas/report/2.json"),
        ("extra", 1),
        ("summary", ...),
    ],
)
def test_anything_else_is_refused(path, value):
    data = verify(proved()).to_dict()
    VALIDATOR.validate(data)
    assert not VALIDATOR.is_valid(changed(data, path, value))


def test_the_schema_is_a_schema_and_keeps_up_with_the_words():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    report, check = SCHEMA["$defs"]["report"], SCHEMA["$defs"]["check"]
    assert report["properties"]["kind"]["enum"] == [kind.value for kind in Kind]
    assert report["properties"]["relaxations"]["items"]["enum"] == sorted(RELAXATIONS)
    assert check["properties"]["relaxation"]["enum"] == sorted(RELAXATIONS)
    assert report["properties"]["verdict"]["enum"] == [verdict.value for verdict in qb.Verdict]
    assert set(report["properties"]["trust"]["enum"]) == {trust.value for trust in qb.Trust}
    assert set(check["properties"]["outcome"]["enum"]) == {outcome.value for outcome in qb.Outcome}
    assert set(report["required"]) == set(report["properties"])
