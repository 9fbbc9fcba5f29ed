import json

import pytest

import qualitybadge as qb
from qualitybadge.limits import Limits
from qualitybadge.verify.schemas import OFFICIAL
from support.credentials import badge_1_1
from support.steps import (
    EXTENSIONS,
    REFRESH,
    SCHEMA,
    extended,
    multihash,
    only_row,
    report_of,
    sri,
    with_calls,
)
from support.world import COMPATIBLE, changed, claims_of, proved, rows, token

OFFICIAL_BADGE = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
METHOD = "1EdTechJsonSchemaValidator2019"
NAMED = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "pattern": "^W"}}}
FAILED, PASSED, UNKNOWN, SKIPPED = (qb.Outcome[n] for n in ("FAILED", "PASSED", "UNKNOWN", "SKIPPED"))


def entry(address=SCHEMA, kind=METHOD, **more):
    return {"id": address, "type": kind, **more}


def row_of(schema, *, document=None, answer=NAMED, **how):
    given = extended(name="Welding") if document is None else document
    return only_row(report_of({**given, "credentialSchema": schema}, {SCHEMA: answer}, **how), "schema")


def test_no_schema_of_its_own_is_skipped():
    assert only_row(report_of(extended()), "schema").outcome is SKIPPED


def test_an_official_schema_is_answered_by_the_models_without_a_request():
    document = proved(extended(credentialSchema=[entry(OFFICIAL_BADGE)]))
    report, calls = with_calls(document, {})
    assert report.verdict is qb.Verdict.VALID
    assert "answered by the models" in only_row(report, "schema").message
    assert calls == []


@pytest.mark.parametrize("family", ["json", "json-ld"])
@pytest.mark.parametrize("either", ["", "any"])
def test_the_historic_addresses_are_official_too(family, either):
    name = f"ob_v3p0_{either}achievementcredential"
    for ending in ("_schema.json", "-jsonschema1.json"):
        address = f"https://purl.imsglobal.org/spec/ob/v3p0/schema/{family}/{name}{ending}"
        assert row_of(entry(address)).outcome is PASSED
    for address in ("spec/ob/v3p0/schema/achievementcredential.json", "AchievementCredential.json"):
        assert row_of(entry(f"http://purl.imsglobal.org/{address}")).outcome is PASSED
    assert len(OFFICIAL) == 4 * 8 + 4 + 3


def test_an_official_schema_of_version_1_1():
    document = badge_1_1(
        "https://w3id.org/security/data-integrity/v2", EXTENSIONS, credentialSchema=entry(OFFICIAL_BADGE)
    )
    assert only_row(report_of(document), "schema").outcome is PASSED


def test_what_does_not_conform_does_not_follow_the_official_schema():
    document = changed(
        extended(credentialSchema=entry(OFFICIAL_BADGE)), "credentialSubject/achievement/name", ...
    )
    row = only_row(report_of(document), "schema")
    assert (row.outcome, row.required, row.problem.code) == (FAILED, True, "SCHEMA_MISMATCH")
    lenient = report_of(document, policy=COMPATIBLE)
    assert not only_row(lenient, "schema").required
    assert lenient.verdict is qb.Verdict.VALID


def test_the_official_schema_of_another_class_does_not_fit():
    row = row_of(entry(OFFICIAL_BADGE.replace("achievement", "endorsement")))
    assert row.outcome is FAILED
    assert "an Open Badges 3.0 badge" in row.message
    assert "an endorsement credential" in row.message


def test_a_foreign_schema_is_fetched_and_applied():
    document = proved(extended(name="Welding", credentialSchema=entry()))
    report, calls = with_calls(document, {SCHEMA: NAMED})
    assert report.verdict is qb.Verdict.VALID
    assert only_row(report, "schema").message == f"follows the schema {SCHEMA}"
    assert calls == [SCHEMA]


def test_a_foreign_schema_is_applied_to_a_token_and_in_version_1_1():
    document = extended(name="Welding", credentialSchema=entry())
    report, calls = with_calls(token(claims_of(document)), {SCHEMA: NAMED})
    assert report.verdict is qb.Verdict.VALID
    assert calls == [SCHEMA]
    older = badge_1_1("https://w3id.org/security/data-integrity/v2", EXTENSIONS, credentialSchema=[entry()])
    report, calls = with_calls(proved(older), {SCHEMA: NAMED})
    assert report.verdict is qb.Verdict.VALID
    assert calls == [SCHEMA]


def test_every_finding_is_a_row_with_its_place():
    schema = {"required": ["evidence"], "properties": {"name": {"maxLength": 3}}}
    document = {**extended(name="Welding"), "credentialSchema": entry()}
    report = report_of(document, {SCHEMA: schema})
    found = rows(report, "schema")
    assert [(row.outcome, row.required, row.pointer) for row in found] == [
        (FAILED, True, "/evidence"), (FAILED, True, "/name"),
    ]  # fmt: skip
    assert "schema at /properties/name/maxLength" in found[1].message
    assert report.verdict is qb.Verdict.INVALID
    assert report.relaxations == ("allow_conformance_findings",)
    assert report_of(document, {SCHEMA: schema}, policy=COMPATIBLE).verdict is qb.Verdict.VALID


def test_several_schemas_are_all_applied():
    other = "https://schemas.example/other.json"
    document = extended(name="Welding", credentialSchema=[entry(), entry(other), entry(OFFICIAL_BADGE)])
    report = report_of(document, {SCHEMA: NAMED, other: {"required": ["x"]}})
    assert [row.outcome for row in rows(report, "schema")] == [PASSED, FAILED, PASSED]


