"""A token of standard terms is looked at once; anything else still gets both looks."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.verify import ob3

ACHIEVEMENT = {
    "id": "https://academy.example/weld",
    "name": "Welding",
    "description": "Welds.",
    "criteria": {"narrative": "Weld a seam."},
}
ISSUER = qb.Issuer("Academy", qb.KeyPair.generate())


def _outcomes(badge, **options):
    report = qb.Verifier(fetcher=qb.NoNetwork(), **options).verify(badge)
    return {row.id: row.outcome for row in report.checks} | {"verdict": report.verdict}


@pytest.fixture
def looks(monkeypatch):
    """The names of the further looks that were taken."""
    taken = []
    for name in ("is_plain", "conformance_errors"):
        look = getattr(ob3, name)
        monkeypatch.setattr(
            ob3, name, lambda *args, _look=look, _name=name, **kw: taken.append(_name) or _look(*args, **kw)
        )
    return taken


def _issue(proof="vc-jwt", **change):
    draft = ISSUER.draft(ACHIEVEMENT, qb.Recipient.did("did:key:z6MkExample"))
    made = ISSUER.sign(draft | change, proof=proof)
    return made.token or made.to_json()


def test_a_plain_token_is_looked_at_once(looks):
    token = _issue()
    looks.clear()
    assert _outcomes(token)["verdict"] is qb.Verdict.VALID
    assert looks == []


def test_a_document_is_judged_as_ever(looks):
    document = _issue("eddsa-rdfc-2022")
    looks.clear()
    assert _outcomes(document)["verdict"] is qb.Verdict.VALID
    assert looks == ["conformance_errors"]


def test_a_token_with_an_unusual_date_gets_both_looks(looks):
    token = _issue(awardedDate="2026-01-01T00:00:00.5+01:00")
    looks.clear()
    assert _outcomes(token)["verdict"] is qb.Verdict.VALID
    assert looks == ["conformance_errors", "is_plain"]


def test_contexts_of_the_callers_own_are_walked(looks):
    token = _issue()
    looks.clear()
    own = {"https://own.example/context.json": {"@context": {"own": "https://own.example/"}}}
    assert _outcomes(token, contexts=own)["vocabulary"] is qb.Outcome.PASSED
    assert looks == ["conformance_errors"]
