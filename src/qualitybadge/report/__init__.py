"""Show what was found to a person: reports, assessments, portfolios. Decides nothing and adds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..quality.assessment import Assessment
    from ..quality.label.report import LabelReport
    from ..quality.portfolio import Portfolio
    from ..verify.result import Report

Format = Literal["text", "markdown", "html", "html-fragment", "json", "sarif"]
_FORMATS = ("text", "markdown", "html", "html-fragment", "json")


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
    from ..verify.result import Report  # here, for a report is there when somebody renders it

    if isinstance(report, Report):
        return _report(report, format)
    from ..quality.assessment import Assessment  # likewise

    if isinstance(report, Assessment):
        return _assessment(report, format)
    from ..quality.portfolio import Portfolio  # likewise

    if isinstance(report, Portfolio):
        return _portfolio(report, format)
    from ..quality.label.report import LabelReport  # likewise

    if isinstance(report, LabelReport):
        return _label(report, format)
    raise TypeError(
        f"report must be a Report, Assessment, Portfolio or LabelReport, not {type(report).__name__}: "
        "pass what verify(…), assess(…), assess_issuer(…) or verify_label(…) returned"
    )


def _report(report: Report, form: Format) -> str:
    if form == "json":
        from .jsontext import to_json

        return to_json(report)
    if form == "text":
        from .text import to_text

        return to_text(report)
    if form == "markdown":
        from .markdown import to_markdown

        return to_markdown(report)
    if form in ("html", "html-fragment"):
        from .html import to_html

        return to_html(report, whole_page=form == "html")
    raise _unknown(form)


def _assessment(assessment: Assessment, form: Format) -> str:
    if form == "json":
        from .jsontext import to_json

        return to_json(assessment)
    if form == "text":
        from .assessment_text import to_text

        return to_text(assessment)
    if form == "markdown":
        from .assessment_markdown import to_markdown

        return to_markdown(assessment)
    if form in ("html", "html-fragment"):
        from .assessment_html import to_html

        return to_html([("", assessment)], whole_page=form == "html")
    if form == "sarif":
        from .sarif import to_sarif

        return to_sarif([("", assessment)])
    raise _unknown(form, "sarif")


def _portfolio(portfolio: Portfolio, form: Format) -> str:
    if form == "json":
        from .jsontext import to_json

        return to_json(portfolio)
    if form == "text":
        from .portfolio_text import to_text

        return to_text(portfolio)
    if form == "markdown":
        from .portfolio_markdown import to_markdown

        return to_markdown(portfolio)
    if form in ("html", "html-fragment"):
        from .portfolio_html import to_html

        return to_html(portfolio, whole_page=form == "html")
    raise _unknown(form)


def _label(report: LabelReport, form: Format) -> str:
    if form == "json":
        from .jsontext import to_json

        return to_json(report)
    if form == "text":
        from .label_text import to_text

        return to_text(report)
    if form == "markdown":
        from .label_markdown import to_markdown

        return to_markdown(report)
    if form in ("html", "html-fragment"):
        from .label_html import to_html

        return to_html(report, whole_page=form == "html")
    raise _unknown(form)


def _unknown(form: str, *more: str) -> ValueError:
    known = ", ".join((*_FORMATS[:-1], *more))
    return ValueError(f"unknown format {form!r}: {known} or {_FORMATS[-1]}")
