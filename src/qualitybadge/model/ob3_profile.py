"""Open Badges 3.0: profiles and the endorsements they may carry (OB 3.0 §B)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from . import values
from .node import (
    As,
    CompactJws,
    DateTimeZ,
    Day,
    IdOr,
    Many,
    Maybe,
    Node,
    Number,
    Text,
    Uri,
    order,
    types,
)
from .values import CONTEXT_OB, CONTEXT_VC_1, CONTEXT_VC_2
from .vc import (
    Contexts,
    Party,
    Subject,
    VerifiableCredential,
    VerifiableCredentialV1,
    VerifiableCredentialV2,
    version_tag,
)

IdentifierType = Annotated[str, As(values.IDENTIFIER_TYPE)]
ContextsV2 = Annotated[Contexts, order(CONTEXT_VC_2, CONTEXT_OB)]
ContextsV1 = Annotated[Contexts, order(CONTEXT_VC_1, CONTEXT_OB)]


class Image(Node):
    """A picture; closed."""

    closed = True
    id: Uri
    """Address of the picture, or the picture itself as a data URI."""
    type: Annotated[str, As(values.constant("Image"))]
    """Always the text Image."""
    caption: Maybe[Text] = None
    """What the picture shows."""


class IdentifierEntry(Node):
    """One identifier of a profile or achievement; closed."""

    closed = True
    type: Annotated[str, As(values.constant("IdentifierEntry"))]
    """Always the text IdentifierEntry."""
    identifier: Text
    """The identifier."""
    identifier_type: IdentifierType
    """What kind of identifier it is."""


class GeoCoordinates(Node):
    """A point on the globe (WGS 84)."""

    type: Annotated[str, As(values.constant("GeoCoordinates"))]
    """Always the text GeoCoordinates."""
    latitude: Number
    """Degrees north."""
    longitude: Number
    """Degrees east."""


class Address(Node):
    """A postal address."""

    type: Annotated[tuple[Text, ...], types("Address")]
    """The types, Address among them."""
    address_country: Maybe[Text] = None
    """Name of the country."""
    address_country_code: Maybe[Annotated[str, As(values.COUNTRY)]] = None
    """Code of the country (ISO 3166-1 alpha-2)."""
    address_region: Maybe[Text] = None
    """Region within the country."""
    address_locality: Maybe[Text] = None
    """Town or locality."""
    street_address: Maybe[Text] = None
    """Street and house number."""
    post_office_box_number: Maybe[Text] = None
    """Number of the post office box."""
    postal_code: Maybe[Text] = None
    """Postal code."""
    geo: Maybe[GeoCoordinates] = None
    """Where it lies."""


class Profile(Party):
    """An organisation or person: issuer, creator, endorser or source."""

    spec = "OB 3.0 §B"
    type: Annotated[tuple[Text, ...], types("Profile")]
    """The types, Profile among them."""
    name: Maybe[Text] = None
    """Name of the organisation or person."""
    url: Maybe[Uri] = None
    """Home page."""
    phone: Maybe[Text] = None
    """Telephone number."""
    description: Maybe[Text] = None
    """Who they are, in a few words."""
    endorsement: Many[Endorsement] = ()
    """Endorsements by others, with embedded proofs."""
    endorsement_jwt: Many[CompactJws] = ()
    """Endorsements by others, as tokens."""
    image: Maybe[Image] = None
    """Logo or portrait."""
    email: Maybe[Annotated[str, As(values.EMAIL)]] = None
    """Email address."""
    address: Maybe[Address] = None
    """Postal address."""
    other_identifier: Many[IdentifierEntry] = ()
    """Further identifiers."""
    official: Maybe[Text] = None
    """Who may speak for the organisation."""
    parent_org: Maybe[Profile] = None
    """The organisation it is part of."""
    family_name: Maybe[Text] = None
    """Family name."""
    given_name: Maybe[Text] = None
    """Given name."""
    additional_name: Maybe[Text] = None
    """Further names, such as a middle name."""
    patronymic_name: Maybe[Text] = None
    """Patronymic."""
    honorific_prefix: Maybe[Text] = None
    """Title before the name."""
    honorific_suffix: Maybe[Text] = None
    """Title after the name."""
    family_name_prefix: Maybe[Text] = None
    """Leading part of the family name, such as de."""
    date_of_birth: Maybe[Day] = None
    """Date of birth."""


class EndorsementSubject(Subject):
    """Who or what is endorsed, and why."""

    spec = "OB 3.0 §B"
    id: Uri
    """Identifies what is endorsed."""
    type: Annotated[tuple[Text, ...], types("EndorsementSubject")]
    """The types, EndorsementSubject among them."""
    endorsement_comment: Maybe[Text] = None
    """What the endorser says, in Markdown."""


class EndorsementMembers(VerifiableCredential):
    """What an endorsement has in both versions of the envelope."""

    spec = "OB 3.0 §B"
    id: Uri
    """Identifies the endorsement."""
    type: Annotated[tuple[Text, ...], types("VerifiableCredential", "EndorsementCredential")]
    """The types, VerifiableCredential and EndorsementCredential among them."""
    name: Text
    """Name for display."""
    description: Maybe[Text] = None
    """What it is about, in a few words."""
    awarded_date: Maybe[DateTimeZ] = None
    """When the endorsement was first given."""
    credential_subject: EndorsementSubject
    """Who or what is endorsed."""


class EndorsementCredential(EndorsementMembers, VerifiableCredentialV2):
    """An endorsement in the VC 2.0 envelope."""

    context: ContextsV2 = Field(alias="@context")
    issuer: IdOr[Profile]
    """The endorser."""
    valid_from: DateTimeZ
    """From when the endorsement is valid."""


class EndorsementCredentialV1(EndorsementMembers, VerifiableCredentialV1):
    """An endorsement in the VC 1.1 envelope."""

    context: ContextsV1 = Field(alias="@context")
    issuer: Profile
    """The endorser."""


Endorsement = Annotated[
    Annotated[EndorsementCredential, Tag("as VC 2.0")] | Annotated[EndorsementCredentialV1, Tag("as VC 1.1")],
    Discriminator(version_tag),
]
Profile.model_rebuild()
