"""The rules of the group lifecycle: how long a badge holds, who can end it, and what outlives its issuer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from ...outcome import Check, Outcome
from ...urls import is_plain_http, is_web
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, fails, not_checked, partly
from ..subject import Part, Subject, many
from .privacy import is_hosted_2, is_signed_2
from .recipient import moment_of

_ENDS = {"2.0": ("expires",), "3.0": ("validUntil", "expirationDate")}
_STARTS = {"2.0": ("issuedOn",), "3.0": ("validFrom", "issuanceDate")}
_LEAP_DAY = (2, 29)


def validity_policy_is_explicit(subject: Subject) -> Found:
    """The badge says until when it holds, or that it does not expire."""
    if _named(subject, _ENDS) or subject.metadata.validity_policy.strip():
        return PASSES
    return fails(_pointer(subject, _ENDS) if subject.badge.present else subject.place("validity_policy"))


def period_is_coherent(subject: Subject) -> Found:
    """The badge ends after it begins."""
    end = _named(subject, _ENDS)
    if not end:
        return NOT_APPLICABLE
    pointer, value = subject.badge.pointer(end), subject.badge.data[end]
    start = _named(subject, _STARTS)
    ends, starts = moment_of(subject.badge, end), moment_of(subject.badge, start)
    if ends is None:
        return fails(pointer, value, case="unreadable")
    return PASSES if starts is not None and starts < ends else fails(pointer, value)


def badge_is_valid_now(subject: Subject) -> Found:
    """The time of the assessment lies within the badge's validity, give or take what clocks differ by."""
    skew = timedelta(seconds=subject.terms.clock_skew_seconds)
    start, end = _named(subject, _STARTS), _named(subject, _ENDS)
    starts = moment_of(subject.badge, start)
    if starts is None:
        return fails(_pointer(subject, _STARTS), case="unreadable")
    if starts > subject.now + skew:
        return fails(subject.badge.pointer(start), subject.badge.data[start], case="early")
    ends = moment_of(subject.badge, end)
    if end and ends is None:
        return fails(subject.badge.pointer(end), subject.badge.data[end], case="unreadable")
    if (ends is not None and ends < subject.now - skew) or _token_expired(subject):
        return fails(_pointer(subject, _ENDS), subject.badge.data.get(end, ""), case="expired")
    return PASSES


def badge_can_be_revoked(subject: Subject) -> Found:
    """There is a way to find out that the badge was revoked."""
    badge = subject.badge
    if subject.version == "3.0":
        if any(isinstance(one, dict) for one in many(badge.data.get("credentialStatus"))):
            return PASSES
        pointer = badge.pointer("credentialStatus")
        return partly(pointer) if badge.objects("refreshService") else fails(pointer)
    if is_hosted_2(subject):
        plain = is_plain_http(badge.text("id"))
        return partly(badge.pointer("id"), badge.text("id"), case="http") if plain else PASSES
    if subject.issuer.link:
        return not_checked(subject.issuer.at, subject.issuer.link, case="linked")
    return _listed(subject.issuer)


def badge_is_not_revoked(subject: Subject) -> Found:
    """The status that the issuer publishes says that the badge holds."""
    rows, pointer = _status_rows(subject), _status_pointer(subject)
    ended = next((row for row in rows if _ended_by(row)), None)
    if ended is not None:
        return fails(ended.pointer or pointer, case="suspended" if _ended_by(ended) == "SUSPENDED" else "")
    if not rows or any(_is_open(row) for row in rows):
        return not_checked(pointer)
    return PASSES if any(row.outcome is Outcome.PASSED for row in rows) else NOT_APPLICABLE


def renewal_is_explained(subject: Subject) -> Found:
    """A badge that expires says how it is renewed; that a policy means an end is only a guess of ours."""
    ends = bool(_named(subject, _ENDS))
    if not ends and not _expires_by_policy(subject):
        return NOT_APPLICABLE
    refreshed = subject.version == "3.0" and bool(subject.badge.objects("refreshService"))
    if refreshed or subject.metadata.renewal.strip():
        return PASSES
    place = subject.place("renewal")
    return fails(place) if ends else partly(place, subject.metadata.validity_policy)


def definition_is_versioned(subject: Subject) -> Found:
    """The definition of the badge has a version, or links one that has."""
    achievement = subject.achievement
    version = achievement.data.get("version")
    numbered = isinstance(version, int | float) and not isinstance(version, bool)
    if numbered or achievement.text("version") or subject.metadata.version:
        return PASSES
    related = any(isinstance(one.get("version"), str | int) for one in achievement.objects("related"))
    return PASSES if related else fails(achievement.pointer("version"))


