"""An invented organisation that applies for an invented label, with everything that its network asks."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import qualitybadge as qb
from qualitybadge.quality.label.application import Application
from qualitybadge.quality.label.applicationparts import Measure, PortfolioFacts
from qualitybadge.quality.label.paper import Evidence, Organisation
from qualitybadge.quality.label.scheme import LabelScheme
from support.keyring import pair

FILE = Path(__file__).resolve().parents[2] / "examples" / "harbour-network.toml"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = date(2026, 11, 19)
ISSUED = datetime(2026, 3, 1, tzinfo=UTC)
COURSE = "https://mark.harbour.example/achievements/badge-course"


@functools.cache
def scheme() -> LabelScheme:
    """Return the Harbour Network Mark."""
    return LabelScheme.load(FILE)


@functools.cache
def badge(
    name: str = "academy", achievement: str = "https://academy.example/achievements/tide-reading"
) -> str:
    """Return a badge of somebody who signs with a key of this name."""
    issuer = qb.Issuer(f"The {name} of Fjordby", pair("Ed25519", name), clock=lambda: ISSUED)
    definition = {
        "id": achievement,
        "name": "Tide Reading",
        "description": "Reads tide tables and plans a safe mooring.",
        "criteria": {"narrative": "Planned three moorings and explained each to two pilots."},
    }
    recipient = qb.Recipient.did("did:example:ada")
    return issuer.issue(definition, recipient, valid_from=ISSUED).to_json()


ORGANISATION = Organisation(
    name="Fjordby Academy", id=pair("Ed25519", "academy").did, country="NO", languages=("nb", "en")
)
TEXTS = {
    "QL-ORG-01": "We stand in the register of associations.",
    "QL-ORG-02": "Since 2025.",
    "QL-ORG-03": "Our harbour master did.",
    "QL-ORG-04": "Yes.",
    "QL-ORG-05": "See the sample.",
    "QL-ORG-07": "See the plan.",
}


@functools.cache
def complete() -> Application:
    """Return an application that lacks nothing."""
    application = Application.begin(scheme(), ORGANISATION)
    for item, text in TEXTS.items():
        application = application.with_answer(
            item,
            text,
            evidence=(Evidence(url="https://register.example/1"),) if item == "QL-ORG-01" else (),
            level=4,
            day=DAY,
            role="head",
        )
    for criterion in ("A1", "A2"):
        application = application.with_criterion(criterion, met=True)
    for indicator, checked in (("I1", True), ("I2", True), ("I3", True), ("I4", False)):
        application = application.with_indicator(indicator, checked=checked)
    measures = (
        Measure("Review every badge", "head", date(2027, 1, 1), date(2028, 12, 31)),
        Measure("Train assessors", "harbour master", date(2028, 1, 1), date(2029, 12, 31)),
    )
    return (
        application.with_sample(badge(), file="tide.json", now=NOW)
        .with_training(badge("network", COURSE), scheme(), file="course.json", now=NOW)
        .with_plan("head", *measures)
        .with_portfolio(PortfolioFacts(date(2025, 10, 1), date(2026, 11, 1), badges=40, ready=31))
        .with_adherence("We adhere to the values of the network.", day=DAY, role="head")
        .with_submitted(DAY)
    )


def without_answer(item: str) -> Application:
    """Return the complete application with an item unanswered."""
    application = complete()
    said = application.self_assessment
    answers = tuple(replace(one, text="") if one.item == item else one for one in said.answers)
    return replace(application, self_assessment=replace(said, answers=answers))
