"""Read from a model what its members may hold, for the exported class table and for lenient views.

The models are the one source; nothing here adds a rule to them.
"""

from __future__ import annotations

import functools
import types
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from .node import As, Hold, Node
from .values import Plural, Value

_UNIONS = (Union, types.UnionType)


@dataclass(frozen=True, slots=True)
class Member:
    """What one member of a class may hold.

    Attributes:
        name: as in JSON.
        attribute: as in Python.
        required: whether it must be there.
        kinds: the alternatives: kinds of simple value and classes.
        plural: how several values are held; None for a single one.
    """

    name: str
    attribute: str
    required: bool
    kinds: tuple[Value | type[Node], ...]
    plural: Plural | None


@functools.cache
def members_of(cls: type[Node]) -> tuple[Member, ...]:
    """Return the members of a class in the order of their definition."""
    hints = get_type_hints(cls, include_extras=True)
    result = []
    for attribute, field in cls.model_fields.items():
        plural, kinds = _read(hints[attribute])
        result.append(Member(field.alias or attribute, attribute, field.is_required(), kinds, plural))
    return tuple(result)


def _read(hint: Any) -> tuple[Plural | None, tuple[Value | type[Node], ...]]:
    """Return how many values an annotation allows, and of which kinds."""
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        for mark in marks:
            if isinstance(mark, As):
                return None, (mark.value,)
            if isinstance(mark, Hold):
                return mark.plural, _read(inner)[1]
        return _read(inner)
    if get_origin(hint) is tuple:
        return None, _read(get_args(hint)[0])[1]
    if get_origin(hint) in _UNIONS:
        alternatives = [arg for arg in get_args(hint) if arg is not type(None)]
        return _merge([_read(arg) for arg in alternatives])
    return None, (hint,)


def _merge(
    parts: list[tuple[Plural | None, tuple[Value | type[Node], ...]]],
) -> tuple[Plural | None, tuple[Value | type[Node], ...]]:
    plural = next((plural for plural, _kinds in parts if plural is not None), None)
    return plural, tuple(kind for _plural, kinds in parts for kind in kinds)
