"""What only the bridge understands, and that it refuses what it would lose: for contexts that a caller adds."""

from __future__ import annotations

import itertools
import sys
import threading
from typing import Any

import pytest

from qualitybadge.errors import InputError, LimitError, QualityBadgeError, UnsupportedError
from qualitybadge.jsonld import Contexts, canonicalize, pyld_bridge, to_quads
from qualitybadge.limits import Limits
from support.documents import VC2

URL = "https://example.org/context"
EX = "https://example.org/#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "a": EX + "a",
    "T": EX + "T",
    "ex": EX,
    "link": {"@id": EX + "link", "@type": "@id"},
    "double": {"@id": EX + "double", "@type": XSD + "double"},
    "of": {"@reverse": EX + "has"},
    "box": "@nest",
    "inBox": {"@id": EX + "inBox", "@nest": "box"},
    "byId": {"@id": EX + "byId", "@container": "@id"},
    "byType": {"@id": EX + "byType", "@container": "@type"},
    "byIndex": {"@id": EX + "byIndex", "@container": "@index"},
    "graphs": {"@id": EX + "graphs", "@container": ["@graph", "@id"]},
    "graph": {"@id": EX + "graph", "@container": "@graph"},
    "literals": {"@id": EX + "literals", "@container": "@set", "@type": "@json"},
    "listed": {"@id": EX + "listed", "@container": "@list", "@type": "@json"},
    "items": {"@id": EX + "items", "@container": "@list"},
    "rtl": {"@id": EX + "rtl", "@direction": "rtl"},
    "value": "@value",
    "none": "@none",
    "uid": "@id",
    "german": {"@id": EX + "german", "@language": "de"},
    "spoken": {"@id": EX + "spoken", "@container": "@language"},
    "gone": None,
}  # fmt: skip
CONTEXTS = Contexts({URL: {"@context": TERMS}})


def written(**members: Any) -> list[str]:
    document = {"@context": URL, "id": "urn:s", **members}
    return canonicalize(to_quads(document, contexts=CONTEXTS)).decode().splitlines()


def refused(document: Any, contexts: Contexts = CONTEXTS, limits: Limits | None = None) -> QualityBadgeError:
    """Return the bridge's refusal, asked directly."""
    with pytest.raises((InputError, UnsupportedError)) as caught:
        pyld_bridge.to_quads(document, contexts=contexts, limits=limits or Limits())
    return caught.value


# --- constructs outside the compiled subset ---------------------------------------------------------------


def test_reverse_properties():
    assert written(of={"id": "urn:o"}) == [f"<urn:o> <{EX}has> <urn:s> ."]
    assert written(of={"id": "urn:o", "a": "x"})[0] == f'<urn:o> <{EX}a> "x" .'


def test_nested_members():
    assert written(box={"inBox": "x"}) == [f'<urn:s> <{EX}inBox> "x" .']


def test_maps_by_type():
    assert f"_:c14n0 <{RDF}type> <{EX}T> ." in written(byType={"T": {"a": "x"}})


def test_graphs():
    assert written(graph=[{"a": "x"}], of={"id": "urn:o"})[-1] == f'_:c14n0 <{EX}a> "x" _:c14n1 .'


def test_doubles_are_rewritten_only_where_nothing_is_lost():
    assert written(double=3) == [f'<urn:s> <{EX}double> "3.0E0"^^<{XSD}double> .']
    assert written(double="1.5E0") == [f'<urn:s> <{EX}double> "1.5E0"^^<{XSD}double> .']
    with pytest.raises(InputError, match="canonical form"):
        written(double="1.50")


def test_lists_of_json_literals():
    assert f'<urn:s> <{EX}literals> "[1]"^^<{RDF}JSON> .' in written(literals=[1])
    assert any(f'<{RDF}first> "[null,{{}}]"^^<{RDF}JSON>' in line for line in written(listed=[None, {}]))


def test_other_names_of_keywords():
    assert written(a={"value": "x"}) == [f'<urn:s> <{EX}a> "x" .']


def test_imported_contexts():
    contexts = Contexts({URL: {"@context": {"@import": URL + "/inner", "b": EX + "b"}},
                         URL + "/inner": {"@context": {"a": EX + "a", "b": EX + "c"}}})  # fmt: skip
    quads = to_quads({"@context": URL, "a": "x", "b": "y"}, contexts=contexts)
    assert canonicalize(quads).decode() == f'_:c14n0 <{EX}a> "x" .\n_:c14n0 <{EX}b> "y" .\n'


