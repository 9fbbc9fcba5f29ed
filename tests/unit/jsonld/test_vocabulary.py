"""What contexts mean once compiled (JSON-LD 1.1 §4 and API §4), each rule with a case that keeps and one that breaks it."""

from __future__ import annotations

import copy
import sys
import threading
from typing import Any

import pytest

from qualitybadge import spec
from qualitybadge.errors import InputError, QualityBadgeError, UnsupportedError
from qualitybadge.jsonld import PINNED, Contexts, canonicalize, to_quads
from qualitybadge.jsonld.terms import OutsideSubsetError, Term
from qualitybadge.jsonld.vocabulary import ActiveContext
from support.documents import CHAINS, OB, VC1, VC2

URL = "https://example.org/context"
EX = "https://example.org/#"


def active(*contexts: Any) -> ActiveContext:
    urls = tuple(f"{URL}/{index}" for index in range(len(contexts)))
    extra = {url: {"@context": content} for url, content in zip(urls, contexts, strict=True)}
    return Contexts(extra).active(urls)


def term(context: ActiveContext, name: str) -> Term:
    return context.terms[name]


def lines(document: dict[str, Any], context: Any) -> list[str]:
    quads = to_quads({"@context": URL, **document}, contexts=Contexts({URL: {"@context": context}}))
    return canonicalize(quads).decode().splitlines()


# --- terms ------------------------------------------------------------------------------------------------


def test_simple_and_expanded_definitions_mean_the_same():
    context = active({"a": EX + "a", "b": {"@id": EX + "a"}})
    assert term(context, "a").iri == term(context, "b").iri == EX + "a"


def test_definitions_may_refer_to_each_other_in_any_order():
    context = active(
        {"b": "ex:b", "a": {"@id": "b"}, "ex": EX, "c": {"@id": EX + "c", "@type": "a"}, "ex:d": {}}
    )
    assert term(context, "a").iri == term(context, "b").iri == EX + "b"
    assert term(context, "c").coercion == EX + "b"
    assert term(context, "ex:d").iri == EX + "d"


def test_definitions_must_not_go_in_circles():
    with pytest.raises(InputError, match="refers to itself"):
        active({"a": {"@id": "b"}, "b": {"@id": "a"}})


def test_only_a_plain_term_that_ends_like_one_is_a_prefix():
    context = active({"p": EX, "q": {"@id": EX}, "r": {"@id": EX + "r", "@prefix": True}, "s": EX + "s"})
    assert context.prefixes == {"p", "r"}
    assert "p" not in active({"p": EX}, {"p": EX + "p"}).prefixes
    assert "p" not in active({"p": EX}, {"p": None}).prefixes


def test_a_prefix_may_be_switched_off():
    context = active({"p": {"@id": EX, "@prefix": False}, "p:x": {"@type": "@id"}})
    assert context.prefixes == frozenset()
    assert term(context, "p:x").iri == "p:x"


def test_vocab_completes_terms_and_can_be_dropped():
    context = active({"@vocab": EX, "a": {}, "b": {"@id": "c"}})
    assert (term(context, "a").iri, term(context, "b").iri) == (EX + "a", EX + "c")
    assert active({"@vocab": EX}, {"@vocab": None}).vocab is None


def test_null_takes_a_term_away():
    assert term(active({"a": EX + "a"}, {"a": None}), "a").iri is None
    assert term(active({"a": {"@id": None}}), "a").iri is None


def test_a_later_context_replaces_an_earlier_one():
    assert term(active({"a": EX + "1"}, {"a": EX + "2"}), "a").iri == EX + "2"


def test_a_list_in_a_context_document_is_applied_in_order():
    assert term(active([{"a": EX + "1"}, {"a": EX + "2"}]), "a").iri == EX + "2"


def test_contexts_may_name_contexts():
    extra = {URL: {"@context": [URL + "/inner", {"b": "a"}]}, URL + "/inner": {"@context": {"a": EX + "a"}}}
    assert term(Contexts(extra).active((URL,)), "b").iri == EX + "a"


def test_contexts_must_not_name_each_other_in_a_circle():
    extra = {URL: {"@context": URL + "/inner"}, URL + "/inner": {"@context": [URL]}}
    with pytest.raises(InputError, match="refers to itself"):
        Contexts(extra).active((URL,))


