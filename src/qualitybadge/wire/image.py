"""Bake into and unbake from whatever image it is: chooses between PNG and SVG, does neither itself."""

from __future__ import annotations

from types import ModuleType

from ..errors import InputError
from ..limits import DEFAULT_LIMITS, Limits
from . import png, svg
from .carrier import Carried


def bake(image: bytes, content: str, *, version: str = "3.0") -> bytes:
    """Return the image with the credential inside; an earlier one is replaced (OB 3.0 §5.3).

    Args:
        image: bytes of a PNG or SVG.
        content: the credential as JSON text or compact token.
        version: ``3.0`` or ``2.0``: decides keyword and namespace.

    Raises:
        InputError: the image is neither PNG nor SVG, or malformed.
        LimitError: the image is larger than the limits allow.
    """
    baked: bytes = _room_of(image).bake(image, content, version=version)
    return baked


def unbake(image: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Carried:
    """Return the credential that the image carries, unverified (OB 3.0 §5.3).

    Raises:
        InputError: the image is neither PNG nor SVG, malformed, or carries none or several credentials.
        LimitError: the image is larger than the limits allow.
    """
    carried: Carried = _room_of(image).unbake(image, limits=limits)
    return carried


def _room_of(image: bytes) -> ModuleType:
    for room, is_it in ((png, png.is_png), (svg, svg.is_svg)):
        if is_it(image):
            return room
    raise InputError(
        "the image is neither PNG nor SVG",
        code="PARSING",
        hint="badges are baked into PNG or SVG",
        spec="OB 3.0 §5.3",
    )
