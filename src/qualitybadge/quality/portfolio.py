"""What the badges of an issuer are like together: ready ones, recurring faults, span. Grades nobody."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..verify.batch import with_shared_fetches
from ..wire import timestamps
from .assess import Assessor
from .assessment import Readiness
from .profile import DEFAULT, Profile
from .rule import Level, Rule

if TYPE_CHECKING:
    from .ruleset import RuleSet

SCHEMA_ID = "https://qualitybadge.example/schemas/quality/portfolio/1.json"
MONTHS_OF_USE = 6
"""Months that `QL-ORG-02` asks an issuer to have issued badges for."""


class Unreadable(NamedTuple):
    """Something among the badges that could not be assessed: its name and why."""

    name: str
    reason: str


class Tally(NamedTuple):
    """An issuer, an achievement or an id, and how many badges have it."""

    id: str
    name: str
    badges: int


class Example(NamedTuple):
    """One badge that a recurrence was seen in: its file or id, and the place."""

    badge: str
    pointer: str
    advice: str


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule that several badges do not meet, or of which several leave open whether they do.

    Attributes:
        rule: the rule.
        title: the rule in a few words, in the language asked for.
        level: how much it counts.
        count: in how many badges.
        share: of all that were assessed, 0 to 1.
        example: the first badge of them.
    """

    rule: Rule
    title: str
    level: Level
    count: int
    share: float
    example: Example


