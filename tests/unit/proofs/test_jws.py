"""Compact JWS: what is taken apart, which headers pass, and that signing and verifying fit together."""

from __future__ import annotations

import dataclasses
import json

import pytest

from qualitybadge.errors import InputError, InvalidKeyError, LimitError, ProofError, UnsupportedError
from qualitybadge.limits import Limits
from qualitybadge.proofs import jws
from qualitybadge.wire.multibase import b64url_encode
from support.keyring import TYPES, pair

HEADER = {"alg": "EdDSA", "kid": "did:web:academy.example#key-1", "typ": "JWT"}


def token(header: object = HEADER, payload: bytes = b"{}", signature: bytes = b"x") -> str:
    text = header if isinstance(header, str) else json.dumps(header)
    return ".".join(b64url_encode(part) for part in (text.encode(), payload, signature))


def header_error(**header: object) -> InputError | UnsupportedError:
    parsed = jws.CompactJws({**HEADER, **header}, b"{}", b"", b"x")
    with pytest.raises((InputError, UnsupportedError)) as caught:
        jws.check_header(parsed)
    return caught.value


@pytest.mark.parametrize("as_bytes", [False, True])
def test_a_token_is_taken_apart_as_it_was_received(as_bytes):
    text = token({"kid": "a b", "alg": "EdDSA"}, b'{"a": 1}\n', b"\x00\xff")
    parsed = jws.parse(text.encode() if as_bytes else text)
    assert parsed.header == {"kid": "a b", "alg": "EdDSA"}
    assert parsed.payload == b'{"a": 1}\n'
    assert parsed.signature == b"\x00\xff"
    assert parsed.signing_input == text.rpartition(".")[0].encode()


@pytest.mark.parametrize("key_type", TYPES)
def test_what_a_key_signs_it_verifies_and_another_does_not(key_type):
    text = jws.sign(b"payload", pair(key_type), header={"kid": "did:web:academy.example#key-1"})
    parsed = jws.parse(text)
    jws.check_header(parsed)
    jws.verify(parsed, pair(key_type).public_key)
    assert parsed.header == {"alg": pair(key_type).public_key.jose_algorithm, "kid": HEADER["kid"]}
    with pytest.raises(ProofError) as caught:
        jws.verify(parsed, pair(key_type, "eve").public_key)
    assert caught.value.code == "PROOF_VERIFICATION"


def test_a_typ_of_ones_own_can_be_signed_and_only_strictly_verified():
    parsed = jws.parse(jws.sign(b"x", pair(), header={"kid": "a", "typ": "vc+jwt"}))
    jws.check_header(parsed, allow_types=("JWT", "vc+jwt"))
    with pytest.raises(InputError) as caught:
        jws.check_header(parsed)
    assert (caught.value.code, caught.value.pointer) == ("TOKEN_TYPE", "/typ")


def test_a_payload_that_was_changed_does_not_verify():
    parsed = jws.parse(jws.sign(b"one", pair(), header={"kid": "a"}))
    changed = dataclasses.replace(parsed, signing_input=parsed.signing_input + b"A")
    with pytest.raises(ProofError, match="does not match"):
        jws.verify(changed, pair().public_key)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({}, "JOSE_HEADER"),
        ({"kid": "a", "alg": "ES256"}, "ALGORITHM"),
        ({"kid": "a", "alg": "none"}, "ALGORITHM"),
        ({"kid": "a", "typ": 1}, "TOKEN_TYPE"),
        ({"kid": "a", "x5u": "https://a.example"}, "JOSE_HEADER"),
        ({"jwk": {"kty": "OKP", "d": "secret"}}, "PRIVATE_KEY_EXPOSED"),
    ],
)
def test_no_header_is_signed_that_would_be_refused(header, code):
    with pytest.raises(InputError) as caught:
        jws.sign(b"x", pair(), header=header)
    assert caught.value.code == code


def test_a_signer_that_answers_in_der_is_told_so():
    class Hsm:
        public_key = pair("P-256").public_key

        def sign(self, message: bytes) -> bytes:
            return b"\x30\x45" + bytes(69)

    with pytest.raises(InvalidKeyError, match="71 bytes, a P-256 signature has 64") as caught:
        jws.sign(b"x", Hsm(), header={"kid": "a"})
    assert "DER" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (token().replace(".", "", 1), "three parts, this one 2"),
        (token() + ".AA", "three parts, this one 4"),
        (token() + ".AA.AA", "encrypted"),
        ("AAAA", "three parts, this one 1"),
        ('  {"payload": "e30", "signatures": []}', "JSON serialization"),
        (".e30.AA", "no header"),
        ("e30..AA", "detached"),
        ("e30.e30.", "not signed"),
        ("é30.e30.AA", "ASCII"),
    ],
)
def test_anything_but_three_full_parts_is_refused(text, message):
    with pytest.raises(InputError, match=message) as caught:
        jws.parse(text)
    assert caught.value.code in {"PARSING", "ALGORITHM"}


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("wrong", ["e30=", "e3 0", "e3+0", "e3/0", "e31", "e", "é"])
def test_every_part_is_strict_base64url(part, wrong):
    parts = token().split(".")
    parts[part] = wrong
    with pytest.raises(InputError) as caught:
        jws.parse(".".join(parts).encode())
    assert caught.value.message.startswith(
        ("the token's header", "the token's payload", "the token's signature")
    )


