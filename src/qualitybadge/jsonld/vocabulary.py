"""Compiles contexts into active contexts: what every term means at one place (JSON-LD 1.1 API §4.1).

Nothing is fetched and no document is read here: contexts come from a callable, and how the members of a
node are turned into quads is the business of `shapes` and `quads`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qualitybadge.errors import InputError

from .iri import check_not_compact, is_iri
from .refusals import quoted
from .terms import Definitions, OutsideSubsetError, Term, invalid, read_language, unsupported

if TYPE_CHECKING:
    from .shapes import Shape

ReadContext = Callable[[str], Any]
"""URL -> the content of its ``@context``."""

_VERSION = 1.1
_MAX_NESTED_URLS = 8  # contexts that name contexts that name contexts …


class Tally:
    """How many contexts and shapes were made from one start; whoever keeps them decides what is too much."""

    __slots__ = ("made",)

    def __init__(self) -> None:
        self.made = 0


class ActiveContext:
    """The meaning of every term at one place of a document; never changed once made, apart from its caches.

    Attributes:
        terms: term -> meaning.
        vocab: prefix of terms that are not listed, if the contexts set one.
        language: default language, lower case.
        previous: the context to return to in nested nodes, where this one does not propagate.
        aliases: the other names of ``@id`` and ``@type``.
        id_key: the name of ``@id`` that nodes use.
        type_key: the name of ``@type`` that nodes use.
        prefixes: the terms that compact IRIs may use.
        origin: the ``@context`` values that led here, outermost first.
        shapes: cache: types as they stand in the document -> how nodes of these types are read.
        tally: counts what was made from the same start.
    """

    __slots__ = (
        "_derived",
        "aliases",
        "id_key",
        "language",
        "origin",
        "prefixes",
        "previous",
        "read",
        "shapes",
        "tally",
        "terms",
        "type_key",
        "vocab",
    )

    def __init__(self, read: ReadContext, tally: Tally) -> None:
        self.read = read
        self.tally = tally
        self.terms: dict[str, Term] = {}
        self.vocab: str | None = None
        self.language: str | None = None
        self.previous: ActiveContext | None = None
        self.aliases: dict[str, str] = {}
        self.prefixes: frozenset[str] = frozenset()
        self.origin: tuple[tuple[str, ...], ...] = ()
        self.id_key = "@id"
        self.type_key = "@type"
        self.shapes: dict[Any, Shape] = {}
        self._derived: dict[Any, ActiveContext] = {}

    def embedded(self, urls: tuple[str, ...]) -> ActiveContext:
        """Return the context that a node's own ``@context``, a list of URLs, makes of this one.

        Raises:
            InputError: the contexts are malformed or change a protected term.
            UnsupportedError: a context is not known or uses what is not supported.
        """
        result = self._derive(("@context", urls), list(urls))
        if result is not self:
            result.origin = (*self.origin, urls)
        return result

    def of_types(self, types: list[str]) -> ActiveContext:
        """Return the context for the members of a node of these types; nested nodes return to this one.

        Raises:
            InputError: the types' contexts are malformed or change a protected term.
            UnsupportedError: a context is not known or uses what is not supported.
        """
        active = self
        for name in sorted({name for name in types if self.scoped(name)}):
            context = self.scoped(name)[0]
            if None in _listed(context):
                raise unsupported("a null context for a type")
            active = active._derive(("@type", name, active is self), context, propagate=False)
        return active

    def of_value(self, name: str) -> ActiveContext:
        """Return the context for strings and value objects of a property, given that of its node.

        Raises:
            InputError: the property's context is malformed.
            UnsupportedError: a context is not known or uses what is not supported.
        """
        scoped = self.scoped(name)
        if not scoped:
            return self
        return self._derive(("value", name), scoped[0], override_protected=True)

    def of_nested(self, name: str) -> ActiveContext:
        """Return the context for nodes in a property: types' contexts end here, the property's goes on.

        Raises:
            InputError: the property's context is malformed.
            UnsupportedError: a context is not known or uses what is not supported.
        """
        value = self.of_value(name)
        reverted = value.previous or value
        scoped = value.scoped(name)
        if not scoped:
            return reverted
        return self._derive(("nested", name), scoped[0], onto=reverted, override_protected=True)

    def iri_of(self, word: str, what: str) -> str:
        """Return the IRI of a word that is a term or an absolute IRI (JSON-LD 1.1 API §5.2, vocab).

        Raises:
            InputError: it is neither (MALFORMED_VALUE).
        """
        term = self.terms.get(word)
        if term is not None:
            if term.iri is None or term.iri.startswith("@"):
                raise InputError(f"the {what} {quoted(word)} is defined to mean nothing")
            return term.iri
        if ":" in word:
            check_not_compact(word, self.prefixes)
        iri = word if ":" in word or word.startswith("@") else f"{self.vocab or ''}{word}"
        if not is_iri(iri):
            raise InputError(f"the {what} {quoted(word)} is neither a defined term nor an absolute IRI")
        return iri

    def scoped(self, name: str) -> tuple[Any, ...]:
        """Return a term's own context as a one-tuple, or nothing."""
        term = self.terms.get(name)
        return (term is not None and term.scoped) or ()

    def _derive(
        self,
        key: Any,
        local: Any,
        *,
        onto: ActiveContext | None = None,
        override_protected: bool = False,
        propagate: bool = True,
    ) -> ActiveContext:
        """Apply a local context, to this one unless told otherwise, and remember the result."""
        result = self._derived.get(key)
        if result is None:
            draft = _Draft(onto or self, propagate=propagate)
            for context in _listed(local):
                draft.add(context, override_protected=override_protected)
            result = self._derived[key] = draft.finish()
        return result


