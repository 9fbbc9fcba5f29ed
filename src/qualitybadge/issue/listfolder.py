"""Put a signed status list into a published folder, and name it in hosting.json; signs nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..errors import IssueError, QualityBadgeError
from ..limits import DEFAULT_LIMITS
from ..proofs import jws, vcjwt
from ..urls import parse_url
from ..webfolder import HOSTING
from ..wire import strictjson
from . import folder as disk
from .badge import Badge
from .hosting import CREDENTIAL_TYPE, TOKEN_TYPE, HostedFile, list_text, paths_of, published


def write_list(folder: Path, url: str, badge: Badge, *, overwrite: bool) -> tuple[Path, ...]:
    """Write each form of a list below the folder and return the files.

    Args:
        folder: the root of the host of `url`.
        url: the address that must answer with the list.
        badge: the signed list; a token beside a document gets ``.jwt`` appended.
        overwrite: replace what others made.

    Raises:
        IssueError: no file can answer at this URL, something else stands there, or it cannot be written.
    """
    origin = f"https://{parse_url(url).authority}"
    (path,) = paths_of([url], folder)
    known = published(folder, origin, overwrite=overwrite)
    contents: dict[Path, bytes] = {}
    for file, content in _forms(origin, url, path, badge):
        place = folder / file.path
        if not overwrite:
            _require_ours(place, url)
        contents[place] = content
        known[file.path] = file
    # The list last: it never names a file that is not there.
    disk.write_all({**contents, folder / HOSTING: list_text(origin, known.values())})
    return tuple(contents)


def _forms(origin: str, url: str, path: str, badge: Badge) -> list[tuple[HostedFile, bytes]]:
    """Return the files, and what is in them; a token alone stands at the list's own address."""
    forms = []
    if badge.document is not None:
        forms.append((HostedFile(url, path, CREDENTIAL_TYPE, "", ()), badge.to_json()))
    if badge.token is not None:
        if forms:
            url, path = f"{origin}/{quote(path)}.jwt", f"{path}.jwt"
        forms.append((HostedFile(url, path, TOKEN_TYPE, "", ()), badge.token))
    issuer = str(badge.credential["issuer"])
    found = [(file, text.encode("utf-8")) for file, text in forms]
    return [
        (file._replace(issuer=issuer, hashes=(hashlib.sha256(content).hexdigest(),)), content)
        for file, content in found
    ]


def _require_ours(place: Path, url: str) -> None:
    """Refuse to replace anything but this list as it was published before, by whichever key and form."""
    there = disk.read_if_there(place, DEFAULT_LIMITS.fetch_bytes)
    if there is not None and _id_of(there) != url:
        raise IssueError(
            f"the file {place} stands there already and is not the list of {url}",
            code="FILE",
            hint="look at it, then publish with overwrite=True to replace it",
        )


def _id_of(there: bytes) -> Any:
    """Return the id of the credential in a file, None where there is none."""
    try:
        if there.startswith(b"{"):
            return strictjson.loads(there).get("id")
        return vcjwt.read(jws.parse(there)).document.get("id")
    except QualityBadgeError:
        return None
