"""Reads the neutral metadata out of a badge of Open Badges 2.0, and writes it into one."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from .metadata import Metadata
from .metadata_terms import (
    BADGE_TERMS,
    BADGE_TERMS_2,
    EXTENSION,
    ISSUER_TERMS,
    ISSUER_TERMS_2,
    TEXT,
    TEXTS,
    WORD,
    Term,
    finished,
    read_alignments,
    read_terms,
)
from .subject import Subject

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
    badge, issuer = subject.achievement, subject.issuer
    fields: dict[str, Any] = {}
    places = _places(badge.at, issuer.at).copy()
    read_terms(badge.data, badge.at, NATIVE, fields, places)
    for part, terms in ((badge, _OF_BADGE), (issuer, _OF_ISSUER)):
        extension = part.data.get(EXTENSION)
        if isinstance(extension, dict):
            read_terms(extension, f"{part.at}/{EXTENSION}", terms, fields, places)
    if "alignment" in badge.data:
        read_alignments(badge.data["alignment"], f"{badge.at}/alignment", fields, places)
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
