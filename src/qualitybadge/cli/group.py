"""The group of commands and the exit codes; does the work of no command."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click

from .. import __version__
from ..errors import QualityBadgeError
from .terminal import (
    EXIT_INDETERMINATE,
    EXIT_INTERNAL,
    EXIT_INVALID,
    EXIT_USAGE,
    EXIT_VALID,
    complain,
    note,
)

_COMMANDS = {
    "assess": "Tell what keeps a badge or draft from being recognised, and how to mend it.",
    "assess-issuer": "Assess the badges of an issuer in a folder together.",
    "bake": "Put a credential into a PNG or SVG image.",
    "disclose": "Show a part of a badge and keep the rest to yourself.",
    "endorse": "Speak for a badge, an achievement or an issuer, signed.",
    "explain": "Say what a problem code means and what to do.",
    "issue": "Issue a badge from a profile, an achievement and a recipient.",
    "keys": "Make a key pair, or show a key.",
    "label": "Apply for a label, evaluate applications, award and verify labels.",
    "ob2": "Issue, publish and revoke badges of Open Badges 2.0.",
    "present": "Show badges to somebody who asked, signed for that occasion.",
    "publish": "Write what others need to verify an issuer's badges, into a folder to host.",
    "status": "Keep status lists: give badges an entry, suspend, revoke, publish.",
    "unbake": "Take the credential out of an image.",
    "upgrade": "Bring a badge of Open Badges 2.0 or before forward to 3.0.",
    "verify": "Verify a badge: a file, an https URL, or - for standard input.",
}


_USAGE = frozenset({"FILE", "USAGE"})  # called in a way that cannot work, such as over a file that is there


class Commands(click.Group):
    """A group that loads a command's module when it is called, so that each starts fast.

    Attributes:
        table: the commands, with what each does in one sentence.
        prefix: what the names of their modules begin with.
    """

    table: ClassVar[Mapping[str, str]] = _COMMANDS
    prefix: ClassVar[str] = ""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, sorted."""
        return sorted(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, None where there is no such one."""
        if cmd_name not in self.table:
            return None
        module = f"{__package__}.{self.prefix}{cmd_name.replace('-', '_')}"
        command: click.Command = import_module(module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(self.table.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="qualitybadge")
def group() -> None:
    """Issue, bake, verify and explain Open Badges.

    Exit codes: 0 valid, 1 invalid, 2 could not be determined, 64 wrong usage, 70 internal error.
    """


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code.

    An exception that is no answer to the input leaves as it is; `main` turns it into exit code 70.
    """
    try:
        code = group.main(arguments, prog_name="qualitybadge", standalone_mode=False)
    except SystemExit:
        return EXIT_VALID  # click's way out where a help page meets a closed pipe: it was read
    except click.exceptions.Abort:
        note("Aborted.")
        return EXIT_USAGE
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except QualityBadgeError as error:
        complain(error)
        return _exit_code(error)
    except OSError as error:
        note(f"Error: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
        return EXIT_USAGE
    return code if isinstance(code, int) else EXIT_VALID


def _exit_code(error: QualityBadgeError) -> int:
    if error.code == "INTERNAL":
        return EXIT_INTERNAL
    if error.code in _USAGE:
        return EXIT_USAGE
    return EXIT_INDETERMINATE if error.undetermined else EXIT_INVALID
