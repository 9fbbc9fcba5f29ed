"""Whether the caller recognises the issuer of a 2.0 badge; never part of authenticity."""

from __future__ import annotations

from ..checks import skipped
from .state import Ob2Examination, Rows


def trust(exam: Ob2Examination) -> Rows:  # noqa: ARG001 - a step
    """Return what the caller's trust store says about the issuer."""
    return (skipped("trust", "no trust store was given: whether the issuer is recognised was not asked"),)
