"""`qualitybadge label review`: a form for a review, or a finished review into the log. Decides nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .faults import naming
from .files import READABLE, WRITABLE, require_free, write_new
from .label_options import SCHEME, read_application, scheme_of
from .labels import HISTORY, METHOD, document, history_from, log_from
from .terminal import note, say

if TYPE_CHECKING:
    from ..quality.label.application import Application
    from ..quality.label.review import Review
    from ..quality.label.scheme import LabelScheme


@click.command("review")
@click.argument("application", type=READABLE)
@SCHEME
@click.option("--template", type=WRITABLE, metavar="FILE", help="Write an empty review to fill in.")
@click.option("--review", type=READABLE, help="A finished review: into the log with it.")
@click.option("--log", "log_file", type=WRITABLE, help="The log; begun with the first review.")
@click.option("--key", type=READABLE, help="The authority's private key, which signs the log.")
@click.option("--profile", type=READABLE, help="The authority's Profile as JSON.")
@METHOD
@HISTORY
@click.option("--force", is_flag=True, help="Overwrite the file of the template.")
def command(application: Path, **options: Any) -> int:
    """Make a form for a review of APPLICATION, or record a finished one in the log."""
    found = read_application(application)
    scheme = scheme_of(found, options["scheme"])
    if options["template"] is not None:
        target = require_free(options["template"], force=options["force"])
        write_new(target, _form(found, scheme).to_json().encode("utf-8"), force=options["force"])
        note(f"Written to {options['template']}: fill in reviewer, levels, criteria, indicators and date.")
        return 0
    missing = [name for name in ("review", "log_file", "key", "profile") if options[name] is None]
    if missing:
        name = missing[0].removesuffix("_file")
        raise click.UsageError(f"add --template FILE for a form, or --{name} to record a review")
    return _record(found, scheme, options)


def _record(application: Application, scheme: LabelScheme, options: dict[str, Any]) -> int:
    from ..errors import IssueError
    from ..quality.label.record import begin_log, record_review
    from ..quality.label.review import Review
    from .labels import issuer_from

    review = document(options["review"], Review.from_json)
    issuer = issuer_from(options)
    if not scheme.may_award(issuer.id):
        raise IssueError(f"the scheme does not name {issuer.id} as its authority", code="CONTROLLER_MISMATCH")
    if review.application != application.digest:
        raise IssueError("the review is of another application", code="USAGE")
    path = options["log_file"]
    with naming("--log"):
        log = (
            log_from(path, issuer, history_from(options))
            if path.exists()
            else begin_log(path, issuer, scheme, application)
        )
        entry = record_review(log, issuer, review)
    say(f"{review.digest}\n")
    note(f"Entry {entry.sequence} of {path}")
    return 0


def _form(application: Application, scheme: LabelScheme) -> Review:
    """Return a review without anything that a reviewer must say: it is not complete as it stands."""
    from ..quality.label.review import AnswerLevel, Evaluator, Review

    return Review(
        application=application.digest,
        scheme=scheme.reference,
        reviewer=Evaluator("reviewer 1"),
        day=None,
        levels=tuple(AnswerLevel(item.id, 0) for item in scheme.asked),
    )
