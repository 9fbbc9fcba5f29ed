"""Verify a badge: one door in, one report out. See `verifier` for the door and `ob3` for the checks.

The room and the public function share a name. Importing anything from the room sets the package's
attribute ``qualitybadge.verify`` to this module, so the module itself answers the call.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Door(ModuleType):
    """This module, callable as `qualitybadge.verify`."""

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        from .verifier import verify

        return verify(*args, **keywords)


sys.modules[__name__].__class__ = _Door
