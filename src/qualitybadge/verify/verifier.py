"""The door: whatever a person holds in, a report out. Checks nothing itself; see `ob3`."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..did.resolver import DidResolver
from ..errors import QualityBadgeError, UndeterminedError
from ..fetcher import Fetcher
from ..jsonld import PINNED, Contexts
from ..model.identity import Recipient
from ..outcome import Check, check_from_error
from . import batch
from .checks import for_http
from .examine import Circumstances, examine, unreadable
from .fetching import Allowance, GuardedFetcher
from .intake import Input, take
from .lists import VerifiedLists
from .ob2.known import KnownNodes
from .policy import Policy
from .result import Report
from .truststore import TrustStore

Clock = Callable[[], datetime]
STRICT = Policy()


def system_clock() -> datetime:
    """Return the current time, aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A policy, a fetcher, a clock and contexts, ready to verify; frozen and shared between threads.

    Attributes:
        policy: what must hold; strict unless given.
        fetcher: how resources are obtained; the guarded `HttpsFetcher` unless given.
        clock: returns the time to verify at, aware.
        contexts: further JSON-LD contexts by URL; a pinned URL with other content is refused.
        trust: whom the caller trusts as issuers; never part of the verdict.
    """

    policy: Policy = STRICT
    fetcher: Fetcher | None = field(default=None, kw_only=True)
    clock: Clock = field(default=system_clock, kw_only=True)
    contexts: Mapping[str, dict[str, Any]] = field(default_factory=dict, kw_only=True)
    trust: TrustStore | None = field(default=None, kw_only=True)
    _compiled: Contexts = field(init=False, repr=False, compare=False)
    _fetcher: Fetcher = field(init=False, repr=False, compare=False)
    _lists: VerifiedLists = field(init=False, repr=False, compare=False)
    _known: KnownNodes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._require_types()
        object.__setattr__(self, "_fetcher", self.fetcher or GuardedFetcher(self.policy))
        compiled = Contexts(self.contexts) if self.contexts else PINNED
        object.__setattr__(self, "_compiled", compiled)
        object.__setattr__(self, "_lists", VerifiedLists())
        object.__setattr__(self, "_known", KnownNodes())

    def _require_types(self) -> None:
        if not isinstance(self.policy, Policy):
            raise TypeError("policy must be a Policy, such as Policy() or Policy.compatible()")
        _require_fetcher(self.fetcher)
        if self.trust is not None and not isinstance(self.trust, TrustStore):
            raise TypeError("trust must be a TrustStore")
        if not isinstance(self.contexts, Mapping):
            raise TypeError("contexts must be a mapping of URLs to documents")
        if not callable(self.clock):
            raise TypeError("clock must be a callable that returns an aware datetime")

    def verify(self, source: Input, *, recipient: Recipient | None = None) -> Report:
        """Verify a badge (OB 3.0 §8).

        Args:
            source: a `pathlib.Path`, an https URL, bytes, JSON text, a compact token, a dict, or
                a `Badge`, `Ob2Badge` or presentation as it was made. A plain ``str`` is never opened as a
                file.
            recipient: who the badge must belong to; None: not compared.

        Returns:
            A report, whatever the input: malformed and hostile input is INVALID, never an exception.

        Raises:
            TypeError: `source` is of a type that cannot carry a badge, `recipient` is no Recipient, or the
                clock is not aware.
        """
        if recipient is not None and not isinstance(recipient, Recipient):
            raise TypeError("recipient must be a Recipient, such as Recipient.email('ada@example.org')")
        now = self._now()
        limits = self.policy.limits
        allowance = Allowance(self._fetcher, limits)
        how = Circumstances(
            policy=self.policy,
            now=now,
            contexts=self._compiled,
            fetcher=allowance,
            resolver=DidResolver(allowance, limits=limits),
            lists=self._lists,
            known=self._known,
            trust_store=self.trust,
            recipient=recipient,
        )
        try:
            allow_http = self.policy.allow_http_hosted
            return examine(take(source, fetcher=allowance, limits=limits, allow_http=allow_http), how)
        except QualityBadgeError as error:
            return unreadable(_refused(source, error), now)

    def verify_many(
        self, items: Iterable[Input], *, recipient: Recipient | None = None, workers: int = 8
    ) -> Iterator[Report]:
        """Verify many badges in threads: order kept, faults isolated, what is fetched is shared.

        Args:
            items: as for `verify`; read lazily, a few ahead of the threads.
            recipient: who all of them must belong to; None: not compared.
            workers: threads, at least 1.

        Raises:
            TypeError: `items` is one source instead of several, `workers` no int, or the clock is not aware.
            ValueError: `workers` is below 1.
        """
        shared = batch.with_shared_fetches(self._fetcher)
        verifier = copy.copy(self)
        object.__setattr__(verifier, "_fetcher", shared)  # the rest, verified lists included, is one
        if isinstance(items, str | bytes | Path | Mapping) or not isinstance(items, Iterable):
            raise TypeError("items must be several sources, such as sorted(Path('folder').glob('*.png'))")
        self._now()
        one = verifier._isolated  # noqa: SLF001 - its own, of a copy
        return batch.in_order(lambda item: one(item, recipient), items, workers)

    def _isolated(self, item: Input, recipient: Recipient | None) -> Report:
        """Verify one item of many: one that cannot carry a badge is its own report, not the batch's end."""
        try:
            return self.verify(item, recipient=recipient)
        except TypeError as error:
            row = check_from_error("syntax", UndeterminedError(str(error), code="USAGE"))
            return unreadable(row, self._now())

    def _now(self) -> datetime:
        now = self.clock()
        if now.tzinfo is None:
            raise TypeError("the clock must return an aware datetime")
        return now.astimezone(UTC)


