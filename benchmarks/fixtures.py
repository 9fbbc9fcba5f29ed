"""Find and read the fixtures: keys, one credential in two sizes, images. Makes none of them."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

VARIABLE = "QUALITYBADGE_VECTORS"
SIZES = ("basic", "rich")
KEY_OF_ALGORITHM = {"EdDSA": "ed25519", "ES256": "p256", "RS256": "rsa"}


class MissingFixturesError(Exception):
    """There is nothing to measure with; the message says what to set."""


def bench_folder() -> Path:
    """Return the folder `bench` of the vectors."""
    named = os.environ.get(VARIABLE, "")
    if not named:
        raise MissingFixturesError(
            f"set {VARIABLE} to the folder of the vectors: bench/fixtures in it is measured"
        )
    folder = Path(named) / "bench"
    if not (folder / "fixtures" / "keys.json").is_file():
        raise MissingFixturesError(f"{VARIABLE} names {named}, which has no bench/fixtures/keys.json")
    return folder.resolve()


def path(name: str) -> Path:
    return bench_folder() / "fixtures" / name


@cache
def read(name: str) -> bytes:
    return path(name).read_bytes()


def text(name: str) -> str:
    return read(name).decode("utf-8").strip()


def data(name: str) -> Any:
    return json.loads(read(name))


def token(algorithm: str, size: str) -> str:
    return text(f"ob3_{size}.{algorithm}.jwt")


def proved(size: str) -> bytes:
    return read(f"ob3_{size}.eddsa-rdfc-2022.json")


def unsigned(size: str) -> Any:
    """Return the credential without proof, fresh on each call."""
    return data(f"ob3_{size}.unsigned.json")
