"""Write a file whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click


def write_new(path: Path, content: bytes, *, force: bool, private: bool = False) -> None:
    """Write the file; a private one is readable by its owner only.

    Raises:
        click.UsageError: the file exists and `force` is not given.
    """
    if path.exists() and not force:
        raise click.UsageError(f"{path} exists; add --force to overwrite it")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o600 if private else 0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
