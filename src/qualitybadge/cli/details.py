"""Read what a person wrote about an award, in either spelling of a name; knows only which are dates."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import click

from ..errors import InputError, QualityBadgeError
from ..wire import timestamps
from .files import json_option

_CAPITAL = re.compile(r"[A-Z]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SINGULAR = {"result": "results", "endorsement": "endorsements"}


def read_details(
    file: Path | None, dates: Collection[str]
) -> tuple[dict[str, Any], tuple[QualityBadgeError, ...]]:
    """Return the details in the file of --details, and what is wrong with the dates among them.

    Args:
        file: a JSON object whose dates are texts; None for no details.
        dates: names of the details that are points in time.

    Raises:
        click.UsageError: something is said twice.
        InputError: the file holds no JSON object.
    """
    given: dict[str, Any] = {}
    faults: list[QualityBadgeError] = []
    for said, value in ({} if file is None else json_option("--details", file)).items():
        name = _name(said)
        if name in given:
            raise click.UsageError(f"--details says {name} twice, once as {said}")
        given[name] = value
        if name in dates:
            try:
                given[name] = timestamps.parse(value, pointer=f"/{said}")
            except InputError as error:
                faults.append(_with_hint(error, said, value))
    return given, tuple(faults)


def _with_hint(error: InputError, said: str, value: Any) -> InputError:
    day = value if isinstance(value, str) and _DAY.fullmatch(value) else "2030-01-01"
    hint = f"write it with a time and its zone, such as {day}T00:00:00Z"
    return InputError(
        f"{said}: {error.message}", code=error.code, pointer=error.pointer, hint=hint, spec=error.spec
    )


def _name(said: str) -> str:
    """Return the name of a detail that may be written as the credential has it: validUntil, result."""
    name = _CAPITAL.sub(lambda capital: f"_{capital[0].lower()}", said)
    return _SINGULAR.get(name, name)
