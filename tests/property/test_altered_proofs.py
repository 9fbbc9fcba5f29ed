"""Whatever is altered in something signed, it never verifies as something else."""

from __future__ import annotations

import contextlib
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from qualitybadge.errors import QualityBadgeError
from qualitybadge.proofs import jws, vcjwt
from qualitybadge.proofs.dataintegrity import SecuredDocument, sign
from qualitybadge.wire import strictjson
from support.credentials import NOW, badge, key, method

SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019")
KEYS = {"eddsa-rdfc-2022": "Ed25519", "eddsa-jcs-2022": "Ed25519", "ecdsa-rdfc-2019": "P-256"}


@cache
def secured(suite: str) -> bytes:
    signer = key(KEYS[suite])
    document = sign(badge(), signer, suite=suite, verification_method=method(signer), created=NOW)
    return strictjson.dumps(document)


@cache
def token(key_type: str) -> bytes:
    return vcjwt.sign(badge(), key(key_type), kid="did:web:academy.example#key-1").encode()


def verified(text: bytes, suite: str) -> Any:
    """Return the document if everything about it is in order; raises only what the library raises."""
    document = strictjson.loads(text)
    if not isinstance(document, dict):
        return None
    whole = SecuredDocument(document)
    whole.check_vocabulary()
    if not whole.proofs:
        return None
    for proof in whole.proofs:
        whole.verify(proof, key(KEYS[suite]).public_key, at=NOW)
    return document


def verified_token(text: bytes, key_type: str) -> vcjwt.VcJwt | None:
    parsed = jws.parse(text)
    jws.check_header(parsed)
    jws.verify(parsed, key(key_type).public_key)
    read = vcjwt.read(parsed)
    return None if read.claim_errors() else read


def altered(text: bytes, place: int, byte: int) -> bytes:
    place %= len(text)
    assume(text[place] != byte)
    return text[:place] + bytes([byte]) + text[place + 1 :]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SUITES), st.integers(min_value=0), st.integers(0, 255))
def test_one_byte_of_signed_json(suite: str, place: int, byte: int) -> None:
    text = altered(secured(suite), place, byte)
    try:
        document = verified(text, suite)
    except QualityBadgeError:
        return
    # No byte of compact JSON can change without changing a name or a value.
    assert document is None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["Ed25519", "P-384"]), st.integers(min_value=0), st.integers(0, 255))
def test_one_byte_of_a_token(key_type: str, place: int, byte: int) -> None:
    with pytest.raises(QualityBadgeError):
        verified_token(altered(token(key_type), place, byte), key_type)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["Ed25519", "P-384"]), st.data())
def test_a_piece_of_a_token_removed_doubled_or_moved(key_type: str, data: st.DataObject) -> None:
    text = token(key_type)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    for changed in (
        text[:start] + text[end:],
        text[:end] + piece + text[end:],
        piece + text[:start] + text[end:],
    ):
        if changed != text:
            with pytest.raises(QualityBadgeError):
                verified_token(changed, key_type)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SUITES), st.data())
def test_a_member_removed_renamed_or_replaced(suite: str, data: st.DataObject) -> None:
    document = json.loads(secured(suite))
    holder: Any = document
    while True:
        name = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if isinstance(holder[name], dict | list) and data.draw(st.booleans()):
            holder = holder[name]
            continue
        break
    before = json.dumps(document, sort_keys=True)
    change = data.draw(st.sampled_from(["remove", "replace", "wrap"]))
    if change == "remove":
        del holder[name]
    elif change == "replace":
        holder[name] = data.draw(
            st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.just({})
        )
    else:
        holder[name] = [holder[name]]
    assume(json.dumps(document, sort_keys=True) != before)
    try:
        found = verified(strictjson.dumps(document), suite)
    except QualityBadgeError:
        return
    # A list of one is the same RDF as the value alone; JSON-LD leaves no other way to say the same twice.
    same = change == "wrap" and (name == "proof" or suite.endswith(("rdfc-2022", "rdfc-2019")))
    assert found is None or same


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@example(b"..")
@example(b"e30.e30.e30")
@example(b"\xff.\xff.\xff")
def test_no_bytes_raise_anything_foreign(text: bytes) -> None:
    for verify in (lambda: verified_token(text, "Ed25519"), lambda: verified(text, "eddsa-rdfc-2022")):
        with contextlib.suppress(QualityBadgeError):
            assert verify() is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.text(max_size=6)
    | st.sampled_from(["DataIntegrityProof", "z1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = st.dictionaries(
    st.sampled_from(
        [
            "type",
            "cryptosuite",
            "created",
            "expires",
            "verificationMethod",
            "proofPurpose",
            "proofValue",
            "domain",
            "challenge",
            "nonce",
            "previousProof",
            "id",
            "@context",
        ]
    ),
    JSON | st.sampled_from(["eddsa-rdfc-2022", "eddsa-jcs-2022", "assertionMethod", "2026-01-01T00:00:00Z"]),
)


@settings(max_examples=300, deadline=None)
@given(MEMBERS, st.booleans())
def test_no_proof_raises_anything_foreign(members: dict[str, Any], complete: bool) -> None:
    proof = {**json.loads(secured("eddsa-jcs-2022"))["proof"], **members} if complete else members
    for value in (proof, [proof], [proof, proof]):
        try:
            whole = SecuredDocument({**badge(), "proof": value})
            for found in whole.proofs:
                whole.verify(found, key().public_key, at=NOW)
        except QualityBadgeError:
            continue
        assert proof == json.loads(secured("eddsa-jcs-2022"))["proof"]
