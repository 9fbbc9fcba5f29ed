"""What is written into the log of an application, and what must stand there before a label is awarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...errors import InputError, IssueError
from ...issue.badge import Badge
from ...model.equality import same_id
from .evaluation import Evaluation, evaluate
from .evaluationlog import EvaluationLog, head_of
from .evaluationrules import checked_at_hand_in
from .logchain import LogHead
from .paper import digest_of_data

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ...issue.issuer import Issuer
    from .application import Application
    from .applicationcheck import ApplicationCheck
    from .logchain import LogEntry
    from .review import Decision, Review
    from .scheme import LabelScheme

_AGAIN = "take the log of this application, with every entry in it"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided upon, and how.

    Attributes:
        application: as it was handed in.
        reviews: every review of it.
        decision: the decision.
        check: the check of the application with its files; None: its badges were not looked at.
    """

    application: Application
    reviews: tuple[Review, ...]
    decision: Decision
    check: ApplicationCheck | None = None


def require_foreign(issuer: Issuer, application: Application) -> None:
    """Refuse the authority's own application: a label is the word of somebody else.

    Raises:
        IssueError: it is (LABEL_OWN_WORD).
    """
    if any(same_id(issuer.id, own) for own in application.organisation.ids):
        raise IssueError(
            "the authority applies to itself, and a label is the word of somebody else",
            code="LABEL_OWN_WORD",
        )


def begin_log(path: Path, issuer: Issuer, scheme: LabelScheme, application: Application) -> EvaluationLog:
    """Begin the log of one application in a new file.

    Raises:
        IssueError: the file is there already, or the application is the authority's own or of another scheme.
    """
    require_foreign(issuer, application)
    if application.scheme != scheme.reference:
        raise IssueError("the application is for another scheme, or another version of it", code="USAGE")
    return EvaluationLog.begin(
        path,
        issuer.key,
        authority=issuer.id,
        scheme={"id": scheme.id, "version": scheme.version},
        application=application.digest,
        clock=issuer.clock,
    )


def record_review(log: EvaluationLog, issuer: Issuer, review: Review) -> LogEntry:
    """Write a review into the log of its application.

    Raises:
        IssueError: it is of another application than the log, is recorded already, or comes after the
            decision.
        InputError: the log does not stand.
    """
    entries = log.entries()
    if entries[0].body.get("application") != review.application:
        raise IssueError("the review is of another application than the log", code="USAGE")
    recorded = [entry for entry in entries if entry.kind == "review"]
    if any(_digest(entry, "review") == review.digest for entry in recorded):
        raise IssueError("this review is recorded already", code="USAGE")
    body = {"review": review.to_dict()}
    return log.append_after(head_of(entries), issuer.key, "review", body, role=review.reviewer.role)


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


def record_decision(log: EvaluationLog, issuer: Issuer, scheme: LabelScheme, decided: Decided) -> Evaluation:
    """Write a decision whose record is complete into the log of its application.

    Raises:
        IssueError: the record is not complete, or not that of the log (EVALUATION_INCOMPLETE, LOG_ALTERED).
        InputError: the log does not stand.
    """
    require_foreign(issuer, decided.application)
    evaluation = complete_evaluation(scheme, decided, today=issuer.clock().date())
    entries = log.entries()
    require_opened_for(entries, issuer.id, scheme, decided.application)
    body = {
        "decision": decided.decision.to_dict(),
        "outcome": decided.decision.outcome,
        "toImprove": [note.message for note in evaluation.to_improve],
        "badges": sorted(decided.check.badges) if decided.check is not None else [],
    }
    log.append_after(head_of(entries), issuer.key, "decision", body, role="committee")
    return evaluation


def complete_evaluation(scheme: LabelScheme, decided: Decided, *, today: date) -> Evaluation:
    """Return the evaluation; one whose record is not complete is refused with all that is missing.

    Raises:
        IssueError: something is missing, or the decision is dated in the future (EVALUATION_INCOMPLETE).
    """
    decision = decided.decision
    evaluation = evaluate(
        scheme, decided.application, decided.reviews, decision, today=today, check=decided.check
    )
    reasons = [note.message for note in evaluation.missing]
    for what, day in (("decision", decision.day), ("application", decided.application.submitted)):
        if day is not None and day > today:
            reasons.append(f"the {what} is dated in the future")
    if reasons:
        raise IssueError(
            f"the evaluation is not complete: {'; '.join(reasons)}", code="EVALUATION_INCOMPLETE"
        )
    return evaluation


def seen_at_decision(
    scheme: LabelScheme, application: Application, entries: Sequence[LogEntry]
) -> ApplicationCheck:
    """Return the check of an application, with the badges that were looked at when it was decided upon."""
    seen = entries[-1].body.get("badges")
    named = [one for one in seen if isinstance(one, str)] if isinstance(seen, list) else []
    return replace(checked_at_hand_in(scheme, application), badges=frozenset(named))


def require_decided(entries: Sequence[LogEntry], reviews: Sequence[Review], decision: Decision) -> None:
    """Refuse a log that does not record exactly these reviews and end with this decision.

    Raises:
        IssueError: it goes on after the decision, or leaves out or adds a review (EVALUATION_INCOMPLETE).
    """
    last = entries[-1]
    if last.kind != "decision" or _digest(last, "decision") != decision.digest:
        raise _incomplete("the log does not end with this decision")
    recorded = [_digest(entry, "review") for entry in entries if entry.kind == "review"]
    if sorted(recorded) != sorted(review.digest for review in reviews):
        raise _incomplete("the log holds other reviews than these")


def decided_on(entries: Sequence[LogEntry]) -> str:
    """Return the digest of the decision with which these entries end."""
    return _digest(entries[-1], "decision")


def require_record(log: EvaluationLog, label: Badge | Mapping[str, Any]) -> None:
    """Refuse a log that is not the whole record of this label: what an auditor asks first.

    Args:
        log: the log.
        label: the label, or its credential with or without proof.

    Raises:
        InputError: it was forged, altered, reordered or cut, or is another label's (LOG_ALTERED).
        TypeError: the label is neither a Badge nor a mapping.
    """
    credential = label.credential if isinstance(label, Badge) else label
    if not isinstance(credential, Mapping):
        raise TypeError(f"label must be a Badge or a mapping, not {type(label).__name__}")
    subject = credential.get("credentialSubject")
    head = LogHead.parse(subject.get("logHead") if isinstance(subject, Mapping) else None)
    entries = log.entries(head)
    following = entries[head.entries :]
    if entries[head.entries - 1].kind != "decision":
        raise InputError(
            "what the label names is no decision", code="LOG_ALTERED", pointer=f"/{head.entries - 1}"
        )
    if not following or not _is_award_of(following[0], credential):
        message = "the award of this label does not follow its decision"
        raise InputError(message, code="LOG_ALTERED", pointer=f"/{head.entries}")


def _is_award_of(entry: LogEntry, credential: Mapping[str, Any]) -> bool:
    said = (entry.kind, entry.body.get("label"), entry.body.get("digest"))
    return said == ("award", credential.get("id"), label_digest(credential))


def label_digest(credential: Mapping[str, Any]) -> str:
    """Return the digest by which the log knows a label: over the credential without its proof."""
    return digest_of_data({name: value for name, value in credential.items() if name != "proof"})


def _digest(entry: LogEntry, name: str) -> str:
    """Return the digest of the document that an entry records, made anew from the document itself."""
    return digest_of_data(entry.body.get(name))


def _incomplete(what: str) -> IssueError:
    return IssueError(what, code="EVALUATION_INCOMPLETE", hint=_AGAIN)
