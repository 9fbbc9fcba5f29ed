"""Ask whether a credential was revoked or suspended (OB 3.0 §8.1 step 4)."""

from __future__ import annotations

from .checks import Examination, Rows, skipped, unknown

_NONE = (skipped("status", "the credential carries no status entry", spec="OB 3.0 §8.1"),)
_OPEN = (
    unknown(
        "status",
        "NOT_CHECKED",
        "the credential names a status entry, which is not checked",
        pointer="/credentialStatus",
    ),
)


def status(exam: Examination) -> Rows:
    """Return a row for each status entry."""
    return _OPEN if "credentialStatus" in exam.data else _NONE
