"""`qualitybadge label apply`: fill in an application question by question, or print a form. Sends nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .files import WRITABLE, write_new
from .hosted import FETCH, HOSTED, fetcher_if_asked
from .label_options import LANGUAGE, scheme_option
from .terminal import EXIT_INVALID, EXIT_VALID, note, say

if TYPE_CHECKING:
    from ..fetcher import Fetcher
    from ..quality.label.scheme import LabelScheme


@click.command("apply")
@click.option("--scheme", required=True, metavar="NAME|FILE", help="A built-in scheme, or a TOML file.")
@click.option("--out", type=WRITABLE, help="The application: a new file, or one to go on with.")
@click.option("--resume", is_flag=True, help="Go on with --out; refused where there is no such file.")
@click.option("--template", is_flag=True, help="Print an empty application as JSON instead of asking.")
@click.option("--markdown", is_flag=True, help="Print a form as Markdown instead of asking.")
@FETCH
@HOSTED
@LANGUAGE
def command(scheme: str, *, out: Path | None, language: str, hosted: tuple[Path, ...], **flags: bool) -> int:
    """Fill in an application, question by question.

    Every answer is on the disk before the next question is asked: stop whenever you like, and call it again
    with the same --out to go on. What is answered is not asked again; an empty answer leaves it open.

    Exit codes: 0 complete, 1 not complete, 64 wrong usage.
    """
    if flags["template"] or flags["markdown"]:
        if (flags["template"] and flags["markdown"]) or flags["resume"]:
            raise click.UsageError("--template, --markdown and --resume exclude each other")
        return _print_form(scheme_option(scheme), out, as_json=flags["template"])
    if out is None:
        raise click.UsageError("name the file of the application: --out application.json")
    if flags["resume"] and not out.is_file():
        raise click.UsageError(f"there is no file {str(out)!r} to go on with")
    fetcher = fetcher_if_asked(hosted, fetch=flags["fetch"])
    return _ask(scheme_option(scheme), out, fetcher=fetcher, language=language)


def _print_form(scheme: LabelScheme, out: Path | None, *, as_json: bool) -> int:
    from ..quality.label.form import template
    from ..report.label_form import application_form

    text = template(scheme) if as_json else application_form(scheme)
    if out is None:
        say(text)
    else:
        write_new(out, text.encode("utf-8"), force=False)
    return EXIT_VALID


def _ask(scheme: LabelScheme, out: Path, *, fetcher: Fetcher | None, language: str) -> int:
    from ..quality.label.application import Application
    from ..quality.label.applicationfile import require_own, save_application
    from .label_check import text_of
    from .label_questions import Dialogue, ask_everything

    application = Application.begin(scheme)
    if out.exists():
        application = require_own(out, application)
        note(f"Going on with {out}.")
    elif not out.resolve().parent.is_dir():
        raise click.UsageError(f"there is no directory {str(out.parent)!r}; make it first")
    dialogue = Dialogue(
        scheme, application, lambda now: save_application(out, now), fetcher=fetcher, language=language
    )
    try:
        ask_everything(dialogue)
    except click.exceptions.Abort:
        note(f"\nWhat was answered is kept in {out}; call the same again to go on.")
        raise
    check = dialogue.application.check(scheme)
    say(text_of(check, language))
    return EXIT_VALID if check.complete else EXIT_INVALID
