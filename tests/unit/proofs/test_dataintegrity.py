"""Data Integrity proofs made and verified: every suite, sets and chains, what is computed once."""

from __future__ import annotations

import copy
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from qualitybadge import jsonld
from qualitybadge.errors import InputError, InvalidKeyError, LimitError, ProofError, UnsupportedError
from qualitybadge.limits import Limits
from qualitybadge.proofs import dataintegrity
from qualitybadge.proofs.dataintegrity import SecuredDocument, sign
from qualitybadge.proofs.suites import SUITES
from qualitybadge.wire import jcs, multibase
from support.credentials import DATA_INTEGRITY, ED25519_2020, NOW, OB, VC2, badge, badge_1_1, key, method

PAIRS = [
    (row.name, key_type)
    for row in SUITES.values()
    if not row.draft and row.transform != "sd"  # what is signed is not what verifies: see test_selective
    for key_type in row.key_types
]


def signed(document=None, *, key_type="Ed25519", name="ada", **members):
    signer = key(key_type, name)
    if document is None:
        document = badge()
    return sign(document, signer, verification_method=method(signer), created=NOW, **members)


def verify(document, *, key_type="Ed25519", name="ada", index=0, **expected):
    secured = SecuredDocument(document)
    secured.verify(secured.proofs[index], key(key_type, name).public_key, at=NOW, **expected)


def unsigned_for(suite):
    if suite != "Ed25519Signature2020":
        return badge()
    return badge(**{"@context": [VC2, OB, ED25519_2020]})


@pytest.mark.parametrize(("suite", "key_type"), PAIRS)
def test_what_is_signed_verifies(suite, key_type):
    document = signed(unsigned_for(suite), suite=suite, key_type=key_type)
    verify(document, key_type=key_type)
    proof = document["proof"]
    assert proof["created"] == "2026-03-01T12:00:00Z"
    assert proof["proofPurpose"] == "assertionMethod"
    assert ("@context" in proof) == suite.endswith(("jcs-2022", "jcs-2019"))
    with pytest.raises(ProofError, match="does not match"):
        verify(document, key_type=key_type, name="eve")


@pytest.mark.parametrize(("suite", "key_type"), PAIRS)
def test_a_changed_document_or_option_does_not_verify(suite, key_type):
    document = signed(unsigned_for(suite), suite=suite, key_type=key_type)
    for change in (
        {"validUntil": "2030-01-15T09:30:00Z"},
        {"proof": {**document["proof"], "created": "2026-02-01T12:00:00Z"}},
        {"proof": {**document["proof"], "domain": "a.example"}},
        {"proof": {**document["proof"], "verificationMethod": "did:web:academy.example#key-2"}},
    ):
        with pytest.raises(ProofError, match="does not match"):
            verify({**document, **change}, key_type=key_type)


@pytest.mark.parametrize(
    ("suite", "value"),
    [
        (
            "eddsa-rdfc-2022",
            "z4oq1ZS6KzMfe2wMwcV4s5Wcp5DsvcoJqgTnyGidDxUGYRhFFtdXpiuxA1sorYPSwRXSSJHfz1Mhxkqno3BaYCJ99",
        ),
        (
            "eddsa-jcs-2022",
            "z27d1vw2vk5wE9FafeYpCFttgNyWFgUytvgvqcQXUkaJZTP8KjxW2n8EY5gZ2Ftm3Gg7PN7fzCfWiEGiKtR2y89AX",
        ),
        (
            "Ed25519Signature2020",
            "z5rdEuArr87FeBJWUSgVem34xgLEViaUicTCXWh7MKMj5dB4udh85dtMecinExt59df4bfuDh79nddZsLiey7sqQa",
        ),
    ],
)
def test_ed25519_signatures_are_the_same_in_every_release(suite, value):
    assert signed(unsigned_for(suite), suite=suite)["proof"]["proofValue"] == value


@pytest.mark.parametrize(("suite", "key_type"), PAIRS)
def test_what_is_hashed_is_options_then_document_by_the_hash_of_the_key(suite, key_type):
    document = signed(unsigned_for(suite), suite=suite, key_type=key_type)
    secured = SecuredDocument(document)
    (proof,) = secured.proofs
    hash_name = "sha384" if key_type == "P-384" else "sha256"
    if suite.endswith(("jcs-2022", "jcs-2019")):
        forms = [jcs.canonicalize(proof.options), jcs.canonicalize(unsigned_for(suite))]
    else:
        quads = [secured.option_quads(proof), jsonld.to_quads(unsigned_for(suite))]
        forms = [jsonld.canonicalize(each, hash_name=hash_name) for each in quads]
    data = b"".join(hashlib.new(hash_name, form).digest() for form in forms)
    signature = multibase.decode(document["proof"]["proofValue"])
    assert key(key_type).public_key.verify(signature, data)


