"""Compaction: what every odd way to write an Open Badges 2.0 object becomes, on both paths."""

from __future__ import annotations

import copy
import sys
import threading
from types import MappingProxyType
from typing import Any

import pytest

from qualitybadge.errors import InputError, LimitError, UndeterminedError, UnsupportedError
from qualitybadge.jsonld import PINNED, Contexts, compaction_fast
from qualitybadge.jsonld.budget import Budget
from qualitybadge.jsonld.compaction import Compacted, compact, compact_with_pyld, iri, types, word
from qualitybadge.jsonld.compaction_tables import table_of
from qualitybadge.jsonld.ob2_terms import words
from qualitybadge.jsonld.terms import OutsideSubsetError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

V2 = "https://w3id.org/openbadges/v2"
V1 = "https://w3id.org/openbadges/v1"
OBI = "https://w3id.org/openbadges#"
LICENSE = "https://w3id.org/openbadges/extensions/licenseExtension/context.json"
ASSESSMENT = "https://w3id.org/openbadges/extensions/assessmentExtension/context.json"
APPLY = "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json"

ASSERTION: dict[str, Any] = {
    "@context": V2,
    "type": "Assertion",
    "id": "https://issuer.example/a/1",
    "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$00"},
    "issuedOn": "2020-01-01T00:00:00Z",
    "badge": "https://issuer.example/b",
    "verification": {"type": "HostedBadge"},
}


def both(members: dict[str, Any], context: Any = V2, **options: Any) -> dict[str, Any]:
    """Return what both paths make of a document, without its context."""
    document = {"@context": context, "type": "BadgeClass", **members}
    result = compact_with_pyld(document, **options)
    assert compact(document, **options).data == result.data
    assert result.faults == ()
    assert result.data.pop("@context") == V2
    assert result.data.pop("type") == "BadgeClass"
    return result.data


def faults(result: Compacted) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.message) for fault in result.faults]


def is_fast(document: dict[str, Any], contexts: Contexts = PINNED, limits: Limits = DEFAULT_LIMITS) -> bool:
    try:
        compaction_fast.compact(document, contexts, limits)
    except OutsideSubsetError:
        return False
    return True


# --- keys and types are compared by IRI -------------------------------------------------------------------


