"""Show a report to a person: text, Markdown, HTML. Decides nothing and adds nothing to what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..verify.result import Report

Format = Literal["text", "markdown", "html", "html-fragment", "json"]


def render(report: Report, format: Format = "text") -> str:  # noqa: A002 - the word a caller expects
    """Return the report as a page.

    Args:
        report: what `verify` returned.
        format: ``text``, ``markdown``, ``json``, ``html`` (a page) or ``html-fragment`` (for a notebook).

    Raises:
        ValueError: the format is unknown.
        TypeError: it is no report, such as a badge that was not verified.
    """
    from ..verify.result import Report  # here, for a report is there when somebody renders it

    if not isinstance(report, Report):
        raise TypeError(f"report must be a Report, not {type(report).__name__}: pass what verify(…) returned")
    if format == "json":
        from .jsontext import to_json

        return to_json(report)
    if format == "text":
        from .text import to_text

        return to_text(report)
    if format == "markdown":
        from .markdown import to_markdown

        return to_markdown(report)
    if format in ("html", "html-fragment"):
        from .html import to_html

        return to_html(report, whole_page=format == "html")
    raise ValueError(f"unknown format {format!r}: text, markdown, html, html-fragment or json")
