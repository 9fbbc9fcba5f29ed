"""Reads the neutral metadata out of a badge of Open Badges 3.0, and writes it into one."""

from __future__ import annotations

from collections.abc import Mapping

from .metadata import Metadata
from .subject import Subject


def read(_subject: Subject) -> tuple[Metadata, Mapping[str, str]]:
    """Return what the badge says, and the JSON pointer of each field that it says."""
    return Metadata(), {}
