"""Badges of Open Badges 2.0 for tests, compacted, and samples of every primitive type, all written by hand."""

from __future__ import annotations

import copy
from typing import Any

HOME = "https://academy.example"
SHA256 = "sha256$" + "0f" * 32
MD5 = "md5$" + "A0" * 16
PNG = "data:image/png;base64,iVBORw0KGgo="

GOOD: dict[str, list[Any]] = {
    "BOOLEAN": [True, False],
    "EMAIL": ["ada@academy.example", "abc@localhost", "a+b@ä.example"],
    "COMPACT_IRI": ["id", "email", "url", "telephone", "schema:duns", "https://schema.org/sameAs"],
    "DATA_URI": ["data:,", "data:text/plain;charset=UTF-8;page=21,a%20b", PNG, "DATA:;base64,AA=="],
    "DATA_URI_OR_URL": [HOME, PNG, "data:,x"],
    "DATETIME": [
        "2020-01-01T00:00:00Z",
        "2020-01-01T00:00Z",
        "2020-01-01T00:00:00.123456Z",
        "2020-01-01T00:00:00,5+02:00",
        "2020-01-01T00:00:00+0200",
        "2020-01-01T00:00:00-08",
        "20200101T000000Z",
        "20200101T0000+0200",
        "2016-12-31T23:59:60Z",
    ],
    "ID": [HOME, "urn:uuid:9D278beb-36cf-4bc8-888d-674ff9843d72", "_:b0", "did:web:academy.example"],
    "IDENTITY_HASH": [SHA256, SHA256.replace("f", "F"), MD5],
    "IRI": [HOME, "urn:isbn:9780000000000", "https://académie.example/ü?q=1#z", "_:b1", "mailto:a@b.example"],
    "LANGUAGE": [
        "en",
        "en-US",
        "zh-Hant-TW",
        "de-CH-1996",
        "sl-rozaj-biske",
        "zh-cmn-Hans-CN",
        "es-419",
        "en-a-bbb-x-a-ccc",
        "x-private",
        "i-klingon",
        "sgn-BE-FR",
        "EN-gb",
    ],
    "MARKDOWN_TEXT": ["*Build* a robot.\n\n- it moves", ""],
    "RDF_TYPE": [
        "BadgeClass",
        "Extension",
        "extensions:ApplyLink",
        "https://schema.org/Organization",
        "hosted",
    ],
    "TELEPHONE": ["+15417522845", "5417522845", "+18006662344;ext=666"],
    "TEXT": ["a text", "", "0"],
    "TEXT_OR_NUMBER": ["1.0", "", 2, 2.5],
    "URL": [
        HOME,
        "HTTPS://www.EXAMPLE.cOm/",
        "http://-.~:%40:80%2f:password@example.com",
        "http://142.42.1.1:8080/",
        "http://[2001:db8::1]:8080/x",
        "http://localhost:3000/123",
        "https://académie.example/ü",
        "https://example.com./a?b=c&d#e",
        "http://foo.com/blah_(wikipedia)#cite-1",
        "http://例え.テスト",
    ],
    "URL_AUTHORITY": ["google.com", "Nerds.Example.com", "xn--bcher-kva.example", "bücher.example", "a-b.c1"],
    "PHONE": [
        "+16175551212",
        "1 (555) 555-5555",
        "+49 30/123-456",
        "030 12345 ext. 7",
        "+18006662344;ext=666",
    ],
    "PICTURE": [f"{HOME}/badge.png", PNG, "data:image/svg+xml;utf8,%3Csvg/%3E", "DATA:image/PNG,x"],
}
"""Values that are of a type, by its name."""

BAD: dict[str, list[str]] = {
    "BOOLEAN": ["true"],
    "EMAIL": ["", "ada", "ada@", "a b@c.example", " spacey@gmail.com", "a@b@c"],
    "COMPACT_IRI": ["sloths", "", "Assertion", "@id", "/email"],
    "DATA_URI": ["data:bad:path", "data:image/gif", HOME, "data:,a b", "data:text,x", ""],
    "DATA_URI_OR_URL": ["urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72", "a", "", "//x", "data:image/png"],
    "DATETIME": [
        "2020-01-01T00:00:00",
        "2020-01-01",
        "1577836800",
        "yesterday",
        "2020-01-01T25:00:00Z",
        "2020-02-30T00:00Z",
        "2020-01-01 00:00:00Z",
        "2020-01-01t00:00:00z",
        "2020-01-01T0000Z",
        "20200101T00:00Z",
        "2020-0101T00:00Z",
        "2020-01-01T00:00:00+0260",
        "٢٠٢٠-01-01T00:00Z",
        "",
    ],
    "ID": ["", "notanurl", "/assertion/1", "urn:uuid:123"],
    "IDENTITY_HASH": ["sha1$" + "0f" * 20, "sha256$0f", "SHA256$" + "0f" * 32, "md5$" + "0g" * 16, ""],
    "IRI": [
        "",
        "free text here",
        "urn:uuid",
        "urn:uuid:zz278beb-36cf-4bc8-888d-674ff9843d72",
        "data:text/plain,x",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "file:///etc/passwd",
        "https:",
        "https:///x",
        "http://a.example/\u202egnp.exe",
        "urn:x:\ud800",
        "_:",
        "x:",
    ],
    "LANGUAGE": [
        "english_please!",
        "",
        "e",
        "en-",
        "en--us",
        "en-us-us",
        "toolonglang",
        "en-a",
        "123",
        "i-none",
    ],
    "MARKDOWN_TEXT": [],
    "RDF_TYPE": ["Unmapped", "badgeclass", "", "https://a b", "name", "@id"],
    "TELEPHONE": ["1-800-666-DEVIL", "1 (555) 555-5555", "+99 55 22 1234", "+18006664343 x666", "+064", ""],
    "TEXT": [],
    "TEXT_OR_NUMBER": [],
    "URL": [
        "",
        "//",
        "a",
        "h://test",
        "http:// shouldfail.com",
        ":// should fail",
        "http://../",
        "http://.example",
        "http://a..b",
        "http://a.example:port/",
        "http://a.example/<b>",
        "http://a.example/\n",
        "http://a.example/\u200e",
        "ftp://a.example/",
        "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72",
        PNG,
    ],
    "URL_AUTHORITY": [
        "https://issuer.example.org",
        "issuer.example.org:8443",
        "192.168.0.1",
        "1::6:7:8",
        "bears",
        "666",
        "bears.com/thewoods",
        "user@bears.com",
        "lots of bears.com",
        "a..b.com",
        "-a.com",
        "a-.com",
        ".com",
        "a.com.",
        f"{'a' * 64}.com",
        f"{'a.' * 130}com",
        "",
    ],
    "PHONE": ["1-800-666-DEVIL", "call me", "", "+", "(", "555-"],
    "PICTURE": [
        "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
        "data:image/jpeg;base64,AA==",
        "data:image/png",
        "data:image/pngx,AA",
        "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72",
        "badge.png",
        "",
    ],
}
"""Texts that are not of a type."""


