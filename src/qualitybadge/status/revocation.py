"""Read a plain list of revoked credentials (VCRL 1.0, 1EdTechRevocationList); it is not signed by nature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from ..model.equality import comparable_id

_SPEC = "VCRL 1.0"
# A list of nobody says no more than this; an array without values may be left out (OB 3.0 §B).
_MEMBERS_WITHOUT_ITEMS = frozenset({"@context", "id", "type", "issuer"})


@dataclass(frozen=True, slots=True)
class RevocationList:
    """The ids that an issuer says it revoked.

    Attributes:
        id: id of the list, "" where it has none.
        issuer: id of its issuer, "" where it names none.
        reasons: comparable id of each revoked credential -> the reason, "" where none is given.
    """

    id: str
    issuer: str
    reasons: Mapping[bytes, str]

    def reason(self, credential_id: str) -> str | None:
        """Return why a credential was revoked, "" for no reason given, None where it was not revoked.

        Ids are compared after percent-decoding and trimming, as for the equality of credentials.
        """
        return self.reasons.get(comparable_id(credential_id))


def read_revocations(data: Any) -> RevocationList:
    """Read the parsed JSON of a revocation list.

    One without `revokedCredential` is empty if it names itself or its issuer and says nothing else.

    Raises:
        InputError: it is no such list, or an item has no id or says `revoked` in other words than true and
            false (STATUS_VERIFICATION_ERROR), with the pointer into the list.
    """
    items = data.get("revokedCredential", _no_items(data)) if isinstance(data, dict) else None
    if isinstance(items, dict):
        items = [items]  # one value instead of an array of one
    if not isinstance(items, list):
        raise _broken("the answer is no list of revoked credentials", "/revokedCredential")
    reasons: dict[bytes, str] = {}
    for number, item in enumerate(items):
        own, revoked, reason = _item(item, f"/revokedCredential/{number}")
        if revoked:  # an id that is listed twice, once as revoked, is revoked
            reasons.setdefault(own, reason)
    issuer = data.get("issuer")
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    return RevocationList(_text_or_nothing(data.get("id")), _text_or_nothing(issuer), reasons)


def _no_items(data: dict[str, Any]) -> list[Any] | None:
    """Return no items where a document without any can be a list of revoked credentials, else None."""
    types = data.get("type", "RevocationList")
    own = [data.get("id"), data.get("issuer")]
    named = any(isinstance(value, str) and value for value in own) or isinstance(data.get("issuer"), dict)
    fits = data.keys() <= _MEMBERS_WITHOUT_ITEMS and isinstance(types, str | list)
    return [] if named and fits and "RevocationList" in str(types) else None


def _item(item: Any, place: str) -> tuple[bytes, bool, str]:
    own = comparable_id(item.get("id")) if isinstance(item, dict) else b""
    if not own:
        raise _broken("an item of the list of revoked credentials has no id", place)
    revoked = item.get("revoked", True)
    if not isinstance(revoked, bool):
        raise _broken("revoked is neither true nor false", f"{place}/revoked")
    return own, revoked, _text_or_nothing(item.get("revocationReason", item.get("reason")))


def _text_or_nothing(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _broken(message: str, pointer: str) -> InputError:
    return InputError(message, code="STATUS_VERIFICATION_ERROR", pointer=pointer, spec=_SPEC)
