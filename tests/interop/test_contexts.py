"""Our pinned contexts mean what the published ones mean; the published ones are read from the vectors."""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from support.context_meaning import World, active_terms, expansions, flat_terms

ROOT = Path(__file__).resolve().parents[2]
CONTEXTS = ROOT / "schemas" / "contexts"
ROWS: list[dict[str, Any]] = json.loads((CONTEXTS / "manifest.json").read_text(encoding="utf-8"))["contexts"]
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

pytestmark = pytest.mark.slow
each_row = pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])


def _ours(row: dict[str, Any]) -> dict[str, Any]:
    return json.loads((CONTEXTS / row["file"]).read_bytes())


@pytest.fixture(scope="module")
def published(vectors: Path) -> dict[str, bytes]:
    """Every published context file, by the SHA-256 of its bytes; our own stand in this repository."""
    files = itertools.chain(
        (ROOT / "schemas" / "quality").glob("context-*.json"),
        (vectors / "ob3/contexts").rglob("*.json*"),
        (vectors / "ob2/contexts").rglob("*.json*"),
        (vectors / "w3c/contexts").iterdir(),
    )
    return {hashlib.sha256(data).hexdigest(): data for data in (path.read_bytes() for path in files)}


def _theirs(row: dict[str, Any], published: dict[str, bytes]) -> dict[str, Any]:
    return next(json.loads(published[digest]) for digest in row["published"] if digest in published)


class Pair:
    """The same URLs twice: as we pin them and as they were published."""

    def __init__(self, row: dict[str, Any], published: dict[str, bytes]) -> None:
        # the last one stays, so: older variants first, the row in question at the very end
        rows = [*reversed(ROWS), row]
        self.ours = {url: _ours(known) for known in rows for url in known["urls"]}
        self.theirs = {url: _theirs(known, published) for known in rows for url in known["urls"]}


@each_row
def test_manifest_names_published_bytes_and_content(row, published, record_property):
    record_property("cases", len(row["published"]))
    for digest in row["published"]:
        assert digest in published, f"{row['file']}: no published file has these bytes"
        content = hashlib.sha256(rfc8785.dumps(json.loads(published[digest]))).hexdigest()
        assert content == row["content"]


def test_every_settled_url_and_variant_is_pinned(vectors, record_property):
    index = json.loads((vectors / "ob3/contexts/index.json").read_text(encoding="utf-8"))["contexts"]
    record_property("cases", len(index))
    for url, entry in index.items():
        digests = {digest for row in ROWS if url in row["urls"] for digest in row["published"]}
        assert {entry["sha256"], *(variant["sha256"] for variant in entry.get("variants", ()))} <= digests, (
            url
        )


