"""A portfolio as HTML: escaped text only, no links, no images, no script. Judges nothing."""

from __future__ import annotations

from ..quality.portfolio import Portfolio
from ..wire import timestamps
from .assessed import capital
from .inert import inert
from .portfolio_facts import (
    facts_of,
    headline,
    measured_by,
    months_of,
    readiness_of,
    spoken_language,
    tables_of,
    words_of,
)
from .templates import template

_WORDS = {
    "readiness": "heading-readiness",
    "months": "heading-months",
    "more": "more",
    "assessed": "assessed-at",
    "no_label": "no-label",
}


def to_html(portfolio: Portfolio, *, whole_page: bool) -> str:
    """Return a page, or the fragment that a notebook shows."""
    word = words_of(portfolio)
    months = months_of(portfolio)
    return template("portfolio.html").render(
        whole_page=whole_page,
        lang=spoken_language(portfolio),
        title=headline(portfolio),
        measured_by=capital(measured_by(portfolio)),
        parts=readiness_of(portfolio),
        facts=facts_of(portfolio),
        months=months,
        most=max((count for _, count in months), default=1),
        tables=tables_of(portfolio),
        ruleset=inert(portfolio.ruleset.id),
        assessed_at=timestamps.render(portfolio.assessed_at),
        words={name: word(key) for name, key in _WORDS.items()},
    )
