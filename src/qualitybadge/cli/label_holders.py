"""`qualitybadge label holders`: who holds a label, as a plain list or as the W3C drafts it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..errors import InputError
from ..keys import PublicKey
from .faults import naming
from .files import READABLE
from .keys import read_public
from .labels import HISTORY, METHOD, PROFILE, SCHEME_FILE, STORE, authority_from, label_from
from .terminal import note, say


@dataclass(frozen=True, slots=True)
class _PublicSide:
    """A key that shows what it signed and signs nothing: a plain list needs no more."""

    public_key: PublicKey

    def sign(self, message: bytes) -> bytes:  # noqa: ARG002 - protocol
        raise InputError("only the private key signs", code="USAGE", hint="name it with --key")


@click.command("holders")
@click.argument("labels", nargs=-1, required=True, type=READABLE)
@SCHEME_FILE
@click.option(
    "--key",
    required=True,
    type=READABLE,
    help="The authority's key: PEM or JWK. The public one will do, but for a list that is signed.",
)
@PROFILE
@METHOD
@HISTORY
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
    signs = options["version"] is not None
    authority = authority_from(options, options["status_list"], None if signs else _public(options["key"]))
    listed = holders(authority, [label_from(path) for path in labels])
    if not signs:
        say(listed.to_json())
        return 0
    say(recognized_entities(listed, authority.issuer, url=options["url"], version=options["version"]))
    note(f"It must answer at {options['url']}")
    return 0


def _public(file: Path) -> _PublicSide:
    with naming("--key"):
        return _PublicSide(read_public(file))
