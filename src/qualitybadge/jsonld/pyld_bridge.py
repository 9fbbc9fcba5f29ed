"""PyLD under guard: quads for contexts outside the compiled subset, and the oracle of the differential tests.

PyLD drops silently what it cannot express and would resolve relative IRIs against an invented base. So it
sees only contexts from the sealed set and no base, and every place where it could lose something is checked:
the properties it reports as dropped, the expanded form, and what the document has and the expanded form not.
"""

from __future__ import annotations

import copy
import functools
import itertools
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from qualitybadge.errors import InputError, LimitError, QualityBadgeError, UnsupportedError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

from .contexts import PINNED, Contexts
from .iri import check_not_compact, is_iri
from .literals import json_literal, language_tag, typed_value
from .quadset import Quad, Quads, Term, escape
from .refusals import lost, quoted
from .sizes import too_large
from .terms import XSD, unsupported

_NODE_KEYWORDS = frozenset(("@context", "@id", "@none", "@type"))
_VALUE_KEYWORDS = frozenset(("@language", "@type", "@value"))
_WITHOUT_QUADS = frozenset(("@direction", "@included", "@index"))
_EMPTY = "an empty list carries nothing"
_CONTEXT_BEARERS = frozenset(
    ("EnvelopedVerifiableCredential", "VerifiableCredential", "VerifiablePresentation")
)


def to_quads(
    document: Mapping[str, Any], *, contexts: Contexts = PINNED, limits: Limits = DEFAULT_LIMITS
) -> Quads:
    """Return the RDF dataset of a document, as `quads.to_quads` does, with less precise pointers.

    Raises:
        InputError: a member would be lost, or the document or a context is malformed.
        LimitError: the document is nested too deeply or names too many contexts.
        UnsupportedError: a context is not known or uses what is not supported.
    """
    if not isinstance(document, Mapping):
        raise InputError("the document is not an object")
    try:
        _check_depth(document, limits.json_depth)
        urls = sorted(_urls(document))
        if len(urls) > limits.contexts:
            raise LimitError(f"more than {limits.contexts} contexts")
        names = _names_in(urls, contexts)
        expanded, dataset = _run(dict(document), contexts)
        _check_document(document, expanded, names)
        for item in expanded:
            _check_node(item)
    except RecursionError:
        raise LimitError("the document is nested deeper than the stack of this program allows") from None
    quads = _quads(dataset, limits.rdf_bytes)
    if not quads.lines and not quads.blank:
        raise lost("the document says nothing")
    return quads


class _Names:
    """What contexts call ``@id`` and ``@type``, and which prefixes they have.

    Attributes:
        keywords: other name -> ``@id`` or ``@type``.
        prefixes: terms that compact IRIs may begin with.
    """

    def __init__(self, contexts: Contexts) -> None:
        self.keywords: dict[str, str] = {}
        self.prefixes: set[str] = set()
        self._contexts = contexts

    def note(self, content: Any) -> None:
        """Add what a context defines; refuse a base, with which ids would not mean what they say."""
        for context in _listed(content):
            if isinstance(context, str):
                self._add(_names_of(self._contexts, context))
            elif isinstance(context, dict):
                if "@base" in context:
                    raise unsupported("@base")
                self.note(context.get("@import"))
                for name, definition in context.items():
                    self._note_term(name, definition)

    def main(self, keyword: str) -> str:
        """Return the one name of a keyword that members may use."""
        known = [name for name, meaning in self.keywords.items() if meaning == keyword]
        return keyword[1:] if keyword[1:] in known else min(known)

    def _add(self, other: _Names) -> None:
        self.keywords.update(other.keywords)
        self.prefixes.update(other.prefixes)

    def _note_term(self, name: str, definition: Any) -> None:
        details = definition if isinstance(definition, dict) else {"@id": definition}
        meaning = details.get("@id")
        if meaning in ("@id", "@type"):
            self.keywords[name] = meaning
        ends_as_prefix = isinstance(definition, str) and definition[-1:] in set(":/?#[]@")
        if details.get("@prefix", ends_as_prefix):
            self.prefixes.add(name)
        self.note(details.get("@context"))


@functools.lru_cache(maxsize=64)
def _names_of(contexts: Contexts, url: str) -> _Names:
    names = _Names(contexts)
    names.note(contexts.read(url))
    return names


def _names_in(urls: list[str], contexts: Contexts) -> _Names:
    names = _Names(contexts)
    for url in urls:
        try:
            names.note(url)
        except UnsupportedError as error:
            if error.code != "CONTEXT_UNKNOWN":  # PyLD will find that out, unless it stands in a JSON literal
                raise
    return names


def _urls(value: Any) -> set[Any]:
    """Return the URLs in every ``@context`` of a document."""
    found: set[Any] = set()
    if isinstance(value, Mapping):
        found.update(filter(_is_str, _listed(value.get("@context"))))
        value = list(value.values())
    if isinstance(value, list):
        found.update(*map(_urls, value))
    return found


_one_at_a_time = threading.Lock()  # PyLD's caches of contexts are not made for threads


@functools.lru_cache(maxsize=4)
def _resolver(contexts: Contexts) -> Any:
    """Return PyLD's resolver for a sealed set of contexts; it keeps what it has processed."""
    from pyld import ContextResolver

    def load(url: str, _options: object) -> dict[str, Any]:
        document = {"@context": copy.deepcopy(contexts.read(url))}  # PyLD rewrites what it is given
        return {"document": document, "documentUrl": url, "contextUrl": None, "tag": "static"}

    return ContextResolver({}, load)


