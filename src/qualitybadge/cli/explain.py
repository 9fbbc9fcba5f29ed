"""`qualitybadge explain`: one row of the problem table."""

from __future__ import annotations

import click

from ..problems import PROBLEMS


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Say what the problem CODE means and what to do; without CODE list them all."""
    if code is None:
        width = max(map(len, PROBLEMS))
        for problem in PROBLEMS.values():
            click.echo(f"{problem.code:<{width}}  {problem.title}")
        return 0
    found = PROBLEMS.get(code.rpartition("#")[2].upper()) or next(
        (problem for problem in PROBLEMS.values() if problem.type == code), None
    )
    if found is None:
        raise click.UsageError(f"there is no problem code {code!r}; `qualitybadge explain` lists them")
    click.echo(f"{found.code}: {found.title}\n\nWhat to do: {found.advice}.")
    if found.spec:
        click.echo(f"Clause:     {found.spec}")
    click.echo(f"Type:       {found.type}")
    return 0
