"""Say what a new publication would take from badges that were signed before; writes and fetches nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..did.method import read_key
from ..errors import IssueError, QualityBadgeError
from ..keys import PublicKey
from ..wire import strictjson
from .keyhistory import KeyHistory, KeyState

_NO_MATTER = datetime.max.replace(tzinfo=UTC)  # an entry without dates is in force at every moment


def losses_of(there: bytes, history: KeyHistory, *, controlling: bool = False) -> list[str]:
    """Return a sentence for each published key that the history forgets, renames or trusts again.

    Args:
        there: the document that stands there: a controller document, a key set, or anything else.
        history: what is to be published.
        controlling: whether it is the place of a controller document, so that one that cannot be read may
            have held keys.
    """
    document = _parsed(there)
    if document is None and controlling:
        return [f"which keys of {history.controller} stand there cannot be read"]
    said = [_loss(entry, history) for entry in _listed(document, "verificationMethod")]
    said += [_loss_of_jwk(jwk, history) for jwk in _listed(document, "keys") if _is_own(jwk, history)]
    return [sentence for sentence in said if sentence]


def others_keys(there: bytes, history: KeyHistory) -> list[dict[str, Any]]:
    """Return the keys of a published key set that are not this issuer's: one host has one set for all.

    Raises:
        IssueError: whose keys stand there cannot be read (FILE).
    """
    ours = {entry.key for entry in history.keys}
    document = _parsed(there)
    if document is None:
        raise IssueError(
            "the key set stands there already and cannot be read: keys of others in it would be lost",
            code="FILE",
            hint="mend it, or move it away by hand",
        )
    foreign = [jwk for jwk in _listed(document, "keys") if not _is_own(jwk, history)]
    # One of ours that names nobody would stand there for ever, compromised or not.
    return [jwk for jwk in foreign if "iss" in jwk or _key_of_jwk(jwk) not in ours]


def _is_own(jwk: Mapping[str, Any], history: KeyHistory) -> bool:
    """Whether a published key speaks for this issuer: by ``iss``, or by a name that only it can give."""
    names = {entry.method for entry in history.keys}
    return jwk.get("iss") == history.controller or jwk.get("kid") in names


def _loss(entry: dict[str, Any], history: KeyHistory) -> str:
    name = str(entry.get("id"))
    name = history.controller + name if name.startswith("#") else name
    public = _key(entry, history.controller)
    known = next((own for own in history.keys if own.key == public), None)
    if known is None:
        return f"the key {name} stands there and not in the history"
    if known.method != name:
        return f"the key {name} stands there and is named {known.method} in the history"
    if "revoked" in entry and known.state is not KeyState.COMPROMISED:
        return f"the key {name} stands there as revoked and would be trusted again"
    return ""


def _loss_of_jwk(jwk: dict[str, Any], history: KeyHistory) -> str:
    public = _key_of_jwk(jwk)
    if any(entry.key == public for entry in history.keys):
        return ""
    return f"the key {jwk.get('kid')} stands in the key set and not in the history"


def _key(entry: Mapping[str, Any], controller: str) -> PublicKey | None:
    timeless = {name: value for name, value in entry.items() if name not in ("revoked", "expires")}
    try:
        return read_key(timeless | {"controller": controller}, controller, _NO_MATTER)
    except QualityBadgeError:
        return None


def _key_of_jwk(jwk: Mapping[str, Any]) -> PublicKey | None:
    try:
        return PublicKey.from_jwk(jwk)
    except QualityBadgeError:
        return None


def _parsed(there: bytes) -> Any:
    try:
        return strictjson.loads(there)
    except QualityBadgeError:
        return None


def _listed(document: Any, name: str) -> list[dict[str, Any]]:
    value = document.get(name) if isinstance(document, dict) else None
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
