"""Apply the schemas that a credential names itself (OB 3.0 §8.1 step 1)."""

from __future__ import annotations

from .checks import Examination, Rows, skipped, unknown

_NONE = (skipped("schema", "the credential carries no schema of its own", spec="OB 3.0 §8.1"),)
_OPEN = (
    unknown(
        "schema",
        "NOT_CHECKED",
        "the credential names a schema, which is not checked",
        pointer="/credentialSchema",
    ),
)


def schema(exam: Examination) -> Rows:
    """Return the rows of every schema that the credential names."""
    return _OPEN if "credentialSchema" in exam.data else _NONE
