"""The published vectors of ecdsa-sd-2023, step by step: adding, deriving and verifying, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from qualitybadge.errors import ProofError
from qualitybadge.jsonld import Contexts, Quads, canonicalize, to_quads
from qualitybadge.jsonld.canon import canonical_map
from qualitybadge.keys import KeyPair, PublicKey
from qualitybadge.proofs.dataintegrity import SecuredDocument
from qualitybadge.proofs.sdframe import select
from qualitybadge.proofs.sdvalues import DerivedProof, HolderProof
from qualitybadge.proofs.selective import (
    Secrets,
    Whole,
    check_derived,
    derive,
    holder_value,
    labelled_statements,
    signed_data,
)
from qualitybadge.wire import multibase

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FOLDER = "w3c/vc-di-ecdsa/TestVectors"
# The folder's own prCredUnsigned.json describes the card in other words than the document that was signed.
CASES = {"employ": ("employMandatory", "employSelective"), "prc": ("prCredMandatory", "prCredSelective")}
Record = Callable[[str, object], None]


class Case(NamedTuple):
    """One folder of vectors and what it was made from."""

    folder: Path
    contexts: Contexts
    keys: dict[str, Any]
    document: dict[str, Any]
    mandatory: list[str]
    chosen: list[str]

    def read(self, name: str) -> Any:
        return read(self.folder / f"{name}.json")

    @property
    def hmac_key(self) -> bytes:
        return bytes.fromhex(self.keys["hmacKeyString"])

    def pair(self, name: str) -> KeyPair:
        pair = self.keys[f"{name}KeyPair"]
        return KeyPair.from_multikey(pair["secretKeyMultibase"], pair["publicKeyMultibase"])

    @property
    def whole(self) -> Whole:
        return Whole(self.document, self.hmac_key, contexts=self.contexts)


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


@pytest.fixture(scope="module")
def contexts(vectors: Path) -> Contexts:
    folder = vectors / "w3c/contexts"
    url = "https://w3id.org/citizenship/v4rc1"
    return Contexts({url: read(folder / read(folder / "index.json")[url])})


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, vectors: Path, contexts: Contexts) -> Case:
    root = vectors / FOLDER
    keys = read(root / "ecdsa-sd-2023/SDKeyMaterial.json")
    mandatory, chosen = (read(root / f"{name}.json") for name in CASES[request.param])
    folder = root / "ecdsa-sd-2023" / request.param
    signed = read(folder / "addSignedSDBase.json")
    document = {name: value for name, value in signed.items() if name != "proof"}
    return Case(folder, contexts, keys, document, mandatory, chosen)


def test_adding_a_base_proof(case: Case, record_property: Record) -> None:
    form = canonicalize(to_quads(case.document, contexts=case.contexts)).decode()
    assert form.splitlines(keepends=True) == case.read("addBaseDocCanon")
    whole = case.whole
    assert whole.statements == case.read("addBaseDocHMACCanon")

    transform = case.read("addBaseTransform")
    assert transform["mandatoryPointers"] == case.mandatory
    group = whole.group(case.mandatory)
    required = [[index, whole.statements[index]] for index in group.indexes]
    optional = [[at, line] for at, line in enumerate(whole.statements) if at not in group.indexes]
    assert required == transform["mandatory"]["value"]
    assert optional == transform["nonMandatory"]["value"]
    for selected in case.read("addPointerValues"):
        part = select(case.document, [selected["pointer"]]).document
        assert part[selected["pointer"].removeprefix("/")] == selected["value"]

    signed = case.read("addSignedSDBase")
    secured = SecuredDocument(signed, contexts=case.contexts)
    (proof,) = secured.proofs
    config = case.read("addProofConfig")
    assert {**proof.options, "@context": signed["@context"]} == config
    options = canonicalize(secured.option_quads(proof)).decode()
    assert options.strip() == (case.folder / "addProofConfigCanon.txt").read_text().strip()

    hashes = case.read("addHashData")
    assert secured.options_hash(proof).hex() == hashes["proofHash"]
    key = multibase.decode(case.keys["proofKeyPair"]["publicKeyMultibase"])
    data = signed_data(secured.options_hash(proof), key, [line for _, line in required])
    assert data == bytes.fromhex(hashes["proofHash"]) + key + bytes.fromhex(hashes["mandatoryHash"])

    value = holder_value(
        case.document,
        secured.options_hash(proof),
        case.pair("base"),
        mandatory=case.mandatory,
        contexts=case.contexts,
        fresh=Secrets(case.pair("proof"), case.hmac_key),
    )
    base = HolderProof.read(value)
    raw = case.read("addRawBaseSignatureInfo")
    assert multibase.encode(base.public_key) == raw["publicKey"]
    published = [raw["baseSignature"], *raw["signatures"]]
    messages = [data, *(line.encode() for _, line in optional)]
    assert len(published) == len(messages) == 1 + len(base.signatures)
    for made, said, message in zip([base.signature, *base.signatures], published, messages, strict=True):
        signer = case.pair("base" if message == data else "proof").public_key
        assert signer.verify(made, message)
        assert signer.verify(bytes.fromhex(said), message)
    if base.signature.hex() == raw["baseSignature"]:  # where OpenSSL signs deterministically
        assert [signature.hex() for signature in base.signatures] == raw["signatures"]
        assert value == signed["proof"]["proofValue"]
    assert HolderProof.read(signed["proof"]["proofValue"]).write() == signed["proof"]["proofValue"]
    record_property("cases", 9)


def test_deriving_a_disclosure(case: Case, record_property: Record) -> None:
    signed = case.read("addSignedSDBase")
    base = HolderProof.read(signed["proof"]["proofValue"])
    recovered = case.read("derivedRecoveredBaseData")
    assert base.signature.hex() == recovered["baseSignature"]
    assert multibase.encode(base.public_key) == recovered["proofPublicKey"]
    assert base.hmac_key.hex() == recovered["hmacKey"]
    assert [signature.hex() for signature in base.signatures] == recovered["signatures"]
    assert list(base.pointers) == recovered["mandatoryPointers"]

    whole = case.whole
    groups = {
        "mandatory": whole.group(case.mandatory),
        "selective": whole.group(case.chosen),
        "combined": whole.group([*case.mandatory, *case.chosen]),
    }
    data = case.read("derivedAllGroupData")
    assert data["nquads"] == whole.statements
    for name, group in groups.items():
        said = data["groups"][name]
        assert said["matching"]["value"] == [[at, whole.statements[at]] for at in group.indexes]
        others = [[at, line] for at, line in enumerate(whole.statements) if at not in group.indexes]
        assert said["nonMatching"]["value"] == others
        assert relabelled(said["deskolemizedNQuads"], data) == [line for _, line in said["matching"]["value"]]
    assert relabelled(data["deskolemizedNQuads"], data) == whole.statements

    indexes = case.read("derivedGroupIndexes")
    for name, group in groups.items():
        assert list(group.indexes) == indexes[f"{name}Indexes"]
    required = groups["mandatory"].indexes
    optional = [at for at in range(len(whole.statements)) if at not in required]
    assert optional == indexes["nonMandatoryIndexes"]

    derived_document = derive(signed, case.chosen, contexts=case.contexts)
    value = derived_document["proof"]["proofValue"]
    derived = DerivedProof.read(value)
    places = case.read("derivedAdjMandatoryIndexes")["adjMandatoryIndexes"]
    assert list(derived.mandatory) == places
    kept = case.read("derivedAdjSignatures")
    assert [signature.hex() for signature in derived.signatures] == kept["filteredSignatures"]
    assert [optional.index(at) for at in groups["combined"].indexes if at in optional] == kept[
        "adjSignatureIndexes"
    ]
    assert said_by(derived) == case.read("derivedDisclosureData")
    unsigned = {name: item for name, item in derived_document.items() if name != "proof"}
    assert json.dumps(unsigned, indent=2) == (case.folder / "derivedUnsignedReveal.json").read_text().strip()
    revealed = (case.folder / "derivedRevealDocument.json").read_text().strip()
    assert json.dumps(derived_document, indent=2) == revealed
    record_property("cases", 8)


def relabelled(lines: list[str], data: dict[str, Any]) -> list[str]:
    """Return statements with labels of one run, which were made by chance, under the labels of the HMAC."""
    labels = dict(data["labelMap"]["value"])
    return sorted(re.sub(r"_:(\S+)", lambda found: f"_:{labels[found[1]]}", line) for line in lines)


def said_by(derived: DerivedProof) -> dict[str, Any]:
    return {
        "baseSignature": derived.signature.hex(),
        "publicKey": multibase.encode(derived.public_key),
        "signatures": [signature.hex() for signature in derived.signatures],
        "labelMap": {
            "dataType": "Map",
            "value": [[f"c14n{at}", multibase.encode(label, "u")] for at, label in derived.labels.items()],
        },
        "mandatoryIndexes": list(derived.mandatory),
    }


def test_verifying_a_disclosure(case: Case, record_property: Record) -> None:
    document = case.read("derivedRevealDocument")
    derived = DerivedProof.read(document["proof"]["proofValue"])
    assert derived.write() == document["proof"]["proofValue"]
    parsed = case.read("verifyDerivedProofValue")
    assert said_by(derived) | {"labelMap": said_by(derived)["labelMap"]["value"]} == parsed

    secured = SecuredDocument(document, contexts=case.contexts)
    (proof,) = secured.proofs
    quads = to_quads({k: v for k, v in document.items() if k != "proof"}, contexts=case.contexts)
    lines = statements(quads, derived)
    assert lines == case.read("verifyNQuads")
    verified = case.read("verifyCreateVerifyData")
    assert secured.options_hash(proof).hex() == verified["proofHash"]
    required = [lines[at] for at in derived.mandatory]
    data = signed_data(secured.options_hash(proof), derived.public_key, required)
    assert data.hex() == verified["proofHash"] + derived.public_key.hex() + verified["mandatoryHash"]
    optional = [line for at, line in enumerate(lines) if at not in derived.mandatory]
    assert optional == verified["nonMandatory"]
    assert (said_by(derived)["baseSignature"], said_by(derived)["signatures"]) == (
        verified["baseSignature"],
        verified["signatures"],
    )

    key = PublicKey.from_multikey(case.keys["baseKeyPair"]["publicKeyMultibase"])
    secured.verify(proof, key, at=NOW)
    check_derived(derived, key, secured.options_hash(proof), quads, canonical_map(quads))
    with pytest.raises(ProofError, match="does not match"):
        secured.verify(proof, case.pair("proof").public_key, at=NOW)
    record_property("cases", 4)


def statements(quads: Quads, derived: DerivedProof) -> list[str]:
    numbers = {node: int(name.removeprefix("c14n")) for node, name in canonical_map(quads).items()}
    labels = {node: f"_:{multibase.encode(derived.labels[number], 'u')}" for node, number in numbers.items()}
    return labelled_statements(quads, labels)


@pytest.mark.parametrize("claim", ["validUntil", "credentialSubject/birthCountry", "issuer/image"])
def test_a_changed_claim_fails(case: Case, claim: str) -> None:
    document = case.read("derivedRevealDocument")
    *parents, last = claim.split("/")
    place = document
    for name in parents:
        place = place[name]
    place[last] = place[last].replace("20", "21").replace("ABJRU5", "ABJRU6").replace("a", "e")
    secured = SecuredDocument(document, contexts=case.contexts)
    with pytest.raises(ProofError):
        secured.verify(secured.proofs[0], case.pair("base").public_key, at=NOW)
