"""RDFC-1.0 on small graphs whose answer can be checked by hand, and its budget."""

from __future__ import annotations

import hashlib
import itertools
import sys
from dataclasses import replace

import pytest

from qualitybadge.errors import LimitError
from qualitybadge.jsonld.canon import _orders, canonical_map, canonicalize, parse_labelled, parse_nquads
from qualitybadge.jsonld.quadset import Quads
from qualitybadge.limits import DEFAULT_LIMITS


def canon(text: str, **options: object) -> str:
    return canonicalize(parse_nquads(text), **options).decode()  # type: ignore[arg-type]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_lines_are_sorted_by_code_point_and_each_stands_once() -> None:
    assert canon("<b:s> <p:p> <o:o> .\n<B:s> <p:p> <o:o> .\n<é:s> <p:p> <o:o> .\n<b:s> <p:p> <o:o> .\n") == (
        "<B:s> <p:p> <o:o> .\n<b:s> <p:p> <o:o> .\n<é:s> <p:p> <o:o> .\n"
    )


def test_an_empty_dataset_is_empty() -> None:
    assert canonicalize(Quads()) == b""


def test_one_blank_node_is_c14n0_and_repeated_quads_count_once() -> None:
    assert canon("_:x <p:p> <o:o> .\n_:x <p:p> <o:o> .\n<s:s> <p:p> _:x _:x .\n") == (
        "<s:s> <p:p> _:c14n0 _:c14n0 .\n_:c14n0 <p:p> <o:o> .\n"
    )


def test_labels_follow_the_order_of_the_first_degree_hashes() -> None:
    order = sorted(("one", "two", "three"), key=lambda value: sha256(f'_:a <p:p> "{value}" .\n'))
    expected = "".join(f'_:c14n{n} <p:p> "{value}" .\n' for n, value in enumerate(order))
    assert canon('_:x <p:p> "one" .\n_:y <p:p> "two" .\n_:z <p:p> "three" .\n') == expected


def test_first_degree_lines_cover_every_position_of_a_node() -> None:
    # Each pair of graphs differs only in where a node stands; equal labels in both would mean it was not looked at.
    quads = "_:x <p:p> _:x .\n_:x <p:p> _:y .\n<s:s> <p:p> _:y .\n_:y <p:p> <o:o> _:x .\n<s:s> <p:p> <o:o> _:y .\n"
    x = sorted(["_:a <p:p> _:a .\n", "_:a <p:p> _:z .\n", "_:z <p:p> <o:o> _:a .\n"])
    y = sorted(
        ["_:z <p:p> _:a .\n", "<s:s> <p:p> _:a .\n", "_:a <p:p> <o:o> _:z .\n", "<s:s> <p:p> <o:o> _:a .\n"]
    )
    order = sorted({"x": sha256("".join(x)), "y": sha256("".join(y))}.items(), key=lambda item: item[1])
    dataset, names = parse_labelled(quads)
    got = {names[node]: label for node, label in canonical_map(dataset).items()}
    assert got == {name: f"c14n{n}" for n, (name, _) in enumerate(order)}


@pytest.mark.parametrize(
    "shape",
    [
        "_:{0} <p:{1}> <o:o> .\n",
        "<s:s> <p:{1}> _:{0} .\n",
        "_:{0} <p:{1}> _:{0} .\n",
        "<s:s> <p:{1}> <o:o> _:{0} .\n",
        "_:{0} <p:{1}> <o:o> <g:g> .\n",
        "<s:s> <p:{1}> _:{0} <g:g> .\n",
        '_:{0} <p:{1}> "text" _:{0} .\n',
    ],
)
def test_a_node_alone_in_its_quad_is_hashed_as_a(shape: str) -> None:
    # Six nodes: any other text under the hash would keep this order by chance once in 720 times.
    order = sorted(range(6), key=lambda n: sha256(shape.format("a", n)))
    expected = sorted(shape.format(f"c14n{place}", n) for place, n in enumerate(order))
    assert canon("".join(shape.format(f"x{n}", n) for n in range(6))) == "".join(expected)


def test_sha_384_may_give_other_labels() -> None:
    text = "".join(f'_:x{n} <p:p> "{n}" .\n' for n in range(8))
    assert canon(text) != canon(text, hash_name="sha384")
    assert sorted(canon(text, hash_name="sha384").count(f"_:c14n{n} ") for n in range(8)) == [1] * 8


def test_equal_nodes_are_told_apart_by_their_neighbours() -> None:
    # x and y look alike at first sight; what they point to differs.
    first = canon('_:x <p:p> _:m .\n_:y <p:p> _:n .\n_:m <p:q> "1" .\n_:n <p:q> "2" .\n')
    second = canon('_:y <p:p> _:n .\n_:n <p:q> "1" .\n_:x <p:p> _:m .\n_:m <p:q> "2" .\n')
    assert first == second
    assert first != canon('_:x <p:p> _:m .\n_:y <p:p> _:m .\n_:m <p:q> "1" .\n_:n <p:q> "2" .\n')


