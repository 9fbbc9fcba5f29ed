"""What an issuer's status list is, says and becomes as a credential: frozen values; stores and signs nothing.

A list that was read from somebody else is `qualitybadge.status.listing`; this is the issuer's own side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from ..errors import IssueError, QualityBadgeError
from ..limits import DEFAULT_LIMITS
from ..status.bitstring import MINIMUM_ENTRIES, Bitstring
from ..urls import parse_url
from .draft import VC_CONTEXT, plain
from .statusentry import ENTRY_TYPE, EntryName

REVOCATION, SUSPENSION, MESSAGE = "revocation", "suspension", "message"

_YES_OR_NO = frozenset({REVOCATION, SUSPENSION, "refresh"})
_LARGEST_SIZE = 8  # a badge carries a message for each of the values
_LONGEST_TEXT = 1000
_WORD = 64  # bits of a number that a message repeats
_MILLISECOND = timedelta(milliseconds=1)
_SPEC = "Bitstring §2.1"


class Action(Enum):
    """What an issuer did to an entry."""

    SET = "set"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    REVOKE = "revoke"
    """Final: nothing but another revocation is accepted afterwards."""


@dataclass(frozen=True, slots=True)
class StatusPlan:
    """What a status list is from its first day to its last (Bitstring §2).

    Attributes:
        url: https address under which the list is published; never asked for here.
        purposes: what its entries can say: ``revocation``, ``suspension``, ``refresh``, ``message`` or an
            own word. One list for each purpose is the usual; each entry has one.
        entries: how many badges it has room for, at least 131,072 so that asking for it tells nothing.
        size: bits of an entry; more than one needs messages.
        messages: what each value means, 2 to the power of `size` texts; none: unset and set.

    Raises:
        IssueError: no such list could be published.
    """

    url: str
    purposes: tuple[str, ...] = (REVOCATION,)
    entries: int = MINIMUM_ENTRIES
    size: int = 1
    messages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "purposes", _texts("purposes", self.purposes))
        object.__setattr__(self, "messages", _texts("messages", self.messages))
        _require_url(self.url)
        self._require_purposes()
        self._require_room()

    def _require_purposes(self) -> None:
        if not self.purposes or len(set(self.purposes)) < len(self.purposes) or "" in self.purposes:
            raise IssueError("a status list has one purpose, or several different ones", spec=_SPEC)
        if MESSAGE in self.purposes and not self.messages:
            raise IssueError(
                "a list of purpose message needs the messages", hint="say what each value means", spec=_SPEC
            )
        plain = sorted(_YES_OR_NO.intersection(self.purposes))
        if plain and self.size != 1:
            raise IssueError(
                f"an entry of purpose {plain[0]} takes one bit: it says yes or no",
                hint="make a list of purpose message for more than two values",
            )

    def _require_room(self) -> None:
        if not _is_count(self.size) or not 1 <= self.size <= _LARGEST_SIZE:
            raise IssueError(f"an entry takes 1 to {_LARGEST_SIZE} bits", code="RANGE", spec=_SPEC)
        if len(self.messages) != 1 << self.size and (self.messages or self.size > 1):
            raise IssueError(
                f"{1 << self.size} values need as many messages, not {len(self.messages)}",
                hint="one message for each value, beginning with that of 0",
                spec=_SPEC,
            )
        most = DEFAULT_LIMITS.status_list_bytes * 8 // self.size
        if not _is_count(self.entries) or not MINIMUM_ENTRIES <= self.entries <= most:
            raise IssueError(
                f"a list has {MINIMUM_ENTRIES} to {most} entries, so that asking for it tells nothing",
                code="RANGE",
                spec="Bitstring §3.2",
            )

    def purpose(self, asked: str | None = None) -> str:
        """Return the purpose of a new entry: the one asked for, or the list's only one.

        Raises:
            IssueError: the list has not that one, or several to choose from.
        """
        if asked is None and len(self.purposes) > 1:
            raise IssueError(f"{self.url} has several purposes", hint=f"name {' or '.join(self.purposes)}")
        if asked is not None and asked not in self.purposes:
            raise IssueError(
                f"{self.url} has not the purpose {asked!r:.60}", hint=f"use {' or '.join(self.purposes)}"
            )
        return asked or self.purposes[0]

    def require_index(self, index: int) -> None:
        """Refuse an index outside the list.

        Raises:
            IssueError: it is no number from 0 to `entries` - 1 (RANGE).
        """
        if not _is_count(index) or not 0 <= index < self.entries:
            raise IssueError(
                f"{self.url} has the entries 0 to {self.entries - 1}, and none {_shown(index)}", code="RANGE"
            )

    def require_value(self, value: int) -> None:
        """Refuse a value that an entry cannot have.

        Raises:
            IssueError: it is no number that fits into `size` bits (RANGE).
        """
        if not _is_count(value) or not 0 <= value < 1 << self.size:
            raise IssueError(
                f"an entry of {self.size} bit holds 0 to {(1 << self.size) - 1}, not {_shown(value)}",
                code="RANGE",
            )

    def meaning(self, value: int) -> str:
        """Return what a value means, in the words of the list.

        Raises:
            IssueError: an entry cannot hold it (RANGE).
        """
        self.require_value(value)
        return self.messages[value] if self.messages else ("set" if value else "unset")

    def entry(self, index: int, purpose: str | None = None) -> dict[str, Any]:
        """Return the ``credentialStatus`` of the badge that gets this index (Bitstring §2.1).

        Raises:
            IssueError: the list has not that index or purpose.
        """
        self.require_index(index)
        entry: dict[str, Any] = {
            "id": str(EntryName(self.url, index)),
            "type": ENTRY_TYPE,
            "statusPurpose": self.purpose(purpose),
            "statusListIndex": str(index),
            "statusListCredential": self.url,
        }
        if self.size > 1:
            entry["statusSize"] = self.size
        if self.messages:
            entry["statusMessage"] = [
                {"status": f"{value:#x}", "message": text} for value, text in enumerate(self.messages)
            ]
        return entry


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One thing that was done to one entry, and why.

    Attributes:
        index: which entry.
        value: its value afterwards.
        at: when, aware.
        action: what was done; a revocation is final.
        reason: for the issuer's eyes: a bit list has no place to publish it.

    Raises:
        IssueError: the reason is longer than 1,000 characters or no text, `at` has no time zone, or
            `action` is no Action.
    """

    index: int
    value: int
    at: datetime
    action: Action = Action.SET
    reason: str = ""

    def __post_init__(self) -> None:
        _require_text("the reason", self.reason)
        if not isinstance(self.action, Action):
            raise IssueError("what was done is an Action, such as Action.REVOKE")
        if not isinstance(self.at, datetime) or self.at.utcoffset() is None:
            raise IssueError("a change of status has an aware datetime", hint="pass datetime.now(UTC)")
        try:
            object.__setattr__(self, "at", self.at.astimezone(UTC))
        except OverflowError:
            raise IssueError("a change of status lies beyond the year 9999 in UTC", code="RANGE") from None


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """How an entry stands.

    Attributes:
        name: which entry of which list.
        purpose: what it says.
        value: its value; 0 is what every entry begins with.
        revoked: whether it was revoked, which is final.
        meaning: the value in the words of the list.
        last: the last change; None where nothing was ever done.
    """

    name: EntryName
    purpose: str
    value: int
    revoked: bool
    meaning: str
    last: StatusChange | None = None