@dataclass(frozen=True, slots=True)
class Span:
    """When badges were issued, by the dates in them.

    Attributes:
        first: the earliest date; None where no badge has one.
        last: the latest.
        months: year and month, such as ``2026-03``, and how many badges; in order.
        undated: badges without a date, or with one in the future.
    """

    first: date | None
    last: date | None
    months: tuple[tuple[str, int], ...]
    undated: int

    @property
    def days(self) -> int:
        """Days from the first to the last badge; 0 for none."""
        return (self.last - self.first).days if self.first and self.last else 0

    @property
    def six_months(self) -> bool:
        """Whether at least six months lie between the first and the last badge (QL-ORG-02)."""
        if self.first is None or self.last is None:
            return False
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        day = min(self.first.day, monthrange(self.last.year, self.last.month)[1])
        return months - (self.last.day < day) >= MONTHS_OF_USE


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What was found over many badges of an issuer.

    A portfolio is not a yes: ``bool(portfolio)`` raises TypeError. What belongs to an organisation and not
    to its badges is asked in its self-assessment.

    Attributes:
        ruleset: the rule set.
        profile: the profile.
        language: the language of titles and advice.
        assessed_at: when, UTC.
        number: how many there were, those that could not be read included.
        drafts: how many of them are drafts, neither signed nor hosted; such as a badge whose proof was taken
            away. They are looked at for faults, and count neither as ready nor as issued.
        versions: how many of each version of Open Badges.
        readiness: how many of the issued badges are of each readiness.
        span: when the issued badges were issued.
        faults: the rules that are not met or met in part, the weightiest and most frequent first.
        undecided: the rules that were not checked or need a person, likewise.
        repeated: badges whose id another badge had before.
        duplicates: ids that several badges have, 1,000 at most.
        issuers: the issuers, the most frequent first, 10,000 at most.
        achievements: what was awarded, likewise.
        unreadable_count: how many could not be assessed.
        unreadable: their names and why, the first 1,000.
        claimed: how many were claimed, as the caller says; None where he does not.
        revoked: how many are revoked, as the caller says or their status tells.
        status_open: how many have a status that nobody could be asked for; 0 where the caller says.
    """

    ruleset: RuleSet = field(repr=False)
    profile: Profile
    language: str
    assessed_at: datetime
    number: int
    drafts: int
    versions: Mapping[str, int]
    readiness: Mapping[Readiness, int]
    span: Span
    faults: tuple[Recurrence, ...] = field(repr=False)
    undecided: tuple[Recurrence, ...] = field(repr=False)
    repeated: int
    duplicates: tuple[Tally, ...] = field(repr=False)
    issuers: tuple[Tally, ...] = field(repr=False)
    achievements: tuple[Tally, ...] = field(repr=False)
    unreadable_count: int
    unreadable: tuple[Unreadable, ...] = field(repr=False)
    claimed: int | None
    revoked: int
    status_open: int

    def __bool__(self) -> bool:
        raise TypeError("a portfolio is not a yes: look at portfolio.readiness")

    @property
    def assessed(self) -> int:
        """How many could be assessed."""
        return self.number - self.unreadable_count

    @property
    def issued(self) -> int:
        """How many of these are issued badges: no drafts."""
        return self.assessed - self.drafts

    def share(self, readiness: Readiness) -> float:
        """Return the share of the issued badges with this readiness, 0 to 1."""
        return self._of_issued(self.readiness[readiness])

    @property
    def claim_rate(self) -> float | None:
        """Share of the issued badges that were claimed; None where the caller gave no number."""
        return None if self.claimed is None else self._of_issued(self.claimed)

    @property
    def revocation_rate(self) -> float | None:
        """Share of the issued badges that are revoked; None while the status of some is not known."""
        return None if self.status_open else self._of_issued(self.revoked)

    def _of_issued(self, count: int) -> float:
        return count / self.issued if self.issued else 0.0

    def word(self, key: str) -> str:
        """Return a word of the pages in the language of the portfolio."""
        return self.ruleset.word(key, self.language)

    @property
    def summary(self) -> str:
        """One line for a person, in the language of the portfolio."""
        word, span = self.word, self.span
        by = f"{self.ruleset.name} {self.ruleset.version}, {word('profile')} {self.profile.name}"
        ready = f"{self.readiness[Readiness.READY]} {word('of')} {self.issued} {word('according-to')} {by}"
        issued = f"{span.first} … {span.last}" if span.first else word("not-known")
        return (
            f"{word('heading-readiness')}: {ready}; {word('heading-span')}: {issued}; "
            f"{word('heading-drafts')}: {self.drafts}; {word('heading-unreadable')}: {self.unreadable_count}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the portfolio as JSON data; its shape is ``schemas/quality/portfolio.schema.json``."""
        return {
            "schema": SCHEMA_ID,
            "ruleSet": {"id": self.ruleset.id, "version": self.ruleset.version, "name": self.ruleset.name},
            "profile": self.profile.name,
            "language": self.language,
            "assessedAt": timestamps.render(self.assessed_at),
            "summary": self.summary,
            "badges": {
                "number": self.number,
                "assessed": self.assessed,
                "issued": self.issued,
                "drafts": self.drafts,
                "openBadges": dict(self.versions),
            },
            "readiness": {
                one.value: {"count": self.readiness[one], "share": round(self.share(one), 4)}
                for one in Readiness
            },
            "span": _span_dict(self.span),
            "faults": [_recurrence_dict(one) for one in self.faults],
            "undecided": [_recurrence_dict(one) for one in self.undecided],
            "duplicates": {
                "repeated": self.repeated,
                "ids": [{"id": one.id, "badges": one.badges} for one in self.duplicates],
            },
            "issuers": [one._asdict() for one in self.issuers],
            "achievements": [one._asdict() for one in self.achievements],
            "claimed": {"count": self.claimed, "share": self.claim_rate},
            "revoked": {"count": self.revoked, "share": self.revocation_rate, "notKnown": self.status_open},
            "unreadable": {
                "count": self.unreadable_count,
                "named": [one._asdict() for one in self.unreadable],
            },
        }

    def to_json(self) -> str:
        """Return `to_dict()` as indented JSON text; the same input gives the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def _repr_html_(self) -> str:
        # Rendering is a room above this one: the package's face knows the way to it.
        import qualitybadge

        return qualitybadge.render(self, "html-fragment")


def _span_dict(span: Span) -> dict[str, Any]:
    return {
        "first": None if span.first is None else span.first.isoformat(),
        "last": None if span.last is None else span.last.isoformat(),
        "days": span.days,
        "sixMonths": span.six_months,
        "months": [{"month": month, "count": count} for month, count in span.months],
        "undated": span.undated,
    }


def _recurrence_dict(one: Recurrence) -> dict[str, Any]:
    return {
        "rule": one.rule.id,
        "title": one.title,
        "level": one.level.value,
        "count": one.count,
        "share": round(one.share, 4),
        "example": one.example._asdict(),
    }


def assess_issuer(
    badges: Path | Iterable[Any],
    profile: Profile | str = DEFAULT,
    *,
    claimed: int | None = None,
    revoked: int | None = None,
    progress: Callable[[int], None] | None = None,
    **more: Any,
) -> Portfolio:
    """Assess many badges of an issuer together, in bounded memory.

    Args:
        badges: a folder, whose ``.json``, ``.jsonld``, ``.jwt``, ``.jws``, ``.png`` and ``.svg`` files are
            taken with those in the folders below it, or several of what `assess` takes, read lazily. What
            cannot be assessed is named in the result with the reason.
        profile: as for `assess`.
        claimed: how many of them were claimed by their earners, if that is known.
        revoked: how many of them are revoked; None: as the status of each tells, where it can be asked.
            Drafts are neither.
        progress: called with the number done so far, after each badge.
        more: ``fetcher``, ``language``, ``now``, ``ruleset`` and ``trust`` as for `assess`.

    Raises:
        InputError: there is no such profile, or more were claimed or revoked than there are (USAGE).
        UndeterminedError: the folder is not there (FILE).
        TypeError: an argument is of a type that cannot do.
    """
    from .portfoliocount import Count, named_items

    if now := more.pop("now", None):
        more["clock"] = lambda: now
    if more.get("fetcher") is not None:
        more["fetcher"] = with_shared_fetches(more["fetcher"])
    count = Count(Assessor(profile, **more))
    for number, (name, item) in enumerate(named_items(badges), start=1):
        count.add(name, item)
        if progress is not None:
            progress(number)
    return count.portfolio(claimed=claimed, revoked=revoked)