# Two statements, each signed in a graph of its own with the same words. The answer was checked against an
# independent implementation; graph names c14n0 and c14n1 change places when repeated names are dropped.
TWIN_GRAPHS = "".join(
    f'<u:e{k}> <u:proof> _:g{k} .\n_:p{k} <u:type> <u:Proof> _:g{k} .\n_:p{k} <u:value> "0" _:g{k} .\n'
    for k in (1, 2)
)


def test_a_graph_name_counts_once_for_every_quad() -> None:
    assert canon(TWIN_GRAPHS) == (
        "<u:e1> <u:proof> _:c14n0 .\n"
        "<u:e2> <u:proof> _:c14n1 .\n"
        "_:c14n2 <u:type> <u:Proof> _:c14n0 .\n"
        '_:c14n2 <u:value> "0" _:c14n0 .\n'
        "_:c14n3 <u:type> <u:Proof> _:c14n1 .\n"
        '_:c14n3 <u:value> "0" _:c14n1 .\n'
    )


def test_a_graph_name_is_a_position_of_its_own() -> None:
    text = "".join(
        f'<u:e{k}> <u:proof> _:g{k} .\n_:p{k} <u:value> "0" _:g{k} .\n_:p{k} <u:key> _:k{k} _:g{k} .\n'
        for k in (1, 2)
    )
    assert canon(text) == (  # checked against an independent implementation
        "<u:e1> <u:proof> _:c14n1 .\n"
        "<u:e2> <u:proof> _:c14n0 .\n"
        "_:c14n3 <u:key> _:c14n2 _:c14n1 .\n"
        '_:c14n3 <u:value> "0" _:c14n1 .\n'
        "_:c14n5 <u:key> _:c14n4 _:c14n0 .\n"
        '_:c14n5 <u:value> "0" _:c14n0 .\n'
    )


def test_subject_and_object_are_positions_inside_a_graph_too() -> None:
    text = "".join(
        f"<u:e{k}> <u:proof> _:g{k} .\n_:p{k} <u:k0> _:k{k} _:g{k} .\n_:k{k} <u:l> _:m{k} _:g{k} .\n"
        for k in (1, 2)
    )
    assert canon(text) == (  # checked against an independent implementation
        "<u:e1> <u:proof> _:c14n1 .\n"
        "<u:e2> <u:proof> _:c14n0 .\n"
        "_:c14n2 <u:l> _:c14n3 _:c14n0 .\n"
        "_:c14n4 <u:k0> _:c14n2 _:c14n0 .\n"
        "_:c14n5 <u:l> _:c14n6 _:c14n1 .\n"
        "_:c14n7 <u:k0> _:c14n5 _:c14n1 .\n"
    )


@pytest.mark.parametrize("nodes", [[7], [3, 3], [2, 1], [1, 2, 2, 3], [5, 5, 5, 4, 4], [4, 1, 3, 2]])
def test_each_different_order_is_tried_once(nodes: list[int]) -> None:
    tried = [tuple(order) for order in _orders(nodes)]
    assert tried == sorted(set(itertools.permutations(nodes)))


def test_numbers_without_quads_take_no_label() -> None:
    quads = Quads([], [(3, "<p:p>", "<o:o>", ""), (1, "<p:p>", "<o:x>", "")], 5)
    assert canonical_map(quads).keys() == {1, 3}
    assert canonicalize(quads) == canonicalize(parse_nquads("_:x <p:p> <o:o> .\n_:y <p:p> <o:x> .\n"))


def test_the_input_is_left_as_it_was() -> None:
    quads = parse_nquads(TWIN_GRAPHS + "<s:s> <p:p> <o:o> .\n")
    lines, blank = list(quads.lines), list(quads.blank)
    canonicalize(quads)
    assert (quads.lines, quads.blank) == (lines, blank)


def test_the_budget_is_the_limit_by_name() -> None:
    three = replace(DEFAULT_LIMITS, canon_steps=3)
    with pytest.raises(LimitError, match="canon_steps"):
        canonicalize(parse_nquads(TWIN_GRAPHS), limits=three)
    canonicalize(parse_nquads("_:x <p:p> <o:o> .\n_:y <p:p> <o:x> .\n"), limits=replace(three, canon_steps=0))


def chains(length: int, count: int = 2) -> Quads:
    """Equal chains that only their heads tell apart."""
    quads = Quads(count=length * count)
    for chain in range(count):
        head = chain * length
        quads.blank.append((f"<h:{chain}>", "<p:p>", head, ""))
        quads.blank += [(head + n, "<p:first>", f'"{n}"', "") for n in range(length)]
        quads.blank += [(head + n, "<p:rest>", head + n + 1, "") for n in range(length - 1)]
    return quads


def test_long_equal_lists_pass_and_endless_ones_are_refused() -> None:
    assert len(canonicalize(chains(150)).splitlines()) == 600
    with pytest.raises(LimitError, match="chain") as caught:
        canonicalize(chains(2_000))
    assert caught.value.code == "LIMIT"


def test_a_deep_caller_gets_a_limit_error_and_no_recursion_error() -> None:
    def deep(levels: int) -> bytes:
        return deep(levels - 1) if levels else canonicalize(chains(190))

    with pytest.raises(LimitError, match="stack"):
        deep(sys.getrecursionlimit() - 300)
