"""The rules that look at several members of one object; single members are judged by `values` and the models.

Each rule takes the object as parsed JSON, however malformed, and returns its fault or None. Knows no
pydantic: the models and `conformance` apply the same functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..errors import InputError
from ..wire import timestamps
from .values import Fault, describe

_IDENTITY_HASH = re.compile(r"sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32}")
_UTC_SECONDS = len("2026-01-31T09:00:00Z")


class Breach(NamedTuple):
    """A rule that an object breaks: the member it points to ("" for the object itself) and the fault."""

    member: str
    fault: Fault


Rule = Callable[[Mapping[str, Any]], Breach | None]


def subject_identified(data: Mapping[str, Any]) -> Breach | None:
    """A subject has an id or at least one identifier (OB 3.0 §8.1 step 1)."""
    if "id" in data or data.get("identifier"):
        return None
    message = "the subject has neither an id nor an identifier, so nobody can tell whose badge this is"
    return Breach("", Fault("SUBJECT_UNIDENTIFIED", message))


def identity_hashed(data: Mapping[str, Any]) -> Breach | None:
    """What is said to be hashed is an md5 or sha256 IdentityHash (OB 3.0 §B, IdentityHash)."""
    identity = data.get("identityHash")
    if data.get("hashed") is not True or not isinstance(identity, str) or _IDENTITY_HASH.fullmatch(identity):
        return None
    message = f"expected sha256$ or md5$ and the hexadecimal hash, found {describe(identity)}"
    return Breach(
        "identityHash", Fault("MALFORMED_VALUE", message, "set hashed to false for a plain identity")
    )


def period_2(data: Mapping[str, Any]) -> Breach | None:
    """Validity does not end before it starts (VC-DM 2.0 §4.9)."""
    return _period(data, "validFrom", "validUntil")


def period_1(data: Mapping[str, Any]) -> Breach | None:
    """The expiration does not come before the issuance (VC-DM 1.1 §4.6)."""
    return _period(data, "issuanceDate", "expirationDate")


def _period(data: Mapping[str, Any], first: str, last: str) -> Breach | None:
    if last not in data or first not in data:
        return None
    start, end = data[first], data[last]
    if not isinstance(start, str) or not isinstance(end, str):
        return None
    if len(start) == len(end) == _UTC_SECONDS and start[-1] == end[-1] == "Z" and start <= end:
        return None
    try:
        if timestamps.parse(start) <= timestamps.parse(end):
            return None
    except InputError:  # the members themselves are at fault and reported as such
        return None
    return Breach(last, Fault("CONFORMANCE", f"{last} lies before {first}"))


def only_version_2(data: Mapping[str, Any]) -> Breach | None:
    """The dates of VC 1.1 do not stand in a VC 2.0 credential."""
    if "issuanceDate" in data or "expirationDate" in data:
        return _foreign("issuanceDate" if "issuanceDate" in data else "expirationDate", "1.1", "2.0")
    return None


def only_version_1(data: Mapping[str, Any]) -> Breach | None:
    """The dates of VC 2.0 do not stand in a VC 1.1 credential."""
    if "validFrom" in data or "validUntil" in data:
        return _foreign("validFrom" if "validFrom" in data else "validUntil", "2.0", "1.1")
    return None


_COUNTERPARTS = {
    "issuanceDate": "validFrom",
    "expirationDate": "validUntil",
    "validFrom": "issuanceDate",
    "validUntil": "expirationDate",
}


def _foreign(member: str, foreign: str, here: str) -> Breach:
    message = f"{member} belongs to VC {foreign}, but the first context makes this VC {here}"
    return Breach(member, Fault("CONFORMANCE", message, f"use {_COUNTERPARTS[member]}"))


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (subject_identified, identity_hashed, period_2, period_1, only_version_2, only_version_1)
}
"""Every rule by its name in the class table."""
