"""Is an application complete and does it fit together? Findings and figures; decides about no label."""

from __future__ import annotations

import enum
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ...verify.verifier import system_clock
from ...wire import timestamps
from .application import Application
from .paper import json_of
from .scheme import LabelScheme
from .selfassessment import SelfAssessment

if TYPE_CHECKING:
    from ...fetcher import Fetcher

_HERE = Path(__file__).parent / "applying"


class Gap(enum.Enum):
    """What a finding says: something is missing, does not fit, or only a person can tell."""

    MISSING = "missing"
    INCONSISTENT = "inconsistent"
    NEEDS_HUMAN = "needs-human"


@dataclass(frozen=True, slots=True)
class ApplicationFinding:
    """One thing that was found.

    Attributes:
        gap: what kind of thing.
        what: which, such as ``answer.evidence``; with `gap` the key of the advice.
        pointer: JSON pointer to the place in the application.
        values: what the advice names.
    """

    gap: Gap
    what: str
    pointer: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Kind and thing, such as ``missing.answer``."""
        return f"{self.gap.value}.{self.what}"

    def advice(self, language: str = "en") -> str:
        """Return one sentence that says what to do, in English or Lithuanian.

        Raises:
            InputError: there are no texts in this language.
        """
        return _texts(language)[self.gap.value][self.what].format_map(self.values)


def finding(gap: Gap, what: str, pointer: str, **values: object) -> ApplicationFinding:
    """Return a finding; the values are written as texts."""
    return ApplicationFinding(gap, what, pointer, {name: str(value) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class ApplicationFigures:
    """What can be counted in an application.

    Attributes:
        formal: formal criteria of the scheme.
        formal_met: how many of them are met by the applicant's own word.
        formal_explained: how many are not met yet, with an explanation that the scheme allows.
        asked: items that an applicant answers.
        answered: how many of them are answered.
        indicators: indicators of the scheme; None where they are not known.
        indicators_checked: how many of them the applicant checked.
        indicator_needed: least share that the scheme asks for; None where it asks none.
        samples: sample badges.
        samples_ready: how many of them are ready for recognition according to the rule set.
    """

    formal: int
    formal_met: int
    formal_explained: int
    asked: int
    answered: int
    indicators: int | None
    indicators_checked: int
    indicator_needed: float | None
    samples: int
    samples_ready: int

    @property
    def indicator_share(self) -> float | None:
        """Share of the indicators that is checked, 0 to 1; None where the scheme has or shows none."""
        return self.indicators_checked / self.indicators if self.indicators else None

    @property
    def indicators_enough(self) -> bool | None:
        """Whether the share is reached; None where that cannot be told."""
        share = self.indicator_share
        if share is None or self.indicator_needed is None:
            return None
        return share >= self.indicator_needed

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON data."""
        share = self.indicator_share
        return {
            "formal": {"met": self.formal_met, "explained": self.formal_explained, "of": self.formal},
            "answered": {"answered": self.answered, "of": self.asked},
            "indicators": {
                "checked": self.indicators_checked,
                "of": self.indicators,
                "share": None if share is None else round(share, 4),
                "needed": self.indicator_needed,
                "enough": self.indicators_enough,
            },
            "samples": {"ready": self.samples_ready, "of": self.samples},
        }


