"""Selective disclosure: what is derived verifies, shows what was asked for, and nothing besides."""

from __future__ import annotations

import copy
import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import InputError, LimitError, ProofError, QualityBadgeError, UnsupportedError
from qualitybadge.jsonld import PINNED, Contexts, to_quads
from qualitybadge.limits import Limits
from qualitybadge.proofs import selective
from qualitybadge.proofs.dataintegrity import SecuredDocument, sign
from qualitybadge.proofs.sdframe import pointer_of
from qualitybadge.proofs.sdvalues import DerivedProof, HolderProof
from qualitybadge.proofs.selective import Secrets, Whole, derive
from qualitybadge.wire import strictjson
from support.credentials import NOW, badge, key, method

ISSUER = key("P-256")
MANDATORY = ("/issuer", "/validFrom", "/credentialSubject/achievement/name")
LEVELS = ["Pass", "Merit", "Distinction"]


def rich(**changes):
    document = badge(**changes)
    subject = document["credentialSubject"]
    del subject["id"]
    subject["identifier"] = [
        {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "emailAddress"}
        for name in ("ada@example.org", "ada@academy.example")
    ]
    subject["result"] = [
        {"type": ["Result"], "resultDescription": "urn:r:1", "value": value} for value in ("A", "B", "A")
    ]
    subject["achievement"]["resultDescription"] = [
        {
            "id": "urn:r:1",
            "type": ["ResultDescription"],
            "name": "Grade",
            "resultType": "LetterGrade",
            "allowedValue": LEVELS,
        }
    ]
    document["evidence"] = [
        {"type": ["Evidence"], "name": "Seam", "narrative": 'Held 6 kN, "easily".\n'},
        {"id": "https://academy.example/e/2", "type": ["Evidence"], "name": "Photo"},
    ]
    return document


def based(document=None, *, signer=ISSUER, mandatory=MANDATORY, **members):
    return sign(
        rich() if document is None else document,
        signer,
        suite="ecdsa-sd-2023",
        verification_method=method(signer),
        created=NOW,
        mandatory=mandatory,
        **members,
    )


@cache
def _base():
    return strictjson.dumps(based())


def base():
    return json.loads(_base())


def verify(document, *, signer=ISSUER, index=0, **how):
    secured = SecuredDocument(document, **how)
    secured.check_vocabulary()
    secured.verify(secured.proofs[index], signer.public_key, at=NOW)


def leaves(value, at=()):
    """Return place -> value of everything that is no object and no array."""
    if isinstance(value, dict):
        return {k: v for name, item in value.items() for k, v in leaves(item, (*at, name)).items()}
    if isinstance(value, list):
        return {k: v for index, item in enumerate(value) for k, v in leaves(item, (*at, index)).items()}
    return {at: value}


def places(value, at=()):
    """Return every place in a document but the root."""
    found = [at] if at else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [place for name, item in items for place in places(item, (*at, name))]


DIVISIBLE = [pointer_of(at) for at in places(rich()) if at[-2:-1] != ("allowedValue",)]
"""Pointers to everything in the document but elements of its ordered list."""


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(DIVISIBLE), max_size=6))
def test_whatever_is_disclosed_verifies_and_is_what_was_chosen(pointers):
    shown = derive(base(), pointers)
    verify(shown)
    del shown["proof"]
    everything = sorted(map(repr, leaves(rich()).values()))
    for value in map(repr, leaves(shown).values()):
        assert value in everything
    chosen = [*MANDATORY, *pointers]
    for at in places(shown):
        if {"id", "type", "@context"} & set(map(str, at)):
            continue
        place = original(at, chosen)
        below = any(pointer_of(place).startswith(f"{pointer}/") for pointer in chosen)
        above = any(f"{pointer}/".startswith(pointer_of(place) + "/") for pointer in chosen)
        assert below or above, (at, pointers)
    texts = {line for line in Whole(rich(), b"k" * 32).statements if "_:" not in line}
    assert set(to_quads(shown).lines) <= texts


def original(at, pointers):
    """Return where something stood before its arrays lost the elements that were not chosen."""
    place = ()
    for step in at:
        if isinstance(step, int):
            start = pointer_of(place)
            whole = any(f"{start}/".startswith(f"{pointer}/") for pointer in pointers)
            steps = {p[len(start) :].split("/")[1] for p in pointers if p.startswith(f"{start}/")}
            kept = sorted(map(int, steps))
            place = (*place, step if whole or not kept else kept[step])
        else:
            place = (*place, step)
    return place


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0), st.integers(0, 255))
def test_one_byte_of_a_disclosure(place, byte):
    text = disclosure()
    contexts = text.index(b"]")  # another context may well define the same terms
    place = contexts + place % (len(text) - contexts)
    altered = text[:place] + bytes([byte]) + text[place + 1 :]
    if altered == text:
        return
    with pytest.raises((QualityBadgeError, IndexError)):  # a proof by another name is no proof
        verify(strictjson.loads(altered))


