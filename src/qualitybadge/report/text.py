"""A report as plain text, for logs and terminals without colour."""

from __future__ import annotations

from collections.abc import Iterator

from ..outcome import Check
from ..verify.policy import RELAXATIONS
from ..verify.result import Report
from .facts import MARKS, decides, facts_of, trust_words
from .headline import headline, reason
from .inert import inert


def to_text(report: Report) -> str:
    """Return the report as text, one line a check."""
    lines = [
        f"{report.verdict.name}  {report.kind.value}",
        f"  {headline(report)}",
        *([f"  reason: {why}"] if (why := reason(report)) else []),
        f"  trust: {report.trust.value} ({trust_words(report)})",
        "",
    ]
    facts = facts_of(report)
    width = max((len(label) for label, _ in facts), default=0)
    lines += [f"  {label:<{width}}  {value}" for label, value in facts]
    lines += [""] if facts else []
    for check in report.checks:
        lines += _row(check)
    if report.relaxations:
        lines += ["", "  VALID if you accept: " + ", ".join(RELAXATIONS[name] for name in report.relaxations)]
        lines.append("  Policy(" + ", ".join(f"{name}=True" for name in report.relaxations) + ")")
    return "\n".join(lines) + "\n"


def _row(check: Check) -> Iterator[str]:
    note = "" if decides(check) else "  (does not decide)"
    place = f" at {inert(check.pointer)}" if check.pointer else ""
    yield f"  {MARKS[check.outcome]} {check.id:<12} {inert(check.message)}{place}{note}"
    if check.problem is not None:
        yield f"      {check.problem.code}: {inert(check.advice)}"
