"""The terms of our extension: name, field of the model, and how a value is read and written. Places nothing.

Both versions use the same words: in 3.0 they stand on the Achievement and on the issuer's Profile, in 2.0
inside ``extensions:qualityMetadata``. The tables here are what the contexts, the schemas and the
documentation are checked against.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .model import (
    Credits,
    LabelReference,
    LearningStep,
    Metadata,
    OrganisationIdentifier,
    QualificationLevel,
    QualityAssurance,
    Recognition,
    Skill,
    Workload,
)

EXTENSION = "extensions:qualityMetadata"
"""The member of an object of Open Badges 2.0 that holds our extension."""

CONTEXT_OB3 = "https://qualitybadge.example/contexts/quality/1.json"
CONTEXT_OB2 = "https://qualitybadge.example/contexts/quality/ob2/1.json"
SCHEMA_OB3 = "https://qualitybadge.example/schemas/quality/metadata-ob3/1.json"
SCHEMA_OB2 = "https://qualitybadge.example/schemas/quality/metadata-ob2/1.json"


class Form(NamedTuple):
    """How a value of one kind is read and written.

    Attributes:
        read: takes any JSON value; what it cannot use is read as nothing ("" or None or ()).
        write: the JSON value of a value that is not empty.
    """

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


class Term(NamedTuple):
    """One term of the extension.

    Attributes:
        field: the field of `Metadata` that it fills.
        form: how its value is read and written.
    """

    field: str
    form: Form


def text(value: Any) -> str:
    """Return a text without white space around it, "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def word(value: Any) -> str:
    """Return a text or a number as text, "" for anything else: codes and levels are written either way."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def number(value: Any) -> float | None:
    """Return a number as it stands, None for anything else."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def flag(value: Any) -> bool | None:
    """Return true or false, None for anything else."""
    return value if isinstance(value, bool) else None


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts of one value or several, without the empty ones."""
    if isinstance(value, list | tuple):
        return tuple([kept for item in value if isinstance(item, str) and (kept := item.strip())])
    kept = text(value)
    return (kept,) if kept else ()


def objects(value: Any) -> list[Any]:
    """Return the objects of one value or several."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list | tuple) else []


