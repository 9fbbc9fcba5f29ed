"""VC-JWT: both forms read and made, and every claim compared with the credential."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import Limits
from qualitybadge.proofs import jws, vcjwt
from support.badges import CLR
from support.credentials import OB, VC1, VC2, badge, badge_1_1, key, method

START, END = 1_768_469_400, 1_863_163_800  # validFrom and validUntil of the badge


def payload(**changes: object) -> dict[str, object]:
    whole = {
        **badge(),
        "iss": "did:web:academy.example",
        "jti": "urn:uuid:6d1a1f2e-0c3f-4a57-9a0c-0a9f0e9b1c11",
        "nbf": START,
        "sub": "did:example:ada",
        "exp": END,
        **changes,
    }
    return {name: value for name, value in whole.items() if value != "absent"}


def read(value: object) -> vcjwt.VcJwt:
    return vcjwt.read(jws.CompactJws({}, json.dumps(value).encode(), b"", b""))


def faults(**changes: object) -> list[tuple[str, str]]:
    return [(error.code, error.pointer) for error in read(payload(**changes)).claim_errors()]


def test_the_payload_of_vc_2_is_the_credential_and_the_claims():
    token = read(payload(iat=1, aud=["anybody"]))
    assert token.document == badge()
    assert token.model == "2.0"
    assert set(token.claims) == {"iss", "jti", "nbf", "sub", "exp", "iat", "aud"}
    assert token.claim_errors() == ()
    assert token.expires == datetime(2029, 1, 15, 9, 30, tzinfo=UTC)


def test_the_vc_claim_is_vc_1_1():
    claims = {name: value for name, value in payload().items() if name in vcjwt.REGISTERED_CLAIMS}
    token = read({**claims, "vc": badge_1_1(), "nonce": "x"})
    assert (token.document, token.model, token.claim_errors()) == (badge_1_1(), "1.1", ())


def test_a_vc_1_1_credential_may_stand_at_the_top_too():
    claims = {name: value for name, value in payload().items() if name in vcjwt.REGISTERED_CLAIMS}
    token = read({**badge_1_1(), **claims})
    assert (token.model, token.claim_errors()) == ("1.1", ())
    assert [error.pointer for error in read({**badge_1_1(), **claims, "nbf": 1}).claim_errors()] == ["/nbf"]


@pytest.mark.parametrize(
    "value",
    [
        [],
        "text",
        {"vc": "text"},
        {"vc": badge()},
        {"vc": {}},
        {"vc": badge_1_1(**{"@context": [OB, VC1]})},
        {"vc": badge_1_1(**{"@context": []})},
        {"vc": badge_1_1(), "type": ["VerifiableCredential"]},
        {"vc": badge_1_1(), "credentialSubject": {}},
    ],
)
def test_anything_else_is_no_vc_jwt(value):
    with pytest.raises(InputError):
        read(value)


@pytest.mark.parametrize(
    "member", [*badge(), *badge_1_1(), "proof", "credentialStatus", "evidence", "termsOfUse"]
)
def test_no_credential_member_stands_beside_a_vc_claim(member):
    with pytest.raises(InputError, match="two credentials") as caught:
        read({"vc": badge_1_1(), member: "x"})
    assert caught.value.pointer == f"/{member}"


def test_a_lone_vc_1_context_is_enough():
    assert read({"vc": {"@context": VC1}}).model == "1.1"


def record(**changes: object) -> dict[str, object]:
    types = ["VerifiableCredential", "ClrCredential"]
    return badge(**{"@context": [VC2, CLR, OB], "type": types, **changes})


def test_a_learner_record_of_vc_2_stands_in_a_vc_claim():
    token = read({"vc": record(), "iss": "did:web:academy.example"})
    assert token.document == record()
    assert token.model == "2.0"  # its dates are those of VC 2.0
    with pytest.raises(InputError) as caught:
        read({"vc": badge()})
    assert caught.value.code == "CONTEXT_ORDER"
    with pytest.raises(InputError) as caught:
        read({"vc": record(**{"@context": [CLR, VC2]})})
    assert caught.value.code == "CONTEXT_ORDER"


def test_a_learner_record_is_signed_in_a_vc_claim():
    signed = jws.parse(vcjwt.sign(record(), key(), kid=method(key())))
    assert json.loads(signed.payload)["vc"] == record()
    again = vcjwt.read(signed)
    assert again.document == record()
    assert again.claim_errors() == ()


def test_the_payload_is_limited():
    token = jws.CompactJws({}, json.dumps(payload()).encode(), b"", b"")
    with pytest.raises(LimitError):
        vcjwt.read(token, limits=Limits(json_bytes=100))


@pytest.mark.parametrize("claim", ["iss", "jti", "nbf", "sub", "exp"])
def test_a_missing_claim_is_named(claim):
    assert faults(**{claim: "absent"}) == [("CLAIM_MISSING", f"/{claim}")]


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:web:academy.example.evil.example"),
        ("jti", "urn:uuid:other"),
        ("nbf", START + 1),
        ("sub", "did:example:eve"),
        ("exp", END - 1),
    ],
)
def test_a_differing_claim_is_named(claim, value):
    assert faults(**{claim: value}) == [("CLAIM_MISMATCH", f"/{claim}")]


def test_every_fault_is_returned():
    errors = read(payload(iss=1, jti="other", nbf="absent", sub=None, exp=1.5)).claim_errors()
    assert [(error.code, error.pointer) for error in errors] == [
        ("MALFORMED_VALUE", "/iss"),
        ("CLAIM_MISMATCH", "/jti"),
        ("MALFORMED_VALUE", "/sub"),
        ("CLAIM_MISSING", "/nbf"),
        ("MALFORMED_VALUE", "/exp"),
    ]


@pytest.mark.parametrize("value", [True, False, "1768469400", 1768469400.0, 1768469400.5, None, [], {}])
def test_a_date_claim_is_a_whole_number(value):
    assert faults(nbf=value) == [("MALFORMED_VALUE", "/nbf")]
    assert read(payload(exp=value)).expires is None


@pytest.mark.parametrize("value", [-62_135_596_801, 253_402_300_800, 2**53 - 1])
def test_a_date_claim_lies_in_the_calendar(value):
    assert faults(nbf=value) == [("RANGE", "/nbf")]
    assert read(payload(exp=value)).expires is None


def test_the_first_and_last_moment_of_the_calendar_are_moments():
    assert faults(nbf=-62_135_596_800, validFrom="0001-01-01T00:00:00Z") == []
    assert faults(exp=253_402_300_799, validUntil="9999-12-31T23:59:59.999999Z") == []


@pytest.mark.parametrize(
    "written",
    ["2026-01-15T09:30:00.999Z", "2026-01-15T10:30:00+01:00", "2026-01-15T09:30:00.9999999Z"],
)
def test_dates_are_compared_to_the_second(written):
    assert faults(validFrom=written) == []
    assert faults(validFrom=written, nbf=START + 1) == [("CLAIM_MISMATCH", "/nbf")]


def test_before_1970_the_second_is_cut_off_too():
    assert faults(validFrom="1969-12-31T23:59:59.500Z", nbf=-1) == []


def test_a_malformed_date_of_the_credential_is_a_fault_here_too():
    assert faults(validFrom="yesterday") == [("MALFORMED_VALUE", "/validFrom")]
    assert faults(validUntil=7) == [("MALFORMED_VALUE", "/validUntil")]


def test_exp_alone_ends_the_credential():
    assert faults(validUntil="absent") == []
    assert faults(validUntil="absent", exp="absent") == []
    assert read(payload(validUntil="absent", exp="absent")).expires is None


@pytest.mark.parametrize(
    "subject", [{"type": ["AchievementSubject"]}, "did:example:ada", [{"id": "a"}, {"id": "b"}], 7]
)
def test_a_subject_without_an_id_needs_no_sub(subject):
    assert faults(credentialSubject=subject, sub="absent") == []


def test_a_subject_in_a_list_of_one_is_the_subject():
    assert faults(credentialSubject=[{"id": "did:example:ada"}]) == []
    assert faults(credentialSubject=[{"id": "did:example:ada"}], sub="x") == [("CLAIM_MISMATCH", "/sub")]


def test_claims_stand_for_members_that_are_not_there():
    assert faults(id="absent", issuer="absent", validFrom="absent") == []


def test_an_issuer_may_be_a_bare_url():
    assert faults(issuer="did:web:academy.example") == []
    assert faults(issuer="did:web:other.example") == [("CLAIM_MISMATCH", "/iss")]


@pytest.mark.parametrize(
    "document", [badge(), badge_1_1(), badge(validUntil=None), badge(issuer="https://a.example")]
)
@pytest.mark.parametrize("key_type", ["Ed25519", "RSA"])
def test_what_is_signed_reads_back_without_fault(document, key_type):
    signer = key(key_type)
    parsed = jws.parse(vcjwt.sign(document, signer, kid=method(signer)))
    jws.check_header(parsed)
    jws.verify(parsed, signer.public_key)
    token = vcjwt.read(parsed)
    assert token.document == document
    assert token.claim_errors() == ()
    assert ("exp" in token.claims) == ("validUntil" in document or "expirationDate" in document)


def test_signing_can_carry_the_key_and_leave_typ_out():
    jwk = key().public_key.to_jwk()
    parsed = jws.parse(vcjwt.sign(badge(), key(), jwk=jwk, typ=None))
    assert parsed.header == {"alg": "EdDSA", "jwk": jwk}
    assert jws.parse(vcjwt.sign(badge(), key(), kid="a", typ="vc+jwt")).header["typ"] == "vc+jwt"


def test_signing_leaves_the_credential_alone_and_has_no_sub_for_nobody():
    document = badge(credentialSubject={"type": ["AchievementSubject"], "identifier": []})
    before = json.dumps(document)
    token = vcjwt.read(jws.parse(vcjwt.sign(document, key(), kid="a")))
    assert json.dumps(document) == before
    assert "sub" not in token.claims


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (badge(id=None), "/id"),
        (badge(issuer={"type": ["Profile"]}), "/issuer"),
        (badge(validFrom=None), "/validFrom"),
        (badge(validFrom="yesterday"), "/validFrom"),
        (badge(validUntil=7), "/validUntil"),
        (badge(credentialSubject={"id": 7}), "/credentialSubject/id"),
        (badge(sub="x"), "/sub"),
        (badge(vc={}), "/vc"),
        (badge(name=float("nan")), "/name"),
    ],
)
def test_signing_refuses_what_has_no_claims(document, pointer):
    with pytest.raises(InputError) as caught:
        vcjwt.sign(document, key(), kid="a")
    assert caught.value.pointer == pointer


def test_signing_needs_a_key_by_name_or_value():
    with pytest.raises(InputError, match="neither kid nor jwk"):
        vcjwt.sign(badge(), key())
