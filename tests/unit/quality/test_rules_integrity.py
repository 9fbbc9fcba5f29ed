"""Whatever stands where endorsements, labels, contexts and ids belong: the rules answer, and never raise."""

from __future__ import annotations

import copy
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualitybadge as qb
from qualitybadge.quality.assess import assess
from qualitybadge.quality.conformity import lost_members
from qualitybadge.quality.extensions import ExtensionFile, extension_faults
from qualitybadge.quality.label.report import LabelState
from qualitybadge.quality.rule import RuleOutcome
from qualitybadge.quality.rules import endorsement, integrity
from qualitybadge.quality.subjects import Given, subject_of
from qualitybadge.quality.terms import Terms
from qualitybadge.quality.written import as_written
from support.rule_cases.case import edited
from support.rule_cases.verified import endorsement_3, hosted_2, label, verified_3

NOW = datetime(2026, 11, 20, tzinfo=UTC)
JUDGES = {**endorsement.JUDGES, **integrity.JUDGES}
WORDS = st.sampled_from(
    ["", "id", "type", "x", "Extension", "Endorsement", "urn:x:1", "https://terms.example/", "a/b~c", "e.y.J"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
PLACES = {
    "3.0": (
        "/@context",
        "/id",
        "/issuer",
        "/issuer/id",
        "/issuer/image",
        "/issuer/qualityLabel",
        "/issuer/alsoKnownAs",
        "/endorsement",
        "/endorsementJwt",
        "/credentialSchema",
        "/credentialSubject",
        "/credentialSubject/identifier",
        "/credentialSubject/achievement/id",
        "/credentialSubject/achievement/endorsement",
        "/credentialSubject/achievement/recognisedBy",
    ),
    "2.0": (
        "/@context",
        "/id",
        "/endorsement",
        "/badge/id",
        "/badge/endorsement",
        "/badge/extensions:qualityMetadata",
        "/badge/extensions:qualityMetadata/@context",
        "/badge/extensions:qualityMetadata/type",
        "/badge/issuer",
        "/badge/issuer/id",
        "/badge/issuer/endorsement",
        "/badge/issuer/extensions:QualityLabel",
    ),
}


@pytest.mark.parametrize("version", ["2.0", "3.0"])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_json_makes_a_rule_raise(version, data):
    document = edited(version, {data.draw(st.sampled_from(PLACES[version])): data.draw(VALUES)})
    before = copy.deepcopy(document)
    subject = subject_of(Given(document, True, {}, frozenset(), ""), Terms(), NOW, verifier=qb.Verifier())
    for rule_id, judge in JUDGES.items():
        found = judge(subject)
        assert isinstance(found.outcome, RuleOutcome), rule_id
        assert isinstance(found.pointer, str)
        assert isinstance(found.value, str)
    assert document == before


def test_only_the_words_of_an_extension_are_taken_from_what_was_served():
    report = hosted_2({"/badge/rank": "high"})
    badge = as_written(report.graph[1])
    assert badge["extensions:qualityMetadata"]["learningType"] == "non-formal"
    assert "rank" not in badge
    assert as_written(report.graph[0])["recipient"] == report.graph[0].data["recipient"]


def test_a_member_that_is_kept_under_another_name_is_not_lost():
    kept = {"type": "Extension", "https://terms.example/#rank": 1, "id": "https://terms.example/x"}
    original = {"type": "Extension", "rank": 1, "url": "https://terms.example/x", "lost": 2, "none": None}
    (loss,) = lost_members(original, kept)
    assert loss.pointer == "/lost"
    assert not list(lost_members([original], "another shape"))


def test_at_most_eight_files_are_asked_for():
    fetcher = qb.StaticFetcher({})
    files = [
        ExtensionFile(
            f"/{n}", f"https://terms.example/{n}", None, is_schema=False, known=False, official=False
        )
        for n in range(20)
    ]
    faults = extension_faults(files, fetcher, qb.Limits())
    assert {fault.kind for fault in faults} == {"unread"}
    assert len(fetcher.calls) == 8


@pytest.mark.parametrize(
    ("meant", "said", "kind"),
    [
        ("https://edubadges.example/c", "https://eduabages.example/#x", "host"),
        ("https://edubadges.example/c", "https://edubaadges.example/#x", "host"),
        ("https://edubadges.example/c", "https://schema.org/name", None),
        ("https://a.test/c", "https://b.test/x", None),
    ],
)
def test_a_host_that_differs_by_a_letter_or_two_is_misspelt(meant, said, kind):
    file = ExtensionFile("/x", meant, None, is_schema=False, known=False, official=False)
    fetcher = qb.StaticFetcher({meant: {"@context": {"x": said}}})
    assert [fault.kind for fault in extension_faults([file], fetcher, qb.Limits())] == (
        [kind] if kind else []
    )


def test_a_label_without_a_report_of_it_never_counts():
    """F12: the badge only says that its issuer holds one."""
    claim = {
        "/issuer/type": ["Profile", "QualityProfile"],
        "/issuer/qualityLabel": {"id": "urn:x:label", "type": ["QualityLabelReference"]},
    }
    document = edited("3.0", claim)
    assert assess(document, now=NOW).finding("QL-END-07").outcome is RuleOutcome.NOT_CHECKED
    for other in ("urn:x:other", "urn:x:label"):
        of_another = label("3.0", LabelState.LABELLED, id=other, subject="did:web:another.example")
        found = assess(document, now=NOW, labels=[of_another]).finding("QL-END-07")
        assert found.outcome is RuleOutcome.NOT_CHECKED
    own = label("3.0", LabelState.LABELLED, id="urn:x:label")
    assert assess(document, now=NOW, labels=[own]).finding("QL-END-07").outcome is RuleOutcome.PASS


def test_an_endorsement_with_a_broken_proof_is_not_one_of_a_third_party():
    good = endorsement_3("https://academy.example/achievements/tide-reading/2")
    broken = {**good, "name": "Another name"}
    report = verified_3({"/credentialSubject/achievement/endorsement": [broken]})
    assert assess(report, now=NOW).finding("QL-END-01").outcome is RuleOutcome.PARTIAL
