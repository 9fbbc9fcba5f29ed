"""Strict JSON: what is read, what is refused, and where the refusal points."""

from __future__ import annotations

import enum
import json
import sys
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import pytest

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import Limits
from qualitybadge.wire import strictjson


def refusal(data, **limits) -> InputError:
    with pytest.raises(InputError) as caught:
        strictjson.loads(data, limits=Limits(**limits))
    return caught.value


def copy_refusal(value, **limits) -> InputError:
    with pytest.raises(InputError) as caught:
        strictjson.from_python(value, limits=Limits(**limits))
    return caught.value


class TestReading:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("{}", {}),
            ("[]", []),
            ('"a"', "a"),
            ("true", True),
            ("null", None),
            (" \t\r\n[ 1 , 2 ] \n", [1, 2]),
            ('{"a":{"b":[1,"x",null,false]}}', {"a": {"b": [1, "x", None, False]}}),
            ('{"":1}', {"": 1}),
            ('"\\u00e9 \\n \\\\ \\" \\/"', 'é \n \\ " /'),
            ('"é😀"', "é😀"),
            ("1E5", 100000.0),
            ("1e-400", 0.0),
            ("-1.5e+2", -150.0),
            ("9007199254740991", 2**53 - 1),
            ("-9007199254740991", -(2**53) + 1),
            ("1.7976931348623157e308", sys.float_info.max),
        ],
    )
    def test_reads_what_json_allows_from_text_and_bytes(self, text, value):
        for form in (text, text.encode()):
            read = strictjson.loads(form)
            assert read == value
            assert type(read) is type(value)

    def test_minus_zero_is_an_integer_zero(self):
        assert strictjson.loads("-0") == 0
        assert str(strictjson.loads("-0.0")) == "-0.0"

    def test_keeps_the_order_of_members(self):
        assert list(strictjson.loads('{"b":1,"a":2}')) == ["b", "a"]

    def test_threads_share_the_parser(self):
        texts = [json.dumps({f"name{n}": [n] * 50, "in": {"x": n}}) for n in range(64)]
        with ThreadPoolExecutor(16) as pool:
            assert list(pool.map(strictjson.loads, texts * 20)) == [json.loads(text) for text in texts * 20]


class TestSyntax:
    @pytest.mark.parametrize(
        "text",
        [
            "[1,]",
            "[1 2]",
            "{'a':1}",
            "{a:1}",
            '{"a"}',
            '{"a":}',
            '{"a":1,}',
            "[",
            '"a',
            "nul",
            "True",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1e",
            "0x10",
            "\uff11",
            '"\t"',
            '"abc\x00"',
            '"\\x41"',
            '"\\u12"',
            '"\\u 123"',
            "\u00a01",
            "[1]\u00a0",
            "\f1",
        ],
    )
    def test_refuses_what_is_no_json(self, text):
        error = refusal(text)
        assert (error.code, error.spec) == ("PARSING", "RFC 8259 §2")
        assert "not a JSON text: " in error.message

    def test_names_the_place_and_not_the_text(self):
        error = refusal('{\n "secret": secret}')
        assert "line 2 column 12" in error.message
        assert "secret" not in str(error)

    @pytest.mark.parametrize("text", ["", " \n", b"", b"  "])
    def test_an_empty_text_is_said_to_be_empty(self, text):
        assert refusal(text).message == "the JSON text is empty"

    @pytest.mark.parametrize("data", [None, 5, bytearray(b"{}"), {"a": 1}])
    def test_only_bytes_and_str_are_json(self, data):
        error = refusal(data)
        assert error.code == "PARSING"
        assert type(data).__name__ in error.message


class TestNumbers:
    @pytest.mark.parametrize("text", ["9007199254740992", "-9007199254740992", "1" + "0" * 16, "9" * 20])
    def test_integers_end_at_two_to_the_53(self, text):
        error = refusal(f'{{"a":[0,{text}]}}')
        assert (error.code, error.pointer) == ("MALFORMED_VALUE", "/a/1")
        assert "2^53-1" in error.message

    @pytest.mark.parametrize("text", ["1e309", "-1e309", "1" + "0" * 400 + ".0"])
    def test_reals_end_at_the_largest_double(self, text):
        error = refusal(f'{{"a":{text}}}')
        assert (error.message, error.pointer) == ("a number too large for a double", "/a")