def test_a_relative_vocab():
    contexts = Contexts({URL: {"@context": [{"@vocab": EX}, {"@vocab": "v/"}]}})
    assert "not an absolute IRI" in refused({"@context": URL, "a<b": "x"}, contexts).message
    assert (
        canonicalize(to_quads({"@context": URL, "a": "x"}, contexts=contexts))
        == f'_:c14n0 <{EX}v/a> "x" .\n'.encode()
    )


def test_literals_of_every_kind():
    found = written(of={"id": "urn:o"}, german="x", double=0.5, a=['"', True, {"@value": "y", "@language": "FR"}], link="urn:l",
                    items=[], spoken={"de": "z", "@none": "w"})  # fmt: skip
    for term in ('"x"@de', f'"5.0E-1"^^<{XSD}double>', '"\\""', f'"true"^^<{XSD}boolean>', '"y"@fr', "<urn:l>",
                 f"<{RDF}nil>", '"z"@de', '"w"'):  # fmt: skip
        assert any(line.endswith(f" {term} .") for line in found), term


def test_embedded_credentials_bring_their_own_contexts():
    inner = {"@context": [VC2], "id": "urn:c", "type": "VerifiableCredential", "name": "x"}
    contexts = Contexts({URL: {"@context": {"of": {"@reverse": EX + "has"}}}})
    document = {
        "@context": [VC2, URL],
        "id": "urn:p",
        "type": "VerifiablePresentation",
        "of": {"id": "urn:o"},
    }
    assert len(to_quads({**document, "verifiableCredential": [inner]}, contexts=contexts)) == 5


def test_blank_nodes():
    found = written(of={"id": "_:b", "a": {"id": "_:b"}})
    assert found == [f"_:c14n0 <{EX}a> _:c14n0 .", f"_:c14n0 <{EX}has> <urn:s> ."]


# --- what would be lost -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "members",
    [
        {"undefined": "x"},
        {"gone": "x"},
        {"type": "Undefined"},
        {"type": "_:t"},
        {"type": "ex:T"},
        {"type": []},
        {"id": "relative", "a": "x"},
        {"id": "ex:s", "a": "x"},
        {"link": "relative"},
        {"a": None},
        {"a": []},
        {"a": [["x"]]},
        {"a": ["x", [None]]},
        {"ex:a": "x"},
        {EX + "a": "x"},
        {3: "x"},
        {"@id": "urn:s", "a": "x"},
        {"@type": "urn:t"},
        {"uid": "urn:s", "a": "x"},
        {"@graph": [{"a": "x"}]},
        {"@included": [{"a": "x"}]},
        {"@reverse": {"a": {"id": "urn:o"}}},
        {"a": {"@list": ["x"]}},
        {"a": {"@set": ["x"]}},
        {"a": {"@value": "x", "@index": "y"}},
        {"a": {"@value": "x", "@direction": "rtl"}},
        {"a": {"@value": "x", "@language": "e n"}},
        {"a": ["x", {"@language": "en"}]},
        {"a": {"@value": "x", "@type": "relative"}},
        {"a": {"@context": URL, "a": "x"}},
        {"a": {"@context": {"a": EX + "b"}, "a": "x"}},
        {"a": 2**53},
        {"a": 0.1 + 0.2},
        {"a": float("nan")},
        {"byIndex": {"x": {"a": "y"}}},
        {"byIndex": {"x": "y"}},
        {"byId": {"urn:o": {"a": "x"}}},
        {"graphs": {"urn:g": {"a": "x"}}},
        {"graphs": {"@none": {"id": "urn:o"}}},
        {"graph": {}},
        {"graph": {"id": "urn:o"}},
        {"graph": "x"},
        {"rtl": "x"},
        {"spoken": {"d e": "x"}},
        {"spoken": {}},
        {"spoken": {"de": []}},
        {"items": [None]},
        {"items": [["x"]]},
        {"literals": 2**53},
        {"type": "urn:t", "a": object()},
    ],
    ids=(str(number) for number in itertools.count()),
)
def test_refusals(members: dict[Any, Any]):
    assert refused({"@context": URL, **members}).code in {"DATA_LOSS", "MALFORMED_VALUE"}


def test_json_literals_may_hold_anything():
    for value in (None, [], [[None]], {"@graph": [], "a:b": {"@context": [3, "urn:c"]}}):
        assert written(literals=value, of={"id": "urn:o"})


def test_what_is_no_document():
    assert "not an object" in refused(["x"]).message


