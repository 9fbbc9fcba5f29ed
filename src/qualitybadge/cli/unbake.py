"""`qualitybadge unbake`: take the credential out of an image, unverified."""

from __future__ import annotations

from pathlib import Path

import click

from ..wire import image as images
from .files import READABLE, WRITABLE, read, require_free, write_new
from .terminal import is_terminal, say


@click.command("unbake")
@click.argument("image", type=READABLE)
@click.option("--out", type=WRITABLE, help="Where to write; default: print.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(image: Path, *, out: Path | None, force: bool) -> int:
    """Print or write the credential in IMAGE (PNG or SVG) as it stands; nothing is verified."""
    if out is not None:
        require_free(out, force=force)
    content = images.unbake(read(image)).content
    if out is not None:
        write_new(out, content.encode("utf-8"), force=force)
    elif is_terminal():
        say(_harmless(content) + "\n")
    else:
        say(content + "\n")
    return 0


def _harmless(content: str) -> str:
    """Return what may go to a terminal: a stranger wrote it, and a terminal obeys."""
    from ..report.inert import inert

    return "\n".join(inert(line, longest=len(content)) for line in content.splitlines())
