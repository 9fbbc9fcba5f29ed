"""What each keyword of JSON Schema asks of a value: one row and one small function each; counts its work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from ..errors import UnsupportedError
from ..wire.ways import Way
from . import shapes
from .evaluation import Misfit, Run, Spot, brief, malformed

Misfits = Iterator[Misfit]
ROWS_APART = 2020
"""The draft in which prefixItems took over what an array under items meant."""

_CHARACTERS = 256  # of a text that are compared in one step

Judge = Callable[[Run, Any, Spot], Misfits]


class Keyword(NamedTuple):
    """A keyword: the shape of its value, what it asks, of which values and in which drafts."""

    shape: shapes.Shape
    judge: Judge
    kind: type | tuple[type, ...] | None
    first: int
    last: int


def identity(run: Run, value: Any) -> Any:
    """Return what two JSON values have in common exactly if they are equal: 1 is 1.0 and is not true.

    Raises:
        UndeterminedError: as `Run.spend`.
    """
    run.spend(1 + len(value) // _CHARACTERS if isinstance(value, str) else 1)
    if isinstance(value, dict):
        return ("object", frozenset((name, identity(run, item)) for name, item in value.items()))
    if isinstance(value, list):
        return ("array", tuple([identity(run, item) for item in value]))
    return (isinstance(value, bool), value)


def _one(spot: Spot, name: str, message: str) -> Misfits:
    yield Misfit(message, spot.pointer, (spot.place, name))


# Any value


def _type(run: Run, wanted: Any, spot: Spot) -> Misfits:
    names = wanted if isinstance(wanted, list) else [wanted]
    run.spend(len(names))
    if not any(_is_a(run, name, spot.value) for name in names):
        yield from _one(spot, "type", f"expected {' or '.join(names)}, found {_type_name(spot.value)}")


def _is_a(run: Run, name: str, value: Any) -> bool:
    if name == "integer":
        whole = isinstance(value, float) and value.is_integer() and run.draft > 4  # noqa: PLR2004
        return _type_name(value) == "integer" or whole
    return _type_name(value) == name or (name == "number" and _type_name(value) == "integer")


def _type_name(value: Any) -> str:
    return shapes.TYPE_NAMES[type(value)]


def _enum(run: Run, allowed: Any, spot: Spot) -> Misfits:
    own = identity(run, spot.value)
    if not any(identity(run, item) == own for item in allowed):
        yield from _one(spot, "enum", f"not one of the {len(allowed)} values that are allowed")


def _const(run: Run, wanted: Any, spot: Spot) -> Misfits:
    if identity(run, wanted) != identity(run, spot.value):
        yield from _one(spot, "const", "not the one value that is allowed")


# Numbers


def _multiple_of(run: Run, divisor: Any, spot: Spot) -> Misfits:
    from fractions import Fraction  # as they are written: 0.3 is a multiple of 0.1

    run.spend(20)
    if not isinstance(spot.value, bool) and Fraction(repr(spot.value)) % Fraction(repr(divisor)):
        yield from _one(spot, "multipleOf", f"not a multiple of {divisor}")


def _bound(name: str, breaks: Callable[[Any, Any], bool], phrase: str) -> Judge:
    """Make the judge of a keyword that compares a number; in draft 4 another member makes it exclusive."""

    def judge(run: Run, bound: Any, spot: Spot) -> Misfits:
        if isinstance(spot.value, bool):
            return
        strict = run.draft == 4 and spot.schema.get(_STRICT.get(name, "")) is True  # noqa: PLR2004
        if breaks(spot.value, bound) or (strict and spot.value == bound):
            yield from _one(spot, name, f"{phrase} {bound}")

    return judge


_STRICT = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}


def _size(name: str, breaks: Callable[[int, Any], bool], phrase: str) -> Judge:
    """Make the judge of a keyword that counts characters, items or members."""

    def judge(_run: Run, bound: Any, spot: Spot) -> Misfits:
        if breaks(len(spot.value), bound):
            yield from _one(spot, name, f"{phrase} than {bound}")

    return judge


# Texts


def _pattern(run: Run, pattern: Any, spot: Spot) -> Misfits:
    if not run.matches(pattern, spot.value, (spot.place, "pattern")):
        yield from _one(spot, "pattern", f"does not match the pattern {pattern[:100]!a}")


# Arrays


def _each(run: Run, schema: Any, spot: Spot, place: Way, *, start: int = 0) -> Misfits:
    for index in range(start, len(spot.value)):
        yield from run.misfits(schema, spot.value[index], (spot.pointer, index), place)


def _row_of(run: Run, schemas: Any, spot: Spot, name: str) -> Misfits:
    for index, (schema, item) in enumerate(zip(schemas, spot.value, strict=False)):
        yield from run.misfits(schema, item, (spot.pointer, index), ((spot.place, name), index))


def _items(run: Run, items: Any, spot: Spot) -> Misfits:
    if isinstance(items, list) and run.draft >= ROWS_APART:
        raise malformed((spot.place, "items"), "is an array, which became prefixItems")
    if isinstance(items, list):
        yield from _row_of(run, items, spot, "items")
    else:
        start = len(spot.schema.get("prefixItems", ())) if run.draft >= ROWS_APART else 0
        yield from _each(run, items, spot, (spot.place, "items"), start=start)


def _prefix_items(run: Run, schemas: Any, spot: Spot) -> Misfits:
    yield from _row_of(run, schemas, spot, "prefixItems")


def _additional_items(run: Run, schema: Any, spot: Spot) -> Misfits:
    items = spot.schema.get("items")
    if isinstance(items, list):
        yield from _each(run, schema, spot, (spot.place, "additionalItems"), start=len(items))


def _contains(run: Run, schema: Any, spot: Spot) -> Misfits:
    counts = run.draft >= 2019  # noqa: PLR2004 - the draft that added the two
    least = spot.schema.get("minContains", 1) if counts else 1
    most = spot.schema.get("maxContains") if counts else None
    found = sum(_fit(run, schema, spot, "contains"))
    if found < least:
        yield from _one(spot, "contains", f"holds {found} items of a kind of which it needs {least}")
    if most is not None and found > most:
        yield from _one(spot, "maxContains", f"holds {found} items of a kind of which it may have {most}")


def _fit(run: Run, schema: Any, spot: Spot, name: str) -> list[bool]:
    place = (spot.place, name)
    return [run.fits(schema, item, (spot.pointer, at), place) for at, item in enumerate(spot.value)]


def _unique_items(run: Run, wanted: Any, spot: Spot) -> Misfits:
    if wanted and len({identity(run, item) for item in spot.value}) < len(spot.value):
        yield from _one(spot, "uniqueItems", "holds an item twice")


# Objects


def _required(run: Run, names: Any, spot: Spot) -> Misfits:
    yield from _missing(run, names, spot, (spot.place, "required"))


def _missing(run: Run, names: list[str], spot: Spot, place: Way) -> Misfits:
    run.spend(len(names))
    for name in names:
        if name not in spot.value:
            yield Misfit("missing, but required", (spot.pointer, name), place)


def _properties(run: Run, schemas: Any, spot: Spot) -> Misfits:
    run.spend(len(schemas))
    for name, schema in schemas.items():
        if name in spot.value:
            place = ((spot.place, "properties"), name)
            yield from run.misfits(schema, spot.value[name], (spot.pointer, name), place)


def _pattern_properties(run: Run, schemas: Any, spot: Spot) -> Misfits:
    for pattern, schema in schemas.items():
        place = ((spot.place, "patternProperties"), pattern)
        for name, item in spot.value.items():
            if run.matches(pattern, name, place):
                yield from run.misfits(schema, item, (spot.pointer, name), place)


def additional(run: Run, spot: Spot) -> list[str]:
    """Return the members that neither properties nor patternProperties speaks of.

    Raises:
        UndeterminedError: as `Run.matches`.
    """
    named = spot.schema.get("properties", {})
    patterns = spot.schema.get("patternProperties", {})
    run.spend(len(spot.value))
    return [
        name
        for name in spot.value
        if name not in named
        and not any(run.matches(pattern, name, (spot.place, "patternProperties")) for pattern in patterns)
    ]


def _additional_properties(run: Run, schema: Any, spot: Spot) -> Misfits:
    yield from _members(run, schema, additional(run, spot), spot, "additionalProperties")


def _members(run: Run, schema: Any, names: list[str], spot: Spot, keyword: str) -> Misfits:
    place = (spot.place, keyword)
    for name in names:
        yield from run.misfits(schema, spot.value[name], (spot.pointer, name), place)


def _property_names(run: Run, schema: Any, spot: Spot) -> Misfits:
    for name in spot.value:
        yield from run.misfits(schema, name, (spot.pointer, name), (spot.place, "propertyNames"))


def _dependencies(run: Run, wanted: Any, spot: Spot, keyword: str = "dependencies") -> Misfits:
    run.spend(len(wanted))
    for name in [name for name in wanted if name in spot.value]:
        place = ((spot.place, keyword), name)
        if isinstance(wanted[name], list):
            yield from _missing(run, wanted[name], spot, place)
        else:
            yield from run.misfits(wanted[name], spot.value, spot.pointer, place)


def _dependent_required(run: Run, wanted: Any, spot: Spot) -> Misfits:
    yield from _dependencies(run, wanted, spot, "dependentRequired")


def _dependent_schemas(run: Run, wanted: Any, spot: Spot) -> Misfits:
    yield from _dependencies(run, wanted, spot, "dependentSchemas")


# Schemas over the same value


def _reference(run: Run, reference: Any, spot: Spot) -> Misfits:
    schema, place = run.target(reference, (spot.place, "$ref"))
    yield from run.misfits(schema, spot.value, spot.pointer, place)


def _dynamic(_run: Run, _reference: Any, spot: Spot) -> Misfits:
    raise UnsupportedError(f"the schema has a dynamic reference, at {brief(spot.place) or 'its root'}")


def _all_of(run: Run, schemas: Any, spot: Spot) -> Misfits:
    for index, schema in enumerate(schemas):
        yield from run.misfits(schema, spot.value, spot.pointer, ((spot.place, "allOf"), index))


def _any_of(run: Run, schemas: Any, spot: Spot) -> Misfits:
    places = (((spot.place, "anyOf"), index) for index in range(len(schemas)))
    pairs = zip(schemas, places, strict=True)
    if not any(run.fits(schema, spot.value, spot.pointer, place) for schema, place in pairs):
        yield from _one(spot, "anyOf", f"fits none of the {len(schemas)} alternatives")


def _one_of(run: Run, schemas: Any, spot: Spot) -> Misfits:
    places = (((spot.place, "oneOf"), index) for index in range(len(schemas)))
    pairs = zip(schemas, places, strict=True)
    found = sum(run.fits(schema, spot.value, spot.pointer, place) for schema, place in pairs)
    if found != 1:
        yield from _one(spot, "oneOf", f"fits {found} of the {len(schemas)} alternatives instead of one")


def _not(run: Run, schema: Any, spot: Spot) -> Misfits:
    if run.fits(schema, spot.value, spot.pointer, (spot.place, "not")):
        yield from _one(spot, "not", "fits what it must not fit")


def _if(run: Run, schema: Any, spot: Spot) -> Misfits:
    branch = "then" if run.fits(schema, spot.value, spot.pointer, (spot.place, "if")) else "else"
    if branch in spot.schema:
        yield from run.misfits(spot.schema[branch], spot.value, spot.pointer, (spot.place, branch))


def _unevaluated_properties(run: Run, schema: Any, spot: Spot) -> Misfits:
    from .unevaluated import seen_members

    seen = seen_members(run, spot)
    names = [name for name in spot.value if name not in seen]
    yield from _members(run, schema, names, spot, "unevaluatedProperties")


def _unevaluated_items(run: Run, schema: Any, spot: Spot) -> Misfits:
    from .unevaluated import seen_items

    seen = seen_items(run, spot)
    place = (spot.place, "unevaluatedItems")
    for index, item in enumerate(spot.value):
        if index not in seen:
            yield from run.misfits(schema, item, (spot.pointer, index), place)


def _nothing(_run: Run, _value: Any, _spot: Spot) -> Misfits:
    """Ask nothing: the keyword beside it reads this one."""
    yield from ()


_NUMBERS, _FIRST, _LAST = (int, float), 4, 9999

# A table reads as a table.
# fmt: off
_ROWS: tuple[tuple[str, shapes.Shape, Judge, type | tuple[type, ...] | None, int, int], ...] = (
    # keyword, the shape of its value, judge, for which values, first draft, last draft
    ("$ref", shapes.TEXT, _reference, None, _FIRST, _LAST),
    ("$recursiveRef", shapes.TEXT, _dynamic, None, 2019, 2019),
    ("$dynamicRef", shapes.TEXT, _dynamic, None, 2020, _LAST),
    ("type", shapes.TYPES, _type, None, _FIRST, _LAST),
    ("enum", shapes.ARRAY, _enum, None, _FIRST, _LAST),
    ("const", shapes.ANY, _const, None, 6, _LAST),
    ("multipleOf", shapes.DIVISOR, _multiple_of, _NUMBERS, _FIRST, _LAST),
    ("minimum", shapes.NUMBER, _bound("minimum", lt, "less than"), _NUMBERS, _FIRST, _LAST),
    ("maximum", shapes.NUMBER, _bound("maximum", gt, "more than"), _NUMBERS, _FIRST, _LAST),
    ("exclusiveMinimum", shapes.NUMBER, _bound("exclusiveMinimum", le, "not more than"), _NUMBERS, 6, _LAST),
    ("exclusiveMaximum", shapes.NUMBER, _bound("exclusiveMaximum", ge, "not less than"), _NUMBERS, 6, _LAST),
    ("minLength", shapes.COUNT, _size("minLength", lt, "shorter"), str, _FIRST, _LAST),
    ("maxLength", shapes.COUNT, _size("maxLength", gt, "longer"), str, _FIRST, _LAST),
    ("pattern", shapes.TEXT, _pattern, str, _FIRST, _LAST),
    ("items", shapes.SCHEMA_OR_ARRAY, _items, list, _FIRST, _LAST),
    ("prefixItems", shapes.SCHEMAS, _prefix_items, list, 2020, _LAST),
    ("additionalItems", shapes.SCHEMA, _additional_items, list, _FIRST, 2019),
    ("contains", shapes.SCHEMA, _contains, list, 6, _LAST),
    ("minContains", shapes.COUNT, _nothing, list, 2019, _LAST),
    ("maxContains", shapes.COUNT, _nothing, list, 2019, _LAST),
    ("minItems", shapes.COUNT, _size("minItems", lt, "fewer items"), list, _FIRST, _LAST),
    ("maxItems", shapes.COUNT, _size("maxItems", gt, "more items"), list, _FIRST, _LAST),
    ("uniqueItems", shapes.FLAG, _unique_items, list, _FIRST, _LAST),
    ("unevaluatedItems", shapes.SCHEMA, _unevaluated_items, list, 2019, _LAST),
    ("required", shapes.TEXTS, _required, dict, _FIRST, _LAST),
    ("properties", shapes.MAP, _properties, dict, _FIRST, _LAST),
    ("patternProperties", shapes.MAP, _pattern_properties, dict, _FIRST, _LAST),
    ("additionalProperties", shapes.SCHEMA, _additional_properties, dict, _FIRST, _LAST),
    ("propertyNames", shapes.SCHEMA, _property_names, dict, 6, _LAST),
    ("dependencies", shapes.MAP_OF_EITHER, _dependencies, dict, _FIRST, 7),
    ("dependentRequired", shapes.MAP_OF_TEXTS, _dependent_required, dict, 2019, _LAST),
    ("dependentSchemas", shapes.MAP, _dependent_schemas, dict, 2019, _LAST),
    ("minProperties", shapes.COUNT, _size("minProperties", lt, "fewer members"), dict, _FIRST, _LAST),
    ("maxProperties", shapes.COUNT, _size("maxProperties", gt, "more members"), dict, _FIRST, _LAST),
    ("unevaluatedProperties", shapes.SCHEMA, _unevaluated_properties, dict, 2019, _LAST),
    ("allOf", shapes.SCHEMAS, _all_of, None, _FIRST, _LAST),
    ("anyOf", shapes.SCHEMAS, _any_of, None, _FIRST, _LAST),
    ("oneOf", shapes.SCHEMAS, _one_of, None, _FIRST, _LAST),
    ("not", shapes.SCHEMA, _not, None, _FIRST, _LAST),
    ("if", shapes.SCHEMA, _if, None, 7, _LAST),
)
# fmt: on

KEYWORDS = {name: Keyword(shape, judge, kind, *drafts) for name, shape, judge, kind, *drafts in _ROWS}
