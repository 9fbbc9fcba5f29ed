"""What is asked of the badges in an application, and the second look at those whose files are handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ...errors import QualityBadgeError
from ...verify.digests import promise_of
from .applicationcheck import ApplicationFinding, Gap, finding
from .applicationparts import CheckedBadge, Sample
from .badgechecks import checked, is_of, sample_of
from .paper import digest_of_bytes

if TYPE_CHECKING:
    from ...fetcher import Fetcher
    from .application import Application
    from .applicationrules import Case

Findings = Iterator[ApplicationFinding]
DESIGN = "QL-ORG-05"
READY, NOT_READY = "ready", "not-ready"


class Seen(NamedTuple):
    """A badge that was looked at again.

    Attributes:
        badge: what it is and what the verifier says of it now; None where the file holds no badge.
        readiness: what its assessment says now; "" for a training badge.
        rule_set: id and version of the rule set that says so.
    """

    badge: CheckedBadge | None
    readiness: str = ""
    rule_set: tuple[str, str] = ("", "")


def badges_in(application: Application) -> Iterator[tuple[str, CheckedBadge]]:
    """Yield every badge of an application and the JSON pointer to it."""
    for place, sample in enumerate(application.samples):
        yield f"/samples/{place}/badge", sample.badge
    for place, one in enumerate(application.training):
        yield f"/training/{place}/badge", one.badge


def seen_again(
    application: Application, files: Mapping[str, bytes] | None, *, fetcher: Fetcher | None, now: datetime
) -> dict[str, Seen]:
    """Verify and assess the badges whose files are at hand; the key is the JSON pointer of each."""
    contents = {digest_of_bytes(content): content for content in (files or {}).values()}
    samples = {f"/samples/{place}/badge": one for place, one in enumerate(application.samples)}
    seen = {}
    for pointer, badge in badges_in(application):
        content = contents.get(badge.digest)
        if content is not None:
            seen[pointer] = _look(content, badge, samples.get(pointer), fetcher=fetcher, now=now)
    return seen


def _look(
    content: bytes, badge: CheckedBadge, sample: Sample | None, *, fetcher: Fetcher | None, now: datetime
) -> Seen:
    try:
        again = checked(content, file=badge.file, fetcher=fetcher, now=now)
    except QualityBadgeError:
        return Seen(None)
    if sample is None:
        return Seen(again)
    try:
        made = sample_of(content, file=badge.file, profile=sample.profile, fetcher=fetcher, now=now)
    except QualityBadgeError:  # a profile of the applicant's own is not known here
        return Seen(again, "not-determined")
    return Seen(made.badge, made.readiness, (made.rule_set, made.rule_set_version))


def shows_sample_badges(case: Case) -> Findings:
    """There are as many sample badges as asked; each is authentic and of the organisation."""
    needed = case.scheme.samples_least or (1 if case.needs(DESIGN) else 0)
    samples = case.application.samples
    if len(samples) < needed:
        what = "samples" if case.scheme.samples_least else "samples.some"
        yield finding(Gap.MISSING, what, "/samples", found=len(samples), needed=needed)
    for place, sample in enumerate(samples):
        pointer = f"/samples/{place}"
        yield from _sample(case, case.badge(f"{pointer}/badge", sample.badge), f"{pointer}/badge")
        yield from _readiness(case, sample, pointer)


def _sample(case: Case, badge: CheckedBadge, pointer: str) -> Findings:
    name, ids = name_of(badge), case.application.organisation.ids
    if badge.verdict == "invalid":
        yield finding(Gap.INCONSISTENT, "verdict", f"{pointer}/verdict", file=name, found=badge.verdict)
    elif badge.verdict != "valid":
        yield finding(Gap.NEEDS_HUMAN, "verdict", f"{pointer}/verdict", file=name)
    if not badge.issuer:
        yield finding(Gap.NEEDS_HUMAN, "issuer", f"{pointer}/issuer", file=name)
    elif ids and badge.issuer not in ids:
        yield finding(Gap.INCONSISTENT, "issuer", f"{pointer}/issuer", found=badge.issuer)


def _readiness(case: Case, sample: Sample, pointer: str) -> Findings:
    """Say where a sample is not ready, or is not what the application says of it by the same rules."""
    seen, place, name = case.seen.get(f"{pointer}/badge"), f"{pointer}/readiness", name_of(sample.badge)
    found, rules = case.readiness(pointer, sample), (sample.rule_set, sample.rule_set_version)
    if sample.readiness == READY and found == NOT_READY and seen is not None and seen.rule_set == rules:
        yield finding(Gap.INCONSISTENT, "readiness", place, file=name, found=found, said=sample.readiness)
    elif found != READY:
        by = " ".join(rules)
        yield finding(Gap.NEEDS_HUMAN, "sample.readiness", place, file=name, found=found, needed=by)


def shows_training_badges(case: Case) -> Findings:
    """Each mandatory training has a badge; whether it is the right achievement, a person may have to tell."""
    badges = [
        (place, one.item, case.badge(f"/training/{place}/badge", one.badge))
        for place, one in enumerate(case.application.training)
    ]
    for training in case.scheme.training:
        of_item = [(place, badge) for place, item, badge in badges if item == training.item]
        valid = [(place, badge) for place, badge in of_item if badge.verdict == "valid"]
        if training.mandatory and not of_item:
            yield finding(Gap.MISSING, "training", "/training", title=training.title)
        elif valid and not any(is_of(badge, training) for _, badge in valid):
            place, badge = valid[0]
            values = {"file": name_of(badge), "title": training.title}
            yield finding(Gap.NEEDS_HUMAN, "training", f"/training/{place}", **values)


def shows_valid_training_badges(case: Case) -> Findings:
    """Each training badge is authentic; where that could not be determined, it is still open."""
    for place, one in enumerate(case.application.training):
        pointer = f"/training/{place}/badge"
        badge = case.badge(pointer, one.badge)
        if badge.verdict == "invalid":
            values = {"found": badge.verdict, "file": name_of(badge)}
            yield finding(Gap.INCONSISTENT, "training.verdict", f"{pointer}/verdict", **values)
        elif badge.verdict != "valid":
            yield finding(Gap.NEEDS_HUMAN, "verdict", f"{pointer}/verdict", file=name_of(badge))


def keeps_its_files(case: Case) -> Findings:
    """Digests are well formed; a file that was handed in is the one that was meant."""
    for pointer, file, digest in _promises(case.application):
        try:
            promise = promise_of({"digestMultibase": digest}, "digestMultibase", "")
        except QualityBadgeError:
            yield finding(Gap.INCONSISTENT, "digest.form", pointer, file=file)
            continue
        if case.files is None or not file:
            continue
        if file not in case.files:
            yield finding(Gap.MISSING, "file", pointer, file=file)
        elif not promise.is_kept_by(case.files[file]):
            yield finding(Gap.INCONSISTENT, "digest", pointer, file=file)


def _promises(application: Application) -> Iterator[tuple[str, str, str]]:
    """Return place, file and digest of everything that has a digest."""
    for place, answer in enumerate(application.answers):
        for number, one in enumerate(answer.evidence):
            if one.digest:
                yield f"/selfAssessment/answers/{place}/evidence/{number}/digest", one.file, one.digest
    for pointer, badge in badges_in(application):
        yield f"{pointer}/digest", badge.file, badge.digest


def hands_in_nameless_badges(case: Case) -> Findings:
    """A badge that has no file name is among the files, too, by its digest."""
    if case.files is None:
        return
    for pointer, badge in badges_in(case.application):
        if not badge.file and pointer not in case.seen:
            yield finding(Gap.MISSING, "file", pointer, file=name_of(badge))


def says_of_badges_what_they_say(case: Case) -> Findings:
    """A badge that was handed in is the one that the application describes."""
    for pointer, said in badges_in(case.application):
        if pointer not in case.seen:
            continue
        found = case.seen[pointer].badge
        if found is None or not _is_same(found, said):
            yield finding(Gap.INCONSISTENT, "altered", pointer, file=name_of(said))


def _is_same(found: CheckedBadge, said: CheckedBadge) -> bool:
    """Tell whether two looks saw the same badge; what is only linked may be out of reach in the second."""
    linked = all(getattr(found, name) in ("", getattr(said, name)) for name in ("issuer", "name"))
    return linked and (found.badge, found.achievement) == (said.badge, said.achievement)


def name_of(badge: CheckedBadge) -> str:
    """Return what a person knows a badge by: its file, its id, or what it is called."""
    return badge.file or badge.badge or badge.name
