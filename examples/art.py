"""Draw the demo's badge image, as PNG and SVG, with nothing but the standard library."""

from __future__ import annotations

import math
import struct
import zlib
from base64 import b64encode

SIZE = 240
INK, GOLD, PAPER = (24, 60, 110), (242, 180, 40), (255, 255, 255)


def badge_png() -> bytes:
    """Return a round badge with a star as PNG bytes."""
    rows = b"".join(b"\x00" + b"".join(bytes(_colour(x, y)) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def badge_svg() -> bytes:
    """Return the same badge as SVG bytes."""
    middle = SIZE / 2
    points = " ".join(f"{middle + r * math.sin(a):.1f},{middle - r * math.cos(a):.1f}" for r, a in _star())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}"'
        f' viewBox="0 0 {SIZE} {SIZE}">\n'
        f'  <circle cx="{middle}" cy="{middle}" r="{middle - 4}" fill="rgb{INK}"'
        f' stroke="rgb{GOLD}" stroke-width="8"/>\n'
        f'  <polygon points="{points}" fill="rgb{GOLD}"/>\n'
        f"</svg>\n"
    ).encode()


def badge_uri() -> str:
    """Return the SVG as an address that carries it: it travels with the badge."""
    return "data:image/svg+xml;base64," + b64encode(badge_svg()).decode()


def _star() -> list[tuple[float, float]]:
    return [(SIZE * (0.36 if step % 2 == 0 else 0.16), math.pi * step / 5) for step in range(10)]


def _colour(x: int, y: int) -> tuple[int, int, int, int]:
    dx, dy = x + 0.5 - SIZE / 2, y + 0.5 - SIZE / 2
    radius = math.hypot(dx, dy)
    if radius > SIZE / 2:
        return (*PAPER, 0)
    if radius > SIZE / 2 - 8:
        return (*GOLD, 255)
    angle = (math.atan2(dx, -dy) % (2 * math.pi / 5)) - math.pi / 5
    outer, inner = SIZE * 0.36, SIZE * 0.16
    # The edge of one point of the star runs from the outer to the inner radius over a tenth of a turn.
    tip_x, tip_y = outer * math.cos(math.pi / 5), outer * math.sin(math.pi / 5)
    px, py = radius * math.cos(angle), radius * abs(math.sin(angle))
    inside = (tip_x - inner) * py - tip_y * (px - inner) >= 0 or radius <= inner * math.cos(math.pi / 5)
    return (*(GOLD if inside and px <= tip_x else INK), 255)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
