"""`qualitybadge bake`: put a credential into an image. Signs and verifies nothing."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import InputError, LimitError
from ..model.document import Kind, kind_of
from ..wire import image as images
from .files import READABLE, WRITABLE, read, require_free, require_same_format, write_new
from .terminal import note

_CLASSES = (Kind.OB2_BADGE_CLASS, Kind.OB1_BADGE_CLASS)
_BAKED = (
    Kind.BADGE,
    Kind.ENDORSEMENT,
    Kind.CLR,
    Kind.CREDENTIAL,
    Kind.OB2_ASSERTION,
    Kind.OB1_ASSERTION,
)


@click.command("bake")
@click.argument("image", type=READABLE)
@click.argument("credential", type=READABLE)
@click.option("--out", required=True, type=WRITABLE, help="Where to write.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(image: Path, credential: Path, *, out: Path, force: bool) -> int:
    """Put CREDENTIAL (a JSON or JWT file) into IMAGE (PNG or SVG); an earlier credential is replaced."""
    require_free(out, force=force)
    require_same_format(image, out)
    content, kind = _credential(read(credential), credential.name)
    version = "2.0" if kind.is_older else "3.0"
    write_new(out, images.bake(read(image), content, version=version), force=force)
    note(f"{kind.value} baked into {out}")
    return 0


def _credential(data: bytes, name: str) -> tuple[str, Kind]:
    """Return the text to bake and what it is.

    Raises:
        InputError: it is neither a JSON object nor a compact token, or no credential.
        LimitError: it is larger or deeper than the limits allow.
    """
    try:
        text = data.strip(b" \t\r\n").decode("utf-8")
        document = images.document_in(text)
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file {name!r} is no UTF-8 text (byte {error.start})",
            code="PARSING",
            hint="name the image first and the credential (a JSON or JWT file) second",
        ) from None
    except LimitError:
        raise
    except InputError as error:
        raise InputError(
            f"{name!r}: {error.message}", code="PARSING", pointer=error.pointer, hint=error.hint
        ) from None
    if not text.startswith("{") and isinstance(document, dict) and isinstance(document.get("vc"), dict):
        document = document["vc"]
    kind = kind_of(document)
    if kind not in _BAKED:
        hint = "bake an assertion of the class: only that is a badge" if kind in _CLASSES else ""
        raise InputError(f"the file {name!r} is {kind.value}, not a badge", code="NOT_A_BADGE", hint=hint)
    return text, kind
