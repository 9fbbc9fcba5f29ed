"""Extensions of 2.0 that members of 3.0 succeed; everything else of an extension is listed as lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ..jsonld.compaction import iri
from ..jsonld.compaction_parts import listed
from ..model.values import NUMBER
from .convert_parts import Source, uri

_SPACE = "https://w3id.org/openbadges/extensions#"
_EXTENSION = "https://w3id.org/openbadges#Extension"
PROTECTED = "a badge of 3.0 cannot name its context, which gives words that 3.0 protects a meaning of its own"
"""Why an extension is not carried as it is: its context would break the badge (JSON-LD 1.1 §4.1.11)."""
WORDLESS = (
    "a badge of 3.0 has no members but words of its contexts, and its context has none for what holds it"
)
"""Why another one is not: a member such as ``extensions:x`` could be taken for another (VC-DI §2.4.1)."""
_UNKNOWN = "it is none of the official ones, so that no context of it is at hand"
REASONS: Mapping[str, str] = MappingProxyType({
    "Accessibility": PROTECTED,
    "ApplyLink": PROTECTED,
    "AssessmentExtension": PROTECTED,
    "Endorsement": PROTECTED,
    "ExampleExtension": WORDLESS,
    "ExtraDescriptionExtension": WORDLESS,
    "GeoCoordinates": PROTECTED,
    "IssuerAccreditation": f"{PROTECTED}; an EndorsementCredential by the accreditor says more",
    "LicenseExtension": WORDLESS,
    "OriginalCreator": f"{PROTECTED}; the creator of the achievement is the issuer of the badge class",
    "RecipientProfile": WORDLESS,
})  # fmt: skip
"""Official extension -> why it is not carried as it is."""

Carry = Callable[[Source, dict[str, Any]], None]


def carry_extensions(source: Source, target: dict[str, Any], class_name: str) -> None:
    """Carry the extension objects among what nobody took, and list those that cannot be.

    Args:
        source: the object of 2.0, of which everything else was taken.
        target: the object of 3.0 that is being made.
        class_name: the class of the object of 3.0.
    """
    for name, value in list(source.left().items()):
        found = [item for item in listed(value) if isinstance(item, dict) and _EXTENSION in _types(item)]
        if not found or len(found) != len(listed(value)):
            continue
        for item, pointer in source.items(name):
            _carry(Source(item, pointer, source.account), target, class_name)


def _carry(source: Source, target: dict[str, Any], class_name: str) -> None:
    names = sorted(kind.removeprefix(_SPACE) for kind in _types(source.left()) if kind.startswith(_SPACE))
    for name in names:
        carry = _CARRIED.get((class_name, name))
        if carry is not None:
            source.take("type")
            carry(source, target)
            source.close({})
            return
    called = names[0] if names else "unknown"
    reason = REASONS.get(called, _UNKNOWN)
    source.account.lose(source.pointer, f"the extension {called}: {reason}")


def _types(node: Mapping[str, Any]) -> set[str]:
    return {iri(word) for word in listed(node.get("type")) if isinstance(word, str)}


def _apply_link(source: Source, target: dict[str, Any]) -> None:
    """A page where one can apply is the achievement's own page (Apply Link for 3.0)."""
    name = "extensions:applyLink"
    address = uri(source.take(name), source.at(name), source.account)
    if address is not None:
        target["url"] = address


def _place(source: Source, target: dict[str, Any]) -> None:
    """A place of an organisation is the coordinates of its address (OB 3.0 §B, Address)."""
    name = "schema:geo"
    given = source.take(name)
    inner = Source(given if isinstance(given, dict) else {}, source.at(name), source.account)
    found = {word: inner.take(f"schema:{word}") for word in ("latitude", "longitude")}
    inner.take("type")
    if all(NUMBER.fault(value) is None for value in found.values()):
        geo = {"type": "GeoCoordinates", **found}
        named = {word: source.text(word) for word in ("name", "description")}
        target["address"] = {"type": ["Address"], **named, "geo": geo}
    else:
        source.account.lose(source.at(name), "its coordinates are no two numbers")
    inner.close({})


_CARRIED: Mapping[tuple[str, str], Carry] = MappingProxyType({
    ("Achievement", "ApplyLink"): _apply_link,
    ("Profile", "GeoCoordinates"): _place,
})  # fmt: skip
"""Class of 3.0 and extension -> how it is carried."""