@cache
def disclosure():
    return strictjson.dumps(derive(base(), ["/evidence/0", "/credentialSubject/result/1"]))


def test_two_disclosures_of_one_badge_verify_and_share_no_more_than_the_issuers_word():
    first, second = derive(base(), ["/evidence/0"]), derive(base(), ["/credentialSubject/result"])
    verify(first)
    verify(second)
    assert first != second
    for shown, other in ((first, second), (second, first)):
        with pytest.raises(ProofError, match="not for this document"):
            verify({**shown, "proof": other["proof"]})


def test_everything_and_nothing_beside_what_is_mandatory():
    whole = derive(base(), [""])
    verify(whole)
    assert {k: v for k, v in whole.items() if k != "proof"} == rich()
    least = derive(base(), [])
    verify(least)
    document = rich()
    achievement = document["credentialSubject"]["achievement"]
    assert {k: v for k, v in least.items() if k != "proof"} == {
        **{name: document[name] for name in ("@context", "id", "type", "issuer", "validFrom")},
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {name: achievement[name] for name in ("id", "type", "name")},
        },
    }
    proof = DerivedProof.read(least["proof"]["proofValue"])
    assert proof.signatures == ()
    assert len(proof.labels) == 1


def test_everything_may_be_mandatory_or_nothing():
    document = based(mandatory=[""])
    verify(derive(document, []))
    document = based(mandatory=())
    verify(derive(document, ["/validFrom"]))
    with pytest.raises(InputError, match="nothing was selected") as caught:
        derive(document, [])
    assert caught.value.code == "USAGE"


def test_an_ordered_list_is_disclosed_whole():
    values = "/credentialSubject/achievement/resultDescription/0/allowedValue"
    shown = derive(base(), [values])
    verify(shown)
    (description,) = shown["credentialSubject"]["achievement"]["resultDescription"]
    assert description == {"id": "urn:r:1", "type": ["ResultDescription"], "allowedValue": LEVELS}
    for pointers in ([f"{values}/0"], [f"{values}/{at}" for at in range(3)]):
        with pytest.raises(InputError, match="only makes sense whole") as caught:
            derive(base(), pointers)
        assert caught.value.code == "USAGE"


def test_a_list_that_is_no_array_can_be_left_out_only():
    document = rich()
    document["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"] = "A"
    signed = based(document)
    verify(derive(signed, ["/evidence"]))
    with pytest.raises(InputError, match="only makes sense whole"):
        derive(signed, [""])


def test_a_part_of_a_literal_is_refused():
    url = "https://extra.example/v1"
    contexts = Contexts({url: {"@context": {"data": {"@id": "urn:x:data", "@type": "@json"}}}})
    document = {**rich(), "data": {"a": 1, "b": 2}}
    document["@context"] = [*document["@context"], url]
    signed = based(document, contexts=contexts)
    verify(derive(signed, ["/data"], contexts=contexts), contexts=contexts)
    with pytest.raises(InputError, match="only makes sense whole"):
        derive(signed, ["/data/a"], contexts=contexts)


def test_an_embedded_document_with_its_own_proof_stays_whole():
    inner = badge(id="urn:uuid:0b0d6c8e-1111-4a57-9a0c-0a9f0e9b1c11")
    inner["type"] = ["VerifiableCredential", "EndorsementCredential"]
    inner["name"] = "Said by others"
    inner["credentialSubject"] = {"id": "https://academy.example", "type": ["EndorsementSubject"]}
    endorsement = sign(
        inner, key("Ed25519", "eve"), verification_method=method(key("Ed25519", "eve")), created=NOW
    )
    signed = based({**rich(), "endorsement": [endorsement, copy.deepcopy(endorsement)]})
    for pointers in (["/endorsement"], ["/endorsement/1"], ["/endorsement/0", "/evidence"], [""]):
        shown = derive(signed, pointers)
        verify(shown)
        assert shown["endorsement"][0] == endorsement


def test_labels_of_the_document_itself_are_kept_apart():
    document = rich()
    document["evidence"][0]["id"] = "_:e"
    document["credentialSubject"]["source"] = {"id": "_:e"}
    del document["credentialSubject"]["result"]
    signed = based(document)
    for pointers in (
        ["/evidence/0/name"],
        ["/evidence", "/credentialSubject/source"],
        ["/credentialSubject/source"],
    ):
        shown = derive(signed, pointers)
        verify(shown)


def test_an_object_that_stands_twice_in_a_python_document_is_two():
    document = rich()
    document["evidence"] = [{"type": ["Evidence"], "name": "same"}] * 2
    signed = based(document)
    verify(derive(signed, ["/evidence/1/name"]))
    verify(derive(signed, ["/evidence"]))


def test_what_is_handed_in_is_not_changed():
    document, before = base(), base()
    shown = derive(document, ["/evidence", "/issuer"])
    shown["evidence"][0]["name"] = "changed"
    assert document == before
    unsigned = rich()
    based(unsigned)
    assert unsigned == rich()


