"""Read and write the credential element of an SVG; the drawing is neither interpreted nor written anew."""

from __future__ import annotations

import re

from ..errors import InputError, LimitError
from ..limits import DEFAULT_LIMITS, Limits
from . import strictjson
from .carrier import SPEC, Carried, Carrier, ambiguous, to_bake, to_bytes
from .svgscan import CHILD, Found, begins_as_svg, names_a_credential, scan, screen

_PREFIX = "openbadges"
_SPACE = " \t\r\n"
_WEB = re.compile(r"[ \t\r\n]*(https?://[^\s]+)[ \t\r\n]*", re.IGNORECASE)
_CONTROLS = bytes(
    sorted(set(range(0x20)) - set(b"\t\n\r"))
)  # not in XML, nor U+FFFE and U+FFFF: XML 1.0 §2.2
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def is_svg(data: bytes) -> bool:
    """Say whether the bytes begin as an SVG in UTF-8 does."""
    return begins_as_svg(data)


def unbake(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Carried:
    """Return the credential that an SVG carries (OB 3.0 §5.3.2, OB 2.0 Baking).

    Raises:
        InputError: no well-formed UTF-8 SVG (PARSING), no credential (NO_CREDENTIAL), more than one
            (AMBIGUOUS_CREDENTIAL), a malformed one, a DTD or XInclude (MALFORMED_VALUE).
        LimitError: the SVG or the text is larger than allowed.
    """
    screened = screen(data, limits)
    if not names_a_credential(screened):
        raise _no_credential("")
    seen = scan(screened, limits, texts=True)
    if not seen.found:
        raise _no_credential(_only_named_like_one(seen.stranger))
    if len(seen.found) > 1:
        raise ambiguous([_place(found) for found in seen.found])
    found = seen.found[0]
    content, hosted = _content(found, limits)
    return Carried(content, found.row.version, _place(found), hosted)


def bake(data: bytes, content: str, *, version: str = "3.0", limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the SVG with the credential as the first child of its root; any earlier one is replaced.

    JSON goes into the element's body, anything else into its ``verify`` attribute.

    Args:
        data: the image; all the rest of it is kept byte for byte.
        content: JSON text or a compact JWS; for 2.0 also the URL of a hosted assertion.
        version: ``3.0`` or ``2.0``.
        limits: ceilings for the image and the text.

    Raises:
        InputError: the SVG cannot be read, has a DTD or XInclude, the text cannot be written in XML, or
            the version is unknown.
        LimitError: the image or the text is larger than allowed.
    """
    row = to_bake(version)
    if not _fits_xml(to_bytes(content, limits)):
        raise InputError(
            "the credential has a character that XML cannot hold",
            hint="write it as \\uXXXX in the JSON",
            spec=SPEC,
        )
    seen = scan(screen(data, limits), limits, texts=False)
    element = _element(row, content, limits).encode()
    if seen.root_empty:
        pieces = [data[: seen.root_end - 2], b">", element, f"</{seen.root_name}>".encode()]
    else:
        pieces = [data[: seen.root_end], element]
    kept = seen.root_end
    for found in seen.found:
        pieces.append(data[kept : found.start])
        kept = found.end
    baked = b"".join([*pieces, data[kept:]])
    screen(baked, limits)
    return baked


def _content(found: Found, limits: Limits) -> tuple[str, str]:
    """Return the credential's text, wherever in the element it stands, and the address beside it."""
    if found.depth != CHILD:
        raise _malformed(found, "is not a direct child of the svg element")
    if found.markup:
        raise _malformed(found, "has elements or comments in it")
    content, hosted = _attribute_or_body(found, limits)
    if not content.strip(_SPACE):
        raise _malformed(found, "is empty")
    if len(content) > limits.json_bytes:
        raise LimitError(f"the credential is longer than json_bytes allows ({limits.json_bytes})")
    return content, hosted


def _attribute_or_body(found: Found, limits: Limits) -> tuple[str, str]:
    """Return the text and the address beside it; only OB 2.0 and before know both together."""
    verify, body = found.verify, found.text
    if not body.strip(_SPACE):
        return verify or "", ""
    if verify is not None and found.row.version != "2.0":
        raise _malformed(found, "has a verify attribute and a body")
    if verify is not None and not _agree(verify, body, limits):
        raise _malformed(found, "has a verify attribute that is not the address in its body")
    hosted = _WEB.fullmatch(verify or "")
    return body, hosted[1] if hosted else ""


def _agree(verify: str, body: str, limits: Limits) -> bool:
    """Say whether an OB 2.0 ``verify`` is the address of the assertion in the body."""
    addresses = _addresses(body, limits)
    # Badges before 1.0 have no address of their own; then a web address, never a signature, may stand there.
    return verify.strip(_SPACE) in addresses if addresses else _WEB.fullmatch(verify) is not None


def _addresses(content: str, limits: Limits) -> tuple[str, ...]:
    """Return the addresses that an OB 2.0 or 1.x assertion gives itself; none where it is no JSON object."""
    try:
        document = strictjson.loads(content, limits=limits)
    except InputError:
        return ()  # whoever reads the content will say so
    if not isinstance(document, dict):
        return ()
    verification = document.get("verify")
    older = verification.get("url") if isinstance(verification, dict) else None
    return tuple(address for address in (document.get("id"), older) if isinstance(address, str))


def _element(row: Carrier, content: str, limits: Limits) -> str:
    """Write the element, its namespace declared on itself so that no outer declaration matters."""
    name = f"{_PREFIX}:{row.element}"
    opening = f'<{name} xmlns:{_PREFIX}="{row.namespace}"'
    if not content.lstrip(_SPACE).startswith("{"):
        return f"{opening}{_verify(content)}/>"
    if row.version == "2.0":  # OB 2.0 asks for the hosted address beside the body, 3.0 forbids it
        opening += "".join(_verify(address) for address in _hosted(content, limits)[:1])
    # A CDATA section cannot hold its own end mark, and a bare CR would be read back as LF.
    body = content.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"{opening}><![CDATA[{body}]]></{name}>"


def _verify(value: str) -> str:
    return f' verify="{value.translate(_ATTRIBUTE)}"'


def _hosted(content: str, limits: Limits) -> list[str]:
    return [
        address
        for address in _addresses(content, limits)
        if address.startswith(("https://", "http://")) and _fits_xml(address.encode())
    ]


def _fits_xml(text: bytes) -> bool:
    return text.translate(None, _CONTROLS) == text and not any(some in text for some in _NONCHARACTERS)


def _place(found: Found) -> str:
    return f"{found.row.element} element of {found.row.namespace} at byte {found.start}"


def _only_named_like_one(namespace: str | None) -> str:
    return "" if namespace is None else f"; an element is named like one, of namespace {namespace[:80]!r}"


def _no_credential(other: str) -> InputError:
    return InputError(f"the SVG carries no credential{other}", code="NO_CREDENTIAL", spec=SPEC)


def _malformed(found: Found, what: str) -> InputError:
    return InputError(f"the {_place(found)} {what}", spec=SPEC)
