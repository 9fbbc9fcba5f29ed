"""The rules of Open Badges 2.0 that look at several members of one object; the table judges single ones.

Each rule takes a compacted object, however malformed, and returns what breaks it, nothing for nothing. A list
of one counts as what stands in it. Knows no pydantic: views and `conformance_ob2` apply the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..wire import timestamps
from . import rules
from .breach import KEPT, Breach, Breaches, Rule
from .ob2_values import EMAIL, IDENTITY_HASH, IRI, PHONE, URL
from .values import Fault, Value

ASSERTION_MEMBERS = ("type", "recipient", "badge", "verification", "issuedOn")
"""What an assertion has beside its id, unless it is revoked."""
ENDORSEMENT_MEMBERS = ("type", "claim", "issuedOn", "verification")
"""What an endorsement has beside its id and issuer, unless it is revoked."""

_PLAIN: dict[str, Value] = {"email": EMAIL, "url": URL, "telephone": PHONE, "id": IRI}


def assertion_complete(data: Mapping[str, Any]) -> Breaches:
    """Of a revoked assertion only id and revoked are required (OB 2.0 §Assertion)."""
    return _complete(data, ASSERTION_MEMBERS, "Assertion")


def endorsement_complete(data: Mapping[str, Any]) -> Breaches:
    """Of a revoked endorsement only id, issuer and revoked are required (OB 2.0 §Endorsement, erratum)."""
    return _complete(data, ENDORSEMENT_MEMBERS, "Endorsement")


def _complete(data: Mapping[str, Any], members: tuple[str, ...], name: str) -> Breaches:
    missing = [member for member in members if member not in data]
    if not missing or _only(data, "revoked") is True:
        return KEPT
    fault = Fault("CONFORMANCE", f"missing; every {name} that is not revoked has one")
    return tuple(Breach((member,), fault) for member in missing)


def issued_before_expired(data: Mapping[str, Any]) -> Breaches:
    """An assertion does not expire before it is issued (OB 2.0 §Assertion)."""
    if "expires" not in data or "issuedOn" not in data:
        return KEPT
    start, end = _only(data, "issuedOn"), _only(data, "expires")
    if not isinstance(start, str) or not isinstance(end, str):
        return KEPT
    try:
        if timestamps.parse_iso(start) <= timestamps.parse_iso(end):
            return KEPT
    except InputError:  # the members themselves are at fault and reported as such
        return KEPT
    return (Breach(("expires",), Fault("CONFORMANCE", "expires lies before issuedOn")),)


def identity_agrees(data: Mapping[str, Any]) -> Breaches:
    """What is said to be hashed is a hash, and what is not is no hash but a plain identity of its type.

    OB 2.0 §IdentityObject, §identityHash.
    """
    identity, hashed = _only(data, "identity"), _only(data, "hashed")
    if not isinstance(identity, str) or not isinstance(hashed, bool):
        return KEPT  # the members themselves are at fault and reported as such
    is_hash = IDENTITY_HASH.fault(identity) is None
    if hashed:
        return (
            KEPT
            if is_hash
            else _identity(IDENTITY_HASH, identity, "set hashed to false for a plain identity")
        )
    if is_hash:
        fault = Fault("CONFORMANCE", "hashed is false, but the identity is a hash", "set hashed to true")
        return (Breach(("identity",), fault),)
    kind = _only(data, "type")
    plain = _PLAIN.get(kind) if isinstance(kind, str) else None
    return KEPT if plain is None or plain.fault(identity) is None else _identity(plain, identity, "")


def _identity(kind: Value, identity: str, hint: str) -> Breaches:
    # Part of an identity is enough to recognise it; what it begins with is not shown.
    found = "an empty text" if not identity else f"a text of {len(identity)} characters"
    return (
        Breach(("identity",), Fault("MALFORMED_VALUE", f"expected {kind.expected}, found {found}", hint)),
    )


def criteria_described(data: Mapping[str, Any]) -> Breaches:
    """Criteria that are no page of their own have a narrative (OB 2.0 §Criteria)."""
    page = _only(data, "id")
    if isinstance(page, str) and page.startswith("_:"):
        page = ""
    return rules.criteria_told({"id": page, "narrative": _only(data, "narrative")})


def revoked_one_named(data: Mapping[str, Any]) -> Breaches:
    """An entry of a list names the assertion by its id or, of old, by its uid (OB 2.0 §RevocationList)."""
    if "id" in data or "uid" in data:
        return KEPT
    hint = "give the id of the assertion"
    return (Breach((), Fault("CONFORMANCE", "the entry has neither an id nor a uid", hint)),)


def _only(data: Mapping[str, Any], member: str) -> Any:
    """Return the value of a member, without the list around it where it is one of one."""
    value = data.get(member)
    return value[0] if isinstance(value, list | tuple) and len(value) == 1 else value


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        assertion_complete,
        endorsement_complete,
        issued_before_expired,
        identity_agrees,
        criteria_described,
        revoked_one_named,
    )
}
"""Every rule by its name in the class table."""
