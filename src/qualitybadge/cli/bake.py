"""`qualitybadge bake`: put a credential into an image."""

from __future__ import annotations

from pathlib import Path

import click

from ..wire import image as images
from .output import write_new


@click.command("bake")
@click.argument("image", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("credential", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(image: Path, credential: Path, *, out: Path, force: bool) -> int:
    """Put CREDENTIAL (JSON or JWT file) into IMAGE (PNG or SVG); an earlier credential is replaced."""
    content = credential.read_bytes().decode("utf-8", "strict") if credential else ""
    write_new(out, images.bake(image.read_bytes(), content.strip()), force=force)
    return 0
