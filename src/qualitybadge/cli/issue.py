"""`qualitybadge issue`: a badge from a key, a profile, an achievement and a recipient."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import click

from ..issue.draft import Details
from ..issue.issuer import Issuer
from ..issue.usage import JWT, PROOFS, SELECTIVE, together
from ..wire import image as images
from .details import read_details
from .faults import naming
from .files import READABLE, WRITABLE, json_option, read, require_free, require_same_format, write_new
from .keys import read_pair
from .recipient import recipient_from
from .terminal import note, say

_DATES = ("valid_from", "valid_until", "awarded_date", "activity_start_date", "activity_end_date")


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
@click.option("--proof", type=click.Choice(PROOFS), help="Default: what fits the key.")
@click.option("--valid-until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of validity, UTC.")
@click.option("--details", type=READABLE, help="More about the award as JSON, such as evidence or results.")
@click.option("--image", type=READABLE, help="PNG or SVG to bake the badge into.")
@click.option("--out", required=True, type=WRITABLE, help="Where to write.")
@click.option("--holder-copy", type=WRITABLE, help="Where to write what the holder discloses from later.")
@click.option("--mandatory", multiple=True, metavar="POINTER", help="What the holder cannot leave out.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(**options: Any) -> int:
    """Issue one badge; it is verified before it is written."""
    require_free(options["out"], force=options["force"])
    require_same_format(options["image"], options["out"])
    _require_holder_copy(options["holder_copy"], options["proof"], force=options["force"])
    recipient = recipient_from(options["recipient"], hashed=True)
    profile, achievement = (json_option(f"--{name}", options[name]) for name in ("profile", "achievement"))
    _require_unswapped(profile, achievement)
    details = _details(options["details"], options["valid_until"])
    key = read_pair(options["key"])
    with naming():
        issuer = Issuer(profile, key, method=options["method"])
    badge = issuer.issue(
        achievement, recipient, proof=options["proof"], mandatory=options["mandatory"], **details
    )
    content = badge.to_jwt() if options["proof"] == JWT or badge.document is None else badge.to_json()
    signed = content.encode("utf-8")
    if options["image"] is not None:
        signed = images.bake(read(options["image"]), content)
    write_new(options["out"], signed, force=options["force"])
    if badge.holder_copy is not None:
        write_new(options["holder_copy"], badge.to_holder_copy().encode("utf-8"), force=options["force"])
    say(f"{badge.id}\n")
    note(f"Written to {options['out']}.")
    if url := next(iter(issuer.trust_artefacts()), ""):
        note(f"Nobody can verify it before the key stands at {url}: qualitybadge publish writes the files")
    return 0


def _require_unswapped(profile: dict[str, Any], achievement: dict[str, Any]) -> None:
    """Refuse the two files the other way round.

    Raises:
        click.UsageError: they are.
    """
    if "criteria" in profile and "criteria" not in achievement:
        raise click.UsageError("--profile names an Achievement: --profile and --achievement are swapped")


def _require_holder_copy(file: Path | None, proof: str | None, *, force: bool) -> None:
    """Refuse selective disclosure without a copy to disclose from, and a copy of anything else.

    Raises:
        click.UsageError: it is so, or no file can be written there.
    """
    if (file is not None) != (proof == SELECTIVE):
        raise click.UsageError(f"--proof {SELECTIVE} and --holder-copy go together")
    if file is not None:
        require_free(file, force=force)


def _details(file: Path | None, last_day: datetime | None) -> Details:
    """Return what is said about the award beyond achievement and recipient; dates in the file are texts.

    Raises:
        click.UsageError: something is said twice.
        InputError: the file holds no JSON object, or a date in it is malformed.
    """
    given, faults = read_details(file, _DATES)
    if faults:
        with naming("--details"):
            raise together(faults)
    if last_day is not None:
        if "valid_until" in given:
            raise click.UsageError("--valid-until and valid_until in --details both say when validity ends")
        given["valid_until"] = last_day.replace(hour=23, minute=59, second=59, tzinfo=UTC)
    return cast("Details", given)  # unknown names are the issuer's to refuse
