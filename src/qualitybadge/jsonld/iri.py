"""Tells absolute IRIs from everything else and writes them as terms; resolves and normalises nothing."""

from __future__ import annotations

import functools
import re

from qualitybadge.errors import InputError

from .refusals import quoted

# RFC 3987 without what N-Quads excludes and without white space; a class of what is allowed matches faster.
_SCHEME = "[A-Za-z][A-Za-z0-9+.-]*:"
_ASCII = r"!#-;=?-\[\]_a-z~"
_BEYOND_ASCII = (
    "\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff"
    "\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd"
)
_match_ascii = re.compile(f"{_SCHEME}[{_ASCII}]*").fullmatch

_MAX_KNOWN = 1024
_MAX_LENGTH = 256
_known: dict[str, str] = {}
"""IRIs that passed -> their terms. A cache of pure results: bounded, emptied when full, thread-safe."""


def is_iri(value: str) -> bool:
    """Tell whether a string is an absolute IRI that can stand in a quad; blank node labels are not."""
    return bool(_match_ascii(value) or (not value.isascii() and _beyond_ascii().fullmatch(value)))


@functools.cache
def _beyond_ascii() -> re.Pattern[str]:
    """Return the pattern of all IRIs, which takes long to compile and is seldom needed."""
    return re.compile(f"{_SCHEME}[{_ASCII}{_BEYOND_ASCII}]*")


def iri_term(value: str) -> str:
    """Return ``<value>``, or "" where the value is not an absolute IRI."""
    term = _known.get(value)
    if term is None:
        term = f"<{value}>" if is_iri(value) else ""
        if term and len(value) <= _MAX_LENGTH:
            if len(_known) >= _MAX_KNOWN:
                _known.clear()
            _known[value] = term
    return term


def check_not_compact(value: str, prefixes: frozenset[str]) -> None:
    """Refuse what a prefix would turn into another IRI than the one that is read.

    Raises:
        InputError: the value is a compact IRI.
    """
    prefix, _, suffix = value.partition(":")
    if prefix in prefixes and not suffix.startswith("//"):
        raise InputError(f"{quoted(value)} is a compact IRI; write it in full", spec="VC-DI §2.4.1")
