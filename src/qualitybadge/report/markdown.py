"""A report as Markdown, for issues, mails and wikis. Every stranger's word is escaped."""

from __future__ import annotations

import re

from ..verify.policy import RELAXATIONS
from ..verify.result import Report
from .facts import MARKS, decides, facts_of, trust_words
from .headline import headline, reason, sentence
from .inert import inert

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:@/$^=])")


def to_markdown(report: Report) -> str:
    """Return the report as Markdown with two tables: what the badge says and what was checked."""
    lines = [
        f"# {report.verdict.name}: {_escaped(report.kind.value)}",
        "",
        sentence(headline(report)),
        "",
        *([f"Reason: {_escaped(why)}.", ""] if (why := reason(report)) else []),
        f"Trust: **{report.trust.value}** ({trust_words(report)}).",
        "",
    ]
    facts = facts_of(report)
    if facts:
        lines += ["| | |", "|---|---|", *(f"| {label} | {_escaped(value)} |" for label, value in facts), ""]
    lines += ["| | check | found | where | advice |", "|---|---|---|---|---|"]
    for check in report.checks:
        name = check.id if decides(check) else f"{check.id} (does not decide)"
        advice = check.advice if check.problem is not None else ""
        cells = (
            MARKS[check.outcome],
            name,
            _escaped(check.message),
            _escaped(check.pointer),
            _escaped(advice),
        )
        lines.append("| " + " | ".join(cells) + " |")
    if report.relaxations:
        accepted = ", ".join(RELAXATIONS[name] for name in report.relaxations)
        lines += ["", f"VALID if you accept: {_escaped(accepted)}."]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", inert(text))
