"""`qualitybadge upgrade`: a badge of 2.0 or before, verified and brought forward to 3.0."""

from __future__ import annotations

from typing import Any

import click

from ..issue.convert import Loss, Upgrade, upgrade
from ..issue.convert_asked import require_assertion
from ..issue.issuer import Issuer
from ..issue.ob2 import Ob2Issuer
from ..issue.usage import JWT, PROOFS, SELECTIVE
from ..model.document import Kind
from ..outcome import Verdict
from ..report.inert import inert
from ..verify.verifier import Verifier
from ..wire import image as images
from ..wire import strictjson
from .faults import naming
from .files import (
    READABLE,
    WRITABLE,
    json_object,
    json_option,
    read,
    require_free,
    require_same_format,
    write_new,
)
from .hosted import HOSTED, fetcher_from
from .keys import read_pair
from .terminal import EXIT_INDETERMINATE, EXIT_INVALID, note, say
from .terms import ACCEPT, COMPATIBLE, OFFLINE, RECIPIENT, belongs_to, policy_from
from .verify import source_of
from .words import accepting

_EXIT = {Verdict.INVALID: EXIT_INVALID, Verdict.INDETERMINATE: EXIT_INDETERMINATE}
_UNKNOWN = (Kind.UNKNOWN, Kind.UNREADABLE, Kind.WITHDRAWN)
_PROOFS = [name for name in PROOFS if name != SELECTIVE]


@click.command("upgrade")
@click.argument("source")
@OFFLINE
@COMPATIBLE
@ACCEPT
@RECIPIENT
@HOSTED
@click.option("--key", type=READABLE, help="Private key that signs: PEM or JWK; without it: a draft.")
@click.option("--profile", type=READABLE, help="The signing issuer's Profile as JSON.")
@click.option(
    "--ob2-profile",
    type=READABLE,
    help="The signing issuer's own Profile of 2.0 as JSON: its badges are issued again.",
)
@click.option("--method", help="Verification method URL, such as did:web:academy.example#key-1.")
@click.option("--proof", type=click.Choice(_PROOFS), help="Default: what fits the key.")
@click.option("--image", type=READABLE, help="PNG or SVG to bake the new badge into.")
@click.option("--out", type=WRITABLE, help="Where to write; a draft goes to standard output without it.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(source: str, **options: Any) -> int:
    """Bring SOURCE, a badge of Open Badges 2.0 or before, forward to 3.0.

    It is verified first, and only a valid one is upgraded. What cannot be carried is listed.
    """
    _require_sense(options)
    issuer = _issuer(options)
    fetcher = fetcher_from(options["hosted"], offline=options["offline"])
    verifier = Verifier(policy_from(options), fetcher=fetcher)
    report = verifier.verify(source_of(source), recipient=belongs_to(options))
    if report.kind not in _UNKNOWN:
        require_assertion(report)
    if report.verdict is not Verdict.VALID:
        note(f"Not upgraded. {inert(report.summary, longest=1000)}")
        if report.kind is Kind.UNKNOWN:
            note("Hint: name the badge itself: an assertion, an image with one, or its address")
        if report.relaxations:
            note(f"To accept this: {accepting(report.relaxations)}")
        return _EXIT[report.verdict]
    result = upgrade(report, issuer=issuer, proof=options["proof"])
    _write(result, options)
    _list("Not carried", result.losses)
    _list("Carried, but", result.notes)
    return 0


def _require_sense(options: dict[str, Any]) -> None:
    """Refuse options that cannot work together, before anything is fetched.

    Raises:
        click.UsageError: they cannot, or nothing can be written there.
    """
    signing = options["key"] is not None
    if signing != (options["profile"] is not None):
        raise click.UsageError("--key and --profile go together: who signs, and with what")
    needing = ("ob2_profile", "method", "proof", "image")
    if not signing and any(options[name] for name in needing):
        named = ", ".join(f"--{name.replace('_', '-')}" for name in needing)
        raise click.UsageError(f"{named} need a signer: add --key and --profile")
    if signing and options["out"] is None:
        raise click.UsageError("say with --out where the signed badge goes")
    if options["out"] is not None:
        require_free(options["out"], force=options["force"])
        require_same_format(options["image"], options["out"])


def _issuer(options: dict[str, Any]) -> Issuer | Ob2Issuer | None:
    if options["key"] is None:
        return None
    profile = json_option("--profile", options["profile"])
    key = read_pair(options["key"])
    with naming():
        issuer = Issuer(profile, key, method=options["method"])
    if options["ob2_profile"] is None:
        return issuer
    with naming("--ob2-profile"):
        return issuer.ob2(json_object(read(options["ob2_profile"]), options["ob2_profile"]))


def _write(result: Upgrade, options: dict[str, Any]) -> None:
    content, out = _content(result, options), options["out"]
    if out is None:
        say(content.decode("utf-8") + "\n")
        return
    write_new(out, content, force=options["force"])
    say(f"{result.credential['id']}\n")
    note(f"Written to {out}{' without a signature' if result.badge is None else ''}.")


def _content(result: Upgrade, options: dict[str, Any]) -> bytes:
    badge, image = result.badge, options["image"]
    if badge is None:
        return strictjson.dumps(result.credential)
    text = badge.to_jwt() if options["proof"] == JWT or badge.document is None else badge.to_json()
    return text.encode("utf-8") if image is None else images.bake(read(image), text)


def _list(heading: str, entries: tuple[Loss, ...]) -> None:
    for entry in entries:
        note(f"{heading} {inert(entry.pointer) or 'the badge'}: {inert(entry.reason)}")
