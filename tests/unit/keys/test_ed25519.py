"""Ed25519: which public keys are refused when loaded, and which signatures when verified (RFC 8032)."""

from __future__ import annotations

import hashlib

import pytest

from qualitybadge.errors import InvalidKeyError
from qualitybadge.keys import PublicKey, ed25519
from support import edwards
from support.keyring import pair

MESSAGE = b"what was signed"


def heights() -> list[int]:
    return sorted({point[1] for point in edwards.torsion()})


def test_the_table_of_small_orders_is_the_torsion_group():
    assert sorted(ed25519._SMALL_ORDER) == heights()


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("height", heights())
def test_small_order_keys_are_refused(height, sign):
    raw = (height | sign << 255).to_bytes(32, "little")
    with pytest.raises(InvalidKeyError, match="small order"):
        PublicKey.from_raw("Ed25519", raw)


@pytest.mark.parametrize("height", [edwards.P, edwards.P + 1, edwards.P + 2, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_non_canonical_keys_are_refused(height, sign):
    raw = (height | sign << 255).to_bytes(32, "little")
    with pytest.raises(InvalidKeyError, match="canonical"):
        PublicKey.from_raw("Ed25519", raw)


def test_the_largest_canonical_height_is_judged_by_its_order():
    with pytest.raises(InvalidKeyError, match="small order"):
        PublicKey.from_raw("Ed25519", (edwards.P - 1).to_bytes(32, "little"))


def test_keys_off_the_curve_are_refused():
    height = next(y for y in range(2, 100) if edwards.x_of(y) is None)
    with pytest.raises(InvalidKeyError, match="not a point of the curve"):
        PublicKey.from_raw("Ed25519", height.to_bytes(32, "little"))


@pytest.mark.parametrize("order", range(1, 8))
def test_keys_with_a_part_of_small_order_are_refused(order):
    key = edwards.times(5, edwards.BASE)
    mixed = edwards.add(key, edwards.torsion()[order])
    PublicKey.from_raw("Ed25519", edwards.encode(key))
    with pytest.raises(InvalidKeyError, match="main group"):
        PublicKey.from_raw("Ed25519", edwards.encode(mixed))


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_keys_of_another_length_are_refused(size):
    with pytest.raises(InvalidKeyError, match=f"32 bytes, not {size}"):
        PublicKey.from_raw("Ed25519", bytes(size))


def test_the_arithmetic_of_these_tests_agrees_with_the_library():
    seed = bytes(range(32))
    public = edwards.encode(edwards.times(edwards.scalar_of(seed), edwards.BASE))
    assert ed25519.load_secret(seed)[1] == public


@pytest.mark.parametrize("multiple", range(1, 9))
def test_a_scalar_of_the_order_or_more_is_refused(multiple):
    signature = pair().sign(MESSAGE)
    scalar = int.from_bytes(signature[32:], "little") + multiple * edwards.ORDER
    forged = signature[:32] + scalar.to_bytes(32, "little")
    assert pair().public_key.verify(signature, MESSAGE)
    assert not pair().public_key.verify(forged, MESSAGE)


def test_a_non_canonical_commitment_is_refused():
    # R = the identity, written canonically and with the prime added: the equation holds for both.
    secret = edwards.scalar_of(hashlib.sha512(b"Ed25519 ada").digest()[:32])
    key = pair().public_key
    r = (1 + edwards.P).to_bytes(32, "little")
    scalar = edwards.challenge(r, key.raw, MESSAGE) * secret % edwards.ORDER
    assert not key.verify(r + scalar.to_bytes(32, "little"), MESSAGE)


def test_a_small_order_commitment_is_refused():
    secret = edwards.scalar_of(hashlib.sha512(b"Ed25519 ada").digest()[:32])
    key = pair().public_key
    for point in edwards.torsion():
        r = edwards.encode(point)
        scalar = edwards.challenge(r, key.raw, MESSAGE) * secret % edwards.ORDER
        assert not key.verify(r + scalar.to_bytes(32, "little"), MESSAGE)


def test_the_answer_about_a_key_is_remembered():
    raw = pair("Ed25519", "remembered").public_key.raw
    before = ed25519._fault.cache_info().hits
    PublicKey.from_raw("Ed25519", raw)
    assert ed25519._fault.cache_info().hits == before + 1


def test_rfc_8032_test_1():
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    signing, public = ed25519.load_secret(seed)
    signature = ed25519.sign(signing, b"")
    assert public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signature.hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8")
    assert ed25519.verify(public, signature, b"")
