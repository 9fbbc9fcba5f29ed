"""`qualitybadge label check`: what an application lacks. Decides about no label."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..report.inert import inert
from .files import READABLE
from .hosted import FETCH, HOSTED
from .label_options import FILES, LANGUAGE, SCHEME, checked, read_application, scheme_of
from .terminal import EXIT_INVALID, EXIT_VALID, say

if TYPE_CHECKING:
    from ..quality.label.applicationcheck import ApplicationCheck

_HEADINGS = {
    "missing": "Missing",
    "inconsistent": "Does not fit",
    "open_items": "For a person to look at",
}


@click.command("check")
@click.argument("application", type=READABLE)
@SCHEME
@FILES
@FETCH
@HOSTED
@click.option("--json", "as_json", is_flag=True, help="Print the check as JSON.")
@LANGUAGE
def command(application: Path, *, as_json: bool, language: str, **options: Any) -> int:
    """Say what APPLICATION lacks and what in it does not fit.

    Exit codes: 0 complete, 1 not complete, 64 wrong usage.
    """
    found = read_application(application)
    check = checked(found, scheme_of(found, options["scheme"]), options)
    say(check.to_json(language) if as_json else text_of(check, language))
    return EXIT_VALID if check.complete else EXIT_INVALID


def text_of(check: ApplicationCheck, language: str = "en") -> str:
    """Return the check as lines for a person."""
    lines = [_figures(check)]
    for name, heading in _HEADINGS.items():
        rows = getattr(check, name)
        if rows:
            lines += ["", f"{heading}:"]
            lines += [f"  {inert(one.advice(language))}  [{inert(one.pointer)}]" for one in rows]
    lines += ["", "Complete." if check.complete else "Not complete."]
    return "\n".join(lines) + "\n"


def _figures(check: ApplicationCheck) -> str:
    figures = check.figures
    parts = [
        f"Formal criteria met: {figures.formal_met} of {figures.formal}",
        f"statements answered: {figures.answered} of {figures.asked}",
        f"sample badges ready: {figures.samples_ready} of {figures.samples}",
    ]
    if figures.indicator_share is not None:
        needed = "" if figures.indicator_needed is None else f" (needed: {figures.indicator_needed:.0%})"
        parts.append(f"indicators checked: {figures.indicator_share:.0%}{needed}")
    return "; ".join(parts)
