"""The one walk from a parsed document to quads; refuses whatever a proof over them would not cover.

It expands, checks and writes in one pass over the JSON: JSON-LD 1.1 API §5 and §8 for the closed world that
`vocabulary`, `shapes` and `members` describe. It fetches nothing, resolves nothing against a base, and
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from qualitybadge.errors import InputError, LimitError, QualityBadgeError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

from .contexts import PINNED, Contexts
from .iri import check_not_compact, iri_term
from .literals import json_literal, language_map, scalar, value_object
from .members import Kind, Member
from .quadset import MANY, Quad, Quads, Term, escape
from .refusals import inside, lost, quoted
from .shapes import Shape, shape_of
from .sizes import SHORT, check_size, repeated_size, too_large
from .terms import RDF, OutsideSubsetError
from .vocabulary import ActiveContext, ReadContext

_TYPE, _FIRST, _REST, _NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))
_TEXT, _LINK, _DONE = Kind.TEXT, Kind.LINK, Kind.DONE  # names of this module are found faster
_DEFAULT = ""  # the default graph

_MAX_SHAPES = 256  # compiling those of one document stays well below a second


def to_quads(
    document: Mapping[str, Any], *, contexts: Contexts = PINNED, limits: Limits = DEFAULT_LIMITS
) -> Quads:
    """Return the RDF dataset that a JSON-LD document stands for.

    Args:
        document: the parsed document; it is not changed.
        contexts: the contexts it may name.
        limits: `json_depth`, `contexts` and `rdf_bytes` are enforced here.

    Raises:
        InputError: a member would be lost or has a second meaning (DATA_LOSS, MALFORMED_VALUE), or a
            caller's context is altered (CONTEXT_ALTERED); the pointer says where.
        LimitError: the document is nested too deeply, names too many contexts or says too much.
        UnsupportedError: a context is not known (CONTEXT_UNKNOWN) or uses what is not supported.
    """
    walk = Walk(limits)
    try:
        walk.document(document, contexts)
    except OutsideSubsetError:
        from .pyld_bridge import to_quads as to_quads_by_bridge

        return to_quads_by_bridge(document, contexts=contexts, limits=limits)
    except RecursionError:
        raise LimitError("the document is nested deeper than the stack of this program allows") from None
    return Quads(walk.lines, walk.blank, walk.count)


class Walk:
    """One walk over one document; only this room uses it, `to_quads` and `traced_quads` are its doors.

    Attributes:
        lines: the finished quads.
        blank: the quads with blank nodes.
        count: number of blank nodes so far.
    """

    __slots__ = (
        "_depth",
        "_graph",
        "_labels",
        "_limits",
        "_origins",
        "_room",
        "_shapes",
        "blank",
        "count",
        "lines",
    )

    def __init__(self, limits: Limits) -> None:
        self.lines: list[str] = []
        self.blank: list[Quad] = []
        self.count = 0
        self._depth = 1
        self._graph: Term = _DEFAULT
        self._labels: dict[str, int] = {}
        self._limits = limits
        self._origins: set[Any] = set()
        self._room = limits.rdf_bytes
        self._shapes: set[Shape] = set()

    def document(self, document: Mapping[str, Any], contexts: Contexts) -> None:
        """Write the quads of the whole document."""
        if not isinstance(document, Mapping):
            raise InputError("the document is not an object")
        node = document if type(document) is dict else dict(document)
        try:
            context = contexts.active(self._urls(node.get("@context"), contexts.read))
        except QualityBadgeError as error:
            raise inside("@context", error) from None
        self._node(node, context)
        self._check_shapes()
        if len(self.lines) + len(self.blank) > MANY:
            check_size(Quads(self.lines, self.blank), self._limits)
        if not self.lines and not self.blank:
            raise lost("the document says nothing")

    def _node(self, node: dict[str, Any], context: ActiveContext) -> Term:
        """Write the quads of a node object and return its term."""
        shape = self._shape(node.get(context.type_key), context)
        self._shapes.add(shape)
        name = node.get(shape.id_key)
        if name is None:
            subject: Term = self.count
            self.count += 1
        else:
            subject = self._id(name, shape.prefixes, shape.id_key)
            if len(name) > SHORT or not name.isascii():
                self._repeat(repeated_size(name), sum(map(_breadth, node.values())))
        if type(subject) is str and self._graph == _DEFAULT:
            for line in shape.type_lines:
                self.lines.append(subject + line)
            self._members(node, shape, subject, finished=True)
        else:
            for term in shape.types:
                self.blank.append((subject, _TYPE, term, self._graph))
            self._members(node, shape, subject, finished=False)
        return subject

    def _members(self, node: dict[str, Any], shape: Shape, subject: Term, *, finished: bool) -> None:
        """Write the quads of a node's members; plain text, which most members are, without a further call.

        Text is seldom escaped, and the three questions that tell are faster than any pattern: whatever must
        be escaped, but for the quote and the backslash, is not printable.
        """
        members, graph = shape.members, self._graph
        for key, value in node.items():
            member = members[key]
            if member.kind is _TEXT and type(value) is str:
                plain = value.isprintable() and '"' not in value and "\\" not in value
                text = value if plain else escape(value)
                if finished:
                    self.lines.append(f"{subject}{member.text_start}{text}{member.text_end}")
                else:
                    self.blank.append((subject, member.predicate, f'"{text}{member.end}', graph))
            elif member.kind is not _DONE or value is None:
                self._write(key, value, member, subject)

    def _write(self, key: str, value: Any, member: Member, subject: Term) -> None:
        """Write the quads of one member and of what it holds."""
        try:
            single = member.plain and type(value) is not list
            terms = (self._term(value, member),) if single else self._terms(value, member)
        except QualityBadgeError as error:
            raise inside(key, error) from None
        for term in terms:
            if type(term) is str and type(subject) is str and self._graph == _DEFAULT:
                self.lines.append(f"{subject} {member.predicate} {term} .\n")
            else:
                self.blank.append((subject, member.predicate, term, self._graph))

    def _terms(self, value: Any, member: Member) -> Iterable[Term]:
        """Return the terms of an array, or of what a container makes of a value."""
        kind = member.kind
        if member.size:
            self._repeat(member.size, _breadth(value))
        if kind is Kind.JSON:
            return (json_literal(value),)
        if kind is Kind.LIST:
            return (self._list(value, member),)
        if kind is Kind.LANGUAGES and type(value) is dict:
            return language_map(value, member.scope)
        return _each(value, self._own_graph if kind is Kind.GRAPH else self._term, member.items or member)

    def _term(self, value: Any, member: Member) -> Term:
        """Return the term of one value, after writing what it holds."""
        cls = type(value)
        if cls is dict:
            return self._object(value, member)
        if cls is not str:
            return scalar(value, member.datatype)
        if member.kind is _TEXT:
            return f'"{escape(value)}{member.end}'
        if member.kind is _LINK:
            return self._id(value, member.scope.prefixes)
        return iri_term(member.scope.iri_of(value, "word"))

    def _object(self, value: dict[str, Any], member: Member) -> Term:
        """Return the term of a value object, a reference or a node, after writing what it holds."""
        if "@value" in value:
            return value_object(value, member.scope)
        if len(value) == 1:
            key = member.scope.id_key
            if key in value:
                return self._id(value[key], member.scope.prefixes, key)
        if self._depth >= self._limits.json_depth:
            raise LimitError(f"objects are nested more than {self._limits.json_depth} deep")
        self._depth += 1
        context = self._own_context(value, member) if "@context" in value else member.nested
        term = self._node(value, context)
        self._depth -= 1
        return term

    def _repeat(self, size: int, times: int) -> None:
        """Bound what is written of a long subject or predicate, before it is repeated for each value."""
        self._room -= size * times
        if self._room < 0:
            raise too_large()

    def _own_graph(self, value: Any, member: Member) -> Term:
        """Write a value into a graph of its own and return the graph's term."""
        if type(value) is not dict or "@value" in value:
            raise lost("only an object can be a graph; anything else is left out")
        outer, graph = self._graph, self.count
        self.count += 1
        before = len(self.blank)
        self._graph = graph
        self._object(value, member)
        self._graph = outer
        if len(self.blank) == before:
            raise lost("a graph that says nothing is left out")
        return graph

    def _list(self, value: Any, member: Member) -> Term:
        """Write an ordered list and return its head."""
        items = [] if value == [] else _each(value, self._term, member.items or member)
        head = self.count
        self.count += len(items)
        for cell, item in enumerate(items, head):
            rest: Term = cell + 1 if cell + 1 < self.count else _NIL
            self.blank += [(cell, _FIRST, item, self._graph), (cell, _REST, rest, self._graph)]
        return head if items else _NIL

    def _id(self, value: Any, prefixes: frozenset[str], key: str = "") -> Term:
        """Return the term of an IRI or of a blank node's label; the label itself means nothing."""
        term = iri_term(value) if type(value) is str else ""
        if term and not prefixes:
            return term
        try:
            if term:
                check_not_compact(value, prefixes)
                return term
            if type(value) is str and value.startswith("_:"):
                return self._label(value)
            raise _no_iri(value)
        except InputError as error:
            raise inside(key, error) if key else error from None

    def _label(self, label: str) -> int:
        """Return the number of a blank node that the document labels."""
        if label not in self._labels:
            self._labels[label] = self.count
            self.count += 1
        return self._labels[label]

    def _shape(self, types: Any, context: ActiveContext) -> Shape:
        """Return how the members of a node of these types are read."""
        try:
            return context.shapes[tuple(types) if type(types) is list else types]
        except (KeyError, TypeError):
            self._check_shapes()
        try:
            return shape_of(context, types)
        except QualityBadgeError as error:
            raise inside(context.type_key, error) from None

    def _check_shapes(self) -> None:
        """Bound the work: each combination of types is compiled, at least in a fresh process."""
        if len(self._shapes) > _MAX_SHAPES:
            raise LimitError(f"more than {_MAX_SHAPES} different combinations of types")

    def _own_context(self, node: dict[str, Any], member: Member) -> ActiveContext:
        """Return the context of a node that brings its own: an embedded credential or a proof."""
        outer = member.nested
        try:
            urls = self._urls(node["@context"], outer.read)
            self._origins.add((outer.origin, urls))
            if len(self._origins) > self._limits.contexts:
                raise LimitError(f"more than {self._limits.contexts} different lists of contexts")
            context = outer.embedded(urls)
        except QualityBadgeError as error:
            raise inside("@context", error) from None
        if member.carries_context or self._shape(node.get(context.type_key), context).carries_context:
            return context
        refusal = InputError(
            "only embedded credentials and proofs have their own context", spec="VC-DI §2.4.1"
        )
        raise inside("@context", refusal)

    def _urls(self, value: Any, read: ReadContext) -> tuple[str, ...]:
        """Return the URLs of an ``@context``, each known."""
        urls = value if type(value) is list else [value]
        if len(urls) > self._limits.contexts:
            raise LimitError(f"more than {self._limits.contexts} contexts")
        for index, url in enumerate(urls):
            try:
                if type(url) is not str:
                    raise _no_url(url)
                read(url)
            except QualityBadgeError as error:
                raise (inside(index, error) if urls is value else error) from None
        return tuple(urls)


