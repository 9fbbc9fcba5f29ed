"""Take a badge as its holder has it, in whatever form, and find what can be presented; verifies nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from ..errors import IssueError, QualityBadgeError
from ..fetcher import NoNetwork
from ..limits import DEFAULT_LIMITS
from ..model.document import Kind, kind_of
from ..model.presentation import envelope_kind, token_in
from ..proofs import jws, vcjwt
from ..verify.intake import take
from ..verify.result import Report
from .badge import Badge

_CREDENTIALS = frozenset({Kind.BADGE, Kind.ENDORSEMENT, Kind.CLR, Kind.CREDENTIAL, Kind.STATUS_LIST})
_SOURCES = (Path, str, bytes, bytearray, memoryview, dict)


class Holding(NamedTuple):
    """One credential as document, as token, or as both; at least one of them is there."""

    document: dict[str, Any] | None
    token: str | None


def held(source: Any, place: int) -> Holding:
    """Return the credential in a `Badge`, `Report`, file, text, token or dict.

    Raises:
        IssueError: there is none in it, or it could not be read.
        TypeError: it is of a type that cannot carry one.
    """
    if isinstance(source, Badge):
        return Holding(source.document, source.token)
    if isinstance(source, Report):
        found = _of_report(source)
    elif isinstance(source, _SOURCES):
        found = _of_text(source, place)
    else:
        raise TypeError(f"credential {place + 1} is a {type(source).__name__}: pass a Badge, Report or dict")
    kind = _kind(found, place)
    if kind not in _CREDENTIALS:
        raise IssueError(
            f"credential {place + 1} is {kind.value}, and only credentials are presented",
            code="NOT_A_BADGE",
            hint="pass signed badges, endorsements or learner records",
        )
    return found


def _of_report(report: Report) -> Holding:
    document = report.document
    if document is None:
        return Holding(None, None)
    if document.media == "jwt":
        return Holding(None, document.raw.decode("ascii"))
    return Holding(document.data, None)


def _of_text(source: Any, place: int) -> Holding:
    try:
        taken = take(source, fetcher=NoNetwork(), limits=DEFAULT_LIMITS)
        if taken.token is not None:
            return Holding(None, taken.raw.decode("ascii"))
        if taken.data is not None and envelope_kind(taken.data):
            return Holding(None, token_in(taken.data))
    except QualityBadgeError as error:
        raise _unreadable(error, place) from error
    return Holding(taken.data, None)


def _kind(found: Holding, place: int) -> Kind:
    """Return what it is.

    Raises:
        IssueError: the token could not be read.
    """
    if found.token is None:
        return kind_of(found.document) if found.document is not None else Kind.UNREADABLE
    try:
        return kind_of(vcjwt.read(jws.parse(found.token)).document)
    except QualityBadgeError as error:
        raise _unreadable(error, place) from error


def _unreadable(error: QualityBadgeError, place: int) -> IssueError:
    return IssueError(
        f"credential {place + 1} could not be read: {error.message}",
        code=error.code,
        pointer=error.pointer,
        hint=error.hint,
        spec=error.spec,
    )
