"""`qualitybadge label`: the group of commands around a label; does the work of no command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import click

from .group import Commands

# A row for each command; its work stands in the module label_<name>.
_COMMANDS = {
    "apply": "Fill in an application, question by question; or print a form.",
    "award": "Award a label on a complete record.",
    "check": "Say what an application lacks and what in it does not fit.",
    "decide": "Hold reviews and a decision against the scheme, and record the decision.",
    "holders": "List who holds a label.",
    "renew": "Renew a label on a new application.",
    "review": "Make a form for a review, or record a finished one.",
    "revoke": "Revoke a label for good.",
    "suspend": "Suspend a label, or end its suspension.",
    "verify": "Verify a label beside a badge.",
    "scheme": "Print a label scheme, or one to begin your own with.",
}


class LabelCommands(Commands):
    """The commands of the group, each loaded when it is called."""

    table: ClassVar[Mapping[str, str]] = _COMMANDS
    prefix: ClassVar[str] = "label_"


@click.command("label", cls=LabelCommands)
def command() -> None:
    """Apply for a label, evaluate applications, award and verify labels."""