@pytest.mark.parametrize("header", ['{"alg": 1, "alg": 2}', "[]", '"text"', "{", '{"a": NaN}', "\ufeff{}"])
def test_the_header_is_strict_json_and_an_object(header):
    with pytest.raises(InputError):
        jws.parse(token(header))


def test_sizes_are_limited_and_an_rsa_key_in_the_header_passes():
    limits = Limits(json_bytes=2_000, jose_header_bytes=1_000)
    big = jws.sign(b"x", pair("RSA"), header={"jwk": pair("RSA").public_key.to_jwk()})
    jws.check_header(jws.parse(big, limits=limits))
    with pytest.raises(LimitError, match="jose_header_bytes"):
        jws.parse(token({"kid": "a" * 800}), limits=limits)
    with pytest.raises(LimitError, match="json_bytes"):
        jws.parse(token(payload=bytes(2_000)), limits=limits)


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "EdDSA", "RS256"])
def test_headers_of_the_specification_pass(algorithm):
    jwk = pair().public_key.to_jwk()
    for header in ({"kid": "a"}, {"jwk": jwk}, {"kid": "a", "jwk": jwk, "typ": "JWT"}):
        jws.check_header(jws.CompactJws({"alg": algorithm, **header}, b"", b"", b""))


@pytest.mark.parametrize(
    ("header", "code", "pointer"),
    [
        ({"typ": "at+jwt"}, "TOKEN_TYPE", "/typ"),
        ({"typ": ["JWT"]}, "TOKEN_TYPE", "/typ"),
        ({"typ": "jwt"}, "TOKEN_TYPE", "/typ"),
        ({"kid": 7}, "JOSE_HEADER", "/kid"),
        ({"kid": ""}, "JOSE_HEADER", "/kid"),
        ({"jwk": "text"}, "JOSE_HEADER", "/jwk"),
        ({"cty": "vc"}, "JOSE_HEADER", "/cty"),
        ({"a/b~c": 1}, "JOSE_HEADER", "/a~1b~0c"),
        ({"\x1b[31m": 1}, "JOSE_HEADER", ""),
        ({"a" * 41: 1}, "JOSE_HEADER", ""),
        ({"é": 1}, "JOSE_HEADER", ""),
        ({"alg": "PS256"}, "ALGORITHM", "/alg"),
    ],
)
def test_other_headers_are_refused_with_their_place(header, code, pointer):
    error = header_error(**header)
    assert (error.code, error.pointer) == (code, pointer)
    assert "\x1b" not in error.message


@pytest.mark.parametrize(
    "algorithm",
    ["RS384", "RS512", "PS256", "PS384", "PS512", "ES512", "ES256K", "Ed25519", "Ed448", "ESP256", "ESP384"],
)
def test_a_sound_algorithm_that_we_lack_is_unknown_and_not_wrong(algorithm):
    error = header_error(alg=algorithm)
    assert isinstance(error, UnsupportedError)
    assert error.message.startswith(algorithm)
    assert isinstance(header_error(alg=algorithm + "X"), InputError)


def test_a_header_without_a_key_is_refused():
    with pytest.raises(InputError, match="neither kid nor jwk"):
        jws.check_header(jws.CompactJws({"alg": "EdDSA"}, b"", b"", b""))


def test_what_one_caller_does_to_a_header_does_not_reach_the_next():
    text = token({"alg": "EdDSA", "jwk": {"kty": "OKP", "key_ops": ["verify"]}})
    first = jws.parse(text)
    first.header["alg"] = "none"
    first.header["jwk"]["kty"] = "oct"
    first.header["jwk"]["key_ops"].append("sign")
    assert jws.parse(text).header == {"alg": "EdDSA", "jwk": {"kty": "OKP", "key_ops": ["verify"]}}


def test_a_refused_header_is_refused_every_time():
    for _ in range(2):
        with pytest.raises(InputError):
            jws.parse(token('{"alg": 1, "alg": 2}'))


def test_limits_of_the_caller_count_for_a_header_seen_before():
    text = token({"alg": "EdDSA", "kid": "a", "jwk": {"a": {"b": {"c": 1}}}})
    jws.parse(text)
    with pytest.raises(LimitError):
        jws.parse(text, limits=Limits(json_depth=2))
