"""A label report as HTML: escaped text only, no links, no images, no script. Judges nothing."""

from __future__ import annotations

from typing import Any

from ..quality.label.report import LabelReport
from ..wire import timestamps
from .label_facts import APART, SIGNS, TONES, facts_of, rows_of
from .templates import template


def to_html(report: LabelReport, *, whole_page: bool) -> str:
    """Return a page, or the fragment that a notebook shows."""
    return template("label.html").render(
        whole_page=whole_page,
        lang="en",
        title=f"Label: {report.state.value}",
        pages=[_page(one) for one in (report, *report.others)],
        apart=APART,
        verified_at=timestamps.render(report.verified_at),
    )


def _page(report: LabelReport) -> dict[str, Any]:
    return {
        "tone": TONES.get(report.state, "bad"),
        "sign": SIGNS.get(report.state, "✗"),
        "state": report.state.value,
        "words": report.words,
        "facts": facts_of(report),
        "rows": rows_of(report),
    }