@pytest.mark.parametrize("key_type", ["Ed25519", "P-256", "P-384"])
def test_vc_1_1_takes_the_contexts_that_define_its_proof(key_type):
    suite = "eddsa-rdfc-2022" if key_type == "Ed25519" else "ecdsa-rdfc-2019"
    verify(signed(badge_1_1(DATA_INTEGRITY), suite=suite, key_type=key_type), key_type=key_type)
    verify(signed(badge_1_1(ED25519_2020), suite="Ed25519Signature2020"))


@pytest.mark.parametrize(
    ("document", "suite"),
    [
        (badge_1_1(), "eddsa-rdfc-2022"),
        (badge_1_1(), "eddsa-jcs-2022"),
        (badge_1_1(ED25519_2020), "eddsa-rdfc-2022"),
        (badge_1_1(DATA_INTEGRITY), "Ed25519Signature2020"),
        (badge(), "Ed25519Signature2020"),
    ],
)
def test_a_context_that_does_not_define_the_proof_is_refused_with_advice(document, suite):
    with pytest.raises(InputError, match="do not define the proof") as caught:
        signed(document, suite=suite)
    assert caught.value.code == "DATA_LOSS"
    assert caught.value.pointer.startswith("/proof")
    assert "data-integrity/v2" in caught.value.hint


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_nothing_is_signed_or_verified_that_the_proof_would_not_cover(suite):
    document = signed(suite=suite)
    with pytest.raises(InputError) as caught:
        signed(badge(surprise="x"), suite=suite)
    assert (caught.value.code, caught.value.pointer) == ("DATA_LOSS", "/surprise")
    assert "define the proof" not in caught.value.message
    more = {**document, "surprise": "x"}
    with pytest.raises(InputError) as caught:
        verify(more)
    assert (caught.value.code, caught.value.pointer) == ("DATA_LOSS", "/surprise")
    with pytest.raises(InputError):
        SecuredDocument(more).check_vocabulary()
    SecuredDocument(document).check_vocabulary()


def test_a_proof_member_that_no_context_defines_is_refused_at_its_place():
    document = signed()
    document["proof"]["surprise"] = "x"
    with pytest.raises(InputError) as caught:
        verify(document)
    assert (caught.value.code, caught.value.pointer) == ("DATA_LOSS", "/proof/surprise")


def test_an_error_that_is_not_about_terms_is_passed_on_when_signing():
    with pytest.raises(InputError) as caught:
        signed(id="no iri")
    assert (caught.value.code, caught.value.pointer) == ("MALFORMED_VALUE", "/proof/id")


def test_all_members_of_a_proof_can_be_given():
    document = signed(
        id="urn:uuid:0c6d4c1e-4a3e-4c6f-8a3b-1c1d2e3f4a5b",
        purpose="authentication",
        expires=NOW + timedelta(days=1),
        domain=["academy.example", "wallet.example"],
        challenge="c",
        nonce="n",
    )
    assert list(document["proof"]) == [
        "type",
        "id",
        "cryptosuite",
        "created",
        "expires",
        "verificationMethod",
        "proofPurpose",
        "domain",
        "challenge",
        "nonce",
        "proofValue",
    ]
    verify(document, purpose="authentication", domain="wallet.example", challenge="c")
    for wrong in ({}, {"purpose": "authentication", "domain": "x"}):
        with pytest.raises(ProofError):
            verify(document, **wrong)


def test_a_proof_may_say_nothing_of_its_making_where_the_suite_allows_it():
    document = sign(badge(), key(), verification_method=method(key()), created=None)
    assert "created" not in document["proof"]
    verify(document)
    with pytest.raises(InputError, match="when it was created"):
        sign(
            unsigned_for("Ed25519Signature2020"),
            key(),
            suite="Ed25519Signature2020",
            verification_method=method(key()),
            created=None,
        )


def test_nothing_is_changed_that_was_handed_in():
    document = badge()
    before = copy.deepcopy(document)
    first = signed(document)
    second = signed(first, name="bob")
    assert document == before
    assert first["proof"] == second["proof"][0]
    assert "proof" not in document
    kept = copy.deepcopy(second)
    verify(second, name="bob", index=1)
    assert second == kept


