from __future__ import annotations

import pytest

from qualitybadge.model import enumerations, values
from qualitybadge.model.values import Plural, Value, describe
from support.badges import BAD_TEXT, GOOD

KINDS = {kind.name: kind for kind in vars(values).values() if isinstance(kind, Value)} | {
    kind.name: kind
    for kind in map(
        values.constant, ["Image", "IdentifierEntry", "IdentityObject", "GeoCoordinates", "Association"]
    )
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in GOOD for value in GOOD[name]])
def test_good_values(name, value):
    assert KINDS[name].fault(value) is None


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD_TEXT for value in BAD_TEXT[name]])
def test_bad_texts(name, value):
    fault = KINDS[name].fault(value)
    assert fault is not None
    assert fault.message.startswith(f"expected {KINDS[name].expected}, found ")


def test_every_kind_is_sampled():
    assert set(KINDS) == set(GOOD)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_wrong_json_type_is_named(kind):
    wrong = {"text": 1, "number": True, "boolean": 0, "object": []}.get(kind.form, ["x"])
    fault = kind.fault(wrong)
    assert fault is not None
    assert fault.code == "CONFORMANCE"
    assert fault.message == f"expected {kind.expected}, found {describe(wrong)}"


def test_codes_tell_malformed_from_misplaced():
    assert values.URI.fault("x").code == "MALFORMED_VALUE"
    assert values.DATE_TIME_Z.fault("2026-01-31T09:00:00").code == "MALFORMED_VALUE"
    assert values.DATE_TIME_Z.fault("10000-01-31T09:00:00Z").code == "RANGE"
    assert values.NUMBER.fault(float("nan")).code == "MALFORMED_VALUE"
    assert values.ACHIEVEMENT_TYPE.fault("Program").code == "CONFORMANCE"


def test_a_date_says_what_is_wrong_with_it():
    assert "time zone is missing" in values.DATE_TIME_Z.fault("2026-01-31T09:00:00").message
    assert values.DATE.fault("2023-02-29").message.endswith(": no day of the calendar")


def test_hints_name_the_way_out():
    assert values.ACHIEVEMENT_TYPE.fault("Program").hint.endswith("ext:")
    assert "Completed, Enrolled" in values.RESULT_STATUS.fault("Done").hint


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (enumerations.ACHIEVEMENT_TYPES, 31),
        (enumerations.ALIGNMENT_TARGET_TYPES, 7),
        (enumerations.IDENTIFIER_TYPES, 19),
        (enumerations.RESULT_TYPES, 12),
        (enumerations.RESULT_STATUS_TYPES, 7),
        (enumerations.ASSOCIATION_TYPES, 8),
    ],
)
def test_the_word_lists_have_the_length_of_the_specification(words, count):
    assert len(words) == len(set(words)) == count


@pytest.mark.parametrize("word", ["ext:a", "ext:A-b.c_9"])
def test_open_lists_take_ext_terms_and_closed_ones_do_not(word):
    open_kinds = [values.ACHIEVEMENT_TYPE, values.TARGET_TYPE, values.IDENTIFIER_TYPE, values.RESULT_TYPE]
    assert [kind.fault(word) for kind in open_kinds] == [None] * 4
    assert values.RESULT_STATUS.fault(word) is not None
    assert values.ASSOCIATION.fault(word) is not None
    assert Value("Own", "a word", words=("a",)).fault(word) is not None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (3, "the number 3"),
        (2.5, "the number 2.5"),
        (float("inf"), "the number inf"),
        pytest.param(-(10**5000), "a number beyond 2^53", id="huge"),
        ("", "an empty text"),
        ("x\u202ey\n", "the text 'x\\u202ey\\n'"),
        ("a" * 60, f"the text '{'a' * 60}'"),
        ("a" * 61, f"the text '{'a' * 60}…'"),
        ([], "an empty array"),
        (["a"], "an array"),
        ((1,), "an array"),
        ({}, "an object"),
        (b"", "a Python bytes"),
    ],
)
def test_describe(value, words):
    assert describe(value) == words


def test_plural_counts_orders_and_looks_for_words():
    assert Plural(least=1).lack([]).code == "CONFORMANCE"
    assert Plural().single is False
    assert Plural(least=1).lack([0]) is None
    types = Plural(holds=(("A",), ("B", "C")))
    assert types.lack(["C", "A"]) is None
    assert types.lack(["A", "X"]) == ("CONFORMANCE", "expected B or C among the types", "")
    assert types.lack([["A"], {}, None]).message == "expected A among the types"
    order = Plural(first=(values.CONTEXT_VC_2, values.CONTEXT_OB))
    assert order.disorder([*GOOD["ContextVc2"], GOOD["ContextOb3"][0], 7]) is None
    assert order.disorder(GOOD["ContextVc2"])[0] == 1
    assert order.disorder([{}])[0] == 0
    assert order.disorder([])[1].message.endswith("found nothing")
