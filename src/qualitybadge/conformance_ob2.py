"""Whether a compacted object conforms to a class of Open Badges 2.0, decided by the class tables.

It judges no signature, no date against a clock, no picture and nothing that is only linked.
"""

from __future__ import annotations

from typing import Any

from . import conformance
from .errors import InputError
from .limits import DEFAULT_LIMITS, Limits
from .model.ob2_classes import class_table_2


def class_errors(
    node: dict[str, Any], class_name: str, *, limits: Limits = DEFAULT_LIMITS, embedded: bool = True
) -> tuple[InputError, ...]:
    """Return what keeps a compacted object from conforming to a class, empty for nothing.

    The rules are those of OB 2.0 §Data Validation that concern one object.

    Args:
        node: the object with the terms of the context of 2.0; a list of one is as good as what stands in it.
        class_name: ``Assertion``, ``BadgeClass``, ``Issuer`` (the profile of who issues a badge), ``Profile``
            (of anybody), ``CryptographicKey``, ``RevocationList``, ``Endorsement``, or one of their parts.
        limits: beyond ``limits.findings`` the rest is counted in one last entry.
        embedded: whether badge classes, profiles, keys, lists and endorsements that are embedded in the
            object are judged with it. False is for a caller who judges each as an object of its own.

    Raises:
        InputError: there is no such class (NOT_A_BADGE).
    """
    shape = class_table_2(embedded=embedded).shapes.get(class_name)
    if shape is None:
        raise InputError(f"Open Badges 2.0 has no class {class_name!r}", code="NOT_A_BADGE")
    return conformance.class_errors(shape, node, limits=limits)
