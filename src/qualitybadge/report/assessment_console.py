"""An assessment as a coloured table on a terminal; rich is imported only for this."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ..quality.assessment import Assessment, Readiness
from . import assessed
from .inert import inert

COLOURS = {Readiness.READY: "green", Readiness.NOT_READY: "red", Readiness.NOT_DETERMINED: "yellow"}
STYLES = {
    "pass": "green",
    "partial": "yellow",
    "fail": "bold red",
    "open": "dim",
    "not-checked": "dim",
    "needs-human": "dim",
    "not-applicable": "dim",
}
_NARROW = 80
"""Columns below which the advice stands under the rule's number instead of beside it."""
_BAR = 30


def print_assessment(assessment: Assessment, console: Console | None = None, name: str = "") -> None:
    """Draw the assessment; every stranger's word is plain text, never markup.

    Args:
        assessment: what was found.
        console: where to draw; None: standard output.
        name: name of its file; "" for none.
    """
    console = console or Console()
    word = assessed.words_of(assessment)
    console.print(_head(assessment, name))
    lists = assessed.lists_of(assessment)
    if not lists:
        console.print(Text(word("nothing-to-mend")))
    for title, rows in lists:
        console.print(Text(title, style="bold"))
        console.print(_rows(rows, narrow=console.width < _NARROW))
        console.print()
    console.print(Text(word("heading-groups"), style="bold"))
    bars = [bar for bar in assessed.bars_of(assessment) if bar.parts]
    console.print(_bars(bars, narrow=console.width < _NARROW))
    console.print(_coverage(assessment))
    console.print(Text(word("no-label"), style="dim"))


def _head(assessment: Assessment, name: str) -> RenderableType:
    colour = COLOURS[assessment.readiness]
    head = Text(assessed.headline(assessment), style=f"bold {colour}")
    lines = [assessed.subject_words(assessment), assessed.measured_by(assessment)]
    lines += [inert(name)] if name else []
    for line in lines:
        head.append(f"\n{line}", style="not bold default")
    head.append("\n")
    for figure in assessed.figures(assessment):
        head.append(f"\n{figure.title}: ", style="not bold dim default")
        head.append(f"{figure.value} ", style="bold default")
        head.append(figure.word, style="not bold default")
    return Panel(head, border_style=colour, padding=(0, 1))


def _rows(rows: list[assessed.Row], *, narrow: bool) -> RenderableType:
    grid = Table.grid(padding=(0, 2), pad_edge=True)
    grid.add_column(no_wrap=True)
    if not narrow:
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        style = STYLES[row.tone]
        sign, name = Text(row.sign, style=style), Text(row.rule, style=style)
        if narrow:
            grid.add_row(sign, Stack(name, _said(row)))
        else:
            grid.add_row(sign, name, _said(row))
    return grid


def _said(row: assessed.Row) -> Text:
    said = Text(row.title)
    said.append(f" ({row.level}: {row.outcome})", style="dim")
    if row.pointer:
        said.append(f" {row.pointer}", style="dim")
    if row.value:
        said.append(f"\n“{row.value}”", style="dim")
    if row.advice:
        said.append(f"\n→ {row.advice}")
    return said


def _bars(bars: list[assessed.Bar], *, narrow: bool) -> RenderableType:
    grid = Table.grid(padding=(0, 2), pad_edge=True)
    grid.add_column(overflow="fold")
    if not narrow:
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
    most = max((_count(bar) for bar in bars), default=1)
    for bar in bars:
        legend = Text(", ".join(f"{part.sign} {part.number} {part.word}" for part in bar.parts), style="dim")
        if narrow:
            grid.add_row(Stack(Text(bar.group), Padding(legend, (0, 2))))
        else:
            grid.add_row(Text(bar.group), _bar(bar, most), legend)
    return grid


def _count(bar: assessed.Bar) -> int:
    return sum(part.number for part in bar.parts)


def _bar(bar: assessed.Bar, most: int) -> Text:
    """Return a bar; the longest is that of the largest group."""
    drawn = Text()
    for part in bar.parts:
        drawn.append("█" * max(1, part.number * _BAR // most), style=STYLES[part.tone])
    return drawn


def _coverage(assessment: Assessment) -> RenderableType:
    covered = assessed.coverage_of(assessment)
    if not covered:
        return Text()
    grid = Table.grid(padding=(0, 2), pad_edge=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for one in covered:
        said = Text(one.element)
        said.append(f" ({one.demand}: {one.outcome}) {one.rules}", style="dim")
        if one.note:
            said.append(f"\n{one.note}", style="dim")
        grid.add_row(Text(one.sign, style=STYLES[one.tone]), said)
    heading = Text(f"\n{assessed.words_of(assessment)('heading-coverage')}", style="bold")
    return Stack(heading, grid, Text())
