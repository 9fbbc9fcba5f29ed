"""The rules that tie results to the descriptions, levels and ranges of the achievement (OB 3.0 §B, Result).

They take objects as parsed JSON, however malformed: what is no text or no object is reported elsewhere and
passed over here. That a value is one of ``allowedValue`` is left to the quality rules, as the standard calls
those values a list and never says that a result must take one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .breach import KEPT, Breach, Breaches
from .enumerations import RESULT_STATUS_TYPES
from .values import Fault, describe

if TYPE_CHECKING:
    from decimal import Decimal

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_SPEC = "OB 3.0 §B, Result"

Finding = tuple[str, Fault]
"""The member of a result and what is wrong with it."""


def levels_known(data: Mapping[str, Any]) -> Breaches:
    """The level required to pass is one of the description's own levels (OB 3.0 §B, ResultDescription)."""
    required = data.get("requiredLevel")
    if not isinstance(required, str) or required in _ids(data.get("rubricCriterionLevel")):
        return KEPT
    message = f"{describe(required)} is the id of none of the description's levels"
    hint = "give the id of one of its rubricCriterionLevel"
    return (Breach(("requiredLevel",), Fault("CONFORMANCE", message, hint)),)


def results_described(data: Mapping[str, Any]) -> Breaches:
    """Each result fits the description it names (OB 3.0 §B, Result and ResultDescription)."""
    results = data.get("result")
    if not results or not isinstance(results, list | tuple):
        return KEPT
    known = _Descriptions(data.get("achievement"))
    return tuple(
        Breach(("result", place, member), fault, _SPEC)
        for place, result in enumerate(results)
        if isinstance(result, dict)
        for member, fault in _unfit(result, known)
    )


class _Descriptions:
    """The result descriptions of an achievement by id, and the ids of their levels, each read once."""

    __slots__ = ("_levels", "by_id")

    def __init__(self, achievement: Any) -> None:
        given = achievement.get("resultDescription") if isinstance(achievement, dict) else None
        self.by_id = _ids(given)
        self._levels: dict[str, frozenset[str]] = {}

    def levels(self, description: str | None) -> frozenset[str]:
        """Return the levels of one description; None: those of all, for a result that names none."""
        key = description or ""
        if key not in self._levels:
            chosen = [self.by_id[description]] if description else self.by_id.values()
            found = (level for one in chosen for level in _ids(one.get("rubricCriterionLevel")))
            self._levels[key] = frozenset(found)
        return self._levels[key]


def _ids(items: Any) -> dict[str, dict[str, Any]]:
    """Return the objects of an array by their ids."""
    if not isinstance(items, list | tuple):
        return {}
    return {item["id"]: item for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)}


def _unfit(result: dict[str, Any], known: _Descriptions) -> Iterator[Finding]:
    named = result.get("resultDescription")
    description = known.by_id.get(named) if isinstance(named, str) else None
    if description is not None:
        yield from _unlike(result, description)
    elif isinstance(named, str):
        message = f"{describe(named)} is the id of none of the achievement's result descriptions"
        hint = "give the id of one of the achievement's resultDescription"
        yield "resultDescription", Fault("CONFORMANCE", message, hint)
    if "achievedLevel" in result and (description is not None or named is None):
        yield from _unknown_level(result["achievedLevel"], named, known)


def _unlike(result: dict[str, Any], description: dict[str, Any]) -> Iterator[Finding]:
    if description.get("resultType") == "Status" and "status" not in result:
        yield from _status_untold(result)
    if "value" in result and ("valueMin" in description or "valueMax" in description):
        yield from _beyond(result["value"], description)


def _status_untold(result: dict[str, Any]) -> Iterator[Finding]:
    """A result of the type Status has a status; one told by ``value`` is understood, if not well placed."""
    if result.get("value") in RESULT_STATUS_TYPES:
        return
    hint = f"add the status: {', '.join(RESULT_STATUS_TYPES)}"
    message = "missing, though the result's description is of the type Status"
    yield "status", Fault("CONFORMANCE", message, hint)


def _unknown_level(level: Any, named: str | None, known: _Descriptions) -> Iterator[Finding]:
    if not isinstance(level, str) or level in known.levels(named):
        return
    whose = "its description's levels" if named else "the levels of the achievement's result descriptions"
    hint = "give the id of a rubricCriterionLevel of the description that the result names"
    yield "achievedLevel", Fault("CONFORMANCE", f"{describe(level)} is the id of none of {whose}", hint)


def _beyond(value: Any, description: dict[str, Any]) -> Iterator[Finding]:
    """Compare a value with the least and the largest possible one; only plain numbers can be compared."""
    found, least, largest = map(_number, (value, description.get("valueMin"), description.get("valueMax")))
    if found is None:
        return
    hint = "correct the value, or the range in the description"
    if least is not None and found < least:
        yield "value", Fault("CONFORMANCE", f"less than {least}, the description's valueMin", hint)
    if largest is not None and found > largest:
        yield (
            "value",
            Fault("CONFORMANCE", f"more than {largest}, the description's valueMax", hint),
        )


def _number(text: Any) -> Decimal | None:
    """Return the number that a text is; values of a range are texts, of which no digit may be lost."""
    from decimal import Decimal  # only few badges have ranges

    return Decimal(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None
