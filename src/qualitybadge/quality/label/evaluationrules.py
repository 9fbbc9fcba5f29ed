"""The rules by which an evaluation is judged, from the figures of its scheme. Records nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from ...model.equality import same_id
from .applicationbadges import badges_in, name_of
from .applicationcheck import Gap
from .evaluation import EvaluationNote, Figures, Weight
from .review import GRANTED, NOT_YET, Decision, Evaluator, Review

if TYPE_CHECKING:
    from .application import Application
    from .applicationcheck import ApplicationCheck, ApplicationFinding
    from .paper import Organisation
    from .scheme import LabelScheme
    from .schemeparts import Item, Role

_SAME_SHARE = 1e-9  # figures that differ by less were computed in another order
_COMMITTEE = "committee"
_BADGES = ("/samples", "/training")
_NAMED = 5


def figures_of(scheme: LabelScheme, reviews: Sequence[Review], items: Sequence[Item]) -> Figures:
    """Return what the reviews come to together: the lower counts, and what one left out is not there."""
    wanted = {item.id for item in items}
    levels = [one.level for review in reviews for one in review.levels if one.item in wanted]
    met = confirmed_by_all([review.criteria for review in reviews])
    mandatory = {one.id for one in scheme.formal if one.mandatory}
    return Figures(
        indicator_share=_share(scheme, reviews),
        minimum_level=min(levels, default=None),
        formal_criteria_met=bool(reviews) and mandatory <= met,
        reviewers=len({_who(review.reviewer) for review in reviews}),
    )


def _share(scheme: LabelScheme, reviews: Sequence[Review]) -> float | None:
    """Return the share of all indicators of the scheme that every reviewer confirmed; None without any."""
    if not scheme.indicators_known or not scheme.indicators:
        return None
    confirmed = confirmed_by_all([review.indicators for review in reviews])
    return sum(one.id in confirmed for one in scheme.indicators) / len(scheme.indicators)


def confirmed_by_all(lists: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return what stands in every one of the lists; nothing where there is no list."""
    return frozenset.intersection(*map(frozenset, lists)) if lists else frozenset()


def record_notes(
    scheme: LabelScheme, application: Application, reviews: Sequence[Review], items: Sequence[Item]
) -> Iterator[EvaluationNote]:
    """Yield what keeps the reviews from being the record that the scheme asks for."""
    if application.scheme != scheme.reference:
        yield _missing("scheme", "the application is for another scheme, or another version of it")
    if application.submitted is None:
        yield _missing("application", "the application was not handed in yet")
    if not application.organisation.id:
        yield _missing("application", "the application does not say which issuer id the badges name")
    if len(items) < len(scheme.asked):  # a shortened evaluation asks for less than an application has
        yield from _missing_answers(application, items)
    yield from _reviewers(scheme, application.organisation, reviews)
    for review in reviews:
        yield from _one_review(scheme, application, review, items)
    if scheme.indicator_share is not None and not (scheme.indicators_known and scheme.indicators):
        message = "the scheme asks for a share of indicators that are not known, so none can be computed"
        yield _missing("indicators", message)


def checked_at_hand_in(scheme: LabelScheme, application: Application) -> ApplicationCheck:
    """Return the check of an application on the day on which it was handed in, without its files."""
    day = application.submitted
    moment = None if day is None else datetime.combine(day, time.max, UTC)
    return application.check(scheme, now=moment)


def check_notes(
    application: Application, check: ApplicationCheck, *, whole: bool
) -> Iterator[EvaluationNote]:
    """Yield what the application lacks or contradicts, as the applicant is told, and badges that nobody saw.

    Args:
        application: the application.
        check: what its check found.
        whole: whether all of it counts; else its badges alone.
    """
    if check.application != application.digest:
        yield _missing("application", "the check is of another application, or of another version of it")
        return
    for finding in check.findings:
        of_badge = finding.pointer.startswith(_BADGES)
        message = f"{finding.advice()} ({finding.pointer})"
        if finding.gap is Gap.NEEDS_HUMAN:
            if of_badge:
                yield EvaluationNote(_weight(finding), "application", message)
        elif whole or of_badge:
            yield _missing("application", message)
    unseen = [badge for _, badge in badges_in(application) if badge.digest not in check.badges]
    if unseen:
        names = ", ".join(name_of(badge) for badge in unseen[:_NAMED])
        message = f"of {len(unseen)} badges only the applicant says what they are: check their files: {names}"
        yield _missing("badges", message)


def _weight(finding: ApplicationFinding) -> Weight:
    """Whether a badge is authentic and whose it is must be known; how good it is, people may judge."""
    return Weight.INCOMPLETE if finding.what in ("verdict", "issuer") else Weight.REMARK


def _missing_answers(application: Application, items: Sequence[Item]) -> Iterator[EvaluationNote]:
    for item in items:
        answer = application.answer(item.id)
        if item.mandatory and (answer is None or not answer.text.strip()):
            yield _missing(item.id, f"{item.id} is not answered: {item.statement}")


