"""A report as plain text, for logs and terminals without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..outcome import Check
from ..verify.policy import RELAXATIONS
from ..verify.result import Report
from .enclosed import SIGNS, Entry, Group, groups_of
from .facts import advice_of, as_policy, decides, facts_of, mark_of, trust_words
from .headline import headline, reason
from .inert import inert


def to_text(report: Report, accept: Callable[[Sequence[str]], str] = as_policy) -> str:
    """Return the report as text, one line a check.

    Args:
        report: what was found.
        accept: says how to accept the deviations that the policy fields name.
    """
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
    for group in groups_of(report):
        lines += ["", *_group(group, "  ")]
    if report.relaxations:
        lines += ["", "  VALID if you accept: " + ", ".join(RELAXATIONS[name] for name in report.relaxations)]
        lines.append(f"  {accept(report.relaxations)}")
    return "\n".join(lines) + "\n"


def _group(group: Group, indent: str) -> Iterator[str]:
    yield f"{indent}{group.title}:"
    for entry in group.entries:
        yield from _entry(entry, f"{indent}  ")
    if group.more:
        yield f"{indent}  and {group.more} more"


def _entry(entry: Entry, indent: str) -> Iterator[str]:
    place = f" at {entry.pointer}" if entry.pointer else ""
    yield f"{indent}{SIGNS[entry.verdict]} {entry.verdict.name}  {entry.kind}{place}"
    notes = (("reason: ", entry.reason), ("note: ", entry.note))
    yield from (f"{indent}    {label}{text}" for label, text in notes if text)
    yield f"{indent}    trust: {entry.trust} ({entry.trust_words})"
    yield from (f"{indent}    {label}: {value}" for label, value in entry.about)
    for group in entry.groups:
        yield from _group(group, f"{indent}    ")


def _row(check: Check) -> Iterator[str]:
    note = "" if decides(check) else "  (does not decide)"
    place = f" at {inert(check.pointer)}" if check.pointer else ""
    yield f"  {mark_of(check)} {check.id:<12} {inert(check.message)}{place}{note}"
    if check.problem is not None:
        advice = advice_of(check)
        yield f"      {check.problem.code}{': ' if advice else ''}{advice}"
