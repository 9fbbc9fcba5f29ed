"""The options that say under which terms a badge is verified; the same for every command that does."""

from __future__ import annotations

from typing import Any

import click

from ..model.identity import Recipient
from ..verify.policy import RELAXATIONS, Policy
from .recipient import recipient_from

OFFLINE = click.option(
    "--offline", is_flag=True, help="Ask for nothing; what needs the network stays undetermined."
)
COMPATIBLE = click.option(
    "--compatible", is_flag=True, help="Accept what circulates; trust is lowered accordingly."
)
ACCEPT = click.option(
    "--accept",
    metavar="FIELD",
    multiple=True,
    type=click.Choice(sorted(RELAXATIONS)),
    help="Accept one deviation, by the name that the report gives it; may be repeated.",
)
RECIPIENT = click.option("--recipient", metavar="EMAIL|DID|URL|TYPE=ID", help="Whose badge it must be.")


def policy_from(options: dict[str, Any], **terms: Any) -> Policy:
    """Return the policy that the options ask for, with further terms of one command."""
    terms |= dict.fromkeys(options["accept"], True)
    return Policy.compatible(**terms) if options["compatible"] else Policy(**terms)


def belongs_to(options: dict[str, Any]) -> Recipient | None:
    """Return whose badge it must be, None where nobody asked.

    Raises:
        click.UsageError: the option names no recipient.
    """
    said = options["recipient"]
    return None if said is None else recipient_from(said)
