"""The classes of Open Badges 2.0 as tables: members, their types, which are required, how many; no pydantic.

The tables have the form of ``schemas/openbadges/classes.json``, so that one class table and one search for
findings serve both versions. They speak of objects compacted into the context of 2.0. The views of `ob2` must
say the same; a test holds them together.
"""

from __future__ import annotations

import functools
from typing import Any

from .classtable import ClassTable
from .ob2_rules import RULES
from .ob2_values import PHONE, PICTURE, PRIMITIVES
from .values import OBJECT, Value

Row = dict[str, Any]


def _one(*kinds: str) -> Row:
    return {"is": list(kinds), "many": {"single": True, "most": 1}}


def _must(*kinds: str) -> Row:
    return {"is": list(kinds), "required": True, "many": {"single": True, "least": 1, "most": 1}}


def _told(*kinds: str) -> Row:
    """A member of which a rule says when it is required; where it stands it holds something."""
    return {"is": list(kinds), "many": {"single": True, "least": 1, "most": 1}}


def _many(*kinds: str) -> Row:
    return {"is": list(kinds), "many": {"single": True}}


def _types(*words: str, required: bool = True) -> Row:
    """Return the row of a type of which one of some words is."""
    many = {"single": True, "holds": [list(words)]} if words else {"single": True}
    return {"is": ["RDF_TYPE"], "many": many, "required": required}


_DISPLAYED = {"@language": _one("LANGUAGE"), "version": _one("TEXT_OR_NUMBER")}
_MAIN = {"related": _many("IRI", "Related"), "endorsement": _many("IRI", "Endorsement"), **_DISPLAYED}
_REVOCABLE = {"revoked": _one("BOOLEAN"), "revocationReason": _one("TEXT")}
_PROFILE = {
    "id": _must("ID"),
    "type": _types("Issuer", "Profile"),
    "name": _one("TEXT"),
    "url": _one("URL"),
    "telephone": _one("PHONE"),
    "description": _one("TEXT"),
    "image": _one("PICTURE", "Image"),
    "email": _one("EMAIL"),
    "publicKey": _many("IRI", "CryptographicKey"),
    "verification": _one("IssuerVerification"),
    "revocationList": _one("IRI", "RevocationList"),
    **_MAIN,
}
_VERIFICATION = {
    "verificationProperty": _one("COMPACT_IRI"),
    "startsWith": _many("URL"),
    "allowedOrigins": _many("URL_AUTHORITY"),
}

