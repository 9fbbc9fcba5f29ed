"""What was read and what kind of document it is; judges by a glance at members and types, checks nothing."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, Literal

VC_CONTEXT_1 = "https://www.w3.org/2018/credentials/v1"
VC_CONTEXT_2 = "https://www.w3.org/ns/credentials/v2"


class Kind(enum.Enum):
    """What a document is; the value is the phrase for a person."""

    BADGE = "an Open Badges 3.0 badge"
    ENDORSEMENT = "an endorsement credential"
    CLR = "a Comprehensive Learner Record"
    STATUS_LIST = "a status list credential"
    CREDENTIAL = "a verifiable credential of another type"
    PRESENTATION = "a verifiable presentation"
    PROFILE = "an Open Badges 3.0 profile"
    ACHIEVEMENT = "an Open Badges 3.0 achievement"
    REVOCATION_LIST = "a 1EdTech revocation list"
    OB2_ASSERTION = "an Open Badges 2.0 assertion"
    OB2_BADGE_CLASS = "an Open Badges 2.0 badge class"
    OB2_ISSUER = "an Open Badges 2.0 issuer profile"
    OB2_ENDORSEMENT = "an Open Badges 2.0 endorsement"
    OB2_KEY = "an Open Badges 2.0 cryptographic key"
    OB2_REVOCATION_LIST = "an Open Badges 2.0 revocation list"
    OB1_ASSERTION = "an Open Badges 0.5, 1.0 or 1.1 assertion"
    OB1_BADGE_CLASS = "an Open Badges 1.0 or 1.1 badge class"
    OB1_ISSUER = "an Open Badges 1.0 or 1.1 issuer"
    DID_DOCUMENT = "a DID document"
    CONTROLLER_DOCUMENT = "a controlled identifier document"
    KEY = "a key"
    KEY_SET = "a set of keys"
    CONTEXT = "a JSON-LD context"
    SCHEMA = "a JSON Schema"
    TOKEN = "a token in JSON serialization"  # noqa: S105 - the phrase for a kind of document
    UNKNOWN = "a JSON document of no known kind"
    WITHDRAWN = "an address whose badge was withdrawn"
    UNREADABLE = "nothing that could be read as a badge"

    @property
    def is_older(self) -> bool:
        """Whether it is of Open Badges 2.0 or before."""
        return self.name.startswith(("OB1_", "OB2_"))


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was verified.

    Attributes:
        data: the parsed JSON object; treat it as immutable.
        raw: the bytes exactly as verified: the JSON text or the compact token.
        media: ``json`` or ``jwt``.
    """

    data: dict[str, Any]
    raw: bytes
    media: Literal["json", "jwt"] = "json"


# The first row that matches decides: what claims to be a badge is judged as a badge, whatever else it claims.
_BY_TYPE = (
    ("VerifiablePresentation", Kind.PRESENTATION),
    ("OpenBadgeCredential", Kind.BADGE),
    ("AchievementCredential", Kind.BADGE),
    ("ClrCredential", Kind.CLR),
    ("EndorsementCredential", Kind.ENDORSEMENT),
    ("BitstringStatusListCredential", Kind.STATUS_LIST),
    ("StatusList2021Credential", Kind.STATUS_LIST),
    ("RevocationList2020Credential", Kind.STATUS_LIST),
    ("VerifiableCredential", Kind.CREDENTIAL),
    ("Achievement", Kind.ACHIEVEMENT),
    ("Multikey", Kind.KEY),
    ("JsonWebKey", Kind.KEY),
    ("JsonWebKey2020", Kind.KEY),
    ("Ed25519VerificationKey2020", Kind.KEY),
)
_PLACE = {word: place for place, (word, _kind) in enumerate(_BY_TYPE)}
_OB2_BY_TYPE = (
    ("Assertion", Kind.OB2_ASSERTION),
    ("BadgeClass", Kind.OB2_BADGE_CLASS),
    ("Issuer", Kind.OB2_ISSUER),
    ("IssuerOrg", Kind.OB2_ISSUER),  # of 1.1
    ("RevocationList", Kind.OB2_REVOCATION_LIST),
    ("CryptographicKey", Kind.OB2_KEY),
    ("Endorsement", Kind.OB2_ENDORSEMENT),
)
_OB1_OF_OB2 = {
    Kind.OB2_ASSERTION: Kind.OB1_ASSERTION,
    Kind.OB2_BADGE_CLASS: Kind.OB1_BADGE_CLASS,
    Kind.OB2_ISSUER: Kind.OB1_ISSUER,
}
_OB2_OF_OB1 = {older: newer for newer, older in _OB1_OF_OB2.items()}
_CONTEXTS_OF_2_0 = ("openbadges/v2", "ob/v2p0/context.json", "ob/v2p1/ob_v2p1.jsonld")
# Members that together give away a document without a type, the most telling first.
_BY_MEMBERS = (
    (("issuer", "credentialSubject"), Kind.CREDENTIAL),
    (("verifiableCredential", "holder"), Kind.PRESENTATION),
    (("revokedCredential",), Kind.REVOCATION_LIST),
    (("revokedAssertions",), Kind.OB2_REVOCATION_LIST),
    (("recipient", "badge"), Kind.OB1_ASSERTION),
    (("verify", "badge"), Kind.OB1_ASSERTION),
    (("kty",), Kind.KEY),
    (("publicKeyMultibase",), Kind.KEY),
    (("publicKeyPem",), Kind.OB2_KEY),
    (("keys",), Kind.KEY_SET),
    (("verificationMethod",), Kind.CONTROLLER_DOCUMENT),
    (("assertionMethod",), Kind.CONTROLLER_DOCUMENT),
    (("criteria", "issuer", "name"), Kind.OB1_BADGE_CLASS),
    (("$schema",), Kind.SCHEMA),
    (("payload", "signatures"), Kind.TOKEN),
    (("payload", "protected"), Kind.TOKEN),
)
# An issuer of 1.0 says of itself nothing else than these.
_ISSUER_1 = frozenset({"name", "url", "description", "image", "email", "revocationList"})


