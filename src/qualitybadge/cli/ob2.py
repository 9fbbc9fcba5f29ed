"""`qualitybadge ob2`: issue, publish and revoke badges of Open Badges 2.0. Fetches nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click

from ..errors import InputError, IssueError
from ..issue.ob2 import ALGORITHMS, USUAL, Ob2Issuer
from ..issue.ob2_draft import Ob2Details, require_ob2_details
from ..issue.publication import Publication
from ..issue.usage import together
from ..model.document import Kind, kind_of
from ..report.inert import inert
from ..wire import image as images
from ..wire import png, svg
from .details import read_details
from .faults import naming
from .files import READABLE, WRITABLE, json_option, read, require_free, require_same_format, write_new
from .keys import read_pair
from .recipient import OB2_TYPES, ob2_recipient_from
from .terminal import note, say

_FOLDER = click.Path(file_okay=False, path_type=Path)
_DATES = ("issued_on", "expires")
_PROFILE = click.option(
    "--profile", required=True, type=READABLE, help="The issuer's Profile of 2.0 as JSON."
)
_SITE = click.option("--folder", required=True, type=_FOLDER, help="Folder to write: the root of the host.")
_STANDING = click.option(
    "--folder", required=True, type=_FOLDER, help="Folder into which it was published: the root of the host."
)
_FORCE = click.option("--force", is_flag=True, help="Replace files that others made or changed.")


@click.group("ob2")
def command() -> None:
    """Issue, publish and revoke badges of Open Badges 2.0, hosted or signed."""


@command.command("issue")
@_PROFILE
@click.option("--badge-class", required=True, type=READABLE, help="The BadgeClass as JSON.")
@click.option(
    "--recipient",
    required=True,
    metavar="EMAIL|URL|DID|TYPE=ID",
    help=f"Who it is for, TYPE one of {', '.join(OB2_TYPES)}; all but a DID is hashed.",
)
@click.option("--hosted-at", metavar="URL", help="Host it: the https address of the assertion.")
@click.option("--key", type=READABLE, help="Sign it instead, with this private key: PEM or JWK, RSA.")
@click.option("--algorithm", type=click.Choice(ALGORITHMS), help="Sign with another key than RSA.")
@click.option("--details", type=READABLE, help="More about the award as JSON, such as evidence or expires.")
@click.option("--image", type=READABLE, help="PNG or SVG to bake the badge into.")
@_SITE
@click.option("--out", type=WRITABLE, help="Where to write the badge for its recipient.")
@_FORCE
def issue(**options: Any) -> int:
    """Issue one badge and publish what others need to verify it; it is verified before."""
    out, image, signed = options["out"], options["image"], options["key"] is not None
    _require_sense(options, signed=signed)
    recipient = ob2_recipient_from(options["recipient"])
    details = _details(options["details"], options["algorithm"])
    issuer = _issuer(options["profile"], options["key"])
    if signed:
        issuer.require_algorithm(details.get("algorithm", USUAL))
    if out is not None:
        require_same_format(image, out)
    badge_class = json_option("--badge-class", options["badge_class"])
    badge = issuer.issue(badge_class, recipient, hosted_at=options["hosted_at"], signed=signed, **details)
    content = badge.to_jws() if signed else badge.to_json()
    baked = content.encode("utf-8") if image is None else badge.bake(read(image))
    _tell(issuer.publish(options["folder"], badge, overwrite=options["force"]))
    if out is not None:
        write_new(out, baked, force=options["force"])
        note(f"Written to {out}.")
    for address in badge.endorsements:
        note(f"Nobody can determine it before the endorsement stands at {inert(address)}")
    say(f"{badge.id}\n")
    return 0


def _require_sense(options: dict[str, Any], *, signed: bool) -> None:
    """Refuse options that cannot work together, before a key is asked for its pass phrase.

    Raises:
        click.UsageError: they cannot, or nothing can be written there.
    """
    out = options["out"]
    if (options["hosted_at"] is not None) == signed:
        raise click.UsageError("a badge is hosted or signed: give --hosted-at URL or --key FILE")
    if out is None and (signed or options["image"] is not None):
        raise click.UsageError("--out says where to write the badge")
    _require_apart(options["key"], options["folder"])
    if out is not None:
        require_free(out, force=options["force"])


@command.command("publish")
@_PROFILE
@click.option("--key", type=READABLE, help="Key that signs badges, to publish: PEM or JWK.")
@click.option("--forget-keys", is_flag=True, help="Take older keys out: what they signed is valid no longer.")
@_SITE
@_FORCE
def publish(*, profile: Path, key: Path | None, folder: Path, forget_keys: bool, force: bool) -> int:
    """Write the Profile, and with a key that and the list of revoked badges."""
    _require_apart(key, folder)
    _tell(_issuer(profile, key).publish(folder, overwrite=force, forget_keys=forget_keys))
    return 0


@command.command("revoke")
@click.argument("badge")
@_PROFILE
@click.option("--reason", default="", help="Why; everybody can read it.")
@_STANDING
@_FORCE
def revoke(badge: str, *, profile: Path, reason: str, folder: Path, force: bool) -> int:
    """Revoke BADGE for good: the file of a badge, its https address, or the urn: of a signed one."""
    issuer = _issuer(profile, None)
    identity, signed = _identity(badge)
    publication = issuer.revoke(folder, identity, reason=reason, signed=signed, overwrite=force)
    _tell(publication)
    for file in publication.files:
        if file.status != _OK:
            note(f"Let the server answer {file.status} at {file.url}; see hosting.json")
    return 0


_OK = 200
_REVOCABLE = (Kind.OB2_ASSERTION, Kind.OB1_ASSERTION, Kind.UNKNOWN)


def _issuer(profile: Path, key: Path | None) -> Ob2Issuer:
    described, pair = json_option("--profile", profile), None if key is None else read_pair(key)
    with naming("--profile"):
        return Ob2Issuer(described, pair)


def _require_apart(key: Path | None, folder: Path) -> None:
    """Refuse a key file that everybody could read.

    Raises:
        click.UsageError: it lies in the folder.
    """
    if key is not None and key.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError(
            f"the key file {key} lies in the folder that everybody can read; move it first"
        )


def _details(file: Path | None, algorithm: str | None) -> Ob2Details:
    """Return what is said about the award beyond badge class and recipient; dates in the file are texts.

    Raises:
        click.UsageError: something is said twice.
        InputError: the file holds no JSON object, or what cannot be a detail; every fault is named.
    """
    given, faults = read_details(file, _DATES)
    with naming("--details"):
        try:
            require_ob2_details(given)
        except IssueError as error:
            faults += (error,)
        if faults:
            raise together(faults)
    if algorithm is not None:
        given["algorithm"] = algorithm
    return cast("Ob2Details", given)


def _identity(badge: str) -> tuple[str, bool | None]:
    """Return the id of a badge that a person named by it, or by a file, unverified; and whether it is signed.

    Raises:
        IssueError: there is no such file, or what it holds is revoked in another way.
        InputError: the file holds no badge with an id.
    """
    if badge.startswith(("https:", "urn:")):
        return badge, None
    path = Path(badge)
    if not path.is_file():
        raise IssueError(
            f"there is no file {badge!r:.200}",
            code="FILE",
            hint="name a badge's file, its address or its urn:",
        )
    content = read(path)
    is_image = png.is_png(content) or svg.is_svg(content)
    text = images.unbake(content).content if is_image else content.decode("utf-8", "replace").strip()
    document = images.document_in(text)
    _require_assertion(document, path.name)
    identity = document.get("id") if isinstance(document, dict) else None
    if not isinstance(identity, str):
        raise InputError(f"{badge!r:.200} is no badge of 2.0: it has no id", code="NOT_A_BADGE")
    return identity, not text.startswith("{")


def _require_assertion(document: Any, name: str) -> None:
    """Refuse what is known to be something else than a badge of 2.0 or before.

    Raises:
        IssueError: it is (USAGE).
    """
    kind = kind_of(document.get("vc", document) if isinstance(document, dict) else document)
    if kind in _REVOCABLE:
        return
    of_3 = kind is Kind.BADGE
    what = "a badge of 3.0" if of_3 else kind.value
    raise IssueError(
        f"{name!r:.200} is {what}, and no badge of 2.0",
        code="USAGE",
        hint="see qualitybadge status revoke" if of_3 else "name the file of a badge: an assertion",
    )


def _tell(publication: Publication) -> None:
    for path in publication.written:
        note(f"Written: {path}")
    for path in publication.removed:
        note(f"Removed: {path}")
    for text in publication.notes:
        note(f"Note: {inert(text)}")
    if not publication.written and not publication.removed and not publication.notes:
        note("Everything stands there already.")
