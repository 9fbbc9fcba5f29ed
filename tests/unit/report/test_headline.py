"""The sentence under the verdict: it must never say more than was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import qualitybadge as qb
from qualitybadge.report.headline import headline, reason, sentence
from support.credentials import NOW, badge
from support.speakers import endorses, record
from support.world import KEY, changed, claims_of, proved, token, verify

SIGNED = proved()
OTHER = qb.Recipient.did("did:example:bob")
LATER, EARLIER = NOW + timedelta(days=9000), NOW - timedelta(days=9000)
WEAK = qb.Policy(allow_inline_jwk=True)


def inline(**how) -> qb.Report:
    """Return the report on a token whose key only the token itself names."""
    header = {"alg": "EdDSA", "jwk": KEY.to_jwk(), "typ": "JWT"}
    return verify(token(claims_of(badge()), header=header), WEAK, served={}, **how)


CASES = {
    "valid": (verify(SIGNED), "authentic: signed by the issuer's key and unaltered"),
    "valid, signed by nobody known": (inline(), "unaltered since it was signed; who signed it is not known"),
    "open": (verify(SIGNED, served={}), "could not be determined: neither accepted nor refused"),
    "of somebody else": (verify(SIGNED, recipient=OTHER), "authentic, but awarded to somebody else"),
    "of somebody else, signed by nobody known": (
        inline(recipient=OTHER),
        "unaltered since it was signed, but awarded to somebody else",
    ),
    "of somebody else, key not obtained": (
        verify(SIGNED, served={}, recipient=OTHER),
        "awarded to somebody else; whether it is authentic could not be determined",
    ),
    "expired": (verify(SIGNED, now=LATER), "authentic, but expired"),
    "not yet": (verify(proved(created=EARLIER), now=EARLIER), "authentic, but not valid yet"),
    "expired and of somebody else": (
        verify(SIGNED, now=LATER, recipient=OTHER),
        "authentic, but expired and awarded to somebody else",
    ),
    "altered": (
        verify(changed(SIGNED, "name", "Forged")),
        "not authentic, or not what the specification asks for: do not accept it",
    ),
    "altered and expired": (
        verify(changed(SIGNED, "name", "Forged"), now=LATER),
        "not authentic, or not what the specification asks for: do not accept it",
    ),
    "a record of expired ones": (
        verify(proved(record(*[proved(badge(validUntil="2026-02-01T00:00:00Z"))] * 2))),
        "authentic, but not every credential in it is valid",
    ),
    "endorsed by nobody who counts": (
        verify(
            proved(badge(endorsement=[endorses("urn:x:other")])), qb.Policy(require_endorsements_valid=True)
        ),
        "authentic, but an endorsement of it is not valid",
    ),
    "unsigned": (verify(badge()), "nobody signed it: anybody could have made it"),
    "unreadable": (verify(b"%PDF-1.7"), "not a badge that can be verified"),
    "no badge": (verify({"hello": "world"}), "not a badge that can be verified"),
}


@pytest.mark.parametrize(("report", "words"), CASES.values(), ids=CASES)
def test_the_headline_follows_from_the_rows(report, words):
    assert headline(report) == words


@pytest.mark.parametrize("report", [case[0] for case in CASES.values()], ids=CASES)
def test_a_reason_is_given_unless_valid(report):
    assert bool(reason(report)) == (report.verdict is not qb.Verdict.VALID)


def test_the_reason_is_the_first_row_that_decided():
    assert reason(CASES["of somebody else"][0]) == (
        "belongs to somebody else than the recipient given (recipient)"
    )


def test_rows_that_say_nothing_of_a_proof_call_nothing_authentic():
    report = CASES["expired"][0]
    without = replace(report, checks=tuple(check for check in report.checks if check.id != "proof"))
    assert headline(without) == "expired; whether it is authentic could not be determined"
    assert headline(replace(report, checks=())).startswith("not authentic")


def test_a_sentence():
    assert sentence("its W3C proof passed") == "Its W3C proof passed."
