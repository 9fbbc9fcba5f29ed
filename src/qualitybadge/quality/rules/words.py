"""Compares texts by their words, for the rules that read prose. Understands no language."""

from __future__ import annotations

import functools
import re

_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+|www\.\S+|did:[a-z0-9]+:\S+|[^@\s]+@[^@\s]+\.[^@\s]+", re.IGNORECASE
)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, numbers among them."""
    return _WORD.findall(text.casefold())


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts have the same words in the same order, and any."""
    first, second = _WORD.search(one), _WORD.search(other)
    if first is None or second is None or first[0].casefold() != second[0].casefold():
        return False  # most texts differ here
    return words_of(one) == words_of(other)


def shared_words(one: str, other: str) -> float:
    """Return which share of the different words of two texts stands in both, 0 to 1; 0 for no words."""
    left, right = set(words_of(one)), set(words_of(other))
    return len(left & right) / len(left | right) if left or right else 0.0


def all_generic(text: str, generic: tuple[str, ...]) -> bool:
    """Tell whether a text has no word but generic ones and numbers."""
    return all(word in generic or word.isdigit() for word in words_of(text))


def is_address(text: str) -> bool:
    """Tell whether a text is a web address, a DID or an e-mail address and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def is_placeholder(text: str, placeholders: tuple[str, ...]) -> bool:
    """Tell whether a text is one of the placeholders, or contains one of several words."""
    plain = text.casefold().strip(" \t\r\n.!?:…")
    return plain in placeholders or any(phrase in plain for phrase in _phrases(placeholders))


@functools.lru_cache(maxsize=16)
def _phrases(entries: tuple[str, ...]) -> tuple[str, ...]:
    """Return the entries of several words: a word list is asked for many badges."""
    return tuple(entry for entry in entries if " " in entry)
