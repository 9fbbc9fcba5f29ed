"""How the library asks for a resource: the Fetcher protocol and the rules above it; opens no connection.

The guarded network fetcher lives in `qualitybadge.net`. A fetcher makes one hop; `obtain` holds every fetcher
to the same rules of form, redirects, origin, size and time, so that a fixed table of answers meets the rules
that the network meets.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from .errors import FetchError, InputError
from .limits import DEFAULT_LIMITS, Limits
from .problems import PROBLEMS
from .urls import WebUrl, parse_location, parse_url, shown

if TYPE_CHECKING:
    from pathlib import Path

    from .webfolder import WebFolder

JSON_MEDIA_TYPES = "application/json, application/ld+json;q=0.9, */*;q=0.1"

_OK = 200
_NOBODY = frozenset({"FETCH", "NO_NETWORK"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_STATUSES = range(100, 600)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HTML_STARTS = (b"<!doctype html", b"<html")
# Under what JSON and JWTs are really published: typed as such, by file stores, or not typed at all.
_TEXT_TYPES = frozenset({
    "", "application/cid", "application/did", "application/json", "application/jwt", "application/jose",
    "application/octet-stream", "application/vc", "binary/octet-stream", "text/json", "text/plain",
})  # fmt: skip
_TEXT_SUFFIXES = ("+json", "+jwt", "+jose")


@dataclass(frozen=True, slots=True)
class Response:
    """One answer to one GET.

    Attributes:
        status: HTTP status code.
        headers: response headers; looked up without regard to case by `header()`.
        body: the decoded body.
        url: the address that answered; None, from a fetcher, means the one asked for.
    """

    status: int = _OK
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    url: str | None = None

    def header(self, name: str) -> str:
        """Return the header's value, "" where it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), "")

    @property
    def media_type(self) -> str:
        """The media type in lower case without its parameters, "" where none is given."""
        return self.header("Content-Type").partition(";")[0].strip().lower()


