"""The classes against the tables of OB 3.0 §B, written down here by hand."""

from __future__ import annotations

import pytest

from qualitybadge.model import clr, ob3, vc
from qualitybadge.model.members import members_of
from qualitybadge.model.ob3 import AchievementCredential, AchievementCredentialV1
from qualitybadge.model.values import Value
from support.badges import badge, badge_1, endorsement

_ENVELOPE = "proof* credentialSchema* credentialStatus refreshService termsOfUse*"
# Class -> members; ! required, * several.
CLASSES = {
    "AchievementCredential": "@context!* id! type!* name description image awardedDate credentialSubject! endorsement*"
    f" endorsementJwt* evidence* issuer! validFrom! validUntil {_ENVELOPE}",
    "AchievementCredentialV1": "@context!* id! type!* name! description image awardedDate credentialSubject!"
    f" endorsement* endorsementJwt* evidence* issuer! issuanceDate! expirationDate {_ENVELOPE}",
    "EndorsementCredential": "@context!* id! type!* name! description awardedDate credentialSubject! issuer! validFrom!"
    f" validUntil {_ENVELOPE}",
    "EndorsementCredentialV1": "@context!* id! type!* name! description awardedDate credentialSubject! issuer!"
    f" issuanceDate! expirationDate {_ENVELOPE}",
    "AchievementSubject": "id type!* activityEndDate activityStartDate creditsEarned achievement! identifier* image"
    " licenseNumber narrative result* role source term",
    "Achievement": "id! type!* alignment* achievementType creator creditsAvailable criteria! description! endorsement*"
    " endorsementJwt* fieldOfStudy humanCode image inLanguage name! otherIdentifier* related* resultDescription*"
    " specialization tag* version",
    "Criteria": "id narrative",
    "Profile": "id! type!* name url phone description endorsement* endorsementJwt* image email address otherIdentifier*"
    " official parentOrg familyName givenName additionalName patronymicName honorificPrefix honorificSuffix"
    " familyNamePrefix dateOfBirth",
    "IdentityObject": "type! hashed! identityHash! identityType! salt",
    "IdentifierEntry": "type! identifier! identifierType!",
    "Image": "id! type! caption",
    "Alignment": "type!* targetCode targetDescription targetName! targetFramework targetType targetUrl!",
    "Evidence": "id type!* narrative name description genre audience",
    "Result": "type!* achievedLevel alignment* resultDescription status value",
    "ResultDescription": "id! type!* alignment* allowedValue* name! requiredLevel requiredValue resultType!"
    " rubricCriterionLevel* valueMax valueMin",
    "RubricCriterionLevel": "id! type!* alignment* description level name! points",
    "Related": "id! type!* inLanguage version",
    "EndorsementSubject": "id! type!* endorsementComment",
    "Address": "type!* addressCountry addressCountryCode addressRegion addressLocality streetAddress"
    " postOfficeBoxNumber postalCode geo",
    "GeoCoordinates": "type! latitude! longitude!",
    "CredentialSchema": "id! type!",
    "CredentialStatus": "id! type!",
    "Refresh": "id! type!",
    "TermsOfUse": "id type!",
    "Proof": "type! created cryptosuite challenge domain nonce proofPurpose proofValue verificationMethod",
}
CLOSED = {"IdentityObject", "IdentifierEntry", "Image"}
SINGLE = {"type", "proof", "credentialSchema", "termsOfUse"}


def _mark(member) -> str:
    return member.name + "!" * member.required + "*" * (member.plural is not None)


@pytest.mark.parametrize("name", CLASSES)
def test_members_and_cardinalities(name):
    cls = getattr(ob3, name)
    assert sorted(map(_mark, members_of(cls))) == sorted(CLASSES[name].split())
    assert cls.closed == (name in CLOSED)


def test_every_class_is_listed():
    assert set(ob3.__all__) == {*CLASSES, "OpenBadgeCredential", "OpenBadgeCredentialV1"}
    assert ob3.OpenBadgeCredential is AchievementCredential


@pytest.mark.parametrize("name", CLASSES)
def test_single_values_are_allowed_where_the_json_ld_binding_says_so(name):
    plural = {member.name: member.plural for member in members_of(getattr(ob3, name)) if member.plural}
    assert {member for member, held in plural.items() if held.single} == set(plural) & SINGLE


@pytest.mark.parametrize("name", [n for n in CLASSES if "type!*" in CLASSES[n]])
def test_each_type_set_holds_the_name_of_its_class(name):
    held = next(member.plural for member in members_of(getattr(ob3, name)) if member.name == "type")
    words = {word for group in held.holds for word in group}
    assert name.removesuffix("V1") in words


def test_every_member_is_documented_in_one_line():
    import ast
    from pathlib import Path

    for module in ("vc", "ob3_profile", "ob3_achievement", "ob3_credential", "clr"):
        tree = ast.parse((Path(vc.__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
        for cls in [node for node in tree.body if isinstance(node, ast.ClassDef)]:
            for node, after in zip(cls.body, [*cls.body[1:], None], strict=True):
                if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) not in ("rules", "context"):
                    assert isinstance(after, ast.Expr), (cls.name, ast.unparse(node.target))
                    assert "\n" not in after.value.value


def test_both_versions_say_from_when_to_when():
    two, one = (
        AchievementCredential.model_validate(badge()),
        AchievementCredentialV1.model_validate(badge_1()),
    )
    assert (one.valid_from, one.valid_until) == (two.valid_from, two.valid_until)
    assert one.issuance_date == one.valid_from
    assert "validFrom" not in one.to_dict()


def test_nested_endorsements_may_be_of_either_version():
    old = endorsement()
    old["@context"][0] = "https://www.w3.org/2018/credentials/v1"
    old["issuer"] = {"id": old["issuer"], "type": ["Profile"]}
    old["issuanceDate"] = old.pop("validFrom")
    read = AchievementCredential.model_validate({**badge(), "endorsement": [old, endorsement()]})
    assert [type(item).__name__ for item in read.endorsement] == [
        "EndorsementCredentialV1",
        "EndorsementCredential",
    ]
    again = AchievementCredential(
        **{name: getattr(read, name) for name in read.model_fields_set - {"x-note"}}, **read.model_extra
    )
    assert again.to_dict() == read.to_dict()


def test_a_record_holds_credentials():
    kinds = {member.name: member.kinds for member in members_of(clr.ClrSubject)}
    assert kinds["verifiableCredential"] == (vc.VerifiableCredentialV2, vc.VerifiableCredentialV1)
    assert all(isinstance(kind, Value) for kind in kinds["id"])
