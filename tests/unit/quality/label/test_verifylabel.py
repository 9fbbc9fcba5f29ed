"""What is handed in as a label, whom one trusts, and how the result is shown; see test_f12_labels for attacks."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError
from qualitybadge.jsonschemas import schema_errors
from qualitybadge.quality.label.report import LabelReport, LabelState, state_of
from qualitybadge.quality.label.trusted import TrustedLabelIssuer
from qualitybadge.quality.label.verify import verify_label
from qualitybadge.report import render
from qualitybadge.spec import read_schema
from qualitybadge.verify.checks import failed, passed, skipped
from support.labels import AUTHORITY, NOW, SCHEME, Stage, awarded_badge
from support.world import changed


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return Stage(tmp_path_factory.mktemp("network"))


def look(network, label, **how):
    fetcher = qb.StaticFetcher(network.answers)
    return verify_label(label, network.report, [AUTHORITY], **{"fetcher": fetcher, "now": NOW} | how)


@pytest.mark.parametrize("none", [None, [], ()])
def test_no_label_is_none(network, none):
    found = look(network, none)
    assert (found.state, found.checks, found.reason) == (LabelState.NONE, (), "")


def test_every_form_of_a_label(network, tmp_path):
    path = tmp_path / "label.json"
    path.write_text(network.given.to_json(), encoding="utf-8")
    for form in (
        network.given,
        network.given.to_dict(),
        network.given.to_json(),
        path.read_bytes(),
        path,
        [path],
    ):
        assert look(network, form).state is LabelState.LABELLED


@pytest.mark.parametrize(
    "form", [b"", "{}", b"\x89PNG", "https://nowhere.example/label.json", {"type": ["QualityLabelReference"]}]
)
def test_what_is_no_label_is_never_one(network, form):
    found = look(network, form)
    assert found.state in (LabelState.UNVERIFIABLE, LabelState.NOT_CHECKED)
    assert found.reason


def test_the_best_of_several_counts(network):
    found = look(network, [b"{}", network.given])
    assert (found.state, [other.state for other in found.others]) == (
        LabelState.LABELLED,
        [LabelState.UNVERIFIABLE],
    )


def test_a_label_in_a_presentation(network):
    from qualitybadge.issue.holder import Holder

    holder = Holder(qb.KeyPair.generate())
    shown = holder.present([network.given], challenge="1", domain="you")
    policy = qb.Policy(challenge="1", domain="you")
    presented = qb.verify(shown, policy=policy, fetcher=qb.StaticFetcher(network.answers), now=NOW)
    assert look(network, presented).state in (LabelState.LABELLED, LabelState.NONE)


def test_without_an_answer_it_is_not_checked(network):
    found = look(network, network.given, fetcher=qb.NoNetwork())
    assert found.state is LabelState.NOT_CHECKED


def test_a_badge_that_was_revoked_keeps_its_verdict_and_the_label_its_state(network):
    badge = awarded_badge(valid_until=NOW - timedelta(days=1))
    report = qb.verify(badge, fetcher=qb.StaticFetcher(network.answers), now=NOW)
    found = verify_label(
        network.given, report, [AUTHORITY], fetcher=qb.StaticFetcher(network.answers), now=NOW
    )
    assert (report.verdict, found.badge, found.state) == (
        qb.Verdict.INVALID,
        qb.Verdict.INVALID,
        LabelState.LABELLED,
    )
    (row,) = [row for row in found.checks if row.id == "badge"]
    assert (row.outcome, row.required) == (qb.Outcome.FAILED, False)


def test_wrong_arguments_are_named(network):
    for arguments, how in (
        ((network.given, None), {}),
        ((network.given, network.report, AUTHORITY), {}),
        ((network.report, network.report), {}),
        ((network.given, network.report), {"now": datetime(2026, 1, 1)}),  # noqa: DTZ001 - what is refused
    ):
        with pytest.raises(TypeError):
            verify_label(*arguments, **how)


@pytest.mark.parametrize(
    "terms",
    [
        {"issuer": "nobody"},
        {"scheme": "no IRI"},
        {"versions": ["1"]},
        {"keys": ("no key",)},
        {"max_age": 3},
    ],
)
def test_terms_that_are_none(terms):
    with pytest.raises(InputError):
        TrustedLabelIssuer(**{"issuer": AUTHORITY} | terms)


def test_terms_that_the_label_keeps(network):
    one = TrustedLabelIssuer(
        AUTHORITY,
        SCHEME.id,
        scheme_versions=("1",),
        versions=("1",),
        withdrawn=("0",),
        keys=(network.issuer.key.public_key,),
        max_age=timedelta(days=365),
    )
    found = verify_label(
        network.given, network.report, [one], fetcher=qb.StaticFetcher(network.answers), now=NOW
    )
    assert found.state is LabelState.LABELLED


def test_a_label_report_is_no_yes(network):
    found = look(network, network.given)
    with pytest.raises(TypeError):
        bool(found)
    assert repr(found).startswith("<LabelReport labelled")
    assert json.loads(found.to_json())["label"]["scheme"]["id"] == SCHEME.id
    assert "labelled" in found._repr_html_()


def test_nothing_gives_labelled_but_rows_that_passed():
    assert state_of(()) is LabelState.NOT_CHECKED
    assert state_of((passed("proof", "x"), skipped("status", "x", required=True))) is LabelState.NOT_CHECKED
    assert state_of((failed("scope", "LABEL_SCOPE", "x"),)) is LabelState.UNVERIFIABLE


@pytest.mark.parametrize("page", ["text", "markdown", "html", "html-fragment", "json"])
def test_every_page_of_every_kind_of_report(network, page):
    evil = "| <script>alert(1)</script> |\u202e"
    hostile = network.issuer.sign(
        changed(network.given.credential, "credentialSubject/labelScheme/name", evil)
    )
    for label in (None, network.given, hostile, b"{}", [network.given, hostile]):
        text = render(look(network, label), page)
        assert look(network, label).state.value in text.replace("\\", "")
        assert page in ("json", "text") or "<script>" not in text.replace("\\", "_")
        assert "\u202e" not in text
    with pytest.raises(ValueError, match="unknown format"):
        render(look(network, None), "sarif")


def test_the_report_is_frozen(network):
    found = look(network, network.given)
    assert isinstance(found, LabelReport)
    with pytest.raises(AttributeError):
        found.state = LabelState.NONE


def test_the_data_of_a_report_follow_the_published_schema(network):
    schema = read_schema("https://qualitybadge.example/schemas/quality/label-report/1.json")
    reports = [
        look(network, None),
        look(network, network.given),
        look(network, [network.given.to_dict(), b"{}"]),
    ]
    for report in reports:
        assert schema_errors(schema, report.to_dict()) == ()
    assert schema_errors(schema, {**reports[0].to_dict(), "state": "good"})
