"""The functions behind the rules, one module a group: each looks at a `Subject` and says what it found."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from ..rule import Judge

GROUPS = (
    "issuer",
    "description",
    "criteria",
    "outcomes",
    "assessment",
    "workload",
    "recipient",
    "image",
    "endorsement",
    "integrity",
    "privacy",
    "language",
    "lifecycle",
)
"""The groups of the built-in rule set, in the order in which a report lists them."""


@cache
def judges() -> dict[str, Judge]:
    """Return the functions of all groups by the id of their rule."""
    found: dict[str, Judge] = {}
    for group in GROUPS:
        found |= import_module(f"{__name__}.{group}").JUDGES
    return found
