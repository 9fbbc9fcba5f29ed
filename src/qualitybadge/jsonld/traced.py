"""The walk of `quads` that also says what in the document each blank node stands for; canonicalises nothing.

Whoever takes a part out of a document can so tell that a node of the part is a node of the whole, without
putting invented ids into either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from qualitybadge.errors import LimitError, UnsupportedError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

from .contexts import PINNED, Contexts
from .members import Member
from .quads import Walk
from .quadset import Quads, Term
from .terms import OutsideSubsetError
from .vocabulary import ActiveContext

Place: TypeAlias = tuple[str, int | str, int]
"""``node`` or ``graph`` with the `id()` of its object, ``list`` with that of its array and a position in it,
or ``label`` with the label that the document itself gives."""


class Traced(NamedTuple):
    """A document's dataset and where its blank nodes come from; good as long as the document lives unchanged.

    Attributes:
        quads: the dataset.
        places: place -> number of the blank node. A list that is no array has none.
    """

    quads: Quads
    places: dict[Place, int]


def traced_quads(
    document: Mapping[str, Any], *, contexts: Contexts = PINNED, limits: Limits = DEFAULT_LIMITS
) -> Traced:
    """Return the dataset of a document, as `to_quads` does, and the places of its blank nodes.

    Args:
        document: the parsed document; no object or array may stand in it twice.
        contexts: the contexts it may name.
        limits: as for `to_quads`.

    Raises:
        InputError, LimitError: as `to_quads`.
        UnsupportedError: as `to_quads`, and for a context outside the compiled subset.
    """
    walk = _TracingWalk(limits)
    try:
        walk.document(document, contexts)
    except OutsideSubsetError as error:
        raise UnsupportedError(f"a context is too unusual for selective disclosure: {error}") from None
    except RecursionError:
        raise LimitError("the document is nested deeper than the stack of this program allows") from None
    return Traced(Quads(walk.lines, walk.blank, walk.count), walk.all_places())


class _TracingWalk(Walk):
    """A walk that notes where each blank node comes from."""

    __slots__ = ("_places",)

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self._places: dict[Place, int] = {}

    def all_places(self) -> dict[Place, int]:
        """Return the places noted, those of labels included."""
        return self._places | {("label", label, 0): number for label, number in self._labels.items()}

    def _node(self, node: dict[str, Any], context: ActiveContext) -> Term:
        term = super()._node(node, context)
        if isinstance(term, int):
            self._places["node", id(node), 0] = term
        return term

    def _own_graph(self, value: Any, member: Member) -> Term:
        graph = super()._own_graph(value, member)
        self._places["graph", id(value), 0] = cast("int", graph)  # a graph is always a fresh blank node
        return graph

    def _list(self, value: Any, member: Member) -> Term:
        head = super()._list(value, member)
        if isinstance(head, int) and isinstance(value, list):
            self._places.update((("list", id(value), at), head + at) for at in range(len(value)))
        return head
