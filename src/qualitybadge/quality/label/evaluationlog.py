"""The file of a decision log: append-only, one entry a line. What it means for a label is judged apart."""

from __future__ import annotations

import contextlib
import os
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import InputError, IssueError
from ...keys import PublicKey, Signer
from ...limits import DEFAULT_LIMITS
from ...verify.verifier import Clock, system_clock
from ...wire import timestamps
from ...wire.files import read_bounded
from .logchain import LogEntry, LogHead, read_entry, require_chain, signed_entry

_PRIVATE = 0o600  # reviews are nobody else's business
_UNKNOWN_LOG = "begin the log of the application first"


@dataclass(frozen=True, slots=True)
class EvaluationLog:
    """The record of one application from the first review to the award and beyond, in one file.

    Every reading verifies the whole chain, so nothing rests on a log that was forged, altered, put in another
    order or taken from another application. That entries at the end are missing shows against a `LogHead`: a
    label carries that of its decision.

    Attributes:
        path: the file, JSON lines.
        keys: whose signatures count: every key that the authority signed entries with.
        clock: returns the current time, aware.
    """

    path: Path
    keys: tuple[PublicKey, ...]
    clock: Clock = field(default=system_clock, kw_only=True)

    def __post_init__(self) -> None:
        if not isinstance(self.path, Path):
            raise TypeError(f"path must be a pathlib.Path, not {type(self.path).__name__}")
        several = isinstance(self.keys, tuple) and all(isinstance(key, PublicKey) for key in self.keys)
        if not several or not self.keys:
            raise TypeError("keys must be a tuple of the authority's PublicKeys, at least one")

    @classmethod
    def begin(
        cls,
        path: Path,
        signer: Signer,
        *,
        authority: str,
        scheme: Mapping[str, str],
        application: str,
        clock: Clock = system_clock,
    ) -> EvaluationLog:
        """Begin the log of one application.

        Args:
            path: a file that is not there yet.
            signer: the authority's key.
            authority: its id.
            scheme: ``id`` and ``version`` of the scheme.
            application: digest of the application.
            clock: returns the current time, aware.

        Raises:
            IssueError: the file is there already, or cannot be written.
        """
        log = cls(path, (signer.public_key,), clock=clock)
        body = {"authority": authority, "scheme": dict(scheme), "application": application}
        first = signed_entry((), signer, "opened", body, role="authority", at=clock())
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with _faults(path):
            handle = os.open(path, flags, _PRIVATE)
        _write(handle, first.to_line(), path)
        return log

    def entries(self, head: LogHead | None = None) -> tuple[LogEntry, ...]:
        """Return every entry, the whole chain verified.

        Args:
            head: how far the log is known to go at least; None: nothing is known.

        Raises:
            InputError: the log was forged, altered, reordered or cut (LOG_ALTERED), or its last line is
                torn (LOG_TORN).
            UndeterminedError: the file cannot be read.
        """
        return self._verified(read_bounded(self.path, DEFAULT_LIMITS), head)

    def _verified(self, content: bytes, head: LogHead | None = None) -> tuple[LogEntry, ...]:
        if len(content) > DEFAULT_LIMITS.input_bytes:
            raise InputError(
                f"{self.path.name} is larger than {DEFAULT_LIMITS.input_bytes} bytes", code="LIMIT"
            )
        if content and not content.endswith(b"\n"):
            raise _torn(self.path)
        lines = content.splitlines(keepends=True)
        found = tuple(read_entry(line, place) for place, line in enumerate(lines))
        require_chain(found, self.keys)
        if head is not None:
            require_head(found, head)
        return found

    @property
    def head(self) -> LogHead:
        """How far the log goes now; keep it elsewhere to notice that somebody cut the file.

        Raises:
            InputError, UndeterminedError: as for `entries`.
        """
        return head_of(self.entries())

    def append(self, signer: Signer, kind: str, body: Mapping[str, Any], *, role: str) -> LogEntry:
        """Add an entry and bring it to the disk before returning.

        Args:
            signer: signs it; its key is one of `keys`.
            kind: one of `qualitybadge.quality.label.logchain.KINDS`, not ``opened``.
            body: what is recorded; JSON data.
            role: who acted, such as ``reviewer``.

        Raises:
            InputError: as for `entries`, or the entry cannot be made.
            IssueError: the key is not among `keys`, or the file cannot be written.
        """
        return self.append_after(None, signer, kind, body, role=role)

    def append_after(
        self, head: LogHead | None, signer: Signer, kind: str, body: Mapping[str, Any], *, role: str
    ) -> LogEntry:
        """Add an entry, unless something else was added since the log went as far as `head`.

        Raises:
            IssueError: as for `append`, or the log goes further by now (LOG_MOVED).
            InputError: as for `append`.
        """
        if signer.public_key not in self.keys:
            raise IssueError(
                "the key that signs is not among the keys of the log",
                code="KEY_REFUSED",
                hint="open the log with the keys that the authority ever signed with, this one included",
            )
        if kind == "opened":
            raise IssueError("a log is opened once", code="USAGE", hint=_UNKNOWN_LOG)
        with _faults(self.path):
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
        with _locked(handle):
            before = self.entries()
            if head is not None and head_of(before) != head:
                raise IssueError(
                    "the log changed meanwhile", code="LOG_ALTERED", hint="read it and try again"
                )
            entry = signed_entry(before, signer, kind, body, role=role, at=self.clock())
            _write(os.dup(handle), entry.to_line(), self.path)
        return entry

    def recover(self) -> Path | None:
        """Take a torn last line out of the log and put it beside it; None where there is none.

        A line is torn where the computer stopped while it was written. What stands before it is verified.

        Returns:
            The file with what was taken out.

        Raises:
            InputError: the rest of the log does not stand.
            IssueError: a file cannot be written.
        """
        content = read_bounded(self.path, DEFAULT_LIMITS)
        whole, newline, rest = content.rpartition(b"\n")
        if not rest:
            return None
        self._verified(whole + newline)
        beside = self.path.with_name(f"{self.path.name}.torn-{uuid.uuid4().hex[:8]}")
        with _faults(beside):
            handle = os.open(
                beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _PRIVATE
            )
        _write(handle, rest, beside)
        with _faults(self.path), self.path.open("r+b") as file:
            file.truncate(len(whole) + len(newline))
            file.flush()
            os.fsync(file.fileno())
        return beside

    def audit(self, head: LogHead | None = None) -> str:
        """Return the verified log as text for a person, one line an entry, with the digest of its end.

        Raises:
            InputError, UndeterminedError: as for `entries`.
        """
        found = self.entries(head)
        lines = [_line(entry) for entry in found]
        last = head_of(found)
        return "\n".join([*lines, f"{last.entries} entries, ending in {last.digest}; the chain stands", ""])