class Shape(NamedTuple):
    """An object of the extension: its class, and for each member the attribute and how it is read.

    Attributes:
        cls: the class of the model; made of keyword arguments.
        members: name of the member -> attribute of the class, and the function that reads it.
        naming: the member that a bare text fills; "" where a bare text says nothing.
    """

    cls: Callable[..., Any]
    members: Mapping[str, tuple[str, Callable[[Any], Any]]]
    naming: str = ""

    def read(self, value: Mapping[str, Any]) -> Any:
        """Return the object of the model, None where it says nothing."""
        members, found = self.members, {}
        for name, item in value.items():
            member = members.get(name)
            if member is not None:
                kept = member[1](item)
                if kept is not None and kept != "":
                    found[member[0]] = kept
        return self.cls(**found) if found else None

    def write(self, value: Any) -> dict[str, Any]:
        """Return the JSON object, without what is empty."""
        pairs = ((name, getattr(value, attribute)) for name, (attribute, _read) in self.members.items())
        return {name: kept for name, kept in pairs if kept is not None and kept != ""}

    def read_one(self, value: Any) -> Any:
        """Return the first object that says something, None for none."""
        return next(iter(self.read_many(value)), None)

    def read_many(self, value: Any) -> tuple[Any, ...]:
        """Return the objects of one value or several that say something."""
        if isinstance(value, dict):
            value = [value]
        elif self.naming and isinstance(value, str):
            value = [{self.naming: value}]
        elif not isinstance(value, list | tuple):
            return ()
        return tuple([read for item in value if (read := self._item(item)) is not None])

    def write_many(self, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        """Return the JSON objects."""
        return [self.write(value) for value in values]

    def _item(self, item: Any) -> Any:
        if isinstance(item, dict):
            return self.read(item)
        return self.read({self.naming: item}) if self.naming and isinstance(item, str) else None


WORKLOAD = Shape(Workload, {"hours": ("hours", number), "ects": ("ects", number)})
LEVEL = Shape(
    functools.partial(QualificationLevel, framework=""),
    {"framework": ("framework", text), "value": ("value", word), "url": ("url", text)},
)
STEP = Shape(
    LearningStep,
    {
        "description": ("description", text),
        "required": ("required", flag),
        "evidence": ("evidence", text),
        "verifiedBy": ("verified_by", text),
    },
    naming="description",
)
QUALITY_ASSURANCE = Shape(
    QualityAssurance,
    {
        "name": ("name", text),
        "url": ("url", text),
        "description": ("description", text),
        "reviewProcess": ("review_process", text),
        "date": ("date", text),
    },
    naming="description",
)
RECOGNITION = Shape(
    Recognition, {"name": ("name", text), "url": ("url", text), "how": ("how", text)}, naming="name"
)
IDENTIFIER = Shape(
    OrganisationIdentifier, {"scheme": ("scheme", text), "value": ("value", text)}, naming="value"
)
LABEL = Shape(
    LabelReference,
    {
        "id": ("id", text),
        "scheme": ("scheme", text),
        "validUntil": ("valid_until", text),
        "digestMultibase": ("digest", text),
    },
    naming="id",
)
ALIGNMENT = Shape(
    Skill,
    {
        "targetName": ("name", text),
        "targetUrl": ("url", text),
        "targetFramework": ("framework", text),
        "targetCode": ("code", word),
        "targetType": ("kind", text),
        "targetDescription": ("description", text),
        "proficiencyLevel": ("level", word),
    },
)

TEXT = Form(text, str)
WORD = Form(word, str)
NUMBER = Form(number, lambda value: value)
TEXTS = Form(texts, list)
LISTED = Form(lambda value: text(value) or ", ".join(texts(value)), str)
"""One value of a list of words; several, which people write, are one text."""


def _one(shape: Shape) -> Form:
    return Form(shape.read_one, shape.write)


def _several(shape: Shape) -> Form:
    return Form(shape.read_many, shape.write_many)


BADGE_TERMS: Mapping[str, Term] = {
    "learningType": Term("learning_type", TEXT),
    "learningContext": Term("learning_context", TEXT),
    "learningOutcome": Term("learning_outcomes", TEXTS),
    "assessmentMethod": Term("assessment_method", LISTED),
    "verifiedBy": Term("verified_by", LISTED),
    "participationForm": Term("participation_form", TEXT),
    "supervision": Term("supervision", TEXT),
    "workload": Term("workload", _one(WORKLOAD)),
    "creditSystem": Term("credit_system", TEXT),
    "level": Term("level", _one(LEVEL)),
    "task": Term("tasks", _several(STEP)),
    "prerequisite": Term("prerequisites", TEXTS),
    "opportunity": Term("opportunities", TEXTS),
    "recognisedBy": Term("recognised_by", _several(RECOGNITION)),
    "partOf": Term("part_of", TEXTS),
    "stackability": Term("stackability", TEXT),
    "qualityAssurance": Term("quality_assurance", _one(QUALITY_ASSURANCE)),
    "languageOfLearning": Term("language_of_learning", TEXT),
    "validityPolicy": Term("validity_policy", TEXT),
    "renewal": Term("renewal", TEXT),
    "definitionStatus": Term("definition_status", TEXT),
    "reviewedOn": Term("reviewed_on", TEXT),
    "nextReview": Term("next_review", TEXT),
    "privacyPolicy": Term("privacy_policy", TEXT),
    "moreInformation": Term("more_information", TEXT),
}
"""Terms of the badge, in both versions. ``credit_system`` is `Credits.system`."""

BADGE_TERMS_2: Mapping[str, Term] = {
    "achievementType": Term("achievement_type", TEXT),
    "creditsAvailable": Term("credit_amount", NUMBER),
    "fieldOfStudy": Term("field_of_study", TEXT),
}
"""What 3.0 has itself and the extension of 2.0 carries. ``credit_amount`` is `Credits.amount`."""

ISSUER_TERMS: Mapping[str, Term] = {
    "qualityAssurance": Term("issuer_quality_assurance", _one(QUALITY_ASSURANCE)),
    "privacyPolicy": Term("issuer_privacy_policy", TEXT),
    "qualityLabel": Term("quality_label", _one(LABEL)),
}
"""Terms of the issuer, in both versions."""

ISSUER_TERMS_2: Mapping[str, Term] = {
    "country": Term("country", TEXT),
    "organisationIdentifier": Term("organisation_identifiers", _several(IDENTIFIER)),
}
"""What 3.0 has itself and the extension of 2.0 carries for the issuer."""

_EMPTY: tuple[Any, ...] = ("", ())
_LEVEL_TYPES = frozenset({"ext:eqf", "ext:eqflevel", "ext:qfehealevel", "ext:qualificationlevel"})
FRAMEWORKS = {
    "eqf": "EQF",
    "european qualifications framework": "EQF",
    "qf-ehea": "QF-EHEA",
    "ext:eqf": "EQF",
    "ext:eqflevel": "EQF",
    "ext:qfehealevel": "QF-EHEA",
}


def read_terms(data: Mapping[str, Any], terms: Mapping[str, Term], into: dict[str, Any]) -> None:
    """Read the terms of one object into fields; what is there already is kept."""
    for name, value in data.items():
        term = terms.get(name)
        if term is not None:
            field, form = term
            kept = form.read(value)
            if kept is not None and kept not in _EMPTY and field not in into:
                into[field] = kept


def level_of(alignment: Mapping[str, Any]) -> QualificationLevel | None:
    """Return the level of a qualifications framework that an alignment states; None where it is a skill."""
    kind, framework = text(alignment.get("targetType")), text(alignment.get("targetFramework"))
    name = FRAMEWORKS.get(kind.lower()) or FRAMEWORKS.get(framework.lower())
    if name is None and kind.lower() not in _LEVEL_TYPES:
        return None
    value = word(alignment.get("targetCode")) or text(alignment.get("targetName"))
    return QualificationLevel(name or framework, value, text(alignment.get("targetUrl")))


def read_alignments(value: Any, at: str, into: dict[str, Any], places: dict[str, str]) -> None:
    """Read alignments into skills and, from the first that states one, the level."""
    several = isinstance(value, list | tuple)
    skills = []
    for index, stated in enumerate(value if several else [value]):
        if not isinstance(stated, dict):
            continue
        one = whole_alignment(stated)
        level = level_of(one) if "level" not in into else None
        if level is not None:
            into["level"] = level
            places["level"] = f"{at}/{index}" if several else at
        elif (skill := ALIGNMENT.read(one)) is not None:
            skills.append(skill)
    if skills:
        into["skills"] = tuple(skills)
        places["skills"] = at


def whole_alignment(alignment: dict[str, Any]) -> dict[str, Any]:
    """Return an alignment with what our extension of 2.0 adds to it."""
    more = alignment.get(EXTENSION)
    return {**more, **alignment} if isinstance(more, dict) else alignment


def finished(fields: dict[str, Any], places: dict[str, str]) -> Metadata:
    """Return the model of the fields that were read; completes fields and places by what stands for both."""
    amount, system = fields.pop("credit_amount", None), fields.pop("credit_system", "")
    if amount is not None or system:
        fields["credits"] = Credits(amount, system)
        if amount is None:
            places["credits"] = places["credit_system"]
        else:
            places["credits"] = places["credit_amount"]
    for field, of_issuer in _ISSUER_STANDS_FOR:
        if of_issuer in fields and field not in fields:
            fields[field] = fields[of_issuer]
            places[field] = places[of_issuer]
    return Metadata(**fields)


_ISSUER_STANDS_FOR = (
    ("quality_assurance", "issuer_quality_assurance"),
    ("privacy_policy", "issuer_privacy_policy"),
)
