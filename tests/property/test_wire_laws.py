"""Laws of the wire: what is written reads back, one value has one text, and only our own exceptions leave."""

from __future__ import annotations

import contextlib
import json
import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import Limits
from qualitybadge.wire import jcs, multibase, strictjson, timestamps

relaxed = settings(deadline=None, max_examples=200)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ['"', "\\", '\\"', "[", "]]", "{", "\\ud800", "\\u0041", "😀", "\x00", "\u2028", "\ufeff", ","]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-strictjson.LARGEST_INTEGER, strictjson.LARGEST_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
# Whatever json.dumps can write, our rules or not: names that JSON changes, NaN, half pairs, huge numbers.
WILD = st.recursive(
    SCALARS | st.text(max_size=3) | st.integers() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=2) | st.integers(0, 1) | st.none(), inner, max_size=3)
    ),
    max_leaves=10,
)
BYTES = st.binary(max_size=80)


def same(a: object, b: object) -> bool:
    """Compare strictly: 1, 1.0 and True are three values, -0.0 is not 0.0, members keep their order."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[name], b[name]) for name in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b)
    return a == b


def depth(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def size(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + sum(map(size, value)) if isinstance(value, list) else 1


class TestJson:
    @relaxed
    @given(VALUES)
    def test_what_is_written_reads_back(self, value):
        written = strictjson.dumps(value)
        assert same(strictjson.loads(written), value)
        assert same(strictjson.loads(written.decode()), value)
        assert same(strictjson.from_python(value), value)

    @relaxed
    @given(VALUES, st.booleans(), st.sampled_from([None, 1]), st.sampled_from([",", " , ", ",\n"]))
    def test_reads_like_the_standard_library_in_any_layout(self, value, ascii_only, indent, comma):
        text = json.dumps(value, ensure_ascii=ascii_only, indent=indent, separators=(comma, " : "))
        assert same(strictjson.loads(text), value)
        assert same(strictjson.loads(text.encode()), value)

    @relaxed
    @given(VALUES, st.booleans())
    def test_depth_and_values_are_counted_exactly(self, value, ascii_only):
        text = json.dumps(value, ensure_ascii=ascii_only) + " " * 400
        deep, many = depth(value), size(value)
        assert same(strictjson.loads(text, limits=Limits(json_depth=deep, json_nodes=many)), value)
        assert same(strictjson.from_python(value, limits=Limits(json_depth=deep, json_nodes=many)), value)
        for limits in (Limits(json_depth=deep - 1), Limits(json_nodes=many - 1)):
            if limits.json_depth < 0 or limits.json_nodes < 1:
                continue
            with pytest.raises(LimitError):
                strictjson.loads(text, limits=limits)
            with pytest.raises(LimitError):
                strictjson.from_python(value, limits=limits)

    @relaxed
    @given(WILD)
    def test_a_callers_value_and_its_text_meet_the_same_fate(self, value):
        try:
            copy = strictjson.from_python(value)
        except InputError as error:
            str(error).encode()
            with pytest.raises(InputError):
                strictjson.dumps(value)
        else:
            assert same(strictjson.loads(strictjson.dumps(value)), copy)

    @relaxed
    @given(st.binary(max_size=200) | st.text(max_size=100))
    @example("[" * 70)
    @example(b'{"a":NaN,"a":1}')
    def test_only_input_errors_leave(self, data):
        try:
            value = strictjson.loads(data)
        except InputError as error:
            str(error).encode()
        else:
            assert same(strictjson.loads(strictjson.dumps(value)), value)

    @relaxed
    @given(VALUES.map(strictjson.dumps), st.data())
    def test_only_input_errors_leave_damaged_json(self, written, data):
        damaged = bytearray(written)
        for _ in range(data.draw(st.integers(1, 3))):
            place = data.draw(st.integers(0, len(damaged)))
            scrap = data.draw(
                st.sampled_from([b"", b'"', b"\\", b"[", b"}", b":", b"\\ud800", b"1e999", b"\xff", b","])
            )
            damaged[place : place + data.draw(st.integers(0, 2))] = scrap
        with contextlib.suppress(InputError):
            strictjson.loads(bytes(damaged))

    @relaxed
    @given(st.lists(st.tuples(TEXT, SCALARS), min_size=2, max_size=6), st.data())
    def test_a_repeated_name_never_passes(self, members, data):
        members.append((data.draw(st.sampled_from(members))[0], 1))
        body = ",".join(f"{json.dumps(name)}:{json.dumps(value)}" for name, value in members)
        with pytest.raises(InputError, match="twice"):
            strictjson.loads("[{" + body + "}]")


class TestJcs:
    @relaxed
    @given(VALUES)
    def test_canonical_bytes_are_stable_and_mean_the_same(self, value):
        canonical = jcs.canonicalize(value)
        with contextlib.suppress(InputError):  # 1e16 is written as an integer that JSON readers must refuse
            again = strictjson.loads(canonical)
            assert again == value
            assert jcs.canonicalize(again) == canonical

    @relaxed
    @given(st.dictionaries(TEXT, SCALARS, max_size=6), st.randoms())
    def test_the_order_of_members_does_not_matter(self, value, chance):
        members = list(value.items())
        chance.shuffle(members)
        assert jcs.canonicalize(dict(members)) == jcs.canonicalize(value)

    @relaxed
    @given(st.dictionaries(TEXT, st.none(), max_size=6))
    def test_names_are_ordered_by_utf16_units(self, value):
        names = list(json.loads(jcs.canonicalize(value)))
        assert names == sorted(value, key=lambda name: name.encode("utf-16-be"))

    @relaxed
    @given(WILD)
    def test_only_input_errors_leave(self, value):
        with contextlib.suppress(InputError):
            jcs.canonicalize(value)


LETTERS = st.sampled_from(list(multibase._BASE64URL + "=+/ \n\t")) | st.characters()
CODECS = [
    pytest.param("", multibase.b64url_encode, multibase.b64url_decode, id="base64url"),
    pytest.param("", multibase.base58btc_encode, multibase.base58btc_decode, id="base58btc"),
    pytest.param("z", multibase.encode, multibase.decode, id="multibase z"),
    pytest.param("u", lambda data: multibase.encode(data, "u"), multibase.decode, id="multibase u"),
]


@pytest.mark.parametrize(("prefix", "encode", "decode"), CODECS)
class TestMultibase:
    @relaxed
    @given(data=BYTES, zeros=st.integers(0, 3))
    def test_what_is_encoded_decodes(self, prefix, encode, decode, data, zeros):
        data = bytes(zeros) + data
        assert decode(encode(data)) == data

    @relaxed
    @given(text=st.text(max_size=40) | st.text("zu1AQgw-_=+/ \n9", max_size=12))
    def test_a_text_that_decodes_is_the_one_text_of_its_value(self, prefix, encode, decode, text):
        text = prefix + text
        try:
            data = decode(text)
        except InputError as error:
            str(error).encode()
        else:
            assert encode(data) == text

    @relaxed
    @given(data=BYTES, change=st.tuples(st.integers(0), LETTERS, st.integers(0, 1)))
    def test_no_changed_letter_leaves_the_value_the_same(self, prefix, encode, decode, data, change):
        text = encode(data)
        place, letter, removed = change
        place = len(prefix) + place % (len(text) + 1 - len(prefix))
        changed = text[:place] + letter + text[place + removed :]
        if changed == text:
            return
        with contextlib.suppress(InputError):
            assert decode(changed) != data

    @relaxed
    @given(data=BYTES, place=st.integers(0))
    def test_no_removed_letter_leaves_the_value_the_same(self, prefix, encode, decode, data, place):
        text = encode(data)
        place = len(prefix) + place % (len(text) + 1 - len(prefix))
        shorter = text[:place] + text[place + 1 :]
        if shorter == text:
            return
        with contextlib.suppress(InputError):
            assert decode(shorter) != data


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES)  # noqa: DTZ001 - bounds are naive


class TestTimestamps:
    @relaxed
    @given(MOMENTS)
    def test_what_is_rendered_parses(self, moment):
        written = timestamps.render(moment)
        assert timestamps.parse(written) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        assert timestamps.render(timestamps.parse(written)) == written
        assert timestamps.is_datetime(written)

    @relaxed
    @given(MOMENTS)
    def test_reads_the_iso_format_in_every_zone(self, moment):
        read = timestamps.parse(moment.isoformat())
        assert read == moment
        assert read.tzinfo is UTC

    @relaxed
    @given(
        st.text(max_size=30)
        | st.from_regex(
            r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?\Z"
        )
    )
    def test_only_input_errors_leave_and_both_readers_agree(self, text):
        refusal = ""
        try:
            assert timestamps.parse(text).tzinfo is UTC
        except InputError as error:
            refusal = error.message
        if "zone is missing" not in refusal:
            assert timestamps.is_datetime(text) == (not refusal)
