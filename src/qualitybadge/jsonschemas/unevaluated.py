"""Which members and items the other keywords of a schema have judged: what ``unevaluated…`` leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..wire.ways import Way
from .evaluation import Run, Spot
from .keywords import ROWS_APART, additional


def seen_members(run: Run, spot: Spot, *, inner: bool = False) -> set[str]:
    """Return the members of an object that the schema, or one over the same value, has judged.

    Args:
        run: the application under way.
        spot: the schema and the object.
        inner: whether the schema stands inside the one that asks, so that its own ``unevaluated…`` counts.

    Raises:
        UndeterminedError: as `Run.misfits`.
    """
    schema, value = spot.schema, spot.value
    run.spend(1 + len(value))
    if inner and "unevaluatedProperties" in schema:
        return set(value)
    seen = {name for name in value if name in schema.get("properties", ())}
    if "additionalProperties" in schema:
        seen.update(additional(run, spot))
    for pattern in schema.get("patternProperties", ()):
        place = (spot.place, "patternProperties")
        seen.update([name for name in value if run.matches(pattern, name, place)])
    for part in _alongside(run, spot):
        seen |= seen_members(run, part, inner=True)
    return seen


def seen_items(run: Run, spot: Spot, *, inner: bool = False) -> set[int]:
    """Return the places of an array that the schema, or one over the same value, has judged.

    Args:
        run: the application under way.
        spot: the schema and the array.
        inner: as for `seen_members`.

    Raises:
        UndeterminedError: as `Run.misfits`.
    """
    schema, value = spot.schema, spot.value
    run.spend(1 + len(value))
    if _all_items(run, schema) or (inner and "unevaluatedItems" in schema):
        return set(range(len(value)))
    seen = set(range(min(len(_row(run, schema)), len(value))))
    if run.draft >= ROWS_APART and "contains" in schema:
        place = (spot.place, "contains")
        seen.update([at for at, item in enumerate(value) if run.fits(schema["contains"], item, None, place)])
    for part in _alongside(run, spot):
        seen |= seen_items(run, part, inner=True)
    return seen


def _row(run: Run, schema: dict[str, Any]) -> list[Any]:
    """Return the schemas that the schema has for the first items."""
    row = schema.get("prefixItems" if run.draft >= ROWS_APART else "items", [])
    return row if isinstance(row, list) else []


def _all_items(run: Run, schema: dict[str, Any]) -> bool:
    """Whether the schema speaks of every item, however many there are."""
    if run.draft >= ROWS_APART:
        return "items" in schema
    items = schema.get("items")
    return "additionalItems" in schema if isinstance(items, list) else items is not None


def _alongside(run: Run, spot: Spot) -> Iterator[Spot]:
    """Yield the schemas over the same value that it follows."""
    for schema, place in _parts(run, spot):
        if run.fits(schema, spot.value, spot.pointer, place) and isinstance(schema, dict):
            yield Spot(schema, spot.value, spot.pointer, place)


def _parts(run: Run, spot: Spot) -> Iterator[tuple[Any, Way]]:
    schema, place = spot.schema, spot.place
    if "$ref" in schema:
        yield run.target(schema["$ref"], (place, "$ref"))
    for name in ("allOf", "anyOf", "oneOf"):
        for index, part in enumerate(schema.get(name, ())):
            yield part, ((place, name), index)
    for name, part in schema.get("dependentSchemas", {}).items():
        if isinstance(spot.value, dict) and name in spot.value:
            yield part, ((place, "dependentSchemas"), name)
    if "if" in schema:
        yield schema["if"], (place, "if")
        fits = run.fits(schema["if"], spot.value, spot.pointer, (place, "if"))
        branch = "then" if fits else "else"
        if branch in schema:
            yield schema[branch], (place, branch)
