"""A fault in an option, or in the file that it names, is wrong usage, whatever the library calls it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import InputError, QualityBadgeError
from ..problems import PROBLEMS


@contextmanager
def naming(option: str = "") -> Iterator[None]:
    """Turn what the library refuses into a fault of this option; "" where several are to blame.

    Raises:
        InputError: the block raised an error of the library (USAGE, or INTERNAL where it was that).
    """
    try:
        yield
    except QualityBadgeError as error:
        raise InputError(
            f"{option}: {error.message}" if option else error.message,
            code="INTERNAL" if error.code == "INTERNAL" else "USAGE",
            pointer=error.pointer,
            hint=error.hint or PROBLEMS[error.code].advice,
            spec=error.spec,
        ) from error
