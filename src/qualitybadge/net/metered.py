"""What one hop may cost, and a socket that keeps to it; knows no HTTP and no address."""

from __future__ import annotations

import io
import socket
import time
from typing import Any

from ..errors import FetchError

_HEAD_BYTES = 64 * 1024  # for the status line, all headers and interim answers


class Allowance:
    """What one hop may still cost: seconds of wall clock and bytes on the wire.

    Args:
        where: the address asked for, for messages.
        seconds: from now until the hop must be over.
    """

    def __init__(self, where: str, seconds: float) -> None:
        self.where = where
        self._seconds = seconds
        self._stop = time.monotonic() + seconds
        self._bytes = _HEAD_BYTES

    @property
    def is_over(self) -> bool:
        """Whether the time is spent."""
        return time.monotonic() >= self._stop

    def seconds_left(self) -> float:
        """Return the time left.

        Raises:
            FetchError: there is none (code LIMIT).
        """
        left = self._stop - time.monotonic()
        if left <= 0:
            raise self.too_slow()
        return left

    def grant(self, count: int) -> None:
        """Allow `count` more bytes on the wire."""
        self._bytes += count

    def spend(self, count: int) -> None:
        """Count bytes that arrived.

        Raises:
            FetchError: more arrived than was granted (code LIMIT).
        """
        self._bytes -= count
        if self._bytes < 0:
            raise FetchError(f"{self.where} answered with more bytes than allowed", code="LIMIT")

    def too_slow(self) -> FetchError:
        """Return the error to raise when the time is spent."""
        return FetchError(f"{self.where} took longer than {self._seconds:g} s", code="LIMIT")


class MeteredSocket:
    """A connected socket whose reader is metered; everything else is the socket's own."""

    def __init__(self, sock: socket.socket, allowance: Allowance) -> None:
        self._sock = sock
        self._allowance = allowance
        self._readers: list[_MeteredReader] = []

    def makefile(self, *_args: Any, **_kwargs: Any) -> io.BufferedReader:
        """Return the one kind of file that HTTP clients ask for: buffered, for reading bytes."""
        reader = _MeteredReader(self._sock, self._allowance)
        self._readers.append(reader)
        return io.BufferedReader(reader)

    def release(self) -> None:
        """Close the socket and its readers, whatever state the HTTP client left them in."""
        for reader in self._readers:
            reader.close()
        self._sock.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _MeteredReader(io.RawIOBase):
    """Reads that together end at one moment and bring a bounded number of bytes.

    A timeout of a socket starts anew with each byte; a server that sends one byte a second would never
    meet it, neither in the body nor in the headers.
    """

    def __init__(self, sock: socket.socket, allowance: Allowance) -> None:
        super().__init__()
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._allowance.seconds_left())
        try:
            count = self._raw.readinto(buffer)
        except TimeoutError:
            raise self._allowance.too_slow() from None
        self._allowance.spend(count or 0)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()
