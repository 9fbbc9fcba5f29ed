"""What the pages of a portfolio say, in its language and inert; draws nothing and judges nothing."""

from __future__ import annotations

from typing import NamedTuple

from ..quality.assessment import Readiness
from ..quality.portfolio import Portfolio, Recurrence, Tally
from .assessed import Part, Words
from .inert import inert

MOST = 20
"""Rows shown of each table; the JSON has more."""

_MONTHS = 36
_NAME = 80  # characters of a name in a table
_TONES = {Readiness.READY: "pass", Readiness.NOT_READY: "fail", Readiness.NOT_DETERMINED: "open"}
_SIGNS = {Readiness.READY: "✓", Readiness.NOT_READY: "✗", Readiness.NOT_DETERMINED: "?"}


class Table(NamedTuple):
    """One table in words; every one of them is inert.

    Attributes:
        title: what it lists.
        heads: what stands over the columns.
        rows: at most `MOST` of them.
        more: how many are not shown.
        advises: whether the last column says what to do.
    """

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    more: int
    advises: bool = False


def words_of(portfolio: Portfolio) -> Words:
    """Return the words of the pages in the language of the portfolio."""
    return portfolio.word


def spoken_language(portfolio: Portfolio) -> str:
    """Return the language that a page is really in: English where that asked for is not there."""
    return portfolio.language if portfolio.language in portfolio.ruleset.languages else "en"


def headline(portfolio: Portfolio) -> str:
    """Return what this is: whose badges and how many."""
    word = words_of(portfolio)
    return f"{word('portfolio')}: {portfolio.number}"


def measured_by(portfolio: Portfolio) -> str:
    """Return what it was measured by: rule set with its version, and profile."""
    word, ruleset = words_of(portfolio), portfolio.ruleset
    name = inert(f"{ruleset.name} {ruleset.version}")
    return f"{word('according-to')} {name}, {word('profile')} {inert(portfolio.profile.name)}"


def readiness_of(portfolio: Portfolio) -> tuple[Part, ...]:
    """Return the parts of the bar of readiness, that of the issued badges; one of none is left out."""
    word = words_of(portfolio)
    parts = (
        Part(_SIGNS[one], _TONES[one], portfolio.readiness[one], word(f"share-{one.value}"))
        for one in Readiness
    )
    return tuple(part for part in parts if part.number)


def facts_of(portfolio: Portfolio) -> list[tuple[str, str]]:
    """Return label and text of what is known of all badges together."""
    word = words_of(portfolio)
    parts = [
        f"{part.sign} {part.number} {part.word} ({_percent(part.number, portfolio.issued)})"
        for part in readiness_of(portfolio)
    ]
    facts = [
        (word("heading-readiness"), ", ".join(parts) or "0"),
        (word("heading-span"), _span_words(portfolio)),
        (word("heading-unreadable"), str(portfolio.unreadable_count)),
        (word("heading-claimed"), _rate_words(portfolio.claimed, portfolio.claim_rate, word)),
        (word("heading-revoked"), _rate_words(portfolio.revoked, portfolio.revocation_rate, word)),
    ]
    if portfolio.drafts:
        facts.insert(1, (word("heading-drafts"), str(portfolio.drafts)))
    if portfolio.repeated:
        facts.append((word("heading-duplicates"), str(portfolio.repeated)))
    return facts


def months_of(portfolio: Portfolio) -> tuple[tuple[str, int], ...]:
    """Return the last months in which badges were issued, as many as a page shows."""
    return portfolio.span.months[-_MONTHS:]


def _span_words(portfolio: Portfolio) -> str:
    word, span = words_of(portfolio), portfolio.span
    undated = f"{span.undated} {word('undated')}" if span.undated else ""
    if span.first is None or span.last is None:
        return undated or word("not-known")
    long = word("six-months" if span.six_months else "under-six-months")
    return f"{span.first} … {span.last}: {span.days} {word('days')}, {long}" + (undated and f"; {undated}")


def _rate_words(count: int | None, rate: float | None, word: Words) -> str:
    """Return a number with its share; a number that is only the least there can be says so."""
    if count is None:
        return word("not-known")
    return (
        f"≥ {count} ({word('share')}: {word('not-known')})"
        if rate is None
        else f"{count} ({100 * rate:.1f} %)"
    )


def _percent(count: int, of: int) -> str:
    return f"{100 * count // of if of else 0} %"  # rounded down, as everywhere: 70 % means that it is reached


def tables_of(portfolio: Portfolio) -> list[Table]:
    """Return the tables that have rows."""
    word = words_of(portfolio)
    found = [
        _recurrences(word("heading-faults"), portfolio.faults, word, portfolio.assessed),
        _recurrences(word("heading-undecided"), portfolio.undecided, word, portfolio.assessed),
        _tallies(word("heading-duplicates"), portfolio.duplicates, word),
        _tallies(word("heading-issuers"), portfolio.issuers, word),
        _tallies(word("heading-achievements"), portfolio.achievements, word),
        Table(
            word("heading-unreadable"),
            (word("badge"), word("reason")),
            [(inert(one.name, longest=_NAME), inert(one.reason)) for one in portfolio.unreadable[:MOST]],
            max(portfolio.unreadable_count - MOST, 0),
        ),
    ]
    return [table for table in found if table.rows]


def _recurrences(title: str, rows: tuple[Recurrence, ...], word: Words, assessed: int) -> Table:
    heads = tuple(word(key) for key in ("rule", "count", "example", "advice"))
    return Table(
        title,
        heads,
        [
            (
                inert(f"{one.rule.id} {one.title} ({word(one.level.value)})"),
                f"{one.count} ({_percent(one.count, assessed)})",
                inert(f"{one.example.badge} {one.example.pointer}", longest=_NAME),
                inert(one.example.advice),
            )
            for one in rows[:MOST]
        ],
        max(len(rows) - MOST, 0),
        advises=True,
    )


def _tallies(title: str, rows: tuple[Tally, ...], word: Words) -> Table:
    shown: list[tuple[str, ...]] = [
        (inert(one.name, longest=_NAME), inert(one.id, longest=_NAME), str(one.badges)) for one in rows[:MOST]
    ]
    return Table(title, ("", "Id", word("count")), shown, max(len(rows) - MOST, 0))
