"""How one verification reaches the network: the guarded default, and what all its parts may spend."""

from __future__ import annotations

import threading

from ..errors import FetchError
from ..fetcher import Fetcher, Response
from ..jsonld.budget import Budget
from ..limits import Limits
from ..urls import shown
from .policy import Policy


class GuardedFetcher:
    """The default fetcher: an `HttpsFetcher` as lenient as its policy, loaded with the first request.

    Args:
        policy: its limits and `allow_http_hosted` are used.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._fetcher: Fetcher | None = None

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return one answer to one GET.

        Raises:
            FetchError: as `HttpsFetcher.get`.
        """
        if self._fetcher is None:  # two threads may both make one: they are alike and hold nothing
            from ..net.https import HttpsFetcher

            policy = self._policy
            self._fetcher = HttpsFetcher(limits=policy.limits, allow_http=policy.allow_http_hosted)
        return self._fetcher.get(url, accept=accept, max_bytes=max_bytes)


class Allowance:
    """What one verification with everything nested in it may spend; itself the fetcher of all its parts.

    Args:
        fetcher: who makes the requests.
        limits: `fetches`, `nested`, `nested_values` and `status_bytes` are used.

    Attributes:
        budget: what objects of Open Badges 2.0 may take that need the full JSON-LD rules.
    """

    __slots__ = ("_asked", "_fetcher", "_limits", "_listed", "_lock", "_nested", "_values", "budget")

    def __init__(self, fetcher: Fetcher, limits: Limits) -> None:
        self._fetcher = fetcher
        self._limits = limits
        self._lock = threading.Lock()
        self._asked = 0
        self._nested = 0
        self._listed = 0
        self._values = 0
        self.budget = Budget()

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return one answer to one GET, as long as there are requests left.

        Raises:
            FetchError: there are none left (LIMIT), or as the fetcher says.
        """
        with self._lock:
            self._asked += 1
            spent = self._asked > self._limits.fetches
        if spent:
            message = f"not asked for {shown(url)}: one badge may cause {self._limits.fetches} requests"
            raise FetchError(message, code="LIMIT")
        return self._fetcher.get(url, accept=accept, max_bytes=max_bytes)

    def enter(self) -> bool:
        """Tell whether one more nested credential may be verified, and count it."""
        with self._lock:
            self._nested += 1
            return self._nested <= self._limits.nested

    def afford(self, values: int) -> bool:
        """Tell whether a credential of this many values inside a nested one may be verified; count them."""
        with self._lock:
            self._values += values
            return self._values <= self._limits.nested_values

    def admit(self, size: int) -> bool:
        """Tell whether an answer of this many bytes may still be read as a status list, and count them."""
        with self._lock:
            self._listed += size
            return self._listed <= self._limits.status_bytes
