"""Which contexts a document may name, and what a caller may say about them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from qualitybadge import spec
from qualitybadge.errors import InputError, UnsupportedError
from qualitybadge.jsonld import PINNED, Contexts, to_quads
from support.documents import OB, VC2

OB3 = OB + "context-3.0.3.json"
URL = "https://example.org/context"


def test_contexts_do_not_change():
    mine = {URL: {"@context": {"a": "https://example.org/#a"}}}
    contexts = Contexts(mine, {OB3: "2024"})
    mine[URL]["@context"]["a"] = "https://example.org/#b"
    assert contexts.read(URL) == {"a": "https://example.org/#a"}
    assert list(contexts.extra) == [URL]
    assert dict(contexts.variants) == {OB3: "2024"}
    for view in (contexts.extra, contexts.variants):
        with pytest.raises(TypeError):
            view[URL] = {}  # type: ignore[index]


def test_contexts_are_equal_only_to_themselves():
    assert Contexts() != Contexts()
    assert len({PINNED, Contexts(), PINNED}) == 2


def test_an_older_content_can_be_asked_for():
    old, new = Contexts(variants={OB3: "2024"}), Contexts()
    badge: dict[str, Any] = {
        "@context": [VC2, OB3],
        "id": "urn:1",
        "type": "Profile",
        "endorsementJwt": ["x"],
    }
    assert len(to_quads(badge, contexts=new)) == 2
    with pytest.raises(InputError, match="'endorsementJwt' is not defined"):
        to_quads(badge, contexts=old)


def test_an_unknown_variant_is_an_unknown_context():
    with pytest.raises(UnsupportedError) as caught:
        to_quads({"@context": OB3, "name": "x"}, contexts=Contexts(variants={OB3: "1999"}))
    assert (caught.value.code, caught.value.pointer) == ("CONTEXT_UNKNOWN", "/@context")


def test_a_published_content_selects_its_variant():
    old = spec.read_context(OB3, variant="2024")
    assert Contexts({OB3: old}).read(OB3) == old["@context"]
    assert (
        Contexts({OB3: copy.deepcopy(spec.read_context(OB3))}).read(OB3) == spec.read_context(OB3)["@context"]
    )


@pytest.mark.parametrize("content", [{"@context": {}}, {"@context": {"a": "urn:a"}}, {}, [], None], ids=str)
def test_any_other_content_is_altered(content: Any):
    with pytest.raises(InputError) as caught:
        Contexts({OB3: content}).read(OB3)
    assert caught.value.code == "CONTEXT_ALTERED"


@pytest.mark.parametrize("content", [{}, {"@context": None}, [], "x", None, {"name": "urn:a"}], ids=str)
def test_what_is_no_context_document(content: Any):
    with pytest.raises(InputError, match="no context document"):
        Contexts({URL: content}).read(URL)


def test_what_is_no_json_is_refused_at_once():
    with pytest.raises(InputError):
        Contexts({URL: {"@context": {"a": object()}}})


def test_a_context_may_be_empty():
    with pytest.raises(InputError, match="not defined here"):
        to_quads({"@context": URL, "a": "x"}, contexts=Contexts({URL: {"@context": {}}}))
