"""The chain of a decision log: each entry is hashed with the one before and signed. Touches no file."""

from __future__ import annotations

import binascii
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...errors import InputError, QualityBadgeError
from ...keys import PublicKey, Signer
from ...wire import jcs, multibase, strictjson, timestamps
from .paper import digest_of_data

SCHEMA_ID = "https://qualitybadge.example/schemas/quality/evaluation-log/1.json"
KINDS = (
    "opened",
    "note",
    "review",
    "decision",
    "award",
    "suspension",
    "reinstatement",
    "revocation",
)
"""What an entry may record."""

_SIGNED = (
    b"qualitybadge evaluation log 1\n"  # a signature of the same key over anything else is none of these
)
_MOST_DIGITS = 9
_MEMBERS = frozenset({
    "log", "sequence", "time", "role", "kind", "body", "previous", "key", "digest", "signature",
})  # fmt: skip
_HINT = "use the copy that the authority keeps; nothing may rest on this one"


@dataclass(frozen=True, slots=True)
class LogHead:
    """How far a log goes: the number of its entries and the digest of the last; a label carries it."""

    digest: str
    entries: int

    def __str__(self) -> str:
        return f"{self.entries}:{self.digest}"

    @classmethod
    def parse(cls, text: object) -> LogHead:
        """Return the head that a label names, such as ``3:zQm…``.

        Raises:
            InputError: it names none.
        """
        number, _, digest = text.partition(":") if isinstance(text, str) else ("", "", "")
        if not number.isascii() or not number.isdigit() or len(number) > _MOST_DIGITS or not digest:
            raise InputError(f"{text!r:.80} is no end of a log", hint="it is written as 3:z…")
        return cls(digest, int(number))


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of a log.

    Attributes:
        log: id of the log; the same in every entry.
        sequence: place in the log, from 0.
        time: when it was written, UTC.
        role: who acted, as a role and not as a person.
        kind: one of `KINDS`.
        body: what is recorded.
        previous: digest of the entry before; "" for the first.
        key: thumbprint of the key that signed.
        digest: multibase SHA-256 over all of this.
        signature: of the key over the digest, base64url.
    """

    log: str
    sequence: int
    time: datetime
    role: str
    kind: str
    body: Mapping[str, Any]
    previous: str
    key: str
    digest: str
    signature: str

    def to_line(self) -> bytes:
        """Return the entry as it stands in the file: canonical JSON and the end of the line."""
        whole = _said(self) | {"digest": self.digest, "signature": self.signature}
        return jcs.canonicalize(whole) + b"\n"


def signed_entry(
    before: Sequence[LogEntry],
    signer: Signer,
    kind: str,
    body: Mapping[str, Any],
    *,
    role: str,
    at: datetime,
) -> LogEntry:
    """Return the entry that follows these, signed; without any it opens a log of its own.

    Raises:
        InputError: there is no such kind, no role, a time before that of the last entry, or the body cannot
            be written as JSON.
    """
    if kind not in KINDS or not isinstance(role, str) or not role.strip():
        raise InputError(f"an entry has a role and one of the kinds {', '.join(KINDS)}", code="USAGE")
    if before and at < before[-1].time:
        raise InputError(
            "the clock is behind the last entry of the log", code="RANGE", hint="set the clock right"
        )
    entry = LogEntry(
        log=before[0].log if before else f"urn:uuid:{uuid.uuid4()}",
        sequence=len(before),
        # What is written is what is hashed: a line has milliseconds at most.
        time=timestamps.parse(timestamps.render(at)),
        role=role,
        kind=kind,
        body=strictjson.loads(strictjson.dumps(dict(body))),
        previous=before[-1].digest if before else "",
        key=signer.public_key.thumbprint(),
        digest="",
        signature="",
    )
    digest = digest_of_data(_said(entry))
    signature = multibase.b64url_encode(signer.sign(_SIGNED + digest.encode()))
    return LogEntry(
        **{name: getattr(entry, name) for name in LogEntry.__slots__[:-2]}, digest=digest, signature=signature
    )


def read_entry(line: bytes, place: int) -> LogEntry:
    """Return the entry that a line holds; its signature is not looked at.

    Raises:
        InputError: the line is not exactly as an entry is written (LOG_ALTERED).
    """
    try:
        data = strictjson.loads(line)
        if not isinstance(data, dict) or set(data) != _MEMBERS or not _is_formed(data):
            raise InputError("it has not the members of an entry")
        entry = LogEntry(**(data | {"time": timestamps.parse(data["time"])}))
        if entry.to_line() != line:
            raise InputError("it is not in canonical form")
    except QualityBadgeError as error:
        raise _altered(place, f"is no entry: {error.message}") from error
    return entry


def require_chain(entries: Sequence[LogEntry], keys: Iterable[PublicKey]) -> None:
    """Refuse entries that are not, one after the other, what somebody with one of the keys signed.

    Raises:
        InputError: one was forged, altered, taken out, put in, moved or taken from another log (LOG_ALTERED).
    """
    accepted = {key.thumbprint(): key for key in keys}
    if not entries:
        raise InputError("the log has no entries", code="LOG_ALTERED", hint=_HINT)
    if entries[0].kind != "opened":
        raise _altered(0, "does not open a log")
    previous: LogEntry | None = None
    for place, entry in enumerate(entries):
        _require_follows(entry, previous, place)
        _require_signed(entry, accepted, place)
        previous = entry


def _require_follows(entry: LogEntry, previous: LogEntry | None, place: int) -> None:
    if entry.sequence != place:
        raise _altered(place, f"is numbered {entry.sequence}: something was taken out, put in or moved")
    if entry.previous != (previous.digest if previous else ""):
        raise _altered(place, "does not follow the entry before it")
    if previous is not None and (entry.log != previous.log or entry.kind == "opened"):
        raise _altered(place, "belongs to another log")
    if previous is not None and entry.time < previous.time:
        raise _altered(place, "is older than the entry before it")
    if entry.digest != digest_of_data(_said(entry)):
        raise _altered(place, "was altered: its digest does not fit")


def _require_signed(entry: LogEntry, accepted: Mapping[str, PublicKey], place: int) -> None:
    key = accepted.get(entry.key)
    if key is None:
        raise _altered(place, "is signed with a key that is not the authority's")
    try:
        signature = multibase.b64url_decode(entry.signature)
    except (InputError, binascii.Error):
        signature = b""
    if not key.verify(signature, _SIGNED + entry.digest.encode()):
        raise _altered(place, "was forged: its signature does not fit")


def _said(entry: LogEntry) -> dict[str, Any]:
    """Return what the digest covers."""
    return {
        "log": entry.log,
        "sequence": entry.sequence,
        "time": timestamps.render(entry.time),
        "role": entry.role,
        "kind": entry.kind,
        "body": dict(entry.body),
        "previous": entry.previous,
        "key": entry.key,
    }


def _is_formed(data: dict[str, Any]) -> bool:
    texts = ("log", "time", "role", "kind", "previous", "key", "digest", "signature")
    number = data["sequence"]
    counted = isinstance(number, int) and not isinstance(number, bool)
    return counted and isinstance(data["body"], dict) and all(isinstance(data[name], str) for name in texts)


def _altered(place: int, what: str) -> InputError:
    return InputError(f"entry {place} of the log {what}", code="LOG_ALTERED", pointer=f"/{place}", hint=_HINT)
