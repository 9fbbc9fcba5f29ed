"""What stands in a folder already: whose it is, and which documents of 2.0 its files hold; writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import IssueError, QualityBadgeError
from ..wire import strictjson
from . import ob2_draft as drafts
from .hosting import published, published_host

VERSION = "2.0"
"""Of Open Badges, of which the documents are."""


def require_host(folder: Path, origin: str) -> None:
    """Refuse to revoke in the folder of another host: its list of files would be lost.

    Args:
        folder: the folder, there or not.
        origin: ``https://host`` of what is revoked.

    Raises:
        IssueError: it is so (FILE), or who published there cannot be read.
    """
    there = published_host(folder)
    if there not in (None, origin):
        raise IssueError(
            f"{origin} is another host than {there}, for which {str(folder)!r:.200} is published",
            code="FILE",
            hint="check the address, or name the folder of that host",
        )


def require_published(folder: Path, origin: str, issuer: str) -> None:
    """Refuse to revoke where an issuer published nothing: the badge would stay valid where it did.

    On a host on which the Profile does not stand, only hosted badges may, and ``hosting.json`` names none of
    them; there it is enough that the folder is that host's.

    Args:
        folder: the folder, there or not.
        origin: ``https://host`` that it is the root of.
        issuer: the address of the issuer's Profile.

    Raises:
        IssueError: it is so (FILE).
    """
    owners = {file.owner for file in published(folder, origin).values()}
    elsewhere = drafts.origin_of(issuer) != origin and published_host(folder) == origin
    if (issuer, VERSION) not in owners and not elsewhere:
        raise IssueError(
            f"{issuer[:200]} published nothing into {str(folder)!r:.200}: revoked there, the badge would"
            " stay valid",
            code="FILE",
            hint=f"name the folder into which it was published, the root of {origin}",
        )


def parsed(there: bytes | None, url: str) -> dict[str, Any]:
    """Return the document with this id in a file, {} for anything else."""
    found = json_of(there or b"{}")
    return found if isinstance(found, dict) and found.get("id") == url else {}


def json_of(text: bytes) -> Any:
    """Return the JSON that a file holds, None where it holds none."""
    try:
        return strictjson.loads(text)
    except QualityBadgeError:
        return None
