"""The options of the commands that assess: by which profile and rules, in which language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .faults import naming
from .files import READABLE, WRITABLE
from .hosted import FETCH, HOSTED, fetcher_if_asked

if TYPE_CHECKING:
    from ..fetcher import Fetcher
    from ..quality.profile import Profile
    from ..quality.ruleset import RuleSet

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--profile",
        metavar="NAME|FILE",
        default="recognition",
        show_default=True,
        help="What kind of badge it is to be: the name of a profile, or a TOML file with one of your own.",
    ),
    click.option("--rule-set", "rule_set", type=READABLE, help="A TOML file with a rule set of your own."),
    click.option("--language", metavar="TAG", default="en", show_default=True, help="Of titles and advice."),
    click.option("--html", "html", type=WRITABLE, metavar="OUT", help="Write a page to this file, too."),
    click.option("--force", is_flag=True, help="Overwrite the file of --html."),
    FETCH,
    click.option("--offline", is_flag=True, help="Ask for nothing; so it is unless --fetch is given."),
    HOSTED,
    click.option(
        "--at",
        "now",
        metavar="MOMENT",
        type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]),
        help="Assess as of this moment, such as 2026-11-01T12:00:00Z.",
    ),
)


def assessing(command: Command) -> Command:
    """Give a command the options of assessing."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def terms_from(options: dict[str, Any]) -> dict[str, Any]:
    """Return profile, rule set and what else the options name, as `Assessor` takes them.

    Raises:
        click.UsageError: two options contradict each other, or one names nothing that is there.
        InputError: a file cannot be used.
    """
    ruleset = _ruleset(options["rule_set"])
    now: datetime | None = options["now"]
    return {
        "profile": _profile(options["profile"], ruleset),
        "ruleset": ruleset,
        "fetcher": _fetcher(options),
        "language": _language(options["language"], ruleset),
        **({"clock": lambda: now} if now else {}),
    }


def _ruleset(path: Path | None) -> RuleSet | None:
    if path is None:
        return None
    from ..quality.userfiles import load_ruleset

    with naming("--rule-set"):
        return load_ruleset(path)


def _profile(said: str, ruleset: RuleSet | None) -> Profile:
    from ..quality.profile import built_in_profile

    with naming("--profile"):
        if not said.lower().endswith(".toml"):
            return built_in_profile(said)
        from ..quality.userfiles import load_profile

        return load_profile(Path(said), ruleset)


def _language(said: str, ruleset: RuleSet | None) -> str:
    from ..quality.ruleset import built_in

    known = (ruleset or built_in()).languages
    if said not in known:
        raise click.UsageError(f"--language: there is no {said!r}; known: {', '.join(known)}")
    return said


def _fetcher(options: dict[str, Any]) -> Fetcher | None:
    if options["fetch"] and options["offline"]:
        raise click.UsageError("--fetch and --offline contradict each other")
    return fetcher_if_asked(options["hosted"], fetch=options["fetch"])
