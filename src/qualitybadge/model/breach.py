"""What a rule over several members of one object returns; holds no rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .values import Fault


class Breach(NamedTuple):
    """A rule that an object breaks.

    Attributes:
        path: steps from the object to the place; none for the object itself.
        fault: what is wrong there.
        spec: tag of the clause, where it is not the one of the object's class.
    """

    path: tuple[str | int, ...]
    fault: Fault
    spec: str = ""


Breaches = tuple[Breach, ...]
Rule = Callable[[Mapping[str, Any]], Breaches]

KEPT: Breaches = ()
"""The answer of a rule that is not broken."""
