"""The report of `qualitybadge` in the shape of the package ``openbadges``, for whoever changes from it.

It verifies nothing itself: each answer is a view of a `Report`. `docs/migrating.md` says what differs.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from ..errors import InputError, QualityBadgeError
from ..fetcher import Fetcher
from ..model.document import Document, Kind
from ..model.identity import Recipient
from ..outcome import Outcome, Verdict, check_from_error
from ..verify.fetching import GuardedFetcher
from ..verify.ob2.originals import original_of, original_version
from ..verify.policy import Policy
from ..verify.result import Report
from ..verify.verifier import Verifier, system_clock
from .inputs import Given, given
from .messages import Message, links, messages_of, moved

COMPATIBLE = Policy.compatible()
_DEFAULT_SECONDS = 300
_LONGEST_SECONDS = 3600.0
_UNREAD = frozenset({Kind.UNREADABLE, Kind.UNKNOWN, Kind.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `verify`; the first four are those of the package ``openbadges``.

    Attributes:
        include_original_json: put the documents as they were served under ``input.original_json``, by id.
        use_cache: remember fetched documents between calls, as long as their headers allow.
        cache_backend: accepted and without effect: what is remembered stays in this process.
        cache_expire_after: seconds, or a timedelta, after which a document is fetched again; None or more
            than an hour: after an hour.
        policy: what must hold for ``valid``; `Policy()` is strict.
        fetcher: how documents are obtained; the guarded `HttpsFetcher`, with the cache, unless given. What a
            given one remembers is its own affair.
        now: the moment to verify at, aware; None: the system clock.
    """

    include_original_json: bool = False
    use_cache: bool = True
    cache_backend: Any = "memory"
    cache_expire_after: float | timedelta | None = _DEFAULT_SECONDS
    policy: Policy = COMPATIBLE
    fetcher: Fetcher | None = None
    now: datetime | None = None


def verify(
    badge_input: Any, recipient_profile: Mapping[str, Any] | None = None, **options: Any
) -> dict[str, Any]:
    """Verify a badge and answer in the shape of ``openbadges.verify``.

    Args:
        badge_input: an address, JSON text, a compact token, a dict, an open file, a `pathlib.Path` or bytes;
            anything else gives a report that is not valid.
        recipient_profile: the identities of the person whose badge it must be: ``email``, ``url``,
            ``telephone``, ``id``, each with one text or several.
        options: see `Options`.

    Returns:
        ``{"graph": […], "input": {…}, "report": {…}}``; ``report.valid`` is True exactly when the verdict is
        VALID.

    Raises:
        TypeError: an option is unknown, or `policy`, `fetcher` or `now` is not what it must be.
    """
    chosen = _chosen(options)
    verifier = _verifier(chosen)  # which refuses a policy or fetcher that is none
    taken = given(badge_input, chosen.policy.limits)
    report = _report(taken, recipient_profile, verifier)
    input_type, value = taken.described(report)
    subject = _subject(report, value if input_type == "url" else None)
    messages = messages_of(report) + moved(report, taken.url)
    answer: dict[str, Any] = {
        "graph": _graph(report),
        "input": {"value": value, "input_type": input_type},
        "report": {
            "valid": report.verdict is Verdict.VALID,
            "errorCount": _count(messages, "ERROR"),
            "warningCount": _count(messages, "WARNING"),
            "messages": [message.to_dict() for message in messages],
            "validationSubject": subject,
            "openBadgesVersion": _version(report),
            "recipientProfile": _confirmed(report, recipient_profile),
        },
    }
    if chosen.include_original_json:
        answer["input"]["original_json"] = _originals(report)
    return answer


def _chosen(options: Mapping[str, Any]) -> Options:
    known = {option.name for option in fields(Options)}
    for name in options:
        if name not in known:
            raise TypeError(f"verify() got an unexpected keyword argument {name!r}")
    chosen = Options(**options)
    if not isinstance(chosen.cache_expire_after, int | float | timedelta | None):
        raise TypeError("cache_expire_after must be seconds, a timedelta or None")
    return chosen


def _verifier(options: Options) -> Verifier:
    clock = system_clock if options.now is None else _fixed(options.now)
    return Verifier(options.policy, fetcher=_fetcher(options), clock=clock)


