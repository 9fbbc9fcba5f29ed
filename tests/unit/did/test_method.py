"""One verification method of a document: its key, its controller, its dates."""

from __future__ import annotations

import pytest

from qualitybadge.did.method import read_key
from qualitybadge.errors import InputError, InvalidKeyError, UnsupportedError
from qualitybadge.wire.multibase import base58btc_encode
from support.controllers import ISSUER, NOW, method
from support.keyring import TYPES, WITH_MULTIKEY, pair

RAW = pair().public_key.raw


def read(**more):
    return read_key(method(**more), ISSUER, NOW)


def jwk_method(key_type="P-256", kind="JsonWebKey", **more):
    jwk = pair(key_type).to_jwk()
    return method(type=kind, publicKeyMultibase=..., **{"publicKeyJwk": jwk, **more})


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_a_multikey_holds_every_type(key_type):
    key = pair(key_type).public_key
    assert read(key=key) == key


@pytest.mark.parametrize("key_type", TYPES)
@pytest.mark.parametrize("kind", ["JsonWebKey", "JsonWebKey2020"])
def test_a_json_web_key_holds_every_type(key_type, kind):
    assert read_key(jwk_method(key_type, kind), ISSUER, NOW) == pair(key_type).public_key


def test_the_older_ed25519_types():
    assert read(type="Ed25519VerificationKey2020") == pair().public_key
    old = {
        "type": "Ed25519VerificationKey2018",
        "publicKeyMultibase": ...,
        "publicKeyBase58": base58btc_encode(RAW),
    }
    assert read(**old) == pair().public_key


@pytest.mark.parametrize(
    "value",
    [None, 1, ["z6Mk"], "", "0OIl", base58btc_encode(RAW + b"\0"), base58btc_encode(RAW[:-1]), "z" * 9000],
)
def test_a_broken_base58_key_is_refused(value):
    with pytest.raises(InputError):
        read(type="Ed25519VerificationKey2018", publicKeyMultibase=..., publicKeyBase58=value)


def test_an_ed25519_type_holds_no_other_key():
    with pytest.raises(InputError, match="its type is Ed25519VerificationKey2020, its key P-256") as caught:
        read(type="Ed25519VerificationKey2020", key=pair("P-256").public_key)
    assert caught.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize("kind", [..., None, 1, ["Multikey"], {}])
def test_the_type_is_text(kind):
    with pytest.raises(InputError, match="type is missing or no text"):
        read(type=kind)


@pytest.mark.parametrize(
    "kind", ["", "multikey", "EcdsaSecp256k1VerificationKey2019", "RsaVerificationKey2018", "\u202e" * 500]
)
def test_types_we_do_not_know_are_unsupported(kind):
    with pytest.raises(UnsupportedError, match="not supported") as caught:
        read(type=kind)
    assert len(caught.value.message) < 600
    assert caught.value.message.isascii()


@pytest.mark.parametrize(
    "more",
    [
        {"publicKeyMultibase": ...},
        {"publicKeyJwk": {}},
        {"publicKeyBase58": "x"},
        {"publicKeyPem": "x"},
        {"publicKeyHex": "x"},
        {"publicKeyMultibase": ..., "publicKeyJwk": pair().to_jwk()},
        {"type": "JsonWebKey"},
        {"blockchainAccountId": "x"},
    ],
)
def test_the_key_stands_in_one_place_that_fits_the_type(more):
    with pytest.raises(InputError, match="and nowhere else"):
        read(**more)


SECRETS = [
    "privateKeyMultibase",
    "secretKeyMultibase",
    "privateKeyJwk",
    "secretKeyJwk",
    "privateKeyBase58",
    "secretKeyBase58",
    "privateKeyPem",
    "privateKeyHex",
]


@pytest.mark.parametrize("member", SECRETS)
def test_a_private_key_in_a_document_is_refused_and_not_said(member):
    secret = pair().to_secret_multikey()
    with pytest.raises(InvalidKeyError) as caught:
        read(**{member: secret})
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    assert secret not in str(caught.value)


def test_a_private_member_in_its_jwk_is_refused():
    with pytest.raises(InvalidKeyError) as caught:
        read_key(jwk_method(publicKeyJwk=pair().to_jwk(private=True)), ISSUER, NOW)
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"


@pytest.mark.parametrize(
    "controller", [..., None, "", ISSUER + "/", ISSUER.upper(), [ISSUER], "did:web:academy.example"]
)
def test_another_controller_is_refused(controller):
    with pytest.raises(InputError, match="not controlled") as caught:
        read(controller=controller)
    assert caught.value.code == "CONTROLLER_MISMATCH"


@pytest.mark.parametrize(("member", "verb"), [("revoked", "was revoked"), ("expires", "expired")])
@pytest.mark.parametrize(
    "moment", ["2026-11-23T12:00:00Z", "2026-11-23T11:59:59.999Z", "2020-01-01T00:00:00+14:00"]
)
def test_a_method_out_of_force_is_refused(member, verb, moment):
    with pytest.raises(InputError, match=f"{verb} on {moment[:10]}") as caught:
        read(**{member: moment})
    assert caught.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize("member", ["revoked", "expires"])
@pytest.mark.parametrize(
    "moment", ["2026-11-23T12:00:01Z", "9999-12-31T23:59:59Z", "2026-11-23T12:00:00-00:01"]
)
def test_a_method_that_will_go_out_of_force_is_accepted(member, moment):
    assert read(**{member: moment}) == pair().public_key


@pytest.mark.parametrize("member", ["revoked", "expires"])
@pytest.mark.parametrize(
    "moment", [True, False, 0, "", "yes", "2030-01-01", "2030-01-01T00:00:00", ["2030-01-01T00:00:00Z"], {}]
)
def test_a_date_that_is_none_is_refused(member, moment):
    with pytest.raises(InputError, match=f"its {member} is no date"):
        read(**{member: moment})
