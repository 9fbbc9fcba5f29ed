"""A TLS server on the loopback address whose answers are bytes or hostile little programs; for tests only."""

from __future__ import annotations

import atexit
import contextlib
import functools
import shutil
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import trustme

from qualitybadge.limits import Limits
from qualitybadge.net.cache import FetchCache
from qualitybadge.net.https import HttpsFetcher

LOOPBACK = "127.0.0.1"
Answer = bytes | Callable[["Talk"], None]


class Talk:
    """One accepted connection, after its request was read."""

    def __init__(self, sock: socket.socket, stopped: threading.Event) -> None:
        self.sock = sock
        self.stopped = stopped

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: Iterable[bytes], pause: float) -> None:
        """Send piece by piece until the other side or the test has had enough."""
        for piece in data:
            if self.stopped.wait(pause):
                return
            self.sock.sendall(piece)


class Server:
    """What a test may ask of the running server."""

    def __init__(
        self,
        routes: Mapping[str, Answer],
        name: str,
        tls: ssl.SSLContext | None,
        family: int,
        instead: Callable[[Talk], None] | None,
    ) -> None:
        self.routes = routes
        self.name = name
        self.requests: list[str] = []
        self.stopped = threading.Event()
        self._tls = tls
        self._instead = instead
        self._talks: list[threading.Thread] = []
        self._listener = socket.create_server(
            ("::1" if family == socket.AF_INET6 else LOOPBACK, 0), family=family
        )
        self.address, self.port = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def url(self, path: str = "/", *, name: str = "", scheme: str = "https") -> str:
        return f"{scheme}://{name or self.name}:{self.port}{path}"

    def fetcher(
        self,
        *,
        limits: Limits | None = None,
        cache: FetchCache | None = None,
        allow_http: bool = False,
        ca_file: str | None = None,
        addresses: Iterable[str] = (),
    ) -> HttpsFetcher:
        """A fetcher for which every name is this server, which is the only address it may contact."""
        found = tuple(addresses) or (self.address,)
        return HttpsFetcher(
            limits=limits or Limits(fetch_seconds=5.0),
            cache=cache,
            allow_http=allow_http,
            ca_file=ca_file or authority_file(),
            resolve=lambda *_: found,
            exempt_addresses=frozenset({self.address}),
        )

    def close(self) -> None:
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        for talk in self._talks:
            talk.join()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._talk, args=(sock,))
            self._talks.append(thread)
            thread.start()

    def _talk(self, sock: socket.socket) -> None:
        sock.settimeout(5)
        with contextlib.ExitStack() as closing, contextlib.suppress(OSError):
            closing.callback(sock.close)
            if self._instead:
                self._instead(Talk(sock, self.stopped))
                return
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_side=True)
                closing.callback(sock.close)
            head = self._head(sock)
            if head.startswith("\x16"):  # TLS where none is spoken
                sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            self.requests.append(head)
            answer = self.routes.get(
                head.split(" ")[1], b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            )
            talk = Talk(sock, self.stopped)
            if callable(answer):
                answer(talk)
            else:
                talk.send(answer)

    @staticmethod
    def _head(sock: socket.socket) -> str:
        head = b""
        while not head.endswith(b"\r\n\r\n") and not head.startswith(b"\x16"):
            piece = sock.recv(4096)
            if not piece:
                raise ConnectionError
            head += piece
        return head.decode("latin-1")


@contextlib.contextmanager
def serving(
    routes: Mapping[str, Answer],
    *,
    name: str = "issuer.test",
    certified: str = "",
    plain: bool = False,
    family: int = socket.AF_INET,
    instead: Callable[[Talk], None] | None = None,
) -> Iterator[Server]:
    """Run a server for `name` until the test is over; `certified` gives it another name's certificate.

    `instead` speaks in place of TLS and HTTP.
    """
    tls = None if plain else server_context(certified or name)
    server = Server(routes, name, tls, family, instead)
    try:
        yield server
    finally:
        server.close()


def answer(body: bytes = b"", *, status: int = 200, **headers: str) -> bytes:
    """A complete answer; header names are written with underscores."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@functools.cache
def authority() -> trustme.CA:
    return trustme.CA()


@functools.cache
def authority_file() -> str:
    folder = tempfile.mkdtemp(prefix="qualitybadge-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = str(Path(folder) / "ca.pem")
    authority().cert_pem.write_to_path(path)
    return path


@functools.cache
def server_context(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(name).configure_cert(context)
    return context
