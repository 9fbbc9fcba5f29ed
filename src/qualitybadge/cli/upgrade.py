"""`qualitybadge upgrade`: a badge of 2.0 or before, verified and brought forward to 3.0."""

from __future__ import annotations

from typing import Any

import click

from ..fetcher import Fetcher, NoNetwork
from ..issue.convert import Loss, Upgrade, upgrade
from ..issue.issuer import Issuer
from ..issue.usage import JWT, PROOFS, SELECTIVE
from ..outcome import Verdict
from ..report.inert import inert
from ..verify.policy import Policy
from ..verify.verifier import Verifier
from ..wire import image as images
from ..wire import strictjson
from .files import READABLE, WRITABLE, json_object, read, require_free, require_same_format, write_new
from .keys import read_pair
from .terminal import EXIT_INDETERMINATE, EXIT_INVALID, note, say
from .verify import source_of

_EXIT = {Verdict.INVALID: EXIT_INVALID, Verdict.INDETERMINATE: EXIT_INDETERMINATE}
_PROOFS = [name for name in PROOFS if name != SELECTIVE]


@click.command("upgrade")
@click.argument("source")
@click.option("--compatible", is_flag=True, help="Accept what circulates, such as plain http.")
@click.option("--offline", is_flag=True, help="Ask for nothing; a hosted badge stays undetermined.")
@click.option("--key", type=READABLE, help="Private key that signs: PEM or JWK; without it: a draft.")
@click.option("--profile", type=READABLE, help="The signing issuer's Profile as JSON.")
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
    policy = Policy.compatible() if options["compatible"] else Policy()
    fetcher: Fetcher | None = NoNetwork() if options["offline"] else None
    report = Verifier(policy, fetcher=fetcher).verify(source_of(source))
    if report.verdict is not Verdict.VALID:
        note(f"Not upgraded. {inert(report.summary, longest=1000)}")
        return _EXIT[report.verdict]
    result = upgrade(report, issuer=_issuer(options), proof=options["proof"])
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
    if not signing and any(options[name] for name in ("method", "proof", "image")):
        raise click.UsageError("--method, --proof and --image need a signer: add --key and --profile")
    if signing and options["out"] is None:
        raise click.UsageError("say with --out where the signed badge goes")
    if options["out"] is not None:
        require_free(options["out"], force=options["force"])
        require_same_format(options["image"], options["out"])


def _issuer(options: dict[str, Any]) -> Issuer | None:
    if options["key"] is None:
        return None
    profile = json_object(read(options["profile"]), options["profile"])
    return Issuer(profile, read_pair(options["key"]), method=options["method"])


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
