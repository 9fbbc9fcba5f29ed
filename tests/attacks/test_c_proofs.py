"""C12 to C21 at the level of one document and given keys: proofs made to say more than was signed."""

from __future__ import annotations

import contextlib
import copy
from datetime import timedelta
from hashlib import sha256

import pytest

from qualitybadge.errors import InputError, ProofError, QualityBadgeError, UnsupportedError
from qualitybadge.proofs.dataintegrity import SecuredDocument, sign
from qualitybadge.proofs.suites import SUITES
from qualitybadge.wire import jcs, multibase
from support import cost
from support.credentials import DATA_INTEGRITY, ED25519_2020, NOW, OB, VC2, badge, key, method

BOTH = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


def signed(document=None, *, suite="eddsa-rdfc-2022", key_type="Ed25519", name="ada", **members):
    signer = key(key_type, name)
    base = badge() if document is None else document
    return sign(base, signer, suite=suite, verification_method=method(signer), created=NOW, **members)


def verify(document, *, key_type="Ed25519", name="ada", index=0, at=NOW, **expected):
    secured = SecuredDocument(document)
    secured.verify(secured.proofs[index], key(key_type, name).public_key, at=at, **expected)


def refusal(document, **options) -> QualityBadgeError:
    with pytest.raises(QualityBadgeError) as caught:
        verify(document, **options)
    return caught.value


def with_proof(document, **changes):
    proof = {**document["proof"], **changes}
    return {**document, "proof": {name: value for name, value in proof.items() if value is not ...}}


def signed_as_written(document, options, suite, *, key_type="Ed25519"):
    """Sign whatever the options say, as a dishonest or careless issuer would."""
    secured = SecuredDocument({**document, "proof": {**options, "proofValue": "z1"}})
    row = SUITES[suite]
    data = secured.hash_data(secured.proofs[0], row, "sha256")
    return {**document, "proof": {**options, "proofValue": multibase.encode(key(key_type).sign(data))}}


def options(**changes):
    whole = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-01T12:00:00Z",
        "verificationMethod": method(key()),
        "proofPurpose": "assertionMethod",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not ...}


def test_c12_a_bad_or_unknown_proof_beside_a_good_one_is_seen_for_what_it_is():
    good = signed()
    bad = copy.deepcopy(good["proof"])
    bad["proofValue"] = signed(badge(id="urn:uuid:other"))["proof"]["proofValue"]
    unknown = {"type": "SomeProofType", "created": "2026-03-01T12:00:00Z"}
    document = {**good, "proof": [good["proof"], bad, unknown]}
    verify(document, index=0)
    assert isinstance(refusal(document, index=1), ProofError)
    assert isinstance(refusal(document, index=2), UnsupportedError)


def test_c12_a_malformed_proof_does_not_hide_the_others():
    good = signed()
    document = {**good, "proof": [{"type": 7}, good["proof"]]}
    assert refusal(document, index=0).pointer == "/proof/0/type"
    verify(document, index=1)


@pytest.mark.parametrize("suite", BOTH)
@pytest.mark.parametrize(
    "purpose", ["authentication", "keyAgreement", "capabilityDelegation", "capabilityInvocation"]
)
def test_c13_a_proof_for_another_purpose(suite, purpose):
    document = signed(suite=suite, purpose=purpose)
    assert refusal(document).code == "PROOF_PURPOSE"
    verify(document, purpose=purpose)
    assert refusal(with_proof(document, proofPurpose="assertionMethod")).code == "PROOF_VERIFICATION"


@pytest.mark.parametrize("purpose", [..., None, 7, ["assertionMethod"], {"id": "assertionMethod"}])
def test_c13_a_proof_without_a_purpose(purpose):
    assert refusal(with_proof(signed(), proofPurpose=purpose)).pointer == "/proof/proofPurpose"


@pytest.mark.parametrize("suite", BOTH)
def test_c15_a_proof_from_the_future_or_past_its_end(suite):
    document = signed(suite=suite, expires=NOW + timedelta(days=1))
    verify(document)
    verify(document, at=NOW + timedelta(days=1))
    assert refusal(document, at=NOW - timedelta(seconds=1)).code == "PROOF_EXPIRED"
    assert refusal(document, at=NOW + timedelta(days=1, seconds=1)).code == "PROOF_EXPIRED"
    assert refusal(with_proof(document, expires=...)).code == "PROOF_VERIFICATION"


@pytest.mark.parametrize("suite", BOTH)
@pytest.mark.parametrize("member", ["created", "expires"])
@pytest.mark.parametrize(
    "moment",
    ["2026-03-01T12:00:00", "2026-03-01", "1772366400", "2026-02-30T12:00:00Z", "", " 2026-03-01T12:00:00Z"],
)
def test_c15_dates_that_are_no_points_in_time(suite, member, moment):
    # Signed with just these dates, so that nothing but the date can be the reason.
    document = signed_as_written(badge(), options(cryptosuite=suite, **{member: moment}), suite)
    assert refusal(document).pointer == f"/proof/{member}"


