"""D07 to D10, and the resolver's part of B10, B11, C13 and C14: keys under names that are not theirs."""

from __future__ import annotations

import json
import time

import pytest

from qualitybadge.did import DidResolver
from qualitybadge.errors import (
    FetchError,
    InputError,
    InvalidKeyError,
    LimitError,
    QualityBadgeError,
    UnsupportedError,
)
from qualitybadge.fetcher import StaticFetcher
from qualitybadge.wire.multibase import b64url_encode, base58btc_decode, encode
from support.controllers import DID, DID_URL, ISSUER, NOW, document, method, resolve, resolver
from support.keyring import pair

ATTACKER = pair("Ed25519", "mallory")
THEIRS = ATTACKER.public_key.to_multikey()


def never_asked(url: str, *errors: type[QualityBadgeError]) -> QualityBadgeError:
    """Resolve a hostile name where the attacker answers every request that could come of it."""
    fetcher = StaticFetcher({})
    with pytest.raises(errors or InputError) as caught:
        DidResolver(fetcher).resolve(url, at=NOW)
    assert fetcher.calls == ()
    return caught.value


# -- B10: kid ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kid",
    ["../../../../dev/null", "/etc/passwd", "key-1", "..\\..\\x", "|cat /etc/passwd", "' OR 1=1 --", "\x00"],
)
def test_b10_a_path_is_no_key_id(kid):
    assert never_asked(kid).code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize(
    "kid",
    ["https://127.0.0.1/key", "https://[::1]/key", "https://localhost/key", "https://169.254.169.254/latest/meta-data",
     "https://2130706433/", "https://intranet/key", "https://academy.example/../../key", "https://academy.example/%2e%2e/key",
     "https://academy.example@evil.example/key", "https://academy.example\\@evil.example/", "https:///key"],
)  # fmt: skip
def test_b10_an_inner_address_is_not_asked_for_a_key(kid):
    assert never_asked(kid, FetchError).undetermined


@pytest.mark.parametrize(
    "kid", ["file:///etc/passwd", "data:application/json,{}", "ftp://academy.example/", "gopher://x/"]
)
def test_b10_other_schemes_are_not_asked_for_a_key(kid):
    never_asked(kid, UnsupportedError)


# -- B11: one name, several keys ---------------------------------------------------------------------------


def test_b11_one_name_for_two_keys_of_a_document():
    twice = [method("#key-1"), method("#key-1", key=ATTACKER.public_key)]
    for order in (twice, twice[::-1]):
        with pytest.raises(InputError, match="one name"):
            resolve(f"{ISSUER}#key-1", {ISSUER: document(verificationMethod=order)})


# -- C13: relationship -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "relationship", ["authentication", "keyAgreement", "capabilityInvocation", "capabilityDelegation"]
)
@pytest.mark.parametrize("embedded", [False, True])
def test_c13_a_method_listed_for_something_else(relationship, embedded):
    listed = [method(controller=DID)] if embedded else ["#key-1"]
    own = [] if embedded else [method(controller=DID)]
    web = {DID_URL: document(DID, verificationMethod=own, assertionMethod=..., **{relationship: listed})}
    with pytest.raises(InputError) as caught:
        resolve(f"{DID}#key-1", web)
    assert caught.value.code == "INVALID_RELATIONSHIP"


# -- C14: a fragment is a name -----------------------------------------------------------------------------


def test_c14_the_attackers_key_as_fragment_of_a_did_web():
    with pytest.raises(InputError) as caught:
        resolve(f"{DID}#{THEIRS}", {DID_URL: document(DID)})
    assert caught.value.code == "METHOD_NOT_FOUND"


def test_c14_the_attackers_key_as_fragment_of_a_did_key():
    assert never_asked(f"{pair().did}#{THEIRS}").code == "METHOD_NOT_FOUND"


def test_c14_the_attackers_key_as_fragment_of_a_did_jwk():
    assert never_asked(f"{pair().public_key.to_did_jwk()}#{THEIRS}").code == "METHOD_NOT_FOUND"


def test_c14_the_attackers_key_as_fragment_of_an_https_issuer():
    with pytest.raises(InputError) as caught:
        resolve(f"{ISSUER}#{THEIRS}", {ISSUER: document()})
    assert caught.value.code == "METHOD_NOT_FOUND"
    with pytest.raises(FetchError):
        resolve(f"{ISSUER}#{THEIRS}", {})