class TestNames:
    def test_points_to_the_name_that_occurs_twice(self):
        error = refusal('{"list":[0,{"x":{"b":1,"a":1,"c":1,"a":2}}]}')
        assert error.pointer == "/list/1/x/a"
        assert (error.code, error.spec) == ("MALFORMED_VALUE", "RFC 8259 §4")

    def test_an_escaped_name_is_the_same_name(self):
        assert refusal('{"a":1,"\\u0061":2}').pointer == "/a"

    def test_equal_names_in_different_objects_are_fine(self):
        assert strictjson.loads('{"a":{"a":{"a":1}},"b":{"a":1}}')["a"] == {"a": {"a": 1}}

    def test_pointer_steps_are_escaped(self):
        assert refusal('{"a/b~c":{"x":1,"x":2}}').pointer == "/a~1b~0c/x"

    def test_a_hostile_name_is_cut_short_and_printable(self):
        error = refusal('{"' + "n" * 5000 + '":{"\\ud800":1,"\\ud800":2}}')
        assert error.pointer == "/" + "n" * 64 + "…/?"

    def test_the_pointer_of_the_first_refusal_counts(self):
        assert refusal('[[1e999],[NaN],{"a":1,"a":1}]').pointer == "/0/0"
        assert refusal('{"a":[NaN],"b":1,"b":2}').pointer == "/a/0"

    def test_a_refused_value_under_a_name_that_occurs_again_has_no_pointer(self):
        error = refusal('{"a":NaN,"a":1}')
        assert (error.message, error.pointer) == ("JSON has no NaN and no Infinity", "")

    def test_a_text_that_breaks_off_after_a_refused_value_has_no_pointer(self):
        error = refusal('{"a":NaN')
        assert (error.message, error.pointer) == ("JSON has no NaN and no Infinity", "")


class TestText:
    @pytest.mark.parametrize(
        ("text", "position"),
        [
            ('"\\ud800"', 1),
            ('"ab\\uDFFF"', 3),
            ('"\\ud83d\\ud83d\\ude00"', 1),
            ('"\\ude00\\ud83d"', 1),
            ('"\\udc00\\ude00"', 1),
            ('"\\ud7ff\\udc00"', 7),
            ('"\\\\\\ud800"', 3),
            ('"\\\\ud83d\\ude00"', 8),
            ('["\\ud83d\\ude00","\\uD83D"]', 17),
            ('{"\\udc00":1}', 2),
        ],
    )
    def test_refuses_half_of_an_escaped_pair(self, text, position):
        for form in (text, text.encode()):
            error = refusal(form)
            assert error.message == f"half of a surrogate pair at character {position}"
            assert (error.code, error.spec) == ("MALFORMED_VALUE", "RFC 7493 §2.1")

    def test_refuses_a_raw_half_in_a_text(self):
        assert refusal('["a\ud800"]').message == "half of a surrogate pair at character 3"

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ('"\\ud83d\\ude00"', "😀"),
            ('"\\uD83D\\uDE00"', "😀"),
            ('"\\\\ud800"', "\\ud800"),
            ('"\\\\\\\\ud800 \\u0041"', "\\\\ud800 A"),
            ('"\\ud7ff\\ue000"', "\ud7ff\ue000"),
            ('"\\u0000"', "\0"),
        ],
    )
    def test_reads_whole_pairs_and_what_only_looks_like_one(self, text, value):
        assert strictjson.loads(text) == value

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"\xef\xbb\xbf{}", "the text starts with a byte order mark"),
            ("\ufeff{}", "the text starts with a byte order mark"),
            ('{"é":1}'.encode("utf-16"), "the text looks like UTF-16 or UTF-32, JSON is UTF-8"),
            ("{}".encode("utf-16-be"), "the text looks like UTF-16 or UTF-32, JSON is UTF-8"),
            ("{}".encode("utf-16-le"), "the text looks like UTF-16 or UTF-32, JSON is UTF-8"),
            ("{}".encode("utf-32"), "the text looks like UTF-16 or UTF-32, JSON is UTF-8"),
            (b"\xff\xfeA\x01", "the text looks like UTF-16 or UTF-32, JSON is UTF-8"),
            (b"\xfe\xff\x01A", "the text looks like UTF-16 or UTF-32, JSON is UTF-8"),
            (b'{"a":"\xe9"}', "not UTF-8 from byte 6 on"),
            (b'"\xc0\x80"', "not UTF-8 from byte 1 on"),
            (b'"\xed\xa0\x80"', "not UTF-8 from byte 1 on"),
            (b'"\xf4\x90\x80\x80"', "not UTF-8 from byte 1 on"),
        ],
    )
    def test_only_utf8_without_byte_order_mark(self, data, reason):
        error = refusal(data)
        assert (error.code, error.message) == ("PARSING", reason)


