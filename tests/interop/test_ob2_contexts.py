"""The pinned contexts of Open Badges 0.5 to 2.1, and compaction of every document of the 2.0 vectors.

That each pinned file means what was published is tested for all contexts in test_contexts.py.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyld import ContextResolver, jsonld

from qualitybadge import spec
from qualitybadge.errors import QualityBadgeError
from qualitybadge.jsonld import PINNED, compaction_fast
from qualitybadge.jsonld.compaction import Compacted, compact, compact_with_pyld, word
from qualitybadge.jsonld.compaction_tables import table_of
from qualitybadge.jsonld.terms import OutsideSubsetError
from qualitybadge.limits import DEFAULT_LIMITS

W3ID = "https://w3id.org/openbadges/"
OLD = "https://openbadgespec.org/"
PURL = "https://purl.imsglobal.org/spec/"
V2 = W3ID + "v2"
FOLDERS = ["accessibilityExtension", "applyLinkExtension", "assessmentExtension", "endorsement",
           "exampleExtension", "extraDescription", "geoCoordinatesExtension", "issuerAccreditationExtension",
           "licenseExtension", "originalCreatorExtension", "recipientProfile"]  # fmt: skip
PLAIN = [
    *(W3ID + name for name in ("v0", "v1", "v2", "legacy-v1")),
    *(OLD + name for name in ("v0/context.json", "v1/context.json", "v1/legacy-v1.json", "v2/context.json")),
    *(f"{start}extensions/{folder}/context.json" for start in (W3ID, OLD) for folder in FOLDERS),
    PURL + "ob/v2p1/ob_v2p1.jsonld",
    PURL + "ob/v2p1/context/ob_v2p1.jsonld",
    PURL + "ob-accred/v1p0/context/",
    PURL + "ob-assessment/v1p0/context/",
]


def test_every_context_of_the_index_is_pinned_with_its_bytes(vectors: Path, record_property: Any):
    index = json.loads((vectors / "ob2/contexts/index.json").read_text(encoding="utf-8"))
    urls = [url for url in index if not url.endswith("schema.json")]
    record_property("cases", len(urls))
    for url in urls:
        assert index[url]["sha256"] in spec.context_published(url), url
    assert set(urls) <= set(PLAIN)


@pytest.mark.parametrize("url", PLAIN)
def test_the_fast_path_knows_every_term_as_pyld_does(url: str):
    table = table_of(PINNED, (url,))
    assert table is not None
    resolver = ContextResolver({}, _load)
    options = {
        "base": None,
        "processingMode": "json-ld-1.1",
        "contextResolver": resolver,
        "documentLoader": _load,
    }
    processor = jsonld.JsonLdProcessor()
    terms = processor.process_context(processor._get_initial_context(options), url, options)["mappings"]
    assert set(table.entries) - {"@id", "@type", "@language"} == set(terms)
    assert table.prefixes == {name: term["@id"] for name, term in terms.items() if term["_prefix"]}
    for name, term in terms.items():
        if table.types.get(name):
            assert table.types[name] == word(term["@id"])
        else:
            assert term["@id"] == "@type" or term["@id"].startswith("sec:")


def _load(url: str, _options: Any) -> dict[str, Any]:
    return {"document": {"@context": copy.deepcopy(PINNED.read(url))}, "documentUrl": url, "contextUrl": None}


def test_both_published_contents_of_2_0_are_known(vectors: Path):
    assert spec.context_variants(V2) == ("2020", "2018")
    assert (
        spec.read_context(V2)["@context"]["targetFramework"]["@id"]
        == "http://schema.org/educationalFramework"
    )
    for url in (V2, OLD + "v2/context.json"):
        older = spec.read_context(url, variant="2018")
        assert older["@context"]["targetFramework"]["@id"] == "http://schema.org/targetFramework"


# --- every document of the vectors -------------------------------------------------------------------------


def _documents(vectors: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in (vectors / "ob2/cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = [entry.get("json") for entry in case["http"].values()]
        if case["input"]["kind"] == "json":
            value = case["input"]["value"]
            found.append(json.loads(value) if isinstance(value, str) and value.startswith("{") else value)
        for document in found:
            if isinstance(document, dict):
                yield case["id"], document


def _facts(result: Compacted) -> Any:
    extensions = [(found.pointer, found.types, found.context, found.data()) for found in result.extensions]
    return result.data, [(fault.pointer, fault.message) for fault in result.faults], extensions


def test_both_paths_agree_on_every_document(vectors: Path, record_property: Any):
    fast = 0
    documents = dict.fromkeys(json.dumps(document) for _, document in _documents(vectors))
    record_property("cases", len(documents))
    for text in documents:
        document = json.loads(text)
        expected = compact_with_pyld(document)
        assert _facts(compact(document)) == _facts(expected), text
        try:
            compaction_fast.compact(document, PINNED, DEFAULT_LIMITS)
            fast += 1
        except OutsideSubsetError:
            assert expected.faults or not isinstance(document.get("@context"), str) or "CC-BY" in text, text
    assert fast > len(documents) * 0.8


RENAMED = {"hosted": "HostedBadge", "signed": "SignedBadge", "verify": "verification"}


def _renamed(value: Any) -> Any:
    """Return what PyLD compacted with the one word for each IRI."""
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if isinstance(value, dict):
        return {
            RENAMED.get(key, key): RENAMED.get(item, item)
            if key == "type" and isinstance(item, str)
            else _renamed(item)
            for key, item in value.items()
        }
    return value


def test_pyld_compacts_every_document_alike(vectors: Path, record_property: Any):
    """With PyLD's own choice of words set right, and with languages as given."""
    compared = 0
    for name, document in _documents(vectors):
        result = compact(document)
        if result.faults or len(result.data) == 1 or name == "j_lang":
            continue
        theirs = jsonld.compact(
            document, V2,
            {"base": "relative-iri:///", "documentLoader": _load, "contextResolver": ContextResolver({}, _load)},
        )  # fmt: skip
        assert _renamed(theirs) == result.data, name
        compared += 1
    record_property("cases", compared)
    assert compared > 300


