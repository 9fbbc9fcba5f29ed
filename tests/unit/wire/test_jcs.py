"""JCS: canonical order and numbers; only our own exceptions leave."""

from __future__ import annotations

import pytest
import rfc8785

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import Limits
from qualitybadge.wire import jcs


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),
        ({"\u20ac": 1, "\r": 2, "1": 3, "\u0080": 4}, '{"\\r":2,"1":3,"\u0080":4,"\u20ac":1}'),
        ([1.0, -0.0, 1e21, 1e-7, 0.1], "[1,0,1e+21,1e-7,0.1]"),
        ('\x00\x1f\x7f/\\"\n', '"\\u0000\\u001f\x7f/\\\\\\"\\n"'),
        ({}, "{}"),
        ([], "[]"),
        (2**53 - 1, "9007199254740991"),
    ],
)
def test_writes_the_canonical_form(value, canonical):
    assert jcs.canonicalize(value) == canonical.encode()


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ({"a": {"\ud800": 1}}, "/a/?"),
        ({"a": "\ud800"}, "/a"),
        ([float("nan")], "/0"),
        ([2**53], "/0"),
        ({"a": (1, 2)}, "/a"),
        ({1: 2}, ""),
        ([object()], "/0"),
    ],
)
def test_refuses_what_has_no_canonical_form(value, pointer):
    with pytest.raises(InputError) as caught:
        jcs.canonicalize(value)
    assert caught.value.code == "MALFORMED_VALUE"
    assert caught.value.pointer == pointer


def test_limits_are_the_callers():
    assert jcs.canonicalize([[]], limits=Limits(json_depth=2)) == b"[[]]"
    with pytest.raises(LimitError):
        jcs.canonicalize([[]], limits=Limits(json_depth=1))


def test_deep_nesting_is_a_limit():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(LimitError):
        jcs.canonicalize(deep)


def test_an_exhausted_stack_is_a_limit(monkeypatch):
    def exhausted(_value):
        raise RecursionError

    monkeypatch.setattr(rfc8785, "dumps", exhausted)
    with pytest.raises(LimitError, match="call stack"):
        jcs.canonicalize([])