def test_an_assertion_comes_out_as_it_was_without_pyld(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyld", None)
    before = copy.deepcopy(ASSERTION)
    assert compact(ASSERTION) == (ASSERTION, (), (), 0)
    assert before == ASSERTION


@pytest.mark.parametrize("spelling", ["hosted", "HostedBadge", "obi:HostedBadge", OBI + "HostedBadge"])
@pytest.mark.parametrize("key", ["verify", "verification", "obi:verify"])
def test_verification_has_one_spelling(key, spelling):
    assert both({key: {"type": spelling}}) == {"verification": {"type": "HostedBadge"}}


@pytest.mark.parametrize("spelling", ["signed", "SignedBadge", "obi:SignedBadge"])
def test_signed_badges_have_one_spelling(spelling):
    assert both({"verify": {"type": [spelling]}}) == {"verification": {"type": "SignedBadge"}}


@pytest.mark.parametrize("context", [V1, "https://openbadgespec.org/v1/context.json", [V2, V1], [V1, V2]])
def test_other_contexts_give_the_same_words(context):
    given = {"id": "urn:x", "verify": {"type": "hosted"}, "uid": "7", "expires": "2020-01-01T00:00:00Z"}
    assert both(given, context) == {
        "id": "urn:x",
        "verification": {"type": "HostedBadge"},
        "uid": "7",
        "expires": "2020-01-01T00:00:00Z",
    }


def test_keywords_are_as_good_as_their_aliases():
    result = compact({"@context": V2, "@id": "urn:x", "@type": "Issuer", "name": "n"})
    assert result.data == {"@context": V2, "id": "urn:x", "type": "Issuer", "name": "n"}


def test_aliases_of_inline_contexts_give_the_words_of_2_0():
    context = [V2, {"when": OBI + "issueDate", "me": "@id", "kind": "@type", "Orden": OBI + "BadgeClass"}]
    result = compact({"@context": context, "me": "urn:x", "kind": "Orden", "when": "2020-01-01T00:00:00Z"})
    assert result.data == {
        "@context": V2,
        "id": "urn:x",
        "type": "BadgeClass",
        "issuedOn": "2020-01-01T00:00:00Z",
    }


def test_a_term_that_was_redefined_is_lost():
    given = {**ASSERTION, "@context": [V2, {"issuedOn": "https://example.org/other"}]}
    data = compact(given).data
    assert "issuedOn" not in data
    assert data["https://example.org/other"] == "2020-01-01T00:00:00Z"


def test_unmapped_members_are_dropped_without_a_word():
    assert both({"shoeSize": 44, "colour": {"a": [1]}, "": 1, "name": "n"}) == {"name": "n"}


def test_both_ages_of_target_framework_have_the_word():
    old = Contexts(variants={V2: "2018"})
    assert both({"targetFramework": "f"}) == {"targetFramework": "f"}
    assert both({"targetFramework": "f"}, contexts=old) == {"targetFramework": "f"}
    assert both({"schema:targetFramework": "f", "schema:educationalFramework": "g"}) == {
        "targetFramework": ["g", "f"]
    }


def test_other_vocabularies_keep_prefix_or_iri():
    given = {"schema:location": "l", "https://a.example/p": 1, "foo:bar": 2, "obi://x": 3, OBI + "//x": 4}
    assert both(given) == {
        "schema:location": "l",
        "https://a.example/p": 1,
        "foo:bar": 2,
        "obi://x": 3,
        OBI + "//x": 4,
    }


def test_a_prefix_that_nobody_defined_hides_no_expiry():
    expires = {"expires": "2020-01-01T00:00:00Z"}
    assert both(expires, [{"BadgeClass": OBI + "BadgeClass"}, "https://w3id.org/openbadges/v0"]) == expires
    assert both(expires, "https://w3id.org/openbadges/v0") == expires


# --- values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["x", True, False, 0, 7, -1.5, "2020-01-01T00:00:00Z", [1, "a", True]])
@pytest.mark.parametrize("key", ["name", "hashed", "issuedOn", "uid", "schema:x"])
def test_literals_stay_what_they_are(key, value):
    assert both({key: value}) == {key: value}


def test_lists_of_one_are_their_member():
    assert both({"tags": ["a"], "image": ["urn:i"], "criteria": [{"narrative": ["n"]}], "version": []}) == {
        "tags": "a", "image": "urn:i", "criteria": {"narrative": "n"}, "version": [],
    }  # fmt: skip


def test_null_says_nothing():
    assert both({"name": None, "tags": [None], "alignment": [None, "urn:a"], "criteria": [["urn:a", "urn:b"]]}) == {
        "tags": [], "alignment": "urn:a", "criteria": ["urn:a", "urn:b"],
    }  # fmt: skip


def test_objects_with_an_id_only_are_links():
    given = {"badge": {"id": "urn:b"}, "uid": {"id": "urn:u"}, "issuer": {"id": "schema:x"}, "tags": {"x": 1}}
    assert both(given) == {
        "badge": "urn:b",
        "uid": {"id": "urn:u"},
        "issuer": "http://schema.org/x",
        "tags": {},
    }


def test_links_under_words_for_text_and_text_under_words_for_links():
    inline = {"l": {"@id": "http://schema.org/name", "@type": "@id"}, "t": OBI + "badge",
              "u": {"@id": OBI + "criteria", "@type": "http://www.w3.org/2001/XMLSchema#anyURI"}}  # fmt: skip
    assert both({"l": "urn:l", "t": "https://a.example/", "u": "https://a.example/c"}, [V2, inline]) == {
        "name": {"id": "urn:l"}, "badge": {"@value": "https://a.example/"}, "criteria": "https://a.example/c",
    }  # fmt: skip
    assert both({"obi:badge": "x", "criteria": 5, "verify": "hosted", "verification": {"name": 1}}) == {
        "badge": {"@value": "x"}, "criteria": 5, "verification": [{"name": 1}, {"@value": "hosted"}],
    }  # fmt: skip


def test_blank_ids_stay():
    assert both({"id": "_:b0", "criteria": {"id": "_:b1", "narrative": "n"}, "issuer": "_:b2"}) == {
        "id": "_:b0", "criteria": {"id": "_:b1", "narrative": "n"}, "issuer": "_:b2",
    }  # fmt: skip


def test_typed_values_of_other_vocabularies_stay_objects():
    given = {"name": {"@value": "x", "@type": "urn:t"}, "uid": {"@value": "3", "@type": "xsd:integer"}}
    assert both(given) == {"name": {"@value": "x", "@type": "urn:t"}, "uid": "3"}
    json_type = {"j": {"@id": "urn:j", "@type": "@json"}}
    assert both({"j": {"a": [1]}}, [V2, json_type]) == {"urn:j": {"@value": {"a": [1]}, "@type": "@json"}}


def test_ordered_lists_stay_objects():
    assert both({"tags": {"@list": ["a", "b"]}, "badge": {"@list": ["urn:a"]}}) == {
        "tags": {"@list": ["a", "b"]}, "badge": {"@list": ["urn:a"]},
    }  # fmt: skip
    with pytest.raises(InputError, match="a list has other members") as error:
        compact({"@context": V2, "badge": {"@list": ["urn:a"], "type": "Issuer"}})
    assert error.value.pointer == "/badge"


@pytest.mark.parametrize("tag", ["en-US", "de", "english_please!"])
def test_the_language_of_an_object_stays_as_given(tag):
    given = {"@language": tag, "name": "n", "related": [{"id": "urn:r", "@language": tag}]}
    assert both(given) == {"@language": tag, "name": "n", "related": {"id": "urn:r", "@language": tag}}
    assert both({"name": "n", "related": {"@language": tag}, "foo:x": 1}) == {"name": "n", "foo:x": 1}


@pytest.mark.parametrize("key", ["@language", "@vocab"])
def test_an_inline_context_may_unset_what_was_never_set(key):
    assert both({"name": "n", "uid": "u"}, [V2, {key: None}]) == {"name": "n", "uid": "u"}


def test_any_mapping_is_read_and_left_as_it_is():
    frozen = MappingProxyType
    context = frozen({"t": frozen({"@id": OBI + "uid"})})
    document = frozen({"@context": [V2, context], "type": "Issuer", "badge": frozen({"t": "u"})})
    assert compact(document).data == {"@context": V2, "type": "Issuer", "badge": {"uid": "u"}}


def test_languages_of_strings_are_left_out():
    assert both({"name": "n", "uid": {"@value": "u", "@language": "fr"}}, [V2, {"@language": "de"}]) == {
        "name": "n", "uid": "u",
    }  # fmt: skip


def test_containers_of_inline_contexts_are_read():
    inline = {"titles": {"@id": "http://schema.org/name", "@container": "@language"},
              "nested": "@nest", "back": {"@reverse": OBI + "issuer"}}  # fmt: skip
    given = {"titles": {"de": "a", "en": "b"}, "nested": {"uid": "u"}, "back": {"name": "b"}}
    assert both(given, [V2, inline]) == {"name": ["a", "b"], "uid": "u"}


# --- revoked and revokedAssertions share an IRI ------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"revoked": True}, {"revoked": True}),
        ({"revoked": [True]}, {"revoked": True}),
        ({"revoked": "yes"}, {"revoked": "yes"}),
        ({"revoked": 1}, {"revoked": 1}),
        ({"obi:revoked": True}, {"revoked": True}),
        ({"revokedAssertions": "urn:a"}, {"revokedAssertions": "urn:a"}),
        ({"revokedAssertions": 1}, {"revokedAssertions": 1}),
        ({"revokedAssertions": True}, {"revoked": True}),
        ({"revokedAssertions": []}, {"revokedAssertions": []}),
        ({"revoked": []}, {"revokedAssertions": []}),
        ({"revoked": {"id": "urn:a"}}, {"revokedAssertions": {"id": "urn:a"}}),
        (
            {"revokedAssertions": ["urn:a", {"id": "urn:b", "revocationReason": "r"}, {"uid": "7"}]},
            {"revokedAssertions": ["urn:a", {"id": "urn:b", "revocationReason": "r"}, {"uid": "7"}]},
        ),
        (
            {"revoked": False, "revokedAssertions": ["urn:a"]},
            {"revoked": False, "revokedAssertions": "urn:a"},
        ),
        (
            {"revokedAssertions": ["urn:a"], "obi:revoked": ["urn:b"]},
            {"revokedAssertions": ["urn:b", "urn:a"]},
        ),
    ],
)
def test_revoked_and_revoked_assertions_are_told_apart_by_their_values(given, expected):
    assert both(given) == expected


