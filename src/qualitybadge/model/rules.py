"""The rules that look at several members of one object; single members are judged by `values` and the models.

Each rule takes the object as parsed JSON, however malformed, and returns what breaks it, nothing for nothing.
Rules over the results of a subject stand in `results`. Knows no pydantic: the models and `conformance`
apply the same functions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..wire import timestamps
from .breach import KEPT, Breach, Breaches, Rule
from .document import VC_CONTEXT_1, VC_CONTEXT_2
from .results import levels_known, results_described
from .values import Fault, describe

_IDENTITY_HASH = re.compile(r"sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32}")
_UTC_SECONDS = len("2026-01-31T09:00:00Z")


def subject_identified(data: Mapping[str, Any]) -> Breaches:
    """A subject has an id or at least one identifier (OB 3.0 §8.1 step 1)."""
    if "id" in data or data.get("identifier"):
        return KEPT
    message = "the subject has neither an id nor an identifier, so nobody can tell whose badge this is"
    return (Breach((), Fault("SUBJECT_UNIDENTIFIED", message)),)


def identity_hashed(data: Mapping[str, Any]) -> Breaches:
    """What is said to be hashed is an md5 or sha256 IdentityHash (OB 3.0 §B, IdentityHash)."""
    identity = data.get("identityHash")
    if data.get("hashed") is not True or not isinstance(identity, str) or _IDENTITY_HASH.fullmatch(identity):
        return KEPT
    message = f"expected sha256$ or md5$ and the hexadecimal hash, found {describe(identity)}"
    fault = Fault("MALFORMED_VALUE", message, "set hashed to false for a plain identity")
    return (Breach(("identityHash",), fault),)


def period_2(data: Mapping[str, Any]) -> Breaches:
    """Validity does not end before it starts (VC-DM 2.0 §4.9)."""
    return _period(data, "validFrom", "validUntil")


def period_1(data: Mapping[str, Any]) -> Breaches:
    """The expiration does not come before the issuance (VC-DM 1.1 §4.6)."""
    return _period(data, "issuanceDate", "expirationDate")


def _period(data: Mapping[str, Any], first: str, last: str) -> Breaches:
    if last not in data or first not in data:
        return KEPT
    start, end = data[first], data[last]
    if not isinstance(start, str) or not isinstance(end, str):
        return KEPT
    if len(start) == len(end) == _UTC_SECONDS and start[-1] == end[-1] == "Z" and start <= end:
        return KEPT
    try:
        if timestamps.parse(start) <= timestamps.parse(end):
            return KEPT
    except InputError:  # the members themselves are at fault and reported as such
        return KEPT
    return (Breach((last,), Fault("CONFORMANCE", f"{last} lies before {first}")),)


def only_version_2(data: Mapping[str, Any]) -> Breaches:
    """Neither the dates nor the context of VC 1.1 stand in a VC 2.0 credential (VC-DM 2.0 §4.3, §4.9)."""
    if "issuanceDate" in data or "expirationDate" in data or _lists(data, VC_CONTEXT_1):
        return _foreign(data, ("issuanceDate", "expirationDate"), VC_CONTEXT_1, ("1.1", "2.0"))
    return KEPT


def only_version_1(data: Mapping[str, Any]) -> Breaches:
    """Neither the dates nor the context of VC 2.0 stand in a VC 1.1 credential (VC-DM 1.1 §4.1, §4.6)."""
    if "validFrom" in data or "validUntil" in data or _lists(data, VC_CONTEXT_2):
        return _foreign(data, ("validFrom", "validUntil"), VC_CONTEXT_2, ("2.0", "1.1"))
    return KEPT


def _lists(data: Mapping[str, Any], context: str) -> bool:
    contexts = data.get("@context")
    return isinstance(contexts, list | tuple) and context in contexts[1:]


_COUNTERPARTS = {
    "issuanceDate": "validFrom",
    "expirationDate": "validUntil",
    "validFrom": "issuanceDate",
    "validUntil": "expirationDate",
}


def _foreign(
    data: Mapping[str, Any], dates: tuple[str, str], context: str, versions: tuple[str, str]
) -> Breaches:
    """Return what belongs to the first version in a credential of the second."""
    foreign, here = versions
    breaches = []
    for member in dates:
        if member in data:
            message = f"{member} belongs to VC {foreign}, but the first context makes this VC {here}"
            fault = Fault("CONFORMANCE", message, f"use {_COUNTERPARTS[member]}")
            breaches.append(Breach((member,), fault))
    if _lists(data, context):
        message = f"this is the context of VC {foreign}, but the first one makes this VC {here}"
        fault = Fault("CONTEXT_ORDER", message, "list one of the two only, and list it first")
        breaches.append(Breach(("@context", data["@context"].index(context, 1)), fault))
    return tuple(breaches)


def criteria_told(data: Mapping[str, Any]) -> Breaches:
    """Criteria say what has to be done: by an id, a narrative or both (OB 3.0 §B, Criteria)."""
    if data.get("narrative") or data.get("id"):
        return KEPT
    hint = "tell in the narrative what has to be done, or give the id of a page that tells it"
    return (Breach((), Fault("CONFORMANCE", "the criteria have neither an id nor a narrative", hint)),)


def evidence_elsewhere(data: Mapping[str, Any]) -> Breaches:
    """Evidence is a member of the credential, not of its parts (OB 3.0 §B, AchievementCredential)."""
    if "evidence" not in data:
        return KEPT
    hint = "move it to the credential itself, beside credentialSubject"
    return (Breach(("evidence",), Fault("CONFORMANCE", "evidence does not belong here", hint)),)


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        subject_identified,
        identity_hashed,
        period_2,
        period_1,
        only_version_2,
        only_version_1,
        criteria_told,
        evidence_elsewhere,
        levels_known,
        results_described,
    )
}
"""Every rule by its name in the class table."""
