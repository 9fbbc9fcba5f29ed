"""Verify the credentials inside a learner record, each as a badge of its own (CLR 2.0 §8).

A record vouches for what it holds, so it is VALID only if all of that is. What is of a type that this library
does not know is verified as far as every credential is alike, and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ..errors import InputError
from ..model.document import Kind
from ..model.equality import comparable_id, same_id
from ..outcome import Check, Verdict, check_from_error, verdict_of
from ..problems import PROBLEMS
from .checks import Examination, Part, Rows, failed, passed, skipped, unknown
from .parts import beyond_limits, listed, report_of, rows_of
from .policy import Policy
from .result import Report

NESTED, ASSOCIATIONS = "nested", "associations"
_PLACE = "/credentialSubject/verifiableCredential"
_KNOWN = frozenset({Kind.BADGE, Kind.ENDORSEMENT, Kind.CLR})
_OTHER = frozenset({Kind.CREDENTIAL, Kind.STATUS_LIST})
_ALIKE = ("vocabulary", "key", "proof", "validity")  # what is asked of every credential, whatever its type
_SPEC = "CLR 2.0 §8"


def nested(exam: Examination) -> Rows:
    """Verify each credential of a record, and what the record says of how they relate."""
    if exam.kind is not Kind.CLR:
        return ()
    held = exam.subject.get("verifiableCredential")
    entries = listed(held)
    if not entries:
        return (skipped(NESTED, "the record holds no credential", spec=_SPEC),)
    if not exam.signed:
        message = f"not verified, for nobody signed that they belong here: {_counted(len(entries))}"
        return (skipped(NESTED, message, required=True, spec=_SPEC),)
    rows: list[Check] = []
    for place, entry in enumerate(entries):
        pointer = f"{_PLACE}/{place}" if isinstance(held, list) else _PLACE
        report = _verified(exam, entry, pointer)
        if report is None:
            message = f"credential {place + 1} of the record is neither an object nor a token"
            rows.append(failed(NESTED, "MEMBER", message, pointer=pointer))
            if len(rows) < exam.policy.limits.findings:
                continue
            message = f"{_counted(len(entries) - place - 1)} not looked at"
            return [*rows, unknown(NESTED, "LIMIT", message, pointer=pointer)]
        if beyond_limits(report):
            message = f"{_counted(len(entries) - place)} {report.checks[0].message}"
            return [*rows, unknown(NESTED, "LIMIT", message, pointer=pointer)]
        exam.members.append(report)
        rows += _rows(exam, report, f"credential {place + 1} of the record")
    return [*rows, *_associations(exam)]


def _verified(exam: Examination, entry: Any, pointer: str) -> Report | None:
    if not isinstance(entry, dict | str):
        return None
    report = replace(report_of(exam, entry, Part.MEMBER), pointer=pointer)
    return _as_far_as_known(report, exam.policy) if report.kind in _OTHER else report


def _as_far_as_known(report: Report, policy: Policy) -> Report:
    """Return the report of a credential whose data model is not known here: nobody judged it by that.

    Alone, such a credential is refused for it is no badge; inside a record it may stand.
    """
    rows = [row for row in report.checks if row.code != "NOT_A_BADGE"]
    lenient = policy.allow_conformance_findings
    message = "of a type whose data model is not known here: only what every credential has was checked"
    row = skipped("kind", message, required=not lenient, spec=_SPEC)
    rows.append(replace(row, pointer="/type", relaxation="allow_conformance_findings"))
    return replace(report, checks=tuple(rows), verdict=verdict_of(rows, _ALIKE))


def _rows(exam: Examination, report: Report, what: str) -> list[Check]:
    rows = rows_of(NESTED, report, what, code="MEMBER", required=True)
    if report.verdict is not Verdict.VALID:
        return rows
    if report.kind not in _KNOWN:
        row = skipped(
            NESTED, f"{what} is valid as far as could be checked: it is {report.kind.value}", spec=_SPEC
        )
        return [replace(row, pointer=report.pointer)]
    learner, subject = exam.subject.get("id"), _object(_data(report).get("credentialSubject")).get("id")
    if learner is None or subject is None or report.kind is Kind.ENDORSEMENT or same_id(learner, subject):
        return rows
    problem = PROBLEMS["MEMBER_SUBJECT"]
    message = f"{what} is valid, and names another learner than the record"
    return [replace(row, message=message, problem=problem, advice=problem.advice) for row in rows]


def _associations(exam: Examination) -> Iterable[Check]:
    """Each end of an association is an achievement or credential of the record (CLR 2.0 §B, Association)."""
    entries = listed(exam.subject.get("association"))
    if not entries:
        return ()
    known = [*_ids(exam.subject.get("achievement")), *(i for report in exam.members for i in _ids_of(report))]
    dangling = list(_dangling(entries, known))
    if not dangling:
        message = f"what the associations relate is in the record, {len(entries)} in number"
        return (passed(ASSOCIATIONS, message, spec="CLR 2.0 §B"),)
    lenient = exam.policy.allow_conformance_findings
    most = exam.policy.limits.findings
    if len(dangling) > most:
        message = f"{len(dangling) - most} more ends of associations are not in the record"
        dangling = [*dangling[:most], InputError(message, code="CONFORMANCE", spec="CLR 2.0 §B")]
    return [
        check_from_error(ASSOCIATIONS, error, required=not lenient, relaxation="allow_conformance_findings")
        for error in dangling
    ]


def _dangling(entries: list[Any], known: list[str]) -> Iterator[InputError]:
    names = set(map(comparable_id, known))
    for place, entry in enumerate(entries):
        for end in ("sourceId", "targetId"):
            name = _object(entry).get(end)
            if not isinstance(name, str) or comparable_id(name) in names:
                continue  # what is no text at all was found by conformance
            pointer = f"/credentialSubject/association/{place}/{end}"
            message = f"{end} names no achievement and no credential of the record"
            yield InputError(message, code="CONFORMANCE", pointer=pointer, spec="CLR 2.0 §B")


def _ids_of(report: Report) -> list[str]:
    """Return the ids of a member, of its achievements, and of its own members if it is a record."""
    data = _data(report)
    further = [name for member in report.members for name in _ids_of(member)]
    return [*_ids(data), *_ids(_object(data.get("credentialSubject")).get("achievement")), *further]


def _ids(value: Any) -> list[str]:
    return [entry["id"] for entry in map(_object, listed(value)) if isinstance(entry.get("id"), str)]


def _data(report: Report) -> dict[str, Any]:
    return report.document.data if report.document is not None else {}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _counted(count: int) -> str:
    return f"{count} credentials" if count > 1 else "1 credential"
