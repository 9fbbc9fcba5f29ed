"""A report as Markdown, for issues, mails and wikis. Every stranger's word is escaped."""

from __future__ import annotations

from collections.abc import Iterator

from ..verify.policy import RELAXATIONS
from ..verify.result import Report
from .enclosed import SIGNS, Entry, Group, groups_of
from .escaping import escaped
from .facts import advice_of, decides, facts_of, mark_of, trust_words
from .headline import headline, reason, sentence


def to_markdown(report: Report) -> str:
    """Return the report as Markdown with two tables: what the badge says and what was checked."""
    lines = [
        f"# {report.verdict.name}: {escaped(report.kind.value)}",
        "",
        escaped(sentence(headline(report))),
        "",
        *([f"Reason: {escaped(why)}.", ""] if (why := reason(report)) else []),
        f"Trust: **{report.trust.value}** ({trust_words(report)}).",
        "",
    ]
    facts = facts_of(report)
    if facts:
        lines += ["| | |", "|---|---|", *(f"| {label} | {escaped(value)} |" for label, value in facts), ""]
    lines += ["| | check | found | where | advice |", "|---|---|---|---|---|"]
    for check in report.checks:
        name = check.id if decides(check) else f"{check.id} (does not decide)"
        cells = (
            mark_of(check),
            name,
            escaped(check.message),
            escaped(check.pointer),
            escaped(advice_of(check)),
        )
        lines.append("| " + " | ".join(cells) + " |")
    for group in groups_of(report):
        lines += ["", f"## {group.title}", "", *_group(group, "")]
    if report.relaxations:
        accepted = ", ".join(RELAXATIONS[name] for name in report.relaxations)
        lines += ["", f"VALID if you accept: {escaped(accepted)}."]
    return "\n".join(lines) + "\n"


def _group(group: Group, indent: str) -> Iterator[str]:
    for entry in group.entries:
        yield from _entry(entry, indent)
    if group.more:
        yield f"{indent}- and {group.more} more"


def _entry(entry: Entry, indent: str) -> Iterator[str]:
    place = f" at {escaped(entry.pointer)}" if entry.pointer else ""
    yield f"{indent}- {SIGNS[entry.verdict]} **{entry.verdict.name}**: {escaped(entry.kind)}{place}"
    rows = [
        ("Reason", entry.reason),
        ("Note", entry.note),
        ("Trust", f"{entry.trust} ({entry.trust_words})"),
        *entry.about,
    ]
    yield from (f"{indent}  - {label}: {escaped(text)}" for label, text in rows if text)
    for group in entry.groups:
        yield f"{indent}  - {group.title}:"
        yield from _group(group, f"{indent}    ")
