"""A label report as Markdown, for issues, mails and wikis. Every stranger's word is escaped."""

from __future__ import annotations

from collections.abc import Iterator

from ..quality.label.report import LabelReport
from .escaping import escaped
from .label_facts import APART, facts_of, headline, rows_of


def to_markdown(report: LabelReport) -> str:
    """Return the report as Markdown with two tables: what the label says and what was checked."""
    return "\n".join([*_lines(report, "#"), "", APART]) + "\n"


def _lines(report: LabelReport, level: str) -> Iterator[str]:
    yield f"{level} {escaped(headline(report))}"
    yield from ("", "| | |", "|---|---|")
    yield from (f"| {name} | {escaped(value)} |" for name, value in facts_of(report))
    if report.checks:
        yield from ("", "| | step | found | where | advice |", "|---|---|---|---|---|")
    for row in rows_of(report):
        name = row.id if row.decides else f"{row.id} (does not decide)"
        cells = (row.sign, name, escaped(row.message), escaped(row.pointer), escaped(row.advice))
        yield "| " + " | ".join(cells) + " |"
    for other in report.others:
        yield ""
        yield from _lines(other, f"{level}#"[:6])
