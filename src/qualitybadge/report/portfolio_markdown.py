"""A portfolio as Markdown, for issues, mails and wikis. Every stranger's word is escaped."""

from __future__ import annotations

from collections.abc import Iterator

from ..quality.portfolio import Portfolio
from .assessed import capital
from .escaping import escaped
from .portfolio_facts import facts_of, headline, measured_by, months_of, tables_of, words_of


def to_markdown(portfolio: Portfolio) -> str:
    """Return the portfolio as Markdown: what is known of all badges, the months, and the lists."""
    return "\n".join(_lines(portfolio)) + "\n"


def _lines(portfolio: Portfolio) -> Iterator[str]:
    word = words_of(portfolio)
    yield f"# {escaped(headline(portfolio))}"
    yield f"\n{escaped(capital(measured_by(portfolio)))}\\.\n"
    yield from (f"- **{label}**: {escaped(text)}" for label, text in facts_of(portfolio))
    months = months_of(portfolio)
    if months:
        yield f"\n## {word('heading-months')}\n\n| | {word('count')} |\n|---|---|"
        yield from (f"| {month} | {count} |" for month, count in months)
    for table in tables_of(portfolio):
        yield f"\n## {table.title}\n"
        yield f"| {' | '.join(table.heads)} |"
        yield "|---" * len(table.heads) + "|"
        yield from (f"| {' | '.join(map(escaped, row))} |" for row in table.rows)
        if table.more:
            yield f"\n\\+ {table.more} {word('more')}"
    yield f"\n{word('no-label')}"
