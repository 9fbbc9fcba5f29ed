"""PyLD as the oracle of the walk: guarded as the bridge guards it, and made fast enough for volume."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyld
from pyld import jsonld
from pyld.context_resolver import ContextResolver
from pyld.resolved_context import ResolvedContext

from qualitybadge.errors import LimitError, QualityBadgeError
from qualitybadge.jsonld import PINNED, Contexts, Quads, canonicalize, pyld_bridge, to_quads
from qualitybadge.limits import Limits

ROOMY = Limits(canon_steps=50_000)
"""Random documents have more look-alike nodes than badges."""

Verdict = str | frozenset[str]
"""Canonical N-Quads, or with labels masked where they are too costly to find; "refused" where there are none."""


class FastResolver(ContextResolver):
    """Knows scoped contexts by identity instead of by their canonical form, which takes most of PyLD's time."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._scoped: dict[int, tuple[Any, list[ResolvedContext]]] = {}

    def resolve(self, active_ctx: Any, context: Any, base: Any, cycles: Any = None) -> Any:
        if not isinstance(context, dict) or "@context" in context:
            return super().resolve(active_ctx, context, base, cycles)
        known = self._scoped.get(id(context))
        if known is None or known[0] is not context:
            known = self._scoped[id(context)] = (context, [ResolvedContext(context)])
        return known[1]


@contextmanager
def fast_oracle() -> Iterator[None]:
    """Let the bridge use the fast resolver for a while."""
    slow = pyld.ContextResolver
    pyld.ContextResolver = FastResolver
    pyld_bridge._resolver.cache_clear()
    try:
        yield
    finally:
        pyld.ContextResolver = slow
        pyld_bridge._resolver.cache_clear()


def of_walk(document: Mapping[str, Any], contexts: Contexts = PINNED) -> Verdict:
    return _verdict(to_quads, document, contexts)


def of_oracle(document: Mapping[str, Any], contexts: Contexts = PINNED) -> Verdict:
    return _verdict(pyld_bridge.to_quads, document, contexts)


def _verdict(quads_of: Callable[..., Quads], document: Mapping[str, Any], contexts: Contexts) -> Verdict:
    try:
        quads = quads_of(document, contexts=contexts)
    except QualityBadgeError:
        return "refused"
    try:
        return canonicalize(quads, limits=ROOMY).decode()
    except LimitError:
        return frozenset(quads.lines) | {re.sub(r"\b\d+\b", "_", repr(quad)) for quad in quads.blank}


def unguarded(document: Mapping[str, Any], contexts: Contexts = PINNED) -> str:
    """Return the canonical N-Quads that a JSON-LD library makes of a document without asking questions."""

    def load(url: str, _options: Any) -> dict[str, Any]:
        content = copy.deepcopy(contexts.read(url))
        return {"document": {"@context": content}, "documentUrl": url, "contextUrl": None}

    dataset = jsonld.to_rdf(
        dict(document), {"base": None, "documentLoader": load, "contextResolver": ContextResolver({}, load)}
    )
    return canonicalize(pyld_bridge._quads(dataset)).decode()
