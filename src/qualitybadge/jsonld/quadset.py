"""The RDF dataset between the walk and the canonicaliser, and the text of literals; it parses nothing."""

from __future__ import annotations

import re
from typing import TypeAlias

Term: TypeAlias = int | str
"""A blank node (its number, from 0) or a finished canonical N-Quads term (``<iri>``, ``"text"^^<iri>``)."""

Quad: TypeAlias = tuple[Term, str, Term, Term]
"""Subject, predicate, object, graph; the graph is "" for the default graph."""


MANY = 1000
"""Quads in a dataset that is worth the trouble to save memory, or to measure it."""


class Quads:
    """A dataset, split so that only what needs canonicalising is looked at again.

    Attributes:
        lines: the quads without blank nodes, as finished canonical lines ending in a line feed.
        blank: the quads with at least one blank node.
        count: number of blank nodes; they are numbered 0 to count - 1.

    Whoever builds it may append; nobody changes it afterwards. Duplicates are allowed: a dataset is a set,
    and the canonicaliser drops them.
    """

    __slots__ = ("blank", "count", "lines")

    def __init__(
        self, lines: list[str] | None = None, blank: list[Quad] | None = None, count: int = 0
    ) -> None:
        self.lines = [] if lines is None else lines
        self.blank = [] if blank is None else blank
        self.count = count

    def __len__(self) -> int:
        return len(self.lines) + len(self.blank)

    def __repr__(self) -> str:
        return f"Quads({len(self.lines)} finished, {len(self.blank)} with {self.count} blank nodes)"


# RDFC-1.0 §A: seven characters by ECHAR; the other controls, DEL and what XML 1.1 does not call a character
# by UCHAR with upper-case digits; everything else as it is.
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPES = {
    **{ord(char): text for char, text in _NAMED.items()},
    **{
        code: f"\\u{code:04X}"
        for code in (*range(0x20), 0x7F, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
        if chr(code) not in _NAMED
    },
}
_must_escape = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff\ufffe\uffff]').search


def escape(text: str) -> str:
    """Return the text of a literal as it stands between the quotes of a canonical N-Quad.

    A lone surrogate comes out as an escape instead of an encoding error; strict JSON refuses it long before.
    """
    return text.translate(_ESCAPES) if _must_escape(text) else text
