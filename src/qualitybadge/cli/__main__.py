"""`python -m qualitybadge.cli` is `qualitybadge`."""

from . import main

main()
