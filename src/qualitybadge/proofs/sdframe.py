"""The part of a JSON document that JSON pointers select (VC-DI ECDSA §3.4); knows no RDF and no signature."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

from ..errors import InputError

Tree: TypeAlias = "dict[str, Tree] | None"
"""Which members and elements are selected; None: all there is."""

KEPT = ("@context", "id", "@id", "type", "@type")
"""What an object is and is called stays with every part of it, or the part would say something else."""

_SPEC = "RFC 6901"
_is_pointer = re.compile(r"(?:/(?:[^~/]|~[01])*)*").fullmatch
_is_index = re.compile(r"0|[1-9][0-9]{0,8}").fullmatch


class Selection(NamedTuple):
    """A part of a document.

    Attributes:
        document: the part; whatever was selected whole is the very object of the source.
        origins: `id()` of each object that was selected in part -> `id()` of its source.
    """

    document: dict[str, Any]
    origins: dict[int, int]


def select(document: dict[str, Any], pointers: Iterable[str]) -> Selection:
    """Return the part of a document that the pointers select, in their order.

    An object selected in part keeps its ids, types and contexts; an array keeps the elements selected, in
    the order of the document. The pointer "" selects everything.

    Raises:
        InputError: a pointer is malformed, or nothing stands where it points (USAGE).
    """
    origins: dict[int, int] = {}
    selected = _part(document, tree_of(pointers), "", origins)
    return Selection(selected, origins)


def tree_of(pointers: Iterable[str]) -> Tree:
    """Return what the pointers select together.

    Raises:
        InputError: a pointer is malformed (USAGE).
    """
    root: dict[str, Tree] = {}
    for pointer in pointers:
        steps = steps_of(pointer)
        if not steps:
            return None
        _grow(root, steps)
    return root


def steps_of(pointer: str) -> list[str]:
    """Return the names and indexes of a JSON pointer, [] for the whole document.

    Raises:
        InputError: it is no JSON pointer (USAGE).
    """
    if not isinstance(pointer, str):
        raise InputError(
            f"a JSON pointer is a text, not of type {type(pointer).__name__}", code="USAGE", spec=_SPEC
        )
    if not _is_pointer(pointer):
        raise InputError(
            f"{pointer[:80]!r} is no JSON pointer",
            code="USAGE",
            hint="write it like /credentialSubject/result/0; ~1 stands for /, ~0 for ~",
            spec=_SPEC,
        )
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def pointer_of(steps: Iterable[str | int]) -> str:
    """Return the JSON pointer of names and indexes."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _grow(tree: dict[str, Tree], steps: list[str]) -> None:
    for step in steps[:-1]:
        below = tree.setdefault(step, {})
        if below is None:  # all of it is selected already
            return
        tree = below
    tree[steps[-1]] = None


def _part(source: Any, tree: Tree, pointer: str, origins: dict[int, int]) -> Any:
    """Return the selected part of a value, the value itself where all of it is selected."""
    if tree is None:
        return source
    if isinstance(source, list):
        return _elements(source, tree, pointer, origins)
    if not isinstance(source, dict):
        raise _nothing_at(pointer + pointer_of([next(iter(tree))]))
    selected = {name: source[name] for name in KEPT if name in source}
    for name, below in tree.items():
        place = pointer + pointer_of([name])
        if name not in source:
            raise _nothing_at(place)
        if name in selected:
            _part(source[name], below, place, {})  # only to see whether it points at something
        else:
            selected[name] = _part(source[name], below, place, origins)
    origins[id(selected)] = id(source)
    return selected


def _elements(source: list[Any], tree: dict[str, Tree], pointer: str, origins: dict[int, int]) -> list[Any]:
    for step in tree:
        if not _is_index(step) or int(step) >= len(source):
            raise _nothing_at(f"{pointer}{pointer_of([step])}")
    return [
        _part(source[index], tree[str(index)], f"{pointer}/{index}", origins)
        for index in sorted(map(int, tree))
    ]


def _nothing_at(pointer: str) -> InputError:
    hint = "give a pointer into the credential, without its proof"
    return InputError("the document has nothing there", code="USAGE", pointer=pointer, hint=hint, spec=_SPEC)
