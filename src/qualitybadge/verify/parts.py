"""Enclosed documents: what verifying them may cost, and what their reports mean for the document around."""

from __future__ import annotations

from typing import Any

from ..model.document import Kind
from ..outcome import Check, Outcome, Trust, Verdict
from ..problems import PROBLEMS
from ..wire.ways import count_values
from .checks import Examination, Part, unknown
from .result import Report

_VALUE_OF_A_TOKEN = 16  # characters of base64url; the names and values of badges take more


def listed(value: Any) -> list[Any]:
    """Return the values of a member that holds one or several, none where there is no such member."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def report_of(exam: Examination, source: dict[str, Any] | str, part: Part) -> Report:
    """Return the report of an enclosed document.

    What is enclosed in an enclosed document is judged again on each level: all of that together is bounded.

    Args:
        exam: the document around it.
        source: an embedded object, or the text of a token.
        part: what it is verified as.
    """
    if exam.depth == 0 or exam.fetcher.afford(_values(source)):
        return exam.nested(source, part)
    most = exam.policy.limits.nested_values
    message = f"not verified: at most {most} values in all credentials that are enclosed in enclosed ones"
    row = unknown("syntax", "LIMIT", message)
    return Report(Verdict.INDETERMINATE, Trust.NONE, (row,), Kind.UNREADABLE, "", "", exam.now)


def _values(source: dict[str, Any] | str) -> int:
    """Return how many values a document has; of a token, how many it may be expected to have."""
    if isinstance(source, str):
        return len(source) // _VALUE_OF_A_TOKEN
    return count_values(source)


def beyond_limits(report: Report) -> bool:
    """Tell whether a document was not verified because too much was enclosed or too deep."""
    (first, *_) = report.checks
    limit = first.code == "LIMIT"
    return limit and first.outcome is Outcome.UNKNOWN  # what is itself too large FAILED


def rows_of(check_id: str, report: Report, what: str, *, code: str, required: bool) -> list[Check]:
    """Return the rows of an enclosed document: one, or one for each relaxation that its verdict asks for.

    Args:
        check_id: id of the rows.
        report: of the enclosed document.
        what: the document in words, such as "credential 2 of the record".
        code: problem of a document that is not VALID.
        required: whether its verdict decides that of the document around it.
    """
    verdict = report.verdict
    if verdict is Verdict.VALID:
        spec = PROBLEMS[code].spec
        return [
            Check(check_id, Outcome.PASSED, required, f"{what} is valid", pointer=report.pointer, spec=spec)
        ]
    reasons = _reasons(report) if required else []
    return [_row(check_id, report, what, reason, code) for reason in reasons] or [
        _row(check_id, report, what, _first_of(report.checks, verdict), code, required=required)
    ]


def _reasons(report: Report) -> list[Check]:
    """Return the row that decides most among those that name a relaxation, for each relaxation."""
    return [
        _first_of([row for row in report.checks if row.relaxation == name], report.verdict)
        for name in report.relaxations
    ]


def _first_of(rows: Any, verdict: Verdict) -> Check:
    """Return the row that says why: the first that failed where one did, else the first left open."""
    open_rows = [row for row in rows if row.required and row.outcome is not Outcome.PASSED]
    failed = [row for row in open_rows if row.outcome is Outcome.FAILED] if verdict is Verdict.INVALID else []
    missing = Check("", Outcome.UNKNOWN, message="a check that decides is missing")
    return next(iter([*failed, *open_rows]), missing)


def _row(
    check_id: str, report: Report, what: str, reason: Check, code: str, *, required: bool = True
) -> Check:
    problem = None if reason.outcome is Outcome.SKIPPED else PROBLEMS[code]
    return Check(
        check_id,
        reason.outcome,
        required,
        f"{what} is {report.verdict.value}: {reason.message}",
        problem,
        report.pointer,
        PROBLEMS[code].spec,
        reason.advice or PROBLEMS[code].advice,
        reason.relaxation if required else "",
    )
