"""F10: dates in the data model: the zone is needed, the day exists, an end does not come before its start."""

from __future__ import annotations

import pytest

from qualitybadge.conformance import conformance_errors
from support.badges import badge, badge_1

REFUSED = [
    "2026-01-31T09:00:00",  # no zone
    "2026-01-31",
    "2026-01-31 09:00:00Z",
    "2026-02-30T09:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-01-31T24:00:01Z",
    "2026-01-31T12:00:60Z",  # no leap second there
    "10000-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "2026-01-31t09:00:00z",
    "2026-01-31T09:00Z",
    "٢٠٢٦-01-31T09:00:00Z",
    " 2026-01-31T09:00:00Z",
    "",
]
ACCEPTED = [
    "2026-01-31T09:00:00Z",
    "2026-01-31T24:00:00Z",
    "2016-12-31T23:59:60Z",
    "2026-01-31T09:00:00.123456789Z",
    "2026-01-31T09:00:00-14:00",
    "2024-02-29T00:00:00+00:00",
]


@pytest.mark.parametrize("member", ["validFrom", "awardedDate"])
@pytest.mark.parametrize("text", REFUSED)
def test_f10_dates_refused(member, text):
    data = badge()
    del data["validUntil"]
    [error] = conformance_errors({**data, member: text})
    assert error.pointer == f"/{member}"
    assert error.code in ("MALFORMED_VALUE", "RANGE")


@pytest.mark.parametrize("text", ACCEPTED)
def test_f10_dates_accepted(text):
    data = {**badge(), "validFrom": text, "awardedDate": text}
    assert conformance_errors(data) == ()


@pytest.mark.parametrize("text", REFUSED)
def test_f10_dates_of_version_1_refused(text):
    [error] = conformance_errors({**badge_1(), "expirationDate": text})
    assert error.pointer == "/expirationDate"


def test_f10_a_date_of_an_activity_needs_no_zone_but_must_exist():
    data = badge()
    data["credentialSubject"]["activityEndDate"] = "2026-01-31T09:00:00"
    assert conformance_errors(data) == ()
    data["credentialSubject"]["activityEndDate"] = "2026-02-30T09:00:00"
    assert [error.pointer for error in conformance_errors(data)] == ["/credentialSubject/activityEndDate"]


@pytest.mark.parametrize(
    ("start", "end", "fine"),
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", True),
        ("2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", False),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:30:00+01:00", False),
        ("2026-01-01T00:00:00+01:00", "2025-12-31T23:00:00Z", True),
        ("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.4Z", False),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", True),
        ("2026-01-01T24:00:00Z", "2026-01-02T00:00:00Z", True),
    ],
)
def test_f10_validity_does_not_end_before_it_starts(start, end, fine):
    for data in (
        {**badge(), "validFrom": start, "validUntil": end},
        {**badge_1(), "issuanceDate": start, "expirationDate": end},
    ):
        assert [error.pointer for error in conformance_errors(data)] == (
            [] if fine else ["/validUntil" if "validUntil" in data else "/expirationDate"]
        )
