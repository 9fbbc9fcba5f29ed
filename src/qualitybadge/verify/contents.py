"""Which published content of a context a signature was made over, where one address had several over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from .. import spec
from ..jsonld import PINNED, Contexts
from ..wire.ways import count_values
from .result import Report

_MOST_VALUES = 50_000  # of a document that is worth reading a second time: none may have signed it at all


@cache
def _varying() -> frozenset[str]:
    """Return the contexts whose content at one address changed over time."""
    return frozenset(url for url in spec.context_urls() if len(spec.context_variants(url)) > 1)


def _varying_of(data: dict[str, Any]) -> Sequence[str]:
    named = data.get("@context")
    if not isinstance(named, list):
        return ()
    return [url for url in named if isinstance(url, str) and url in _varying()]


def several_contents(data: dict[str, Any], contexts: Contexts) -> tuple[tuple[str, str], ...]:
    """Return which content was read at each address that had several."""
    return tuple((url, contexts.variant_of(url)) for url in _varying_of(data))


def older_contexts(data: dict[str, Any], contexts: Contexts) -> Contexts | None:
    """Return the contexts with the older content of every address that had several, None if there is none."""
    named = [url for url in _varying_of(data) if url not in contexts.variants and url not in contexts.extra]
    if not named or count_values(data, _MOST_VALUES) > _MOST_VALUES:
        return None
    return _older_pinned() if contexts is PINNED else _older(contexts)


def _older(contexts: Contexts) -> Contexts:
    older = {url: spec.context_variants(url)[-1] for url in _varying() if url not in contexts.extra}
    return Contexts(contexts.extra, {**older, **contexts.variants})


@cache
def _older_pinned() -> Contexts:
    return _older(PINNED)


def read_as_of_old(report: Report) -> Report:
    """Say in the row of the vocabulary which content of a context the signature was made over."""
    said = ", ".join(f"{url.rpartition('/')[2]} as published in {name}" for url, name in report.contexts)
    checks = tuple(
        replace(row, message=f"{row.message}, with {said}") if row.id == "vocabulary" else row
        for row in report.checks
    )
    return replace(report, checks=checks)
