"""`qualitybadge issue`: a badge from a key, a profile, an achievement and a recipient."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ..issue.draft import Details
from ..issue.issuer import JWT, Issuer
from ..wire import image as images
from ..wire import strictjson
from .keys import read_pair
from .output import write_new
from .verify import recipient_from

_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("issue")
@click.option("--key", required=True, type=_File, help="Private key: PEM or JWK.")
@click.option("--profile", required=True, type=_File, help="The issuer's Profile as JSON.")
@click.option("--achievement", required=True, type=_File, help="The Achievement as JSON.")
@click.option(
    "--recipient", required=True, metavar="EMAIL|DID|ID", help="Who it is for; an address is hashed."
)
@click.option("--method", help="Verification method URL, such as did:web:academy.example#key-1.")
@click.option("--proof", help="A cryptosuite, or vc-jwt; default: what fits the key.")
@click.option("--valid-until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of validity, UTC.")
@click.option("--image", type=_File, help="PNG or SVG to bake the badge into.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(**options: Any) -> int:
    """Issue one badge; it is verified before it is written."""
    details: Details = {}
    if options["valid_until"] is not None:
        details["valid_until"] = datetime.combine(options["valid_until"], datetime.max.time(), UTC).replace(
            microsecond=0
        )
    issuer = Issuer(_read(options["profile"]), read_pair(options["key"]), method=options["method"])
    recipient = recipient_from(options["recipient"], hashed=True)
    badge = issuer.issue(_read(options["achievement"]), recipient, proof=options["proof"], **details)
    content = badge.to_jwt() if options["proof"] == JWT or badge.document is None else badge.to_json()
    signed = content.encode("utf-8")
    if options["image"] is not None:
        signed = images.bake(options["image"].read_bytes(), content)
    write_new(options["out"], signed, force=options["force"])
    click.echo(f"{badge.id} written to {options['out']}")
    for url in issuer.trust_artefacts():
        click.echo(f"publish the key document at {url}", err=True)
    return 0


def _read(file: Path) -> dict[str, Any]:
    value = strictjson.loads(file.read_bytes())
    if not isinstance(value, dict):
        raise click.UsageError(f"{file} holds no JSON object")
    return value
