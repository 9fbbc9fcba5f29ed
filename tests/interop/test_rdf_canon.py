"""The W3C test suite of RDFC-1.0 and the published canonical forms, under the default limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qualitybadge.errors import LimitError
from qualitybadge.jsonld.canon import HashName, canonical_map, canonicalize, parse_labelled, parse_nquads

HASH_NAMES: dict[str | None, HashName] = {None: "sha256", "SHA256": "sha256", "SHA384": "sha384"}


def read(path: Path) -> str:
    return path.read_bytes().decode()  # no universal newlines: a literal may hold a carriage return


def evaluates(folder: Path, entry: dict[str, str]) -> bool:
    quads = parse_nquads(read(folder / entry["action"]))
    got = canonicalize(quads, hash_name=HASH_NAMES[entry.get("hashAlgorithm")])
    return got.decode() == read(folder / entry["result"])


def maps(folder: Path, entry: dict[str, str]) -> bool:
    quads, labels = parse_labelled(read(folder / entry["action"]))
    got = canonical_map(quads, hash_name=HASH_NAMES[entry.get("hashAlgorithm")])
    return {labels[node]: label for node, label in got.items()} == json.loads(read(folder / entry["result"]))


def aborts(folder: Path, entry: dict[str, str]) -> bool:
    quads = parse_nquads(read(folder / entry["action"]))
    with pytest.raises(LimitError):
        canonicalize(quads)
    return True


TESTS: dict[str, Callable[[Path, dict[str, str]], bool]] = {
    "rdfc:RDFC10EvalTest": evaluates,
    "rdfc:RDFC10MapTest": maps,
    "rdfc:RDFC10NegativeEvalTest": aborts,
}


def test_w3c_suite(vectors: Path, record_property: Callable[[str, object], None]) -> None:
    folder = vectors / "w3c/rdf-canon/tests"
    entries = json.loads(read(folder / "manifest.jsonld"))["entries"]
    failed = [entry["id"] for entry in entries if not TESTS[entry["type"]](folder, entry)]
    assert failed == []
    assert len(entries) == 86
    record_property("cases", len(entries))


def test_blank_graphs_that_look_alike(vectors: Path) -> None:
    folder = vectors / "w3c/rdf-canon"
    quads = parse_nquads(read(folder / "extra-blank-graph-ndegree-in.nq"))
    assert canonicalize(quads).decode() == read(folder / "extra-blank-graph-ndegree-rdfc10.nq")


@pytest.mark.parametrize("name", ["basic", "full"])
def test_a_canonical_form_is_its_own(vectors: Path, name: str) -> None:
    text = read(vectors / f"w3c/ob3-canon/canon-ob3-{name}.nq")
    assert canonicalize(parse_nquads(text)).decode() == text
