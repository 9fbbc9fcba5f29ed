"""A report as a coloured table on a terminal; rich is imported only here."""

from __future__ import annotations

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ..outcome import Outcome, Verdict
from ..verify.policy import RELAXATIONS
from ..verify.result import Report
from .facts import MARKS, TRUST_WORDS, VERDICT_WORDS, facts_of, inert

_COLOURS = {Verdict.VALID: "green", Verdict.INVALID: "red", Verdict.INDETERMINATE: "yellow"}
_STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "bold red",
    Outcome.UNKNOWN: "yellow",
    Outcome.SKIPPED: "dim",
}


def print_report(report: Report, console: Console | None = None) -> None:
    """Draw the report; every stranger's word is plain text, never markup."""
    console = console or Console()
    colour = _COLOURS[report.verdict]
    head = Text(f"{report.verdict.name}  ", style=f"bold {colour}")
    head.append(inert(report.kind.value), style="bold")
    head.append(
        f"\n{VERDICT_WORDS[report.verdict]}\ntrust: {report.trust.value} ({TRUST_WORDS[report.trust]})",
        style="default",
    )
    console.print(Panel(head, border_style=colour))
    facts = facts_of(report)
    if facts:
        grid = Table.grid(padding=(0, 2))
        for label, value in facts:
            grid.add_row(Text(label, style="dim"), Text(value))
        console.print(grid)
        console.print()
    table = Table("", "check", "found", "what to do", box=None, header_style="dim", pad_edge=False)
    for check in report.checks:
        style = _STYLES[check.outcome] if check.required else "dim"
        found = Text(inert(check.message))
        if check.pointer:
            found.append(f"\nat {inert(check.pointer)}", style="dim")
        advice = Text(inert(check.advice) if check.problem else "")
        if check.problem:
            advice.append(f" {check.problem.code}", style="dim")
        table.add_row(Text(MARKS[check.outcome], style=style), Text(check.id, style=style), found, advice)
    console.print(table)
    if report.relaxations:
        accepted = ", ".join(RELAXATIONS[name] for name in report.relaxations)
        console.print(Text(f"\nVALID if you accept: {accepted}", style="yellow"))
