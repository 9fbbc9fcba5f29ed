"""Points in time: the shapes of XSD dateTimeStamp within RFC 3339, and all the near misses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from qualitybadge.errors import InputError
from qualitybadge.wire import timestamps

NEAR_MISSES = [
    "",
    "2025",
    "2025-01-31",
    "2025-01-31T12:00Z",
    "2025-01-31 12:00:00Z",
    "20250131T120000Z",
    "2025-W05-5T12:00:00Z",
    "2025-1-31T12:00:00Z",
    "2025-01-31T12:00:00,5Z",
    "2025-01-31T12:00:00.Z",
    "2025-01-31T12:00:00+02",
    "2025-01-31T12:00:00+0200",
    "2025-01-31T12:00:00+2:00",
    "2025-01-31T12:00:00+14:01",
    "2025-01-31T12:00:00-15:00",
    "2025-01-31T12:00:00+02:60",
    "2025-01-31T12:00:00Z+02:00",
    "2025-01-31T12:00:00Z\n",
    " 2025-01-31T12:00:00Z",
    "2025-01-31T12:00:00 Z",
    "2025-01-31T25:00:00Z",
    "2025-01-31T24:00:01Z",
    "2025-01-31T24:01:00Z",
    "2025-01-31T24:00:00.001Z",
    "2025-01-31T12:60:00Z",
    "2025-01-31T12:00:61Z",
    "+2025-01-31T12:00:00Z",
    "012025-01-31T12:00:00Z",
    "2025-01-31T12:00:00\u0660Z",
    "\uff12\uff10\uff12\uff15-01-31T12:00:00Z",
    "2025-01-31T12:00:00\N{MINUS SIGN}02:00",
    "now",
]  # fmt: skip


def refusal(text, **options) -> InputError:
    with pytest.raises(InputError) as caught:
        timestamps.parse(text, **options)
    return caught.value


def utc(*parts) -> datetime:
    return datetime(*parts, tzinfo=UTC)


class TestParse:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2025-01-31T12:00:00Z", utc(2025, 1, 31, 12)),
            ("2025-01-31T12:00:00+00:00", utc(2025, 1, 31, 12)),
            ("2025-01-31T12:00:00-00:00", utc(2025, 1, 31, 12)),
            ("2025-01-31T12:00:00+02:00", utc(2025, 1, 31, 10)),
            ("2025-01-31T23:30:00-05:30", utc(2025, 2, 1, 5)),
            ("2025-01-31T12:00:00+14:00", utc(2025, 1, 30, 22)),
            ("2025-01-31T12:00:00-13:59", utc(2025, 2, 1, 1, 59)),
            ("2025-01-31T12:00:00.5Z", utc(2025, 1, 31, 12, 0, 0, 500_000)),
            ("2025-01-31T12:00:00.123Z", utc(2025, 1, 31, 12, 0, 0, 123_000)),
            ("2025-01-31T12:00:00.000001Z", utc(2025, 1, 31, 12, 0, 0, 1)),
            ("2025-01-31T12:00:00.9999999999Z", utc(2025, 1, 31, 12, 0, 0, 999_999)),
            ("2025-01-31T12:00:00." + "0" * 5000 + "Z", utc(2025, 1, 31, 12)),
            ("2024-02-29T00:00:00Z", utc(2024, 2, 29)),
            ("0001-01-01T00:00:00Z", utc(1, 1, 1)),
            ("9999-12-31T23:59:59.999999Z", utc(9999, 12, 31, 23, 59, 59, 999_999)),
        ],
    )
    def test_reads_a_point_in_time(self, text, moment):
        read = timestamps.parse(text)
        assert read == moment
        assert read.tzinfo is UTC

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_refuses_near_misses(self, text):
        error = refusal(text, pointer="/validFrom")
        assert error.message == "not an existing date and time such as 2025-01-31T12:00:00Z"
        assert (error.code, error.pointer) == ("MALFORMED_VALUE", "/validFrom")

    @pytest.mark.parametrize("text", ["2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-00-10T00:00:00Z",
                                      "2025-04-31T24:00:00Z", "2025-01-00T00:00:00.5+01:00"])  # fmt: skip
    def test_refuses_days_that_do_not_exist(self, text):
        error = refusal(text, pointer="/a")
        assert error.message == "no such day in the calendar"
        assert (error.code, error.pointer) == ("MALFORMED_VALUE", "/a")

    @pytest.mark.parametrize("text", ["2025-01-31T12:00:00", "2025-01-31T12:00:00.5", "2025-01-31T24:00:00"])
    def test_refuses_a_missing_zone(self, text):
        error = refusal(text, pointer="/a")
        assert error.message == "the time zone is missing: end with Z or ±hh:mm"
        assert (error.code, error.pointer) == ("MALFORMED_VALUE", "/a")

    @pytest.mark.parametrize("text", ["2025-01-31t12:00:00Z", "2025-01-31T12:00:00z", "2025-01-31t12:00:00z",
                                      "2025-01-31t12:00:00.5+02:00"])  # fmt: skip
    def test_refuses_lower_case_by_name(self, text):
        assert refusal(text).message == "the letters T and Z of a date and time are upper case"

    @pytest.mark.parametrize("value", [None, 5, b"2025-01-31T12:00:00Z", ["2025-01-31T12:00:00Z"]])
    def test_only_strings_are_read(self, value):
        assert refusal(value, pointer="/a").pointer == "/a"

    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2025-01-31T24:00:00Z", utc(2025, 2, 1)),
            ("2025-12-31T24:00:00.000Z", utc(2026, 1, 1)),
            ("2025-01-31T24:00:00+02:00", utc(2025, 1, 31, 22)),
            ("9999-12-31T24:00:00+00:01", utc(9999, 12, 31, 23, 59)),
        ],
    )
    def test_the_end_of_a_day_is_the_next_midnight(self, text, moment):
        assert timestamps.parse(text) == moment

    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2016-12-31T23:59:60Z", utc(2017, 1, 1)),
            ("2016-12-31T23:59:60.25Z", utc(2017, 1, 1, 0, 0, 0, 250_000)),
            ("2017-01-01T01:59:60+02:00", utc(2017, 1, 1)),
            ("1990-12-31T15:59:60-08:00", utc(1991, 1, 1)),
        ],
    )
    def test_a_leap_second_is_the_second_after_it(self, text, moment):
        assert timestamps.parse(text) == moment

    @pytest.mark.parametrize("text", ["2016-12-31T12:00:60Z", "2016-12-31T00:00:60Z", "2016-12-31T23:58:60Z", "2016-12-31T22:59:60Z",
                                      "2016-12-31T23:59:60+02:00", "2016-12-31T23:59:60+00:01"])  # fmt: skip
    def test_a_leap_second_stands_before_midnight_in_utc(self, text):
        error = refusal(text, pointer="/a")
        assert (error.message, error.pointer) == ("a leap second is 23:59:60 in UTC", "/a")

    @pytest.mark.parametrize(
        "text",
        [
            "10000-01-01T00:00:00Z",
            "123456-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "-12025-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T24:00:00Z",
            "9999-12-31T23:59:60Z",
            "9999-12-31T23:59:59-00:01",
            "0001-01-01T00:00:00+00:01",
        ],
    )
    def test_years_beyond_four_digits_are_out_of_range(self, text):
        error = refusal(text, pointer="/a")
        assert (error.code, error.pointer) == ("RANGE", "/a")
        assert error.message == "the year is outside 0001 to 9999"


class TestParseIso:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2025-01-31T12:00:00Z", utc(2025, 1, 31, 12)),
            ("2025-01-31T24:00:00Z", utc(2025, 2, 1)),
            ("2025-01-31T12:00Z", utc(2025, 1, 31, 12)),
            ("2025-01-31T12:00-02:00", utc(2025, 1, 31, 14)),
            ("2025-01-31T12:00:00,5Z", utc(2025, 1, 31, 12, 0, 0, 500_000)),
            ("2025-01-31T12:00:00+02", utc(2025, 1, 31, 10)),
            ("2025-01-31T12:00:00+0230", utc(2025, 1, 31, 9, 30)),
            ("20250131T120000Z", utc(2025, 1, 31, 12)),
            ("20250131T120000.25-0100", utc(2025, 1, 31, 13, 0, 0, 250_000)),
            ("20250131T1200+01", utc(2025, 1, 31, 11)),
            ("20161231T235960Z", utc(2017, 1, 1)),
        ],
    )
    def test_reads_the_notations_of_iso_8601(self, text, moment):
        read = timestamps.parse_iso(text)
        assert read == moment
        assert read.tzinfo is UTC

    @pytest.mark.parametrize(
        "text",
        [
            "2025-01-31", "20250131", "2025-01-31T12Z", "2025-01-31T12:00", "20250131T120000", "1738324800",
            "2025-01-31 12:00Z", "2025-01-31T1200Z", "20250131T12:00Z", "2025-0131T12:00Z", "202501-31T1200Z",
            "2025-01-31T12:0000Z", "2025-01-31T25:00Z", "2025-01-31T12:60Z", "2025-02-29T12:00Z",
            "2025-01-31T12:00+2", "2025-01-31T12:00+15", "2025-01-31T12:00+0260", "2025-01-31T12:00,5Z",
            "2025-W05-5T12:00Z", "2025-031T12:00Z", "2025-01-31T12:00Z\n", "0000-01-01T12:00Z", "", None, 5,
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_instant(self, text):
        with pytest.raises(InputError) as caught:
            timestamps.parse_iso(text, pointer="/issuedOn")
        assert caught.value.pointer == "/issuedOn"


class TestIsDatetime:
    @pytest.mark.parametrize("text", ["2025-01-31T12:00:00Z", "2025-01-31T12:00:00", "2025-01-31T12:00:00.5",
                                      "2025-01-31T12:00:00-05:00", "2025-01-31T24:00:00", "2016-12-31T23:59:60"])  # fmt: skip
    def test_the_zone_may_be_missing(self, text):
        assert timestamps.is_datetime(text)

    @pytest.mark.parametrize("text", [*NEAR_MISSES, "2025-02-29T00:00:00", "10000-01-01T00:00:00", None, 5,
                                      "2025-01-31t12:00:00"])  # fmt: skip
    def test_nothing_else_may_differ(self, text):
        assert not timestamps.is_datetime(text)


class TestRender:
    @pytest.mark.parametrize(
        ("moment", "text"),
        [
            (utc(2025, 1, 31, 12), "2025-01-31T12:00:00Z"),
            (utc(2025, 1, 31, 12, 0, 0, 120_000), "2025-01-31T12:00:00.120Z"),
            (utc(2025, 1, 31, 12, 0, 0, 1_999), "2025-01-31T12:00:00.001Z"),
            (utc(2025, 1, 31, 12, 0, 0, 999), "2025-01-31T12:00:00Z"),
            (datetime(2025, 1, 31, 1, tzinfo=timezone(timedelta(hours=2))), "2025-01-30T23:00:00Z"),
            (utc(1, 1, 1), "0001-01-01T00:00:00Z"),
        ],
    )
    def test_writes_utc(self, moment, text):
        assert timestamps.render(moment) == text
        assert timestamps.parse(text) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def test_refuses_a_time_without_zone(self):
        with pytest.raises(InputError, match="time zone is missing"):
            timestamps.render(datetime(2025, 1, 31))  # noqa: DTZ001 - the missing zone is the case

    @pytest.mark.parametrize("moment", [datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
                                        datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))])  # fmt: skip
    def test_refuses_what_utc_cannot_write(self, moment):
        with pytest.raises(InputError) as caught:
            timestamps.render(moment)
        assert caught.value.code == "RANGE"
