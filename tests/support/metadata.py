"""Metadata that says everything it can, and what draws metadata at random; for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from qualitybadge.quality.metadata.model import (
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
from qualitybadge.quality.subject import Part, Subject, Version
from qualitybadge.quality.terms import Terms
from qualitybadge.wire import multibase

DIGEST = multibase.encode(b"\x12\x20" + bytes(range(32)), "u")
COUNCIL = QualityAssurance(
    "Coastal Learning Council",
    "https://council.example/",
    "External visit every two years",
    "Criteria are reviewed every year",
    "2026-01-15",
)
FULL = Metadata(
    achievement_type="MicroCredential",
    learning_type="non-formal",
    learning_context="Six evenings at the harbour of Fjordby",
    learning_outcomes=("Plans a safe mooring from tide tables", "Explains the plan"),
    skills=(
        Skill(
            "perform mooring operations",
            "https://skills.example/mooring",
            "Harbour Skills",
            "M-7",
            "ext:HarbourSkill",
            "Moors a vessel",
            "intermediate",
        ),
    ),
    level=QualificationLevel("EQF", "4", "https://levels.example/eqf/4"),
    workload=Workload(28.5, 1.5),
    credits=Credits(1.5, "ECTS"),
    assessment_method="observation",
    verified_by="organiser",
    supervision="supervised onsite with identity verification",
    participation_form="onsite",
    tasks=(
        LearningStep("Plan three moorings", True, "Three plans", "organiser"),
        LearningStep("Show it", False),
    ),
    prerequisites=("none",),
    opportunities=("Entry to the summer school",),
    recognised_by=(Recognition("Harbour Office", "https://office.example/", "counts as the briefing"),),
    part_of=("https://academy.example/pathways/harbour",),
    stackability="One of four badges",
    quality_assurance=COUNCIL,
    language="en",
    language_of_learning="da",
    keywords=("tides", "mooring"),
    field_of_study="Water transport",
    validity_policy="no expiry",
    renewal="Not needed",
    definition_status="active",
    reviewed_on="2026-05-01",
    next_review="2028-05-01",
    version="2",
    privacy_policy="https://academy.example/privacy",
    more_information="https://academy.example/tide",
    country="DK",
    organisation_identifiers=(OrganisationIdentifier("ROR", "https://ror.org/012345678"),),
    issuer_quality_assurance=QualityAssurance(name="Coastal Learning Council"),
    issuer_privacy_policy="https://academy.example/privacy-of-all",
    quality_label=LabelReference(
        "urn:uuid:8a1e5b0b-6a52-4a4b-9df5-0d7f2f7f3c12",
        "https://label.example/scheme",
        "2029-01-10T00:00:00Z",
        DIGEST,
    ),
)
"""Every field is filled, and both versions can carry every one."""

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=12)
_MAYBE = st.just("") | _TEXT
_URL = st.sampled_from(["https://academy.example/a", "https://skills.example/x?y=1", "http://other.example/"])
_DATE = st.dates().map(lambda day: day.isoformat())
_AMOUNT = st.none() | st.integers(0, 2**40) | st.floats(0, 1e6, allow_nan=False)
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)


def _several(one):
    return st.lists(one, max_size=2).map(tuple)


def _some(strategy):
    """Draw objects that say something, or None."""
    return st.none() | strategy


_SKILLS = st.builds(
    Skill, _TEXT, _URL, _MAYBE, _MAYBE, st.sampled_from(["", "CTDL", "CFItem", "ext:Own"]), _MAYBE, _MAYBE
).filter(lambda one: one.framework.lower() not in ("eqf", "european qualifications framework", "qf-ehea"))
_QUALITY = st.builds(QualityAssurance, _TEXT, st.just("") | _URL, _MAYBE, _MAYBE, st.just("") | _DATE)
_LEVELS = st.builds(
    QualificationLevel, st.sampled_from(["EQF", "QF-EHEA", "NQF", ""]), _TEXT, st.just("") | _URL
)
_CREDITS = st.builds(Credits, st.floats(0, 1e6) | st.integers(0, 400), st.sampled_from(["", "ECTS"]))
_LANGUAGES = st.sampled_from(["", "en", "lt", "de-AT", "sr-Latn-RS"])

METADATA = st.builds(
    Metadata,
    achievement_type=st.sampled_from(["", "Badge", "MicroCredential", "ext:Own"]),
    learning_type=_MAYBE,
    learning_context=_MAYBE,
    learning_outcomes=_TEXTS,
    skills=_several(_SKILLS),
    level=_some(_LEVELS),
    workload=_some(st.builds(Workload, st.floats(0, 1e6), _AMOUNT)),
    credits=_some(_CREDITS),
    assessment_method=_MAYBE,
    verified_by=_MAYBE,
    supervision=_MAYBE,
    participation_form=_MAYBE,
    tasks=_several(st.builds(LearningStep, _TEXT, st.none() | st.booleans(), _MAYBE, _MAYBE)),
    prerequisites=_TEXTS,
    opportunities=_TEXTS,
    recognised_by=_several(st.builds(Recognition, _TEXT, _MAYBE, _MAYBE)),
    part_of=_TEXTS,
    stackability=_MAYBE,
    quality_assurance=_some(_QUALITY),
    language=_LANGUAGES,
    language_of_learning=_MAYBE,
    keywords=_TEXTS,
    field_of_study=_MAYBE,
    validity_policy=_MAYBE,
    renewal=_MAYBE,
    definition_status=_MAYBE,
    reviewed_on=st.just("") | _DATE,
    next_review=st.just("") | _DATE,
    version=_MAYBE,
    privacy_policy=st.just("") | _URL,
    more_information=st.just("") | _URL,
    country=st.sampled_from(["", "DK", "LT"]),
    organisation_identifiers=_several(
        st.builds(OrganisationIdentifier, st.sampled_from(["", "ROR", "PIC", "systemId"]), _TEXT)
    ),
    issuer_quality_assurance=_some(_QUALITY),
    issuer_privacy_policy=st.just("") | _URL,
    quality_label=_some(
        st.builds(
            LabelReference,
            st.sampled_from(["urn:uuid:1", "https://label.example/1"]),
            st.sampled_from(["", "https://label.example/scheme"]),
            st.sampled_from(["", "2029-01-10T00:00:00Z"]),
            st.sampled_from(["", DIGEST]),
        )
    ),
)
"""Metadata that both versions can carry wholly."""


def subject_3(document: dict[str, Any]) -> Subject:
    """Return a credential of 3.0 as the rules see it."""
    award = document["credentialSubject"]
    parts = (
        Part(document, ""),
        Part(award, "/credentialSubject"),
        Part(award["achievement"], "/credentialSubject/achievement"),
        Part(document["issuer"], "/issuer"),
    )
    return _subject("3.0", *parts)


def subject_2(document: dict[str, Any]) -> Subject:
    """Return an assertion of 2.0 with everything inside it as the rules see it."""
    root, badge = Part(document, ""), document["badge"]
    return _subject("2.0", root, root, Part(badge, "/badge"), Part(badge["issuer"], "/badge/issuer"))


def _subject(version: Version, badge: Part, award: Part, achievement: Part, issuer: Part) -> Subject:
    return Subject(
        version,
        badge,
        award,
        achievement,
        issuer,
        draft=True,
        now=datetime(2026, 11, 20, tzinfo=UTC),
        terms=Terms(),
    )
