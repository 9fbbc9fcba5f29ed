"""Attack family A, JSON and text, where bytes become values: each case refused by name, none by a crash."""

from __future__ import annotations

import time

import pytest

from qualitybadge.errors import InputError, LimitError, QualityBadgeError
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.wire import jcs, strictjson


def refusal(data) -> InputError:
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        strictjson.loads(data)
    # Not a measurement: only far beyond any machine's speed is the work unbounded.
    assert time.process_time() - started < 5
    assert len(str(caught.value)) < 1000
    str(caught.value).encode()
    return caught.value


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ('{"iss":"https://a.example","iss":"https://b.example"}', "/iss"),
        ('{"issuer":{"id":"did:key:a","x":{},"id":"did:key:b"}}', "/issuer/id"),
        ('{"type":["A"],"ty\\u0070e":["B"]}', "/type"),
        ('{"a":1,"a":1}', "/a"),
        ('{"":1,"":2}', "/"),
        ('{"\\ud83d\\ude00":1,"😀":2}', "/😀"),
    ],
)
def test_a01_duplicate_names(text, pointer):
    for data in (text, text.encode()):
        error = refusal(data)
        assert error.code == "MALFORMED_VALUE"
        assert error.pointer == pointer


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1E+400", "0.1e310", "9" * 400 + ".0"]
)
@pytest.mark.parametrize("text", ['{"iat":%s}', '{"iat":[{},%s]}', "%s"])
def test_a02_nan_infinity_and_overflowing_numbers(number, text):
    error = refusal(text.replace("%s", number))
    assert error.code == "MALFORMED_VALUE"
    assert error.pointer == {"%s": "", '{"iat":%s}': "/iat"}.get(text, "/iat/1")


@pytest.mark.parametrize("number", ["nan", "inf", "-NaN", "+Infinity", "1e", "0x1p9"])
def test_a02_other_spellings_of_no_number(number):
    assert refusal('{"iat":' + number + "}").code == "PARSING"


@pytest.mark.parametrize(
    "number", [str(2**53), str(-(2**53)), "18446744073709551616", "1" * 5_000, "-" + "9" * 2_000_000]
)
def test_a03_integers_no_double_can_hold(number):
    error = refusal('{"exp":' + number + "}")
    assert (error.code, error.pointer) == ("MALFORMED_VALUE", "/exp")


def test_a03_integers_of_a_callers_own_value():
    for number in (2**53, -(2**53), 1 << 60_000):
        for function in (strictjson.from_python, strictjson.dumps, jcs.canonicalize):
            with pytest.raises(InputError) as caught:
                function({"exp": number})
            assert caught.value.pointer == "/exp"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000,
        '{"a":' * 50_000 + "1" + "}" * 50_000,
        '[{"a":' * 50_000,
        "[" * 65 + "]" * 65,
        '["]]]",' * 65 + "1" + "]" * 65,
        '["\\"]]",' * 65 + "1" + "]" * 65,
        '["\\\\",' * 65 + "1" + "]" * 65,
    ],
)
def test_a04_deep_nesting(text):
    for data in (text, text.encode()):
        error = refusal(data)
        assert isinstance(error, LimitError)
        assert error.code == "LIMIT"


def test_a04_the_permitted_depth_is_read_and_brackets_in_strings_are_text():
    text = '["[[[[{{{{",' * 64 + '"]]]]\\"}}}}[[[["' + "]" * 64
    assert strictjson.loads(text)


def test_a04_deep_nesting_of_a_callers_own_value():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    circle: dict[str, object] = {}
    circle["self"] = circle
    for value in (deep, circle):
        for function in (strictjson.from_python, strictjson.dumps, jcs.canonicalize):
            with pytest.raises(LimitError):
                function(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"name":"\\ud800"}',
        '{"name":"\\uDFFF x"}',
        '{"\\ud800":"name"}',
        '{"a":{"\\udc00":1}}',
        '["\\ude00\\ud83d"]',
        '["\\\\\\ud83d"]',
        '["\ud800"]',
        '{"\udfff":1}',
    ],
)
def test_a05_lone_surrogates_in_values_and_names(text):
    error = refusal(text)
    assert error.code == "MALFORMED_VALUE"
    assert "surrogate" in error.message


@pytest.mark.parametrize("value", [{"a": "\ud800"}, {"\ud800": "a"}, ["\udfff"], "\ud83d"])
def test_a05_lone_surrogates_in_a_callers_own_value(value):
    for function in (strictjson.from_python, strictjson.dumps, jcs.canonicalize):
        with pytest.raises(InputError, match="surrogate"):
            function(value)


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbf{"a":1}',
        '\ufeff{"a":1}',
        *('{"a":"é"}'.encode(name) for name in ("utf-16", "utf-16-le", "utf-16-be")),
        *('{"a":1}'.encode(name) for name in ("utf-32", "utf-32-le", "utf-32-be")),
        '{"a":"é"}'.encode("latin-1"),
        b'{"a":"\xc0\xaf"}',
        b'{"a":"\xed\xa0\xbd\xed\xb8\x80"}',
        b'{"a":"\xff"}',
        b"\xf0\x9f",
    ],
)
def test_a06_byte_order_marks_and_foreign_encodings(data):
    assert refusal(data).code == "PARSING"


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1}{"a":2}',
        '{"a":1} x',
        '{"a":1}]',
        '{"a":1}\x00',
        '{"a":1},',
        "1 2",
        '{"a":1}// comment',
        '/* comment */{"a":1}',
        '{"a":/**/1}',
        '{"a":1}\n#',
        ")]}'\n{}",
        '{"a":1}\ufeff',
    ],
)
def test_a07_trailing_data_two_documents_and_comments(text):
    for data in (text, text.encode()):
        assert refusal(data).code == "PARSING"


def test_a08_documents_larger_than_the_limit_are_not_parsed(monkeypatch):
    largest = DEFAULT_LIMITS.json_bytes
    assert strictjson.loads(b'"' + b"x" * (largest - 2) + b'"')

    def parsed(_text):
        pytest.fail("an oversized document reached the parser")

    monkeypatch.setattr(strictjson, "_parse", parsed)
    for data in (
        b'"' + b"x" * (largest - 1) + b'"',
        '"' + "x" * (largest - 1) + '"',
        '"' + "é" * (largest // 2) + '"',
        b"\xff" * (largest + 1),
        "[" * (largest + 1),
    ):
        error = refusal(data)
        assert isinstance(error, LimitError)
        assert str(largest) in error.message


def test_a08_many_values_in_few_bytes():
    for text in (
        "[" + "[]," * 100_000 + "1]",
        "[" + "1," * 100_000 + "1]",
        '{"a":' + "[{}," * 63 + "0," * 99_999,
    ):
        assert isinstance(refusal(text), LimitError)
    assert len(strictjson.loads("[" + "1," * 99_998 + "1]")) == 99_999


def test_a_refusals_quote_nothing_of_the_document():
    secret = "correct-horse-battery"
    for text in (
        f'{{"a":"{secret}"',
        f'{{"a":"{secret}",}}',
        f'{{"a":{secret}}}',
        f'{{"a":"{secret}","a":"{secret}"}}',
        f'["{secret}\\ud800"]',
        f'["{secret}",NaN]',
        f'"{secret}" "{secret}"',
    ):
        with pytest.raises(QualityBadgeError) as caught:
            strictjson.loads(text)
        assert secret not in str(caught.value)