@pytest.mark.parametrize(
    "kind", ["JsonSchemaCredential", "JsonSchemaValidator2018", "ext:Own", ["JsonSchema"], None, 7]
)
def test_other_types_are_unknown_and_not_fetched(kind):
    document = extended() | {"credentialSchema": entry(kind=kind)}
    report, calls = with_calls(token(claims_of(document)), {SCHEMA: NAMED})
    row = only_row(report, "schema")
    assert (row.outcome, row.required, calls) == (UNKNOWN, True, [])
    assert report.verdict is not qb.Verdict.VALID


@pytest.mark.parametrize("schema", ["text", {"type": METHOD}, [7], []])
def test_entries_that_name_no_schema_are_unknown(schema):
    document = extended() | {"credentialSchema": schema}
    report, calls = with_calls(token(claims_of(document)), {SCHEMA: NAMED})
    row = only_row(report, "schema")
    assert (row.outcome, row.required, row.problem.code, calls) == (UNKNOWN, True, "MALFORMED_VALUE", [])


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (qb.Response(404), "FETCH"),
        (qb.Response(302, {"Location": "https://evil.example/s.json"}), "REDIRECT"),
        (qb.Response(200, {"Content-Type": "text/html"}, b"{}"), "FETCH"),
        (b"{", "PARSING"),
        (b'{"a": 1, "a": 2}', "MALFORMED_VALUE"),
        (b"[]", "UNSUPPORTED"),
        ({"type": "no such type"}, "MALFORMED_VALUE"),
        ({"$ref": "https://elsewhere.example/s.json"}, "UNSUPPORTED"),
        ({"$schema": "https://json-schema.org/draft-03/schema"}, "UNSUPPORTED"),
        (b" " * 600_000, "LIMIT"),
        ({"enum": list(range(20_001))}, "LIMIT"),
        ({"$ref": "#"}, "LIMIT"),
    ],
)
def test_a_schema_that_cannot_be_had_or_applied_is_unknown(answer, code):
    row = row_of(entry(), answer=answer)
    assert (row.outcome, row.required, row.problem.code) == (UNKNOWN, True, code)
    assert row.pointer == "/credentialSchema"
    assert not row_of(entry(), answer=answer, policy=COMPATIBLE).required


def test_without_the_network_or_over_http_it_is_unknown():
    document = proved(extended(credentialSchema=entry("http://schemas.example/s.json")))
    report, calls = with_calls(document, {}, COMPATIBLE)
    assert only_row(report, "schema").problem.code == "INSECURE_TRANSPORT"
    assert calls == []


def test_the_type_says_which_draft_holds_where_the_schema_names_none():
    conditional = {"prefixItems": [False], "dependentRequired": {"name": ["nothing"]}}
    assert row_of(entry(), answer=conditional).pointer == "/nothing"
    row = row_of(entry(kind="JsonSchema"), answer=conditional)
    assert row.outcome is UNKNOWN
    assert "names no draft" in row.message
    with_draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", **NAMED}
    assert row_of(entry(kind="JsonSchema"), answer=with_draft).outcome is PASSED


def test_nothing_is_fetched_before_the_signature_stands():
    document = changed(proved(extended(name="Welding", credentialSchema=entry())), "name", "Wrought")
    report, calls = with_calls(document, {SCHEMA: NAMED})
    row = only_row(report, "schema")
    assert (row.outcome, row.required, calls) == (SKIPPED, True, [])
    assert report.verdict is qb.Verdict.INVALID


def test_the_digest_of_a_schema_is_compared():
    body = json.dumps(NAMED).encode()
    good = [{"digestSRI": sri("sha384", body)}, {"digestMultibase": multihash(0x12, "sha256", content=body)}]
    for digest in good:
        assert row_of(entry(**digest), answer=body).outcome is PASSED
    row = row_of(entry(**good[0]), answer=body + b" ")
    assert (row.outcome, row.required, row.problem.code) == (FAILED, True, "DIGEST_MISMATCH")
    assert row_of(entry(**good[0]), answer=body + b" ", policy=COMPATIBLE).required
    assert row_of(entry(digestSRI="sha256-x"), answer=body).problem.code == "MALFORMED_VALUE"
    assert row_of(entry(digestSRI="md5-abc"), answer=body).problem.code == "UNSUPPORTED"


def test_a_reference_that_leaves_the_schema_says_what_to_do():
    row = row_of(entry(), answer={"$ref": "https://elsewhere.example/s.json"})
    assert "never followed" in row.message
    assert "under $defs" in row.advice


def test_a_nested_document_has_a_smaller_share_of_the_work():
    service = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
    document = extended(name="Welding", refreshService=service, credentialSchema=entry())
    for count, outcome in ((5_000, PASSED), (15_000, UNKNOWN)):
        answer = {"properties": {"name": {"enum": [*range(count), "Welding"]}}}
        newer = proved(document | {"validFrom": "2026-02-20T09:30:00Z"})
        report = report_of(document, {SCHEMA: answer, REFRESH: newer})
        assert only_row(report, "schema").outcome is PASSED
        assert only_row(report, "refresh").outcome is outcome


def test_a_flood_of_entries_is_cut_off():
    policy = qb.Policy(limits=Limits(findings=5))
    found = rows(report_of(extended(credentialSchema=[entry(OFFICIAL_BADGE)] * 50), policy=policy), "schema")
    assert len(found) == 6
    assert found[-1].problem.code == "LIMIT"
