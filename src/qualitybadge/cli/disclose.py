"""`qualitybadge disclose`: take a part out of a holder's copy, for somebody to see. Verifies nothing."""

from __future__ import annotations

from pathlib import Path

import click

from .files import READABLE, WRITABLE, json_object, read, require_free, require_same_format, write_new
from .terminal import note, say


@click.command("disclose")
@click.argument("file", type=READABLE)
@click.option(
    "--pointer",
    "pointers",
    multiple=True,
    metavar="POINTER",
    help="JSON pointer to what to show, such as /credentialSubject/result/0; several times for several.",
)
@click.option("--out", type=WRITABLE, help="Where to write; default: print.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(file: Path, *, pointers: tuple[str, ...], out: Path | None, force: bool) -> int:
    """Show a part of FILE, the holder's copy of a badge signed with ecdsa-sd-2023.

    What the issuer made mandatory is always shown; without --pointer nothing else is.
    """
    if out is not None:
        require_free(out, force=force)
        require_same_format(None, out)
    from ..issue.badge import Badge

    shown = Badge.from_holder_copy(json_object(read(file), file)).disclose(pointers).to_json()
    if out is None:
        say(shown + "\n")
    else:
        write_new(out, shown.encode("utf-8"), force=force)
        note(f"Written to {out}. Keep {file} to yourself: it shows everything.")
    return 0
