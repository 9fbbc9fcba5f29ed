"""Verify the credentials inside a learner record, each as a badge of its own (CLR 2.0 §7)."""

from __future__ import annotations

from ..model.document import Kind
from .checks import Examination, Rows, unknown


def nested(exam: Examination) -> Rows:
    """The credentials inside a CLR are each a badge of their own (CLR 2.0 §7)."""
    if exam.kind is not Kind.CLR:
        return ()
    message = "the record carries credentials of its own, which this version does not check"
    return (unknown("nested", "NOT_CHECKED", message, pointer="/credentialSubject/verifiableCredential"),)
