"""The command line: `qualitybadge COMMAND`. Each command is a module of its own, loaded when it is called."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with the code of the design: 0, 1, 2, 64 or 70."""
    try:
        import click  # noqa: F401 - the question is whether it is there
    except ImportError:
        sys.stderr.write("The command line needs its extra: pip install 'qualitybadge[cli]'\n")
        sys.exit(64)
    from .group import run
    from .terminal import internal_error, prepare

    sys.excepthook = internal_error
    prepare()
    sys.exit(run(sys.argv[1:]))