@pytest.mark.parametrize(
    ("suite", "key_type"),
    [
        ("eddsa-rdfc-2022", "P-256"),
        ("ecdsa-rdfc-2019", "Ed25519"),
        ("eddsa-jcs-2022", "RSA"),
        ("ecdsa-jcs-2019", "RSA"),
    ],
)
def test_a_suite_needs_its_own_kind_of_key(suite, key_type):
    with pytest.raises(InputError, match="signs with a key of type") as caught:
        signed(suite=suite, key_type=key_type)
    assert caught.value.code == "ALGORITHM"
    document = signed(suite=suite, key_type=SUITES[suite].key_types[0])
    with pytest.raises(ProofError, match="needs a key of type") as caught:
        verify(document, key_type=key_type)
    assert caught.value.code == "ALGORITHM"


def test_a_draft_is_verified_and_never_made():
    with pytest.raises(UnsupportedError) as caught:
        signed(suite="eddsa-2022")
    assert caught.value.code == "DRAFT_SUITE"
    document = draft()
    assert SecuredDocument(document).proofs[0].is_draft
    verify(document)
    with pytest.raises(ProofError):
        verify({**document, "validUntil": "2030-01-15T09:30:00Z"})


def draft():
    """Sign as the draft did: the finished suite under its older name."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-2022",
        "created": "2026-03-01T12:00:00Z",
        "verificationMethod": method(key()),
        "proofPurpose": "assertionMethod",
    }
    secured = SecuredDocument({**badge(), "proof": {**options, "proofValue": "z1"}})
    data = secured.hash_data(secured.proofs[0], SUITES["eddsa-2022"], "sha256")
    value = multibase.encode(key().sign(data))
    return {**badge(), "proof": {**options, "proofValue": value}}


def test_no_suite_is_made_up_when_signing():
    with pytest.raises(UnsupportedError):
        signed(suite="bbs-2023")


def test_a_signer_must_answer_with_a_signature():
    class Hsm:
        public_key = key().public_key

        def sign(self, message: bytes) -> bytes:
            return b"short"

    with pytest.raises(InvalidKeyError, match="5 bytes"):
        sign(badge(), Hsm(), verification_method="did:web:a.example#k", created=NOW)


def test_the_second_proof_of_a_set_stands_beside_the_first():
    first = signed()
    both = signed(first, name="bob", suite="eddsa-jcs-2022")
    third = signed(both, key_type="P-384", suite="ecdsa-rdfc-2019")
    assert [proof["type"] for proof in third["proof"]] == ["DataIntegrityProof"] * 3
    verify(third)
    verify(third, name="bob", index=1)
    verify(third, key_type="P-384", index=2)
    # A proof set has no order and no proof covers another one.
    verify({**third, "proof": third["proof"][::-1]}, index=2)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_chain_covers_the_proofs_before_it(suite):
    first = signed(id="urn:uuid:00000000-0000-4000-8000-000000000001")
    chain = signed(
        first,
        name="bob",
        suite=suite,
        id="urn:uuid:00000000-0000-4000-8000-000000000002",
        previous_proof=first["proof"]["id"],
    )
    whole = signed(chain, name="eve", suite=suite, previous_proof=[proof["id"] for proof in chain["proof"]])
    for index, name in enumerate(("ada", "bob", "eve")):
        verify(whole, name=name, index=index)
    other = signed(badge(), name="eve", id=first["proof"]["id"])["proof"]
    swapped = {**whole, "proof": [other, *whole["proof"][1:]]}
    verify(swapped, name="eve", index=0)
    for index, name in ((1, "bob"), (2, "eve")):
        with pytest.raises(ProofError, match="does not match"):
            verify(swapped, name=name, index=index)


def test_a_jcs_proof_covers_the_contexts_it_names():
    document = signed(suite="eddsa-jcs-2022")
    later = copy.deepcopy(document)
    later["@context"].append(DATA_INTEGRITY)
    verify(later)
    verify({**document, "proof": {**document["proof"]}})
    for context in ([OB, VC2], [VC2], VC2, [DATA_INTEGRITY, VC2, OB]):
        with pytest.raises((ProofError, InputError)) as caught:
            verify({**document, "@context": context})
        assert caught.value.code in {"PROOF_TRANSFORMATION", "DATA_LOSS"}


def test_a_jcs_proof_without_contexts_covers_those_of_the_document():
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "verificationMethod": method(key()),
        "proofPurpose": "assertionMethod",
    }
    secured = SecuredDocument({**badge(), "proof": {**options, "proofValue": "z1"}})
    data = secured.hash_data(secured.proofs[0], SUITES["eddsa-jcs-2022"], "sha256")
    value = multibase.encode(key().sign(data))
    document = {**badge(), "proof": {**options, "proofValue": value}}
    verify(document)
    later = copy.deepcopy(document)
    later["@context"].append(DATA_INTEGRITY)
    with pytest.raises(ProofError, match="does not match"):
        verify(later)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_the_document_is_prepared_once_for_all_proofs_of_one_hash(suite, monkeypatch):
    document = signed(signed(signed(suite=suite), name="bob", suite=suite), name="eve", suite=suite)
    calls = []

    def counted(name, original):
        def call(value, **options):
            calls.append((name, len(value)))
            return original(value, **options)

        return call

    monkeypatch.setattr(dataintegrity, "to_quads", counted("walk", dataintegrity.to_quads))
    monkeypatch.setattr(dataintegrity.jcs, "canonicalize", counted("jcs", dataintegrity.jcs.canonicalize))
    secured = SecuredDocument(document)
    secured.check_vocabulary()
    for proof, name in zip(secured.proofs, ("ada", "bob", "eve"), strict=True):
        secured.verify(proof, key("Ed25519", name).public_key, at=NOW)
    members = len(badge())
    assert calls.count(("walk", members)) == 1
    assert calls.count(("jcs", members)) == (suite == "eddsa-jcs-2022")


def test_limits_and_contexts_of_the_caller_count():
    document = signed()
    with pytest.raises(LimitError):
        SecuredDocument(document, limits=Limits(proofs=0, json_depth=2)).check_vocabulary()
    with pytest.raises(LimitError):
        _ = SecuredDocument({"proof": [document["proof"]] * 2}, limits=Limits(proofs=1)).proofs
    foreign = {**badge(), "@context": [VC2, OB, "https://academy.example/context/v1"], "shoeSize": 41}
    contexts = jsonld.Contexts(
        {
            "https://academy.example/context/v1": {
                "@context": {"shoeSize": "https://academy.example/terms#size"}
            }
        }
    )
    with pytest.raises(UnsupportedError) as caught:
        signed(foreign)
    assert caught.value.code == "CONTEXT_UNKNOWN"
    document = sign(foreign, key(), verification_method=method(key()), created=NOW, contexts=contexts)
    secured = SecuredDocument(document, contexts=contexts)
    secured.verify(secured.proofs[0], key().public_key, at=NOW)


def test_the_tolerance_for_dates_is_the_callers():
    document = signed()
    secured = SecuredDocument(document, skew_seconds=5)
    secured.verify(secured.proofs[0], key().public_key, at=NOW - timedelta(seconds=5))
    with pytest.raises(ProofError, match="future"):
        secured.verify(secured.proofs[0], key().public_key, at=NOW - timedelta(seconds=6))


def test_one_secured_document_serves_many_threads():
    document = signed(signed(suite="eddsa-jcs-2022"), name="bob")
    secured = SecuredDocument(document)

    def run(index: int) -> None:
        name = ("ada", "bob")[index % 2]
        secured.verify(secured.proofs[index % 2], key("Ed25519", name).public_key, at=NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(200)))
    assert json.dumps(document) == json.dumps(signed(signed(suite="eddsa-jcs-2022"), name="bob"))


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_large_document_is_not_prepared_again_for_every_link_of_a_chain(suite):
    ids = [f"urn:uuid:00000000-0000-4000-8000-{n:012}" for n in range(8)]
    large = badge()
    large["credentialSubject"]["achievement"]["tag"] = [f"tag {n}" for n in range(500)]
    document = signed(large, suite=suite, id=ids[0])
    for n in range(1, 8):
        document = signed(document, suite=suite, id=ids[n], previous_proof=ids[n - 1])
    # Enough for the document and two links of its chain, not for seven.
    limits = Limits(json_nodes=3 * len(jsonld.to_quads(large)) - 1)
    secured = SecuredDocument(document, limits=limits)
    for proof in secured.proofs[:3]:
        secured.verify(proof, key().public_key, at=NOW)
    with pytest.raises(LimitError, match="prepared too often") as caught:
        secured.verify(secured.proofs[3], key().public_key, at=NOW)
    assert caught.value.pointer == "/proof"
