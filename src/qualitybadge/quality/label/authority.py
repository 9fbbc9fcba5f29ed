"""The authority of a label: records evaluations, awards, renews, suspends and revokes. Publishes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from ...errors import IssueError
from ...fetcher import StaticFetcher
from ...issue.badge import Badge
from ...issue.issuer import Issuer
from ...issue.statuses import StatusLists
from ...jsonschemas import schema_errors
from ...model.equality import same_id
from ...model.identity import Recipient
from ...outcome import Verdict
from ...spec import read_schema
from ...verify.verifier import Verifier
from . import credential as written
from .application import Application
from .awards import Awards
from .evaluation import Evaluation
from .evaluationlog import EvaluationLog, head_of
from .record import (
    Decided,
    begin_log,
    complete_evaluation,
    decided_on,
    label_digest,
    record_decision,
    record_review,
    require_decided,
    require_foreign,
    require_opened_for,
    require_record,
    seen_at_decision,
)
from .review import Decision, Review
from .scheme import LabelScheme
from .standing import require_unhindered, standing_label
from .steps import LABEL_SCHEMA
from .terms import AwardTerms, require_terms, terms_of

if TYPE_CHECKING:
    from ...issue.keyhistory import KeyHistory
    from ...issue.statuslist import EntryStatus
    from .applicationcheck import ApplicationCheck
    from .logchain import LogEntry


@dataclass(frozen=True, slots=True)
class LabelAuthority:
    """Whoever awards the label of a scheme: the one whom the scheme names, and nobody else.

    Attributes:
        issuer: signs labels and log; its id is among the authorities of the scheme.
        scheme: the scheme.
        statuses: the status lists.
        status_list: URL of the list for new labels. Labels have one entry each: those of a list of purpose
            ``revocation`` can be revoked, those of one of purpose ``suspension`` suspended too.
        history: every key of the issuer; without it labels that an earlier key signed are not its own.

    Raises:
        IssueError: the scheme does not name the issuer as its authority, or the list is unknown.
        TypeError: an argument is of a type that cannot do.
    """

    issuer: Issuer
    scheme: LabelScheme = field(kw_only=True)
    statuses: StatusLists = field(kw_only=True)
    status_list: str = field(kw_only=True)
    history: KeyHistory | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        for name, kind in (("issuer", Issuer), ("scheme", LabelScheme), ("statuses", StatusLists)):
            if not isinstance(getattr(self, name), kind):
                raise TypeError(f"{name} must be of type {kind.__name__}")
        if not self.scheme.may_award(self.issuer.id):
            known = ", ".join(self.scheme.authorities) or "nobody"
            raise IssueError(
                f"the scheme {self.scheme.name} may be awarded by {known}, not by {self.issuer.id}",
                code="CONTROLLER_MISMATCH",
                hint="only its authority awards a label; write a scheme of your own for your own label",
            )
        self.statuses.plan(self.status_list)

    # The record

    def open_log(self, path: Path, application: Application) -> EvaluationLog:
        """Begin the log of one application in a new file.

        Raises:
            IssueError: the file is there already, or the application is the authority's own or of another
                scheme.
        """
        return begin_log(path, self.issuer, self.scheme, application)

    def record_review(self, log: EvaluationLog, review: Review) -> None:
        """Write a review into the log.

        Raises:
            InputError: the log does not stand.
            IssueError: the review is of another application than the log, or is recorded already.
        """
        record_review(log, self.issuer, review)

    def decide(
        self,
        log: EvaluationLog,
        application: Application,
        reviews: Sequence[Review],
        decision: Decision,
        *,
        check: ApplicationCheck | None = None,
    ) -> Evaluation:
        """Write a decision into the log, and return what it comes to: what is to be improved where it is no.

        Args:
            log: the log of the application.
            application: as it was handed in.
            reviews: every review of it.
            decision: the decision.
            check: `Application.check` with its files, as soon as it has badges: the authority verifies and
                assesses them itself. The log says which were looked at.

        Raises:
            IssueError: the record is not complete, or not that of the log (EVALUATION_INCOMPLETE,
                LOG_ALTERED).
            InputError: the log does not stand.
        """
        decided = Decided(application, tuple(reviews), decision, check)
        return record_decision(log, self.issuer, self.scheme, decided)

    # The label

    def award(
        self,
        application: Application,
        reviews: Sequence[Review],
        decision: Decision,
        *,
        log: EvaluationLog,
        **terms: Unpack[AwardTerms],
    ) -> Badge:
        """Award the label: sign it, verify it, and write the award into the log before it is handed out.

        Args:
            application: as it was handed in.
            reviews: every review of it.
            decision: the decision to grant.
            log: the log, which ends with this decision.
            terms: see `AwardTerms`.

        Raises:
            IssueError: the record is not complete or not that of the log, the decision is not to grant, a
                label was awarded on it already, the applicant is the authority, or the label does not verify.
            InputError: the log does not stand.
            TypeError: an argument is of a type that cannot do.
        """
        if application.renewal_of:
            raise IssueError(
                "this is an application to renew a label", code="USAGE", hint="renew that label instead"
            )
        return self._awarded(Decided(application, tuple(reviews), decision), log, terms, renewal_of="")

    def awarded(self, application: Application, *, log: EvaluationLog) -> Badge:
        """Return the label that was awarded on an application, where it was lost on its way.

        Where the computer stopped before the award was written into the log, it is written now.

        Raises:
            IssueError: none was awarded, or the log is that of another application (LOG_ALTERED).
            InputError: the log does not stand, or is not the record of this label.
        """
        label = self._awards.label_on(application)
        entries = log.entries()
        require_opened_for(entries, self.issuer.id, self.scheme, application)
        subject = label.credential["credentialSubject"]
        if str(head_of(entries)) == subject["logHead"]:
            self._log_award(log, entries, label)
        require_record(log, label)
        return label

    def renew(
        self,
        label: Any,
        application: Application,
        reviews: Sequence[Review],
        decision: Decision,
        *,
        log: EvaluationLog,
        **terms: Unpack[AwardTerms],
    ) -> Badge:
        """Renew a label: a new credential for the same holder, which names the one before.

        Args:
            label: the label that is renewed: a `Badge` or its credential.
            application: the application to renew it.
            reviews: as for `award`.
            decision: as for `award`.
            log: as for `award`.
            terms: as for `award`.

        Raises:
            IssueError: the label is another authority's or holder's, or the application names another one;
                and as for `award`.
            InputError, TypeError: as for `award`.
        """
        before = self._own(label)
        holder = before["credentialSubject"]["id"]
        if not application.renewal_of or application.renewal_of != before["id"]:
            raise IssueError("the application does not name this label as the one to renew", code="USAGE")
        if not same_id(holder, application.organisation.id):
            raise IssueError("the label was awarded to another organisation", code="LABEL_SUBJECT")
        require_unhindered(self.statuses.status(before))
        decided = Decided(application, tuple(reviews), decision)
        return self._awarded(decided, log, terms, renewal_of=before["id"])

    def _awarded(self, decided: Decided, log: EvaluationLog, terms: AwardTerms, *, renewal_of: str) -> Badge:
        """Sign a label, keep it, and record that it was awarded."""
        application = decided.application
        require_foreign(self.issuer, application)
        entries = log.entries()
        require_opened_for(entries, self.issuer.id, self.scheme, application)
        self._awards.require_none_on(application)
        decided = replace(decided, check=seen_at_decision(self.scheme, application, entries))
        figures = self._granted(decided).figures
        require_decided(entries, decided.reviews, decided.decision)
        require_terms(terms)
        said = terms_of(terms, self.scheme, self._awards.occasion(application), now=self.issuer.clock())
        day = decided.decision.day
        if day is not None and said["start"].date() < day:
            raise IssueError("the label would hold before it was decided", code="RANGE", pointer="/validFrom")
        self._awards.require_free(application, said["id"], renewal_of)
        trial = self.statuses.plan(self.status_list).entry(0, None)
        whole = written.Terms(**said, status=trial, log=head_of(entries), renewal_of=renewal_of)
        draft = written.label_draft(self.issuer, self.scheme, application, decided.decision, figures, whole)
        label = self._signed(draft, terms)
        self._awards.keep(application, label, renewal_of)
        self._log_award(log, entries, label)
        return label

    def _signed(self, draft: dict[str, Any], terms: AwardTerms) -> Badge:
        """Sign a label with a status entry of its own; the draft has that of no label yet."""
        for fault in schema_errors(read_schema(LABEL_SCHEMA), draft):  # before an entry is taken
            raise IssueError(fault.message, code="SCHEMA_MISMATCH", pointer=fault.pointer)
        draft["credentialStatus"] = self.statuses.allocate(self.status_list)
        return self.issuer.sign(draft, proof=terms.get("proof"))

    def _log_award(self, log: EvaluationLog, entries: tuple[LogEntry, ...], label: Badge) -> None:
        subject = label.credential["credentialSubject"]
        decision = decided_on(entries)
        body = {
            "label": label.id,
            "digest": label_digest(label.credential),
            "decision": decision,
            "logHead": subject["logHead"],
            "renewalOf": subject.get("renewalOf", ""),
        }
        log.append_after(head_of(entries), self.issuer.key, "award", body, role="authority")

    def _granted(self, decided: Decided) -> Evaluation:
        """Return the evaluation; one that is not complete or grants nothing is refused with the reasons."""
        evaluation = complete_evaluation(self.scheme, decided, today=self.issuer.clock().date())
        if decided.decision.granted and evaluation.awardable:
            return evaluation
        improve = "; ".join(note.message for note in evaluation.to_improve)
        raise IssueError(
            f"the label is not yet issued: {improve or 'the decision was not to grant it'}",
            code="EVALUATION_INCOMPLETE",
        )

    @property
    def _awards(self) -> Awards:
        return Awards(self.statuses.store, self.issuer.id)

    # What else is made of it

    def certificate(self, label: Any, *, proof: str | tuple[str, ...] | None = None) -> Badge:
        """Return the badge that a holder's wallet shows; it says what was achieved, and the label vouches.

        Args:
            label: the label: a `Badge` or its credential.
            proof: as for `Issuer.issue`.

        Raises:
            IssueError: the label is another authority's; and as for `Issuer.issue`.
        """
        own = self._own(label)
        subject = own["credentialSubject"]
        draft = self.issuer.draft(
            written.certificate_achievement(self.scheme, own["issuer"]),
            Recipient.did(subject["id"]),
            name=own["name"],
            valid_from=written.moment_of(own, "validFrom"),
            valid_until=written.moment_of(own, "validUntil"),
            credential_status=own["credentialStatus"],
            contexts=[written.CONTEXT],
        )
        held = draft["credentialSubject"]
        held["type"] = [*held["type"], written.SUBJECT_TYPE]
        held["endorsementCredential"] = own["id"]
        return self.issuer.sign(draft, proof=proof)

    def ob2(
        self,
        label: Any,
        *,
        hosted_at: str,
        profile: Mapping[str, Any] | None = None,
        subject: str | None = None,
    ) -> dict[str, dict[str, Any]]:
        """Return the label for Open Badges 2.0: the documents to host, by address.

        A label of 2.0 is revoked where it is hosted: its address answers 410. That is due on lapse, too.

        Args:
            label: the label of 3.0.
            hosted_at: the https address of the Endorsement.
            profile: the authority's Profile of 2.0; its own unless given.
            subject: id of the holder's Profile of 2.0; the id in the label unless given.

        Raises:
            IssueError: the label is another authority's, the Profile cannot be hosted, or the Endorsement
                does not verify.
        """
        own = self._own(label)
        issuer = self.issuer.ob2(profile)
        holder = subject or own["credentialSubject"]["id"]
        document = written.ob2_document(own, profile=issuer.id, hosted_at=hosted_at, subject=holder)
        documents = {issuer.id: issuer.document, hosted_at: document}
        start = written.moment_of(own, "validFrom")
        moment = max(self.issuer.clock(), start)
        report = Verifier(fetcher=StaticFetcher(documents), clock=lambda: moment).verify(hosted_at)
        if report.verdict is not Verdict.VALID:
            raise IssueError(f"the label of 2.0 does not verify: {report.summary}")
        return documents

    # What becomes of it

    def suspend(
        self, label: Any, *, reason: str = "", log: EvaluationLog | None = None
    ) -> tuple[EntryStatus, ...]:
        """Suspend a label until further notice; its entry must be of a list of purpose suspension.

        Raises:
            IssueError: the label is another authority's, cannot be suspended, or was revoked.
            InputError: the log does not stand.
        """
        changed = self.statuses.suspend(self._own(label), reason=reason)
        return self._noted(changed, label, "suspension", reason, log)

    def unsuspend(
        self, label: Any, *, reason: str = "", log: EvaluationLog | None = None
    ) -> tuple[EntryStatus, ...]:
        """End the suspension of a label.

        Raises:
            IssueError, InputError: as for `suspend`.
        """
        changed = self.statuses.unsuspend(self._own(label), reason=reason)
        return self._noted(changed, label, "reinstatement", reason, log)

    def revoke(
        self, label: Any, *, reason: str = "", log: EvaluationLog | None = None
    ) -> tuple[EntryStatus, ...]:
        """Revoke a label for good.

        Verifiers see it once the list is published again. An entry of purpose suspension stays set for good
        and is called suspended; one of purpose revocation is called revoked.

        Raises:
            IssueError: the label is another authority's.
            InputError: the log does not stand.
        """
        changed = self.statuses.revoke(self._own(label), reason=reason)
        return self._noted(changed, label, "revocation", reason, log)

    def _noted(
        self,
        changed: tuple[EntryStatus, ...],
        label: Any,
        kind: str,
        reason: str,
        log: EvaluationLog | None,
    ) -> tuple[EntryStatus, ...]:
        if log is not None:
            body = {"label": self._own(label)["id"], "reason": reason}
            log.append(self.issuer.key, kind, body, role="authority")
        return changed

    def _own(self, label: Any) -> dict[str, Any]:
        """Return the credential of a label that this authority awarded, and signed as it stands."""
        return standing_label(label, self.issuer, self.scheme.id, self.history)
