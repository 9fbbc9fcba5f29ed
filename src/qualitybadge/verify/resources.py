"""Compare the digests of what a credential refers to, where the bytes are at hand (VC-DM 2.0 §5.3).

At hand are ``data:`` addresses and the contexts that are pinned here. Nothing is fetched: what else a digest
speaks of is named as not compared. The image that carries a badge is never what a digest means, because a
signature cannot stand inside what it signs.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from .. import spec
from ..errors import InputError, QualityBadgeError
from ..model.document import is_version_1
from ..outcome import Check, check_from_error
from ..urls import shown
from ..wire.ways import Way, pointer_of
from . import digests
from .checks import Examination, Rows, failed, passed, skipped, unknown

_SPEC = "VC-DM 2.0 §5.3"
# Documents of their own, and what has its own check.
_ELSEWHERE = frozenset({
    "@context", "proof", "credentialSchema", "endorsement", "endorsementJwt", "verifiableCredential",
})  # fmt: skip


def resources(exam: Examination) -> Rows:
    """Return a row for each digest, compared or not, and for each fault of the list of related resources."""
    text = exam.raw if exam.jws is None else exam.jws.payload
    if b'"digest' not in text and b'"relatedResource' not in text and b"\\u" not in text:
        return ()
    limit = exam.policy.limits.findings
    rows = [] if is_version_1(exam.data) else list(islice(_faults(exam.data), limit + 1))
    pointer = "/relatedResource"
    for holder, way in _holders(exam.data):
        if len(rows) > limit:
            break
        pointer = pointer_of(way)
        rows.extend(_compared(holder, pointer))
    if len(rows) <= limit:
        return rows
    return [
        *rows[:limit],
        unknown("resources", "LIMIT", "further digests are not looked at", pointer=pointer),
    ]


def _faults(data: dict[str, Any]) -> Iterator[Check]:
    """Yield what is wrong with the list: each resource has an id of its own and a digest."""
    related = data.get("relatedResource", [])
    entries = related if isinstance(related, list) else [related]
    seen = set[str]()
    for index, entry in enumerate(entries):
        pointer = f"/relatedResource/{index}" if isinstance(related, list) else "/relatedResource"
        address = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(address, str):
            yield _wrong("the related resource has no id", pointer)
            continue
        if address in seen:
            yield _wrong("the related resource is listed twice", pointer)
        if not any(name in entry for name in digests.MEMBERS):
            yield _wrong("the related resource has no digest", pointer)
        seen.add(address)


def _wrong(message: str, pointer: str) -> Check:
    return failed("resources", "MALFORMED_VALUE", message, pointer=pointer)


def _holders(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Way]]:
    """Yield every object with a digest and the way to it, in the order of the document."""
    pending: list[tuple[Any, Way]] = [(data, None)]
    while pending:
        value, way = pending.pop()
        parts: Iterable[tuple[str | int, Any]] = (
            enumerate(value) if isinstance(value, list) else value.items()
        )
        if isinstance(value, dict) and any(name in value for name in digests.MEMBERS):
            yield value, way
        steps = [
            (item, (way, step))
            for step, item in parts
            if isinstance(item, dict | list) and step not in _ELSEWHERE
        ]
        pending.extend(reversed(steps))


def _compared(holder: dict[str, Any], pointer: str) -> Iterator[Check]:
    """Yield a row for each digest of an object: one that cannot be read hides none beside it."""
    address = holder.get("id")
    for name in digests.MEMBERS:
        if name in holder:
            try:
                promise = digests.promise_of(holder, name, pointer)
                yield _judged(promise, address, content_of(address, f"{pointer}/id"))
            except QualityBadgeError as error:
                yield check_from_error("resources", error, required=not error.undetermined)


def _judged(promise: digests.Promise, address: Any, content: bytes | None) -> Check:
    name = shown(address) if isinstance(address, str) else "the object"
    if content is not None:
        kept = promise.is_kept_by(content)
    elif promise.name == "sha256" and address in spec.context_urls():
        published = spec.context_published(address)
        kept = any(value.hex() in published for value in promise.values)
    else:
        message = f"the content of {name} is not at hand: its digest was not compared with anything"
        return skipped("resources", message, spec=_SPEC)
    if kept:
        return passed("resources", f"{name} is the content that its digest promises", spec=_SPEC)
    message = f"{name} has another content than its digest promises"
    return failed("resources", "DIGEST_MISMATCH", message, pointer=promise.pointer)


def content_of(address: Any, pointer: str) -> bytes | None:
    """Return the content of a ``data:`` address, None for any other (RFC 2397).

    Raises:
        InputError: it is malformed.
    """
    if not isinstance(address, str) or address[:5].lower() != "data:":
        return None
    head, comma, body = address[5:].partition(",")
    if not comma:
        raise InputError("the data: address has no comma, so no content", pointer=pointer, spec="RFC 2397 §2")
    from urllib.parse import unquote_to_bytes  # costs 10 ms, and such addresses are rare

    content = unquote_to_bytes(body)
    if not head.lower().endswith(";base64"):
        return content
    try:
        return binascii.a2b_base64(content, strict_mode=True)
    except ValueError:
        raise InputError("the data: address holds no base64", pointer=pointer, spec="RFC 2397 §2") from None
