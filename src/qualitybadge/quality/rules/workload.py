"""The rules on workload, credit, level and form of learning. Converts no credits of one system to another."""

from __future__ import annotations

import math
import re
from typing import Any

from ..metadata.identifiers import is_eqf_level
from ..metadata.model import CREDIT_SYSTEMS, PARTICIPATION_FORMS
from ..metadata.terms import EXTENSION, number, text
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, fails, partly
from ..subject import Subject

_CREDIT_SYSTEMS = frozenset(name.casefold() for name in CREDIT_SYSTEMS)
_FORMS = frozenset(PARTICIPATION_FORMS)
_BETWEEN = re.compile(r"[,;/]|\bor\b|\band\b")
_NO_LEVEL = frozenset({"not applicable", "n/a"})


def workload_is_stated(subject: Subject) -> Found:
    """There is a number above zero of hours or ECTS points, or of credits of a named system."""
    workload, credit = subject.metadata.workload, subject.metadata.credits
    if workload is not None and (_positive(workload.hours) or _positive(workload.ects)):
        return PASSES
    if credit is not None and _positive(credit.amount):
        return PASSES if credit.system else partly(subject.place("credits"), credit.amount)
    bare = _written(subject, "workload")
    place = subject.place("workload")
    return partly(place, bare) if _positive(number(bare)) else fails(place)


def credit_system_is_named(subject: Subject) -> Found:
    """Credits are of a named system, of one that is known where possible."""
    credit = subject.metadata.credits
    if credit is None or credit.amount is None:
        return NOT_APPLICABLE
    place = subject.place("credit_system")
    if not credit.system:
        return fails(place, credit.amount)
    return PASSES if credit.system.casefold() in _CREDIT_SYSTEMS else partly(place, credit.system)


def hours_and_ects_fit(subject: Subject) -> Found:
    """Where hours and ECTS points are given, a point stands for as many hours as is usual."""
    hours, ects = _hours_and_ects(subject)
    if hours is None or ects is None:
        return NOT_APPLICABLE
    least, most = subject.terms.hours_per_ects
    if least <= hours / ects <= most:
        return PASSES
    return partly(subject.place("workload"), f"{hours:g} h / {ects:g} ECTS")


def _hours_and_ects(subject: Subject) -> tuple[float | None, float | None]:
    """Return hours and ECTS points above zero, the points also where they are given as credits."""
    workload, credit = subject.metadata.workload, subject.metadata.credits
    hours = workload.hours if workload is not None else None
    ects = workload.ects if workload is not None else None
    if ects is None and credit is not None and credit.system.casefold() == "ects":
        ects = credit.amount
    return (hours if _positive(hours) else None), (ects if _positive(ects) else None)


def level_of_qualifications_is_given(subject: Subject) -> Found:
    """There is a level 1 to 8 of the EQF or a national framework, or the word that there is none."""
    level = subject.metadata.level
    place = subject.place("level")
    if level is None or not level.value:
        return fails(place)
    if is_eqf_level(level.value) or level.value.casefold() in _NO_LEVEL:
        return PASSES
    return partly(place, level.value)


def participation_form_is_given(subject: Subject) -> Found:
    """The form of participation is one of the listed ones, or several of them."""
    stated = subject.metadata.participation_form
    place = subject.place("participation_form")
    if not stated:
        return fails(place)
    if all(form.strip() in _FORMS for form in _BETWEEN.split(stated.casefold())):
        return PASSES
    return partly(place, stated)


def pathway_is_stated(subject: Subject) -> Found:
    """The badge says what larger whole it belongs to, or how it combines with others."""
    metadata = subject.metadata
    if metadata.part_of or metadata.stackability:
        return PASSES
    # In 2.0 `related` with a language is a translation and with a version an earlier one.
    if subject.version == "2.0" and any(
        text(one.get("id")) and "@language" not in one and "version" not in one
        for one in subject.achievement.objects("related")
    ):
        return PASSES
    return fails(subject.place("part_of"))


def earned_credits_are_available(subject: Subject) -> Found:
    """Nobody earned more credits than the achievement has."""
    earned = number(subject.award.data.get("creditsEarned"))
    available = number(subject.achievement.data.get("creditsAvailable"))
    if earned is None or available is None:
        return NOT_APPLICABLE
    return PASSES if earned <= available else fails(subject.award.pointer("creditsEarned"), earned)


def _positive(value: float | None) -> bool:
    return value is not None and 0 < value < math.inf


def _written(subject: Subject, term: str) -> Any:
    """Return a member of our extension as it stands."""
    data = subject.achievement.data if subject.version == "3.0" else subject.achievement.object(EXTENSION)
    return data.get(term)


JUDGES: dict[str, Judge] = {
    "QL-WRK-01": workload_is_stated,
    "QL-WRK-02": credit_system_is_named,
    "QL-WRK-03": hours_and_ects_fit,
    "QL-WRK-04": level_of_qualifications_is_given,
    "QL-WRK-05": participation_form_is_given,
    "QL-WRK-06": pathway_is_stated,
    "QL-WRK-07": earned_credits_are_available,
}
