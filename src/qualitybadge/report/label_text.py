"""A label report as plain text, for logs and terminals without colour. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..quality.label.report import LabelReport
from .label_facts import APART, SIGNS, facts_of, headline, rows_of


def to_text(report: LabelReport) -> str:
    """Return the report as text, one line a step."""
    return "\n".join(_lines(report, "")) + f"\n\n{APART}\n"


def _lines(report: LabelReport, indent: str) -> Iterator[str]:
    yield f"{indent}{SIGNS.get(report.state, '✗')} {headline(report)}"
    facts = facts_of(report)
    width = max(len(name) for name, _ in facts)
    yield from (f"{indent}  {name:<{width}}  {value}" for name, value in facts)
    for row in rows_of(report):
        place = f" at {row.pointer}" if row.pointer else ""
        note = "" if row.decides else "  (does not decide)"
        yield f"{indent}  {row.sign} {row.id:<12} {row.message}{place}{note}"
        if row.code:
            yield f"{indent}      {row.code}{': ' if row.advice else ''}{row.advice}"
    for other in report.others:
        yield ""
        yield from _lines(other, f"{indent}  ")
