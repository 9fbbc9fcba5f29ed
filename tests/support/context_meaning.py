"""Three independent ways to say what a JSON-LD context means, so that two files can be compared.

`active_terms` asks PyLD for the full active context, scoped contexts included; `flat_terms` is our own
reading, which shares no code with PyLD or with tools/pin_context.py; `expansions` uses every term.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pyld import jsonld
from pyld.context_resolver import ContextResolver

Document = Mapping[str, Any]
Documents = Mapping[str, Document]  # URL -> context document


class World:
    """PyLD with nothing but these context documents; each world has its own caches."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self._processor = jsonld.JsonLdProcessor()
        self._options = {
            "base": None,
            "processingMode": "json-ld-1.1",
            "documentLoader": self._load,
            "contextResolver": ContextResolver({}, self._load),
        }

    def _load(self, url: str, _options: Any = None) -> dict[str, Any]:
        document = copy.deepcopy(self.documents[url])
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
                "document": document, "tag": "static"}  # fmt: skip

    def active(self, context: Any) -> Any:
        """Return PyLD's active context for a value of @context."""
        initial = self._processor._get_initial_context(self._options)
        return self._processor.process_context(initial, copy.deepcopy(context), self._options)

    def scoped(self, active: Any, context: Any, *, of_type: bool) -> Any:
        """Return the active context inside a scope: of a property, or of a type (which ends with the node)."""
        return self._processor._process_context(
            active, copy.deepcopy(context), self._options, override_protected=True, propagate=not of_type
        )

    def expand(self, document: Document) -> Any:
        """Return the expanded document, or the code of PyLD's refusal."""
        try:
            return jsonld.expand(document, dict(self._options))
        except jsonld.JsonLdError as error:
            return _code(error)


def _code(error: BaseException | None) -> str:
    codes = []
    while isinstance(error, jsonld.JsonLdError):
        codes.append(str(error.code))
        error = error.__cause__
    return " < ".join(codes)


# -- (a) PyLD's active context


def active_terms(world: World, context: Any, *, scopes: bool = True) -> Any:
    """Return every term definition that PyLD derives, or the code of its refusal."""
    try:
        active = world.active(context)
        return _describe(world, active, active["mappings"], scopes=scopes)
    except jsonld.JsonLdError as error:
        return _code(error)


def _describe(world: World, active: Any, terms: Any, *, scopes: bool = True) -> dict[str, Any]:
    result = {
        key: active.get(key) for key in ("@vocab", "@language", "@direction", "@base", "processingMode")
    }
    for term in terms:
        mapping = dict(active["mappings"].get(term) or {})
        scoped = mapping.pop("@context", None)
        result[f"term {term}"] = {key: _plain(value) for key, value in mapping.items()}
        if scopes and scoped is not None:
            result[f"scope {term}"] = [_scope(world, active, scoped, of_type=kind) for kind in (False, True)]
    return result


def _scope(world: World, active: Any, context: Any, *, of_type: bool) -> Any:
    context = context or None  # PyLD records a null context as False
    inner = world.scoped(active, context, of_type=of_type)
    own = [term for term in (context or {}) if not term.startswith("@")]
    return sorted(inner["mappings"]), "previousContext" in inner, _describe(world, inner, own)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list | tuple) else value


# -- (b) our own reading

Row = tuple[str, str, str]  # path of the scope, term or keyword, what it means


def flat_terms(context: Any, documents: Documents, path: str = "") -> set[Row]:
    """Return one row for each fact of a context: where, which term, what.

    References are settled only from what stands in the context itself and before it; what an outer
    scope defines stays a reference, because it is bound when the term is used.
    """
    rows: set[Row] = set()
    _flatten(context, documents, path, {}, rows)
    return rows


def _flatten(context: Any, documents: Documents, path: str, known: dict[str, Any], rows: set[Row]) -> None:
    if context is None:
        known.clear()
        rows.add((path, "null", ""))
    elif isinstance(context, str):
        rows.add((path, "uses", context))
        _flatten(documents[context]["@context"], documents, f"{path}<{context}>", known, rows)
    elif isinstance(context, list):
        for item in context:
            _flatten(item, documents, path, known, rows)
    else:
        _flatten_object(context, documents, path, known, rows)


