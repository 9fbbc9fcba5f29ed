"""Rules that a TOML file declares without Python: a member is there, a link, a listed value, long enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..urls import is_web
from .rule import PASSES, Found, Judge, fails, partly
from .subject import Part, Subject, many

_Test = Callable[[str, str, Mapping[str, Any]], Found]


def declared(part: str, requires: Mapping[str, Any]) -> Judge:
    """Return the function of a declared rule.

    Args:
        part: the object that it looks at, as in `Rule`.
        requires: ``member`` (names inside the part, with dots between), ``test`` (``present``, ``https``,
            ``one-of`` or ``length``) and what that needs: ``values`` or ``length``.
    """
    way = requires["member"].split(".")
    test = TESTS[requires["test"]]

    def judge(subject: Subject) -> Found:
        whole = subject.part(part)
        pointer = whole.pointer(*way)
        said = _said(whole, way)
        return test(said, pointer, requires) if said else fails(pointer)

    return judge


def _said(whole: Part, way: list[str]) -> str:
    """Return the first text or number at the end of the way; "" where there is none."""
    values: list[Any] = [whole.data]
    for name in way:
        values = [item for value in values if isinstance(value, Mapping) for item in many(value.get(name))]
    texts = [str(value).strip() for value in values if isinstance(value, str | int | float)]
    return next((text for text in texts if text), "")


def _present(said: str, pointer: str, requires: Mapping[str, Any]) -> Found:
    del said, pointer, requires
    return PASSES


def _https(said: str, pointer: str, requires: Mapping[str, Any]) -> Found:
    del requires
    return PASSES if is_web(said) and said.lower().startswith("https:") else fails(pointer, said)


def _one_of(said: str, pointer: str, requires: Mapping[str, Any]) -> Found:
    return PASSES if said in requires["values"] else fails(pointer, said)


def _length(said: str, pointer: str, requires: Mapping[str, Any]) -> Found:
    return PASSES if len(said) >= requires["length"] else partly(pointer, said)


TESTS: Mapping[str, _Test] = {"present": _present, "https": _https, "one-of": _one_of, "length": _length}
"""What a declared rule can ask of a member that is there; one that is missing fails."""
NEEDS = {"one-of": "values", "length": "length"}
"""What a test needs beside the member."""
OUTCOMES = {"length": ("pass", "partial", "fail")}
"""The outcomes of a test where they are not ``pass`` and ``fail``."""
