"""A folder as the web server that hosts it would answer: which file has which address; opens no socket."""

from __future__ import annotations

import json
import os.path
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from .errors import FetchError, InputError, LimitError, UndeterminedError
from .limits import DEFAULT_LIMITS
from .urls import parse_url

HOSTING = "hosting.json"
"""Name of the list in a published folder that says which file answers which address, and as what."""

_OK, _GONE = 200, 410
_INDEX = "index.json"
_TYPES = {".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml"}
_ANY_TYPE = "application/octet-stream"

Origin = tuple[str, str, int]


class Answer(NamedTuple):
    """What the server answers with."""

    body: bytes
    media_type: str
    status: int = _OK


class WebFolder:
    """The root folder of a web server, for the hosts that its ``hosting.json`` names.

    What the list names is answered as it says, and read now. Every other file answers at its path, and is
    read when it is asked for; hidden files, the list itself and what lies outside are not there.

    Args:
        folder: the folder that was published into.

    Raises:
        InputError: the list is missing or malformed (USAGE), or a listed file larger than any answer may be
            (LIMIT).
        UndeterminedError: a listed file could not be read (FILE).
        TypeError: the folder is no Path.
    """

    def __init__(self, folder: Path) -> None:
        if not isinstance(folder, Path):
            raise TypeError(f"a folder must be a pathlib.Path, not {type(folder).__name__}")
        if not (folder / HOSTING).is_file():
            raise InputError(
                f"there is no {HOSTING} in {str(folder)!r}, so nobody published into it",
                code="USAGE",
                hint="name the folder itself that was published into",
            )
        self._root = folder
        origin, entries = _entries(folder)
        self._listed = {entry.url: _listed(folder, entry) for entry in entries}
        self._origins = _origins([origin, *self._listed])

    def hosts(self, url: str) -> bool:
        """Tell whether the folder is the root of the host that an address names."""
        return not self._origins.isdisjoint(_origins([url]))

    def answer(self, url: str, *, max_bytes: int) -> Answer | None:
        """Return what an address answers with, None where nothing is there.

        Of a larger file than `max_bytes`, one byte more is read.

        Raises:
            FetchError: the file there could not be read (FILE).
        """
        listed = self._listed.get(url)
        if listed is not None or not self.hosts(url):
            return listed
        path = self._path_of(url)
        if path is None:
            return None
        try:
            content = _content(path, max_bytes)
        except UndeterminedError as error:
            raise FetchError(error.message, code=error.code) from None
        return Answer(content, _TYPES.get(path.suffix.lower(), _ANY_TYPE))

    def _path_of(self, url: str) -> Path | None:
        """Return the file that an address without a query names, None for none that may be seen."""
        from urllib.parse import unquote  # costs 10 ms, and few read such a folder

        names = [unquote(name) for name in url.partition("#")[0].split("/")[3:]] or [""]
        names[-1] = names[-1] or _INDEX
        if "?" in url or not all(map(_is_public, names)):
            return None
        path = self._root.joinpath(*names)
        # These two answer, and raise nothing, for whatever cannot be a file name.
        if os.path.isdir(path):  # noqa: PTH112
            path /= _INDEX
        return path if _is_inside(self._root, path) and os.path.isfile(path) else None  # noqa: PTH113


class _Entry(NamedTuple):
    url: str
    file: object
    media_type: str
    status: int


def _entries(folder: Path) -> tuple[str, list[_Entry]]:
    """Return the origin that the list of a folder names, "" for none, and what it says of files."""
    try:
        listed: Any = json.loads(_whole(folder / HOSTING))
        entries = [
            _Entry(entry["url"], entry["file"], str(entry["mediaType"]), entry.get("status", _OK))
            for entry in listed["files"]
        ]
        origin = listed.get("origin", "")
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise _no_list(folder) from None
    if not isinstance(origin, str) or not all(_is_sound(entry) for entry in entries):
        raise _no_list(folder)
    return origin, entries


def _no_list(folder: Path) -> InputError:
    return InputError(f"{HOSTING} in {str(folder)!r} is no list of files", code="USAGE")


def _is_sound(entry: _Entry) -> bool:
    return isinstance(entry.url, str) and entry.status in (_OK, _GONE)


def _listed(folder: Path, entry: _Entry) -> Answer:
    """Return the answer of a listed file; what was withdrawn need not be there any more."""
    names = entry.file.split("/") if isinstance(entry.file, str) else [""]
    if not {"", ".", ".."}.isdisjoint(names) or any("\\" in name or ":" in name for name in names):
        raise InputError(f"{HOSTING} in {str(folder)!r} names a file elsewhere", code="USAGE")
    path = folder.joinpath(*names)
    if not _is_inside(folder, path):
        raise InputError(f"{HOSTING} in {str(folder)!r} names a file elsewhere", code="USAGE")
    if entry.status == _GONE and not path.exists():
        return Answer(b"", entry.media_type, _GONE)
    return Answer(_whole(path), entry.media_type, entry.status)


def _is_inside(folder: Path, path: Path) -> bool:
    """Tell whether a path leads, through whatever links, to what lies in a folder."""
    root = os.path.realpath(folder)
    return os.path.commonpath([root, os.path.realpath(path)]) == root


def _origins(urls: Iterable[str]) -> frozenset[Origin]:
    """Return the origins of the addresses that may be asked for."""
    found = set()
    for start in {"/".join(url.split("/", 3)[:3]) for url in urls}:
        try:
            found.add(parse_url(start).origin)
        except FetchError:  # no fetcher is asked for such an address
            continue
    return frozenset(found)


def _is_public(name: str) -> bool:
    """Tell whether a name is that of a file or folder that the web may see, on every file system."""
    hidden = not name or name.startswith(".") or name.rstrip(". ").casefold() == HOSTING
    return not hidden and name.isprintable() and not any(sign in name for sign in "/\\:")


def _whole(path: Path) -> bytes:
    """Return a file's bytes; more than any answer may have are not read."""
    most = DEFAULT_LIMITS.fetch_bytes
    content = _content(path, most)
    if len(content) > most:
        raise LimitError(f"the file {str(path)!r} is larger than {most} bytes (limit fetch_bytes)")
    return content


def _content(path: Path, most: int) -> bytes:
    """Return a file's bytes, one more than `most` of a larger one."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UndeterminedError(f"the file {str(path)!r} could not be read: {reason}", code="FILE") from None
