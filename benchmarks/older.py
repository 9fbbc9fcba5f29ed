"""Open Badges 2.0 on the fixtures, every answer served from memory: hosted and signed, cold and known. One row each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import fixtures
from ops import OLDER, Call, Check, Row, WrongResultError

import qualitybadge as qb

MANY = 200
_ASSERTION = "https://example.org/assertions/{}.json"


def rows() -> Iterator[Row]:
    """Return every row of this table."""
    signed, hosted = ("verify OB2 SignedBadge RS256", ""), ("verify OB2 HostedBadge", "")
    yield Row(OLDER, "hosted, read for the first time", lambda: _hosted(known=False), hosted, 2000)
    yield Row(OLDER, "hosted, badge class and issuer known", lambda: _hosted(known=True), goal=800)
    yield Row(OLDER, "signed RS256, read for the first time", lambda: _signed(known=False), signed, 2200)
    yield Row(OLDER, "signed RS256, badge class and issuer known", lambda: _signed(known=True))
    yield Row(OLDER, f"one of {MANY} hosted badges of one class, verify_many", _many, goal=833, times=MANY)


def _image() -> qb.Response:
    return qb.Response(headers={"Content-Type": "image/png"}, body=fixtures.read("img1k.png"))


def _web(count: int = 1) -> dict[str, Any]:
    served: dict[str, Any] = dict(fixtures.data("ob2_hosted.json"))
    served["https://example.org/badge.png"] = _image()
    for number in range(count):
        address = _ASSERTION.format(number)
        served[address] = {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": address,
            "recipient": {"type": "email", "hashed": False, "identity": f"learner{number}@example.org"},
            "badge": "https://example.org/badge.json",
            "verification": {"type": "HostedBadge"},
            "issuedOn": "2020-01-01T00:00:00Z",
        }
    return served


def _valid(report: Any) -> str:
    if report.verdict is not qb.Verdict.VALID:
        raise WrongResultError(report.summary)
    return ""


def _hosted(*, known: bool) -> tuple[Call, Check]:
    served = _web()
    fetcher = qb.StaticFetcher(served)
    source = json.dumps(served[_ASSERTION.format(0)])
    return _call(source, fetcher, known=known), _valid


def _signed(*, known: bool) -> tuple[Call, Check]:
    return _call(fixtures.text("ob2_signed.jws"), qb.StaticFetcher(_web()), known=known), _valid


def _call(source: str, fetcher: qb.StaticFetcher, *, known: bool) -> Call:
    if known:
        verifier = qb.Verifier(fetcher=fetcher)
        return lambda: verifier.verify(source)
    return lambda: qb.verify(source, fetcher=fetcher)


def _many() -> tuple[Call, Check]:
    served = _web(MANY)
    fetcher = qb.StaticFetcher(served)
    sources = [json.dumps(served[_ASSERTION.format(number)]) for number in range(MANY)]

    def check(reports: Any) -> str:
        for report in reports:
            _valid(report)
        return ""

    return lambda: list(qb.Verifier(fetcher=fetcher).verify_many(sources, workers=1)), check
