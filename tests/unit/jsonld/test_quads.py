"""What the walk writes for every kind of value, and what it refuses, with the pointer to it."""

from __future__ import annotations

import copy
import json
import math
import sys
from types import MappingProxyType
from typing import Any

import pytest

from qualitybadge.errors import InputError, LimitError, UnsupportedError
from qualitybadge.jsonld import Contexts, canonicalize, to_quads, vocabulary_errors
from qualitybadge.limits import Limits
from support.documents import CHAINS, OB, VC1, VC2

URL = "https://example.org/context"
EX = "https://example.org/#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

TERMS = {
    "id": "@id",
    "type": "@type",
    "T": EX + "T",
    "text": EX + "text",
    "plain": {"@id": EX + "plain", "@type": "@none"},
    "string": {"@id": EX + "string", "@type": XSD + "string"},
    "date": {"@id": EX + "date", "@type": XSD + "date"},
    "link": {"@id": EX + "link", "@type": "@id"},
    "word": {"@id": EX + "word", "@type": "@vocab", "@context": {"inner": EX + "inner"}},
    "list": {"@id": EX + "list", "@container": "@list"},
    "dates": {"@id": EX + "dates", "@container": "@list", "@type": XSD + "date"},
    "set": {"@id": EX + "set", "@container": "@set"},
    "graph": {"@id": EX + "graph", "@container": ["@graph", "@set"]},
    "json": {"@id": EX + "json", "@type": "@json"},
    "german": {"@id": EX + "german", "@language": "DE"},
    "map": {"@id": EX + "map", "@container": ["@language", "@set"]},
    "gone": None,
    "none": "@none",
    "ex": EX,
}
CONTEXTS = Contexts({URL: {"@context": TERMS}, URL + "/de": {"@context": [TERMS, {"@language": "de", "tongueless":
                    {"@id": EX + "tongueless", "@language": None}}]}})  # fmt: skip


def written(*, context: Any = URL, **members: Any) -> str:
    """Return the canonical quads of a node ``urn:s`` with these members."""
    return canonicalize(to_quads({"@context": context, "id": "urn:s", **members}, contexts=CONTEXTS)).decode()


def refused(document: Any, *, contexts: Contexts = CONTEXTS, limits: Limits | None = None) -> InputError:
    with pytest.raises((InputError, UnsupportedError)) as caught:
        to_quads(document, contexts=contexts, limits=limits or Limits())
    return caught.value  # type: ignore[return-value]


