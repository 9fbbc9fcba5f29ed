"""Which entries of status lists a badge, or whoever speaks of one, names; reads no list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import InputError, IssueError
from ..status.entries import Entry, Found, read_entries
from ..status.listing import BITSTRING

ENTRY_TYPE = "BitstringStatusListEntry"

_LONGEST_INDEX = 12  # digits; no list is that long


@dataclass(frozen=True, slots=True)
class EntryName:
    """Which entry of which list; written as ``URL#index``, the id of the entry in a badge."""

    url: str
    index: int

    def __str__(self) -> str:
        return f"{self.url}#{self.index}"


def entry_names(target: object) -> tuple[EntryName, ...]:
    """Return the entries that a badge, its credential, its status entries, or the id of one entry name.

    Entries of other status methods are passed over: their lists are kept elsewhere.

    Raises:
        IssueError: there is none.
        InputError: one is malformed.
    """
    if isinstance(target, str):
        return (_name_from_id(target),)
    names = []
    for found in _entries_in(target):
        if isinstance(found, InputError):
            raise found
        if isinstance(found, Entry) and found.form is BITSTRING:
            names.append(EntryName(found.url, found.number))
    if not names:
        raise IssueError(
            f"this names no {ENTRY_TYPE}",
            pointer="/credentialStatus",
            hint="pass the badge, its credentialStatus, or the id of an entry: URL#index",
        )
    return tuple(names)


def _entries_in(target: object) -> list[Found]:
    value = getattr(target, "credential", target)  # a Badge
    if isinstance(value, Mapping) and "statusListCredential" not in value:
        value = value.get("credentialStatus")
    listed = value if isinstance(value, list | tuple) else [value]
    entries = [dict(item) for item in listed if isinstance(item, Mapping)]
    return read_entries(entries) if entries else []


def _name_from_id(text: str) -> EntryName:
    url, _, index = text.rpartition("#")
    if not url or not index.isascii() or not index.isdigit() or len(index) > _LONGEST_INDEX:
        raise IssueError(f"{text!r:.200} is no entry of a status list", hint="an entry is written URL#index")
    return EntryName(url, int(index))
