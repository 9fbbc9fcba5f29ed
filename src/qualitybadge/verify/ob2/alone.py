"""A profile, badge class, key, revocation list or endorsement given by itself, checked as itself."""

from __future__ import annotations

from .state import Step

STEPS_ALONE: tuple[tuple[str, Step], ...] = ()
DECISIVE_ALONE = frozenset({"syntax"})
