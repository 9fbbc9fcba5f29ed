"""B01 to B17 and B22 for signed badges of 2.0: nobody but the issuer signs for the issuer."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

import qualitybadge as qb
from qualitybadge.keys.table import KEY_TYPES
from qualitybadge.wire.multibase import b64url_encode
from support.keyring import pair, rsa_pem
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
    COMPATIBLE,
    HOME,
    ISSUER,
    STRICT,
    assertion,
    badge_class,
    codes,
    issuer,
    rows,
    text,
    verify,
    web,
)

ANYBODY = {"type": "SignedBadge"}
POLICIES = (STRICT, COMPATIBLE)


def refused(source, served, *expected: str) -> None:
    """Under no policy accepted, by nobody vouched for, and without a fault of ours."""
    for policy in POLICIES:
        report = verify(source, served, policy)
        assert report.verdict is qb.Verdict.INVALID, qb.render(report)
        assert report.trust is qb.Trust.NONE
        assert report.keys == ()
        assert "INTERNAL" not in codes(report)
        assert not expected or codes(report) & set(expected), qb.render(report)


def eves(**changes):
    """Return the document of a key of Eve's at her own address."""
    return key(rsa("eve"), **{"id": f"{EVIL}/key", **changes})


# B22 and the profile


def test_b22_creator_that_the_issuer_does_not_list():  # s006
    served = school(key(rsa("eve"), id=OTHER_KEY))
    refused(
        token(signed(verification={**SIGNED, "creator": OTHER_KEY}), rsa("eve")), served, "METHOD_NOT_FOUND"
    )


@pytest.mark.parametrize("owner", [ISSUER, f"{EVIL}/issuer", None])
def test_b22_creator_on_another_host(owner):  # s008
    badge = token(signed(verification={**SIGNED, "creator": f"{EVIL}/key"}), rsa("eve"))
    fetcher = qb.StaticFetcher(school(eves(owner=owner)))
    assert verify(badge, fetcher=fetcher).verdict is qb.Verdict.INVALID
    assert not any(call.startswith(EVIL) for call in fetcher.calls)


@pytest.mark.parametrize(
    "near", [KEY + "/", KEY + "#key", KEY.upper(), KEY + "?x", f"{HOME}:443/keys/1", " " + KEY]
)
def test_b22_creator_that_looks_like_a_listed_one(near):
    served = school(key(rsa("eve")), served={near: key(rsa("eve"), id=near)})
    refused(token(signed(verification={**SIGNED, "creator": near}), rsa("eve")), served)


def test_b22_a_key_owned_by_another_profile():  # s011
    refused(token(), school(key(owner=f"{EVIL}/issuer")), "CONTROLLER_MISMATCH")
    refused(token(), school(publicKey={"id": KEY, "publicKeyPem": pem(), "owner": f"{EVIL}/issuer"}))


def test_s007_an_issuer_without_keys():
    refused(token(), school(publicKey=None), "METHOD_NOT_FOUND")
    refused(token(signed(verification=ANYBODY)), school(publicKey=None), "METHOD_NOT_FOUND")


@pytest.mark.parametrize("signature", [b"\x00" * 256, bytes(range(256)), b"x"])
def test_s043_a_random_signature_and_no_key_anywhere(signature):
    refused(token(signed(verification=ANYBODY), signature=signature), school(publicKey=None))


def test_s044_a_random_signature_and_a_creator_that_nobody_lists():
    served = school(publicKey=None)
    refused(token(signature=bytes(range(256))), served, "METHOD_NOT_FOUND")
    refused(
        token(signed(verification={**SIGNED, "creator": f"{EVIL}/key"}), rsa("eve")),
        served | {f"{EVIL}/key": eves()},
    )


@pytest.mark.parametrize("where", ["link", "embedded"])
def test_s023_an_embedded_profile_brings_no_keys(where):
    keys = f"{EVIL}/key" if where == "link" else eves()
    carried = badge_class(issuer=issuer(publicKey=keys))
    for creator in (ANYBODY, {**SIGNED, "creator": f"{EVIL}/key"}):
        refused(token(signed(badge=carried, verification=creator), rsa("eve")), school(eves()))


@pytest.mark.parametrize("name", [None, "urn:uuid:1", "_:issuer"])
def test_s023_an_embedded_profile_without_an_address(name):
    carried = badge_class(id="urn:uuid:2", issuer=issuer(id=name, publicKey=eves()))
    refused(token(signed(badge=carried, verification=ANYBODY), rsa("eve")), school(eves()))


