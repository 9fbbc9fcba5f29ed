"""hosting.json: which file of a folder answers which address, as what, and whose it is; writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from ..errors import InputError, IssueError
from ..limits import DEFAULT_LIMITS
from ..webfolder import HOSTING
from ..wire import strictjson
from . import folder as disk

CREDENTIAL_TYPE, TOKEN_TYPE = "application/vc", "application/vc+jwt"
"""Media types of credentials, such as status lists: published one by one, whatever becomes of the keys."""

NEWEST = "3.0"
OK, GONE = 200, 410

_INDEX = "index.json"
_BAD_ESCAPE = re.compile(r"%(?:2[fF]|5[cC]|00)")
# What every file system can hold as one name, and no web server takes for a way out of the folder.
_SEGMENT = re.compile(r"(?!\.{1,2}$)[^\x00-\x1f\x7f/\\:*?\"<>|\ufffd]{1,200}")


class HostedFile(NamedTuple):
    """One file of the folder.

    Attributes:
        url: the address that must answer with it.
        path: where it stands below the folder, with ``/`` between names.
        media_type: its Content-Type.
        issuer: whose document it is; "" for the key set, which the issuers of one host share.
        hashes: SHA-256 of the content in hex; two while it is being replaced.
        version: of Open Badges, of which the document is: one address serves one version.
        status: what the server should answer with: 410 for a hosted badge that was revoked.
    """

    url: str
    path: str
    media_type: str
    issuer: str
    hashes: tuple[str, ...]
    version: str = NEWEST
    status: int = OK

    @property
    def owner(self) -> tuple[str, str]:
        """Who alone may replace it unasked: an issuer, and what it publishes for one version."""
        return self.issuer, self.version

    @property
    def is_credential(self) -> bool:
        """Whether it is a credential, which `publish` neither made nor may remove."""
        return self.media_type in (CREDENTIAL_TYPE, TOKEN_TYPE)


def published(folder: Path, origin: str, *, overwrite: bool = False) -> dict[str, HostedFile]:
    """Return the files that were published into a folder, by path.

    Args:
        folder: the folder; it need not exist.
        origin: ``https://host`` that it is the root of.
        overwrite: take a list that somebody else made, or for another host, for none. One that cannot be
            read is never taken for none: it may be this host's, with badges in it that were revoked.

    Raises:
        IssueError: the list is none of this host, or cannot be read (FILE).
    """
    text = disk.read_if_there(folder / HOSTING, DEFAULT_LIMITS.json_bytes)
    if text is None:
        return {}
    try:
        return read_list(text, origin)
    except InputError as error:
        others = _is_of_others(text, origin)
        if overwrite and others:
            return {}
        hint = "publish into another folder" if others else "mend it, or move it away by hand"
        raise IssueError(error.message, code="FILE", hint=hint) from error


def published_host(folder: Path) -> str | None:
    """Return the ``https://host`` that a folder was published for, None where no list in it says so.

    Raises:
        IssueError: the list is no ordinary file, or too large (FILE, LIMIT).
    """
    text = disk.read_if_there(folder / HOSTING, DEFAULT_LIMITS.json_bytes)
    try:
        value = strictjson.loads(text or b"{}")
    except InputError:
        return None
    origin = value.get("origin") if isinstance(value, dict) else None
    return origin if isinstance(origin, str) else None


def _is_of_others(text: bytes, origin: str) -> bool:
    """Tell whether a list can be read, and is not this host's."""
    try:
        value = strictjson.loads(text)
    except InputError:
        return False
    return not isinstance(value, dict) or value.get("origin") != origin


def paths_of(urls: Iterable[str], folder: Path) -> list[str]:
    """Return for each https address the path of its file below the folder.

    The path of the file is the path of the address. An address that ends with ``/``, or is a folder for
    other files, is answered by the ``index.json`` in it.

    Raises:
        IssueError: an address has a query or a name that no file can have, two would share a file, or one
            would take that of ``hosting.json``.
    """
    given = list(urls)
    paths = [_path_of(url) for url in given]
    folders = {parent for path in paths for parent in _parents(path)}
    paths = [
        f"{path}/{_INDEX}" if path in folders or disk.is_folder(folder / path) else path for path in paths
    ]
    _refuse_shared(given, [path.casefold() for path in paths])  # as some file systems compare them
    return paths


