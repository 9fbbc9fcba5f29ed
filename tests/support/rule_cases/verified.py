"""The good badges signed or published by the academy, verified, and labels and endorsements beside them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import qualitybadge as qb
from qualitybadge.keys import KeyPair
from qualitybadge.outcome import Verdict
from qualitybadge.proofs import dataintegrity
from qualitybadge.quality.label.facts import LabelFacts
from qualitybadge.quality.label.report import LabelReport, LabelState
from support.credentials import OB, VC2
from support.keyring import pair
from support.rule_cases.case import edited
from support.world import ACADEMY_METHOD, KEY, web

MADE, NOW = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
CITY = pair("Ed25519", "city")
HOSTED = "https://academy.example/ob2/assertions/1.json"
ENDORSED_BY = "https://city.example/profile.json"
ENDORSEMENT = "https://city.example/endorsements/1.json"
ISSUERS = {"3.0": "did:web:academy.example", "2.0": "https://academy.example/ob2/issuer.json"}
CLASSES = {
    "3.0": "https://academy.example/achievements/tide-reading/2",
    "2.0": "https://academy.example/ob2/tide-reading.json",
}
LABEL = "urn:uuid:0a0b0c0d-0000-4000-8000-000000000001"


def verified_3(
    edit: Mapping[str, Any] | None = None,
    *,
    key: KeyPair = KEY,
    served: Mapping[str, Any] | None = None,
    policy: qb.Policy | None = None,
    **how: Any,
) -> qb.Report:
    """Return the report of the good badge of 3.0 with changes, signed."""
    signed = dataintegrity.sign(
        edited("3.0", edit or {}), key, **{"verification_method": ACADEMY_METHOD, "created": MADE, **how}
    )
    return judged(signed, served=served, policy=policy)


def judged(
    source: Any, *, served: Mapping[str, Any] | None = None, policy: qb.Policy | None = None
) -> qb.Report:
    """Verify at the time of the cases."""
    fetcher = qb.StaticFetcher({**(web() if served is None else served)})
    return qb.verify(source, policy=policy or qb.Policy(), fetcher=fetcher, now=NOW)


def hosted_2(edit: Mapping[str, Any] | None = None, *, served: Mapping[str, Any] | None = None) -> qb.Report:
    """Return the report of the good badge of 2.0 with changes, published; `served` replaces what is served."""
    assertion = edited("2.0", edit or {})
    assertion = {"id": HOSTED, "verification": {"type": "hosted"}, **assertion}
    badge = assertion["badge"]
    issuer = badge.pop("issuer")
    context = assertion["@context"]
    published = {
        assertion["id"]: {**assertion, "badge": badge["id"]},
        badge["id"]: {"@context": context, **badge, "issuer": issuer["id"]},
        issuer["id"]: {"@context": context, **issuer},
    }
    return judged(assertion["id"], served={**published, **(served or {})})


def endorsement_3(of: str, key: KeyPair = CITY, *, signed: bool = True, **changes: Any) -> dict[str, Any]:
    """Return an endorsement of 3.0; a change to None removes the member."""
    document = {
        "@context": [VC2, OB],
        "id": "urn:uuid:1b6d2a55-50f8-4c0e-8b10-7d1a3f0c9e02",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": key.public_key.to_did_key(), "type": ["Profile"], "name": "City of Fjordby"},
        "validFrom": "2026-10-01T00:00:00Z",
        "credentialSubject": {
            "id": of,
            "type": ["EndorsementSubject"],
            "endorsementComment": "We hire whoever holds this badge.",
        },
        **changes,
    }
    document = {name: value for name, value in document.items() if value is not None}
    if not signed:
        return document
    return dataintegrity.sign(document, key, verification_method=key.did_key_method, created=MADE)


def endorsement_2(of: str, **changes: Any) -> dict[str, Any]:
    """Return an endorsement of 2.0; a change to None removes the member."""
    document = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": ENDORSEMENT,
        "type": "Endorsement",
        "issuer": ENDORSED_BY,
        "issuedOn": "2026-10-01T00:00:00Z",
        "claim": {"id": of, "endorsementComment": "We hire whoever holds this badge."},
        "verification": {"type": "hosted"},
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def city_web(*endorsements: dict[str, Any]) -> dict[str, Any]:
    """Return what the city publishes."""
    profile = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": ENDORSED_BY,
        "type": "Profile",
        "name": "City of Fjordby",
        "url": "https://city.example/",
        "email": "office@city.example",
    }
    return {ENDORSED_BY: profile, **{one["id"]: one for one in endorsements}}


def label(version: str, state: LabelState, *, report: qb.Report | None = None, **facts: str) -> LabelReport:
    """Return the report of a label of the academy, as `verify_label` makes it; `facts` replaces what it says."""
    said = {
        **dict.fromkeys(LabelFacts._fields, ""),
        "id": LABEL,
        "subject": ISSUERS[version],
        "scope": ("all-badges",),
        "start": "2026-01-10T00:00:00Z",
        "end": "2029-01-10T00:00:00Z",
        "has_status": True,
        **facts,
    }
    return LabelReport(state, (), NOW, Verdict.VALID, facts=LabelFacts(**said), report=report)


def changed(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a copy with members replaced."""
    return {**copy.deepcopy(document), **changes}
