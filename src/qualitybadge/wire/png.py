"""Read and write the credential in a PNG's text chunks; pixels are walked over, never decoded or summed.

On reading, an ``iTXt`` chunk goes before the legacy ``tEXt`` and ``zTXt`` of the same keyword. On
writing there is one way: an uncompressed ``iTXt`` right after ``IHDR``.
"""

from __future__ import annotations

import struct
import zlib
from types import MappingProxyType

from ..errors import InputError, LimitError
from ..limits import DEFAULT_LIMITS, Limits
from .carrier import CARRIERS, SPEC, Carried, Carrier, ambiguous, to_bake, to_bytes

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_IHDR = 13  # bytes of its data
_BEGINNING = _SIGNATURE + _IHDR.to_bytes(4) + b"IHDR"
_FRAME = 12  # length, type and CRC around the data of a chunk
_HEAD = 8  # length and type before it
_CRC = 4  # CRC after it
_IHDR_TYPE = len(_SIGNATURE) + 4
_AFTER_IHDR = len(_SIGNATURE) + _FRAME + _IHDR
_IHDR_CRC = _AFTER_IHDR - _CRC
_TEXT = frozenset((b"iTXt", b"tEXt", b"zTXt"))
_ROWS = MappingProxyType({row.keyword: row for row in CARRIERS})

_IDAT = int.from_bytes(b"IDAT")  # types are compared as numbers: images have many chunks
_IEND = int.from_bytes(b"IEND")

_head_at = struct.Struct(">II").unpack_from
_number_at = struct.Struct(">I").unpack_from
_number = struct.Struct(">I").pack


_Chunk = tuple[Carrier, bytes, int, int]
"""A text chunk with one of our keywords: its row, type, and where all of it begins and ends."""


def is_png(data: bytes) -> bool:
    """Say whether the bytes begin as a PNG does."""
    return data.startswith(_SIGNATURE)


