"""Laws of the front door: any bytes give a report, and one changed byte never leaves a badge VALID."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualitybadge as qb
from support.world import COMPATIBLE, STRICT, proved, token, verify

SIGNED, TOKEN = json.dumps(proved(), ensure_ascii=False).encode(), token().encode()
LAW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _same_meaning(text: bytes) -> bool:
    """Whether the changed JSON still says the same, as white space may."""
    try:
        return json.loads(text) == json.loads(SIGNED)
    except ValueError:
        return False


@LAW
@given(st.binary(max_size=400))
def test_any_bytes_give_a_report(data):
    for policy in (STRICT, COMPATIBLE):
        report = verify(data, policy)
        assert report.verdict is not qb.Verdict.VALID
        assert all(row.problem is None or row.problem.code != "INTERNAL" for row in report.checks)


@LAW
@given(st.text(max_size=200))
def test_any_text_gives_a_report(text):
    assert verify(text).verdict is not qb.Verdict.VALID


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
MEMBERS = (
    "@context",
    "id",
    "type",
    "issuer",
    "validFrom",
    "validUntil",
    "credentialSubject",
    "proof",
    "evidence",
    "name",
)


@LAW
@given(st.dictionaries(st.sampled_from(MEMBERS), JSON, max_size=4), st.sampled_from([STRICT, COMPATIBLE]))
def test_any_member_of_any_shape_gives_a_report(members, policy):
    report = verify(proved() | members, policy)
    if any(proved()[name] != value for name, value in members.items() if name in proved()):
        assert report.verdict is not qb.Verdict.VALID
    assert all(row.problem is None or row.problem.code != "INTERNAL" for row in report.checks), qb.render(
        report
    )


@LAW
@given(st.integers(0, len(SIGNED) - 1), st.integers(0, 255))
def test_one_changed_byte_of_a_signed_document_is_never_valid(place, byte):
    text = SIGNED[:place] + bytes([byte]) + SIGNED[place + 1 :]
    report = verify(text, STRICT)
    assert report.verdict is not qb.Verdict.VALID or _same_meaning(text)
    assert verify(text, COMPATIBLE).verdict is not qb.Verdict.VALID or _same_meaning(text)


@LAW
@given(st.integers(0, len(TOKEN) - 1), st.integers(0, 255))
def test_one_changed_byte_of_a_token_is_never_valid(place, byte):
    text = TOKEN[:place] + bytes([byte]) + TOKEN[place + 1 :]
    if text.strip() != TOKEN:
        assert verify(text, STRICT).verdict is not qb.Verdict.VALID
        assert verify(text, COMPATIBLE).verdict is not qb.Verdict.VALID


@pytest.mark.slow
def test_every_single_bit_of_a_token():
    for place in range(len(TOKEN)):
        for bit in (1, 32):
            text = TOKEN[:place] + bytes([TOKEN[place] ^ bit]) + TOKEN[place + 1 :]
            assert verify(text).verdict is not qb.Verdict.VALID, (place, bit)


@LAW
@given(st.integers(0, 600), st.integers(0, 255))
def test_one_changed_byte_of_a_baked_image_is_never_another_badge(place, byte):
    svg = qb.bake(b'<svg xmlns="http://www.w3.org/2000/svg"/>', SIGNED.decode())
    text = svg[:place] + bytes([byte]) + svg[place + 1 :]
    report = verify(text)
    assert report.verdict is not qb.Verdict.VALID or report.document.data == json.loads(SIGNED)
