"""Every JSON-LD document of the external vectors: the quads of PyLD under the published contexts, and published forms."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qualitybadge.errors import InputError, QualityBadgeError
from qualitybadge.jsonld import Contexts, canonicalize, pyld_bridge, to_quads
from support.oracle import fast_oracle

CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"
FOLDERS = ("ob3/files", "w3c/vc-di-eddsa", "w3c/vc-di-ecdsa", "w3c/ob3-canon", "bench/fixtures")


def read(path: Path) -> Any:
    try:
        if path.suffix == ".jwt":
            payload = path.read_text(encoding="ascii").strip().split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
            return claims.get("vc", claims)
        return json.loads(path.read_bytes())
    except ValueError:
        return None


def documents(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each document, the same without its proofs, and each proof's options."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.js*")) + sorted((root / folder).rglob("*.jwt")):
            found = read(path)
            for number, document in enumerate(found if isinstance(found, list) else [found]):
                if isinstance(document, dict) and "@context" in document:
                    yield from parts(f"{path.relative_to(root)}#{number}", document)


def parts(name: str, document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield name, document
    proofs = document.get("proof", [])
    if proofs:
        yield f"{name} without its proof", {key: value for key, value in document.items() if key != "proof"}
    for index, proof in enumerate(proofs if isinstance(proofs, list) else [proofs]):
        options = {key: value for key, value in proof.items() if key not in {"proofValue", "jws"}}
        yield f"{name} proof {index}", {**options, "@context": document["@context"]}


class Published:
    """The published contexts, letter by letter as they lie in the vectors."""

    def __init__(self, root: Path) -> None:
        index = json.loads((root / "ob3/contexts/index.json").read_bytes())["contexts"]
        self._files = {url: root / "ob3/contexts" / row["file"] for url, row in index.items()}
        self._files[CITIZENSHIP] = root / "w3c/contexts/citizenship-v4rc1.jsonld"

    def read(self, url: str) -> Any:
        if url not in self._files:
            raise InputError(f"{url} was not published")
        return json.loads(self._files[url].read_bytes())["@context"]


@pytest.fixture(scope="module")
def contexts(vectors: Path) -> Contexts:
    return Contexts(
        {CITIZENSHIP: json.loads((vectors / "w3c/contexts/citizenship-v4rc1.jsonld").read_bytes())}
    )


def test_the_same_as_pyld_under_the_published_contexts(
    vectors: Path, contexts: Contexts, record_property: Any
):
    published, found = Published(vectors), Counter[str]()
    with fast_oracle():
        for name, document in documents(vectors):
            results = []
            for quads_of, known in ((to_quads, contexts), (pyld_bridge.to_quads, published)):
                try:
                    results.append(canonicalize(quads_of(document, contexts=known)))
                except QualityBadgeError:
                    results.append(b"refused")
            assert results[0] == results[1], name
            found["refused" if results[0] == b"refused" else "compared"] += 1
    record_property("cases", found.total())
    assert found["compared"] >= 500
    assert found["refused"] <= 60


def published_forms(root: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield a file of canonical N-Quads and the document behind it."""
    for folder in sorted({path.parent for path in root.glob("w3c/vc-di-*/TestVectors/**/canonDoc*.txt")}):
        if "jcs" not in folder.name:
            signed = json.loads(next(folder.glob("signed*.json")).read_bytes())
            yield (
                next(folder.glob("canonDoc*.txt")),
                {key: value for key, value in signed.items() if key != "proof"},
            )
            yield (
                next(folder.glob("proofCanon*.txt")),
                json.loads(next(folder.glob("proofConfig*.json")).read_bytes()),
            )
    for size in ("basic", "full"):
        folder = root / "w3c/ob3-canon"
        signed = json.loads((folder / f"signed-ob3-{size}.json").read_bytes())
        yield folder / f"canon-ob3-{size}.nq", {key: value for key, value in signed.items() if key != "proof"}
    signed = json.loads((root / "ob3/files/spec-testvectors/ob-signed.json").read_bytes())
    proof = signed.pop("proof")
    proof = {
        key: value
        for key, value in (proof[0] if isinstance(proof, list) else proof).items()
        if key != "proofValue"
    }
    yield root / "ob3/spec-testvectors/ob-document-canon.txt", signed
    yield root / "ob3/spec-testvectors/ob-proof-canon.txt", {**proof, "@context": signed["@context"]}


def test_the_published_canonical_forms(vectors: Path, contexts: Contexts, record_property: Any):
    count = 0
    for path, document in published_forms(vectors):
        hash_name = "sha384" if "p384" in str(path).lower() else "sha256"
        canonical = canonicalize(to_quads(document, contexts=contexts), hash_name=hash_name)
        assert canonical.rstrip() == path.read_bytes().rstrip(), path
        count += 1
    record_property("cases", count)
    assert count >= 16


def test_the_escapes(vectors: Path, record_property: Any):
    named = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    cases = json.loads((vectors / "w3c/ob3-canon/escape-cases.json").read_bytes())
    for document in cases:
        text = "".join(
            named.get(c, f"\\u{ord(c):04X}" if c < " " or c in "\x7f\ufffe\uffff" else c)
            for c in document["name"]
        )
        assert f'<https://schema.org/name> "{text}" .' in canonicalize(to_quads(document)).decode()
    record_property("cases", len(cases))
