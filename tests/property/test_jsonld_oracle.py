"""The walk says the same as PyLD under guard: the same quads, and the same refusals.

Where the two differ on purpose stands in the tables at the end; everything else that ever differed became a
case of the unit tests.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld

from qualitybadge import spec
from qualitybadge.errors import InputError
from qualitybadge.jsonld import PINNED, Contexts, to_quads, vocabulary_errors
from qualitybadge.jsonld.members import Kind
from support.documents import CHAINS, OB, SPOILS, VC1, VC2, Documents, spoiled
from support.oracle import fast_oracle, of_oracle, of_walk

OLDER = Contexts(variants={OB + "context-3.0.3.json": "2024"})

quick = settings(max_examples=150, deadline=None, derandomize=True,
                 suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
randoms = st.randoms(use_true_random=False)
chains = st.sampled_from(CHAINS)


@pytest.fixture(scope="module", autouse=True)
def oracle():
    with fast_oracle():
        yield


@quick
@given(randoms, chains, st.sampled_from([PINNED, OLDER]))
def test_the_same_quads(random: Random, chain: tuple[str, ...], contexts: Contexts):
    document = Documents(random, contexts).document(chain)
    assert of_walk(document, contexts) == of_oracle(document, contexts)


@quick
@given(randoms, chains, st.sampled_from(sorted(SPOILS)))
def test_the_same_refusals(random: Random, chain: tuple[str, ...], name: str):
    document = spoiled(Documents(random, PINNED, most_members=3, most_depth=2).document(chain), random, name)
    walk, oracle = of_walk(document), of_oracle(document)
    assert walk == oracle or (name in STRICTER_ORACLE and oracle == "refused")


names = st.sampled_from(["id", "type", "name", "issuer", "proof", "evidence", "verifiableCredential", "jsonSchema", "@context",
                         "@id", "@type", "@value", "@language", "@graph", "@list", "@none", "credentialSubject"]) | st.text(max_size=3)  # fmt: skip
words = st.sampled_from(
    [*CHAINS[0], "VerifiableCredential", "JsonSchema", "urn:a", "_:b", "@json", "en"]
) | st.text(max_size=3)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.binary(max_size=1),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@settings(quick, max_examples=300)
@given(st.dictionaries(names, anything, max_size=5) | anything, st.sampled_from(["", *CHAINS[:3]]))
def test_no_foreign_exception_ever(document: Any, chain: tuple[str, ...] | str):
    if chain and isinstance(document, dict):
        document = {**document, "@context": list(chain)}
    assert of_walk(document) == "refused" or isinstance(document, dict)
    assert of_oracle(document) == "refused" or isinstance(document, dict)
    assert (vocabulary_errors(document) == ()) == (of_walk(document) != "refused")


@pytest.mark.slow
@pytest.mark.parametrize("chapter", range(10))
def test_twenty_thousand_documents_give_the_same_quads(chapter: int, record_property: Any):
    found: Counter[str] = Counter()
    random = Random(chapter)  # noqa: S311 - the point is to draw the same again
    documents = Documents(random, PINNED, most_members=3 + chapter % 2, most_depth=2 + chapter // 8)
    for number in range(2_000):
        document = documents.document(CHAINS[number // 50 % len(CHAINS)])
        walk = of_walk(document)
        assert walk == of_oracle(document), document
        found["refused" if walk == "refused" else "compared"] += 1
        found["with blank nodes"] += "_:c14n" in walk
        found["with graphs"] += "_:c14n1 .\n" in walk or "_:c14n0 .\n" in walk
    kinds = {member.kind.name for members in documents._members.values() for member in members.values()}
    record_property("documents", found["compared"])
    assert found["compared"] > 1_980
    assert found["with blank nodes"] > 800
    assert found["with graphs"] > 40
    assert {kind.name for kind in Kind} - kinds == {"LANGUAGES"}  # no pinned context has language maps


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SPOILS))
def test_every_way_to_spoil_a_document_is_judged_alike(name: str):
    random = Random(name)  # noqa: S311 - as above
    documents = Documents(random, PINNED, most_members=3, most_depth=2)
    found: Counter[str] = Counter()
    for number in range(84):
        document = spoiled(documents.document(CHAINS[number % len(CHAINS)]), random, name)
        walk, oracle = of_walk(document), of_oracle(document)
        assert walk == oracle or (name in STRICTER_ORACLE and oracle == "refused"), document
        found["refused" if walk == "refused" else "passed"] += 1
    assert found["refused"] > (0 if name in STRICTER_ORACLE else 30), found


def test_two_contexts_go_together_for_both_or_for_neither():
    urls = sorted(spec.context_urls())
    pairs = [(one, other) for one in urls for other in urls if one != other]
    apart = 0
    for pair in Random(2).sample(pairs, 150):  # noqa: S311 - as above
        try:
            key = PINNED.active(pair).type_key
        except InputError:
            apart += 1
            assert of_oracle({"@context": list(pair), "type": "urn:t"}) == "refused"
        else:
            document = {"@context": list(pair), key: "urn:t"}
            assert of_walk(document) != "refused"
            if key != "@type":  # where only types name it otherwise, the guard refuses the keyword everywhere
                assert of_oracle(document) == of_walk(document)
    assert apart


# --- where they differ on purpose -------------------------------------------------------------------------

STRICTER_ORACLE = {
    "compact id": "the guard knows the prefixes of all scopes and not the scope",
}

BADGE = [VC2, OB + "context-3.0.3.json"]
PLAIN = {"type": "VerifiableCredential", "name": "x"}

STRICTER_THAN_PYLD: dict[str, dict[str, Any]] = {
    # quads that PyLD would write, of members that other software does not see as what they are
    "an IRI as key": {"https://schema.org/name": "x"},
    "a keyword where its other name belongs": {"@type": "VerifiableCredential", "name": "x"},
    "a list object": {**PLAIN, "name": {"@list": ["x"]}},
    "a set object": {**PLAIN, "name": {"@set": ["x"]}},
    "a graph": {"@graph": [PLAIN]},
    "an included node": {**PLAIN, "@included": [{"id": "urn:x", "name": "y"}]},
    "a reverse property": {**PLAIN, "id": "urn:x", "@reverse": {"name": {"id": "urn:y"}}},
    "a nested property": {**PLAIN, "@nest": {"name": "y"}},
    "an array in an array": {**PLAIN, "name": [["x"]]},
    "the IRI of a type that has a term": {"type": "https://www.w3.org/2018/credentials#VerifiableCredential"},
    "a blank type": {"type": "_:t"},
    "the class where the property belongs": {"type": "Achievement", "Criteria": {"narrative": "x"}},
    "a context of its own in a node": {**PLAIN, "issuer": {"@context": VC2, "name": "x"}},
    "a context instead of its URL": {"@context": [VC2, {"a": "https://schema.org/name"}], "a": "x"},
    "a compact IRI as id": {"@context": [VC1, OB + "context.json"], "id": "xsd:x", "type": "urn:t"},
    "an integer beyond 2^53": {**PLAIN, "name": 2**53 + 1},
    "digits that the literal does not keep": {**PLAIN, "name": 0.1 + 0.2},
    "text that the literal does not keep": {
        **PLAIN, "name": {"@value": "1.50", "@type": "http://www.w3.org/2001/XMLSchema#double"}},
    # what PyLD drops without a word
    "null": {**PLAIN, "name": None},
    "an empty array": {**PLAIN, "name": []},
    "an index": {**PLAIN, "@index": "x"},
    "a direction": {**PLAIN, "name": {"@value": "x", "@direction": "ltr"}},
    "a graph that is a reference": {"type": "VerifiableCredential", "proof": {"id": "urn:x"}},
    "a graph that is text": {"type": "VerifiablePresentation", "verifiableCredential": "urn:x"},
    "an undefined term": {**PLAIN, "undefined": "x"},
    "an undefined type": {"type": ["VerifiableCredential", "Undefined"]},
    "a relative id": {**PLAIN, "issuer": {"id": "relative", "name": "x"}},
    "a bad language tag": {**PLAIN, "name": {"@value": "x", "@language": "d e"}},
}  # fmt: skip


@pytest.mark.parametrize("name", STRICTER_THAN_PYLD)
def test_stricter_than_pyld_alone(name: str):
    document = {"@context": BADGE, **STRICTER_THAN_PYLD[name]}
    with pytest.raises(InputError):
        to_quads(document)
    assert of_oracle(document) == "refused" or name in UNGUARDED

    def load(url: str, _options: Any) -> dict[str, Any]:
        return {"document": spec.read_context(url), "documentUrl": url, "contextUrl": None}

    assert jsonld.to_rdf(document, {"base": None, "documentLoader": load})["@default"]


UNGUARDED = {
    "the IRI of a type that has a term",  # the guard of the bridge does not know which terms are in scope
    "the class where the property belongs",
}
