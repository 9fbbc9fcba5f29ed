"""A case of a rule: a good badge, one change, the expected outcome; and how a change is made."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from support.rule_cases.badges import GOOD_2, GOOD_3

REMOVED = object()
"""Stands for: take this member away."""


class Case(NamedTuple):
    """One case.

    rule: its id. version: "2.0" or "3.0". outcome: a value of RuleOutcome.
    edit: JSON pointer -> new value or REMOVED, applied to the good badge of that version.
    pointer: where the finding points; None: not compared (only for pass and not-applicable).
    given: keyword arguments of qb.assess, such as {"fetcher": …}; by default {"draft": True} is NOT given.
    item: makes what is assessed instead of the edited good badge, such as a Report.
    case: the finding's case, "" for the usual one; None: not compared.
    """

    rule: str
    version: str
    outcome: str
    edit: Mapping[str, Any] = {}
    pointer: str | None = None
    given: Mapping[str, Any] = {}
    item: Callable[[], Any] | None = None
    case: str | None = None


def edited(version: str, edit: Mapping[str, Any]) -> dict[str, Any]:
    """Return the good badge of a version with the changes made."""
    document = copy.deepcopy(GOOD_3 if version == "3.0" else GOOD_2)
    for pointer, value in edit.items():
        _put(document, [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]], value)
    return document


def _put(target: Any, way: list[str], value: Any) -> None:
    for name in way[:-1]:
        target = target[int(name)] if isinstance(target, list) else target.setdefault(name, {})
    last: Any = int(way[-1]) if isinstance(target, list) and way[-1] != "-" else way[-1]
    if value is REMOVED:
        del target[last]
    elif last == "-":
        target.append(copy.deepcopy(value))
    else:
        target[last] = copy.deepcopy(value)