def _refused(source: object, error: QualityBadgeError) -> Check:
    """Return the row of an input in which nothing was found to be judged."""
    withdrawn = error.code == "REVOKED"  # its own address says so, which is no fault of syntax
    relaxation = for_http(error, source) if isinstance(source, str) else ""
    return check_from_error("status" if withdrawn else "syntax", error, relaxation=relaxation)


def _require_fetcher(fetcher: object) -> None:
    if isinstance(fetcher, Mapping):
        raise TypeError("fetcher must be a Fetcher: wrap answers by address in StaticFetcher({...})")
    if fetcher is not None and (isinstance(fetcher, type) or not isinstance(fetcher, Fetcher)):
        raise TypeError("fetcher must be a Fetcher: an object with get(url, *, accept, max_bytes)")


def verify(
    source: Input,
    *,
    policy: Policy = STRICT,
    fetcher: Fetcher | None = None,
    recipient: Recipient | None = None,
    now: datetime | None = None,
    trust: TrustStore | None = None,
) -> Report:
    """Verify a badge: is it authentic, and whose word is that? See OB 3.0 §8.

    Args:
        source: a `pathlib.Path`, an https URL, bytes, JSON text, a compact token, a dict or a `Badge`. A
            plain ``str`` is content or a URL and never opened as a file.
        policy: what must hold; strict unless given.
        fetcher: how resources are obtained; the guarded `HttpsFetcher` unless given.
        recipient: who the badge must belong to; None: not compared.
        now: the moment to verify at, aware; None: the system clock.
        trust: whom you trust as issuers; None: nobody is named. Never part of the verdict.

    Returns:
        A report, whatever the input.

    Raises:
        TypeError: `source` is of a type that cannot carry a badge, or `now` has no time zone.
    """
    if now is not None and (not isinstance(now, datetime) or now.tzinfo is None):
        raise TypeError("now must be an aware datetime, such as datetime.now(UTC)")
    clock = system_clock if now is None else lambda: now
    return Verifier(policy, fetcher=fetcher, clock=clock, trust=trust).verify(source, recipient=recipient)
