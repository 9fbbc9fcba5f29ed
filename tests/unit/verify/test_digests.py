import hashlib

import pytest

from qualitybadge.errors import InputError, UnsupportedError
from qualitybadge.verify.digests import promise_of
from qualitybadge.wire import multibase
from support.steps import CONTENT, multihash, sri


def kept(member, value, content=CONTENT):
    return promise_of({member: value}, member, "").is_kept_by(content)


@pytest.mark.parametrize(
    "value",
    [
        sri("sha256"), sri("sha384"), sri("sha512"), f"  {sri('sha256')}\n", f"{sri('sha256')}?later=option",
        sri("sha512").replace("+", "-").replace("/", "_"),
        f"{sri('sha256', b'other')} {sri('sha256')}",       # any value of the strongest algorithm
        f"{sri('sha256', b'other')} {sri('sha384')}",       # the stronger one counts
        f"sha3-abc {sri('sha256')}",                        # unknown ones are passed over
    ],
)  # fmt: skip
def test_integrity_metadata_that_fits(value):
    assert kept("digestSRI", value)


@pytest.mark.parametrize(
    "value", [sri("sha256", b"other"), f"{sri('sha256')} {sri('sha512', b'other')}", sri("sha384", b"")]
)
def test_integrity_metadata_that_does_not_fit(value):
    assert not kept("digestSRI", value)


@pytest.mark.parametrize(
    "value",
    [
        multihash(0x12, "sha256"),
        multihash(0x12, "sha256", "z"),
        multihash(0x20, "sha384"),
        multihash(0x13, "sha512"),
    ],
)
def test_multihash(value):
    assert kept("digestMultibase", value)
    assert not kept("digestMultibase", value, b"other")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("digestSRI", ""), ("digestSRI", None), ("digestSRI", ["sha256-x"]), ("digestSRI", "sha256-"),
        ("digestSRI", "sha256-not base64"), ("digestSRI", "sha256-AAAA"), ("digestSRI", "sha256"),
        ("digestSRI", "-abc"), ("digestSRI", "md5"), ("digestSRI", sri("sha256").rstrip("=")),
        ("digestSRI", f"sha384-{sri('sha256')[7:]}"),
        ("digestMultibase", None), ("digestMultibase", ""), ("digestMultibase", "fabc"), ("digestMultibase", "u"),
        ("digestMultibase", "uEg"), ("digestMultibase", multihash(0x12, "sha384")),
        ("digestMultibase", multibase.encode(hashlib.sha256(CONTENT).digest(), "u")),
        ("digestMultibase", multibase.encode(b"\x12\x20short", "u")),
        ("digestMultibase", multibase.encode(b"\x92\x01ab", "u")),
    ],
)  # fmt: skip
def test_malformed_digests(member, value):
    with pytest.raises(InputError, match="the digest is") as caught:
        promise_of({member: value}, member, "/x")
    assert caught.value.pointer == f"/x/{member}"


@pytest.mark.parametrize(
    ("member", "value"),
    [("digestSRI", "md5-abc sha3-def"), ("digestMultibase", multihash(0x16, "sha3_256"))],
)
def test_unknown_algorithms_are_not_supported(member, value):
    with pytest.raises(UnsupportedError, match="not known"):
        promise_of({member: value}, member, "")
