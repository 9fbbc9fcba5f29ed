"""A badge whose result points nowhere: refused by the strict policy, told by one that allows findings."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.errors import IssueError
from qualitybadge.proofs import vcjwt

KEY = qb.KeyPair.generate()
ISSUER = qb.Issuer("Academy", KEY)
ACHIEVEMENT = {
    "id": "https://academy.example/weld",
    "name": "Welding",
    "description": "Welds.",
    "criteria": {"narrative": "Weld a seam."},
}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (lambda s: s.update(result=[{"type": ["Result"], "resultDescription": "urn:x:1"}]), "/result/0/resultDescription"),
        (lambda s: s.update(evidence=[{"type": ["Evidence"]}]), "/evidence"),
        (lambda s: s["achievement"].update(criteria={}), "/achievement/criteria"),
    ],
)  # fmt: skip
def test_a_finding_decides_unless_the_policy_allows_it(change, pointer):
    draft = ISSUER.draft(ACHIEVEMENT, qb.Recipient.did("did:key:z6MkExample"))
    change(draft["credentialSubject"])
    with pytest.raises(IssueError, match=pointer):
        ISSUER.sign(draft)
    token = vcjwt.sign(draft, KEY, kid=ISSUER.verification_method)
    for allowed in (False, True):
        policy = qb.Policy(allow_conformance_findings=allowed)
        report = qb.Verifier(policy, fetcher=qb.NoNetwork()).verify(token)
        [row] = [row for row in report.checks if row.id == "conformance"]
        assert row.outcome is qb.Outcome.FAILED
        assert row.pointer == f"/credentialSubject{pointer}"
        assert row.spec.startswith("OB 3.0 §B, ")
        assert row.required is not allowed
        if pointer != "/evidence":  # which no context defines there, either
            assert report.verdict is (qb.Verdict.VALID if allowed else qb.Verdict.INVALID)