@dataclass(frozen=True, slots=True)
class ApplicationCheck:
    """What a check of an application found. It is not a yes: ``bool(check)`` raises TypeError.

    Attributes:
        findings: what is missing, what does not fit, what only a person can tell; in this order.
        figures: what can be counted.
        checked_at: when, UTC.
        application: digest of the application.
        badges: digests of its badges that were verified and assessed again, from their files.
    """

    findings: tuple[ApplicationFinding, ...]
    figures: ApplicationFigures
    checked_at: datetime
    application: str = ""
    badges: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        raise TypeError("a check is not a yes: ask check.complete")

    @property
    def complete(self) -> bool:
        """Whether nothing is missing and nothing contradicts; people may still have to look at something."""
        return not self.missing and not self.inconsistent

    @property
    def missing(self) -> tuple[ApplicationFinding, ...]:
        """What is missing."""
        return self._of(Gap.MISSING)

    @property
    def inconsistent(self) -> tuple[ApplicationFinding, ...]:
        """What does not fit together."""
        return self._of(Gap.INCONSISTENT)

    @property
    def open_items(self) -> tuple[ApplicationFinding, ...]:
        """What only a person can tell."""
        return self._of(Gap.NEEDS_HUMAN)

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the check as JSON data.

        Raises:
            InputError: there are no texts in this language.
        """
        return {
            "complete": self.complete,
            "checkedAt": timestamps.render(self.checked_at),
            "figures": self.figures.to_dict(),
            "badgesLookedAt": len(self.badges),
            "findings": [
                {"code": one.code, "pointer": one.pointer, "advice": one.advice(language)}
                for one in self.findings
            ],
        }

    def to_json(self, language: str = "en") -> str:
        """Return `to_dict()` as indented JSON text.

        Raises:
            InputError: there are no texts in this language.
        """
        return json_of(self.to_dict(language))

    def _of(self, gap: Gap) -> tuple[ApplicationFinding, ...]:
        return tuple(one for one in self.findings if one.gap is gap)


def check(
    application: Application,
    scheme: LabelScheme,
    *,
    now: datetime | None = None,
    files: Mapping[str, bytes] | None = None,
    fetcher: Fetcher | None = None,
) -> ApplicationCheck:
    """Say what is missing in an application and what does not fit together.

    Args:
        application: the application.
        scheme: the scheme that it is for.
        now: the time to check at, aware; the current one unless given.
        files: the files that the application names, by their names. Then each must be there and have the
            content that its digest promises, and badges are verified and assessed again. Without them the
            check believes what the application says of its badges.
        fetcher: how the network may be asked about the badges; None: not at all.

    Raises:
        TypeError: the time is not aware.
    """
    from .applicationbadges import badges_in, seen_again
    from .applicationrules import RULES, Case

    moment = system_clock() if now is None else now
    if moment.tzinfo is None:
        raise TypeError("now must be an aware datetime")
    moment = moment.astimezone(UTC)
    seen = seen_again(application, files, fetcher=fetcher, now=moment)
    case = Case(application, scheme, moment, files, seen)
    found = [one for rule in RULES for one in rule(case)]
    order = list(Gap)
    readiness = [case.readiness(f"/samples/{n}", one) for n, one in enumerate(application.samples)]
    return ApplicationCheck(
        findings=tuple(sorted(found, key=lambda one: order.index(one.gap))),
        figures=figures_of(application, scheme, readiness),
        checked_at=moment,
        application=application.digest,
        badges=frozenset(badge.digest for pointer, badge in badges_in(application) if pointer in seen),
    )


def figures_of(application: Application, scheme: LabelScheme, readiness: Sequence[str]) -> ApplicationFigures:
    """Count what can be counted; `readiness` is that of each sample badge."""
    said = application.self_assessment
    answers = [said.answer(item.id) for item in scheme.asked]
    checked = [said.indicator(one.id) for one in scheme.indicators]
    met, explained = _formal(said, scheme)
    return ApplicationFigures(
        formal=len(scheme.formal),
        formal_met=met,
        formal_explained=explained,
        asked=len(answers),
        answered=sum(answer is not None and bool(answer.text.strip()) for answer in answers),
        indicators=len(scheme.indicators) if scheme.indicators_known else None,
        indicators_checked=sum(one is not None and one.checked is True for one in checked),
        indicator_needed=scheme.indicator_share,
        samples=len(application.samples),
        samples_ready=sum(one == "ready" for one in readiness),
    )


def _formal(said: SelfAssessment, scheme: LabelScheme) -> tuple[int, int]:
    """Return how many formal criteria are met, and how many are explained where that is allowed."""
    rows = [(one, answer) for one in scheme.formal if (answer := said.criterion(one.id)) is not None]
    explained = [
        one.explainable and answer.met is False and answer.explanation.strip() for one, answer in rows
    ]
    return sum(answer.met is True for _, answer in rows), sum(map(bool, explained))


def page_words(language: str = "en") -> Mapping[str, str]:
    """Return the words of the page around the findings; ``{…}`` is filled in by whoever writes it.

    Raises:
        InputError: there are no texts in this language.
    """
    return _texts(language)["page"]


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    files = {path.stem: path for path in sorted(_HERE.glob("*.toml"))}
    if language not in files:
        raise InputError(
            f"there are no texts in {language!r:.20}", code="USAGE", hint=f"known: {', '.join(files)}"
        )
    return tomllib.loads(files[language].read_text(encoding="utf-8"))
