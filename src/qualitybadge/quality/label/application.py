"""An application for a label: a document that is filled in step by step. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from .applicationparts import (
    Adherence,
    Measure,
    Plan,
    PortfolioFacts,
    Sample,
    TrainingBadge,
)
from .paper import (
    Evidence,
    Organisation,
    Paper,
    day_of,
    require_form,
    text_of,
)
from .scheme import LabelScheme
from .schemeparts import SchemeReference
from .selfassessment import Answer, CriterionAnswer, IndicatorAnswer, SelfAssessment

if TYPE_CHECKING:
    from ...fetcher import Fetcher
    from ..profile import Profile
    from .applicationcheck import ApplicationCheck

SCHEMA_ID = "https://qualitybadge.example/schemas/quality/application/1.json"


@dataclass(frozen=True, slots=True)
class Application(Paper):
    """An organisation's application for the label of a scheme; frozen: each `with_…` returns a new one.

    Attributes:
        self_assessment: scheme, organisation and answers.
        samples: sample badges, verified and assessed.
        training: training badges of the staff, verified.
        plan: the plan of quality assurance and improvement.
        portfolio: since when badges are used, and how many.
        adherence: the statement of adherence.
        renewal_of: id of the label that is to be renewed; "" for a first application.
        submitted: the day on which it was handed in; None while it is being filled in.
    """

    self_assessment: SelfAssessment
    samples: tuple[Sample, ...] = ()
    training: tuple[TrainingBadge, ...] = ()
    plan: Plan = field(default_factory=Plan)
    portfolio: PortfolioFacts = field(default_factory=PortfolioFacts)
    adherence: Adherence = field(default_factory=Adherence)
    renewal_of: str = ""
    submitted: date | None = None

    @classmethod
    def begin(cls, scheme: LabelScheme, organisation: Organisation | None = None) -> Application:
        """Return an empty application with a row for everything that the scheme asks."""
        return cls(SelfAssessment.begin(scheme, organisation))

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Return the application that JSON data holds.

        Raises:
            InputError: a member is missing, unknown or of another type, or stands there twice.
        """
        data = require_form(data, SCHEMA_ID)
        return cls(
            self_assessment=SelfAssessment.of_checked(data["selfAssessment"], "/selfAssessment"),
            samples=tuple(
                Sample.from_dict(one, f"/samples/{place}") for place, one in enumerate(data["samples"])
            ),
            training=tuple(
                TrainingBadge.from_dict(one, f"/training/{place}")
                for place, one in enumerate(data["training"])
            ),
            plan=Plan.from_dict(data["plan"], "/plan"),
            portfolio=PortfolioFacts.from_dict(data["portfolio"], "/portfolio"),
            adherence=Adherence.from_dict(data["adherence"], "/adherence"),
            renewal_of=data["renewalOf"],
            submitted=day_of(data["submitted"], "/submitted"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data; its shape is ``schemas/quality/application.schema.json``."""
        return {
            "schema": SCHEMA_ID,
            "selfAssessment": self.self_assessment.to_dict(),
            "samples": [one.to_dict() for one in self.samples],
            "training": [one.to_dict() for one in self.training],
            "plan": self.plan.to_dict(),
            "portfolio": self.portfolio.to_dict(),
            "adherence": self.adherence.to_dict(),
            "renewalOf": self.renewal_of,
            "submitted": text_of(self.submitted),
        }

    @property
    def scheme(self) -> SchemeReference:
        """Which scheme in which version it is for."""
        return self.self_assessment.scheme

    @property
    def organisation(self) -> Organisation:
        """Who applies."""
        return self.self_assessment.organisation

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers of the self-assessment."""
        return self.self_assessment.answers

    @property
    def files(self) -> frozenset[str]:
        """The names of the files that it names: evidence and badges."""
        evidence = [one.file for answer in self.answers for one in answer.evidence]
        samples = [one.badge.file for one in self.samples]
        training = [one.badge.file for one in self.training]
        return frozenset(filter(None, (*evidence, *samples, *training)))

    def answer(self, item: str) -> Answer | None:
        """Return the answer to an item, None where there is none."""
        return self.self_assessment.answer(item)

    def with_organisation(self, organisation: Organisation) -> Application:
        """Return it with another organisation."""
        return self._with(organisation=organisation)

    def with_answer(
        self,
        item: str,
        text: str,
        *,
        evidence: tuple[Evidence, ...] = (),
        level: int | None = None,
        day: date | None = None,
        role: str = "",
    ) -> Application:
        """Return it with an answer to an item.

        Args:
            item: id of the item, such as ``QL-ORG-05``.
            text: the answer.
            evidence: what shows that it is so; see `Evidence.of_file`.
            level: the level that the organisation claims for itself.
            day: the day of the answer.
            role: in which role somebody answers; a role, not a name.
        """
        answer = Answer(item, text, level, tuple(evidence), day, role)
        return replace(self, self_assessment=self.self_assessment.with_answer(answer))

    def with_criterion(self, criterion: str, *, met: bool, explanation: str = "") -> Application:
        """Return it with what holds of a formal criterion."""
        answer = CriterionAnswer(criterion, met, explanation)
        return replace(self, self_assessment=self.self_assessment.with_criterion(answer))

    def with_indicator(self, indicator: str, *, checked: bool, note: str = "") -> Application:
        """Return it with an indicator checked or not."""
        answer = IndicatorAnswer(indicator, checked, note)
        return replace(self, self_assessment=self.self_assessment.with_indicator(answer))

    def with_sample(
        self,
        item: Any,
        *,
        file: str = "",
        profile: Profile | str = "recognition",
        fetcher: Fetcher | None = None,
        now: datetime | None = None,
    ) -> Application:
        """Return it with one more sample badge, verified and assessed; offline without fetcher.

        Args:
            item: a badge in any form that `verify` takes: a `pathlib.Path`, bytes, text or a dict.
            file: the name of its file; that of the path unless given.
            profile: the profile to assess it by.
            fetcher: how the network may be asked.
            now: the time to verify at, aware; the current one unless given.

        Raises:
            InputError: it is no badge, or stands there already.
        """
        from .badgechecks import sample_of, without_twin

        sample = sample_of(item, file=file, profile=profile, fetcher=fetcher, now=now)
        without_twin(sample.badge, (one.badge for one in self.samples))
        return replace(self, samples=(*self.samples, sample))

    def with_training(
        self,
        item: Any,
        scheme: LabelScheme,
        *,
        file: str = "",
        answers: str = "QL-ORG-03",
        fetcher: Fetcher | None = None,
        now: datetime | None = None,
    ) -> Application:
        """Return it with one more training badge, verified (offline without a fetcher).

        Args:
            item: the badge, as for `with_sample`.
            scheme: the scheme, which may say which achievements count.
            file: the name of its file; that of the path unless given.
            answers: id of the item that it answers.
            fetcher: how the network may be asked.
            now: the time to verify at, aware; the current one unless given.

        Raises:
            InputError: it is no badge, or stands there already.
        """
        from .badgechecks import training_of, without_twin

        badge = training_of(item, scheme, answers, file=file, fetcher=fetcher, now=now)
        without_twin(badge.badge, (one.badge for one in self.training))
        return replace(self, training=(*self.training, badge))

    def with_plan(self, owner: str, *measures: Measure) -> Application:
        """Return it with a plan."""
        return replace(self, plan=Plan(owner, measures))

    def with_portfolio(self, facts: PortfolioFacts) -> Application:
        """Return it with what was found in the badges issued so far."""
        return replace(self, portfolio=facts)

    def with_adherence(self, text: str, *, day: date, role: str) -> Application:
        """Return it with the statement of adherence to the values of the scheme."""
        return replace(self, adherence=Adherence(text, day, role))

    def with_renewal_of(self, label: str) -> Application:
        """Return it as an application to renew a label."""
        return replace(self, renewal_of=label)

    def with_submitted(self, day: date) -> Application:
        """Return it as handed in on a day; the self-assessment is of that day where it has none."""
        finished = replace(self.self_assessment, day=self.self_assessment.day or day)
        return replace(self, self_assessment=finished, submitted=day)

    def check(
        self,
        scheme: LabelScheme,
        *,
        now: datetime | None = None,
        files: Mapping[str, bytes] | None = None,
        fetcher: Fetcher | None = None,
    ) -> ApplicationCheck:
        """Return what is missing and what does not fit; see `applicationcheck.check`."""
        from .applicationcheck import check

        return check(self, scheme, now=now, files=files, fetcher=fetcher)

    def _with(self, **parts: Any) -> Application:
        return replace(self, self_assessment=replace(self.self_assessment, **parts))
