"""Closed-world JSON-LD: a document becomes quads, quads become canonical N-Quads; nothing is fetched."""

from __future__ import annotations

from .canon import canonicalize
from .contexts import PINNED, Contexts
from .faults import vocabulary_errors
from .quads import to_quads
from .quadset import Quads

__all__ = ["PINNED", "Contexts", "Quads", "canonicalize", "to_quads", "vocabulary_errors"]
