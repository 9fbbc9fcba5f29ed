"""Documents of the older Open Badges drawn at random: every term of a chain of contexts, and odd values."""

from __future__ import annotations

from random import Random
from typing import Any

from qualitybadge.jsonld import PINNED

V2 = "https://w3id.org/openbadges/v2"
V1 = "https://w3id.org/openbadges/v1"
EXTENSIONS = "https://w3id.org/openbadges/extensions/"
LICENSE = EXTENSIONS + "licenseExtension/context.json"

CHAINS: list[Any] = [
    V2,
    [V2],
    [V2, EXTENSIONS + "geoCoordinatesExtension/context.json"],
    "https://openbadgespec.org/v2/context.json",
    V1,
    [V1, V2],
    [V2, V1],
    "https://w3id.org/openbadges/v0",
    [V2, "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld"],
    [V2, LICENSE],
    [EXTENSIONS + "endorsement/context.json", V2],
]
EMBEDDED = [V2, V1, LICENSE, [EXTENSIONS + "applyLinkExtension/context.json"]]

IRIS = ["https://a.example/1", "urn:uuid:1", "data:image/png;base64,AA==", "_:b0", "mailto:a@b.example", "obi:x",
        "schema:Place", "cc:by", "http://schema.org/name", "extensions:ApplyLink"]  # fmt: skip
ODD = ["", "free text", "Unmapped", "CC-BY", "@id", "@foo", "a/b:c", "//evil.example/x", "1a:b", "relative-iri:///x",
       "foo:bar", "obi://x", "#fragment", "a b:c", "https://a.example/ b"]  # fmt: skip
TEXTS = ["2020-01-01T00:00:00Z", "words", "true", "", "id", "https://a.example/2"]
TYPES = ["Assertion", "BadgeClass", "Issuer", "Extension", "hosted", "SignedBadge", "email", "id", "obi:Profile",
         "extensions:GeoCoordinates", "https://a.example/Type", "CryptographicKey"]  # fmt: skip
KEYS = ["shoeSize", "schema:location", "obi:issueDate", "extensions:ApplyLink", "obi:revoked"]
ODD_KEYS = [*KEYS, "@id", "@type",
            "@language", "foo:bar", "https://a.example/p", "@value", "@list", "@foo", "", "cc:x"]  # fmt: skip


class Ob2Documents:
    """Draws documents.

    Args:
        random: where chance comes from.
        oddity: how often something odd is drawn, from 0 to 1.
    """

    def __init__(self, random: Random, oddity: float = 0.02) -> None:
        self._random = random
        self._oddity = oddity

    def document(self, chain: Any) -> dict[str, Any]:
        """Return a document with this ``@context``."""
        return {"@context": chain, **self._node(_names(chain), 3)}

    def _odd(self) -> bool:
        return self._random.random() < self._oddity

    def _node(self, names: list[str], depth: int) -> dict[str, Any]:
        random = self._random
        result: dict[str, Any] = {}
        if random.random() < 0.8:
            result["type"] = self._some(self._type)
        if random.random() < 0.7:
            result["id"] = self._iri()
        for _ in range(random.randint(0, 5)):
            key = random.choice(ODD_KEYS if self._odd() else KEYS if random.random() < 0.1 else names)
            if key not in ("id", "type") or self._odd():
                result[key] = self._some(lambda: self._value(names, depth))
        return result

    def _some(self, draw: Any) -> Any:
        random = self._random
        if random.random() < 0.7:
            return draw()
        if self._odd():
            return random.choice([[], None, [None], [[draw()]], [draw(), None]])
        return [draw() for _ in range(random.randint(1, 3))]

    def _type(self) -> Any:
        return self._random.choice([*ODD, 1, None] if self._odd() else TYPES)

    def _iri(self) -> Any:
        return self._random.choice([*ODD, 1, None] if self._odd() else IRIS)

    def _value(self, names: list[str], depth: int) -> Any:
        random = self._random
        kind = random.random()
        if self._odd():
            return random.choice([None, {"@value": "x"}, {"@value": 1, "@type": "xsd:integer"}, {"@list": ["a"]},
                                  {"@set": ["a"]}, {"@language": "en"}, *ODD])  # fmt: skip
        if kind < 0.3 and depth:
            return self._embedded(names, depth - 1)
        if kind < 0.6:
            return self._iri()
        return random.choice([True, False, 0, 7, 1.5, *TEXTS])

    def _embedded(self, names: list[str], depth: int) -> dict[str, Any]:
        if self._random.random() > 0.15:
            return self._node(names, depth)
        chain = self._random.choice(EMBEDDED)
        return {"@context": chain, **self._node([*names, *_names(chain)], depth)}


def _names(chain: Any) -> list[str]:
    """Return the terms of a chain."""
    names: set[str] = set()
    for context in chain if isinstance(chain, list) else [chain]:
        content = PINNED.read(context) if isinstance(context, str) else context
        names.update(_names(content) if isinstance(content, list) else content)
    return sorted(name for name in names if not name.startswith("@"))
