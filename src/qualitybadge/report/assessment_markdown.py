"""An assessment as Markdown, for issues, mails and wikis. Every stranger's word is escaped."""

from __future__ import annotations

from collections.abc import Iterator

from ..quality.assessment import Assessment
from .assessed import (
    Row,
    all_rows,
    bars_of,
    capital,
    coverage_of,
    figures,
    headline,
    lists_of,
    measured_by,
    subject_words,
    words_of,
)
from .escaping import escaped

_TONES = ("pass", "partial", "fail", "open")


def to_markdown(assessment: Assessment) -> str:
    """Return the assessment as Markdown: figures, what to mend first, groups, coverage and all rules."""
    return "\n".join(_lines(assessment)) + "\n"


def _lines(assessment: Assessment) -> Iterator[str]:
    word = words_of(assessment)
    name = assessment.badge_name or assessment.badge_id or "Open Badges"
    yield f"# {headline(assessment)}: {escaped(name)}"
    yield f"\n{escaped(capital(measured_by(assessment)))}\\. {escaped(subject_words(assessment))}\\.\n"
    yield from (f"- **{one.title}**: {escaped(one.value)} {one.word}" for one in figures(assessment))
    lists = lists_of(assessment)
    if not lists:
        yield f"\n{word('nothing-to-mend')}"
    for title, rows in lists:
        yield f"\n## {title}\n"
        yield from _to_do(rows, assessment)
    yield from _groups(assessment)
    yield from _coverage(assessment)
    yield f"\n## {word('heading-all')}\n"
    yield f"| | {word('rule')} | {word('level')} | {word('outcome')} |"
    yield "|---|---|---|---|"
    for row in all_rows(assessment):
        yield f"| {row.sign} | {escaped(f'{row.rule} {row.title}')} | {row.level} | {row.outcome} |"
    yield f"\n{word('no-label')}"


def _to_do(rows: list[Row], assessment: Assessment) -> Iterator[str]:
    word = words_of(assessment)
    heads = [word(key) for key in ("rule", "level", "place", "value", "advice")]
    yield f"| | {' | '.join(heads)} |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        cells = (f"{row.rule} {row.title}", f"{row.level}: {row.outcome}", row.pointer, row.value, row.advice)
        yield f"| {row.sign} | {' | '.join(map(escaped, cells))} |"


def _groups(assessment: Assessment) -> Iterator[str]:
    word = words_of(assessment)
    yield f"\n## {word('heading-groups')}\n"
    yield f"| | {' | '.join(map(word, _TONES))} |"
    yield "|---|---|---|---|---|"
    for bar in bars_of(assessment):
        count = {part.tone: str(part.number) for part in bar.parts}
        yield f"| {escaped(bar.group)} | {' | '.join(count.get(tone, '') for tone in _TONES)} |"


def _coverage(assessment: Assessment) -> Iterator[str]:
    covered = coverage_of(assessment)
    if not covered:
        return
    word = words_of(assessment)
    yield f"\n## {word('heading-coverage')}\n"
    yield f"| | {word('element')} | | {word('outcome')} | {word('rule')} |"
    yield "|---|---|---|---|---|"
    for one in covered:
        note = f" ({one.note})" if one.note else ""
        cells = (one.element + note, one.demand, one.outcome, one.rules)
        yield f"| {one.sign} | {' | '.join(map(escaped, cells))} |"
