"""`qualitybadge bake`: put a credential into an image. Signs and verifies nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..errors import InputError, QualityBadgeError
from ..model.document import Kind, kind_of
from ..proofs import jws
from ..wire import image as images
from ..wire import strictjson
from .files import READABLE, WRITABLE, read, require_free, write_new
from .terminal import note


@click.command("bake")
@click.argument("image", type=READABLE)
@click.argument("credential", type=READABLE)
@click.option("--out", required=True, type=WRITABLE, help="Where to write.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(image: Path, credential: Path, *, out: Path, force: bool) -> int:
    """Put CREDENTIAL (a JSON or JWT file) into IMAGE (PNG or SVG); an earlier credential is replaced."""
    require_free(out, force=force)
    content, kind = _credential(read(credential), credential.name)
    version = "2.0" if kind.name.startswith(("OB1_", "OB2_")) else "3.0"
    write_new(out, images.bake(read(image), content, version=version), force=force)
    note(f"{kind.value} baked into {out}")
    return 0


def _credential(data: bytes, name: str) -> tuple[str, Kind]:
    """Return the text to bake and what it is.

    Raises:
        InputError: it is neither a JSON object nor a compact token, or no credential.
    """
    body = data.strip(b" \t\r\n")
    try:
        text = body.decode("utf-8")
        document = _document(body)
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file {name!r} is no UTF-8 text (byte {error.start})",
            code="PARSING",
            hint="name the image first and the credential (a JSON or JWT file) second",
        ) from None
    except QualityBadgeError as error:
        raise InputError(
            f"the file {name!r} is neither a JSON credential nor a compact JWT: {error.message}",
            code="PARSING",
            pointer=error.pointer,
        ) from None
    kind = kind_of(document)
    if kind is Kind.UNKNOWN:
        raise InputError(f"the file {name!r} is {kind.value}, not a badge", code="NOT_A_BADGE")
    return text, kind


def _document(body: bytes) -> Any:
    if not body.startswith(b"{"):
        token = jws.parse(body)
        payload = strictjson.loads(token.payload)
        inner = payload.get("vc") if isinstance(payload, dict) else None
        return inner if isinstance(inner, dict) else payload
    return strictjson.loads(body)
