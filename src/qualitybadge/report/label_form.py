"""The form of an application in Markdown: to print and fill in. A stranger's scheme is only text."""

from __future__ import annotations

from collections.abc import Iterator

from ..quality.label.scheme import LabelScheme
from ..quality.label.schemeparts import Item, Mark
from .escaping import legible

_LINE = "________________"


def application_form(scheme: LabelScheme) -> str:
    """Return a form in Markdown: to print, to fill in and to talk about before the dialogue is begun."""
    return "\n".join(_lines(scheme)) + "\n"


def _lines(scheme: LabelScheme) -> Iterator[str]:
    yield f"# Application: {legible(scheme.name)}"
    yield from ("", f"Scheme {legible(scheme.id)}, version {legible(scheme.version)}.")
    if scheme.unknown:
        yield from ("", "What is not known of this scheme, and so not in this form:", "")
        yield from (f"- {legible(text)}" for text in scheme.unknown.values())
    yield from ("", "## Organisation", "")
    for label in (
        "Name",
        "Id of the issuer profile, as your badges name it",
        "Other ids that your badges name",
        "Country (two letters)",
        "Languages",
        "Web address",
    ):
        yield f"- {label}: {_LINE}"
    yield from _formal(scheme)
    yield from _statements(scheme)
    yield from _indicators(scheme)
    yield from _parts(scheme)
    yield from ("", "## Handing in", "", f"- Day: {_LINE}")


def _formal(scheme: LabelScheme) -> Iterator[str]:
    if not scheme.formal:
        return
    yield from ("", "## Formal criteria", "")
    for one in scheme.formal:
        yield f"- [ ] **{legible(one.id)}** {legible(one.title)}"
        if one.explainable:
            yield f"  - if not yet, why: {_LINE}"


def _statements(scheme: LabelScheme) -> Iterator[str]:
    yield from ("", "## Statements")
    for item in scheme.asked:
        yield from ("", f"### {legible(item.id)}: {legible(item.statement)}", "", f"*{_demand(item)}*", "")
        yield f"- Answer: {_LINE}"
        yield f"- Evidence ({legible(item.evidence)}): {_LINE}"
        if scheme.scale is not None:
            yield f"- Level that you claim ({_scale(scheme)}; may stay empty): {_LINE}"
        yield f"- Day and role of whoever answers: {_LINE}"


def _scale(scheme: LabelScheme) -> str:
    lowest, highest = (scheme.figures[name] for name in ("scale_lowest", "scale_highest"))
    proposed = Mark.PROPOSAL in (lowest.origin.mark, highest.origin.mark)
    words = f"{lowest.value} to {highest.value}"
    return f"{words}, a scale that is only proposed" if proposed else words


def _demand(item: Item) -> str:
    criteria = f" ({legible(', '.join(item.criteria))})" if item.criteria else ""
    words = {
        "mandatory": "The label needs it",
        "recommended": "Recommended",
        "likely": "Likely to be asked; inferred",
        "good-practice": "Good practice",
        "optional": "Optional",
    }
    checked = f" A part of it is checked by: {legible(item.checked_by)}." if item.checked_by else ""
    return f"{words[item.demand.value]}{criteria}.{checked}"


def _indicators(scheme: LabelScheme) -> Iterator[str]:
    if not scheme.indicators:
        return
    share = scheme.indicator_share
    yield from ("", "## Indicators", "")
    if share is not None:
        yield from (f"At least {share:.0%} of them must be checked.", "")
    yield from (f"- [ ] **{legible(one.id)}** {legible(one.title)}" for one in scheme.indicators)


def _parts(scheme: LabelScheme) -> Iterator[str]:
    """Write the parts beside the answers."""
    samples = f" (at least {scheme.samples_least})" if scheme.samples_least else ""
    months = f" Badges must have been used for {scheme.months_of_use} months." if scheme.months_of_use else ""
    years = f" over {scheme.plan_years} years" if scheme.plan_years else ""
    yield from (
        "",
        "## Badges issued so far",
        "",
        f"First and latest badge, and how many there are.{months}",
        "",
    )
    yield from (f"- First: {_LINE}", f"- Latest: {_LINE}", f"- Number: {_LINE}")
    yield from ("", f"## Sample badges{samples}", "", f"- File: {_LINE}", f"- File: {_LINE}")
    if scheme.training:
        yield from ("", "## Training badges", "")
        for training in scheme.training:
            demand = "" if training.mandatory else " (recommended)"
            yield f"- {legible(training.title)}{demand}, file: {_LINE}"
    yield from ("", f"## Plan{years}", "", f"- Role that answers for it: {_LINE}", "")
    yield from ("| Measure | Who | From | To |", "|---|---|---|---|", "| | | | |", "| | | | |")
    yield from ("", "## Statement of adherence", "")
    yield f"- We adhere to the values of the scheme (text, day, role): {_LINE}"
