"""Laws of the rules on recipient, image, privacy and life cycle, whatever stands in a badge."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualitybadge as qb
from qualitybadge.quality.assess import assess, judged
from qualitybadge.quality.rule import RuleOutcome
from qualitybadge.quality.ruleset import built_in
from qualitybadge.quality.subjects import Given, subject_of
from support import world2
from support.rule_cases.case import REMOVED, edited
from support.rule_cases.recipient import HASH, HOSTED, PROOF, SIGNED, identity, only

NOW = datetime(2026, 11, 20, tzinfo=UTC)
GROUPS = {"recipient", "image", "privacy", "lifecycle"}
WORDS = st.sampled_from([
    "", "x", "https://a.example/?utm_id=1", "mailto:a@b.example", "2026-11-01T09:00:00Z", HASH, "\ud800", "P3Y",
    "data:image/svg+xml,<svg/>", "data:", "did:example:a", "email", "hosted", "urn:uuid:1", "none",
])  # fmt: skip
NAMES = st.sampled_from([
    "id", "type", "identity", "identityHash", "identityType", "hashed", "salt", "address", "givenName", "caption",
    "name", "narrative", "version", "issuer", "statusListCredential", "dateOfBirth", "extensions:Accessibility", "",
])  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
PLACES = {
    "3.0": (
        "/id", "/validFrom", "/validUntil", "/awardedDate", "/issuanceDate", "/evidence", "/credentialStatus",
        "/refreshService", "/termsOfUse", "/issuer", "/credentialSubject", "/credentialSubject/id",
        "/credentialSubject/identifier", "/credentialSubject/image", "/credentialSubject/address",
        "/credentialSubject/achievement/image", "/credentialSubject/achievement/version",
        "/credentialSubject/achievement/related", "/credentialSubject/achievement/reviewedOn",
        "/credentialSubject/achievement/accessibilityFeature", "/credentialSubject/achievement/validityPolicy",
    ),
    "2.0": (
        "/id", "/issuedOn", "/expires", "/evidence", "/recipient", "/recipient/identity", "/recipient/type",
        "/recipient/hashed", "/recipient/salt", "/image", "/narrative", "/verification", "/badge/image",
        "/badge/version", "/badge/related", "/badge/issuer", "/badge/issuer/revocationList",
        "/badge/extensions:Accessibility", "/extensions:recipientProfile",
    ),
}  # fmt: skip


@cache
def rules() -> tuple[Any, ...]:
    return tuple(rule for rule in built_in().rules if rule.group in GROUPS)


def subject(version: str, edit: dict[str, Any], **more: Any) -> Any:
    what = Given(edited(version, edit), more.pop("draft", None), {}, frozenset(), "")
    verifier = qb.Verifier(fetcher=qb.NoNetwork(), clock=lambda: NOW)
    return subject_of(what, built_in().terms, NOW, verifier=verifier)


def found(version: str, edit: dict[str, Any]) -> dict[str, RuleOutcome]:
    seen = subject(version, edit)
    return {rule.id: judged(rule, seen).outcome for rule in rules()}


@pytest.mark.parametrize("version", ["2.0", "3.0"])
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_content_of_a_badge_raises(version, data):
    places = data.draw(st.lists(st.sampled_from(PLACES[version]), min_size=1, max_size=3, unique=True))
    places = [one for one in places if not any(one.startswith(f"{other}/") for other in places)]
    edit = {place: data.draw(ANYTHING) for place in places}
    seen = subject(version, edit, draft=True)
    for rule in rules():
        result = rule.judge(seen)
        assert result.outcome in {*rule.outcomes, RuleOutcome.NOT_CHECKED, RuleOutcome.NOT_APPLICABLE}


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_an_empty_badge_raises_nothing(version):
    seen = subject(version, {})
    empty = type(seen)(
        version, *(type(seen.badge)({}, "") for _ in range(4)), draft=True, now=NOW, terms=seen.terms
    )
    for rule in rules():
        rule.judge(empty)


@pytest.mark.parametrize("hashed", [True, False])
@pytest.mark.parametrize("hosted", [True, False])
@pytest.mark.parametrize("value", ["ada@example.org", HASH, 5, ""])
def test_what_protects_the_earner_is_never_held_against_them(value, hosted, hashed):
    of_2 = {
        **(HOSTED if hosted else SIGNED),
        "/extensions:recipientProfile": REMOVED,
        "/recipient": {"type": "email", "hashed": hashed, "identity": value, "salt": "s" * 20},
    }
    of_3 = {**({"/id": "https://a.example/1"} if hosted else {}), **only(identity(value, hashed=hashed))}
    for version, edit in (("2.0", of_2), ("3.0", of_3)):
        outcomes = found(version, edit)
        assert RuleOutcome.FAIL not in (outcomes["QL-PRV-01"], outcomes["QL-REC-06"]) or (
            outcomes["QL-PRV-01"] is not outcomes["QL-REC-06"]
        )


def test_a_badge_class_by_itself_is_asked_for_what_it_can_have():
    for version, place in (("2.0", "badge"), ("3.0", "credentialSubject")):
        document = edited(version, {})[place]
        definition = document if version == "2.0" else document["achievement"]
        found = {one.rule.id: one.outcome for one in assess(definition, now=NOW).findings}
        assert found["QL-IMG-02"] is RuleOutcome.PASS
        assert found["QL-LIF-01"] is RuleOutcome.PASS
        assert found["QL-PRV-07"] is RuleOutcome.PASS
        for rule in ("QL-REC-01", "QL-LIF-05", "QL-PRV-01"):
            assert found[rule] is RuleOutcome.NOT_APPLICABLE
        silent = {name: value for name, value in definition.items() if "ality" not in name}
        assert assess(silent, now=NOW).finding("QL-LIF-01").outcome is (
            RuleOutcome.FAIL if version == "2.0" else RuleOutcome.PASS
        )


def test_parts_that_were_obtained_count_and_keep_their_pointers():
    issuer = world2.issuer(url="https://school.example/?utm_source=badge")
    report = world2.verify(served=world2.web(issuer))
    finding = assess(report, now=world2.NOW).finding("QL-PRV-07")
    assert (finding.outcome, finding.pointer) == (RuleOutcome.PARTIAL, "/badge/issuer/url")
    assert assess(report, now=world2.NOW).finding("QL-LIF-09").outcome is RuleOutcome.FAIL


def test_a_later_assessment_of_an_old_report_sees_that_the_badge_expired():
    served = world2.web(world2.assertion(expires="2026-06-01T00:00:00Z"))
    report = world2.verify(served=served)
    assert report.verdict is qb.Verdict.VALID
    assert assess(report, now=world2.NOW).finding("QL-LIF-03").outcome is RuleOutcome.PASS
    later = datetime(2026, 7, 1, tzinfo=UTC)
    assert assess(report, now=later).finding("QL-LIF-03").case == "expired"


def test_a_review_three_years_ago_on_a_leap_day_counts():
    edit = {
        "/credentialSubject/achievement/reviewedOn": "2025-02-28",
        "/credentialSubject/achievement/nextReview": REMOVED,
    }
    leap_day = datetime(2028, 2, 29, tzinfo=UTC)
    assert assess(edited("3.0", edit), now=leap_day).finding("QL-LIF-08").outcome is RuleOutcome.PASS


def test_hostile_texts_cost_little():
    long = ["a" * 200_000 + "?://", "https://a.example/?" + "a&" * 100_000, "://?" + "a@" * 100_000]
    long += ["https://a.example/?" + "a." * 100_000 + "@", "https://?" * 50_000]
    for text in long:
        seen = subject("3.0", {"/evidence/0/id": text, "/id": text, "/credentialSubject/id": text})
        started = time.process_time()
        for rule in rules():
            judged(rule, seen)
        assert time.process_time() - started < 1


def test_the_walk_over_a_badge_is_bounded():
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    seen = subject("3.0", {})
    circle: dict[str, Any] = {}
    circle["again"] = circle
    part = type(seen.badge)({"deep": deep, "circle": circle}, "")
    odd = type(seen)("3.0", part, part, part, part, draft=True, now=NOW, terms=seen.terms)
    started = time.process_time()
    for rule in rules():
        rule.judge(odd)
    assert time.process_time() - started < 2


def test_proof_status_and_date_rules_are_not_asked_of_a_draft():
    for rule in rules():
        asked = rule.id not in {
            f"QL-{name}" for name in ("REC-02", "REC-04", "LIF-02", "LIF-03", "LIF-04", "LIF-05", "PRV-05")
        }
        assert rule.draft is asked
    assert found("3.0", PROOF)["QL-REC-02"] is RuleOutcome.PASS
