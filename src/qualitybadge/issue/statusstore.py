"""Where an issuer keeps its status lists: the StatusStore protocol, its rules, and one in memory; no file.

`statusfile` keeps them in an SQLite file. A store gives out indexes, remembers values and why they changed;
it holds no key, no badge of a person and no recipient, and publishes nothing. What must happen once only,
such as the award of a label on an application, is kept here, too: whoever awards cannot do without the lists.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from secrets import SystemRandom
from typing import Protocol, runtime_checkable

from ..errors import IssueError
from .statusentry import EntryName
from .statuslist import Action, EntryStatus, StatusChange, StatusPlan, StatusSnapshot

_RANDOM = SystemRandom()
_CROWDED = 16  # from 15 of 16 entries taken on, the free ones are counted out instead of guessed


@runtime_checkable
class StatusStore(Protocol):
    """Whoever keeps status lists. Each call is done wholly or not at all, also between processes."""

    def create(self, plan: StatusPlan) -> None:
        """Begin a list.

        Raises:
            IssueError: there is one with this URL.
        """
        ...

    def plans(self) -> tuple[StatusPlan, ...]:
        """Return every list, the oldest first.

        Raises:
            IssueError: they cannot be read.
        """
        ...

    def allocate(self, url: str, count: int = 1, *, purpose: str | None = None) -> tuple[int, ...]:
        """Give out indexes that nobody has, in no order that could be guessed.

        Raises:
            IssueError: the list is unknown, has not the purpose, or too few entries are left.
        """
        ...

    def set(self, url: str, change: StatusChange) -> None:
        """Give an entry a value and remember why; what was revoked stays revoked.

        Raises:
            IssueError: list or entry are unknown, the value does not fit, or the entry was revoked.
        """
        ...

    def get(self, url: str, index: int) -> EntryStatus:
        """Return how an entry stands.

        Raises:
            IssueError: list or entry are unknown.
        """
        ...

    def snapshot(self, url: str) -> StatusSnapshot:
        """Return the whole list at one moment.

        Raises:
            IssueError: the list is unknown.
        """
        ...

    def history(self, url: str, index: int | None = None) -> tuple[StatusChange, ...]:
        """Return what was done to a list or to one entry, the oldest first.

        Raises:
            IssueError: list or entry are unknown.
        """
        ...

    def claim(self, url: str, issuer: str, *, anew: bool = False) -> str:
        """Remember who publishes a list, and return who does: whoever claimed it first.

        Args:
            url: the list.
            issuer: id of the issuer who is about to publish it.
            anew: the list is this issuer's from now on.

        Raises:
            IssueError: the list is unknown.
        """
        ...

    def keep(self, occasions: Mapping[str, str]) -> dict[str, str]:
        """Keep what was made on some occasions, once for ever, all of it or nothing.

        Args:
            occasions: by what must not happen twice: what came of it, not empty.

        Returns:
            What of these is kept already with another content: then nothing new was kept. {} for nothing.
        """
        ...

    def kept(self, occasion: str) -> str:
        """Return what is kept of an occasion; "" for nothing."""
        ...


def take_unused(
    plan: StatusPlan,
    count: int,
    taken: int,
    *,
    take: Callable[[int], bool],
    used: Callable[[], Iterable[int]],
) -> tuple[int, ...]:
    """Take random free indexes: what a badge's place in the list tells must be nothing.

    Args:
        plan: the list.
        count: how many.
        taken: how many are taken already.
        take: takes an index and returns whether it was free.
        used: returns every index taken.

    Raises:
        IssueError: `count` is no positive number, or fewer are left.
    """
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise IssueError("the number of entries to allocate is 1 or more", code="RANGE")
    left = plan.entries - taken
    if count > left:
        raise IssueError(
            f"{plan.url} has {left} unused entries left, fewer than are asked for",
            hint="create another list, under another URL",
        )
    if (taken + count) * _CROWDED > plan.entries * (_CROWDED - 1):
        free = set(range(plan.entries)).difference(used())
        chosen = _RANDOM.sample(sorted(free), count)
        return tuple(index for index in chosen if take(index))
    found: list[int] = []
    while len(found) < count:
        index = _RANDOM.randrange(plan.entries)
        if take(index):
            found.append(index)
    return tuple(found)


def require_change(plan: StatusPlan, status: EntryStatus, change: StatusChange) -> None:
    """Refuse a change that the list cannot hold, or that would take a revocation back.

    Raises:
        IssueError: the value does not fit (RANGE), or the entry was revoked.
    """
    plan.require_value(change.value)
    if status.revoked and (change.action is not Action.REVOKE or change.value != status.value):
        raise IssueError(
            f"{status.name} was revoked, which is final",
            hint="issue a new badge if the revocation was a mistake",
            spec="Bitstring §2.1",
        )


def unknown_list(url: str) -> IssueError:
    """Return the error for a list that the store does not have."""
    return IssueError(f"there is no status list {url!r:.200} in this store", hint="create it first")


def unknown_entry(name: EntryName) -> IssueError:
    """Return the error for an entry that no badge was ever given."""
    return IssueError(
        f"{name} was never allocated, so no badge has it", hint="take the entry from the badge itself"
    )


@dataclass(slots=True)
class _Kept:
    plan: StatusPlan
    revision: int = 0
    issuer: str = ""
    entries: dict[int, EntryStatus] = field(default_factory=dict)
    changes: list[StatusChange] = field(default_factory=list)


class MemoryStatusStore:
    """A store that forgets everything with the process: for tests and trials."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lists: dict[str, _Kept] = {}
        self._occasions: dict[str, str] = {}

    def create(self, plan: StatusPlan) -> None:
        """Begin a list; see `StatusStore.create`.

        Raises:
            IssueError: there is one with this URL.
        """
        with self._lock:
            if plan.url in self._lists:
                raise IssueError(f"there is a status list {plan.url} already")
            self._lists[plan.url] = _Kept(plan)

    def plans(self) -> tuple[StatusPlan, ...]:
        """Return every list, the oldest first."""
        with self._lock:
            return tuple(kept.plan for kept in self._lists.values())

    def allocate(self, url: str, count: int = 1, *, purpose: str | None = None) -> tuple[int, ...]:
        """Give out unused indexes; see `StatusStore.allocate`.

        Raises:
            IssueError: the list is unknown, has not the purpose, or too few entries are left.
        """
        with self._lock:
            kept = self._list(url)
            plan, entries = kept.plan, kept.entries
            purpose = plan.purpose(purpose)

            def take(index: int) -> bool:
                if index in entries:
                    return False
                entries[index] = EntryStatus(
                    EntryName(url, index), purpose, 0, revoked=False, meaning=plan.meaning(0)
                )
                return True

            return take_unused(plan, count, len(entries), take=take, used=lambda: entries)

    def set(self, url: str, change: StatusChange) -> None:
        """Give an entry a value; see `StatusStore.set`.

        Raises:
            IssueError: list or entry are unknown, the value does not fit, or the entry was revoked.
        """
        with self._lock:
            kept = self._list(url)
            status = self._entry(kept, change.index)
            require_change(kept.plan, status, change)
            kept.entries[change.index] = replace(
                status,
                value=change.value,
                revoked=change.action is Action.REVOKE,
                meaning=kept.plan.meaning(change.value),
                last=change,
            )
            kept.changes.append(change)
            kept.revision += 1

    def get(self, url: str, index: int) -> EntryStatus:
        """Return how an entry stands.

        Raises:
            IssueError: list or entry are unknown.
        """
        with self._lock:
            return self._entry(self._list(url), index)

    def snapshot(self, url: str) -> StatusSnapshot:
        """Return the whole list at this moment.

        Raises:
            IssueError: the list is unknown.
        """
        with self._lock:
            kept = self._list(url)
            values = {index: status.value for index, status in kept.entries.items() if status.value}
            begun = StatusSnapshot.empty(kept.plan).with_values(values)
            return replace(begun, revision=kept.revision, allocated=len(kept.entries))

    def history(self, url: str, index: int | None = None) -> tuple[StatusChange, ...]:
        """Return what was done to a list or to one entry, the oldest first.

        Raises:
            IssueError: list or entry are unknown.
        """
        with self._lock:
            kept = self._list(url)
            if index is not None:
                self._entry(kept, index)
            return tuple(change for change in kept.changes if index in (None, change.index))

    def claim(self, url: str, issuer: str, *, anew: bool = False) -> str:
        """Remember who publishes a list; see `StatusStore.claim`.

        Raises:
            IssueError: the list is unknown.
        """
        with self._lock:
            kept = self._list(url)
            if anew or not kept.issuer:
                kept.issuer = issuer
            return kept.issuer

    def keep(self, occasions: Mapping[str, str]) -> dict[str, str]:
        """Keep what was made on some occasions; see `StatusStore.keep`."""
        with self._lock:
            kept = {name: self._occasions.get(name, content) for name, content in occasions.items()}
            others = {name: content for name, content in kept.items() if content != occasions[name]}
            if not others:
                self._occasions |= kept
            return others

    def kept(self, occasion: str) -> str:
        """Return what is kept of an occasion; "" for nothing."""
        with self._lock:
            return self._occasions.get(occasion, "")

    def _list(self, url: str) -> _Kept:
        kept = self._lists.get(url) if isinstance(url, str) else None
        if kept is None:
            raise unknown_list(url)
        return kept

    def _entry(self, kept: _Kept, index: int) -> EntryStatus:
        kept.plan.require_index(index)
        status = kept.entries.get(index)
        if status is None:
            raise unknown_entry(EntryName(kept.plan.url, index))
        return status
