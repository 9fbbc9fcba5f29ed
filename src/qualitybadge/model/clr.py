"""Comprehensive Learner Record 2.0: the record and its subject; credentials inside stay envelopes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from . import values
from .node import As, Boolean, CompactJws, DateTimeZ, IdOr, Many, Maybe, Node, SomeOf, Text, Uri, order, types
from .ob3_achievement import Achievement
from .ob3_credential import IdentityObject
from .ob3_profile import Endorsement, Image, Profile
from .values import CONTEXT_CLR, CONTEXT_OB, CONTEXT_VC_1, CONTEXT_VC_2
from .vc import (
    Contexts,
    Subject,
    VerifiableCredential,
    VerifiableCredentialV1,
    VerifiableCredentialV2,
    version_tag,
)

Enclosed = Annotated[
    Annotated[VerifiableCredentialV2, Tag("as VC 2.0")] | Annotated[VerifiableCredentialV1, Tag("as VC 1.1")],
    Discriminator(version_tag),
]


class Association(Node):
    """How two achievements of the record relate."""

    spec = "CLR 2.0 §B"
    type: Annotated[str, As(values.constant("Association"))]
    """Always the text Association."""
    association_type: Annotated[str, As(values.ASSOCIATION)]
    """How they relate."""
    source_id: Uri
    """The one achievement."""
    target_id: Uri
    """The other achievement."""


class ClrSubject(Subject):
    """The learner and what the record holds."""

    spec = "CLR 2.0 §B"
    type: Annotated[tuple[Text, ...], types("ClrSubject")]
    """The types, ClrSubject among them."""
    identifier: Many[IdentityObject] = ()
    """Identities of the learner."""
    achievement: Many[Achievement] = ()
    """Achievements the record speaks about."""
    verifiable_credential: SomeOf[Enclosed]
    """The credentials in the record, each to be verified on its own."""
    association: Many[Association] = ()
    """How achievements relate."""


class ClrMembers(VerifiableCredential):
    """What a record has in both versions of the envelope."""

    spec = "CLR 2.0 §B"
    id: Uri
    """Identifies the record."""
    type: Annotated[tuple[Text, ...], types("VerifiableCredential", "ClrCredential")]
    """The types, VerifiableCredential and ClrCredential among them."""
    name: Text
    """Name for display."""
    description: Maybe[Text] = None
    """What the record is about, in a few words."""
    image: Maybe[Image] = None
    """Picture of the record."""
    partial: Maybe[Boolean] = None
    """Whether the record leaves something out."""
    awarded_date: Maybe[DateTimeZ] = None
    """When it was first awarded."""
    credential_subject: ClrSubject
    """The learner and the credentials."""
    endorsement: Many[Endorsement] = ()
    """Endorsements by others, with embedded proofs."""
    endorsement_jwt: Many[CompactJws] = ()
    """Endorsements by others, as tokens."""


class ClrCredential(ClrMembers, VerifiableCredentialV2):
    """A record in the VC 2.0 envelope."""

    context: Annotated[Contexts, order(CONTEXT_VC_2, CONTEXT_CLR, CONTEXT_OB)] = Field(alias="@context")
    issuer: IdOr[Profile]
    """Who issued the record."""
    valid_from: DateTimeZ
    """From when the record is valid."""


class ClrCredentialV1(ClrMembers, VerifiableCredentialV1):
    """A record in the VC 1.1 envelope."""

    context: Annotated[Contexts, order(CONTEXT_VC_1, CONTEXT_CLR, CONTEXT_OB)] = Field(alias="@context")
    issuer: Profile
    """Who issued the record."""
