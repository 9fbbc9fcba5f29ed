"""B01 to B20 at the level of one token and one key; keys themselves are in test_b_keys, resolution in the verifier."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import inspect
import json

import pytest

from qualitybadge.errors import InputError, InvalidKeyError, ProofError
from qualitybadge.keys import KEY_TYPES, PublicKey
from qualitybadge.proofs import jws, vcjwt
from qualitybadge.wire.multibase import b64url_encode
from support.credentials import badge, badge_1_1, key, method
from support.keyring import ELLIPTIC, TYPES

KID = "did:web:academy.example#key-1"


def token(header: object, payload: object = None, signature: bytes = b"x") -> str:
    parts = (header, payload if payload is not None else badge())
    texts = [part if isinstance(part, str) else json.dumps(part) for part in parts]
    return ".".join(b64url_encode(part) for part in (texts[0].encode(), texts[1].encode(), signature))


def refused(text: str, *, public: PublicKey | None = None) -> InputError:
    """Return the refusal of a token on its whole way: parse, header, claims, signature."""
    with pytest.raises(InputError) as caught:
        accept(text, public or key().public_key)
    return caught.value


def accept(text: str, public: PublicKey) -> None:
    parsed = jws.parse(text)
    jws.check_header(parsed)
    vcjwt.read(parsed)
    jws.verify(parsed, public)


def good(key_type: str = "Ed25519") -> str:
    return vcjwt.sign(badge(), key(key_type), kid=KID)


@pytest.mark.parametrize("key_type", TYPES)
def test_b00_the_token_that_is_attacked_is_good(key_type):
    parsed = jws.parse(good(key_type))
    jws.check_header(parsed)
    jws.verify(parsed, key(key_type).public_key)
    assert vcjwt.read(parsed).claim_errors() == ()


@pytest.mark.parametrize(
    "algorithm",
    ["none", "None", "NONE", "nOnE", "", " none", "none ", "n\u043ene", None, True, 0, [], ["EdDSA"], {}],
)
@pytest.mark.parametrize("signature", [b"x", b"\0" * 64])
def test_b01_unsecured_or_nameless_algorithms(algorithm, signature):
    error = refused(token({"alg": algorithm, "kid": KID}, signature=signature))
    assert (error.code, error.pointer) == ("ALGORITHM", "/alg")


def test_b01_a_missing_algorithm_and_an_empty_signature():
    assert refused(token({"kid": KID})).code == "ALGORITHM"
    assert "not signed" in refused(token({"alg": "none", "kid": KID}, signature=b"")).message
    assert "not signed" in refused(good().rpartition(".")[0] + ".").message


@pytest.mark.parametrize("key_type", TYPES)
@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512", "hs256"])
def test_b02_hmac_with_a_public_key_as_the_secret(key_type, algorithm):
    public = key(key_type).public_key
    for secret in (
        public.to_pem(),
        public.to_pem().strip(),
        public.raw,
        json.dumps(public.to_jwk()).encode(),
    ):
        head = token({"alg": algorithm, "kid": KID}).rpartition(".")[0]
        mac = hmac.new(secret, head.encode(), hashlib.sha256).digest()
        forged = f"{head}.{b64url_encode(mac)}"
        error = refused(forged, public=public)
        assert (error.code, "symmetric" in error.message) == ("ALGORITHM", True)
        # Even where nobody looks at the header, the key does not become a secret.
        with pytest.raises(ProofError):
            jws.verify(jws.parse(forged), public)


def test_b03_no_allow_list_means_nothing_allowed():
    parsed = jws.parse(good())
    with pytest.raises(InputError) as caught:
        jws.check_header(parsed, allow_types=())
    assert caught.value.code == "TOKEN_TYPE"


@pytest.mark.parametrize("signer", TYPES)
@pytest.mark.parametrize("said", [row.jose_algorithm for row in KEY_TYPES.values()])
def test_b04_the_key_chooses_the_algorithm(signer, said):
    public = key(signer).public_key
    head = token({"alg": said, "kid": KID}).rpartition(".")[0]
    text = f"{head}.{b64url_encode(key(signer).sign(head.encode()))}"
    if said == public.jose_algorithm:
        jws.verify(jws.parse(text), public)
    else:
        error = refused(text, public=public)
        assert (error.code, error.pointer) == ("ALGORITHM", "/alg")


@pytest.mark.parametrize(
    "critical", [[], ["b64"], ["exp"], ["alg"], ["https://a.example/x"], None, "b64", {}]
)
def test_b05_critical_extensions(critical):
    error = refused(token({"alg": "EdDSA", "kid": KID, "crit": critical}))
    assert (error.code, error.pointer) == ("JOSE_HEADER", "/crit")


@pytest.mark.parametrize("value", [False, True, None, 0])
def test_b06_b64_and_detached_payloads(value):
    assert refused(token({"alg": "EdDSA", "kid": KID, "b64": value})).pointer == "/b64"
    header, _, signature = good().split(".")
    assert "detached" in refused(f"{header}..{signature}").message


def test_b06_a_payload_outside_base64url():
    signing_input = b64url_encode(b'{"alg":"EdDSA","b64":false,"crit":["b64"],"kid":"a"}') + '.{"id": 1}'
    refused(f"{signing_input}.{b64url_encode(key().sign(signing_input.encode()))}")


def test_b07_a_token_never_brings_the_key_it_is_verified_with():
    eve = key("Ed25519", "eve")
    forged = vcjwt.sign(badge(), eve, jwk=eve.public_key.to_jwk())
    assert refused(forged).code == "PROOF_VERIFICATION"
    assert "key" in inspect.signature(jws.verify).parameters
    parsed = jws.parse(forged)
    jws.check_header(parsed)  # allowed by OB 3.0; whose key it is, the verifier asks the issuer
    jws.verify(parsed, PublicKey.from_jwk(parsed.header["jwk"]))


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"])
def test_b08_a_private_key_in_the_header_is_refused_and_never_repeated(member):
    secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ"
    error = refused(token({"alg": "EdDSA", "jwk": {**key().public_key.to_jwk(), member: secret}}))
    assert (error.code, error.pointer) == ("PRIVATE_KEY_EXPOSED", "/jwk")
    assert secret not in str(error) + repr(error) + error.hint + repr(error.__dict__)


@pytest.mark.parametrize(
    "member",
    [
        "jku",
        "x5u",
        "x5c",
        "x5t",
        "x5t#S256",
        "cty",
        "url",
        "nonce",
        "epk",
        "apu",
        "zip",
        "enc",
        "iss",
        "ALG",
        "Kid",
        "",
    ],
)
def test_b09_headers_that_bring_keys_or_anything_else(member):
    error = refused(token({"alg": "EdDSA", "kid": KID, member: "https://evil.example/keys"}))
    assert error.code == "JOSE_HEADER"
    assert error.pointer == f"/{member}"


@pytest.mark.parametrize(
    "kid", ["../../etc/passwd", "http://169.254.169.254/latest", "file:///etc/passwd", "\0"]
)
def test_b10_a_kid_is_passed_on_and_never_asked_for_here(kid):
    parsed = jws.parse(vcjwt.sign(badge(), key(), kid=kid))
    jws.check_header(parsed)
    jws.verify(parsed, key().public_key)
    assert parsed.header["kid"] == kid


@pytest.mark.parametrize("kid", [None, 1, ["a", "b"], {"id": "a"}, True, ""])
def test_b11_a_kid_that_names_several_or_none(kid):
    assert refused(token({"alg": "EdDSA", "kid": kid})).pointer == "/kid"


def test_b12_kid_and_jwk_reach_the_verifier_together():
    jwk = key("Ed25519", "eve").public_key.to_jwk()
    parsed = jws.parse(vcjwt.sign(badge(), key(), kid=KID, jwk=jwk))
    jws.check_header(parsed)
    assert (parsed.header["kid"], parsed.header["jwk"]) == (KID, jwk)
    assert PublicKey.from_jwk(parsed.header["jwk"]) != key().public_key


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("spelled", ["{}=", "{}==", " {}", "{}\n", "{}\t", "{}%3D", "{}\0", "\ufeff{}"])
def test_b13_other_spellings_of_a_part(part, spelled):
    parts = good().split(".")
    parts[part] = spelled.format(parts[part])
    refused(".".join(parts))


def test_b13_the_plain_alphabet_and_stray_bits():
    for bits in range(1, 16):
        stray = good()[:-1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[bits]
        refused(stray)
    header, payload, signature = good().split(".")
    for letter, plain in (("-", "+"), ("_", "/")):
        assert letter in signature + payload
        refused(f"{header}.{payload.replace(letter, plain)}.{signature.replace(letter, plain)}")


def test_b14_other_serializations_and_numbers_of_parts():
    header, payload, signature = good().split(".")
    flat = {"protected": header, "payload": payload, "signature": signature}
    for text in (
        json.dumps(flat),
        json.dumps({"payload": payload, "signatures": [{"protected": header, "signature": signature}]}),
        f"{header}.{payload}",
        f"{header}.{payload}.{signature}.{signature}",
        f"{header}.{payload}.{signature}.{signature}.{signature}",
        f".{payload}.{signature}",
        f"{header}.{payload}.",
        "..",
        ".",
        "",
        f"{header}.{payload}.{signature}.",
        f".{header}.{payload}.{signature}",
    ):
        assert refused(text).code in {"PARSING", "ALGORITHM", "MALFORMED_VALUE"}


@pytest.mark.parametrize("key_type", ELLIPTIC)
def test_b15_signatures_of_impossible_numbers(key_type):
    row = KEY_TYPES[key_type]
    half = row.signature_bytes // 2
    parsed = jws.parse(good(key_type))
    r, s = parsed.signature[:half], parsed.signature[half:]
    order, zero = row.order.to_bytes(half, "big"), bytes(half)
    for forged in (
        zero + zero,
        zero + s,
        r + zero,
        order + s,
        r + order,
        order + order,
        r + s + b"\0",
        r,
        b"\x30" + r + s,
    ):
        with pytest.raises(ProofError):
            jws.verify(dataclasses.replace(parsed, signature=forged), key(key_type).public_key)


def test_b15_an_algorithm_of_the_other_curve():
    parsed = jws.parse(good("P-256"))
    with pytest.raises(ProofError):
        jws.verify(parsed, key("P-384").public_key)


def test_b16_a_second_spelling_of_an_ed25519_signature():
    order = 2**252 + 27742317777372353535851937790883648493
    parsed = jws.parse(good())
    s = int.from_bytes(parsed.signature[32:], "little") + order
    forged = parsed.signature[:32] + s.to_bytes(32, "little")
    with pytest.raises(ProofError):
        jws.verify(dataclasses.replace(parsed, signature=forged), key().public_key)


@pytest.mark.parametrize("raw", [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"])
def test_b16_a_key_for_which_anybody_can_sign(raw):
    parsed = jws.parse(
        token({"alg": "EdDSA", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": b64url_encode(raw)}})
    )
    jws.check_header(parsed)
    with pytest.raises(InvalidKeyError):
        PublicKey.from_jwk(parsed.header["jwk"])


def test_b17_a_short_rsa_key_in_the_header():
    jwk = {"kty": "RSA", "n": b64url_encode(b"\xff" * 128), "e": "AQAB"}
    parsed = jws.parse(token({"alg": "RS256", "jwk": jwk}))
    jws.check_header(parsed)
    with pytest.raises(InvalidKeyError):
        PublicKey.from_jwk(parsed.header["jwk"])


def claim_faults(**changes: object) -> list[tuple[str, str]]:
    claims = vcjwt.read(jws.parse(good())).claims
    payload = {name: value for name, value in {**badge(), **claims, **changes}.items() if value is not ...}
    read = vcjwt.read(jws.CompactJws({}, json.dumps(payload).encode(), b"", b""))
    return [(error.code, error.pointer) for error in read.claim_errors()]


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:web:evil.example"),
        ("iss", "did:web:academy.example "),
        ("iss", "DID:web:academy.example"),
        ("sub", "did:example:eve"),
        ("sub", ""),
        ("jti", "urn:uuid:other"),
        ("nbf", 0),
        ("nbf", 1_768_469_401),
        ("exp", 4_000_000_000),
        ("exp", 1_863_163_799),
    ],
)
def test_b18_claims_that_differ_from_the_credential(claim, value):
    assert claim_faults() == []
    assert claim_faults(**{claim: value}) == [("CLAIM_MISMATCH", f"/{claim}")]


@pytest.mark.parametrize("claim", ["iss", "jti", "nbf", "sub", "exp"])
def test_b18_claims_that_are_missing(claim):
    assert claim_faults(**{claim: ...}) == [("CLAIM_MISSING", f"/{claim}")]


def test_b18_a_subject_without_an_id_needs_no_sub_and_aud_is_ignored():
    nobody = {"type": ["AchievementSubject"], "identifier": []}
    assert claim_faults(credentialSubject=nobody, sub=...) == []
    assert claim_faults(aud="did:example:eve") == []


@pytest.mark.parametrize(
    "member", ["@context", "type", "issuer", "credentialSubject", "id", "proof", "validFrom"]
)
def test_b19_two_credentials_in_one_token(member):
    payload = {"vc": badge_1_1(), "iss": "did:web:academy.example", member: badge().get(member, {})}
    error = refused(token({"alg": "EdDSA", "kid": KID}, payload))
    assert (error.code, error.pointer) == ("MALFORMED_VALUE", f"/{member}")


def test_b19_a_vc_2_credential_in_the_claim_of_vc_1():
    error = refused(token({"alg": "EdDSA", "kid": KID}, {"vc": badge()}))
    assert (error.code, error.pointer) == ("CONTEXT_ORDER", "/vc/@context")


@pytest.mark.parametrize("claim", ["nbf", "exp"])
@pytest.mark.parametrize(
    "value", [True, False, "1768469400", "", 1768469400.0, 1.5, None, [], {}, 10**15, -(10**15)]
)
def test_b20_dates_that_are_no_numeric_dates(claim, value):
    ((code, pointer),) = claim_faults(**{claim: value})
    assert code in {"MALFORMED_VALUE", "RANGE"}
    assert pointer == f"/{claim}"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5_000, "9007199254740993"])
def test_b20_numbers_that_no_reader_shares(value):
    with pytest.raises(InputError):
        vcjwt.read(jws.CompactJws({}, f'{{"nbf": {value}}}'.encode(), b"", b""))


def test_b20_a_claim_stated_twice():
    with pytest.raises(InputError):
        vcjwt.read(jws.CompactJws({}, b'{"iss": "a", "iss": "b"}', b"", b""))


def test_b21_another_kind_of_token_by_its_type():
    for typ in ("at+jwt", "dc+sd-jwt", "statuslist+jwt", "vp+jwt", "vc+sd-jwt"):
        text = vcjwt.sign(badge(), key(), kid=method(key()), typ=typ)
        assert refused(text).code == "TOKEN_TYPE"