def kind_of(data: Any) -> Kind:
    """Say what a parsed JSON value is; `Kind.UNKNOWN` for anything that is no object or not recognised."""
    if not isinstance(data, dict):
        return Kind.UNKNOWN
    types = _texts(data.get("type"))
    places = [_PLACE[word] for word in types if word in _PLACE]
    if places:
        return _BY_TYPE[min(places)][1]
    contexts = _texts(data.get("@context"))
    if any("/ns/did/" in url for url in contexts):
        return Kind.DID_DOCUMENT
    second = _is_2_0(contexts)
    kind = _badge_2_kind(types, contexts, second=second)
    if kind is not Kind.UNKNOWN:
        return kind
    kind = _kind_by_members(data)
    return _OB2_OF_OB1.get(kind, kind) if second else kind


def _is_2_0(contexts: tuple[str, ...]) -> bool:
    return any(url.rstrip("/").endswith(_CONTEXTS_OF_2_0) for url in contexts)


def _badge_2_kind(types: tuple[str, ...], contexts: tuple[str, ...], *, second: bool) -> Kind:
    """Recognise the classes of Open Badges 1.1 and 2.0, and a Profile, which 2.0 and 3.0 both have."""
    if "Profile" in types and not second:
        return Kind.PROFILE
    first = any(url.rstrip("/").endswith("openbadges/v1") for url in contexts)
    for word, kind in _OB2_BY_TYPE:
        if word in types or (word == "Issuer" and "Profile" in types):
            return _OB1_OF_OB2.get(kind, kind) if first else kind
    return Kind.UNKNOWN


def _kind_by_members(data: dict[str, Any]) -> Kind:
    for members, kind in _BY_MEMBERS:
        if all(member in data for member in members):
            named_did = kind is Kind.CONTROLLER_DOCUMENT and str(data.get("id")).startswith("did:")
            return Kind.DID_DOCUMENT if named_did else kind
    if set(data) == {"@context"}:
        return Kind.CONTEXT
    if "name" in data and "url" in data and data.keys() <= _ISSUER_1:
        return Kind.OB1_ISSUER
    return Kind.UNKNOWN


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list):
        return tuple([item for item in value if isinstance(item, str)])
    return ()


def is_version_1(data: dict[str, Any]) -> bool:
    """Tell whether a credential follows VC 1.1 rather than 2.0: the first VC context decides, else the dates.

    What breaks the order of contexts is still judged by the version its author meant.
    """
    contexts = data.get("@context")
    if isinstance(contexts, list) and contexts[:1] == [VC_CONTEXT_2]:
        return False  # nearly every document
    for url in _texts(contexts):
        if url == VC_CONTEXT_2:
            return False
        if url == VC_CONTEXT_1:
            return True
    return "issuanceDate" in data and "validFrom" not in data
