"""Bake into and unbake from whatever image it is: chooses between PNG and SVG, does neither itself."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import InputError, LimitError
from ..limits import DEFAULT_LIMITS, Limits
from . import multibase, png, strictjson, svg
from .carrier import Carried
from .files import read_bounded

Image = bytes | bytearray | memoryview | Path
"""What an image may be given as; a ``str`` is never opened as a file."""

_HOSTED = re.compile(r"https?://\S+")
_SPACE = " \t\r\n"
_PARTS = 3
_SPEC = "OB 3.0 §5.3"


def bake(image: Image, content: str, *, version: str = "3.0") -> bytes:
    """Return the image with the credential inside; an earlier one is replaced (OB 3.0 §5.3).

    Args:
        image: bytes of a PNG or SVG, or the `pathlib.Path` of its file.
        content: the credential as JSON text or compact token; for 2.0 also the URL of a hosted assertion.
        version: ``3.0`` or ``2.0``: decides keyword and namespace.

    Raises:
        InputError: the image is neither PNG nor SVG, or malformed; the content is no credential (USAGE).
        LimitError: the image or the content is larger than the limits allow.
        UndeterminedError: the file could not be read.
        TypeError: the image is neither bytes nor a Path, or the content is no text.
    """
    data = _bytes_of(image, DEFAULT_LIMITS)
    if not isinstance(content, str):
        raise TypeError(
            f"content must be JSON text or a compact token (str), not {type(content).__name__}: "
            "pass badge.to_json() or badge.to_jwt()"
        )
    if not _is_token(content) and (version != "2.0" or not _HOSTED.fullmatch(content)):
        document_in(content)  # says what is wrong with it
    baked: bytes = _room_of(data).bake(data, content, version=version)
    return baked


def unbake(image: Image, *, limits: Limits = DEFAULT_LIMITS) -> Carried:
    """Return the credential that the image carries, unverified (OB 3.0 §5.3).

    Args:
        image: bytes of a PNG or SVG, or the `pathlib.Path` of its file.
        limits: ceilings for the image and the text in it.

    Raises:
        InputError: the image is neither PNG nor SVG, malformed, or carries none or several credentials.
        LimitError: the image is larger than the limits allow.
        UndeterminedError: the file could not be read.
        TypeError: the image is neither bytes nor a Path.
    """
    data = _bytes_of(image, limits)
    carried: Carried = _room_of(data).unbake(data, limits=limits)
    return carried


def _is_token(content: str) -> bool:
    """Whether the text has the outline of a compact token; reading it is the verifier's."""
    parts = content.split(".", _PARTS)
    return content.startswith("eyJ") and len(parts) == _PARTS and all(parts) and content.isascii()


def document_in(content: str, *, limits: Limits = DEFAULT_LIMITS) -> Any:
    """Return the JSON object that a text is, or the payload of the compact token that it is; trusts neither.

    Raises:
        InputError: it is neither (USAGE).
        LimitError: it is larger or deeper than the limits allow.
    """
    body = content.strip(_SPACE)
    try:
        return strictjson.loads(body, limits=limits) if body.startswith("{") else _payload(body, limits)
    except LimitError:
        raise
    except InputError as error:
        raise InputError(
            f"the text is neither a JSON object nor a compact token: {error.message}",
            code="USAGE",
            pointer=error.pointer,
            hint="pass the signed badge: its JSON text or its compact token",
            spec=_SPEC,
        ) from None


def _payload(token: str, limits: Limits) -> Any:
    """Return a token's payload; its signature and the members of its header are the verifier's."""
    if len(token) > limits.json_bytes:
        raise LimitError(f"the token has {len(token)} characters, json_bytes allows {limits.json_bytes}")
    parts = token.split(".", _PARTS)
    if len(parts) != _PARTS or not all(parts):
        raise InputError("it does not begin with { and has not three parts with dots between")
    header, payload, _signature = map(multibase.b64url_decode, parts)
    if not isinstance(strictjson.loads(header, limits=limits), dict):
        raise InputError("the token's header is no JSON object", spec="RFC 7515 §4")
    return strictjson.loads(payload, limits=limits)


def _bytes_of(image: Image, limits: Limits) -> bytes:
    if isinstance(image, bytes | bytearray | memoryview):
        return bytes(image)
    if isinstance(image, Path):
        return _read(image, limits)
    raise TypeError(
        f"image must be bytes or a pathlib.Path, not {type(image).__name__}: "
        "pass the image's bytes, or pathlib.Path(name) to read a file"
    )


def _read(path: Path, limits: Limits) -> bytes:
    content = read_bounded(path, limits)
    if len(content) > limits.input_bytes:
        raise LimitError(
            f"the file {path.name!r} is larger than {limits.input_bytes} bytes (limit input_bytes)"
        )
    return content


def _room_of(image: bytes) -> ModuleType:
    for room, is_it in ((png, png.is_png), (svg, svg.is_svg)):
        if is_it(image):
            return room
    raise InputError(
        "the image is neither PNG nor SVG",
        code="PARSING",
        hint="badges are baked into PNG or SVG",
        spec=_SPEC,
    )
