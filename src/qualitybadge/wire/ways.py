"""Walks of parsed JSON: the way to a value, written out only where somebody is told; how many there are."""

from __future__ import annotations

from itertools import accumulate

Way = tuple["Way", str | int] | None
"""The steps to a value, from its end; None for the whole document. A pointer for every value would repeat
the names around it once for each."""


def pointer_of(way: Way) -> str:
    """Return the JSON pointer (RFC 6901) of a way."""
    return "".join(_steps(way))


def short_pointer_of(way: Way, most: int) -> str:
    """Return the pointer of a way, or of the nearest place around it that takes no more characters."""
    steps = _steps(way)
    lengths = accumulate(map(len, steps))
    return "".join(step for step, length in zip(steps, lengths, strict=True) if length <= most)


def last_name(way: Way) -> str:
    """Return the name of the member that a way leads into last, "" for none."""
    while way is not None:
        way, step = way
        if isinstance(step, str):
            return step
    return ""


def count_values(value: object, most: int | None = None) -> int:
    """Return how many values there are, itself included; beyond `most` it does not matter how many."""
    count, pending = 1, [value]
    while pending and (most is None or count <= most):
        holder = pending.pop()
        inner = (
            list(holder.values()) if isinstance(holder, dict) else holder if isinstance(holder, list) else []
        )
        count += len(inner)
        pending += inner
    return count


def _steps(way: Way) -> list[str]:
    steps = []
    while way is not None:
        way, step = way
        steps.append(
            f"/{step.replace('~', '~0').replace('/', '~1')}" if isinstance(step, str) else f"/{step}"
        )
    return steps[::-1]