def _reviewers(
    scheme: LabelScheme, organisation: Organisation, reviews: Sequence[Review]
) -> Iterator[EvaluationNote]:
    different = {_who(review.reviewer) for review in reviews}
    if len(different) < len(reviews):
        yield _missing("reviewers", "two reviews are by the same reviewer")
    wanted = scheme.reviewers or 1
    if len(different) < wanted:
        yield _missing("reviewers", f"the scheme asks for {wanted} reviewers, and there are {len(different)}")
    near = {_who(review.reviewer) for review in reviews if _is_near(review.reviewer, organisation)}
    local = scheme.local_reviewers or 0
    if len(near) < local:
        yield _missing(
            "reviewers",
            f"of the applicant's country or language there must be {local}, and there are {len(near)}",
        )


def _who(somebody: Evaluator) -> str:
    """Return who somebody is, whatever case and spaces the papers write."""
    return " ".join(somebody.id.split()).casefold()


def _is_near(reviewer: Evaluator, organisation: Organisation) -> bool:
    """Tell whether a reviewer is of the applicant's country, or reads one of its languages."""
    same_country = reviewer.country.upper() == organisation.country.upper() != ""
    return same_country or bool(_spoken(reviewer.languages) & _spoken(organisation.languages))


def _spoken(tags: Sequence[str]) -> frozenset[str]:
    return frozenset(tag.partition("-")[0].lower() for tag in tags if tag)


def _one_review(
    scheme: LabelScheme, application: Application, review: Review, items: Sequence[Item]
) -> Iterator[EvaluationNote]:
    whose = f"the review by {review.reviewer.id}"
    if review.application != application.digest:
        yield _missing("review", f"{whose} is of another application, or of another version of it")
    if review.scheme != scheme.reference:
        yield _missing("review", f"{whose} is by another scheme, or another version of it")
    if not review.independent:
        yield _missing("independence", f"{whose} does not declare that the reviewer is independent")
    if _belongs_to(review.reviewer, application.organisation):
        yield _missing("independence", f"{review.reviewer.id} belongs to the organisation that applies")
    yield from _in_order(application.submitted, review.day, f"{whose} has", "the application")
    given = [one.item for one in review.levels]
    for item in items:
        if item.id not in given:
            yield _missing(item.id, f"{whose} gives no level to {item.id}")
    if len(set(given)) < len(given):
        yield _missing("levels", f"{whose} gives two levels to one answer")
    yield from _unknown(scheme, review, whose)


def _unknown(scheme: LabelScheme, review: Review, whose: str) -> Iterator[EvaluationNote]:
    scale = scheme.scale
    for one in review.levels:
        if scale is not None and not scale[0] <= one.level <= scale[1]:
            message = (
                f"{whose} gives {one.item} the level {one.level}, and the scale is {scale[0]} to {scale[1]}"
            )
            yield _missing(one.item, message)
    sides = (
        ("item", {one.item for one in review.levels}, {item.id for item in scheme.items}),
        ("indicator", set(review.indicators), {one.id for one in scheme.indicators}),
        ("formal criterion", set(review.criteria), {one.id for one in scheme.formal}),
    )
    for what, said, known in sides:
        if said - known:
            yield _missing(
                "review", f"{whose} names the {what} {min(said - known)!r:.60}, which the scheme has not"
            )


def shortfalls(
    scheme: LabelScheme,
    application: Application,
    reviews: Sequence[Review],
    items: Sequence[Item],
    figures: Figures,
) -> Iterator[EvaluationNote]:
    """Yield what the applicant has to improve, one sentence each."""
    if not reviews:
        return
    for item in items:
        yield from _level(scheme.minimum_level, application, reviews, item)
    met = confirmed_by_all([review.criteria for review in reviews])
    for criterion in scheme.formal:
        if criterion.mandatory and criterion.id not in met:
            yield _short(criterion.id, f"{criterion.id}: {criterion.title}: not every reviewer found it met")
    yield from _indicator_share(scheme, reviews, figures)


def _level(
    least: int | None, application: Application, reviews: Sequence[Review], item: Item
) -> Iterator[EvaluationNote]:
    levels = [one.level for review in reviews for one in review.levels if one.item == item.id]
    if least is None or not levels or min(levels) >= least:
        return
    answer = application.answer(item.id)
    if item.mandatory or (answer is not None and answer.text.strip()):
        message = f"{item.id}: {item.statement}: level {min(levels)}, and at least {least} is needed"
        yield _short(item.id, message)


