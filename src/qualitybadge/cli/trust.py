"""Read whom a person trusts as they type it at the command line; looks nobody up."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ..verify.truststore import Anchor, IssuerRegistry, RecognizedEntities, TrustStore
from .faults import naming

_ISSUER = re.compile(r"(?:did:[a-z0-9]+:|https://)\S+")


def trust_from(texts: tuple[str, ...]) -> TrustStore | None:
    """Return the store that the options name together: issuers, and files of `TrustStore.load`.

    Raises:
        click.UsageError: one names neither, or a file that is not there.
        InputError: a file cannot be used.
    """
    if not texts:
        return None
    issuers: list[Anchor] = []
    registries: list[IssuerRegistry] = []
    lists: list[RecognizedEntities] = []
    for text in texts:
        store = _store(text)
        issuers += store.issuers
        registries += store.registries
        lists += store.recognized_entities
    return TrustStore(issuers, registries=registries, recognized_entities=lists)


def _store(text: str) -> TrustStore:
    if _ISSUER.fullmatch(text):
        return TrustStore([text])
    path = Path(text)
    if path.suffix.lower() in (".toml", ".json"):
        if not path.exists():
            raise click.UsageError(f"--trust: there is no file {text!r}; check the path")
        with naming(f"--trust {text}"):
            return TrustStore.load(path)
    raise click.UsageError(
        f"{text!r} names no issuer: give a DID, an https URL, or a file of issuers ending in .toml or .json"
    )
