"""Documents made straight from compiled vocabularies, and ways to spoil them.

Everything is drawn from a `random.Random`: a seeded one for volume, one of hypothesis (`st.randoms()`) where
a failure should shrink.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from qualitybadge.errors import InputError, QualityBadgeError
from qualitybadge.jsonld import Contexts
from qualitybadge.jsonld.members import Kind, Member, Members
from qualitybadge.jsonld.terms import OutsideSubsetError
from qualitybadge.jsonld.vocabulary import ActiveContext

VC1 = "https://www.w3.org/2018/credentials/v1"
VC2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/"
SECURITY = "https://w3id.org/security/"
DI = SECURITY + "data-integrity/"

CHAINS: tuple[tuple[str, ...], ...] = (
    (VC2, OB + "context-3.0.3.json"),
    (VC2, OB + "context-3.0.3.json", OB + "extensions.json"),
    (VC2, OB + "context-3.0.2.json"),
    (VC2, CLR + "context-2.0.1.json", OB + "context-3.0.3.json"),
    (VC2, "https://www.w3.org/ns/credentials/examples/v2"),
    (VC2, "https://www.w3.org/ns/credentials/undefined-terms/v2"),
    (VC2,),
    (VC1, OB + "context-3.0.3.json", DI + "v2"),
    (VC1, OB + "context-3.0.2.json", SECURITY + "suites/ed25519-2020/v1"),
    (VC1, OB + "context-3.0.1.json", SECURITY + "suites/ed25519-2020/v1"),
    (VC1, OB + "context.json", DI + "v1"),
    (VC1, OB + "context/ob_v3p0.jsonld", "https://w3id.org/vc/status-list/2021/v1"),
    (VC1, CLR + "context.json", OB + "context.json"),
    (VC1, "https://w3id.org/dcc/v1", SECURITY + "suites/ed25519-2020/v1"),
    (VC1, "https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json"),
    (VC1, "https://www.w3.org/ns/credentials/status/v1"),
    (VC1, SECURITY + "bbs/v1"),
    (VC1, SECURITY + "suites/jws-2020/v1"),
    (SECURITY + "suites/ed25519-2018/v1",),
    (SECURITY + "suites/secp256k1-2019/v1",),
    ("https://www.w3.org/ns/did/v1", SECURITY + "multikey/v1"),
    ("https://www.w3.org/ns/did/v1", SECURITY + "suites/x25519-2020/v1"),
    ("https://www.w3.org/ns/cid/v1", SECURITY + "jwk/v1"),
    (DI + "v2",),
    (SECURITY + "v2",),
    (SECURITY + "v3-unstable",),
    ("https://www.w3.org/ns/odrl.jsonld",),
    ("https://w3id.org/openbadges/v2",),
)
"""Chains of pinned contexts as they occur, and as the rest can be tried."""

TEXTS = ("a", "Ada Lovelace", 'a "quoted" \\ word', "tab\tline\nreturn\r", "\b\f\x0b\x1f\x7f", "Zürich ✓ 学",
         "\u2028 \u00a0\u0085\ufeff", "", "2026-01-01T00:00:00Z", "en", "https://example.org/x", "😀", "\ufffe")  # fmt: skip
NUMBERS = (0, 1, -1, 7, 2**53 - 1, 1.0, -0.0, 0.5, 4.75, 1e20, 1e21, 1.5e300, 5e-324, 0.1, 123456.789, 1e-7)
LANGUAGES = ("en", "EN-us", "de-CH-1996", "x-a")
DATATYPES = ("http://www.w3.org/2001/XMLSchema#date", "http://www.w3.org/2001/XMLSchema#string", "@json",
             "http://www.w3.org/2001/XMLSchema#double", "https://example.org/type", "http://www.w3.org/2001/XMLSchema#integer")  # fmt: skip
JSON = (
    None,
    True,
    1,
    4.5,
    "a\u00e9\n",
    [],
    {},
    [[1, None], "x"],
    {"b": {"@id": "z"}, "a": [1e21, {"": None}]},
)
IRIS = ("https://example.org/1", "https://example.org/2#a", "did:key:z6Mk", "urn:uuid:1", "mailto:a@example.org",
        "data:image/png;base64,AA==", "https://example.org/ü?q=%20", "tag:x,y")  # fmt: skip


class Documents:
    """Makes documents that a vocabulary allows; keeps what it learns about the contexts."""

    def __init__(
        self,
        random: Random,
        contexts: Contexts,
        *,
        most_members: int = 5,
        most_depth: int = 3,
        most_types: int = 12,
    ) -> None:
        self._random = random
        self._most_types = most_types
        self._contexts = contexts
        self._most_members = most_members
        self._most_depth = most_depth
        self._count = 0
        self._roots: dict[tuple[str, ...], ActiveContext] = {}
        self._classes: dict[ActiveContext, list[str]] = {}
        self._members: dict[ActiveContext, Members] = {}
        self._terms: dict[ActiveContext, tuple[list[str], list[str]]] = {}

    def document(self, urls: tuple[str, ...]) -> dict[str, Any]:
        """Return a document under these contexts."""
        if urls not in self._roots:  # kept, as the caches of contexts are bounded
            self._roots[urls] = self._contexts.active(urls)
        root = self._roots[urls]
        node = self.node(root, 0)
        while not node.keys() - {root.id_key}:
            node = self.node(root, 0)
        return {"@context": list(urls) if len(urls) > 1 or self._chance(0.5) else urls[0], **node}

    def node(self, context: ActiveContext, depth: int, *, types: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return a node with some types, an id or none, and members of these types."""
        names, typed = self._types(context, types)
        node: dict[str, Any] = {}
        if names:
            node[context.type_key] = names[0] if len(names) == 1 and self._chance(0.5) else names
        if self._chance(0.5):
            node[typed.id_key] = self.id()
        if typed not in self._members:
            self._members[typed] = Members(typed)
        for key in self._keys(context, typed):
            with contextlib.suppress(
                QualityBadgeError, OutsideSubsetError
            ):  # a term that may not be used here
                self._add(node, key, self._members[typed][key], depth)
        items = list(node.items())
        self._random.shuffle(items)
        return dict(items)

    def _keys(self, context: ActiveContext, typed: ActiveContext) -> list[str]:
        """Return some terms, mostly those that the types bring."""
        if typed not in self._terms:
            brought = [key for key, term in typed.terms.items() if term is not context.terms.get(key)]
            self._terms[typed] = brought, list(typed.terms) + (["madeUp"] if typed.vocab else [])
        brought, all_terms = self._terms[typed]
        keys = dict.fromkeys(brought + self._random.sample(all_terms, min(len(all_terms), 3)))
        return self._random.sample(list(keys), self._random.randint(0, min(len(keys), self._most_members)))

    def _add(self, node: dict[str, Any], key: str, member: Member, depth: int) -> None:
        if member.kind is not Kind.DONE:
            value = self._value(member, depth)
            if value is not None or member.kind is Kind.JSON:
                node[key] = value

    def _types(self, context: ActiveContext, wanted: tuple[str, ...]) -> tuple[list[str], ActiveContext]:
        """Return types that go together, and the context they make."""
        known = self._known(context)
        names = list(wanted) + self._random.sample(
            known, min(len(known), self._random.choice((0, 1, 1, 1, 1, 1, 1, 2)))
        )
        if self._chance(0.05):
            names.append("https://example.org/Type")
        try:
            return list(dict.fromkeys(names)), context.of_types(names)
        except QualityBadgeError:  # they define a protected term in two ways
            return list(wanted), context.of_types(list(wanted))

    def _known(self, context: ActiveContext) -> list[str]:
        """Return some types that a context knows: the same each time, so that they are compiled once."""
        if context not in self._classes:
            known = [name for name, term in context.terms.items() if name[:1].isupper() and term.iri]
            self._classes[context] = self._random.sample(known, min(len(known), self._most_types))
        return self._classes[context]

    def _value(self, member: Member, depth: int) -> Any:
        if member.kind is Kind.JSON:
            return self._random.choice(JSON)
        many = self._random.choice((0, 0, 1, 2, 3))
        if member.kind is Kind.LIST:
            items = [self._single(member.items or member, depth) for _ in range(self._random.randint(0, 3))]
            return items[0] if len(items) == 1 and self._chance(0.3) else items
        if member.kind is Kind.GRAPH:
            graphs = [
                graph for _ in range(many or 1) if self._says_something(graph := self._nested(member, depth))
            ]
            return (graphs if many else graphs[0]) if graphs else None
        if many:
            return [self._single(member, depth) for _ in range(many)]
        return self._single(member, depth)

    @staticmethod
    def _says_something(node: dict[str, Any]) -> bool:
        return bool(node.keys() - {"@context", "@id", "id"})

    def _single(self, member: Member, depth: int) -> Any:
        kind, roll = member.kind, self._random.random()
        if roll < 0.15 and depth < self._most_depth:
            return self._nested(member, depth)
        if roll < 0.2:
            return self._random.choice(NUMBERS)
        if roll < 0.23:
            return self._chance(0.5)
        if roll < 0.3:
            return self._value_object()
        if roll < 0.35:
            return {member.scope.id_key: self.id()}
        if kind is Kind.LINK:
            return self.id()
        if kind is Kind.WORD:
            words = [
                name for name, term in member.scope.terms.items() if not (term.iri or "@").startswith("@")
            ]
            return self._random.choice(words) if words and self._chance(0.7) else self._random.choice(IRIS)
        return self.text()

    def _nested(self, member: Member, depth: int) -> dict[str, Any]:
        """Return a node; sometimes a credential with contexts of its own."""
        if (self._chance(0.15) and member.nested.id_key != "uid") or not member.nested.terms:
            # for the oracle all nodes name @id alike, so those of ODRL have no other contexts inside
            urls = self._random.choice(CHAINS[:12])
            with contextlib.suppress(InputError):  # these contexts do not go together
                context = member.nested.embedded(urls)
                wanted = () if member.carries_context else ("VerifiableCredential",)
                return {"@context": list(urls), **self.node(context, depth + 1, types=wanted)}
        return self.node(member.nested, depth + 1)

    def _value_object(self) -> dict[str, Any]:
        roll = self._random.random()
        if roll < 0.3:
            return {"@value": self._random.choice((self.text(), *NUMBERS, True))}
        if roll < 0.6:
            return {"@value": self.text(), "@language": self._random.choice(LANGUAGES)}
        datatype = self._random.choice(DATATYPES)
        if datatype == "@json":
            return {"@value": self._random.choice(JSON), "@type": datatype}
        if datatype.endswith("double"):
            return {"@type": datatype, "@value": self._random.choice((*NUMBERS, "4.5E0", "1.0E21"))}
        return {"@value": self._random.choice((self.text(), *NUMBERS, False)), "@type": datatype}

    def id(self) -> str:
        """Return an IRI, seldom a blank node's label."""
        if self._chance(0.05):
            return f"_:b{self._random.randint(0, 2)}"
        if self._chance(0.3):
            return self._random.choice(IRIS)
        self._count += 1
        return f"urn:example:{self._count}"

    def text(self) -> str:
        """Return a text, most of them unlike all others."""
        self._count += 1
        return self._random.choice(TEXTS) if self._chance(0.3) else f"text {self._count}"

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability


