"""`qualitybadge endorse`: a signed endorsement of a badge, an achievement, an issuer, or an id."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path
from typing import Any, get_args

import click

from ..fetcher import Fetcher
from ..issue.endorsement import EndorsementDetails, Part, assumed_kind
from ..issue.issuer import Issuer
from ..issue.usage import JWT, PROOFS, SELECTIVE
from ..model.document import Kind
from ..outcome import Verdict
from ..verify.result import Report
from ..verify.verifier import Verifier
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

_ID = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_UNSIGNED = frozenset({Kind.ACHIEVEMENT, Kind.PROFILE})


@click.command("endorse")
@click.argument("target")
@click.option("--key", required=True, type=READABLE, help="The endorser's private key: PEM or JWK.")
@click.option("--profile", required=True, type=READABLE, help="The endorser's Profile as JSON.")
@click.option("--comment", required=True, metavar="TEXT", help="What you say, in Markdown.")
@click.option("--of", type=click.Choice(get_args(Part)), help="Which part of a badge; default: all of it.")
@click.option("--name", help="Name of the endorsement; default: made from what is endorsed.")
@click.option("--method", help="Verification method URL, such as did:web:city.example#key-1.")
@click.option(
    "--proof", type=click.Choice([p for p in PROOFS if p != SELECTIVE]), help="Default: what fits the key."
)
@click.option("--valid-until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of validity, UTC.")
@click.option("--offline", is_flag=True, help="Ask for nothing to verify the badge that is endorsed.")
@HOSTED
@click.option("--unverified", is_flag=True, help="Endorse a badge whatever its verification says.")
@click.option("--out", required=True, type=WRITABLE, help="Where to write.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(target: str, **options: Any) -> int:
    """Endorse TARGET: a badge file, the JSON of an Achievement or Profile, or the id of one.

    A badge is verified first, and endorsed only if it is VALID.
    """
    require_free(options["out"], force=options["force"])
    require_same_format(None, options["out"])
    found = _found(target, fetcher_from(options["hosted"], offline=options["offline"]))
    endorsed: Any = found
    if isinstance(found, Report):
        if found.verdict is not Verdict.VALID and not options["unverified"]:
            note(f"Not endorsed. {found.summary}")
            return EXIT_INVALID if found.verdict is Verdict.INVALID else EXIT_INDETERMINATE
        endorsed = _document(found, target)
    profile = json_option("--profile", options["profile"])
    key = read_pair(options["key"])
    with naming():
        issuer = Issuer(profile, key, method=options["method"])
    made = issuer.endorse(
        endorsed, options["comment"], of=options["of"], proof=options["proof"], **_details(options)
    )
    content = made.to_jwt() if options["proof"] == JWT or made.document is None else made.to_json()
    write_new(options["out"], content.encode("utf-8"), force=options["force"])
    say(f"{made.id}\n")
    note(f"Written to {options['out']}; it speaks of {made.credential['credentialSubject']['id']}.")
    if url := next(iter(issuer.trust_artefacts()), ""):
        note(f"Nobody can verify it before the key stands at {url}: qualitybadge publish writes the files")
    return 0


def _found(target: str, fetcher: Fetcher | None) -> Report | dict[str, Any] | str:
    """Return what was found in the file, or the id as it is: an id is not looked up.

    An Achievement and a Profile are never signed, so there is nothing to verify.

    Raises:
        click.UsageError: it is neither a file nor an id.
    """
    path = Path(target)
    if path.is_file():
        content = read(path)
        document = json_object(content, path) if content.lstrip().startswith(b"{") else {}
        if assumed_kind(document) in _UNSIGNED:
            return document
        return Verifier(fetcher=fetcher).verify(content)
    if _ID.fullmatch(target):
        return target
    raise click.UsageError(f"there is no file {target!r}, and it is no id; check the path")


def _document(report: Report, target: str) -> dict[str, Any]:
    if report.document is None:
        raise click.UsageError(f"{target!r} holds nothing that could be endorsed: {report.summary}")
    return report.document.data


def _details(options: dict[str, Any]) -> EndorsementDetails:
    details: EndorsementDetails = {}
    if options["name"] is not None:
        details["name"] = options["name"]
    if options["valid_until"] is not None:
        details["valid_until"] = options["valid_until"].replace(hour=23, minute=59, second=59, tzinfo=UTC)
    return details
