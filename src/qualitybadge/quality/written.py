"""What the verifier obtained of a badge of 2.0, with its extensions as they were written; judges nothing.

Compaction gives the terms of an extension their IRIs. Whoever reads an extension looks for its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import QualityBadgeError
from ..limits import DEFAULT_LIMITS, Limits
from ..wire import strictjson

if TYPE_CHECKING:
    from ..model.document import Document


def original_of(document: Document, limits: Limits = DEFAULT_LIMITS) -> dict[str, Any] | None:
    """Return an object as it was read; None where it stands in another one, or cannot be read again."""
    try:
        data = strictjson.loads(document.raw, limits=limits) if document.raw else None
    except QualityBadgeError:
        return None
    same = isinstance(data, dict) and data.get("id") == document.data.get("id")
    return data if same else None


def as_written(document: Document) -> dict[str, Any]:
    """Return an object in the words of 2.0, its extensions in their own."""
    original = original_of(document) if b'"extensions:' in document.raw else None
    return document.data if original is None else _with_extensions(document.data, original)


def _with_extensions(compacted: dict[str, Any], original: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(compacted)
    for name, value in original.items():
        if isinstance(value, dict) and isinstance(found.get(name), dict):
            own = name.startswith("extensions:")
            found[name] = value if own else _with_extensions(found[name], value)
    return found
