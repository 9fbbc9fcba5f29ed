"""JSON pointers and the part of a document that they select."""

from __future__ import annotations

import copy

import pytest

from qualitybadge.errors import InputError
from qualitybadge.proofs.sdframe import pointer_of, select, steps_of, tree_of

DOCUMENT = {
    "@context": ["https://a.example/v1"],
    "id": "urn:a",
    "type": ["A"],
    "name": "n",
    "child": {"id": "urn:b", "type": "B", "x": 1, "y": {"@context": "https://b.example/", "z": None, "q": 2}},
    "many": [{"type": "C", "v": 0}, {"v": 1, "w": 11}, {"v": 2, "w": 22}],
    "a/b": {"m~n": "odd", "": "empty"},
}


@pytest.mark.parametrize(
    ("pointers", "expected"),
    [
        ([], {}),
        (["/name"], {"name": "n"}),
        (["/id", "/type/0"], {}),
        (["/child/x"], {"child": {"id": "urn:b", "type": "B", "x": 1}}),
        (
            ["/child/y/q"],
            {"child": {"id": "urn:b", "type": "B", "y": {"@context": "https://b.example/", "q": 2}}},
        ),
        (["/child/x", "/child", "/child/y/z"], {"child": DOCUMENT["child"]}),
        (["/many/2/w", "/many/0"], {"many": [{"type": "C", "v": 0}, {"w": 22}]}),
        (["/a~1b/m~0n", "/a~1b/"], {"a/b": {"m~n": "odd", "": "empty"}}),
    ],
)
def test_what_is_selected_keeps_ids_types_contexts_and_places(pointers, expected):
    before = copy.deepcopy(DOCUMENT)
    selected = select(DOCUMENT, pointers)
    assert selected.document == {k: DOCUMENT[k] for k in ("@context", "id", "type")} | expected
    assert before == DOCUMENT


def test_everything_is_the_document_itself():
    for pointers in ([""], ["/name", ""]):
        assert select(DOCUMENT, pointers).document is DOCUMENT


def test_the_order_is_that_of_the_pointers():
    assert list(select(DOCUMENT, ["/name", "/child/x"]).document)[3:] == ["name", "child"]
    assert list(select(DOCUMENT, ["/child/x", "/name"]).document)[3:] == ["child", "name"]


def test_what_is_whole_is_shared_and_what_is_a_part_knows_its_origin():
    document, origins = select(DOCUMENT, ["/child/y", "/many/1/v"])
    assert document["child"]["y"] is DOCUMENT["child"]["y"]
    parts = {id(document): DOCUMENT, id(document["child"]): DOCUMENT["child"]}
    parts[id(document["many"][0])] = DOCUMENT["many"][1]
    assert origins == {part: id(source) for part, source in parts.items()}


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/nothing", "/nothing"),
        ("/child/nothing/x", "/child/nothing"),
        ("/name/x", "/name/x"),
        ("/many/3", "/many/3"),
        ("/many/-", "/many/-"),
        ("/many/01", "/many/01"),
        ("/many/1e0/v", "/many/1e0"),
        ("/many/\u0661", "/many/\u0661"),
        ("/many/99999999999", "/many/99999999999"),
        ("/many/x~1y", "/many/x~1y"),
        ("/type/7", "/type/7"),
        ("/id/x", "/id/x"),
        ("/child/y/z/x", "/child/y/z/x"),
    ],
)
def test_a_pointer_to_nothing_is_refused_with_its_place(pointer, place):
    with pytest.raises(InputError, match="nothing there") as caught:
        select(DOCUMENT, ["/a~1b", pointer])
    assert (caught.value.code, caught.value.pointer) == ("USAGE", place)


@pytest.mark.parametrize("pointer", ["name", "#/name", "/a~2b", "/a~", "$.name", " /name"])
def test_what_is_no_pointer_is_refused(pointer):
    with pytest.raises(InputError, match="no JSON pointer") as caught:
        steps_of(pointer)
    assert caught.value.code == "USAGE"


@pytest.mark.parametrize("pointer", [None, 5, b"/name", ["/name"]])
def test_a_pointer_is_a_text(pointer):
    with pytest.raises(InputError, match="is a text"):
        tree_of([pointer])


def test_steps_and_pointers_are_each_others_inverse():
    for pointer in ("", "/", "//", "/a~1b/m~0n/0", "/~01"):
        assert pointer_of(steps_of(pointer)) == pointer
    assert pointer_of(["many", 2]) == "/many/2"
