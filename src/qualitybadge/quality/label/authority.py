"""The authority of a label: records evaluations, awards, renews, suspends and revokes. Publishes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from .evaluation import Evaluation, evaluate
from .evaluationlog import EvaluationLog, head_of
from .record import complete_evaluation, record_decision, require_decided, require_opened_for
from .review import Decision, Review
from .scheme import LabelScheme
from .standing import standing_label
from .steps import LABEL_SCHEMA
from .terms import AwardTerms, require_terms, terms_of

if TYPE_CHECKING:
    from ...issue.statuslist import EntryStatus


@dataclass(frozen=True, slots=True)
class LabelAuthority:
    """Whoever awards the label of a scheme: the one whom the scheme names, and nobody else.

    Attributes:
        issuer: signs labels and log; its id is among the authorities of the scheme.
        scheme: the scheme.
        statuses: the status lists.
        status_list: URL of the list for new labels. Labels have one entry each: those of a list of purpose
            ``revocation`` can be revoked, those of one of purpose ``suspension`` suspended too.

    Raises:
        IssueError: the scheme does not name the issuer as its authority, or the list is unknown.
        TypeError: an argument is of a type that cannot do.
    """

    issuer: Issuer
    scheme: LabelScheme = field(kw_only=True)
    statuses: StatusLists = field(kw_only=True)
    status_list: str = field(kw_only=True)

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
        self._require_foreign(application)
        if application.scheme != self.scheme.reference:
            raise IssueError("the application is for another scheme, or another version of it", code="USAGE")
        return EvaluationLog.begin(
            path,
            self.issuer.key,
            authority=self.issuer.id,
            scheme={"id": self.scheme.id, "version": self.scheme.version},
            application=application.digest,
            clock=self.issuer.clock,
        )

    def record_review(self, log: EvaluationLog, review: Review) -> None:
        """Write a review into the log.

        Raises:
            InputError: the log does not stand.
            IssueError: the review is of another application than the log, or is recorded already.
        """
        entries = log.entries()
        if entries[0].body.get("application") != review.application:
            raise IssueError("the review is of another application than the log", code="USAGE")
        if any(entry.body.get("review") == review.to_dict() for entry in entries):
            raise IssueError("this review is recorded already", code="USAGE")
        body = {"review": review.to_dict()}
        log.append_after(head_of(entries), self.issuer.key, "review", body, role=review.reviewer.role)

    def decide(
        self, log: EvaluationLog, application: Application, reviews: Sequence[Review], decision: Decision
    ) -> Evaluation:
        """Write a decision into the log, and return what it comes to: what is to be improved where it is no.

        Raises:
            IssueError: the record is not complete, or not that of the log (EVALUATION_INCOMPLETE,
                LOG_ALTERED).
            InputError: the log does not stand.
        """
        self._require_foreign(application)
        record_decision(log, self.issuer, self.scheme, application, decision, reviews)
        return evaluate(self.scheme, application, reviews, decision)

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
        return self._awarded(application, tuple(reviews), decision, log, terms, renewal_of="")

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
        return self._awarded(application, tuple(reviews), decision, log, terms, renewal_of=before["id"])

    def _awarded(
        self,
        application: Application,
        reviews: tuple[Review, ...],
        decision: Decision,
        log: EvaluationLog,
        terms: AwardTerms,
        *,
        renewal_of: str,
    ) -> Badge:
        """Sign a label and record that it was awarded."""
        evaluation = self._evaluated(application, reviews, decision)
        if not decision.granted or not evaluation.awardable:
            reasons = (
                "; ".join(note.message for note in evaluation.to_improve)
                or "the decision was not to grant it"
            )
            raise IssueError(f"the label is not yet issued: {reasons}", code="EVALUATION_INCOMPLETE")
        entries = log.entries()
        require_opened_for(entries, self.issuer.id, self.scheme, application)
        require_decided(entries, reviews, decision)
        head = head_of(entries)
        require_terms(terms)
        said = terms_of(terms, self.scheme, f"{entries[0].log} {decision.digest}", now=self.issuer.clock())
        if decision.day is not None and said["start"].date() < decision.day:
            raise IssueError("the label would hold before it was decided", code="RANGE", pointer="/validFrom")
        status = self.statuses.allocate(self.status_list)
        whole = written.Terms(**said, status=status, log=head, renewal_of=renewal_of)
        draft = written.label_draft(
            self.issuer, self.scheme, application, decision, evaluation.figures, whole
        )
        for fault in schema_errors(read_schema(LABEL_SCHEMA), draft):
            raise IssueError(fault.message, code="SCHEMA_MISMATCH", pointer=fault.pointer)
        label = self.issuer.sign(draft, proof=terms.get("proof"))
        body = {"label": label.id, "decision": decision.digest, "logHead": str(head), "renewalOf": renewal_of}
        log.append_after(head, self.issuer.key, "award", body, role="authority")
        return label

    def _evaluated(
        self, application: Application, reviews: Sequence[Review], decision: Decision
    ) -> Evaluation:
        """Return the evaluation; one whose record is not complete is refused with all that is missing."""
        self._require_foreign(application)
        today = self.issuer.clock().date()
        return complete_evaluation(self.scheme, application, reviews, decision, today=today)

    def _require_foreign(self, application: Application) -> None:
        if any(same_id(self.issuer.id, own) for own in application.organisation.ids):
            raise IssueError(
                "the authority applies to itself, and a label is the word of somebody else",
                code="LABEL_OWN_WORD",
            )

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
        return standing_label(label, self.issuer, self.scheme.id)
