"""JWK: what is read, what is refused, and that no value of a member is ever said."""

from __future__ import annotations

import json

import pytest

from qualitybadge.errors import InvalidKeyError, QualityBadgeError, UnsupportedError
from qualitybadge.keys import KeyPair, PublicKey
from qualitybadge.keys.table import PRIVATE_MEMBERS
from qualitybadge.wire.multibase import b64url_decode, b64url_encode
from support.keyring import ELLIPTIC, TYPES, pair

ALGORITHMS = {
    "Ed25519": ["EdDSA", "Ed25519"],
    "P-256": ["ES256"],
    "P-384": ["ES384"],
    "RSA": ["RS256"],
}
WRONG_ALGORITHMS = ["none", "HS256", "RS384", "PS256", "ES512", "ECDH-ES", "RSA-OAEP", "", None, 1, ["EdDSA"]]


def jwk(key_type: str = "Ed25519", **changes: object) -> dict[str, object]:
    members = {**pair(key_type).to_jwk(), **changes}
    return {name: value for name, value in members.items() if value is not ...}


@pytest.mark.parametrize("key_type", TYPES)
def test_members_that_agree_are_accepted(key_type):
    for algorithm in ALGORITHMS[key_type]:
        key = PublicKey.from_jwk(
            jwk(key_type, alg=algorithm, use="sig", key_ops=["verify"], kid="1", ext=True, unknown={"a": [1]})
        )
        assert key == pair(key_type).public_key


@pytest.mark.parametrize("key_type", TYPES)
def test_an_alg_of_another_key_is_refused(key_type):
    others = [name for other in TYPES if other != key_type for name in ALGORITHMS[other]]
    for algorithm in WRONG_ALGORITHMS + others:
        with pytest.raises(InvalidKeyError) as caught:
            PublicKey.from_jwk(jwk(key_type, alg=algorithm))
        assert caught.value.code == "ALGORITHM"
        with pytest.raises(InvalidKeyError):
            KeyPair.from_jwk({**pair(key_type).to_jwk(private=True), "alg": algorithm})


@pytest.mark.parametrize("use", ["enc", "", None, "SIG", ["sig"]])
def test_a_use_other_than_sig_is_refused(use):
    with pytest.raises(InvalidKeyError, match="use is not 'sig'"):
        PublicKey.from_jwk(jwk(use=use))


@pytest.mark.parametrize(
    "operations", [[], ["sign"], ["encrypt", "wrapKey"], "verify", None, {"verify": 1}, [[]]]
)
def test_key_ops_without_verify_are_refused(operations):
    with pytest.raises(InvalidKeyError, match="key_ops do not allow 'verify'"):
        PublicKey.from_jwk(jwk(key_ops=operations))


def test_a_private_jwk_must_be_for_signing():
    members = pair().to_jwk(private=True)
    assert KeyPair.from_jwk({**members, "key_ops": ["sign"]}).public_key == pair().public_key
    with pytest.raises(InvalidKeyError, match="key_ops do not allow 'sign'"):
        KeyPair.from_jwk({**members, "key_ops": ["verify"]})


@pytest.mark.parametrize("key_type", TYPES)
@pytest.mark.parametrize("member", PRIVATE_MEMBERS)
def test_a_private_member_in_a_public_jwk_is_refused_and_not_said(key_type, member):
    secret = b64url_encode(b"the secret of a stranger, 32 byte")
    with pytest.raises(InvalidKeyError) as caught:
        PublicKey.from_jwk(jwk(key_type, **{member: secret}))
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    assert member in caught.value.message
    assert secret not in repr(caught.value) + str(caught.value)


@pytest.mark.parametrize("value", [None, "", 0, False])
def test_a_private_member_is_refused_whatever_it_holds(value):
    with pytest.raises(InvalidKeyError) as caught:
        PublicKey.from_jwk(jwk(d=value))
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"


@pytest.mark.parametrize("read", [PublicKey.from_jwk, KeyPair.from_jwk])
def test_symmetric_keys_are_refused_by_name(read):
    secret = b64url_encode(b"hmac secret")
    with pytest.raises(InvalidKeyError, match="a symmetric key") as caught:
        read({"kty": "oct", "k": secret, "alg": "HS256"})
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    assert secret not in str(caught.value)
    with pytest.raises(InvalidKeyError, match="symmetric") as caught:
        read({"kty": "oct"})
    assert caught.value.code == "KEY_REFUSED"


@pytest.mark.parametrize(
    ("kty", "crv"),
    [("EC", "P-521"), ("EC", "secp256k1"), ("OKP", "Ed448"), ("OKP", "BLS12381G2"), ("EC", "BLS12381G1")],
)
def test_curves_we_do_not_know_are_refused_by_name(kty, crv):
    with pytest.raises(UnsupportedError, match=f"{crv} is not supported"):
        PublicKey.from_jwk({"kty": kty, "crv": crv, "x": "AA", "y": "AA"})


@pytest.mark.parametrize("crv", ["X25519", "X448"])
def test_curves_that_cannot_sign_are_refused_by_name(crv):
    with pytest.raises(InvalidKeyError, match=f"{crv} is not supported.*cannot sign"):
        PublicKey.from_jwk({"kty": "OKP", "crv": crv, "x": "AA"})


@pytest.mark.parametrize(("kty", "crv"), [("AKP", ""), ("oct ", ""), ("EC", "P-257"), ("OKP", "ed25519")])
def test_kinds_we_have_never_heard_of_are_unsupported(kty, crv):
    with pytest.raises(UnsupportedError, match="not supported"):
        PublicKey.from_jwk({"kty": kty, "crv": crv, "x": "AA"})