# --- values -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "term"),
    [
        ("text", "x", '"x"'),
        ("text", "", '""'),
        ("text", 'a "b" \\ c', '"a \\"b\\" \\\\ c"'),
        ("text", "\b\t\n\f\r\x0b\x1f\x7f", '"\\b\\t\\n\\f\\r\\u000B\\u001F\\u007F"'),
        ("text", "Zürich 学 😀 \u2028\u00a0", '"Zürich 学 😀 \u2028\u00a0"'),
        ("text", True, f'"true"^^<{XSD}boolean>'),
        ("text", False, f'"false"^^<{XSD}boolean>'),
        ("text", 0, f'"0"^^<{XSD}integer>'),
        ("text", -7, f'"-7"^^<{XSD}integer>'),
        ("text", 7.0, f'"7"^^<{XSD}integer>'),
        ("text", -0.0, f'"0"^^<{XSD}integer>'),
        ("text", 2**53 - 1, f'"9007199254740991"^^<{XSD}integer>'),
        ("text", 1e20, f'"100000000000000000000"^^<{XSD}integer>'),
        ("text", 1e21, f'"1.0E21"^^<{XSD}double>'),
        ("text", 4.5, f'"4.5E0"^^<{XSD}double>'),
        ("text", 1e-7, f'"1.0E-7"^^<{XSD}double>'),
        ("text", -0.25, f'"-2.5E-1"^^<{XSD}double>'),
        ("plain", "x", '"x"'),
        ("string", "x", '"x"'),
        ("string", 3, '"3"'),
        ("date", "2026-01-01", f'"2026-01-01"^^<{XSD}date>'),
        ("date", 3, f'"3"^^<{XSD}date>'),
        ("date", 4.5, f'"4.5E0"^^<{XSD}date>'),
        ("date", True, f'"true"^^<{XSD}date>'),
        ("german", "x", '"x"@de'),
        ("german", 3, f'"3"^^<{XSD}integer>'),
        ("link", "urn:o", "<urn:o>"),
        ("link", {"id": "urn:o"}, "<urn:o>"),
        ("link", 3, f'"3"^^<{XSD}integer>'),
        ("text", {"id": "urn:o"}, "<urn:o>"),
        ("word", "text", f"<{EX}text>"),
        ("word", "inner", f"<{EX}inner>"),
        ("word", "urn:o", "<urn:o>"),
        ("text", {"@value": "x"}, '"x"'),
        ("date", {"@value": "x"}, '"x"'),
        ("german", {"@value": "x"}, '"x"'),
        ("link", {"@value": "urn:x"}, '"urn:x"'),
        ("text", {"@value": 4.5}, f'"4.5E0"^^<{XSD}double>'),
        ("text", {"@value": "x", "@language": "EN-gb"}, '"x"@en-gb'),
        ("text", {"@value": "x", "@type": "urn:t"}, '"x"^^<urn:t>'),
        ("text", {"@value": "x", "type": "urn:t"}, '"x"^^<urn:t>'),
        ("text", {"@value": "x", "@type": "T"}, f'"x"^^<{EX}T>'),
        ("text", {"@value": 3, "@type": XSD + "double"}, f'"3.0E0"^^<{XSD}double>'),
        ("text", {"@value": 3.0, "@type": XSD + "double"}, f'"3.0E0"^^<{XSD}double>'),
        ("text", {"@value": "1.5E0", "@type": XSD + "double"}, f'"1.5E0"^^<{XSD}double>'),
        ("text", {"@value": [1, None], "@type": "@json"}, f'"[1,null]"^^<{RDF}JSON>'),
        ("json", {"b": 1, "a": [[], None, "\n"]}, f'"{{\\"a\\":[[],null,\\"\\\\n\\"],\\"b\\":1}}"^^<{RDF}JSON>'),
        ("json", None, f'"null"^^<{RDF}JSON>'),
        ("set", "x", '"x"'),
        ("list", [], f"<{RDF}nil>"),
    ],
)  # fmt: skip
def test_single_values(key: str, value: Any, term: str):
    assert written(**{key: value}) == f"<urn:s> <{EX}{key}> {term} .\n"


def test_arrays_are_sets():
    assert written(text=["b", "a", "a"]) == f'<urn:s> <{EX}text> "a" .\n<urn:s> <{EX}text> "b" .\n'
    assert written(set=["a", 1]) == f'<urn:s> <{EX}set> "1"^^<{XSD}integer> .\n<urn:s> <{EX}set> "a" .\n'


def test_lists_keep_their_order():
    assert written(dates=["b", "a"]).splitlines() == [
        f"<urn:s> <{EX}dates> _:c14n1 .",
        f'_:c14n0 <{RDF}first> "a"^^<{XSD}date> .',
        f"_:c14n0 <{RDF}rest> <{RDF}nil> .",
        f'_:c14n1 <{RDF}first> "b"^^<{XSD}date> .',
        f"_:c14n1 <{RDF}rest> _:c14n0 .",
    ]
    assert written(list={"id": "urn:o"}) == written(list=[{"id": "urn:o"}])


