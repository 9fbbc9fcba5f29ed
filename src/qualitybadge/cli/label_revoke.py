"""`qualitybadge label revoke`: for good. Publishes no list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..report.inert import inert
from .files import READABLE, WRITABLE
from .labels import (
    HISTORY,
    KEY,
    METHOD,
    PROFILE,
    SCHEME_FILE,
    STORE,
    authority_from,
    label_from,
    log_from,
    status_list_of,
)
from .terminal import note, say


def changing(function: Any) -> Any:
    """Add the argument and the options of what changes the status of a label."""
    options = (
        click.argument("label", type=READABLE),
        SCHEME_FILE,
        KEY,
        PROFILE,
        METHOD,
        HISTORY,
        STORE,
        click.option(
            "--log", "log_file", type=WRITABLE, help="The log of its application: recorded there, too."
        ),
        click.option("--reason", default="", help="Why; kept in store and log, and not published."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command("revoke")
@changing
def command(label: Path, **options: Any) -> int:
    """Revoke LABEL for good; verifiers see it once the status list is published again."""
    return change(label, "revoke", options)


def change(label: Path, what: str, options: dict[str, Any]) -> int:
    """Suspend, reinstate or revoke a label."""
    data = label_from(label)
    authority = authority_from(options, status_list_of(data, label))
    log = (
        None
        if options["log_file"] is None
        else log_from(options["log_file"], authority.issuer, authority.history)
    )
    for one in getattr(authority, what)(data, reason=options["reason"], log=log):
        final = ", revoked for good" if one.revoked else ""
        say(f"{one.name}  {inert(one.purpose)}: {one.value} ({inert(one.meaning)}){final}\n")
    note("Verifiers see it when the list is published: qualitybadge status publish")
    return 0
