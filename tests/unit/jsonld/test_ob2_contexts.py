"""The official contexts under every address that their publishers answer at."""

from __future__ import annotations

import copy

import pytest

from qualitybadge import spec
from qualitybadge.errors import UnsupportedError
from qualitybadge.jsonld import PINNED, Contexts
from qualitybadge.jsonld.compaction import compact
from qualitybadge.jsonld.ob2_contexts import official
from qualitybadge.model.ob2_versions import version_of

V1, V2 = "https://w3id.org/openbadges/v1", "https://w3id.org/openbadges/v2"
APPLY = "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json"
SPELLINGS = [
    *("https://w3id.org/openbadges/{}", "http://w3id.org/openbadges/{}", "HTTP://w3id.org/openbadges/{}"),
    *("https://w3id.org/openbadges/{}/", "http://w3id.org/openbadges/{}//"),
    *("https://openbadgespec.org/{}", "http://openbadgespec.org/{}", "http://openbadgespec.org/{}/"),
    *("https://openbadgespec.org/{}/context.json", "http://openbadgespec.org/{}/context.json"),
    "http://w3id.org/openbadges/{}/context.json",
]
OTHERS = [
    "https://w3id.org/openbadges/v3",
    "https://w3id.org/openbadges/v2.json",
    "https://w3id.org.evil.example/openbadges/v2",
    "https://evil.example/w3id.org/openbadges/v2",
    "ftp://w3id.org/openbadges/v2",
    "w3id.org/openbadges/v2",
    "https://w3id.org/openbadges/v2?a",
    "http://www.w3.org/ns/credentials/v2",
    "",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("version", ["v0", "v1", "v2"])
def test_each_spelling_is_the_one_context(spelling, version):
    assert spec.official_context(spelling.format(version)) == f"https://w3id.org/openbadges/{version}"


@pytest.mark.parametrize("url", OTHERS)
def test_other_addresses_stay_as_they_are(url):
    assert spec.official_context(url) == url
    with pytest.raises(UnsupportedError):
        compact({"@context": url, "type": "Issuer"})


def test_extensions_are_spelled_in_several_ways_too():
    for url in (APPLY, APPLY.replace("https", "http"), APPLY + "/"):
        assert spec.official_context(url) == APPLY
    assert spec.official_context("http://openbadgespec.org/extensions/none/context.json").startswith("http:")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_document_means_the_same_under_each_spelling(spelling):
    extension = {"@context": APPLY.replace("https", "http"), "type": ["Extension", "extensions:ApplyLink"]}
    document = {
        "@context": [spelling.format("v2")],
        "type": "BadgeClass",
        "name": "Robots",
        "extensions:applyLink": {**extension, "url": "https://a.example/"},
        "issuer": {"type": "Issuer", "@context": spelling.format("v1"), "name": "School"},
    }
    before = copy.deepcopy(document)
    pinned = {
        **document,
        "@context": V2,
        "extensions:applyLink": {**document["extensions:applyLink"], "@context": APPLY},
        "issuer": {**document["issuer"], "@context": V1},
    }
    found, expected = compact(document), compact(pinned)
    assert found.data == expected.data
    (one,), (other,) = found.extensions, expected.extensions
    assert (one.data(), one.types, one.context) == (other.data(), other.types, APPLY)
    assert document == before
    slow = compact({**document, "url": "free text", "tags": [["a"], {"b": 1}]})  # by way of PyLD
    assert slow.data == compact({**pinned, "url": "free text", "tags": [["a"], {"b": 1}]}).data
    assert version_of({"@context": spelling.format("v2")}) == "2.0"
    assert version_of({"@context": spelling.format("v1")}) == "1.1"
    assert version_of({"@context": spelling.format("v0"), "recipient": "a", "badge": {}}) == "0.5"


def test_what_is_known_as_it_stands_stays():
    mine = "http://w3id.org/openbadges/v2"
    document = {"@context": mine, "type": "urn:x:Issuer"}
    assert official(document, PINNED) == {**document, "@context": V2}
    assert official(document, Contexts({mine: {"@context": {}}})) is document
    old = {"@context": ["https://openbadgespec.org/v2/context.json", {"a": None}], "b": [{"c": [1]}]}
    assert official(old, PINNED) is old