def unbake(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Carried:
    """Return the credential that a PNG carries (OB 3.0 §5.3.1, OB 2.0 Baking).

    Raises:
        InputError: the PNG is damaged or has bytes after its end (PARSING), carries no credential
            (NO_CREDENTIAL), more than one (AMBIGUOUS_CREDENTIAL) or a malformed one (MALFORMED_VALUE).
        LimitError: the image, its number of chunks or the text is larger than allowed.
    """
    chunks = _chunks(data, limits, most=limits.image_chunks)
    if not chunks:
        raise InputError("the PNG carries no credential", code="NO_CREDENTIAL", spec=SPEC)
    chunk = chunks[0] if len(chunks) == 1 else _the_one_meant(chunks)
    return Carried(_text(data, chunk, limits), chunk[0].version, _place(chunk))


def bake(data: bytes, content: str, *, version: str = "3.0", limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the PNG with the credential inside, right after ``IHDR``; any earlier one is replaced.

    Args:
        data: the image; every other chunk is kept byte for byte.
        content: JSON text or a compact JWS; for 2.0 also the URL of a hosted assertion.
        version: ``3.0`` or ``2.0``.
        limits: ceilings for the image and the text.

    Raises:
        InputError: the PNG is damaged, the text cannot be baked, or the version is unknown.
        LimitError: the image or the text is larger than allowed.
    """
    row = to_bake(version)
    body = b"iTXt" + row.keyword + b"\0\0\0\0\0" + to_bytes(content, limits)
    earlier = _chunks(data, limits, most=limits.image_chunks - 1)
    view = memoryview(data)
    length = _number(len(body) - len(b"iTXt"))
    pieces: list[bytes | memoryview] = [view[:_AFTER_IHDR], length, body, _number(zlib.crc32(body))]
    kept = _AFTER_IHDR
    for _, _, start, end in earlier:
        pieces.append(view[kept:start])
        kept = end
    pieces.append(view[kept:])
    baked = b"".join(pieces)
    _check_size(baked, limits)
    return baked


def _chunks(data: bytes, limits: Limits, *, most: int) -> list[_Chunk]:
    """Return the text chunks with one of our keywords, the whole file having been walked."""
    _check_size(data, limits)
    _check_header(data)
    try:
        found = _walk(data, most - 1)
    except struct.error:
        raise _damaged("it ends before its IEND chunk, or a chunk claims more bytes than there are") from None
    if found is None:
        raise LimitError(f"the PNG has more chunks than image_chunks allows ({limits.image_chunks})")
    return found


def _walk(data: bytes, most: int) -> list[_Chunk] | None:
    """Walk the chunks after IHDR up to IEND; None where there are more than `most`."""
    found: list[_Chunk] = []
    end = _AFTER_IHDR
    for _ in range(most):
        length, kind = _head_at(data, end)  # struct.error past the end, also after a length that lies
        end += _FRAME + length
        if kind != _IDAT:
            if kind == _IEND:
                _check_end(data, length, end)
                return found
            chunk = _carrier_at(data, end - _FRAME - length, end)
            if chunk is not None:
                found.append(chunk)
    return None


def _check_end(data: bytes, length: int, end: int) -> None:
    if length or end != len(data):
        raise _damaged("there are bytes after the end of the image, or it ends inside its IEND chunk")


def _carrier_at(data: bytes, start: int, end: int) -> _Chunk | None:
    """Return the chunk if it is a text chunk with one of our keywords; every text chunk's CRC is checked."""
    kind = data[start + 4 : start + _HEAD]
    if kind not in _TEXT:
        if not kind.isalpha():
            raise _damaged(f"the chunk at byte {start} has a type of other than letters")
        return None
    if zlib.crc32(data[start + 4 : end - _CRC]) != _number_at(data, end - _CRC)[0]:
        raise _damaged(f"the checksum of the chunk at byte {start} is wrong")
    begin = start + _HEAD
    nul = data.find(b"\0", begin, end - _CRC)
    row = _ROWS.get(data[begin:nul]) if nul > 0 else None
    return None if row is None else (row, kind, start, end)


def _check_size(data: bytes, limits: Limits) -> None:
    if len(data) > limits.input_bytes:
        raise LimitError(f"the PNG has {len(data)} bytes, input_bytes allows {limits.input_bytes}")


def _check_header(data: bytes) -> None:
    if not data.startswith(_BEGINNING):
        raise _damaged("its first chunk is no IHDR" if is_png(data) else "the bytes do not begin as a PNG")
    if len(data) < _AFTER_IHDR:
        raise _damaged("it ends inside its IHDR chunk")
    if zlib.crc32(data[_IHDR_TYPE:_IHDR_CRC]) != _number_at(data, _IHDR_CRC)[0]:
        raise _damaged("the checksum of its IHDR chunk is wrong")


def _the_one_meant(chunks: list[_Chunk]) -> _Chunk:
    """Of several chunks of one keyword, the only iTXt; legacy chunks beside it are copies for old readers."""
    modern = [chunk for chunk in chunks if chunk[1] == b"iTXt"]
    if len(modern) == 1 and all(row is modern[0][0] for row, _, _, _ in chunks):
        return modern[0]
    raise ambiguous([_place(chunk) for chunk in chunks])


def _text(data: bytes, chunk: _Chunk, limits: Limits) -> str:
    """Return the text of a chunk, inflated within the limits and decoded (PNG §11.3.3)."""
    row, kind, start, end = chunk
    if end - start > limits.json_bytes:
        _check_length(end - start, limits)
    body = data[start + _HEAD + len(row.keyword) + 1 : end - _CRC]
    if kind == b"iTXt":
        body = _international(body, chunk, limits)
    elif kind == b"zTXt":
        if body[:1] != b"\0":
            raise _malformed(chunk, "names an unknown compression method")
        body = _inflate(body[1:], chunk, limits)
    if len(body) > limits.json_bytes:
        raise LimitError(f"the text has {len(body)} bytes, json_bytes allows {limits.json_bytes}")
    if not body:
        raise _malformed(chunk, "is empty")
    try:
        return body.decode() if kind == b"iTXt" else body.decode("latin-1")
    except UnicodeDecodeError:
        raise _malformed(chunk, "is not UTF-8") from None


def _check_length(length: int, limits: Limits) -> None:
    """Refuse a chunk, before it is copied, that is too long for any text allowed, however it is packed."""
    if length > 2 * max(limits.json_bytes, limits.inflated_bytes) + 4096:  # language tag and keyword
        raise LimitError(f"the text chunk has {length} bytes, json_bytes allows {limits.json_bytes}")


def _international(body: bytes, chunk: _Chunk, limits: Limits) -> bytes:
    """Return the text bytes of an iTXt: flag, method, language tag, NUL, translated keyword, NUL, text."""
    if body.startswith(b"\0\0\0\0"):  # as bakers write it
        return body[4:]
    language_end = body.find(b"\0", 2)
    keyword_end = body.find(b"\0", language_end + 1)
    if min(language_end, keyword_end) < 0:
        raise _malformed(chunk, "has no language tag and translated keyword")
    flag, method = body[0], body[1]
    text = body[keyword_end + 1 :]
    if flag == 0:  # the method is then to be ignored, PNG §11.3.3.4
        return text
    if flag != 1 or method != 0:
        raise _malformed(chunk, "names an unknown compression")
    return _inflate(text, chunk, limits)


def _inflate(packed: bytes, chunk: _Chunk, limits: Limits) -> bytes:
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(packed, limits.inflated_bytes + 1)
    except zlib.error:
        raise _malformed(chunk, "does not inflate") from None
    if len(text) > limits.inflated_bytes:
        raise LimitError(f"the text inflates to more than inflated_bytes allows ({limits.inflated_bytes})")
    if not stream.eof or stream.unused_data:
        raise _malformed(chunk, "is cut off or followed by other bytes after inflating")
    return text


def _place(chunk: _Chunk) -> str:
    row, kind, start, _ = chunk
    return f"{kind.decode()} chunk {row.keyword.decode()} at byte {start}"


def _damaged(what: str) -> InputError:
    return InputError(f"not a whole PNG: {what}", code="PARSING", spec=SPEC)


def _malformed(chunk: _Chunk, what: str) -> InputError:
    return InputError(f"the {_place(chunk)} {what}", spec=SPEC)
