"""Read a recipient as a person types one at the command line; compares nothing."""

from __future__ import annotations

import re

import click

from ..model.enumerations import IDENTIFIER_TYPES
from ..model.identity import Recipient

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def recipient_from(text: str, *, hashed: bool = False) -> Recipient:
    """Return who is meant: TYPE=ID with an identifier type of OB 3.0, a DID or other URI, or an address.

    Raises:
        click.UsageError: it is none of these; an empty one is a mistake and never "anybody".
    """
    kind, equals, value = text.partition("=")
    if equals and value and (kind in IDENTIFIER_TYPES or kind.startswith("ext:")):
        return Recipient.identifier(value, type=kind, hashed=hashed)
    address = text.removeprefix("mailto:")
    if _EMAIL.fullmatch(address) and not text.startswith("did:"):
        return Recipient.email(address, hashed=hashed)
    if _URI.match(text):
        return Recipient.did(text)
    known = ", ".join(sorted(IDENTIFIER_TYPES))
    raise click.UsageError(
        f"{text!r} names no recipient: give an email address, a DID or other URI, or TYPE=ID "
        f"with TYPE one of {known}"
    )