def test_language_maps():
    assert written(map={"de": ["a", "b"], "EN": "c", "@none": "d"}).splitlines() == [
        f'<urn:s> <{EX}map> "a"@de .',
        f'<urn:s> <{EX}map> "b"@de .',
        f'<urn:s> <{EX}map> "c"@en .',
        f'<urn:s> <{EX}map> "d" .',
    ]
    assert written(map="x") == f'<urn:s> <{EX}map> "x" .\n'
    assert written(map=["x"]) == written(map="x")


def test_a_default_language_is_for_text_alone():
    german = URL + "/de"
    assert written(context=german, text="x") == f'<urn:s> <{EX}text> "x"@de .\n'
    assert written(context=german, text=1) == written(text=1)
    assert written(context=german, date="x") == written(date="x")
    assert written(context=german, text={"@value": "x"}) == written(text="x")
    assert written(context=german, tongueless="x") == f'<urn:s> <{EX}tongueless> "x" .\n'


def test_nodes():
    assert written(text={"id": "urn:o", "type": ["T", "urn:t"], "text": "x"}).splitlines() == [
        f"<urn:o> <{RDF}type> <{EX}T> .",
        f"<urn:o> <{RDF}type> <urn:t> .",
        f'<urn:o> <{EX}text> "x" .',
        f"<urn:s> <{EX}text> <urn:o> .",
    ]
    assert written(text={}) == f"<urn:s> <{EX}text> _:c14n0 .\n"


def test_graphs_have_blank_names():
    assert written(graph={"id": "urn:o", "type": "T", "text": "x", "link": {"text": "y"}}).splitlines() == [
        f"<urn:o> <{RDF}type> <{EX}T> _:c14n0 .",
        f"<urn:o> <{EX}link> _:c14n1 _:c14n0 .",
        f'<urn:o> <{EX}text> "x" _:c14n0 .',
        f"<urn:s> <{EX}graph> _:c14n0 .",
        f'_:c14n1 <{EX}text> "y" _:c14n0 .',
    ]  # fmt: skip


def test_graphs_in_graphs_and_what_comes_after_them():
    found = written(graph=[{"id": "urn:a", "graph": {"id": "urn:b", "text": "y"}, "text": "x"}], link="urn:o")
    assert found.splitlines() == [
        f"<urn:a> <{EX}graph> _:c14n0 _:c14n1 .",
        f'<urn:a> <{EX}text> "x" _:c14n1 .',
        f'<urn:b> <{EX}text> "y" _:c14n0 .',
        f"<urn:s> <{EX}graph> _:c14n1 .",
        f"<urn:s> <{EX}link> <urn:o> .",
    ]


def test_blank_labels_name_nodes_and_mean_nothing_else():
    one = written(text=[{"id": "_:a", "text": "x"}, {"id": "_:a"}], link="_:a")
    assert one == written(text=[{"id": "_:zz", "text": "x"}, {"id": "_:zz"}], link="_:zz")
    assert one.count("_:c14n0") == 3


def test_equal_quads_are_one():
    quads = to_quads(
        {"@context": URL, "id": "urn:s", "type": ["T", "T"], "text": ["a", "a"]}, contexts=CONTEXTS
    )
    assert canonicalize(quads).decode() == f'<urn:s> <{RDF}type> <{EX}T> .\n<urn:s> <{EX}text> "a" .\n'


def test_names_from_a_vocab():
    contexts = Contexts({URL: {"@context": {"id": "@id", "type": "@type", "@vocab": EX}}})
    document = {"@context": URL, "id": "urn:s", "type": "T", "made": ["up", {"x": 1}]}
    assert len(to_quads(document, contexts=contexts)) == 4
    assert len(to_quads(document, contexts=contexts)) == 4
    for key in ("a b", "a<b"):
        assert refused({"@context": URL, key: "x"}, contexts=contexts).code == "DATA_LOSS"
    assert refused({"@context": URL, "type": "@foo"}, contexts=contexts).pointer == "/type"


