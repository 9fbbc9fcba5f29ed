"""Promise 3 for names: a long one stands around many small values, and is written out for none of them."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.jsonschemas import schema_errors
from qualitybadge.limits import DEFAULT_LIMITS
from support.cost import MEMORY, SECONDS, at_most, cpu_seconds, peak_bytes
from support.credentials import OB, VC2, badge
from support.speakers import ACHIEVEMENT_ID, CITY, did, endorsement, signed
from support.world import claims_of, codes, proved, token, verify, web

pytestmark = pytest.mark.slow

UNDEFINED = "https://www.w3.org/ns/credentials/undefined-terms/v2"
SCHEMA = "https://schemas.example/hostile.json"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
LONGEST = DEFAULT_LIMITS.json_name_length
PROOF = proved()["proof"]
LONG_ID = "https://x.example/" + "i" * 900_000
NUMBERS = [f"a{number}" for number in range(60_000)]


def _open(**members):
    """Return a badge in which every term means something, with a proof that does not hold."""
    return badge(**{"@context": [VC2, OB, UNDEFINED], "proof": PROOF, **members})


def _deeply(value, levels=55):
    for _ in range(levels):
        value = {"k" * LONGEST: value}
    return value


def _text(document):
    return json.dumps(document, separators=(",", ":")).encode()


def _with_achievement(**members):
    document = badge(proof=PROOF)
    document["credentialSubject"]["achievement"] |= members
    return _text(document)


def a08_a_long_name_around_many_objects():
    return _text(badge(**{"k" * 900_000: [{"a": 1}] * 45_000, "digestSRI": "sha256-x"}))


def a08_long_names_in_each_other():
    return _text(badge(**_deeply([{"a": 1}] * 20_000), digestSRI="sha256-x"))


def a08_many_digests_under_long_names():
    return _text(badge(**_deeply([{"digestSRI": "x"}] * 20_000)))


def f09_endorsements_under_long_names():
    return _text(badge(**_deeply([{"endorsement": [{}]}] * 12_000)))


def f09_signed_endorsements_under_long_names():
    return _token(badge(**_deeply([{"endorsement": [1]}] * 15_000, levels=40)))


def d05_resources_that_are_none():
    return _token(badge(relatedResource=[{}] * 12_000))


def c11_a_long_id_with_many_values():
    return _with_achievement(id=LONG_ID, tag=NUMBERS)


def c11_an_id_of_no_great_length_with_many_values():
    return _with_achievement(id="https://x.example/" + "i" * 110, tag=[f"a{n}" for n in range(95_000)])


def c11_a_wide_id_with_many_values():
    return _with_achievement(id="https://x.example/" + "\U0001f600" * 110, tag=NUMBERS)


def c11_a_long_term_with_many_values():
    return _text(_open(**{"k" * LONGEST: NUMBERS}))


def c11_a_long_term_with_look_alikes():
    return _text(_open(**{"k" * LONGEST: [{"k" * LONGEST: {"a": "x"}} for _ in range(700)]}))


def _token(document):
    return token(claims_of(document)).encode()


INPUTS = [value for name, value in list(globals().items()) if name[:3] in {"a08", "c11", "d05", "f09"}]


def _check(source, served=None):
    report = None

    def examine():
        nonlocal report
        report = verify(source, served=web() | (served or {}))

    with at_most():
        assert cpu_seconds(examine) < SECONDS
        assert peak_bytes(examine) < MEMORY
    assert "INTERNAL" not in codes(report)
    assert report.verdict is not qb.Verdict.VALID
    assert sum(len(row.pointer) for row in report.checks) < 1_000_000


@pytest.mark.parametrize("maker", INPUTS, ids=[maker.__name__ for maker in INPUTS])
def test_a_name_that_many_values_share_costs_little(maker):
    source = maker()
    assert len(source) <= DEFAULT_LIMITS.json_bytes
    _check(source)


# --- a schema on a stranger's host ---


def _named(**members):
    document = badge(credentialSchema=[{"id": SCHEMA, "type": "JsonSchema"}], **members)
    return _token(document)


SCHEMAS = {
    "anchors": {"k" * LONGEST: {"k" * LONGEST: [{"$anchor": f"a{n}"} for n in range(9_000)]}, "$ref": "#a8"},
    "a long name": {"k" * 300_000: [{"$anchor": f"a{n}"} for n in range(9_000)], "$ref": "#a8"},
    "required": {"$defs": {"r": {"required": ["k" * 200_000]}}, "anyOf": [{"$ref": "#/$defs/r"}] * 9_000},
    "constants": {
        "additionalProperties": {"anyOf": [{"const": "x" * 400_000 + "y"}] + [{"const": 1}] * 2_000}
    },
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_d05_a_strangers_schema_costs_little(name):
    source = _named(**_deeply([1] * 5_000, levels=40), zz="x" * 400_000 + "z")
    _check(source, {SCHEMA: _text({"$schema": DRAFT} | SCHEMAS[name])})


def test_d05_names_are_read_from_the_way_and_only_then():
    schema = {"$schema": DRAFT, "additionalProperties": {"items": {"allOf": [{"items": True}] * 5}}}
    whole = {"k" * 1_900_000: [1] * 5_000}
    with at_most():
        assert peak_bytes(lambda: schema_errors(schema, whole)) < MEMORY
        assert cpu_seconds(lambda: schema_errors(schema, whole)) < SECONDS


# --- endorsements of endorsements ---


def _endorsed_by(of, inner, number, **issuer):
    profile = {"id": did(CITY), "type": ["Profile"], "name": "City of Seams", **issuer}
    if inner is not None:
        profile["endorsement"] = [inner]
    return signed(endorsement(of, issuer=profile, id=f"urn:x:{number}"))


def test_f09_levels_of_endorsements_cost_as_much_as_two():
    entry = {"type": "IdentifierEntry", "identifierType": "name"}
    entries = [*({**entry, "identifier": f"i{number}"} for number in range(13_000)), {}]  # a fault at the end
    document = _endorsed_by(did(CITY), None, 1, otherIdentifier=entries)
    document = _endorsed_by(did(CITY), document, 2)
    whole = badge()
    whole["credentialSubject"]["achievement"]["endorsement"] = [_endorsed_by(ACHIEVEMENT_ID, document, 3)]
    source = _token(whole)
    reports = []
    assert cpu_seconds(lambda: reports.append(verify(source))) < SECONDS
    (outer,) = reports[0].endorsements
    assert outer.proved
    assert outer.endorsements == ()
    (row,) = [row for row in outer.checks if row.id == "endorsements"]
    assert row.problem.code == "LIMIT"
    assert "50000 values" in row.message
