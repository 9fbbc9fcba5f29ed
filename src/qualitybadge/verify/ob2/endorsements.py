"""Endorsements of an assertion, badge class or issuer, each a report of its own (OB 2.0 §Endorsement)."""

from __future__ import annotations

from .state import Ob2Examination, Rows


def endorsements(exam: Ob2Examination) -> Rows:  # noqa: ARG001 - a step
    """Return a row for each endorsement."""
    return ()