def definition_was_reviewed(subject: Subject) -> Found:
    """The definition was reviewed within the last years, and no review is overdue."""
    said, following = subject.metadata.reviewed_on, subject.metadata.next_review
    if not said and not following:
        return fails(subject.place("reviewed_on"))
    today = subject.now.date()
    due = _day(following)
    if due is not None and due < today:
        return partly(subject.place("next_review"), following, case="overdue")
    reviewed = _day(said)
    if reviewed is None:
        return PASSES if due is not None else partly(subject.place("reviewed_on"), said)
    recent = _years_before(today, subject.terms.review_years) <= reviewed <= today
    return PASSES if recent else partly(subject.place("reviewed_on"), said)


def badge_survives_its_server(subject: Subject) -> Found:
    """The badge itself holds its definition and its issuer, so that it can be read without any server."""
    remote = [part for part in (_definition(subject), _issuer(subject)) if part]
    hosted = subject.version == "2.0" and is_hosted_2(subject)
    if len(remote) >= (1 if hosted else 2):
        return fails(remote[0])
    if remote:
        return partly(remote[0])
    return partly(subject.badge.pointer("verification"), case="hosted") if hosted else PASSES


def _named(subject: Subject, names: dict[str, tuple[str, ...]]) -> str:
    """Return which of the members is there; "" for none."""
    data = subject.badge.data
    return next((name for name in names[subject.version] if data.get(name) is not None), "")


def _pointer(subject: Subject, names: dict[str, tuple[str, ...]]) -> str:
    return subject.badge.pointer(_named(subject, names) or names[subject.version][0])


def _token_expired(subject: Subject) -> bool:
    """Tell whether the token around the badge expired, which the dates of the badge do not say."""
    if subject.report is None:
        return False
    return any(
        row.id == "validity" and row.code == "EXPIRED" and row.pointer == "/exp"
        for row in subject.report.checks
    )


def _listed(issuer: Part) -> Found:
    """Judge the issuer's list of revoked badges of 2.0."""
    pointer = issuer.pointer("revocationList")
    lists = many(issuer.data.get("revocationList"))
    if not lists:
        return fails(pointer)
    addresses: list[Any] = [one.get("id") if isinstance(one, dict) else one for one in lists]
    safe = any(isinstance(one, dict) for one in lists) or any(
        is_web(address) and not is_plain_http(address) for address in addresses
    )
    return PASSES if safe else partly(pointer, addresses[0], case="http")


def _status_rows(subject: Subject) -> list[Check]:
    return [] if subject.report is None else [row for row in subject.report.checks if row.id == "status"]


def _ended_by(row: Check) -> str:
    """Return ``REVOKED`` or ``SUSPENDED`` where a row says so, else ""."""
    code = row.code if row.outcome is Outcome.FAILED else ""
    return code if code in {"REVOKED", "SUSPENDED"} else ""


def _is_open(row: Check) -> bool:
    """Tell whether a row of the status leaves open what it should say."""
    if row.outcome is Outcome.FAILED:
        return True  # the list is not what it should be, so it clears nobody
    return row.required and row.outcome in {Outcome.UNKNOWN, Outcome.SKIPPED}


def _status_pointer(subject: Subject) -> str:
    if subject.version == "3.0":
        return subject.badge.pointer("credentialStatus")
    return subject.issuer.pointer("revocationList") if is_signed_2(subject) else subject.badge.pointer("id")


def _expires_by_policy(subject: Subject) -> bool:
    policy = subject.metadata.validity_policy.casefold()
    return bool(policy) and not any(words in policy for words in subject.terms.no_expiry)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _years_before(day: date | datetime, years: int) -> date:
    """Return the same day some years before; 28 February for a leap day."""
    if (day.month, day.day) == _LEAP_DAY:
        return date(day.year - years, 2, 28)
    return date(day.year - years, day.month, day.day)


def _definition(subject: Subject) -> str:
    """Return the pointer to the definition where the badge only links it; "" where it holds it."""
    if subject.version == "2.0":
        return "" if subject.badge.object("badge") else subject.badge.pointer("badge")
    return "" if subject.achievement.data else subject.award.pointer("achievement")


def _issuer(subject: Subject) -> str:
    """Return the pointer to the issuer where the badge only links it; "" where it holds it."""
    if subject.version == "2.0":
        held = subject.badge.object("badge").get("issuer")
        return "" if isinstance(held, dict) and held.get("name") else subject.badge.pointer("badge", "issuer")
    return "" if subject.issuer.text("name") else subject.badge.pointer("issuer")


JUDGES: dict[str, Judge] = {
    "QL-LIF-01": validity_policy_is_explicit,
    "QL-LIF-02": period_is_coherent,
    "QL-LIF-03": badge_is_valid_now,
    "QL-LIF-04": badge_can_be_revoked,
    "QL-LIF-05": badge_is_not_revoked,
    "QL-LIF-06": renewal_is_explained,
    "QL-LIF-07": definition_is_versioned,
    "QL-LIF-08": definition_was_reviewed,
    "QL-LIF-09": badge_survives_its_server,
}
