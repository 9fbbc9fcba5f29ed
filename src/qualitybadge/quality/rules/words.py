"""Compares texts by their words, for the rules that read prose. Understands no language."""

from __future__ import annotations

import functools
import re

_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+|www\.\S+|did:[a-z0-9]+:\S+|[^@\s]+@[^@\s]+\.[^@\s]+", re.IGNORECASE
)

_DENSE = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NEVER = r"(?!)"
_AROUND = " \t\r\n.!?:;…-\u2013\u2014*_#\"'()[]{}<>"


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


def weighted_length(text: str) -> int:
    """Return how much a text says, in Latin letters: a sign of East Asia counts for three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_DENSE.findall(text))


def is_placeholder(text: str, placeholders: tuple[str, ...]) -> bool:
    """Tell whether a text is one of the placeholders and nothing else, whatever stands around it."""
    return text.casefold().strip(_AROUND) in placeholders


def left_over(text: str, marks: tuple[str, ...]) -> str:
    """Return what in a text was left over from a template; "" for nothing.

    Args:
        text: the text.
        marks: signs, phrases, and words in capitals. A phrase counts as whole words; a word in capitals where
            it is written so in a text that is not; what ends with a colon, wherever it stands. What begins
            with ``[`` is a text in brackets that begins so, and no link of Markdown.
    """
    patterns = _marks(marks)
    found = patterns["sign"].search(text)
    for kind in ("bracket", "phrase"):
        found = found or patterns[kind].search(text.casefold())
    if found is None and not text.isupper():
        found = patterns["capitals"].search(text)
    return "" if found is None else found[0]


_FORMS = {
    "sign": r"(?:{})",
    "bracket": r"(?:{})\b[^\]\n]{{0,60}}\](?![(\[:])",
    "phrase": r"\b(?:{})\b",
    "capitals": r"\b(?:{})\b",
}


@functools.lru_cache(maxsize=16)
def _marks(marks: tuple[str, ...]) -> dict[str, re.Pattern[str]]:
    """Return a pattern for each kind of mark."""
    kinds: dict[str, list[str]] = {kind: [] for kind in _FORMS}
    for mark in marks:
        bounded = re.escape(mark) if not mark[0].isalnum() else rf"\b{re.escape(mark)}"
        kinds[_kind_of(mark)].append(bounded)
    return {
        kind: re.compile(_FORMS[kind].format("|".join(several)) if several else _NEVER)
        for kind, several in kinds.items()
    }


def _kind_of(mark: str) -> str:
    if mark.startswith("["):
        return "bracket"
    if not mark[0].isalnum() or mark.endswith(":"):
        return "sign"
    return "capitals" if mark.isupper() else "phrase"


@functools.lru_cache(maxsize=16)
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)" if phrases else _NEVER)


def phrase_in(text: str, phrases: tuple[str, ...]) -> str:
    """Return the first of some phrases, lower case, that stands in a text as whole words; "" for none."""
    found = _phrases(phrases).search(text.casefold().replace("\u2019", "'"))
    return "" if found is None else found[0]
