"""The rules of the group workload."""

from __future__ import annotations

from ..rule import Judge

JUDGES: dict[str, Judge] = {}