def _indicator_share(
    scheme: LabelScheme, reviews: Sequence[Review], figures: Figures
) -> Iterator[EvaluationNote]:
    wanted, share = scheme.indicator_share, figures.indicator_share
    if wanted is None or share is None or share + _SAME_SHARE >= wanted:
        return
    confirmed = confirmed_by_all([review.indicators for review in reviews])
    yield _short("indicators", f"{share:.0%} of the indicators are confirmed, and {wanted:.0%} are needed")
    for indicator in scheme.indicators:
        if indicator.id not in confirmed:
            yield _short(indicator.id, f"{indicator.id}: {indicator.title}: not every reviewer confirmed it")


def decision_notes(
    scheme: LabelScheme,
    application: Application,
    reviews: Sequence[Review],
    decision: Decision,
    figures: Figures,
) -> Iterator[EvaluationNote]:
    """Yield what keeps a decision from being one that the scheme knows."""
    if decision.application != application.digest or decision.scheme != scheme.reference:
        yield _missing("decision", "the decision is on another application, or by another scheme")
    if sorted(decision.reviews) != sorted(review.digest for review in reviews):
        yield _missing("decision", "the decision does not rest on exactly these reviews")
    if decision.outcome not in (GRANTED, NOT_YET):
        yield _missing("decision", f"the outcome is {GRANTED} or {NOT_YET}, not {decision.outcome!r:.40}")
    if not any(reason.strip() for reason in decision.reasons):
        yield _missing("decision", "the decision gives no reasons")
    for review in reviews:
        yield from _in_order(
            review.day, decision.day, "the decision has", f"the review by {review.reviewer.id}"
        )
    yield from _figures_differ(decision, figures)
    yield from _committee(scheme, application.organisation, decision.committee)
    yield from _both(reviews, decision.committee)
    yield from _shortened(scheme, application, decision)


def _figures_differ(decision: Decision, figures: Figures) -> Iterator[EvaluationNote]:
    said, found = decision.indicator_share, figures.indicator_share
    same = said == found or (said is not None and found is not None and abs(said - found) < _SAME_SHARE)
    if not same:
        yield _missing(
            "decision", f"the decision says {said} of the indicators, and the reviews come to {found}"
        )
    if decision.minimum_level != figures.minimum_level:
        levels = f"level {decision.minimum_level}, and the reviews come to {figures.minimum_level}"
        yield _missing("decision", f"the decision says {levels}")


def _committee(
    scheme: LabelScheme, organisation: Organisation, members: Sequence[Evaluator]
) -> Iterator[EvaluationNote]:
    ids = {_who(member) for member in members}
    if len(ids) < len(members):
        yield _missing(_COMMITTEE, "a member stands in the committee twice")
    least, most = scheme.committee or (1, len(ids))
    if not least <= len(ids) <= most:
        yield _missing(_COMMITTEE, f"the committee has {least} to {most} members, and there are {len(ids)}")
    for member in members:
        if _belongs_to(member, organisation):
            yield _missing("independence", f"{member.id} belongs to the organisation that applies")
    yield from _roles(scheme, members)


def _both(reviews: Sequence[Review], members: Sequence[Evaluator]) -> Iterator[EvaluationNote]:
    """Yield who reviewed and decides, too: the scheme may allow it, and it should be known."""
    reviewers = {_who(review.reviewer) for review in reviews}
    for member in members:
        if _who(member) in reviewers:
            message = f"{member.id} reviewed the application and sits on the committee, too"
            yield EvaluationNote(Weight.REMARK, _COMMITTEE, message)


def _roles(scheme: LabelScheme, members: Sequence[Evaluator]) -> Iterator[EvaluationNote]:
    for role in roles_in_committee(scheme):
        there = sum(member.role == role.id for member in members)
        if there < (role.least or 1):
            yield _missing(_COMMITTEE, f"nobody in the committee has the role {role.id}: {role.title}")


def roles_in_committee(scheme: LabelScheme) -> tuple[Role, ...]:
    """Return the roles that must be in the committee: their ids say so, such as ``committee-coordinator``."""
    return tuple(role for role in scheme.roles if role.id.startswith(f"{_COMMITTEE}-"))


def _shortened(scheme: LabelScheme, application: Application, decision: Decision) -> Iterator[EvaluationNote]:
    allowed = scheme.renewal is not None and scheme.renewal.evaluation == "shortened"
    if decision.shortened and not (application.renewal_of and allowed):
        yield _missing(
            "decision", "a shortened evaluation is for renewals, and only where the scheme knows it"
        )


def _belongs_to(somebody: Evaluator, organisation: Organisation) -> bool:
    return any(same_id(somebody.organisation, own) for own in organisation.ids)


def _in_order(before: date | None, after: date | None, whose: str, what: str) -> Iterator[EvaluationNote]:
    if after is None:
        yield _missing("dates", f"{whose} no day")
    elif before is not None and after < before:
        yield _missing("dates", f"{whose} a day before that of {what}")


def _missing(about: str, message: str) -> EvaluationNote:
    return EvaluationNote(Weight.INCOMPLETE, about, message)


def _short(about: str, message: str) -> EvaluationNote:
    return EvaluationNote(Weight.FALLS_SHORT, about, message)
