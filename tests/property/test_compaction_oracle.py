"""The fast path of compaction says the same as PyLD, and both say what the document says."""

from __future__ import annotations

import copy
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualitybadge.errors import QualityBadgeError
from qualitybadge.jsonld import PINNED, compaction_fast
from qualitybadge.jsonld.budget import Budget
from qualitybadge.jsonld.compaction import Compacted, compact, compact_with_pyld
from qualitybadge.jsonld.compaction_pyld import MARK, Guarded, expanded
from qualitybadge.jsonld.ob2_terms import SENTINEL
from qualitybadge.jsonld.terms import OutsideSubsetError
from qualitybadge.limits import DEFAULT_LIMITS
from support.ob2_documents import CHAINS, V2, Ob2Documents

quick = settings(max_examples=250, deadline=None, derandomize=True,
                 suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
randoms = st.randoms(use_true_random=False)


def facts(compacted: Compacted, *, with_data: bool = False) -> Any:
    """Return everything a result says, comparable."""
    faults = [(fault.pointer, fault.message) for fault in compacted.faults]
    extensions = [
        (found.pointer, found.types, found.context, found.data() if with_data else None)
        for found in compacted.extensions
    ]
    return compacted.data, faults, extensions


def fast(document: dict[str, Any]) -> Compacted | None:
    try:
        return compaction_fast.compact(document, PINNED, DEFAULT_LIMITS)
    except OutsideSubsetError:
        return None


def same(document: dict[str, Any], *, with_data: bool = False) -> bool:
    """Check that the fast path, where it answers, agrees; tell whether it answered."""
    before = copy.deepcopy(document)
    found = fast(document)
    if found is not None:
        assert facts(found, with_data=with_data) == facts(compact_with_pyld(document), with_data=with_data)
    assert document == before
    return found is not None


@quick
@given(randoms, st.sampled_from(CHAINS), st.sampled_from([0.0, 0.02, 0.2]))
def test_the_fast_path_agrees_with_pyld(random: Random, chain: Any, oddity: float):
    same(Ob2Documents(random, oddity).document(chain))


@settings(quick, max_examples=40)
@given(randoms)
def test_extension_objects_are_the_same_on_both_paths(random: Random):
    embedded = Ob2Documents(random, 0.0).document(random.choice(CHAINS[:5]))
    same(
        {"@context": V2, "type": "BadgeClass", "schema:x": {**embedded, "type": ["Extension", "obi:X"]}},
        with_data=True,
    )


def meaning(value: Any) -> Any:
    """Return an expanded value without what 2.0 has no place for: datatypes, languages, order."""
    if isinstance(value, list):
        return sorted((meaning(item) for item in value), key=repr)
    if isinstance(value, dict):
        if "@value" in value:
            return repr(value["@value"])
        return {
            key: [name for name in item if name] if key == "@type" else meaning(item)
            for key, item in sorted(value.items())
            if key not in (MARK, "@language")
        }
    return value.removeprefix(SENTINEL).removeprefix("///") if isinstance(value, str) else value


def meaning_of(document: dict[str, Any]) -> Any:
    return meaning(expanded(Guarded(document, DEFAULT_LIMITS, Budget()), PINNED))


@quick
@given(randoms, st.sampled_from([0.0, 0.1]))
def test_compacting_changes_no_meaning(random: Random, oddity: float):
    document = Ob2Documents(random, oddity).document(V2)
    try:
        compacted = compact(document)
    except QualityBadgeError:
        return
    if not compacted.faults:
        assert meaning_of(compacted.data) == meaning_of(document)
        assert facts(compact(compacted.data))[:2] == facts(compacted)[:2]


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.binary(max_size=1)
    | st.sampled_from([V2, "@id", "@vocab", "urn:x", "Assertion", "Extension"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["@context", "@id", "@type", "id", "type", "badge", "revoked", "@graph", "@value", "@list",
                         "@reverse", "@included", "@container", "@language", "@base", "@import", "x", "urn:y"])
        | st.text(max_size=3),
        inner, max_size=4,
    ),
    max_leaves=14,
)  # fmt: skip


@settings(quick, max_examples=400)
@given(junk, st.sampled_from([None, V2, [V2, {"x": "urn:x", "y": {"@id": "urn:y", "@type": "@json"}}]]))
def test_no_foreign_exception_ever(document: Any, context: Any):
    if context is not None and isinstance(document, dict):
        document = {**document, "@context": context}
    try:
        compacted = compact(document)
        for extension in compacted.extensions:
            extension.data()
    except QualityBadgeError:
        return
    assert MARK not in repr(compacted.data)


@pytest.mark.slow
@pytest.mark.parametrize("chapter", range(5))
def test_twenty_five_thousand_documents(chapter: int, record_property: Any):
    found: Counter[bool] = Counter()
    documents = Ob2Documents(Random(chapter), (0.0, 0.0, 0.01, 0.03, 0.1)[chapter])  # noqa: S311 - the same again
    for number in range(5_000):
        found[same(documents.document(CHAINS[number % len(CHAINS)]))] += 1
    record_property("documents", found[True])
    assert found[True] > (3_000, 3_000, 2_500, 2_000, 1_200)[chapter], found
