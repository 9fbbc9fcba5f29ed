"""Is it ready for recognition? Assessments with every offline rule, one badge and many, and a label. One row each."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fixtures
from ops import QUALITY, TOKENS, Call, Check, Row, WrongResultError

import qualitybadge as qb
from qualitybadge.quality import Assessor
from qualitybadge.quality.metadata.ob3 import read_objects

NOW = datetime(2026, 6, 1, tzinfo=UTC)
MANY = 500


def rows() -> Iterator[Row]:
    """Return every row of this table."""
    yield Row(QUALITY, "110 rules over a draft, basic", lambda: _draft("basic"))
    yield Row(QUALITY, "110 rules over a draft, rich", lambda: _draft("rich"), goal=1000)
    yield Row(QUALITY, "110 rules over the report of a VC-JWT, rich", _report, goal=1000)
    yield Row(QUALITY, "reading the learning metadata, rich", _metadata)
    yield Row(QUALITY, "an assessment as an HTML page, rich", _page)
    yield Row(
        QUALITY, f"one of {MANY} signed badges in a folder, assess_issuer", _portfolio, goal=2000, times=MANY
    )


def _assessed(assessment: Any) -> str:
    if len(assessment.findings) != 110:
        raise WrongResultError(f"{len(assessment.findings)} findings")
    figures = assessment.figures
    return f"essential {figures.essential_passed} of {figures.essential}"


def _draft(size: str) -> tuple[Call, Check]:
    assessor, draft = Assessor(clock=lambda: NOW), fixtures.unsigned(size)
    return lambda: assessor.assess(draft), _assessed


def _report() -> tuple[Call, Check]:
    token = fixtures.token("EdDSA", "rich")
    report = qb.verify(token, policy=qb.Policy(**TOKENS), fetcher=qb.NoNetwork(), now=NOW)
    assessor = Assessor(clock=lambda: NOW)
    return lambda: assessor.assess(report), _assessed


def _metadata() -> tuple[Call, Check]:
    credential = fixtures.unsigned("rich")
    achievement, issuer = credential["credentialSubject"]["achievement"], credential["issuer"]

    def check(metadata: Any) -> str:
        if not metadata.skills:
            raise WrongResultError("no skill was read")
        return ""

    return lambda: read_objects(achievement, issuer), check


def _page() -> tuple[Call, Check]:
    assessment = Assessor(clock=lambda: NOW).assess(fixtures.unsigned("rich"))

    def check(page: Any) -> str:
        if "QL-" not in page:
            raise WrongResultError("the page names no rule")
        return ""

    return lambda: qb.render(assessment, "html"), check


def _portfolio() -> tuple[Call, Check]:
    issuer = qb.Issuer("Example University", qb.KeyPair.generate("Ed25519"))
    folder = Path(tempfile.mkdtemp(prefix="portfolio-"))
    credential = fixtures.unsigned("basic")
    credential["issuer"] = {**credential["issuer"], "id": issuer.id}
    for number in range(MANY):
        credential["id"] = f"urn:uuid:00000000-0000-4000-8000-{number:012d}"
        text = json.dumps(issuer.sign(credential).to_dict())
        (folder / f"{number}.json").write_text(text, encoding="utf-8")

    def check(portfolio: Any) -> str:
        if portfolio.number != MANY or portfolio.unreadable_count:
            raise WrongResultError(portfolio.summary)
        return ""

    return lambda: qb.assess_issuer(folder, now=NOW), check
