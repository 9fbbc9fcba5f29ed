"""How nodes of given types are read: their types as terms, their members, the name of their id.

A shape belongs to one active context and one value of ``type``; it is made once and then only looked up.
"""

from __future__ import annotations

from typing import Any

from qualitybadge.errors import InputError

from .iri import is_iri
from .members import Members
from .refusals import inside, lost, quoted
from .terms import RDF, OutsideSubsetError
from .vocabulary import ActiveContext

CREDENTIAL = "https://www.w3.org/2018/credentials#VerifiableCredential"
PRESENTATION = "https://www.w3.org/2018/credentials#VerifiablePresentation"
ENVELOPED = "https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential"
_OWN_CONTEXT = frozenset({CREDENTIAL, PRESENTATION, ENVELOPED})

_LONGEST_KEPT = 1024  # characters of the types: what is remembered outlives the document


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
        self.carries_context = not _OWN_CONTEXT.isdisjoint(type_iris)


def shape_of(context: ActiveContext, types: Any) -> Shape:
    """Make the shape of nodes with this value of ``type`` (None: no type) and remember it, if not long.

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
    _remember(shape, types, names, context)
    return shape


def _remember(shape: Shape, types: Any, names: list[str], context: ActiveContext) -> None:
    if sum(map(len, names)) <= _LONGEST_KEPT:
        context.tally.made += 1
        context.shapes[tuple(types) if isinstance(types, list) else types] = shape


def _type_iri(context: ActiveContext, name: Any) -> str:
    """Return the IRI of a type, which has to be written as the one term that means it, if there is any."""
    if not isinstance(name, str):
        raise InputError("a type is not a string")
    if name not in context.terms and context.vocab is None and not is_iri(name):
        raise lost(f"the type {quoted(name)} is not defined here")
    iri = context.iri_of(name, "type")
    names = [other for other, term in context.terms.items() if term.iri == iri]
    classes = [other for other in names if other[:1].isupper()] or names
    if classes and name not in classes:
        raise InputError(f"the type {quoted(name)} stands where {classes[0]!r} belongs", spec="VC-DI §2.4.1")
    return iri