class _Draft:
    """An active context in the making."""

    def __init__(self, parent: ActiveContext, *, propagate: bool) -> None:
        self._parent = parent
        self._propagate = propagate
        self._applied = 0
        self._terms = dict(parent.terms)
        self._vocab = parent.vocab
        self._language = parent.language
        self._aliases = dict(parent.aliases)
        self._prefixes = set(parent.prefixes)
        self._previous = parent.previous

    def add(self, context: Any, *, override_protected: bool, urls: tuple[str, ...] = ()) -> None:
        """Apply one entry of a local context.

        Raises:
            InputError: the context is malformed or changes a protected term.
            UnsupportedError: it is not known or uses what is not supported.
            OutsideSubsetError: it uses what only the bridge understands.
        """
        if isinstance(context, str):
            if context in urls or len(urls) > _MAX_NESTED_URLS:
                raise invalid(f"{context} refers to itself or is nested too deeply")
            for entry in _listed(self._parent.read(context)):
                self.add(entry, override_protected=override_protected, urls=(*urls, context))
        elif context is None:
            self._reset(override_protected=override_protected)
        elif isinstance(context, dict):
            self._apply(context, override_protected=override_protected)
        else:
            raise invalid("an entry is neither an object nor a URL")

    def _reset(self, *, override_protected: bool) -> None:
        if not override_protected and any(term.protected for term in self._terms.values()):
            raise invalid("null would drop protected terms")
        self._terms, self._vocab, self._language = {}, None, None
        self._aliases, self._prefixes, self._previous = {}, set(), None

    def _apply(self, context: dict[str, Any], *, override_protected: bool) -> None:
        """Apply one context object (JSON-LD 1.1 API §4.1.2 step 5)."""
        self._applied += 1
        _check_keywords(context)
        if "@propagate" in context:
            if self._applied > 1:
                raise unsupported("@propagate in a list of contexts")
            self._propagate = context["@propagate"]
        if "@vocab" in context:
            self._vocab = _read_vocab(context["@vocab"])
        if "@language" in context:
            self._language = read_language(context["@language"])
        definitions = Definitions(self._terms, self._vocab, context)
        definitions.define_all(override_protected=override_protected)
        for name in context:
            self._note(name)

    def _note(self, name: str) -> None:
        """Keep the short lists of aliases and prefixes up to date with one term."""
        term = self._terms.get(name)
        if term is not None and term.iri in {"@id", "@type"}:
            self._aliases[name] = term.iri or ""
        else:
            self._aliases.pop(name, None)
        if term is not None and term.prefix:
            self._prefixes.add(name)
        else:
            self._prefixes.discard(name)

    def finish(self) -> ActiveContext:
        """Return the finished context, which is the parent itself where nothing has changed."""
        parent = self._parent
        same = self._terms == parent.terms and self._previous is parent.previous
        if same and self._vocab == parent.vocab and self._language == parent.language:
            return parent
        result = ActiveContext(parent.read, parent.tally)
        result.tally.made += 1
        result.terms, result.vocab, result.language = self._terms, self._vocab, self._language
        result.origin = parent.origin
        result.aliases, result.prefixes = self._aliases, frozenset(self._prefixes)
        result.id_key = _main_name("@id", self._aliases)
        result.type_key = _main_name("@type", self._aliases)
        result.previous = self._previous if self._propagate or self._previous else parent
        return result


def _listed(context: Any) -> list[Any]:
    return context if isinstance(context, list) else [context]


def _check_keywords(context: dict[str, Any]) -> None:
    """Check the entries of a context object that are not terms, as far as they say how it is to be read."""
    if "@base" in context:
        raise unsupported("@base")
    for key in ("@direction", "@import"):
        if key in context:
            raise OutsideSubsetError(f"a context uses {key}")
    if context.get("@version", _VERSION) != _VERSION:
        raise invalid(f"@version is not {_VERSION}")
    for key in ("@propagate", "@protected"):
        if not isinstance(context.get(key, False), bool):
            raise invalid(f"{key} is not true or false")


def _read_vocab(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise invalid("@vocab is neither a string nor null")
    if not is_iri(value):
        raise OutsideSubsetError("@vocab is not an absolute IRI")
    return value


def _main_name(keyword: str, aliases: dict[str, str]) -> str:
    """Return the one name of a keyword that members may use, so that none can hide behind a second one."""
    names = sorted(name for name, meaning in aliases.items() if meaning == keyword)
    if not names:
        return keyword
    return keyword[1:] if keyword[1:] in names else names[0]
