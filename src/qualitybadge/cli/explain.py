"""`qualitybadge explain`: one row of the problem table, or its list."""

from __future__ import annotations

import click

from ..problems import PROBLEMS, Problem
from .terminal import say
from .words import in_words


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Say what the problem CODE means and what to do; without CODE list them all."""
    if code is None:
        width = max(map(len, PROBLEMS))
        say("".join(f"{problem.code:<{width}}  {problem.title}\n" for problem in PROBLEMS.values()))
        return 0
    found = _problem(code)
    lines = [f"{found.code}: {found.title}", "", f"What to do: {in_words(found.advice)}."]
    if found.spec:
        lines.append(f"Clause:     {found.spec}")
    lines.append(f"Type:       {found.type}")
    say("\n".join(lines) + "\n")
    return 0


def _problem(code: str) -> Problem:
    """Return the row of a code or type, whatever its case.

    Raises:
        click.UsageError: there is none.
    """
    wanted = code.strip().upper()
    for problem in PROBLEMS.values():
        if wanted in (problem.code, problem.type.upper(), problem.type.rpartition("#")[2].upper()):
            return problem
    from difflib import get_close_matches

    near = get_close_matches(wanted, PROBLEMS, n=1)
    hint = f"do you mean {near[0]}?" if near else "`qualitybadge explain` lists them"
    raise click.UsageError(f"there is no problem code {code!r}; {hint}")
