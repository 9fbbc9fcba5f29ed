"""Reads the neutral metadata out of a badge of Open Badges 3.0, and writes it into one."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from ...errors import InputError
from ...model.classtable import class_table
from ..subject import Part, Subject, many
from .foreign import read_foreign_3
from .model import Metadata, OrganisationIdentifier, Skill
from .terms import (
    ALIGNMENT,
    BADGE_TERMS,
    CONTEXT_OB3,
    FRAMEWORKS,
    ISSUER_TERMS,
    NUMBER,
    SCHEMA_OB3,
    TEXT,
    TEXTS,
    WORD,
    Term,
    finished,
    objects,
    read_alignments,
    read_terms,
    text,
)
from .writing import (
    Dropped,
    Written,
    dropped,
    fresh,
    members_of,
    nameable,
    schema_part,
    typed,
    value_of,
)

NATIVE: Mapping[str, Term] = {
    "achievementType": Term("achievement_type", TEXT),
    "creditsAvailable": Term("credit_amount", NUMBER),
    "inLanguage": Term("language", TEXT),
    "tag": Term("keywords", TEXTS),
    "fieldOfStudy": Term("field_of_study", TEXT),
    "version": Term("version", WORD),
}
"""Properties that an Achievement has itself, besides ``alignment``."""

_OF_BADGE = {**NATIVE, **BADGE_TERMS}


def read(subject: Subject) -> tuple[Metadata, Mapping[str, str]]:
    """Return what the badge says, and the JSON pointer of each field: where it stands or would stand."""
    return _read(subject.achievement, subject.issuer)


def read_objects(achievement: Mapping[str, Any], issuer: Mapping[str, Any] | None = None) -> Metadata:
    """Return what an Achievement and its issuer's Profile say."""
    return _read(Part(achievement, ""), Part(issuer or {}, "/issuer"))[0]


def _read(achievement: Part, issuer: Part) -> tuple[Metadata, Mapping[str, str]]:
    fields: dict[str, Any] = {}
    places = _places(achievement.at, issuer.at).copy()
    read_terms(achievement.data, _OF_BADGE, fields)
    if "level" in fields:
        places["level"] = f"{achievement.at}/level"
    if "alignment" in achievement.data:
        read_alignments(achievement.data["alignment"], f"{achievement.at}/alignment", fields, places)
    read_terms(issuer.data, ISSUER_TERMS, fields)
    _read_country(issuer.data, issuer.at, fields, places)
    _read_identifiers(issuer.data, issuer.at, fields, places)
    read_foreign_3(achievement, issuer, fields, places)
    return finished(fields, places), places


@functools.lru_cache(maxsize=64)
def _places(badge: str, issuer: str) -> dict[str, str]:
    """Return where each field would stand."""
    return {
        **{term.field: f"{badge}/{name}" for name, term in _OF_BADGE.items()},
        **{term.field: f"{issuer}/{name}" for name, term in ISSUER_TERMS.items()},
        "skills": f"{badge}/alignment",
        "level": f"{badge}/alignment",
        "credits": f"{badge}/creditsAvailable",
        "country": f"{issuer}/address/addressCountryCode",
        "organisation_identifiers": f"{issuer}/otherIdentifier",
    }


def _read_country(issuer: Mapping[str, Any], at: str, fields: dict[str, Any], places: dict[str, str]) -> None:
    """Read the country of the issuer, or of the organisation that it is part of."""
    parent = issuer.get("parentOrg")
    for data, place in ((issuer, at), (parent, f"{at}/parentOrg")):
        address = data.get("address") if isinstance(data, dict) else None
        country = text(address.get("addressCountryCode")) if isinstance(address, dict) else ""
        if country:
            fields["country"] = country
            places["country"] = f"{place}/address/addressCountryCode"
            return


def _read_identifiers(
    issuer: Mapping[str, Any], at: str, fields: dict[str, Any], places: dict[str, str]
) -> None:
    """Read the identifiers of the issuer, or of the organisation that it is part of."""
    parent = issuer.get("parentOrg")
    for data, place in ((issuer, at), (parent, f"{at}/parentOrg")):
        entries = objects(data.get("otherIdentifier")) if isinstance(data, dict) else []
        found = tuple(
            [
                OrganisationIdentifier(_scheme(text(entry.get("identifierType"))), value)
                for entry in entries
                if (value := text(entry.get("identifier")))
            ]
        )
        if found:
            fields["organisation_identifiers"] = found
            places["organisation_identifiers"] = f"{place}/otherIdentifier"
            return


