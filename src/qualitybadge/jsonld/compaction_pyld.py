"""PyLD behind compaction: expands a copy of the document with sealed contexts; compacts extension objects.

PyLD resolves relative IRIs against a base. It is given one that no document can mean, so that every IRI which
was none shows; what that says of the document is not decided here.
"""

from __future__ import annotations

import copy
import functools
import os
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from qualitybadge.errors import InputError, LimitError, QualityBadgeError, UnsupportedError
from qualitybadge.limits import DEFAULT_LIMITS, Limits
from qualitybadge.urls import shown

from .budget import MOST_OF_ONE, Budget, too_large
from .compaction_parts import Extension, listed, step
from .contexts import Contexts
from .ob2_terms import CONTEXT, SENTINEL
from .terms import unsupported

MARK = f"https://qualitybadge.example/{os.urandom(16).hex()}"
"""The member that tells, in the expanded form, which object of the document this was. Never handed out, and
another one in each process, so that no document can forge it."""

_BASE = f"{SENTINEL}///"
_WORK_UNIT = 6  # values of the document times values in its contexts that cost as much as a value
_LEVELS_UNIT = 16  # levels below which a value costs as much again
_URL_WORK = 5
_NEUTRAL = {"@language": "und", "@vocab": "urn:none:"}
_UNMARKED = frozenset(("@graph", "@list", "@set", "@value"))
_KEYWORDS = frozenset(
    f"@{name}"
    for name in [
        "base",
        "container",
        "context",
        "direction",
        "graph",
        "id",
        "import",
        "included",
        "index",
        "json",
        "language",
        "list",
        "nest",
        "none",
        "prefix",
        "propagate",
        "protected",
        "reverse",
        "set",
        "type",
        "value",
        "version",
        "vocab",
    ]
)
_like_a_keyword = re.compile(r"@[A-Za-z]+\n?").fullmatch
_one_at_a_time = threading.Lock()  # PyLD's caches of contexts are not made for threads


class Seen(NamedTuple):
    """An object of the document that has its own context or says that it is an extension.

    Attributes:
        source: the object.
        pointer: its place in the document.
        contexts: the contexts in force, outermost first; the last one is the nearest.
        own: how many of them are its own: one or none.
    """

    source: Mapping[str, Any]
    pointer: str
    contexts: tuple[Any, ...]
    own: int


