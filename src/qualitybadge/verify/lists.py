"""Status lists that were verified, remembered as long as they are fresh; holds nothing unverified."""

from __future__ import annotations


class VerifiedLists:
    """The verified status lists of one verifier; shared between threads."""
