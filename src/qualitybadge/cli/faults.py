"""A fault in an option, or in the file that it names, is wrong usage, whatever the library calls it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from ..errors import QualityBadgeError
from .terminal import complain


class OptionFault(click.ClickException):
    """What is wrong with an option, with its place in the file and what to do next."""

    def __init__(self, option: str, error: QualityBadgeError) -> None:
        super().__init__(error.message)
        self.option = option
        self.error = error

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - the signature of click
        """Complain as about any other fault, naming the option."""
        complain(self.error, option=self.option)


@contextmanager
def naming(option: str = "") -> Iterator[None]:
    """Turn what the library refuses into a fault of this option; "" where several are to blame.

    Raises:
        OptionFault: the block raised an error of the library.
    """
    try:
        yield
    except QualityBadgeError as error:
        raise OptionFault(option, error) from error
