"""PyLD under guard: quads for contexts outside the compiled subset, and the oracle of the differential tests.

PyLD drops silently what it cannot express and would resolve relative IRIs against an invented base. So it
sees only contexts from the sealed set and no base, and every place where it could lose something is checked:
the properties it reports as dropped, the expanded form, and what the document has and the expanded form not.
"""

from __future__ import annotations

import copy
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from qualitybadge.errors import InputError, LimitError, QualityBadgeError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

from .contexts import PINNED, Contexts
from .iri import is_iri
from .literals import language_tag, typed_value
from .quadset import Quad, Quads, Term, escape
from .shapes import check_not_compact, lost
from .terms import XSD, unsupported

_DOCUMENT_KEYWORDS = frozenset(("@context", "@id", "@language", "@type", "@value"))
_WITHOUT_QUADS = frozenset(("@direction", "@included", "@index"))
_CONTEXT_BEARERS = frozenset(("VerifiableCredential", "VerifiablePresentation"))


def to_quads(
    document: Mapping[str, Any], *, contexts: Contexts = PINNED, limits: Limits = DEFAULT_LIMITS
) -> Quads:
    """Return the RDF dataset of a document, as `quads.to_quads` does, with less precise pointers.

    Raises:
        InputError: a member would be lost, or the document or a context is malformed.
        LimitError: the document is nested too deeply or names too many contexts.
        UnsupportedError: a context is not known or uses what is not supported.
    """
    loader = _SealedLoader(contexts, limits)
    try:
        _check_depth(document, limits.json_depth)
        expanded, dataset = _run(dict(document), loader)
        _check_document(document, expanded, loader)
        for item in expanded:
            _check_node(item)
    except RecursionError:
        raise LimitError("the document is nested deeper than the stack of this program allows") from None
    quads = _quads(dataset)
    if not quads.lines and not quads.blank:
        raise lost("the document says nothing")
    return quads


class _SealedLoader:
    """A document loader for the contexts that may be named; notes what they call ``@id`` and ``@type``."""

    def __init__(self, contexts: Contexts, limits: Limits) -> None:
        self._contexts = contexts
        self._limits = limits
        self._urls: set[str] = set()
        self.names: dict[str, str] = {}
        self.prefixes: set[str] = set()

    def __call__(self, url: str, _options: object) -> dict[str, Any]:
        self._urls.add(url)
        if len(self._urls) > self._limits.contexts:
            raise LimitError(f"more than {self._limits.contexts} contexts")
        content = copy.deepcopy(self._contexts.read(url))  # PyLD rewrites what it is given
        self._note(content)
        document = {"@context": content}
        return {"document": document, "documentUrl": url, "contextUrl": None, "tag": "static"}

    def _note(self, content: Any) -> None:
        """Note names and prefixes; refuse a base, with which ids would not mean what they say."""
        for context in filter(_is_dict, _listed(content)):
            if "@base" in context:
                raise unsupported("@base")
            for name, definition in context.items():
                self._note_term(name, definition)

    def _note_term(self, name: str, definition: Any) -> None:
        details = definition if isinstance(definition, dict) else {"@id": definition}
        meaning = details.get("@id")
        if meaning in ("@id", "@type"):
            self.names[name] = meaning
        ends_as_prefix = isinstance(definition, str) and definition[-1:] in set(":/?#[]@")
        if details.get("@prefix", ends_as_prefix):
            self.prefixes.add(name)
        self._note(details.get("@context"))


def _run(document: dict[str, Any], loader: _SealedLoader) -> tuple[list[Any], dict[str, list[Any]]]:
    """Return the expanded form and the dataset that PyLD makes of a document."""
    from pyld import ContextResolver, jsonld

    processor = jsonld.JsonLdProcessor(on_property_dropped=_refuse_dropped)
    options = {"base": None, "documentLoader": loader, "processingMode": "json-ld-1.1"}
    try:
        expanded = processor.expand(document, {**options, "contextResolver": ContextResolver({}, loader)})
        dataset = processor.to_rdf(document, {**options, "contextResolver": ContextResolver({}, loader)})
    except jsonld.JsonLdError as error:
        raise _reason(error) from None
    except (ArithmeticError, AttributeError, LookupError, SyntaxWarning, TypeError, ValueError) as error:
        # input that PyLD does not foresee
        raise InputError(f"the document or a context is not valid JSON-LD: {error}") from None
    return expanded, dataset


def _reason(error: BaseException) -> QualityBadgeError:
    """Return our own error behind one of PyLD's; where there is none, the innermost of PyLD's as ours."""
    message = ""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, QualityBadgeError):
            return cause
        message, cause = str(next(iter(cause.args), message)), cause.__cause__
    return InputError(f"the document or a context is not valid JSON-LD: {message}")


def _refuse_dropped(_iri: str | None) -> NoReturn:
    raise lost("a term is not defined here")


