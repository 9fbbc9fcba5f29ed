"""`qualitybadge assess-issuer`: the badges of an issuer together, from a folder. Judges no organisation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from .files import require_free, write_new
from .quality_options import assessing, terms_from
from .terminal import EXIT_VALID, is_terminal, say

if TYPE_CHECKING:
    from ..quality.portfolio import Portfolio
    from ..report import Format

_FORMATS = ["table", "text", "markdown", "html", "json"]


@click.command("assess-issuer")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format",
    "page",
    type=click.Choice(_FORMATS),
    help="How to show it; default: tables on a terminal, else text. The JSON has a published schema, "
    "schemas/quality/portfolio.schema.json.",
)
@click.option("--claimed", type=click.IntRange(0), metavar="N", help="How many of them were claimed.")
@click.option(
    "--revoked", type=click.IntRange(0), metavar="N", help="How many are revoked; else as their status tells."
)
@assessing
def command(
    folder: Path, *, page: str | None, claimed: int | None, revoked: int | None, **options: Any
) -> int:
    """Assess the badges in FOLDER and the folders below it together.

    Shown are the span of issuing, the share of badges that are ready for recognition, the faults that recur,
    and ids that are used twice. A file that cannot be read is named with the reason.

    Exit codes: 0 it could be done, whatever was found; 64 wrong usage, 70 internal error.
    """
    from ..quality.portfolio import assess_issuer

    terms = terms_from(options)
    out: Path | None = options["html"]
    if out is not None:
        require_free(out, force=options["force"])
    with _progress(folder) as progress:
        portfolio = assess_issuer(folder, claimed=claimed, revoked=revoked, progress=progress, **terms)
    say(_page(portfolio, page or ("table" if is_terminal() else "text")))
    if out is not None:
        from ..report import render

        write_new(out, render(portfolio, "html").encode(), force=options["force"])
    return EXIT_VALID


@contextmanager
def _progress(folder: Path) -> Iterator[Callable[[int], None] | None]:
    """Draw a bar on standard error while the badges are assessed; none where nobody sees it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    from ..quality.portfoliocount import badge_files

    total = sum(1 for _ in badge_files(folder))
    with Progress(console=Console(stderr=True), transient=True) as bar:
        row = bar.add_task("", total=total)
        yield lambda done: bar.update(row, completed=done)


def _page(portfolio: Portfolio, page: str) -> str:
    if page == "table":
        from rich.console import Console

        from ..report.portfolio_console import print_portfolio

        console = Console()
        with console.capture() as drawn:
            print_portfolio(portfolio, console)
        return drawn.get()
    from ..report import render

    text = render(portfolio, cast("Format", page))
    return text if text.endswith("\n") else text + "\n"
