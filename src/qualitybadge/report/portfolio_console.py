"""A portfolio as coloured tables on a terminal; rich is imported only for this."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text

from ..quality.portfolio import Portfolio
from .assessment_console import STYLES
from .portfolio_facts import (
    Table,
    facts_of,
    headline,
    measured_by,
    months_of,
    readiness_of,
    tables_of,
    words_of,
)

_BAR = 40
_NARROW = 100
"""Columns below which the cells of a row stand one under another."""


def print_portfolio(portfolio: Portfolio, console: Console | None = None) -> None:
    """Draw the portfolio; every stranger's word is plain text, never markup.

    Args:
        portfolio: what was found.
        console: where to draw; None: standard output.
    """
    console = console or Console()
    word = words_of(portfolio)
    console.print(_head(portfolio))
    if portfolio.span.months:
        console.print(Text(word("heading-months"), style="bold"))
        console.print(_months(portfolio))
    for table in tables_of(portfolio):
        console.print(Text(f"\n{table.title}", style="bold"))
        console.print(_narrow(table) if console.width < _NARROW else _wide(table))
        if table.more:
            console.print(Text(f"  + {table.more} {word('more')}", style="dim"))
    console.print(Text(f"\n{word('no-label')}", style="dim"))


def _head(portfolio: Portfolio) -> RenderableType:
    head = Text(headline(portfolio), style="bold")
    head.append(f"\n{measured_by(portfolio)}\n\n", style="not bold")
    for part in readiness_of(portfolio):
        length = max(1, part.number * _BAR // max(portfolio.issued, 1))
        head.append("█" * length, style=STYLES[part.tone])
    for label, text in facts_of(portfolio):
        head.append(f"\n{label}: ", style="not bold dim")
        head.append(text, style="not bold")
    return Panel(head, padding=(0, 1))


def _months(portfolio: Portfolio) -> RenderableType:
    months = months_of(portfolio)
    most = max(count for _, count in months)
    return Stack(
        *(
            Text.assemble(f"  {month}  ", ("█" * max(1, count * _BAR // most), "green"), f" {count}")
            for month, count in months
        )
    )


def _wide(table: Table) -> RenderableType:
    grid = Grid(box=None, padding=(0, 2, 0, 0), pad_edge=True, header_style="dim")
    for head in table.heads:
        grid.add_column(Text(head), overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid


def _narrow(table: Table) -> RenderableType:
    lines = []
    for row in table.rows:
        lines.append(Text(f"  {row[0] or row[1]}"))
        lines += [Text(f"    {cell}", style="dim") for cell in row[1:] if cell]
    return Stack(*lines)
