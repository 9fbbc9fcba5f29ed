"""An assessment as plain text, for logs and terminals without colour. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..quality.assessment import Assessment
from .assessed import (
    Row,
    bars_of,
    coverage_of,
    figures,
    headline,
    lists_of,
    measured_by,
    subject_words,
    words_of,
)


def to_text(assessment: Assessment) -> str:
    """Return the assessment as text: the three figures, what to mend first, and the groups."""
    return "\n".join(_lines(assessment)) + "\n"


def _lines(assessment: Assessment) -> Iterator[str]:
    word = words_of(assessment)
    yield headline(assessment)
    yield f"  {subject_words(assessment)}"
    yield f"  {measured_by(assessment)}"
    yield ""
    width = max(len(figure.title) for figure in figures(assessment))
    for figure in figures(assessment):
        yield f"  {figure.title:<{width}}  {figure.value} {figure.word}"
    lists = lists_of(assessment)
    if not lists:
        yield f"\n{word('nothing-to-mend')}"
    for title, rows in lists:
        yield f"\n{title}"
        for row in rows:
            yield from _row(row)
    yield f"\n{word('heading-groups')}"
    yield from _groups(assessment)
    yield from _coverage(assessment)
    yield f"\n{word('no-label')}"


def _row(row: Row) -> Iterator[str]:
    yield f"  {row.sign} {row.rule} {row.title} ({row.level}: {row.outcome})"
    place = " ".join(part for part in (row.pointer, f"“{row.value}”" if row.value else "") if part)
    if place:
        yield f"      {place}"
    if row.advice:
        yield f"      → {row.advice}"


def _groups(assessment: Assessment) -> Iterator[str]:
    bars = [bar for bar in bars_of(assessment) if bar.parts]
    width = max((len(bar.group) for bar in bars), default=0)
    for bar in bars:
        parts = ", ".join(f"{part.sign} {part.number} {part.word}" for part in bar.parts)
        yield f"  {bar.group:<{width}}  {parts}"


def _coverage(assessment: Assessment) -> Iterator[str]:
    covered = coverage_of(assessment)
    if covered:
        yield f"\n{words_of(assessment)('heading-coverage')}"
    for one in covered:
        note = f"; {one.note}" if one.note else ""
        yield f"  {one.sign} {one.element} ({one.demand}: {one.outcome}) {one.rules}{note}"
