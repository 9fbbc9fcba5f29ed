"""A report as HTML: escaped text only, no links, no images, no script, under a content security policy."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..outcome import Verdict
from ..verify.policy import RELAXATIONS
from ..verify.result import Report
from .facts import MARKS, TRUST_WORDS, VERDICT_WORDS, facts_of, inert

if TYPE_CHECKING:
    from jinja2 import Template

_TONES = {Verdict.VALID: "good", Verdict.INVALID: "bad", Verdict.INDETERMINATE: "open"}


def to_html(report: Report, *, whole_page: bool) -> str:
    """Return a page, or the fragment that a notebook shows."""
    return _template().render(
        whole_page=whole_page,
        report=report,
        tone=_TONES[report.verdict],
        verdict_words=VERDICT_WORDS[report.verdict],
        trust_words=TRUST_WORDS[report.trust],
        facts=facts_of(report),
        rows=[
            {
                "mark": MARKS[check.outcome],
                "outcome": check.outcome.value,
                "id": check.id,
                "required": check.required,
                "message": inert(check.message),
                "pointer": inert(check.pointer),
                "code": check.problem.code if check.problem else "",
                "advice": inert(check.advice) if check.problem else "",
                "spec": check.spec,
            }
            for check in report.checks
        ],
        relaxations=[(name, RELAXATIONS[name]) for name in report.relaxations],
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    source = (Path(__file__).parent / "templates" / "report.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)
