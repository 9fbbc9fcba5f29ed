"""Keeps an application in a file: whole or not at all, and never over anything else."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from ...errors import InputError, IssueError, QualityBadgeError
from ...wire.files import content_of
from .application import Application

_HINT = "choose another file for this application"


def load_application(path: Path) -> Application:
    """Return the application in a file.

    Raises:
        InputError: the file holds none.
        UndeterminedError: it cannot be read.
    """
    return Application.from_json(content_of(path))


def save_application(path: Path, application: Application) -> None:
    """Write an application to a file and bring it to the disk; whatever happens, the file is old or new.

    Args:
        path: a new file, or one that holds an application for the same scheme.
        application: the application.

    Raises:
        InputError: the file holds something else (FILE); it stays as it is.
        IssueError: it cannot be written (FILE).
        UndeterminedError: it cannot be read.
    """
    target = path.resolve()  # a link is followed, so that it stays a link
    if target.exists():
        require_own(target, application)
    try:
        _replace(target, application.to_json().encode("utf-8"))
    except OSError as error:
        raise IssueError(f"{path}: {error.strerror or error}", code="FILE") from None


def require_own(path: Path, application: Application) -> Application:
    """Return the application in a file, where it is for the same scheme as another one.

    Raises:
        InputError: the file holds something else (FILE).
        UndeterminedError: it cannot be read.
    """
    content = content_of(path)
    try:
        found = Application.from_json(content)
    except QualityBadgeError as error:
        raise InputError(
            f"{path.name} holds no application: {error.message}", code="FILE", hint=_HINT
        ) from None
    if found.scheme != application.scheme:
        said = f"{found.scheme.id} version {found.scheme.version}"
        raise InputError(f"{path.name} is an application for {said}", code="FILE", hint=_HINT)
    return found


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Bring the new name to the disk, where a folder can be asked to."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
