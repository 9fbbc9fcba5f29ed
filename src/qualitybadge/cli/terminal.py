"""What the command line says and where: answers, complaints, and the last word on a fault of our own."""

from __future__ import annotations

import io
import os
import sys
from types import TracebackType

import click

from ..errors import QualityBadgeError

EXIT_VALID, EXIT_INVALID, EXIT_INDETERMINATE, EXIT_USAGE, EXIT_INTERNAL = 0, 1, 2, 64, 70

_LONGEST = 10_000  # a complaint about a draft lists every fault


def prepare() -> None:
    """Let a terminal that cannot show a character show its number instead of ending the program."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def is_terminal() -> bool:
    """Whether a person sees what we say; a closed standard output is none."""
    return sys.stdout is not None and sys.stdout.isatty()


def say(text: str) -> None:
    """Write to standard output: UTF-8 into files and pipes, the terminal's own encoding on a terminal.

    Whoever closes the pipe early (``| head -1``) has read enough: the exit code still carries the answer.
    """
    try:
        click.echo(text if is_terminal() else text.encode("utf-8", "backslashreplace"), nl=False)
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # or Python would complain when it flushes at the end
        os.close(nowhere)


def note(text: str) -> None:
    """Write a line to standard error, beside the answer."""
    click.echo(text, err=True)


def complain(error: QualityBadgeError) -> None:
    """Say what is wrong, where, and what to do next; a stranger's words in it are made harmless."""
    from ..problems import PROBLEMS, SAYS_NOTHING
    from ..report.inert import inert
    from .words import in_words

    where = f" at {inert(error.pointer)}" if error.pointer else ""
    note(f"Error: {inert(error.message, longest=_LONGEST)}{where} [{error.code}]")
    hint = in_words(error.hint or PROBLEMS[error.code].advice)
    if hint and hint not in SAYS_NOTHING:
        note(f"Hint: {inert(hint, longest=_LONGEST)}")


def internal_error(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:  # the signature of sys.excepthook
    """End the program on an exception that nobody expected: one line, no traceback, exit code 70.

    Neither the text of the exception nor a traceback is shown, for either could hold a secret;
    ``python -X dev -m qualitybadge.cli`` shows both.
    """
    if issubclass(kind, KeyboardInterrupt):
        os._exit(EXIT_USAGE)
    if sys.flags.dev_mode:
        sys.__excepthook__(kind, error, trace)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_qualname}, line {trace.tb_lineno}" if trace is not None else ""
    sys.stderr.write(f"Internal error: {kind.__name__}{place}. Nothing is known about the badge.\n")
    sys.stderr.write("Please report it; python -X dev -m qualitybadge.cli … shows the details.\n")
    sys.stderr.flush()
    os._exit(EXIT_INTERNAL)