@runtime_checkable
class Fetcher(Protocol):
    """Whoever can GET a resource. Implementations must be safe to share between threads."""

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return one answer; redirects are answers too, `obtain` follows them.

        Raises:
            FetchError: no answer was obtained (connection, time, size, refused target).
        """
        ...


class StaticFetcher:
    """Answer from a fixed table; every other address is a connection error, or somebody else's to answer.

    Args:
        answers: URL -> `Response`, raw bytes, or a dict/list that is served as ``application/json``.
        otherwise: who is asked for every other address; None: nobody.

    Raises:
        InputError: an answer is none of these, or is no JSON (code USAGE).
        TypeError: `answers` is no mapping, or `otherwise` no fetcher.
    """

    def __init__(
        self,
        answers: Mapping[str, Response | bytes | dict[str, Any] | list[Any]],
        *,
        otherwise: Fetcher | None = None,
    ) -> None:
        if not isinstance(answers, Mapping):
            raise TypeError(
                f"answers must be a mapping of addresses to what they answer, not {type(answers).__name__}; "
                "for a folder that was published, use StaticFetcher.from_folder(Path(…))"
            )
        if otherwise is not None and (isinstance(otherwise, type) or not isinstance(otherwise, Fetcher)):
            raise TypeError("otherwise must be a Fetcher, such as HttpsFetcher()")
        self._otherwise = otherwise
        self._folders: tuple[WebFolder, ...] = ()
        self._answers = {url: _response(url, answer) for url, answer in answers.items()}
        self._lock = threading.Lock()
        self._calls: list[str] = []

    @classmethod
    def from_folder(cls, *folders: Path, otherwise: Fetcher | None = None) -> StaticFetcher:
        """Answer as a web server would that hosts folders of `Issuer.publish`, by their ``hosting.json``.

        What that list names is read now; what is published later needs another fetcher. Every other file,
        such as a hosted badge of 2.0 or a picture, answers under its path for the hosts in the list, and is
        read when it is asked for. Hidden files are not there.

        Args:
            folders: one or several; where two answer for one address, the first does.
            otherwise: who is asked for every other address; None: nobody.

        Raises:
            InputError: a folder's list is missing or malformed (USAGE), or a file is larger than any answer
                may be (LIMIT).
            UndeterminedError: a file could not be read (FILE).
            TypeError: a folder is no Path.
        """
        from .webfolder import WebFolder  # costs 5 ms, and few read such a folder

        made = cls({}, otherwise=otherwise)
        made._folders = tuple(map(WebFolder, folders))
        return made

    @property
    def calls(self) -> tuple[str, ...]:
        """Every URL asked for so far, in order."""
        return tuple(self._calls)

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return the answer of the table.

        Raises:
            FetchError: the address is not in the table and nobody else has it, or its body is larger than
                `max_bytes`.
        """
        with self._lock:
            self._calls.append(url)
        answer = self._answers.get(url) or self._from_folders(url, max_bytes)
        if answer is None:
            return self._asked_otherwise(url, accept=accept, max_bytes=max_bytes)
        if len(answer.body) > max_bytes:
            raise _too_large(url, max_bytes)
        return answer

    def _from_folders(self, url: str, max_bytes: int) -> Response | None:
        """Return what the first folder that has the address answers, None where none has."""
        for folder in self._folders:
            found = folder.answer(url, max_bytes=max_bytes)
            if found is not None:
                return Response(found.status, {"Content-Type": found.media_type}, found.body)
        return None

    def _asked_otherwise(self, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return what somebody else answers; of what should lie in a folder, say so where nobody does.

        Raises:
            FetchError: nobody answers.
        """
        try:
            return (self._otherwise or _NOTHING).get(url, accept=accept, max_bytes=max_bytes)
        except FetchError as error:
            if error.code not in _NOBODY or not any(folder.hosts(url) for folder in self._folders):
                raise
            hint = "if it is to be hosted there, put it into the folder under its path"
            raise FetchError(error.message, code=error.code, hint=hint) from error


class _Nobody:
    """Answer nothing."""

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:  # noqa: ARG002 - protocol
        raise FetchError(f"no connection to {shown(url)}")


_NOTHING = _Nobody()


class NoNetwork:
    """Refuse every request: for offline verification. What needs the network becomes UNKNOWN."""

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:  # noqa: ARG002 - protocol
        """Refuse.

        Raises:
            FetchError: always (code NO_NETWORK).
        """
        raise FetchError(
            f"not asked for {shown(url)}: the network is switched off",
            code="NO_NETWORK",
            hint="verify without --offline, or pass a fetcher that has the document",
        )


def obtain(
    fetcher: Fetcher,
    url: str,
    *,
    accept: str = JSON_MEDIA_TYPES,
    limits: Limits = DEFAULT_LIMITS,
    cross_origin: bool = False,
    allow_http: bool = False,
) -> Response:
    """GET `url` through any fetcher, held to the rules of form, redirects, origin, size and time.

    A fragment is not sent. At most `limits.redirects` redirects are followed, inside the same origin unless
    `cross_origin`, and then over https only; none is followed once `limits.fetch_seconds` have passed. Every
    other status is an answer, with `Response.url` naming the address that gave it: a 410 means something to a
    hosted badge. `require_ok` and `require_text` refuse what is no document.

    Args:
        fetcher: who makes the hops; may raise anything or return nonsense.
        url: an absolute https URL (`qualitybadge.urls.parse_url` has the exact rule).
        accept: value of the Accept header.
        limits: ceilings; `fetch_bytes`, `fetch_seconds` and `redirects` are used.
        cross_origin: whether a redirect may lead to another origin (OB 2.0 hosted documents only).
        allow_http: whether `url` may be plain http; a redirect never leads from https back to http.

    Raises:
        UnsafeTargetError: an address must not be contacted (UNSAFE_TARGET).
        FetchError: no answer within the rules (FETCH, INSECURE_TRANSPORT, REDIRECT, LIMIT, NO_NETWORK).
    """
    current = parse_url(url, allow_http=allow_http)
    stop = time.monotonic() + limits.fetch_seconds
    visited: set[str] = set()
    for _ in range(limits.redirects + 1):
        visited.add(current.text)
        response = _ask(fetcher, current, accept, limits.fetch_bytes)
        if response.url:  # a fetcher that follows redirects by itself gains nothing by it
            current = _redirected(current, response.url, cross_origin=cross_origin)
        if response.status not in _REDIRECTS:
            return replace(response, url=current.text)
        current = _redirected(current, response.header("Location"), cross_origin=cross_origin)
        if current.text in visited:
            raise FetchError(f"{shown(url)} redirects in a circle", code="REDIRECT")
        if time.monotonic() > stop:
            raise FetchError(f"{shown(url)} took longer than {limits.fetch_seconds:g} s", code="LIMIT")
    raise FetchError(f"{shown(url)} redirects more than {limits.redirects} times", code="REDIRECT")


def require_ok(response: Response) -> Response:
    """Return the response if it has status 200 and is no web page, such as a log-in form or a soft 404.

    Raises:
        FetchError: it has another status, or is HTML by its type or its first bytes (FETCH).
    """
    if response.status != _OK:
        raise FetchError(f"{_source(response)} answered with status {response.status}")
    start = response.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if response.media_type in _HTML_TYPES or start.startswith(_HTML_STARTS):
        raise FetchError(f"{_source(response)} answered with a web page, not with a document")
    return response


def require_text(response: Response) -> Response:
    """Return the response if it may carry JSON or a JWT: status 200 and a media type that fits.

    Types that say nothing (none, ``text/plain``, ``application/octet-stream``) fit: file stores use them.

    Raises:
        FetchError: it has another status, or another media type such as an image's (FETCH).
    """
    media_type = require_ok(response).media_type
    if media_type not in _TEXT_TYPES and not media_type.endswith(_TEXT_SUFFIXES):
        raise FetchError(f"{_source(response)} answered with {media_type[:100]!a}, not with JSON or a JWT")
    return response


def _ask(fetcher: Fetcher, url: WebUrl, accept: str, max_bytes: int) -> Response:
    """Make one hop, and let nothing but a FetchError or a well-formed response out of it."""
    try:
        response = _well_formed(fetcher.get(url.text, accept=accept, max_bytes=max_bytes))
    except Exception as error:
        if isinstance(error, FetchError) and error.code in PROBLEMS:
            raise
        raise FetchError(f"the fetcher failed on {shown(url.text)}: {type(error).__name__}") from error
    if len(response.body) > max_bytes:
        raise _too_large(url.text, max_bytes)
    return response


def _well_formed(answer: object) -> Response:
    """Return a copy of what a fetcher returned, or raise TypeError where it is no response."""
    if not isinstance(answer, Response):
        raise TypeError("not a Response")
    headers = dict(answer.headers)
    texts = (*headers, *headers.values(), "" if answer.url is None else answer.url)
    if not isinstance(answer.body, bytes) or not all(isinstance(text, str) for text in texts):
        raise TypeError("a Response with members of other types")
    status = int(answer.status)
    if status not in _STATUSES:
        raise TypeError("not an HTTP status")
    return Response(status, headers, answer.body, answer.url)


def _redirected(current: WebUrl, location: str, *, cross_origin: bool) -> WebUrl:
    """Return the address to which `current` may redirect."""
    if not location:
        raise FetchError(f"{shown(current.text)} redirects without saying where", code="REDIRECT")
    target = parse_location(current, location)
    if target.origin == current.origin or (cross_origin and target.scheme == "https"):
        return target
    raise FetchError(
        f"{shown(current.text)} redirects to another origin, {shown(target.text)}", code="REDIRECT"
    )


def _too_large(url: str, max_bytes: int) -> FetchError:
    return FetchError(f"the answer of {shown(url)} is larger than {max_bytes} bytes", code="LIMIT")


def _source(response: Response) -> str:
    return shown(response.url) if response.url else "the address"


def _response(url: str, answer: Response | bytes | dict[str, Any] | list[Any]) -> Response:
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, bytes):
        return Response(body=answer)
    if not isinstance(answer, dict | list):
        raise InputError(f"the answer for {shown(url)} is a {type(answer).__name__}", code="USAGE")
    try:
        body = json.dumps(answer, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"the answer for {shown(url)} is no JSON: {error}", code="USAGE") from error
    return Response(headers={"Content-Type": "application/json"}, body=body)
