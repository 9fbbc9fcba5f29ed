"""Verify who speaks for a credential, and say so beside its verdict (OB 3.0 §8.1 step 6)."""

from __future__ import annotations

from typing import Any

from .checks import Examination, Rows, skipped, unknown

_NO_ENDORSEMENT = (skipped("endorsements", "the credential carries no endorsement", spec="OB 3.0 §8.1"),)


def endorsements(exam: Examination) -> Rows:
    """Endorsements speak for a badge; they never decide whether it is authentic (OB 3.0 §8.1 step 6)."""
    text = exam.raw if exam.jws is None else exam.jws.payload
    if (b'"endorsement' in text or b"\\u" in text) and _mentions(exam.data, "endorsement"):
        message = "the credential carries endorsements, which this version does not check"
        return (unknown("endorsements", "NOT_CHECKED", message, required=False),)
    return _NO_ENDORSEMENT


def _mentions(value: Any, prefix: str) -> bool:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            if any(key.startswith(prefix) for key in item):
                return True
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
    return False
