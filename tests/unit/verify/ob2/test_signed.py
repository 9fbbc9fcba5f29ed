"""Signed badges of 2.0 and before: which keys count, and whether one of them signed."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError
from qualitybadge.jsonld import PINNED
from qualitybadge.limits import Limits
from qualitybadge.proofs import jws
from qualitybadge.verify.ob2 import issuer_keys
from qualitybadge.verify.ob2.nodes import EMBEDDED, Reader
from support.keyring import TYPES, pair
from support.signed2 import (
    EVIL,
    KEY,
    OTHER_KEY,
    PEM,
    SIGNED,
    answer,
    key,
    pem,
    rsa,
    school,
    school_1_1,
    signed,
    signed_1_1,
    token,
)
from support.world2 import (
    ASSERTION,
    CLASS,
    COMPATIBLE,
    HOME,
    ISSUER,
    V2,
    badge_class,
    codes,
    issuer,
    rows,
    verify,
    web,
)

VALID, INVALID, INDETERMINATE = qb.Verdict.VALID, qb.Verdict.INVALID, qb.Verdict.INDETERMINATE
ANYBODY = {"type": "SignedBadge"}


def outcomes(report: qb.Report) -> dict[str, str]:
    return {row.id: row.outcome.value for row in rows(report, "key", "proof")}


def test_s001_a_signed_badge_and_its_key():
    report = verify(token(), school())
    assert report.verdict is VALID, qb.render(report)
    assert (report.trust, report.form, report.kind) == (qb.Trust.DOMAIN, "JWS RS256", qb.Kind.OB2_ASSERTION)
    assert report.keys == (rsa().public_key,)
    assert [row.message for row in rows(report, "key", "proof")] == [
        f"the key {KEY} is linked by the issuer's hosted profile",
        "RS256 signature over the token",
    ]
    assert rows(report, "hosted")[0].outcome is qb.Outcome.SKIPPED
    assert rows(report, "scope") == []


def test_a_signed_badge_may_have_an_address_as_its_id_which_is_not_asked():
    fetcher = qb.StaticFetcher(school())
    report = verify(token(signed(id=ASSERTION)), fetcher=fetcher)
    assert report.verdict is VALID, qb.render(report)
    assert ASSERTION not in fetcher.calls


def test_s002_without_creator_the_keys_of_the_profile_are_tried():
    assert verify(token(signed(verification=ANYBODY)), school()).verdict is VALID


@pytest.mark.parametrize("signer", ["ada", "bob"])
def test_s003_each_of_several_keys(signer):
    served = school(key(rsa("bob"), id=OTHER_KEY), publicKey=[KEY, OTHER_KEY])
    report = verify(token(signed(verification=ANYBODY), rsa(signer)), served)
    assert report.verdict is VALID, qb.render(report)
    assert report.keys == (rsa(signer).public_key,)


def test_a_creator_is_the_only_key_tried():
    served = school(key(rsa("bob"), id=OTHER_KEY), publicKey=[KEY, OTHER_KEY])
    fetcher = qb.StaticFetcher(served)
    report = verify(token(signer=rsa("bob")), fetcher=fetcher)
    assert report.verdict is INVALID
    assert outcomes(report) == {"key": "passed", "proof": "failed"}
    assert codes(report) == {"PROOF_VERIFICATION"}
    assert OTHER_KEY not in fetcher.calls


def test_none_of_several_keys_signed_it():
    served = school(key(rsa("bob"), id=OTHER_KEY), publicKey=[KEY, OTHER_KEY])
    report = verify(token(signed(verification=ANYBODY), rsa("eve")), served)
    assert report.verdict is INVALID
    assert "none of 2 keys fits" in rows(report, "proof")[0].message


@pytest.mark.parametrize(
    "embedded",
    [
        {"id": KEY, "type": "CryptographicKey", "owner": ISSUER, "publicKeyPem": pem()},
        {"id": KEY, "publicKeyPem": pem()},
        {"id": KEY, "type": "CryptographicKey"},
    ],
)
def test_a_key_embedded_in_the_hosted_profile_or_only_named_there(embedded):
    report = verify(token(), school(publicKey=embedded))
    assert report.verdict is VALID, qb.render(report)


def test_an_embedded_key_without_id_is_tried_where_the_badge_names_none():
    served = school(publicKey={"publicKeyPem": pem(), "owner": ISSUER})
    report = verify(token(signed(verification=ANYBODY)), served)
    assert report.verdict is VALID, qb.render(report)
    assert rows(report, "key")[0].message.startswith("the key in the issuer's profile")
    assert verify(token(), served).verdict is INVALID


@pytest.mark.parametrize("key_type", TYPES)
def test_s015_s016_the_key_chooses_the_algorithm(key_type):
    signer = pair(key_type)
    report = verify(token(signer=signer), school(key(signer)))
    assert report.verdict is VALID, qb.render(report)
    assert report.form == f"JWS {signer.public_key.jose_algorithm}"


def test_b03_the_policy_chooses_what_is_allowed():
    fetcher = qb.StaticFetcher(school())
    for allowed in (frozenset(), frozenset({"ES256", "EdDSA"})):
        report = verify(token(), fetcher=fetcher, policy=qb.Policy(algorithms=allowed))
        assert report.verdict is INVALID
        assert codes(report) == {"ALGORITHM"}
    assert KEY not in fetcher.calls


def test_s004_a_payload_that_was_changed():
    head, _, signature = token().split(".")
    report = verify(f"{head}.{token(signed(narrative='Mine')).split('.')[1]}.{signature}", school())
    assert report.verdict is INVALID
    assert codes(report) == {"PROOF_VERIFICATION"}
    assert (report.trust, report.keys) == (qb.Trust.NONE, ())


@pytest.mark.parametrize(
    ("served", "code"),
    [
        (school(served={KEY: None}), "FETCH"),  # s009
        (school(served={KEY: answer(404, key())}), "FETCH"),  # s010
        (school(served={KEY: answer(500, key())}), "FETCH"),
        (school(key(**{"@context": [V2, "https://unknown.example/context"]})), "CONTEXT_UNKNOWN"),
        (
            school(key(publicKeyPem="-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----")),
            "UNSUPPORTED",
        ),
    ],
)
def test_s009_s010_a_key_that_was_not_obtained(served, code):
    report = verify(token(), served)
    assert report.verdict is INDETERMINATE, qb.render(report)
    assert outcomes(report) == {"key": "unknown", "proof": "unknown"}
    assert codes(report) == {code}


@pytest.mark.parametrize(
    ("served", "code"),
    [
        (school(key(publicKeyPem="garbage")), "KEY_REFUSED"),  # s012
        (school(key(publicKeyPem="-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----")), "KEY_REFUSED"),
        (school(key(publicKeyPem=pem() + "x" * 70_000)), "KEY_REFUSED"),
        (school(key(publicKeyPem=rsa().to_pem().decode())), "PRIVATE_KEY_EXPOSED"),
        (school(key(publicKeyPem=None)), "KEY_REFUSED"),
        (school(key(publicKeyPem=7)), "CONFORMANCE"),
        (school(key(type="BadgeClass")), "CONFORMANCE"),
        (school(key(owner="nobody")), "MALFORMED_VALUE"),
        (school(served={KEY: answer(410, key())}), "INVALID_VERIFICATION_METHOD"),
        (school(served={KEY: pem().encode()}), "PARSING"),
    ],
)
def test_s012_a_key_that_is_none(served, code):
    report = verify(token(), served)
    assert report.verdict is INVALID, qb.render(report)
    assert outcomes(report) == {"key": "failed", "proof": "failed"}
    assert code in codes(report), qb.render(report)
    assert "REVOKED" not in codes(report)
    assert KEY in rows(report, "key")[0].message


def test_s011_two_way_ownership():
    for owner in (f"{EVIL}/issuer", {"id": f"{EVIL}/issuer"}):
        report = verify(token(), school(key(owner=owner)))
        assert report.verdict is INVALID
        assert "CONTROLLER_MISMATCH" in codes(report)
    for owner in (None, ISSUER, {"id": ISSUER}):
        assert verify(token(), school(key(owner=owner))).verdict is VALID


def test_an_unreachable_key_may_be_the_right_one_and_a_good_one_suffices():
    served = school(publicKey=[OTHER_KEY, KEY])
    assert verify(token(signed(verification=ANYBODY)), served).verdict is VALID
    report = verify(token(signed(verification=ANYBODY), rsa("eve")), served)
    assert report.verdict is INDETERMINATE
    assert "none of 2 keys fits" in rows(report, "key")[0].message


def test_the_nearest_miss_is_what_is_reported():
    served = school(key(publicKeyPem="garbage", id=OTHER_KEY), publicKey=[OTHER_KEY, KEY])
    report = verify(token(signed(verification=ANYBODY), rsa("eve")), served)
    assert codes(report) == {"PROOF_VERIFICATION"}
    assert KEY in rows(report, "key")[0].message


@pytest.mark.parametrize("address", ["urn:uuid:1", "did:web:school.example"])
def test_a_key_without_an_address(address):
    report = verify(token(signed(verification=ANYBODY)), school(publicKey=address))
    assert report.verdict is INVALID
    assert "no address" in rows(report, "key")[0].message


def test_more_keys_than_anybody_has():
    keys = [{"publicKeyPem": pem(), "id": f"urn:x:{number}"} for number in range(9)]
    policy = qb.Policy(limits=Limits(verification_methods=8))
    report = verify(token(signed(verification=ANYBODY)), school(publicKey=keys), policy)
    assert report.verdict is INVALID
    assert "LIMIT" in codes(report)
    assert verify(token(signed(verification=ANYBODY)), school(publicKey=keys)).verdict is VALID


def test_keys_come_over_http_only_where_the_policy_says_so_and_then_nobody_vouches():
    link = "http://school.example/key"
    served = school(key(id=link), publicKey=link, served={KEY: None})
    badge = token(signed(verification={"type": "SignedBadge", "creator": link}))
    report = verify(badge, served)
    assert report.verdict is INDETERMINATE
    assert {row.relaxation for row in rows(report, "key", "proof")} == {"allow_http_hosted"}
    report = verify(badge, served, COMPATIBLE)
    assert report.verdict is VALID, qb.render(report)
    assert report.trust is qb.Trust.NONE


@pytest.mark.parametrize("served", [web(issuer(), **{ISSUER: None}), web(**{CLASS: None})])
def test_without_the_issuer_no_key_is_known(served):
    report = verify(token(), served)
    assert report.verdict is INDETERMINATE, qb.render(report)
    assert outcomes(report) == {"key": "skipped", "proof": "skipped"}
    assert report.form == "JWS RS256"


def test_s024_a_signed_badge_may_carry_its_class_as_it_was():
    carried = badge_class(id="urn:uuid:11111111-7b1a-4f7e-8b36-0f3d5d8c1f11")
    report = verify(token(signed(badge=carried)), school(served={CLASS: None}))
    assert report.verdict is VALID, qb.render(report)


def test_s040_further_members_of_the_header_say_nothing():
    header = {"alg": "RS256", "typ": "JWT", "kid": "x", "cty": "json", "jku": f"{EVIL}/jwks", "x5c": ["AA=="]}
    fetcher = qb.StaticFetcher(school())
    assert verify(token(header=header), fetcher=fetcher).verdict is VALID
    assert not any(call.startswith(EVIL) for call in fetcher.calls)


@pytest.mark.parametrize("ways", ["HostedBadge", "hosted", "VerificationObject", None])
def test_s045_s046_a_token_that_does_not_say_that_it_is_signed(ways):
    verification = None if ways is None else {"type": ways}
    fetcher = qb.StaticFetcher(school())
    report = verify(token(signed(verification=verification)), fetcher=fetcher)
    assert report.verdict is INVALID
    assert "SECURED_OTHERWISE" in codes(report)
    assert KEY not in fetcher.calls
    assert report.trust is qb.Trust.NONE


def test_a_badge_may_be_both_signed_and_hosted():
    both = {"type": ["SignedBadge", "HostedBadge"]}
    assert verify(token(signed(verification=both)), school()).verdict is VALID
    hosted = signed(id=ASSERTION, verification=both)
    assert verify(ASSERTION, school(hosted, served={ASSERTION: hosted})).verdict is VALID


def test_a_token_whose_assertion_cannot_be_read_is_not_looked_for_elsewhere():
    unreadable = signed(id=ASSERTION, **{"@context": [V2, "https://unknown.example/context"]})
    fetcher = qb.StaticFetcher(web())
    report = verify(token(unreadable), fetcher=fetcher)
    assert report.verdict is INDETERMINATE
    assert codes(report) == {"CONTEXT_UNKNOWN"}
    assert fetcher.calls == ()


def test_an_address_that_serves_a_token():
    address = f"{HOME}/badge.jws"
    report = verify(address, school(served={address: token().encode()}))
    assert report.verdict is VALID, qb.render(report)


# 1.x: the badge names its key


def test_o_11s_a_signed_badge_of_1_1():
    report = verify(token(signed_1_1()), school_1_1())
    assert report.verdict is VALID, qb.render(report)
    assert (report.kind, report.trust) == (qb.Kind.OB1_ASSERTION, qb.Trust.DOMAIN)
    assert "which the badge names" in rows(report, "key")[0].message


def test_o_11s_bad_a_signed_badge_of_1_1_that_was_changed():
    head, _, signature = token(signed_1_1()).split(".")
    changed = token(signed_1_1(issuedOn="2016-04-30")).split(".")[1]
    report = verify(f"{head}.{changed}.{signature}", school_1_1())
    assert report.verdict is INVALID
    assert codes(report) == {"PROOF_VERIFICATION"}


def named(url: str) -> str:
    return token(signed_1_1(verify={"type": "signed", "url": url}))


def test_a_key_of_1_1_on_another_host_is_not_even_asked():
    fetcher = qb.StaticFetcher(school_1_1(served={f"{EVIL}/key.pem": pem().encode()}))
    report = verify(named(f"{EVIL}/key.pem"), fetcher=fetcher)
    assert report.verdict is INVALID
    assert "CONTROLLER_MISMATCH" in codes(report)
    assert not any(call.startswith(EVIL) for call in fetcher.calls)


def test_a_key_of_1_1_that_is_served_elsewhere():
    moved = qb.Response(302, {"Location": f"{EVIL}/key.pem"})
    report = verify(named(PEM), school_1_1(served={PEM: moved, f"{EVIL}/key.pem": pem().encode()}))
    assert report.verdict is INDETERMINATE
    assert "REDIRECT" in codes(report)


def test_a_key_of_1_1_is_nothing_to_an_issuer_of_2_0():
    """Only what its profile links may sign: a badge cannot bring the rules of 1.1 with it."""
    report = verify(token(signed_1_1()), school_1_1(**{"@context": V2}))
    assert report.verdict is INVALID
    assert "METHOD_NOT_FOUND" in codes(report)


@pytest.mark.parametrize(
    "around",
    [b"text %s", b"%s text", b"%s%s", b"<!-- %s -->"],
)
def test_a_key_of_1_1_is_a_whole_document(around):
    body = around.replace(b"%s", pem().encode().strip())
    report = verify(token(signed_1_1()), school_1_1(served={PEM: body}))
    assert report.verdict is INVALID
    assert "KEY_REFUSED" in codes(report)


@pytest.mark.parametrize(
    ("site", "address", "verdict"),
    [
        ("https://host.example/school", "https://host.example/school/key.pem", VALID),
        ("https://host.example/school/", "https://host.example/school/key.pem", VALID),
        ("https://host.example", "https://host.example/key.pem", VALID),
        ("https://host.example/school", "https://host.example/schoolmate/key.pem", INVALID),
        ("https://host.example/school", "https://host.example/eve/key.pem", INVALID),
        ("https://host.example", "https://host.example.evil.example/key.pem", INVALID),
        ("https://", "https://host.example/key.pem", INVALID),
        (7, "https://host.example/key.pem", INVALID),
    ],
)
def test_a_key_of_1_1_below_the_issuers_site(site, address, verdict):
    report = verify(named(address), school_1_1(url=site, served={address: pem().encode()}))
    assert report.verdict is verdict, qb.render(report)


def test_a_key_of_1_1_lies_where_the_issuers_badges_may_lie():
    scope = {"type": "VerificationObject", "startsWith": f"{HOME}/badges/"}
    within = f"{HOME}/badges/key.pem"
    served = school_1_1(verification=scope, served={within: pem().encode()})
    assert verify(named(within), served).verdict is VALID
    assert verify(named(PEM), served).verdict is INVALID


def test_a_badge_of_1_1_brings_no_key_where_the_profile_links_some():
    served = school_1_1(key(rsa("bob")), publicKey=KEY)
    report = verify(token(signed_1_1()), served)
    assert report.verdict is INVALID
    assert codes(report) == {"PROOF_VERIFICATION"}
    assert verify(token(signed_1_1(), rsa("bob")), served).verdict is VALID


@pytest.mark.parametrize(
    ("answered", "verdict", "code"),
    [
        (None, INDETERMINATE, "FETCH"),
        (qb.Response(404, body=pem().encode()), INDETERMINATE, "FETCH"),
        (qb.Response(410), INVALID, "INVALID_VERIFICATION_METHOD"),
        (b"garbage", INVALID, "KEY_REFUSED"),
        (rsa().to_pem(), INVALID, "PRIVATE_KEY_EXPOSED"),
        (b"<html>key</html>", INDETERMINATE, "FETCH"),
    ],
)
def test_what_the_address_of_a_key_of_1_1_answers(answered, verdict, code):
    report = verify(token(signed_1_1()), school_1_1(served={PEM: answered}))
    assert report.verdict is verdict, qb.render(report)
    assert code in codes(report)


def test_a_key_of_1_1_over_http():
    address = "http://school.example/key.pem"
    served = school_1_1(served={address: pem().encode()})
    assert verify(named(address), served).verdict is INDETERMINATE
    report = verify(named(address), served, COMPATIBLE)
    assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)


def test_a_signed_badge_of_1_0_and_the_profile_of_1_0():
    plain = {name: value for name, value in signed_1_1().items() if name not in ("@context", "type", "id")}
    made = {name: value for name, value in badge_class().items() if name not in ("@context", "type", "id")}
    profile = {"name": "School", "url": HOME}
    served = web(**{CLASS: made | {"criteria": f"{HOME}/c"}, ISSUER: profile, PEM: pem().encode()})
    report = verify(token(plain), served)
    assert report.verdict is VALID, qb.render(report)


# Corners


def test_a_profile_that_is_not_the_hosted_one_has_no_keys():
    """The steps never hand in another one; whoever does later is refused."""
    reader = Reader(PINNED, Limits())
    subject = reader.read(signed(), "Assertion", origin="signed")
    brought = reader.read(issuer(publicKey=KEY), "Issuer", origin=EMBEDDED)
    with pytest.raises(InputError) as caught:
        issuer_keys.possible_keys(None, subject, brought)
    assert caught.value.code == "CONTROLLER_MISMATCH"


def test_odd_links_are_no_keys():
    report = verify(token(signed(verification=ANYBODY)), school(publicKey=[7, {"type": "CryptographicKey"}]))
    assert report.verdict is INVALID


@pytest.mark.parametrize("creator", ["", {"type": "CryptographicKey"}, [KEY, OTHER_KEY], 7])
def test_a_creator_that_names_nothing(creator):
    served = school(key(rsa("bob"), id=OTHER_KEY), publicKey=[KEY, OTHER_KEY])
    report = verify(token(signed(verification={**SIGNED, "creator": creator})), served)
    assert report.verdict is INVALID
    assert "METHOD_NOT_FOUND" in codes(report)


def test_a_creator_that_is_embedded_only_names_its_key():
    eves = {"id": KEY, "type": "CryptographicKey", "owner": ISSUER, "publicKeyPem": pem(rsa("eve"))}
    verification = {**SIGNED, "creator": eves}
    assert verify(token(signed(verification=verification)), school()).verdict is VALID
    assert verify(token(signed(verification=verification), rsa("eve")), school()).verdict is INVALID


def test_open_headers_of_jws():
    good = jws.parse(token())
    jws.check_open_header(good)
    for header in ({"alg": "RS256", "jwk": rsa().public_key.to_jwk()}, {"alg": "EdDSA", "x": [1]}):
        jws.check_open_header(jws.CompactJws(header, b"", b"", b""))
