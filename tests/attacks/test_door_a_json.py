"""Family A through the front door: whatever the bytes, an INVALID report that says why, under any policy."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from support.credentials import badge
from support.world import POLICIES, codes, proved, rows, verify

TEXT = json.dumps(proved())


def _with(extra: str) -> str:
    return TEXT[:-1] + "," + extra + "}"


HOSTILE = {
    "a01 duplicate names": (_with('"id":"urn:uuid:1"'), "MALFORMED_VALUE"),
    "a02 NaN": (_with('"x":NaN'), "MALFORMED_VALUE"),
    "a02 Infinity": (_with('"x":-Infinity'), "MALFORMED_VALUE"),
    "a02 1e400": (_with('"x":1e400'), "MALFORMED_VALUE"),
    "a03 beyond 2^53": (_with('"x":9007199254740993'), "MALFORMED_VALUE"),
    "a03 five thousand digits": (_with('"x":' + "9" * 5000), "MALFORMED_VALUE"),
    "a04 deep": ("[" * 100_000, "LIMIT"),
    "a04 deep objects": ('{"a":' * 100_000, "LIMIT"),
    "a05 lone surrogate in a value": (_with('"x":"\\ud800"'), "MALFORMED_VALUE"),
    "a05 lone surrogate in a name": (_with('"\\udfff":1'), "MALFORMED_VALUE"),
    "a06 byte order mark": (b"\xef\xbb\xbf" + TEXT.encode(), "PARSING"),
    "a06 UTF-16": (TEXT.encode("utf-16"), "PARSING"),
    "a06 UTF-32": (TEXT.encode("utf-32"), "PARSING"),
    "a06 invalid UTF-8": (TEXT.replace("Welding", "W\xff").encode("latin-1"), None),
    "a07 trailing data": (TEXT + "x", "PARSING"),
    "a07 two documents": (TEXT + TEXT, "PARSING"),
    "a07 comment": ("/* a */" + TEXT, "PARSING"),
    "a08 too large": (_with('"x":"' + "a" * 3_000_000 + '"'), "LIMIT"),
}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize(("source", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_json_is_invalid_and_says_why(source, code, policy):
    report = verify(source, policy)
    assert report.verdict is qb.Verdict.INVALID
    assert report.credential is None
    if code is not None:
        assert code in codes(report)
    assert all(row.message and row.advice for row in rows(report, "syntax"))


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize(
    "document",
    [
        badge(issuer=[]),
        badge(issuer=5),
        badge(credentialSubject=[]),
        badge(credentialSubject="did:example:ada"),
        badge(type="OpenBadgeCredential", credentialSubject={}),
        {**badge(), "issuer": None},
        {**badge(), "validFrom": True},
        {**badge(), "@context": "https://www.w3.org/ns/credentials/v2"},
    ],
)
def test_a09_wrong_shapes_are_invalid_with_a_pointer(document, policy):
    report = verify(document | {"proof": proved()["proof"]}, policy)
    assert report.verdict is qb.Verdict.INVALID
    assert any(row.pointer for row in report.checks if row.outcome is qb.Outcome.FAILED)


@pytest.mark.parametrize("value", ["[]", "[1]", '"text"', "5", "null", "true", "", " ", "{", "{}"])
def test_a09_no_object_is_no_badge(value):
    report = verify(value)
    assert report.verdict is qb.Verdict.INVALID
    assert report.kind in (qb.Kind.UNKNOWN, qb.Kind.UNREADABLE)
