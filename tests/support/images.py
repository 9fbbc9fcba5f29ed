"""Small PNG and SVG files for tests, honest and hostile, built from nothing."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
OB3 = "https://purl.imsglobal.org/ob/v3p0"
OB2 = "http://openbadges.org"
CLR = "https://purl.imsglobal.org/clr/v2p0"
SVG = '<svg xmlns="http://www.w3.org/2000/svg">'
JSON = '{"id":"urn:uuid:1","name":"Zoë <b>&amp;</b> ]]> 徽章"}'
JWT = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6InVybjp1dWlkOjEifQ.c2lnbmF0dXJl"


def chunk(kind: bytes, data: bytes = b"", *, length: int | None = None, crc: int | None = None) -> bytes:
    body = kind + data
    size = len(data) if length is None else length
    return struct.pack(">I", size) + body + struct.pack(">I", zlib.crc32(body) if crc is None else crc)


IHDR = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
IDAT = chunk(b"IDAT", zlib.compress(b"\0\0"))
IEND = chunk(b"IEND")


def png(*chunks: bytes) -> bytes:
    """A one-pixel PNG with these chunks between IHDR and the pixel."""
    return SIGNATURE + IHDR + b"".join(chunks) + IDAT + IEND


def itxt(
    text: str | bytes = JWT,
    keyword: bytes = b"openbadgecredential",
    *,
    flag: int = 0,
    method: int = 0,
    language: bytes = b"",
    translated: bytes = b"",
) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    head = keyword + bytes([0, flag, method]) + language + b"\0" + translated + b"\0"
    return chunk(b"iTXt", head + (zlib.compress(data, 9) if flag == 1 else data))


def text(content: bytes, keyword: bytes = b"openbadges") -> bytes:
    return chunk(b"tEXt", keyword + b"\0" + content)


def ztxt(content: bytes, keyword: bytes = b"openbadges", *, method: int = 0) -> bytes:
    return chunk(b"zTXt", keyword + bytes([0, method]) + zlib.compress(content, 9))


def svg(inside: str = "", *, before: str = "", root: str = SVG) -> bytes:
    return f'{before}{root}{inside}<rect width="1" height="1"/></svg>'.encode()


def element(
    inside: str = "", *, verify: str | None = JWT, name: str = "credential", namespace: str = OB3
) -> str:
    attribute = "" if verify is None else f' verify="{verify}"'
    return f'<ob:{name} xmlns:ob="{namespace}"{attribute}>{inside}</ob:{name}>'


def cdata(content: str) -> str:
    return f"<![CDATA[{content}]]>"
