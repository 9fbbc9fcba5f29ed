"""Arithmetic of edwards25519 for tests that build hostile keys and signatures; slow, and only for tests."""

from __future__ import annotations

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]
IDENTITY: Point = (0, 1)


def add(a: Point, b: Point) -> Point:
    """Add two points."""
    product = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + product, -1, P) % P
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, P) % P
    return x, y


def times(scalar: int, point: Point) -> Point:
    """Multiply a point."""
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def x_of(y: int, sign: int = 0) -> int | None:
    """Return the x-coordinate of a given parity, None where the curve has no point of this height."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return None
    return x if x % 2 == sign else -x % P


def encode(point: Point) -> bytes:
    """Encode a point (RFC 8032 §5.1.2)."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


_BASE_HEIGHT = 4 * pow(5, -1, P) % P
BASE: Point = (x_of(_BASE_HEIGHT) or 0, _BASE_HEIGHT)


def torsion() -> list[Point]:
    """Return the eight points whose order divides 8."""
    height = 2
    while True:
        x = x_of(height)
        if x is not None:
            point = times(ORDER, (x, height))
            if times(4, point) != IDENTITY:
                return [times(n, point) for n in range(8)]
        height += 1


def scalar_of(seed: bytes) -> int:
    """Return the secret scalar of a seed (RFC 8032 §5.1.5)."""
    head = bytearray(hashlib.sha512(seed).digest()[:32])
    head[0] &= 248
    head[31] = head[31] & 127 | 64
    return int.from_bytes(head, "little")


def challenge(r: bytes, public: bytes, message: bytes) -> int:
    """Return the hash that a signature answers."""
    return int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % ORDER
