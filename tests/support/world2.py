"""A small web of Open Badges 2.0: a school that hosts badges, its class and profile, and a verifier."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import qualitybadge as qb
from qualitybadge.outcome import Check
from support.images import png

V2 = "https://w3id.org/openbadges/v2"
HOME = "https://school.example"
ASSERTION, CLASS, ISSUER = f"{HOME}/assertions/1", f"{HOME}/classes/robots", f"{HOME}/issuer"
IMAGE = f"{HOME}/robots.png"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STRICT, COMPATIBLE = qb.Policy(), qb.Policy.compatible()


def assertion(**changes: Any) -> dict[str, Any]:
    """Return a hosted assertion; a change to None removes the member."""
    return _changed(
        {
            "@context": V2,
            "type": "Assertion",
            "id": ASSERTION,
            "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
            "badge": CLASS,
            "verification": {"type": "HostedBadge"},
            "issuedOn": "2020-01-01T00:00:00Z",
        },
        changes,
    )


def badge_class(**changes: Any) -> dict[str, Any]:
    return _changed(
        {
            "@context": V2,
            "type": "BadgeClass",
            "id": CLASS,
            "name": "Robots",
            "description": "Builds a robot that moves.",
            "image": IMAGE,
            "criteria": {"narrative": "The robot moved."},
            "issuer": ISSUER,
        },
        changes,
    )


def issuer(**changes: Any) -> dict[str, Any]:
    return _changed(
        {
            "@context": V2,
            "type": "Issuer",
            "id": ISSUER,
            "name": "School",
            "url": HOME,
            "email": "badges@school.example",
        },
        changes,
    )


def web(*objects: dict[str, Any], **served: Any) -> dict[str, Any]:
    """Return the school's web; an object given stands at its own id, an address in `served` at its name."""
    image = qb.Response(headers={"Content-Type": "image/png"}, body=png())
    whole: dict[str, Any] = {IMAGE: image}
    for item in (assertion(), badge_class(), issuer(), *objects):
        whole[item["id"]] = item
    whole |= served
    return {address: answer for address, answer in whole.items() if answer is not None}


def redirect(target: str) -> qb.Response:
    return qb.Response(302, {"Location": target})


def verify(
    source: Any = ASSERTION, served: dict[str, Any] | None = None, policy: qb.Policy = STRICT, **how: Any
) -> qb.Report:
    """Verify at the fixed time with the school's web."""
    fetcher = how.pop("fetcher", None) or qb.StaticFetcher(web() if served is None else served)
    return qb.verify(source, policy=policy, fetcher=fetcher, **{"now": NOW, **how})


def rows(report: qb.Report, *ids: str) -> list[Check]:
    return [row for row in report.checks if row.id in ids]


def codes(report: qb.Report) -> set[str]:
    """Return the problem codes of every row that did not pass."""
    return {row.problem.code for row in report.checks if row.problem and row.outcome is not qb.Outcome.PASSED}


def text(data: Any) -> str:
    return json.dumps(data)


def _changed(document: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (document | changes).items() if value is not None}
