"""The images of a badge: where their bytes come from, and what they are. Decodes no pixel, judges nothing."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ..errors import InputError, LimitError, QualityBadgeError
from ..fetcher import Fetcher, obtain
from ..limits import DEFAULT_LIMITS, Limits
from ..outcome import Verdict
from ..urls import is_inline, is_web
from ..verify.resources import content_of
from ..wire import png, svg
from .subject import many
from .svgsafety import Drawing, examine

if TYPE_CHECKING:
    from .subject import Part, Subject

Form = Literal["png", "svg", "raster", "other"]
Lack = Literal["", "absent", "malformed", "offline", "unanswered", "broken", "large"]

_ACCEPT = "image/png, image/svg+xml, */*;q=0.1"
_OK = 200
_IHDR = 16
_RASTERS = (b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"\0\0\0\x0cjP  ")
_BOXED = (b"WEBP", b"ftypavif", b"ftypheic", b"ftypheix", b"ftypmif1")
_ENDINGS: tuple[tuple[str, Form], ...] = (
    (".png", "png"),
    (".svg", "svg"),
    *((ending, "raster") for ending in (".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif")),
)


@dataclass(frozen=True)
class Picture:
    """One image that a badge names.

    Attributes:
        address: what the badge says: an address, or ``data:`` with the content; "" where it names none.
        pointer: JSON pointer to that, or to where it would stand.
        content: the bytes; None where they were not obtained.
        lack: why they were not: ``absent``, ``malformed``, ``offline``, ``unanswered`` (nobody answered),
            ``broken`` (answered without the image) or ``large``; "" where they are there.
    """

    address: str
    pointer: str
    content: bytes | None = field(default=None, repr=False)
    lack: Lack = ""
    limits: Limits = field(default=DEFAULT_LIMITS, repr=False)

    @cached_property
    def form(self) -> Form | None:
        """What the bytes are, or what the ending of the address says; None where neither says anything."""
        if self.content is not None:
            return form_of(self.content, self.limits)
        path = self.address.partition("#")[0].partition("?")[0].lower() if is_web(self.address) else ""
        return next((form for ending, form in _ENDINGS if path.endswith(ending)), None)

    @cached_property
    def drawing(self) -> Drawing:
        """What the SVG says of itself; only for an SVG whose bytes are there."""
        return examine(self.content or b"", limits=self.limits)

    @property
    def size(self) -> tuple[float, float] | None:
        """Width and height, in pixels for a PNG; None where it does not say, or its bytes are not there."""
        if self.content is None:
            return None
        if self.form == "png":
            width, height = struct.unpack_from(">II", self.content, _IHDR)
            return float(width), float(height)
        return self.drawing.size if self.form == "svg" else None

    @property
    def is_inline(self) -> bool:
        """Whether the badge holds the image itself."""
        return is_inline(self.address)


def form_of(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Form:
    """Return what the bytes are; a damaged PNG is none, whatever it begins with."""
    if png.is_png(content):
        return "png" if _is_whole(content, limits) else "other"
    if svg.is_svg(content):
        return "svg"
    if content.startswith(_RASTERS) or content[4:16].startswith(_BOXED) or content[8:12] == b"WEBP":
        return "raster"
    return "other"


def _is_whole(content: bytes, limits: Limits) -> bool:
    try:
        png.unbake(content, limits=limits)
    except InputError as error:
        return error.code != "PARSING"
    return True


def picture_of(subject: Subject) -> Picture:
    """Return the image of the achievement, asked for where the caller allows the network."""
    return picture_in(subject, subject.achievement, ask=True)


def picture_in(subject: Subject, part: Part, *, ask: bool = False) -> Picture:
    """Return the image that an object names.

    Args:
        subject: the badge, with the files that the caller handed in.
        part: the object.
        ask: whether its address may be asked for, if there is a fetcher and the badge is not refuted.
    """
    address, pointer = _named(part)
    if not address:
        return Picture("", pointer, lack="absent")
    content, lack = _content(subject, address, pointer, ask=ask)
    return Picture(address, pointer, content, lack, subject.limits)


def _named(part: Part) -> tuple[str, str]:
    value: Any = next(iter(many(part.data.get("image"))), None)
    if isinstance(value, dict):
        value, pointer = value.get("id"), part.pointer("image", "id")
    else:
        pointer = part.pointer("image")
    return (value.strip() if isinstance(value, str) else ""), pointer


def _content(subject: Subject, address: str, pointer: str, *, ask: bool) -> tuple[bytes | None, Lack]:
    given = subject.files.get(address)
    if given is not None:
        return bytes(given), ""
    if is_inline(address):
        return _inline(address, pointer, subject.limits)
    if not is_web(address):
        return None, "malformed"
    refuted = subject.report is not None and subject.report.verdict is Verdict.INVALID
    if subject.fetcher is None or not ask or refuted:
        return None, "offline"
    return _fetched(subject.fetcher, address, subject.limits)


def _inline(address: str, pointer: str, limits: Limits) -> tuple[bytes | None, Lack]:
    if len(address) > 2 * limits.input_bytes:
        return None, "large"
    try:
        return content_of(address, pointer), ""
    except (InputError, UnicodeEncodeError):  # half of a surrogate pair in a draft
        return None, "malformed"


def _fetched(fetcher: Fetcher, address: str, limits: Limits) -> tuple[bytes | None, Lack]:
    try:
        answer = obtain(fetcher, address, accept=_ACCEPT, limits=limits, cross_origin=True)
    except QualityBadgeError:
        return None, "unanswered"
    if answer.status != _OK:
        return None, "broken"
    return answer.body, ""


def credential_in(picture: Picture) -> tuple[str, str]:
    """Return the credential that an image carries and "", or "" and why there is none.

    The reasons: ``none``, ``double``, ``unreadable`` (something that should be a credential) or ``large``.
    """
    if picture.content is None or picture.form not in {"png", "svg"}:
        return "", "none"
    try:
        room = png if picture.form == "png" else svg
        return room.unbake(picture.content, limits=picture.limits).content, ""
    except LimitError:
        return "", "large"
    except InputError as error:
        return "", _WHY_NOT.get(error.code, "unreadable")


_WHY_NOT = {"NO_CREDENTIAL": "none", "PARSING": "none", "AMBIGUOUS_CREDENTIAL": "double"}
