"""Read no more than fits; write a file whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import click

from ..errors import InputError, LimitError
from ..limits import DEFAULT_LIMITS
from .faults import naming

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)

_IMAGES = frozenset({".png", ".svg"})
_PRIVATE, _ORDINARY = 0o600, 0o666


def read(path: Path) -> bytes:
    """Return the content of a file, or of a pipe that has a name.

    Raises:
        LimitError: it is larger than the limits allow.
    """
    most = DEFAULT_LIMITS.input_bytes
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise LimitError(f"the file {path.name!r} is larger than {most} bytes (limit input_bytes)")
    return content


def json_object(content: bytes, path: Path) -> dict[str, Any]:
    """Return the JSON object that was read from a file.

    Raises:
        InputError: the file holds none.
    """
    from ..wire import strictjson

    try:
        value = strictjson.loads(content)
    except InputError as error:
        raise InputError(
            f"{path.name!r}: {error.message}", code=error.code, pointer=error.pointer, hint=error.hint
        ) from None
    if not isinstance(value, dict):
        raise InputError(f"the file {path.name!r} holds no JSON object", code="PARSING")
    return value


def json_option(option: str, path: Path) -> dict[str, Any]:
    """Return the JSON object in the file that an option names.

    Raises:
        InputError: the file holds none, or is too large.
    """
    with naming(option):
        return json_object(read(path), path)


def require_free(path: Path, *, force: bool) -> Path:
    """Return where to write, before any work is done for it.

    Raises:
        click.UsageError: a file stands there and `force` is not given, or no file can stand there.
    """
    target = path.resolve()  # a link is followed, so that it stays a link
    if target.exists() and not target.is_file():
        raise click.UsageError(f"{path} is no ordinary file")
    if target.exists() and not force:
        raise click.UsageError(f"{path} exists; add --force to overwrite it")
    if not target.parent.is_dir():
        raise click.UsageError(f"there is no directory {str(path.parent)!r}; make it first")
    return target


def require_same_format(image: Path | None, out: Path) -> None:
    """Refuse a name to write that would lie about what is in the file; an image keeps its format.

    Args:
        image: the image to bake into; None where none is given.
        out: where to write; a name without a suffix says nothing.

    Raises:
        click.UsageError: the suffix is not the image's, or is an image's where there is none.
    """
    suffix = out.suffix.lower()
    if image is None:
        if suffix in _IMAGES:
            raise click.UsageError(f"{out} would be no image: add --image with a {suffix} file to bake into")
        return
    own = image.suffix.lower()
    if own in _IMAGES and suffix and suffix != own:
        raise click.UsageError(
            f"an image stays in its format: write {image.name} with a badge to a {own} file"
        )


def write_new(path: Path, content: bytes, *, force: bool, private: bool = False) -> None:
    """Write the file; a private one is readable by its owner only, from the first byte on.

    Raises:
        click.UsageError: a file stands there and `force` is not given, or no file can stand there.
    """
    target = require_free(path, force=force)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(_PRIVATE if private else _ORDINARY & ~_umask())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(_PRIVATE)  # there is no way to look at it without setting it
    os.umask(mask)
    return mask