def _refuse_shared(urls: Sequence[str], names: Sequence[str]) -> None:
    """Refuse addresses whose files would be one, or that of the list.

    Raises:
        IssueError: it is so.
    """
    for place, name in enumerate(names):
        if name == HOSTING:
            raise IssueError(
                f"{urls[place][:200]} would share the file {HOSTING} with the list of what is published",
                hint="give it another address",
            )
        if name in names[:place]:
            raise IssueError(
                f"two documents would share the file {name}", hint="give one of them another address"
            )


def _path_of(url: str) -> str:
    path = "".join(url.split("/", 3)[3:])
    if "?" in path:
        raise IssueError(
            f"no file can answer {url}: it has a query",
            hint="use an id without a query, or let your own server answer with Issuer.trust_artefacts()",
        )
    segments = [unquote(segment) for segment in path.split("/")]
    segments[-1] = segments[-1] or _INDEX
    if _BAD_ESCAPE.search(path) or not all(map(_SEGMENT.fullmatch, segments)):
        raise IssueError(
            f"no file can answer {url}: a part of its path cannot be a file name",
            hint="use letters, digits, and . _ - in the address",
        )
    return "/".join(segments)


def _parents(path: str) -> list[str]:
    segments = path.split("/")
    return ["/".join(segments[:count]) for count in range(1, len(segments))]


def read_list(text: bytes, origin: str) -> dict[str, HostedFile]:
    """Return the files that were published before, by path.

    Raises:
        InputError: the text is not what `list_text` wrote, or of another host.
    """
    value = strictjson.loads(text)
    files = value.get("files") if isinstance(value, dict) else None
    if not isinstance(files, list):
        raise _foreign("it has no list of files")
    if value.get("origin") != origin:
        raise _foreign(f"it is for the host {str(value.get('origin'))[:200]!r} and not for {origin}")
    return {file.path: file for file in map(_hosted, files)}


def list_text(origin: str, files: Iterable[HostedFile]) -> bytes:
    """Return the list as JSON, sorted by path."""
    entries = [
        {
            "url": file.url,
            "file": file.path,
            "mediaType": file.media_type,
            "issuer": file.issuer,
            "sha256": list(file.hashes),
            **({} if file.version == NEWEST else {"openBadges": file.version}),
            **({} if file.status == OK else {"status": file.status}),
        }
        for file in sorted(files, key=lambda file: file.path)
    ]
    return json_text({"origin": origin, "files": entries})


def json_text(value: Mapping[str, Any]) -> bytes:
    """Return JSON that a person can read.

    Raises:
        InputError: a value is no JSON.
    """
    return (json.dumps(strictjson.from_python(dict(value)), ensure_ascii=False, indent=2) + "\n").encode()


def _hosted(entry: Any) -> HostedFile:
    if not isinstance(entry, dict):
        raise _foreign("a file in it is no object")
    texts = [entry.get(name) for name in ("url", "file", "mediaType", "issuer")]
    hashes = entry.get("sha256")
    listed = hashes if isinstance(hashes, list) else [None]
    if not all(isinstance(text, str) for text in (*texts, *listed)):
        raise _foreign("a file in it lacks a member")
    version, status = entry.get("openBadges", NEWEST), entry.get("status", OK)
    if not isinstance(version, str) or status not in (OK, GONE):
        raise _foreign("a file in it has a version or a status that it cannot have")
    url, path, media_type, issuer = map(str, texts)
    if not all(map(_SEGMENT.fullmatch, path.split("/"))):
        raise _foreign("a file in it stands elsewhere")
    return HostedFile(url, path, media_type, issuer, tuple(map(str, listed)), version, int(status))


def _foreign(why: str) -> InputError:
    return InputError(f"{HOSTING} is no list of this library for this host: {why}")