def test_contexts_must_not_be_nested_without_end():
    extra = {f"{URL}/{index}": {"@context": f"{URL}/{index + 1}"} for index in range(20)}
    extra[f"{URL}/20"] = {"@context": {"a": EX + "a"}}
    with pytest.raises(InputError, match="too deeply"):
        Contexts(extra).active((URL + "/0",))


def test_an_empty_term_list_changes_nothing():
    first = active({"a": EX + "a"})
    assert first.embedded(()) is first


@pytest.mark.parametrize(
    "definition",
    [
        {"a": 3},
        {"a": [EX]},
        {"": EX},
        {"a": {"@id": 3}},
        {"a": {"@id": "relative"}},
        {"a": {"@id": "https://example.org/a b"}},
        {"a": {"@id": "_:blank"}},
        {"a": {}},
        {"a": {"@id": "@context"}},
        {"a": {"@id": EX, "@unknown": 1}},
        {"a": {"@id": EX, "@type": 3}},
        {"a": {"@id": EX, "@type": "relative"}},
        {"a": {"@id": EX, "@type": "_:blank"}},
        {"a": {"@id": EX, "@container": "@bag"}},
        {"a": {"@id": EX, "@container": 3}},
        {"a": {"@id": EX, "@container": ["@list", "@set"]}},
        {"a": {"@id": EX, "@container": ["@language", "@index"]}},
        {"a": {"@id": EX, "@language": 3}},
        {"a": {"@id": EX, "@language": "not a tag"}},
        {"@id": EX},
        {"@type": {"@id": EX}},
        {"@type": {}},
        {"@version": 1.0},
        {"@protected": "yes"},
        {"@propagate": "no"},
        {"@vocab": 3},
        {"@language": 3},
        {"@language": ""},
        [3],
        [["https://example.org/"]],
    ],
    ids=str,
)
def test_a_malformed_context_is_refused(definition: Any):
    with pytest.raises(InputError) as caught:
        active(definition)
    assert caught.value.code == "MALFORMED_VALUE"


@pytest.mark.parametrize("context", [{"@base": EX}, {"@base": None}, {"@fancy": EX}], ids=str)
def test_what_no_proof_should_depend_on_is_unsupported(context: Any):
    with pytest.raises(UnsupportedError):
        active(context)


@pytest.mark.parametrize(
    "context",
    [{"@import": URL}, {"@direction": "rtl"}, {"@vocab": "relative"}, {"https://a.example/b": {"@id": EX}}],
    ids=str,
)
def test_rare_constructs_are_left_to_the_bridge(context: Any):
    with pytest.raises(OutsideSubsetError):
        active(context)


def test_compaction_hints_for_type_change_nothing():
    assert active({"a": EX}, {"@type": {"@container": "@set", "@protected": True}}).terms.keys() == {"a"}


# --- keywords and their names -----------------------------------------------------------------------------


def test_keywords_have_one_name_for_members():
    context = active({"id": "@id", "uid": "@id", "kind": "@type"})
    assert (context.id_key, context.type_key) == ("id", "kind")
    assert active({"uid": "@id", "name": "@id"}).id_key == "name"
    assert active({"id": "@id"}, {"id": EX}).id_key == "@id"
    assert active({}).type_key == "@type"


# --- protected terms (JSON-LD 1.1 §4.1.11) ----------------------------------------------------------------


def test_a_protected_term_may_be_defined_again_alike():
    context = active({"@protected": True, "a": EX + "a"}, {"a": {"@id": EX + "a"}})
    assert term(context, "a").protected


@pytest.mark.parametrize(
    "again", [EX + "b", None, {"@id": EX + "a", "@type": "@id"}, {"@id": EX + "a", "@context": {}}], ids=str
)
def test_a_protected_term_must_not_change(again: Any):
    with pytest.raises(InputError, match="protected term 'a'"):
        active({"@protected": True, "a": EX + "a"}, {"a": again})


def test_protection_is_a_matter_of_the_definition_too():
    assert not term(active({"@protected": True, "a": {"@id": EX, "@protected": False}}), "a").protected
    assert term(active({"a": {"@id": EX, "@protected": True}}), "a").protected


