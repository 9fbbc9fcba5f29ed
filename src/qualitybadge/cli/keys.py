"""`qualitybadge keys`: make a key pair, or show the public side of a key file. Shows no secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ..errors import InvalidKeyError
from ..keys import KeyPair, PublicKey
from .faults import naming
from .files import READABLE, WRITABLE, json_object, read, require_free, write_new
from .terminal import note, say

_TYPES = ["Ed25519", "P-256", "P-384", "RSA"]


@click.group("keys")
def command() -> None:
    """Make a key pair, or show a key."""


@command.command("new")
@click.option(
    "--type",
    "kind",
    type=click.Choice(_TYPES, case_sensitive=False),
    default=_TYPES[0],
    show_default=True,
)
@click.option("--out", required=True, type=WRITABLE, help="PEM file to write.")
@click.option("--encrypt", is_flag=True, help="Ask for a pass phrase and encrypt the file.")
@click.option("--force", is_flag=True, help="Overwrite the file, and lose the key in it.")
def new(kind: str, out: Path, *, encrypt: bool, force: bool) -> int:
    """Make a key pair and write it as PKCS #8 PEM, readable by you only."""
    require_free(out, force=force)
    password = None
    if encrypt:
        password = click.prompt("Pass phrase", hide_input=True, confirmation_prompt=True, err=True)
    pair = KeyPair.generate(kind)
    write_new(out, pair.to_pem(password), force=force, private=True)
    say(_described(pair.public_key, brief=True))
    note(f"Written to {out}. Keep it secret, and keep a copy: badges are as good as this key.")
    return 0


@command.command("show")
@click.argument("file", type=READABLE)
def show(file: Path) -> int:
    """Show the public key in FILE (PEM or JWK, public or private) in every form; secrets are never shown."""
    say(_described(read_public(file)))
    return 0


def read_pair(file: Path) -> KeyPair:
    """Read the private key that --key names, PEM or JWK, asking for the pass phrase where it is encrypted.

    Raises:
        InputError: the file holds no acceptable private key, or the pass phrase is wrong.
    """
    with naming("--key"):
        return _pair(read(file), file)


def _pair(content: bytes, file: Path) -> KeyPair:
    jwk = _jwk_or_pem(content, file)
    if jwk is not None:
        return KeyPair.from_jwk(jwk)
    password = None
    if b"ENCRYPTED" in content:
        password = click.prompt("Pass phrase", hide_input=True, err=True)
    return KeyPair.from_pem(content, password)


def read_public(file: Path) -> PublicKey:
    """Read the public side of any key file.

    Raises:
        InvalidKeyError: the file holds no acceptable key.
        InputError: the file begins like a JWK and is none.
    """
    content = read(file)
    if b"PRIVATE KEY" in content:
        return _pair(content, file).public_key
    jwk = _jwk_or_pem(content, file)
    if jwk is not None:
        return KeyPair.from_jwk(jwk).public_key if "d" in jwk else PublicKey.from_jwk(jwk)
    return PublicKey.from_pem(content)


def _jwk_or_pem(content: bytes, file: Path) -> dict[str, Any] | None:
    """Return the members of a JWK, None for PEM; whether either is a good key is not asked here.

    Raises:
        InvalidKeyError: the file does not even look like a key.
        InputError: it begins like a JWK and is no JSON object.
    """
    jwk = json_object(content, file) if content.lstrip().startswith(b"{") else None
    if "kty" in jwk if jwk is not None else b"-----BEGIN " in content:
        return jwk
    raise InvalidKeyError(
        f"the file {file.name!r} is no key", hint="a key file is PEM (-----BEGIN …) or a JWK (JSON with kty)"
    )


def _described(key: PublicKey, *, brief: bool = False) -> str:
    """Return the key in every form; where `brief`, without a DID of many lines, which `show` has."""
    lines = [f"type       {key.type} ({key.jose_algorithm})"]
    if key.type == "RSA":
        lines += [] if brief else [f"did:jwk    {key.to_did_jwk()}"]
    else:
        lines += [f"did:key    {key.to_did_key()}", f"multikey   {key.to_multikey()}"]
    lines += [f"thumbprint {key.thumbprint()}", f"jwk        {json.dumps(key.to_jwk())}"]
    return "\n".join(lines) + "\n"