@each_row
def test_pin_context_writes_our_file_from_the_published_one(row, published):
    spec = importlib.util.spec_from_file_location("pin_context", ROOT / "tools" / "pin_context.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    pinned = {url: _ours(known) for known in reversed(ROWS) for url in known["urls"]}
    context = tool.normalise(_theirs(row, published)["@context"], {}, pinned)
    assert tool.render({"@context": context}) + "\n" == (CONTEXTS / row["file"]).read_text(encoding="utf-8")


@each_row
def test_same_active_context_in_pyld(row, published):
    pair, url = Pair(row, published), row["urls"][0]
    theirs = active_terms(World(pair.theirs), url)
    assert isinstance(theirs, dict)
    assert active_terms(World(pair.ours), url) == theirs


@each_row
def test_same_terms_in_our_own_reading(row, published):
    pair, url = Pair(row, published), row["urls"][0]
    theirs = flat_terms(pair.theirs[url]["@context"], pair.theirs)
    assert theirs
    assert flat_terms(pair.ours[url]["@context"], pair.ours) == theirs


@each_row
def test_same_expansion_of_every_term(row, published, record_property):
    pair, url = Pair(row, published), row["urls"][0]
    ours, theirs, expanded = World(pair.ours), World(pair.theirs), 0
    documents = list(expansions(url, pair.theirs))
    for document in documents:
        expected = theirs.expand(document)
        assert ours.expand(document) == expected, document
        expanded += isinstance(expected, list) and bool(expected)
    record_property("cases", len(documents))
    assert expanded > len(documents) / 2


@each_row
def test_same_meaning_between_foreign_contexts(row, published):
    """Prefixes that others define before or after it change both, or neither."""
    pair, url = Pair(row, published), row["urls"][0]
    foreign = {
        name: f"urn:foreign:{name}#"
        for name in ("xsd", "sec", "obi", "schema", "dc", "cred", "odrl", "extensions")
    }
    foreign["OpenBadgeCredential"] = "urn:foreign:OpenBadgeCredential"
    for context in ([foreign, url], [url, foreign], [{"@vocab": "urn:vocab#"}, url]):
        assert active_terms(World(pair.ours), context) == active_terms(World(pair.theirs), context)


def test_same_meaning_beside_every_other_context(published, record_property):
    """Any two contexts in a row: the same terms, or refused for the same reason (protected terms)."""
    pair = Pair(ROWS[0], published)
    ours, theirs = World(pair.ours), World(pair.theirs)
    chains = list(itertools.permutations(pair.ours, 2))
    refused = 0
    for chain in chains:
        expected = active_terms(theirs, list(chain), scopes=False)
        assert active_terms(ours, list(chain), scopes=False) == expected, chain
        refused += isinstance(expected, str)
    record_property("cases", len(chains))
    assert 0 < refused < len(chains) / 10


def _mutants(value: Any) -> Iterator[Any]:
    """Yield the value with one IRI, type, container, flag or term changed, each in turn."""
    for key, member in value.items() if isinstance(value, dict) else ():
        others = [{**value, key: changed} for changed in _changed(key, member)]
        if isinstance(member, dict):
            others += [{**value, key: changed} for changed in _mutants(member)]
            others.append({other: kept for other, kept in value.items() if other != key})
        yield from others


def _changed(key: str, member: Any) -> list[Any]:
    if key == "@container":
        return ["@list" if member != "@list" else "@set"]
    if key == "@type" and member.startswith("@"):
        return ["@vocab" if member != "@vocab" else "@id"]
    if key in ("@protected", "@prefix"):
        return [not member]
    if isinstance(member, str) and not member.startswith("@"):
        return [member + "x"]
    return ["urn:changed"] if key == "@id" else []


@pytest.mark.parametrize(
    "url", [OB3, "https://w3id.org/security/data-integrity/v2", "https://w3id.org/dcc/v1"]
)
def test_comparison_bites_on_every_mutation(url, published, record_property):
    pair = Pair(next(row for row in ROWS if url in row["urls"]), published)
    expected = active_terms(World(pair.theirs), url)
    facts = flat_terms(pair.theirs[url]["@context"], pair.theirs)
    mutants = list(_mutants(pair.ours[url]["@context"]))
    for context in mutants:
        assert flat_terms(context, pair.ours) != facts, context
        assert active_terms(World({**pair.ours, url: {"@context": context}}), url) != expected
    record_property("cases", len(mutants))
    assert len(mutants) > 30


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        (("Profile", "@context", "email", "@id"), "https://schema.org/emails"),
        (("Result", "@context", "achievedLevel", "@type"), "@id"),
        (("ResultDescription", "@context", "allowedValue", "@container"), "@set"),
        (("AchievementCredential", "@id"), "urn:other"),
    ],
)
def test_expansion_bites(path, changed, published):
    pair = Pair(next(row for row in ROWS if OB3 in row["urls"]), published)
    altered = copy.deepcopy(pair.ours[OB3])
    place: Any = altered["@context"]
    for step in path[:-1]:
        place = place[step]
    assert place[path[-1]] != changed
    place[path[-1]] = changed
    ours, theirs = World({**pair.ours, OB3: altered}), World(pair.theirs)
    assert any(ours.expand(document) != theirs.expand(document) for document in expansions(OB3, pair.theirs))
