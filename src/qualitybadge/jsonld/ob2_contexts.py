"""Writes the addresses of the official contexts as they are pinned; reads no context."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qualitybadge import spec

from .contexts import Contexts


def official(document: dict[str, Any], contexts: Contexts) -> dict[str, Any]:
    """Return a document in which each official context has its pinned address; itself where each has.

    Its publishers answer under several addresses, and badges have all of them. What a caller added and what
    is pinned as it stands stays.
    """
    own = spec.context_urls() | contexts.extra.keys()

    def spelled(url: str) -> str:
        return url if url in own else spec.official_context(url)

    return _object(document, spelled)


def _object(node: dict[str, Any], spelled: Callable[[str], str]) -> dict[str, Any]:
    changed = {
        name: _context(item, spelled) if name == "@context" else _value(item, spelled)
        for name, item in node.items()
    }
    return node if all(changed[name] is item for name, item in node.items()) else changed


def _value(value: Any, spelled: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return _object(value, spelled)
    return _each(value, _value, spelled) if isinstance(value, list) else value


def _context(value: Any, spelled: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return spelled(value)
    return _each(value, _context, spelled) if isinstance(value, list) else value


def _each(values: list[Any], change: Callable[..., Any], spelled: Callable[[str], str]) -> list[Any]:
    items = [change(item, spelled) for item in values]
    return values if all(one is other for one, other in zip(items, values, strict=True)) else items