# --- what is no IRI ----------------------------------------------------------------------------------------


def test_relative_iris_never_become_urls():
    given = {"@context": V2, "type": ["Issuer", "Unmapped", "Foo"], "id": "", "url": "//evil.example/x",
             "image": [{"id": "free text"}, "urn:i"], "criteria": {"id": "../c", "narrative": "n"},
             "related": "@id", "badge": "https://a.example/ b", "issuer": "@foo", "evidence": "#e"}  # fmt: skip
    result = compact(given)
    assert result.data == {
        "@context": V2, "type": "Issuer", "id": "", "url": "//evil.example/x", "image": ["free text", "urn:i"],
        "criteria": {"id": "c", "narrative": "n"}, "related": "@id", "badge": "https://a.example/ b", "issuer": None,
        "evidence": "#e",
    }  # fmt: skip
    assert sorted(faults(result)) == [
        ("/badge", "'https://a.example/ b' is not an absolute IRI"),
        ("/criteria/id", "'c' is not an absolute IRI"),
        ("/evidence", "'#e' is not an absolute IRI"),
        ("/id", "'' is not an absolute IRI"),
        ("/image/0", "'free text' is not an absolute IRI"),
        ("/issuer", "a value of type NoneType is not an absolute IRI"),
        ("/related", "'@id' is not an absolute IRI"),
        ("/type/1", "the type 'Unmapped' is not defined by the document's contexts"),
        ("/type/2", "the type 'Foo' is not defined by the document's contexts"),
        ("/url", "'//evil.example/x' is not an absolute IRI"),
    ]
    assert {(fault.code, fault.spec) for fault in result.faults} == {
        ("MALFORMED_VALUE", "OB 2.0 §Linked Data")
    }
    assert all(fault.hint for fault in result.faults)


