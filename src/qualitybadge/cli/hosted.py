"""Take published folders for the web that they will be; what no folder answers is the network's."""

from __future__ import annotations

from pathlib import Path

import click

from ..fetcher import Fetcher, NoNetwork, StaticFetcher
from .faults import naming

HOSTED = click.option(
    "--hosted",
    "hosted",
    metavar="FOLDER",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder that was published into: asked before the network, as if it were hosted. May be repeated.",
)


def fetcher_from(folders: tuple[Path, ...], *, offline: bool) -> Fetcher | None:
    """Return who answers; None for the network alone.

    Raises:
        InputError: a folder was not published into.
    """
    if not folders:
        return NoNetwork() if offline else None
    otherwise: Fetcher = NoNetwork()
    if not offline:
        from ..net.https import HttpsFetcher

        otherwise = HttpsFetcher()
    with naming("--hosted"):
        return StaticFetcher.from_folder(*folders, otherwise=otherwise)