_ROWS: dict[str, Row] = {
    "Assertion": {
        "rules": ["assertion_complete", "issued_before_expired"],
        "members": {
            "id": _must("ID"),
            "type": _types("Assertion", required=False),
            "recipient": _told("IdentityObject"),
            "badge": _told("IRI", "BadgeClass"),
            "verification": _told("VerificationObject"),
            "issuedOn": _told("DATETIME"),
            "image": _one("PICTURE", "Image"),
            "evidence": _many("IRI", "Evidence"),
            "narrative": _one("MARKDOWN_TEXT"),
            "expires": _one("DATETIME"),
            "uid": _one("TEXT"),
            **_REVOCABLE,
            **_MAIN,
        },
    },
    "BadgeClass": {
        "members": {
            "id": _must("ID"),
            "type": _types("BadgeClass"),
            "name": _must("TEXT"),
            "description": _must("TEXT"),
            "image": _must("PICTURE", "Image"),
            "criteria": _must("IRI", "Criteria"),
            "issuer": _must("IRI", "Issuer"),
            "alignment": _many("AlignmentObject"),
            "tags": _many("TEXT"),
            **_MAIN,
        },
    },
    "Profile": {"members": _PROFILE},
    "Issuer": {
        "members": {**_PROFILE, "name": _must("TEXT"), "url": _must("URL"), "email": _must("EMAIL")},
    },
    "IdentityObject": {
        "rules": ["identity_agrees"],
        "members": {
            "identity": _must("TEXT"),
            "type": _must("COMPACT_IRI"),
            "hashed": _must("BOOLEAN"),
            "salt": _one("TEXT"),
        },
    },
    "VerificationObject": {
        "members": {
            "type": _types("HostedBadge", "SignedBadge"),
            "creator": _one("IRI", "CryptographicKey"),
            **_VERIFICATION,
        },
    },
    "IssuerVerification": {
        "section": "OB 2.0 §VerificationObject",
        "members": {"type": _types(required=False), **_VERIFICATION},
    },
    "Evidence": {
        "members": {
            "id": _one("IRI"),
            "type": _types(required=False),
            "narrative": _one("MARKDOWN_TEXT"),
            "name": _one("TEXT"),
            "description": _one("TEXT"),
            "genre": _one("TEXT"),
            "audience": _one("TEXT"),
        },
    },
    "Image": {
        "members": {
            "id": _must("PICTURE"),
            "type": _types(required=False),
            "caption": _one("TEXT"),
            "author": _one("IRI", "Profile"),
        },
    },
    "Criteria": {
        "rules": ["criteria_described"],
        "members": {
            "id": _one("IRI"),
            "type": _types(required=False),
            "narrative": _one("MARKDOWN_TEXT"),
        },
    },
    "AlignmentObject": {
        "section": "OB 2.0 §Alignment",
        "members": {
            "type": _types(required=False),
            "targetName": _must("TEXT"),
            "targetUrl": _must("URL"),
            "targetDescription": _one("TEXT"),
            "targetFramework": _one("TEXT"),
            "targetCode": _one("TEXT"),
        },
    },
    "RevocationList": {
        "members": {
            "id": _one("ID"),
            "type": _types("RevocationList"),
            "issuer": _one("IRI", "Profile"),
            "revokedAssertions": {**_many("IRI", "RevokedAssertion"), "required": True},
        },
    },
    "RevokedAssertion": {
        "section": "OB 2.0 §RevocationList",
        "rules": ["revoked_one_named"],
        "members": {
            "id": _one("IRI"),
            "type": _types(required=False),
            "uid": _one("TEXT"),
            **_REVOCABLE,
        },
    },
    "CryptographicKey": {
        "members": {
            "id": _one("ID"),
            "type": _types("CryptographicKey", required=False),
            "owner": _one("IRI", "Profile"),
            "publicKeyPem": _one("TEXT"),
        },
    },
    "Endorsement": {
        "rules": ["endorsement_complete"],
        "members": {
            "id": _must("ID"),
            "type": _types("Endorsement", required=False),
            "claim": _told("IRI", "Claim"),
            "issuer": _must("IRI", "Profile"),
            "issuedOn": _told("DATETIME"),
            "verification": _told("VerificationObject"),
            **_REVOCABLE,
            **_MAIN,
        },
    },
    "Claim": {
        "section": "OB 2.0 §Endorsement",
        "members": {"id": _must("IRI"), "endorsementComment": _one("MARKDOWN_TEXT"), **_DISPLAYED},
    },
    "Related": {
        "section": "OB 2.0 §Properties",
        "members": {"id": _must("IRI"), "type": _types(required=False), **_DISPLAYED},
    },
}
# Classes whose objects are documents of their own, linked by id or embedded.
_DOCUMENTS = frozenset(
    {"BadgeClass", "CryptographicKey", "Endorsement", "Issuer", "Profile", "RevocationList"}
)


@functools.cache
def class_table_2(*, embedded: bool = True) -> ClassTable:
    """Return the linked table; made once a process, never changed.

    Args:
        embedded: whether a badge class, issuer, key, list or endorsement embedded where its id would do
            is described too; otherwise any object will do there, as it is judged as a document of its own.
    """
    classes = {name: _class_row(name, row, embedded=embedded) for name, row in _ROWS.items()}
    return ClassTable({"classes": classes, "values": _values(), "documents": {}}, RULES)


def _class_row(name: str, row: Row, *, embedded: bool) -> Row:
    members = row["members"]
    if not embedded:
        members = {member: _unlinked(inner) for member, inner in members.items()}
    return {"section": f"OB 2.0 §{name}", **row, "members": members}


def _unlinked(row: Row) -> Row:
    return {**row, "is": [OBJECT.name if kind in _DOCUMENTS else kind for kind in row["is"]]}


def _values() -> dict[str, Row]:
    """Return the simple kinds as rows of the table."""
    kinds = {**PRIMITIVES, PHONE.name: PHONE, PICTURE.name: PICTURE, OBJECT.name: OBJECT}
    return {name: _value_row(kind) for name, kind in kinds.items()}


def _value_row(kind: Value) -> Row:
    return {"expected": kind.expected, "form": kind.form, "pattern": kind.pattern}
