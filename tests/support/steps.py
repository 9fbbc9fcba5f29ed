"""Issued badges whose parts name schemas, resources and refresh services, and the rows that come of it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import qualitybadge as qb
from qualitybadge.outcome import Check
from qualitybadge.wire import multibase
from support.credentials import OB, VC2, badge
from support.world import STRICT, proved, rows, verify, web

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXTS = [VC2, OB, EXTENSIONS]
SCHEMA = "https://schemas.example/welding.json"
REFRESH = "https://academy.example/newer/1"
CONTENT = b"A seam that holds."


def extended(**changes: Any) -> dict[str, Any]:
    """Return an unsigned badge that may use the terms of the extensions."""
    return badge(**{"@context": CONTEXTS, **changes})


def report_of(document: dict[str, Any], served: dict[str, Any] | None = None, **how: Any) -> qb.Report:
    """Sign the document, serve the academy's web and more, and verify."""
    return verify(proved(document), served=web() | (served or {}), **how)


def only_row(report: qb.Report, check_id: str) -> Check:
    """Return the one row of a check."""
    (row,) = rows(report, check_id)
    return row


def with_calls(
    document: dict[str, Any] | str, served: dict[str, Any], policy: qb.Policy = STRICT
) -> tuple[qb.Report, list[str]]:
    """Verify, and return with the report what was asked for beside the keys."""
    fetcher = qb.StaticFetcher(web() | served)
    report = verify(document, policy, fetcher=fetcher)
    return report, [url for url in fetcher.calls if "did.json" not in url]


def sri(name: str, content: bytes = CONTENT) -> str:
    """Return integrity metadata of the content."""
    return f"{name}-{base64.b64encode(hashlib.new(name, content).digest()).decode()}"


def multihash(code: int, name: str, prefix: str = "u", content: bytes = CONTENT) -> str:
    """Return the multibase form of a multihash of the content."""
    digest = hashlib.new(name, content).digest()
    return multibase.encode(bytes([code, len(digest)]) + digest, prefix)
