"""Read N-Quads into the dataset that the canonicaliser takes; for test suites and tools, not for badges."""

from __future__ import annotations

import functools
import re

from qualitybadge.errors import InputError

from .quadset import Quads, Term, escape

_XSD_STRING = "<http://www.w3.org/2001/XMLSchema#string>"

_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI = rf"<((?:[^\x00-\x20<>\"{{}}|^`\\]|{_UCHAR})*)>"
_START = (
    "A-Za-z0-9_:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NEXT = _START + "\u00b7\u0300-\u036f\u203f-\u2040-"
_BLANK = rf"_:([{_START}](?:[{_NEXT}.]*[{_NEXT}])?)"
_TEXT = rf"\"((?:[^\"\\\n\r]|\\[tbnrf\"'\\]|{_UCHAR})*)\""
_LITERAL = rf"{_TEXT}(?:\^\^{_IRI}|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?"
_WS = r"[ \t]*"
_QUAD = (
    rf"{_WS}(?:{_IRI}|{_BLANK}){_WS}{_IRI}{_WS}(?:{_IRI}|{_BLANK}|{_LITERAL}){_WS}"
    rf"(?:(?:{_IRI}|{_BLANK}){_WS})?\.{_WS}(?:#.*)?"
)
_match_empty = re.compile(rf"{_WS}(?:#.*)?", re.DOTALL).fullmatch
# Not str.splitlines(): it also splits at U+0085, U+2028 and others that a literal may contain.
_split_lines = re.compile(r"\r\n|[\r\n]").split

_ESCAPED = re.compile(r"\\(?:([tbnrf\"'\\])|u(.{4})|U(.{8}))")
_not_in_iri = re.compile(r"[\x00-\x20<>\"{}|^`\\]").search
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def parse_nquads(text: str) -> Quads:
    """Return the dataset of an N-Quads document.

    Raises:
        InputError: a line is no quad, with the line's number (PARSING).
    """
    return parse_labelled(text)[0]


def parse_labelled(text: str) -> tuple[Quads, list[str]]:
    """Return the dataset and, in the order of the blank nodes' numbers, the labels the document gave them.

    Raises:
        InputError: a line is no quad, with the line's number (PARSING).
    """
    quads = Quads()
    numbers: dict[str, int] = {}
    for line_number, line in enumerate(_split_lines(text), 1):
        if not _match_empty(line):
            _add_line(quads, numbers, line, line_number)
    quads.count = len(numbers)
    return quads, list(numbers)


@functools.cache
def _quad() -> re.Pattern[str]:
    """Return the pattern of a line; it takes longer to compile than everything else here to import."""
    return re.compile(_QUAD, re.DOTALL)


def _add_line(quads: Quads, numbers: dict[str, int], line: str, line_number: int) -> None:
    match = _quad().fullmatch(line)
    if match is None:
        raise InputError(f"line {line_number} is not an N-Quad", code="PARSING")
    s_iri, s_blank, predicate, o_iri, o_blank, o_text, datatype, language, g_iri, g_blank = match.groups()

    def term(iri: str | None, blank: str | None) -> Term:
        if iri is not None:
            return _iri(iri, line_number)
        if blank is not None:
            return numbers.setdefault(blank, len(numbers))
        return ""

    s, p = term(s_iri, s_blank), _iri(predicate, line_number)
    o = _literal(o_text, datatype, language, line_number) if o_text is not None else term(o_iri, o_blank)
    g = term(g_iri, g_blank)
    if isinstance(s, int) or isinstance(o, int) or isinstance(g, int):
        quads.blank.append((s, p, o, g))
    else:
        quads.lines.append(f"{s} {p} {o} {g} .\n" if g else f"{s} {p} {o} .\n")


def _iri(escaped: str, line_number: int) -> str:
    iri = _unescape(escaped, line_number)
    if _not_in_iri(iri):  # an escape must not smuggle in the end of the IRI
        raise InputError(f"line {line_number} has a character that no IRI may have", code="PARSING")
    return f"<{iri}>"


def _literal(escaped: str, datatype: str | None, language: str | None, line_number: int) -> str:
    text = f'"{escape(_unescape(escaped, line_number))}"'
    if language is not None:
        return f"{text}@{language}"
    if datatype is None:
        return text
    iri = _iri(datatype, line_number)
    return text if iri == _XSD_STRING else f"{text}^^{iri}"


def _unescape(escaped: str, line_number: int) -> str:
    def char(match: re.Match[str]) -> str:
        plain, short, long = match.groups()
        if plain:
            return _PLAIN[plain]
        code = int(short or long, 16)
        if code > _LAST_CHARACTER or code in _SURROGATES:
            raise InputError(f"{match[0]} in line {line_number} is no character", code="PARSING")
        return chr(code)

    return _ESCAPED.sub(char, escaped) if "\\" in escaped else escaped