def test_null_must_not_drop_protected_terms():
    assert active([{"a": EX}, None]).terms == {}
    with pytest.raises(InputError, match="protected terms"):
        active([{"@protected": True, "a": EX}, None])


def test_a_property_s_own_context_may_change_protected_terms():
    context = {"@protected": True, "id": "@id", "a": EX + "a",
               "p": {"@id": EX + "p", "@context": {"a": EX + "other"}}}  # fmt: skip
    assert lines({"id": "urn:s", "p": {"id": "urn:o", "a": "x"}}, context) == [
        f'<urn:o> <{EX}other> "x" .',
        f"<urn:s> <{EX}p> <urn:o> .",
    ]


def test_a_type_s_own_context_must_not_change_protected_terms():
    context = {
        "@protected": True,
        "type": "@type",
        "a": EX + "a",
        "T": {"@id": EX + "T", "@context": {"a": EX + "b"}},
    }
    with pytest.raises(InputError, match="protected term 'a'") as caught:
        lines({"type": "T", "a": "x"}, context)
    assert caught.value.pointer == "/type"


# --- contexts of types and properties ---------------------------------------------------------------------

SCOPED = {
    "id": "@id",
    "type": "@type",
    "p": EX + "p",
    "a": EX + "a",
    "T": {"@id": EX + "T", "@context": {"a": EX + "aT", "t": EX + "t"}},
    "U": {"@id": EX + "U", "@context": {"a": EX + "aU"}},
    "S": {"@id": EX + "S", "@context": {"@propagate": True, "a": EX + "aS"}},
    "q": {"@id": EX + "q", "@context": {"a": EX + "aq"}},
    "r": {"@id": EX + "r", "@context": {"@propagate": False, "a": EX + "ar"}},
    "n": {"@id": EX + "n", "@context": None},
    "N": {"@id": EX + "N", "@context": None},
}


def test_a_type_s_context_ends_with_the_node():
    found = lines({"id": "urn:1", "type": "T", "t": "x", "p": {"id": "urn:2", "a": "y"}}, SCOPED)
    assert f'<urn:1> <{EX}t> "x" .' in found
    assert f'<urn:2> <{EX}a> "y" .' in found


def test_terms_of_a_type_are_undefined_outside_it():
    with pytest.raises(InputError) as caught:
        lines({"id": "urn:1", "type": "T", "p": {"id": "urn:2", "t": "y"}}, SCOPED)
    assert (caught.value.code, caught.value.pointer) == ("DATA_LOSS", "/p/t")


def test_types_are_applied_in_the_order_of_the_alphabet():
    for types in (["T", "U"], ["U", "T"]):
        assert f'<urn:1> <{EX}aU> "x" .' in lines({"id": "urn:1", "type": types, "a": "x"}, SCOPED)


def test_types_are_expanded_before_their_contexts_apply():
    context = {"type": "@type", "T": {"@id": EX + "T", "@context": {"U": EX + "other"}}, "U": EX + "U"}
    found = lines({"type": ["T", "U"], "U": "x"}, {**context, "id": "@id"})
    assert any(f"<{EX}U> ." in line for line in found)
    assert any(f'<{EX}other> "x"' in line for line in found)


def test_a_type_s_context_may_propagate():
    assert f'<urn:2> <{EX}aS> "y" .' in lines({"type": "S", "p": {"id": "urn:2", "a": "y"}}, SCOPED)


def test_a_reference_does_not_end_a_type_s_context():
    context = {"type": "@type", "T": {"@id": EX + "T", "@context": {"id": "@id", "p": EX + "p"}}}
    assert (
        lines({"type": "T", "id": "urn:1", "p": {"id": "urn:2"}}, context)[1] == f"<urn:1> <{EX}p> <urn:2> ."
    )


def test_a_property_s_context_goes_on_inside():
    found = lines({"q": {"id": "urn:2", "a": "x", "p": {"id": "urn:3", "a": "y"}}}, SCOPED)
    assert f'<urn:2> <{EX}aq> "x" .' in found
    assert f'<urn:3> <{EX}aq> "y" .' in found


