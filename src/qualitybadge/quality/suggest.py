"""Mends a draft where that is mechanical and safe, and asks a person the rest; changes nothing handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .assessment import Assessment
from .subject import Subject


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mended draft, what was mended, and the questions that only a person can answer."""

    draft: dict[str, Any]


def suggestion(assessment: Assessment, subject: Subject) -> Suggestion:
    """Return the suggestion for an assessed badge."""
    del assessment
    return Suggestion(dict(subject.badge.data))