def _each(value: Any, read: Callable[[Any, Member], Term], member: Member) -> list[Term]:
    """Return the terms of the values of an array, or of the one value that stands for an array of one."""
    if type(value) is not list:
        return [read(value, member)]
    if not value:
        raise lost("an empty list carries nothing")
    terms: list[Term] = []
    try:
        for item in value:
            terms.append(read(item, member))  # noqa: PERF401 - its length is the index of a fault
    except QualityBadgeError as error:
        raise inside(len(terms), error) from None
    return terms


def _breadth(value: Any) -> int:
    """Return how many statements the value of a member makes about its node, or more."""
    if type(value) is dict:  # perhaps a map from languages to lists
        return sum(len(inner) if type(inner) is list else 1 for inner in value.values())
    return len(value) if type(value) is list else 1


def _no_iri(value: object) -> InputError:
    if value is None:
        return lost("null carries nothing")
    if not isinstance(value, str):
        return InputError("an id is not a string")
    return InputError(f"{quoted(value)} is not an absolute IRI")


def _no_url(value: object) -> InputError:
    if value is None:
        return InputError("there is no @context, so no member is defined")
    if isinstance(value, dict):
        return InputError("a context stands in the document instead of its URL", spec="VC-DI §2.4.1")
    return InputError("a context is not a URL")
