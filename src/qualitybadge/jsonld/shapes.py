"""How the members of a node of given types are read: key -> what to do with the value. Walks no document.

A shape belongs to one active context and one value of ``type``; it is made once and then only looked up.
Whatever cannot stand in a quad, or has a second way of being written, is refused here (attack family C).
"""

from __future__ import annotations

import enum
from typing import Any

from qualitybadge.errors import InputError, QualityBadgeError

from .iri import is_iri
from .terms import RDF, XSD, OutsideSubsetError, Term
from .vocabulary import ActiveContext

CREDENTIAL = "https://www.w3.org/2018/credentials#VerifiableCredential"
PRESENTATION = "https://www.w3.org/2018/credentials#VerifiablePresentation"
PROOF = "https://w3id.org/security#proof"


class Kind(enum.Enum):
    """What the value of a member becomes."""

    TEXT = enum.auto()  # a literal
    LINK = enum.auto()  # strings are IRIs
    WORD = enum.auto()  # strings are terms or IRIs
    LIST = enum.auto()  # an ordered list
    GRAPH = enum.auto()  # a graph of its own for each value
    LANGUAGES = enum.auto()  # a map from language to text
    JSON = enum.auto()  # one literal of whatever stands there
    DONE = enum.auto()  # id, type, @context: dealt with before the members


_PLAIN = frozenset((Kind.TEXT, Kind.LINK, Kind.WORD))


class Member:
    """How the values of one key are read.

    Attributes:
        kind: what the value becomes.
        plain: whether arrays of it are sets and objects in it nodes.
        predicate: the finished term of the property.
        end: what follows the text of a string: the quote, then its datatype or language.
        text_start: what stands between the subject and the text in a finished line.
        text_end: what follows the text in a finished line.
        datatype: IRI of the datatype for numbers and booleans, "" for their native one.
        scope: the context for strings and value objects.
        nested: the context for nodes.
        items: how the items of a list or the values of a map are read.
        carries_context: whether nodes here may bring their own ``@context``, whatever their type.
    """

    __slots__ = (
        "carries_context",
        "datatype",
        "end",
        "items",
        "kind",
        "nested",
        "plain",
        "predicate",
        "scope",
        "text_end",
        "text_start",
    )

    def __init__(
        self, kind: Kind, iri: str, scope: ActiveContext, nested: ActiveContext, end: str = '"'
    ) -> None:
        self.kind = kind
        self.plain = kind in _PLAIN
        self.predicate = f"<{iri}>"
        self.end = end
        self.text_start = f' <{iri}> "'
        self.text_end = f"{end} .\n"
        self.datatype = ""
        self.scope = scope
        self.nested = nested
        self.items: Member | None = None
        self.carries_context = iri == PROOF


class Members(dict[Any, Member]):
    """key -> how its values are read, for nodes of given types; filled as keys turn up."""

    __slots__ = ("_context",)

    def __init__(self, context: ActiveContext) -> None:
        super().__init__()
        self._context = context

    def __missing__(self, key: Any) -> Member:
        """Return how the values of a new key are read.

        Raises:
            InputError: the key is no term of these types (DATA_LOSS), or an IRI or keyword instead of one.
            OutsideSubsetError: the term's definition uses what only the bridge understands.
        """
        try:
            member = self._make(key)
        except QualityBadgeError as error:
            raise inside(key, error) from None
        if key in self._context.terms or key in _DONE_KEYWORDS:  # what a @vocab makes up is not kept
            self[key] = member
        return member

    def _make(self, key: Any) -> Member:
        context = self._context
        term = context.terms.get(key)
        if term is None:
            iri = self._iri_of_unlisted(key)
            kind = Kind.TEXT if iri else Kind.DONE
            return Member(kind, iri, context, context.previous or context, _text_end(context.language))
        if term.outside:
            raise OutsideSubsetError(f"the term {key!r} uses {term.outside[0][0]}")
        if term.iri is None:
            raise lost(f"the term {key!r} is defined to mean nothing")
        if term.iri in {"@id", "@type"}:
            return Member(Kind.DONE, "", context, context)
        return _member_of(key, term, context)

    def _iri_of_unlisted(self, key: Any) -> str:
        """Return the IRI of a key that no context lists, "" for the keywords that may stand in a node."""
        if not isinstance(key, str):
            raise InputError(f"the member name {key!r} is not a string")
        if key in _DONE_KEYWORDS:
            if key in self._context.aliases.values():
                raise InputError(f"the keyword {key} stands where its other name belongs")
            return ""
        if key.startswith("@"):
            raise InputError(f"the keyword {key} is not used in credentials")
        if ":" in key:
            raise InputError(f"{key!r} is an IRI where a term belongs", spec="VC-DI §2.4.1")
        vocab = self._context.vocab
        if vocab is None or not is_iri(vocab + key):
            raise lost(f"the term {key!r} is not defined here")
        return vocab + key


class Shape:
    """How nodes of given types are read.

    Attributes:
        members: key -> how its values are read.
        id_key: the name of ``@id``.
        prefixes: names that an id must not begin with.
        types: the finished terms of the types.
        type_lines: the same as the rest of a finished line, after the subject.
        carries_context: whether such a node may bring its own ``@context``.
    """

    __slots__ = ("carries_context", "id_key", "members", "prefixes", "type_lines", "types")

    def __init__(self, context: ActiveContext, type_iris: list[str]) -> None:
        self.members = Members(context)
        self.id_key = context.id_key
        self.prefixes = context.prefixes
        self.types = [f"<{iri}>" for iri in dict.fromkeys(type_iris)]
        self.type_lines = [f" <{RDF}type> {term} .\n" for term in self.types]
        self.carries_context = CREDENTIAL in type_iris or PRESENTATION in type_iris


