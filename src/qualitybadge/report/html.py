"""A report as HTML: escaped text only, no links, no images, no script, under a content security policy."""

from __future__ import annotations

from ..outcome import Check, Verdict
from ..verify.policy import RELAXATIONS
from ..verify.result import Report
from ..wire import timestamps
from .enclosed import SIGNS, groups_of
from .facts import advice_of, decides, facts_of, mark_of, trust_words
from .headline import headline, reason, sentence
from .inert import inert
from .templates import template

_TONES = {Verdict.VALID: "good", Verdict.INVALID: "bad", Verdict.INDETERMINATE: "open"}


def to_html(report: Report, *, whole_page: bool) -> str:
    """Return a page, or the fragment that a notebook shows."""
    rows = [_row(check) for check in report.checks]
    return template("report.html").render(
        whole_page=whole_page,
        lang="en",
        title=f"{report.verdict.name}: {report.kind.value}",
        verdict=report.verdict.name,
        kind=report.kind.value,
        tone=_TONES[report.verdict],
        mark=SIGNS[report.verdict],
        headline=sentence(headline(report)),
        reason=reason(report),
        trust=report.trust.value,
        trust_words=trust_words(report),
        facts=facts_of(report),
        rows=rows,
        advised=any(row["code"] for row in rows),
        groups=groups_of(report),
        signs=SIGNS,
        tones=_TONES,
        relaxations=[(name, RELAXATIONS[name]) for name in report.relaxations],
        verified_at=timestamps.render(report.verified_at),
    )


def _row(check: Check) -> dict[str, str | bool]:
    return {
        "mark": mark_of(check),
        "outcome": check.outcome.value,
        "id": check.id,
        "decides": decides(check),
        "message": inert(check.message),
        "pointer": inert(check.pointer),
        "code": check.code,
        "advice": advice_of(check),
        "spec": inert(check.spec),
    }