@pytest.mark.parametrize(
    ("kty", "crv"),
    [("EC", "Ed25519"), ("OKP", "P-256"), ("RSA", "P-256"), ("EC", ...), ("OKP", ...), ("RSA", "Ed25519")],
)
def test_kty_and_crv_must_fit(kty, crv):
    with pytest.raises(InvalidKeyError, match="kty and crv"):
        PublicKey.from_jwk(jwk(kty=kty, crv=crv))


@pytest.mark.parametrize(
    "changes", [{"kty": ...}, {"kty": None}, {"kty": 1}, {"kty": ["OKP"]}, {"crv": None}, {"crv": {}}]
)
def test_kty_and_crv_must_be_text(changes):
    with pytest.raises(InvalidKeyError, match="kty and crv"):
        PublicKey.from_jwk(jwk(**changes))


@pytest.mark.parametrize("read", [PublicKey.from_jwk, KeyPair.from_jwk])
@pytest.mark.parametrize("value", [None, "{}", [], 1, True, b"{}"])
def test_a_jwk_is_an_object(read, value):
    with pytest.raises(InvalidKeyError, match="JSON object"):
        read(value)


@pytest.mark.parametrize(
    ("key_type", "member"), [("Ed25519", "x"), ("P-256", "x"), ("P-384", "y"), ("RSA", "n"), ("RSA", "e")]
)
@pytest.mark.parametrize("value", [..., None, 1, "", "A", "AA==", "a b", "+/+/", "é", "AB", ["AA"]])
def test_malformed_members_are_refused(key_type, member, value):
    with pytest.raises(InvalidKeyError, match=f"member '{member}'"):
        PublicKey.from_jwk(jwk(key_type, **{member: value}))


@pytest.mark.parametrize("key_type", ["Ed25519", *ELLIPTIC])
def test_coordinates_have_their_full_length(key_type):
    members = pair(key_type).to_jwk()
    x = b64url_decode(members["x"])
    for wrong in (x[1:], x[:-1], b"\0" + x, x + b"\0"):
        with pytest.raises(InvalidKeyError, match="bytes, not"):
            PublicKey.from_jwk({**members, "x": b64url_encode(wrong)})


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_points_off_the_curve_are_refused(key_type):
    members = pair(key_type).to_jwk()
    for swapped in ({"x": members["y"], "y": members["x"]}, {"y": members["x"]}):
        with pytest.raises(InvalidKeyError, match="no point of the curve"):
            PublicKey.from_jwk({**members, **swapped})
    zero = b64url_encode(bytes(len(b64url_decode(members["x"]))))
    with pytest.raises(InvalidKeyError, match="no point of the curve"):
        PublicKey.from_jwk({**members, "x": zero, "y": zero})


@pytest.mark.parametrize("member", ["n", "e"])
def test_numbers_are_in_their_shortest_form(member):
    members = pair("RSA").to_jwk()
    padded = b64url_encode(b"\0" + b64url_decode(members[member]))
    with pytest.raises(InvalidKeyError, match="shortest form"):
        PublicKey.from_jwk({**members, member: padded})


@pytest.mark.parametrize("key_type", TYPES)
def test_a_private_jwk_without_its_secret_is_refused(key_type):
    with pytest.raises(InvalidKeyError, match="member 'd' is missing"):
        KeyPair.from_jwk(pair(key_type).to_jwk())


@pytest.mark.parametrize("key_type", ["Ed25519", *ELLIPTIC])
def test_halves_that_do_not_belong_together_are_refused(key_type):
    mixed = pair(key_type).to_jwk(private=True) | {"d": pair(key_type, "bob").to_jwk(private=True)["d"]}
    with pytest.raises(InvalidKeyError, match="do not belong together") as caught:
        KeyPair.from_jwk(mixed)
    assert mixed["d"] not in str(caught.value)


def test_an_rsa_key_of_several_primes_is_unsupported():
    with pytest.raises(UnsupportedError, match="more than two primes"):
        KeyPair.from_jwk({**pair("RSA").to_jwk(private=True), "oth": []})


@pytest.mark.parametrize("key_type", TYPES)
def test_no_message_holds_a_value(key_type):
    """Break every member in turn: whatever is said, it quotes nothing of the key."""
    members = pair(key_type).to_jwk(private=True)
    values = [value for value in members.values() if len(value) > 8]
    said = []
    for name in members:
        for wrong in (
            members[name][:-3] + "!" + members[name][-2:],
            members[name] + "AAAA",
            members[name][4:],
        ):
            for read in (PublicKey.from_jwk, KeyPair.from_jwk):
                with pytest.raises(QualityBadgeError) as caught:
                    read({**members, name: wrong})
                said.append(str(caught.value) + repr(caught.value.__cause__) + repr(caught.value.hint))
    assert not [value for value in values for text in said if value[:8] in text]


def test_the_written_jwk_is_plain_json():
    for key_type in TYPES:
        for private in (False, True):
            members = pair(key_type).to_jwk(private=private)
            assert json.loads(json.dumps(members)) == members


def test_private_numbers_may_be_padded_as_other_tools_write_them():
    members = pair("RSA").to_jwk(private=True)
    padded = {
        name: b64url_encode(b"\0" + b64url_decode(members[name]))
        for name in ("d", "p", "q", "dp", "dq", "qi")
    }
    assert KeyPair.from_jwk({**members, **padded}).public_key == pair("RSA").public_key