def _check_depth(value: Any, most: int) -> None:
    if most <= 0:
        raise LimitError("the document is nested too deeply")
    if isinstance(value, Mapping | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            _check_depth(item, most - isinstance(value, Mapping))


def _check_document(document: Mapping[str, Any], expanded: list[Any], loader: _SealedLoader) -> None:
    """Refuse what the document has, and PyLD drops or folds without a word.

    JSON literals may hold anything; what they hold is counted in the expanded form and allowed for.
    """
    present = Counter(_unsafe({**document, "@context": ""}, "", loader))
    for literal in _json_literals(expanded):
        present.subtract(_unsafe(literal, "", loader))
    for fault, count in present.items():
        if count > 0:
            raise lost(fault)
    urls = document.get("@context")
    for url in urls if isinstance(urls, list) else [urls]:
        if not isinstance(url, str):
            raise InputError("a context is not a URL", pointer="/@context")


def _unsafe(value: Any, parent: str, loader: _SealedLoader) -> Iterator[str]:
    """Yield what is wrong with a value, whatever its context says."""
    if value is None:
        yield "null carries nothing"
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, list):
                yield "an array stands directly inside an array"
            yield from _unsafe(item, parent, loader)
    elif isinstance(value, dict):
        yield from _unsafe_context(value, parent, loader)
        for key, item in value.items():
            yield from _unsafe_key(key, value, loader)
            yield from _unsafe_words(item if loader.names.get(key) else [], loader)
            yield from _unsafe(item, key, loader)


def _unsafe_context(node: dict[Any, Any], parent: str, loader: _SealedLoader) -> Iterator[str]:
    """Yield a complaint where a node has its own context and is neither a credential nor a proof."""
    if node.get("@context", "") == "" or parent == "proof":
        return
    types = (_listed(node.get(name)) for name, meaning in loader.names.items() if meaning == "@type")
    if _CONTEXT_BEARERS.isdisjoint(filter(_is_str, itertools.chain(*types))):
        yield "only embedded credentials and proofs have their own context"


def _unsafe_key(key: Any, node: dict[Any, Any], loader: _SealedLoader) -> Iterator[str]:
    if not isinstance(key, str):
        yield "a member name is not a string"
    elif key.startswith("@"):
        in_value = key == "@type" and "@value" in node
        if key not in _DOCUMENT_KEYWORDS or (key in loader.names.values() and not in_value):
            yield f"the keyword {key} stands in the document"
    elif ":" in key:
        yield f"{key!r} is an IRI where a term belongs"


def _unsafe_words(value: Any, loader: _SealedLoader) -> Iterator[str]:
    """Yield a complaint for each id or type that a prefix would turn into another IRI."""
    for word in filter(_is_str, _listed(value)):
        try:
            check_not_compact(word, frozenset(loader.prefixes))
        except InputError as error:
            yield error.message


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_str(value: object) -> bool:
    return isinstance(value, str)


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)


def _json_literals(expanded: Any) -> Iterator[Any]:
    if isinstance(expanded, list):
        for item in expanded:
            yield from _json_literals(item)
    elif isinstance(expanded, dict):
        if expanded.get("@type") == "@json":
            yield expanded["@value"]
        else:
            yield from _json_literals(list(expanded.values()))


def _check_node(node: dict[str, Any]) -> None:
    """Check one node of the expanded form: nothing relative, nothing empty, nothing without quads."""
    for key, values in node.items():
        if key == "@id":
            _check_id(values)
        elif key == "@reverse":
            _check_node(values)
        elif key in _WITHOUT_QUADS:
            raise lost(f"{key} is held by no quad")
        elif not values:
            raise lost("an empty list carries nothing")
        elif key == "@type":
            _check_types(values)
        elif key == "@graph":
            _check_graph(values)
        elif is_iri(key):
            for value in values:
                _check_value(value)
        else:
            raise lost(f"the property {key!r} is not an absolute IRI")


def _check_value(value: dict[str, Any]) -> None:
    if "@list" in value:
        for item in value["@list"]:
            _check_value(item)
    elif "@value" not in value:
        _check_node(value)
    elif _WITHOUT_QUADS.intersection(value):
        raise lost("a value has an index or a direction, which no quad holds")
    elif "@language" in value:
        language_tag(value["@language"])
    elif value.get("@type") != "@json":
        typed_value(value["@value"], value.get("@type", ""))


def _check_id(value: Any) -> None:
    if not isinstance(value, str) or not (is_iri(value) or value.startswith("_:")):
        raise InputError(f"{value!r} is not an absolute IRI")


def _check_types(values: list[str]) -> None:
    for value in values:
        if not is_iri(value):
            raise lost(f"the type {value!r} is not defined here")


def _check_graph(values: list[dict[str, Any]]) -> None:
    for value in values:
        if "@value" in value or not value.keys() - {"@id"}:
            raise lost("a graph that says nothing is left out")
        _check_node(value)


def _quads(dataset: dict[str, list[Any]]) -> Quads:
    """Return PyLD's dataset in our form."""
    numbers: dict[str, int] = {}

    def term(part: dict[str, str]) -> Term:
        value = part["value"]
        if part["type"] == "blank node":
            return numbers.setdefault(value, len(numbers))
        if part["type"] == "IRI":
            return f"<{value}>"
        if "language" in part:
            return f'"{escape(value)}"@{part["language"]}'
        end = "" if part["datatype"] == f"{XSD}string" else f"^^<{part['datatype']}>"
        return f'"{escape(value)}"{end}'

    lines: list[str] = []
    blank: list[Quad] = []
    for name, triples in dataset.items():
        graph: Term = "" if name == "@default" else numbers.setdefault(name, len(numbers))
        for triple in triples:
            s, p, o = (term(triple[part]) for part in ("subject", "predicate", "object"))
            if graph == "" and isinstance(s, str) and isinstance(o, str):
                lines.append(f"{s} {p} {o} .\n")
            else:
                blank.append((s, str(p), o, graph))
    return Quads(lines, blank, len(numbers))
