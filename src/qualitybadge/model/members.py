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
        hint = hints[attribute]
        name = field.alias or attribute
        result.append(Member(name, attribute, field.is_required(), _kinds(hint), _plural(hint)))
    return tuple(result)


def _plural(hint: Any) -> Plural | None:
    """Return how several values are held, as the marker of an annotation says."""
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((mark.plural for mark in marks if isinstance(mark, Hold)), None)


def _kinds(hint: Any) -> tuple[Value | type[Node], ...]:
    """Return the alternatives that an annotation allows for one value."""
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        simple = tuple(mark.value for mark in marks if isinstance(mark, As))
        return simple or _kinds(inner)
    if get_origin(hint) is tuple:
        return _kinds(get_args(hint)[0])
    if get_origin(hint) in _UNIONS:
        alternatives = [_kinds(arg) for arg in get_args(hint) if arg is not type(None)]
        return tuple(kind for kinds in alternatives for kind in kinds)
    return (hint,)
