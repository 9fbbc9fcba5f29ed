"""Read what a credential says about its own status; follows no address and decides nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..errors import InputError, QualityBadgeError, UnsupportedError
from ..limits import DEFAULT_LIMITS, Limits
from .bitstring import MAXIMUM_SIZE
from .listing import BITSTRING, REVOCATION_LIST_2020, STATUS_LIST_2021, ListForm


class Entry(NamedTuple):
    """One place in a status list.

    Attributes:
        place: JSON pointer to the entry.
        form: the form of list that it belongs to.
        url: address of the list credential.
        purpose: what a value other than 0 means: ``revocation``, ``suspension``, ``message``, ``refresh`` …
        number: which entry of the list, from 0.
        size: bits of the entry.
        messages: what each value means, if it says so.
        references: where the meanings are explained.
    """

    place: str
    form: ListForm
    url: str
    purpose: str
    number: int
    size: int = 1
    messages: Mapping[int, str] | None = None
    references: tuple[str, ...] = ()


class WholeList(NamedTuple):
    """A plain list of revoked ids, ``1EdTechRevocationList``.

    Attributes:
        place: JSON pointer to the entry.
        url: address of the list.
    """

    place: str
    url: str


class _Words(NamedTuple):
    """How one form of entry calls its members."""

    form: ListForm
    number: str
    url: str


REVOCATION_LIST = "1EdTechRevocationList"
_ENTRIES = {
    "BitstringStatusListEntry": _Words(BITSTRING, "statusListIndex", "statusListCredential"),
    "StatusList2021Entry": _Words(STATUS_LIST_2021, "statusListIndex", "statusListCredential"),
    "RevocationList2020Status": _Words(
        REVOCATION_LIST_2020, "revocationListIndex", "revocationListCredential"
    ),
}
_KNOWN = frozenset({*_ENTRIES, REVOCATION_LIST})
_MOST_DIGITS = 18
_HEX = re.compile(r"0x[0-9A-Fa-f]{1,8}")
_SPEC = "Bitstring §2.1"

Found = Entry | WholeList | QualityBadgeError


def read_entries(named: Any, *, limits: Limits = DEFAULT_LIMITS) -> list[Found]:
    """Read a ``credentialStatus``, one entry or an array of them (VC-DM 2.0 §4.10).

    An entry that cannot be read stands in the list as the error that says why, so that it hides no other:
    an `InputError` where it is malformed (STATUS_VERIFICATION_ERROR, RANGE for an index or size that is no
    such number, LIMIT for what is beyond `limits.status_entries`), an `UnsupportedError` for other types.
    """
    if type(named) is dict:
        return [_read(named, "/credentialStatus")]
    if not isinstance(named, list) or not named:
        message = "credentialStatus is neither an object nor an array of objects"
        return [InputError(message, pointer="/credentialStatus", spec="VC-DM 2.0 §4.10")]
    most = limits.status_entries
    found = [_read(item, f"/credentialStatus/{place}") for place, item in enumerate(named[:most])]
    if len(named) > most:
        message = f"{len(named) - most} more status entries than status_entries allows ({most})"
        found.append(InputError(message, code="LIMIT", pointer=f"/credentialStatus/{most}"))
    return found


def _read(item: Any, place: str) -> Found:
    if not isinstance(item, dict):
        return InputError("the status entry is not an object", pointer=place, spec="VC-DM 2.0 §4.10")
    name = _type_of(item)
    try:
        if name == REVOCATION_LIST:
            return WholeList(place, _text(item, "id", place))
        if name in _ENTRIES:
            return _entry(item, _ENTRIES[name], place)
    except InputError as error:
        return error
    shown = f"{item['type']!a:.80}" if "type" in item else "nothing"
    return UnsupportedError(
        f"the status entry is of the type {shown}, which is not known here",
        pointer=f"{place}/type",
        hint="nothing is wrong with the badge; ask the issuer whether it still holds",
        spec="VC-DM 2.0 §4.10",
    )


def _type_of(item: dict[str, Any]) -> str:
    """Return the one type that is known here, "" where there is none or more than one."""
    types = item.get("type")
    if isinstance(types, str):
        return types if types in _KNOWN else ""
    known = (
        [name for name in types if isinstance(name, str) and name in _KNOWN] if type(types) is list else []
    )
    return known[0] if len(known) == 1 else ""


def _entry(item: dict[str, Any], words: _Words, place: str) -> Entry:
    form = words.form
    url = _text(item, words.url, place)
    purpose = form.purpose or _text(item, "statusPurpose", place)
    number = _number(item, words.number, place)
    if "statusSize" not in item and "statusMessage" not in item and "statusReference" not in item:
        return Entry(place, form, url, purpose, number)
    if form is not BITSTRING:  # the older forms know one bit and no messages
        return Entry(place, form, url, purpose, number)
    size = _size(item, place)
    messages = _messages(item, size, place)
    return Entry(place, form, url, purpose, number, size, messages, _references(item, place))


def _text(item: dict[str, Any], name: str, place: str) -> str:
    value = item.get(name)
    if isinstance(value, str) and value:
        return value
    what = "is not a text" if value else "is missing"
    raise _broken(f"{name} of the status entry {what}", f"{place}/{name}")


def _number(item: dict[str, Any], name: str, place: str) -> int:
    """Read the index: digits in a text, nothing else (Bitstring §2.1)."""
    value = item.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS:
        return int(value)
    message = f"{name} is no whole number of at most {_MOST_DIGITS} digits, written as a text"
    raise InputError(message, code="RANGE", pointer=f"{place}/{name}", spec=_SPEC)


def _size(item: dict[str, Any], place: str) -> int:
    size = item.get("statusSize", 1)
    if type(size) is int and 1 <= size <= MAXIMUM_SIZE:
        return size
    message = f"statusSize is no whole number from 1 to {MAXIMUM_SIZE}"
    raise InputError(message, code="RANGE", pointer=f"{place}/statusSize", spec=_SPEC)


def _messages(item: dict[str, Any], size: int, place: str) -> Mapping[int, str] | None:
    """Read the table of meanings: one for each value that fits into the entry (Bitstring §2.1)."""
    pointer = f"{place}/statusMessage"
    rows = item.get("statusMessage")
    if rows is None and size == 1:
        return None
    if not isinstance(rows, list) or len(rows) != 1 << size:
        raise _broken(f"an entry of {size} bit needs a statusMessage with {1 << size} rows", pointer)
    messages = dict(_message(row, f"{pointer}/{line}") for line, row in enumerate(rows))
    if set(messages) != set(range(1 << size)):
        raise _broken("statusMessage explains a value twice and another not at all", pointer)
    return messages


def _message(row: Any, pointer: str) -> tuple[int, str]:
    status = row.get("status") if isinstance(row, dict) else None
    text = row.get("message") if isinstance(row, dict) else None
    if not isinstance(status, str) or not _HEX.fullmatch(status) or not isinstance(text, str):
        raise _broken("a row of statusMessage has no status 0x… with a message", pointer)
    return int(status, 16), text


def _references(item: dict[str, Any], place: str) -> tuple[str, ...]:
    value = item.get("statusReference", [])
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(url, str) for url in values):
        raise _broken("statusReference is no address", f"{place}/statusReference")
    return tuple(values)


def _broken(message: str, pointer: str) -> InputError:
    return InputError(message, code="STATUS_VERIFICATION_ERROR", pointer=pointer, spec=_SPEC)
