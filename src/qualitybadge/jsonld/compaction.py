"""The front door to compaction: any Open Badges 2.0 object in the one form that the other rooms read.

It fetches nothing, knows no class and checks no property: what a member must be is the business of
`conformance_ob2`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

from . import compaction_fast
from .budget import Budget
from .compaction_parts import Compacted, Extension, listed
from .contexts import PINNED, Contexts
from .ob2_contexts import official
from .ob2_terms import iri, types, word
from .terms import OutsideSubsetError

_TOO_DEEP = "the document is nested deeper than the stack of this program allows"

__all__ = ["Compacted", "Extension", "compact", "iri", "types", "word"]


def compact(
    document: Mapping[str, Any],
    *,
    contexts: Contexts = PINNED,
    limits: Limits = DEFAULT_LIMITS,
    budget: Budget | None = None,
) -> Compacted:
    """Return a document in the words of Open Badges 2.0, whatever words its contexts gave it.

    Keys and types are compared by IRI; see `Compacted` for what becomes of everything else. The document
    is left as it is.

    Args:
        document: the JSON object.
        contexts: the contexts that it may name.
        limits: how deep it may be and how many contexts it may name.
        budget: what it is paid from if it takes long; None: as much as one badge may cost.

    Raises:
        InputError: it is no JSON-LD, or describes several things at once.
        LimitError: it is too deep, or names too many contexts.
        UndeterminedError: a context is not known (CONTEXT_UNKNOWN), or it is too large (LIMIT).
    """
    document = _unwrapped(document)
    if isinstance(document, dict):
        try:
            found = _compacted_fast(document, contexts, limits)
            if found is None:
                spelled = official(document, contexts)
                found = None if spelled is document else _compacted_fast(spelled, contexts, limits)
                document = spelled
        except RecursionError:
            raise LimitError(_TOO_DEEP) from None
        if found is not None:
            if budget is not None and found.units:
                budget.spend(found.units)
            return found
    return compact_with_pyld(document, contexts=contexts, limits=limits, budget=budget)


def _compacted_fast(document: dict[str, Any], contexts: Contexts, limits: Limits) -> Compacted | None:
    try:
        return compaction_fast.compact(document, contexts, limits)
    except OutsideSubsetError:
        return None


def _unwrapped(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a document whose contexts are contexts, where one is a whole context document.

    The first version of JSON-LD allowed it, and badges of its time have it.
    """
    given = document.get("@context") if isinstance(document, dict) else None
    if not isinstance(given, dict | list) or not any(map(_is_wrapped, listed(given))):
        return document
    contexts = [item["@context"] if _is_wrapped(item) else item for item in listed(given)]
    return {**document, "@context": contexts if isinstance(given, list) else contexts[0]}


def _is_wrapped(context: Any) -> bool:
    return isinstance(context, dict) and "@context" in context


def compact_with_pyld(
    document: Mapping[str, Any],
    *,
    contexts: Contexts = PINNED,
    limits: Limits = DEFAULT_LIMITS,
    budget: Budget | None = None,
) -> Compacted:
    """Return what `compact` does, by way of PyLD: slower, and for every document.

    Raises:
        InputError: it is no JSON-LD, or describes several things at once.
        LimitError: it is too deep, or names too many contexts.
        UndeterminedError: a context is not known (CONTEXT_UNKNOWN), or it is too large (LIMIT).
    """
    from .compaction_expanded import write
    from .compaction_pyld import Guarded, expanded

    if not isinstance(document, Mapping):
        raise InputError("the document is not an object")
    try:
        guarded = Guarded(document, limits, budget or Budget())
        return write(expanded(guarded, contexts), guarded, contexts, limits)
    except RecursionError:
        raise LimitError(_TOO_DEEP) from None
