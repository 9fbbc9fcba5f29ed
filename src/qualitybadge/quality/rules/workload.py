"""The rules on workload, credit, level and form of learning. Converts no credits of one system to another."""

from __future__ import annotations

import math
import re
from typing import Any

from ..demands import Demands
from ..metadata.identifiers import is_eqf_level
from ..metadata.model import PARTICIPATION_FORMS, QualificationLevel
from ..metadata.terms import EXTENSION, FRAMEWORKS, number, text
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, asks, fails, partly
from ..subject import Subject
from .words import words_of

_FORMS = frozenset(PARTICIPATION_FORMS)
_BETWEEN = re.compile(r"[,;/]|\bor\b|\band\b")
_NO_LEVEL = frozenset({"not applicable", "n/a"})


def workload_is_stated(subject: Subject) -> Found:
    """There is a number above zero of hours or ECTS points, or of credits of a named system.

    Where the profile has limits, hours or ECTS points lie within them.
    """
    found = _stated(subject)
    if found is not PASSES or _fits_the_profile(subject):
        return found
    return partly(subject.place("workload"), _beside_limits(subject), case="outside")


def _stated(subject: Subject) -> Found:
    workload, credit = subject.metadata.workload, subject.metadata.credits
    if workload is not None and (_positive(workload.hours) or _positive(workload.ects)):
        return PASSES
    if credit is not None and _positive(credit.amount):
        return PASSES if credit.system else partly(subject.place("credits"), credit.amount)
    bare = _written(subject, "workload")
    place = subject.place("workload")
    return partly(place, bare) if _positive(number(bare)) else fails(place)


def credit_system_is_named(subject: Subject) -> Found:
    """Credits are of a named system, of one that is known where possible.

    Where the profile has limits, ECTS points lie within them, unless the hours do.
    """
    credit = subject.metadata.credits
    if credit is not None and credit.amount is not None:
        place = subject.place("credit_system")
        if not credit.system:
            return fails(place, credit.amount)
        if not _is_known(credit.system, subject.terms.credit_systems):
            return partly(place, credit.system)
        known = PASSES
    else:
        known = NOT_APPLICABLE
    ects = _hours_and_ects(subject)[1]
    if subject.demands.ects is None or ects is None or _fits_the_profile(subject):
        return known
    return partly(subject.place("workload"), _beside_limits(subject), case="outside")


def _is_known(system: str, known: tuple[str, ...]) -> bool:
    """Tell whether the name of a system of credits has a known one in it, as words of its own."""
    if system.casefold() in known:
        return True  # the usual case
    said = f" {' '.join(words_of(system))} "
    return any(f" {name} " in said for name in known)


def _fits_the_profile(subject: Subject) -> bool:
    """Tell whether hours or ECTS points lie within the limits of the profile: either will do."""
    demands = subject.demands
    if demands.hours is None and demands.ects is None:
        return True
    hours, ects = _hours_and_ects(subject)
    if demands.hours is not None and hours is None and ects is not None and demands.ects is None:
        shortest, longest = subject.terms.hours_per_ects  # an ECTS point is a number of hours, within limits
        return demands.hours[0] <= ects * longest and ects * shortest <= demands.hours[1]
    return _within(hours, demands.hours) or _within(ects, demands.ects)


def _within(value: float | None, limits: tuple[float, float] | None) -> bool:
    return value is not None and limits is not None and limits[0] <= value <= limits[1]


def _shown(subject: Subject) -> str:
    hours, ects = _hours_and_ects(subject)
    said = ((hours, "h"), (ects, "ECTS"))
    return " / ".join(f"{value:g} {unit}" for value, unit in said if value is not None)


def _beside_limits(subject: Subject) -> str:
    """Return the workload beside what the profile asks for, such as ``28 h → 100-150 h / 4-6 ECTS``."""
    demands = subject.demands
    asked = [
        f"{least:g}+ {unit}" if math.isinf(most) else f"{least:g}-{most:g} {unit}"
        for limits, unit in ((demands.hours, "h"), (demands.ects, "ECTS"))
        if limits is not None
        for least, most in [limits]
    ]
    return f"{_shown(subject)} → {' / '.join(asked)}"


def hours_and_ects_fit(subject: Subject) -> Found:
    """Where hours and ECTS points are given, a point stands for as many hours as is usual."""
    hours, ects = _hours_and_ects(subject)
    if hours is None or ects is None:
        return NOT_APPLICABLE
    least, most = subject.terms.hours_per_ects
    if least <= hours / ects <= most:
        return PASSES
    return partly(subject.place("workload"), _shown(subject))


def _hours_and_ects(subject: Subject) -> tuple[float | None, float | None]:
    """Return hours and ECTS points above zero, the points also where they are given as credits."""
    workload, credit = subject.metadata.workload, subject.metadata.credits
    hours = workload.hours if workload is not None else None
    ects = workload.ects if workload is not None else None
    if ects is None and credit is not None and "ects" in words_of(credit.system):
        ects = credit.amount
    return (hours if _positive(hours) else None), (ects if _positive(ects) else None)


def level_of_qualifications_is_given(subject: Subject) -> Found:
    """There is a level 1 to 8 of the EQF or a national framework, or the word that there is none."""
    level = subject.metadata.level
    place = subject.place("level")
    if level is None or not level.value:
        return fails(place)
    numbered = is_eqf_level(level.value)
    if not numbered and level.value.casefold() not in _NO_LEVEL:
        return partly(place, level.value)
    return (
        _level_of_the_profile(subject, level, numbered=numbered)
        if subject.demands.eqf is not None
        else PASSES
    )


def _level_of_the_profile(subject: Subject, level: QualificationLevel, *, numbered: bool) -> Found:
    """Judge a level by those of the EQF that the profile takes; one of another framework is for a person."""
    demands, place = subject.demands, subject.place("level")
    if not numbered:
        return partly(place, _beside_levels(level, demands), case="outside")
    if not _is_of_eqf(level):
        return asks(place, f"{level.framework} {level.value}".strip())
    with_ects = demands.eqf_with_ects if _hours_and_ects(subject)[1] is not None else ()
    taken = int(level.value[-1]) in (*(demands.eqf or ()), *with_ects)
    return PASSES if taken else partly(place, _beside_levels(level, demands), case="outside")


def _beside_levels(level: QualificationLevel, demands: Demands) -> str:
    """Return the level beside those that the profile takes, such as ``3 → EQF 6, 7 (4, 5 + ECTS)``."""
    alone = ", ".join(map(str, demands.eqf or ()))
    with_ects = ", ".join(map(str, demands.eqf_with_ects))
    return f"{level.value} → EQF {alone}{f' ({with_ects} + ECTS)' if with_ects else ''}"


def _is_of_eqf(level: QualificationLevel) -> bool:
    named = level.framework.casefold()
    return FRAMEWORKS.get(named) == "EQF" or (not named and not level.value.isdigit())


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