def test_c15_the_older_suite_must_say_when_it_was_made():
    document = badge(**{"@context": [VC2, OB, ED25519_2020]})
    written = options(type="Ed25519Signature2020", cryptosuite=..., created=...)
    assert refusal(signed_as_written(document, written, "Ed25519Signature2020")).pointer == "/proof/created"


@pytest.mark.parametrize("suite", BOTH)
def test_c16_other_spellings_of_the_proof_value(suite):
    document = signed(suite=suite)
    value = document["proof"]["proofValue"]
    raw = multibase.decode(value)
    for wrong in (
        multibase.encode(raw, prefix="u"),
        "m" + value[1:],
        "f" + raw.hex(),
        value[1:],
        value.upper(),
        value + "=",
        value + " ",
        " " + value,
        value + "\n",
        "z" + value,
        "z1" + value[1:],
        value[:-1],
        multibase.encode(raw + b"\0"),
        multibase.encode(raw[:63]),
        multibase.encode(raw[::-1]),
        "z",
        "zO0Il",
        "z" + "z" * 200_000,
    ):
        error = refusal(with_proof(document, proofValue=wrong))
        assert (error.code, isinstance(error, ProofError)) == ("PROOF_VERIFICATION", True)


@pytest.mark.parametrize("value", [..., None, 7, "", ["z1"], {"@value": "z1"}])
def test_c16_a_proof_value_that_is_none(value):
    assert refusal(with_proof(signed(), proofValue=value)).pointer == "/proof/proofValue"


@pytest.mark.parametrize(
    ("suite", "signer", "other"),
    [
        ("eddsa-rdfc-2022", "Ed25519", "P-256"),
        ("eddsa-jcs-2022", "Ed25519", "RSA"),
        ("ecdsa-rdfc-2019", "P-256", "Ed25519"),
        ("ecdsa-jcs-2019", "P-384", "RSA"),
        ("ecdsa-rdfc-2019", "P-256", "P-384"),
        ("ecdsa-rdfc-2019", "P-384", "P-256"),
    ],
)
def test_c17_a_key_of_another_type(suite, signer, other):
    document = signed(suite=suite, key_type=signer)
    verify(document, key_type=signer)
    error = refusal(document, key_type=other)
    assert isinstance(error, ProofError)
    assert error.code in {"ALGORITHM", "PROOF_VERIFICATION"}


@pytest.mark.parametrize("said", ["ecdsa-rdfc-2019", "eddsa-jcs-2022", "eddsa-2022"])
def test_c17_a_proof_under_the_name_of_another_suite(said):
    assert isinstance(refusal(with_proof(signed(), cryptosuite=said)), ProofError)


@pytest.mark.parametrize("said", ["ecdsa-xi-2023", "bbs-2023", "eddsa-rdf-2022", "EDDSA-RDFC-2022", "none"])
def test_c17_a_suite_that_is_not_known_is_unknown(said):
    error = refusal(with_proof(signed(), cryptosuite=said))
    assert (type(error), error.code) == (UnsupportedError, "CRYPTOSUITE_UNSUPPORTED")


@pytest.mark.parametrize("said", [["eddsa-rdfc-2022"], {"@value": "eddsa-rdfc-2022"}, None, 7, ""])
def test_c17_a_suite_that_is_no_text_is_refused(said):
    error = refusal(with_proof(signed(), cryptosuite=said))
    assert (type(error), error.pointer) == (InputError, "/proof/cryptosuite")


@pytest.mark.parametrize(
    "said", [["DataIntegrityProof"], ..., None, ["DataIntegrityProof", "Ed25519Signature2020"]]
)
def test_c17_a_type_that_is_no_text_is_refused(said):
    error = refusal(with_proof(signed(), type=said))
    assert (type(error), error.pointer) == (InputError, "/proof/type")


def test_c17_the_draft_says_so_itself():
    document = signed_as_written(badge(), options(cryptosuite="eddsa-2022"), "eddsa-2022")
    verify(document)
    assert SecuredDocument(document).proofs[0].is_draft


@pytest.mark.parametrize("context", [[VC2], [OB, VC2], [VC2, OB, DATA_INTEGRITY], VC2, [], None])
@pytest.mark.parametrize("suite", BOTH)
def test_c18_a_proof_with_contexts_of_its_own(suite, context):
    error = refusal(with_proof(signed(suite=suite), **{"@context": context}))
    expected = (
        {"PROOF_TRANSFORMATION"}
        if suite.endswith("rdfc-2022")
        else {"PROOF_TRANSFORMATION", "PROOF_VERIFICATION"}
    )
    assert error.code in expected
    assert isinstance(error, ProofError)


def test_c18_the_documents_own_contexts_may_be_repeated():
    verify(with_proof(signed(), **{"@context": [VC2, OB]}))


