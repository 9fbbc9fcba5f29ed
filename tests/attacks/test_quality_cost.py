"""A hostile badge costs an assessment no more than a bounded amount of work, and never a foreign exception."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qualitybadge.errors import QualityBadgeError
from qualitybadge.quality.assess import assess
from support.cost import SECONDS, cpu_seconds
from support.rule_cases.case import edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ACHIEVEMENT = "/credentialSubject/achievement"
OBJECT = {
    "id": "https://a.example/x",
    "type": ["A"],
    "name": "n",
    "targetName": "a",
    "targetUrl": "https://x.example/",
}
HOSTS = [f"https://{number:090d}.example/" for number in range(6_000)]
HOSTILE = {
    "a_contexts": ("2.0", "/badge/extensions:qualityMetadata/@context", [OBJECT] * 20_000),
    "a_hosts": ("2.0", "/badge/extensions:qualityMetadata/@context", {"t": HOSTS}),
    "a_objects": ("3.0", f"{ACHIEVEMENT}/alignment", [OBJECT] * 20_000),
    "a_objects_ob2": ("2.0", "/badge/alignment", [OBJECT] * 20_000),
    "a_texts": ("3.0", f"{ACHIEVEMENT}/tag", ["x"] * 50_000),
    "a_words": ("3.0", f"{ACHIEVEMENT}/description", "a " * 400_000),
    "a_mail": ("3.0", "/issuer/email", "a@" * 300_000),
    "a_phone": ("3.0", "/issuer/phone", "1" * 600_000),
    "a_url": ("3.0", "/issuer/url", "https://a.b/" + "a?" * 300_000),
    "a_tag": ("3.0", f"{ACHIEVEMENT}/inLanguage", "en-" * 200_000),
    "a_svg": (
        "3.0",
        f"{ACHIEVEMENT}/image/id",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 100_000,
    ),
    "a_style": (
        "3.0",
        f"{ACHIEVEMENT}/image/id",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><style>" + "@import url(x);" * 40_000,
    ),
}


def _assess(document):
    try:
        assess(document, now=NOW, draft=True).to_json()
    except QualityBadgeError as error:
        assert error.message  # noqa: PT017 - whatever is refused says why


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_an_assessment_costs_a_bounded_amount(name):
    version, pointer, value = HOSTILE[name]
    assess(edited(version, {}), now=NOW)  # what is loaded once is not the badge's doing
    document = edited(version, {pointer: value})
    assert cpu_seconds(lambda: _assess(document)) < SECONDS
