"""The neutral model of what a badge says about learning; knows neither version of Open Badges.

`read` and the two writers stand in `metadata_ob2` and `metadata_ob3`. Everything is optional: what a badge
does not say is empty here, and what is empty is not written.
"""

from __future__ import annotations

from dataclasses import dataclass

ASSESSMENT_METHODS = (
    "testing",
    "application of a skill",
    "portfolio",
    "recognition of prior learning",
    "observation",
    "self-assessment",
    "peer-assessment",
    "none",
)
PARTICIPATION_FORMS = ("online", "onsite", "blended", "onsite or blended", "volunteering", "work experience")
SUPERVISION = (
    "unsupervised with no identity verification",
    "supervised with no identity verification",
    "supervised online",
    "supervised onsite with identity verification",
)
VERIFIERS = ("self", "peer", "organiser", "external expert", "automatic")
LEARNING_TYPES = ("formal", "non-formal", "informal")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill or competence that a framework defines: an alignment of the badge.

    Attributes:
        name: what it is called.
        url: where it is defined.
        framework: name of the framework.
        code: its code in the framework.
        kind: the alignment's ``targetType``, such as ``CTDL`` or ``ext:ESCOSkill``.
        description: what it means.
        level: proficiency level, in the words of the framework.
    """

    name: str = ""
    url: str = ""
    framework: str = ""
    code: str = ""
    kind: str = ""
    description: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Workload:
    """How much work the badge stands for: hours of learning and ECTS points; None where not said."""

    hours: float | None = None
    ects: float | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """Credits that are available, and the system that counts them; "" where it is not named."""

    amount: float | None = None
    system: str = ""


@dataclass(frozen=True, slots=True)
class QualificationLevel:
    """Level in a qualifications framework.

    Attributes:
        framework: ``EQF``, ``QF-EHEA`` or the name of a national one.
        value: the level as written, such as ``5``; ``not applicable`` where the badge says so.
        url: where it is defined.
    """

    framework: str = "EQF"
    value: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class LearningStep:
    """One thing the earner does for the badge, in the extension a ``task``.

    Attributes:
        description: what is done.
        required: whether the badge needs it; None where not said.
        evidence: what shows that it was done.
        verified_by: who looks at that, one of `VERIFIERS` or own words.
    """

    description: str = ""
    required: bool | None = None
    evidence: str = ""
    verified_by: str = ""


@dataclass(frozen=True, slots=True)
class QualityAssurance:
    """Who or what assures the quality of the learning: name, link, description, how it is reviewed."""

    name: str = ""
    url: str = ""
    description: str = ""
    review_process: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Somebody who recognises the badge, and what they give for it."""

    name: str = ""
    url: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationIdentifier:
    """How a register knows the issuer: the scheme (such as ``ROR``, ``PIC``, ``LEI``) and the value."""

    scheme: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class LabelReference:
    """A pointer to a label credential: worth nothing unless that credential verifies.

    Attributes:
        id: id of the label credential.
        scheme: IRI of the scheme.
        valid_until: end of validity as written.
        digest: its ``digestMultibase``.
    """

    id: str = ""
    scheme: str = ""
    valid_until: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a badge says about learning, assessment, workload, quality and recognition.

    Native properties of Open Badges: `skills`, `credits`, `level`, `language`, `keywords`, `field_of_study`,
    `achievement_type`, `version`. Said of the issuer: `country`, `organisation_identifiers`,
    `issuer_quality_assurance`, `issuer_privacy_policy` and `quality_label`. `quality_assurance` and
    `privacy_policy` are those of the badge or, where it says nothing, of its issuer. Dates are texts in ISO
    8601, languages BCP 47 tags, countries ISO 3166-1 codes.
    """

    achievement_type: str = ""
    learning_type: str = ""
    learning_context: str = ""
    learning_outcomes: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()
    level: QualificationLevel | None = None
    workload: Workload | None = None
    credits: Credits | None = None
    assessment_method: str = ""
    verified_by: str = ""
    supervision: str = ""
    participation_form: str = ""
    tasks: tuple[LearningStep, ...] = ()
    prerequisites: tuple[str, ...] = ()
    opportunities: tuple[str, ...] = ()
    recognised_by: tuple[Recognition, ...] = ()
    part_of: tuple[str, ...] = ()
    stackability: str = ""
    quality_assurance: QualityAssurance | None = None
    language: str = ""
    language_of_learning: str = ""
    keywords: tuple[str, ...] = ()
    field_of_study: str = ""
    validity_policy: str = ""
    renewal: str = ""
    definition_status: str = ""
    reviewed_on: str = ""
    next_review: str = ""
    version: str = ""
    privacy_policy: str = ""
    more_information: str = ""
    country: str = ""
    organisation_identifiers: tuple[OrganisationIdentifier, ...] = ()
    issuer_quality_assurance: QualityAssurance | None = None
    issuer_privacy_policy: str = ""
    quality_label: LabelReference | None = None
