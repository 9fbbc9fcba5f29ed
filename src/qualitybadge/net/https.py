"""HttpsFetcher: one guarded hop over the network; follows no redirect and reads no document."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from ..errors import FetchError
from ..fetcher import Response
from ..limits import DEFAULT_LIMITS, Limits
from ..urls import parse_url, shown
from .cache import FetchCache

if TYPE_CHECKING:
    import ssl

_USER_AGENT = "qualitybadge (Open Badges verifier)"
# Content encoding -> window size for zlib: 31 is gzip, 15 is the zlib format that HTTP calls deflate.
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class HttpsFetcher:
    """GET from public addresses only, one hop a call; a redirect is returned, never followed.

    Each hop: the URL's form is checked, the name resolved, every address checked, and the connection made
    to a checked address with TLS for the name, so that a second look-up cannot lead elsewhere. Proxies,
    netrc and the rest of the environment are not read; cookies and credentials are neither kept nor sent.
    The time limit covers resolving, connecting, headers and body; the byte limit holds before and after
    decompression. Redirects are for `qualitybadge.fetcher.obtain`. Safe to share between threads; every
    call has a connection of its own.

    Args:
        limits: `fetch_seconds` is the wall clock of one hop.
        cache: remembers answers as their Cache-Control allows; shared between fetchers if you like.
        allow_http: whether plain http addresses are asked too (hosted OB 2.0 badges of old issuers).
        ca_file: PEM file of the authorities to trust instead of the built-in ones.
        resolve: for tests: host and port -> addresses, instead of the operating system's resolver.
        exempt_addresses: for tests: addresses let through although they are not public. Anything but a
            loopback address here opens your network to whoever writes a badge.
    """

    def __init__(
        self,
        *,
        limits: Limits = DEFAULT_LIMITS,
        cache: FetchCache | None = None,
        allow_http: bool = False,
        ca_file: str | os.PathLike[str] | None = None,
        resolve: Callable[[str, int], Iterable[str]] | None = None,
        exempt_addresses: frozenset[str] = frozenset(),
    ) -> None:
        self._limits = limits
        self._cache = cache
        self._allow_http = allow_http
        self._ca_file = "" if ca_file is None else os.fspath(ca_file)
        self._resolve = resolve
        self._exempt = exempt_addresses

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:
        """Return the answer to one GET, from the cache where it allows.

        Raises:
            UnsafeTargetError: the URL or one of the host's addresses must not be contacted (UNSAFE_TARGET).
            FetchError: no connection, no valid certificate or no complete answer (FETCH), plain http
                (INSECURE_TRANSPORT), too large or too slow (LIMIT).
        """
        target = parse_url(url, allow_http=self._allow_http)
        if self._cache is None:
            return self._hop(target.text, accept=accept, max_bytes=max_bytes)
        return self._cache.through(self._hop, target.text, accept=accept, max_bytes=max_bytes)

    def _hop(self, url: str, *, accept: str, max_bytes: int) -> Response:
        from . import metered, pinned, targets  # requests and ssl cost 100 ms: only where a request is made

        target = parse_url(url, allow_http=self._allow_http)
        allowance = metered.Allowance(shown(url), self._limits.fetch_seconds)
        answers = pinned.resolve_within(self._resolve or pinned.resolve_by_system, target, allowance)
        addresses = targets.public_addresses(target.host, answers, exempt=self._exempt)
        status, headers, raw = pinned.exchange(
            target,
            addresses,
            headers={
                "Accept": accept,
                "Accept-Encoding": "gzip",
                "Connection": "close",
                "User-Agent": _USER_AGENT,
            },
            tls=self._tls,
            max_bytes=max_bytes,
            allowance=allowance,
        )
        response = Response(status, headers, raw)
        return Response(status, headers, _decoded(response, max_bytes, shown(url)))

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The TLS context; two threads that race for it make two equal ones, and one stays."""
        from . import pinned

        return pinned.tls_context(self._ca_file)


def _decoded(response: Response, max_bytes: int, where: str) -> bytes:
    """Undo the content encoding, never beyond the limit."""
    encoding = response.header("Content-Encoding").strip().lower()
    if encoding in {"", "identity"} or not response.body:
        return response.body
    if encoding not in _WINDOWS:
        raise FetchError(f"{where} answered in the unknown encoding {encoding[:100]!a}")
    inflater = zlib.decompressobj(_WINDOWS[encoding])
    try:
        body = inflater.decompress(response.body, max_bytes + 1)
    except zlib.error as error:
        raise FetchError(f"{where} answered with damaged compression") from error
    if len(body) > max_bytes:
        raise FetchError(f"the answer of {where} is larger than {max_bytes} bytes", code="LIMIT")
    if not inflater.eof or inflater.unused_data:
        raise FetchError(f"{where} answered with damaged compression")
    return body
