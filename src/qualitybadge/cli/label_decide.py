"""`qualitybadge label decide`: a form for a decision, or a finished one into the log. Awards nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .files import READABLE, WRITABLE, require_free, write_new
from .hosted import FETCH, HOSTED
from .label_options import FILES, checked, read_application, scheme_option
from .labels import HISTORY, METHOD, REVIEWS, SCHEME_FILE, decision_from, reviews_from, tell
from .terminal import EXIT_INVALID, EXIT_VALID, note, say

if TYPE_CHECKING:
    from ..quality.label.application import Application
    from ..quality.label.record import Decided
    from ..quality.label.review import Review
    from ..quality.label.scheme import LabelScheme


@click.command("decide")
@click.argument("application", type=READABLE)
@SCHEME_FILE
@REVIEWS
@click.option(
    "--template", type=WRITABLE, metavar="FILE", help="Write a decision with the figures filled in."
)
@click.option("--decision", type=READABLE, help="The finished decision: checked, and into the log with it.")
@click.option("--log", "log_file", type=WRITABLE, help="The log; without it the decision is only checked.")
@click.option("--key", type=READABLE, help="The authority's private key, which signs the log.")
@click.option("--profile", type=READABLE, help="The authority's Profile as JSON.")
@METHOD
@HISTORY
@click.option("--force", is_flag=True, help="Overwrite the file of the template.")
@FILES
@FETCH
@HOSTED
def command(application: Path, **options: Any) -> int:
    """Hold reviews of APPLICATION and a decision against the scheme, and record the decision.

    An application with badges needs --files: what only the applicant says of them decides nothing.

    Exit codes: 0 the label can be awarded, 1 it cannot: what is missing and what to improve is said.
    """
    from ..quality.label.evaluation import evaluate
    from ..quality.label.record import Decided
    from ..verify.verifier import system_clock

    found, scheme = read_application(application), scheme_option(options["scheme"])
    reviews = reviews_from(options["reviews"])
    if options["template"] is not None:
        return _template(scheme, found, reviews, options)
    decision = None if options["decision"] is None else decision_from(options["decision"])
    check = checked(found, scheme, options)
    evaluation = evaluate(scheme, found, reviews, decision, today=system_clock().date(), check=check)
    tell(evaluation)
    if decision is not None and options["log_file"] is not None:
        if not evaluation.complete:
            note("Not recorded: the record is not complete.")
            if options["files"] is None and found.files:
                note("Add --files FOLDER with the files of the application, so that they are looked at.")
            return EXIT_INVALID
        _record(scheme, Decided(found, reviews, decision, check), options)
    granted = decision is None or decision.granted
    return EXIT_VALID if evaluation.awardable and granted else EXIT_INVALID


def _template(
    scheme: LabelScheme, application: Application, reviews: tuple[Review, ...], options: dict[str, Any]
) -> int:
    from ..quality.label.evaluation import evaluate
    from ..quality.label.review import NOT_YET, Decision, Evaluator

    target = require_free(options["template"], force=options["force"])
    figures = evaluate(scheme, application, reviews).figures
    form = Decision(
        application=application.digest,
        scheme=scheme.reference,
        reviews=tuple(review.digest for review in reviews),
        outcome=NOT_YET,
        reasons=(),
        committee=(Evaluator("member 1", "committee"),),
        day=None,
        indicator_share=figures.indicator_share,
        minimum_level=figures.minimum_level,
    )
    write_new(target, form.to_json().encode("utf-8"), force=options["force"])
    note(f"Written to {options['template']}: fill in outcome, reasons, committee and date.")
    return EXIT_VALID


def _record(scheme: LabelScheme, decided: Decided, options: dict[str, Any]) -> None:
    from ..quality.label.record import record_decision
    from .labels import history_from, issuer_from, log_from

    missing = [name for name in ("key", "profile") if options[name] is None]
    if missing:
        raise click.UsageError(f"add --{missing[0]}: the authority signs its log")
    issuer = issuer_from(options)
    log = log_from(options["log_file"], issuer, history_from(options))
    record_decision(log, issuer, scheme, decided)
    say(f"decision    {decided.decision.digest}\n")
    note(f"Recorded in {options['log_file']}, as entry {log.head.entries - 1}.")
