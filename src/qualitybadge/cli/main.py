"""The group of commands and the exit codes; does the work of no command."""

from __future__ import annotations

from importlib import import_module

import click

from ..errors import QualityBadgeError

EXIT_VALID, EXIT_INVALID, EXIT_INDETERMINATE, EXIT_USAGE, EXIT_INTERNAL = 0, 1, 2, 64, 70

_COMMANDS = {
    "bake": "Put a credential into a PNG or SVG image.",
    "explain": "Say what a problem code means and what to do.",
    "issue": "Issue a badge from a profile, an achievement and a recipient.",
    "keys": "Make a key pair, or show a key.",
    "unbake": "Take the credential out of an image.",
    "verify": "Verify a badge: a file, an https URL, or - for standard input.",
}


class Commands(click.Group):
    """A group that loads a command's module when it is called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, sorted."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, None where there is no such one."""
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"{__package__}.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="qualitybadge", prog_name="qualitybadge")
def group() -> None:
    """Issue, bake, verify and explain Open Badges.

    Exit codes: 0 valid, 1 invalid, 2 could not be determined, 64 wrong usage, 70 internal error.
    """


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        code = group.main(arguments, prog_name="qualitybadge", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.Abort:
        click.echo("Aborted.", err=True)
        return EXIT_USAGE
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except QualityBadgeError as error:
        click.echo(f"Error: {error}", err=True)
        return EXIT_INVALID
    except OSError as error:
        click.echo(f"Error: {error.strerror or error}: {error.filename or ''}".rstrip(": "), err=True)
        return EXIT_USAGE
    return code if isinstance(code, int) else EXIT_VALID
