"""A portfolio as plain text, for logs and terminals without colour. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..quality.portfolio import Portfolio
from .portfolio_facts import Table, facts_of, headline, measured_by, months_of, tables_of, words_of

_BAR = 40


def to_text(portfolio: Portfolio) -> str:
    """Return the portfolio as text: what is known of all badges, the months, and the lists."""
    return "\n".join(_lines(portfolio)) + "\n"


def _lines(portfolio: Portfolio) -> Iterator[str]:
    word = words_of(portfolio)
    yield headline(portfolio)
    yield f"  {measured_by(portfolio)}"
    yield ""
    facts = facts_of(portfolio)
    width = max(len(label) for label, _ in facts)
    yield from (f"  {label:<{width}}  {text}" for label, text in facts)
    months = months_of(portfolio)
    if months:
        yield f"\n{word('heading-months')}"
    most = max((count for _, count in months), default=1)
    yield from (f"  {month}  {'█' * max(1, count * _BAR // most)} {count}" for month, count in months)
    for table in tables_of(portfolio):
        yield f"\n{table.title}"
        yield from _rows(table, word("more"))
    yield f"\n{word('no-label')}"


def _rows(table: Table, more: str) -> Iterator[str]:
    for row in table.rows:
        cells = [cell for cell in row if cell]
        advice = cells.pop() if row[-1] and table.advises else ""
        yield "  " + "  ".join(cells)
        if advice:
            yield f"      → {advice}"
    if table.more:
        yield f"  + {table.more} {more}"
