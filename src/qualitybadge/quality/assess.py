"""Assess a badge: is it ready for recognition? Offline unless a fetcher is given; verifies, never signs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..fetcher import Fetcher, NoNetwork
from ..verify.verifier import Clock, Verifier, system_clock
from .assessment import Assessment, Finding
from .profile import DEFAULT, Profile, built_in_profile
from .rule import NOT_APPLICABLE, PASSES, Found, Level, Rule, not_checked
from .ruleset import Message, RuleSet, built_in
from .subject import Part, Subject, Version
from .subjects import Given, subject_of

if TYPE_CHECKING:
    from ..verify.truststore import TrustStore
    from .label.report import LabelReport


class _Row:
    """One rule as it counts here; the badges of an issuer are alike, so what was found last is kept."""

    __slots__ = ("_last", "_level", "_message", "rule")

    def __init__(self, rule: Rule, level: Level, message: Message) -> None:
        self.rule = rule
        self._level = level
        self._message = message
        self._last = PASSES, self._made(PASSES)

    def finding(self, found: Found) -> Finding:
        """Return what was found, with the level and the words of the rule."""
        known, finding = self._last
        if known == found:
            return finding
        finding = self._made(found)
        self._last = found, finding  # both at once: another thread sees the one or the other pair
        return finding

    def _made(self, found: Found) -> Finding:
        return Finding(
            self.rule, self._level, found.outcome, found.pointer, found.value, found.case, self._message
        )


@dataclass(frozen=True, slots=True)
class Assessor:
    """A profile, a rule set and what belongs to them, ready to assess many badges; frozen, shared by threads.

    Attributes:
        profile: name of a built-in profile, or a `Profile`.
        ruleset: the rule set; the built-in one unless given.
        fetcher: how the network may be asked; None: not at all.
        clock: returns the time to assess at, aware.
        language: of titles and advice; English where it is silent.
        trust: whom the caller recognises as issuers; never decides readiness.
    """

    profile: Profile | str = DEFAULT
    ruleset: RuleSet | None = field(default=None, kw_only=True)
    fetcher: Fetcher | None = field(default=None, kw_only=True)
    clock: Clock = field(default=system_clock, kw_only=True)
    language: str = field(default="en", kw_only=True)
    trust: TrustStore | None = field(default=None, kw_only=True)
    _verifier: Verifier = field(init=False, repr=False, compare=False)
    _rows: dict[Version, tuple[_Row, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        fetcher = self.fetcher or NoNetwork()
        object.__setattr__(self, "_verifier", Verifier(fetcher=fetcher, clock=self.clock, trust=self.trust))
        object.__setattr__(self, "_rows", {})

    def assess(
        self,
        item: Any,
        *,
        draft: bool | None = None,
        files: Mapping[str, bytes] | None = None,
        siblings: Container[str] = frozenset(),
        activity_text: str = "",
        labels: Iterable[LabelReport] = (),
    ) -> Assessment:
        """Assess one badge or draft; see `assess`."""
        ruleset = self.ruleset or built_in()
        profile = self.profile if isinstance(self.profile, Profile) else built_in_profile(self.profile)
        given = Given(
            item, draft, files or {}, siblings, activity_text, tuple(labels), demands=profile.demands
        )
        subject = subject_of(
            given, ruleset.terms, self.clock(), verifier=self._verifier, fetcher=self.fetcher
        )
        rows = self._rows.get(subject.version)
        if rows is None:
            rows = self._rows[subject.version] = _rows(ruleset, profile, subject.version, self.language)
        findings = tuple([row.finding(judged(row.rule, subject)) for row in rows])
        return Assessment(
            ruleset=ruleset,
            profile=profile,
            version=subject.version,
            draft=subject.draft,
            badge_id=subject.badge.text("id"),
            badge_name=subject.achievement.text("name"),
            language=self.language,
            assessed_at=subject.now,
            findings=findings,
            _subject=subject,
        )


def assess(
    item: Any,
    profile: Profile | str = DEFAULT,
    *,
    fetcher: Fetcher | None = None,
    language: str = "en",
    now: datetime | None = None,
    **more: Any,
) -> Assessment:
    """Tell what keeps a badge from being recognised, and how to mend it.

    Args:
        item: a draft (a mapping, such as `Issuer.draft` returns), an Achievement or BadgeClass by itself, a
            badge in any form that `verify` takes, or the `Report` of its verification.
        profile: ``recognition``, ``skill``, ``eu-microcredential``, ``trusted``, ``ctdl-minimum``,
            ``au-nmf``, ``cmf``, or a `Profile` of your own.
        fetcher: how the network may be asked; without it nothing is, and what needs it is not checked.
        language: of titles and advice: ``en`` or ``lt``.
        now: the time to assess at, aware; the current one unless given.
        more: ``ruleset`` and ``trust`` as for `Assessor`; ``draft``, ``files``, ``siblings``,
            ``activity_text`` and ``labels`` (reports of `verify_label`) as for `Assessor.assess`.

    Raises:
        InputError: it is no badge, draft, achievement or badge class, or there is no such profile.
        UndeterminedError: it could not be obtained.
        TypeError: an argument is of a type that cannot do.
    """
    terms = {name: more.pop(name) for name in ("ruleset", "trust") if name in more}
    clock = system_clock if now is None else (lambda: now)
    assessor = Assessor(profile, fetcher=fetcher, language=language, clock=clock, **terms)
    return assessor.assess(item, **more)


def _rows(ruleset: RuleSet, profile: Profile, version: Version, language: str) -> tuple[_Row, ...]:
    return tuple(
        _Row(rule, profile.level(rule, version), ruleset.message(rule.id, language)) for rule in ruleset.rules
    )


def judged(rule: Rule, subject: Subject) -> Found:
    """Return what a rule finds; not applicable and not checked where it cannot be asked."""
    if rule.paths and subject.version not in rule.paths:
        return NOT_APPLICABLE
    if subject.draft and not rule.draft:
        return NOT_APPLICABLE
    part: Part = subject.part(rule.part)
    if part.link and subject.version == "2.0":
        return not_checked(part.at, part.link, case="linked")
    if not part.present and not part.link:
        return NOT_APPLICABLE
    return rule.judge(subject)
