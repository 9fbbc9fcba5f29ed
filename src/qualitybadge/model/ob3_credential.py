"""Open Badges 3.0: the badge itself, its subject, evidence and results (OB 3.0 §B)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from . import rules, values
from .breach import Rule
from .node import (
    As,
    Boolean,
    CompactJws,
    DateTime,
    DateTimeZ,
    IdOr,
    Many,
    Maybe,
    Node,
    Number,
    Text,
    Uri,
    types,
)
from .ob3_achievement import Achievement, Alignment
from .ob3_profile import (
    ContextsV1,
    ContextsV2,
    Endorsement,
    IdentifierType,
    Image,
    Profile,
)
from .results import results_described
from .vc import Subject, VerifiableCredential, VerifiableCredentialV1, VerifiableCredentialV2


class IdentityObject(Node):
    """One identity of the recipient, plain or hashed; closed."""

    closed = True
    rules: ClassVar[tuple[Rule, ...]] = (rules.identity_hashed,)
    type: Annotated[str, As(values.constant("IdentityObject"))]
    """Always the text IdentityObject."""
    hashed: Boolean
    """Whether identityHash is a hash."""
    identity_hash: Text
    """The identity, or its hash as sha256$… or md5$…."""
    identity_type: IdentifierType
    """What kind of identity it is."""
    salt: Maybe[Text] = None
    """What was appended to the identity before hashing."""


class Evidence(Node):
    """Something that shows what the holder did."""

    id: Maybe[Uri] = None
    """Address of the evidence."""
    type: Annotated[tuple[Text, ...], types("Evidence")]
    """The types, Evidence among them."""
    narrative: Maybe[Text] = None
    """What was done, in Markdown."""
    name: Maybe[Text] = None
    """Name of the evidence."""
    description: Maybe[Text] = None
    """What it is, in a few words."""
    genre: Maybe[Text] = None
    """Kind of evidence."""
    audience: Maybe[Text] = None
    """Whom it is meant for."""


class Result(Node):
    """A result that the holder reached; how it fits its description is judged with the subject."""

    rules: ClassVar[tuple[Rule, ...]] = (rules.evidence_elsewhere,)
    type: Annotated[tuple[Text, ...], types("Result")]
    """The types, Result among them."""
    achieved_level: Maybe[Uri] = None
    """The rubric level reached."""
    alignment: Many[Alignment] = ()
    """Nodes of frameworks it corresponds to."""
    result_description: Maybe[Uri] = None
    """The description it belongs to."""
    status: Maybe[Annotated[str, As(values.RESULT_STATUS)]] = None
    """How far the holder got."""
    value: Maybe[Text] = None
    """The value reached."""


class AchievementSubject(Subject):
    """Who earned the achievement, and how."""

    spec = "OB 3.0 §B"
    rules: ClassVar[tuple[Rule, ...]] = (
        rules.subject_identified,
        rules.evidence_elsewhere,
        results_described,
    )
    type: Annotated[tuple[Text, ...], types("AchievementSubject")]
    """The types, AchievementSubject among them."""
    activity_end_date: Maybe[DateTime] = None
    """When the activity ended."""
    activity_start_date: Maybe[DateTime] = None
    """When the activity began."""
    credits_earned: Maybe[Number] = None
    """Credits earned."""
    achievement: Achievement
    """What was earned."""
    identifier: Many[IdentityObject] = ()
    """Identities of the recipient."""
    image: Maybe[Image] = None
    """The baked picture of this award."""
    license_number: Maybe[Text] = None
    """Number of the licence granted."""
    narrative: Maybe[Text] = None
    """What the recipient did, in Markdown."""
    result: Many[Result] = ()
    """Results reached."""
    role: Maybe[Text] = None
    """The recipient's role."""
    source: Maybe[Profile] = None
    """Who made the assessment, where that was not the issuer."""
    term: Maybe[Text] = None
    """Term in which it was earned."""


class AchievementMembers(VerifiableCredential):
    """What a badge has in both versions of the envelope."""

    spec = "OB 3.0 §B"
    id: Uri
    """Identifies the badge."""
    type: Annotated[
        tuple[Text, ...], types("VerifiableCredential", ("AchievementCredential", "OpenBadgeCredential"))
    ]
    """The types, VerifiableCredential and one of the two names of the class among them."""
    description: Maybe[Text] = None
    """What the badge is about, in a few words."""
    image: Maybe[Image] = None
    """Picture of the badge."""
    awarded_date: Maybe[DateTimeZ] = None
    """When it was first awarded, kept when a newer version replaces it."""
    credential_subject: AchievementSubject
    """Who earned what."""
    endorsement: Many[Endorsement] = ()
    """Endorsements by others, with embedded proofs."""
    endorsement_jwt: Many[CompactJws] = ()
    """Endorsements by others, as tokens."""
    evidence: Many[Evidence] = ()
    """What shows that it was earned."""


class AchievementCredential(AchievementMembers, VerifiableCredentialV2):
    """A badge in the VC 2.0 envelope; its other name is OpenBadgeCredential."""

    context: ContextsV2 = Field(alias="@context")
    name: Maybe[Text] = None
    """Name for display."""
    issuer: IdOr[Profile]
    """Who awarded the badge."""
    valid_from: DateTimeZ
    """From when the badge is valid."""


class AchievementCredentialV1(AchievementMembers, VerifiableCredentialV1):
    """A badge in the VC 1.1 envelope."""

    context: ContextsV1 = Field(alias="@context")
    name: Text
    """Name for display."""
    issuer: Profile
    """Who awarded the badge."""
