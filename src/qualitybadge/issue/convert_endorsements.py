"""Endorsements of 2.0 as evidence of a badge of 3.0, where they were verified with it; verifies nothing.

One of 2.0 is verified at its address, and one of 3.0 carries a proof: no endorsement of 3.0 can be made of it
but by the endorser. It stays what it is where it is, and the new badge says what was found there, and when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ..model.document import Document
from ..model.equality import same_id
from ..model.values import TEXT
from ..outcome import Trust, Verdict
from ..verify.result import Report
from ..wire import timestamps
from .convert_parts import Account, Source, uri

MEMBER = "endorsement"
GENRE = "Endorsement"
PLACES = ("", "/badge", "/badge/issuer")
"""Where the objects of a report stand in the original, read as one document."""

_ASK = "ask the endorser for an EndorsementCredential"
_NAMES: Mapping[str, str] = MappingProxyType({
    "": "award",
    "/badge": "badge class",
    "/badge/issuer": "issuer",
})  # fmt: skip


def reports_by_place(report: Report) -> dict[str, Report]:
    """Return the reports of a badge's endorsements by the pointers to where the badge names them.

    Their own pointers are those of the object that names them, and they come in the order of the objects.
    """
    reports = iter(report.endorsements)
    found: dict[str, Report] = {}
    for document, place in zip(report.graph, PLACES, strict=False):
        for pointer in _pointers(document.data):
            one = next(reports, None)
            if one is None or one.pointer != pointer:
                return found  # the verifier stopped there
            found[place + pointer] = one
    return found


def _pointers(data: Mapping[str, Any]) -> Iterator[str]:
    for value, pointer in Source(data, "", Account()).items(MEMBER):
        if isinstance(value, str | dict):
            yield pointer


def endorsing(source: Source, reports: Mapping[str, Report]) -> list[dict[str, Any]]:
    """Take the endorsements of an object, and return those that were verified as evidence.

    Args:
        source: the object of 2.0.
        reports: see `reports_by_place`.
    """
    found: dict[str, dict[str, Any]] = {}
    for value, pointer in source.items(MEMBER):
        report = reports.get(pointer)
        document = None if report is None else report.document
        if report is None or document is None:
            source.account.lose(pointer, f"this endorsement was not verified: {_ASK}")
            continue
        address = value.get("id") if isinstance(value, dict) else value
        reason = _unfit(report, document, address)
        identity = None if reason else uri(address, pointer, source.account)
        if reason:
            source.account.lose(pointer, f"{reason}: {_ASK}")
        elif identity is not None:
            found[identity] = _evidence(identity, report, document, _NAMES[source.pointer])
            said = "an endorsement of 2.0 is verified at its address, one of 3.0 has a proof"
            source.account.note(pointer, f"carried as evidence: {said}")
    return list(found.values())


def _unfit(report: Report, document: Document, address: Any) -> str:
    """Return why an endorsement is no evidence, "" for one that is."""
    if report.verdict is not Verdict.VALID:
        return f"this endorsement is not valid: {report.summary}"
    if report.trust is Trust.NONE:
        return "nobody vouches for this endorsement: it came without encryption, or from another host"
    if not same_id(document.data.get("id"), address):
        return "this endorsement was verified under another address than the one that is named"
    return ""


def _evidence(address: str, report: Report, document: Document, endorsed: str) -> dict[str, Any]:
    claim = document.data.get("claim")
    named = claim.get("id") if isinstance(claim, dict) else claim
    digest = hashlib.sha256(document.raw).hexdigest()
    moment = timestamps.render(report.verified_at.replace(microsecond=0))
    return {
        "id": address,
        "type": ["Evidence"],
        "name": f"An endorsement of the {endorsed}",
        "genre": GENRE,
        "description": (
            f"{_endorser(report)} endorsed the {endorsed} {named}, verified at {moment}. SHA-256 "
            f"of the document at this address, as it was then: {digest}"
        ),
        "narrative": _comment(claim),
    }


def _endorser(report: Report) -> str:
    """Return name and id of who endorsed: of the profile that was verified, wherever the original led."""
    profile = report.graph[1].data
    name, identity = profile.get("name"), profile["id"]
    return f"{name} ({identity})" if isinstance(name, str) else str(identity)


def _comment(claim: Any) -> str | None:
    """Return the words of an endorsement, None where it has none."""
    given = claim.get("endorsementComment") if isinstance(claim, dict) else None
    return given if isinstance(given, str) and TEXT.fault(given) is None else None
