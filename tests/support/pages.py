"""What a page says to a reader, whatever its format."""

from __future__ import annotations

import html
import re
from typing import Any

import qualitybadge as qb


def words_of(shown: Any, form: str) -> str:
    """Return the words of a rendered page without its markup."""
    page = qb.render(shown, form)
    if form == "markdown":
        return re.sub(r"\\([\W_])", r"\1", page)
    if form.startswith("html"):
        return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL))
    return page
