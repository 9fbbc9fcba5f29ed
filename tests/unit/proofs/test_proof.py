"""Reading a proof and judging its options, without any cryptography."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from qualitybadge.errors import InputError, LimitError, ProofError, UnsupportedError
from qualitybadge.limits import DEFAULT_LIMITS, Limits
from qualitybadge.proofs.proof import Proof, proofs_of
from qualitybadge.wire.multibase import encode
from support.credentials import NOW

SECOND = timedelta(seconds=1)
ZERO = timedelta()


def member(**changes: object) -> dict[str, object]:
    whole = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-01T12:00:00Z",
        "verificationMethod": "did:web:academy.example#key-1",
        "proofPurpose": "assertionMethod",
        "proofValue": encode(bytes(range(64))),
        **changes,
    }
    return {name: value for name, value in whole.items() if value != "absent"}


def proof(**changes: object) -> Proof:
    (found,) = proofs_of({"proof": member(**changes)}, DEFAULT_LIMITS)
    return found


def test_a_document_may_have_no_proof_one_or_several():
    assert proofs_of({"id": "x"}, DEFAULT_LIMITS) == ()
    (one,) = proofs_of({"proof": member()}, DEFAULT_LIMITS)
    assert (one.pointer, one.form, one.verification_method) == (
        "/proof",
        "eddsa-rdfc-2022",
        "did:web:academy.example#key-1",
    )
    assert "proofValue" not in one.options
    assert one.options["proofPurpose"] == "assertionMethod"
    several = proofs_of({"proof": [member(), member(cryptosuite="bbs-2023")]}, DEFAULT_LIMITS)
    assert [(item.pointer, item.form, item.suite is None) for item in several] == [
        ("/proof/0", "eddsa-rdfc-2022", False),
        ("/proof/1", "bbs-2023", True),
    ]


@pytest.mark.parametrize("value", [None, "text", [], 7, ["text"], [{}, None]])
def test_a_proof_is_an_object_or_several(value):
    with pytest.raises(InputError) as caught:
        proofs_of({"proof": value}, DEFAULT_LIMITS)
    assert caught.value.pointer.startswith("/proof")


def test_the_number_of_proofs_is_limited():
    with pytest.raises(LimitError, match="proofs allows 2"):
        proofs_of({"proof": [member()] * 3}, Limits(proofs=2))


@pytest.mark.parametrize(
    ("changes", "form"),
    [
        ({"type": "SomeProofType"}, "SomeProofType"),
        ({"type": ["DataIntegrityProof"]}, "unknown"),
        ({"type": "P" * 61}, "unknown"),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, "unknown"),
        ({"type": "Ed25519Signature2020", "cryptosuite": "absent"}, "Ed25519Signature2020"),
    ],
)
def test_a_proof_says_what_it_calls_itself(changes, form):
    assert proof(**changes).form == form


def test_a_supported_proof_gives_its_suite():
    assert proof().require_supported().name == "eddsa-rdfc-2022"
    assert not proof().is_draft
    assert proof(cryptosuite="eddsa-2022").is_draft
    assert not proof(cryptosuite="eddsa-2000").is_draft


def test_an_unknown_suite_is_unknown_whatever_else_is_missing():
    with pytest.raises(UnsupportedError) as caught:
        proof(type="SomeProofType", verificationMethod="absent", proofValue="absent").require_supported()
    assert caught.value.pointer == "/proof"


@pytest.mark.parametrize("name", ["verificationMethod", "proofPurpose", "proofValue"])
@pytest.mark.parametrize("value", ["absent", "", 7, None, ["x"], {"id": "x"}])
def test_what_every_proof_needs_is_a_text(name, value):
    with pytest.raises(InputError, match=name) as caught:
        proof(**{name: value}).require_supported()
    assert caught.value.pointer == f"/proof/{name}"


def test_the_purpose_must_be_the_one_asked_for():
    proof().check_purpose("assertionMethod")
    for wrong in ("authentication", "https://w3id.org/security#assertionMethod", ""):
        with pytest.raises(ProofError) as caught:
            proof(proofPurpose=wrong).check_purpose("assertionMethod")
        assert (caught.value.code, caught.value.pointer) == ("PROOF_PURPOSE", "/proof/proofPurpose")


def test_the_period_has_its_first_and_its_last_moment():
    proof(expires="2026-03-01T12:00:00Z").check_period(NOW, ZERO)
    with pytest.raises(ProofError, match="future") as caught:
        proof().check_period(NOW - SECOND, ZERO)
    assert (caught.value.code, caught.value.pointer) == ("PROOF_EXPIRED", "/proof/created")
    with pytest.raises(ProofError, match="expired") as caught:
        proof(expires="2026-03-01T12:00:00Z").check_period(NOW + SECOND, ZERO)
    assert (caught.value.code, caught.value.pointer) == ("PROOF_EXPIRED", "/proof/expires")


def test_the_period_has_the_tolerance_asked_for():
    proof().check_period(NOW - SECOND, SECOND)
    proof(expires="2026-03-01T12:00:00Z").check_period(NOW + SECOND, SECOND)
    with pytest.raises(ProofError):
        proof().check_period(NOW - SECOND * 2, SECOND)


def test_dates_at_the_ends_of_the_calendar_are_only_compared():
    proof(created="0001-01-01T00:00:00Z", expires="9999-12-31T23:59:59Z").check_period(NOW, SECOND)
    with pytest.raises(ProofError):
        proof(created="9999-12-31T23:59:59Z").check_period(NOW, SECOND)


@pytest.mark.parametrize("name", ["created", "expires"])
@pytest.mark.parametrize(
    "value", ["2026-01-01T00:00:00", "2026-01-01", 7, None, ["2026-01-01T00:00:00Z"], ""]
)
def test_dates_are_points_in_time(name, value):
    with pytest.raises(InputError) as caught:
        proof(**{name: value}).check_period(NOW, ZERO)
    assert caught.value.pointer == f"/proof/{name}"


def test_created_may_be_missing_where_the_suite_allows_it():
    proof(created="absent").check_period(NOW, ZERO)
    with pytest.raises(InputError, match="created"):
        proof(type="Ed25519Signature2020", cryptosuite="absent", created="absent").check_period(NOW, ZERO)
    proof(type="SomeProofType", created="absent").check_period(datetime.max.replace(tzinfo=NOW.tzinfo), ZERO)


def test_a_proof_is_bound_to_the_domain_and_challenge_asked_for():
    proof().check_binding(None, None)
    bound = proof(domain="a.example", challenge="c")
    bound.check_binding("a.example", "c")
    bound.check_binding(None, None)
    proof(domain=["a.example", "b.example"]).check_binding("b.example", None)
    for domain, challenge, code in (
        ("c.example", "c", "INVALID_DOMAIN"),
        ("a.example", "d", "INVALID_CHALLENGE"),
    ):
        with pytest.raises(ProofError) as caught:
            bound.check_binding(domain, challenge)
        assert caught.value.code == code
    for unbound, code in ((("a", None), "INVALID_DOMAIN"), ((None, "c"), "INVALID_CHALLENGE")):
        with pytest.raises(ProofError) as caught:
            proof().check_binding(*unbound)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("domain", 7),
        ("domain", ["a", 7]),
        ("domain", None),
        ("challenge", ["c"]),
        ("nonce", 7),
        ("nonce", None),
    ],
)
def test_what_binds_a_proof_is_text(name, value):
    with pytest.raises(InputError) as caught:
        proof(**{name: value}).check_binding(None, None)
    assert caught.value.pointer == f"/proof/{name}"


def test_the_signature_is_base58btc_of_one_length():
    assert proof().signature(64) == bytes(range(64))
    with pytest.raises(ProofError, match="64 bytes, a signature by this key 96"):
        proof().signature(96)


@pytest.mark.parametrize(
    "value",
    [
        encode(bytes(range(64)), prefix="u"),
        encode(bytes(range(64)))[1:],
        encode(bytes(range(64))).upper(),
        encode(bytes(range(64))) + " ",
        encode(bytes(range(63))),
        encode(bytes(range(65))),
        encode(b"\0" + bytes(range(64))),
        "z" + "2" * 100_000,
        "z0OIl",
        "z",
        7,
    ],
)
def test_anything_else_is_no_signature(value):
    with pytest.raises(ProofError) as caught:
        proof(proofValue=value).signature(64)
    assert (caught.value.code, caught.value.pointer) == ("PROOF_VERIFICATION", "/proof/proofValue")


def test_previous_proofs_are_named_by_one_text_or_several():
    assert proof().previous(9) == ()
    assert proof(previousProof="urn:a").previous(9) == ("urn:a",)
    assert proof(previousProof=["urn:a", "urn:b"]).previous(2) == ("urn:a", "urn:b")
    with pytest.raises(ProofError, match="more proofs than the document has"):
        proof(previousProof=["urn:a", "urn:b"]).previous(1)
    for wrong in (7, None, [7], {"id": "urn:a"}):
        with pytest.raises(InputError) as caught:
            proof(previousProof=wrong).previous(9)
        assert caught.value.pointer == "/proof/previousProof"