def test_s023_a_profile_that_claims_to_be_another_is_read_where_it_claims():
    false = issuer(publicKey=f"{EVIL}/key")  # served by Eve, with the school's id
    carried = badge_class(issuer=f"{EVIL}/issuer")
    badge = token(signed(badge=carried, verification=ANYBODY), rsa("eve"))
    refused(badge, school(eves(), served={f"{EVIL}/issuer": false}), "PROOF_VERIFICATION")


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c", "kid"])
def test_keys_in_the_header_are_never_used(name):
    value = {
        "jwk": rsa("eve").public_key.to_jwk(),
        "jku": f"{EVIL}/jwks",
        "x5u": f"{EVIL}/x5u",
        "x5c": ["AA=="],
        "kid": f"{EVIL}/key",
    }[name]
    fetcher = qb.StaticFetcher(
        school(eves(), served={f"{EVIL}/jwks": {"keys": [rsa("eve").public_key.to_jwk()]}})
    )
    badge = token(signed(verification=ANYBODY), rsa("eve"), header={"alg": "RS256", name: value})
    report = verify(badge, fetcher=fetcher, policy=COMPATIBLE)
    assert report.verdict is qb.Verdict.INVALID
    assert codes(report) == {"PROOF_VERIFICATION"}
    assert not any(call.startswith(EVIL) for call in fetcher.calls)


def test_a_private_key_in_the_header_gives_the_key_away():
    refused(
        token(header={"alg": "RS256", "jwk": rsa().to_jwk(private=True)}), school(), "PRIVATE_KEY_EXPOSED"
    )
    refused(token(header={"alg": "RS256", "jwk": "x"}), school(), "JOSE_HEADER")


def test_s010_a_key_document_behind_an_error():
    report = verify(token(), school(served={KEY: answer(404, key())}))
    assert report.verdict is qb.Verdict.INDETERMINATE


# The way it is secured


@pytest.mark.parametrize("signature", [None, b"\x00" * 256])
def test_s046_a_token_that_says_hosted(signature):
    badge = token(assertion(), rsa("eve"), signature=signature)
    refused(badge, school(), "SECURED_OTHERWISE")
    refused(badge, web(), "SECURED_OTHERWISE")  # s045: a hosted copy stands, and was not what was handed in


@pytest.mark.parametrize("host", [HOME, EVIL])
def test_v_fakesigned_a_hosted_copy_that_says_signed(host):
    address = f"{host}/assertions/9"
    fake = assertion(id=address, verification=SIGNED)
    for source in (address, text(fake), fake):
        refused(source, school(served={address: fake}), "PROOF_MISSING")


def test_v_fakesigned_json_without_an_address():
    for verification in (SIGNED, ANYBODY, {"type": "signed"}):
        refused(text(signed(verification=verification)), school(), "PROOF_MISSING")


def test_a_hosted_copy_decides_what_it_is_not_what_was_handed_in():
    refused(text(assertion()), school(served={ASSERTION: assertion(verification=SIGNED)}), "PROOF_MISSING")
    assert verify(text(assertion(verification=SIGNED)), web()).verdict is qb.Verdict.VALID


# B01 to B05: the header


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "nOnE", "", " RS256", None, 0, ["RS256"], {}, "RS1", "rs256"]
)
def test_b01_unsecured_or_nameless_algorithms(algorithm):
    for signature in (None, b"x"):
        refused(token(header={"alg": algorithm}, signature=signature), school(), "ALGORITHM")
    refused(token(header={}), school(), "ALGORITHM")


def test_b01_algorithms_that_are_not_known_here_are_not_accepted():
    for algorithm in ("PS256", "RS512", "ES256K"):
        report = verify(token(header={"alg": algorithm}), school())
        assert report.verdict is qb.Verdict.INDETERMINATE


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512", "hs256"])
def test_b02_the_public_key_as_a_shared_secret(algorithm):
    public = rsa().public_key
    header, payload = {"alg": algorithm}, json.dumps(signed())
    parts = f"{b64url_encode(json.dumps(header).encode())}.{b64url_encode(payload.encode())}"
    for secret in (public.to_pem(), pem().strip().encode(), public.raw, json.dumps(public.to_jwk()).encode()):
        forged = b64url_encode(hmac.new(secret, parts.encode(), hashlib.sha256).digest())
        refused(f"{parts}.{forged}", school(), "ALGORITHM")


def test_b03_an_empty_list_of_algorithms_allows_nothing():
    report = verify(token(), school(), qb.Policy.compatible(algorithms=frozenset()))
    assert report.verdict is qb.Verdict.INVALID
    assert codes(report) == {"ALGORITHM"}


@pytest.mark.parametrize("key_type", sorted(KEY_TYPES))
@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "ES384", "EdDSA"])
def test_b04_algorithm_and_key_disagree(key_type, algorithm):
    signer = pair(key_type)
    badge = token(signer=signer, header={"alg": algorithm})
    served = school(key(signer))
    if algorithm == signer.public_key.jose_algorithm:
        assert verify(badge, served).verdict is qb.Verdict.VALID
    else:
        refused(badge, served, "ALGORITHM")


@pytest.mark.parametrize(
    "further",
    [
        {"crit": ["exp"], "exp": 1},
        {"crit": ["b64"], "b64": False},
        {"crit": []},
        {"crit": None},
        {"crit": ["missing"]},
        {"crit": "alg"},
        {"b64": False},
        {"b64": True},
    ],
)
def test_b05_s041_members_that_must_be_understood(further):
    refused(token(header={"alg": "RS256", **further}), school(), "JOSE_HEADER")


