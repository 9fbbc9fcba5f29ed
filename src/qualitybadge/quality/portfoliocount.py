"""Counts what the assessments of many badges say and forgets each of them; draws no conclusion."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date
from pathlib import Path
from typing import Any

from ..errors import InputError, QualityBadgeError, UndeterminedError
from ..outcome import Check, Outcome
from ..wire import timestamps
from .assess import Assessor
from .assessment import Assessment, Finding, Readiness
from .portfolio import Example, Portfolio, Recurrence, Span, Tally, Unreadable
from .profile import built_in_profile
from .rule import RuleOutcome
from .ruleset import built_in
from .subject import Subject

SUFFIXES = frozenset({".json", ".jsonld", ".jwt", ".jws", ".png", ".svg"})
"""Endings of the files in a folder that are taken for badges."""

_KEPT, _NAMED = 10_000, 1_000  # what a stranger's badges could fill the memory with, and what is named
_LONGEST = 300  # characters of a name or id that is kept
_DATES = ("awardedDate", "issuedOn", "validFrom", "issuanceDate")
_DONE = (RuleOutcome.PASS, RuleOutcome.NOT_APPLICABLE)  # tuples: an enum is compared faster than hashed
_FAULTS = (RuleOutcome.FAIL, RuleOutcome.PARTIAL)


def named_items(badges: Path | Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Return each badge with a name for it: its path below the folder, its file name, or its number.

    Raises:
        UndeterminedError: the folder is not there (FILE).
        TypeError: it is one badge instead of several.
    """
    if isinstance(badges, Path):
        return ((path.relative_to(badges).as_posix(), path) for path in badge_files(badges))
    if isinstance(badges, str | bytes | bytearray | Mapping) or not isinstance(badges, Iterable):
        raise TypeError("badges must be a folder as pathlib.Path, or several badges")
    return _numbered(badges)


