"""An assessment as HTML: escaped text only, no links, no images, no script. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..quality.assessment import Assessment, Readiness
from ..wire import timestamps
from . import assessed
from .inert import inert
from .templates import template

TONES = {Readiness.READY: "good", Readiness.NOT_READY: "bad", Readiness.NOT_DETERMINED: "open"}
SIGNS = {Readiness.READY: "✓", Readiness.NOT_READY: "✗", Readiness.NOT_DETERMINED: "?"}
_WORDS = {
    "rule": "rule",
    "holds": "should-hold",
    "advice": "advice",
    "outcome": "outcome",
    "element": "element",
    "nothing": "nothing-to-mend",
    "groups": "heading-groups",
    "coverage": "heading-coverage",
    "every": "heading-all",
    "assessed": "assessed-at",
    "no_label": "no-label",
}


def to_html(assessments: Sequence[tuple[str, Assessment]], *, whole_page: bool) -> str:
    """Return a page, or the fragment that a notebook shows.

    Args:
        assessments: one or several, each with the name of its file, "" where that is not known.
        whole_page: whether head and policy belong to it.
    """
    first = assessments[0][1]
    more = f" (+{len(assessments) - 1})" if len(assessments) > 1 else ""
    return template("assessment.html").render(
        whole_page=whole_page,
        lang=assessed.spoken_language(first),
        title=f"{assessed.headline(first)}: {assessed.subject_words(first)}{more}",
        pages=[_page(name, one) for name, one in assessments],
    )


def _page(name: str, assessment: Assessment) -> dict[str, Any]:
    word = assessed.words_of(assessment)
    return {
        "lang": assessed.spoken_language(assessment),
        "tone": TONES[assessment.readiness],
        "sign": SIGNS[assessment.readiness],
        "headline": assessed.headline(assessment),
        "subject": assessed.subject_words(assessment),
        "measured_by": assessed.capital(assessed.measured_by(assessment)),
        "file": inert(name),
        "figures": assessed.figures(assessment),
        "lists": assessed.lists_of(assessment),
        "bars": assessed.bars_of(assessment),
        "coverage": assessed.coverage_of(assessment),
        "every": assessed.all_rows(assessment),
        "ruleset": inert(assessment.ruleset.id),
        "assessed_at": timestamps.render(assessment.assessed_at),
        "words": {name: assessed.capital(word(key)) for name, key in _WORDS.items()},
    }
