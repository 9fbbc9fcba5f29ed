"""The envelopes of the W3C Verifiable Credentials Data Model 1.1 and 2.0; knows no class of Open Badges."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from . import rules
from .breach import Rule
from .document import is_version_1
from .node import (
    DateTime,
    DateTimeZ,
    IdOr,
    JsonObject,
    Maybe,
    Node,
    OneOrMany,
    SomeOf,
    Text,
    Uri,
    order,
    types,
)
from .values import CONTEXT_VC_1, CONTEXT_VC_2

Contexts = tuple[IdOr[JsonObject], ...]


class Proof(Node):
    """An embedded proof (VC-DI §2.1)."""

    spec = "VC-DI §2.1"
    type: Text
    """Name of the proof's form, such as DataIntegrityProof."""
    created: Maybe[DateTime] = None
    """When the proof was made."""
    cryptosuite: Maybe[Text] = None
    """Name of the suite, such as eddsa-rdfc-2022."""
    challenge: Maybe[Text] = None
    """Value that binds the proof to one request."""
    domain: Maybe[Text] = None
    """Where the proof is meant to be used."""
    nonce: Maybe[Text] = None
    """Random value that makes proofs of the same data differ."""
    proof_purpose: Maybe[Text] = None
    """What the proof was made for: assertionMethod in a credential."""
    proof_value: Maybe[Text] = None
    """The signature, multibase encoded."""
    verification_method: Maybe[Uri] = None
    """Where the public key is described."""


class CredentialSchema(Node):
    """A schema that the credential says it follows (VC-DM 2.0 §4.11)."""

    spec = "VC-DM 2.0 §4.11"
    id: Uri
    """Address of the schema."""
    type: Text
    """How it is to be applied, such as 1EdTechJsonSchemaValidator2019."""


class CredentialStatus(Node):
    """Where it is written whether the credential was revoked or suspended (VC-DM 2.0 §4.10)."""

    spec = "VC-DM 2.0 §4.10"
    id: Uri
    """Identifies this entry."""
    type: Text
    """The status method, such as BitstringStatusListEntry."""


class Refresh(Node):
    """Where a newer version of the credential can be had (VC-DM 2.0 §5.4)."""

    spec = "VC-DM 2.0 §5.4"
    id: Uri
    """Address of the service."""
    type: Text
    """The refresh method, such as 1EdTechCredentialRefresh."""


class TermsOfUse(Node):
    """Terms under which the credential was issued (VC-DM 2.0 §5.5)."""

    spec = "VC-DM 2.0 §5.5"
    id: Maybe[Uri] = None
    """Identifies the terms."""
    type: Text
    """Kind of the terms."""


class Party(Node):
    """Somebody with an id: the issuer of a credential."""

    spec = "VC-DM 2.0 §4.7"
    id: Uri
    """Identifies the party."""


class Subject(Node):
    """Who or what a credential speaks about."""

    spec = "VC-DM 2.0 §4.8"
    id: Maybe[Uri] = None
    """Identifies the subject."""


class VerifiableCredential(Node):
    """What every credential has; the dates are those of its version."""

    spec = "VC-DM 2.0 §4"
    context: SomeOf[IdOr[JsonObject]] = Field(alias="@context")
    """The JSON-LD contexts, whose first ones are prescribed."""
    id: Maybe[Uri] = None
    """Identifies the credential."""
    type: Annotated[tuple[Text, ...], types("VerifiableCredential")]
    """The types, VerifiableCredential among them."""
    issuer: IdOr[Party]
    """Who issued the credential: the id alone or an object."""
    credential_subject: Subject
    """Who the credential speaks about and what it says."""
    proof: OneOrMany[Proof] = ()
    """The embedded proofs."""
    credential_schema: OneOrMany[CredentialSchema] = ()
    """Schemas the credential follows."""
    credential_status: Maybe[CredentialStatus] = None
    """Where revocation or suspension is published."""
    refresh_service: Maybe[Refresh] = None
    """Where a newer version can be had."""
    terms_of_use: OneOrMany[TermsOfUse] = ()
    """Terms under which it was issued."""


class VerifiableCredentialV2(VerifiableCredential):
    """A credential of VC Data Model 2.0 (VC-DM 2.0 §4)."""

    rules: ClassVar[tuple[Rule, ...]] = (rules.only_version_2, rules.period_2)
    context: Annotated[Contexts, order(CONTEXT_VC_2)] = Field(alias="@context")
    valid_from: Maybe[DateTimeZ] = None
    """From when the credential is valid."""
    valid_until: Maybe[DateTimeZ] = None
    """Until when the credential is valid."""


class VerifiableCredentialV1(VerifiableCredential):
    """A credential of VC Data Model 1.1 (VC-DM 1.1 §4)."""

    spec = "VC-DM 1.1 §4"
    rules: ClassVar[tuple[Rule, ...]] = (rules.only_version_1, rules.period_1)
    context: Annotated[Contexts, order(CONTEXT_VC_1)] = Field(alias="@context")
    issuance_date: DateTimeZ
    """From when the credential is valid."""
    expiration_date: Maybe[DateTimeZ] = None
    """Until when the credential is valid."""

    @property
    def valid_from(self) -> datetime | None:
        """From when the credential is valid, under the name of VC 2.0."""
        return self.issuance_date

    @property
    def valid_until(self) -> datetime | None:
        """Until when the credential is valid, under the name of VC 2.0."""
        return self.expiration_date


def version_tag(value: Any) -> str:
    """Say which version of the envelope a credential follows, for `pydantic.Discriminator`."""
    first = is_version_1(value) if isinstance(value, dict) else isinstance(value, VerifiableCredentialV1)
    return "as VC 1.1" if first else "as VC 2.0"
