"""Revoke hosted badges of Open Badges 2.0 in the folder that hosts them; knows nothing of signed ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import IssueError
from ..jsonld.compaction_parts import listed
from ..limits import DEFAULT_LIMITS
from . import folder as disk
from . import ob2_draft as drafts
from .artefacts import LINKED_DATA_TYPE
from .hosting import GONE, HostedFile, json_text, paths_of, published
from .ob2_revocations import kept_reason
from .ob2_standing import VERSION, parsed, require_host, require_published
from .publication import Draft, Publication, hash_of, publication_of


def withdrawal(
    issuer: str, home: Path, url: str, reason: str, *, known: bool, overwrite: bool
) -> Publication:
    """Return what to write so that a hosted badge is revoked.

    Args:
        issuer: the address of the issuer's Profile.
        home: the folder.
        url: the address of the badge.
        reason: why.
        known: whether the badge itself was named and not only an address, which may be mistyped.
        overwrite: revoke whatever stands there, or nothing.

    Raises:
        IssueError: see `qualitybadge.issue.ob2.Ob2Issuer.revoke`.
    """
    origin = drafts.origin_of(url)
    require_host(home, origin)
    known_there = published(home, origin, overwrite=overwrite)
    (path,) = paths_of([url], home)
    there = disk.read_if_there(home / path, DEFAULT_LIMITS.json_bytes)
    content = json_text(drafts.revoked_copy(url, reason))
    notes: tuple[str, ...] = ()
    standing = parsed(there, url)
    if there is not None and standing.get("revoked") is True:
        content, notes = there, kept_reason(standing, reason)  # the first reason stays
    elif there is None and not overwrite:
        require_published(home, origin, issuer)
        _require_known(url, known=known)
    elif not overwrite:
        _require_own(standing, url, issuer, known_there.values())
    file = HostedFile(url, path, LINKED_DATA_TYPE, issuer, (hash_of(content),), VERSION, GONE)
    left = [file for other, file in known_there.items() if other != path]
    return replace(publication_of(home, origin, [Draft(file, content, there)], left, []), notes=notes)


def _require_known(url: str, *, known: bool) -> None:
    """Refuse to revoke what was never published here, unless it is known to be a badge.

    Raises:
        IssueError: it is so (FILE).
    """
    if not known:
        raise IssueError(
            f"nothing was published at {url[:200]}",
            code="FILE",
            hint="check the address; where the file of a badge was deleted, revoke with overwrite=True",
        )


def _require_own(
    standing: Mapping[str, Any], url: str, issuer: str, known_there: Iterable[HostedFile]
) -> None:
    """Refuse to revoke what stands there for something else.

    Raises:
        IssueError: it is so (FILE).
    """
    owners = [file.owner for file in known_there if file.url == standing.get("badge")]
    if "Assertion" not in listed(standing.get("type")) or owners not in ([], [(issuer, VERSION)]):
        raise IssueError(
            f"what stands at {url[:200]} is no badge of this issuer",
            code="FILE",
            hint="look at it, then revoke with overwrite=True to replace it",
        )
