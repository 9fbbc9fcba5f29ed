"""Many badges together: what is counted, what is named, and that no badge ends the count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest

import qualitybadge as qb
from qualitybadge import spec
from qualitybadge.quality import Assessor, Level, Readiness
from qualitybadge.quality.portfolio import SCHEMA_ID, Span
from qualitybadge.quality.portfoliocount import _NAMED, _Names, _Seen, badge_files
from support import statuses
from support.credentials import badge
from support.rule_cases.case import REMOVED, edited
from support.world import proved, web

NOW = datetime(2026, 11, 20, tzinfo=UTC)
VALIDATOR = jsonschema.Draft202012Validator(spec.read_schema(SCHEMA_ID))


def draft(day: str, number: int = 0, **edit) -> dict:
    return edited("3.0", {"/id": f"urn:x:{number}", "/awardedDate": f"{day}T09:00:00Z", **edit})


def issued(day: str, number: int = 0, **edit) -> dict:
    return proved(draft(day, number, **edit))


def hosted(**edit) -> dict:
    address = {"/id": "https://academy.example/1", "/verification": {"type": "HostedBadge"}}
    return edited("2.0", {**address, **edit})


def together(badges, **how) -> qb.quality.Portfolio:
    found = qb.assess_issuer(badges, **{"now": NOW, **how})
    VALIDATOR.validate(found.to_dict())
    return found


def test_it_counts_readiness_versions_and_drafts():
    badges = [issued("2026-11-05"), hosted(**{"/badge/name": ""}), draft("2026-11-05", 2)]
    found = together(badges, fetcher=qb.StaticFetcher(web()))
    assert (found.number, found.assessed, found.issued, found.drafts) == (3, 3, 2, 1)
    assert found.versions == {"2.0": 1, "3.0": 2}
    assert found.readiness[Readiness.READY] == found.readiness[Readiness.NOT_READY] == 1
    assert found.share(Readiness.READY) == 0.5
    assert found.summary.startswith("Ready badges: 1 of 2 according to qualitybadge rules for badges 1, ")
    assert "Drafts, not counted as ready: 1;" in found.summary


def test_a_badge_whose_proof_was_taken_away_is_no_ready_badge():
    signed = issued("2026-11-05")
    stripped = {name: value for name, value in signed.items() if name != "proof"}
    how = {"fetcher": qb.StaticFetcher(web())}
    before, after = together([signed], **how), together([stripped], **how)
    assert qb.assess(stripped, now=NOW).readiness is Readiness.READY  # as a draft
    assert (before.readiness[Readiness.READY], before.drafts) == (1, 0)
    assert (after.readiness[Readiness.READY], after.drafts, after.issued) == (0, 1, 0)
    assert after.share(Readiness.READY) == 0
    assert after.span.first is None  # nothing was issued
    assert (before.revocation_rate, after.revocation_rate) == (0, 0)
    assert after.undecided  # it was looked at nevertheless
    assert after.to_dict()["badges"] | {"openBadges": {}} == {
        "number": 1, "assessed": 1, "issued": 0, "drafts": 1, "openBadges": {}
    }  # fmt: skip
    for wrong in ({"claimed": 1}, {"revoked": 1}):
        with pytest.raises(qb.errors.InputError, match="1 of 0 issued badges"):
            together([stripped], **wrong)


def test_the_summary_speaks_the_language_asked_for():
    found = together([issued("2026-01-01"), draft("2026-01-01")], language="lt")
    assert found.summary == (
        "Parengti ženkleliai: 0 iš 1 pagal qualitybadge rules for badges 1, profilis recognition; "
        "Išdavimo laikotarpis: 2026-01-01 … 2026-01-01; "
        "Juodraščiai (prie parengtų neskaičiuojami): 1; Nepavyko perskaityti: 0"
    )


def test_it_agrees_with_assessments_one_by_one():
    badges = [issued("2026-01-01", 1), issued("2026-02-01", 2, **{"/issuer/email": "nope"})]
    found = together(badges)
    alone = [Assessor(clock=lambda: NOW).assess(one) for one in badges]
    expected = {
        one.rule.id
        for assessment in alone
        for one in assessment.findings
        if one.outcome.value in ("fail", "partial")
    }
    assert {one.rule.id for one in found.faults} == expected
    assert {one.rule.id: one.count for one in found.faults}["QL-ISS-04"] == 1


def test_recurring_faults_come_by_weight_and_number_with_an_example():
    found = together([issued("2026-01-01", n, **{"/issuer/email": "nope"}) for n in range(3)])
    assert [one.level.weight for one in found.faults] == sorted(
        (one.level.weight for one in found.faults), reverse=True
    )
    fault = next(one for one in found.faults if one.rule.id == "QL-ISS-04")
    assert (fault.count, fault.share, fault.level) == (3, 1.0, Level.ESSENTIAL)
    assert fault.example.badge == "#1"
    assert fault.example.pointer == "/issuer/email"
    assert fault.example.advice
    assert {one.rule.id for one in found.undecided} & {"QL-ASM-05", "QL-PRV-04"}


def test_titles_are_in_the_language_asked_for():
    english, lithuanian = (together([issued("2026-01-01")], language=one) for one in ("en", "lt"))
    assert {one.title for one in english.undecided}.isdisjoint({one.title for one in lithuanian.undecided})


def test_the_span_of_issuing():
    found = together([issued(day, n) for n, day in enumerate(("2026-05-31", "2025-11-30", "2026-05-02"))])
    assert (found.span.first, found.span.last) == (date(2025, 11, 30), date(2026, 5, 31))
    assert found.span.days == 182
    assert found.span.six_months
    assert found.span.months == (("2025-11", 1), ("2026-05", 2))


@pytest.mark.parametrize(
    ("first", "last", "long"),
    [
        ("2026-01-15", "2026-07-14", False),
        ("2026-01-15", "2026-07-15", True),
        ("2025-08-31", "2026-02-28", True),  # no day of February is later
        ("2025-08-31", "2026-02-27", False),
        ("2025-12-01", "2026-06-01", True),
        ("2026-01-01", "2026-01-01", False),
    ],
)
def test_six_months(first, last, long):
    assert Span(date.fromisoformat(first), date.fromisoformat(last), (), 0).six_months is long


def test_dates_that_cannot_be_or_are_not_there_are_not_counted():
    odd = [
        issued("2026-12-24"),  # still to come
        edited("3.0", {"/awardedDate": REMOVED, "/validFrom": "yesterday", "/proof": {}}),
        edited("3.0", {"/awardedDate": 7, "/validFrom": "2026-02-03T01:00:00+02:00", "/proof": {}}),
        hosted(**{"/issuedOn": "2026-03-04"}),
        edited("2.0", {"/issuedOn": "2026-04-04"}),  # a draft
    ]
    span = together(odd).span
    assert span.undated == 2
    assert span.months == (("2026-02", 1), ("2026-03", 1))
    nothing = together([])
    assert (nothing.span.days, nothing.span.six_months) == (0, False)
    assert nothing.share(Readiness.READY) == 0
    assert "Span of issuing: not known" in nothing.summary


def test_ids_that_are_used_twice():
    found = together([issued("2026-01-01", n % 2) for n in range(5)] + [edited("2.0", {})])
    assert found.repeated == 3
    assert [(one.id, one.badges) for one in found.duplicates] == [("urn:x:0", 3), ("urn:x:1", 2)]
    fault = next(one for one in found.faults if one.rule.id == "QL-REC-03")
    assert fault.count == 3


def test_issuers_and_achievements():
    found = together([issued("2026-01-01", n) for n in range(2)] + [edited("2.0", {})])
    assert [(one.id, one.name, one.badges) for one in found.issuers] == [
        ("did:web:academy.example", "Harbour City Learning Academy", 2),
        ("https://academy.example/ob2/issuer.json", "Harbour City Learning Academy", 1),
    ]
    assert found.achievements[0].badges == 2


def test_what_cannot_be_assessed_is_named_with_the_reason(tmp_path):
    (tmp_path / "list.json").write_text("[]")
    found = together([tmp_path / "list.json", b"\xff", 7, issued("2026-01-01"), tmp_path / "gone.json", None])
    assert found.unreadable_count == 5
    assert [one.name for one in found.unreadable] == ["list.json", "#2", "#3", "gone.json", "#6"]
    assert all(one.reason for one in found.unreadable)
    assert found.assessed == 1


def test_a_folder_is_read_with_the_folders_below(tmp_path):
    below = tmp_path / "2026"
    below.mkdir()
    (tmp_path / ".hidden").mkdir()
    for path in (
        tmp_path / "b.json",
        below / "a.JSON",
        tmp_path / ".c.json",
        tmp_path / ".hidden" / "d.json",
    ):
        path.write_text(json.dumps(draft("2026-11-05")))
    (tmp_path / "notes.txt").write_text("nothing")
    (tmp_path / "e.svg").write_text("<svg/>")
    assert [path.name for path in badge_files(tmp_path)] == ["b.json", "e.svg", "a.JSON"]
    found = together(tmp_path)
    assert (found.assessed, found.unreadable[0].name) == (2, "e.svg")
    assert found.faults[0].example.badge == "2026/a.JSON"  # the first with an id that was there before


def test_a_hosted_badge_in_a_file_is_assessed_without_the_network(tmp_path):
    path = tmp_path / "hosted.json"
    path.write_text(json.dumps(hosted()))
    found = together(tmp_path)
    assert (found.assessed, found.drafts, found.status_open) == (1, 0, 1)
    assert found.readiness[Readiness.READY] == 0
    alone = qb.assess(path.read_bytes(), now=NOW)
    assert alone.badge_name == hosted()["badge"]["name"]


def test_what_its_address_withdrew_is_looked_at_as_it_was_handed_in(tmp_path):
    address = "https://academy.example/1"
    gone = qb.StaticFetcher({address: qb.Response(status=410)})
    for item in (hosted(), json.dumps(hosted())):
        found = together([item], fetcher=gone)
        assert (found.assessed, found.revoked, found.status_open) == (1, 1, 0)
    for nothing in (qb.verify(b"junk"), b"junk", "https://academy.example/1"):
        with pytest.raises(qb.errors.InputError, match="cannot be assessed"):
            qb.assess(nothing, fetcher=gone)


def test_a_missing_folder_and_one_badge_instead_of_several_are_refused(tmp_path):
    with pytest.raises(qb.errors.UndeterminedError, match="there is no folder"):
        qb.assess_issuer(tmp_path / "none")
    for wrong in ("badges", b"x", issued("2026-01-01"), 7):
        with pytest.raises(TypeError, match="badges must be a folder"):
            qb.assess_issuer(wrong)
    with pytest.raises(qb.errors.InputError, match="no profile"):
        qb.assess_issuer([], "none")


def test_revoked_badges_are_counted_where_their_status_is_known():
    plain = proved(badge(id="urn:x:1"))
    listed = proved(badge(id="urn:x:2", credentialStatus=statuses.entry()))
    found = together([plain, listed], fetcher=qb.StaticFetcher(web()))
    assert (found.revoked, found.status_open, found.revocation_rate) == (0, 1, None)
    assert together([plain], fetcher=qb.StaticFetcher(web())).revocation_rate == 0


def test_a_revoked_badge_is_counted(monkeypatch):
    report = qb.verify(proved(badge()), fetcher=qb.StaticFetcher(web()), now=NOW)
    status = next(row for row in report.checks if row.id == "status")
    from qualitybadge.errors import InputError
    from qualitybadge.outcome import check_from_error

    revoked = check_from_error("status", InputError("revoked", code="REVOKED"))
    checks = tuple(revoked if row is status else row for row in report.checks)
    found = together([replace(report, checks=checks), report])
    assert (found.revoked, found.revocation_rate) == (1, 0.5)


def test_rates_that_the_caller_gives():
    badges = [issued("2026-01-01", n) for n in range(4)]
    found = together(badges, claimed=3, revoked=1)
    assert (found.claim_rate, found.revocation_rate) == (0.75, 0.25)
    assert together(badges).claim_rate is None
    for wrong in ({"claimed": 5}, {"claimed": -1}, {"revoked": 5}):
        with pytest.raises(qb.errors.InputError, match="of 4 issued badges cannot be"):
            qb.assess_issuer(badges, **wrong)


def test_progress_is_told_after_each_badge():
    done: list[int] = []
    together([issued("2026-01-01"), "junk"], progress=done.append)
    assert done == [1, 2]


def test_badges_are_read_lazily_and_forgotten():
    alive: list[int] = []

    def endless() -> Iterator[dict]:
        for number in range(30):
            alive.append(number)
            yield issued("2026-01-01", number)

    seen: list[int] = []
    together(endless(), progress=lambda done: seen.append(len(alive) - done))
    assert set(seen) == {0}


def test_what_strangers_name_is_bounded():
    names = _Names(3)
    for number in range(9):
        names.add(f"urn:x:{number}" + "y" * 999)
        names.add("")
    assert len(names.tallies()) == 3
    assert all(len(one.id) == 300 for one in names.tallies())
    found = together(iter([None] * (_NAMED + 5)))
    assert (found.unreadable_count, len(found.unreadable)) == (_NAMED + 5, _NAMED)
    seen = _Seen()
    seen.add("\ud800")
    assert "\ud800" in seen
    assert 7 not in seen


def test_a_portfolio_is_not_a_yes():
    found = together([issued("2026-01-01")])
    with pytest.raises(TypeError, match="not a yes"):
        bool(found)
    assert "<article" in found._repr_html_()
    assert json.loads(found.to_json()) == found.to_dict()


def test_a_profile_of_ones_own_and_a_ruleset():
    from qualitybadge.quality import Profile, built_in

    found = together([issued("2026-01-01")], profile=Profile("mine"), ruleset=built_in())
    assert found.profile.name == "mine"


def test_nothing_is_a_path_unless_it_is_one(tmp_path):
    path = tmp_path / "b.json"
    path.write_text(json.dumps(issued("2026-01-01")))
    assert together([Path(path)]).assessed == 1
    assert together([str(path)]).unreadable_count == 1


def test_every_word_of_the_room_is_there():
    for name in qb.quality.__all__:
        assert getattr(qb.quality, name) is not None
    assert dir(qb.quality) == qb.quality.__all__
    with pytest.raises(AttributeError):
        qb.quality.no_such_word  # noqa: B018 - the access is the test
