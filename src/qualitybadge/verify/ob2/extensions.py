"""Extensions of a badge follow the JSON Schemas that their contexts name (OB 2.0 §Extensions)."""

from __future__ import annotations

from .state import Ob2Examination, Rows


def schema(exam: Ob2Examination) -> Rows:  # noqa: ARG001 - a step
    """Return a row for each extension."""
    return ()