class TestLimits:
    def test_bytes_are_counted_before_parsing(self):
        assert strictjson.loads(b'"123"', limits=Limits(json_bytes=5)) == "123"
        assert strictjson.loads('"é"', limits=Limits(json_bytes=4)) == "é"
        for data in (b'"1234"', '"1234"', '"éé"', b"\xff" * 6):
            error = refusal(data, json_bytes=5)
            assert isinstance(error, LimitError)
            assert error.message == "the JSON text has more than 5 bytes"

    @pytest.mark.parametrize(
        "text",
        [
            "[[[]]]",
            '{"a":{"a":{}}}',
            '[{"a":[1]}]',
            '["[[[[", [ "]]]]{{{{", [ 1 ] ] ]',
            '[ "\\"[[[[" , [[ "\\\\" , "[[" ] ] ]',
            '{"a":[ {"[":"]"} , {} , {} , [] , [] ] , "b":"}}}}" }',
        ],
    )
    def test_depth_counts_what_is_open_at_once(self, text):
        assert strictjson.loads(text, limits=Limits(json_depth=3)) is not None
        error = refusal(text, json_depth=2)
        assert isinstance(error, LimitError)
        assert error.message == "the document nests deeper than 2 levels"

    def test_brackets_within_strings_close_nothing(self):
        text = '["]","]","]",[["]"]]]'
        assert strictjson.loads(text, limits=Limits(json_depth=3))
        assert isinstance(refusal(text, json_depth=2), LimitError)

    def test_unclosed_nesting_is_refused_before_parsing(self):
        assert isinstance(refusal("[" * 65), LimitError)
        assert refusal("[" * 64).code == "PARSING"

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("1", 1),
            ("[ ]", 1),
            ('["a"]', 2),
            ('{"a":[ ] , "b":{ }}', 3),
            ('["a,b","[","{\\"",{"a,":"\\\\"}]', 6),
            ("[1,[2,3],[[]]]", 7),
        ],
    )
    def test_values_are_counted(self, text, count):
        text += " " * 20
        assert strictjson.loads(text, limits=Limits(json_nodes=count)) is not None
        if count > 1:
            error = refusal(text, json_nodes=count - 1)
            assert isinstance(error, LimitError)
            assert error.message == f"the document holds more than {count - 1} values"

    @pytest.mark.parametrize("inner", ["", "NaN"])
    def test_a_raised_depth_ends_at_the_call_stack(self, inner):
        text = "[" * 90_000 + inner + "]" * 90_000
        error = refusal(text, json_depth=10**6, json_nodes=10**6)
        assert isinstance(error, LimitError)
        assert "call stack" in error.message


VALUE = {"a": [1, 2.5, "é", True, None, {"b": []}], "ü": {}, "plain": "text"}


