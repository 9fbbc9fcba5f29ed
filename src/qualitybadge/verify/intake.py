"""Take whatever a person holds and find the document in it: sniffs and unpacks, checks nothing of a badge.

A plain ``str`` is content or an https URL and never a file name: a back end that passes on what a
stranger typed must not open files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import InputError, LimitError
from ..fetcher import Fetcher, Response, obtain, require_ok
from ..limits import Limits
from ..proofs import jws
from ..urls import shown
from ..wire import strictjson
from ..wire.files import read_bounded

if TYPE_CHECKING:
    from ..wire.carrier import Carried


class Made(Protocol):
    """A badge or presentation as it was made here: a document, a token, or both."""

    @property
    def document(self) -> dict[str, Any] | None:
        """The document with its proof."""

    @property
    def token(self) -> str | None:
        """The compact token."""


Input = Path | str | bytes | bytearray | memoryview | dict[str, Any] | Made

ACCEPT = (
    "application/vc, application/vc+jwt, application/vc+ld+json, application/ld+json, application/json,"
    " application/jwt, image/png, image/svg+xml, text/plain;q=0.5"
)
_PNG = b"\x89PNG\r\n\x1a\n"
_DOTS = 2
_GONE = 410
_HOSTED = re.compile(r"https?://\S+", re.IGNORECASE)
_ONLY_NAMING = frozenset({"@context", "id", "type"})
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_LOOKS_LIKE_FILE = re.compile(r"[^{}\[\]<>\n]{0,400}\.(?:png|svg|json|jwt|jws|jsonld|1ob)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was found: the bytes that carry the meaning, parsed as far as the form allows.

    Attributes:
        carrier: ``json``, ``jwt``, ``png`` or ``svg``.
        raw: the JSON text or the compact token, as bytes.
        data: the parsed JSON object; None for a token.
        token: the parsed token; None for JSON.
        url: the address it was fetched from, if it was.
        version: the badge version that an image's chunk or element claims; "" for no image.
        hosted: address of the hosted badge of 2.0 or before that the input names instead of a document, or
            beside one; "" for none. It is not fetched here.
    """

    carrier: str
    raw: bytes
    data: dict[str, Any] | None = None
    token: jws.CompactJws | None = None
    url: str | None = None
    version: str = ""
    hosted: str = ""


def take(source: Input, *, fetcher: Fetcher, limits: Limits, allow_http: bool = False) -> Taken:
    """Find the document in a path, https URL, bytes, JSON text, compact token or dict.

    What only names a hosted badge (an image with a URL in it, JSON with nothing but an id) gives
    `Taken.hosted`, without a document or with the little there is.

    Raises:
        InputError: it is none of these, malformed, or larger than the limits; or its URL says that it was
            withdrawn.
        UndeterminedError: a file could not be read or a URL not be fetched.
        TypeError: `source` is of a type that cannot carry a badge (a programming error).
    """
    if isinstance(source, dict):
        data = strictjson.from_python(source, limits=limits)
        return Taken("json", strictjson.dumps(data), data=data, hosted=_only_named(data))
    if isinstance(source, Path):
        return _from_bytes(read_bounded(source, limits), limits)
    if isinstance(source, bytes | bytearray | memoryview):
        return _from_bytes(bytes(source), limits)
    if isinstance(source, str):
        return _from_text(source, fetcher, limits, allow_http=allow_http)
    for name in ("document", "token", "assertion"):  # what an issuer or holder made, as it is handed out
        made = getattr(source, name, None)
        if made and isinstance(made, dict | str):
            return take(made, fetcher=fetcher, limits=limits, allow_http=allow_http)
    raise TypeError(
        f"cannot verify a {type(source).__name__}: pass a Path, an https URL, bytes, text, a dict or a Badge"
    )


def take_part(source: dict[str, Any] | str | bytes, *, limits: Limits) -> Taken:
    """Find the document in a part of another: an embedded object, or the text of a token or of JSON.

    An embedded object was parsed with its whole, so it is taken as it is.

    Raises:
        InputError: it is malformed or larger than the limits.
    """
    if isinstance(source, dict):
        return Taken("json", strictjson.dumps(source), data=source)
    body = (source.encode("utf-8", "replace") if isinstance(source, str) else source).strip(b" \t\r\n")
    if _is_compact(body):
        return Taken("jwt", body, token=jws.parse(body, limits=limits))
    return _from_json(body, limits)


def _from_text(text: str, fetcher: Fetcher, limits: Limits, *, allow_http: bool) -> Taken:
    if _URL.match(text):
        response = obtain(
            fetcher, text, accept=ACCEPT, limits=limits, cross_origin=True, allow_http=allow_http
        )
        _refuse_withdrawn(response, text)
        return replace(_from_bytes(require_ok(response).body, limits), url=response.url or text)
    if _LOOKS_LIKE_FILE.fullmatch(text):
        raise InputError(
            "this text looks like a file name; a plain str is never opened as a file",
            code="PARSING",
            hint="pass a pathlib.Path to read a file",
        )
    try:
        return _from_bytes(text.encode("utf-8"), limits)
    except UnicodeEncodeError:
        raise InputError("the text has a lone surrogate, so it is no Unicode text", code="PARSING") from None


