"""`qualitybadge issue`: a badge from a key, a profile, an achievement and a recipient."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from ..issue.draft import Details
from ..issue.issuer import JWT, Issuer
from ..wire import image as images
from .files import READABLE, WRITABLE, json_object, read, require_free, write_new
from .keys import read_pair
from .recipient import recipient_from
from .terminal import note, say


@click.command("issue")
@click.option("--key", required=True, type=READABLE, help="Private key: PEM or JWK.")
@click.option("--profile", required=True, type=READABLE, help="The issuer's Profile as JSON.")
@click.option("--achievement", required=True, type=READABLE, help="The Achievement as JSON.")
@click.option(
    "--recipient",
    required=True,
    metavar="EMAIL|DID|TYPE=ID",
    help="Who it is for; all but a DID is hashed.",
)
@click.option("--method", help="Verification method URL, such as did:web:academy.example#key-1.")
@click.option("--proof", help="A cryptosuite, or vc-jwt; default: what fits the key.")
@click.option("--valid-until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of validity, UTC.")
@click.option("--image", type=READABLE, help="PNG or SVG to bake the badge into.")
@click.option("--out", required=True, type=WRITABLE, help="Where to write.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(**options: Any) -> int:
    """Issue one badge; it is verified before it is written."""
    require_free(options["out"], force=options["force"])
    recipient = recipient_from(options["recipient"], hashed=True)
    profile, achievement = (
        json_object(read(options[name]), options[name]) for name in ("profile", "achievement")
    )
    issuer = Issuer(profile, read_pair(options["key"]), method=options["method"])
    badge = issuer.issue(achievement, recipient, proof=options["proof"], **_details(options["valid_until"]))
    content = badge.to_jwt() if options["proof"] == JWT or badge.document is None else badge.to_json()
    signed = content.encode("utf-8")
    if options["image"] is not None:
        signed = images.bake(read(options["image"]), content)
    write_new(options["out"], signed, force=options["force"])
    say(f"{badge.id}\n")
    note(f"Written to {options['out']}.")
    for url in issuer.trust_artefacts():
        note(f"Nobody can verify it before the key stands at {url}")
        note("The document to put there: qualitybadge keys show KEYFILE --method METHOD")
    return 0


def _details(last_day: datetime | None) -> Details:
    if last_day is None:
        return {}
    return {"valid_until": last_day.replace(hour=23, minute=59, second=59, tzinfo=UTC)}
