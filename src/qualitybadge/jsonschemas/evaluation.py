"""Applies a JSON Schema to a value, drafts 4 to 2020-12, counting each step; see `keywords` for each keyword.

It follows references inside the schema only, and asserts no ``format``: the drafts in use make it an
annotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from ..errors import InputError, QualityBadgeError, UndeterminedError, UnsupportedError
from ..limits import DEFAULT_LIMITS, Limits
from ..wire.ways import Way, short_pointer_of
from . import patterns

if TYPE_CHECKING:
    from .keywords import Keyword

DRAFTS = {
    "//json-schema.org/draft-04/schema": 4,
    "//json-schema.org/draft-06/schema": 6,
    "//json-schema.org/draft-07/schema": 7,
    "//json-schema.org/draft/2019-09/schema": 2019,
    "//json-schema.org/draft/2020-12/schema": 2020,
}
"""``$schema`` without its scheme -> the draft, as a number that grows with time."""
MAX_LEVELS = 200
"""Schemas inside schemas while one value is judged: each takes three places of Python's stack."""

_LONGEST_POINTER = 300


class Spot(NamedTuple):
    """A schema applied to a value.

    Attributes:
        schema: the schema, an object.
        value: the value that is judged.
        pointer: the way to the value in the document.
        place: the way to the schema in its own document.
    """

    schema: dict[str, Any]
    value: Any
    pointer: Way
    place: Way


class Misfit(NamedTuple):
    """One thing that keeps a value from following a schema."""

    message: str
    pointer: Way
    place: Way


def schema_errors(
    schema: Any, value: Any, *, draft: int = 0, address: str = "", limits: Limits = DEFAULT_LIMITS
) -> tuple[InputError, ...]:
    """Return what keeps a value from following a schema, empty for nothing.

    What was found before the schema turned out to be inapplicable is found nevertheless.

    Args:
        schema: the parsed schema.
        value: the parsed document.
        draft: the draft that holds where the schema names none: 4, 6, 7, 2019 or 2020; 0: none does.
        address: where the schema was obtained, so that it may name itself in references.
        limits: `schema_steps` and `findings` are used.

    Raises:
        UnsupportedError: it needs what is not supported: another draft, a reference that leaves it, dynamic
            references, look-around in a pattern.
        UndeterminedError: it is malformed (MALFORMED_VALUE) or takes more work than allowed (LIMIT).
    """
    found: list[InputError] = []
    try:
        run = Run(schema, draft, address, limits)
        found.extend(map(_error, islice(run.misfits(schema, value, None, None), limits.findings + 1)))
    except QualityBadgeError:
        if not found:
            raise
        return tuple(found)
    except RecursionError:
        if not found:
            raise _too_deep() from None
        return tuple(found)
    if len(found) > limits.findings:
        found[-1] = InputError("further findings are not listed", code="SCHEMA_MISMATCH")
    return tuple(found)