def test_a_name_from_a_vocab_must_not_be_a_second_name():
    contexts = Contexts(
        {URL: {"@context": {"title": EX + "name", "@vocab": EX, "type": "@type", "T": EX + "U"}}}
    )
    assert len(to_quads({"@context": URL, "title": "x"}, contexts=contexts)) == 1
    assert "means what 'title' means" in refused({"@context": URL, "name": "x"}, contexts=contexts).message
    assert refused({"@context": URL, "type": "U"}, contexts=contexts).pointer == "/type"


def test_proofs_and_embedded_credentials_may_bring_their_own_contexts():
    inner = {"@context": [VC2, OB + "context-3.0.3.json"], "id": "urn:c", "type": ["VerifiableCredential",
             "EndorsementCredential"], "proof": {"@context": [VC2], "type": "DataIntegrityProof", "cryptosuite": "x"}}  # fmt: skip
    presentation = {
        "@context": VC2,
        "id": "urn:p",
        "type": "VerifiablePresentation",
        "verifiableCredential": [inner],
    }
    found = canonicalize(to_quads(presentation)).decode()
    assert "vocab.html#EndorsementCredential" in found
    assert found.count("cryptosuiteString") == 1
    inner["@context"] = [VC2]
    assert refused(presentation).pointer == "/verifiableCredential/0/type/1"


def test_nothing_is_changed():
    document = {
        "@context": [URL],
        "id": "urn:s",
        "map": {"de": ["a"]},
        "list": [1],
        "json": {"a": []},
        "text": {"type": ["T"]},
    }
    before = copy.deepcopy(document)
    to_quads(document, contexts=CONTEXTS)
    assert document == before


def test_any_mapping_may_be_a_document():
    assert len(to_quads(MappingProxyType({"@context": URL, "text": "x"}), contexts=CONTEXTS)) == 1


# --- refusals ---------------------------------------------------------------------------------------------

LOST, BAD = "DATA_LOSS", "MALFORMED_VALUE"


