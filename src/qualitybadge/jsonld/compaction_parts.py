"""What compaction hands out: the object in words of 2.0, the faults of its IRIs, its extension objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qualitybadge.errors import InputError

from .budget import Budget
from .contexts import Contexts


@dataclass(frozen=True, slots=True)
class Extension:
    """An object of type ``Extension`` inside a compacted object (OB 2.0 §Extensions).

    Attributes:
        pointer: where it stands in the compacted data.
        types: the IRIs of its types.
        context: the value of the nearest ``@context``: its own, as a rule.
        source: the object as it stands in the document.
        outer: the contexts around it, outermost first.
        contexts: the contexts that may be named.
    """

    pointer: str
    types: frozenset[str]
    context: Any
    source: dict[str, Any] = field(repr=False)
    outer: tuple[Any, ...] = field(repr=False)
    contexts: Contexts = field(repr=False)

    def data(self, budget: Budget | None = None) -> dict[str, Any]:
        """Return the object compacted with the 2.0 context and its own one: what its JSON Schema is about.

        Args:
            budget: what it is paid from; None: as much as one badge may cost.

        Raises:
            InputError: it is no JSON-LD.
            UndeterminedError: a context is not known, or it is too large (LIMIT).
        """
        from .compaction_pyld import compact_extension

        return compact_extension(self, budget or Budget())


class Compacted(NamedTuple):
    """One object, and what is embedded in it, in the words of Open Badges 2.0.

    Attributes:
        data: the compacted object. A list of one is its member; members that no context defines are gone;
            members of other vocabularies stand under ``prefix:name`` or their IRI.
        faults: words that are no IRI where one belongs, with pointers into `data`. The word stays, if it
            is not a type.
        extensions: the objects of type ``Extension``, in document order.
        units: what it took of the budget.
    """

    data: dict[str, Any]
    faults: tuple[InputError, ...]
    extensions: tuple[Extension, ...]
    units: int = 0


def listed(value: Any) -> list[Any]:
    """Return a value as a list."""
    return value if isinstance(value, list) else [value]


def step(word: str) -> str:
    """Return a key as a step of a JSON pointer (RFC 6901)."""
    return word.replace("~", "~0").replace("/", "~1")


def is_extension(node: dict[str, Any]) -> bool:
    """Tell whether a compacted node is an extension object."""
    given = node.get("type")
    return given == "Extension" or (given.__class__ is list and "Extension" in given)