# B13 to B17: the bytes


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("mark", ["=", " ", "\n", "==", "+", "/", "\u00e9", "%3D"])
def test_b13_base64url_in_one_spelling(place, mark):
    parts = token().split(".")
    parts[place] = f"{parts[place][:4]}{mark}{parts[place][4:]}"
    refused(".".join(parts), school())


def test_b13_bits_that_say_nothing():
    head, payload, signature = token().split(".")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = alphabet[alphabet.index(signature[-1]) | 1]
    assert other != signature[-1]
    refused(f"{head}.{payload}.{signature[:-1]}{other}", school())


def test_b14_other_serialisations_and_part_counts():
    head, payload, signature = token().split(".")
    whole = {"payload": payload, "protected": head, "signature": signature}
    general = {"payload": payload, "signatures": [{"protected": head, "signature": signature}]}
    for source in (
        text(whole),  # s042
        text(general),
        whole,
        f"{head}.{payload}",
        f"{head}.{payload}.",  # s019
        f"{head}..{signature}",
        f".{payload}.{signature}",
        f"{head}.{payload}.{signature}.",
        f"{head}.{payload}.{signature}.x.y",
    ):
        refused(source, school())


@pytest.mark.parametrize(
    "payload", [b"no JSON", b'"badge"', b'["badge"]', b'{"badge": 1, "badge": 2}', b'{"badge": ']
)
def test_s020_a_payload_that_is_no_assertion(payload):
    refused(token(payload), school())


@pytest.mark.parametrize("key_type", ["P-256", "P-384"])
def test_b15_values_that_no_ecdsa_signature_has(key_type):
    signer = pair(key_type)
    size = {"P-256": 32, "P-384": 48}[key_type]
    served = school(key(signer))
    for signature in (
        bytes(2 * size),
        bytes(size) + b"\x01" * size,
        b"\xff" * 2 * size,
        b"\x30" + b"\x01" * (2 * size),
        b"\x01" * (2 * size - 1),
        b"\x01",
    ):
        refused(token(signer=signer, signature=signature), served, "PROOF_VERIFICATION")


ED25519_INFO = bytes.fromhex("302a300506032b6570032100")


@pytest.mark.parametrize("point", [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"])
def test_b16_an_ed25519_key_of_small_order(point):
    import base64

    body = base64.b64encode(ED25519_INFO + point).decode()
    weak = f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"
    forged = token(header={"alg": "EdDSA"}, signature=b"\x01" + bytes(63))
    refused(forged, school(key(publicKeyPem=weak)), "KEY_REFUSED")


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 65537), (2048, 3)])
def test_b17_a_weak_rsa_key(bits, exponent):
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    secret = load_pem_private_key(rsa_pem(bits, exponent), None)
    public = secret.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    unsigned = token(signature=b"x").rpartition(".")[0]
    badge = f"{unsigned}.{b64url_encode(secret.sign(unsigned.encode(), PKCS1v15(), SHA256()))}"
    refused(badge, school(key(publicKeyPem=public)), "KEY_REFUSED")


# 1.x


@pytest.mark.parametrize("signature", [None, bytes(range(256))])
def test_o_11s_bad_a_key_that_only_the_badge_names(signature):
    for address in (
        f"{EVIL}/key.pem",
        "https://school.example.evil.example/key.pem",
        f"{HOME}.evil.example/k.pem",
    ):
        forged = signed_1_1(verify={"type": "signed", "url": address})
        served = school_1_1(served={address: pem(rsa("eve")).encode()})
        refused(token(forged, rsa("eve"), signature=signature), served, "CONTROLLER_MISMATCH")


def test_o_11s_bad_a_random_signature():
    refused(token(signed_1_1(), signature=bytes(range(256))), school_1_1(), "PROOF_VERIFICATION")
    report = verify(token(signed_1_1(), signature=bytes(range(256))), school_1_1(served={PEM: None}))
    assert report.verdict is qb.Verdict.INDETERMINATE


def test_a_badge_does_not_pass_for_an_older_one_to_bring_its_key():
    """The school of 2.0 links its keys: whoever may upload a file there still signs for nobody."""
    upload = f"{HOME}/uploads/eve.pem"
    forged = signed_1_1(verify={"type": "signed", "url": upload})
    refused(
        token(forged, rsa("eve")), school(served={upload: pem(rsa("eve")).encode()}), "PROOF_VERIFICATION"
    )


def test_one_badge_causes_few_requests():
    keys = [f"{HOME}/keys/{number}" for number in range(100, 200)]
    served = school(*[key(rsa("bob"), id=address) for address in keys], publicKey=keys)
    fetcher = qb.StaticFetcher(served)
    report = verify(token(signed(verification=ANYBODY)), fetcher=fetcher)
    assert report.verdict is not qb.Verdict.VALID
    assert len(fetcher.calls) <= 20


def test_what_strangers_write_is_shown_inert():
    creator = f"{EVIL}/\x1b[2J\u202e" + "x" * 5000
    report = verify(token(signed(verification={**SIGNED, "creator": creator})), school())
    assert report.verdict is qb.Verdict.INVALID
    (row,) = rows(report, "key")
    assert row.message.isprintable()
    assert len(row.message) < 600
