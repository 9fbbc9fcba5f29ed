"""Presentations as tokens: both forms read and written, every claim compared, headers that do not fit refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from qualitybadge.errors import InputError, UnsupportedError
from qualitybadge.proofs import jws, vcjwt, vpjwt
from support.credentials import NOW
from support.keyring import pair
from support.presentations import (
    CHALLENGE,
    DOMAIN,
    HOLDER,
    STAMP,
    credential_token,
    payload,
    payload_1_1,
    presentation,
    shown_token,
    unsigned,
)

MODELS = {"2.0": payload, "1.1": payload_1_1}


def read(body):
    token = vcjwt.read(jws.parse(shown_token(body)))
    assert vpjwt.carries(token)
    return vpjwt.read(token)


def found(body):
    return [(error.code, error.pointer) for error in read(body).claim_errors()]


@pytest.mark.parametrize("model", MODELS)
def test_both_forms_are_read(model):
    token = read(MODELS[model]())
    assert token.model == model
    assert token.document["type"] == ["VerifiablePresentation"]
    assert not {"nonce", "aud", "iss", "vp"} & set(token.document)
    assert token.claims["nonce"] == CHALLENGE
    assert token.claims["aud"] == DOMAIN
    assert token.holder == HOLDER.did
    assert token.claim_errors() == ()
    assert token.binding_errors(domain=DOMAIN, challenge=CHALLENGE) == ()
    assert token.binding_errors(domain=None, challenge=None) == ()


def test_a_token_without_a_nonce_has_no_such_claim():
    assert "nonce" not in read(payload(nonce=None)).claims


def test_credentials_and_other_tokens_carry_no_presentation():
    for body in (unsigned(), {"iss": "https://op.example", "sub": "1", "aud": "rp", "nonce": "n"}):
        assert not vpjwt.carries(vcjwt.read(jws.parse(shown_token(body))))


def test_the_holder_is_named_by_presentation_or_claim():
    assert read(payload(presentation(holder=None))).holder == HOLDER.did
    assert read(payload(presentation(holder={"id": "did:example:x"}))).holder == "did:example:x"
    assert read(payload(presentation(holder=None), iss=None)).holder == ""
    assert read(payload(presentation(holder=None), iss=7)).holder == ""


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"iss": None}, []),
        ({"iss": "did:example:eve"}, [("CLAIM_MISMATCH", "/iss")]),
        ({"iss": 7}, [("MALFORMED_VALUE", "/iss")]),
        ({"jti": "urn:x:other"}, [("CLAIM_MISMATCH", "/jti")]),
        ({"exp": "soon"}, [("MALFORMED_VALUE", "/exp")]),
        ({"exp": True}, [("MALFORMED_VALUE", "/exp")]),
        ({"nbf": 1.5}, [("MALFORMED_VALUE", "/nbf")]),
        ({"iat": 10**15}, [("RANGE", "/iat")]),
        ({"nonce": 7}, [("MALFORMED_VALUE", "/nonce")]),
        ({"aud": [DOMAIN, "https://x.example"]}, []),
        ({"aud": [DOMAIN, 7]}, [("MALFORMED_VALUE", "/aud")]),
        ({"aud": {"id": DOMAIN}}, [("MALFORMED_VALUE", "/aud")]),
        ({"aud": None, "nonce": None, "iat": None}, []),
    ],
)
def test_claims_of_2_0(claims, expected):
    assert found(payload(**claims)) == expected


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"iss": None}, [("CLAIM_MISSING", "/iss")]),
        ({"jti": None}, [("CLAIM_MISSING", "/jti")]),
        ({"iss": "did:example:eve", "jti": 7}, [("CLAIM_MISMATCH", "/iss"), ("MALFORMED_VALUE", "/jti")]),
        ({"nbf": None, "exp": None}, []),
    ],
)
def test_claims_of_1_1(claims, expected):
    assert found(payload_1_1(**claims)) == expected


def test_a_claim_may_stand_for_a_member_that_is_missing():
    bare = presentation(credential_token(), version="1.1", id=None, holder=None)
    assert found(payload_1_1(bare)) == []
    assert found(payload_1_1(bare, jti="urn:x:1")) == []
    assert found(payload_1_1(bare, iss=None)) == [("CLAIM_MISSING", "/iss")]
    assert found(payload(presentation(id=None), jti="urn:x:1")) == []


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"aud": "https://other.example"}, ["INVALID_DOMAIN"]),
        ({"aud": None}, ["INVALID_DOMAIN"]),
        ({"aud": ["https://other.example"]}, ["INVALID_DOMAIN"]),
        ({"aud": [7]}, ["INVALID_DOMAIN"]),
        ({"aud": ["https://other.example", DOMAIN]}, []),
        ({"aud": f"{DOMAIN}/"}, ["INVALID_DOMAIN"]),
        ({"nonce": "yesterday"}, ["INVALID_CHALLENGE"]),
        ({"nonce": None}, ["INVALID_CHALLENGE"]),
        ({"nonce": [CHALLENGE]}, ["INVALID_CHALLENGE"]),
        ({"aud": "x", "nonce": "y"}, ["INVALID_DOMAIN", "INVALID_CHALLENGE"]),
    ],
)
def test_what_the_verifier_demands(model, claims, expected):
    token = read(MODELS[model](**claims))
    assert [error.code for error in token.binding_errors(domain=DOMAIN, challenge=CHALLENGE)] == expected


def refused(body):
    with pytest.raises(InputError) as caught:
        read(body)
    return caught.value.code, caught.value.pointer


def test_two_presentations_in_one_token_are_refused():
    assert refused(payload_1_1() | {"holder": HOLDER.did}) == ("MALFORMED_VALUE", "/holder")
    assert refused(payload_1_1() | {"verifiableCredential": []}) == (
        "MALFORMED_VALUE",
        "/verifiableCredential",
    )


def test_a_credential_and_a_presentation_in_one_token_are_refused():
    with pytest.raises(InputError, match="vc claim and 'vp' beside it"):
        vcjwt.read(jws.parse(shown_token(payload_1_1() | {"vc": unsigned()})))


@pytest.mark.parametrize(
    ("vp", "expected"),
    [
        ("text", ("MALFORMED_VALUE", "/vp")),
        ([], ("MALFORMED_VALUE", "/vp")),
        (presentation(), ("CONTEXT_ORDER", "/vp/@context")),
        (presentation(**{"@context": []}), ("CONTEXT_ORDER", "/vp/@context")),
        (presentation(**{"@context": None}), ("CONTEXT_ORDER", "/vp/@context")),
    ],
)
def test_a_vp_claim_is_a_presentation_of_1_1(vp, expected):
    assert refused(payload_1_1(vp=vp)) == expected


def test_a_presentation_of_1_1_stands_in_its_claim():
    assert refused(payload(presentation(version="1.1"))) == ("CONTEXT_ORDER", "/@context")


@pytest.mark.parametrize(
    ("model", "header"),
    [
        ("2.0", {}),
        ("2.0", {"typ": None}),
        ("2.0", {"cty": "vp"}),
        ("2.0", {"kid": None, "jwk": HOLDER.public_key.to_jwk()}),
        ("1.1", {"typ": "JWT"}),
        ("1.1", {"typ": None}),
    ],
)
def test_headers_that_fit(model, header):
    vpjwt.check_header(jws.parse(shown_token(**header)), model)


@pytest.mark.parametrize(
    ("model", "header", "code"),
    [
        ("2.0", {"typ": "JWT"}, "TOKEN_TYPE"),
        ("2.0", {"typ": "vc+jwt"}, "TOKEN_TYPE"),
        ("2.0", {"typ": "VP+JWT"}, "TOKEN_TYPE"),
        ("1.1", {"typ": "vp+jwt"}, "TOKEN_TYPE"),
        ("2.0", {"cty": "vc"}, "TOKEN_TYPE"),
        ("2.0", {"cty": ["vp"]}, "TOKEN_TYPE"),
        ("1.1", {"typ": "JWT", "cty": "vp"}, "JOSE_HEADER"),
        ("2.0", {"alg": "none"}, "ALGORITHM"),
        ("2.0", {"alg": "HS256"}, "ALGORITHM"),
        ("2.0", {"crit": ["exp"]}, "JOSE_HEADER"),
        ("2.0", {"jku": "https://x.example"}, "JOSE_HEADER"),
        ("2.0", {"kid": None}, "JOSE_HEADER"),
        ("2.0", {"jwk": HOLDER.to_jwk(private=True)}, "PRIVATE_KEY_EXPOSED"),
    ],
)
def test_headers_that_do_not_fit(model, header, code):
    with pytest.raises(InputError) as caught:
        vpjwt.check_header(jws.parse(shown_token(**header)), model)
    assert caught.value.code == code


def test_a_sound_algorithm_that_is_not_known_here_is_unsupported():
    with pytest.raises(UnsupportedError):
        vpjwt.check_header(jws.parse(shown_token(alg="PS256")), "2.0")


def signed(document, **binding):
    text = vpjwt.sign(document, HOLDER, kid=HOLDER.did_key_method, issued=NOW, **binding)
    compact = jws.parse(text)
    jws.verify(compact, HOLDER.public_key)
    return compact, json.loads(compact.payload)


def test_a_presentation_of_2_0_is_signed_as_the_payload():
    document = presentation()
    kept = json.dumps(document)
    compact, body = signed(document, domain=DOMAIN, challenge=CHALLENGE, expires=NOW + timedelta(minutes=5))
    assert compact.header == {"alg": "EdDSA", "kid": HOLDER.did_key_method, "typ": "vp+jwt"}
    assert body == document | {
        "iss": HOLDER.did,
        "jti": document["id"],
        "aud": DOMAIN,
        "nonce": CHALLENGE,
        "iat": STAMP,
        "exp": STAMP + 300,
    }
    assert json.dumps(document) == kept


def test_a_presentation_of_1_1_is_signed_in_its_claim():
    document = presentation(credential_token(), version="1.1", id=None)
    compact, body = signed(document)
    assert compact.header["typ"] == "JWT"
    assert body == {"iss": HOLDER.did, "iat": STAMP, "vp": document}


@pytest.mark.parametrize("name", ["aud", "nonce", "exp", "vp", "vc"])
def test_a_member_with_the_name_of_a_claim_is_refused(name):
    with pytest.raises(InputError) as caught:
        vpjwt.sign(presentation(**{name: "x"}), HOLDER, kid="did:x", issued=NOW)
    assert caught.value.pointer == f"/{name}"


@pytest.mark.parametrize("kind", ["P-256", "P-384", "RSA"])
def test_every_type_of_key_signs(kind):
    key = pair(kind)
    compact = jws.parse(vpjwt.sign(presentation(), key, kid="did:web:x.example#k", issued=NOW))
    jws.verify(compact, key.public_key)