@dataclass(frozen=True, slots=True)
class StatusSnapshot:
    """All of a list at one moment; every change returns a new value.

    Attributes:
        plan: which list.
        bits: the value of every entry.
        revision: grows with each change, so that an older snapshot is known as such.
        allocated: entries that were given to badges.
    """

    plan: StatusPlan
    bits: Bitstring
    revision: int = 0
    allocated: int = 0

    @classmethod
    def empty(cls, plan: StatusPlan) -> StatusSnapshot:
        """Return the list as it begins: every entry 0."""
        return cls(plan, Bitstring.zeros(plan.entries, plan.size))

    @property
    def free(self) -> int:
        """Entries that no badge has yet."""
        return self.plan.entries - self.allocated

    def value(self, index: int) -> int:
        """Return the value of one entry.

        Raises:
            IssueError: there is no such entry (RANGE).
        """
        self.plan.require_index(index)
        return self.bits.value(index)

    def with_value(self, index: int, value: int) -> StatusSnapshot:
        """Return a copy in which one entry has this value.

        Raises:
            IssueError: there is no such entry, or it cannot hold the value (RANGE).
        """
        return self.with_values({index: value})

    def with_values(self, values: Mapping[int, int]) -> StatusSnapshot:
        """Return a copy in which these entries have these values.

        Raises:
            IssueError: there is no such entry, or it cannot hold the value (RANGE).
        """
        for index, value in values.items():
            self.plan.require_index(index)
            self.plan.require_value(value)
        return replace(self, bits=self.bits.replaced(values))

    def credential(
        self,
        issuer: str,
        *,
        valid_from: datetime,
        valid_until: datetime | None = None,
        ttl: timedelta | None = None,
    ) -> dict[str, Any]:
        """Return the unsigned list credential (Bitstring §2.2).

        Args:
            issuer: id of who signs it.
            valid_from: start of validity, aware, cut to the whole second that a token can say.
            valid_until: end of validity; None: until another list replaces it.
            ttl: how long a verifier may keep it before it asks again; None: it decides.

        Raises:
            IssueError: a date has no time zone, the end lies before the start, or `ttl` is not positive.
        """
        purposes = self.plan.purposes
        subject: dict[str, Any] = {
            "id": f"{self.plan.url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purposes[0] if len(purposes) == 1 else list(purposes),
            "encodedList": self.bits.encode(),
        }
        if ttl is not None:
            if not isinstance(ttl, timedelta) or ttl < _MILLISECOND:
                raise IssueError(
                    "ttl is a timedelta of a millisecond or more", code="RANGE", spec="Bitstring §2.2"
                )
            subject["ttl"] = ttl // _MILLISECOND
        document: dict[str, Any] = {
            "@context": [VC_CONTEXT],
            "id": self.plan.url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": issuer,
            "validFrom": _second("validFrom", valid_from),
        }
        if valid_until is not None:
            document["validUntil"] = _second("validUntil", valid_until)
            if valid_until <= valid_from:
                raise IssueError("the list would end before it begins", code="RANGE", pointer="/validUntil")
        document["credentialSubject"] = subject
        return document


