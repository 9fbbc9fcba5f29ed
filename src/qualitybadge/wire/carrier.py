"""What PNG and SVG share as carriers of a credential: names, result, checks of the text. Reads no image.

A further kind of credential is one more row of `CARRIERS`. What a text found in an image is (JSON, a
token, the URL of a hosted assertion) is decided by whoever reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..errors import InputError, LimitError
from ..limits import Limits

Version = Literal["3.0", "2.0", "clr-2.0"]


@dataclass(frozen=True, slots=True)
class Carried:
    """A credential as it stands in an image, unverified.

    Attributes:
        content: the text, letter by letter.
        version: which specification the chunk or element belongs to.
        place: where it stood, for a person.
        hosted: address of the hosted copy that stands beside the text, "" for none; before 1.0 no badge
            carries an address of its own.
    """

    content: str
    version: Version
    place: str
    hosted: str = ""


class Carrier(NamedTuple):
    """How one kind of credential is marked in an image.

    Attributes:
        version: the specification.
        keyword: PNG text chunk keyword.
        namespace: XML namespace of the SVG element.
        element: local name of the SVG element.
        baked: whether this library writes it, or only reads it.
    """

    version: Version
    keyword: bytes
    namespace: str
    element: str
    baked: bool


CARRIERS = (
    Carrier("3.0", b"openbadgecredential", "https://purl.imsglobal.org/ob/v3p0", "credential", baked=True),
    Carrier("2.0", b"openbadges", "http://openbadges.org", "assertion", baked=True),
    Carrier("clr-2.0", b"clrcredential", "https://purl.imsglobal.org/clr/v2p0", "credential", baked=False),
)

SPEC = "OB 3.0 §5.3"
"""The clause on baking, for errors."""


def to_bake(version: str) -> Carrier:
    """Return the row that a credential of this version is baked with.

    Raises:
        InputError: this version is not baked (USAGE).
    """
    for row in CARRIERS:
        if row.baked and row.version == version:
            return row
    known = " or ".join(repr(row.version) for row in CARRIERS if row.baked)
    raise InputError(f"cannot bake version {version!r}", code="USAGE", hint=f"pass {known}")


def to_bytes(content: str, limits: Limits) -> bytes:
    """Return the text to bake as UTF-8.

    Raises:
        InputError: it is no text, blank, or has characters that no credential has.
        LimitError: it is longer than `limits.json_bytes`.
    """
    if not isinstance(content, str):
        raise InputError("the credential to bake is no text", code="USAGE", hint="pass JSON or a JWT as str")
    if not content or content.isspace():
        raise InputError("the credential to bake is empty", spec=SPEC)
    try:
        text = content.encode()
    except UnicodeEncodeError:
        raise InputError("the credential to bake has a lone surrogate", spec=SPEC) from None
    if b"\0" in text:
        raise InputError("the credential to bake has a NUL character", spec=SPEC)
    if len(text) > limits.json_bytes:
        raise LimitError(f"the credential has {len(text)} bytes, json_bytes allows {limits.json_bytes}")
    return text


def ambiguous(places: Sequence[str]) -> InputError:
    """Return the error for an image with several credentials; which one is meant is never guessed."""
    shown = ", ".join(places[:3]) + (" …" if len(places) > 3 else "")  # noqa: PLR2004 - enough to look for
    return InputError(
        f"the image carries {len(places)} credentials: {shown}", code="AMBIGUOUS_CREDENTIAL", spec=SPEC
    )
