"""The words of Open Badges 2.0: which term stands for which IRI; reads no document and judges none.

Two documents may use different names for one IRI, and the context of 2.0 itself has two names for some. Here
each IRI has one word, so that everything after compaction can compare words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from qualitybadge import spec

CONTEXT = "https://w3id.org/openbadges/v2"
XSD = "http://www.w3.org/2001/XMLSchema#"
REVOKED = "https://w3id.org/openbadges#revoked"

SENTINEL = "relative-iri:"
"""The scheme that relative IRIs are resolved against, so that they show; no document means it."""

_absolute = re.compile(rf"(?!{SENTINEL})[A-Za-z][A-Za-z0-9+.-]*:\S*|data:.*|_:\S+", re.DOTALL).fullmatch

_PREFERRED = frozenset(("HostedBadge", "SignedBadge", "verification", "revokedAssertions"))
"""The words for IRIs that have two: as the specification's tables spell them."""


class Words(NamedTuple):
    """The words of the 2.0 context.

    Attributes:
        iris: word -> IRI; ``id`` and ``type`` stand for ``@id`` and ``@type``.
        words: IRI -> word.
        prefixes: prefix -> IRI, for words such as ``schema:location``.
        links: the words whose strings are IRIs.
    """

    iris: dict[str, str]
    words: dict[str, str]
    prefixes: dict[str, str]
    links: frozenset[str]


@functools.cache
def words() -> Words:
    """Return the words of 2.0; a term that once stood for another IRI is the word for both.

    Raises:
        QualityBadgeError: the installation is damaged.
    """
    result: dict[str, str] = {}
    for variant in reversed(spec.context_variants(CONTEXT)):
        terms: dict[str, dict[str, Any]] = spec.read_context(CONTEXT, variant=variant)["@context"]
        for term, definition in terms.items():
            if term in _PREFERRED or definition["@id"] not in result:
                result[definition["@id"]] = term
    return Words(
        iris={term: definition["@id"] for term, definition in terms.items()},
        words=result,
        prefixes={term: known["@id"] for term, known in terms.items() if known.get("@prefix")},
        links=frozenset(term for term, known in terms.items() if known.get("@type") == "@id"),
    )


def iri(word: str) -> str:
    """Return the IRI of a word of a compacted object: a term, ``prefix:name``, or an IRI already.

    ``""`` where it is none of them. ``id`` and ``type`` give ``@id`` and ``@type``.
    """
    known = words()
    term = known.iris.get(word)
    if term is not None:
        return term
    prefix, colon, name = word.partition(":")
    if not colon:
        return ""
    if name.startswith("//"):
        return word
    return known.prefixes[prefix] + name if prefix in known.prefixes else word


def word(iri: str) -> str:
    """Return the one word of an IRI in compacted objects: a term, ``prefix:name``, or the IRI itself."""
    known = words()
    term = known.words.get(iri)
    if term is not None:
        return term
    for prefix, start in known.prefixes.items():
        if iri.startswith(start) and not iri.startswith("//", len(start)):
            return f"{prefix}:{iri[len(start) :]}"
    return iri


def types(node: Mapping[str, Any]) -> frozenset[str]:
    """Return the IRIs of the types of a compacted object: what tells its class."""
    given = node.get("type", ())
    return frozenset(iri(name) for name in ([given] if isinstance(given, str) else given))


def is_absolute(value: object) -> bool:
    """Tell whether a value could be an absolute IRI; of what follows the scheme only blanks are judged."""
    return isinstance(value, str) and _absolute(value) is not None


def is_undefined(iri: str) -> bool:
    """Tell whether an IRI is a compact one whose prefix was not defined, such as ``obi:Assertion``."""
    prefix, _, name = iri.partition(":")
    return prefix in words().prefixes and not name.startswith("//")