def _require_url(url: object) -> None:
    try:
        address = parse_url(url) if isinstance(url, str) else None
    except QualityBadgeError as error:
        raise IssueError(error.message, hint=error.hint or "a list is published under https") from None
    if address is None or address.text != url or not url.startswith(f"https://{address.authority}/"):
        raise IssueError(
            "a status list has an https address without fragment",
            hint="write scheme and host in lower case, followed by a path",
            spec="Bitstring §2.2",
        )


def _texts(name: str, values: object) -> tuple[str, ...]:
    if not isinstance(values, tuple | list):
        raise IssueError(f"{name} are a tuple of texts, even where there is one")
    for value in values:
        _require_text(f"one of the {name}", value)
    return tuple(values)


def _require_text(name: str, value: object) -> None:
    """Refuse what is no text, too long a one, or one that no file can hold."""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise IssueError(f"{name} is a text of at most {_LONGEST_TEXT} characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise IssueError(f"{name} holds half a character (a lone surrogate)")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shown(value: object) -> str:
    huge = isinstance(value, int) and value.bit_length() > _WORD
    return "a number of many digits" if huge else f"{value!r:.20}"


def _second(name: str, moment: datetime) -> str:
    if not isinstance(moment, datetime):
        raise IssueError(f"{name} is an aware datetime", pointer=f"/{name}")
    text: str = plain(moment.replace(microsecond=0))
    return text