def _scheme(kind: str) -> str:
    """Return the name of a scheme of identifiers; "" for the type that names none."""
    return "" if kind == "identifier" else kind.removeprefix("ext:")


def write_credential(draft: Mapping[str, Any], metadata: Metadata) -> Written:
    """Write metadata into an unsigned credential, such as `Issuer.draft` returns; `Issuer.sign` signs it.

    Native properties first, our extension for the rest, with its type, context and ``credentialSchema``. What
    the metadata does not say stays as it is.

    Args:
        draft: the credential; not changed.
        metadata: what it is to say.

    Raises:
        InputError: there is no achievement in it.
        IssueError: it is no JSON.
    """
    document = fresh(draft)
    award = _object(document, "credentialSubject")
    achievement = _object(award, "achievement") if award else None
    if achievement is None or award is None:
        raise InputError(
            "there is no achievement in this credential",
            code="NOT_A_BADGE",
            pointer="/credentialSubject/achievement",
            hint="pass an unsigned credential with its achievement",
        )
    badge, issuer = write_achievement(achievement, metadata), _written_issuer(document, metadata)
    achievement.update(badge.document)
    if issuer.document:
        document["issuer"] = issuer.document
    if _EXTENDS & {*_types(badge.document), *_types(issuer.document), *_alignment_types(badge.document)}:
        _name_extension(document)
    return Written(document, (*badge.dropped, *issuer.dropped))


def write_achievement(achievement: Mapping[str, Any], metadata: Metadata) -> Written:
    """Write what metadata says of the badge into an Achievement.

    The credential around it has to name our context and schema, which `write_credential` does.

    Raises:
        IssueError: it is no JSON.
    """
    document = fresh(achievement)
    lost: list[Dropped] = []
    for name, term in NATIVE.items():
        value = value_of(metadata, term.field)
        if value is not None and value not in ("", ()):
            _put(document, "Achievement", name, term.form.write(value), (term.field, lost))
    level = _level_alignment(metadata)
    alignments = [level] if level else []
    alignments += [one for skill in metadata.skills if (one := _alignment(skill, lost))]
    if alignments:
        document["alignment"] = alignments
    terms = {name: term for name, term in BADGE_TERMS.items() if name != "level" or not level}
    members = members_of(metadata, terms, schema_part(SCHEMA_OB3, "Badge"), lost)
    if members:
        typed(document, "QualityAchievement")
    return Written({**document, **members}, tuple(lost))


def write_issuer(profile: Mapping[str, Any], metadata: Metadata) -> Written:
    """Write what metadata says of the issuer into its Profile.

    Raises:
        IssueError: it is no JSON.
    """
    document = fresh(profile)
    lost: list[Dropped] = []
    address: dict[str, Any] = {}
    if metadata.country:
        _put(address, "Address", "addressCountryCode", metadata.country, ("country", lost))
    if address:
        held = document.get("address")
        document["address"] = {"type": ["Address"], **(held if isinstance(held, dict) else {}), **address}
    entries = [entry for one in metadata.organisation_identifiers if (entry := _identifier(one, lost))]
    if entries:
        document["otherIdentifier"] = entries
    members = members_of(metadata, ISSUER_TERMS, schema_part(SCHEMA_OB3, "Issuer"), lost)
    if members:
        typed(document, "QualityProfile")
    return Written({**document, **members}, tuple(lost))


_EXTENDS = frozenset({"QualityAchievement", "QualityProfile", "QualityAlignment"})
_LEVELS = {
    "EQF": ("ext:EQFLevel", "European Qualifications Framework"),
    "QF-EHEA": ("ext:QFEHEALevel", "QF-EHEA"),
}


