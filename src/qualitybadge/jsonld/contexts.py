"""Which contexts a document may name: the pinned ones and those a caller adds; fetches nothing, ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from qualitybadge import spec
from qualitybadge.errors import InputError, UnsupportedError

from .refusals import quoted
from .vocabulary import ActiveContext, Tally

_MAX_MADE = 1024  # contexts and shapes; some 10 KB each
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Contexts:
    """The contexts that documents may name. Immutable, equal only to itself, shared between threads.

    Args:
        extra: URL -> context document (an object with ``@context``) for addresses that are not pinned.
        variants: pinned URL -> name of an older content of it (see `spec.context_variants`).

    Raises:
        InputError: an extra context is not JSON.
    """

    __slots__ = ("_contents", "_empty", "_extra", "_variants")

    def __init__(
        self, extra: Mapping[str, dict[str, Any]] = _NOTHING, variants: Mapping[str, str] = _NOTHING
    ) -> None:
        from qualitybadge.wire.strictjson import from_python

        self._extra: dict[str, Any] = {url: from_python(document) for url, document in extra.items()}
        self._variants = dict(variants)
        self._contents: dict[str, Any] = {}
        self._empty = ActiveContext(self.read, Tally())

    @property
    def extra(self) -> Mapping[str, dict[str, Any]]:
        """The contexts that the caller added."""
        return MappingProxyType(self._extra)

    @property
    def variants(self) -> Mapping[str, str]:
        """The older contents that the caller asked for."""
        return MappingProxyType(self._variants)

    def variant_of(self, url: str) -> str:
        """Return the name of the published content that is read for a pinned context."""
        if url in self._extra:
            return _published_variant(url, self._extra[url])
        return self._variants.get(url) or spec.context_variants(url)[0]

    def active(self, urls: tuple[str, ...]) -> ActiveContext:
        """Return the meaning of all terms under a document's list of contexts; compiled once.

        Raises:
            InputError: a context is malformed or altered, or two of them contradict each other.
            UnsupportedError: a context is not known or uses what is not supported.
        """
        if (
            self._empty.tally.made > _MAX_MADE
        ):  # strangers choose the types; start afresh before it is too much
            self._empty = ActiveContext(self.read, Tally())
        return self._empty.embedded(urls)

    def read(self, url: str) -> Any:
        """Return the content of a context: the value of ``@context`` in its document.

        Raises:
            InputError: the caller supplied a pinned context with other content (CONTEXT_ALTERED), or
                something that is no context.
            UnsupportedError: the context or the variant is not known (CONTEXT_UNKNOWN).
        """
        content = self._contents.get(url)
        if content is None:
            document = self._document(url)
            if not isinstance(document, dict) or document.get("@context") is None:
                raise InputError(f"what was supplied for {url} is no context document")
            content = self._contents[url] = document["@context"]
        return content

    def _document(self, url: str) -> Any:
        pinned = url in spec.context_urls()
        variant = self._variants.get(url)
        if url in self._extra:
            if not pinned:
                return self._extra[url]
            variant = _published_variant(url, self._extra[url])
        if not pinned:
            raise UnsupportedError(
                f"the context {quoted(url)} is not known",
                code="CONTEXT_UNKNOWN",
                hint="contexts are never fetched; read it, then pass it as contexts={url: document}",
            )
        return spec.read_context(url, variant=variant)


def _published_variant(url: str, document: Any) -> str:
    """Return which published content of a pinned context a caller supplied."""
    from qualitybadge.wire.jcs import canonicalize

    digest = hashlib.sha256(canonicalize(document)).hexdigest()
    digests = spec.context_digests(url)
    for variant in spec.context_variants(url):
        if digests.get(digest) == variant or document == spec.read_context(url, variant=variant):
            return variant
    raise InputError(
        f"the content supplied for {url} is none that was published there",
        code="CONTEXT_ALTERED",
        hint="remove it from contexts=...: the pinned content is used",
    )


PINNED = Contexts()
"""The pinned contexts, each with its latest content."""