def test_c14_a_key_like_name_stands_for_the_key_that_the_document_gives_it():
    """The name is the attacker's Multikey, the key behind it the issuer's: the document decides."""
    web = {ISSUER: document(verificationMethod=[method(f"#{THEIRS}")], assertionMethod=[f"#{THEIRS}"])}
    assert resolve(f"{ISSUER}#{THEIRS}", web).key == pair().public_key


def test_c14_a_method_of_the_attackers_document_that_claims_the_victim():
    theirs = "https://evil.example/1"
    listed = document(theirs, verificationMethod=[method(f"{theirs}#key-1", ISSUER, ATTACKER.public_key)])
    with pytest.raises(InputError) as caught:
        resolve(f"{theirs}#key-1", {theirs: listed, ISSUER: document()})
    assert caught.value.code == "CONTROLLER_MISMATCH"
    alone = {theirs: method(theirs, ISSUER, ATTACKER.public_key), ISSUER: document()}
    with pytest.raises(InputError) as caught:
        resolve(theirs, alone)
    assert caught.value.code == "INVALID_RELATIONSHIP"


def test_c14_a_victims_method_id_in_the_attackers_document():
    theirs = "did:web:evil.example"
    stolen = document(
        theirs,
        verificationMethod=[method(f"{DID}#key-1", DID, ATTACKER.public_key)],
        assertionMethod=[f"{DID}#key-1"],
    )
    with pytest.raises(InputError):
        resolve(
            f"{theirs}#key-1", {"https://evil.example/.well-known/did.json": stolen, DID_URL: document(DID)}
        )
    honest = {"https://evil.example/.well-known/did.json": stolen, DID_URL: document(DID)}
    assert resolve(f"{DID}#key-1", honest).key == pair().public_key


def test_c14_no_controller_at_all():
    with pytest.raises(InputError) as caught:
        resolve(f"{ISSUER}#key-1", {ISSUER: document(verificationMethod=[method(controller=...)])})
    assert caught.value.code == "CONTROLLER_MISMATCH"


# -- D07: did:web ------------------------------------------------------------------------------------------

HOSTILE_DIDS = [
    "did:web:academy.example:..", "did:web:academy.example:..:..:evil", "did:web:academy.example:.", "did:web:academy.example::x",
    "did:web:academy.example:%2e%2e", "did:web:academy.example:a%2fb", "did:web:academy.example:a%2Fb", "did:web:academy.example%2Fevil",
    "did:web:academy.example%2fevil", "did:web:evil.example%2F.academy.example", "did:web:ACADEMY.example", "did:web:Academy.Example",
    "did:web:academy.example%3a443", "did:web:academy.example%3A", "did:web:academy.example%3Aabc", "did:web:academy.example%3A99999",
    "did:web:academy.example%253A443", "did:web:academy.example%3A443%3A444", "did:web:academy.example%3A443@evil.example",
    "did:web:academy.example?service=x", "did:web:academy.example?versionId=1", "did:web:academy.example/did.json",
    "did:web:academy.example;x=y", "did:web:user@evil.example", "did:web:academy.example%40evil.example", "did:web:127.0.0.1",
    "did:web:0x7f000001.1", "did:web:[::1]", "did:web:", "did:web:.", "did:web:academy.example.", "did:web:\u0430cademy.example",
    "did:web:academy.example\\evil", "did:web:academy.example evil", "did:web:academy.example\t", "did:web:academy.example:a\nb",
    "did:web:academy.example%00.evil.example", "did:web:academy.example%0d%0aHost:evil",
]  # fmt: skip


@pytest.mark.parametrize("did", HOSTILE_DIDS)
def test_d07_hostile_did_web(did):
    error = never_asked(f"{did}#key-1")
    assert error.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize(
    "did",
    [
        "did:web:localhost",
        "did:web:localhost%3A8443",
        "did:web:intranet",
        "did:web:printer.local",
        "did:web:academy.example%3A22",
    ],
)
def test_d07_well_formed_did_web_of_inner_hosts_is_not_asked(did):
    assert never_asked(f"{did}#key-1", FetchError).code == "UNSAFE_TARGET"


# -- D08: the document's id --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "identifier",
    ["did:web:evil.example", "did:web:academy.example:", "DID:WEB:academy.example", DID_URL, "", None, ...],
)
def test_d08_a_document_of_another_id(identifier):
    own = document(DID)
    own["id"] = identifier
    if identifier is ...:
        del own["id"]
    with pytest.raises(InputError) as caught:
        resolve(f"{DID}#key-1", {DID_URL: own})
    assert caught.value.code == "INVALID_CONTROLLER_DOCUMENT"


