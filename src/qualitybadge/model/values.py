"""The simple kinds of value of the data model and how each is told from anything else (OB 3.0 §B).

One row a kind, used by the models and, through the exported table, by `conformance`. Knows no class, no
pydantic and no pointer.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ..errors import InputError
from ..wire import timestamps
from . import enumerations

EXTENSION = r"ext:[A-Za-z0-9._-]+"
"""Terms that anybody may add to an open enumeration (OB 3.0 §B, "extensible")."""

_SHOWN = 60
_LARGEST = 2**53


class Fault(NamedTuple):
    """What is wrong with one value: a code of the problem table, words for a person, and what to do."""

    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One kind of simple value.

    Attributes:
        name: as the specification calls it.
        expected: words for a person, to stand after "expected".
        form: ``text``, ``number``, ``label`` (a text or a number), ``boolean``, ``object``, ``date``,
            ``local`` (a date and time whose zone may be missing), ``instant`` (a date and time with its
            zone) or ``iso`` (an instant in one of the further notations of ISO 8601).
        pattern: regular expression that the whole text must match; "" for any text.
        words: the texts allowed; empty for any text.
        open: whether ``ext:`` terms are allowed beside the words.
    """

    name: str
    expected: str
    form: str = "text"
    pattern: str = ""
    words: tuple[str, ...] = ()
    open: bool = False

    def fault(self, value: object) -> Fault | None:
        """Return what is wrong with a value, None for nothing."""
        if not _FORMS[self.form](value):
            return Fault("CONFORMANCE", f"expected {self.expected}, found {describe(value)}")
        if not isinstance(value, str):
            return None if _is_finite(value) else self._malformed(value)
        if self.words:
            return None if self._is_word(value) else self._unknown_word(value)
        if self.pattern:
            return None if compiled(self.pattern).fullmatch(value) else self._malformed(value)
        error = None if self.form in ("text", "label") else _date_fault(self.form, value)
        if error is None:
            return None
        return Fault(error.code, f"expected {self.expected}, found {describe(value)}: {error.message}")

    def _is_word(self, value: str) -> bool:
        return value in self.words or (self.open and bool(compiled(EXTENSION).fullmatch(value)))

    def _unknown_word(self, value: str) -> Fault:
        hint = "use a term of the specification"
        hint += " or one of your own that starts with ext:" if self.open else f": {', '.join(self.words)}"
        return Fault("CONFORMANCE", f"expected {self.expected}, found {describe(value)}", hint)

    def _malformed(self, value: object) -> Fault:
        return Fault("MALFORMED_VALUE", f"expected {self.expected}, found {describe(value)}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_finite(value: object) -> bool:
    return not isinstance(value, float) or math.isfinite(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_FORMS: dict[str, Callable[[object], bool]] = {
    "text": _is_text,
    "date": _is_text,
    "local": _is_text,
    "instant": _is_text,
    "iso": _is_text,
    "number": _is_number,
    "label": lambda value: isinstance(value, str) or _is_number(value),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
}


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the compiled expression; kept for the life of the process, as there are a dozen."""
    return re.compile(pattern)


def _date_fault(form: str, text: str) -> InputError | None:
    """Return why a text is no date of the form ``date``, ``local``, ``instant`` or ``iso``."""
    if form == "date":
        return None if _is_calendar_date(text) else InputError("no day of the calendar")
    if form == "local" and timestamps.is_datetime(text):
        return None
    try:
        (timestamps.parse_iso if form == "iso" else timestamps.parse)(text)
    except InputError as error:
        return error
    return None


def _is_calendar_date(text: str) -> bool:
    if not compiled("[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def describe(value: object) -> str:
    """Return words for a value found where another was expected; texts are cut and quoted harmlessly."""
    for kinds, words in _WORDS:
        if isinstance(value, kinds):
            return words(value)
    return f"a Python {type(value).__name__}"


def _number_in_words(value: Any) -> str:
    # Python refuses to print the largest integers.
    small = isinstance(value, float) or abs(value) < _LARGEST
    return f"the number {value!r}" if small else "a number beyond 2^53"


def _text_in_words(value: str) -> str:
    cut = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return f"the text {cut!r}" if value else "an empty text"


_WORDS: tuple[tuple[tuple[type, ...], Callable[[Any], str]], ...] = (
    ((type(None),), lambda _value: "null"),
    ((bool,), lambda value: "true" if value else "false"),
    ((str,), _text_in_words),
    ((int, float), _number_in_words),
    ((list, tuple), lambda value: "an array" if value else "an empty array"),
    ((dict,), lambda _value: "an object"),
)


@dataclass(frozen=True, slots=True)
class Plural:
    """How a member holds several values.

    Attributes:
        single: whether one value may stand without an array (OB 3.0 §7.2, json-ld binding).
        least: how many there must be.
        most: how many there may be; 0 for any number. An array of one is as good as the value alone.
        first: what the first values must be, in order (the contexts).
        holds: groups of words of which each must be represented (the types).
    """

    single: bool = False
    least: int = 0
    most: int = 0
    first: tuple[Value, ...] = ()
    holds: tuple[tuple[str, ...], ...] = ()

    def lack(self, items: Sequence[object]) -> Fault | None:
        """Return what is missing among the values or too much, None for nothing."""
        if len(items) < self.least:
            return Fault("CONFORMANCE", "expected at least one value, found an empty array")
        if self.most and len(items) > self.most:
            return Fault("CONFORMANCE", f"expected at most {self.most} value, found {len(items)}")
        for group in self.holds:
            if not any(word in items for word in group):
                return Fault("CONFORMANCE", f"expected {' or '.join(group)} among the types")
        return None

    def disorder(self, items: Sequence[object]) -> tuple[int, Fault] | None:
        """Return the first place that holds another value than it must, and the fault."""
        for place, kind in enumerate(self.first):
            found = describe(items[place]) if place < len(items) else "nothing"
            if place >= len(items) or kind.fault(items[place]) is not None:
                return place, Fault("CONTEXT_ORDER", f"expected {kind.expected} here, found {found}")
        return None


def constant(word: str) -> Value:
    """Return the kind of a ``type`` that is one fixed word, not a set."""
    return Value(f"Type:{word}", f"the text '{word}'", words=(word,))


def enumeration(name: str, expected: str, words: tuple[str, ...], *, closed: bool = False) -> Value:
    """Return the kind of a word list, open to ``ext:`` terms unless closed."""
    return Value(name, expected, words=words, open=not closed)


TEXT = Value("String", "a text")
NUMBER = Value("Float", "a number", "number")
BOOLEAN = Value("Boolean", "true or false", "boolean")
OBJECT = Value("Map", "an object", "object")
DATE = Value("Date", "a date such as 2026-01-31", "date")
DATE_TIME = Value("DateTime", "a date and time such as 2026-01-31T09:00:00Z", "local")
DATE_TIME_Z = Value("DateTimeZ", "a date and time with its zone, such as 2026-01-31T09:00:00Z", "instant")
# Any scheme and no character that RFC 3986 and RFC 3987 exclude; a relative reference names nothing.
URI = Value(
    "URI",
    "a URI with its scheme, such as https://… or urn:uuid:…",
    pattern=r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20\x7f<>\x22{}|\\^`]+",
)
EMAIL = Value("EmailAddress", "an email address", pattern=r"[^@\s]+@[^@\s]+")
COUNTRY = Value(
    "CountryCode", "a country code of two capital letters (ISO 3166-1 alpha-2)", pattern="[A-Z]{2}"
)
LANGUAGE = Value(
    "LanguageCode",
    "a language code such as en or de-AT",
    pattern="[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?",
)
COMPACT_JWS = Value(
    "CompactJws",
    "a compact JWS (three base64url parts joined by dots)",
    pattern=r"[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+",
)
ACHIEVEMENT_TYPE = enumeration("AchievementType", "an achievement type", enumerations.ACHIEVEMENT_TYPES)
TARGET_TYPE = enumeration(
    "AlignmentTargetType", "an alignment target type", enumerations.ALIGNMENT_TARGET_TYPES
)
IDENTIFIER_TYPE = enumeration(
    "IdentifierTypeEnum", "an identifier type such as emailAddress", enumerations.IDENTIFIER_TYPES
)
RESULT_TYPE = enumeration("ResultType", "a result type", enumerations.RESULT_TYPES)
RESULT_STATUS = enumeration(
    "ResultStatusType", "a result status", enumerations.RESULT_STATUS_TYPES, closed=True
)
ASSOCIATION = enumeration(
    "AssociationType", "an association type", enumerations.ASSOCIATION_TYPES, closed=True
)
# The contexts that must stand first, in the order of the specification (OB 3.0 §B.1, VC-DM 1.1 §4.1).
CONTEXT_VC_2 = Value(
    "ContextVc2",
    "the context https://www.w3.org/ns/credentials/v2",
    words=("https://www.w3.org/ns/credentials/v2",),
)
CONTEXT_VC_1 = Value(
    "ContextVc1",
    "the context https://www.w3.org/2018/credentials/v1",
    words=("https://www.w3.org/2018/credentials/v1",),
)
CONTEXT_OB = Value(
    "ContextOb3",
    "an Open Badges 3.0 context such as https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    pattern=r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.[0-9]\.[0-9])*\.json",
)
CONTEXT_CLR = Value(
    "ContextClr2",
    "a CLR 2.0 context such as https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    pattern=r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.[0-9]\.[0-9])*\.json",
)
