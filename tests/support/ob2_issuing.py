"""An academy that issues badges of Open Badges 2.0, and the web that hosts what it published; for tests."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import qualitybadge as qb
from qualitybadge.issue.ob2 import Ob2Issuer
from support.images import png
from support.keyring import pair

HOME = "https://academy.example"
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
PROFILE = {"id": f"{HOME}/issuer", "name": "Academy", "url": HOME, "email": "badges@academy.example"}
PICTURE = "data:image/png;base64," + base64.b64encode(png()).decode()
TIDE = {
    "id": f"{HOME}/classes/tide.json",
    "name": "Tide Reading",
    "description": "Reads tide tables.",
    "image": PICTURE,
    "criteria": {"narrative": "Planned three moorings."},
}
AT = f"{HOME}/badges/1.json"
ADA = qb.Recipient.email("ada@example.org", hashed=True)
RSA = pair("RSA", "ob2")


def issuer(key: Any = RSA, **how: Any) -> Ob2Issuer:
    """Return the academy."""
    profile = how.pop("profile", PROFILE)
    return Ob2Issuer(profile, key, **{"clock": lambda: NOW, **how})


def web(folder: Path, *, by_list: bool = False, host: str = HOME) -> qb.StaticFetcher:
    """Return the web that hosts a folder; `by_list`: its server heeds the status in hosting.json."""
    answers = {
        f"{host}/{path.relative_to(folder).as_posix()}": qb.Response(body=path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }
    if by_list:
        for file in json.loads((folder / "hosting.json").read_bytes())["files"]:
            if "status" in file:
                answers[file["url"]] = qb.Response(status=file["status"], body=b"gone")
    return qb.StaticFetcher(answers)


def verify(source: Any, folder: Path, **how: Any) -> qb.Report:
    """Verify against the web that hosts the folder."""
    return qb.verify(source, fetcher=web(folder, by_list=how.pop("by_list", False)), now=NOW, **how)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of the folder by its path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
