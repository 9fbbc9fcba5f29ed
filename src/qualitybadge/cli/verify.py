"""`qualitybadge verify`: one source in, one report out, the verdict as exit code."""

from __future__ import annotations

import os.path
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ..limits import DEFAULT_LIMITS
from ..outcome import Verdict
from ..verify.result import Report
from ..verify.verifier import Verifier
from .hosted import HOSTED, fetcher_from
from .labeltrust import TRUST_LABEL
from .terminal import EXIT_INDETERMINATE, EXIT_INVALID, EXIT_VALID, is_terminal, note, say
from .terms import ACCEPT, COMPATIBLE, OFFLINE, RECIPIENT, belongs_to, policy_from
from .trust import trust_from
from .words import accepting, spoken

if TYPE_CHECKING:
    from ..report import Format

_EXIT = {
    Verdict.VALID: EXIT_VALID,
    Verdict.INVALID: EXIT_INVALID,
    Verdict.INDETERMINATE: EXIT_INDETERMINATE,
}
_GRAVITY = (EXIT_VALID, EXIT_INDETERMINATE, EXIT_INVALID)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_CONTENT = re.compile(r"\s*\{|[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{20,}\s*$")
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/")
_FORMATS = ["table", "text", "markdown", "html", "json"]


@click.command("verify")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--format",
    "page",
    type=click.Choice(_FORMATS),
    help="How to show the report; default: a table on a terminal, else text. "
    "The JSON has a published schema, schemas/quality/report.schema.json.",
)
@OFFLINE
@COMPATIBLE
@ACCEPT
@RECIPIENT
@click.option(
    "--trust",
    metavar="DID|URL|FILE",
    multiple=True,
    help="An issuer you trust, or a TOML or JSON file of them; may be repeated. It shows in the trust, "
    "never in the verdict.",
)
@click.option("--challenge", help="The challenge you gave; the presentation must answer it.")
@click.option("--domain", help="Who you are; the presentation must have been made for you.")
@click.option(
    "--holder-is-subject",
    is_flag=True,
    help="Whoever presents a badge must be the one it is about, by the same id.",
)
@click.option("--require-endorsements", is_flag=True, help="Every endorsement must be VALID too.")
@HOSTED
@click.option("--label", metavar="SOURCE", help="A label to verify beside it; the badge's verdict stays.")
@TRUST_LABEL
def command(source: str, *, as_json: bool, page: str | None, **options: Any) -> int:
    """Verify SOURCE: a badge or presentation file, an https URL, or - for standard input.

    Exit codes: 0 valid, 1 invalid, 2 could not be determined, 64 wrong usage, 70 internal error. With a label
    and a valid badge: 0 labelled, 2 not checked or none, 1 any other state of the label.
    """
    if as_json and page not in (None, "json"):
        raise click.UsageError(f"--json and --format {page} contradict each other")
    beside = options["label"] is not None or bool(options["trust_label"])
    if beside and page == "html":
        raise click.UsageError("one page shows one report: use qualitybadge label verify --format html")
    verifier = _verifier(options)
    recipient = belongs_to(options)
    report = verifier.verify(source_of(source), recipient=recipient)
    page = "json" if as_json else page or _usual_page()
    if beside:
        return _with_label(report, page, options)
    _show(report, page)
    return _EXIT[report.verdict]


def _show(report: Report, page: str) -> None:
    say(_page(report, page))
    if page in ("table", "text") and report.relaxations:
        note(f"To accept this: {accepting(report.relaxations)}; whatever else circulates, too: --compatible")


def _with_label(report: Report, page: str, options: dict[str, Any]) -> int:
    """Show the report and what became of the label; the graver of both is the exit code."""
    from ..report import render
    from .labeltrust import exit_code, verified_label

    label = None if options["label"] is None else source_of(options["label"])
    fetcher = fetcher_from(options["hosted"], offline=options["offline"])
    found = verified_label(label, report, options, fetcher)
    if page == "json":
        say(f'{{"report": {render(report, "json").strip()},\n"label": {render(found, "json").strip()}}}\n')
    else:
        _show(report, page)
        form: Format = "markdown" if page == "markdown" else "text"
        say("\n" + render(found, form))
    return max(_EXIT[report.verdict], exit_code(found), key=_GRAVITY.index)


def _verifier(options: dict[str, Any]) -> Verifier:
    terms: dict[str, Any] = {name: options[name] for name in ("challenge", "domain")}
    terms["require_holder_is_subject"] = options["holder_is_subject"]
    terms["require_endorsements_valid"] = options["require_endorsements"]
    return Verifier(
        policy_from(options, **terms),
        fetcher=fetcher_from(options["hosted"], offline=options["offline"]),
        trust=trust_from(options["trust"]),
    )


def _usual_page() -> str:
    return "table" if is_terminal() else "text"


def _page(report: Report, page: str) -> str:
    if page == "table":
        return _table(spoken(report))
    if page == "text":
        from ..report.text import to_text

        return to_text(spoken(report), accepting)
    from ..report import render

    # click.Choice let no other word through; the data of a report is the same wherever it is made.
    text = render(report if page == "json" else spoken(report), cast("Format", page))
    return text if text.endswith("\n") else text + "\n"


def _table(report: Report) -> str:
    from rich.console import Console

    from ..report.console import print_report

    console = Console()
    with console.capture() as drawn:
        print_report(report, console, accepting)
    return drawn.get()


def source_of(source: str) -> Path | str | bytes:
    """Return what the argument names.

    Raises:
        click.UsageError: it names nothing that is there.
    """
    if source == "-":
        return _standard_input()
    if _URL.match(source):
        return source
    # These two answer False, not with an error, for whatever cannot be a file name.
    if os.path.isdir(source):  # noqa: PTH112
        raise click.UsageError(f"{source!r} is a directory; name the badge file in it")
    if os.path.exists(source):  # noqa: PTH110
        path = Path(source)
        return path if path.is_file() else _piped(path)
    if _CONTENT.match(source):
        raise click.UsageError(
            "this is a badge's text, not its file name; pipe it in: … | qualitybadge verify -"
        )
    hint = f"; for a web address write https://{source}" if _HOST.match(source) else "; check the path"
    raise click.UsageError(f"there is no file {source!r}{hint}")


def _piped(path: Path) -> bytes:
    """Return what comes out of a named pipe, which the library would not wait for; a person may."""
    with path.open("rb") as file:
        return file.read(DEFAULT_LIMITS.input_bytes + 1)


def _standard_input() -> bytes:
    """Return what stands in standard input, at most one byte more than the limits allow.

    Raises:
        click.UsageError: it is closed.
    """
    if sys.stdin is None:
        raise click.UsageError("standard input is closed; name a file instead of -")
    if sys.stdin.isatty():
        note("Reading the badge from the keyboard; end it with Ctrl-D.")
    return sys.stdin.buffer.read(DEFAULT_LIMITS.input_bytes + 1)
