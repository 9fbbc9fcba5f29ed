"""Put what was found of one or several files into one page of a format. Assesses nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ..quality.assessment import Assessment
    from ..report import Format

Named = list[tuple[str, "Assessment"]]
"""Assessments, each with the name of its file."""


def page_of(found: Named, page: str, *, single: bool) -> str:
    """Return the page; of several files the JSON is a list, and the name of each stands over what was found.

    Args:
        found: one or several.
        page: a format of `render`, or ``table``.
        single: whether only one was asked for.
    """
    if page == "html":
        from ..report.assessment_html import to_html

        return to_html(found, whole_page=True) + "\n"
    if page == "sarif":
        from ..report.sarif import to_sarif

        return to_sarif(found) + "\n"
    if page == "json":
        return _json(found, single=single)
    if page == "table":
        return _table(found, single=single)
    from ..report import render

    texts = [(name, render(assessment, cast("Format", page))) for name, assessment in found]
    return "\n".join(text if single else f"{_heading(name, page)}\n\n{text}" for name, text in texts)


def _heading(name: str, page: str) -> str:
    from ..report.escaping import escaped
    from ..report.inert import inert

    return f"**{escaped(name)}**" if page == "markdown" else inert(name)


def _json(found: Named, *, single: bool) -> str:
    from ..report.jsontext import printable, to_json

    if single:
        return to_json(found[0][1]) + "\n"
    rows = [{"file": name, "assessment": assessment.to_dict()} for name, assessment in found]
    return printable(json.dumps(rows, ensure_ascii=False, indent=2)) + "\n"


def _table(found: Named, *, single: bool) -> str:
    from rich.console import Console

    from ..report.assessment_console import print_assessment

    console = Console()
    with console.capture() as drawn:
        for name, assessment in found:
            print_assessment(assessment, console, "" if single else name)
    return drawn.get()