@pytest.mark.parametrize("inline", [{"@base": None}, {"@base": ""}, {"p": "relative-iri:///"}])
def test_no_context_makes_a_relative_iri_absolute_unseen(inline):
    result = compact({"@context": [V2, inline], "type": "Issuer", "id": "p:x" if "p" in inline else "x"})
    assert [pointer for pointer, _ in faults(result)] == ["/id"]
    assert not result.data["id"].startswith("relative")


@pytest.mark.parametrize(
    "name", ["Profile", "obi:Assertion", "some: text", "@type", "relative-iri:///Issuer"]
)
def test_a_type_that_is_not_defined_is_no_type(name):
    """Not even where its spelling is a word of 2.0."""
    result = compact({"@context": {"name": "http://schema.org/name"}, "@type": name, "name": "n"})
    assert "type" not in result.data
    assert [pointer for pointer, _ in faults(result)] == ["/type"]
    assert types(result.data) == frozenset()


@pytest.mark.parametrize(("context", "name"), [(V2, "urn:a{b}"), (APPLY, "schema:Place"), (APPLY, "Place")])
def test_a_type_that_is_no_iri_is_no_type(context, name):
    result = compact({"@context": context, "@type": ["obi:Assertion", name]})
    assert result.data["type"] == "Assertion"
    assert [pointer for pointer, _ in faults(result)] == ["/type/1"]


def test_id_is_a_type_of_recipients():
    assert both({"recipient": {"type": "id", "identity": "urn:me"}}) == {
        "recipient": {"type": "id", "identity": "urn:me"}
    }


def test_faults_are_limited():
    result = compact({"@context": V2, "type": [f"T{n}" for n in range(9)]}, limits=Limits(findings=3))
    assert len(result.faults) == 3


def test_vocab_of_an_inline_context_defines_everything():
    result = compact(
        {"@context": [V2, {"@vocab": "https://v.example/"}], "type": "Foo", "id": "urn:x", "bar": 1}
    )
    assert result.data == {
        "@context": V2,
        "type": "https://v.example/Foo",
        "id": "urn:x",
        "https://v.example/bar": 1,
    }
    assert result.faults == ()