_DONE_KEYWORDS = frozenset(("@context", "@id", "@type"))


def shape_of(context: ActiveContext, types: Any) -> Shape:
    """Make the shape of nodes with this value of ``type`` (None where there is none) and remember it.

    Raises:
        InputError: a type is not defined, or is no type at all.
        UnsupportedError: a type's context is not known or uses what is not supported.
        OutsideSubsetError: a type gives ``@type`` another name.
    """
    names = [] if types is None else types if isinstance(types, list) else [types]
    if not names and types is not None:
        raise lost("an empty list carries nothing")
    iris: list[str] = []
    try:
        for name in names:
            iris.append(_type_iri(context, name))  # noqa: PERF401 - its length is the index of a fault
    except InputError as error:
        raise (inside(len(iris), error) if types is names else error) from None
    typed = context.of_types(names)
    if typed.type_key != context.type_key:
        raise OutsideSubsetError("a type gives @type another name")
    shape = Shape(typed, iris)
    context.tally.made += 1
    context.shapes[tuple(types) if isinstance(types, list) else types] = shape
    return shape


def word_iri(context: ActiveContext, word: str, what: str) -> str:
    """Return the IRI of a word that is a term or an absolute IRI (JSON-LD 1.1 API §5.2, vocab).

    Raises:
        InputError: it is neither (MALFORMED_VALUE).
    """
    term = context.terms.get(word)
    if term is not None:
        if term.iri is None or term.iri.startswith("@"):
            raise InputError(f"the {what} {word!r} is defined to mean nothing")
        return term.iri
    if ":" in word:
        check_not_compact(word, context.prefixes)
    elif context.vocab is not None:
        word = context.vocab + word
    if not is_iri(word):
        raise InputError(f"the {what} {word!r} is neither a defined term nor an absolute IRI")
    return word


def check_not_compact(value: str, prefixes: frozenset[str]) -> None:
    """Refuse what a prefix would turn into another IRI than the one that is read.

    Raises:
        InputError: the value is a compact IRI.
    """
    prefix, _, suffix = value.partition(":")
    if prefix in prefixes and not suffix.startswith("//"):
        raise InputError(f"{value!r} is a compact IRI; write it in full", spec="VC-DI §2.4.1")


def inside(key: object, error: QualityBadgeError) -> QualityBadgeError:
    """Return the error with its pointer prolonged by the member or index around it (RFC 6901)."""
    step = str(key).replace("~", "~0").replace("/", "~1")
    error.pointer = f"/{step}{error.pointer}"
    return error


def lost(message: str) -> InputError:
    """Return the error for what no quad, and so no proof, would cover."""
    return InputError(message, code="DATA_LOSS", spec="VC-DI §2.4.2")


def _type_iri(context: ActiveContext, name: Any) -> str:
    if not isinstance(name, str):
        raise InputError("a type is not a string")
    if name not in context.terms and context.vocab is None and not is_iri(name):
        raise lost(f"the type {name!r} is not defined here")
    iri = word_iri(context, name, "type")
    if name not in context.terms and iri in {term.iri for term in context.terms.values()}:
        raise InputError(f"the type {name!r} stands where its term belongs", spec="VC-DI §2.4.1")
    return iri


def _member_of(key: str, term: Term, context: ActiveContext) -> Member:
    """Make the member of a listed property."""
    member = _single(key, term, context)
    bare = term.container - {"@set"}
    if not bare:
        return member
    if member.kind is Kind.JSON:
        raise OutsideSubsetError(f"the term {key!r} puts JSON literals into a container")
    whole = Member(_CONTAINERS[next(iter(bare))], term.iri or "", member.scope, member.nested)
    whole.items = member
    return whole


def _single(key: str, term: Term, context: ActiveContext) -> Member:
    """Make the member for single values of a listed property."""
    scope, nested = context.of_value(key), context.of_nested(key)
    coerced = scope.terms.get(key)  # the property's own context may have changed or dropped its definition
    coercion = "@json" if term.coercion == "@json" else coerced and coerced.coercion
    if coercion in _COERCIONS:
        return Member(_COERCIONS[coercion], term.iri or "", scope, nested)
    if coercion is None:
        language = coerced.language[0] if coerced and coerced.language else scope.language
        return Member(Kind.TEXT, term.iri or "", scope, nested, _text_end(language))
    member = Member(Kind.TEXT, term.iri or "", scope, nested, literal_end(coercion))
    member.datatype = coercion
    return member


def _text_end(language: str | None) -> str:
    return f'"@{language}' if language else '"'


_COERCIONS = {"@id": Kind.LINK, "@vocab": Kind.WORD, "@json": Kind.JSON}
_CONTAINERS = {"@list": Kind.LIST, "@graph": Kind.GRAPH, "@language": Kind.LANGUAGES}


def literal_end(datatype: str) -> str:
    """Return what follows the text of a literal of this datatype.

    Raises:
        InputError: the datatype belongs to text with a language and cannot be named (MALFORMED_VALUE).
        OutsideSubsetError: its text would be rewritten, which only the bridge does.
    """
    if datatype == f"{XSD}string":
        return '"'
    if datatype == f"{RDF}langString":
        raise InputError("rdf:langString is written with @language", spec="JSON-LD 1.1 §9.5")
    if datatype == f"{XSD}double":
        raise OutsideSubsetError("a term has values of xsd:double")
    return f'"^^<{datatype}>'
