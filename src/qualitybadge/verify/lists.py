"""Status lists that were verified, remembered as long as they are fresh; holds nothing unverified."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ..jsonld import Contexts
from ..outcome import Check, Trust

if TYPE_CHECKING:
    from ..status.listing import StatusList

_MOST_LISTS = 256
_MOST_BYTES = 16 * 1024 * 1024
_LONGEST = timedelta(days=1)  # whatever a list says about itself: a revocation must arrive some day
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?([0-9]{1,9})\b", re.IGNORECASE)
_NOT_KEPT = re.compile(r"\bno-(?:store|cache)\b", re.IGNORECASE)


class KnownList(NamedTuple):
    """A list whose proof, issuer key and form were verified; whether it fits a badge is asked for each.

    Attributes:
        listing: what it says.
        clear: the row of a badge that the list says nothing against, by purpose; made once for all of them.
        obtained: when it was obtained, by the clock of the verification.
        fresh_until: when it is to be asked for again.
        trust: what the word of its key is worth.
        faults: why it does not stand under this policy; each names a relaxation. Such a list is not kept.
    """

    listing: StatusList
    clear: Mapping[str, tuple[Check, ...]]
    obtained: datetime
    fresh_until: datetime
    trust: Trust = Trust.NONE
    faults: tuple[Check, ...] = ()


class VerifiedLists:
    """The verified status lists of one verifier, bounded in number and bytes; shared between threads.

    A list is kept under its address and the contexts it was read with: the same address under another
    vocabulary could mean something else. All verifications of a verifier have one policy.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], tuple[Contexts, KnownList]] = {}  # the oldest first
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._known)

    def get(self, url: str, contexts: Contexts, now: datetime) -> KnownList | None:
        """Return the list that stands at an address, None where it is not known or no longer fresh.

        Its own period of validity is not looked at here.
        """
        found = self._known.get((url, id(contexts)))  # one look-up, which no other thread can split
        if found is None or not found[1].obtained <= now < found[1].fresh_until:
            return None
        return found[1]

    def keep(self, url: str, contexts: Contexts, known: KnownList) -> None:
        """Remember a list that was verified, unless it is stale from the start."""
        size = _size(known.listing)
        if known.fresh_until <= known.obtained or size > _MOST_BYTES:
            return
        with self._lock:
            self._drop((url, id(contexts)))
            while self._known and (len(self._known) >= _MOST_LISTS or self._bytes + size > _MOST_BYTES):
                self._drop(next(iter(self._known)))
            self._known[url, id(contexts)] = (contexts, known)  # held, so that its id is no other's
            self._bytes += size

    def _drop(self, key: tuple[str, int]) -> None:
        found = self._known.pop(key, None)
        if found is not None:
            self._bytes -= _size(found[1].listing)


def _size(listing: StatusList) -> int:
    """Return about how many bytes a list takes: its bits, and words that a stranger may have made long."""
    return len(listing.bits.data) + sum(map(len, (listing.id, listing.issuer, *listing.purposes)))


def fresh_until(listing: StatusList, cache_control: str, now: datetime) -> datetime:
    """Return how long a list may be used that was obtained now: the soonest of all that speak of it.

    Args:
        listing: the list; its time to live (five minutes where it names none) and its end of validity count.
        cache_control: the header of the answer, "" where there was none; it can only shorten.
        now: the clock of the verification.
    """
    longest = min(listing.ttl, _LONGEST)
    if _NOT_KEPT.search(cache_control):
        longest = timedelta()
    age = _MAX_AGE.search(cache_control)
    if age is not None:
        longest = min(longest, timedelta(seconds=int(age[1])))
    end = now + longest
    return end if listing.valid_until is None else min(end, listing.valid_until)
