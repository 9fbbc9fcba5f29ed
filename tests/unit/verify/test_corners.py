"""Corners of the checks of key, header and parts that no attack is named after."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from support.credentials import badge
from support.world import ACADEMY_METHOD, KEY, codes, proved, token, verify


def headed(**header):
    return token(header={"alg": "EdDSA", "typ": "JWT"} | header)


def test_a_key_id_out_of_reach_beside_a_key_that_nobody_published():
    report = verify(headed(kid=ACADEMY_METHOD, jwk=KEY.public_key.to_jwk()), served={})
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert "INLINE_KEY" in codes(report)


@pytest.mark.parametrize("jwk", [{"kty": "OKP"}, {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}])
def test_a_key_beside_the_key_id_that_is_none(jwk):
    report = verify(headed(kid=ACADEMY_METHOD, jwk=jwk))
    assert report.verdict is qb.Verdict.INVALID
    assert {
        row.pointer.split("/")[1] for row in report.checks if row.outcome is qb.Outcome.FAILED and row.pointer
    } == {"jwk"}


def test_a_key_whose_algorithm_the_policy_does_not_allow():
    for source in (proved(), token()):
        report = verify(source, qb.Policy(algorithms=frozenset({"ES256"})))
        assert report.verdict is qb.Verdict.INVALID
        assert "ALGORITHM" in codes(report)


def test_a_header_with_more_than_its_type_against_it_names_no_relaxation():
    report = verify(headed(typ="vc+jwt", kid=ACADEMY_METHOD, cty="vc"))
    assert report.verdict is qb.Verdict.INVALID
    assert report.relaxations == ()


@pytest.mark.parametrize("endorsement", ["\ud800", "", "x", "{}"])
def test_an_endorsement_that_is_no_token_is_a_report_of_its_own(endorsement):
    document = badge(endorsementJwt=["a.b.c"]) | {"endorsementJwt": [endorsement]}
    claims = document | {
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "nbf": 1768469400,
        "exp": 1863163800,
        "sub": document["credentialSubject"]["id"],
    }
    report = verify(token(claims), qb.Policy.compatible())
    if endorsement == "\ud800":  # strict JSON refuses it long before
        assert report.verdict is qb.Verdict.INVALID
    else:
        assert [inner.verdict for inner in report.endorsements] == [qb.Verdict.INVALID]