Spoil = Callable[[dict[str, Any], Random], None]


def _set(key: str, value: Any) -> Spoil:
    return lambda node, _random: node.__setitem__(key, copy.deepcopy(value))


def _change(value: Any) -> Spoil:
    """Replace the value of a member, or put a value beside it."""

    def spoil(node: dict[str, Any], random: Random) -> None:
        keys = [key for key in node if key not in {"@context", "id", "type", "@id", "@type", "@value"}]
        if keys:
            key = random.choice(keys)
            old = node[key]
            beside = [*old, copy.deepcopy(value)] if isinstance(old, list) else [old, copy.deepcopy(value)]
            node[key] = copy.deepcopy(value) if random.random() < 0.5 else beside

    return spoil


def _add_type(name: Any) -> Spoil:
    def spoil(node: dict[str, Any], random: Random) -> None:
        old = node.get("type", [])
        node["type"] = [*(old if isinstance(old, list) else [old]), name]

    return spoil


def _rename(node: dict[str, Any], random: Random) -> None:
    for key in ("id", "type"):
        if key in node and random.random() < 0.7:
            node["@" + key] = node.pop(key)


SPOILS: dict[str, Spoil] = {
    "undefined term": _set("notATerm", "x"),
    "undefined term with a node": _set("notATerm", {"type": "AlsoNot"}),
    "empty name": _set("", "x"),
    "absolute IRI as key": _set("https://schema.org/name", "x"),
    "compact IRI as key": _set("cred:validUntil", "x"),
    "blank node as key": _set("_:p", "x"),
    "null": _change(None),
    "array in array": _change([["x"]]),
    "empty array": _change([]),
    "relative id": _set("id", "relative"),
    "id with a space": _set("id", "https://example.org/a b"),
    "id with a newline": _set("id", "https://example.org/a\n"),
    "id with a bracket": _set("id", "https://example.org/<a>"),
    "empty id": _set("id", ""),
    "id null": _set("id", None),
    "id list": _set("id", ["urn:x"]),
    "id like a keyword": _set("id", "@foo"),
    "compact id": _set("id", "xsd:string"),
    "undefined type": _add_type("NotAType"),
    "type with a space": _add_type("https://example.org/a b"),
    "blank type": _add_type("_:t"),
    "type null": _set("type", None),
    "type number": _add_type(3),
    "type object": _set("type", {"@id": "urn:x"}),
    "empty types": _set("type", []),
    "keyword type": _add_type("@id"),
    "keyword names": _rename,
    "@graph": _set("@graph", [{"id": "urn:x", "type": "urn:y"}]),
    "@included": _set("@included", [{"id": "urn:x", "type": "urn:y"}]),
    "@reverse": _set("@reverse", {"name": {"id": "urn:x"}}),
    "@index": _set("@index", "x"),
    "@direction": _set("@direction", "ltr"),
    "@language": _set("@language", "en"),
    "@nest": _set("@nest", {"name": "x"}),
    "@list": _change({"@list": ["x"]}),
    "@set": _change({"@set": ["x"]}),
    "@value null": _change({"@value": None}),
    "@value list": _change({"@value": ["x"]}),
    "@value object": _change({"@value": {"a": 1}}),
    "@value with name": _change({"@value": "x", "name": "y"}),
    "@value with index": _change({"@value": "x", "@index": "y"}),
    "@value with direction": _change({"@value": "x", "@direction": "rtl", "@language": "ar"}),
    "@value with both": _change({"@value": "x", "@type": "urn:t", "@language": "en"}),
    "@value relative type": _change({"@value": "x", "@type": "t"}),
    "@value null type": _change({"@value": "x", "@type": None}),
    "@value list type": _change({"@value": "x", "@type": ["urn:t"]}),
    "@value langString": _change({"@value": "x", "@type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}),
    "@value double text": _change({"@value": "1.50", "@type": "http://www.w3.org/2001/XMLSchema#double"}),
    "language tag bad": _change({"@value": "x", "@language": "a b"}),
    "language tag empty": _change({"@value": "x", "@language": ""}),
    "language tag null": _change({"@value": "x", "@language": None}),
    "language of a number": _change({"@value": 3, "@language": "en"}),
    "integer too large": _change(2**53),
    "digits too many": _change(0.1 + 0.2),
    "infinite": _change(float("inf")),
    "not a number": _change(float("nan")),
    "own context": _set("@context", [VC2]),
    "own inline context": _set("@context", {"name": "https://schema.org/description"}),
    "own null context": _set("@context", None),
    "unknown context": _set("@context", ["https://example.org/context"]),
}  # fmt: skip
"""What makes a document refused, or once in a while does not."""


def spoiled(document: dict[str, Any], random: Random, name: str) -> dict[str, Any]:
    """Return a copy with one of its nodes spoiled."""
    result = copy.deepcopy(document)
    SPOILS[name](random.choice(list(nodes(result))), random)
    return result


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in a document, but for the JSON literals, which may hold anything."""
    if isinstance(value, dict) and value != JSON[-1]:
        yield value
        for key, item in value.items():
            if key != "@context":
                yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)
