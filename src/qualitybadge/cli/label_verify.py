"""`qualitybadge label verify`: a label beside a badge, the state as exit code. Changes no verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from .hosted import HOSTED, fetcher_from
from .labeltrust import TRUST_LABEL, exit_code, verified_label
from .terminal import say
from .terms import OFFLINE
from .verify import source_of

if TYPE_CHECKING:
    from ..report import Format


@click.command("verify")
@click.argument("label")
@click.option("--badge", required=True, metavar="SOURCE", help="The badge of whose issuer it speaks.")
@TRUST_LABEL
@OFFLINE
@HOSTED
@click.option("--format", "page", type=click.Choice(["text", "markdown", "html", "json"]), default="text")
def command(label: str, *, badge: str, page: str, **options: Any) -> int:
    """Verify LABEL, a file or address, beside a badge.

    Exit codes: 0 labelled; 1 lapsed, revoked, suspended, untrusted or unverifiable; 2 not checked or none.
    """
    from ..report import render
    from ..verify.verifier import Verifier

    fetcher = fetcher_from(options["hosted"], offline=options["offline"])
    report = Verifier(fetcher=fetcher).verify(source_of(badge))
    found = verified_label(source_of(label), report, options, fetcher)
    say(render(found, cast("Format", page)).rstrip("\n") + "\n")
    return exit_code(found)