@pytest.mark.parametrize(
    "member", ["surprise", "issuer", "jws", "@vocab", "https://academy.example/x", "ob:x"]
)
def test_c18_further_members_of_a_proof(member):
    error = refusal(with_proof(signed(), **{member: "x"}))
    assert isinstance(error, InputError)
    assert error.pointer.startswith("/proof") or error.code == "PROOF_VERIFICATION"
    assert refusal(with_proof(signed(suite="eddsa-jcs-2022"), **{member: "x"})).code == "PROOF_VERIFICATION"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"surprise": "x"}, "DATA_LOSS"),
        ({"@context": [VC2, "https://evil.example/context"]}, "CONTEXT_UNKNOWN"),
        ({"@context": [VC2, OB, {"name": "https://evil.example/name"}]}, None),
        ({"name": None}, "DATA_LOSS"),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential", "Surprise"]}, "DATA_LOSS"),
    ],
)
def test_c19_a_jcs_proof_over_names_that_mean_nothing(change, code):
    # The issuer really signed this JSON; without known contexts nobody knows what it says.
    document = {**badge(), **change}
    written = options(cryptosuite="eddsa-jcs-2022")
    data = sha256(jcs.canonicalize(written)).digest() + sha256(jcs.canonicalize(document)).digest()
    secured = {**document, "proof": {**written, "proofValue": multibase.encode(key().sign(data))}}
    error = refusal(secured)
    assert not isinstance(error, ProofError)
    assert code is None or error.code == code


def test_c21_a_previous_proof_that_is_missing():
    document = signed(id="urn:uuid:00000000-0000-4000-8000-000000000001")
    with pytest.raises(ProofError, match="exactly once"):
        signed(document, name="bob", previous_proof="urn:uuid:00000000-0000-4000-8000-000000000009")
    for previous in ("urn:x:9", ["urn:uuid:00000000-0000-4000-8000-000000000001", "urn:x:9"]):
        error = refusal(with_proof(signed(), previousProof=previous))
        assert error.pointer == "/proof/previousProof"


def test_c21_a_chain_without_its_beginning():
    first = signed(id="urn:uuid:00000000-0000-4000-8000-000000000001")
    chain = signed(first, name="bob", previous_proof=first["proof"]["id"])
    verify(chain, name="bob", index=1)
    assert "exactly once" in refusal({**chain, "proof": chain["proof"][1]}, name="bob").message


def test_c21_a_previous_proof_that_stands_there_twice():
    first = signed(id="urn:uuid:00000000-0000-4000-8000-000000000001")
    chain = signed(first, name="bob", previous_proof=first["proof"]["id"])
    twice = {**chain, "proof": [chain["proof"][0], *chain["proof"]]}
    assert "exactly once" in refusal(twice, name="bob", index=2).message


@pytest.mark.parametrize("length", [1, 2, 5])
def test_c21_a_chain_that_bites_its_tail(length):
    ids = [f"urn:uuid:00000000-0000-4000-8000-{n:012}" for n in range(length)]
    proofs = [
        {**options(id=own, previousProof=ids[n - 1]), "proofValue": signed()["proof"]["proofValue"]}
        for n, own in enumerate(ids)
    ]
    for index in range(length):
        error = refusal({**badge(), "proof": proofs}, index=index)
        assert "back to its beginning" in error.message
        assert error.pointer == f"/proof/{index}/previousProof"


def test_c21_a_cycle_further_back_is_walked_once():
    one, two, end = (f"urn:uuid:00000000-0000-4000-8000-{n:012}" for n in range(3))
    value = signed()["proof"]["proofValue"]
    proofs = [
        {**options(id=one, previousProof=two), "proofValue": value},
        {**options(id=two, previousProof=one), "proofValue": value},
        {**options(id=end, previousProof=[one, two]), "proofValue": value},
    ]
    assert isinstance(refusal({**badge(), "proof": proofs}, index=2), ProofError)


@pytest.mark.parametrize("previous", [7, None, {"id": "urn:x:1"}, [7]])
def test_c21_a_previous_proof_that_is_no_text(previous):
    assert refusal(with_proof(signed(), previousProof=previous)).pointer == "/proof/previousProof"


@pytest.mark.parametrize("suite", BOTH)
def test_c21_a_long_chain_over_a_large_document_stays_cheap(suite):
    ids = [f"urn:uuid:00000000-0000-4000-8000-{n:012}" for n in range(16)]
    evidence = [{"type": ["Evidence"], "narrative": f"seam {n}", "name": "x"} for n in range(15_000)]
    value = signed()["proof"]["proofValue"]
    proofs = [
        {**options(id=own, cryptosuite=suite, previousProof=ids[:n]), "proofValue": value}
        for n, own in enumerate(ids)
    ]
    proofs[-1]["previousProof"] = [*ids[:-1], *(f"urn:x:{n}" for n in range(20_000))]
    secured = SecuredDocument({**badge(evidence=evidence), "proof": proofs})

    def verify_all() -> None:
        for proof in secured.proofs:
            with contextlib.suppress(QualityBadgeError):
                secured.verify(proof, key().public_key, at=NOW)

    spent = cost.cpu_seconds(verify_all)
    assert spent < cost.SECONDS
