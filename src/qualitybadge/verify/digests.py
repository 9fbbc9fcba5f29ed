"""The digests by which a credential fixes what it refers to (VC-DM 2.0 §5.3); obtains no content.

``digestSRI`` is integrity metadata of the W3C: the strongest known algorithm counts, any value of it may fit.
``digestMultibase`` is a multihash in multibase.
"""

from __future__ import annotations

import binascii
import hashlib
from typing import Any, NamedTuple

from ..errors import InputError, UnsupportedError
from ..wire import multibase

MEMBERS = ("digestSRI", "digestMultibase")
"""The members that are digests; all that stand in an object must fit."""
_STRENGTH = ("sha256", "sha384", "sha512")
_MULTIHASH = {0x12: "sha256", 0x20: "sha384", 0x13: "sha512"}
_SPEC = "VC-DM 2.0 §5.3"


class Promise(NamedTuple):
    """One digest member: the content hashes to one of the values.

    Attributes:
        name: ``sha256``, ``sha384`` or ``sha512``.
        values: what the hash may be.
        pointer: JSON pointer to the member.
    """

    name: str
    values: frozenset[bytes]
    pointer: str

    def is_kept_by(self, content: bytes) -> bool:
        """Tell whether this is the content that was meant."""
        return hashlib.new(self.name, content).digest() in self.values


def promise_of(holder: dict[str, Any], name: str, pointer: str) -> Promise:
    """Return what one digest member of an object promises.

    Raises:
        InputError: the digest is malformed.
        UnsupportedError: it is of no algorithm known here.
    """
    read = _of_metadata if name == "digestSRI" else _of_multihash
    return read(holder[name], f"{pointer}/{name}")


def _of_metadata(value: Any, pointer: str) -> Promise:
    """Read integrity metadata: ``algorithm-base64`` once or more, with options that mean nothing yet."""
    words = value.split() if isinstance(value, str) else []
    if not words:
        raise _malformed("no text of integrity metadata such as sha256-…", pointer)
    values: dict[str, set[bytes]] = {}
    for word in words:
        name, _, encoded = word.partition("?")[0].partition("-")
        if name in _STRENGTH:
            values.setdefault(name, set()).add(_decoded(name, encoded, pointer))
        elif not name.isalnum() or not encoded:
            raise _malformed("no integrity metadata such as sha256-…", pointer)
    if not values:
        raise UnsupportedError("the digest is of an algorithm that is not known here", pointer=pointer)
    strongest = max(values, key=_STRENGTH.index)
    return Promise(strongest, frozenset(values[strongest]), pointer)


def _decoded(name: str, encoded: str, pointer: str) -> bytes:
    plain = encoded.replace("-", "+").replace("_", "/")
    try:
        digest = binascii.a2b_base64(plain, strict_mode=True)
    except ValueError:
        raise _malformed(f"no base64 behind {name}", pointer) from None
    return _sized(name, digest, pointer)


def _of_multihash(value: Any, pointer: str) -> Promise:
    try:
        content = multibase.decode(value)
    except InputError as error:
        raise _malformed(f"no multibase value: {error.message}", pointer) from error
    short = len(content) < 2 or content[0] >= 0x80 or content[1] != len(content) - 2  # noqa: PLR2004 - a multihash
    name = _MULTIHASH.get(content[0]) if content else None
    if name is None and not short:
        raise UnsupportedError("the digest is of an algorithm that is not known here", pointer=pointer)
    if name is None or short:
        raise _malformed("no multihash: algorithm, length and as many bytes", pointer)
    return Promise(name, frozenset({_sized(name, content[2:], pointer)}), pointer)


def _sized(name: str, digest: bytes, pointer: str) -> bytes:
    if len(digest) != hashlib.new(name).digest_size:
        raise _malformed(f"{len(digest)} bytes, which is no {name}", pointer)
    return digest


def _malformed(what: str, pointer: str) -> InputError:
    return InputError(f"the digest is {what}", pointer=pointer, spec=_SPEC)
