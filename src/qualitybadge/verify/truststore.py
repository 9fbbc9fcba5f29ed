"""TrustStore: whom the caller trusts as issuers; never part of authenticity."""

from __future__ import annotations


class TrustStore:
    """Issuers that the caller anchors."""
