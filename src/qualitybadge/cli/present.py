"""`qualitybadge present`: badges from files into one presentation, signed by their holder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from ..issue.holder import PROOFS, Holder
from ..proofs.vpjwt import Binding
from .faults import naming
from .files import READABLE, WRITABLE, require_free, require_same_format, write_new
from .hosted import HOSTED, fetcher_from
from .keys import read_pair
from .terminal import note, say


@click.command("present")
@click.argument("badges", nargs=-1, required=True, type=READABLE)
@click.option("--key", required=True, type=READABLE, help="The holder's private key: PEM or JWK.")
@click.option("--method", help="Verification method URL, such as did:web:ada.example#key-1.")
@click.option("--challenge", help="What the verifier gave for this occasion.")
@click.option("--domain", help="Who the verifier is, as it calls itself.")
@click.option("--minutes", type=click.IntRange(1), help="Minutes until the presentation expires.")
@click.option("--proof", type=click.Choice(PROOFS), help="Default: what fits the key.")
@click.option(
    "--version", type=click.Choice(["2.0", "1.1"]), default="2.0", show_default=True, help="Data model."
)
@HOSTED
@click.option("--out", required=True, type=WRITABLE, help="Where to write.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(badges: tuple[Path, ...], **options: Any) -> int:
    """Present BADGES (JSON, JWT, PNG or SVG files) together; the result is verified before it is written."""
    require_free(options["out"], force=options["force"])
    require_same_format(None, options["out"])
    key = read_pair(options["key"])
    fetcher = fetcher_from(options["hosted"], offline=True)
    with naming():
        holder = Holder(key, method=options["method"], fetcher=fetcher)
    presentation = holder.present(
        badges, proof=options["proof"], version=options["version"], **_binding(options)
    )
    text = presentation.to_json() if presentation.token is None else presentation.to_jwt()
    write_new(options["out"], text.encode("utf-8"), force=options["force"])
    say(f"{presentation.id}\n")
    note(f"Written to {options['out']}.")
    if options["challenge"] is None:
        note("Whoever sees it can show it again: ask the verifier for a challenge.")
    for url in holder.trust_artefacts():
        note(f"Nobody can verify it before the key stands under authentication at {url}")
    return 0


def _binding(options: dict[str, Any]) -> Binding:
    binding: Binding = {}
    if options["challenge"] is not None:
        binding["challenge"] = options["challenge"]
    if options["domain"] is not None:
        binding["domain"] = options["domain"]
    if options["minutes"] is not None:
        binding["expires"] = datetime.now(UTC) + timedelta(minutes=options["minutes"])
    return binding