@pytest.mark.parametrize(
    ("members", "code", "pointer"),
    [
        ({"other": "x"}, LOST, "/other"),
        ({"a/b~c": "x"}, LOST, "/a~1b~0c"),
        ({"gone": "x"}, LOST, "/gone"),
        ({"text": [{}, {"other": {}}]}, LOST, "/text/1/other"),
        ({EX + "text": "x"}, BAD, "/https:~1~1example.org~1#text"),
        ({"ex:text": "x"}, BAD, "/ex:text"),
        ({3: "x"}, BAD, "/3"),
        ({"text": None}, LOST, "/text"),
        ({"text": ["x", None]}, LOST, "/text/1"),
        ({"text": []}, LOST, "/text"),
        ({"set": []}, LOST, "/set"),
        ({"map": []}, LOST, "/map"),
        ({"map": {}}, LOST, "/map"),
        ({"map": {"de": []}}, LOST, "/map"),
        ({"map": {"de": None}}, LOST, "/map"),
        ({"map": {"de": 3}}, BAD, "/map"),
        ({"map": {"de en": "x"}}, BAD, "/map"),
        ({"map": {"none": "x"}}, BAD, "/map"),
        ({"graph": []}, LOST, "/graph"),
        ({"graph": "urn:o"}, LOST, "/graph"),
        ({"graph": ["urn:o"]}, LOST, "/graph/0"),
        ({"graph": {"id": "urn:o"}}, LOST, "/graph"),
        ({"graph": [{}]}, LOST, "/graph/0"),
        ({"graph": {"@value": "x"}}, LOST, "/graph"),
        ({"text": [["x"]]}, BAD, "/text/0"),
        ({"list": [["x"]]}, BAD, "/list/0"),
        ({"list": ["x", None]}, LOST, "/list/1"),
        ({"type": "Other"}, LOST, "/type"),
        ({"type": ["T", "Other"]}, LOST, "/type/1"),
        ({"type": []}, LOST, "/type"),
        ({"type": None}, LOST, "/type"),
        ({"type": 3}, BAD, "/type"),
        ({"type": {"a": 1}}, BAD, "/type"),
        ({"type": [{"a": 1}]}, BAD, "/type/0"),
        ({"type": "id"}, BAD, "/type"),
        ({"type": "gone"}, BAD, "/type"),
        ({"type": "_:b"}, LOST, "/type"),
        ({"type": EX + "T"}, BAD, "/type"),
        ({"type": "ex:T"}, BAD, "/type"),
        ({"type": "@json"}, LOST, "/type"),
        ({"id": "relative", "text": "x"}, BAD, "/id"),
        ({"id": "urn:a b", "text": "x"}, BAD, "/id"),
        ({"id": "urn:a\n", "text": "x"}, BAD, "/id"),
        ({"id": "urn:\u00a0", "text": "x"}, BAD, "/id"),
        ({"id": "ex:s", "text": "x"}, BAD, "/id"),
        ({"id": None, "text": "x"}, LOST, "/id"),
        ({"id": 3, "text": "x"}, BAD, "/id"),
        ({"id": ["urn:s"], "text": "x"}, BAD, "/id"),
        ({"text": {"id": None}}, LOST, "/text/id"),
        ({"text": {"id": "ex:s"}}, BAD, "/text/id"),
        ({"link": "relative"}, BAD, "/link"),
        ({"link": ["urn:a", ""]}, BAD, "/link/1"),
        ({"link": "ex:s"}, BAD, "/link"),
        ({"word": "other"}, BAD, "/word"),
        ({"word": "ex:text"}, BAD, "/word"),
        ({"word": "gone"}, BAD, "/word"),
        ({"@id": "urn:s", "text": "x"}, BAD, "/@id"),
        ({"@type": "T"}, BAD, "/@type"),
        ({"text": {"@id": "urn:s"}}, BAD, "/text/@id"),
        ({"@graph": []}, BAD, "/@graph"),
        ({"text": {"@list": ["x"]}}, BAD, "/text/@list"),
        ({"text": {"@set": ["x"]}}, BAD, "/text/@set"),
        ({"text": {"@value": None}}, LOST, "/text"),
        ({"text": {"@value": ["x"]}}, BAD, "/text"),
        ({"text": {"@value": "x", "other": 1}}, BAD, "/text"),
        ({"text": {"@value": "x", "@index": "y"}}, BAD, "/text"),
        ({"text": {"@value": "x", "@direction": "ltr"}}, BAD, "/text"),
        ({"text": {"@value": "x", "@type": "urn:t", "@language": "de"}}, BAD, "/text"),
        ({"text": {"@value": "x", "@type": "urn:t", "type": "urn:t"}}, BAD, "/text"),
        ({"text": {"@value": "x", "@type": None}}, BAD, "/text"),
        ({"text": {"@value": "x", "@type": "other"}}, BAD, "/text"),
        ({"text": {"@value": "x", "@type": RDF + "langString"}}, BAD, "/text"),
        ({"text": {"@value": "1.50", "@type": XSD + "double"}}, LOST, "/text"),
        ({"text": {"@value": "much", "@type": XSD + "double"}}, LOST, "/text"),
        ({"text": {"@value": "x", "@language": "d e"}}, BAD, "/text"),
        ({"text": {"@value": "x", "@language": None}}, BAD, "/text"),
        ({"text": {"@value": 3, "@language": "de"}}, BAD, "/text"),
        ({"text": 2**53}, BAD, "/text"),
        ({"text": -(2**53)}, BAD, "/text"),
        ({"text": 0.1 + 0.2}, LOST, "/text"),
        ({"text": 1000000000000000.5}, LOST, "/text"),
        ({"text": math.inf}, BAD, "/text"),
        ({"text": math.nan}, BAD, "/text"),
        ({"json": 2**53}, BAD, "/json"),
        ({"text": ("x",)}, BAD, "/text"),
        ({"text": b"x"}, BAD, "/text"),
        ({"text": {"@context": URL, "text": "x"}}, BAD, "/text/@context"),
        ({"text": {"@context": None}}, BAD, "/text/@context"),
        ({"text": {"@context": [URL, {"text": EX}]}}, BAD, "/text/@context/1"),
        ({"text": [{"@context": ["https://example.org/other"]}]}, "CONTEXT_UNKNOWN", "/text/0/@context/0"),
    ],
    ids=str,
)  # fmt: skip
def test_refusals(members: dict[Any, Any], code: str, pointer: str):
    error = refused({"@context": URL, **members})
    assert (error.code, error.pointer) == (code, pointer)