class Guarded:
    """A bounded copy of a document that PyLD may have, with marks; the document itself stays as it is.

    Args:
        document: what to copy.
        limits: how deep it may be and how many contexts it may name.
        budget: what it is paid from.

    Attributes:
        units: what was paid.

    Raises:
        InputError: it is not made of JSON values.
        LimitError: it is too deep, or names too many contexts.
        UndeterminedError: it is too large (LIMIT).
    """

    __slots__ = ("_limits", "_values", "_work", "copy", "languages", "seen", "units", "urls")

    def __init__(self, document: Mapping[str, Any], limits: Limits, budget: Budget) -> None:
        self._limits = limits
        self.units = 0
        self._values = 0
        self._work = 0
        self.seen: list[Seen] = []
        self.languages: dict[str, str] = {}
        self.urls: set[str] = set()
        self.copy = self._object(document, "", (), limits.json_depth)
        if len(self.urls) > limits.contexts:
            raise LimitError(f"more than {limits.contexts} contexts")
        self._spend(self._values * self._work // _WORK_UNIT)
        budget.spend(self.units)

    def _spend(self, units: int) -> None:
        self.units += units
        if self.units > MOST_OF_ONE:
            raise too_large()

    def _value(self, value: Any, pointer: str, contexts: tuple[Any, ...], depth: int) -> Any:
        self._values += 1
        self._spend(1 + (self._limits.json_depth - depth) // _LEVELS_UNIT)
        if depth <= 0:
            raise LimitError("the document is nested too deeply")
        if isinstance(value, Mapping):
            return self._object(value, pointer, contexts, depth)
        if isinstance(value, list):
            return [
                self._value(item, f"{pointer}/{index}", contexts, depth - 1)
                for index, item in enumerate(value)
            ]
        if value is None or isinstance(value, str | int | float):
            return value
        raise InputError(f"a value of type {type(value).__name__} is not JSON", pointer=pointer)

    def _object(self, node: Mapping[str, Any], pointer: str, contexts: tuple[Any, ...], depth: int) -> Any:
        if "@context" in node:
            self._note_context(node["@context"], depth)
            contexts = (*contexts, node["@context"])
        result: dict[str, Any] = {}
        for key, value in node.items():
            if not isinstance(key, str):
                raise InputError("the name of a member is not a string", pointer=pointer)
            if key == "@context":
                result[key] = _context_copy(value, pointer)
            else:
                result[key] = self._value(value, f"{pointer}/{step(key)}", contexts, depth - 1)
        self._note_language(node.get("@language"))
        if pointer and _to_be_marked(node):
            result[MARK] = len(self.seen)
        if not pointer or MARK in result:
            self.seen.append(Seen(node, pointer, contexts, int("@context" in node)))
        return result

    def _note_language(self, language: Any) -> None:
        if isinstance(language, str):
            self.languages.setdefault(language.lower(), language)

    def _note_context(self, context: Any, depth: int) -> None:
        """Count a context: PyLD may read it again for each value of the document."""
        for item in listed(context):
            if isinstance(item, str):
                self.urls.add(item)
                self._work += 0 if depth == self._limits.json_depth else _URL_WORK
            else:
                self._work += 1 + _size(item, depth)


def _context_copy(context: Any, pointer: str) -> Any:
    """Return a copy of a context that unsets nothing that was never set: PyLD stumbles over that."""
    result = []
    for item in listed(context):
        unset = {
            key: neutral
            for key, neutral in _NEUTRAL.items()
            if isinstance(item, Mapping) and key in item and item[key] is None
        }
        result += [*([unset] if unset else []), _plain(item, pointer)]
    return result if isinstance(context, list) or len(result) > 1 else result[0]


def _plain(value: Any, pointer: str) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item, pointer) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, pointer) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise InputError(f"a value of type {type(value).__name__} is not JSON", pointer=f"{pointer}/@context")


def _size(value: Any, depth: int) -> int:
    """Return how many values a context has.

    Raises:
        LimitError: it is too deep.
        UnsupportedError: it uses a word that a later JSON-LD may make a keyword, of which PyLD would print a
            warning; or it brings in a further context by its address, of which nobody counted the values.
    """
    if depth <= 0:
        raise LimitError("a context is nested too deeply")
    if isinstance(value, str) and _like_a_keyword(value) and value not in _KEYWORDS:
        raise unsupported(f"{value} in a context")
    if isinstance(value, Mapping):
        _refuse_unsupported(value)
        value = [*value, *value.values()]
    return 1 + sum(_size(item, depth - 1) for item in value) if isinstance(value, list) else 1


def _refuse_unsupported(context: Mapping[str, Any]) -> None:
    if str(context.get("@reverse", "")).startswith("@"):
        raise unsupported("a keyword as @reverse")
    for further in [context.get("@import"), *listed(context.get("@context"))]:
        if isinstance(further, str):
            raise unsupported(f"the further context {shown(further)}")


def _to_be_marked(node: Mapping[str, Any]) -> bool:
    if not _UNMARKED.isdisjoint(node):
        return False
    return "@context" in node or any(
        "Extension" in listed(node.get(key)) for key in ("type", "@type") if key in node
    )


def expanded(guarded: Guarded, contexts: Contexts) -> list[dict[str, Any]]:
    """Return the expanded form of a document.

    Raises:
        InputError: it is no JSON-LD.
        RecursionError: it needs more of the stack than there is.
        UnsupportedError: a context is not known.
    """
    result: list[dict[str, Any]] = _guard(guarded, contexts, "expand")
    return result