def test_a_property_s_context_may_end_with_the_node():
    found = lines({"r": {"id": "urn:2", "a": "x", "p": {"id": "urn:3", "a": "y"}}}, SCOPED)
    assert f'<urn:2> <{EX}ar> "x" .' in found
    assert f'<urn:3> <{EX}a> "y" .' in found


def test_a_null_context_of_a_property_forgets_everything():
    assert lines({"n": {"@id": "urn:2"}}, SCOPED) == [f"_:c14n0 <{EX}n> <urn:2> ."]
    with pytest.raises(InputError, match="not defined here"):
        lines({"n": {"a": "x"}}, SCOPED)


def test_a_null_context_of_a_type_is_unsupported():
    with pytest.raises(UnsupportedError):
        lines({"type": "N"}, SCOPED)


def test_propagation_is_only_for_a_context_on_its_own():
    with pytest.raises(UnsupportedError, match="@propagate"):
        lines({"x": {}}, {"x": {"@id": EX + "x", "@context": [{}, {"@propagate": False}]}})


def test_a_type_that_renames_type_is_left_to_the_bridge():
    context = {"T": {"@id": EX + "T", "@context": {"type": "@type"}}, "a": EX + "a"}
    with pytest.raises(InputError, match="the keyword @type"):  # the bridge knows the other name
        lines({"@id": "urn:1", "@type": "T"}, context)


# --- the pinned contexts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", sorted(spec.context_urls()))
def test_every_pinned_context_compiles_with_all_its_scopes(url: str):
    root = Contexts().active((url,))
    for name, meaning in root.terms.items():
        if meaning.scoped and meaning.scoped[0] is not None:
            scope = root.of_types([name]) if name[:1].isupper() else root.of_nested(name)
            for inner, its_meaning in scope.terms.items():
                if its_meaning.scoped and inner not in root.terms:
                    scope.of_nested(inner)
    assert root.terms or root.vocab


def test_the_pinned_contexts_use_hardly_anything_outside_the_subset():
    outside = {
        (url, name)
        for url in spec.context_urls()
        for name, meaning in Contexts().active((url,)).terms.items()
        if meaning.outside
    }
    assert outside == {("https://w3id.org/dcc/v1", "awardedOnCompletionOf")}


def test_contexts_that_contradict_each_other_are_refused():
    for chain in [(VC2, OB + "context-3.0.1.json"), (VC2, OB + "context.json"), (VC1, VC2)]:
        with pytest.raises(InputError, match="protected term"):
            PINNED.active(chain)
    for chain in CHAINS:
        PINNED.active(chain)


# --- the caches -------------------------------------------------------------------------------------------


def test_a_chain_is_compiled_once():
    contexts = Contexts()
    assert contexts.active((VC2,)) is contexts.active((VC2,))
    assert contexts.active((VC2,)) is not Contexts().active((VC2,))


def test_an_embedded_list_that_changes_nothing_is_the_same_context():
    chain = (VC2, OB + "context-3.0.3.json")
    assert PINNED.active(chain).embedded(chain) is PINNED.active(chain)


def test_the_caches_are_bounded():
    contexts = Contexts()
    for number in range(1500):
        to_quads({"@context": VC2, "type": f"urn:type:{number}"}, contexts=contexts)
    assert contexts.active((VC2,)).tally.made < 1100


def test_compiling_changes_no_context():
    before = copy.deepcopy(spec.read_context(VC2))
    Contexts().active(CHAINS[0]).of_types(["VerifiableCredential", "Achievement"])
    assert spec.read_context(VC2) == before


def test_threads_may_share_contexts():
    documents = [{"@context": list(chain), "type": kind, "id": f"urn:{kind}"} for chain in CHAINS[:4]
                 for kind in ("VerifiableCredential", "Achievement", "Profile", "BitstringStatusList")]  # fmt: skip
    expected: dict[str, Any] = {}
    for document in documents:
        try:
            expected[repr(document)] = sorted(to_quads(document).lines)
        except QualityBadgeError as error:
            expected[repr(document)] = str(error)
    contexts, wrong = Contexts(), []

    def work() -> None:
        for document in documents * 20:
            try:
                got: Any = sorted(to_quads(document, contexts=contexts).lines)
            except QualityBadgeError as error:
                got = str(error)
            if got != expected[repr(document)]:
                wrong.append(document)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert not wrong