@pytest.mark.parametrize(
    ("document", "code", "pointer"),
    [
        ([], BAD, ""),
        (None, BAD, ""),
        ({}, BAD, "/@context"),
        ({"id": "urn:s"}, BAD, "/@context"),
        ({"@context": 3}, BAD, "/@context"),
        ({"@context": TERMS}, BAD, "/@context"),
        ({"@context": [URL, TERMS]}, BAD, "/@context/1"),
        ({"@context": [URL, None]}, BAD, "/@context/1"),
        ({"@context": [[URL]]}, BAD, "/@context/0"),
        ({"@context": []}, LOST, ""),
        ({"@context": URL}, LOST, ""),
        ({"@context": URL, "id": "urn:s"}, LOST, ""),
        ({"@context": "context.json"}, "CONTEXT_UNKNOWN", "/@context"),
        ({"@context": [URL, "https://example.org/other"]}, "CONTEXT_UNKNOWN", "/@context/1"),
        ({"@context": [VC1, VC2]}, BAD, "/@context"),
    ],
    ids=str,
)
def test_documents_that_say_nothing_or_nothing_known(document: Any, code: str, pointer: str):
    error = refused(document)
    assert (error.code, error.pointer) == (code, pointer)


def test_an_unknown_context_comes_with_advice():
    error = refused({"@context": [VC2, "https://example.org/other"]})
    assert isinstance(error, UnsupportedError)
    assert "contexts={url: document}" in error.hint


def test_properties_and_classes_of_one_iri_keep_their_own_names():
    badge = {
        "@context": list(CHAINS[0]),
        "type": "Achievement",
        "criteria": {"type": "Criteria", "narrative": "x"},
    }
    assert len(to_quads(badge)) == 4
    assert refused({**badge, "Criteria": badge["criteria"]}).pointer == "/Criteria"
    assert refused({**badge, "criteria": {"type": "criteria"}}).pointer == "/criteria/type"


def test_two_names_of_equal_right_are_both_refused():
    contexts = Contexts({URL: {"@context": {"a": EX + "a", "b": EX + "a", "c": EX + "c"}}})
    for key in "ab":
        assert "what other terms mean" in refused({"@context": URL, key: "x"}, contexts=contexts).message
    assert len(to_quads({"@context": URL, "c": "x"}, contexts=contexts)) == 1


def test_a_second_name_of_a_keyword_is_refused():
    odrl = "https://www.w3.org/ns/odrl.jsonld"
    credential = {"@context": [VC2, odrl], "type": "VerifiableCredential", "name": "x"}
    assert to_quads({**credential, "id": "urn:c"})
    assert refused({**credential, "uid": "urn:c"}).pointer == "/uid"


# --- limits -----------------------------------------------------------------------------------------------


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = {"text": "x"}
    for _ in range(depth - 1):
        node = {"text": node}
    return {"@context": URL, **node}


def test_nesting_is_limited():
    assert len(to_quads(nested(64), contexts=CONTEXTS)) == 64
    error = refused(nested(65))
    assert isinstance(error, LimitError)
    assert error.pointer.count("/text") == 64
    assert isinstance(refused(nested(4), limits=Limits(json_depth=3)), LimitError)


