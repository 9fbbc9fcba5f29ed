"""RDF Dataset Canonicalization (RDFC-1.0) of a finished dataset, with a work budget; reads no JSON.

Labels come from hashes of what surrounds a blank node. Where those first-degree hashes all differ they settle
the labels at once. Nodes that look alike are told apart by Hash N-Degree Quads, whose work can grow with the
factorial of their number: the budget ends that (RDFC-1.0 §7.1). Clauses below are RDFC-1.0's.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Literal, TypeAlias

from qualitybadge.errors import LimitError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

from .nquads import parse_labelled, parse_nquads
from .quadset import MANY, Quad, Quads, Term

__all__ = ["HashName", "canonical_map", "canonicalize", "parse_labelled", "parse_nquads"]

HashName: TypeAlias = Literal["sha256", "sha384"]

_Issued: TypeAlias = dict[Term, str]
"""An identifier issuer (RDFC-1.0 §4.5): blank node -> label, in the order of issue."""

_MAX_DEPTH = 200
"""Nested calls of Hash N-Degree Quads, three frames each: well below the interpreter's recursion limit."""


def canonicalize(quads: Quads, *, hash_name: HashName = "sha256", limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the canonical N-Quads of the dataset: UTF-8, one line a quad, in code point order.

    Raises:
        LimitError: blank nodes that look alike need more work than `limits.canon_steps` allows.
    """
    if not quads.blank:
        return _written(set(quads.lines))
    own, rest = _own_lines(quads)
    label = _labels(own, rest, hash_name, limits)
    lines = {
        f"{label.get(s, s)} {p} {label.get(o, o)} .\n"
        if g == ""
        else f"{label.get(s, s)} {p} {label.get(o, o)} {label.get(g, g)} .\n"
        for s, p, o, g in rest
    }
    for node, node_lines in enumerate(_in_turn(own)):
        if node_lines:
            name = label[node]
            lines.update([name + line[3:] for line in node_lines])
    lines.update(quads.lines)
    return _written(lines)


def _written(lines: set[str]) -> bytes:
    """Return the lines in their order as UTF-8; many of them in portions, to hold them twice, not thrice."""
    ordered = sorted(lines)
    if len(ordered) <= MANY:
        return "".join(ordered).encode()
    written = BytesIO()
    for start in range(0, len(ordered), MANY):
        written.write("".join(ordered[start : start + MANY]).encode())
    return written.getvalue()


def canonical_map(
    quads: Quads, *, hash_name: HashName = "sha256", limits: Limits = DEFAULT_LIMITS
) -> dict[int, str]:
    """Return number -> canonical label (``c14n0`` …) of every blank node that occurs in a quad.

    Raises:
        LimitError: blank nodes that look alike need more work than `limits.canon_steps` allows.
    """
    labels = _labels(*_own_lines(quads), hash_name, limits)
    return {node: label[2:] for node, label in labels.items() if type(node) is int}


def _own_lines(quads: Quads) -> tuple[list[list[str]], list[Quad]]:
    """Split the quads with blank nodes, repetitions dropped.

    Returns:
        Per blank node, the lines of the quads whose subject it is and that hold no other blank node, with
        ``_:a`` for the node: the hash and the result both need just these. And all other quads.
    """
    own: list[list[str]] = [[] for _ in range(quads.count)]
    rest: list[Quad] = []
    for quad in dict.fromkeys(quads.blank):  # in their order: a set's order would make the work vary
        s, p, o, g = quad
        if g == "" and type(s) is int and type(o) is not int:
            own[s].append(f"_:a {p} {o} .\n")
        else:
            rest.append(quad)
    return own, rest


def _labels(own: list[list[str]], rest: list[Quad], hash_name: HashName, limits: Limits) -> _Issued:
    """Return the canonical label of each blank node (§4.4.3)."""
    count = len(own)
    if count == 1:
        return {0: "_:c14n0"}
    new_hash = getattr(hashlib, hash_name)

    def digest(text: str) -> str:
        hexdigest: str = new_hash(text.encode()).hexdigest()
        return hexdigest

    nodes_by_hash: dict[str, list[int]] = {}
    further = _in_turn(_further_lines(count, rest))
    for node, (lines, about) in enumerate(zip(own, further, strict=True)):
        about.extend(lines)
        if about:
            about.sort()
            nodes_by_hash.setdefault(digest("".join(about)), []).append(node)
    ordered = sorted(nodes_by_hash.items())
    canonical: _Issued = {}
    for _, nodes in ordered:
        if len(nodes) == 1:
            canonical[nodes[0]] = f"_:c14n{len(canonical)}"
    if len(canonical) < count:
        ties = [(hashed, nodes) for hashed, nodes in ordered if len(nodes) > 1]
        _NDegree(rest, ties, canonical, digest, limits.canon_steps).break_ties()
    return canonical


def _in_turn(lists: list[list[str]]) -> Iterable[list[str]]:
    """Return the lists; many are forgotten one by one, for the lines of a large document take much room."""
    if len(lists) <= MANY:
        return lists
    lists.reverse()
    return (lists.pop() for _ in range(len(lists)))


def _further_lines(count: int, rest: list[Quad]) -> list[list[str]]:
    """Return, per blank node, its quads with itself written ``_:a`` and every other node ``_:z`` (§4.6)."""
    lines: list[list[str]] = [[] for _ in range(count)]
    between = _LinesBetween()
    for s, p, o, g in rest:
        if g == "" and type(o) is int and s != o:
            if type(s) is int:
                of_subject, of_object = between[p]
                lines[s].append(of_subject)
                lines[o].append(of_object)
            else:
                lines[o].append(f"{s} {p} _:a .\n")
        else:
            _add_general(lines, (s, p, o, g))
    return lines


class _LinesBetween(dict[str, tuple[str, str]]):
    """Predicate -> the lines about subject and object where both are blank: one for all, however long."""

    def __missing__(self, p: str) -> tuple[str, str]:
        pair = self[p] = (f"_:a {p} _:z .\n", f"_:z {p} _:a .\n")
        return pair


class _Prefixes(dict[str, tuple[str, str]]):
    """Predicate -> its prefixes for a neighbour as subject and as object, likewise."""

    def __missing__(self, p: str) -> tuple[str, str]:
        pair = self[p] = (f"s{p}", f"o{p}")
        return pair


def _add_general(lines: list[list[str]], quad: Quad) -> None:
    """Add the lines of a quad in a named graph, or about a node and itself."""
    s, p, o, g = quad
    nodes = {term for term in (s, o, g) if type(term) is int}
    graph = g == ""
    label: _Issued = dict.fromkeys(nodes, "_:z")
    for node in nodes:
        label[node] = "_:a"
        lines[node].append(
            f"{label.get(s, s)} {p} {label.get(o, o)} .\n"
            if graph
            else f"{label.get(s, s)} {p} {label.get(o, o)} {label.get(g, g)} .\n"
        )
        label[node] = "_:z"


class _NDegree:
    """Hash N-Degree Quads (§4.8): tells apart the blank nodes that share a first-degree hash."""

    def __init__(
        self,
        rest: list[Quad],
        ties: list[tuple[str, list[int]]],
        canonical: _Issued,
        digest: Callable[[str], str],
        budget: int,
    ) -> None:
        self._ties = ties
        self._first_degree = {node: hashed for hashed, nodes in ties for node in nodes}
        self._neighbours = _neighbours(rest)
        self._canonical = canonical
        self._digest = digest
        self._known: dict[
            tuple[str, str], str
        ] = {}  # hashes of related nodes: temporary labels recur from path to path
        self._budget = budget
        self._depth = 0

    def break_ties(self) -> None:
        """Issue canonical labels to the nodes of every tie (§4.4.3 step 5).

        Raises:
            LimitError: the budget is spent, or the nodes form a chain that is too long.
        """
        try:
            for _, nodes in self._ties:
                self._break_tie(nodes)
        except RecursionError:  # called from deep inside somebody's program
            raise _too_much("they are nested deeper than the stack of this program allows") from None

    def _break_tie(self, nodes: list[int]) -> None:
        canonical = self._canonical
        paths = [self._hash(node, {node: "_:b0"}) for node in nodes if node not in canonical]
        for _, issued in sorted(paths, key=lambda path: path[0]):
            for node in issued:
                if node not in canonical:
                    canonical[node] = f"_:c14n{len(canonical)}"

    def _hash(self, node: int, issued: _Issued) -> tuple[str, _Issued]:
        """Return the hash of the node's surroundings and the issuer that led to it; `issued` is consumed."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _too_much(f"they form a chain of more than {_MAX_DEPTH}")
        data = ""
        for related_hash, related in sorted(self._related(node, issued).items()):
            path, issued = self._least_path(related, issued)
            data += related_hash + path
        self._depth -= 1
        return self._digest(data), issued

    def _related(self, node: int, issued: _Issued) -> dict[str, list[int]]:
        """Return hash -> related nodes, each as often as it is related (§4.7, §4.8.3 step 3).

        A graph name has no predicate and so occurs once a quad under one hash: dropping the repetitions would
        change the result wherever two blank-node graphs (that is, two proofs) look alike.
        """
        groups: dict[str, list[int]] = {}
        neighbours = self._neighbours.get(node, ())
        canonical, known = self._canonical, self._known
        self._spend(len(neighbours) + 1)
        for position, related in neighbours:
            label = canonical.get(related) or issued.get(related) or self._first_degree[related]
            hashed = known.get((position, label))
            if hashed is None:
                hashed = known[position, label] = self._digest(position + label)
            groups.setdefault(hashed, []).append(related)
        return groups

    def _least_path(self, related: list[int], issued: _Issued) -> tuple[str, _Issued]:
        """Return the least path over all orders of the related nodes, and its issuer (§4.8.3 step 5.4)."""
        if len(related) == 1:  # nothing to choose, so nothing to copy
            return self._path(related, issued)
        paths = (self._path(order, dict(issued)) for order in _orders(related))
        return min(paths, key=lambda path: path[0])

    def _path(self, order: list[int], issued: _Issued) -> tuple[str, _Issued]:
        """Return the path through the related nodes in this order, and its issuer; `issued` is consumed."""
        self._spend(len(order))
        path, unlabelled = "", []
        for related in order:
            label = self._canonical.get(related) or issued.get(related)
            if label is None:
                label = issued[related] = f"_:b{len(issued)}"
                unlabelled.append(related)
            path += label
        for related in unlabelled:
            label = issued[related]
            hashed, issued = self._hash(related, issued)
            path += f"{label}<{hashed}>"
        return path, issued

    def _spend(self, steps: int) -> None:
        self._budget -= steps
        if self._budget < 0:
            raise _too_much("telling them apart needs more than limits.canon_steps")


def _neighbours(rest: list[Quad]) -> dict[int, list[tuple[str, int]]]:
    """Return, per blank node, the other blank nodes of its quads, each with its hash prefix (§4.7.3)."""
    neighbours: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    prefixes = _Prefixes()
    for s, p, o, g in rest:
        if g != "":
            places = ((f"s{p}", s), (f"o{p}", o), ("g", g))
            nodes = [(prefix, term) for prefix, term in places if type(term) is int]
            for node in {term for _, term in nodes}:
                neighbours[node].extend([(prefix, term) for prefix, term in nodes if term != node])
        elif type(s) is int and type(o) is int and s != o:
            as_subject, as_object = prefixes[p]
            neighbours[s].append((as_object, o))
            neighbours[o].append((as_subject, s))
    return neighbours


def _orders(nodes: list[int]) -> Iterator[list[int]]:
    """Yield each different order of the nodes once, repeated nodes counting as one and the same."""
    order = sorted(nodes)
    while True:
        yield order
        rise = len(order) - 2
        while rise >= 0 and order[rise] >= order[rise + 1]:
            rise -= 1
        if rise < 0:
            return
        swap = len(order) - 1
        while order[swap] <= order[rise]:
            swap -= 1
        order[rise], order[swap] = order[swap], order[rise]
        order[rise + 1 :] = reversed(order[rise + 1 :])


def _too_much(why: str) -> LimitError:
    return LimitError(
        f"the document has unnamed nodes that look alike, and {why}",
        hint="give the repeated parts an id, or raise limits.canon_steps",
        spec="RDFC-1.0 §7.1",
    )
