"""How much the statements of a document may take, counted before they are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qualitybadge.errors import LimitError
from qualitybadge.jsonld import Contexts, canonicalize, to_quads
from qualitybadge.jsonld.canon import parse_nquads
from qualitybadge.jsonld.quadset import MANY, Quads
from qualitybadge.jsonld.sizes import SHORT, repeated_size
from qualitybadge.jsonld.vocabulary import ActiveContext
from qualitybadge.limits import DEFAULT_LIMITS

VC = "https://www.w3.org/ns/credentials/v2"
UNDEFINED = "https://www.w3.org/ns/credentials/undefined-terms/v2"
LIMITS = replace(DEFAULT_LIMITS, rdf_bytes=100_000)
LANGUAGES = "https://x.example/languages"
EXTRA = Contexts(
    {LANGUAGES: {"@context": {"said": {"@id": "https://x.example/said", "@container": "@language"}}}}
)


def document(**members):
    return {"@context": [VC, UNDEFINED], **members}


def quads_of(members, limits=LIMITS):
    return to_quads(members, limits=limits)


def test_the_size_of_a_repetition():
    assert repeated_size("x" * SHORT) == 0
    assert repeated_size("x" * (SHORT + 1)) == SHORT + 1
    assert repeated_size("xä") == 8


@pytest.mark.parametrize(
    "members",
    [
        {"id": "https://x.example/" + "i" * 5_000, "tags": [f"{number}" for number in range(100)]},
        {"id": "https://x.example/" + "i" * 5_000} | {f"tag{number}": "x" for number in range(100)},
        {"id": "https://x.example/" + "i" * 5_000, "type": ["VerifiableCredential"] * 100},
        {"t" * 5_000: [f"{number}" for number in range(100)]},
        {"t" * 5_000: [{"a": f"{number}"} for number in range(100)]},
        {"id": "https://x.example/ä" + "i" * 120, "tags": [f"{number}" for number in range(500)]},
    ],
)
def test_c11_a_long_name_in_many_statements_is_refused_before_they_are_written(members):
    with pytest.raises(LimitError, match="rdf_bytes"):
        quads_of(document(**members))


def test_c11_a_long_name_with_many_texts_by_language():
    whole = {
        "@context": [VC, LANGUAGES],
        "id": "https://x.example/" + "i" * 5_000,
        "said": {"en": [str(number) for number in range(100)], "de": "x"},
    }
    assert len(to_quads(whole, contexts=EXTRA)) == 101
    with pytest.raises(LimitError, match="rdf_bytes"):
        to_quads(whole, contexts=EXTRA, limits=LIMITS)


def test_an_image_in_its_own_id_is_no_long_name_in_many_statements():
    image = {"id": "data:image/png;base64," + "A" * 40_000, "type": "Image", "caption": "x"}
    assert len(quads_of(document(id="urn:x", picture=image), replace(LIMITS, rdf_bytes=200_000))) == 3


def test_many_short_statements_are_measured_together():
    tags = [f"{number:08}" for number in range(MANY)]
    for members in (
        {"id": "urn:x", "tags": tags},
        {"tags": tags},
        {"id": "urn:x", "a": [{"b": x} for x in tags]},
    ):
        few = {name: value[:-1] if isinstance(value, list) else value for name, value in members.items()}
        exact = replace(LIMITS, rdf_bytes=1)
        if "a" not in members:
            assert quads_of(document(**few), exact)
        with pytest.raises(LimitError, match="rdf_bytes"):
            quads_of(document(id2="https://x.example/", **members), exact)
        assert quads_of(document(id2="https://x.example/", **members), replace(LIMITS, rdf_bytes=10**6))


def test_many_statements_are_written_as_few_are():
    tags = [f"{number:08}" for number in range(MANY * 2 + 1)]
    quads = quads_of(document(id="urn:x", tags=tags), DEFAULT_LIMITS)
    assert canonicalize(quads) == "".join(sorted(quads.lines)).encode()


def test_a_context_for_the_bridge_is_bounded_too():
    address = "https://x.example/double"
    double = "http://www.w3.org/2001/XMLSchema#double"
    contexts = Contexts({address: {"@context": {"much": {"@id": "https://x.example/much", "@type": double}}}})
    whole = {"@context": [VC, address], "id": "urn:x", "much": [1.5, 2.5, 3.5]}
    assert len(to_quads(whole, contexts=contexts)) == 3
    with pytest.raises(LimitError, match="rdf_bytes"):
        to_quads(whole, contexts=contexts, limits=replace(LIMITS, rdf_bytes=50))


def test_c11_long_types_are_not_remembered():
    contexts = Contexts()
    for number in range(3):
        to_quads(document(type=f"https://x.example/{number}" + "T" * 2_000, a="x"), contexts=contexts)
        to_quads(document(type="https://x.example/T", a="x"), contexts=contexts)
    active = contexts.active((VC, UNDEFINED))
    assert isinstance(active, ActiveContext)
    assert "https://x.example/T" in active.shapes
    assert all(len(types) < 100 for types in active.shapes)


def test_an_empty_dataset_is_written():
    assert canonicalize(Quads()) == b""


def test_what_a_vocabulary_makes_up_is_kept_for_the_next_node_only_if_short():
    contexts = Contexts()
    nodes = [{"short": "1"}, {"short": "2"}, {"t" * 200: "3"}, {"t" * 200: "4"}, {"short": "5"}]
    quads = to_quads(document(nodes=nodes), contexts=contexts)
    predicates = [
        predicate.rpartition("#")[2] for _, predicate, value, _ in quads.blank if type(value) is str
    ]
    assert predicates == ["short>", "short>", "t" * 200 + ">", "t" * 200 + ">", "short>"]


def test_many_blank_nodes_are_labelled_as_few_are():
    nodes = [{"a": f"{number}", "b": {"c": f"{number}"}} for number in range(MANY)]
    form = canonicalize(quads_of(document(nodes=nodes), DEFAULT_LIMITS))
    assert form.count(b"\n") == 4 * MANY
    assert canonicalize(parse_nquads(form.decode())) == form
