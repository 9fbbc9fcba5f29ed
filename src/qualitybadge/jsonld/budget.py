"""How much may be read that takes long, above all by the full JSON-LD rules; reads nothing itself."""

from __future__ import annotations

import threading

from qualitybadge.errors import UndeterminedError

MOST_OF_ONE = 8_000
"""Units of one document."""
_MOST = 15_000  # of everything that one verification reads: 15 to 30 µs for each
_HINT = "a document in the words of the context of Open Badges alone may be larger"


class Budget:
    """What the documents of one verification may take together, in units of about one value of those rules.

    Shared by whatever is read for one badge, so that many documents cost no more than one may.
    """

    __slots__ = ("_left", "_lock")

    def __init__(self, most: int = _MOST) -> None:
        self._left = most
        self._lock = threading.Lock()

    def spend(self, units: int) -> None:
        """Take units away for good, also where they are not enough.

        Raises:
            UndeterminedError: there were not enough left (LIMIT).
        """
        with self._lock:
            self._left -= units
            spent = self._left < 0
        if spent:
            message = "the documents of the badge together need the full JSON-LD rules for too many values"
            raise UndeterminedError(message, code="LIMIT", hint=_HINT)


def too_large() -> UndeterminedError:
    """Return the refusal of one document that would take more than one may."""
    message = f"more than {MOST_OF_ONE} values in a document that needs the full JSON-LD rules"
    return UndeterminedError(message, code="LIMIT", hint=_HINT)
