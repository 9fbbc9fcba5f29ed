"""What is asked of an application: one small function each, over the application and its scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..metadata.identifiers import language_tag_state
from ..rules.recipient import is_iri
from .application import Application
from .applicationbadges import (
    DESIGN,
    Seen,
    hands_in_nameless_badges,
    keeps_its_files,
    says_of_badges_what_they_say,
    shows_sample_badges,
    shows_training_badges,
    shows_valid_training_badges,
)
from .applicationcheck import ApplicationFinding, Gap, finding
from .applicationparts import CheckedBadge, Sample
from .paper import text_of
from .scheme import LabelScheme
from .schemeparts import FormalCriterion, Item, Mark
from .selfassessment import Answer, CriterionAnswer

Findings = Iterator[ApplicationFinding]

# What the items of the catalogue rest on beside their answers.
USE, VALUES, PLAN = "QL-ORG-02", "QL-ORG-04", "QL-ORG-07"

_EARLIEST_ZONE = timedelta(hours=14)  # where the day begins first
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Case:
    """An application, its scheme, the time, the files that were handed in, and the badges seen in them."""

    application: Application
    scheme: LabelScheme
    now: datetime
    files: Mapping[str, bytes] | None
    seen: Mapping[str, Seen]

    def badge(self, pointer: str, said: CheckedBadge) -> CheckedBadge:
        """Return a badge as it was seen again, else as the application says."""
        seen = self.seen.get(pointer)
        return said if seen is None or seen.badge is None else seen.badge

    def readiness(self, pointer: str, sample: Sample) -> str:
        """Return the readiness of a sample as it was seen again, else as the application says."""
        seen = self.seen.get(f"{pointer}/badge")
        return sample.readiness if seen is None else seen.readiness

    def needs(self, item: str) -> bool:
        """Tell whether the scheme demands an item of the applicant."""
        return any(one.id == item and one.mandatory and one.asked for one in self.scheme.items)

    @property
    def shown(self) -> frozenset[str]:
        """The items whose evidence stands in a part of its own."""
        application = self.application
        parts = {
            USE: application.portfolio.first,
            VALUES: application.adherence.text,
            DESIGN: application.samples,
            PLAN: application.plan.measures,
        }
        trained = {one.item for one in application.training}
        return frozenset(trained | {item for item, part in parts.items() if part})


def shown_elsewhere(scheme: LabelScheme) -> frozenset[str]:
    """Return the items whose evidence has a part of its own in an application."""
    return frozenset({USE, VALUES, DESIGN, PLAN, *(one.item for one in scheme.training)})


def _missing(what: str, pointer: str, **values: object) -> ApplicationFinding:
    return finding(Gap.MISSING, what, pointer, **values)


def _inconsistent(what: str, pointer: str, **values: object) -> ApplicationFinding:
    return finding(Gap.INCONSISTENT, what, pointer, **values)


def _asks(what: str, pointer: str, **values: object) -> ApplicationFinding:
    return finding(Gap.NEEDS_HUMAN, what, pointer, **values)


def is_for_this_scheme(case: Case) -> Findings:
    """The application was made for this scheme in this version."""
    if case.application.scheme != case.scheme.reference:
        yield _inconsistent(
            "scheme", "/selfAssessment/scheme", title=case.scheme.name, needed=case.scheme.version
        )


def names_the_organisation(case: Case) -> Findings:
    """The organisation has a name, an id, a country and a language."""
    organisation = case.application.organisation
    for name in ("name", "id", "country", "languages"):
        if not getattr(organisation, name):
            yield _missing(f"organisation.{name}", f"/selfAssessment/organisation/{name}")


def names_the_organisation_rightly(case: Case) -> Findings:
    """The id is one that a badge can name, and languages are given as tags (BCP 47)."""
    organisation = case.application.organisation
    if organisation.id and not is_iri(organisation.id):
        yield _inconsistent("organisation.id", "/selfAssessment/organisation/id", found=organisation.id)
    for place, tag in enumerate(organisation.languages):
        if language_tag_state(tag) == "invalid":
            pointer = f"/selfAssessment/organisation/languages/{place}"
            yield _inconsistent("organisation.language", pointer, found=tag)


def asks_nothing_else(case: Case) -> Findings:
    """Every row answers something that the scheme asks."""
    said, scheme = case.application.self_assessment, case.scheme
    rows = {
        "answers": ([one.item for one in said.answers], {one.id for one in scheme.asked}),
        "criteria": ([one.criterion for one in said.criteria], {one.id for one in scheme.formal}),
        "indicators": ([one.indicator for one in said.indicators], {one.id for one in scheme.indicators}),
    }
    for name, (found, known) in rows.items():
        for place, one in enumerate(found):
            if one not in known:
                yield _inconsistent("unknown", f"/selfAssessment/{name}/{place}", id=one)


def answers_what_is_asked(case: Case) -> Findings:
    """Every mandatory item is answered, with evidence, day and role; what else is answered is so in whole."""
    places = {one.item: place for place, one in enumerate(case.application.answers)}
    for item in case.scheme.asked:
        place = places.get(item.id)
        pointer = f"/selfAssessment/answers/{'-' if place is None else place}"
        answer = case.application.answer(item.id)
        if answer is None or not answer.text.strip():
            if item.mandatory:
                yield _missing("answer", f"{pointer}/text", id=item.id, title=item.statement)
        else:
            yield from _answered(case, item, answer, pointer)
            yield from _claimed(case, answer, pointer)


def _answered(case: Case, item: Item, answer: Answer, pointer: str) -> Findings:
    if item.mandatory and not answer.evidence and item.id not in case.shown:
        yield _missing("answer.evidence", f"{pointer}/evidence", id=item.id, evidence=item.evidence)
    for place, one in enumerate(answer.evidence):
        if not one.given:
            yield _missing("evidence", f"{pointer}/evidence/{place}", id=item.id)
    if answer.day is None:
        yield _missing("answer.date", f"{pointer}/date", id=item.id)
    if not answer.role.strip():
        yield _missing("answer.role", f"{pointer}/role", id=item.id)


def _claimed(case: Case, answer: Answer, pointer: str) -> Findings:
    """Look for the level on the scale; a scale that is only proposed says nothing about it."""
    scale, highest = case.scheme.scale, case.scheme.figures.get("scale_highest")
    if answer.level is None or scale is None or highest is None or highest.origin.mark is Mark.PROPOSAL:
        return
    if not scale[0] <= answer.level <= scale[1]:
        yield _inconsistent("level", f"{pointer}/level", least=scale[0], most=scale[1])


def meets_the_formal_criteria(case: Case) -> Findings:
    """Every formal criterion is met, or explained where the scheme allows that."""
    places = {one.criterion: place for place, one in enumerate(case.application.self_assessment.criteria)}
    for one in case.scheme.formal:
        place = places.get(one.id)
        pointer = f"/selfAssessment/criteria/{'-' if place is None else place}"
        answer = case.application.self_assessment.criterion(one.id)
        yield from _criterion(one, answer, pointer)


def _criterion(one: FormalCriterion, answer: CriterionAnswer | None, pointer: str) -> Findings:
    values = {"id": one.id, "title": one.title}
    if answer is None or answer.met is None:
        yield _missing("criterion", f"{pointer}/met", **values)
    elif answer.met or not one.mandatory:
        return
    elif not one.explainable:
        yield _missing("criterion.unmet", f"{pointer}/met", **values)
    elif not answer.explanation.strip():
        yield _missing("criterion.explanation", f"{pointer}/explanation", **values)


def says_each_indicator(case: Case) -> Findings:
    """Every indicator is said to hold or not; where they are not known, a person computes the share."""
    if not case.scheme.indicators_known:
        yield _asks("indicators", "/selfAssessment/indicators")
    said = case.application.self_assessment
    places = {one.indicator: place for place, one in enumerate(said.indicators)}
    for one in case.scheme.indicators:
        answer = said.indicator(one.id)
        if answer is None or answer.checked is None:
            pointer = f"/selfAssessment/indicators/{places.get(one.id, '-')}/checked"
            yield _missing("indicator", pointer, id=one.id, title=one.title)


def plans_ahead(case: Case) -> Findings:
    """There is a plan with an owner, over the years asked for."""
    plan, years = case.application.plan, case.scheme.plan_years or case.scheme.validity_years
    if not plan.measures:
        if case.needs(PLAN) or case.scheme.plan_years:
            yield _missing("plan", "/plan/measures")
        return
    if not plan.owner.strip():
        yield _missing("plan.owner", "/plan/owner")
    if years and plan.start and plan.end and not plan.spans(years):
        yield _inconsistent("plan.short", "/plan/measures", needed=years)


def plans_each_measure(case: Case) -> Findings:
    """Each measure of the plan says what, who, from when and to when."""
    for place, one in enumerate(case.application.plan.measures):
        said = one.title.strip() and one.owner.strip()
        if not said or one.start is None or one.end is None:
            yield _missing("measure", f"/plan/measures/{place}")
        elif one.end < one.start:
            yield _inconsistent("order", f"/plan/measures/{place}/end")


def has_used_badges(case: Case) -> Findings:
    """The badges issued so far reach over the months asked for."""
    needed, facts = case.scheme.months_of_use, case.application.portfolio
    if not needed:
        return
    if facts.first is None or facts.last is None:
        yield _missing("portfolio", "/portfolio/first" if facts.first is None else "/portfolio/last")
    elif facts.last < facts.first:
        yield _inconsistent("order", "/portfolio/last")
    elif (found := months_between(facts.first, facts.last)) < needed:
        yield _inconsistent("use", "/portfolio/last", needed=needed, found=found)


def months_between(first: date, last: date) -> int:
    """Return how many whole months lie between two days."""
    months = (last.year - first.year) * _MONTHS_A_YEAR + last.month - first.month
    return months - (last.day < first.day)


def states_adherence(case: Case) -> Findings:
    """The statement of adherence has a text, a day and a role."""
    said = case.application.adherence
    if case.needs(VALUES) and not (said.text.strip() and said.day and said.role.strip()):
        yield _missing("adherence", "/adherence")


def is_submitted(case: Case) -> Findings:
    """The application has a day on which it is handed in, and no answer is later."""
    submitted = case.application.submitted
    if submitted is None:
        yield _missing("submitted", "/submitted")
        return
    for pointer, day in _past_days(case.application):
        if day > submitted:
            yield _inconsistent("answer.late", pointer, found=text_of(day))


def is_of_the_past(case: Case) -> Findings:
    """No day of what was done is still to come."""
    latest = _latest_day(case.now)
    submitted = case.application.submitted
    days = [*_past_days(case.application), *([("/submitted", submitted)] if submitted else [])]
    for pointer, day in days:
        if day > latest:
            yield _inconsistent("future", pointer, found=text_of(day))


def _latest_day(now: datetime) -> date:
    """Return which day it is already where the day begins first."""
    try:
        return (now + _EARLIEST_ZONE).date()
    except OverflowError:
        return date.max


def _past_days(application: Application) -> Iterator[tuple[str, date]]:
    facts = application.portfolio
    days = [
        *((f"/selfAssessment/answers/{n}/date", one.day) for n, one in enumerate(application.answers)),
        ("/selfAssessment/date", application.self_assessment.day),
        ("/adherence/date", application.adherence.day),
        ("/portfolio/first", facts.first),
        ("/portfolio/last", facts.last),
    ]
    yield from ((pointer, day) for pointer, day in days if day is not None)


RULES: tuple[Callable[[Case], Findings], ...] = (
    is_for_this_scheme,
    names_the_organisation,
    names_the_organisation_rightly,
    asks_nothing_else,
    meets_the_formal_criteria,
    answers_what_is_asked,
    says_each_indicator,
    shows_sample_badges,
    shows_training_badges,
    shows_valid_training_badges,
    plans_ahead,
    plans_each_measure,
    has_used_badges,
    states_adherence,
    is_submitted,
    is_of_the_past,
    keeps_its_files,
    hands_in_nameless_badges,
    says_of_badges_what_they_say,
)
