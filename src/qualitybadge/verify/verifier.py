"""The door: whatever a person holds in, a report out. Checks nothing itself; see `ob3`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..did.resolver import DidResolver
from ..errors import InputError, QualityBadgeError
from ..fetcher import Fetcher, Response
from ..jsonld import PINNED, Contexts
from ..model.document import Document, Kind, kind_of
from ..model.identity import Recipient
from ..outcome import Check, Outcome, Trust, Verdict, check_from_error, verdict_of
from ..proofs import vcjwt
from ..proofs.dataintegrity import SecuredDocument
from . import batch, ob3
from .checks import Examination, failed, passed, run, skipped, unknown
from .intake import Input, Taken, take
from .policy import Policy
from .result import Report

Clock = Callable[[], datetime]
STRICT = Policy()

_VERIFIABLE = frozenset({Kind.BADGE, Kind.ENDORSEMENT, Kind.CLR, Kind.CREDENTIAL, Kind.STATUS_LIST})
_UNSIGNED = frozenset({Kind.PROFILE, Kind.ACHIEVEMENT})
_LATER = frozenset(kind for kind in Kind if kind.name.startswith(("OB2_", "OB1_"))) | {Kind.PRESENTATION}


def system_clock() -> datetime:
    """Return the current time, aware, UTC."""
    return datetime.now(UTC)


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


@dataclass(frozen=True, slots=True)
class Verifier:
    """A policy, a fetcher, a clock and contexts, ready to verify; frozen and shared between threads.

    Attributes:
        policy: what must hold; strict unless given.
        fetcher: how resources are obtained; the guarded `HttpsFetcher` unless given.
        clock: returns the time to verify at, aware.
        contexts: further JSON-LD contexts by URL; a pinned URL with other content is refused.
    """

    policy: Policy = STRICT
    fetcher: Fetcher | None = field(default=None, kw_only=True)
    clock: Clock = field(default=system_clock, kw_only=True)
    contexts: Mapping[str, dict[str, Any]] = field(default_factory=dict, kw_only=True)
    _compiled: Contexts = field(init=False, repr=False, compare=False)
    _fetcher: Fetcher = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.policy, Policy):
            raise TypeError("policy must be a Policy, such as Policy() or Policy.compatible()")
        if self.fetcher is not None and (
            isinstance(self.fetcher, type) or not isinstance(self.fetcher, Fetcher)
        ):
            raise TypeError("fetcher must be a Fetcher: an object with get(url, *, accept, max_bytes)")
        if not callable(self.clock):
            raise TypeError("clock must be a callable that returns an aware datetime")
        object.__setattr__(self, "_fetcher", self.fetcher or GuardedFetcher(self.policy))
        compiled = Contexts(self.contexts) if self.contexts else PINNED
        object.__setattr__(self, "_compiled", compiled)

    def verify(self, source: Input, *, recipient: Recipient | None = None) -> Report:
        """Verify a badge (OB 3.0 §8).

        Args:
            source: a `pathlib.Path`, an https URL, bytes, JSON text, a compact token or a dict. A plain
                ``str`` is never opened as a file.
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
        try:
            taken = take(
                source,
                fetcher=self._fetcher,
                limits=self.policy.limits,
                allow_http=self.policy.allow_http_hosted,
            )
            return self._verify_taken(taken, now, recipient)
        except QualityBadgeError as error:
            return _unreadable(check_from_error("syntax", error), now)

    def verify_many(
        self, items: Iterable[Input], *, recipient: Recipient | None = None, workers: int = 8
    ) -> Iterator[Report]:
        """Verify many badges in threads: order kept, faults isolated, what is fetched is shared.

        Args:
            items: as for `verify`; read lazily, a few ahead of the threads.
            recipient: who all of them must belong to; None: not compared.
            workers: threads, at least 1.

        Raises:
            TypeError: `items` is one source instead of several, or the clock is not aware.
            ValueError: `workers` is below 1.
        """
        shared = batch.with_shared_fetches(self._fetcher)
        verifier = Verifier(self.policy, fetcher=shared, clock=self.clock, contexts=self.contexts)
        if isinstance(items, str | bytes | Path) or not isinstance(items, Iterable):
            raise TypeError("items must be several sources, such as sorted(Path('folder').glob('*.png'))")
        verifier._now()
        return batch.in_order(lambda item: verifier._isolated(item, recipient), items, workers)

    def _isolated(self, item: Input, recipient: Recipient | None) -> Report:
        """Verify one item of many: one that cannot carry a badge is its own report, not the batch's end."""
        try:
            return self.verify(item, recipient=recipient)
        except TypeError as error:
            return _unreadable(check_from_error("syntax", InputError(str(error), code="USAGE")), self._now())

    def _now(self) -> datetime:
        now = self.clock()
        if now.tzinfo is None:
            raise TypeError("the clock must return an aware datetime")
        return now.astimezone(UTC)

    def _verify_taken(self, taken: Taken, now: datetime, recipient: Recipient | None) -> Report:
        token = None
        data = taken.data
        if taken.token is not None:
            token = vcjwt.read(taken.token, limits=self.policy.limits)
            data = token.document
        if data is None:
            raise InputError("there is no document in the input", code="PARSING")
        kind = kind_of(data)
        document = Document(data, taken.raw, "jwt" if token is not None else "json")
        if kind not in _VERIFIABLE:
            return _not_signed(kind, document, taken.carrier, now)
        secured = SecuredDocument(
            data,
            contexts=self._compiled,
            limits=self.policy.limits,
            skew_seconds=self.policy.clock_skew_seconds,
        )
        examination = Examination(
            policy=self.policy,
            now=now,
            contexts=self._compiled,
            resolver=DidResolver(self._fetcher, limits=self.policy.limits),
            kind=kind,
            data=data,
            raw=taken.raw,
            secured=secured,
            token=token,
            jws=taken.token,
            recipient=recipient,
            trust=[],
            forms=[],
            findings=[],
        )
        checks = (_SYNTAX[taken.carrier], *run(ob3.STEPS, examination))
        return Report(
            verdict=verdict_of(checks, ob3.DECISIVE),
            trust=_trust(examination, taken),
            checks=checks,
            kind=kind,
            form=" + ".join(examination.forms),
            carrier=taken.carrier,
            verified_at=now,
            document=document,
            _proved=bool(examination.trust),
        )


