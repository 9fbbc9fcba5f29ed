"""A report as a coloured table on a terminal; rich is imported only here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ..outcome import Check, Outcome, Verdict
from ..verify.policy import RELAXATIONS
from ..verify.result import Report
from .enclosed import SIGNS, Entry, Group, groups_of
from .facts import advice_of, as_policy, decides, facts_of, mark_of, trust_words
from .headline import headline, reason
from .inert import inert

_COLOURS = {Verdict.VALID: "green", Verdict.INVALID: "red", Verdict.INDETERMINATE: "yellow"}
_STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "bold red",
    Outcome.UNKNOWN: "yellow",
    Outcome.SKIPPED: "dim",
}
_NARROW = 80
"""Columns below which what was found stands under the name of the check instead of beside it."""


def print_report(
    report: Report, console: Console | None = None, accept: Callable[[Sequence[str]], str] = as_policy
) -> None:
    """Draw the report; every stranger's word is plain text, never markup.

    Args:
        report: what was found.
        console: where to draw; None: standard output.
        accept: says how to accept the deviations that the policy fields name.
    """
    console = console or Console()
    narrow = console.width < _NARROW
    console.print(_head(report))
    facts = facts_of(report)
    if facts:
        console.print(_facts(facts, narrow=narrow))
        console.print()
    console.print(_checks(report.checks, narrow=narrow))
    for group in groups_of(report):
        console.print()
        console.print(_group(group))
    if report.relaxations:
        console.print(_accepted(report.relaxations, accept))


def _head(report: Report) -> RenderableType:
    colour = _COLOURS[report.verdict]
    head = Text(report.verdict.name, style=f"bold {colour}")
    head.append(f"  {report.kind.value}", style="bold default")
    head.append(f"\n{headline(report)}", style="not bold default")
    if why := reason(report):
        head.append(f"\nreason: {why}", style="not bold default")
    head.append(f"\ntrust: {report.trust.value} ({trust_words(report)})", style="not bold default")
    return Panel(head, border_style=colour, padding=(0, 1))


def _facts(facts: list[tuple[str, str]], *, narrow: bool) -> RenderableType:
    if narrow:
        return Stack(
            *(Stack(Text(label, style="dim"), Padding(Text(value), (0, 2))) for label, value in facts)
        )
    grid = Table.grid(padding=(0, 2), pad_edge=True)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for label, value in facts:
        grid.add_row(Text(label), Text(value))
    return grid


def _checks(checks: tuple[Check, ...], *, narrow: bool) -> RenderableType:
    grid = Table.grid(padding=(0, 2), pad_edge=True)
    grid.add_column(no_wrap=True)
    if not narrow:
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for check in checks:
        style = _STYLES[check.outcome] if decides(check) else "dim"
        mark, name = Text(mark_of(check), style=style), Text(check.id, style=style)
        if narrow:
            grid.add_row(mark, Stack(name, _found(check)))
        else:
            grid.add_row(mark, name, _found(check))
    return grid


def _found(check: Check) -> RenderableType:
    """Return what was found, and below it where and what to do."""
    found = Text(inert(check.message), style="dim" if check.outcome is Outcome.SKIPPED else "")
    if check.pointer:
        found.append(f" at {inert(check.pointer)}", style="dim")
    if not decides(check):
        found.append(" (does not decide)", style="dim")
    if check.problem is not None:
        advice = advice_of(check)
        found.append(f"\n→ {advice}" if advice else "\n→", style="not dim default")
        found.append(f" [{check.problem.code}]", style="dim")
    return found


def _group(group: Group) -> RenderableType:
    parts: list[RenderableType] = [Text(f" {group.title}", style="bold")]
    parts += [Padding(_entry(entry), (0, 0, 0, 2)) for entry in group.entries]
    if group.more:
        parts.append(Text(f"   and {group.more} more", style="dim"))
    return Stack(*parts)


def _entry(entry: Entry) -> RenderableType:
    """Return what one document inside says, with the documents inside that."""
    said = Text(f"{SIGNS[entry.verdict]} {entry.verdict.name}", style=f"bold {_COLOURS[entry.verdict]}")
    said.append(f"  {entry.kind}", style="not bold default")
    if entry.pointer:
        said.append(f" at {entry.pointer}", style="not bold dim default")
    rows = [
        ("reason", entry.reason),
        ("note", entry.note),
        ("trust", f"{entry.trust} ({entry.trust_words})"),
        *entry.about,
    ]
    for label, text in rows:
        if text:
            said.append(f"\n  {label}: ", style="not bold dim default")
            said.append(text, style="not bold default")
    return Stack(said, *(Padding(_group(group), (0, 0, 0, 2)) for group in entry.groups))


def _accepted(relaxations: tuple[str, ...], accept: Callable[[Sequence[str]], str]) -> RenderableType:
    lines = Text("\nIt would be VALID if you accept:", style="bold yellow")
    for name in relaxations:
        lines.append(f"\n  • {RELAXATIONS[name]}", style="not bold")
        lines.append(f"  {accept([name])}", style="not bold dim default")
    return lines
