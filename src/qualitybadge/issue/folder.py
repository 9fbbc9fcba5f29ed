"""Write several files of one folder, each whole or not at all; knows nothing of what is in them."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import IssueError

_ORDINARY = 0o666  # less what the process masks: a web server of another user reads these files


def read_if_there(path: Path, most: int) -> bytes | None:
    """Return the content of a file, None where nothing stands.

    Raises:
        IssueError: something else than a file stands there, it cannot be read, or is larger than `most`.
    """
    with _faults(path):
        if not path.exists():
            return None
        if not path.is_file():
            raise IssueError(f"{path} is no ordinary file", code="FILE", hint="publish into another folder")
        with path.open("rb") as file:
            content = file.read(most + 1)
    if len(content) > most:
        raise IssueError(f"the file {path} is larger than {most} bytes", code="LIMIT")
    return content


def is_folder(path: Path) -> bool:
    """Return whether a folder stands there.

    Raises:
        IssueError: nobody may look there.
    """
    with _faults(path):
        return path.is_dir()


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file under another name and to the disk first, then give all of them their names in order.

    A file that is a link stays one: what it leads to is written.

    Raises:
        IssueError: a file cannot be written; those that have their names by then are whole.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            with _faults(path):
                target = path.resolve()
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
                waiting[temporary] = target
                _write(temporary, content)
        for temporary, target in waiting.items():
            with _faults(target):
                temporary.replace(target)
        for folder in {target.parent for target in waiting.values()}:
            with _faults(folder):
                _settle(folder)
    finally:
        for temporary in waiting:
            with contextlib.suppress(OSError):  # what was to be said is said by the first error
                temporary.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a file; one that is gone already is fine.

    Raises:
        IssueError: it cannot be removed.
    """
    with _faults(path):
        path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _ORDINARY)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Bring the new names to the disk."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # Windows opens no folder, and keeps names by itself
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise IssueError(f"{path}: {reason}", code="FILE") from None
