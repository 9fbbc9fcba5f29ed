"""The verification algorithm of Open Badges 3.0 as one ordered list of checks (OB 3.0 §8).

Each step returns its rows; nothing here fetches, parses or decides a verdict. Rows that say the same of
every badge are made once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ..conformance import conformance_errors, structural_errors
from ..errors import InputError, LimitError, QualityBadgeError
from ..jsonld import PINNED, vocabulary_errors
from ..model.document import is_version_1
from ..model.plain import is_plain, plainly_conforms
from ..outcome import check_from_error
from ..wire import timestamps
from .checks import Examination, Rows, Step, failed, passed, remarked, skipped, unknown
from .clr import nested
from .endorsements import endorsements
from .proofcheck import proof_rows
from .recognition import trust
from .refresh import refresh
from .resources import resources
from .schemas import schema
from .statuses import status

_CONFORMS = (passed("conformance", "conforms to the data model", spec="OB 3.0 §B"),)
# The same row once more: that it is this one tells the vocabulary check that the terms were looked at too.
_CONFORMS_PLAINLY = (passed("conformance", "conforms to the data model", spec="OB 3.0 §B"),)
_DEFINED = (passed("vocabulary", "every term is defined by a known context", spec="VC-DI §2.4.1"),)
_AGREES = (passed("binding", "the token's claims agree with the credential", spec="OB 3.0 §8.2.4"),)
_IN_FORCE = (passed("validity", "within its period of validity", spec="OB 3.0 §8.1"),)
_BELONGS = (passed("recipient", "belongs to the recipient", spec="OB 3.0 §8.3"),)
_NOBODY = (skipped("recipient", "no recipient was given to compare with", spec="OB 3.0 §8.3"),)


def conformance(exam: Examination) -> Rows:
    """Types, cardinalities, enumerations, context order, the subject rule (OB 3.0 §8.1 step 1, §B)."""
    if exam.token is not None and exam.contexts is PINNED and plainly_conforms(exam.data):
        return _CONFORMS_PLAINLY
    findings = conformance_errors(exam.data, limits=exam.policy.limits)
    if not findings:
        return _CONFORMS
    decisive = {(e.code, e.pointer) for e in structural_errors(exam.data)}
    lenient = exam.policy.allow_conformance_findings
    exam.findings.extend(findings)
    rows = []
    for error in findings:
        structural = (error.code, error.pointer) in decisive
        required = structural or not lenient
        relaxation = "" if structural else "allow_conformance_findings"
        rows.append(check_from_error("conformance", error, required=required, relaxation=relaxation))
    return rows


def vocabulary(exam: Examination) -> Rows:
    """Every member is defined by a known context: a signature over it means something (VC-DI §2.4.1)."""
    if _is_plain_token(exam):
        return _DEFINED  # its signature covers bytes: there is no need to know what they become
    try:
        exam.secured.check_vocabulary()
    except LimitError:
        raise
    except QualityBadgeError as error:
        first = error.with_traceback(None)  # which holds on to all that was written of a large document
    else:
        return _DEFINED
    # The walk stops at the first fault: list them all.
    unsecured = {name: value for name, value in exam.data.items() if name != "proof"}
    errors = vocabulary_errors(unsecured, contexts=exam.contexts, limits=exam.policy.limits)
    return [check_from_error("vocabulary", error) for error in errors or (first,)]


def _is_plain_token(exam: Examination) -> bool:
    if exam.token is None or exam.contexts is not PINNED or exam.findings:
        return False
    return any(row is _CONFORMS_PLAINLY[0] for row in exam.rows) or is_plain(exam.data)


def binding(exam: Examination) -> Rows:
    """The claims of a token repeat what the credential says (OB 3.0 §8.2.4)."""
    if exam.token is None:
        return ()
    errors = exam.token.claim_errors()
    if not errors:
        return _AGREES
    rows = []
    for error in errors:
        missing_sub = error.code == "CLAIM_MISSING" and error.pointer == "/sub"
        required = not (missing_sub and exam.policy.allow_missing_sub)
        relaxation = "allow_missing_sub" if missing_sub else ""
        rows.append(check_from_error("binding", error, required=required, relaxation=relaxation))
    return rows


def validity(exam: Examination) -> Rows:
    """Not before any start, not after any end that is named, in the words of either version (OB 3.0 §8.1)."""
    skew = timedelta(seconds=exam.policy.clock_skew_seconds)
    starts = _moments(exam.data, "validFrom", "issuanceDate")
    ends = _moments(exam.data, "validUntil", "expirationDate")
    if exam.token is not None and exam.token.expires is not None:
        ends.append((exam.token.expires, "/exp"))
    if not starts:
        pointer = "/issuanceDate" if is_version_1(exam.data) else "/validFrom"
        return (failed("validity", "MALFORMED_VALUE", "no date says from when it is valid", pointer=pointer),)
    start, place = max(starts)
    if start > exam.now + skew:
        message = f"not valid before {timestamps.render(start)}"
        return (failed("validity", "NOT_YET_VALID", message, pointer=place),)
    if ends and min(ends)[0] < exam.now - skew:
        end, place = min(ends)
        return (failed("validity", "EXPIRED", f"expired at {timestamps.render(end)}", pointer=place),)
    return _IN_FORCE


def _moments(data: dict[str, Any], *names: str) -> list[tuple[datetime, str]]:
    moments = []
    for name in names:
        if name in data:
            value = data[name]
            if not isinstance(value, str):
                raise InputError(f"{name} is not a date", pointer=f"/{name}", spec="OB 3.0 §B")
            moments.append((timestamps.parse(value, pointer=f"/{name}"), f"/{name}"))
    return moments


def recipient(exam: Examination) -> Rows:
    """The badge belongs to the person the caller named (OB 3.0 §8.3)."""
    if exam.recipient is None:
        return _NOBODY
    match = exam.recipient.matches(exam.subject)
    if match.matched and match.weak_hash:
        message = "belongs to the recipient; the identity is hashed with md5"
        return (remarked("recipient", "RECIPIENT_WEAK_HASH", message),)
    if match.matched:
        return _BELONGS
    pointer = "/credentialSubject"
    if match.comparable:
        near = f", though only {match.hint} differs" if match.hint else ""
        message = f"belongs to somebody else than the recipient given{near}"
        return (failed("recipient", "RECIPIENT_MISMATCH", message, pointer=pointer),)
    message = "names no identity of a kind that could be compared with the recipient given"
    return (unknown("recipient", "RECIPIENT_UNKNOWN", message, pointer=pointer),)


# The order of OB 3.0 §8.1; a failed step does not stop the later ones: all faults at once.
STEPS: tuple[tuple[str, Step], ...] = (
    ("conformance", conformance),
    ("vocabulary", vocabulary),
    ("proof", proof_rows),
    ("binding", binding),
    ("schema", schema),  # behind the signature, for the schema may have to be fetched
    ("refresh", refresh),
    ("status", status),
    ("validity", validity),
    ("recipient", recipient),
    ("resources", resources),
    ("endorsements", endorsements),
    ("nested", nested),
    ("trust", trust),
)

# A list is looked up for somebody else's sake: what stands beside its proof and period is not followed.
LIST_STEPS: tuple[tuple[str, Step], ...] = tuple(
    (name, step)
    for name, step in STEPS
    if name in {"conformance", "vocabulary", "proof", "binding", "validity"}
)

# What must have passed for VALID; a check that is absent never counts as passed.
DECISIVE = frozenset({"syntax", "conformance", "vocabulary", "key", "proof", "validity"})