def _numbered(badges: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for number, item in enumerate(badges, start=1):
        yield (item.name if isinstance(item, Path) else f"#{number}"), item


def badge_files(folder: Path) -> Iterator[Path]:
    """Return the files of a folder and of those below it that are taken for badges; hidden ones are not.

    Raises:
        UndeterminedError: the folder is not there (FILE).
    """
    if not folder.is_dir():
        raise UndeterminedError(
            f"there is no folder {folder.name!r}", code="FILE", hint="name the folder with the badges"
        )
    return _walked(folder)


def _walked(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith("."):
                yield path


class _Seen:
    """The ids seen so far, as digests: 16 bytes each, however long they are."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and _digest(text) in self._digests

    def add(self, text: str) -> None:
        """Remember an id."""
        self._digests.add(_digest(text))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class _Names:
    """How many badges have an id, and what the first of them calls it; at most so many different ones."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most = most
        self._names: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def add(self, key: str, name: str = "", count: int = 1) -> None:
        """Count one badge more; what has no id goes by its name, and nothing by nothing."""
        key = (key or name)[:_LONGEST]
        if key and (key in self._names or len(self._names) < self._most):
            self._names.setdefault(key, name[:_LONGEST])
            self._counts[key] += count

    def __contains__(self, key: str) -> bool:
        return key[:_LONGEST] in self._names

    def tallies(self) -> tuple[Tally, ...]:
        """Return all, the most frequent first."""
        return tuple(Tally(key, self._names[key], count) for key, count in self._counts.most_common())


class _Rules:
    """How often each rule had an outcome that is to be told, and the first badge in which it had."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, tuple[Finding, Example]] = {}

    def add(self, finding: Finding, badge: str) -> None:
        """Count one badge more."""
        rule = finding.rule.id
        self._counts[rule] = self._counts.get(rule, 0) + 1
        if rule not in self._first:
            example = Example(badge, finding.pointer[:_LONGEST], finding.advice)
            self._first[rule] = finding, example

    def recurrences(self, assessed: int) -> tuple[Recurrence, ...]:
        """Return all, the weightiest and most frequent first."""
        found = [
            Recurrence(finding.rule, finding.title, finding.level, self._counts[rule],
                       self._counts[rule] / assessed, example)
            for rule, (finding, example) in self._first.items()
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda one: (-one.level.weight, -one.count, one.rule.id)))


class Count:
    """The counters; every assessment goes through `add` and is forgotten."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor
        self._now = assessor.clock()
        self._number = self._drafts = self._undated = self._repeated = 0
        self._revoked = self._status_open = 0
        self._versions: Counter[str] = Counter()
        self._readiness: Counter[Readiness] = Counter()
        self._months: Counter[tuple[int, int]] = Counter()
        self._first: date | None = None
        self._last: date | None = None
        self._faults, self._undecided = _Rules(), _Rules()
        self._seen, self._duplicates = _Seen(), _Names(_NAMED)
        self._issuers, self._achievements = _Names(), _Names()
        self._unreadable: list[Unreadable] = []
        self._unreadable_count = 0

    def add(self, name: str, item: Any) -> None:
        """Assess one badge and count what was found; one that cannot be assessed is named."""
        self._number += 1
        try:
            assessment = self._assessor.assess(item, siblings=self._seen)
        except (QualityBadgeError, TypeError) as error:
            self._unreadable_count += 1
            if len(self._unreadable) < _NAMED:
                said = error.message if isinstance(error, QualityBadgeError) else str(error)
                self._unreadable.append(Unreadable(name, said[:_LONGEST]))
            return
        self._count(assessment, name)

    def _count(self, assessment: Assessment, name: str) -> None:
        subject = assessment._subject  # noqa: SLF001 - the same room: what was read need not be read again
        self._versions[assessment.version] += 1
        for finding in assessment.findings:
            if finding.outcome not in _DONE:
                (self._faults if finding.outcome in _FAULTS else self._undecided).add(finding, name)
        self._count_id(assessment.badge_id)
        if assessment.draft:
            self._drafts += 1
        else:
            self._readiness[assessment.readiness] += 1
            self._count_date(subject)
            self._count_status(subject)
        issuer, achievement = subject.issuer, subject.achievement
        self._issuers.add(issuer.text("id") or issuer.link, issuer.text("name"))
        self._achievements.add(achievement.text("id") or achievement.link, achievement.text("name"))

    def _count_id(self, badge_id: str) -> None:
        if not badge_id:
            return
        if badge_id in self._seen:
            self._repeated += 1
            self._duplicates.add(badge_id, count=1 if badge_id in self._duplicates else 2)
        self._seen.add(badge_id)

    def _count_date(self, subject: Subject) -> None:
        day = _issued_on(subject)
        if day is None or day > self._now.astimezone(UTC).date():
            self._undated += 1
            return
        self._months[day.year, day.month] += 1
        self._first = day if self._first is None else min(self._first, day)
        self._last = day if self._last is None else max(self._last, day)

    def _count_status(self, subject: Subject) -> None:
        checks = () if subject.report is None else subject.report.checks
        rows = [row for row in checks if row.id == "status"]
        if any(row.code == "REVOKED" for row in rows):
            self._revoked += 1
        elif not rows or any(_is_open(row, subject.version) for row in rows):
            self._status_open += 1

    def portfolio(self, *, claimed: int | None, revoked: int | None) -> Portfolio:
        """Return what was counted.

        Raises:
            InputError: more were claimed or revoked than there are (USAGE).
        """
        assessed = self._number - self._unreadable_count
        issued = assessed - self._drafts
        for word, given in (("claimed", claimed), ("revoked", revoked)):
            if given is not None and not 0 <= given <= issued:
                raise InputError(f"{given} of {issued} issued badges cannot be {word}", code="USAGE")
        assessor = self._assessor
        profile = assessor.profile
        return Portfolio(
            ruleset=assessor.ruleset or built_in(),
            profile=built_in_profile(profile) if isinstance(profile, str) else profile,
            language=assessor.language,
            assessed_at=self._now.astimezone(UTC),
            number=self._number,
            drafts=self._drafts,
            versions={version: self._versions[version] for version in ("2.0", "3.0")},
            readiness={one: self._readiness[one] for one in Readiness},
            span=Span(self._first, self._last, self._by_month(), self._undated),
            faults=self._faults.recurrences(assessed),
            undecided=self._undecided.recurrences(assessed),
            repeated=self._repeated,
            duplicates=self._duplicates.tallies(),
            issuers=self._issuers.tallies(),
            achievements=self._achievements.tallies(),
            unreadable_count=self._unreadable_count,
            unreadable=tuple(self._unreadable),
            claimed=claimed,
            revoked=self._revoked if revoked is None else revoked,
            status_open=self._status_open if revoked is None else 0,
        )

    def _by_month(self) -> tuple[tuple[str, int], ...]:
        return tuple(
            (f"{year:04}-{month:02}", count) for (year, month), count in sorted(self._months.items())
        )


def _issued_on(subject: Subject) -> date | None:
    """Return the day on which a badge was issued, by the first date in it that can be read."""
    for name in _DATES:
        text = subject.badge.text(name)
        try:
            return timestamps.parse_iso(text).date() if "T" in text else date.fromisoformat(text)
        except (InputError, ValueError):
            continue
    return None


def _is_open(row: Check, version: str) -> bool:
    """Tell whether nobody could be asked; a badge of 3.0 without an entry is known not to be revoked."""
    return row.outcome is Outcome.UNKNOWN or (row.outcome is Outcome.SKIPPED and version == "2.0")
