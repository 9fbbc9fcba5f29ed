"""Read a file that a caller named, bounded and never waiting; knows nothing of what is in it."""

from __future__ import annotations

from pathlib import Path

from ..errors import LimitError, UndeterminedError
from ..limits import DEFAULT_LIMITS, Limits


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


def content_of(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the whole content of a file that a caller names.

    Raises:
        LimitError: it is too large.
        UndeterminedError: it cannot be read.
        TypeError: it is no `pathlib.Path`.
    """
    if not isinstance(path, Path):
        raise TypeError(f"a file is named by a pathlib.Path, not {type(path).__name__}")
    content = read_bounded(path, limits)
    if len(content) > limits.input_bytes:
        raise LimitError(f"{path.name} is larger than {limits.input_bytes} bytes")
    return content
