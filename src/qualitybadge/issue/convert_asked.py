"""What an upgrade is asked for: whether there is a badge to upgrade, and who signs; converts nothing."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import IssueError
from ..model.document import Kind
from ..verify.ob2.reports import ASSERTIONS
from ..verify.result import Report
from .issuer import Issuer
from .ob2 import Ob2Issuer

_OF_A_CLASS = "upgrade the badges of this class: verify an assertion that names it"
_OF_AN_ISSUER = "upgrade the badges of this issuer: verify an assertion whose class names it"
_INSTEAD = {
    Kind.OB2_BADGE_CLASS: _OF_A_CLASS,
    Kind.OB1_BADGE_CLASS: _OF_A_CLASS,
    Kind.OB2_ISSUER: _OF_AN_ISSUER,
    Kind.OB1_ISSUER: _OF_AN_ISSUER,
}


class Signing(NamedTuple):
    """Who signs the new badge.

    Attributes:
        issuer: the issuer; None: nobody yet.
        profile_id: address of the Profile of 2.0 that is the issuer's own, too; "" where nobody said so.
    """

    issuer: Issuer | None
    profile_id: str


def signer_of(issuer: object) -> Signing:
    """Return who signs, and which Profile of 2.0 is its own by the caller's word.

    Raises:
        IssueError: it is an issuer of 2.0 alone (USAGE).
        TypeError: it is no issuer.
    """
    if issuer is None or isinstance(issuer, Issuer):
        return Signing(issuer, "")
    if not isinstance(issuer, Ob2Issuer):
        raise TypeError(f"issuer must be an Issuer, not {type(issuer).__name__}")
    if issuer.issuer is None:
        raise IssueError(
            "an issuer of Open Badges 2.0 alone signs no badge of 3.0",
            code="USAGE",
            hint="pass the Issuer, or the result of its .ob2(profile)",
        )
    return Signing(issuer.issuer, issuer.id)


def require_assertion(report: Report) -> None:
    """Refuse a report of anything but a badge of 2.0 or before, whatever its verdict.

    Raises:
        IssueError: it is of something else (USAGE).
    """
    if report.kind in ASSERTIONS:
        return
    if report.kind is Kind.BADGE:
        raise IssueError(
            "it is a badge of 3.0 already: nothing to do", code="USAGE", hint="use the badge as it is"
        )
    raise IssueError(
        f"this is {report.kind.value}, and only a badge of Open Badges 2.0 or before is upgraded",
        code="USAGE",
        hint=_INSTEAD.get(report.kind, "verify the badge itself and pass its report"),
    )
