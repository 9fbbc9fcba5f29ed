"""Read a file that a caller named, bounded and never waiting; knows nothing of what is in it."""

from __future__ import annotations

from pathlib import Path

from ..errors import UndeterminedError
from ..limits import Limits


def read_bounded(path: Path, limits: Limits) -> bytes:
    """Return the file's bytes, at most one more than `limits.input_bytes`.

    Raises:
        UndeterminedError: it could not be read, or is no regular file: a pipe could be waited for for ever.
    """
    try:
        if path.exists() and not path.is_file():
            raise UndeterminedError(
                f"{path.name!r} is no regular file", code="FILE", hint="name the file itself"
            )
        with path.open("rb") as file:
            return file.read(limits.input_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UndeterminedError(f"the file {path.name!r} could not be read: {reason}", code="FILE") from None
