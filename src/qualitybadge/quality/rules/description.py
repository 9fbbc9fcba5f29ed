"""The rules of the group description."""

from __future__ import annotations

from ..rule import Judge

JUDGES: dict[str, Judge] = {}
