"""An object of 2.0 or before as it was served, and the version it was written for; judges nothing."""

from __future__ import annotations

from typing import Any

from ...limits import DEFAULT_LIMITS, Limits
from ...model.document import Document
from ...model.ob2_versions import Version, version_of
from ...proofs import jws
from ...wire import strictjson


def original_of(document: Document, *, limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """Return the object in the bytes that a document was read from.

    Raises:
        InputError: they are not what a report's document holds.
        LimitError: they are larger or deeper than the limits allow.
    """
    body = document.raw
    if document.media == "jwt":
        body = jws.parse(body, limits=limits).payload
    data: dict[str, Any] = strictjson.loads(body.removeprefix(b"\xef\xbb\xbf"), limits=limits)
    return data


def original_version(document: Document) -> Version:
    """Return the version that a document was written for.

    Raises:
        InputError, LimitError: as `original_of`.
    """
    return version_of(original_of(document))