# --- documents that say nothing, or too much ---------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [{}, {"type": "Assertion", "id": "urn:x"}, {"@context": V2}, {"@context": V2, "id": "urn:x", "x": 1},
     {"@context": V2, "@language": "en"}, {"@context": [], "name": "n"}, {"@context": None, "name": "n"}],
)  # fmt: skip
def test_a_document_that_says_nothing_is_empty(document):
    assert compact(document)[:3] == ({"@context": V2}, (), ())


def test_one_thing_in_a_graph_is_that_thing_and_several_are_refused():
    assert compact({"@context": V2, "@graph": [{"type": "Issuer", "id": "urn:x"}]}).data["type"] == "Issuer"
    with pytest.raises(InputError, match="several things"):
        compact({"@context": V2, "@graph": [{"type": "Issuer"}, {"type": "Assertion"}]})


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "not an object"),
        ({"@context": V2, 1: 2}, "not a string"),
        ({"@context": V2, "name": b"x"}, "type bytes is not JSON"),
        ({"@context": [V2, {"t": b"x"}], "name": "n"}, "type bytes is not JSON"),
        ({"@context": V2, "id": 7}, "@id"),
        ({"@context": V2, "id": None}, "@id"),
        ({"@context": V2, "type": None}, "@type"),
        ({"@context": V2, "type": [7]}, "@type"),
        ({"@context": V2, "type": "@foo"}, "@type"),
        ({"@context": V2, "@language": 7}, "@language"),
        ({"@context": V2, "id": "urn:a", "@id": "urn:b"}, "colliding keywords"),
        ({"@context": 7}, "@context"),
        ({"@context": [V2, {"a": "b:c", "b": "a:d"}], "a": 1}, "Cyclical"),
        ({"@context": [V2, {"@version": 3}], "a": 1}, "version"),
    ],
)
def test_what_is_no_json_ld_is_refused(document, message):
    with pytest.raises(InputError, match=message) as error:
        compact(document)
    assert error.value.code == "MALFORMED_VALUE"


def test_what_pyld_does_not_foresee_is_refused():
    with pytest.raises(InputError, match="not valid JSON-LD"):
        compact({"@context": [V2, {"t": {"@id": []}}], "t": 1})


def test_type_lists_that_say_nothing():
    assert compact({"@context": V2, "type": [], "name": "n"}).data == {"@context": V2, "name": "n"}


# --- contexts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"@context": "https://nowhere.example/c"}, "/@context"),
        ({"@context": [V2, "https://nowhere.example/c"], "name": "n"}, "/@context"),
        (
            {"@context": V2, "badge": [{"@context": [{}, "https://nowhere.example/c"], "name": "n"}]},
            "/badge/0/@context",
        ),
    ],
)
def test_an_unknown_context_is_not_fetched(document, pointer):
    with pytest.raises(UnsupportedError, match=r"nowhere\.example") as error:
        compact(document)
    assert (error.value.code, error.value.pointer) == ("CONTEXT_UNKNOWN", pointer)


@pytest.mark.parametrize("named", ["https://nowhere.example/c", V2, [{}, V2]])
def test_a_context_brings_no_further_one_by_its_address(named):
    with pytest.raises(UnsupportedError, match="the further context https://") as error:
        compact({"@context": [V2, {"t": {"@id": "urn:t", "@context": named}}], "t": {"x": 1}})
    assert error.value.code == "UNSUPPORTED"


@pytest.mark.parametrize(
    "context", [{"@version": 1.1, "@import": V2}, {"t": {"@id": "urn:t", "@context": {"@import": V2}}}]
)
def test_a_context_imports_none(context):
    with pytest.raises(UnsupportedError, match="the further context https://"):
        compact({"@context": [V2, context], "t": {"x": 1}})


def test_a_context_that_the_caller_adds_is_used():
    url = "https://more.example/c"
    contexts = Contexts(extra={url: {"@context": {"when": {"@id": OBI + "issueDate"}}}})
    assert both({"when": "w"}, [V2, url], contexts=contexts) == {"issuedOn": "w"}
    plain = Contexts(extra={url: {"@context": [{"when": {"@id": "obi:issueDate", "@type": "xsd:dateTime"}}]}})
    assert both({"when": "w"}, [V2, url], contexts=plain) == {"issuedOn": "w"}
    assert is_fast({"@context": [V2, url], "type": "Issuer"}, plain)


