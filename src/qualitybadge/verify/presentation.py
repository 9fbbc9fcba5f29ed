"""The verification of a presentation as one ordered list of checks (VC-DM 2.0 §4.13, §7.1; VC 1.1 §4.10).

A presentation is shown by a holder: its own proof authenticates whoever shows it, for this audience and this
occasion. What is shown is verified as it would be alone; none of it is where a bad proof stands around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ..model.presentation import members_of, presentation_errors
from ..outcome import Check, Outcome, check_from_error
from ..proofs.dataintegrity import SecuredDocument
from ..proofs.vpjwt import VpJwt
from ..wire import timestamps
from . import ob3
from .checks import Examination, Part, Rows, Step, failed, passed, skipped, unknown
from .holders import contradiction, holder_id, is_signed_at_all, proof_rows
from .parts import beyond_limits, listed, report_of, rows_of

MEMBERS = "members"
_SPEC = "VC-DM 2.0 §4.13"
_CONFORMS = (passed("conformance", "conforms to the data model of presentations", spec=_SPEC),)
_AGREES = (passed("binding", "the token's claims agree with the presentation", spec="VC-JOSE-COSE §3.1.3"),)
_IN_FORCE = (passed("validity", "within the token's period", spec="RFC 7519 §4.1"),)
_ANSWERED = passed("replay", "made for this occasion: it answers the challenge", spec="VC-DI §4.2")
_NOT_CHALLENGED = skipped(
    "replay", "no challenge was demanded: whoever saw the presentation before could show it again"
)
_FOR_US = passed("audience", "made for the domain that verifies it", spec="VC-DI §4.2")
_FOR_WHOM = skipped("audience", "no domain was demanded: it may have been made for somebody else")
_NOT_PROVED = "not told, for the presentation's proof does not hold"


def conformance(exam: Examination) -> Rows:
    """Context order, type, holder and the outside of what is presented (VC-DM 2.0 §4.13)."""
    most = exam.policy.limits.findings
    errors = presentation_errors(exam.data, token=exam.jws is not None, most=most)
    exam.findings.extend(errors)
    return [check_from_error("conformance", error) for error in errors] or _CONFORMS


def vocabulary(exam: Examination) -> Rows:
    """Every member is defined by a known context; what a token presents is judged by itself."""
    if exam.jws is None or "proof" in exam.data:
        return ob3.vocabulary(exam)
    outside = {name: value for name, value in exam.data.items() if name != "verifiableCredential"}
    secured = SecuredDocument(outside, contexts=exam.contexts, limits=exam.policy.limits)
    return ob3.vocabulary(exam._replace(data=outside, secured=secured, token=None))


def binding(exam: Examination) -> Rows:
    """The claims of a token agree with the presentation and with what the policy demands."""
    token = exam.token
    if not isinstance(token, VpJwt):
        return ()
    policy = exam.policy
    errors = [
        *token.claim_errors(),
        *token.binding_errors(domain=policy.domain, challenge=policy.challenge),
    ]
    return [contradiction(error) for error in errors] or _AGREES


def replay(exam: Examination) -> Rows:
    """Whether an old presentation, or one made for somebody else, was ruled out."""
    policy = exam.policy
    if not _holds(exam):
        return (skipped("replay", _NOT_PROVED), skipped("audience", _NOT_PROVED))
    return (
        _NOT_CHALLENGED if policy.challenge is None else _ANSWERED,
        _FOR_WHOM if policy.domain is None else _FOR_US,
    )


def validity(exam: Examination) -> Rows:
    """Within the period of its token; the dates of a Data Integrity proof are judged with that proof."""
    token = exam.token
    if not isinstance(token, VpJwt):
        return ()
    skew = timedelta(seconds=exam.policy.clock_skew_seconds)
    for claim in ("nbf", "iat"):
        start = token.moment(claim)
        if start is not None and start > exam.now + skew:
            message = f"made in the future: {claim} is {timestamps.render(start)}"
            return (failed("validity", "NOT_YET_VALID", message, pointer=f"/{claim}"),)
    end = token.expires
    if end is not None and end < exam.now - skew:
        message = f"expired at {timestamps.render(end)}"
        return (failed("validity", "EXPIRED", message, pointer="/exp"),)
    return _IN_FORCE


def members(exam: Examination) -> Rows:
    """Verify each credential as it would be alone; the presentation is VALID only if all of them are."""
    entries = members_of(exam.data)
    if not entries:
        message = "it presents no credential: all it shows is who holds a key"
        return (skipped(MEMBERS, message, required=True, spec=_SPEC),)
    if is_signed_at_all(exam) and not exam.signed:
        message = f"not verified, for nobody is shown to present them: {len(entries)} in number"
        return (skipped(MEMBERS, message, required=True, spec=_SPEC),)
    rows: list[Check] = []
    for place, (pointer, value) in enumerate(entries):
        if not isinstance(value, dict | str):  # conformance says so
            continue
        report = replace(report_of(exam, value, Part.MEMBER), pointer=pointer)
        if beyond_limits(report):
            message = f"{len(entries) - place} credentials {report.checks[0].message}"
            return [*rows, unknown(MEMBERS, "LIMIT", message, pointer=pointer)]
        exam.members.append(report)
        what = f"credential {place + 1} of the presentation"
        rows += rows_of(MEMBERS, report, what, code="PRESENTED", required=True)
    return rows


def holder(exam: Examination) -> Rows:
    """Whether each credential is about whoever presents it; only a demand of the policy lets it decide."""
    demanded = exam.policy.require_holder_is_subject
    name = holder_id(exam)
    if not name or not _holds(exam):
        message = _NOT_PROVED if name else "the presentation names no holder to compare its credentials with"
        return (skipped("holder", message, required=demanded, spec=_SPEC),)
    rows = [
        replace(_compared(name, subjects, demanded=demanded), required=demanded, pointer=pointer)
        for pointer, subjects in _subjects(exam)
    ]
    return rows or [skipped("holder", "no credential stands that could be compared", required=demanded)]


def _compared(name: str, subjects: list[dict[str, Any]], *, demanded: bool) -> Check:
    ids = [subject["id"] for subject in subjects if isinstance(subject.get("id"), str)]
    if name in ids:
        return passed("holder", "the holder is the subject", spec=_SPEC)
    if not ids:
        message = "names its subject by no id that could be compared with the holder"
        return unknown("holder", "RECIPIENT_UNKNOWN", message)
    if demanded:
        return failed("holder", "RECIPIENT_MISMATCH", "the subject's id is not the holder")
    return unknown("holder", "RECIPIENT_UNKNOWN", "about somebody else than the holder, or by another id")


def recipient(exam: Examination) -> Rows:
    """Each credential belongs to the person the caller named (OB 3.0 §8.3)."""
    if exam.recipient is None:
        return ob3.recipient(exam)
    rows: list[Check] = []
    for pointer, subjects in _subjects(exam):
        subject = subjects[0] if subjects else {}
        found = ob3.recipient(exam._replace(data={"credentialSubject": subject}))
        rows += [replace(row, pointer=pointer) for row in found]
    return rows or [skipped("recipient", "no credential stands that could be compared", required=True)]


def _holds(exam: Examination) -> bool:
    """Whether everything that secures the presentation passed."""
    rows = [row for row in exam.rows if row.id in ("key", "proof", "binding")]
    return bool(exam.trust) and all(row.outcome is Outcome.PASSED for row in rows)


def _subjects(exam: Examination) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield place and subjects of each credential whose proof passed."""
    for report in exam.members:
        if report.proved and report.document is not None:
            subjects = listed(report.document.data.get("credentialSubject"))
            yield report.pointer, [subject for subject in subjects if isinstance(subject, dict)]


STEPS: tuple[tuple[str, Step], ...] = (
    ("conformance", conformance),
    ("vocabulary", vocabulary),
    ("proof", proof_rows),
    ("binding", binding),
    ("replay", replay),
    ("validity", validity),
    ("members", members),
    ("holder", holder),
    ("recipient", recipient),
)

# What must have passed for VALID; a check that is absent never counts as passed.
DECISIVE = frozenset({"syntax", "conformance", "vocabulary", "key", "proof", "members"})
