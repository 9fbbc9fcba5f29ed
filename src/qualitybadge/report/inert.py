"""Make a stranger's text harmless to look at: no terminal command, no hidden and no reordered character.

It escapes for no format; HTML and Markdown have their own rules on top of this one.
"""

from __future__ import annotations

import unicodedata
from typing import Any

LONGEST = 300
_JOINERS = "\u200c\u200d"  # Persian, Indic scripts and emoji are misspelt without them
_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def inert(value: Any, *, longest: int = LONGEST) -> str:
    r"""Return text on one line with control, direction and invisible characters spelt out, cut to a length.

    What steers a terminal or turns the direction of writing around (Trojan Source) reads ``\u{202e}``.
    A joiner stays where both its neighbours are letters or signs outside ASCII, for there it belongs.
    """
    text = value if isinstance(value, str) else str(value)
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    if text.isprintable():
        return text
    return "".join([_visible(character, text, place) for place, character in enumerate(text)])


def _visible(character: str, text: str, place: int) -> str:
    if character in "\n\t":
        return " "
    if unicodedata.category(character) not in _STEERING:
        return character
    if character in _JOINERS and _belongs(text[max(place - 1, 0)], text[min(place + 1, len(text) - 1)]):
        return character
    return f"\\u{{{ord(character):x}}}"


def _belongs(before: str, after: str) -> bool:
    return all(not part.isascii() and part.isprintable() for part in (before, after))
