"""Escape a stranger's text for Markdown. Makes nothing inert by other rules than those of all pages."""

from __future__ import annotations

import re

from .inert import inert

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:@/$^=])")


def escaped(text: str) -> str:
    """Return the text so that it is only text in Markdown: no link, no markup, no HTML."""
    return _SPECIAL.sub(r"\\\1", inert(text))
