"""The list of revoked signed badges that stands in a folder, and what is added to it; touches no file.

What such a list says is never forgotten: where it cannot be told what a file says, nothing takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import IssueError, QualityBadgeError
from ..jsonld.compaction_parts import listed
from ..model.equality import same_id
from ..wire import strictjson

ENTRIES = "revokedAssertions"
_UUID = "urn:uuid:"


def standing_list(there: bytes | None, path: str, issuer: str) -> dict[str, Any]:
    """Return the list that a file holds, {} where there is no file.

    Args:
        there: the content of the file.
        path: what the file is called.
        issuer: whose list it must be; one that says nothing of it is.

    Raises:
        IssueError: the file holds no list that can be read, or another issuer's (FILE).
    """
    if there is None:
        return {}
    try:
        found = strictjson.loads(there)
    except QualityBadgeError as error:
        raise _in_the_way(path, f"cannot be read: {error.message}") from None
    if not isinstance(found, dict) or ENTRIES not in found:
        raise _in_the_way(path, f"is no list of revoked badges: it has no {ENTRIES}")
    for owner in owners_of(found):
        if not same_id(owner, issuer):
            hint = "give the profile a revocationList of its own"
            raise _in_the_way(path, f"is the list of another issuer, {owner[:200]}", hint)
    return found


def owners_of(document: Mapping[str, Any]) -> list[str]:
    """Return the issuers that a list names."""
    named = (item.get("id") if isinstance(item, dict) else item for item in listed(document.get("issuer")))
    return [name for name in named if isinstance(name, str)]


def _in_the_way(path: str, why: str, hint: str = "") -> IssueError:
    usual = (
        "nothing replaces it, lest revoked badges be valid again: mend it, or move it away by hand and revoke"
        " once more what it lists"
    )
    return IssueError(f"the file {path} stands there already and {why}", code="FILE", hint=hint or usual)


def with_entry(entries: list[Any], entry: Mapping[str, Any]) -> list[Any]:
    """Return the entries so that they revoke what the new one names; what revokes it already stays.

    An entry that says that a badge is not revoked becomes one that says that it is.
    """
    identity = entry["id"]
    if is_listed(identity, entries):
        return entries
    changed = [{**item, **entry, "revoked": True} if _denies(item, identity) else item for item in entries]
    return changed if changed != entries else [*entries, dict(entry)]


def _denies(item: Any, identity: str) -> bool:
    """Tell whether an entry says of a badge that it is not revoked."""
    named = isinstance(item, dict) and _comparable(item.get("id")) == _comparable(identity)
    return named and item.get("revoked") is False


def is_listed(identity: str, entries: Iterable[Any]) -> bool:
    """Tell whether entries of a list revoke a badge."""
    return _comparable(identity) in _revoked_ids(entries)


def entry_of(identity: str, entries: Iterable[Any]) -> Mapping[str, Any] | None:
    """Return the entry that revokes a badge, None where none does."""
    for entry in entries:
        if is_listed(identity, [entry]):
            return entry if isinstance(entry, dict) else {"id": entry}
    return None


def kept_reason(said: Mapping[str, Any], reason: str) -> tuple[str, ...]:
    """Return what to tell whoever revokes a badge once more for another reason than the one that stands.

    Args:
        said: the entry or assertion that revokes it already.
        reason: the reason that it is to have now; "" for none in particular.
    """
    first = said.get("revocationReason")
    if not reason or first == reason:
        return ()
    with_it = f"with the reason {first!r:.200}" if isinstance(first, str) else "without a reason"
    return (f"revoked already, {with_it}, which stays",)


def _revoked_ids(entries: Iterable[Any]) -> set[str]:
    """Return the ids that a list revokes; entries of any other form are others' words."""
    named = (entry if isinstance(entry, dict) else {"id": entry} for entry in entries)
    return {_comparable(entry.get("id")) for entry in named if entry.get("revoked") is not False} - {""}


def _comparable(name: Any) -> str:
    """Return a name as it is compared: the letters of a UUID mean the same in either case (RFC 9562 §4)."""
    if not isinstance(name, str):
        return ""
    return name.lower() if name[: len(_UUID)].lower() == _UUID else name


def stays_revoked(identity: str) -> IssueError:
    """Return the refusal to publish a badge that was revoked."""
    return IssueError(
        f"{identity[:200]} was revoked, and stays so", code="REVOKED", hint="issue another badge instead"
    )