def _from_bytes(content: bytes, limits: Limits) -> Taken:
    if len(content) > limits.input_bytes:
        raise LimitError(f"the input is larger than {limits.input_bytes} bytes (limit input_bytes)")
    if content.startswith(_PNG):
        from ..wire import png  # an image's room is loaded with the first image

        return _from_carried("png", png.unbake(content, limits=limits), limits)
    body = content.strip(b" \t\r\n")
    if _is_compact(body):
        return Taken("jwt", body, token=jws.parse(body, limits=limits))
    if body[:1] in b"{[" and body:
        taken = _from_json(body, limits)
        named = _only_named(taken.data)
        return replace(taken, hosted=named) if named else taken
    if body[:1] == b'"':
        return _from_json_text(body, limits)
    from ..wire import svg

    if svg.is_svg(content):
        return _from_carried("svg", svg.unbake(content, limits=limits), limits)
    hint = _IN_AN_IMAGE if content.startswith(_OTHER_IMAGES) else ""
    raise InputError(_what_it_is(content, body), code="PARSING", spec="OB 3.0 §5", hint=hint)


def _from_carried(carrier: str, carried: Carried, limits: Limits) -> Taken:
    content = carried.content.strip()
    body = content.encode("utf-8")
    if carried.version == "2.0" and _HOSTED.fullmatch(
        content
    ):  # before tokens: a file name can have two dots
        return Taken(carrier, body, version=carried.version, hosted=content)
    if _is_compact(body):
        return Taken(carrier, body, token=jws.parse(body, limits=limits), version=carried.version)
    data = _from_json(body, limits).data
    hosted = carried.hosted or _only_named(data)
    return Taken(carrier, body, data=data, version=carried.version, hosted=hosted)


def _refuse_withdrawn(response: Response, asked: str) -> None:
    """Refuse what a publisher withdrew: so a hosted badge is revoked (OB 2.0 §HostedBadge Verification).

    Raises:
        InputError: the answer is 410 Gone (REVOKED).
    """
    if response.status == _GONE:
        raise InputError(
            f"{shown(response.url or asked)} answers 410 Gone: what was published there was withdrawn",
            code="REVOKED",
            spec="OB 2.0 §HostedBadge Verification",
        )


def _only_named(data: dict[str, Any] | None) -> str:
    """Return the address that a document names where it says nothing else, "" for any other document."""
    if data is None or not data.keys() <= _ONLY_NAMING:
        return ""
    named = data.get("id")
    return named if isinstance(named, str) and _HOSTED.fullmatch(named) else ""


def _from_json_text(body: bytes, limits: Limits) -> Taken:
    """Take the address that stands in JSON as a bare text."""
    value = strictjson.loads(body, limits=limits)
    if not isinstance(value, str) or not _HOSTED.fullmatch(value):
        raise InputError("the JSON is a text and no object, so it is no badge", code="NOT_A_BADGE")
    return Taken("json", body, hosted=value)


def _is_compact(body: bytes) -> bool:
    """Whether it looks like a token: two dots, no white space, not the start of anything else."""
    return (
        body.count(b".") == _DOTS
        and body[:1] not in b"{[<"
        and body.isascii()
        and len(body.split(None, 1)) == 1
    )


def _from_json(body: bytes, limits: Limits) -> Taken:
    value = strictjson.loads(body, limits=limits)
    if not isinstance(value, dict):
        raise InputError("the JSON is not an object, so it is no badge", code="NOT_A_BADGE")
    return Taken("json", body, data=value)


_MAGIC = (
    (b"\xff\xd8\xff", "a JPEG image; badges are baked into PNG or SVG only"),
    (b"GIF8", "a GIF image; badges are baked into PNG or SVG only"),
    (b"RIFF", "a WebP image or other RIFF file; badges are baked into PNG or SVG only"),
    (b"%PDF", "a PDF document; ask for the badge file itself"),
    (b"PK\x03\x04", "a ZIP archive; unpack it and pass the badge file"),
    (b"\x1f\x8b", "gzip-compressed; unpack it first"),
    (b"\xef\xbb\xbf", "text with a byte order mark, which JSON must not have"),
    (b"\xff\xfe", "UTF-16 text; JSON is UTF-8"),
    (b"\xfe\xff", "UTF-16 text; JSON is UTF-8"),
)


_OTHER_IMAGES = (b"\xff\xd8\xff", b"GIF8", b"RIFF")
_IN_AN_IMAGE = (
    "ask the issuer for the badge as PNG or SVG, as it was downloaded: a copy in another format lost it"
)


def _what_it_is(content: bytes, body: bytes) -> str:
    if not body:
        return "the input is empty"
    for magic, phrase in _MAGIC:
        if content.startswith(magic):
            return f"the input is {phrase}"
    if body.lstrip(b"<!-").lower().startswith((b"doctype html", b"html")):
        return "the input is an HTML page, not a badge; download the badge file itself"
    if body.count(b".") in (1, 2, 3, 4) and b" " not in body and not body.startswith(b"<"):
        return "the input is neither JSON nor a compact token of three base64url parts"
    return "the input is neither JSON, a compact token, a PNG nor an SVG image"