def test_each_base_proof_has_secrets_of_its_own():
    proofs = [HolderProof.read(based()["proof"]["proofValue"]) for _ in range(2)]
    assert proofs[0].hmac_key != proofs[1].hmac_key
    assert proofs[0].public_key != proofs[1].public_key
    assert set(proofs[0].signatures).isdisjoint(proofs[1].signatures)
    assert Secrets.fresh().hmac_key != Secrets.fresh().hmac_key


def test_proofs_beside_it_stay_right():
    document = sign(rich(), ISSUER, suite="ecdsa-rdfc-2019", verification_method=method(ISSUER), created=NOW)
    document = based(document)
    assert len(document["proof"]) == 2
    verify(document, index=0)
    shown = derive(document, ["/evidence"])
    assert isinstance(shown["proof"], dict)  # the other one covers what is not there any more
    verify(shown)
    both = sign(shown, ISSUER, suite="ecdsa-rdfc-2019", verification_method=method(ISSUER), created=NOW)
    for index in (0, 1):
        verify(both, index=index)


def test_two_disclosure_proofs_stand_side_by_side():
    other = key("P-256", "eve")
    one, two = derive(based(), [""]), derive(based(signer=other), [""])
    document = {**rich(), "proof": [one["proof"], two["proof"]]}
    secured = SecuredDocument(document)
    for _ in range(3):  # again and again: what is counted is proofs, not calls
        secured.verify(secured.proofs[0], ISSUER.public_key, at=NOW)
        secured.verify(secured.proofs[1], other.public_key, at=NOW)
    few = SecuredDocument(document, limits=Limits(statements=45))
    few.verify(few.proofs[0], ISSUER.public_key, at=NOW)
    with pytest.raises(LimitError, match="one by one"):
        few.verify(few.proofs[1], other.public_key, at=NOW)
    small = SecuredDocument(document, limits=Limits(json_nodes=100))
    small.verify(small.proofs[0], ISSUER.public_key, at=NOW)
    with pytest.raises(LimitError, match="too often"):
        small.verify(small.proofs[1], other.public_key, at=NOW)


def test_only_p_256_signs_and_verifies():
    for key_type in ("P-384", "Ed25519"):
        with pytest.raises(InputError, match="P-256"):
            based(signer=key(key_type))
    shown = derive(base(), [])
    with pytest.raises(ProofError, match="P-256"):
        verify(shown, signer=key("P-384"))
    with pytest.raises(ProofError, match="does not match the document"):
        verify(shown, signer=key("P-256", "eve"))


def test_no_chain_has_it_in_the_middle():
    with pytest.raises(InputError, match="previous_proof"):
        based(previous_proof="urn:p:1")
    with pytest.raises(InputError, match="mandatory"):
        sign(
            rich(), ISSUER, suite="ecdsa-rdfc-2019", verification_method="x:y", created=NOW, mandatory=["/id"]
        )
    shown = derive(base(), [])
    shown["proof"]["previousProof"] = "urn:p:1"
    with pytest.raises(UnsupportedError):
        verify(shown)


@pytest.mark.parametrize("pointers", [["/nothing"], ["/proof"], ["name"], ["/evidence/2"], [None]])
def test_a_pointer_to_nothing_is_refused_in_either_role(pointers):
    for call in (lambda: based(mandatory=pointers), lambda: derive(base(), pointers)):
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.code == "USAGE"


def test_only_a_base_proof_can_be_derived_from():
    for document in (
        rich(),
        sign(rich(), ISSUER, suite="ecdsa-rdfc-2019", verification_method="x:y", created=NOW),
    ):
        with pytest.raises(InputError, match="no proof by ecdsa-sd-2023") as caught:
            derive(document, [])
        assert caught.value.code == "USAGE"
    with pytest.raises(ProofError, match="derived proof") as caught:
        derive(derive(base(), []), [])
    assert caught.value.code == "USAGE"


@pytest.mark.parametrize(
    ("member", "value"), [("issuer", ...), ("name", "added"), ("evidence", ...), ("validFrom", ...)]
)
def test_a_base_proof_of_another_document_is_refused(member, value):
    document = {**base(), member: value}
    document = {name: item for name, item in document.items() if item is not ...}
    with pytest.raises(ProofError, match="not for this document"):
        derive(document, [])


def test_a_document_with_too_many_statements_is_not_signed(monkeypatch):
    monkeypatch.setattr(selective, "DEFAULT_LIMITS", Limits(statements=5))
    with pytest.raises(LimitError, match="statements are signed"):
        based()


def test_a_document_that_would_lose_something_is_not_signed():
    with pytest.raises(InputError) as caught:
        based(rich(extra="x"))
    assert caught.value.code == "DATA_LOSS"


def test_the_contexts_are_those_of_the_caller():
    assert derive(base(), ["/evidence"], contexts=PINNED)
    with pytest.raises(UnsupportedError):
        derive({**base(), "@context": [*rich()["@context"], "https://unknown.example/"]}, [])