def compact_extension(extension: Extension, budget: Budget) -> dict[str, Any]:
    """Return an extension object compacted with the context of 2.0 and its own one.

    Raises:
        InputError: it is no JSON-LD.
        LimitError: it is too deep.
        UndeterminedError: it is too large (LIMIT), or a context is not known.
    """
    source = {key: value for key, value in extension.source.items() if key != "@context"}
    around = [item for context in (*extension.outer, extension.context) for item in listed(context)]
    words = [CONTEXT, *(item for item in listed(extension.context) if item is not None)]
    try:
        guarded = Guarded({**source, "@context": around}, DEFAULT_LIMITS, budget)
        compacted = _guard(guarded, extension.contexts, "compact", words)
    except RecursionError:
        raise LimitError("the extension is nested deeper than the stack of this program allows") from None
    compacted.pop("@context", None)
    data = _with_lists(without_marks(compacted), source)
    return dict(data)


def without_marks(value: Any) -> Any:
    """Return a copy of a value without the marks in it."""
    if isinstance(value, list):
        return [without_marks(item) for item in value]
    if isinstance(value, dict):
        return {key: without_marks(item) for key, item in value.items() if key != MARK}
    return value


def _with_lists(value: Any, source: Any) -> Any:
    """Return a compacted value with the lists of one that the document has: schemas tell them apart."""
    if isinstance(source, list):
        values = value if isinstance(value, list) else [value]
        if len(values) != len(source):
            return values
        return [_with_lists(one, other) for one, other in zip(values, source, strict=True)]
    if isinstance(value, dict) and isinstance(source, Mapping):
        return {key: _with_lists(item, source[key]) if key in source else item for key, item in value.items()}
    return value


@functools.lru_cache(maxsize=8)
def _loader(contexts: Contexts) -> tuple[Callable[..., dict[str, Any]], Any]:
    """Return what answers for the sealed contexts, and PyLD's cache of what it made of them."""
    from cachetools import LRUCache

    def load(url: str, _options: object) -> dict[str, Any]:
        document = {"@context": copy.deepcopy(contexts.read(url))}  # PyLD rewrites what it is given
        return {"document": document, "documentUrl": url, "contextUrl": None, "tag": "static"}

    return load, LRUCache(maxsize=64)


def _guard(guarded: Guarded, contexts: Contexts, operation: str, *context: Any) -> Any:
    """Run PyLD, and turn whatever it raises into one of our errors."""
    from pyld import ContextResolver, jsonld

    load, cache = _loader(contexts)
    options = {"base": _BASE, "documentLoader": load, "contextResolver": ContextResolver(cache, load)}
    try:
        with _one_at_a_time:
            return getattr(jsonld, operation)(guarded.copy, *context, options)
    except jsonld.JsonLdError as error:
        raise _reason(error, guarded, contexts) from None
    except (ArithmeticError, AttributeError, LookupError, SyntaxWarning, TypeError, ValueError) as error:
        # input that PyLD does not foresee
        raise InputError(f"the document or a context is not valid JSON-LD: {error}") from None


def _reason(error: BaseException, guarded: Guarded, contexts: Contexts) -> QualityBadgeError:
    """Return our own error behind one of PyLD's; where there is none, the innermost of PyLD's as ours."""
    message = ""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, QualityBadgeError):
            return _unknown(guarded, contexts) or cause
        message, cause = str(next(iter(cause.args), message)), cause.__cause__
    return InputError(f"the document or a context is not valid JSON-LD: {message}")


def _unknown(guarded: Guarded, contexts: Contexts) -> QualityBadgeError | None:
    """Return the error for the first context that is not known, with its place in the document."""
    named = ((seen, url) for seen in guarded.seen if seen.own for url in listed(seen.contexts[-1]))
    for seen, url in named:
        try:
            if isinstance(url, str):
                contexts.read(url)
        except (InputError, UnsupportedError) as error:
            error.pointer = f"{seen.pointer}/@context"
            return error
    return None
