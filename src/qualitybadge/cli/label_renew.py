"""`qualitybadge label renew`: a new label for the holder of one. Publishes no list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .files import READABLE
from .label_award import award, awarding


@click.command("renew")
@click.argument("label", type=READABLE)
@click.argument("application", type=READABLE)
@awarding
def command(label: Path, application: Path, **options: Any) -> int:
    """Renew LABEL on APPLICATION, which names it: a new label that says which one it renews."""
    return award(application, label, options)
