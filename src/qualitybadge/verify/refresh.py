"""Ask the issuer once for a newer copy (OB 3.0 §8.1 step 3)."""

from __future__ import annotations

from .checks import Examination, Rows, skipped, unknown

_NONE = (skipped("refresh", "the credential carries no refresh service", spec="OB 3.0 §8.1"),)
_OPEN = (
    unknown(
        "refresh",
        "NOT_CHECKED",
        "the credential names a refresh service, which is not asked",
        pointer="/refreshService",
        required=False,
    ),
)


def refresh(exam: Examination) -> Rows:
    """Return the row of the newer copy, if there is one."""
    return _OPEN if "refreshService" in exam.data else _NONE
