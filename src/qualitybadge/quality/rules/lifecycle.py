"""The rules of the group lifecycle."""

from __future__ import annotations

from ..rule import Judge

JUDGES: dict[str, Judge] = {}
