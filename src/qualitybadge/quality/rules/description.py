"""The rules of the group description: whether a stranger learns what the badge is for. Judges no language."""

from __future__ import annotations

from ...model.enumerations import ACHIEVEMENT_TYPES
from ..metadata.model import LEARNING_TYPES
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, asks, fails, partly
from ..subject import Subject
from .criteria import criteria_of
from .words import all_generic, is_placeholder, left_over, phrase_in, same_text, shared_words, weighted_length

_TYPES = frozenset(ACHIEVEMENT_TYPES)
_TYPES_LOWER = frozenset(name.lower() for name in ACHIEVEMENT_TYPES)
_NO_TYPE = frozenset({"n/a", "na", "none", "-", "unknown"})
# Of the types of Open Badges those that stand for a qualification somebody regulates.
_REGULATED = frozenset({
    "ApprenticeshipCertificate", "AssociateDegree", "BachelorDegree", "Certification", "Degree", "Diploma",
    "DoctoralDegree", "GeneralEducationDevelopment", "JourneymanCertificate", "License", "MasterCertificate",
    "MasterDegree", "ProfessionalDoctorate", "ResearchDoctorate", "SecondarySchoolDiploma",
})  # fmt: skip
_TWO = 2


def name_is_specific(subject: Subject) -> Found:
    """The badge has a name of fit length that is not generic."""
    name, at = subject.achievement.text("name"), subject.achievement.pointer("name")
    if not name:
        return fails(at)
    terms = subject.terms
    if weighted_length(name) < terms.name_shortest:
        return partly(at, name, case="short")
    if len(name) > terms.name_longest:
        return partly(at, name, case="long")
    return partly(at, name) if all_generic(name, terms.generic_names) else PASSES


def description_is_meaningful(subject: Subject) -> Found:
    """The description is long enough to say something, and not the name again."""
    said, at = subject.achievement.text("description"), subject.achievement.pointer("description")
    if not said:
        return fails(at)
    if same_text(said, subject.achievement.text("name")):
        return fails(at, said, case="name")
    length = weighted_length(said)
    if length >= subject.terms.description_enough:
        return PASSES
    return partly(at, said, case="" if length >= subject.terms.description_short else "short")


def description_and_criteria_differ(subject: Subject) -> Found:
    """Description and criteria do not say the same."""
    said, criteria = subject.achievement.text("description"), criteria_of(subject)
    if not said or not criteria.narrative:
        return NOT_APPLICABLE
    alike = shared_words(said, criteria.narrative)
    if alike == 1 and same_text(said, criteria.narrative):
        return fails(criteria.narrative_at)
    return (
        partly(criteria.narrative_at, f"{alike:.0%}") if alike > subject.terms.similarity_highest else PASSES
    )


def texts_are_real(subject: Subject) -> Found:
    """No text is a placeholder, is left over from a template, or is copied from the activity."""
    achievement, criteria = subject.achievement, criteria_of(subject)
    described = achievement.text("description")
    if subject.activity_text and same_text(described, subject.activity_text):
        return fails(achievement.pointer("description"))
    name, at = achievement.text("name"), achievement.pointer("name")
    if copied := next((word for word in subject.terms.copied_names if name.casefold().startswith(word)), ""):
        return partly(at, copied)
    for text, place in (
        (name, at),
        (described, achievement.pointer("description")),
        (criteria.narrative, criteria.narrative_at),
    ):
        if is_placeholder(text, subject.terms.placeholders):
            return partly(place, text, case="placeholder")
        if found := left_over(text, subject.terms.suspicious):
            return partly(place, found)
    return PASSES


def context_is_stated(subject: Subject) -> Found:
    """Two of three are stated as data: dates of the activity, its context or place, form of participation."""
    award, metadata = subject.award, subject.metadata
    dates = [name for name in ("activityStartDate", "activityEndDate") if award.text(name)]
    stated = [bool(dates), bool(metadata.learning_context), bool(metadata.participation_form)]
    if sum(stated) >= _TWO:
        return PASSES
    at = subject.place("learning_context" if not metadata.learning_context else "participation_form")
    return partly(at) if any(stated) else asks(at)


def type_is_declared(subject: Subject) -> Found:
    """The type of achievement is a word of the vocabulary, or one of its own marked so."""
    said, at = subject.metadata.achievement_type, subject.place("achievement_type")
    if said in _TYPES or (said.startswith("ext:") and len(said) > len("ext:")):
        return PASSES
    if said and said.casefold() not in _NO_TYPE:
        return partly(at, said)
    tag = next((word for word in subject.metadata.keywords if _is_type(word)), "")
    return partly(at, tag, case="tag") if tag else fails(at, said)


def learning_type_is_declared(subject: Subject) -> Found:
    """The learning is said to be formal, non-formal or informal."""
    said, at = subject.metadata.learning_type, subject.place("learning_type")
    if said in LEARNING_TYPES:
        return PASSES
    return partly(at, said) if said else fails(at)


def has_field_or_keywords(subject: Subject) -> Found:
    """There is a field of study, or a keyword."""
    metadata = subject.metadata
    return PASSES if metadata.keywords or metadata.field_of_study else fails(subject.place("keywords"))


def opportunities_are_named(subject: Subject) -> Found:
    """Something is named that the badge opens."""
    return PASSES if subject.metadata.opportunities else fails(subject.place("opportunities"))


def name_imitates_no_qualification(subject: Subject) -> Found:
    """The name has no word of a regulated qualification, or the type says that it is one."""
    name, at = subject.achievement.text("name"), subject.achievement.pointer("name")
    found = phrase_in(name, subject.terms.regulated_words)
    said = subject.metadata.achievement_type
    if not found or said in _REGULATED:
        return PASSES
    return partly(at, found, case="other-type" if said in _TYPES else "")


def _is_type(word: str) -> bool:
    return word.replace("-", "").replace(" ", "").lower() in _TYPES_LOWER


JUDGES: dict[str, Judge] = {
    "QL-DSC-01": name_is_specific,
    "QL-DSC-02": description_is_meaningful,
    "QL-DSC-03": description_and_criteria_differ,
    "QL-DSC-04": texts_are_real,
    "QL-DSC-05": context_is_stated,
    "QL-DSC-06": type_is_declared,
    "QL-DSC-07": learning_type_is_declared,
    "QL-DSC-08": has_field_or_keywords,
    "QL-DSC-09": opportunities_are_named,
    "QL-DSC-10": name_imitates_no_qualification,
}