def _flatten_object(
    context: Any, documents: Documents, path: str, known: dict[str, Any], rows: set[Row]
) -> None:
    known.update({term: value for term, value in context.items() if not term.startswith("@")})
    for term, value in context.items():
        if term.startswith("@"):
            if term != "@protected":
                rows.add((path, term, repr(value)))
            continue
        definition = {"@id": value} if isinstance(value, str) else dict(value)
        inner = definition.pop("@context", "absent")
        container = definition.pop("@container", [])
        facts = {
            "iri": _iri(
                definition.pop("@id", None) or definition.get("@reverse", term), context, known, {term}
            ),
            "type": _iri(definition.pop("@type", ""), context, known, set()),
            "prefix": _is_prefix(term, value, context, known),
            "protected": definition.pop("@protected", context.get("@protected", False)),
            "reverse": "@reverse" in definition,
            "container": sorted([container] if isinstance(container, str) else container),
        }
        for ours in ("@prefix", "@reverse"):
            definition.pop(ours, None)
        rows.add((path, term, repr(sorted({**facts, **definition}.items()))))
        if inner != "absent":
            _flatten(inner, documents, f"{path}/{term}", {}, rows)


def _iri(reference: str, context: Any, known: dict[str, Any], seen: set[str]) -> str:
    if reference.startswith("@") or not reference:
        return reference
    if reference in known and reference not in seen:
        return _iri(_target(known[reference]) or reference, context, known, seen | {reference})
    prefix, separator, rest = reference.partition(":")
    if not separator:
        return context.get("@vocab", "") + reference
    if rest[:2] != "//" and prefix in known and _is_prefix(prefix, known[prefix], context, known):
        return _iri(_target(known[prefix]), context, known, seen | {prefix}) + rest
    return reference


def _target(definition: Any) -> str:
    return (
        definition if isinstance(definition, str) else definition.get("@id") or definition.get("@reverse", "")
    )


def _is_prefix(term: str, definition: Any, context: Any, known: dict[str, Any]) -> bool:
    if not isinstance(definition, str):
        return definition.get("@prefix", False)
    return not set(":/") & set(term) and _iri(definition, context, known, {term})[-1:] in ":/?#[]@"


# -- (c) every term in use

SAMPLES: tuple[Any, ...] = (
    "urn:example:1",
    7,
    ["a", {"@value": "v", "@language": "de"}],
    {"@id": "urn:example:n", "@type": "urn:example:T"},
    {"en": "x", "de": ["y"]},
    {"@list": ["a", True]},
)


def expansions(context: Any, documents: Documents) -> Iterator[Document]:
    """Yield documents that use every term of a context, at its place, with values of every shape."""
    yield from _uses(context, documents, lambda node: {"@context": context, **node})


def _uses(
    context: Any, documents: Documents, wrap: Callable[[dict[str, Any]], Document]
) -> Iterator[Document]:
    terms = _terms(context, documents)
    yield wrap({"@type": "Undefined", "undefined": "text"})
    for sample in SAMPLES:
        for term in terms:
            yield wrap({term: sample})
    for term, definition in terms.items():
        yield wrap({"@id": "urn:example:node", "@type": ["urn:example:T", term]})
        yield wrap({f"{term}:suffix": "text", "@type": f"{term}:Suffix"})
        scoped = definition.get("@context") if isinstance(definition, dict) else None
        if scoped is not None:
            yield from _uses(scoped, documents, lambda node, t=term: wrap({"@type": t, **node}))
            yield from _uses(scoped, documents, lambda node, t=term: wrap({t: node}))


def _terms(context: Any, documents: Documents) -> dict[str, Any]:
    if isinstance(context, str):
        return _terms(documents[context]["@context"], documents)
    if isinstance(context, list):
        return {term: value for item in context for term, value in _terms(item, documents).items()}
    return {term: value for term, value in (context or {}).items() if term[0] != "@"}