def test_a_document_that_contains_itself_is_refused():
    document: dict[str, Any] = {"@context": URL}
    document["text"] = document
    with pytest.raises(InputError):
        to_quads(document, contexts=CONTEXTS)
    node: dict[str, Any] = {}
    node["text"] = node
    assert isinstance(refused({"@context": URL, "text": node}), LimitError)


def test_the_stack_of_the_caller_may_be_nearly_used_up():
    def call(depth: int) -> Any:
        return to_quads(nested(60), contexts=CONTEXTS) if depth == 0 else call(depth - 1)

    found = set()
    for depth in range(500, sys.getrecursionlimit(), 4):
        try:
            call(depth)
        except LimitError as error:
            found.add("stack" in error.message)
        except RecursionError:  # of this test itself
            break
    assert found == {True}


def test_contexts_are_limited():
    assert isinstance(refused({"@context": [URL] * 17}), LimitError)
    limits = Limits(contexts=2)
    proofs = [
        {"@context": [URL] * (number + 1), "type": "DataIntegrityProof", "cryptosuite": "x"}
        for number in range(2)
    ]
    contexts = Contexts({URL: {"@context": {"a": EX}}})
    document = {"@context": VC2, "type": "VerifiableCredential", "proof": proofs}
    assert to_quads(document, contexts=contexts, limits=limits)
    document["proof"].append({**proofs[0], "@context": [VC2]})
    error = refused(document, contexts=contexts, limits=limits)
    assert isinstance(error, LimitError)
    assert error.pointer == "/proof/2/@context"


def test_combinations_of_types_are_limited():
    def document(count: int) -> dict[str, Any]:
        return {"@context": URL, "text": [{"type": f"urn:{number}"} for number in range(count)]}

    assert to_quads(document(200), contexts=CONTEXTS)
    for _ in range(2):  # whether they are new to the cache does not matter
        assert isinstance(refused(document(260)), LimitError)


# --- all faults at once -----------------------------------------------------------------------------------


def pointers(document: Any, limits: Limits | None = None) -> list[str]:
    return [
        error.pointer for error in vocabulary_errors(document, contexts=CONTEXTS, limits=limits or Limits())
    ]


def test_a_good_document_has_no_faults():
    assert vocabulary_errors({"@context": URL, "text": "x"}, contexts=CONTEXTS) == ()


def test_all_faults_are_listed_where_they_stand():
    document = {
        "@context": [URL],
        "id": "relative",
        "type": ["Other", "T", "Another"],
        "a/b": 1,
        "text": [None, "x", None, {"other": 1, "id": "urn:o"}, []],
        "set": [None],
        "link": {"text": [[], "x"]},
    }
    before = json.dumps(document)
    assert pointers(document) == ["/type/0", "/type/2", "/id", "/a~1b", "/text/0", "/text/2", "/text/3/other",
                                  "/text/4", "/set/0", "/link/text/0"]  # fmt: skip
    assert json.dumps(document) == before


def test_a_list_that_would_be_empty_is_left_out_as_a_whole():
    assert pointers({"@context": URL, "text": [{"text": [None]}], "link": [[None]]}) == [
        "/text/0/text/0",
        "/link/0",
    ]


def test_nothing_can_be_said_about_members_without_their_contexts():
    assert pointers({"@context": [URL, "urn:unknown"], "other": 1}) == ["/@context/1"]
    assert pointers([]) == [""]
    assert pointers({"@context": URL, "id": "urn:s"}) == [""]


def test_the_list_of_faults_is_limited():
    document = {"@context": URL, **{f"other{number}": 1 for number in range(60)}}
    assert len(pointers(document)) == 50
    assert pointers(document, Limits(findings=2)) == ["/other0", "/other1"]
    document["text"] = [["x"] for _ in range(60_000)]
    assert len(pointers(document)) == 1


def test_a_limit_ends_the_list():
    assert len(pointers({"@context": URL, "text": nested(80)["text"], "other": 1})) == 1