def test_cases_about_json_ld(vectors: Path):
    cases: dict[str, list[Compacted | QualityBadgeError]] = {}
    for name, document in _documents(vectors):
        cases.setdefault(name, []).append(compact(document))
    assertion, badge, issuer = 0, 1, 2

    def data(name: str, which: int) -> dict[str, Any]:
        return cases[name][which].data

    assert data("j_keywords", assertion) == data("j_unmapped", assertion)
    assert "shoeSize" not in data("j_unmapped", badge)
    assert data("j_ctxlist", assertion)["https://example.org/mood"] == "happy"
    assert "issuedOn" not in data("j_redefine", assertion)
    assert data("j_lang", badge)["@language"] == "en-US"
    assert data("j_badlang", badge)["@language"] == "english_please!"
    assert data("j_verobj", badge)["version"] == {}
    assert data("j_related", badge)["related"] == {
        "id": "https://issuer.example.org/badge-es",
        "@language": "es",
    }
    assert [fault.pointer for fault in cases["j_relbad"][badge].faults] == ["/related"]
    assert [fault.pointer for fault in cases["p_unkntype"][issuer].faults] == ["/type/1"]
    assert [fault.pointer for fault in cases["c_text"][badge].faults] == ["/criteria"]
    assert data("v_alias", assertion)["verification"]["type"] == "HostedBadge"
    assert cases["x_lic"][badge].faults == ()
    assert cases["x_lic"][badge].extensions[0].data()["id"] == "CC-BY"
    assert cases["x_geo"][issuer].extensions[0].data()["geo"] == {"latitude": 54.91, "longitude": -1.38}
