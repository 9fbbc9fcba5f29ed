"""Reads the neutral metadata out of a badge of Open Badges 2.0, and writes it into one."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from ...errors import InputError
from ...model.ob2_values import LANGUAGE, URL
from ...spec import read_schema
from ..subject import Part, Subject
from .foreign import read_foreign_2
from .model import Metadata, Skill
from .terms import (
    ALIGNMENT,
    BADGE_TERMS,
    BADGE_TERMS_2,
    CONTEXT_OB2,
    EXTENSION,
    ISSUER_TERMS,
    ISSUER_TERMS_2,
    SCHEMA_OB2,
    TEXT,
    TEXTS,
    WORD,
    Term,
    finished,
    read_alignments,
    read_terms,
)
from .writing import Dropped, Written, dropped, fresh, members_of, nameable, typed

NATIVE: Mapping[str, Term] = {
    "@language": Term("language", TEXT),
    "tags": Term("keywords", TEXTS),
    "version": Term("version", WORD),
}
"""Properties that a BadgeClass has itself, besides ``alignment``."""

_OF_BADGE = {**BADGE_TERMS, **BADGE_TERMS_2}
_OF_ISSUER = {**ISSUER_TERMS, **ISSUER_TERMS_2}


def read(subject: Subject) -> tuple[Metadata, Mapping[str, str]]:
    """Return what the badge says, and the JSON pointer of each field: where it stands or would stand."""
    return _read(subject.achievement, subject.issuer)


def read_objects(badge_class: Mapping[str, Any], issuer: Mapping[str, Any] | None = None) -> Metadata:
    """Return what a BadgeClass and its issuer's Profile say."""
    return _read(Part(badge_class, ""), Part(issuer or {}, "/issuer"))[0]


def _read(badge: Part, issuer: Part) -> tuple[Metadata, Mapping[str, str]]:
    fields: dict[str, Any] = {}
    places = _places(badge.at, issuer.at).copy()
    read_terms(badge.data, NATIVE, fields)
    for part, terms in ((badge, _OF_BADGE), (issuer, _OF_ISSUER)):
        extension = part.data.get(EXTENSION)
        if isinstance(extension, dict):
            read_terms(extension, terms, fields)
    if "alignment" in badge.data:
        read_alignments(badge.data["alignment"], f"{badge.at}/alignment", fields, places)
    read_foreign_2(badge, issuer, fields, places)
    return finished(fields, places), places


@functools.lru_cache(maxsize=64)
def _places(badge: str, issuer: str) -> dict[str, str]:
    """Return where each field would stand."""
    return {
        **{term.field: f"{badge}/{name}" for name, term in NATIVE.items()},
        **{term.field: f"{badge}/{EXTENSION}/{name}" for name, term in _OF_BADGE.items()},
        **{term.field: f"{issuer}/{EXTENSION}/{name}" for name, term in _OF_ISSUER.items()},
        "skills": f"{badge}/alignment",
        "credits": f"{badge}/{EXTENSION}/creditsAvailable",
    }


def write_badge_class(badge_class: Mapping[str, Any], metadata: Metadata) -> Written:
    """Write metadata into a BadgeClass, and into its issuer where that stands inside it.

    Native properties first, our extension for the rest. What the metadata does not say stays as it is. What
    it says of an issuer that is only linked is dropped; see `write_issuer`.

    Raises:
        IssueError: it is no JSON.
    """
    document = fresh(badge_class)
    lost: list[Dropped] = []
    for name, term in NATIVE.items():
        value = getattr(metadata, term.field)
        if value:
            document[name] = term.form.write(value)
    if metadata.language and (fault := LANGUAGE.fault(metadata.language)):
        del document["@language"]
        lost.append(dropped("language", metadata.language, f"@language: {fault.message}"))
    alignments = [one for skill in metadata.skills if (one := _alignment(skill, lost))]
    if alignments:
        document["alignment"] = alignments
    _extend(document, members_of(metadata, _OF_BADGE, read_schema(SCHEMA_OB2), lost))
    if isinstance(document.get("issuer"), dict):
        issuer = write_issuer(document["issuer"], metadata)
        return Written({**document, "issuer": issuer.document}, (*lost, *issuer.dropped))
    for term in _OF_ISSUER.values():
        if getattr(metadata, term.field):
            said = "it is said of the issuer, who is only linked: write it into that Profile"
            lost.append(dropped(term.field, getattr(metadata, term.field), said))
    return Written(document, tuple(lost))


def write_issuer(profile: Mapping[str, Any], metadata: Metadata) -> Written:
    """Write what metadata says of the issuer into its Profile.

    Raises:
        IssueError: it is no JSON.
    """
    document = fresh(profile)
    lost: list[Dropped] = []
    members = members_of(metadata, _OF_ISSUER, read_schema(SCHEMA_OB2), lost)
    _extend(document, members)
    return Written(document, tuple(lost))


def write_assertion(assertion: Mapping[str, Any], metadata: Metadata) -> Written:
    """Write metadata into the badge class that stands inside an assertion that is not signed or hosted yet.

    Raises:
        InputError: the badge class is only linked, or missing.
        IssueError: it is no JSON.
    """
    document = fresh(assertion)
    if not isinstance(document.get("badge"), dict):
        raise InputError(
            "there is no badge class in this assertion",
            code="NOT_A_BADGE",
            pointer="/badge",
            hint="write the metadata into the badge class itself",
        )
    badge = write_badge_class(document["badge"], metadata)
    return Written({**document, "badge": badge.document}, badge.dropped)


def _extend(holder: dict[str, Any], members: dict[str, Any]) -> None:
    """Put members into our extension of an object."""
    if not members:
        return
    held = holder.get(EXTENSION)
    extension = {"@context": CONTEXT_OB2, "type": [], **(held if isinstance(held, dict) else {})}
    typed(extension, "Extension", "extensions:QualityMetadata")
    holder[EXTENSION] = {**extension, **members}


def _alignment(skill: Skill, lost: list[Dropped]) -> dict[str, Any]:
    """Return a skill as an alignment, {} where it cannot be one; type and proficiency are our extension's."""
    reason = nameable(skill)
    fault = URL.fault(skill.url)
    if reason or fault is not None:
        told = reason or (fault.message if fault else "")
        lost.append(dropped("skills", skill.name or skill.code or skill.url, told))
        return {}
    result = ALIGNMENT.write(skill)
    ours: dict[str, Any] = {
        name: result.pop(name) for name in ("targetType", "proficiencyLevel") if name in result
    }
    _extend(result, ours)
    return result
