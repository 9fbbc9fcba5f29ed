"""A bounded memory of answers that honours Cache-Control; judges no content and opens no connection.

What is kept are the unverified bytes of an origin, as it sent them. Every use verifies them again, so nothing
here is a verdict, and nothing wrong becomes right by being remembered.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol

from ..errors import FetchError
from ..fetcher import Fetcher, Response
from ..urls import shown

_PATIENCE_SECONDS = 10.0  # how long one thread waits for another that asks for the same
_OK = 200
_HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Get(Protocol):
    """`Fetcher.get`, bound."""

    def __call__(self, url: str, *, accept: str, max_bytes: int) -> Response: ...


@dataclass(frozen=True, slots=True)
class _Entry:
    response: Response
    expires: float
    size: int


class FetchCache:
    """Remember answers with status 200 for as long as their headers allow; safe to share between threads.

    A private cache in the sense of RFC 9111: `max-age` (`s-maxage` is for shared caches), `no-store`,
    `no-cache`, `Age`, `Expires` and `Vary: *` are honoured; what is stale is forgotten, not revalidated. The
    least recently used answers go first. Threads that ask for the same at the same time share one request.

    Args:
        max_entries: how many answers are kept.
        max_bytes: how many bytes they may have together; a larger answer is not kept.
        max_age: seconds after which an answer is asked for again, whatever its headers say.
        default_age: seconds for an answer whose headers say nothing about caching.
        clock: seconds that never run backwards.
    """

    def __init__(
        self,
        *,
        max_entries: int = 256,
        max_bytes: int = 16 * 1024 * 1024,
        max_age: float = 3600.0,
        default_age: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._max_age = max_age
        self._default_age = default_age
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[str, str], _Entry] = OrderedDict()
        self._bytes = 0
        self._flights: dict[tuple[str, str], threading.Event] = {}

    def through(self, get: _Get, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return the remembered answer, or what `get` answers, which is remembered where it may be.

        Raises:
            FetchError: the remembered answer is larger than `max_bytes` (LIMIT), or `get` raised it.
        """
        key = (url, accept)
        mine = threading.Event()
        with self._lock:
            known = self._fresh(key)
            flight = mine if known else self._flights.setdefault(key, mine)
        if flight is not mine:  # another thread is asking already
            flight.wait(_PATIENCE_SECONDS)
            with self._lock:
                known = self._fresh(key)
        if known:
            return _within(known, url, max_bytes)
        try:
            response = get(url, accept=accept, max_bytes=max_bytes)
            self._remember(key, response)
        finally:
            if flight is mine:
                with self._lock:
                    del self._flights[key]
                mine.set()
        return response

    def _fresh(self, key: tuple[str, str]) -> Response | None:
        """Return the remembered answer if it may still be used; the lock is held."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if self._clock() >= entry.expires:
            self._forget(key)
            return None
        self._entries.move_to_end(key)
        return entry.response

    def _remember(self, key: tuple[str, str], response: Response) -> None:
        seconds = min(lifetime(response, default=self._default_age), self._max_age)
        size = len(response.body) + sum(map(len, key))
        size += sum(len(name) + len(value) for name, value in response.headers.items())
        if seconds <= 0 or size > self._max_bytes:
            return
        kept = replace(response, headers=MappingProxyType(dict(response.headers)))
        with self._lock:
            if key in self._entries:
                self._forget(key)
            self._entries[key] = _Entry(kept, self._clock() + seconds, size)
            self._bytes += size
            while len(self._entries) > self._max_entries or self._bytes > self._max_bytes:
                self._forget(next(iter(self._entries)))

    def _forget(self, key: tuple[str, str]) -> None:
        self._bytes -= self._entries.pop(key).size


@dataclass(frozen=True, slots=True)
class CachingFetcher:
    """Any fetcher, with a memory. One memory should serve fetchers that see the same network only."""

    fetcher: Fetcher
    cache: FetchCache

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return the remembered answer, or ask the fetcher.

        Raises:
            FetchError: as the fetcher raises it, or a remembered answer is larger than `max_bytes` (LIMIT).
        """
        return self.cache.through(self.fetcher.get, url, accept=accept, max_bytes=max_bytes)


def lifetime(response: Response, *, default: float) -> float:
    """Return for how many seconds a private cache may use the response (RFC 9111 §4.2); 0 is not at all."""
    if response.status != _OK or "*" in response.header("Vary"):
        return 0
    total: float
    directives = _directives(response.header("Cache-Control"))
    if "no-store" in directives or "no-cache" in directives:
        return 0
    expires = response.header("Expires")
    if "max-age" in directives:
        total = _seconds(directives["max-age"])
    elif expires:
        total = _between(response.header("Date"), expires)
    else:
        total = default
    return max(0, total - _seconds(response.header("Age")))


def _directives(text: str) -> dict[str, str]:
    """Split a Cache-Control header; of a directive that is repeated, the first counts (RFC 9111 §4.2.1)."""
    found: dict[str, str] = {}
    for directive in text.lower().split(","):
        name, _, value = directive.partition("=")
        found.setdefault(name.strip(), value.strip().strip('"'))
    return found


def _seconds(text: str) -> int:
    """Read delta-seconds; what is no number is 0, and nobody needs more than ten digits."""
    text = text.strip()
    return int(text[:10]) if text.isascii() and text.isdigit() else 0


def _between(start: str, end: str) -> float:
    """Return the seconds between two HTTP dates, 0 where one of them is none."""
    first, last = _http_date(start), _http_date(end)
    return (last - first).total_seconds() if first and last else 0


def _http_date(text: str) -> datetime | None:
    """Read the one date form that servers must write (IMF-fixdate, RFC 9110 §5.6.7)."""
    match = _HTTP_DATE.fullmatch(text.strip())
    if match is None or match[2] not in _MONTHS:
        return None
    day, month, year, hour, minute, second = match.groups()
    try:
        return datetime(
            int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC
        )
    except ValueError:
        return None


def _within(response: Response, url: str, max_bytes: int) -> Response:
    if len(response.body) > max_bytes:
        raise FetchError(f"the answer of {shown(url)} is larger than {max_bytes} bytes", code="LIMIT")
    return response
