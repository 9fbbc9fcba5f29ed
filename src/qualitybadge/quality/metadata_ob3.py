"""Reads the neutral metadata out of a badge of Open Badges 3.0, and writes it into one."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from .metadata import Metadata, OrganisationIdentifier
from .metadata_terms import (
    BADGE_TERMS,
    ISSUER_TERMS,
    NUMBER,
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
from .subject import Subject

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
    achievement, issuer = subject.achievement, subject.issuer
    fields: dict[str, Any] = {}
    places = _places(achievement.at, issuer.at).copy()
    read_terms(achievement.data, achievement.at, _OF_BADGE, fields, places)
    if "alignment" in achievement.data:
        read_alignments(achievement.data["alignment"], f"{achievement.at}/alignment", fields, places)
    read_terms(issuer.data, issuer.at, ISSUER_TERMS, fields, places)
    _read_country(issuer.data, issuer.at, fields, places)
    _read_identifiers(issuer.data, issuer.at, fields, places)
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
                OrganisationIdentifier(text(entry.get("identifierType")).removeprefix("ext:"), value)
                for entry in entries
                if (value := text(entry.get("identifier")))
            ]
        )
        if found:
            fields["organisation_identifiers"] = found
            places["organisation_identifiers"] = f"{place}/otherIdentifier"
            return