class Run:
    """One application of one schema: its draft, what its references mean and the steps that are left."""

    def __init__(self, schema: Any, draft: int, address: str, limits: Limits) -> None:
        from .keywords import KEYWORDS  # which are written in terms of a run

        self.schema = schema
        self.draft = _draft_of(schema, draft)
        self._keywords = {k: row for k, row in KEYWORDS.items() if row.first <= self.draft <= row.last}
        self._left = limits.schema_steps
        self._levels = 0
        self._patterns: dict[str, patterns.Pattern] = {}
        self._read: dict[int, list[tuple[str, Keyword]]] = {}
        self._anchors: dict[str, tuple[Any, Way]] | None = None
        self._targets: dict[str, tuple[Any, Way]] = {}
        self._id = "id" if self.draft == 4 else "$id"  # noqa: PLR2004 - draft 4 says id
        own = schema.get(self._id) if isinstance(schema, dict) else None
        self._names = {name.partition("#")[0] for name in ("", address, own) if isinstance(name, str)}

    def spend(self, steps: int) -> None:
        """Count steps.

        Raises:
            UndeterminedError: there are none left (LIMIT).
        """
        self._left -= steps
        if self._left < 0:
            raise UndeterminedError("the schema takes more work than the limit schema_steps", code="LIMIT")

    def misfits(self, schema: Any, value: Any, pointer: Way, place: Way) -> Iterator[Misfit]:
        """Yield what keeps the value from following the schema.

        Raises:
            UndeterminedError: as `schema_errors`.
        """
        if schema is False:  # draft 4 has it in some places only: nothing hangs on that
            yield Misfit("no value is allowed here", pointer, place)
        if isinstance(schema, bool):
            self.spend(1)
            return
        self._enter(schema, place)
        spot = Spot(schema, value, pointer, place)
        for name, keyword in self._checked(schema, place):
            if keyword.kind is None or isinstance(value, keyword.kind):
                yield from keyword.judge(self, schema[name], spot)
        self._levels -= 1

    def _enter(self, schema: Any, place: Way) -> None:
        """Count a schema that is entered, and refuse what is none or speaks under another address."""
        if not isinstance(schema, dict):
            raise malformed(place, "is no schema")
        if place and self._id in schema and not _is_anchor(schema[self._id]):
            message = f"the schema holds another schema with an address of its own, at {brief(place)}"
            raise UnsupportedError(message)
        self.spend(2 + len(schema))
        self._levels += 1
        if self._levels > MAX_LEVELS:
            raise _too_deep()

    def _checked(self, schema: dict[str, Any], place: Way) -> list[tuple[str, Keyword]]:
        """Return the keywords that hold, all of them well formed: one may look at what another one says."""
        known = self._read.get(id(schema))  # the schema outlives the run, so its id stays its own
        if known is not None:
            return known
        only_reference = self.draft <= 7 and "$ref" in schema  # noqa: PLR2004 - siblings count since 2019-09
        names = ["$ref"] if only_reference else [name for name in schema if name in self._keywords]
        keywords = [(name, self._keywords[name]) for name in names]
        for name, keyword in keywords:
            if not keyword.shape.admits(schema[name]):
                raise malformed((place, name), f"is not {keyword.shape.phrase}")
        self._read[id(schema)] = keywords
        return keywords

    def fits(self, schema: Any, value: Any, pointer: Way, place: Way) -> bool:
        """Tell whether the value follows the schema.

        Raises:
            UndeterminedError: as `schema_errors`.
        """
        levels = self._levels
        fits = next(self.misfits(schema, value, pointer, place), None) is None
        self._levels = levels  # a generator that was left early did not count down
        return fits

    def matches(self, pattern: str, text: str, place: Way) -> bool:
        """Tell whether a pattern is found in a text.

        Raises:
            UndeterminedError: the pattern is malformed or too large; as `spend`.
            UnsupportedError: as `patterns.compiled`.
        """
        known = self._patterns.get(pattern)
        if known is None:
            try:
                known = self._patterns[pattern] = patterns.compiled(pattern)
            except InputError as error:
                raise malformed(place, f"is {error.message}") from error
            self.spend(len(known.program))
        return known.found_in(text, self.spend)

    def target(self, reference: str, place: Way) -> tuple[Any, Way]:
        """Return the schema that a reference means, and its place.

        Raises:
            UnsupportedError: it leaves the schema.
            UndeterminedError: nothing stands there (MALFORMED_VALUE).
        """
        found = self._targets.get(reference)
        if found is None:
            found = self._targets[reference] = self._looked_up(reference, place)
        return found

    def _looked_up(self, reference: str, place: Way) -> tuple[Any, Way]:
        document, _, fragment = reference.partition("#")
        if document not in self._names:
            where = brief(place) or "its root"
            raise UnsupportedError(
                f"the schema refers to another document, at {where}; such references are never followed",
                hint="ask for a schema that stands for itself, with its parts under $defs",
            )
        fragment = unquote(fragment)
        if fragment.startswith("/") or not fragment:
            return self._pointed(fragment, place)
        anchors = self._anchors = self._anchors or self._all_anchors()
        if fragment not in anchors:
            raise malformed(place, "refers to a name that the schema does not define")
        return anchors[fragment]

    def _pointed(self, fragment: str, place: Way) -> tuple[Any, Way]:
        target = self.schema
        way: Way = None
        for step in fragment.split("/")[1:]:
            self.spend(1)
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(target, dict) and name in target:
                target = target[name]
            elif isinstance(target, list) and name.isdecimal() and int(name) < len(target):
                target = target[int(name)]
            else:
                raise malformed(place, "refers to a place that the schema does not have")
            way = (way, name)
        return target, way

    def _all_anchors(self) -> dict[str, tuple[Any, Way]]:
        """Return every named place of the schema; the first of a name counts."""
        anchors: dict[str, tuple[Any, Way]] = {}
        pending: list[tuple[Any, Way]] = [(self.schema, None)]
        while pending:
            self.spend(1)
            value, place = pending.pop()
            if isinstance(value, dict):
                for name in _anchor_names(value):
                    anchors.setdefault(name, (value, place))
                pending.extend((item, (place, name)) for name, item in value.items())
            elif isinstance(value, list):
                pending.extend((item, (place, index)) for index, item in enumerate(value))
        return anchors


def malformed(place: Way, what: str) -> UndeterminedError:
    """Return the error of a schema that breaks its own rules: nobody can tell what it would ask for."""
    return UndeterminedError(
        f"the schema is malformed: {brief(place) or 'it'} {what}", code="MALFORMED_VALUE"
    )


def _draft_of(schema: Any, default: int) -> int:
    named = schema.get("$schema") if isinstance(schema, dict) else None
    if named is None:
        if not default:
            raise UnsupportedError("the schema names no draft in $schema, so nobody can tell how to read it")
        return default
    scheme, _, rest = named.partition(":") if isinstance(named, str) else ("", "", "")
    draft = DRAFTS.get(rest.removesuffix("#"), 0) if scheme in {"http", "https"} else 0
    if not draft:
        raise UnsupportedError(f"the schema is of the unknown draft {ascii(named)[:100]}")
    return draft


def _is_anchor(identifier: Any) -> bool:
    return isinstance(identifier, str) and identifier.startswith("#")


def _anchor_names(schema: dict[str, Any]) -> Iterator[str]:
    anchor = schema.get("$anchor")
    if isinstance(anchor, str):
        yield anchor
    for name in ("$id", "id"):
        if _is_anchor(schema.get(name)):
            yield schema[name][1:]


def _error(misfit: Misfit) -> InputError:
    message = f"{misfit.message} (schema at {brief(misfit.place) or 'its root'})"
    return InputError(message, code="SCHEMA_MISMATCH", pointer=brief(misfit.pointer))


def brief(way: Way) -> str:
    """Return the pointer, or that of the nearest place around it that is short enough to be shown."""
    return short_pointer_of(way, _LONGEST_POINTER)


def _too_deep() -> UndeterminedError:
    return UndeterminedError(f"the schema refers to itself more than {MAX_LEVELS} levels deep", code="LIMIT")
