"""How the members of a node are read: key -> what to do with the value. Walks no document.

Whatever cannot stand in a quad, or has a second way of being written, is refused here (attack family C).
"""

from __future__ import annotations

import enum
from typing import Any

from qualitybadge.errors import InputError, QualityBadgeError

from .iri import is_iri
from .refusals import inside, lost, quoted
from .sizes import repeated_size
from .terms import RDF, XSD, OutsideSubsetError, Term
from .vocabulary import ActiveContext

PROOF = "https://w3id.org/security#proof"

_DONE_KEYWORDS = frozenset(("@context", "@id", "@type"))


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
        size: bytes of the predicate where it is long and so worth counting, else 0.
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
        "size",
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
        self.size = 0
        self.scope = scope
        self.nested = nested
        self.items: Member | None = None
        self.carries_context = iri == PROOF


class Members(dict[Any, Member]):
    """key -> how its values are read, for nodes of given types; filled as keys turn up."""

    __slots__ = ("_context", "_last", "_names")

    def __init__(self, context: ActiveContext) -> None:
        super().__init__()
        self._context = context
        self._last: tuple[Any, Member] | None = None  # that a @vocab made up; a long one is not kept
        self._names: dict[str, str] = {}

    def __missing__(self, key: Any) -> Member:
        """Return how the values of a new key are read.

        Raises:
            InputError: the key is no term of these types (DATA_LOSS), or an IRI or keyword instead of one.
            OutsideSubsetError: the term's definition uses what only the bridge understands.
        """
        last = self._last
        if last is not None and last[0] == key:
            return last[1]
        try:
            member = self._make(key)
        except QualityBadgeError as error:
            raise inside(key, error) from None
        if key in self._context.terms or key in _DONE_KEYWORDS:
            self[key] = member
        elif not member.size:
            self._last = (key, member)
        return member

    def _make(self, key: Any) -> Member:
        context = self._context
        term = context.terms.get(key)
        if term is None:
            iri = self._iri_of_unlisted(key)
            kind = Kind.TEXT if iri else Kind.DONE
            member = Member(kind, iri, context, context.previous or context, _text_end(context.language))
            member.size = repeated_size(iri)  # the document chose it, not a context
            return member
        if term.outside:
            raise OutsideSubsetError(f"the term {quoted(key)} uses {term.outside[0][0]}")
        if term.iri is None:
            raise lost(f"the term {quoted(key)} is defined to mean nothing")
        if term.iri in {"@id", "@type"}:
            if key not in {context.id_key, context.type_key}:
                raise InputError(f"{quoted(key)} is a second name of {term.iri}", spec="VC-DI §2.4.1")
            return Member(Kind.DONE, "", context, context)
        self._check_only_name(key, term.iri)
        return _member_of(key, term, context)

    def _check_only_name(self, key: str, iri: str) -> None:
        """Refuse a second name of a property: a member could hide behind it, and no proof would tell."""
        if not self._names:
            self._names = _names_of_properties(self._context)
        name = self._names.get(iri, key)
        if name != key:
            other = f"what {name!r} means" if name else "what other terms mean as well"
            raise InputError(f"the term {quoted(key)} means {other}", spec="VC-DI §2.4.1")

    def _iri_of_unlisted(self, key: Any) -> str:
        """Return the IRI of a key that no context lists, "" for the keywords that may stand in a node."""
        if not isinstance(key, str):
            raise InputError("a member name is not a string")
        if key in _DONE_KEYWORDS:
            if key in self._context.aliases.values():
                raise InputError(f"the keyword {key} stands where its other name belongs")
            return ""
        if key.startswith("@"):
            raise InputError(f"the keyword {quoted(key)} is not used in credentials")
        if ":" in key:
            raise InputError(f"{quoted(key)} is an IRI where a term belongs", spec="VC-DI §2.4.1")
        vocab = self._context.vocab
        if vocab is None or not is_iri(vocab + key):
            raise lost(f"the term {quoted(key)} is not defined here")
        self._check_only_name(key, vocab + key)
        return vocab + key


def _names_of_properties(context: ActiveContext) -> dict[str, str]:
    """Return IRI -> the one name of that property, "" where no name is better than the other.

    Contexts give some classes and properties one IRI (``Criteria``, ``criteria``), and a context that a
    stranger adds to the list may rename a property (``expires``, ``expiration``). Names of properties begin
    with a small letter, and a protected name beats others.
    """
    ranked: dict[str, tuple[tuple[bool, bool], str]] = {}
    for name, term in context.terms.items():
        if term.iri is None or term.outside:
            continue
        rank = (name[:1].islower(), term.protected)
        best = ranked.get(term.iri)
        if best is None or rank > best[0]:
            ranked[term.iri] = (rank, name)
        elif rank == best[0]:
            ranked[term.iri] = (rank, "")
    return {iri: name for iri, (_, name) in ranked.items()}


def _member_of(key: str, term: Term, context: ActiveContext) -> Member:
    """Make the member of a listed property."""
    member = _single(key, term, context)
    bare = term.container - {"@set"}
    if not bare:
        return member
    if member.kind is Kind.JSON:
        raise OutsideSubsetError(f"the term {quoted(key)} puts JSON literals into a container")
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
