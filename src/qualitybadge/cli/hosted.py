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

FETCH = click.option(
    "--fetch", is_flag=True, help="Ask the network where it is needed; without it nothing is asked."
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


def fetcher_if_asked(folders: tuple[Path, ...], *, fetch: bool) -> Fetcher | None:
    """Return who answers for a command that asks nobody unless it is told to; None for nobody.

    Raises:
        InputError: a folder was not published into.
    """
    if not fetch:
        return fetcher_from(folders, offline=True) if folders else None
    fetcher = fetcher_from(folders, offline=False)
    if fetcher is not None:
        return fetcher
    from ..net.https import HttpsFetcher

    return HttpsFetcher()
