"""How long the name of a member may be, and when a text is looked through for that."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from qualitybadge.errors import LimitError
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.wire import names, strictjson

LIMITS = replace(DEFAULT_LIMITS, json_name_length=8)
LONG = "n" * 9


@pytest.mark.parametrize(
    "document",
    [
        {"n" * 8: 1},
        {"a": "x" * 100},
        {"a": {"b": ["x" * 100, {"c": "y" * 100}]}},
        {"ä" * 8: "x" * 100},
        [1] * 100,
        "x" * 100,
    ],
)
def test_long_values_and_short_names_pass(document):
    for text in (
        json.dumps(document),
        json.dumps(document, ensure_ascii=False),
        json.dumps(document, indent=9),
    ):
        assert strictjson.loads(text, limits=LIMITS) == document
    assert strictjson.from_python(document, limits=LIMITS) == document


@pytest.mark.parametrize(
    "document",
    [
        {LONG: 1},
        {"a": {"b": ["x", {LONG: 1}]}},
        {"ä" * 9: 1},
        {'"' * 9: 1},
        {"\\" * 9: 1},
        {'\\"' * 5: 1},
        {"": [[{"n" * 500: {}}]]},
    ],
)
def test_a08_a_longer_name_is_refused_wherever_it_stands(document):
    for text in (
        json.dumps(document),
        json.dumps(document, ensure_ascii=False),
        json.dumps(document, indent=9),
    ):
        with pytest.raises(LimitError, match="more than 8 characters") as caught:
            strictjson.loads(text, limits=LIMITS)
        assert len(caught.value.pointer) < 100
    with pytest.raises(LimitError, match="more than 8 characters"):
        strictjson.from_python(document, limits=LIMITS)


def test_a_step_of_a_pointer_is_short_and_printable():
    assert names.step(3) == "/3"
    assert names.step("a/b~c") == "/a~1b~0c"
    assert names.step("x" * 1000) == "/" + "x" * 64 + "…"
    assert names.step("\ud800") == "/?"