_SYNTAX = {
    "json": passed("syntax", "well-formed JSON", spec="OB 3.0 §5"),
    "jwt": passed("syntax", "well-formed compact token", spec="RFC 7515 §7.1"),
    "png": passed("syntax", "one credential in a PNG image", spec="OB 3.0 §5.3"),
    "svg": passed("syntax", "one credential in an SVG image", spec="OB 3.0 §5.3"),
}
_TRUST_ORDER = (Trust.NONE, Trust.SELF_ASSERTED, Trust.DOMAIN, Trust.ANCHORED)


def _trust(examination: Examination, taken: Taken) -> Trust:
    """The best of the proofs that passed; nothing where the badge came over plain http."""
    if not examination.trust or (taken.url or "").startswith("http:"):
        return Trust.NONE
    return max(examination.trust, key=_TRUST_ORDER.index)


def _unreadable(row: Check, now: datetime) -> Report:
    verdict = Verdict.INVALID if row.outcome is Outcome.FAILED else Verdict.INDETERMINATE
    return Report(verdict, Trust.NONE, (row,), Kind.UNREADABLE, "", "", now)


def _not_signed(kind: Kind, document: Document, carrier: str, now: datetime) -> Report:
    """Report a document that the OB 3.0 algorithm does not apply to."""
    syntax = _SYNTAX[carrier]
    if kind in _LATER:
        row = unknown("kind", "NOT_CHECKED", f"this is {kind.value}, which this version does not verify")
        verdict = Verdict.INDETERMINATE
    elif kind in _UNSIGNED:
        row = skipped(
            "proof",
            f"this is {kind.value}, which is never signed itself: verify a badge that names it",
            required=True,
        )
        verdict = Verdict.INDETERMINATE
    else:
        row = failed(
            "kind", "NOT_A_BADGE", f"this is {kind.value}, not a badge, endorsement, profile or credential"
        )
        verdict = Verdict.INVALID
    return Report(verdict, Trust.NONE, (syntax, row), kind, "", carrier, now, document)


def verify(
    source: Input,
    *,
    policy: Policy = STRICT,
    fetcher: Fetcher | None = None,
    recipient: Recipient | None = None,
    now: datetime | None = None,
) -> Report:
    """Verify a badge: is it authentic, and whose word is that? See OB 3.0 §8.

    Args:
        source: a `pathlib.Path`, an https URL, bytes, JSON text, a compact token or a dict. A plain ``str``
            is content or a URL and never opened as a file.
        policy: what must hold; strict unless given.
        fetcher: how resources are obtained; the guarded `HttpsFetcher` unless given.
        recipient: who the badge must belong to; None: not compared.
        now: the moment to verify at, aware; None: the system clock.

    Returns:
        A report, whatever the input.

    Raises:
        TypeError: `source` is of a type that cannot carry a badge, or `now` has no time zone.
    """
    clock = system_clock if now is None else lambda: now
    return Verifier(policy, fetcher=fetcher, clock=clock).verify(source, recipient=recipient)
