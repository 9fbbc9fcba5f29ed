"""Defines the terms of one context object (JSON-LD 1.1 API §4.2); knows no document and loads no context."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from qualitybadge.errors import InputError, UnsupportedError

from .iri import is_iri

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_CONTEXT_KEYS = frozenset(
    ("@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab")
)
_CONTAINERS = frozenset(("@graph", "@id", "@index", "@language", "@list", "@set", "@type"))
_OUTSIDE_CONTAINERS = frozenset(("@id", "@index", "@type"))
_OUTSIDE_KEYS = frozenset(("@direction", "@index", "@nest", "@reverse"))
_DEFINITION_KEYS = _OUTSIDE_KEYS | frozenset(
    ("@container", "@context", "@id", "@language", "@prefix", "@protected", "@type")
)
KEYWORDS = _CONTEXT_KEYS | _CONTAINERS | _DEFINITION_KEYS | {"@included", "@json", "@none", "@value"}

_COERCIONS = {"@id": "@id", "@json": "@json", "@none": None, "@vocab": "@vocab"}

match_language = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*").fullmatch
"""Well-formed language tags (BCP 47), as far as N-Quads needs them."""


class OutsideSubsetError(Exception):
    """A legal construct that the compiled vocabulary does not cover; never leaves this room.

    `to_quads` answers it by handing the document to the bridge.
    """


class Term(NamedTuple):
    """What one term means in one active context.

    Attributes:
        iri: the absolute IRI, a keyword (then the term is its alias), or None (then it means nothing).
        coercion: ``@id``, ``@vocab``, ``@json`` or a datatype IRI, None for plain values.
        container: ``@set``, ``@list``, ``@graph``, ``@language`` and those outside the subset.
        language: a one-tuple of the term's own language or null.
        scoped: a one-tuple of the term's scoped context.
        prefix: whether compact IRIs may use the term.
        outside: the parts of the definition that the walk does not cover.
        protected: whether the definition may not change.
    """

    iri: str | None
    coercion: str | None
    container: frozenset[str]
    language: tuple[str | None] | None
    scoped: tuple[Any] | None
    prefix: bool
    outside: tuple[tuple[str, Any], ...]
    protected: bool


class Definitions:
    """The terms of an active context while one context object is applied to them."""

    def __init__(self, terms: dict[str, Term], vocab: str | None, local: dict[str, Any]) -> None:
        self.terms = terms
        self._vocab = vocab
        self._local = local
        self._finished: dict[str, bool] = {}

    def define_all(self, *, override_protected: bool) -> None:
        """Define every term of the context object.

        Raises:
            InputError: a definition breaks a rule, or changes a protected term.
        """
        for name in self._local:
            if name not in _CONTEXT_KEYS:
                self._define(name, override_protected=override_protected)

    def _define(self, name: str, *, override_protected: bool = False) -> None:
        if name in self._finished:
            if not self._finished[name]:
                raise invalid(f"the definition of {name!r} refers to itself")
            return
        self._finished[name] = False
        definition = self._local[name]
        if _defines_keyword(name, definition):
            self._finished[name] = True
            return
        previous = self.terms.pop(name, None)
        term = self._term(name, definition)
        if previous is not None and previous.protected and not override_protected:
            term = term._replace(protected=True)
            if term != previous:
                raise InputError(
                    f"the contexts define the protected term {name!r} in two ways",
                    hint="these contexts cannot be combined; ask the issuer for current ones",
                    spec="JSON-LD 1.1 §4.1.11",
                )
        self.terms[name] = term
        self._finished[name] = True

    def _term(self, name: str, definition: Any) -> Term:
        """Read one definition (JSON-LD 1.1 API §4.2.2)."""
        simple = not isinstance(definition, dict)
        if definition is None or isinstance(definition, str):
            definition = {"@id": definition}
        if not isinstance(definition, dict) or not name or not _DEFINITION_KEYS.issuperset(definition):
            raise invalid(f"the definition of {name!r} is not one of JSON-LD 1.1")
        iri = self._meaning(name, definition.get("@reverse", definition.get("@id", name)))
        container = _container(name, definition)
        protected = definition.get("@protected", self._local.get("@protected", False))
        return Term(
            iri=iri,
            coercion=self._coercion(name, definition),
            container=container,
            language=_language(definition),
            scoped=(definition["@context"],) if "@context" in definition else None,
            prefix=definition.get("@prefix", simple and _can_prefix(name, iri)) is True,
            outside=_outside(iri, container, definition),
            protected=protected is True,
        )

    def _meaning(self, name: str, target: Any) -> str | None:
        """Return the IRI or keyword that a term stands for."""
        if target is None:
            return None
        if not isinstance(target, str):
            raise invalid(f"the IRI of {name!r} is not a string")
        iri = self._expand(target) if target != name else self._own_meaning(name)
        if target != name and (":" in name or "/" in name):
            raise OutsideSubsetError(f"the term {name!r} has the form of an IRI")
        if iri == "@context":
            raise invalid("@context cannot have another name")
        if iri not in KEYWORDS and not is_iri(iri):
            raise invalid(f"the term {name!r} stands for {iri!r}, which is not an absolute IRI")
        return iri

    def _own_meaning(self, name: str) -> str:
        """Return the IRI of a term whose definition names none."""
        if ":" in name:
            return self._expand_compact(name)
        if self._vocab is None:
            raise invalid(f"the term {name!r} has no IRI")
        return self._vocab + name

    def _coercion(self, name: str, definition: dict[str, Any]) -> str | None:
        """Return how values of a term are to be read."""
        wanted = definition.get("@type", "@none")
        if not isinstance(wanted, str):
            raise invalid(f"the @type of {name!r} is not a string")
        if wanted in _COERCIONS:
            return _COERCIONS[wanted]
        datatype = self._expand(wanted)
        if not is_iri(datatype):
            raise invalid(f"the datatype of {name!r} is not an absolute IRI")
        return datatype

    def _expand(self, value: str) -> str:
        """Expand a term, compact IRI or word of the context object (JSON-LD 1.1 API §5.2)."""
        if value in KEYWORDS:
            return value
        if value in self._local and value not in _CONTEXT_KEYS:
            self._define(value)
        if value in self.terms:
            return self.terms[value].iri or ""
        if ":" in value:
            return self._expand_compact(value)
        return value if self._vocab is None else self._vocab + value

    def _expand_compact(self, value: str) -> str:
        prefix, _, suffix = value.partition(":")
        if prefix == "_" or suffix.startswith("//"):
            return value
        if prefix in self._local:
            self._define(prefix)
        term = self.terms.get(prefix)
        return f"{term.iri}{suffix}" if term is not None and term.prefix else value


def invalid(message: str) -> InputError:
    """Return the error for a context that is not valid JSON-LD 1.1."""
    return InputError(f"the context is malformed: {message}", spec="JSON-LD 1.1 §9.15")


def unsupported(what: str) -> UnsupportedError:
    """Return the error for a context construct that nobody's proof should depend on."""
    return UnsupportedError(f"a context uses {what}, which is not supported here")


