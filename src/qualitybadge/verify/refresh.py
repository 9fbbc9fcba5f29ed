"""Ask the issuer once for a newer copy (OB 3.0 §8.1 step 3, VC-DM 2.0 §5.4).

It is asked only after the signature of the copy at hand, and only for the document that the caller handed in.
A newer copy takes the place of the older one if the same issuer signed it under the same id for the same
subject, it conforms, its validity starts later, and its key is vouched for as well. What the issuer says with
it counts, even "revoked".
Whatever else comes back leaves the original standing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..errors import InputError, QualityBadgeError
from ..fetcher import obtain, require_text
from ..outcome import Check, Outcome, Trust
from ..urls import shown
from ..wire import timestamps
from .checks import Examination, Part, Rows, passed, skipped, unknown

if TYPE_CHECKING:
    from .result import Report

TYPES = frozenset({"1EdTechCredentialRefresh"})
_SPEC = "OB 3.0 §8.1"
_ACCEPT = (
    "application/vc, application/vc+jwt, application/vc+ld+json, application/ld+json, application/json,"
    " application/jwt, text/plain;q=0.5"
)
_NONE = (skipped("refresh", "the credential carries no refresh service", spec=_SPEC),)
# Steps 1 and 2 of the algorithm, which the newer copy has to pass to be one.
_DECISIVE = frozenset({"syntax", "conformance", "schema", "vocabulary", "key", "proof", "binding"})
_TRUST = (Trust.NONE, Trust.SELF_ASSERTED, Trust.DOMAIN, Trust.ANCHORED)


def refresh(exam: Examination) -> Rows:
    """Return the row of the newer copy, if there is one."""
    if "refreshService" not in exam.data:
        return _NONE
    if exam.depth:
        return (skipped("refresh", "a copy inside another verification is not refreshed", spec=_SPEC),)
    address = _address(exam.data["refreshService"])
    if address is None:
        return (_kept("UNSUPPORTED", "no refresh service of a type that is known here"),)
    if not exam.signed:
        message = f"{shown(address)} is not asked: what an unproved credential names is not fetched"
        return (skipped("refresh", message, spec=_SPEC),)
    try:
        body = require_text(obtain(exam.fetcher, address, accept=_ACCEPT, limits=exam.policy.limits)).body
    except QualityBadgeError as error:
        return (_kept(error.code, error.message),)
    if body.strip(b" \t\r\n") == exam.raw:
        return (passed("refresh", "the issuer has no newer copy", spec=_SPEC),)
    return (_taken(exam, exam.nested(body, Part.REFRESHED)),)


def _address(service: Any) -> str | None:
    """Return the address of the first service of a known type: one is asked, once."""
    for entry in service if isinstance(service, list) else [service]:
        kind, address = (entry.get("type"), entry.get("id")) if isinstance(entry, dict) else (None, None)
        if isinstance(kind, str) and kind in TYPES and isinstance(address, str):
            return address
    return None


def _taken(exam: Examination, newer: Report) -> Check:
    """Let the newer copy take the place of the one at hand, or say why it cannot."""
    if newer.document is not None and newer.document.data == exam.data:
        return passed("refresh", "the issuer has no newer copy", spec=_SPEC)
    reason = _reason_against(exam, newer)
    if reason:
        # With what the newer copy needs it would be accepted, and what it says is not foreseen here.
        needed = (row.relaxation for row in newer.checks if _stops(row) and row.relaxation)
        return replace(_kept("REFRESH_REFUSED", reason), relaxation=next(needed, ""))
    exam.replacement.append(newer)
    message = "the issuer's newer copy took the place of the one handed in; it is what was judged"
    return passed("refresh", message, spec=_SPEC)


def _reason_against(exam: Examination, newer: Report) -> str:
    """Return why a copy cannot take the place of the one at hand, "" for nothing."""
    if newer.document is None:
        return f"it could not be read: {newer.checks[0].message}"
    from ..model.equality import same_credential  # costs 10 ms, and a newer copy is rare

    data = newer.document.data
    if newer.kind is not exam.kind or not same_credential(data, exam.data):
        return "it is another credential, or another issuer's"
    if _subject(data) != _subject(exam.data):
        return "it is about somebody else"
    return _fault_of(newer) or _weaker(exam, newer) or _untimely(data, exam)


def _fault_of(newer: Report) -> str:
    bad = next((row for row in newer.checks if _stops(row)), None)
    if bad is not None:
        return f"it does not hold by itself: {bad.message}"
    return "" if newer.proved else "it is not signed"


def _stops(row: Check) -> bool:
    return row.id in _DECISIVE and row.required and row.outcome is not Outcome.PASSED


def _weaker(exam: Examination, newer: Report) -> str:
    """Whoever answers at the address must not slip in a key that the original could do without."""
    own = max(exam.trust, key=_TRUST.index, default=Trust.NONE)
    if _TRUST.index(newer.trust) >= _TRUST.index(own):
        return ""
    return f"its key is vouched for less than that of the original ({newer.trust.value}, not {own.value})"


def _untimely(data: dict[str, Any], exam: Examination) -> str:
    starts = _start(data), _start(exam.data)
    if starts[0] is None or starts[1] is None:
        return "no date tells which of the two is newer"
    if starts[0] <= starts[1]:  # a copy of the same date may be one from before the issuer changed it
        return "it is not newer than the one handed in"
    skew = timedelta(seconds=exam.policy.clock_skew_seconds)
    return "it is not valid yet" if starts[0] > exam.now + skew else ""


def _subject(data: dict[str, Any]) -> Any:
    subject = data.get("credentialSubject")
    return subject.get("id") if isinstance(subject, dict) else None


def _start(data: dict[str, Any]) -> datetime | None:
    text = data.get("validFrom", data.get("issuanceDate"))
    try:
        return timestamps.parse(text) if isinstance(text, str) else None
    except InputError:
        return None


def _kept(code: str, reason: str) -> Check:
    message = f"the copy handed in was judged, for no newer one could be had: {reason}"
    return unknown("refresh", code, message, pointer="/refreshService", required=False)
