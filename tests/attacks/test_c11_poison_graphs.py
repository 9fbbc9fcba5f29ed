"""C11: graphs made to keep a canonicaliser busy for ever are refused, each within a fraction of a second."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from qualitybadge.errors import LimitError
from qualitybadge.jsonld.canon import HashName, canonicalize
from qualitybadge.jsonld.quadset import Quad, Quads

SECONDS = 1.0  # measured: 10 to 30 ms; this only tells an end from no end on a slow machine


def graph(edges: Iterable[tuple[int, int]], predicate: str = "<u:knows>") -> Quads:
    blank: list[Quad] = [(a, predicate, b, "") for a, b in edges]
    return Quads([], blank, 1 + max(max(int(s), int(o)) for s, _, o, _ in blank))


def clique(size: int) -> Quads:
    return graph((a, b) for a in range(size) for b in range(size) if a != b)


def ring(size: int) -> Quads:
    return graph((n, (n + 1) % size) for n in range(size))


def tree(width: int, depth: int) -> Quads:
    edges: list[tuple[int, int]] = []
    level = [0]
    for _ in range(depth):
        start = 1 + len(edges)
        edges += [(parent, start + n * width + k) for n, parent in enumerate(level) for k in range(width)]
        level = list(range(start, 1 + len(edges)))
    return graph(edges)


def typed(size: int) -> Quads:
    """Nodes of one type, each related to every later one."""
    quads = graph((a, b) for a in range(size) for b in range(a + 1, size))
    quads.blank += [(n, "<u:type>", "<u:Evidence>", "") for n in range(size)]
    quads.blank += [(b, "<u:knows>", a, "") for a in range(size) for b in range(a + 1, size)]
    return quads


def crossed_graphs(size: int) -> Quads:
    """Blank-node graphs that each speak of all the others."""
    blank: list[Quad] = [
        (a, "<u:knows>", b, c) for a in range(size) for b in range(size) for c in range(size)
    ]
    return Quads([], blank, size)


def long_tails(size: int) -> Quads:
    """Many issuers to copy: a long chain in front of a clique."""
    quads = clique(8)
    chain = range(8, 8 + size)
    quads.blank += [(n, "<u:next>", n + 1, "") for n in chain]
    quads.blank += [(8 + size, "<u:knows>", n, "") for n in range(8)]
    quads.count = 9 + size
    return quads


@pytest.mark.parametrize("hash_name", ["sha256", "sha384"])
@pytest.mark.parametrize(
    "quads",
    [
        pytest.param(clique(8), id="8-clique"),
        pytest.param(clique(30), id="30-clique"),
        pytest.param(clique(120), id="120-clique"),
        pytest.param(tree(8, 2), id="8x8 tree of equal nodes"),
        pytest.param(ring(100), id="ring"),
        pytest.param(ring(3_000), id="long ring"),
        pytest.param(typed(12), id="typed nodes"),
        pytest.param(crossed_graphs(9), id="crossed graphs"),
        pytest.param(long_tails(150), id="clique behind a chain"),
        pytest.param(graph((a, b) for a in range(2) for b in range(2, 2_500)), id="two equal hubs"),
    ],
)
def test_c11_poison_graph_is_refused(quads: Quads, hash_name: HashName) -> None:
    start = time.process_time()
    with pytest.raises(LimitError) as caught:
        canonicalize(quads, hash_name=hash_name)
    assert time.process_time() - start < SECONDS
    assert caught.value.code == "LIMIT"
    assert caught.value.hint


@pytest.mark.parametrize(
    "quads",
    [
        pytest.param(clique(4), id="4-clique"),
        pytest.param(tree(4, 2), id="4x4 tree"),
        pytest.param(tree(8, 1), id="8 equal children"),
        pytest.param(ring(20), id="small ring"),
        pytest.param(Quads([], [("<s>", "<p>", n, "") for n in range(3_000)], 3_000), id="3000 equal leaves"),
    ],
)
def test_c11_honest_symmetry_passes(quads: Quads) -> None:
    assert canonicalize(quads).count(b"\n") == len(quads)