class TestFromPython:
    def test_copies_deeply(self):
        copy = strictjson.from_python(VALUE)
        assert copy == VALUE
        assert copy is not VALUE
        assert copy["a"] is not VALUE["a"]
        assert copy["a"][5] is not VALUE["a"][5]
        assert copy["a"][5]["b"] is not VALUE["a"][5]["b"]
        assert list(copy) == list(VALUE)

    @pytest.mark.parametrize("value", [None, True, 0, -(2**53) + 1, 1e308, "", "😀"])
    def test_scalars_stay_what_they_are(self, value):
        assert strictjson.from_python(value) is value

    @pytest.mark.parametrize(
        ("value", "what"),
        [
            ((1, 2), "tuple"),
            ({1, 2}, "set"),
            (b"a", "bytes"),
            (object(), "object"),
            (OrderedDict(a=1), "OrderedDict"),
            (enum.IntEnum("Level", "LOW").LOW, "Level"),
            (enum.StrEnum("Word", "A").A, "Word"),
            (1j, "complex"),
        ],
    )
    def test_nothing_is_converted(self, value, what):
        error = copy_refusal({"x": [None, value]})
        assert (error.message, error.pointer) == (f"a value of type {what} is not JSON", "/x/1")

    @pytest.mark.parametrize("name", [1, None, True, b"a", (1,), enum.StrEnum("Word", "A").A])
    def test_names_are_str(self, name):
        error = copy_refusal({"x": {name: 1}})
        assert error.pointer == "/x"
        assert type(name).__name__ in error.message

    @pytest.mark.parametrize("number", [2**53, -(2**53), 2**60_000], ids=["first", "negative", "huge"])
    def test_integers_end_at_two_to_the_53(self, number):
        assert copy_refusal([number]).pointer == "/0"

    @pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
    def test_no_nan_and_no_infinity(self, number):
        assert copy_refusal({"a/b": number}).pointer == "/a~1b"

    def test_no_half_pairs_in_values_and_names(self):
        error = copy_refusal({"a": ["ok", "x\ud800"]})
        assert (error.message, error.pointer) == ("half of a surrogate pair at character 1", "/a/1")
        error = copy_refusal({"a": {"\udfff": 1}})
        assert (error.message, error.pointer) == ("half of a surrogate pair at character 0", "/a/?")

    def test_depth_is_limited(self):
        assert strictjson.from_python([{"a": []}], limits=Limits(json_depth=3)) == [{"a": []}]
        error = copy_refusal([{"a": []}], json_depth=2)
        assert isinstance(error, LimitError)
        assert error.pointer == "/0/a"

    def test_a_value_inside_itself_is_too_deep(self):
        circle = {"a": []}
        circle["a"].append(circle)
        assert isinstance(copy_refusal(circle), LimitError)

    def test_many_paths_to_one_list_are_counted_each(self):
        wide: list[object] = []
        for _ in range(20):
            wide = [wide] * 10
        assert "100000 values" in copy_refusal(wide).message

    def test_values_are_limited(self):
        value = {"a": [1, 2], "b": {}}
        assert strictjson.from_python(value, limits=Limits(json_nodes=5)) == value
        error = copy_refusal(value, json_nodes=4)
        assert isinstance(error, LimitError)
        assert (error.message, error.pointer) == ("the document holds more than 4 values", "/a")

    def test_a_raised_depth_ends_at_the_call_stack(self):
        deep: list[object] = []
        for _ in range(5000):
            deep = [deep]
        assert "call stack" in copy_refusal(deep, json_depth=10**6).message
        with pytest.raises(LimitError):
            strictjson.dumps(deep, limits=Limits(json_depth=10**6))


class TestWriting:
    def test_is_compact_utf8_in_the_given_order(self):
        value = {"b": [1, 2.0, None, True], "a": 'é\n"\\ 😀'}
        expected = '{"b":[1,2.0,null,true],"a":"é\\n\\"\\\\ 😀"}'.encode()
        assert strictjson.dumps(value) == expected

    @pytest.mark.parametrize(
        "value", [(1,), {1: 2}, float("nan"), 2**53, "\ud800", {"a": b""}, {"a": {1, 2}}, object()]
    )
    def test_refuses_what_would_not_read_back(self, value):
        with pytest.raises(InputError):
            strictjson.dumps(value)

    def test_limits_are_the_callers(self):
        with pytest.raises(LimitError):
            strictjson.dumps([[]], limits=Limits(json_depth=1))

    def test_changes_nothing(self):
        value = {"a": [1, {"b": "é"}]}
        before = json.dumps(value)
        strictjson.dumps(value)
        assert json.dumps(value) == before


def test_several_texts_in_one_file_are_named_as_such():
    with pytest.raises(InputError, match="more follows after its end, at line 2 column 1") as caught:
        strictjson.loads('{"a": 1}\n{"b": 2}\n')
    assert caught.value.hint == "one file holds one JSON text: make a file of each line"
    with pytest.raises(InputError, match="at line 1 column 4") as caught:
        strictjson.loads("{} {}")
    assert caught.value.hint == ""