def _put(holder: dict[str, Any], cls: str, name: str, value: Any, told: tuple[str, list[Dropped]]) -> None:
    """Put a value into an object, unless its class refuses it: then tell so."""
    field, lost = told
    kind = class_table().shapes[cls].members[name].values[0]
    for item in value if isinstance(value, list) else [value]:
        fault = kind.fault(item)
        if fault is not None:
            lost.append(dropped(field, item, f"{name}: {fault.message}"))
            return
    holder[name] = value


def _alignment(skill: Skill, lost: list[Dropped]) -> dict[str, Any]:
    """Return a skill as an alignment, {} where it cannot be one."""
    reason = nameable(skill)
    if reason:
        lost.append(dropped("skills", skill.name or skill.code or skill.url, reason))
        return {}
    result: dict[str, Any] = {"type": ["Alignment"]}
    for name, value in ALIGNMENT.write(skill).items():
        if name == "proficiencyLevel":
            typed(result, "QualityAlignment")
            result[name] = value
        else:
            _put(result, "Alignment", name, value, ("skills", lost))
    return result if "targetUrl" in result else {}


def _level_alignment(metadata: Metadata) -> dict[str, Any]:
    """Return the level as an alignment, {} where there is none or it needs our own term.

    An alignment has to have an address, and must be read again as the same level.
    """
    level = metadata.level
    if level is None or not level.url or not level.value:
        return {}
    if FRAMEWORKS.get(level.framework.lower(), level.framework) != level.framework:
        return {}
    kind, framework = _LEVELS.get(level.framework, ("ext:QualificationLevel", level.framework))
    lost: list[Dropped] = []
    result: dict[str, Any] = {"type": ["Alignment"], "targetName": f"{framework} level {level.value}".strip()}
    _put(result, "Alignment", "targetUrl", level.url, ("level", lost))
    if lost:
        return {}
    named = {"targetFramework": framework} if framework else {}
    return {**result, **named, "targetCode": level.value, "targetType": kind}


def _identifier(identifier: OrganisationIdentifier, lost: list[Dropped]) -> dict[str, Any]:
    """Return how a register knows the issuer, {} where it cannot be written."""
    if not identifier.value:
        return {}
    kinds = class_table().shapes["IdentifierEntry"].members["identifierType"].values[0]
    scheme = identifier.scheme or "identifier"
    told: tuple[str, list[Dropped]] = ("organisation_identifiers", lost)
    result: dict[str, Any] = {"type": "IdentifierEntry", "identifier": identifier.value}
    _put(
        result,
        "IdentifierEntry",
        "identifierType",
        scheme if scheme in kinds.words else f"ext:{scheme}",
        told,
    )
    return result if "identifierType" in result else {}


def _written_issuer(document: dict[str, Any], metadata: Metadata) -> Written:
    """Write into the issuer of a credential; a mere address becomes an object only where that is needed."""
    issuer = document.get("issuer")
    if isinstance(issuer, dict):
        return write_issuer(issuer, metadata)
    written = write_issuer({"id": issuer, "type": ["Profile"]}, metadata)
    return written if len(written.document) > len(("id", "type")) else Written({}, written.dropped)


def _name_extension(document: dict[str, Any]) -> None:
    """Name the context and the schema of our extension, where they are not named yet."""
    from ...issue.draft import further_contexts

    schemas = [one for one in many(document.get("credentialSchema")) if one]
    if not any(isinstance(one, dict) and one.get("id") == SCHEMA_OB3 for one in schemas):
        schemas.append({"id": SCHEMA_OB3, "type": "1EdTechJsonSchemaValidator2019"})
    document["credentialSchema"] = schemas
    contexts = many(document.get("@context"))
    contexts += [url for url in further_contexts(document, [CONTEXT_OB3]) if url not in contexts]
    document["@context"] = contexts


def _object(holder: dict[str, Any], name: str) -> dict[str, Any] | None:
    """Return the object of a member, or the first of several, as it stands in the document."""
    found = many(holder.get(name))
    return found[0] if found and isinstance(found[0], dict) else None


def _types(data: Mapping[str, Any]) -> list[Any]:
    return [kind for kind in many(data.get("type")) if isinstance(kind, str)]


def _alignment_types(data: Mapping[str, Any]) -> list[Any]:
    return [kind for one in objects(data.get("alignment")) for kind in _types(one)]
