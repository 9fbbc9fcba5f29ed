"""Ask whether a credential was revoked or suspended (OB 3.0 §8.1 step 4); see `statusrows` for how.

Most badges name no status, so what reads lists is loaded with the first entry.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ..errors import LimitError
from ..model.document import Kind
from .checks import Examination, Rows, Step, failed, skipped

STATUS = "status"
_MOST_VALUES = 2_000
_NONE = (skipped(STATUS, "the credential carries no status entry", spec="OB 3.0 §8.1"),)
_UNSIGNED = (
    skipped(
        STATUS,
        "not asked for: the signature does not stand, so nobody vouches for the address of the status list",
        required=True,
        spec="OB 3.0 §8.1",
    ),
)
_NOT_A_BADGE = (
    failed(
        STATUS,
        "NOT_A_BADGE",
        "this is a status list: it says which credentials were revoked and is no badge itself",
        pointer="/type",
    ),
)


def status(exam: Examination) -> Rows:
    """Return the rows of every status entry; the worst of them decides."""
    if exam.kind is Kind.STATUS_LIST:  # as a nested document it never gets here
        return _NOT_A_BADGE
    if "credentialStatus" not in exam.data:
        return _NONE
    if not exam.signed:
        return _UNSIGNED
    return _reader()(exam)


@cache
def _reader() -> Step:
    from .statusrows import status_rows

    return status_rows


def require_few_values(credential: dict[str, Any]) -> None:
    """Do nothing for a document of a list's size: one long text and few values around it.

    Raises:
        LimitError: it has so many that examining it would cost more than any list is worth.
    """
    left = _MOST_VALUES
    waiting: list[Any] = [credential]
    while waiting:
        container = waiting.pop()
        left -= len(container)
        if left < 0:
            raise LimitError(f"it has more than {_MOST_VALUES} values, where a list has some thirty")
        values = container.values() if type(container) is dict else container
        waiting += [value for value in values if type(value) is dict or type(value) is list]