@pytest.mark.parametrize("document", [{}, {"@context": URL}, {"@context": URL, "id": "urn:s"}], ids=str)
def test_documents_that_say_nothing(document: dict[str, Any]):
    assert "says nothing" in refused(document).message


@pytest.mark.parametrize(
    "context", [{"a": EX}, None, 3, [URL, {"a": EX + "a"}], [[URL]], [URL, {"@base": "urn:"}]], ids=str
)
def test_contexts_that_are_no_urls(context: Any):
    assert refused({"@context": context, "a": "x"}).code in {"MALFORMED_VALUE", "DATA_LOSS"}


def test_unknown_contexts():
    for document in ({"@context": "urn:c", "a": "x"}, {"@context": VC2, "type": "VerifiableCredential",
                                                       "issuer": {"@context": "urn:c"}}):  # fmt: skip
        assert refused(document).code == "CONTEXT_UNKNOWN"


def test_a_base_is_unsupported_wherever_it_stands():
    contents: list[Any] = [{"@base": EX}, [{"@import": URL + "/inner"}], {"a": {"@id": EX, "@context": {"@base": None}}},
                           [URL + "/inner"]]  # fmt: skip
    for content in contents:
        contexts = Contexts({URL: {"@context": content}, URL + "/inner": {"@context": {"@base": EX}}})
        error = refused({"@context": URL, "a": "x"}, contexts)
        assert isinstance(error, UnsupportedError) or "base" in error.message


def test_malformed_contexts():
    for content in ({"a": 3}, [3], {"@import": 3}, {"@import": URL}, {"@version": 2}, {"@foo": EX},
                    {"a": {"@id": EX, "@nest": 3}}, {"a": {"@reverse": "relative"}}):  # fmt: skip
        error = refused({"@context": URL, "a": "x"}, Contexts({URL: {"@context": content}}))
        assert "not valid JSON-LD" in error.message or error.code in {"DATA_LOSS", "LIMIT"}


def test_contexts_that_name_each_other():
    contexts = Contexts({URL: {"@context": [URL + "/inner"]}, URL + "/inner": {"@context": [URL]}})
    assert refused({"@context": URL, "a": "x"}, contexts)


def test_limits():
    deep: dict[str, Any] = {"a": "x"}
    for _ in range(70):
        deep = {"a": [deep]}
    assert isinstance(refused({"@context": URL, **deep}), LimitError)
    contexts = Contexts({url: {"@context": TERMS} for url in (URL + "/0", URL + "/1", URL + "/2")})
    document = {"@context": list(contexts.extra), "of": {"id": "urn:o"}}
    assert isinstance(refused(document, contexts, Limits(contexts=2)), LimitError)
    assert pyld_bridge.to_quads(document, contexts=contexts, limits=Limits(contexts=3))


def test_a_document_that_contains_itself():
    document: dict[str, Any] = {"@context": URL}
    document["a"] = [document]
    assert isinstance(refused(document), LimitError)
    items: list[Any] = []
    items.append(items)
    assert isinstance(refused({"@context": URL, "a": items}), LimitError)


def test_the_stack_of_the_caller_may_be_nearly_used_up():
    def call(depth: int) -> Any:
        return written(of={"id": "urn:o"}, a={"a": {"a": "x"}}) if depth == 0 else call(depth - 1)

    found = set()
    for depth in range(500, sys.getrecursionlimit(), 4):
        try:
            call(depth)
        except LimitError as error:
            found.add("stack" in error.message)
        except RecursionError:  # of this test itself
            break
    assert found == {True}


def test_nothing_is_changed():
    document = {"@context": [URL], "of": {"id": "urn:o"}, "byType": {"T": {"a": ["x"]}}}
    before = repr((document, CONTEXTS.read(URL)))
    to_quads(document, contexts=CONTEXTS)
    assert repr((document, CONTEXTS.read(URL))) == before


def test_threads_may_share_it():
    expected = written(of=[{"id": "urn:o", "a": "x"}], box={"inBox": "y"})
    wrong: list[int] = []

    def work() -> None:
        wrong.extend(
            1 for _ in range(20) if written(of=[{"id": "urn:o", "a": "x"}], box={"inBox": "y"}) != expected
        )

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_without_need_pyld_is_not_even_imported():
    import subprocess

    code = "import sys, qualitybadge.jsonld as j; j.to_quads({'@context': %r, 'name': 'x'}); print('pyld' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code % VC2], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "False"
