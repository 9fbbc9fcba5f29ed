"""Family D at the door of foreign schemas: addresses, answers and schemas made to be expensive."""

import json

import pytest

import qualitybadge as qb
from qualitybadge.jsonschemas import schema_errors
from support.cost import MEMORY, SECONDS, cpu_seconds, peak_bytes
from support.steps import SCHEMA, extended, only_row, with_calls
from support.world import ATTACKER, COMPATIBLE, POLICIES, changed, claims_of, proved, token

METHOD = "1EdTechJsonSchemaValidator2019"
ENTRY = {"id": SCHEMA, "type": METHOD}


def verified(answer, policy=POLICIES["strict"], document=None):
    report, calls = with_calls(
        proved(extended(name="a" * 3000, credentialSchema=ENTRY) if document is None else document),
        {SCHEMA: answer}, policy,
    )  # fmt: skip
    return report, only_row(report, "schema"), calls


@pytest.mark.parametrize(
    "address",
    [
        "http://schemas.example/s.json", "https://127.0.0.1/s.json", "https://[::1]/s", "https://2130706433/s",
        "https://localhost/s", "https://metadata.google.internal/s", "https://schemas.example:22/s",
        "https://user:word@schemas.example/s", "file:///etc/passwd", "data:application/json,{}", "ftp://x.example/s",
    ],
)  # fmt: skip
def test_d01_d04_schema_addresses_that_must_not_be_asked(address):
    document = extended() | {"credentialSchema": {"id": address, "type": METHOD}}
    for policy in POLICIES.values():
        report, calls = with_calls(token(claims_of(document)), {}, policy)
        assert only_row(report, "schema").outcome is qb.Outcome.UNKNOWN
        assert calls == []


def test_d03_a_schema_redirected_to_another_origin():
    _, row, calls = verified(qb.Response(302, {"Location": "https://mallory.example/s.json"}))
    assert (row.outcome, row.problem.code, calls) == (qb.Outcome.UNKNOWN, "REDIRECT", [SCHEMA])


def test_d05_a_huge_schema_is_cut_off_and_costs_little():
    for answer in (b'{"a":"' + b"x" * 3_000_000 + b'"}', json.dumps({"enum": [[]] * 90_000}).encode()):
        report, row, _ = verified(answer)
        assert (row.outcome, row.problem.code) == (qb.Outcome.UNKNOWN, "LIMIT")
        assert report.verdict is qb.Verdict.INDETERMINATE


@pytest.mark.parametrize(
    "answer", [qb.Response(404), qb.Response(410), qb.Response(503), b"<!doctype html>{}"]
)
def test_d06_a_missing_schema_is_never_fine(answer):
    report, row, _ = verified(answer)
    assert (row.outcome, row.required) == (qb.Outcome.UNKNOWN, True)
    assert report.verdict is qb.Verdict.INDETERMINATE


@pytest.mark.parametrize("member", ["$ref", "$schema", "$dynamicRef", "$id"])
def test_d04_a_schema_makes_nobody_ask_for_another_document(member):
    for place in ({}, {"allOf": [{}]}):
        address = "https://mallory.example/second.json"
        schema = {"allOf": [{member: address, "$schema": address}]} if place else {member: address}
        _report, _row, calls = verified(schema)
        assert calls == [SCHEMA]


def test_d04_an_unproved_badge_chooses_no_address():
    document = extended(credentialSchema=ENTRY)
    altered = changed(proved(document), "validFrom", "2026-01-16T09:30:00Z")
    for hostile in (document, altered, proved(document, ATTACKER)):
        report, calls = with_calls(hostile, {SCHEMA: {}}, COMPATIBLE)
        assert calls == []
        assert report.verdict is qb.Verdict.INVALID


def fan(width, depth):
    parts = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * width} for n in range(depth)}
    return {"$ref": "#/$defs/a0", "$defs": parts | {f"a{depth}": {}}}


HOSTILE = {
    "nested repetition": {"properties": {"name": {"pattern": "^(a+)+$|b"}}},
    "overlapping repetition": {"properties": {"name": {"pattern": "(a*a*a*a*)*!"}}},
    "large counted repetition": {"properties": {"name": {"pattern": "((a{0,99}){0,99}){0,99}!"}}},
    "alternatives that overlap": {"properties": {"name": {"pattern": "^(a|a|a|a?)*$"}}},
    "patterns of member names": {"patternProperties": {f"(n|a)*{n}": {} for n in range(500)}},
    "fan of references": fan(10, 40),
    "fan of alternatives": {"anyOf": [fan(8, 30)] * 50, "$defs": fan(8, 30)["$defs"]},
    "reference to itself": {"$ref": "#"},
    "references to itself": {"allOf": [{"$ref": "#"}] * 500},
    "negation of itself": {"not": {"$ref": "#"}},
    "names that are schemas": {"propertyNames": fan(9, 30), "$defs": fan(9, 30)["$defs"]},
    "many values": {"properties": {"name": {"enum": [["x"] * 9] * 1900}}, "allOf": [{"const": {"a": [1]}}] * 90},
    "unevaluated on every level": {"allOf": [{"unevaluatedProperties": True, **fan(6, 20)}] * 90,
                                   "$defs": fan(6, 20)["$defs"], "unevaluatedProperties": False},
    "anchors": {"$defs": {f"d{n}": {"$anchor": f"n{n}"} for n in range(4000)}, "allOf": [{"$ref": "#n7"}] * 900},
    "findings": {"allOf": [{"required": ["q"]}] * 4000},
    "deep": json.loads('{"not":' * 60 + "{}" + "}" * 60),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("schema", HOSTILE.values(), ids=HOSTILE)
def test_d05_an_expensive_schema_costs_less_than_a_second(schema):
    reports = []
    document = proved(extended(name="a" * 3000, credentialSchema=ENTRY))
    assert cpu_seconds(lambda: reports.append(with_calls(document, {SCHEMA: schema})[0])) < SECONDS
    assert any(row.id == "schema" for row in reports[0].checks)


def test_d05_the_report_is_constant_however_far_the_work_went():
    schema = HOSTILE["overlapping repetition"]
    assert verified(schema)[0].to_json() == verified(schema)[0].to_json()


def test_d05_an_expensive_schema_takes_little_memory():
    assert peak_bytes(lambda: verified(HOSTILE["fan of alternatives"])) < MEMORY
    assert peak_bytes(lambda: verified(HOSTILE["large counted repetition"])) < MEMORY


def test_d05_an_expensive_document_costs_less_than_a_second():
    big = [{"a": place, "b": [place]} for place in range(12_000)]
    schemas = (
        {"uniqueItems": True},
        {"items": {"enum": big[:500]}},
        {"contains": {"type": "string"}},
        {"const": big},
    )
    for schema in schemas:
        assert cpu_seconds(lambda schema=schema: errors_or_none(schema, big)) < SECONDS


def test_d05_many_schemas_together_cost_what_one_may():
    entries = [{"id": f"{SCHEMA}?{n}", "type": METHOD} for n in range(15)]
    served = {entry["id"]: fan(10, 40) for entry in entries}
    document = proved(extended(credentialSchema=entries))
    assert cpu_seconds(lambda: with_calls(document, served)) < SECONDS


def errors_or_none(schema, value):
    try:
        return schema_errors(schema, value, draft=2020)
    except qb.errors.UndeterminedError:
        return None
