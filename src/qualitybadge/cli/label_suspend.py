"""`qualitybadge label suspend`: until further notice, or the end of it. Publishes no list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .label_revoke import change, changing


@click.command("suspend")
@changing
@click.option("--end", is_flag=True, help="End the suspension.")
def command(label: Path, **options: Any) -> int:
    """Suspend LABEL, or end its suspension; its entry must be of a list of purpose suspension."""
    return change(label, "unsuspend" if options["end"] else "suspend", options)
