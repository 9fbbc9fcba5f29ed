"""A report as JSON text that is safe to print: the data of its `to_json`, nothing added or left out."""

from __future__ import annotations

import json
from typing import Protocol


class HasJson(Protocol):
    """A report, an assessment or a portfolio."""

    def to_json(self) -> str:
        """Return its data as JSON text."""


def to_json(found: HasJson) -> str:
    """Return the JSON text with every character escaped that could steer a terminal or turn its text around.

    It parses to the same data as ``to_json()``: such characters stand in strings only.
    """
    return printable(found.to_json())


def printable(text: str) -> str:
    """Return JSON text with every such character escaped."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join([c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text])
