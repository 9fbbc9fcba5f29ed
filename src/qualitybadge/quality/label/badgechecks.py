"""Verifies and assesses the badges that an application carries; keeps nothing of whoever earned them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ...fetcher import Fetcher, NoNetwork
from ...verify.result import Report
from ...verify.verifier import Verifier, system_clock
from ...wire import jcs
from ...wire.files import content_of
from ..subject import Subject
from ..subjects import Given, subject_of
from ..terms import Terms
from .applicationparts import CheckedBadge, Sample, SampleFigures, TrainingBadge
from .paper import digest_of_bytes
from .scheme import LabelScheme

if TYPE_CHECKING:
    from ..profile import Profile
    from .schemeparts import Training


@dataclass(frozen=True, slots=True)
class _Looked:
    item: Any
    subject: Subject
    badge: CheckedBadge


def sample_of(
    item: Any,
    *,
    file: str = "",
    profile: Profile | str = "recognition",
    fetcher: Fetcher | None = None,
    now: datetime | None = None,
) -> Sample:
    """Verify and assess a badge as a sample; see `Application.with_sample`.

    Raises:
        InputError: it is no badge.
    """
    from ..assess import assess

    looked = _look(item, file, fetcher, now)
    assessment = assess(looked.item, profile, fetcher=fetcher, now=looked.subject.now)
    figures = assessment.figures
    return Sample(
        badge=looked.badge,
        readiness=assessment.readiness.value,
        profile=assessment.profile.name,
        rule_set=assessment.ruleset.id,
        rule_set_version=assessment.ruleset.version,
        figures=SampleFigures(
            essential_passed=figures.essential_passed,
            essential=figures.essential,
            recommended_met=figures.recommended_met,
            recommended=figures.recommended,
            open_items=figures.open_items,
            unchecked=figures.unchecked,
        ),
    )


def training_of(
    item: Any,
    scheme: LabelScheme,
    answers: str,
    *,
    file: str = "",
    fetcher: Fetcher | None = None,
    now: datetime | None = None,
) -> TrainingBadge:
    """Verify a badge as that of a training; see `Application.with_training`.

    Raises:
        InputError: it is no badge, or the scheme has no such item.
    """
    scheme.item(answers)
    badge = _look(item, file, fetcher, now).badge
    found = next((one.id for one in scheme.training if one.item == answers and is_of(badge, one)), "")
    return TrainingBadge(answers, found, badge)


def is_of(badge: CheckedBadge, training: Training) -> bool:
    """Tell whether a badge is one of a training's, as far as the scheme names them.

    A name is nobody's own: it counts only where the scheme names who issues the training's badges.
    """
    if training.issuers and badge.issuer not in training.issuers:
        return False
    named = badge.name in training.achievements and bool(training.issuers)
    return named or (bool(badge.achievement) and badge.achievement in training.achievements)


def without_twin(badge: CheckedBadge, others: Iterable[CheckedBadge]) -> None:
    """Refuse a badge that stands in the application already.

    Raises:
        InputError: one of the same digest or id does.
    """
    for place, other in enumerate(others):
        if badge.digest == other.digest or (badge.badge and badge.badge == other.badge):
            raise InputError(
                f"the badge {badge.file or badge.badge!r:.80} is in the application already",
                code="USAGE",
                pointer=f"/{place}",
                hint="name another badge",
            )


def _look(item: Any, file: str, fetcher: Fetcher | None, now: datetime | None) -> _Looked:
    content, name = _content(item)
    read = content if isinstance(item, Path) else item  # a file is read once
    subject, report = _verified(read, fetcher, now or system_clock())
    if content is None:
        content = b"" if report.document is None else report.document.raw
    badge = _described(subject, report, file or name, digest_of_bytes(content))
    # What is hosted and could not be asked for is assessed as it was handed in.
    return _Looked(read if report.document is None else report, subject, badge)


def _verified(item: Any, fetcher: Fetcher | None, now: datetime) -> tuple[Subject, Report]:
    verifier = Verifier(fetcher=fetcher or NoNetwork(), clock=lambda: now)
    given = Given(item, draft=False, files={}, siblings=frozenset(), activity_text="")
    subject = subject_of(given, Terms(), now, verifier=verifier, fetcher=fetcher)
    if subject.report is None or not (subject.badge.present or subject.badge.link):
        raise InputError(
            "this is no badge that somebody was awarded",
            code="NOT_A_BADGE",
            hint="pass a badge that was issued: its file, JSON or token",
        )
    return subject, subject.report


def _described(subject: Subject, report: Report, file: str, digest: str) -> CheckedBadge:
    achievement, issuer = subject.achievement, subject.issuer
    # Where the class of a 2.0 badge was not obtained, its address stands for what is behind it, too.
    behind = issuer.link == achievement.link
    return CheckedBadge(
        file=file,
        digest=digest,
        badge=subject.badge.text("id"),
        achievement=achievement.text("id") or achievement.link,
        name=achievement.text("name"),
        issuer=issuer.text("id") or ("" if behind else issuer.link),
        verdict=report.verdict.value,
        trust=report.trust.value,
        checked_at=report.verified_at.replace(microsecond=0),
    )


def _content(item: Any) -> tuple[bytes | None, str]:
    """Return the bytes that the digest is of, and the name of their file.

    Text that is an address has none: its digest is of what answered there.
    """
    if isinstance(item, Path):
        return content_of(item), item.name
    if isinstance(item, bytes):
        return item, ""
    if isinstance(item, str) and not item.startswith(("https://", "http://")):
        return item.encode("utf-8", "surrogatepass"), ""
    if isinstance(item, dict):
        return jcs.canonicalize(item), ""
    return None, ""


def checked(content: bytes, *, file: str, fetcher: Fetcher | None, now: datetime) -> CheckedBadge:
    """Return what the bytes of a badge say, verified.

    Raises:
        InputError: they are no badge.
    """
    return _look(content, file, fetcher, now).badge