def _defines_keyword(name: str, definition: Any) -> bool:
    """Tell whether a definition only says how ``@type`` is compacted, which changes nothing here."""
    if not name.startswith("@"):
        return False
    if name == "@type" and isinstance(definition, dict) and definition:
        rest = definition.keys() - {"@container", "@protected"}
        if not rest and definition.get("@container", "@set") == "@set":
            return True
    if name in KEYWORDS:
        raise invalid(f"the keyword {name} cannot be defined")
    raise unsupported(f"the reserved name {name!r}")


def _container(name: str, definition: dict[str, Any]) -> frozenset[str]:
    given = definition.get("@container", [])
    parts = frozenset(map(str, given if isinstance(given, list) else [given]))
    bare = parts - {"@set"}
    allowed = len(bare) <= 1 or bare in ({"@graph", "@id"}, {"@graph", "@index"})
    if not parts <= _CONTAINERS or not allowed or ("@list" in parts and len(parts) > 1):
        raise invalid(f"the @container of {name!r} is none of JSON-LD 1.1")
    return parts


def _can_prefix(name: str, iri: str | None) -> bool:
    """Tell whether a term that is defined by its IRI alone may begin a compact IRI."""
    return iri is not None and ":" not in name and iri[-1:] in set(":/?#[]@")


def _outside(
    iri: str | None, container: frozenset[str], definition: dict[str, Any]
) -> tuple[tuple[str, Any], ...]:
    """Return the parts of a definition that the walk does not cover."""
    outside = {key: definition[key] for key in sorted(_OUTSIDE_KEYS.intersection(definition))}
    if container & _OUTSIDE_CONTAINERS:
        outside["@container"] = sorted(container)
    if iri in KEYWORDS and iri not in {"@id", "@type"}:
        outside["@id"] = iri
    return tuple(outside.items())


def _language(definition: dict[str, Any]) -> tuple[str | None] | None:
    if "@language" not in definition or "@type" in definition:
        return None
    return (read_language(definition["@language"]),)


def read_language(language: Any) -> str | None:
    """Return the default language that a context sets, in lower case.

    Raises:
        InputError: it is neither null nor a well-formed language tag.
    """
    if language is None:
        return None
    if not isinstance(language, str) or not match_language(language):
        raise invalid(f"{language!r} is not a language tag")
    return language.lower()