def issuer() -> dict[str, Any]:
    """Return the profile of an issuer."""
    return {
        "id": f"{HOME}/issuer",
        "type": "Issuer",
        "name": "Academy",
        "url": HOME,
        "email": "badges@academy.example",
    }


def badge_class() -> dict[str, Any]:
    """Return a badge class that links its issuer."""
    return {
        "id": f"{HOME}/badges/1",
        "type": "BadgeClass",
        "name": "Robotics",
        "description": "Built a robot.",
        "image": f"{HOME}/badges/1.png",
        "criteria": {"narrative": "Build a robot that moves."},
        "issuer": f"{HOME}/issuer",
    }


def recipient() -> dict[str, Any]:
    """Return a recipient who is known by a plain email address."""
    return {"type": "email", "hashed": False, "identity": "ada@academy.example"}


def assertion() -> dict[str, Any]:
    """Return a hosted assertion that links its badge class."""
    return {
        "id": f"{HOME}/assertions/1",
        "type": "Assertion",
        "recipient": recipient(),
        "badge": f"{HOME}/badges/1",
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2020-01-01T00:00:00Z",
    }


def endorsement() -> dict[str, Any]:
    """Return a hosted endorsement of the badge class."""
    return {
        "id": f"{HOME}/endorsements/1",
        "type": "Endorsement",
        "claim": {"id": f"{HOME}/badges/1", "endorsementComment": "*Good*"},
        "issuer": "https://endorser.example/profile",
        "issuedOn": "2020-02-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
    }


def key() -> dict[str, Any]:
    """Return a key that names its owner."""
    return {
        "id": f"{HOME}/key",
        "type": "CryptographicKey",
        "owner": f"{HOME}/issuer",
        "publicKeyPem": "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n",
    }


def revocation_list() -> dict[str, Any]:
    """Return a list with an entry of each form."""
    return {
        "id": f"{HOME}/revoked",
        "type": "RevocationList",
        "issuer": f"{HOME}/issuer",
        "revokedAssertions": [
            "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72",
            {"id": f"{HOME}/assertions/2", "revocationReason": "Awarded in error"},
            {"uid": "abc123", "revoked": True},
        ],
    }


def full() -> dict[str, Any]:
    """Return an assertion with an object of every class embedded."""
    profile = issuer() | {
        "type": ["Issuer", "https://schema.org/Organization"],
        "telephone": "+16175551212",
        "description": "A school.",
        "image": {"id": f"{HOME}/logo.svg", "caption": "Logo", "author": issuer() | {"type": "Profile"}},
        "publicKey": [f"{HOME}/key", key()],
        "verification": {"type": "VerificationObject", "startsWith": HOME, "allowedOrigins": ["a.example"]},
        "revocationList": revocation_list(),
        "version": 2,
    }
    badge = badge_class() | {
        "@language": "en-US",
        "issuer": profile,
        "alignment": {
            "type": "AlignmentObject",
            "targetName": "Robots",
            "targetUrl": "https://framework.example/robots",
            "targetDescription": "Knows robots.",
            "targetFramework": "Robots",
            "targetCode": "R1",
        },
        "tags": ["robot", "school"],
        "related": [{"id": f"{HOME}/badges/1-es", "@language": "es", "version": "1"}],
        "endorsement": [f"{HOME}/endorsements/2", endorsement()],
    }
    return assertion() | {
        "badge": badge,
        "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": SHA256},
        "verification": {"type": "SignedBadge", "creator": key()},
        "image": {"id": PNG},
        "evidence": [f"{HOME}/work", {"narrative": "I built it.", "name": "Robot", "genre": "Machine"}],
        "narrative": "# Robots",
        "expires": "2030-01-01T00:00+0000",
        "uid": "a1",
    }


def changed(data: dict[str, Any], *path: Any, value: Any) -> dict[str, Any]:
    """Return a copy with another value at a path; `...` takes the member away."""
    result = copy.deepcopy(data)
    place: Any = result
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return result
