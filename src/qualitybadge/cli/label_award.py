"""`qualitybadge label award`: a label on a complete record, signed and logged. Publishes no list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..issue.usage import PROOFS, SELECTIVE
from .files import READABLE, WRITABLE, require_free, write_new
from .label_options import read_application
from .labels import (
    HISTORY,
    KEY,
    LOG,
    METHOD,
    PROFILE,
    REVIEWS,
    SCHEME_FILE,
    STORE,
    authority_from,
    decision_from,
    label_from,
    log_from,
    reviews_from,
)
from .terminal import note, say

if TYPE_CHECKING:
    from ..issue.badge import Badge
    from ..quality.label.authority import LabelAuthority
    from ..quality.label.terms import AwardTerms


def awarding(function: Any) -> Any:
    """Add the options of an award."""
    options = (
        SCHEME_FILE,
        REVIEWS,
        click.option("--decision", required=True, type=READABLE, help="The decision to grant."),
        LOG,
        KEY,
        PROFILE,
        METHOD,
        HISTORY,
        STORE,
        click.option("--list", "status_list", required=True, metavar="URL", help="The status list for it."),
        click.option(
            "--scope", multiple=True, metavar="ID", help="Achievements it covers; default: all badges."
        ),
        click.option("--comment", help="What the authority says of the holder, in Markdown."),
        click.option("--id", "label_id", metavar="URI", help="Id of the label; default: a urn."),
        click.option(
            "--proof",
            type=click.Choice([one for one in PROOFS if one != SELECTIVE]),
            help="Default: what fits.",
        ),
        click.option("--out", required=True, type=WRITABLE, help="Where to write the label."),
        click.option("--certificate", type=WRITABLE, help="Write the badge for the holder's wallet, too."),
        click.option(
            "--again", is_flag=True, help="Write the label that was awarded on it once more; awards nothing."
        ),
        click.option("--force", is_flag=True, help="Overwrite the files."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command("award")
@click.argument("application", type=READABLE)
@awarding
def command(application: Path, **options: Any) -> int:
    """Award the label on APPLICATION; the log must end with the decision to grant it.

    Only an authority that the scheme names awards its label. Publish the status list afterwards.
    """
    return award(application, None, options)


def award(application: Path, before: Path | None, options: dict[str, Any]) -> int:
    """Award or renew a label, and write what was asked for."""
    targets = [path for path in (options["out"], options["certificate"]) if path is not None]
    for path in targets:
        require_free(path, force=options["force"])
    authority = authority_from(options, options["status_list"])
    label = _label(authority, application, before, options)
    say(f"{label.id}\n")  # first of all: what was awarded is known even where it cannot be written
    _write(options["out"], label, options)
    if options["certificate"] is not None:
        _write(options["certificate"], authority.certificate(label, proof=options["proof"]), options)
    note(f"Written to {options['out']}; it holds until {label.credential['validUntil']}.")
    note("Verifiers need the status list: qualitybadge status publish")
    return 0


def _label(
    authority: LabelAuthority, application: Path, before: Path | None, options: dict[str, Any]
) -> Badge:
    """Return the label, awarded, renewed, or handed out once more."""
    found, log = (
        read_application(application),
        log_from(options["log_file"], authority.issuer, authority.history),
    )
    if options["again"]:
        return authority.awarded(found, log=log)
    record = (found, reviews_from(options["reviews"]), decision_from(options["decision"]))
    said = {"comment": options["comment"], "id": options["label_id"]}
    terms: AwardTerms = {"scope": options["scope"] or "all-badges", "proof": options["proof"]}
    terms |= {name: value for name, value in said.items() if value}  # type: ignore[typeddict-item]
    if before is None:
        return authority.award(*record, log=log, **terms)
    return authority.renew(label_from(before), *record, log=log, **terms)


def _write(path: Path, made: Badge, options: dict[str, Any]) -> None:
    content = made.to_json() if made.document is not None else made.to_jwt()
    write_new(path, content.encode("utf-8"), force=options["force"])
