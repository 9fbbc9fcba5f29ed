"""`qualitybadge label holders`: who holds a label, as a plain list or as the W3C drafts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .files import READABLE
from .labels import KEY, METHOD, PROFILE, SCHEME_FILE, STORE, authority_from, label_from
from .terminal import note, say


@click.command("holders")
@click.argument("labels", nargs=-1, required=True, type=READABLE)
@SCHEME_FILE
@KEY
@PROFILE
@METHOD
@STORE
@click.option("--list", "status_list", required=True, metavar="URL", help="A status list of the authority.")
@click.option(
    "--recognized-entities",
    "version",
    metavar="VERSION",
    help="Sign a list of W3C Recognized Entities in this draft, such as WD-2026-08-02; experimental.",
)
@click.option("--url", help="Where that list will be hosted.")
def command(labels: tuple[Path, ...], **options: Any) -> int:
    """List who holds the LABELS now, and which are suspended, revoked or expired."""
    from ..quality.label.holders import holders, recognized_entities

    if (options["version"] is None) != (options["url"] is None):
        raise click.UsageError("--recognized-entities and --url belong together")
    authority = authority_from(options, options["status_list"])
    listed = holders(authority, [label_from(path) for path in labels])
    if options["version"] is None:
        say(listed.to_json())
        return 0
    say(recognized_entities(listed, authority.issuer, url=options["url"], version=options["version"]))
    note(f"It must answer at {options['url']}")
    return 0
