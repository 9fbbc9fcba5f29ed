"""`qualitybadge verify`: one source in, one report out, the verdict as exit code."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from ..fetcher import Fetcher, NoNetwork
from ..limits import DEFAULT_LIMITS
from ..model.identity import Recipient
from ..outcome import Verdict
from ..verify.policy import Policy
from ..verify.result import Report
from ..verify.verifier import Verifier
from .main import EXIT_INDETERMINATE, EXIT_INVALID, EXIT_VALID

_EXIT = {
    Verdict.VALID: EXIT_VALID,
    Verdict.INVALID: EXIT_INVALID,
    Verdict.INDETERMINATE: EXIT_INDETERMINATE,
}
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")


@click.command("verify")
@click.argument("source")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the report as JSON (schemas/quality/report.json)."
)
@click.option(
    "--format",
    "page",
    type=click.Choice(["table", "text", "markdown", "html"]),
    default="table",
    show_default=True,
)
@click.option("--offline", is_flag=True, help="Ask for nothing; what needs the network stays undetermined.")
@click.option("--compatible", is_flag=True, help="Accept what circulates; trust is lowered accordingly.")
@click.option("--recipient", metavar="EMAIL|DID|ID", help="Whose badge it must be.")
def command(
    source: str, *, as_json: bool, page: str, offline: bool, compatible: bool, recipient: str | None
) -> int:
    """Verify SOURCE: a badge file, an https URL, or - for standard input.

    Exit codes: 0 valid, 1 invalid, 2 could not be determined, 64 wrong usage, 70 internal error.
    """
    policy = Policy.compatible() if compatible else Policy()
    verifier = Verifier(policy, fetcher=_fetcher(offline=offline))
    report = verifier.verify(_source(source), recipient=recipient_from(recipient) if recipient else None)
    if as_json:
        click.echo(report.to_json())
    elif page == "table" and sys.stdout.isatty():
        from ..report.console import print_report

        print_report(report)
    else:
        click.echo(_page(report, page), nl=False)
    return _EXIT[report.verdict]


def recipient_from(text: str, *, hashed: bool = False) -> Recipient:
    """Read a recipient as a person types one: an address with @, a DID or other URI, or any identifier."""
    if "@" in text:
        return Recipient.email(text, hashed=hashed)
    if ":" in text:
        return Recipient.did(text)
    return Recipient.identifier(text, type="identifier", hashed=hashed)


def _page(report: Report, page: str) -> str:
    from ..report import render

    if page == "html":
        return render(report, "html")
    return render(report, "markdown" if page == "markdown" else "text")


def _fetcher(*, offline: bool) -> Fetcher:
    if offline:
        return NoNetwork()
    from ..net.https import HttpsFetcher

    return HttpsFetcher()


def _source(source: str) -> Path | str | bytes:
    if source == "-":
        return sys.stdin.buffer.read(DEFAULT_LIMITS.input_bytes + 1)
    if _URL.match(source):
        return source
    path = Path(source)
    if not path.is_file():
        raise click.UsageError(f"there is no file {source!r}")
    return path
