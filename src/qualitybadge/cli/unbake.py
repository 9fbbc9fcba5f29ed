"""`qualitybadge unbake`: take the credential out of an image, unverified."""

from __future__ import annotations

from pathlib import Path

import click

from ..wire import image as images
from .output import write_new


@click.command("unbake")
@click.argument("image", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; default: print."
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(image: Path, *, out: Path | None, force: bool) -> int:
    """Print or write the credential in IMAGE (PNG or SVG) as it stands; nothing is verified."""
    carried = images.unbake(image.read_bytes())
    if out is None:
        click.echo(carried.content)
    else:
        write_new(out, carried.content.encode("utf-8"), force=force)
    return 0
