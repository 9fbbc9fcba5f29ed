"""The rules on assessment: how, by whom, against what, and when. Leaves evidence to `evidence`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from ...errors import InputError
from ...wire import timestamps
from ..metadata.model import ASSESSMENT_METHODS, SUPERVISION, VERIFIERS
from ..metadata.terms import text
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, fails, partly
from ..subject import Subject, many, texts
from .evidence import (
    evidence_is_attached,
    evidence_is_described,
    evidence_is_protected,
    evidence_links_answer,
    has_evidence,
)

# Achievement types (OB 3.0 §B) by which an issuer claims what somebody can do.
COMPETENCE_TYPES = frozenset({"Competency", "MicroCredential"})
QUALIFICATION_TYPES = frozenset({
    "ApprenticeshipCertificate", "AssociateDegree", "BachelorDegree", "Certificate", "Certification",
    "Degree", "Diploma", "DoctoralDegree", "GeneralEducationDevelopment", "JourneymanCertificate",
    "License", "MasterCertificate", "MasterDegree", "ProfessionalDoctorate", "ResearchDoctorate",
    "SecondarySchoolDiploma",
})  # fmt: skip

EXTENSION_OB2 = "extensions:AssessmentExtension"
"""The official extension of Open Badges 2.0 for assessment."""

_METHODS = frozenset(ASSESSMENT_METHODS)
_BETWEEN = re.compile(r"\s*[,;]\s*")
_NO_ASSESSMENT = frozenset({"none", "none (participation)"})
_SUPERVISION = frozenset(SUPERVISION)
_VERIFIERS = frozenset({*VERIFIERS, "expert", "organizer"})
# The methods that the official extension knows, in both versions.
_KINDS = frozenset({"Exam", "Performance", "Artifact"})
_PASS_LEVELS = ("requiredValue", "requiredLevel", "rubricCriterionLevel", "evaluationMethod")


def method_is_declared(subject: Subject) -> Found:
    """The method of assessment is one of the listed ones, "none" among them."""
    stated = subject.metadata.assessment_method
    place, methods = subject.place("assessment_method"), _listed(stated)
    if subject.demands.assessed and methods & _NO_ASSESSMENT:
        return fails(place, stated, case="none")
    if (methods and methods <= _METHODS | _NO_ASSESSMENT) or _is_kind_given(subject):
        return PASSES
    if stated:
        return partly(place, stated)
    described = next((at for one, at in _assessments(subject) if text(one.get("description"))), "")
    return partly(described) if described else fails(place)


def _listed(stated: str) -> set[str]:
    """Return the words of a list that people write as one text, in lower case."""
    return {word.casefold() for word in _BETWEEN.split(stated) if word}


def verifier_is_declared(subject: Subject) -> Found:
    """The badge says who looked at what the earner did: itself, its source, or for each step."""
    stated, steps = subject.metadata.verified_by, subject.metadata.tasks
    place = subject.place("verified_by")
    if _are_verifiers(stated) or _is_assessor_named(subject):
        return PASSES
    by_step = [step.verified_by for step in steps]
    if not stated and by_step and all(map(_are_verifiers, by_step)):
        return PASSES
    return partly(place, stated) if stated or any(by_step) else fails(place)


def _are_verifiers(stated: str) -> bool:
    return bool(said := _listed(stated)) and said <= _VERIFIERS


def _is_assessor_named(subject: Subject) -> bool:
    """Tell whether the subject names the source, who assessed it for the issuer (OB 3.0 §B)."""
    if subject.version != "3.0":
        return False
    named = subject.award.objects("source")
    return bool(subject.award.text("source")) or any(
        text(one.get("name")) or text(one.get("id")) for one in named
    )


def pass_level_is_stated(subject: Subject) -> Found:
    """The badge says what has to be reached: a required value or level, a rubric, how it is scored."""
    later = subject.version == "3.0"
    stated, linked = (_rubrics_of_3 if later else _rubrics_of_2)(subject)
    if stated:
        return PASSES
    place = subject.achievement.pointer("resultDescription" if later else EXTENSION_OB2)
    return partly(place) if linked else fails(place)


def _rubrics_of_3(subject: Subject) -> tuple[bool, bool]:
    """Tell whether a level to reach is stated, and whether a rubric is linked."""
    achievement, described = subject.achievement.data, subject.achievement.objects("resultDescription")
    stated = any(one.get(name) for one in described for name in _PASS_LEVELS)
    return stated, any(_is_rubric_linked(one) for one in (achievement, *described))


def _rubrics_of_2(subject: Subject) -> tuple[bool, bool]:
    """Tell whether the extension says how it is scored, and whether it names a rubric."""
    found = [one for one, _ in _assessments(subject)]
    rubrics = [rubric for one in found for rubric in many(one.get("rubrics")) if rubric]
    written = any(isinstance(rubric, dict) and rubric.get("rubricCriteria") for rubric in rubrics)
    return written or any(text(one.get("evaluationMethod")) for one in found), bool(rubrics)


def _is_rubric_linked(holder: Mapping[str, Any]) -> bool:
    """Tell whether an alignment points to a rubric of a CASE framework."""
    alignments = [one for one in many(holder.get("alignment")) if isinstance(one, dict)]
    return any(text(one.get("targetType")).startswith("CFRubric") for one in alignments)


def supervision_is_stated(subject: Subject) -> Found:
    """Supervision and the check of identity are one of the four values of the EU."""
    stated = subject.metadata.supervision
    if stated.casefold() in _SUPERVISION:
        return PASSES
    place = subject.place("supervision")
    return partly(place, stated) if stated else fails(place)


def dates_are_in_order(subject: Subject) -> Found:
    """Activity, award and end of validity follow each other; what cannot be read is for other rules."""
    dates = [(moment, at) for value, at in _dates(subject) if (moment := _read(value)) is not None]
    if len(dates) < 2:  # noqa: PLR2004 - one date has no order
        return NOT_APPLICABLE
    for (earlier, _), (later, at) in pairwise(dates):
        # By the day: an award date is often written as its midnight.
        if later.date() < earlier.date():
            return fails(at, timestamps.render(later))
    return PASSES


def _dates(subject: Subject) -> Iterator[tuple[Any, str]]:
    """Yield the dates in the order in which they should be; awarded is when it is said, else valid from."""
    badge = subject.badge
    if subject.version == "2.0":
        yield badge.data.get("issuedOn"), badge.pointer("issuedOn")
        yield badge.data.get("expires"), badge.pointer("expires")
        return
    for name in ("activityStartDate", "activityEndDate"):
        yield subject.award.data.get(name), subject.award.pointer(name)
    for names in (("awardedDate", "validFrom", "issuanceDate"), ("validUntil", "expirationDate")):
        name = next((name for name in names if name in badge.data), names[0])
        yield badge.data.get(name), badge.pointer(name)


def _read(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return timestamps.parse_iso(value)
    except InputError:
        return None


def attendance_is_not_competence(subject: Subject) -> Found:
    """Who claims a competence says how it was assessed."""
    if _is_assessed(subject):
        return PASSES
    kind, place = subject.metadata.achievement_type, subject.place("assessment_method")
    if kind in COMPETENCE_TYPES:
        unclear = not subject.metadata.assessment_method and has_evidence(subject)
        return partly(place, kind) if unclear else fails(place, kind)
    if kind in QUALIFICATION_TYPES:
        return partly(place, kind)
    if kind or not (subject.metadata.skills or subject.metadata.learning_outcomes):
        return PASSES
    return partly(subject.place("achievement_type"), case="untyped")


def _is_assessed(subject: Subject) -> bool:
    """Tell whether a method other than none is stated, or, where none is, how it is scored."""
    method = subject.metadata.assessment_method
    if method:
        return not _listed(method) & _NO_ASSESSMENT
    return _is_kind_given(subject) or pass_level_is_stated(subject) is PASSES


def _assessments(subject: Subject) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield what describes assessments and results, and its place."""
    part = subject.achievement
    if subject.version == "3.0":
        for one in part.objects("resultDescription"):
            yield one, part.pointer("resultDescription")
        return
    for extension in part.objects(EXTENSION_OB2):
        at = part.pointer(EXTENSION_OB2)
        for one in many(extension.get("assessments")):
            if isinstance(one, dict):
                yield one, at
        yield {"description": extension.get("description")}, at


def _is_kind_given(subject: Subject) -> bool:
    """Tell whether the official extension names the method of an assessment."""
    member = "assessmentType" if subject.version == "3.0" else "type"
    return any(kind in _KINDS for one, _ in _assessments(subject) for kind in texts(one.get(member)))


JUDGES: dict[str, Judge] = {
    "QL-ASM-01": method_is_declared,
    "QL-ASM-02": verifier_is_declared,
    "QL-ASM-03": evidence_is_attached,
    "QL-ASM-04": evidence_is_described,
    "QL-ASM-05": evidence_links_answer,
    "QL-ASM-06": evidence_is_protected,
    "QL-ASM-07": pass_level_is_stated,
    "QL-ASM-08": supervision_is_stated,
    "QL-ASM-09": dates_are_in_order,
    "QL-ASM-10": attendance_is_not_competence,
}