def _run(document: dict[str, Any], contexts: Contexts) -> tuple[list[Any], dict[str, list[Any]]]:
    """Return the expanded form and the dataset that PyLD makes of a document."""
    from pyld import jsonld

    expanded: list[Any] = []

    class Expansion(jsonld.JsonLdProcessor):  # type: ignore[misc] # PyLD is not typed
        def expand(self, *args: Any) -> Any:
            expanded[:] = super().expand(*args)
            return expanded

    resolver = _resolver(contexts)
    options = {"base": None, "contextResolver": resolver, "documentLoader": resolver.document_loader}
    try:
        with _one_at_a_time:
            dataset = Expansion(on_property_dropped=_refuse_dropped).to_rdf(document, options)
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


def _check_document(document: Mapping[str, Any], expanded: list[Any], names: _Names) -> None:
    """Refuse what the document has, and PyLD drops or folds without a word.

    JSON literals may hold anything, and ordered lists may be empty: both are counted in the expanded form and
    allowed for.
    """
    present = Counter(_unsafe(document, "proof", names))  # the outermost node has a context, as proofs may
    for value in _values_in(expanded):
        if value.get("@type") == "@json":
            present.subtract(_unsafe(value["@value"], "proof", names))
        elif value.get("@list") == []:
            present[_EMPTY] -= 1
    for fault, count in present.items():
        if count > 0:
            raise lost(fault)


def _unsafe(value: Any, parent: str, names: _Names) -> Iterator[str]:
    """Yield what is wrong with a value, whatever its context says."""
    if value is None:
        yield "null carries nothing"
    elif isinstance(value, list):
        if not value:
            yield _EMPTY
        for item in value:
            if isinstance(item, list):
                yield "an array stands directly inside an array"
            yield from _unsafe(item, parent, names)
    elif isinstance(value, Mapping):
        yield from _unsafe_context(value, parent, names)
        for key, item in value.items():
            yield from _unsafe_key(str(key), value, names)
            yield from _unsafe_words(item if names.keywords.get(key) else [], names)
            yield from _unsafe(item, key, names)
    elif not isinstance(value, str | int | float):
        yield f"{quoted(value)} is not JSON"


def _unsafe_context(node: Mapping[Any, Any], parent: str, names: _Names) -> Iterator[str]:
    """Yield a complaint where a node has its own context and is neither a credential nor a proof."""
    if "@context" not in node:
        return
    if not all(map(_is_str, _listed(node["@context"]))):
        yield "a context is not a URL"
    if parent == "proof":
        return
    types = (_listed(node.get(name)) for name, meaning in names.keywords.items() if meaning == "@type")
    if _CONTEXT_BEARERS.isdisjoint(filter(_is_str, itertools.chain(*types))):
        yield "only embedded credentials and proofs have their own context"


def _unsafe_key(key: str, node: Mapping[Any, Any], names: _Names) -> Iterator[str]:
    if key.startswith("@"):
        in_value = "@value" in node
        allowed = _VALUE_KEYWORDS if in_value else _NODE_KEYWORDS - set(names.keywords.values())
        if key not in allowed:
            yield f"the keyword {key} stands in the document"
    elif ":" in key:
        yield f"{quoted(key)} is an IRI where a term belongs"
    elif key in names.keywords and key != names.main(names.keywords[key]):
        yield f"{quoted(key)} is a second name of {names.keywords[key]}"


def _unsafe_words(value: Any, names: _Names) -> Iterator[str]:
    """Yield a complaint for each id or type that a prefix would turn into another IRI."""
    for word in filter(_is_str, _listed(value)):
        try:
            check_not_compact(word, frozenset(names.prefixes))
        except InputError as error:
            yield error.message


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_str(value: object) -> bool:
    return isinstance(value, str)


def _values_in(expanded: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of the expanded form, but for those in JSON literals."""
    if isinstance(expanded, list):
        for item in expanded:
            yield from _values_in(item)
    elif isinstance(expanded, dict):
        yield expanded
        if expanded.get("@type") != "@json":
            yield from _values_in(list(expanded.values()))


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
            raise lost(_EMPTY)
        elif key == "@type":
            _check_types(values)
        elif key == "@graph":
            _check_graph(values)
        elif is_iri(key):
            for value in values:
                _check_value(value)
        else:
            raise lost(f"the property {quoted(key)} is not an absolute IRI")


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
    elif value.get("@type") == "@json":
        json_literal(value["@value"])
    else:
        typed_value(value["@value"], value.get("@type", ""))


def _check_id(value: Any) -> None:
    if not isinstance(value, str) or not (is_iri(value) or value.startswith("_:")):
        raise InputError(f"{quoted(value)} is not an absolute IRI")


def _check_types(values: list[str]) -> None:
    for value in values:
        if not is_iri(value):
            raise lost(f"the type {quoted(value)} is not defined here")


def _check_graph(values: list[dict[str, Any]]) -> None:
    for value in values:
        if "@value" in value or not value.keys() - {"@id"}:
            raise lost("a graph that says nothing is left out")
        _check_node(value)


def _quads(dataset: dict[str, list[Any]], room: int = DEFAULT_LIMITS.rdf_bytes) -> Quads:
    """Return PyLD's dataset in our form, as long as there is room for its text."""
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
            room -= sum(len(part) for part in (s, p, o) if isinstance(part, str))
            if room < 0:
                raise too_large()
            if graph == "" and isinstance(s, str) and isinstance(o, str):
                lines.append(f"{s} {p} {o} .\n")
            else:
                blank.append((s, str(p), o, graph))
    return Quads(lines, blank, len(numbers))
