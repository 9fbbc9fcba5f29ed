from __future__ import annotations

import pytest

from qualitybadge.model.document import Document, Kind, is_version_1, kind_of
from support.badges import OB, VC_1, VC_2, badge, badge_1, endorsement

OB2 = "https://w3id.org/openbadges/v2"
OB1 = "https://w3id.org/openbadges/v1"
OB21 = "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (badge(), Kind.BADGE),
        (badge_1(), Kind.BADGE),
        (endorsement(), Kind.ENDORSEMENT),
        ({"type": "AchievementCredential"}, Kind.BADGE),
        ({"type": ["EndorsementCredential", "OpenBadgeCredential"]}, Kind.BADGE),
        ({"type": ["VerifiableCredential", "ClrCredential"]}, Kind.CLR),
        ({"type": ["VerifiableCredential", "BitstringStatusListCredential"]}, Kind.STATUS_LIST),
        ({"type": ["VerifiableCredential", "StatusList2021Credential"]}, Kind.STATUS_LIST),
        ({"type": ["VerifiableCredential", "OpenBadge"]}, Kind.CREDENTIAL),
        ({"issuer": "x", "credentialSubject": {}}, Kind.CREDENTIAL),
        ({"type": ["VerifiablePresentation", "OpenBadgeCredential"]}, Kind.PRESENTATION),
        ({"verifiableCredential": [], "holder": "x"}, Kind.PRESENTATION),
        ({"type": ["Profile"]}, Kind.PROFILE),
        ({"type": "Profile", "@context": OB}, Kind.PROFILE),
        ({"type": "Profile", "@context": OB2}, Kind.OB2_ISSUER),
        ({"type": ["Profile", "Achievement"]}, Kind.ACHIEVEMENT),
        ({"type": "Achievement"}, Kind.ACHIEVEMENT),
        ({"type": "Assertion", "@context": OB2}, Kind.OB2_ASSERTION),
        ({"type": "Assertion", "@context": [OB2, {}]}, Kind.OB2_ASSERTION),
        ({"type": "Assertion"}, Kind.OB2_ASSERTION),
        ({"type": "Assertion", "@context": OB1}, Kind.OB1_ASSERTION),
        ({"type": "BadgeClass", "@context": OB2 + "/"}, Kind.OB2_BADGE_CLASS),
        ({"type": "BadgeClass", "@context": OB1}, Kind.OB1_BADGE_CLASS),
        ({"type": "Issuer"}, Kind.OB2_ISSUER),
        ({"type": "IssuerOrg", "@context": OB1}, Kind.OB1_ISSUER),
        ({"type": "Profile", "@context": OB21}, Kind.OB2_ISSUER),
        ({"type": "Issuer", "@context": OB1}, Kind.OB1_ISSUER),
        ({"type": "RevocationList"}, Kind.OB2_REVOCATION_LIST),
        ({"revokedAssertions": []}, Kind.OB2_REVOCATION_LIST),
        ({"type": "CryptographicKey", "@context": OB1}, Kind.OB2_KEY),
        ({"publicKeyPem": "-----BEGIN"}, Kind.OB2_KEY),
        ({"type": "Endorsement"}, Kind.OB2_ENDORSEMENT),
        ({"uid": "1", "recipient": {}, "badge": "https://x"}, Kind.OB1_ASSERTION),
        ({"recipient": "sha256$00", "salt": "x", "badge": {}}, Kind.OB1_ASSERTION),
        ({"name": "x", "criteria": "https://x", "issuer": "https://x"}, Kind.OB1_BADGE_CLASS),
        ({"verify": {"type": "hosted"}, "badge": "https://x"}, Kind.OB1_ASSERTION),
        ({"recipient": {}, "badge": "https://x", "@context": OB2}, Kind.OB2_ASSERTION),
        ({"criteria": {}, "issuer": "x", "name": "x", "@context": [OB2]}, Kind.OB2_BADGE_CLASS),
        ({"recipient": {}, "badge": "https://x", "@context": OB1}, Kind.OB1_ASSERTION),
        ({"name": "x", "url": "https://x"}, Kind.OB1_ISSUER),
        ({"name": "x", "url": "https://x", "email": "a@x", "revocationList": "https://x"}, Kind.OB1_ISSUER),
        ({"name": "x", "url": "https://x", "price": 7}, Kind.UNKNOWN),
        ({"name": "x", "email": "a@x"}, Kind.UNKNOWN),
        ({"url": "https://x"}, Kind.UNKNOWN),
        ({"id": "x", "issuer": "x", "revokedCredential": []}, Kind.REVOCATION_LIST),
        ({"@context": "https://www.w3.org/ns/did/v1", "id": "did:web:x"}, Kind.DID_DOCUMENT),
        ({"@context": ["https://www.w3.org/ns/did/v1"], "type": ["Profile"]}, Kind.DID_DOCUMENT),
        ({"id": "did:web:x", "verificationMethod": []}, Kind.DID_DOCUMENT),
        ({"id": "https://x", "verificationMethod": []}, Kind.CONTROLLER_DOCUMENT),
        ({"id": 7, "assertionMethod": []}, Kind.CONTROLLER_DOCUMENT),
        ({"kty": "OKP"}, Kind.KEY),
        ({"type": "Multikey"}, Kind.KEY),
        ({"publicKeyMultibase": "z6Mk"}, Kind.KEY),
        ({"keys": []}, Kind.KEY_SET),
        ({"@context": {}}, Kind.CONTEXT),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, Kind.SCHEMA),
        ({"payload": "e30", "signatures": []}, Kind.TOKEN),
        ({"payload": "e30", "protected": "e30"}, Kind.TOKEN),
        ({}, Kind.UNKNOWN),
        ({"type": 7, "name": "x"}, Kind.UNKNOWN),
        ({"type": [7, ["OpenBadgeCredential"]]}, Kind.UNKNOWN),
        ([badge()], Kind.UNKNOWN),
        ("OpenBadgeCredential", Kind.UNKNOWN),
        (None, Kind.UNKNOWN),
    ],
)
def test_kind_of(data, kind):
    assert kind_of(data) is kind


def test_each_kind_has_a_phrase_of_its_own_with_an_article():
    phrases = [kind.value for kind in Kind]
    assert len(set(phrases)) == len(phrases)
    assert all(phrase.startswith(("a ", "an ", "nothing ")) for phrase in phrases)


@pytest.mark.parametrize(
    ("data", "first"),
    [
        ({"@context": [VC_1, OB]}, True),
        ({"@context": VC_1}, True),
        ({"@context": [VC_2, VC_1], "issuanceDate": ""}, False),
        ({"@context": [OB, VC_1]}, True),
        ({"@context": [OB, VC_2], "issuanceDate": ""}, False),
        ({"@context": [OB], "issuanceDate": ""}, True),
        ({"@context": [OB], "issuanceDate": "", "validFrom": ""}, False),
        ({"@context": [7, None, {}]}, False),
        ({}, False),
    ],
)
def test_is_version_1(data, first):
    assert is_version_1(data) is first


def test_a_document_is_frozen():
    document = Document({"a": 1}, b'{"a":1}')
    assert document.media == "json"
    with pytest.raises(AttributeError):
        document.raw = b""  # type: ignore[misc]
