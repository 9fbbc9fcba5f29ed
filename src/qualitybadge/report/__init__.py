"""Show what was found to a person: reports, assessments, portfolios. Decides nothing and adds nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ..quality.assessment import Assessment
    from ..quality.label.report import LabelReport
    from ..quality.portfolio import Portfolio
    from ..verify.result import Report

Format = Literal["text", "markdown", "html", "html-fragment", "json", "sarif"]
_PAGES = {"text": "text", "markdown": "markdown", "html": "html", "html-fragment": "html"}
"""Format -> how the name of the module ends that draws it."""


def render(
    report: Report | Assessment | Portfolio | LabelReport,
    format: Format = "text",  # noqa: A002 - the word a caller expects
) -> str:
    """Return a report, an assessment, a portfolio or what became of a label as a page.

    Args:
        report: what `verify`, `assess`, `assess_issuer` or `verify_label` returned.
        format: ``text``, ``markdown``, ``json``, ``html`` (a page) or ``html-fragment`` (for a notebook);
            for an assessment also ``sarif``.

    Raises:
        ValueError: the format is unknown, or is none for this.
        TypeError: it is none of these, such as a badge that was not verified.
    """
    kind = _kind_of(report)
    if format == "json":
        from .jsontext import to_json

        return to_json(report)
    page = _PAGES.get(format, "")
    if not page and (kind, format) != ("assessment_", "sarif"):
        known = [*_PAGES, *(["sarif"] if kind == "assessment_" else [])]
        raise ValueError(f"unknown format {format!r}: {', '.join(known)} or json")
    # Several assessments can share a page, so theirs take a list of them, each with a name.
    shown: Any = [("", report)] if kind == "assessment_" and page in ("", "html") else report
    module = import_module(f".{kind}{page}" if page else ".sarif", __name__)
    drawn: str = (
        module.to_html(shown, whole_page=format == "html")
        if page == "html"
        else getattr(module, f"to_{page or 'sarif'}")(shown)
    )
    return drawn


def _kind_of(report: object) -> str:
    """Return how the names of the modules begin that draw it.

    Raises:
        TypeError: nothing draws it.
    """
    # Each is imported here: it is there when somebody renders it, and most callers render no other.
    from ..verify.result import Report

    if isinstance(report, Report):
        return ""
    from ..quality.assessment import Assessment

    if isinstance(report, Assessment):
        return "assessment_"
    from ..quality.portfolio import Portfolio

    if isinstance(report, Portfolio):
        return "portfolio_"
    from ..quality.label.report import LabelReport

    if isinstance(report, LabelReport):
        return "label_"
    raise TypeError(
        f"report must be a Report, Assessment, Portfolio or LabelReport, not {type(report).__name__}: "
        "pass what verify(…), assess(…), assess_issuer(…) or verify_label(…) returned"
    )
