"""Whether a badge was revoked: by its hosted copy, or by the issuer's list (OB 2.0 §Revocation)."""

from __future__ import annotations

from ..checks import failed, passed
from .state import Ob2Examination, Rows

STATUS = "status"


def status(exam: Ob2Examination) -> Rows:
    """Return what the hosted copy, or for a signed badge the issuer's list, says."""
    subject = exam.subject
    if any(row.id == STATUS for row in exam.rows):  # the hosted copy was withdrawn
        return ()
    if subject is not None and subject.data.get("revoked") is True:
        reason = subject.data.get("revocationReason")
        said = f": {reason[:200]!r}" if isinstance(reason, str) else ""
        return (failed(STATUS, "REVOKED", f"revoked by its issuer{said}", pointer="/revoked"),)
    return (passed(STATUS, "not revoked", spec="OB 2.0 §Revocation"),)
