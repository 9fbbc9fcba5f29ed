from __future__ import annotations

import time

import pytest

from qualitybadge.model import ob2_values
from qualitybadge.model.ob2_values import PRIMITIVES
from qualitybadge.model.values import Value, describe
from qualitybadge.spec import read_context
from support.badges_ob2 import BAD, GOOD

KINDS = {kind.name: kind for kind in vars(ob2_values).values() if isinstance(kind, Value)}
HOSTILE = [
    "a" * 50_000,
    "a." * 25_000,
    "a-" * 25_000,
    "0" * 50_000,
    "0 " * 25_000,
    ";a=" * 16_000,
    "@" * 50_000,
]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in GOOD for value in GOOD[name]])
def test_good_values(name, value):
    assert KINDS[name].fault(value) is None


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_bad_texts(name, value):
    fault = KINDS[name].fault(value)
    assert fault is not None
    assert fault.message.startswith(f"expected {KINDS[name].expected}, found ")


def test_there_are_seventeen_and_each_is_sampled():
    assert len(PRIMITIVES) == 17
    assert all(name == kind.name for name, kind in PRIMITIVES.items())
    assert set(GOOD) == set(BAD) == set(KINDS) == {*PRIMITIVES, "PHONE", "PICTURE"}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("wrong", [None, ["x"], {"id": "x"}], ids=["null", "list", "object"])
def test_the_wrong_json_type_is_named(name, wrong):
    fault = KINDS[name].fault(wrong)
    assert fault is not None
    assert (fault.code, fault.message) == (
        "CONFORMANCE",
        f"expected {KINDS[name].expected}, found {describe(wrong)}",
    )


@pytest.mark.parametrize("name", sorted({*KINDS} - {"BOOLEAN"}))
def test_true_is_neither_a_text_nor_a_number(name):
    assert KINDS[name].fault(True) is not None


@pytest.mark.parametrize("name", sorted({*KINDS} - {"TEXT_OR_NUMBER"}))
def test_a_number_is_no_text(name):
    assert KINDS[name].fault(1577836800) is not None


def test_a_number_that_is_none_is_no_version():
    assert KINDS["TEXT_OR_NUMBER"].fault(float("nan")).code == "MALFORMED_VALUE"


def test_a_date_says_what_is_wrong_with_it():
    assert "time zone is missing" in KINDS["DATETIME"].fault("2020-01-01T00:00:00").message
    assert KINDS["DATETIME"].fault("10000-01-01T00:00:00Z").code == "RANGE"


def test_every_term_of_the_context_is_a_property_or_a_class():
    terms = read_context("https://w3id.org/openbadges/v2")["@context"]
    prefixes = {"extensions", "obi", "cred", "dc", "schema", "sec", "xsd"}
    for term in terms.keys() - prefixes - {"id", "type"}:
        is_property = PRIMITIVES["COMPACT_IRI"].fault(term) is None
        is_class = PRIMITIVES["RDF_TYPE"].fault(term) is None
        assert is_property != is_class, term
        assert is_class == (term[0].isupper() or term in ("hosted", "signed")), term
    for prefix in prefixes:
        assert PRIMITIVES["RDF_TYPE"].fault(prefix) is not None
        assert PRIMITIVES["RDF_TYPE"].fault(f"{prefix}:Thing") is None


@pytest.mark.parametrize("name", KINDS)
def test_long_texts_cost_little(name):
    start = time.process_time()
    for text in HOSTILE:
        for begin in ("", "http://", "data:", "en-", "+1", "urn:"):
            KINDS[name].fault(f"{begin}{text}!")
    assert time.process_time() - start < 2
