"""The sentence under a verdict and the row that decided it; judges nothing that the checks did not find."""

from __future__ import annotations

from ..model.document import Kind
from ..outcome import Outcome, Trust, Verdict
from ..verify.result import Report, difference, is_served_elsewhere
from .inert import inert

_OPEN = "could not be determined: neither accepted nor refused"
_REFUSED = "not authentic, or not what the specification asks for: do not accept it"
_NO_BADGE = "not a badge that can be verified"
_UNSIGNED = "nobody signed it: anybody could have made it"
# What can be wrong with a badge that its issuer did sign.
_AUTHENTIC_BUT = {
    "REVOKED": "revoked by its issuer",
    "EXPIRED": "expired",
    "NOT_YET_VALID": "not valid yet",
    "RECIPIENT_MISMATCH": "awarded to somebody else",
    "ENDORSEMENT": "an endorsement of it is not valid",
    "MEMBER": "not every credential in it is valid",
}
_REVOKED_THERE = "revoked: its own address says so"
_SERVED = "authentic: this is what the issuer's own site serves"
_SERVED_PLAINLY = "this is what its address leads to, over plain http: nobody vouches for it"
_SERVED_ELSEWHERE = "an address of it redirects to another place, which serves it: nobody vouches for it"
PARTS_OF_2_0 = frozenset({
    Kind.OB2_BADGE_CLASS, Kind.OB2_ISSUER, Kind.OB2_KEY, Kind.OB2_REVOCATION_LIST,
    Kind.OB1_BADGE_CLASS, Kind.OB1_ISSUER,
})  # fmt: skip
_DECIDING = {
    Verdict.VALID: (),
    Verdict.INVALID: (Outcome.FAILED,),
    Verdict.INDETERMINATE: (Outcome.UNKNOWN, Outcome.SKIPPED),
}


def headline(report: Report) -> str:
    """Return what the verdict means for this badge, without a capital at the start or a stop at the end."""
    if report.verdict is Verdict.INDETERMINATE:
        return _OPEN
    known = report.trust is not Trust.NONE
    if report.verdict is Verdict.VALID:
        return _acceptance(report, known=known)
    return _refusal(report, "authentic" if known else "unaltered since it was signed")


def _acceptance(report: Report, *, known: bool) -> str:
    """Return what was found good, and what of what was handed in was not looked at."""
    if report.kind is Kind.PRESENTATION:
        return "presented by whoever holds the key, unaltered; each credential in it is authentic"
    if report.kind in PARTS_OF_2_0:
        return "as the specification asks; by itself it vouches for no badge"
    if report.form == "hosted":
        served = _SERVED if known else _SERVED_ELSEWHERE if is_served_elsewhere(report) else _SERVED_PLAINLY
        return f"{served}; {inert(differs)}" if (differs := difference(report)) else served
    if known:
        return "authentic: signed by the issuer's key and unaltered"
    return "unaltered since it was signed; who signed it is not known"


def _refusal(report: Report, signed: str) -> str:
    """Return why not, as kindly to the issuer as the rows allow and no more."""
    failed = _codes(report, Outcome.FAILED)
    if report.kind is Kind.UNREADABLE or "NOT_A_BADGE" in failed:
        return _NO_BADGE
    if "PROOF_MISSING" in failed:
        return _UNSIGNED
    if not failed or not _AUTHENTIC_BUT.keys() >= set(failed):
        return _REFUSED
    return _but(report, failed, signed)


def _but(report: Report, failed: list[str], signed: str) -> str:
    """Return what is wrong with a badge that may be authentic all the same."""
    by_place = report.kind.is_older or report.kind is Kind.WITHDRAWN
    if failed == ["REVOKED"] and by_place and not _proved(report):
        return _REVOKED_THERE
    faults = " and ".join(dict.fromkeys(_AUTHENTIC_BUT[code] for code in failed))
    if not _proved(report) or _codes(report, *_DECIDING[Verdict.INDETERMINATE]):
        return f"{faults}; whether it is authentic could not be determined"
    return f"{signed}, but {faults}"


def reason(report: Report) -> str:
    """Return what the first deciding row found, and its name; "" where every required row passed."""
    outcomes = _DECIDING[report.verdict]
    first = next((check for check in report.checks if check.required and check.outcome in outcomes), None)
    return f"{inert(first.message)} ({first.id})" if first is not None else ""


def sentence(words: str) -> str:
    """Return the words with a capital at the start and a stop at the end."""
    return f"{words[:1].upper()}{words[1:]}."


def _proved(report: Report) -> bool:
    vouching = "scope" if report.form == "hosted" else "proof"
    return any(check.id == vouching and check.outcome is Outcome.PASSED for check in report.checks)


def _codes(report: Report, *outcomes: Outcome) -> list[str]:
    """Return the problem codes of the required rows with these outcomes, "" for a row without one."""
    rows = [check for check in report.checks if check.required and check.outcome in outcomes]
    return [row.code for row in rows]
