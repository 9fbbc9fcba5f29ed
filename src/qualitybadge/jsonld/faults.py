"""Lists every fault of a document's vocabulary; the walk stops at the first. Knows no rule itself.

It walks, notes the fault, leaves the member out and walks again: slow, and only for documents that are
refused anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualitybadge.errors import InputError, LimitError, UnsupportedError
from qualitybadge.limits import DEFAULT_LIMITS, Limits
from qualitybadge.wire.ways import count_values

from .contexts import PINNED, Contexts
from .quads import to_quads

_MAX_VALUES = 100_000  # walked in all the walks together, so that hostile documents end soon

Path = tuple[str, ...]


def vocabulary_errors(
    document: Mapping[str, Any], *, contexts: Contexts = PINNED, limits: Limits = DEFAULT_LIMITS
) -> tuple[InputError | UnsupportedError, ...]:
    """Return what `to_quads` has against a document, in document order, at most `limits.findings` faults.

    A fault that leaves nothing to go on with, such as an unknown context, is the last one.
    """
    errors: list[InputError | UnsupportedError] = []
    rest: Any = document
    removed: dict[Path, list[int]] = {}
    walks = max(1, _MAX_VALUES // count_values(document, _MAX_VALUES))
    while len(errors) < min(limits.findings, walks):
        try:
            to_quads(rest, contexts=contexts, limits=limits)
            break
        except (InputError, UnsupportedError) as error:
            errors.append(error)
            path = tuple(step.replace("~1", "/").replace("~0", "~") for step in error.pointer.split("/")[1:])
            original = _original(rest, path, removed)
            error.pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in original)
            if not path or "@context" in path or isinstance(error, LimitError):
                break
            rest = _without(rest, path, original, removed)
    return tuple(errors)


def _original(value: Any, path: Path, removed: dict[Path, list[int]]) -> Path:
    """Return the path that a value had before earlier items of its lists were left out."""
    original: Path = ()
    for step in path:
        if isinstance(value, list):
            index = int(step)
            value = value[index]
            for gone in removed.get(original, ()):
                index += gone <= index
            step = str(index)  # noqa: PLW2901 - the step as it was
        else:
            value = value.get(step)
        original = (*original, step)
    return original


def _without(value: Any, path: Path, original: Path, removed: dict[Path, list[int]]) -> Any:
    """Return a copy without the value at the path; a list that would be empty goes with it."""
    parent = value
    for step in path[:-1]:
        parent = parent[int(step)] if isinstance(parent, list) else parent[step]
    if isinstance(parent, list):
        if len(parent) == 1:
            return _without(value, path[:-1], original[:-1], removed)
        gone = removed.setdefault(original[:-1], [])
        gone.append(int(original[-1]))
        gone.sort()
    return _copy_without(value, path)


def _copy_without(value: Any, path: Path) -> Any:
    if isinstance(value, list):
        index = int(path[0])
        kept = [] if len(path) == 1 else [_copy_without(value[index], path[1:])]
        return [*value[:index], *kept, *value[index + 1 :]]
    copy = dict(value)
    if len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _copy_without(value[path[0]], path[1:])
    return copy
