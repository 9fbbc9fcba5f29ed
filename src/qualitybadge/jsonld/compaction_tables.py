"""Compiles a list of plain pinned context URLs into a table of terms; sees no document.

Plain is what the contexts of Open Badges 2.0 need: terms for IRIs, links and typed literals, and prefixes.
Anything else, such as scoped contexts or a default language, is left to PyLD.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from typing import Any, NamedTuple

from qualitybadge.errors import InputError, UnsupportedError

from .contexts import Contexts
from .ob2_terms import REVOKED, XSD, iri, is_absolute, is_undefined, word, words
from .terms import OutsideSubsetError

_MAX_TABLES = 64  # in the cache; some 20 KB each
_MAX_NESTED_URLS = 8  # contexts that name contexts that name contexts …
_TERM_KEYS = frozenset(("@container", "@id", "@prefix", "@type"))
_STRING = f"{XSD}string"


class Coercion(enum.Enum):
    """What a value of a member is."""

    ID = enum.auto()
    TYPE = enum.auto()
    LANGUAGE = enum.auto()
    IRI = enum.auto()
    TEXT = enum.auto()
    REVOKED = enum.auto()


class Entry(NamedTuple):
    """How the values of a member are read.

    Attributes:
        word: the key in the compacted object.
        coercion: what its values are.
        plain: strings are taken as they are.
        link: strings under `word` are IRIs.
        keyword: it is a keyword of JSON-LD.
    """

    word: str
    coercion: Coercion
    plain: bool
    link: bool
    keyword: bool = False


class Table(NamedTuple):
    """What the keys and types of a document mean under a list of contexts.

    Attributes:
        entries: key -> how its values are read.
        types: type -> its word.
        prefixes: prefix -> IRI.
    """

    entries: dict[str, Entry]
    types: dict[str, str]
    prefixes: dict[str, str]


_KEYWORDS = {
    "@id": Entry("id", Coercion.ID, plain=False, link=False, keyword=True),
    "@type": Entry("type", Coercion.TYPE, plain=False, link=False, keyword=True),
    "@language": Entry("@language", Coercion.LANGUAGE, plain=False, link=False, keyword=True),
}


@functools.lru_cache(maxsize=_MAX_TABLES)
def table_of(contexts: Contexts, urls: tuple[str, ...]) -> Table | None:
    """Return the meaning of all terms under these contexts; None where one is unknown or not plain."""
    terms: dict[str, dict[str, Any]] = {}
    try:
        for url in urls:
            _define(contexts.read(url), terms, contexts, _MAX_NESTED_URLS)
    except (InputError, OutsideSubsetError, UnsupportedError):
        return None
    return Table(
        entries={
            **{name: entry_of(known["@id"], known["@type"]) for name, known in terms.items()},
            **_KEYWORDS,
        },
        types={name: word(known["@id"]) for name, known in terms.items() if _may_be_type(known["@id"])},
        prefixes={name: known["@id"] for name, known in terms.items() if known.get("@prefix")},
    )


def entry_of(meaning: str, coercion: str) -> Entry:
    """Return how values are read of a member with this IRI and this ``@type`` in the context."""
    if meaning in _KEYWORDS:
        return _KEYWORDS[meaning]
    if is_undefined(meaning):
        meaning = iri(meaning)
    if meaning == REVOKED:
        name = "revoked" if coercion == f"{XSD}boolean" else "revokedAssertions"
        return Entry(name, Coercion.REVOKED, plain=True, link=False)
    name = word(meaning)
    link = name in words().links
    if coercion == "@id":
        return Entry(name, Coercion.IRI, plain=False, link=link)
    return Entry(name, Coercion.TEXT, plain=not link or coercion == f"{XSD}anyURI", link=link)


def _define(context: Any, terms: dict[str, dict[str, Any]], contexts: Contexts, depth: int) -> None:
    """Add the terms of a context to those before it."""
    if isinstance(context, list):
        for item in context:
            _define(item, terms, contexts, depth)
    elif isinstance(context, str) and depth > 0:
        _define(contexts.read(context), terms, contexts, depth - 1)
    elif isinstance(context, dict):
        before = dict(terms)
        for name, definition in context.items():
            terms[name] = _definition(name, definition, before)
    else:
        raise OutsideSubsetError


def _definition(name: str, definition: Any, before: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a term of a pinned context with its IRIs in full."""
    if not isinstance(definition, dict) or definition.keys() - _TERM_KEYS or name.startswith("@"):
        raise OutsideSubsetError
    coercion = _in_full(definition.get("@type", ""), before)
    if coercion not in ("", "@id") and not coercion.startswith(XSD):
        raise OutsideSubsetError
    if definition.get("@container", "@set") != "@set":
        raise OutsideSubsetError
    return {**definition, "@id": _in_full(definition.get("@id"), before), "@type": coercion}


def _in_full(reference: Any, before: Mapping[str, dict[str, Any]]) -> str:
    """Return an IRI with what an earlier context says of its prefix."""
    if reference in ("", "@id", "@type"):
        return str(reference)
    if not isinstance(reference, str) or not is_absolute(reference):
        raise OutsideSubsetError
    prefix, _, name = reference.partition(":")  # is_absolute says that there is a colon
    if before.get(prefix, {}).get("@prefix") and not name.startswith("//"):
        return str(before[prefix]["@id"]) + name
    return reference


def _may_be_type(meaning: str) -> bool:
    return meaning != "@type" and not is_undefined(meaning)
