"""`qualitybadge label check`: what an application lacks. Decides about no label."""

from __future__ import annotations

from collections.abc import Mapping
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
    from ..quality.label.applicationcheck import page_words

    words = page_words(language)
    lines = [_figures(check, words)]
    for name, rows in (
        ("missing", check.missing),
        ("inconsistent", check.inconsistent),
        ("open", check.open_items),
    ):
        if rows:
            lines += ["", f"{words[name]}:"]
            lines += [f"  {inert(one.advice(language))}  [{inert(one.pointer)}]" for one in rows]
    lines += ["", words["complete" if check.complete else "incomplete"]]
    return "\n".join(lines) + "\n"


def _figures(check: ApplicationCheck, words: Mapping[str, str]) -> str:
    figures = check.figures
    counted = {
        "formal": (figures.formal_met, figures.formal),
        "answered": (figures.answered, figures.asked),
        "samples": (figures.samples_ready, figures.samples),
    }
    parts = [words[name].format(met=met, of=whole) for name, (met, whole) in counted.items()]
    if figures.indicator_share is not None:
        needed = figures.indicator_needed
        more = "" if needed is None else words["needed"].format(share=f"{needed:.0%}")
        parts.append(words["indicators"].format(share=f"{figures.indicator_share:.0%}") + more)
    return "; ".join(parts)
