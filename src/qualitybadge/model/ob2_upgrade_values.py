"""Values as Open Badges 0.5, 1.0 and 1.1 write them: dates, hashes, addresses; knows no class."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from ..errors import InputError
from ..urls import MAX_URL_CHARACTERS
from ..wire import timestamps

HASH_DIGITS = MappingProxyType({"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128})
"""Hash algorithms of 0.5 and 1.x and how many hexadecimal digits they give."""

_OF_2_0 = frozenset({"md5", "sha256"})
_LATEST_UNIX = 9_999_999_999  # ten digits, year 2286
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?:(:\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)
_HASH = re.compile(r"([A-Za-z0-9]+)\$([0-9A-Fa-f]+)")
_WEB = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]+(?::[0-9]+)?")
# No user name and no backslash: what readers take for the host in different ways is none.
_ORIGIN = re.compile(rf"(https?)://({_HOST.pattern})(?:[/?#]\S*)?", re.IGNORECASE)


def date_of(value: Any, *, pointer: str, spec: str) -> str:
    """Return a date of 0.5 or 1.x as a point in time that 2.0 knows; what 2.0 knows already stays as it is.

    An ISO 8601 date without a time means its first second, one without a zone is in UTC.

    Raises:
        InputError: neither an ISO 8601 date nor a Unix timestamp of at most ten digits, or no such day.
    """
    if isinstance(value, str) and not _TEN_DIGITS.fullmatch(value):
        return _iso(value, pointer, spec)
    if isinstance(value, bool | float) or not isinstance(value, int | str):
        raise _no_date(pointer, spec)
    seconds = int(value)
    if not 0 <= seconds <= _LATEST_UNIX:
        raise InputError(
            "a Unix timestamp has at most ten digits and counts seconds from 1970",
            code="RANGE",
            pointer=pointer,
            spec=spec,
        )
    return timestamps.render(datetime.fromtimestamp(seconds, UTC))


def _iso(text: str, pointer: str, spec: str) -> str:
    parts = _DATE.fullmatch(text)
    if parts is None:
        raise _no_date(pointer, spec)
    day, minutes, seconds, fraction, zone = parts.groups()
    written = f"{day}T{minutes or '00:00'}{seconds or ':00'}{f'.{fraction}' if fraction else ''}{_zone(zone)}"
    timestamps.parse(written, pointer=pointer)
    return written


def _zone(zone: str | None) -> str:
    if zone is None or zone == "Z":
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _no_date(pointer: str, spec: str) -> InputError:
    return InputError(
        "neither an ISO 8601 date such as 2015-04-30 nor a ten-digit Unix timestamp",
        pointer=pointer,
        spec=spec,
    )


def hash_name(text: str) -> str:
    """Return the algorithm of a text in the form algorithm$digits, "" for any other such as an address."""
    parts = _HASH.fullmatch(text)
    name = parts[1].lower() if parts else ""
    return name if name in HASH_DIGITS else ""


def only_older_hash(text: Any) -> str:
    """Return the algorithm of a well-formed hash that 0.5 or 1.x knew and 2.0 does not, else ""."""
    name = hash_name(text) if isinstance(text, str) else ""
    if not name or name in _OF_2_0:
        return ""
    return name if len(text) == len(name) + 1 + HASH_DIGITS[name] else ""


def is_web_address(value: Any) -> bool:
    """Tell whether a value is the text of an absolute http or https URL, and no longer than one may be."""
    return isinstance(value, str) and len(value) <= MAX_URL_CHARACTERS and _WEB.fullmatch(value) is not None


def same_address(one: str, other: str) -> bool:
    """Tell whether two addresses are one but for http or https: old publishers moved to https."""
    return _without_scheme(one) == _without_scheme(other)


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]


def origin_of(value: Any, url: str) -> str:
    """Return the origin that a 0.5 issuer names as scheme://host[:port], "" where it names none.

    A bare host name gets the scheme of the address at which the assertion was served, if it is that host.
    """
    if not isinstance(value, str):
        return ""
    parts = _ORIGIN.fullmatch(value)
    if parts is not None:
        return f"{parts[1].lower()}://{parts[2].lower()}"
    served = _ORIGIN.fullmatch(url)
    if served is None or not _HOST.fullmatch(value) or value.lower() != served[2].lower():
        return ""
    return f"{served[1].lower()}://{served[2].lower()}"


def host_of(origin: str) -> str:
    """Return the host name of an origin, without port."""
    return origin.partition("://")[2].partition(":")[0]


def is_path(value: Any) -> bool:
    """Tell whether a value is a path from the root of an origin, as 0.5 allows for its addresses."""
    return isinstance(value, str) and value.startswith("/") and not value.startswith("//")
