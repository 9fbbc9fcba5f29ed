"""The bits of a status list, immutable, read and written; knows no credential, no purpose and no issuer.

Entry 0 is the left-most: the most significant bits of the first byte (Bitstring §3.4). An entry may take
several bits, also across bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import InputError, LimitError
from ..limits import DEFAULT_LIMITS, Limits
from ..wire.multibase import b64url_decode, b64url_encode

MINIMUM_ENTRIES = 131_072
"""Entries a list needs so that asking for it does not tell whose status is asked for (Bitstring §3.2)."""
MAXIMUM_SIZE = 32
"""Bits of one entry that are read here; a table of messages ends far below."""

_GZIP = 16 + zlib.MAX_WBITS  # gzip only: a bare zlib stream is refused
# No name, no time, no system: the same bits give the same text wherever they are packed.
_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
_GZIP_AS_BASE64 = "H4sI"
_SET_BYTE = re.compile(rb"[^\0]")
_SPEC = "Bitstring §2.2"


@dataclass(frozen=True, slots=True, repr=False)
class Bitstring:
    """A row of entries of `size` bits each; every change returns a new value.

    Attributes:
        data: the bits, packed; bits that fill no whole entry at the end belong to none.
        size: bits of one entry, 1 to 32.

    Raises:
        InputError: `size` is no such number.
    """

    data: bytes
    size: int = 1

    def __post_init__(self) -> None:
        if type(self.size) is not int or not 1 <= self.size <= MAXIMUM_SIZE:
            message = f"an entry takes 1 to {MAXIMUM_SIZE} bits, not {self.size!r:.20}"
            raise InputError(message, code="RANGE", spec=_SPEC)

    def __repr__(self) -> str:
        return f"<Bitstring of {self.length} entries of {self.size} bit>"

    @classmethod
    def zeros(cls, entries: int = MINIMUM_ENTRIES, size: int = 1) -> Bitstring:
        """Return at least `entries` entries of 0: as many as fill whole bytes.

        Raises:
            InputError: `entries` is negative or no number, or `size` is none of 1 to 32.
        """
        if type(entries) is not int or entries < 0:
            raise InputError(f"a list has 0 entries or more, not {entries!r:.20}", code="RANGE", spec=_SPEC)
        empty = cls(b"", size)
        return cls(bytes((entries * empty.size + 7) // 8), size)

    @classmethod
    def decode(
        cls, encoded: str, *, size: int = 1, limits: Limits = DEFAULT_LIMITS, multibase: bool = True
    ) -> Bitstring:
        """Unpack an ``encodedList``: one gzip member, inflated as far as `limits.status_list_bytes`.

        Args:
            encoded: ``u`` and base64url without padding.
            size: bits of one entry.
            limits: ceilings; `status_list_bytes` is used.
            multibase: False for the lists of before 2024, which are base64url or base64 without a prefix.

        Raises:
            LimitError: it inflates to more than the limit.
            InputError: it is no text, or not encoded or packed as said, or cut off; something follows the one
                gzip member (LIMIT).
        """
        if not isinstance(encoded, str):
            raise InputError(f"the encoded list is a {type(encoded).__name__}, not a text", spec=_SPEC)
        packed = _from_multibase(encoded) if multibase else _from_base64(encoded)
        return cls(_inflated(packed, limits.status_list_bytes), size)

    @property
    def length(self) -> int:
        """The number of entries."""
        return len(self.data) * 8 // self.size

    def value(self, index: int) -> int:
        """Return the value of one entry.

        Raises:
            InputError: `index` is outside the list (RANGE).
        """
        self._require_inside(index)
        if self.size == 1:
            return self.data[index >> 3] >> (7 - (index & 7)) & 1
        end = (index + 1) * self.size
        part = self.data[index * self.size >> 3 : (end + 7) >> 3]
        return int.from_bytes(part) >> (-end % 8) & ((1 << self.size) - 1)

    def replaced(self, changes: Mapping[int, int]) -> Bitstring:
        """Return a copy with the values of some entries replaced.

        Raises:
            InputError: an index is outside the list or a value does not fit into an entry (RANGE).
        """
        mask = (1 << self.size) - 1
        data = bytearray(self.data)
        for index, value in changes.items():
            self._require_inside(index)
            if type(value) is not int or not 0 <= value <= mask:
                message = f"an entry of {self.size} bit holds 0 to {mask}, not {value!r:.20}"
                raise InputError(message, code="RANGE", spec=_SPEC)
            end = (index + 1) * self.size
            first, last, shift = index * self.size >> 3, (end + 7) >> 3, -end % 8
            kept = int.from_bytes(data[first:last]) & ~(mask << shift)
            data[first:last] = (kept | value << shift).to_bytes(last - first)
        return Bitstring(bytes(data), self.size)

    def encode(self) -> str:
        """Pack as an ``encodedList``: ``u`` + base64url of gzip, the same text for the same bits."""
        deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        body = deflate.compress(self.data) + deflate.flush()
        trailer = zlib.crc32(self.data).to_bytes(4, "little") + len(self.data).to_bytes(4, "little")
        return "u" + b64url_encode(_GZIP_HEADER + body + trailer)

    def set_indexes(self) -> tuple[int, ...]:
        """Return the index of every entry that is not 0, ascending."""
        found: dict[int, None] = {}  # an entry with several set bits counts once
        for match in _SET_BYTE.finditer(self.data):
            start, byte = match.start() * 8, match[0][0]
            found.update(
                dict.fromkeys((start + bit) // self.size for bit in range(8) if byte >> (7 - bit) & 1)
            )
        return tuple(index for index in found if index < self.length)

    def _require_inside(self, index: int) -> None:
        if type(index) is not int or not 0 <= index < self.length:
            shown = str(index) if type(index) is int and index.bit_length() < 64 else "the index"  # noqa: PLR2004
            message = f"{shown} is outside the list, which has the entries 0 to {self.length - 1}"
            raise InputError(message, code="RANGE", spec="Bitstring §3.2")


def _from_multibase(text: str) -> bytes:
    if not text.startswith("u"):
        missing = text.startswith(_GZIP_AS_BASE64)
        what = "has no multibase prefix" if missing else f"starts with {text[:1]!a}"
        raise InputError(f"the encoded list {what}; it must start with u (base64url)", spec=_SPEC)
    try:
        return b64url_decode(text[1:])
    except InputError as error:
        raise InputError(f"the encoded list is no base64url: {error.message}", spec=_SPEC) from None


def _from_base64(text: str) -> bytes:
    """Decode either alphabet, padded or not, but no mixture."""
    body = text.rstrip("=")
    padding = len(text) - len(body)
    if padding not in (0, -len(body) % 4):
        raise InputError("the encoded list is padded as base64 never is", spec=_SPEC)
    if not ("-" in body or "_" in body):
        body = body.replace("+", "-").replace("/", "_")
    try:
        return b64url_decode(body)
    except InputError as error:
        raise InputError(f"the encoded list is no base64: {error.message}", spec=_SPEC) from None


def _inflated(packed: bytes, most: int) -> bytes:
    """Inflate one gzip member, never more than `most` bytes and one."""
    stream = zlib.decompressobj(_GZIP)
    try:
        data = stream.decompress(packed, most + 1)
    except zlib.error:
        raise InputError("the encoded list is not packed with gzip, or is damaged", spec=_SPEC) from None
    if len(data) > most:
        message = f"the encoded list inflates to more than {most} bytes (limit status_list_bytes)"
        raise LimitError(message, spec=_SPEC)
    if not stream.eof:
        raise InputError("the encoded list is cut off", spec=_SPEC)
    if stream.unused_data:  # a second member would be inflated by others, who would see another list
        raise InputError("the encoded list goes on after its one gzip member", code="LIMIT", spec=_SPEC)
    return data
