"""Escape a stranger's text for Markdown. Makes nothing inert by other rules than those of all pages."""

from __future__ import annotations

import re

from .inert import inert

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:@/$^=])")
_LONGEST_STATEMENT = 2000
_MARKUP = re.compile(r"([\\`*_\[\]<>|~])")


def escaped(text: str) -> str:
    """Return the text so that it is only text in Markdown: no link, no markup, no HTML."""
    return _SPECIAL.sub(r"\\\1", inert(text))


def legible(text: str) -> str:
    """Return the text so that it is no markup and no HTML in Markdown, and can still be read as it stands.

    For forms that people read in an editor. An address stays one, and leads where it says.
    """
    return _MARKUP.sub(r"\\\1", inert(text, longest=_LONGEST_STATEMENT))
