"""`qualitybadge label scheme`: print a label scheme. Changes none."""

from __future__ import annotations

import click

from .label_options import scheme_option
from .terminal import say


@click.command("scheme")
@click.argument("name", required=False, metavar="[NAME|FILE]")
@click.option("--template", is_flag=True, help="Print a small scheme to begin your own with.")
def command(name: str | None, *, template: bool) -> None:
    """Print a scheme as TOML; without NAME list the built-in ones."""
    from ..quality.label.scheme import LabelScheme, scheme_names

    if template:
        say(LabelScheme.template())
    elif name is None:
        say("".join(f"{one}  {LabelScheme.load(one).name}\n" for one in scheme_names()))
    else:
        say(scheme_option(name).to_toml())
