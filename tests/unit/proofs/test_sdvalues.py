"""The two proof values of ecdsa-sd-2023: one spelling each, and every other one refused."""

from __future__ import annotations

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import ProofError
from qualitybadge.proofs.sdvalues import DerivedProof, HolderProof
from qualitybadge.wire import multibase

SIGNATURE, KEY, HMAC = b"s" * 64, b"\x80\x24" + b"k" * 33, b"h" * 32
BASE_HEADER, DERIVED_HEADER = b"\xd9\x5d\x00", b"\xd9\x5d\x01"


def base(*parts, header=BASE_HEADER):
    return "u" + multibase.b64url_encode(header + cbor2.dumps(list(parts)))


def derived(*parts):
    return base(*parts, header=DERIVED_HEADER)


def refusal(kind, value):
    with pytest.raises(ProofError) as caught:
        kind.read(value, pointer="/proof/3")
    assert caught.value.pointer == "/proof/3/proofValue"
    return caught.value


@settings(max_examples=25)
@given(
    st.lists(st.binary(min_size=64, max_size=64), max_size=30), st.lists(st.text(max_size=300), max_size=30)
)
def test_a_base_proof_is_written_as_cbor_and_read_back(signatures, pointers):
    proof = HolderProof(SIGNATURE, KEY, HMAC, tuple(signatures), tuple(pointers))
    try:
        value = proof.write()
    except UnicodeEncodeError:  # a lone surrogate, which no JSON of ours has
        return
    assert value == base(SIGNATURE, KEY, HMAC, signatures, pointers)
    assert HolderProof.read(value) == proof


@settings(max_examples=25)
@given(
    st.lists(st.binary(min_size=64, max_size=64), max_size=300),
    st.dictionaries(st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32), max_size=30),
    st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 300), unique=True),
)
def test_a_derived_proof_is_written_as_cbor_and_read_back(signatures, labels, mandatory):
    labels = {number: label for label, number in {v: k for k, v in labels.items()}.items()}
    proof = DerivedProof(SIGNATURE, KEY, tuple(signatures), labels, tuple(mandatory))
    value = proof.write()
    assert value == derived(SIGNATURE, KEY, signatures, labels, mandatory)
    assert DerivedProof.read(value) == proof


GOOD = (SIGNATURE, KEY, [SIGNATURE], {0: b"a" * 32, 1: b"b" * 32}, [0, 2])


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, b"s" * 63), (0, b"s" * 65), (0, "s" * 64), (0, None), (0, [SIGNATURE]), (0, 64),
        (1, b"k" * 33), (1, b""), (1, "k" * 35),
        (2, SIGNATURE), (2, [b"s" * 63]), (2, ["s" * 64]), (2, [[SIGNATURE]]), (2, {0: SIGNATURE}),
        (3, []), (3, {"0": b"a" * 32}), (3, {0: "a" * 32}), (3, {0: b"a" * 31}), (3, {-1: b"a" * 32}),
        (3, {b"0": b"a" * 32}), (3, {0: b"a" * 32, 1: b"a" * 32}), (3, [[0, b"a" * 32]]),
        (4, [-1]), (4, [0, 0]), (4, [1.0]), (4, ["0"]), (4, [None]), (4, [True]), (4, {0: 1}), (4, [[0]]),
        (4, [2**64]), (4, 0),
    ],
)  # fmt: skip
def test_a_part_of_another_type_or_size_is_refused(place, value):
    parts = list(GOOD)
    parts[place] = value
    refusal(DerivedProof, derived(*parts))


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, b""), (1, b"k" * 34), (2, b"h" * 31), (3, [b"s" * 65]), (4, [b"/issuer"]), (4, "/issuer"), (4, [0])],
)
def test_a_part_of_a_base_proof_of_another_type_or_size_is_refused(place, value):
    parts = [SIGNATURE, KEY, HMAC, [SIGNATURE], ["/issuer"]]
    parts[place] = value
    refusal(HolderProof, base(*parts))


@pytest.mark.parametrize("parts", [GOOD[:4], (*GOOD, 0), ()])
def test_there_are_five_parts(parts):
    assert "5 parts" in refusal(DerivedProof, derived(*parts)).message


def raw(body, header=DERIVED_HEADER):
    return "u" + multibase.b64url_encode(header + body)


WHOLE = cbor2.dumps(list(GOOD))
SIGNED = b"\x58\x40" + SIGNATURE


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x85",
        WHOLE[:-1],
        WHOLE + b"\x00",
        b"\xc1" + WHOLE,  # a tag
        b"\xd8\x20" + WHOLE,
        b"\x9f" + WHOLE[1:] + b"\xff",  # indefinite
        b"\x98\x05" + WHOLE[1:],  # a length written longer than it needs to be
        b"\x99\x00\x05" + WHOLE[1:],
        b"\x9a\x00\x00\x00\x05" + WHOLE[1:],
        b"\x9b" + bytes(7) + b"\x05" + WHOLE[1:],
        WHOLE.replace(SIGNED, b"\x59\x00\x40" + SIGNATURE, 1),
        WHOLE.replace(SIGNED, b"\x5f\x58\x40" + SIGNATURE + b"\xff", 1),
        WHOLE.replace(b"\x82\x00\x02", b"\x82\x18\x00\x02"),
        WHOLE.replace(b"\x82\x00\x02", b"\x82\x00\x19\x00\x02"),
        WHOLE.replace(b"\x82\x00\x02", b"\x9b" + b"\xff" * 8),  # more elements than there are bytes
        WHOLE.replace(b"\x82\x00\x02", b"\x82\x00\xf9\x40\x00"),  # 2.0
        WHOLE.replace(b"\xa2\x00\x58", b"\xbb" + b"\xff" * 8 + b"\x00\x58"),
        WHOLE.replace(b"\x01\x58\x20", b"\x00\x58\x20"),  # a label named twice
        b"\x81" * 50_000,
    ],
)
def test_there_is_one_spelling(body):
    assert DerivedProof.read(raw(WHOLE))
    refusal(DerivedProof, raw(body))


def test_a_text_is_utf_8():
    value = cbor2.dumps([SIGNATURE, KEY, HMAC, [], ["/ab"]]).replace(b"/ab", b"/\xff\xfe")
    assert "UTF-8" in refusal(HolderProof, raw(value, BASE_HEADER)).message


@pytest.mark.parametrize(
    "value",
    [None, 7, "", "u", "z" + multibase.base58btc_encode(DERIVED_HEADER + WHOLE), "m" + raw(WHOLE)[1:], ["u2V0B"],
     raw(WHOLE) + "=", raw(WHOLE) + " ", "u" + raw(WHOLE), raw(WHOLE, b"\xd9\x5d\x02"), raw(WHOLE, b"\xd9\x5d"),
     raw(WHOLE, b""), raw(WHOLE, b"\xd9\x5d\x03")],
)  # fmt: skip
def test_what_is_no_proof_value_at_all(value):
    assert refusal(DerivedProof, value).code == "PROOF_VERIFICATION"
    refusal(HolderProof, value)


def test_each_kind_says_when_it_is_the_other():
    assert refusal(DerivedProof, base(SIGNATURE, KEY, HMAC, [], [])).code == "BASE_PROOF"
    assert refusal(HolderProof, raw(WHOLE)).code == "USAGE"
