"""Reports of the good badges with proofs of every kind: sound, tampered with, by another, of older versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import qualitybadge as qb
from qualitybadge.outcome import Outcome, Trust
from qualitybadge.proofs import dataintegrity
from support import signed2, world2
from support.keyring import pair
from support.rule_cases.case import edited
from support.rule_cases.verified import CITY, HOSTED, MADE, NOW, hosted_2, judged, verified_3
from support.world import ACADEMY_METHOD, KEY


def unchecked(report: qb.Report, check_id: str) -> qb.Report:
    """Return a report in which one check could not be decided."""
    checks = [
        replace(row, outcome=Outcome.UNKNOWN, message="not looked at") if row.id == check_id else row
        for row in report.checks
    ]
    return replace(report, checks=tuple(checks))


def tampered_3() -> qb.Report:
    signed = dataintegrity.sign(edited("3.0", {}), KEY, verification_method=ACADEMY_METHOD, created=MADE)
    return judged({**signed, "name": "Something else"})


def with_proof(proof: Any) -> qb.Report:
    return judged({**edited("3.0", {}), "proof": proof})


def with_suite(name: str) -> qb.Report:
    signed = dataintegrity.sign(edited("3.0", {}), KEY, verification_method=ACADEMY_METHOD, created=MADE)
    return judged({**signed, "proof": {**signed["proof"], "cryptosuite": name}})


def by_fragment(policy: qb.Policy | None = None) -> qb.Report:
    issuer = "https://academy.example/issuer"
    method = f"{issuer}#{KEY.public_key.to_multikey()}"
    return verified_3({"/issuer/id": issuer}, served={}, policy=policy, verification_method=method)


def by_another() -> qb.Report:
    return verified_3(key=CITY, verification_method=CITY.did_key_method)


def hosted_elsewhere() -> qb.Report:
    return hosted_2({"/id": "https://elsewhere.example/1.json"})


def offline_2() -> dict[str, Any]:
    """A hosted badge that was handed in, and nobody can be asked."""
    return edited("2.0", {"/id": HOSTED, "/verification": {"type": "hosted"}})


def signed_2(
    *, web_of: dict[str, Any] | None = None, policy: qb.Policy | None = None, **how: Any
) -> qb.Report:
    token = signed2.token(**how)
    fetcher = qb.StaticFetcher(signed2.school() if web_of is None else web_of)
    return qb.verify(token, policy=policy or qb.Policy(), fetcher=fetcher, now=NOW)


def signed_by(kind: str) -> qb.Report:
    signer = pair(kind, "ada")
    served_key = signed2.key(signer)
    return signed_2(signer=signer, web_of=signed2.school(served_key))


def draft_1_1() -> dict[str, Any]:
    return signed2.signed_1_1(badge=world2.badge_class(**{"@context": signed2.V1}))


def signed_1_1() -> qb.Report:
    return signed_2(payload=signed2.signed_1_1(), web_of=signed2.school_1_1())


def nobody_vouches() -> qb.Report:
    return replace(signed_2(), trust=Trust.NONE)