@pytest.mark.parametrize(
    "content",
    [
        {"t": "urn:t"},
        {"t": {"@id": "urn:t", "@context": {}}},
        {"t": {"@id": "urn:t", "@container": "@list"}},
        {"t": {"@id": "urn:t", "@type": "@vocab"}},
        {"t": {"@id": "urn:t", "@type": "urn:other"}},
        {"t": {"@id": "t"}},
        {"t": {"@id": None}},
        {"@vocab": "urn:v#"},
        [None],
        V1,
        ["https://nowhere.example/c"],
        ["https://more.example/c"],
    ],
)
def test_contexts_that_are_not_plain_are_left_to_pyld(content):
    url = "https://more.example/c"
    contexts = Contexts(extra={url: {"@context": content}})
    assert (table_of(contexts, (url,)) is not None) == (content == V1)


def test_contexts_that_contradict_what_was_published_are_left_to_pyld():
    assert table_of(Contexts(extra={V2: {"@context": {}}}), (V2,)) is None
    with pytest.raises(InputError) as error:
        compact(ASSERTION, contexts=Contexts(extra={V2: {"@context": {}}}))
    assert (error.value.code, error.value.pointer) == ("CONTEXT_ALTERED", "/@context")


@pytest.mark.parametrize(
    "inline",
    [
        {"t": {"@id": "urn:t", "@later": True}},
        {"t": "@later"},
        {"@later\n": "urn:t"},
        {"t": {"@reverse": "@type"}},
    ],
)
def test_a_word_that_may_become_a_keyword_is_not_supported(inline):
    """And nobody prints a warning about it."""
    with pytest.raises(UnsupportedError, match=r"in a context|@reverse"):
        compact({"@context": [V2, inline], "t": 1})


# --- extension objects -------------------------------------------------------------------------------------


def test_an_extension_object_is_kept_with_types_context_and_place():
    source = {"@context": LICENSE, "type": ["Extension", "extensions:LicenseExtension", "cc:License"], "id": "CC-BY",
              "name": "Creative Commons Attribution", "legalCode": "http://creativecommons.org/l"}  # fmt: skip
    for run in (compact, compact_with_pyld):
        result = run({"@context": V2, "type": "BadgeClass", "schema:license": source})
        assert result.faults == ()
        assert result.data["schema:license"]["id"] == "CC-BY"
        (extension,) = result.extensions
        assert extension.pointer == "/schema:license"
        assert extension.context == LICENSE
        assert extension.types == {
            OBI + "Extension",
            "https://w3id.org/openbadges/extensions#LicenseExtension",
            "http://creativecommons.org/ns#License",
        }
        assert extension.data() == {
            "type": ["Extension", "extensions:LicenseExtension", "License"], "id": "CC-BY",
            "name": "Creative Commons Attribution", "legalCode": "http://creativecommons.org/l",
        }  # fmt: skip


def test_an_id_that_is_no_term_of_the_extension_is_a_fault():
    for own, kind in [(LICENSE, "CC-SA"), (APPLY, "CC-BY"), ({}, "CC-BY")]:
        source = {"@context": own, "type": ["Extension", "obi:X"], "id": kind, "name": "n"}
        result = compact({"@context": V2, "type": "BadgeClass", "obi:x": [source, "y"]})
        assert [pointer for pointer, _ in faults(result)] == ["/obi:x/0/id"]
    relative = {"@context": "v2/../license", "type": ["Extension", "obi:X"], "id": "CC-BY"}
    contexts = Contexts(extra={"relative-iri:///license": {"@context": {"CC-BY": "urn:cc"}}})
    assert faults(compact({"@context": V2, "type": "BadgeClass", "obi:x": relative}, contexts=contexts))


def test_lists_of_one_stay_lists_where_a_schema_looks():
    source = {"@context": ASSESSMENT, "type": ["Extension", "extensions:AssessmentExtension"], "description": "d",
              "assessments": [{"questions": ["q"], "title": None}], "unmapped": [1], "url": ["https://a.example/"],
              "rubrics": [None, {"title": ["t"]}]}  # fmt: skip
    for run in (compact, compact_with_pyld):
        (extension,) = run({"@context": V2, "type": "BadgeClass", "obi:x": source}).extensions
        assert extension.data() == {
            "type": ["Extension", "extensions:AssessmentExtension"], "description": "d",
            "assessments": [{"questions": ["q"]}], "url": ["https://a.example/"], "rubrics": [{"title": "t"}],
        }  # fmt: skip


