"""F07: the recipient of a badge of 2.0 or before is confirmed or refuted by the hashes that its version knows."""

from __future__ import annotations

import hashlib

import pytest

import qualitybadge as qb
from support.world2 import HOME, IMAGE, assertion, codes, rows, verify, web

ADA, EVE = (qb.Recipient.email(f"{name}@example.org") for name in ("ada", "eve"))
V1 = "https://w3id.org/openbadges/v1"
ADDRESS = f"{HOME}/b.json"


def _digest(name: str) -> str:
    return f"{name}${hashlib.new(name, b'ada@example.orgxy').hexdigest()}"


def _of_0_5(name: str) -> dict[str, object]:
    issuer = {"origin": HOME, "name": "School"}
    badge = {"version": "0.5", "name": "R", "image": "/robots.png", "description": "d", "criteria": "/c"}
    document = {"recipient": _digest(name), "salt": "xy", "issued_on": "2012-01-01"}
    return {ADDRESS: document | {"badge": badge | {"issuer": issuer}}, IMAGE: web()[IMAGE]}


def _of_1_1(name: str) -> dict[str, object]:
    identity = {"type": "email", "hashed": True, "identity": _digest(name), "salt": "xy"}
    verification = {"verify": {"type": "hosted", "url": ADDRESS}, "verification": None}
    document = assertion(id=ADDRESS, uid="1", recipient=identity, **{"@context": V1}, **verification)
    return web(document)


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("served", [_of_0_5, _of_1_1])
def test_f07_older_badges_belong_to_one_person(name, served):
    answers = served(name)
    report = verify(ADDRESS, answers, recipient=ADA)
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    (row,) = rows(report, "recipient")
    assert row.outcome is qb.Outcome.PASSED
    weak = row.problem.code if row.problem else ""
    assert weak == ("RECIPIENT_WEAK_HASH" if name in ("md5", "sha1") else "")
    assert (name in row.message) == bool(weak)
    refuted = verify(ADDRESS, answers, recipient=EVE)
    assert refuted.verdict is qb.Verdict.INVALID
    assert codes(refuted) == {"RECIPIENT_MISMATCH"}


@pytest.mark.parametrize("identity", [_digest("sha1"), _digest("sha512"), "crc32$0a1b"])
def test_f07_an_algorithm_that_2_0_does_not_know_says_nothing(identity):
    given = {"type": "email", "hashed": True, "identity": identity, "salt": "xy"}
    for person in (ADA, EVE):
        report = verify(served=web(assertion(recipient=given)), recipient=person)
        (row,) = rows(report, "recipient")
        assert (row.outcome, row.problem.code) == (qb.Outcome.UNKNOWN, "RECIPIENT_UNKNOWN")
        assert f"hashed with {identity.partition('$')[0]}, which Open Badges 2.0 does not know" in row.message
        assert report.verdict is qb.Verdict.INVALID  # its form breaks a rule
