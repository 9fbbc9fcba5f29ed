"""Whether the caller recognises the issuer of a 2.0 badge; never part of authenticity.

Asks the same sources as for 3.0. What shows the issuer's origin is the host where its profile lies.
"""

from __future__ import annotations

from datetime import datetime

from ...errors import InputError
from ...wire import timestamps
from ..recognition import recognised
from .state import Ob2Examination, Rows


def trust(exam: Ob2Examination) -> Rows:
    """Return what the caller's trust store says about the issuer."""
    return recognised(exam, _issued(exam))


def _issued(exam: Ob2Examination) -> datetime | None:
    """Return when the badge was issued, None where it does not say."""
    said = exam.subject.data.get("issuedOn") if exam.subject is not None else None
    try:
        return timestamps.parse_iso(said) if isinstance(said, str) else None
    except InputError:
        return None