def head_of(entries: tuple[LogEntry, ...]) -> LogHead:
    """Return how far these entries go."""
    return LogHead(entries[-1].digest, len(entries))


def require_head(entries: tuple[LogEntry, ...], head: LogHead) -> None:
    """Refuse a log that does not go through this head.

    Raises:
        InputError: it is shorter, or another entry stands there (LOG_ALTERED).
    """
    if not 0 < head.entries <= len(entries):
        message = f"the log ends after {len(entries)} entries, and had {head.entries}: it was cut"
        raise InputError(message, code="LOG_ALTERED", pointer=f"/{len(entries)}")
    if entries[head.entries - 1].digest != head.digest:
        place = head.entries - 1
        raise InputError("this is another log than the one meant", code="LOG_ALTERED", pointer=f"/{place}")


def _line(entry: LogEntry) -> str:
    words = ("outcome", "label", "reason")
    said = ", ".join(f"{name} {entry.body[name]}" for name in words if name in entry.body)
    when = timestamps.render(entry.time)
    line = f"{entry.sequence:>3}  {when}  {entry.kind:<13} by {entry.role}  {said}".rstrip()
    # What reviewers wrote must not look like a line of its own, nor steer a terminal.
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)


def _torn(path: Path) -> InputError:
    return InputError(
        f"the last line of {path.name} is torn: the computer stopped while it was written",
        code="LOG_TORN",
        hint="put the torn line aside, then record it again",
    )


def _write(handle: int, content: bytes, path: Path) -> None:
    with _faults(path), os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _locked(handle: int) -> Iterator[None]:
    """Let one process append at a time; the lock goes with the process, whatever ends it."""
    try:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise IssueError(f"{path} is there already", code="FILE", hint="an application has one log") from None
    except FileNotFoundError:
        raise IssueError(f"there is no file {path}", code="FILE", hint=_UNKNOWN_LOG) from None
    except OSError as error:
        raise IssueError(f"{path}: {error.strerror or error}", code="FILE") from None