def _report(taken: Given, profile: Mapping[str, Any] | None, verifier: Verifier) -> Report:
    """Return the report; a profile that names nobody is nobody's, and the badge not valid for it."""
    recipient, fault = _recipient(profile)
    if taken.fault is not None:
        report = verifier.verify(b"")
        return replace(report, checks=(check_from_error("syntax", taken.fault),))
    report = verifier.verify(taken.source, recipient=recipient)
    if fault is None:
        return report
    row = check_from_error("recipient", fault)
    others = tuple(check for check in report.checks if check.id != "recipient")
    return replace(report, verdict=Verdict.INVALID, checks=(*others, row))


def _fixed(now: datetime) -> Any:
    return lambda: now


def _recipient(profile: Mapping[str, Any] | None) -> tuple[Recipient | None, QualityBadgeError | None]:
    if not profile:
        return None, None
    if not isinstance(profile, Mapping):
        message = "the recipient profile is no mapping of identities"
        return None, InputError(message, code="USAGE")
    try:
        return Recipient.from_profile(profile), None
    except InputError as error:
        return None, InputError(f"the recipient profile: {error.message}", code="USAGE")


def _fetcher(options: Options) -> Fetcher:
    if options.fetcher is not None:
        return options.fetcher
    plain = GuardedFetcher(options.policy)
    if not options.use_cache:
        return plain
    from ..net.cache import CachingFetcher

    return CachingFetcher(plain, _cache(_seconds(options.cache_expire_after)))


def _seconds(after: float | timedelta | None) -> float:
    if after is None:
        return _LONGEST_SECONDS
    seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)
    return min(max(seconds, 0.0), _LONGEST_SECONDS)


@functools.lru_cache(maxsize=8)
def _cache(seconds: float) -> Any:
    """Return the memory that all calls with the same lifetime share; it is bounded and thread-safe."""
    from ..net.cache import FetchCache

    return FetchCache(max_age=seconds, default_age=seconds)


def _graph(report: Report) -> list[dict[str, Any]]:
    """Return the objects, each with the ids of the others in place of what it embeds."""
    documents = report.graph
    if not documents and report.document is not None and report.kind not in _UNREAD:
        documents = (report.document,)
    nodes = [copy.deepcopy(document.data) for document in documents]
    for holder, member, linked in zip(nodes, links(report.kind), nodes[1:], strict=False):
        if isinstance(linked.get("id"), str):
            holder[member] = linked["id"]
    return nodes


def _subject(report: Report, address: str | None) -> str | None:
    """Return the id of what was judged."""
    document = None if report.kind in _UNREAD else report.document
    own = document.data.get("id") if document is not None else None
    return own if isinstance(own, str) and not own.startswith("_:") else address


def _version(report: Report) -> str | None:
    """Return the version that it was written for, None where nothing was read that could say it."""
    if report.document is None or report.kind in _UNREAD:
        return None
    if report.kind.is_older:
        return original_version(report.document)
    return "3.0"


def _originals(report: Report) -> dict[str, str]:
    """Return the text of each object as it was served, by id."""
    documents: tuple[Document, ...] = report.graph or tuple(filter(None, [report.document]))
    return {str(document.data.get("id")): _text(document) for document in documents}


def _text(document: Document) -> str:
    if document.media == "jwt" and "credentialSubject" not in document.data:
        from ..wire import strictjson

        return strictjson.dumps(original_of(document)).decode("utf-8")
    return document.raw.decode("utf-8")


def _confirmed(report: Report, profile: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the identity of the profile that the badge names; None where none was confirmed."""
    rows = [row for row in report.checks if row.id == "recipient"]
    if not profile or not rows or rows[0].outcome is not Outcome.PASSED or report.document is None:
        return None
    named = _named(report.document.data)
    pairs = (
        (name, value)
        for name, values in profile.items()
        for value in (values if isinstance(values, list | tuple) else (values,))
    )
    return next(({name: value} for name, value in pairs if _is_named(named, name, value)), None)


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return whom a badge names, as a subject of 3.0."""
    identity = data.get("recipient")
    if identity is None:
        return dict(data["credentialSubject"])
    claim = {**identity, "identityType": identity["type"], "identityHash": identity["identity"]}
    return {"identifier": [claim]}


def _is_named(subject: dict[str, Any], name: str, value: Any) -> bool:
    recipient, _ = _recipient({name: value})
    return recipient is not None and recipient.matches(subject).matched


def _count(messages: list[Message], level: str) -> int:
    return sum(message.level == level for message in messages)


__all__ = ["Options", "verify"]
