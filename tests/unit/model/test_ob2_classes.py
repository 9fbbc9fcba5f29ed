"""The classes of 2.0 against the tables of its specification, written down here by hand."""

from __future__ import annotations

import pytest

from qualitybadge.model.members import members_of
from qualitybadge.model.ob2 import VIEWS
from qualitybadge.model.ob2_classes import class_table_2
from qualitybadge.model.values import Value

# Class -> members and types; ! required, ? required unless revoked, * several.
_DISPLAYED = "@language:LANGUAGE version:TEXT_OR_NUMBER"
_MAIN = f"related*:IRI|Related endorsement*:IRI|Endorsement {_DISPLAYED}"
_REVOCABLE = "revoked:BOOLEAN revocationReason:TEXT"
_SCOPE = "verificationProperty:COMPACT_IRI startsWith*:URL allowedOrigins*:URL_AUTHORITY"
_PROFILE = (
    "id!:ID type!*:RDF_TYPE telephone:PHONE description:TEXT image:PICTURE|Image publicKey*:IRI|CryptographicKey"
    f" verification:IssuerVerification revocationList:IRI|RevocationList {_MAIN}"
)
CLASSES = {
    "Assertion": "id!:ID type?*:RDF_TYPE recipient?:IdentityObject badge?:IRI|BadgeClass"
    " verification?:VerificationObject issuedOn?:DATETIME image:PICTURE|Image evidence*:IRI|Evidence"
    f" narrative:MARKDOWN_TEXT expires:DATETIME uid:TEXT {_REVOCABLE} {_MAIN}",
    "BadgeClass": "id!:ID type!*:RDF_TYPE name!:TEXT description!:TEXT image!:PICTURE|Image criteria!:IRI|Criteria"
    f" issuer!:IRI|Issuer alignment*:AlignmentObject tags*:TEXT {_MAIN}",
    "Profile": f"{_PROFILE} name:TEXT url:URL email:EMAIL",
    "Issuer": f"{_PROFILE} name!:TEXT url!:URL email!:EMAIL",
    "IdentityObject": "identity!:TEXT type!:COMPACT_IRI hashed!:BOOLEAN salt:TEXT",
    "VerificationObject": f"type!*:RDF_TYPE creator:IRI|CryptographicKey {_SCOPE}",
    "IssuerVerification": f"type*:RDF_TYPE {_SCOPE}",
    "Evidence": "id:IRI type*:RDF_TYPE narrative:MARKDOWN_TEXT name:TEXT description:TEXT genre:TEXT audience:TEXT",
    "Image": "id!:PICTURE type*:RDF_TYPE caption:TEXT author:IRI|Profile",
    "Criteria": "id:IRI type*:RDF_TYPE narrative:MARKDOWN_TEXT",
    "AlignmentObject": "type*:RDF_TYPE targetName!:TEXT targetUrl!:URL targetDescription:TEXT targetFramework:TEXT"
    " targetCode:TEXT",
    "RevocationList": "id:ID type!*:RDF_TYPE issuer:IRI|Profile revokedAssertions!*:IRI|RevokedAssertion",
    "RevokedAssertion": f"id:IRI type*:RDF_TYPE uid:TEXT {_REVOCABLE}",
    "CryptographicKey": "id:ID type*:RDF_TYPE owner:IRI|Profile publicKeyPem:TEXT",
    "Endorsement": "id!:ID type?*:RDF_TYPE claim?:IRI|Claim issuer!:IRI|Profile issuedOn?:DATETIME"
    f" verification?:VerificationObject {_REVOCABLE} {_MAIN}",
    "Claim": f"id!:IRI endorsementComment:MARKDOWN_TEXT {_DISPLAYED}",
    "Related": f"id!:IRI type*:RDF_TYPE {_DISPLAYED}",
}
HOLDS = {
    "Assertion": ("Assertion",),
    "BadgeClass": ("BadgeClass",),
    "Profile": ("Issuer", "Profile"),
    "Issuer": ("Issuer", "Profile"),
    "VerificationObject": ("HostedBadge", "SignedBadge"),
    "RevocationList": ("RevocationList",),
    "CryptographicKey": ("CryptographicKey",),
    "Endorsement": ("Endorsement",),
}
TABLE = class_table_2()


def _mark(name, member) -> str:
    kinds = [*(kind.name for kind in member.values), *(shape.name for shape in member.classes)]
    told = not member.required and member.plural.least > 0  # a rule asks for it
    many = member.plural.most == 0
    return f"{name}{'!' * member.required}{'?' * told}{'*' * many}:{'|'.join(kinds)}"


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_has_the_members_of_the_specification(name):
    shape = TABLE.shapes[name]
    # That a type is required unless revoked only the rules know; they have their own tests.
    expected = {word.replace("type?", "type") for word in CLASSES[name].split()}
    assert {_mark(*item) for item in shape.members.items()} == expected
    assert all(member.plural.single for member in shape.members.values())
    assert not shape.closed


def test_no_class_is_missing():
    assert set(CLASSES) == set(TABLE.shapes) == set(VIEWS)


@pytest.mark.parametrize("name", CLASSES)
def test_the_type_is_the_right_one(name):
    member = TABLE.shapes[name].members.get("type")
    holds = member.plural.holds if member else ()
    assert holds == ((HOLDS[name],) if name in HOLDS else ())


@pytest.mark.parametrize("name", CLASSES)
def test_views_and_tables_say_the_same(name):
    shape, view = TABLE.shapes[name], VIEWS[name]
    members = {member.name: member for member in members_of(view)}
    assert set(members) == set(shape.members)
    for member_name, row in shape.members.items():
        member = members[member_name]
        assert [k.name if isinstance(k, Value) else k.__name__ for k in member.kinds] == [
            *(kind.name for kind in row.values),
            *(inner.name for inner in row.classes),
        ]
        assert member.required == row.required
        assert (member.plural or row.plural) == row.plural
        assert (member.plural is None) == (row.plural.most == 1)
    assert (view.rules, view.spec) == (shape.rules, shape.spec)


def test_documents_of_their_own_may_be_left_to_the_caller():
    table = class_table_2(embedded=False)
    left = {
        (name, member_name)
        for name, shape in TABLE.shapes.items()
        for member_name, member in shape.members.items()
        if [inner.name for inner in member.classes]
        != [inner.name for inner in table.shapes[name].members[member_name].classes]
    }
    assert {member for _, member in left} == {
        "badge",
        "issuer",
        "endorsement",
        "publicKey",
        "creator",
        "owner",
        "author",
        "revocationList",
    }


def test_the_tables_are_made_once():
    assert class_table_2() is TABLE
    assert class_table_2(embedded=False) is class_table_2(embedded=False)
