"""Points in time as credentials write them: XSD dateTimeStamp within RFC 3339; holds no clock.

A time without zone is no point in time, so it is refused; `is_datetime` knows the looser shape.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from qualitybadge.errors import InputError

_SPEC = "XSD 1.1 §3.4.28"
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_GENERAL = re.compile(
    r"""
    (?!0000) (\d{4}) - (\d\d) - (\d\d) T
    (?: ([01]\d | 2[0-3]) : ([0-5]\d) : ([0-5]\d | 60) (?: \.(\d+) )? | 24:00:00 (?: \.0+ )? )
    ( Z | [+-] (?: (?: 0\d | 1[0-3]) : [0-5]\d | 14:00 ) )?
    """,
    re.ASCII | re.VERBOSE,
)
# What ISO 8601 allows beyond that: no separators, no seconds, a comma, a shorter offset.
_ISO = re.compile(
    r"""
    (?= \d{4}- [^T]* T \d\d: | \d{8} T \d{4} )
    (\d{4}) (-?) (\d\d) \2 (\d\d) T ([01]\d | 2[0-3]) (:?) ([0-5]\d) (?: \6 (\d\d) (?: [.,] (\d+) )? )?
    ( Z | [+-]\d\d (?: :? \d\d )? )
    """,
    re.ASCII | re.VERBOSE,
)
_DISTANT_YEAR = re.compile(r"(?: -\d{4,} | [1-9]\d{4,} | 0000 ) -\d\d-\d\dT", re.ASCII | re.VERBOSE)


def parse(text: str, *, pointer: str = "") -> datetime:
    """Read a point in time and give it in UTC.

    The fraction may have any length; what is finer than a microsecond is cut off. ``24:00:00`` is the next
    midnight, and a leap second (23:59:60 in UTC) the second after it.

    Raises:
        InputError: RANGE for years outside 0001 to 9999; MALFORMED_VALUE for any other shape, a missing
            time zone and a day or time that does not exist.
    """
    return _read(text, pointer, zone_needed=True)


def parse_iso(text: str, *, pointer: str = "") -> datetime:
    """Read a point in time in a notation of ISO 8601 that `parse` refuses, or in one that it reads.

    Seconds may be missing, the date and the time may be written without separators, the fraction may follow
    a comma, and the offset may be ``+hhmm`` or ``+hh``. A time zone is needed all the same.

    Raises:
        InputError: as `parse`.
    """
    parts = None if not isinstance(text, str) or _USUAL.fullmatch(text) else _ISO.fullmatch(text)
    if parts is None:
        return parse(text, pointer=pointer)
    year, _, month, day, hour, _, minute, second, fraction, zone = parts.groups()
    offset = zone if zone == "Z" else f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}"
    seconds = f"{second or '00'}.{fraction or '0'}"
    return parse(f"{year}-{month}-{day}T{hour}:{minute}:{seconds}{offset}", pointer=pointer)


def moment_or_none(text: object) -> datetime | None:
    """Return the point in time that a value is, in a notation that `parse_iso` reads; None for any other."""
    try:
        return parse_iso(text) if isinstance(text, str) else None
    except InputError:
        return None


def is_datetime(text: object) -> bool:
    """Tell whether a value is an XSD dateTime of the years 0001 to 9999, with or without time zone."""
    try:
        _read(text, "", zone_needed=False)
    except InputError:
        return False
    return True


def render(moment: datetime) -> str:
    """Write a point in time in UTC with ``Z``, with milliseconds only where there are any.

    Raises:
        InputError: no time zone; RANGE where the year in UTC is outside 0001 to 9999.
    """
    if moment.utcoffset() is None:
        raise _without_zone("")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise _out_of_range("") from None
    unit = "milliseconds" if moment.microsecond // 1000 else "seconds"
    return moment.replace(tzinfo=None).isoformat(timespec=unit) + "Z"


def _read(text: object, pointer: str, *, zone_needed: bool) -> datetime:
    if not isinstance(text, str):
        raise InputError("a date and time is a string", pointer=pointer, spec=_SPEC)
    if _USUAL.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass  # 24:00:00, a leap second or no such day: the general way knows which
    parts = _GENERAL.fullmatch(text)
    if not parts:
        raise _malformed(text, pointer)
    if zone_needed and not parts[8]:
        raise _without_zone(pointer)
    return _moment(parts, pointer)


def _moment(parts: re.Match[str], pointer: str) -> datetime:
    """Add the parts up; the time of day and the offset first, so that only the sum can be out of range."""
    try:
        day = datetime(int(parts[1]), int(parts[2]), int(parts[3]), tzinfo=UTC)
    except ValueError:
        raise InputError("no such day in the calendar", pointer=pointer, spec=_SPEC) from None
    try:
        moment = day + (_time_of_day(parts) - _offset(parts[8]))
    except OverflowError:
        raise _out_of_range(pointer) from None
    if parts[6] == "60" and (moment.hour or moment.minute):
        raise InputError("a leap second is 23:59:60 in UTC", pointer=pointer, spec="RFC 3339 §5.7")
    return moment


def _time_of_day(parts: re.Match[str]) -> timedelta:
    if not parts[4]:
        return timedelta(days=1)
    return timedelta(
        hours=int(parts[4]),
        minutes=int(parts[5]),
        seconds=int(parts[6]),
        microseconds=int((parts[7] or "0")[:6].ljust(6, "0")),
    )


def _offset(zone: str | None) -> timedelta:
    if not zone or zone == "Z":
        return timedelta()
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
    return -offset if zone[0] == "-" else offset


def _malformed(text: str, pointer: str) -> InputError:
    if _DISTANT_YEAR.match(text):
        return _out_of_range(pointer)
    if _GENERAL.fullmatch(text.upper()):
        reason = "the letters T and Z of a date and time are upper case"
    else:
        reason = "not an existing date and time such as 2025-01-31T12:00:00Z"
    return InputError(reason, pointer=pointer, spec=_SPEC)


def _without_zone(pointer: str) -> InputError:
    return InputError("the time zone is missing: end with Z or ±hh:mm", pointer=pointer, spec=_SPEC)


def _out_of_range(pointer: str) -> InputError:
    return InputError("the year is outside 0001 to 9999", code="RANGE", pointer=pointer, spec=_SPEC)
