"""`qualitybadge keys`: make a key pair, or show the public side of a key file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..errors import InvalidKeyError
from ..keys import KeyPair, PublicKey
from .output import write_new


@click.group("keys")
def command() -> None:
    """Make a key pair, or show a key."""


@command.command("new")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["Ed25519", "P-256", "P-384", "RSA"]),
    default="Ed25519",
    show_default=True,
)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="PEM file to write."
)
@click.option("--encrypt", is_flag=True, help="Ask for a pass phrase and encrypt the file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def new(kind: str, out: Path, *, encrypt: bool, force: bool) -> int:
    """Make a key pair and write it as PKCS #8 PEM, readable by you only."""
    password = click.prompt("Pass phrase", hide_input=True, confirmation_prompt=True) if encrypt else None
    pair = KeyPair.generate(kind)
    pem = pair.to_pem(password.encode("utf-8") if password else None)
    write_new(out, pem, force=force, private=True)
    _show(pair.public_key)
    return 0


@command.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def show(file: Path) -> int:
    """Show the public key in FILE (PEM or JWK, public or private) in every form; secrets are never shown."""
    _show(read_public(file))
    return 0


def read_pair(file: Path) -> KeyPair:
    """Read a private key from PEM or JWK, asking for the pass phrase where it is encrypted.

    Raises:
        InvalidKeyError: the file holds no acceptable private key, or the pass phrase is wrong.
    """
    content = file.read_bytes()
    if content.lstrip().startswith(b"{"):
        return KeyPair.from_jwk(_json(content))
    password = None
    if b"ENCRYPTED" in content:
        password = click.prompt("Pass phrase", hide_input=True, err=True).encode("utf-8")
    return KeyPair.from_pem(content, password)


def read_public(file: Path) -> PublicKey:
    """Read the public side of any key file.

    Raises:
        InvalidKeyError: the file holds no acceptable key.
    """
    content = file.read_bytes()
    if b"PRIVATE KEY" in content:
        return read_pair(file).public_key
    if content.lstrip().startswith(b"{"):
        jwk = _json(content)
        return KeyPair.from_jwk(jwk).public_key if "d" in jwk else PublicKey.from_jwk(jwk)
    return PublicKey.from_pem(content)


def _json(content: bytes) -> dict[str, object]:
    from ..wire import strictjson

    value = strictjson.loads(content)
    if not isinstance(value, dict):
        raise InvalidKeyError("the file is no JWK")
    return value


def _show(key: PublicKey) -> None:
    click.echo(f"type       {key.type} ({key.jose_algorithm})")
    if key.type != "RSA":
        click.echo(f"did:key    {key.to_did_key()}")
        click.echo(f"multikey   {key.to_multikey()}")
    else:
        click.echo(f"did:jwk    {key.to_did_jwk()}")
    click.echo(f"thumbprint {key.thumbprint()}")
    click.echo(f"jwk        {json.dumps(key.to_jwk())}")
