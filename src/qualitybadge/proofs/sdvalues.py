"""The proof values of ecdsa-sd-2023 and their CBOR (VC-DI ECDSA §3.4); verifies nothing.

The two values are the only CBOR in a badge, and of CBOR they use strings, arrays, one map and small integers.
So the reader knows just that: no tags, no floats, no open lengths, one spelling for a number, nothing behind
the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Never

from ..errors import InputError, ProofError
from ..keys.table import KEY_TYPES
from ..wire import multibase

_BASE, _DERIVED = b"\xd9\x5d\x00", b"\xd9\x5d\x01"
_UINT, _BYTES, _TEXT, _ARRAY, _MAP = 0, 2, 3, 4, 5
_MEMBERS = 5
_SIGNATURE = KEY_TYPES["P-256"].signature_bytes
_PUBLIC_KEY = len(KEY_TYPES["P-256"].header) + KEY_TYPES["P-256"].public_bytes
HMAC_KEY_BYTES = 32
LABEL_BYTES = 32
# Initial byte's lower bits -> bytes of the number that follows; smaller numbers stand in the byte itself.
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}
_SPEC = "VC-DI ECDSA §3.4"


class HolderProof(NamedTuple):
    """What the issuer gives the holder: enough to disclose any part.

    Attributes:
        signature: by the issuer, over options, ephemeral key and what is mandatory.
        public_key: the ephemeral key as bytes of a Multikey.
        hmac_key: makes the labels of blank nodes.
        signatures: by the ephemeral key, one for each statement that is not mandatory, in their order.
        pointers: JSON pointers to what is mandatory.
    """

    signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    pointers: tuple[str, ...]

    @classmethod
    def read(cls, value: object, *, pointer: str = "/proof") -> HolderProof:
        """Return the parts of a base proof's ``proofValue``.

        Raises:
            ProofError: it is malformed, or a derived proof.
        """
        reader = _reader(value, _BASE, pointer)
        parts = cls(
            reader.fixed(_SIGNATURE),
            reader.fixed(_PUBLIC_KEY),
            reader.fixed(HMAC_KEY_BYTES),
            tuple([reader.fixed(_SIGNATURE) for _ in range(reader.items(_ARRAY))]),
            tuple([reader.text() for _ in range(reader.items(_ARRAY))]),
        )
        reader.end()
        return parts

    def write(self) -> str:
        """Return the ``proofValue``."""
        return _write(
            _BASE,
            _bytes(self.signature, self.public_key, self.hmac_key),
            _array(map(_bytes, self.signatures), len(self.signatures)),
            _array(map(_text, self.pointers), len(self.pointers)),
        )


class DerivedProof(NamedTuple):
    """What the holder shows with the part that is disclosed.

    Attributes:
        signature: as in the base proof.
        public_key: as in the base proof.
        signatures: those of the disclosed statements that are not mandatory, in their order.
        labels: number of a blank node's canonical label -> the label that the issuer signed, as bytes.
        mandatory: positions of the mandatory statements among the disclosed ones.
    """

    signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: dict[int, bytes]
    mandatory: tuple[int, ...]

    @classmethod
    def read(cls, value: object, *, pointer: str = "/proof") -> DerivedProof:
        """Return the parts of a derived proof's ``proofValue``.

        Raises:
            ProofError: it is malformed, names a label or a position twice, or is a base proof (BASE_PROOF).
        """
        reader = _reader(value, _DERIVED, pointer)
        parts = cls(
            reader.fixed(_SIGNATURE),
            reader.fixed(_PUBLIC_KEY),
            tuple([reader.fixed(_SIGNATURE) for _ in range(reader.items(_ARRAY))]),
            reader.labels(),
            tuple([reader.number(_UINT) for _ in range(reader.items(_ARRAY))]),
        )
        reader.end()
        if len(set(parts.mandatory)) != len(parts.mandatory):
            reader.refuse("a mandatory statement is counted twice")
        return parts

    def write(self) -> str:
        """Return the ``proofValue``."""
        labels = b"".join(_head(_UINT, number) + _bytes(label) for number, label in self.labels.items())
        return _write(
            _DERIVED,
            _bytes(self.signature, self.public_key),
            _array(map(_bytes, self.signatures), len(self.signatures)),
            _head(_MAP, len(self.labels)) + labels,
            _array((_head(_UINT, number) for number in self.mandatory), len(self.mandatory)),
        )


class _Reader:
    """Reads the CBOR of a proof value from its beginning to its end."""

    def __init__(self, data: bytes, at: int, pointer: str) -> None:
        self._data = data
        self._at = at
        self._pointer = pointer

    def number(self, major: int) -> int:
        """Read a head of this major type and return its number: a value, a length or a count."""
        first = self._take(1)[0]
        if first >> 5 != major:
            self.refuse("a part of it is of another type")
        number = first & 0x1F
        if number in _WIDTHS:
            width = _WIDTHS[number]
            number = int.from_bytes(self._take(width), "big")
            if number < (24 if width == 1 else 1 << 4 * width):
                self.refuse("a number is written longer than it needs to be")
        elif number > max(_WIDTHS):
            self.refuse("a length is left open")
        return number

    def items(self, major: int) -> int:
        """Read the number of items; each takes at least one byte, so it is bounded."""
        count = self.number(major)
        if count > len(self._data) - self._at:
            self.refuse("it ends too early")
        return count

    def fixed(self, size: int) -> bytes:
        """Read a byte string of exactly this size."""
        if self.number(_BYTES) != size:
            self.refuse(f"a part of it has not {size} bytes")
        return self._take(size)

    def text(self) -> str:
        """Read a text."""
        try:
            return self._take(self.number(_TEXT)).decode("utf-8")
        except UnicodeDecodeError:
            self.refuse("a text in it is not UTF-8")

    def labels(self) -> dict[int, bytes]:
        """Read the map of labels; each node has a label of its own."""
        count = self.items(_MAP)
        labels = {self.number(_UINT): self.fixed(LABEL_BYTES) for _ in range(count)}
        if len(labels) != count or len(set(labels.values())) != count:
            self.refuse("two blank nodes share a label, or one has two")
        return labels

    def begin(self) -> None:
        """Read the head of the outer array."""
        if self.number(_ARRAY) != _MEMBERS:
            self.refuse(f"it has not {_MEMBERS} parts")

    def end(self) -> None:
        """Make sure that nothing is left."""
        if self._at != len(self._data):
            self.refuse("something follows its end")

    def refuse(self, why: str) -> Never:
        """Refuse the proof value."""
        raise _malformed(why, self._pointer)

    def _take(self, size: int) -> bytes:
        piece = self._data[self._at : self._at + size]
        if len(piece) != size:
            self.refuse("it ends too early")
        self._at += size
        return piece


def _reader(value: object, header: bytes, pointer: str) -> _Reader:
    """Return a reader that stands behind the header and the head of the array."""
    pointer += "/proofValue"
    text = value if isinstance(value, str) else ""
    if not text.startswith("u"):
        raise _malformed("it is not base64url and does not start with u", pointer)
    try:
        data = multibase.b64url_decode(text[1:])
    except InputError as error:
        raise _malformed(error.message, pointer) from None
    found = data[: len(header)]
    if found != header:
        raise _other_kind(found, pointer)
    reader = _Reader(data, len(header), pointer)
    reader.begin()
    return reader


def _other_kind(header: bytes, pointer: str) -> ProofError:
    if header == _BASE:
        return ProofError(
            "this is a base proof, from which its holder derives what others may see",
            code="BASE_PROOF",
            pointer=pointer,
            spec=_SPEC,
        )
    if header == _DERIVED:
        hint = "disclose parts from the document with the base proof, as the issuer handed it out"
        message = "this is a derived proof: nothing more can be left out of its document"
        return ProofError(message, code="USAGE", pointer=pointer, hint=hint, spec=_SPEC)
    return _malformed("it is neither a base nor a derived proof", pointer)


def _malformed(why: str, pointer: str) -> ProofError:
    return ProofError(f"the proofValue is malformed: {why}", pointer=pointer, spec=_SPEC)


def _head(major: int, number: int) -> bytes:
    """Return the head of an item: type and number in the fewest bytes."""
    if number < min(_WIDTHS):
        return bytes([major << 5 | number])
    code, width = next((code, width) for code, width in _WIDTHS.items() if number < 1 << 8 * width)
    return bytes([major << 5 | code]) + number.to_bytes(width, "big")


def _bytes(*values: bytes) -> bytes:
    return b"".join(_head(_BYTES, len(value)) + value for value in values)


def _text(value: str) -> bytes:
    data = value.encode()
    return _head(_TEXT, len(data)) + data


def _array(items: Iterable[bytes], count: int) -> bytes:
    return _head(_ARRAY, count) + b"".join(items)


def _write(header: bytes, *parts: bytes) -> str:
    return multibase.encode(header + _head(_ARRAY, _MEMBERS) + b"".join(parts), "u")
