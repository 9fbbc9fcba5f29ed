"""Whose labels a person trusts, as typed at the command line, and what a label is worth as exit code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from .faults import naming
from .terminal import EXIT_INDETERMINATE, EXIT_INVALID, EXIT_VALID, note

if TYPE_CHECKING:
    from ..fetcher import Fetcher
    from ..quality.label.report import LabelReport
    from ..quality.label.trusted import TrustedLabelIssuer
    from ..verify.result import Report

TRUST_LABEL = click.option(
    "--trust-label",
    "trust_label",
    multiple=True,
    metavar="DID|URL[=SCHEME]",
    help="An authority whose labels you trust, perhaps for one scheme only; may be repeated.",
)

_UNDECIDED = frozenset({"not-checked", "none"})


def verified_label(
    label: Any, report: Report, options: dict[str, Any], fetcher: Fetcher | None
) -> LabelReport:
    """Return what became of a label beside a badge.

    Raises:
        InputError: an option names nobody.
    """
    from ..quality.label.trusted import TrustedLabelIssuer
    from ..quality.label.verify import verify_label

    with naming("--trust-label"):
        trusted = [_trusted(text, TrustedLabelIssuer) for text in options["trust_label"]]
    if not trusted:
        note("No label counts without --trust-label DID: whose labels you trust is yours to say.")
    return verify_label(label, report, trusted, fetcher=fetcher)


def _trusted(text: str, make: Callable[..., TrustedLabelIssuer]) -> TrustedLabelIssuer:
    authority, _, scheme = text.partition("=")
    return make(authority, scheme or None)


def exit_code(report: LabelReport) -> int:
    """Return 0 for labelled, 2 where nothing could be said, else 1."""
    state = report.state.value
    if state == "labelled":
        return EXIT_VALID
    return EXIT_INDETERMINATE if state in _UNDECIDED else EXIT_INVALID
