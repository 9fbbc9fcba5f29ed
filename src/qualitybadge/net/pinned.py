"""One GET to one of the addresses that were checked before; judges no address and follows no redirect.

Everything here is expensive to import (requests, urllib3, ssl) and is loaded by the first request.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http.client import HTTPException
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from ..errors import FetchError
from ..urls import WebUrl
from .metered import Allowance, MeteredSocket

Resolve = Callable[[str, int], Iterable[str]]

_WIRE_FACTOR = 2  # a body may take so much more than its limit, for the framing of chunks
_MAX_CHUNKS = 20_000  # one-byte chunks would cost seconds of work within the byte limit
_MAX_ADDRESSES = 4
_FAILURES = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError)


def resolve_by_system(host: str, port: int) -> list[str]:
    """Return the addresses of a name, as the operating system knows them, in its order of preference."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(sockaddr[0]) for _, _, _, _, sockaddr in answers]


def resolve_within(resolve: Resolve, url: WebUrl, allowance: Allowance) -> tuple[str, ...]:
    """Resolve the host of `url` and give up when the time is spent.

    The resolver of the operating system cannot be interrupted, so it runs in a thread of its own, which is
    left behind when it does not answer in time.

    Raises:
        FetchError: the name does not resolve (FETCH), or not in time (LIMIT).
    """
    answers: queue.SimpleQueue[tuple[str, ...] | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(tuple(resolve(url.host, url.port)))
        except (OSError, ValueError):  # a UnicodeError is a ValueError
            answers.put(None)

    threading.Thread(target=ask, name="qualitybadge-resolve", daemon=True).start()
    try:
        found = answers.get(timeout=allowance.seconds_left())
    except queue.Empty:
        raise allowance.too_slow() from None
    if found is None:
        raise FetchError(f"the name {url.host} cannot be resolved")
    return found


def tls_context(ca_file: str) -> ssl.SSLContext:
    """Return a client context that trusts the authorities of `ca_file`, "" for those of requests.

    Made by hand, because `ssl.create_default_context` reads the environment.

    Raises:
        FetchError: the file cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks certificate and host name
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cafile=ca_file or DEFAULT_CA_BUNDLE_PATH)
    except OSError as error:
        raise FetchError(f"the certificate authorities in {ca_file!r} cannot be read") from error
    return context


def exchange(
    url: WebUrl,
    addresses: tuple[str, ...],
    *,
    headers: Mapping[str, str],
    tls: ssl.SSLContext,
    max_bytes: int,
    allowance: Allowance,
) -> tuple[int, dict[str, str], bytes]:
    """Make one GET and return status, headers and the body as it came over the wire.

    The addresses are tried in order until one accepts the connection. The request goes to the address; TLS
    asks for, and the certificate must be valid for, the name.

    Raises:
        FetchError: no connection or no complete answer (FETCH); too large or too slow (LIMIT).
    """
    failure: Exception | None = None
    candidates = addresses[:_MAX_ADDRESSES]
    for position, address in enumerate(candidates):
        request = _prepared(url, address, headers)
        share = allowance.seconds_left() / (len(candidates) - position)
        adapter = _PinnedAdapter(url.host, tls, allowance)
        try:
            return _send(adapter, request, share=share, max_bytes=max_bytes, allowance=allowance)
        except requests.ConnectionError as error:
            failure = error  # the next address may answer
        except _FAILURES as error:
            failure = error
            break
    if allowance.is_over:
        raise allowance.too_slow() from failure
    raise FetchError(f"no connection to {url.host}: {_reason(failure)}") from failure


def _send(
    adapter: HTTPAdapter,
    request: requests.PreparedRequest,
    *,
    share: float,
    max_bytes: int,
    allowance: Allowance,
) -> tuple[int, dict[str, str], bytes]:
    """Send the request over one connection, `share` seconds for making it, and close it."""
    with contextlib.closing(adapter):
        answer = adapter.send(request, stream=True, timeout=(share, allowance.seconds_left()))
        with contextlib.closing(answer):
            return answer.status_code, dict(answer.headers), _body(answer, max_bytes, allowance)


def _prepared(url: WebUrl, address: str, headers: Mapping[str, str]) -> requests.PreparedRequest:
    host = f"[{address}]" if ":" in address else address
    pinned = f"{url.scheme}://{host}:{url.port}{url.target}"
    return requests.Request("GET", pinned, headers={**headers, "Host": url.authority}).prepare()


def _body(answer: requests.Response, max_bytes: int, allowance: Allowance) -> bytes:
    """Read the body undecoded, up to the limit."""
    allowance.grant(_WIRE_FACTOR * max_bytes)
    pieces = []
    size = 0
    for piece in answer.raw.stream(16 * 1024, decode_content=False):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise FetchError(f"{allowance.where} answered with more than {max_bytes} bytes", code="LIMIT")
        if len(pieces) > _MAX_CHUNKS:
            raise FetchError(f"{allowance.where} answered in more than {_MAX_CHUNKS} chunks", code="LIMIT")
    return b"".join(pieces)


def _reason(failure: BaseException | None) -> str:
    """Say in fixed words why there was no answer; texts of other libraries change and carry addresses."""
    if isinstance(failure, requests.exceptions.SSLError):
        return "its certificate is not valid for this name, or TLS failed"
    return "it refused the connection or broke it off"


class _PinnedAdapter(HTTPAdapter):
    """Speak to the address in the URL and hold TLS to the name of the host.

    The guard rests on documented points of extension only. Should one of them stop being called, the request
    still goes to the checked address, and TLS then fails for want of a certificate for that address.
    """

    def __init__(self, host: str, tls: ssl.SSLContext, allowance: Allowance) -> None:
        self._tls: dict[str, Any] = {"ssl_context": tls, "server_hostname": host}
        self._allowance = allowance
        self._opened: list[MeteredSocket] = []
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **(kwargs | self._tls))

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Do nothing: the TLS context has its authorities; here requests would add its own."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        line = _MeteredHttps if pool.scheme == "https" else _MeteredHttp
        cast("Any", pool).ConnectionCls = partial(line, allowance=self._allowance, opened=self._opened)
        return pool

    def close(self) -> None:
        super().close()
        for metered in self._opened:
            metered.release()


class _MeteredHttp(HTTPConnection):
    """Meter the socket as soon as it is connected, and keep the time while it is being secured."""

    def __init__(self, *args: Any, allowance: Allowance, opened: list[MeteredSocket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._allowance = allowance
        self._opened = opened

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        # The handshake would otherwise get the whole time for connecting once more.
        try:
            sock.settimeout(self._allowance.seconds_left())
        except FetchError:
            sock.close()
            raise
        return sock

    def connect(self) -> None:
        super().connect()
        metered = MeteredSocket(self.sock, self._allowance)
        self._opened.append(metered)
        cast("Any", self).sock = metered


class _MeteredHttps(_MeteredHttp, HTTPSConnection):
    """The same over TLS."""
