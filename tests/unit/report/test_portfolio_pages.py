"""The pages of a portfolio: each says the same in its own form, in both languages, and nothing acts."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime

import pytest
from rich.console import Console

import qualitybadge as qb
from qualitybadge.report import portfolio_facts as facts
from qualitybadge.report.portfolio_console import print_portfolio
from support.pages import words_of
from support.rule_cases.case import REMOVED, edited
from support.world import proved, web

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HOSTED = {"/id": "https://academy.example/1", "/verification": {"type": "HostedBadge"}}
HOSTILE = "<script>alert(1)</script> | [x](https://evil.example) \x1b[31m\u202e"


def many(**how) -> qb.quality.Portfolio:
    badges = [
        edited(
            "3.0",
            {
                "/id": f"urn:x:{number % 28}",
                "/awardedDate": f"2026-0{1 + number % 9}-01T00:00:00Z",
                "/credentialSubject/activityEndDate": REMOVED,
                "/credentialSubject/activityStartDate": REMOVED,
                "/credentialSubject/achievement/id": f"urn:a:{number}",
                "/credentialSubject/achievement/name": HOSTILE,
                "/issuer/email": "nope" if number % 2 else "badges@academy.example",
            },
        )
        for number in range(30)
    ]
    signed = [proved(badge) for badge in badges]
    others = [b"\xff", edited("2.0", {**HOSTED, "/issuedOn": 3}), *badges[:3]]
    return qb.assess_issuer([*signed, *others], now=NOW, fetcher=qb.StaticFetcher(web()), **how)


PORTFOLIOS = {
    "many": many(claimed=7),
    "lt": many(language="lt"),
    "none": qb.assess_issuer([], now=NOW),
    "undated": qb.assess_issuer(
        [edited("3.0", {"/awardedDate": "x", "/validFrom": "y", "/proof": {}})], now=NOW, revoked=1
    ),
}
EACH = pytest.mark.parametrize("portfolio", PORTFOLIOS.values(), ids=PORTFOLIOS)
FORMS = ["text", "markdown", "html", "html-fragment", "console"]


def drawn(portfolio, width: int = 200) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_portfolio(portfolio, console)
    return console.file.getvalue()


def plain(portfolio, form: str) -> str:
    if form == "console":
        return drawn(portfolio, 900)
    return words_of(portfolio, form)


@EACH
@pytest.mark.parametrize("form", FORMS)
def test_every_page_says_everything(portfolio, form):
    words = plain(portfolio, form)
    assert facts.headline(portfolio) in words
    assert facts.measured_by(portfolio)[1:] in words
    for label, text in facts.facts_of(portfolio):
        assert label in words
        assert text in words
    for month, _ in facts.months_of(portfolio):
        assert month in words
    for table in facts.tables_of(portfolio):
        assert table.title in words
        assert all(cell in words for row in table.rows for cell in row)
        assert not table.more or f"+ {table.more} " in words
    assert "quality label" not in words.lower()


@pytest.mark.parametrize("form", [*FORMS, "json"])
def test_a_hostile_name_is_only_text(form):
    found = PORTFOLIOS["many"]
    page = drawn(found) if form == "console" else qb.render(found, form)
    assert "\x1b" not in page
    assert "\u202e" not in page
    if form.startswith("html"):
        assert "<script" not in page
    if form == "markdown":
        assert "| <script" not in page
        assert "<script>" not in page
        assert "[x]" not in page


def test_the_facts():
    found = dict(facts.facts_of(PORTFOLIOS["many"]))
    assert found["Ready badges"].startswith("✓ 14 ready (")  # one of the even ones has an id used before
    assert (
        found["Span of issuing"] == "2026-01-01 … 2026-09-01: 243 days, at least six months; 1 without a date"
    )
    assert found["Claimed"] == "7 (22.6 %)"
    assert found["Could not be read"] == "1"
    assert found["Ids used more than once"] == "5"  # of the drafts, too
    assert dict(facts.facts_of(PORTFOLIOS["undated"]))["Span of issuing"] == "1 without a date"
    assert dict(facts.facts_of(PORTFOLIOS["undated"]))["Revoked"] == "1 (100.0 %)"
    assert dict(facts.facts_of(PORTFOLIOS["none"]))["Span of issuing"] == "not known"


def test_a_rate_that_is_only_the_least_says_so():
    found = qb.assess_issuer([edited("2.0", HOSTED)], now=NOW)
    assert dict(facts.facts_of(found))["Revoked"] == "≥ 0 (Share: not known)"
    assert not [label for label, _ in facts.facts_of(found) if "Draft" in label]


@pytest.mark.parametrize(
    ("name", "said"), [("many", "Drafts, not counted as ready"), ("lt", "Juodraščiai (prie")]
)
@pytest.mark.parametrize("form", FORMS)
def test_every_page_counts_drafts_apart(name, said, form):
    words = plain(PORTFOLIOS[name], form)
    assert said in words
    assert (next(text for label, text in facts.facts_of(PORTFOLIOS[name]) if label.startswith(said))) == "3"


def test_a_list_is_shown_up_to_a_bound():
    achievements = next(
        table for table in facts.tables_of(PORTFOLIOS["many"]) if table.title == "Achievements"
    )
    assert (len(achievements.rows), achievements.more) == (facts.MOST, 11)


def test_the_page_asks_for_nothing_and_names_its_language():
    page = qb.render(PORTFOLIOS["lt"], "html")
    assert not re.search(
        r"(?i)\b(href|src|srcset|action|url\(|@import|on\w+)\s*[=(]", page.replace("alert(", "")
    )
    assert "default-src 'none'" in page
    assert '<html lang="lt">' in page
    assert '<html lang="en">' in qb.render(qb.assess_issuer([], language="xx"), "html")


@pytest.mark.parametrize("width", [30, 60, 99, 100, 140])
def test_the_tables_fit_the_terminal(width):
    assert max(len(line) for line in drawn(PORTFOLIOS["many"], width).splitlines()) <= width


def test_the_json_is_that_of_the_portfolio():
    found = PORTFOLIOS["many"]
    assert json.loads(qb.render(found, "json")) == found.to_dict()
    with pytest.raises(ValueError, match="unknown format 'sarif'"):
        qb.render(found, "sarif")


def test_the_tables_go_to_standard_output_unless_told_otherwise(capfd):
    print_portfolio(PORTFOLIOS["none"])
    assert "Badges of an issuer: 0" in capfd.readouterr().out
