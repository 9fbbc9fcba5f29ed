"""What the log of a decision must hold before a label rests on it. Awards nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import InputError, IssueError
from .evaluation import Evaluation, evaluate
from .evaluationlog import head_of
from .logchain import LogHead
from .paper import digest_of_data

if TYPE_CHECKING:
    from datetime import date

    from ...issue.issuer import Issuer
    from .application import Application
    from .evaluationlog import EvaluationLog
    from .logchain import LogEntry
    from .review import Decision, Review
    from .scheme import LabelScheme

_AGAIN = "take the log of this application, with every entry in it"


def require_opened_for(
    entries: Sequence[LogEntry], authority: str, scheme: LabelScheme, application: Application
) -> None:
    """Refuse a log that was begun for another application, scheme or authority.

    Raises:
        IssueError: it was (LOG_ALTERED).
    """
    body = entries[0].body
    meant = {"id": scheme.id, "version": scheme.version}
    named = (body.get("authority"), body.get("scheme"), body.get("application"))
    if named != (authority, meant, application.digest):
        raise IssueError(
            "the log was begun for another application, scheme or authority", code="LOG_ALTERED", hint=_AGAIN
        )


def record_decision(
    log: EvaluationLog,
    issuer: Issuer,
    scheme: LabelScheme,
    application: Application,
    decision: Decision,
    reviews: Sequence[Review],
) -> LogEntry:
    """Write a decision whose record is complete into the log of its application.

    Raises:
        IssueError: the record is not complete, or not that of the log (EVALUATION_INCOMPLETE, LOG_ALTERED).
        InputError: the log does not stand.
    """
    evaluation = complete_evaluation(scheme, application, reviews, decision, today=issuer.clock().date())
    entries = log.entries()
    require_opened_for(entries, issuer.id, scheme, application)
    body = {
        "decision": decision.to_dict(),
        "outcome": decision.outcome,
        "toImprove": [note.message for note in evaluation.to_improve],
    }
    return log.append_after(head_of(entries), issuer.key, "decision", body, role="committee")


def complete_evaluation(
    scheme: LabelScheme,
    application: Application,
    reviews: Sequence[Review],
    decision: Decision,
    *,
    today: date,
) -> Evaluation:
    """Return the evaluation; one whose record is not complete is refused with all that is missing.

    Raises:
        IssueError: something is missing, or the decision is dated in the future (EVALUATION_INCOMPLETE).
    """
    evaluation = evaluate(scheme, application, reviews, decision, today=today)
    reasons = [note.message for note in evaluation.missing]
    if decision.day is not None and decision.day > today:
        reasons.append("the decision is dated in the future")
    if reasons:
        raise IssueError(
            f"the evaluation is not complete: {'; '.join(reasons)}", code="EVALUATION_INCOMPLETE"
        )
    return evaluation


def require_decided(entries: Sequence[LogEntry], reviews: Sequence[Review], decision: Decision) -> None:
    """Refuse a log that does not record exactly these reviews and end with this decision.

    Raises:
        IssueError: a label was awarded on it already (USAGE), it goes on after the decision, or leaves out or
            adds a review (EVALUATION_INCOMPLETE).
    """
    awarded = [entry for entry in entries if entry.kind == "award"]
    if any(entry.body.get("decision") == decision.digest for entry in awarded):
        label = awarded[-1].body.get("label")
        raise IssueError(
            f"on this decision the label was awarded already: {label}",
            code="USAGE",
            hint="one decision gives one label; renew it when it ends",
        )
    last = entries[-1]
    if last.kind != "decision" or _digest(last, "decision") != decision.digest:
        raise _incomplete("the log does not end with this decision")
    recorded = [_digest(entry, "review") for entry in entries if entry.kind == "review"]
    if sorted(recorded) != sorted(review.digest for review in reviews):
        raise _incomplete("the log holds other reviews than these")


def require_record(log: EvaluationLog, label: Mapping[str, Any]) -> None:
    """Refuse a log that is not the whole record of this label: what an auditor asks first.

    Raises:
        InputError: it was forged, altered, reordered or cut, or is another label's (LOG_ALTERED).
    """
    subject = label.get("credentialSubject")
    head = LogHead.parse(subject.get("logHead") if isinstance(subject, Mapping) else None)
    entries = log.entries(head)
    following = entries[head.entries :]
    if entries[head.entries - 1].kind != "decision":
        raise InputError(
            "what the label names is no decision", code="LOG_ALTERED", pointer=f"/{head.entries - 1}"
        )
    if not following or following[0].kind != "award" or following[0].body.get("label") != label.get("id"):
        message = "the award of this label does not follow its decision"
        raise InputError(message, code="LOG_ALTERED", pointer=f"/{head.entries}")


def _digest(entry: LogEntry, name: str) -> str:
    """Return the digest of the document that an entry records, made anew from the document itself."""
    return digest_of_data(entry.body.get(name))


def _incomplete(what: str) -> IssueError:
    return IssueError(what, code="EVALUATION_INCOMPLETE", hint=_AGAIN)
