"""`qualitybadge assess`: are badges ready for recognition, and what is to mend first? Changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import QualityBadgeError
from .assessedpages import Named, page_of
from .files import require_free, write_new
from .quality_options import assessing, terms_from
from .terminal import EXIT_INDETERMINATE, EXIT_INVALID, EXIT_VALID, complain, is_terminal, note, say
from .verify import source_of

if TYPE_CHECKING:
    from ..quality.assess import Assessor
    from ..quality.assessment import Assessment, Readiness
    from ..quality.profile import Profile
    from ..quality.ruleset import RuleSet
    from ..quality.subject import Version

_FORMATS = ["table", "text", "markdown", "html", "json", "sarif"]
_WORST = (EXIT_VALID, EXIT_INDETERMINATE, EXIT_INVALID)


@click.command("assess")
@click.argument("sources", metavar="FILE...", nargs=-1)
@click.option(
    "--format",
    "page",
    type=click.Choice(_FORMATS),
    help="How to show it; default: a table on a terminal, else text. The JSON has a published schema, "
    "schemas/quality/assessment.schema.json; of several files it is a list.",
)
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="As a gate: 0 only where every essential rule passed and this share of the recommended ones is met "
    "(instead of 70).",
)
@click.option("--rules", "list_rules", is_flag=True, help="List the rules and assess nothing.")
@assessing
def command(
    sources: tuple[str, ...], *, page: str | None, fail_under: int | None, list_rules: bool, **options: Any
) -> int:
    """Tell what keeps each FILE from being recognised, and how to mend it.

    FILE is a badge, a draft, an achievement or a badge class; - is standard input, and an https URL
    needs --fetch.

    Exit codes: 0 ready, 1 not ready or no badge, 2 not determined or not obtained, 64 wrong usage, 70
    internal error; of several files the worst.
    """
    from ..quality.assess import Assessor

    terms = terms_from(options)
    if list_rules:
        say(_rules(terms["profile"], terms["ruleset"], terms["language"]))
        return EXIT_VALID
    _require_sources(sources, fetching=options["fetch"] or bool(options["hosted"]))
    out: Path | None = options["html"]
    if out is not None:
        require_free(out, force=options["force"])
    found, codes = _assessed(sources, Assessor(**terms), fail_under)
    if found:
        say(page_of(found, page or ("table" if is_terminal() else "text"), single=len(sources) == 1))
        if out is not None:
            write_new(out, page_of(found, "html", single=True).encode(), force=options["force"])
    return max(codes, key=_WORST.index)


def _require_sources(sources: tuple[str, ...], *, fetching: bool) -> None:
    """Refuse what nothing could be found out about.

    Raises:
        click.UsageError: nothing is named, or a web address that nobody may be asked for.
    """
    if not sources:
        raise click.UsageError("name a file to assess, or --rules to list the rules")
    if not fetching and any("://" in source for source in sources):
        raise click.UsageError("a web address needs --fetch, which allows to ask for it")


def _rules(profile: Profile, own: RuleSet | None, language: str) -> str:
    """Return the rules as lines: id, title and how much each counts by the profile."""
    from ..quality.ruleset import built_in

    ruleset = own or built_in()
    lines = [f"{ruleset.name} {ruleset.version}, {ruleset.word('profile', language)} {profile.name}"]
    for rule in ruleset.rules:
        versions: list[Version] = [version for version in ("2.0", "3.0") if version in rule.paths]
        levels = {profile.level(rule, version) for version in versions} or {rule.level}
        words = sorted(ruleset.word(level.value, language) for level in levels)
        lines.append(f"{rule.id}  {ruleset.message(rule.id, language).title} ({' / '.join(words)})")
    return "\n".join(lines) + "\n"


def _assessed(sources: tuple[str, ...], assessor: Assessor, percent: int | None) -> tuple[Named, list[int]]:
    """Return what was found of each file, and an exit code for each; what is no badge is complained of."""
    found: Named = []
    codes = []
    for source in sources:
        try:
            assessment = assessor.assess(source_of(source))
        except QualityBadgeError as error:
            if len(sources) > 1:
                note(f"{source}:")
            complain(error)
            codes.append(EXIT_INDETERMINATE if error.undetermined else EXIT_INVALID)
            continue
        found.append(("" if source == "-" else source, assessment))
        codes.append(_exit_code(_readiness(assessment, percent)))
    return found, codes


def _readiness(assessment: Assessment, percent: int | None) -> Readiness:
    from ..quality.assessment import readiness_of

    return assessment.readiness if percent is None else readiness_of(assessment.findings, percent)


def _exit_code(readiness: Readiness) -> int:
    return {"ready": EXIT_VALID, "not-ready": EXIT_INVALID, "not-determined": EXIT_INDETERMINATE}[
        readiness.value
    ]
