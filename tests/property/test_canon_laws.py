"""Laws of canonicalisation over generated datasets."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.jsonld.canon import canonicalize, parse_nquads
from qualitybadge.jsonld.quadset import Quad, Quads, escape

NODES = st.integers(0, 5)
IRIS = st.sampled_from(["<u:a>", "<u:b>", "<u:c>"])
LITERALS = st.one_of(
    st.sampled_from(['"1"', '"1"@en', '"1"^^<u:type>']),
    st.text(max_size=4).map(lambda text: f'"{escape(text)}"'),
)
QUADS = st.lists(
    st.tuples(NODES | IRIS, IRIS, NODES | IRIS | LITERALS, NODES | IRIS | st.just("")),
    min_size=1,
    max_size=14,
)


def dataset(quads: list[Quad]) -> Quads:
    lines = [
        f"{s} {p} {o} {g} .\n" if g else f"{s} {p} {o} .\n"
        for s, p, o, g in quads
        if not any(isinstance(term, int) for term in (s, o, g))
    ]
    blank = [quad for quad in quads if any(isinstance(term, int) for term in quad)]
    return Quads(lines, blank, 6)


def renumbered(quads: list[Quad], numbers: list[int]) -> list[Quad]:
    def term(value: int | str) -> int | str:
        return numbers[value] if isinstance(value, int) else value

    return [(term(s), p, term(o), term(g)) for s, p, o, g in quads]


@settings(max_examples=150, deadline=None)
@given(QUADS, st.permutations(range(6)), st.randoms(use_true_random=False))
def test_the_form_does_not_depend_on_numbers_order_or_repetition(
    quads: list[Quad], numbers: list[int], chance: random.Random
) -> None:
    shuffled = [*renumbered(quads, numbers), *renumbered(chance.sample(quads, k=len(quads) // 2), numbers)]
    chance.shuffle(shuffled)
    assert canonicalize(dataset(shuffled)) == canonicalize(dataset(quads))


@settings(max_examples=100, deadline=None)
@given(QUADS)
def test_the_form_reads_back_as_itself(quads: list[Quad]) -> None:
    form = canonicalize(dataset(quads))
    assert canonicalize(parse_nquads(form.decode())) == form


@settings(max_examples=100, deadline=None)
@given(QUADS, IRIS, LITERALS)
def test_one_more_statement_shows(quads: list[Quad], predicate: str, literal: str) -> None:
    more = [*quads, (0, predicate, literal, "")]
    if more[-1] not in quads:
        assert canonicalize(dataset(more)) != canonicalize(dataset(quads))
