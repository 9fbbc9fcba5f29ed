"""Compacts documents that name only plain pinned contexts, without PyLD; what is unsure it leaves to PyLD.

One walk with a table of terms gives what expansion with the document's contexts and compaction into the
words of 2.0 would give. It never judges: a relative IRI, an unknown type, a keyword or anything else out of
the ordinary raises `OutsideSubsetError`, and PyLD decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from qualitybadge.limits import Limits

from .compaction_parts import Compacted, Extension, is_extension, listed, step
from .compaction_tables import Coercion, Entry, Table, entry_of, table_of
from .contexts import Contexts
from .iri import is_iri
from .ob2_terms import CONTEXT, is_absolute, is_undefined, types, word
from .terms import OutsideSubsetError

_FOREIGN_UNIT = 8  # members of other vocabularies that cost as much as a unit of the budget


class Place(NamedTuple):
    """Where the walk is.

    Attributes:
        table: the terms in force.
        pointer: the place of the node in the compacted data.
        depth: how many levels may follow.
        urls: the contexts in force, outermost first.
        context: the nearest ``@context`` as it stands.
    """

    table: Table
    pointer: str
    depth: int
    urls: tuple[str, ...]
    context: Any


def compact(document: dict[str, Any], contexts: Contexts, limits: Limits) -> Compacted:
    """Return the compacted document.

    Raises:
        OutsideSubsetError: PyLD has to decide.
    """
    context = document.get("@context")
    walk = _Walk(contexts, limits.contexts)
    urls = _urls(context)
    data = walk.node(document, Place(walk.table(urls), "", limits.json_depth, urls, context))
    if not data.keys() - {"@language", "id"}:
        raise OutsideSubsetError
    extensions = sorted(walk.extensions, key=lambda extension: extension.pointer)
    return Compacted({"@context": CONTEXT, **data}, (), tuple(extensions), walk.foreign // _FOREIGN_UNIT)


def _urls(context: Any) -> tuple[str, ...]:
    urls = tuple(listed(context))
    for url in urls:
        if url.__class__ is not str:
            raise OutsideSubsetError
    return urls


class _Walk:
    """One walk over one document, and the extension objects found on the way."""

    __slots__ = ("_contexts", "_most_urls", "_tables", "extensions", "foreign")

    def __init__(self, contexts: Contexts, most_urls: int) -> None:
        self._contexts = contexts
        self._most_urls = most_urls
        self._tables: dict[tuple[str, ...], Table] = {}
        self.extensions: list[Extension] = []
        self.foreign = 0  # members of other vocabularies, which take longer

    def table(self, urls: tuple[str, ...]) -> Table:
        """Return the terms of a list of contexts, as many lists as a document may have contexts."""
        table = self._tables.get(urls)
        if table is None:
            if len(self._tables) >= self._most_urls or len(urls) > self._most_urls:
                raise OutsideSubsetError
            table = table_of(self._contexts, urls)
            if table is None:
                raise OutsideSubsetError
            self._tables[urls] = table
        return table

    def node(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        """Return a compacted node."""
        table = place.table
        entries = table.entries
        result: dict[str, Any] = {}
        for key, value in node.items():
            entry = entries.get(key)
            if entry is None:
                entry = _unlisted(key, table)
                if entry is None:
                    continue
                self.foreign += 1
            if entry.word in result:
                raise OutsideSubsetError
            if entry.plain and value.__class__ is str:
                result[entry.word] = value
            elif entry.keyword:
                result[entry.word] = _KEYWORDS[entry.coercion](value, table)
            elif value is not None:
                result[entry.word] = self._member(value, entry, place)
        if is_extension(result):
            self._note(node, result, place)
        return result

    def _member(self, value: Any, entry: Entry, place: Place) -> Any:
        return (
            self._values(value, entry, place)
            if value.__class__ is list
            else self._value(value, entry, place, "")
        )

    def _values(self, values: list[Any], entry: Entry, place: Place) -> Any:
        if len(values) == 1 and values[0].__class__ is not list and values[0] is not None:
            return self._value(values[0], entry, place, "")
        if not values and entry.coercion is Coercion.REVOKED:
            raise OutsideSubsetError  # under which of the two words?
        result = []
        for index, value in enumerate(values):
            if value is None or value.__class__ is list:
                raise OutsideSubsetError
            result.append(self._value(value, entry, place, f"/{index}"))
        return result

    def _value(self, value: Any, entry: Entry, place: Place, index: str) -> Any:
        kind = value.__class__
        if kind is str:
            return value if entry.plain else _string(value, entry, place.table)
        if kind is dict:
            return self._embedded(value, entry, place, index)
        if kind is bool or kind is int or kind is float:
            if entry.word == "revokedAssertions":
                raise OutsideSubsetError
            return value
        raise OutsideSubsetError

    def _embedded(self, value: dict[str, Any], entry: Entry, place: Place, index: str) -> Any:
        if entry.word == "revoked" or place.depth <= 1:
            raise OutsideSubsetError
        table, urls, context = place.table, place.urls, place.context
        if "@context" in value:
            context = value["@context"]
            urls = (*urls, *_urls(context))
            table = self.table(urls)
        pointer = f"{place.pointer}/{step(entry.word)}{index}"
        node = self.node(value, Place(table, pointer, place.depth - 1, urls, context))
        if len(node) == 1:
            if "@language" in node:
                raise OutsideSubsetError
            if entry.link and "id" in node:
                return node["id"]
        return node

    def _note(self, node: dict[str, Any], compacted: dict[str, Any], place: Place) -> None:
        own = [] if "@context" not in node else _urls(node["@context"])
        outer = place.urls[: len(place.urls) - len(own)]
        self.extensions.append(
            Extension(place.pointer, types(compacted), place.context, node, outer, self._contexts)
        )


def _unlisted(key: Any, table: Table) -> Entry | None:
    """Return how a member is read whose key is no term: compact IRIs are; None where it is dropped."""
    if key == "@context":
        return None
    if key.__class__ is not str or key.startswith("@"):
        raise OutsideSubsetError
    prefix, colon, name = key.partition(":")
    if not colon:
        return None
    if prefix not in table.prefixes or name.startswith("//"):
        raise OutsideSubsetError
    return entry_of(table.prefixes[prefix] + name, "")


def _string(value: str, entry: Entry, table: Table) -> Any:
    if entry.coercion is Coercion.IRI:
        iri = _iri(value, table)
        return iri if entry.link else {"id": iri}
    return {"@value": value} if entry.link else value


def _iri(value: Any, table: Table) -> str:
    """Return an IRI in full."""
    if value.__class__ is not str:
        raise OutsideSubsetError
    prefix, colon, name = value.partition(":")
    iri: str = value
    if colon and prefix in table.prefixes and not name.startswith("//"):
        iri = table.prefixes[prefix] + name
    if not is_absolute(iri):
        raise OutsideSubsetError
    return iri


def _types(value: Any, table: Table) -> Any:
    known = table.types.get(value) if value.__class__ is str else None
    if known is not None:
        return known
    result = [table.types.get(_text(name, table)) or _other_type(name, table) for name in listed(value)]
    if not result:
        raise OutsideSubsetError
    return result if len(result) > 1 else result[0]


def _other_type(name: str, table: Table) -> str:
    iri = _iri(name, table)
    if not is_iri(iri) or is_undefined(iri):
        raise OutsideSubsetError
    return word(iri)


def _text(value: Any, _table: Table) -> str:
    if value.__class__ is not str:
        raise OutsideSubsetError
    return str(value)


_KEYWORDS: dict[Coercion, Callable[[Any, Table], Any]] = {
    Coercion.ID: _iri,
    Coercion.TYPE: _types,
    Coercion.LANGUAGE: _text,
}
