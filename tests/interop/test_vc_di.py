"""Published Data Integrity vectors, step by step: canonical forms, hashes and signatures, byte for byte."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qualitybadge.errors import ProofError
from qualitybadge.jsonld import Contexts, canonicalize, to_quads
from qualitybadge.keys import KeyPair, PublicKey
from qualitybadge.proofs.dataintegrity import Proof, SecuredDocument, sign
from qualitybadge.proofs.suites import HASHES
from qualitybadge.wire import jcs, multibase, timestamps

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# The vectors use these; they are no contexts of badges, so a caller brings them.
BROUGHT = ("https://www.w3.org/ns/credentials/examples/v2", "https://w3id.org/citizenship/v4rc1")
EDDSA = "w3c/vc-di-eddsa/TestVectors"
ECDSA = "w3c/vc-di-ecdsa/TestVectors"
STEPS = [
    f"{EDDSA}/Ed25519Signature2020",
    f"{EDDSA}/eddsa-jcs-2022",
    f"{EDDSA}/eddsa-rdfc-2022",
    f"{EDDSA}/eddsa-rdfc-2022/employ",
    f"{ECDSA}/ecdsa-jcs-2019-p256",
    f"{ECDSA}/ecdsa-jcs-2019-p384",
    f"{ECDSA}/ecdsa-rdfc-2019-p256",
    f"{ECDSA}/ecdsa-rdfc-2019-p256/employ",
    f"{ECDSA}/ecdsa-rdfc-2019-p384",
    f"{ECDSA}/ecdsa-rdfc-2019-p384/employ",
]
Record = Callable[[str, object], None]


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


@pytest.fixture(scope="module")
def contexts(vectors: Path) -> Contexts:
    folder = vectors / "w3c/contexts"
    files = read(folder / "index.json")
    return Contexts({url: read(folder / files[url]) for url in BROUGHT})


def files_of(folder: Path) -> dict[str, str]:
    """Return the texts of a folder by the part of the name that says what they are."""
    kinds = ("canonDoc", "proofCanon", "docHash", "proofHash", "combinedHash", "sigHex", "sigBTC58")
    return {kind: next(folder.glob(f"{kind}*")).read_bytes().decode() for kind in kinds}


def public_key(proof: Proof) -> PublicKey:
    return PublicKey.from_multikey(proof.verification_method.partition("#")[2])


def signer(folder: Path, proof: Proof) -> KeyPair:
    key = public_key(proof)
    for name in ("keyPair.json", "p256KeyPair.json", "p384KeyPair.json", "multiKeyPairs.json"):
        for level in (folder, folder.parent, folder.parent.parent):
            for pair in _pairs(level / name):
                if pair["publicKeyMultibase"] == key.to_multikey():
                    secret = pair.get("privateKeyMultibase") or pair["secretKeyMultibase"]
                    return KeyPair.from_multikey(secret, pair["publicKeyMultibase"])
    raise LookupError(proof.verification_method)


def _pairs(path: Path) -> Iterator[dict[str, str]]:
    content = read(path) if path.exists() else {}
    yield from [content] if "publicKeyMultibase" in content else content.values()


@pytest.mark.parametrize("name", STEPS)
def test_every_step_is_reproduced(
    vectors: Path, contexts: Contexts, record_property: Record, name: str
) -> None:
    folder = vectors / name
    expected = files_of(folder)
    document = read(next(folder.glob("signed*.json")))
    secured = SecuredDocument(document, contexts=contexts)
    (proof,) = secured.proofs
    suite = proof.require_supported()
    key = public_key(proof)
    hash_name = HASHES[key.type]
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    if suite.transform == "jcs":
        forms = jcs.canonicalize(unsecured), jcs.canonicalize(proof.options)
    else:
        quads = to_quads(unsecured, contexts=contexts), secured.option_quads(proof)
        forms = tuple(canonicalize(each, hash_name=hash_name) for each in quads)
    assert [form.decode() for form in forms] == [expected["canonDoc"], expected["proofCanon"]]
    data = secured.hash_data(proof, suite, hash_name)
    assert data.hex() == expected["combinedHash"] == expected["proofHash"] + expected["docHash"]
    signature = multibase.decode(document["proof"]["proofValue"])
    assert document["proof"]["proofValue"] == expected["sigBTC58"]
    assert signature.hex() == expected["sigHex"]
    secured.verify(proof, key, at=NOW)
    if key.type == "Ed25519":
        assert signer(folder, proof).sign(data) == signature
    record_property("cases", len(list(folder.glob("*.*"))))


@pytest.mark.parametrize("name", STEPS)
def test_signing_again_gives_the_same_document(vectors: Path, contexts: Contexts, name: str) -> None:
    folder = vectors / name
    document = read(next(folder.glob("signed*.json")))
    again = signed_again(folder, document, contexts)
    (proof,) = SecuredDocument(again).proofs
    if public_key(proof).type == "Ed25519":
        assert again == document
    again["proof"]["proofValue"] = document["proof"]["proofValue"]
    assert again == document


def signed_again(
    folder: Path, document: dict[str, Any], contexts: Contexts, **members: Any
) -> dict[str, Any]:
    proof = SecuredDocument(document).proofs[-1]
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    earlier = [*document["proof"][:-1]] if isinstance(document["proof"], list) else []
    return sign(
        {**unsecured, "proof": earlier} if earlier else unsecured,
        signer(folder, proof),
        suite=proof.form,
        verification_method=proof.verification_method,
        created=timestamps.parse(proof.options["created"]),
        contexts=contexts,
        **members,
    )


@pytest.mark.parametrize("name", STEPS)
def test_a_changed_claim_fails(vectors: Path, contexts: Contexts, name: str) -> None:
    document = read(next((vectors / name).glob("signed*.json")))
    for pointer in {"id", "validFrom", "issuer"} & set(document):
        changed = copy.deepcopy(document)
        old = changed[pointer]["id"] if isinstance(changed[pointer], dict) else changed[pointer]
        new = old[:-2] + ("1" if old[-2] == "0" else "0") + old[-1]
        changed[pointer] = {**changed[pointer], "id": new} if isinstance(changed[pointer], dict) else new
        secured = SecuredDocument(changed, contexts=contexts)
        with pytest.raises(ProofError, match="does not match"):
            secured.verify(secured.proofs[0], public_key(secured.proofs[0]), at=NOW)


def test_proof_sets_and_chains(vectors: Path, contexts: Contexts, record_property: Record) -> None:
    folder = vectors / EDDSA / "proof-set-chain"
    cases = 0
    for name, count in (("Set1", 1), ("Set2", 2), ("Chain1", 3), ("Chain2", 4)):
        document = read(folder / f"signedProof{name}.json")
        secured = SecuredDocument(document, contexts=contexts)
        assert len(secured.proofs) == count
        for proof in secured.proofs:
            secured.verify(proof, public_key(proof), at=NOW)
        last = secured.proofs[-1]
        members = {
            key: last.options[name]
            for key, name in (("id", "id"), ("previous_proof", "previousProof"))
            if name in last.options
        }
        assert signed_again(folder, document, contexts, **members) == document
        cases += count
    record_property("cases", cases)


def test_chains_break_where_an_earlier_proof_is_changed(vectors: Path, contexts: Contexts) -> None:
    document = read(vectors / EDDSA / "proof-set-chain/signedProofChain2.json")
    document["proof"][2]["proofValue"] = document["proof"][0]["proofValue"]
    secured = SecuredDocument(document, contexts=contexts)
    for index in (2, 3):
        with pytest.raises(ProofError):
            secured.verify(secured.proofs[index], public_key(secured.proofs[index]), at=NOW)


def test_the_open_badges_specification_signs_like_this(vectors: Path, record_property: Record) -> None:
    folder = vectors / "ob3/spec-testvectors"
    values = read(folder / "ob-intermediate.json")["hex_values_in_order"]
    document = read(vectors / "ob3/files/spec-testvectors/ob-signed.json")
    secured = SecuredDocument(document)
    (proof,) = secured.proofs
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    assert canonicalize(to_quads(unsecured)) == (folder / "ob-document-canon.txt").read_bytes()
    assert canonicalize(secured.option_quads(proof)) == (folder / "ob-proof-canon.txt").read_bytes()
    data = secured.hash_data(proof, proof.require_supported(), "sha256")
    assert data.hex() == values[4] == values[3] + values[2]
    key = KeyPair("Ed25519", bytes.fromhex(values[1])[:32])
    assert key.public_key.raw.hex() == values[0]
    assert key.sign(data).hex() == values[5]
    again = sign(
        unsecured,
        key,
        verification_method=proof.verification_method,
        created=timestamps.parse(proof.options["created"]),
    )
    assert again == document
    secured.verify(proof, key.public_key, at=NOW)
    record_property("cases", len(values) + 2)


@pytest.mark.parametrize("name", ["signed-ob3-basic", "signed-ob3-full", "same-node"])
def test_signed_badges_verify(vectors: Path, name: str) -> None:
    secured = SecuredDocument(read(vectors / f"w3c/ob3-canon/{name}.json"))
    (proof,) = secured.proofs
    secured.verify(proof, public_key(proof), at=NOW)
    if name != "same-node":
        text = (vectors / f"w3c/ob3-canon/canon-ob3-{name.rpartition('-')[2]}.nq").read_bytes()
        unsecured = {k: v for k, v in read(vectors / f"w3c/ob3-canon/{name}.json").items() if k != "proof"}
        assert canonicalize(to_quads(unsecured)) == text


def test_control_characters_are_escaped(vectors: Path, record_property: Record) -> None:
    cases = read(vectors / "w3c/ob3-canon/escape-cases.json")
    written = {
        "\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f",
        "\0": "\\u0000", "\x01": "\\u0001", "\x0b": "\\u000B", "\x1f": "\\u001F", "\x7f": "\\u007F",
        "\ufffe": "\\uFFFE", "\\n": "\\\\n",
    }  # fmt: skip
    for document in cases:
        inner = document["name"][1:-1]
        assert f'"x{written.get(inner, inner)}y" .\n' in canonicalize(to_quads(document)).decode()
    record_property("cases", len(cases))
