"""The rules of the group criteria: what is done to earn the badge. Asks the network by a fetcher only."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...errors import FetchError
from ...fetcher import obtain
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, fails, not_checked, partly
from ..subject import Part, Subject
from .words import weighted_length

# A line that begins with a bullet, a number or a letter of a list, as people write them; or an item of HTML.
_ITEM = re.compile(
    r"^[ \t\u3000]*(?:"
    r"[-*+•‣◦·▪\u2013\u2014][ \t\u3000]+"
    r"|(?:[0-9]{1,2}[.)]|[a-z][.)]|\((?:[0-9]{1,2}|[a-z]|[ivx]{2,4})\))[ \t\u3000]+"
    r"|(?:[0-9]{1,2}|[\uff10-\uff19]{1,2}|[一二三四五六七八九十]{1,3})[、\uff0e][ \t\u3000]*"
    r"|[・●○■□◆①-⑳][ \t\u3000]*"
    r")\S|<li[ >]",
    re.MULTILINE | re.IGNORECASE,
)
_WEB = re.compile(r"(https?)://[^\s/?#]*[^\s/?#.]\.[^\s/?#.]\S*", re.IGNORECASE)
_GONE = frozenset({404, 410})
_ANSWERS = range(200, 400)
_LISTED = 2


class Criteria(NamedTuple):
    """What a badge says about how it is earned.

    Attributes:
        link: address of the criteria, "" for none.
        narrative: the criteria as text, "" for none.
        at: JSON pointer to the criteria.
        link_at: JSON pointer to the address, or to where it would stand.
    """

    link: str
    narrative: str
    at: str
    link_at: str

    @property
    def narrative_at(self) -> str:
        """JSON pointer to the text, or to where it would stand."""
        return f"{self.at}/narrative"


def criteria_of(subject: Subject) -> Criteria:
    """Return the criteria: an object or only an address; of several the first link, and the texts as one."""
    value = subject.achievement.data.get("criteria")
    at = subject.achievement.pointer("criteria")
    if not isinstance(value, list):
        return _criteria(value, at)
    several = [_criteria(one, f"{at}/{place}") for place, one in enumerate(value)]
    told = [one for one in several if one.narrative]
    linked = [one for one in several if one.link]
    first = next(iter((*told, *linked, *several)), _criteria(None, at))
    narrative = "\n".join(one.narrative for one in told)
    link = linked[0] if linked else first
    return Criteria(link.link, narrative, first.at, link.link_at)


def _criteria(value: object, at: str) -> Criteria:
    if isinstance(value, str):
        return Criteria(value.strip(), "", at, at)
    part = Part(value if isinstance(value, dict) else {}, at)
    return Criteria(part.text("id"), part.text("narrative"), at, f"{at}/id")


def are_present(subject: Subject) -> Found:
    """There is a link to the criteria, or their text."""
    criteria = criteria_of(subject)
    return PASSES if criteria.link or criteria.narrative else fails(criteria.at)


def are_embedded(subject: Subject) -> Found:
    """The text of the criteria stands in the badge."""
    criteria = criteria_of(subject)
    if weighted_length(criteria.narrative) >= subject.terms.criteria_enough:
        return PASSES
    if criteria.narrative:
        return partly(criteria.narrative_at, criteria.narrative)
    if criteria.link:
        return partly(criteria.narrative_at, criteria.link, case="link-only")
    return fails(criteria.narrative_at)


def list_what_is_done(subject: Subject) -> Found:
    """The criteria name what is done as a list, or as structured data."""
    criteria = criteria_of(subject)
    if subject.metadata.tasks or len(_ITEM.findall(criteria.narrative)) >= _LISTED:
        return PASSES
    return partly(criteria.narrative_at) if criteria.narrative else fails(criteria.narrative_at)


def steps_name_evidence_and_verifier(subject: Subject) -> Found:
    """Each thing to do says what shows that it was done and who looks at that."""
    steps = subject.metadata.tasks
    if not steps:
        return NOT_APPLICABLE
    open_steps = [step for step in steps if not (step.evidence and step.verified_by)]
    if not open_steps:
        return PASSES
    silent = not any(step.evidence or step.verified_by for step in steps)
    return (fails if silent else partly)(subject.place("tasks"), open_steps[0].description)


def link_answers(subject: Subject) -> Found:
    """The link to the criteria is https and, where the network may be asked, leads to a page."""
    criteria = criteria_of(subject)
    if not criteria.link:
        return NOT_APPLICABLE
    web = _WEB.fullmatch(criteria.link)
    if web is None:
        return fails(criteria.link_at, criteria.link, case="no-address")
    if web[1].lower() != "https":
        return partly(criteria.link_at, criteria.link)
    return _answer(subject, criteria)


def _answer(subject: Subject, criteria: Criteria) -> Found:
    """Return what the page of the criteria answers; that it could not be asked says nothing about it."""
    if subject.fetcher is None:
        return PASSES
    try:
        status = obtain(
            subject.fetcher,
            criteria.link,
            accept="text/html, */*;q=0.5",
            limits=subject.limits,
            cross_origin=True,
        ).status
    except FetchError as error:
        return not_checked(criteria.link_at, error.code)
    if status in _GONE:
        return fails(criteria.link_at, criteria.link)
    return PASSES if status in _ANSWERS else not_checked(criteria.link_at, status)


def required_parts_are_told(subject: Subject) -> Found:
    """Of several things to do, each says whether it is required."""
    steps = subject.metadata.tasks
    if len(steps) < _LISTED:
        return NOT_APPLICABLE
    silent = [step for step in steps if step.required is None]
    return fails(subject.place("tasks"), silent[0].description) if silent else PASSES


def prerequisites_are_stated(subject: Subject) -> Found:
    """What must be known or held before is stated, were it "none"."""
    return PASSES if subject.metadata.prerequisites else fails(subject.place("prerequisites"))


JUDGES: dict[str, Judge] = {
    "QL-CRI-01": are_present,
    "QL-CRI-02": are_embedded,
    "QL-CRI-03": list_what_is_done,
    "QL-CRI-04": steps_name_evidence_and_verifier,
    "QL-CRI-05": link_answers,
    "QL-CRI-06": required_parts_are_told,
    "QL-CRI-07": prerequisites_are_stated,
}
