"""A hostile badge costs an assessment no more than a bounded amount of work, and never a foreign exception."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from qualitybadge.errors import QualityBadgeError
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.proofs import jws
from qualitybadge.quality.assess import assess
from qualitybadge.quality.rule import RuleOutcome
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


MANY = 95_000


ENDORSEMENT = {
    "3.0": {
        "id": "urn:x:e",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": "did:web:guild.example",
        "credentialSubject": {"endorsementComment": "We train pilots by these criteria and hire by them."},
    },
    "2.0": {
        "type": "Endorsement",
        "issuer": "https://guild.example/",
        "claim": {"endorsementComment": "We train pilots by these criteria and hire by them."},
    },
}
PLACES = {"3.0": ACHIEVEMENT, "2.0": "/badge"}


def test_no_more_tokens_are_read_than_would_be_verified(monkeypatch):
    read: list[object] = []
    parse = jws.parse
    monkeypatch.setattr(jws, "parse", lambda token, **how: read.append(token) or parse(token, **how))
    document = edited("3.0", {"/endorsementJwt": ["e30.e30.AA"] * MANY})
    found = assess(document, now=NOW, draft=True)
    assert len(read) == DEFAULT_LIMITS.nested
    last = found.finding("QL-END-02")
    assert last.outcome is RuleOutcome.NOT_CHECKED
    assert last.pointer == f"/endorsementJwt/{DEFAULT_LIMITS.nested}"
    assert last.value == f"{MANY - DEFAULT_LIMITS.nested} more endorsements, which nobody looked at"


@pytest.mark.parametrize("version", PLACES)
@pytest.mark.parametrize("rule", ["QL-END-02", "QL-END-03", "QL-END-04", "QL-END-05", "QL-END-06"])
def test_where_there_is_one_more_than_is_looked_at_no_rule_passes_for_it(version, rule):
    entity = edited(version, {})
    for name in PLACES[version].split("/")[1:]:
        entity = entity[name]
    one = ENDORSEMENT[version]
    said = "credentialSubject" if version == "3.0" else "claim"
    good = {**one, said: {**one[said], "id": entity["id"]}}
    for number, outcome in ((DEFAULT_LIMITS.nested, "pass"), (DEFAULT_LIMITS.nested + 1, "not-checked")):
        document = edited(version, {f"{PLACES[version]}/endorsement": [good] * number})
        assert assess(document, now=NOW, draft=True).finding(rule).outcome.value == outcome


@pytest.mark.parametrize(
    "name", ["endorsement", "\\u0065ndorsement", "endorsementJwt", "endors\\u0065mentJwt"]
)
def test_an_endorsement_is_found_in_the_text_of_a_badge_however_its_name_is_written(name):
    value = "[7]"
    document = edited("3.0", {f"{ACHIEVEMENT}/NAME": "VALUE", "/proof": {"type": "DataIntegrityProof"}})
    assert not assess(json.dumps(document), now=NOW)._subject.endorsements
    text = json.dumps(document).replace("NAME", name).replace('"VALUE"', value)
    (one,) = assess(text, now=NOW)._subject.endorsements
    assert one.pointer.startswith(f"{ACHIEVEMENT}/endorsement")