def test_d08_a_method_id_that_is_not_in_the_document():
    with pytest.raises(InputError) as caught:
        resolve(f"{DID}#key-2", {DID_URL: document(DID, assertionMethod=["#key-1", "#key-2"])})
    assert caught.value.code == "METHOD_NOT_FOUND"


# -- D09: size, loops, deactivation ------------------------------------------------------------------------


def test_d09_ten_thousand_methods_are_a_limit():
    many = [method(f"#key-{number}", DID) for number in range(10_000)]
    web = {
        DID_URL: document(DID, verificationMethod=many, assertionMethod=[f"#key-{n}" for n in range(10_000)])
    }
    start = time.process_time()
    with pytest.raises(LimitError):
        resolve(f"{DID}#key-1", web)
    assert time.process_time() - start < 2


def test_d09_one_name_listed_again_and_again_costs_once():
    slow = pair("P-384").public_key
    same = [method("#a", DID, slow) for _ in range(128)]
    web = {DID_URL: document(DID, verificationMethod=same, assertionMethod=["#a"] * 128)}
    start = time.process_time()
    (found,) = resolver(web).published_keys(DID, at=NOW)
    assert found.key == slow
    assert time.process_time() - start < 1  # 128 times 128 keys would take several seconds


def test_d09_controllers_that_name_each_other_end():
    one, two = "https://academy.example/1", "https://academy.example/2"
    fetcher = StaticFetcher({one: method(one, two), two: method(two, one)})
    with pytest.raises(InputError):
        DidResolver(fetcher).resolve(one, at=NOW)
    assert fetcher.calls == (one, two)


def test_d09_a_deactivated_did():
    with pytest.raises(InputError, match="deactivated"):
        resolve(f"{DID}#key-1", {DID_URL: document(DID, deactivated=True)})


def test_d09_revoked_and_expired_methods():
    for member in ("revoked", "expires"):
        own = document(DID, verificationMethod=[method("#key-1", DID, **{member: "2026-01-01T00:00:00Z"})])
        with pytest.raises(InputError) as caught:
            resolve(f"{DID}#key-1", {DID_URL: own})
        assert caught.value.code == "INVALID_VERIFICATION_METHOD"


# -- D10: did:key and did:jwk ------------------------------------------------------------------------------


def test_d10_wrong_codec():
    raw = pair().public_key.raw
    for header in (
        b"",
        b"\xed",
        b"\xed\x00",
        b"\xed\x81\x00",
        b"\x01\xed",
        b"\xec\x01",
        b"\xe7\x01",
        b"\x80\x24",
        b"\x80\x26",
    ):
        never_asked("did:key:" + encode(header + raw), InvalidKeyError)


def test_d10_trailing_and_missing_bytes():
    data = base58btc_decode(pair().did.removeprefix("did:key:z"))
    for wrong in (data + b"\0", data + b"\1", data[:-1], data + data, data[:2], b"", b"\0" + data):
        never_asked("did:key:" + encode(wrong), InvalidKeyError)


@pytest.mark.parametrize("change", ["0", "O", "I", "l", "+", "/", "=", " ", "é", "\u0000", "%41"])
def test_d10_bad_base58(change):
    did = pair().did
    for wrong in (did[:-1] + change, did + change, did[:20] + change + did[20:]):
        never_asked(wrong, InvalidKeyError)


@pytest.mark.parametrize("head", ["u", "f", "Z", "m", "1", ""])
def test_d10_another_multibase(head):
    never_asked("did:key:" + head + pair().did.removeprefix("did:key:z"), InvalidKeyError)


@pytest.mark.parametrize(
    "more",
    [
        {"d": "c2VjcmV0"},
        {"use": "enc"},
        {"key_ops": ["encrypt"]},
        {"alg": "ECDH-ES"},
        {"kty": "oct"},
        {"k": "c2VjcmV0"},
    ],
)
def test_d10_did_jwk_with_a_secret_or_another_use(more):
    text = json.dumps({**pair().to_jwk(), **more}).encode()
    error = never_asked(f"did:jwk:{b64url_encode(text)}#0", InvalidKeyError)
    assert "c2VjcmV0" not in str(error)


def test_d10_did_jwk_with_a_name_twice():
    x = pair().to_jwk()["x"]
    text = f'{{"kty":"OKP","crv":"Ed25519","x":"{ATTACKER.to_jwk()["x"]}","x":"{x}"}}'.encode()
    never_asked(f"did:jwk:{b64url_encode(text)}#0")
