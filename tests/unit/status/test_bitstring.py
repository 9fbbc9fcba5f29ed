"""The list of bits: order, widths, packing and everything that is no such list."""

from __future__ import annotations

import base64
import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import Limits
from qualitybadge.status.bitstring import MINIMUM_ENTRIES, Bitstring


def packed(data: bytes, prefix: str = "u") -> str:
    return prefix + base64.urlsafe_b64encode(gzip.compress(data, mtime=0)).decode().rstrip("=")


def test_a_new_list_is_long_enough_and_clear():
    bits = Bitstring.zeros()
    assert (bits.length, bits.size, bits.set_indexes()) == (MINIMUM_ENTRIES, 1, ())
    assert repr(bits) == "<Bitstring of 131072 entries of 1 bit>"


@pytest.mark.parametrize(("index", "data"), [(0, b"\x80\0"), (7, b"\x01\0"), (8, b"\0\x80"), (15, b"\0\x01")])
def test_entry_0_is_the_left_most_bit(index, data):
    bits = Bitstring.zeros(16).replaced({index: 1})
    assert bits.data == data
    assert [bits.value(n) for n in range(16)] == [int(n == index) for n in range(16)]
    assert bits.set_indexes() == (index,)
    assert bits.replaced({index: 0}) == Bitstring.zeros(16)


def test_a_change_leaves_the_old_list_as_it_was():
    old = Bitstring.zeros(8)
    assert old.replaced({3: 1}) != old
    assert old == Bitstring.zeros(8)
    assert hash(old) == hash(Bitstring.zeros(8))


def test_entries_of_several_bits_may_cross_bytes():
    bits = Bitstring.zeros(8, size=3).replaced({0: 0b101, 2: 0b111, 7: 0b001})
    assert bits.data == bytes([0b10100011, 0b10000000, 0b00000001])
    assert [bits.value(n) for n in range(8)] == [5, 0, 7, 0, 0, 0, 0, 1]
    assert bits.set_indexes() == (0, 2, 7)


def test_bits_that_fill_no_entry_belong_to_none():
    bits = Bitstring(b"\xff\xff", size=3)
    assert bits.length == 5
    assert bits.set_indexes() == (0, 1, 2, 3, 4)
    with pytest.raises(InputError, match="5 is outside"):
        bits.value(5)


@pytest.mark.parametrize("index", [-1, 16, 10**30, True, "0", 1.0])
def test_e02_an_index_outside_the_list_is_a_range_error(index):
    for attempt in (
        lambda: Bitstring.zeros(16).value(index),
        lambda: Bitstring.zeros(16).replaced({index: 1}),
    ):
        with pytest.raises(InputError) as raised:
            attempt()
        assert raised.value.code == "RANGE"


@pytest.mark.parametrize("value", [-1, 2, True, "1"])
def test_a_value_that_does_not_fit_is_a_range_error(value):
    with pytest.raises(InputError, match="holds 0 to 1") as raised:
        Bitstring.zeros(16).replaced({0: value})
    assert raised.value.code == "RANGE"


@pytest.mark.parametrize("size", [0, -1, 33, True, "1", 1.0, None])
def test_e04_an_impossible_width_is_a_range_error(size):
    for attempt in (lambda: Bitstring(b"", size), lambda: Bitstring.zeros(8, size)):
        with pytest.raises(InputError, match="1 to 32 bits") as raised:
            attempt()
        assert raised.value.code == "RANGE"


@pytest.mark.parametrize("entries", [-1, True, "8"])
def test_an_impossible_number_of_entries_is_a_range_error(entries):
    with pytest.raises(InputError, match="0 entries or more"):
        Bitstring.zeros(entries)


def test_packing_is_the_same_everywhere():
    encoded = Bitstring.zeros().replaced({94567: 1}).encode()
    assert encoded.startswith("uH4sIAAAAAAAC_")  # no time, no name, no system
    assert gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "==")) == Bitstring.decode(encoded).data


@settings(max_examples=40, deadline=None)
@given(
    size=st.integers(1, 9),
    changes=st.dictionaries(st.integers(0, 199), st.integers(0, 511), max_size=12),
)
def test_what_was_set_is_what_is_read(size, changes):
    changes = {index: value % (1 << size) for index, value in changes.items()}
    bits = Bitstring.decode(Bitstring.zeros(200, size).replaced(changes).encode(), size=size)
    assert {n: bits.value(n) for n in range(200)} == dict.fromkeys(range(200), 0) | changes
    assert bits.set_indexes() == tuple(sorted(index for index, value in changes.items() if value))


@pytest.mark.parametrize(
    ("encoded", "message"),
    [
        (None, "is a NoneType"),
        (packed(b"\0", prefix=""), "no multibase prefix"),
        (packed(b"\0", prefix="z"), "starts with 'z'"),
        ("", "starts with ''"),
        (packed(b"\0") + "=", "no base64url"),
        ("uAAAA", "not packed with gzip"),
        (
            "u" + base64.urlsafe_b64encode(zlib.compress(b"\0" * 30)).decode().rstrip("="),
            "not packed with gzip",
        ),
        (packed(b"\0" * 64)[:-8], "cut off"),
        ("u", "cut off"),
    ],
)
def test_what_is_no_packed_list_is_refused(encoded, message):
    with pytest.raises(InputError, match=message) as raised:
        Bitstring.decode(encoded)
    assert raised.value.code == "MALFORMED_VALUE"


def test_a_damaged_checksum_is_refused():
    broken = bytearray(gzip.compress(b"\0" * 64, mtime=0))
    broken[-6] ^= 1
    with pytest.raises(InputError, match="damaged"):
        Bitstring.decode("u" + base64.urlsafe_b64encode(broken).decode().rstrip("="))


def test_inflation_stops_at_the_limit():
    limits = Limits(status_list_bytes=100)
    assert Bitstring.decode(packed(bytes(100)), limits=limits).length == 800
    with pytest.raises(LimitError, match="more than 100 bytes"):
        Bitstring.decode(packed(bytes(101)), limits=limits)


@pytest.mark.parametrize("tail", [gzip.compress(b"\xff", mtime=0), b"\0", b"x"])
def test_nothing_may_follow_the_one_member(tail):
    content = gzip.compress(bytes(16), mtime=0) + tail
    with pytest.raises(InputError, match="goes on after") as raised:
        Bitstring.decode("u" + base64.urlsafe_b64encode(content).decode().rstrip("="))
    assert raised.value.code == "LIMIT"
    assert not isinstance(raised.value, LimitError)  # no limit of ours: whatever is allowed, it is malformed


def test_older_lists_are_base64_of_either_alphabet():
    data = Bitstring.zeros(800).replaced(dict.fromkeys(range(0, 800, 7), 1)).data
    content = gzip.compress(data, mtime=0)
    plain, url = base64.b64encode(content).decode(), base64.urlsafe_b64encode(content).decode()
    assert plain != url
    for text in (plain, plain.rstrip("="), url, url.rstrip("=")):
        assert Bitstring.decode(text, multibase=False).data == data


@pytest.mark.parametrize("text", ["AA===", "A=", "H4sI+_", "H4sI*AAA", "A", "AB"])
def test_older_lists_are_still_base64(text):
    with pytest.raises(InputError, match="base64"):
        Bitstring.decode(text, multibase=False)
