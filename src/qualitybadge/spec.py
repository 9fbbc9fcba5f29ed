"""Hands out the contexts, schemas and tables shipped under `schemas/`, each checked against its hash.

It never fetches anything and does not interpret what it hands out. The files are the project's own
normal form of the published contexts; `schemas/contexts/manifest.json` says which bytes they stand for.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from typing import Any

from .errors import QualityBadgeError, UnsupportedError

_PACKAGE = os.path.dirname(__file__)  # noqa: PTH120 - pathlib would cost 10 ms in a fresh process
_IN_WHEEL = os.path.join(_PACKAGE, "schemas")  # noqa: PTH118 - likewise
_SCHEMAS = _IN_WHEEL if os.path.isdir(_IN_WHEEL) else os.path.join(_PACKAGE, "..", "..", "schemas")  # noqa: PTH112, PTH118

_WEB = frozenset({"http", "https"})
_PUBLISHERS = ("w3id.org/openbadges/", "openbadgespec.org/")
_OPEN_BADGES = {
    f"{place}{version}{file}": f"https://w3id.org/openbadges/{version}"
    for place in _PUBLISHERS
    for version in ("v0", "v1", "v2")
    for file in ("", "/context.json")
}
"""The contexts of badges before 3.0: address without its scheme -> the one pinned address."""


def read_context(url: str, *, variant: str | None = None) -> dict[str, Any]:
    """Return the pinned context document of a URL: the object that holds ``@context``.

    The same object is returned each time; treat it as immutable.

    Args:
        url: the address as it stands in ``@context``, compared letter by letter.
        variant: which content, where the address had several over time (see `context_variants`);
            None means the latest.

    Raises:
        UnsupportedError: the address or the variant is not pinned (CONTEXT_UNKNOWN).
        QualityBadgeError: the installation is damaged.
    """
    rows = _context_rows(url)
    row = rows[0] if variant is None else next((row for row in rows if row["variant"] == variant), None)
    if row is None:
        known = ", ".join(filter(None, context_variants(url))) or "one content only"
        raise UnsupportedError(
            f"no variant {variant!r} of {url} is known", code="CONTEXT_UNKNOWN", hint=f"known: {known}"
        )
    document: dict[str, Any] = _read(f"contexts/{row['file']}", row["sha256"])
    return document


def context_urls() -> frozenset[str]:
    """Return every address whose context is pinned.

    Raises:
        QualityBadgeError: the installation is damaged.
    """
    return frozenset(_contexts())


def official_context(url: str) -> str:
    """Return the pinned address of a context of Open Badges that is spelled in another way.

    What its publishers redirect from: http, a slash at the end, the address without the file's name. Every
    other address is returned as it is.
    """
    scheme, _, rest = url.partition("://")
    if scheme.lower() not in _WEB:
        return url
    rest = rest.rstrip("/")
    known = _OPEN_BADGES.get(rest)
    if known is not None:
        return known
    pinned = f"https://{rest}"
    return pinned if rest.startswith(_PUBLISHERS) and pinned in _contexts() else url


def context_variants(url: str) -> tuple[str, ...]:
    """Return the names of the contents that an address had, the latest first.

    An address that only ever had one content has the one variant "".

    Raises:
        UnsupportedError: the address is not pinned (CONTEXT_UNKNOWN).
        QualityBadgeError: the installation is damaged.
    """
    return tuple(row["variant"] for row in _context_rows(url))


def context_digests(url: str) -> dict[str, str]:
    """Return SHA-256 (hex, of the JCS form) of each published content of an address -> its variant.

    So that somebody who hands in a published document is told apart from somebody who altered it.

    Raises:
        UnsupportedError: the address is not pinned (CONTEXT_UNKNOWN).
        QualityBadgeError: the installation is damaged.
    """
    return {row["content"]: row["variant"] for row in _context_rows(url)}


def context_published(url: str) -> frozenset[str]:
    """Return SHA-256 (hex) of the bytes of each file that was published at an address.

    Raises:
        UnsupportedError: the address is not pinned (CONTEXT_UNKNOWN).
        QualityBadgeError: the installation is damaged.
    """
    return frozenset(digest for row in _context_rows(url) for digest in row["published"])


def read_schema(schema_id: str) -> dict[str, Any]:
    """Return the shipped JSON Schema with this ``$id``; treat it as immutable.

    Raises:
        UnsupportedError: no such schema is shipped.
        QualityBadgeError: the installation is damaged.
    """
    for path, row in _files().items():
        if row.get("id") == schema_id:
            document: dict[str, Any] = _read(path, row["sha256"])
            return document
    raise UnsupportedError(f"the schema {schema_id} is not shipped with qualitybadge")


def read_table(name: str) -> Any:
    """Return other JSON data by its path under `schemas/` without ``.json``; treat it as immutable.

    Raises:
        UnsupportedError: no such table is shipped.
        QualityBadgeError: the installation is damaged.
    """
    path = f"{name}.json"
    if path not in _files():
        raise UnsupportedError(f"the table {name} is not shipped with qualitybadge")
    return _read(path, _files()[path]["sha256"])


def _context_rows(url: str) -> list[dict[str, Any]]:
    rows = _contexts().get(url)
    if rows is None:
        raise UnsupportedError(f"the context {url} is not known", code="CONTEXT_UNKNOWN")
    return rows


@functools.cache
def _contexts() -> dict[str, list[dict[str, Any]]]:
    result: dict[str, list[dict[str, Any]]] = {}
    for row in _read("contexts/manifest.json")["contexts"]:
        for url in row["urls"]:
            result.setdefault(url, []).append(row)
    return result


@functools.cache
def _files() -> dict[str, dict[str, str]]:
    files: dict[str, dict[str, str]] = _read("manifest.json")["files"]
    return files


@functools.cache
def _read(path: str, sha256: str | None = None) -> Any:
    """Return the JSON of a shipped file; the manifests, which hold the hashes, have none themselves."""
    try:
        with open(os.path.join(_SCHEMAS, path), "rb") as file:  # noqa: PTH118, PTH123 - as above
            data = file.read()
        if sha256 is None or hashlib.sha256(data).hexdigest() == sha256:
            return json.loads(data)
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    raise _damaged(path)


def _damaged(path: str) -> QualityBadgeError:
    return QualityBadgeError(
        f"the installation is damaged: schemas/{path} is missing or altered",
        hint="install qualitybadge again",
    )
