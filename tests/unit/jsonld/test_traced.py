"""The traced walk: the same quads as the plain one, and a place in the document for every blank node."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InputError, LimitError, UnsupportedError
from qualitybadge.jsonld import Contexts, to_quads
from qualitybadge.jsonld.traced import traced_quads
from qualitybadge.limits import Limits
from support.credentials import badge

EXTRA = "https://extra.example/v1"
GRAPH = {
    "@context": {"id": "@id", "about": {"@id": "urn:x:about", "@container": "@graph"}, "name": "urn:x:name"}
}


def test_the_quads_are_those_of_the_plain_walk():
    document = badge()
    traced = traced_quads(document)
    plain = to_quads(document)
    assert (traced.quads.lines, traced.quads.blank, traced.quads.count) == (
        plain.lines,
        plain.blank,
        plain.count,
    )
    criteria = document["credentialSubject"]["achievement"]["criteria"]
    assert traced.places == {("node", id(criteria), 0): 0}


def test_lists_have_a_place_for_each_element():
    document = badge()
    values = ["A", "B", "C"]
    description = {"id": "urn:r:1", "type": ["ResultDescription"], "name": "G", "resultType": "LetterGrade"}
    document["credentialSubject"]["achievement"]["resultDescription"] = [
        {**description, "allowedValue": values},
        {**description, "id": "urn:r:2", "allowedValue": "only"},
    ]
    places = traced_quads(document).places
    cells = [places["list", id(values), at] for at in range(3)]
    assert cells == list(range(cells[0], cells[0] + 3))
    assert len([place for place in places if place[0] == "list"]) == 3  # "only" is no array


def test_graphs_and_labels_have_places():
    first, second = {"id": "_:x", "name": "1"}, {"name": "2"}
    document = {"@context": [EXTRA], "id": "urn:y", "about": [first, second], "name": "3"}
    traced = traced_quads(document, contexts=Contexts({EXTRA: GRAPH}))
    assert set(traced.places) == {
        ("graph", id(first), 0),
        ("graph", id(second), 0),
        ("node", id(first), 0),
        ("node", id(second), 0),
        ("label", "_:x", 0),
    }
    assert sorted(set(traced.places.values())) == list(range(traced.quads.count))
    assert traced.places["label", "_:x", 0] == traced.places["node", id(first), 0]


def test_what_the_plain_walk_refuses_is_refused():
    with pytest.raises(InputError) as caught:
        traced_quads(badge(extra="x"))
    assert (caught.value.code, caught.value.pointer) == ("DATA_LOSS", "/extra")
    with pytest.raises(LimitError):
        traced_quads(badge(), limits=Limits(contexts=1))


def test_a_context_outside_the_subset_is_unsupported():
    odd = {"@context": {"count": {"@id": "urn:x:count", "@type": "http://www.w3.org/2001/XMLSchema#double"}}}
    with pytest.raises(UnsupportedError, match="too unusual"):
        traced_quads({"@context": [EXTRA], "count": 1.5}, contexts=Contexts({EXTRA: odd}))


def test_a_document_deeper_than_the_stack_is_a_limit():
    node = {"name": "x"}
    for _ in range(2_000):
        node = {"about": node}
    context = {"@context": {"about": "urn:x:about", "name": "urn:x:name"}}
    with pytest.raises(LimitError, match="stack"):
        traced_quads(
            {"@context": [EXTRA], **node},
            contexts=Contexts({EXTRA: context}),
            limits=Limits(json_depth=9_999),
        )