def test_extension_objects_of_every_shape():
    inner = {"@context": APPLY, "type": ["extensions:ApplyLink", "Extension"], "url": "https://a.example/"}
    aliased = {"type": ["Ext", "obi:X"], "obi:list": ["a"]}
    document = {
        "@context": [V2, {"Ext": OBI + "Extension"}],
        "type": "BadgeClass",
        "obi:b": {"type": "Extension", "obi:a/~": [inner, {"@context": APPLY, "name": "n"}]},
        "obi:a": aliased,
    }
    result = compact(document)
    assert [found.pointer for found in result.extensions] == ["/obi:a", "/obi:b", "/obi:b/obi:a~1~0/0"]
    first, second, third = result.extensions
    assert first.context == second.context == document["@context"]
    assert first.data() == {"type": ["Ext", "obi:X"], "obi:list": "a"}
    assert second.data()["type"] == "Ext"
    assert second.data()["obi:a/~"][0]["type"] == ["extensions:ApplyLink", "Ext"]
    assert third.data() == {"type": ["extensions:ApplyLink", "Extension"], "url": "https://a.example/"}
    assert third.context == APPLY


def test_an_extension_may_be_the_document():
    given = {
        "@context": [V2, APPLY],
        "type": ["Extension", "extensions:ApplyLink"],
        "url": ["https://a.example/"],
    }
    for run in (compact, compact_with_pyld):
        (extension,) = run(given).extensions
        assert extension.pointer == ""
        assert extension.data() == {
            "type": ["Extension", "extensions:ApplyLink"],
            "url": ["https://a.example/"],
        }
    nothing = {"@type": OBI + "Extension", "https://a.example/x": 1}
    (extension,) = compact(nothing).extensions
    assert extension.context is None
    assert extension.data() == {"type": "Extension", "https://a.example/x": 1}


def test_the_mark_is_never_handed_out():
    inline = {"j": {"@id": "urn:j", "@type": "@json"}}
    literal = [{"@context": {"a": 1}, "type": "Extension"}, 1]
    assert both({"j": literal, "obi:x": {"@context": V1, "name": "n"}}, [V2, inline]) == {
        "urn:j": {"@type": "@json", "@value": literal}, "obi:x": {"name": "n"},
    }  # fmt: skip


# --- bounded work ------------------------------------------------------------------------------------------


def nested(depth: int, key: str = "badge") -> dict[str, Any]:
    value: dict[str, Any] = {"name": "n"}
    for _ in range(depth):
        value = {key: value}
    return {"@context": V2, **value}


def test_depth_is_bounded():
    assert is_fast(nested(60))
    assert not is_fast(nested(64))
    for document in (nested(64), nested(5000), {"@context": [V2, {"a": nested(70)["badge"]}]}):
        with pytest.raises(LimitError):
            compact(document)


def test_a_shallow_stack_is_no_crash():
    limits = Limits(json_depth=100_000)
    with pytest.raises(LimitError, match="stack"):
        compact_with_pyld(nested(3_000), limits=limits)
    with pytest.raises(LimitError, match="stack"):
        compact(nested(3_000), limits=limits)


def test_a_nearly_full_stack_is_no_crash():
    (extension,) = compact({**nested(40), "type": "Extension"}).extensions

    def below(frames: int) -> Any:
        return below(frames - 1) if frames else extension.data()

    def above(frames: int) -> None:
        try:
            below(frames)
        except LimitError as error:
            refused.append(error)
        except RecursionError:
            return  # before it came to compaction

    refused: list[LimitError] = []
    for frames in range(400, sys.getrecursionlimit(), 10):
        above(frames)
    assert refused


def test_size_is_bounded_where_pyld_works():
    large = {"@context": V2, "type": "RevocationList", "revokedAssertions": ["urn:x"] * 10_000}
    assert compact(large).units == 0
    refuses({**large, "issuer": "free text"})
    flat = {**large, "issuer": "free text", "revokedAssertions": ["urn:x"] * 7_000}
    assert 7_000 < compact(flat).units < 7_050
    chains = [{"z": {"z": {"z": {"z": "x"}}}}] * 2_000
    for _ in range(5):
        chains = [{"z": {"z": {"z": {"z": chains}}}}]
    refuses({"@context": [V2, {"z": "urn:x:z"}], "z": chains})  # deep values cost more


