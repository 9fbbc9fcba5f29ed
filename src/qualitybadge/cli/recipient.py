"""Read a recipient as a person types one at the command line; compares nothing."""

from __future__ import annotations

import re

import click

from ..model.enumerations import IDENTIFIER_TYPES
from ..model.identity import Identity, Recipient

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_TYPE = re.compile(r"[A-Za-z:]+")
_WEB = ("https:", "http:")
OB2_TYPES = ("email", "url", "telephone", "id")
_OF_BOTH = ("emailAddress", "ext:telephone")  # 3.0's names of two of them


def recipient_from(text: str, *, hashed: bool = False) -> Recipient:
    """Return who is meant: TYPE=ID with an identifier type of OB 3.0, a DID or other URI, or an address.

    Where it is compared and not written into a badge (`hashed` False), the types of 2.0 are known, too, and
    the address of a page stands for both kinds of identity that it can be.

    Raises:
        click.UsageError: it is none of these; an empty one is a mistake and never "anybody".
    """
    kind, equals, value = text.partition("=")
    if equals and value and _is_type(kind, older=not hashed):
        return Recipient.identifier(value, type=kind, hashed=hashed)
    address = text.removeprefix("mailto:")
    if _EMAIL.fullmatch(address) and not text.startswith("did:"):
        return Recipient.email(address, hashed=hashed)
    if _URI.match(text):
        return Recipient.did(text) if hashed else _known_by(text)
    known = ", ".join(sorted(IDENTIFIER_TYPES))
    raise click.UsageError(
        f"{text!r} names no recipient: give an email address, a DID or other URI, or TYPE=ID "
        f"with TYPE one of {known}"
    )


def _is_type(kind: str, *, older: bool) -> bool:
    return kind in IDENTIFIER_TYPES or kind.startswith("ext:") or (older and kind in OB2_TYPES)


def _known_by(uri: str) -> Recipient:
    if uri.startswith(_WEB):
        return Recipient((Identity("id", uri), Identity("url", uri)))
    return Recipient.did(uri)


def ob2_recipient_from(text: str) -> Recipient:
    """Return whom a badge of 2.0 is for: an email address, a URL, a DID, or TYPE=ID; all but a DID is hashed.

    Raises:
        InputError: the email address is none.
        click.UsageError: it is none of these.
    """
    kind, equals, value = text.partition("=")
    if equals and _TYPE.fullmatch(kind):
        if value and kind in (*OB2_TYPES, *_OF_BOTH):
            return _of_type(kind, value)
    elif _EMAIL.fullmatch(text.removeprefix("mailto:")) and not text.startswith("did:"):
        return _of_type("email", text.removeprefix("mailto:"))
    elif _URI.match(text):
        return _of_type("url" if text.startswith(_WEB) else "id", text)
    raise click.UsageError(
        f"{text!r} names no recipient of a badge of 2.0: give an email address, a URL, a DID, or TYPE=ID "
        f"with TYPE one of {', '.join(OB2_TYPES)}"
    )


def _of_type(kind: str, value: str) -> Recipient:
    if kind in ("email", "emailAddress"):
        return Recipient.email(value, hashed=True)
    return Recipient.identifier(value, type=kind, hashed=not value.startswith("did:"))
