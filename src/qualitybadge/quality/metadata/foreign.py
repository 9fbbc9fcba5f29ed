"""Reads into the neutral metadata what other extensions say: those of Edubadges and of 1EdTech. Writes none.

Edubadges has one extension for each value in 2.0, and terms of an own type of Achievement in 3.0; 1EdTech has
the accreditation of an issuer and the assessments of a badge, in both versions. What a badge says in native
properties or in our own extension is never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..subject import Part, many
from .model import OrganisationIdentifier, QualificationLevel, QualityAssurance, Workload
from .terms import EXTENSION, number, objects, text, texts, word

_Fields = dict[str, Any]
_Places = dict[str, str]

_PREFIX = "extensions:"
_EDUBADGES_TYPES = frozenset({"EducredentialAchievement", "EdubadgesAchievement"})
QUALITY_ASSURANCE = "ext:QualityAssurance"
"""The type of an alignment by which Edubadges names who assures quality."""
_BASIC_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SUPERVISION = {"onsite with identity verification": "supervised onsite with identity verification"}
_ASSESSMENTS = {"Exam": "testing", "Performance": "application of a skill"}
"""What 1EdTech calls an assessment -> the word of the Council Recommendation, where one means the same."""


def read_foreign_2(badge: Part, issuer: Part, fields: _Fields, places: _Places) -> None:
    """Read the foreign extensions of a BadgeClass and of its issuer into fields that are still empty."""
    for part in (badge, issuer):
        for at, name, extension in _extensions(part):
            reader = _READERS_2.get(name)
            if reader is not None:
                _keep(reader(extension), at, fields, places)


def read_foreign_3(achievement: Part, issuer: Part, fields: _Fields, places: _Places) -> None:
    """Read the foreign terms of an Achievement and of its issuer into fields that are still empty."""
    data = achievement.data
    if not _EDUBADGES_TYPES.isdisjoint(texts(data.get("type"))):
        for name, reader in _TERMS_3.items():
            if name in data:
                _keep(reader(data[name]), f"{achievement.at}/{name}", fields, places)
        _move_quality_assurance(fields, places)
    for index, described in enumerate(many(data.get("resultDescription"))):
        if isinstance(described, dict) and "AssessmentResultDescription" in texts(described.get("type")):
            at = f"{achievement.at}/resultDescription/{index}"
            _keep(_method(described.get("assessmentType")), at, fields, places)
    if "accreditations" in issuer.data:
        accreditations = objects(issuer.data["accreditations"])
        _keep(_accreditation(accreditations), f"{issuer.at}/accreditations", fields, places)


def _extensions(part: Part) -> Iterator[tuple[str, str, Any]]:
    """Yield place, name and value of the extensions of an object, by the types that they have."""
    named = [key for key in part.data if key.startswith(_PREFIX) and key != EXTENSION]
    for key in named:
        value = part.data[key]
        for one in objects(value)[:1]:
            for kind in texts(one.get("type")):
                name = kind.removeprefix(_PREFIX).removesuffix("Extension")
                yield f"{part.at}/{key}", name, value if isinstance(value, list) else one


def _keep(found: _Fields, at: str, fields: _Fields, places: _Places) -> None:
    """Keep what is found where nothing was found before; hours and ECTS points may stand apart."""
    for name, value in found.items():
        before = fields.get(name)
        if isinstance(before, Workload):
            hours = value.hours if before.hours is None else before.hours
            fields[name] = Workload(hours, value.ects if before.ects is None else before.ects)
        elif before is None:
            fields[name] = value
            places[name] = at


def _stated(field: str, value: Any) -> _Fields:
    return {field: value} if value else {}


def _hours(value: Any) -> _Fields:
    hours = number(value)
    return {} if hours is None else {"workload": Workload(hours=hours)}


def _ects(value: Any) -> _Fields:
    ects = number(value)
    return {} if ects is None else {"workload": Workload(ects=ects)}


def _level(value: Any) -> _Fields:
    level = word(value)
    return {"level": QualificationLevel("EQF", level)} if level else {}


def _supervision(value: Any) -> _Fields:
    said = text(value)
    return _stated("supervision", _SUPERVISION.get(said, said))


def _method(value: Any) -> _Fields:
    said = next(iter(texts(value)), "").removeprefix(_PREFIX)
    return _stated("assessment_method", _ASSESSMENTS.get(said, said))


def _identifier(value: Any) -> _Fields:
    known = word(value)
    return _stated("organisation_identifiers", (OrganisationIdentifier("", known),) if known else ())


def _assessments(extension: Any) -> _Fields:
    """Return the method of the first assessment that names one."""
    assessments = [one for whole in objects(extension) for one in objects(whole.get("assessments"))]
    named = [_method(one.get(name)) for one in assessments for name in ("assessmentType", "type")]
    return next(filter(None, named), {})


def _accreditation(value: Any) -> _Fields:
    """Return the first body that accredited the issuer, as its quality assurance."""
    for one in objects(value):
        date = text(one.get("accreditationDate"))
        basic = _BASIC_DATE.fullmatch(date)
        found = QualityAssurance(
            name=text(one.get("name")),
            url=text(one.get("url")),
            description=text(one.get("description")),
            date="-".join(basic.groups()) if basic else date,
        )
        if found != QualityAssurance():
            return {"issuer_quality_assurance": found}
    return {}


def _move_quality_assurance(fields: _Fields, places: _Places) -> None:
    """Take the alignment by which Edubadges names who assures quality for what it is, and not for a skill."""
    skills = fields.get("skills", ())
    found = [skill for skill in skills if skill.kind == QUALITY_ASSURANCE]
    if not found:
        return
    first = found[0]
    said = {"quality_assurance": QualityAssurance(first.name, first.url, first.description)}
    _keep(said, places["skills"], fields, places)
    rest = tuple(skill for skill in skills if skill.kind != QUALITY_ASSURANCE)
    fields.pop("skills")
    fields.update(_stated("skills", rest))


_VALUES_2: Mapping[str, Callable[[Any], _Fields]] = {
    "ECTS": _ects,
    "EQF": _level,
    "StudyLoad": _hours,
    "TimeInvestment": _hours,
    "LearningOutcome": lambda value: _stated("learning_outcomes", texts(value)),
    "Language": lambda value: _stated("language_of_learning", text(value)),
    "InstitutionCountry": lambda value: _stated("country", text(value)),
    "InstitutionIdentifier": _identifier,
}
"""Extensions of Edubadges: each has one member of its own name."""


def _value_reader(name: str) -> Callable[[Any], _Fields]:
    read = _VALUES_2[name]
    return lambda extension: read(extension.get(name)) if isinstance(extension, dict) else {}


_READERS_2: Mapping[str, Callable[[Any], _Fields]] = {
    **{name: _value_reader(name) for name in _VALUES_2},
    "IssuerAccreditation": _accreditation,
    "Assessment": _assessments,
}
_TERMS_3: Mapping[str, Callable[[Any], _Fields]] = {
    "ECTS": _ects,
    "SBU": _hours,
    "timeInvestment": _hours,
    "participationType": lambda value: _stated("participation_form", text(value)),
    "assessmentType": lambda value: _stated("assessment_method", text(value)),
    "supervisionType": _supervision,
}
"""Terms of Edubadges; SBU are hours of study."""
