"""Typed views of the classes of Open Badges 2.0, as they are after compaction into its context.

They say of each member what the tables of `ob2_classes` say, as a test makes sure. What a revoked assertion
or endorsement may lack is None in its view.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, TypeVar

from pydantic import Discriminator, Field, Tag

from . import ob2_rules, ob2_values
from .breach import Rule
from .node import As, Hold, Maybe, Node, OneOrMany, shape_of, types
from .values import Plural

T = TypeVar("T")

Text = Annotated[str, As(ob2_values.TEXT)]
Markdown = Annotated[str, As(ob2_values.MARKDOWN_TEXT)]
TextOrNumber = Annotated[str | float, As(ob2_values.TEXT_OR_NUMBER)]
Url = Annotated[str, As(ob2_values.URL)]
Iri = Annotated[str, As(ob2_values.IRI)]
Id = Annotated[str, As(ob2_values.ID)]
DateTime = Annotated[datetime, As(ob2_values.DATETIME)]
Boolean = Annotated[bool, As(ob2_values.BOOLEAN)]
Email = Annotated[str, As(ob2_values.EMAIL)]
Phone = Annotated[str, As(ob2_values.PHONE)]
Language = Annotated[str, As(ob2_values.LANGUAGE)]
HostName = Annotated[str, As(ob2_values.URL_AUTHORITY)]
PropertyName = Annotated[str, As(ob2_values.COMPACT_IRI)]
RdfType = Annotated[str, As(ob2_values.RDF_TYPE)]
PictureUrl = Annotated[str, As(ob2_values.PICTURE)]
RdfTypes = Annotated[tuple[RdfType, ...], Hold(Plural(single=True))]
# An object, or only its id, which may be one of a document elsewhere.
Link = Annotated[Annotated[Iri, Tag("as an id")] | Annotated[T, Tag("as an object")], Discriminator(shape_of)]


class Displayed(Node):
    """What says in which language and version an object is."""

    language: Maybe[Language] = Field(default=None, alias="@language")
    """Language of its texts (BCP 47)."""
    version: Maybe[TextOrNumber] = None
    """Version of the definition."""


class Main(Displayed):
    """What documents of all classes may have."""

    related: OneOrMany[Link[Related]] = ()
    """Other versions, such as translations."""
    endorsement: OneOrMany[Link[Endorsement]] = ()
    """Endorsements by others."""


class Revocable(Main):
    """What can be revoked."""

    revoked: Maybe[Boolean] = None
    """Whether it is revoked."""
    revocation_reason: Maybe[Text] = None
    """Why it was revoked."""


class Related(Displayed):
    """Another version of the same thing."""

    spec = "OB 2.0 §Properties"
    id: Iri
    """Where the other version is."""
    type: RdfTypes = ()
    """The types of the other version."""


class Image(Node):
    """A picture and what there is to say about it."""

    spec = "OB 2.0 §Image"
    id: PictureUrl
    """Address of the picture, or the picture itself as a data URI."""
    type: RdfTypes = ()
    """The types; an ImageObject of schema.org where none is given."""
    caption: Maybe[Text] = None
    """What the picture shows."""
    author: Maybe[Link[Profile]] = None
    """Who made it."""


Picture = Annotated[
    Annotated[PictureUrl, Tag("as an id")] | Annotated[Image, Tag("as an object")], Discriminator(shape_of)
]


class CryptographicKey(Node):
    """A public key of an issuer."""

    spec = "OB 2.0 §CryptographicKey"
    id: Maybe[Id] = None
    """Where the key is published."""
    type: Annotated[tuple[RdfType, ...], types("CryptographicKey")] = ()
    """The types, CryptographicKey among them."""
    owner: Maybe[Link[Profile]] = None
    """Whose key it is."""
    public_key_pem: Maybe[Text] = None
    """The key in PEM."""


class Scope(Node):
    """Where the assertions that an issuer hosts must be."""

    spec = "OB 2.0 §VerificationObject"
    verification_property: Maybe[PropertyName] = None
    """The property that is looked at; there is none but id."""
    starts_with: OneOrMany[Url] = ()
    """Beginnings, one of which the id must have."""
    allowed_origins: OneOrMany[HostName] = ()
    """Host names, one of which the id must have."""


class IssuerVerification(Scope):
    """How assertions of an issuer are to be verified."""

    type: RdfTypes = ()
    """The types; in general VerificationObject."""


class VerificationObject(Scope):
    """How one assertion or endorsement is to be verified."""

    type: Annotated[tuple[RdfType, ...], types(("HostedBadge", "SignedBadge"))]
    """The types, HostedBadge or SignedBadge among them."""
    creator: Maybe[Link[CryptographicKey]] = None
    """The key that signed, where the issuer has several."""


class Profile(Main):
    """A person or organisation: a recipient, an endorser, an author."""

    spec = "OB 2.0 §Profile"
    id: Id
    """Identifies the person or organisation."""
    type: Annotated[tuple[RdfType, ...], types(("Issuer", "Profile"))]
    """The types, Issuer or Profile among them."""
    name: Maybe[Text] = None
    """Name of the person or organisation."""
    url: Maybe[Url] = None
    """Home page."""
    telephone: Maybe[Phone] = None
    """Telephone number."""
    description: Maybe[Text] = None
    """Who they are, in a few words."""
    image: Maybe[Picture] = None
    """Logo or portrait."""
    email: Maybe[Email] = None
    """Email address."""
    public_key: OneOrMany[Link[CryptographicKey]] = ()
    """Keys that sign."""
    verification: Maybe[IssuerVerification] = None
    """How the assertions of this issuer are to be verified."""
    revocation_list: Maybe[Link[RevocationList]] = None
    """Where the revoked among its signed assertions are listed."""


class Issuer(Profile):
    """A profile as the issuer of badges has it."""

    spec = "OB 2.0 §Issuer"
    name: Text
    """Name of the issuer."""
    url: Url
    """Home page."""
    email: Email
    """Email address."""


class RevokedAssertion(Node):
    """One entry of a revocation list."""

    spec = "OB 2.0 §RevocationList"
    rules: ClassVar[tuple[Rule, ...]] = (ob2_rules.revoked_one_named,)
    id: Maybe[Iri] = None
    """The assertion."""
    type: RdfTypes = ()
    """The types; Assertion where none is given."""
    uid: Maybe[Text] = None
    """The assertion of an old version that has no id."""
    revoked: Maybe[Boolean] = None
    """Whether it is revoked; it is where nothing is said."""
    revocation_reason: Maybe[Text] = None
    """Why it was revoked."""


class RevocationList(Node):
    """The signed assertions that an issuer has revoked."""

    spec = "OB 2.0 §RevocationList"
    id: Maybe[Id] = None
    """Where the list is published."""
    type: Annotated[tuple[RdfType, ...], types("RevocationList")]
    """The types, RevocationList among them."""
    issuer: Maybe[Link[Profile]] = None
    """Whose list it is."""
    revoked_assertions: OneOrMany[Link[RevokedAssertion]]
    """The revoked assertions."""


class Criteria(Node):
    """What has to be done for a badge."""

    spec = "OB 2.0 §Criteria"
    rules: ClassVar[tuple[Rule, ...]] = (ob2_rules.criteria_described,)
    id: Maybe[Iri] = None
    """A page that tells it."""
    type: RdfTypes = ()
    """The types; Criteria where none is given."""
    narrative: Maybe[Markdown] = None
    """What has to be done."""


class AlignmentObject(Node):
    """A node of a framework that a badge corresponds to."""

    spec = "OB 2.0 §Alignment"
    type: RdfTypes = ()
    """The types; AlignmentObject where none is given."""
    target_name: Text
    """Name of the node."""
    target_url: Url
    """Where it is described."""
    target_description: Maybe[Text] = None
    """What it is, in a few words."""
    target_framework: Maybe[Text] = None
    """Name of the framework."""
    target_code: Maybe[Text] = None
    """Code of the node within the framework."""


class BadgeClass(Main):
    """What a badge stands for."""

    spec = "OB 2.0 §BadgeClass"
    id: Id
    """Identifies the badge class."""
    type: Annotated[tuple[RdfType, ...], types("BadgeClass")]
    """The types, BadgeClass among them."""
    name: Text
    """Name of the achievement."""
    description: Text
    """What it is, in a few words."""
    image: Picture
    """The picture of the badge."""
    criteria: Link[Criteria]
    """What has to be done."""
    issuer: Link[Issuer]
    """Who issues the badge."""
    alignment: OneOrMany[AlignmentObject] = ()
    """Nodes of frameworks it corresponds to."""
    tags: OneOrMany[Text] = ()
    """Keywords."""


class IdentityObject(Node):
    """Who received a badge."""

    spec = "OB 2.0 §IdentityObject"
    rules: ClassVar[tuple[Rule, ...]] = (ob2_rules.identity_agrees,)
    identity: Text
    """The identity, plain or hashed."""
    type: PropertyName
    """The property of a profile that it is, such as email."""
    hashed: Boolean
    """Whether the identity is hashed."""
    salt: Maybe[Text] = None
    """What was appended before hashing."""


class Evidence(Node):
    """What a recipient did for a badge."""

    spec = "OB 2.0 §Evidence"
    id: Maybe[Iri] = None
    """A page that presents it."""
    type: RdfTypes = ()
    """The types; Evidence where none is given."""
    narrative: Maybe[Markdown] = None
    """How it led to the badge."""
    name: Maybe[Text] = None
    """Title."""
    description: Maybe[Text] = None
    """What it is."""
    genre: Maybe[Text] = None
    """What kind of work it is."""
    audience: Maybe[Text] = None
    """For whom it was made."""


class Assertion(Revocable):
    """A badge that somebody received."""

    spec = "OB 2.0 §Assertion"
    rules: ClassVar[tuple[Rule, ...]] = (ob2_rules.assertion_complete, ob2_rules.issued_before_expired)
    id: Id
    """Identifies the assertion; where it is hosted, its address."""
    type: Annotated[tuple[RdfType, ...], types("Assertion")] = ()
    """The types, Assertion among them."""
    recipient: Maybe[IdentityObject] = None
    """Who received the badge."""
    badge: Maybe[Link[BadgeClass]] = None
    """What the badge stands for."""
    verification: Maybe[VerificationObject] = None
    """How the assertion is to be verified."""
    issued_on: Maybe[DateTime] = None
    """When the badge was issued."""
    image: Maybe[Picture] = None
    """The picture with the badge baked into it."""
    evidence: OneOrMany[Link[Evidence]] = ()
    """What the recipient did for it."""
    narrative: Maybe[Markdown] = None
    """How the pieces of evidence belong together."""
    expires: Maybe[DateTime] = None
    """Until when the badge is valid."""
    uid: Maybe[Text] = None
    """Identifier of old versions."""


class Claim(Displayed):
    """Who or what is endorsed, and what is claimed about it."""

    spec = "OB 2.0 §Endorsement"
    id: Iri
    """Identifies what is endorsed."""
    endorsement_comment: Maybe[Markdown] = None
    """What the endorser says."""


class Endorsement(Revocable):
    """What somebody claims about a badge, its class or a profile."""

    spec = "OB 2.0 §Endorsement"
    rules: ClassVar[tuple[Rule, ...]] = (ob2_rules.endorsement_complete,)
    id: Id
    """Identifies the endorsement; where it is hosted, its address."""
    type: Annotated[tuple[RdfType, ...], types("Endorsement")] = ()
    """The types, Endorsement among them."""
    claim: Maybe[Iri | Claim] = None
    """What is endorsed, and why."""
    issuer: Link[Profile]
    """The endorser."""
    issued_on: Maybe[DateTime] = None
    """When the endorsement was given."""
    verification: Maybe[VerificationObject] = None
    """How the endorsement is to be verified."""


VIEWS: dict[str, type[Node]] = {
    cls.__name__: cls
    for cls in (
        AlignmentObject,
        Assertion,
        BadgeClass,
        Claim,
        Criteria,
        CryptographicKey,
        Endorsement,
        Evidence,
        IdentityObject,
        Image,
        Issuer,
        IssuerVerification,
        Profile,
        Related,
        RevocationList,
        RevokedAssertion,
        VerificationObject,
    )
}
"""Every view by the name of its class in the tables."""
for _cls in VIEWS.values():
    _cls.model_rebuild()