def test_what_one_badge_needs_of_pyld_is_bounded():
    budget = Budget(250)
    plain = {"@context": V2, "type": "RevocationList", "revokedAssertions": ["urn:x"] * 100}
    document = {**plain, "issuer": "free text"}
    for _ in range(2):
        assert 100 < compact(document, budget=budget).units < 125
    assert compact(plain, budget=budget).units == 0
    refuses(document, budget=budget)
    refuses({"@context": V2, "type": "Issuer", "name": "n", "url": "free text"}, budget=budget)  # for good
    assert compact(document, budget=None).units < 125
    extension = {"@context": V2, "badge": {"@context": V2, "type": "Extension", "tags": ["x"] * 200}}
    (found,) = compact(extension).extensions
    assert found.data(Budget(300)) == found.data()
    with pytest.raises(UndeterminedError):
        found.data(Budget(200))


def test_members_of_other_vocabularies_are_paid_without_pyld():
    budget = Budget(10)
    document = {"@context": V2, "type": "Issuer", "schema:x": [{"schema:y": 1}] * 63}
    assert is_fast(document)
    assert compact(document, budget=budget).units == 8
    assert compact({"@context": V2, "type": "Issuer", "name": "n"}, budget=budget).units == 0
    refuses(document, budget=budget)
    assert compact(document).units == 8


def refuses(document: dict[str, Any], **how: Any) -> None:
    with pytest.raises(UndeterminedError, match="full JSON-LD rules") as error:
        compact(document, **how)
    assert error.value.code == "LIMIT"


def test_contexts_are_bounded():
    many = [{"@context": [V1, V2][n % 2 :], "name": "n"} for n in range(30)]
    assert is_fast({"@context": V2, "type": "Issuer", "badge": many})
    chains = [{"@context": [V2] * n, "name": "n"} for n in range(1, 18)]
    assert not is_fast({"@context": V2, "type": "Issuer", "badge": chains})
    assert not is_fast({"@context": V2, "type": "Issuer", "badge": chains[-1]})
    with pytest.raises(LimitError, match="contexts"):
        compact({"@context": [f"https://a.example/{n}" for n in range(17)]})
    inline = {f"t{n}": "urn:t" for n in range(300)}
    refuses({"@context": [V2, inline], "tags": ["x"] * 1000})


def test_threads_share_everything():
    expected = compact_with_pyld(ASSERTION).data
    found: list[Any] = []

    def run() -> None:
        for _ in range(20):
            found.append(compact(ASSERTION).data)
            found.append(compact_with_pyld(ASSERTION).data)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 160


# --- words -------------------------------------------------------------------------------------------------


def test_every_word_of_2_0_stands_for_its_iri_and_back():
    known = words()
    assert {term for term in known.iris if word(iri(term)) != term} == {
        "hosted",
        "signed",
        "verify",
        "revoked",
    }
    assert len(known.iris) > 80


@pytest.mark.parametrize(
    ("given", "expected"),
    [("id", "@id"), ("hosted", OBI + "HostedBadge"), ("obi:x", OBI + "x"), ("urn:x", "urn:x"), ("nothing", ""),
     ("https://a.example/", "https://a.example/"), ("obi://x", "obi://x"), ("obi:", OBI)],
)  # fmt: skip
def test_iri_of_a_word(given, expected):
    assert iri(given) == expected
    if expected and given != "hosted":
        assert iri(word(expected)) == expected


def test_types_of_a_node():
    assert types({"type": "Issuer"}) == {OBI + "Issuer"}
    assert types({"type": ["Profile", "urn:x"]}) == {OBI + "Profile", "urn:x"}
    assert types({}) == frozenset()


def test_a_context_may_be_a_whole_context_document():
    wrapped = {"@context": V2}
    plain = {"type": "Issuer", "id": "https://a.example/", "name": "A"}
    expected = compact({"@context": V2, **plain}).data
    for given in (wrapped, [wrapped], [V2, {"@context": {"shoe": "https://shoe.example/"}}]):
        document = {"@context": given, **plain}
        found = compact(document).data
        assert {**found, "@context": None} == {**expected, "@context": None}
        assert document["@context"] is given
