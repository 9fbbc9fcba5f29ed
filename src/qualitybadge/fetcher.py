"""How the library asks for a resource: the Fetcher protocol and two fetchers without sockets.

The guarded network fetcher lives in `qualitybadge.net`; nothing here opens a connection.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from .errors import FetchError

JSON_MEDIA_TYPES = "application/json, application/ld+json;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Response:
    """One answer to one GET.

    Attributes:
        status: HTTP status code.
        headers: response headers; looked up without regard to case by `header()`.
        body: the decoded body.
        url: the address that answered, when redirects were followed; None means the one asked for.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    url: str | None = None

    def header(self, name: str) -> str:
        """Return the header's value, "" where it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), "")


@runtime_checkable
class Fetcher(Protocol):
    """Whoever can GET a resource. Implementations must be safe to share between threads."""

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return one answer, redirects not followed by the transport unless it checks each hop.

        Raises:
            FetchError: no answer was obtained (connection, time, size, refused target).
        """
        ...


class StaticFetcher:
    """Answer from a fixed table; every other address is a connection error.

    Args:
        answers: URL -> `Response`, raw bytes, or a dict/list that is served as ``application/json``.
    """

    def __init__(self, answers: Mapping[str, Response | bytes | dict[str, Any] | list[Any]]) -> None:
        self._answers = {url: _response(answer) for url, answer in answers.items()}
        self._lock = threading.Lock()
        self._calls: list[str] = []

    @property
    def calls(self) -> tuple[str, ...]:
        """Every URL asked for so far, in order."""
        return tuple(self._calls)

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:  # noqa: ARG002 - protocol
        """Return the answer of the table.

        Raises:
            FetchError: the address is not in the table, or its body is larger than `max_bytes`.
        """
        with self._lock:
            self._calls.append(url)
        answer = self._answers.get(url)
        if answer is None:
            raise FetchError(f"no connection to {url}")
        if len(answer.body) > max_bytes:
            raise FetchError(f"the answer of {url} is larger than {max_bytes} bytes", code="LIMIT")
        return answer


class NoNetwork:
    """Refuse every request: for offline verification. What needs the network becomes UNKNOWN."""

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:  # noqa: ARG002 - protocol
        """Refuse.

        Raises:
            FetchError: always.
        """
        raise FetchError(
            f"not asked for {url}: the network is switched off",
            code="NO_NETWORK",
            hint="verify without --offline, or pass a fetcher that has the document",
        )


def _response(answer: Response | bytes | dict[str, Any] | list[Any]) -> Response:
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, bytes):
        return Response(body=answer)
    return Response(
        headers={"Content-Type": "application/json"},
        body=json.dumps(answer, ensure_ascii=False).encode("utf-8"),
    )
