"""Whether two documents are one credential, and which replaces which (OB 3.0, equality of credentials)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote_to_bytes

from ..errors import InputError
from ..wire import timestamps


def same_credential(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two documents are the same credential: equal ids of issuer and credential.

    Ids are compared after percent-decoding and trimming, letter by letter. A document without one of the
    two ids equals none, not even itself.
    """
    identity = credential_identity(one)
    return identity is not None and identity == credential_identity(other)


def same_id(one: object, other: object) -> bool:
    """Tell whether two ids are equal after percent-decoding and trimming; what is no id equals none."""
    decoded = comparable_id(one)
    return bool(decoded) and decoded == comparable_id(other)


def replaces(newer: Mapping[str, Any], older: Mapping[str, Any]) -> bool:
    """Tell whether a document is a newer version of the same credential: its validity starts later.

    False where one of the starts is missing or malformed.
    """
    if not same_credential(newer, older):
        return False
    starts = [_start(newer), _start(older)]
    return starts[0] is not None and starts[1] is not None and starts[0] > starts[1]


def credential_identity(data: Mapping[str, Any]) -> tuple[bytes, bytes] | None:
    """Return what identifies a credential, the ids of its issuer and its own; None without either."""
    issuer = data.get("issuer")
    theirs = comparable_id(issuer.get("id") if isinstance(issuer, Mapping) else issuer)
    own = comparable_id(data.get("id"))
    return (theirs, own) if theirs and own else None


def comparable_id(text: object) -> bytes:
    """Return an id as it is compared, after percent-decoding and trimming; b"" for anything but a text."""
    # Bytes, because what is percent-encoded need not be UTF-8; lone surrogates equal only themselves.
    return unquote_to_bytes(text.encode("utf-8", "surrogatepass")).strip() if isinstance(text, str) else b""


def _start(data: Mapping[str, Any]) -> datetime | None:
    text = data.get("validFrom", data.get("issuanceDate"))
    try:
        return timestamps.parse(text) if isinstance(text, str) else None
    except InputError:
        return None
