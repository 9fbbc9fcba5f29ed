"""Tell Open Badges 0.5, 1.0, 1.1 and 2.0 apart and read the older as 2.0; fetches and verifies nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from ..errors import InputError
from ..spec import official_context
from .ob2_changes import Changes, Note
from .ob2_upgrade import UPGRADES, other
from .ob2_upgrade_values import is_web_address

Version = Literal["2.0", "1.1", "1.0", "0.5"]

CONTEXT_2 = "https://w3id.org/openbadges/v2"

_V0, _V1 = "https://w3id.org/openbadges/v0", "https://w3id.org/openbadges/v1"
_OF_2_0 = ("verification", "revokedAssertions", "claim", "publicKeyPem")
_CLASS_OF_TYPE = MappingProxyType({
    "Assertion": "Assertion",
    "BadgeClass": "BadgeClass",
    "Issuer": "Profile",
    "IssuerOrg": "Profile",
    "Profile": "Profile",
    "RevocationList": "RevocationList",
    "CryptographicKey": "CryptographicKey",
    "Endorsement": "Endorsement",
})  # fmt: skip
_CLASS_OF_MEMBERS = (
    ("Assertion", ("recipient", "badge", "verify")),
    ("BadgeClass", ("criteria", "issuer")),
    ("Profile", ("revocationList", "email", "url")),
)


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A document in the shape of 2.0, and what was found on the way there.

    Attributes:
        data: the document in the shape of 2.0; the original where it is of 2.0 already. Parts may be shared
            with the original: treat both as immutable.
        version: the version of the original.
        notes: what was read differently from how it is written.
        faults: what breaks a rule of the older version, with pointers into the original.
        hosted_url: http or https address that an assertion names as its hosted copy; "" for none.
        key_url: address of the public key that a signed assertion of 1.x names itself; "" for none. The
            issuer's profile does not link it, so it must be tied to the issuer by other means.
        excused: pointer in `data`, also of a member that is missing -> why the older version allows it.
        moved: pointer in `data` -> pointer in the original, where they differ; for what is below, too.
    """

    data: dict[str, Any]
    version: Version
    notes: tuple[Note, ...] = ()
    faults: tuple[InputError, ...] = ()
    hosted_url: str = ""
    key_url: str = ""
    excused: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def original_pointer(self, pointer: str) -> str:
        """Return the place in the original of a place in `data`."""
        head = pointer
        while head:
            if head in self.moved:
                return self.moved[head] + pointer[len(head) :]
            head = head.rpartition("/")[0]
        return pointer

    def findings(self, errors: Iterable[InputError]) -> tuple[InputError, ...]:
        """Return the faults, then what the rules of 2.0 found in `data`, with pointers into the original.

        Left out is what the older version allows, and what stands at a place of which a fault says more.
        """
        said = {fault.pointer for fault in self.faults}
        found = []
        for error in errors:
            pointer = self.original_pointer(error.pointer)
            if error.pointer in self.excused or pointer in said:
                continue
            if pointer != error.pointer:
                error = copy.copy(error)  # noqa: PLW2901 - the caller's own stays as it is
                error.pointer = pointer
            found.append(error)
        return (*self.faults, *found)


def version_of(data: Mapping[str, Any]) -> Version:
    """Tell by its context, and without one by its members, for which version a document was written.

    Whatever has a context of other than 1.x is judged as 2.0, and so is what has no context and members that
    only 2.0 knows: a missing context is no way around the rules of 2.0.
    """
    names = _contexts(data)
    if names and _V1 not in names:
        return "2.0"
    if names:
        return "2.0" if CONTEXT_2 in names else "1.1"
    return _version_by_members(data)


def _version_by_members(data: Mapping[str, Any]) -> Version:
    if any(member in data for member in _OF_2_0):
        return "2.0"
    if _is_0_5(data.get("recipient"), data.get("badge")):
        return "0.5"
    if "uid" in data or "verify" in data:
        return "1.0"
    return "2.0" if any(name in _CLASS_OF_TYPE for name in _types(data)) else "1.0"


def _is_0_5(recipient: Any, badge: Any) -> bool:
    """Tell 0.5 by its recipient, a text, and its badge, which is embedded; either may be missing."""
    if isinstance(recipient, str):
        return not isinstance(badge, str)
    return isinstance(badge, dict) and not isinstance(recipient, dict)


def upgrade(data: Any, *, url: str | None = None, class_name: str | None = None) -> Upgraded:
    """Read a document of any version as one of 2.0, with the rules of its own version applied first.

    Args:
        data: the parsed JSON object; it is not changed.
        url: the address it was asked for at, which is its id where it has none; None where that is not
            known.
        class_name: what it is expected to be, such as ``BadgeClass``; documents of 1.0 do not say it.

    Raises:
        InputError: it is no JSON object.
    """
    if not isinstance(data, dict):
        raise InputError("the document is no JSON object", code="NOT_A_BADGE", spec="OB 2.0 §Data Model")
    version = version_of(data)
    if version == "2.0":
        own = data.get("id")
        return Upgraded(data, version, hosted_url=str(own) if is_web_address(own) else "")
    changes = Changes(version, url or "")
    if version == "1.1":
        changes.note("/@context", "the context of 1.1 is read as that of 2.0")
    else:
        changes.note("", f"a document of {version} has no context: read with that of 2.0")
    body = UPGRADES.get(_class_of(data, class_name), other)(data, changes)
    return Upgraded(
        {"@context": _context(data), **body},
        version,
        tuple(changes.notes),
        tuple(changes.faults),
        changes.hosted_url,
        changes.key_url,
        MappingProxyType(changes.excused),
        MappingProxyType(changes.moved),
    )


def _class_of(data: Mapping[str, Any], expected: str | None) -> str:
    """Return the class that is expected, else by the document's own word or its members; "" for none.

    What else it calls itself does not make it anything else than what it is judged as.
    """
    if expected is not None:
        return _CLASS_OF_TYPE.get(expected, expected)
    for name in _types(data):
        if name in _CLASS_OF_TYPE:
            return _CLASS_OF_TYPE[name]
    for name, members in _CLASS_OF_MEMBERS:
        if any(member in data for member in members):
            return name
    return ""


def _context(data: Mapping[str, Any]) -> Any:
    """Return the context with that of 2.0 in place of an older one; further ones are kept."""
    given = data.get("@context")
    kept = [entry for entry in (given if isinstance(given, list) else [given]) if not _is_older(entry)]
    return [CONTEXT_2, *kept] if kept else CONTEXT_2


def _is_older(entry: Any) -> bool:
    return entry is None or (isinstance(entry, str) and official_context(entry) in (_V0, _V1))


def _contexts(data: Mapping[str, Any]) -> frozenset[str]:
    """Return what names a context, "" for one inline; contexts of 0.5 say nothing that its members do not."""
    given = data.get("@context")
    entries = given if isinstance(given, list) else [given]
    names = {
        official_context(entry) if isinstance(entry, str) else "" for entry in entries if entry is not None
    }
    return frozenset(names - {_V0})


def _types(data: Mapping[str, Any]) -> tuple[str, ...]:
    given = data.get("type", data.get("@type"))
    return tuple(name for name in (given if isinstance(given, list) else [given]) if isinstance(name, str))
