"""A published folder, seen as verifiers see it: through a server that knows nothing but hosting.json."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import qualitybadge as qb

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
ADA = qb.Recipient.did("did:example:ada")
ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "name": "Welding, first course",
    "description": "Joins two plates that stay joined.",
    "criteria": {"narrative": "Weld a seam that holds 5 kN, seen by an examiner."},
}


def answers(folder: Path) -> dict[str, qb.Response]:
    """Return what a web server answers that hosts the folder by its list."""
    files = json.loads((folder / "hosting.json").read_text(encoding="utf-8"))["files"]
    return {
        file["url"]: qb.Response(
            headers={"Content-Type": file["mediaType"]}, body=(folder / file["file"]).read_bytes()
        )
        for file in files
        if (folder / file["file"]).exists()  # a list is ahead of its files while they are written
    }


def verdicts(folder: Path, *badges: qb.Badge) -> list[str]:
    """Return the verdicts on every form of the badges, in order."""
    web = answers(folder)
    forms: list[Any] = [form for made in badges for form in (made.document, made.token) if form is not None]
    return [qb.verify(form, fetcher=qb.StaticFetcher(web), now=NOW).verdict.name for form in forms]
