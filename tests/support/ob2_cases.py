"""The Open Badges 2.0 cases of the external vectors: what is handed in, and what their web answers."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import qualitybadge as qb
from conftest import VECTORS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@cache
def cases() -> list[dict[str, Any]]:
    if VECTORS is None:
        return []
    lines = (VECTORS / "ob2" / "cases.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


@cache
def contexts(folder: Path) -> dict[str, qb.Response]:
    index = json.loads((folder / "contexts" / "index.json").read_text(encoding="utf-8"))
    index = index.get("contexts", index)
    return {url: qb.Response(body=(folder / row["file"]).read_bytes()) for url, row in index.items()}


def answer(row: dict[str, Any], folder: Path) -> qb.Response:
    headers = dict(row.get("headers") or {})
    if row.get("content_type"):
        headers["Content-Type"] = row["content_type"]
    if "json" in row:
        body = json.dumps(row["json"], ensure_ascii=False).encode()
    elif "base64" in row:
        body = base64.b64decode(row["base64"])
    elif "file" in row:
        body = (folder / row["file"]).read_bytes()
    elif "context_file" in row:
        body = (folder / row["context_file"]).read_bytes()
    else:
        body = row.get("text", "").encode()
    return qb.Response(status=row.get("status", 200), headers=headers, body=body)


def source(case: dict[str, Any]) -> Any:
    given = case["input"]
    if given["kind"] == "file":
        return base64.b64decode(given["base64"])
    value = given["value"]
    return value if isinstance(value, str | dict) else json.dumps(value)


def policy_of(case: dict[str, Any]) -> qb.Policy:
    insecure = "http://" in json.dumps(case["input"]) or any(url.startswith("http:") for url in case["http"])
    return qb.Policy.compatible() if insecure else qb.Policy()


def verify(case: dict[str, Any], folder: Path, policy: qb.Policy | None = None) -> qb.Report:
    web = contexts(folder) | {url: answer(row, folder) for url, row in case["http"].items()}
    profile = case.get("recipient_profile")
    return qb.verify(
        source(case),
        policy=policy or policy_of(case),
        fetcher=qb.StaticFetcher(web),
        now=NOW,
        recipient=qb.Recipient.from_profile(profile) if profile else None,
    )
