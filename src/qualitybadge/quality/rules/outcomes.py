"""The rules on learning outcomes, skills and alignment. Asks no framework whether it knows a skill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..metadata.foreign import QUALITY_ASSURANCE
from ..metadata.identifiers import is_esco, is_esco_group
from ..metadata.terms import level_of, text, whole_alignment, word
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, asks, fails, partly
from ..subject import Subject, many, texts

_WEB = re.compile(r"https?://(?:[^/?#@\s]*+@)?+([^/?#:\s]++)(?::\d++)?+(\S*+)", re.IGNORECASE)
_ESCO_SITES = ("esco.ec.europa.eu", "ec.europa.eu/esco", "data.europa.eu/esco")
_LEVEL_MEMBERS = ("requiredLevel", "rubricCriterionLevel")
_SAID = ("value", "status", "achievedLevel")
_LEVEL_RESULTS = frozenset({"PerformanceLevel", "RubricCriterionLevel"})


class Alignment(NamedTuple):
    """An alignment to a skill, with its texts and its place."""

    name: str
    url: str
    framework: str
    code: str
    kind: str
    level: str
    at: str

    @property
    def names_framework(self) -> bool:
        """Whether it says by what it is defined, by name or, in 3.0, by type."""
        return bool(self.framework or self.kind)


def an_outcome_is_stated(subject: Subject) -> Found:
    """At least one skill or learning outcome stands there by itself, not only in prose."""
    if subject.metadata.learning_outcomes or _skills(subject):
        return PASSES
    place = subject.place("learning_outcomes")
    prose = subject.achievement.text("description") or any(
        text(one.get("narrative")) for one in subject.achievement.objects("criteria")
    )
    return asks(place) if prose else fails(place)


def _skills(subject: Subject) -> int:
    return sum(one.kind != QUALITY_ASSURANCE for one in subject.metadata.skills)


def alignments_are_well_formed(subject: Subject) -> Found:
    """Each alignment has a name and an absolute http(s) address."""
    found = [
        _formed(one, at) for one, at in _entries(subject.achievement.data, subject.achievement.pointer())
    ]
    if not found:
        return NOT_APPLICABLE
    return max(found, key=lambda one: _WORSE[one.outcome.value])


_WORSE = {"pass": 0, "partial": 1, "fail": 2}


def _formed(alignment: Any, at: str) -> Found:
    if not isinstance(alignment, dict):
        return fails(at, alignment)
    name, url = text(alignment.get("targetName")), alignment.get("targetUrl")
    if not name:
        return fails(f"{at}/targetName", case="unnamed")
    if url is None:
        return partly(f"{at}/targetUrl", name)
    return PASSES if isinstance(url, str) and _WEB.fullmatch(url.strip()) else fails(f"{at}/targetUrl", url)


def framework_is_public(subject: Subject) -> Found:
    """A skill belongs to a framework that is known beyond the issuer."""
    found = subject.alignments
    if not found:
        return fails(subject.place("skills"))
    known = _Frameworks.of(subject.terms.frameworks)
    if any(known.have(one) for one in found):
        return PASSES
    return partly(found[0].at, found[0].framework or found[0].url)


class _Frameworks(NamedTuple):
    """A list of public frameworks, ready to be asked.

    Attributes:
        words: its words as one pattern; None for none.
        names: whole names.
        hosts: what has a dot.
    """

    words: re.Pattern[str] | None
    names: frozenset[str]
    hosts: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, entries: tuple[str, ...]) -> _Frameworks:
        names = frozenset(entry[1:] for entry in entries if entry.startswith("="))
        hosts = tuple([entry for entry in entries if "." in entry])
        words = [re.escape(one) for one in entries if one and "." not in one and not one.startswith("=")]
        return cls(re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None, names, hosts)

    def have(self, one: Alignment) -> bool:
        """Tell whether an alignment belongs to one of them, by name, type or address."""
        if one.framework.lower() in self.names or _stands_at(one.url, self.hosts):
            return True
        return bool(self.words and self.words.search(f"{one.framework} {one.kind}".lower()))


def _stands_at(url: str, sites: tuple[str, ...]) -> bool:
    """Tell whether an address lies on one of the hosts, or below a path of it."""
    parts = _WEB.fullmatch(url)
    if parts is None:
        return False
    host, path = parts[1].lower(), parts[2].lower()
    for site in sites:
        name, _, below = site.partition("/")
        if host == name or host.endswith(f".{name}"):
            way = path.lstrip("/")
            if not below or way == below or way.startswith((f"{below}/", f"{below}?", f"{below}#")):
                return True
    return False


def framework_and_code_are_named(subject: Subject) -> Found:
    """Each skill says by which framework it is defined, and by which code."""
    found = subject.alignments
    if not found:
        return fails(subject.place("skills"))
    lacking = next((one for one in found if not (one.code and one.names_framework)), None)
    if lacking is None:
        return PASSES
    missing = f"{lacking.at}/{'targetFramework' if lacking.code else 'targetCode'}"
    some = any(one.code or one.names_framework for one in found)
    return partly(missing, lacking.name) if some else fails(missing, lacking.name)


def esco_links_are_identifiers(subject: Subject) -> Found:
    """What names ESCO, or links to it, gives the address of an ESCO skill or occupation."""
    found = [one for one in subject.alignments if _is_of_esco(one)]
    if not found:
        return NOT_APPLICABLE
    wrong = [one for one in found if not is_esco(one.url)]
    if not wrong:
        return PASSES
    groups = [one for one in wrong if is_esco_group(one.url)]
    pages = [one for one in wrong if one not in groups]
    broken = next((one for one in pages if not _stands_at(one.url, _ESCO_SITES[:2])), None)
    if broken is not None:
        return fails(f"{broken.at}/targetUrl", broken.url)
    first, case = (pages[0], "") if pages else (groups[0], "group")
    return partly(f"{first.at}/targetUrl", first.url, case=case)


def _is_of_esco(one: Alignment) -> bool:
    named = one.framework.lower()
    return named == "esco" or named.startswith("esco ") or _stands_at(one.url, _ESCO_SITES)


def outcomes_say_what_the_earner_can_do(subject: Subject) -> Found:
    """A person reads whether the outcomes say what the earner can do; vague first words are named."""
    stated = subject.metadata.learning_outcomes
    if not stated:
        return NOT_APPLICABLE
    place, verbs = subject.place("learning_outcomes"), subject.terms.vague_verbs
    vague = next((one for one in stated if _opens_with(one.lower(), verbs)), None)
    return asks(place, stated[0]) if vague is None else asks(place, vague, case="vague")


def _opens_with(outcome: str, verbs: tuple[str, ...]) -> bool:
    return any(outcome.startswith(verb) and not outcome[len(verb) :][:1].isalnum() for verb in verbs)


def proficiency_level_is_given(subject: Subject) -> Found:
    """A badge with skills of a framework says at which level, by a framework or by its own levels."""
    found, level = subject.alignments, subject.metadata.level
    graded = [one for one in found if not _is_of_esco(one)]
    given = (
        (level is not None and level.value)
        or any(one.level for one in found)
        or any(_has_levels(one) for one in subject.achievement.objects("resultDescription"))
    )
    if given:
        return PASSES
    return fails(subject.place("level")) if graded else NOT_APPLICABLE


def _has_levels(description: Mapping[str, Any]) -> bool:
    kind = description.get("resultType")
    return any(description.get(name) for name in _LEVEL_MEMBERS) or (
        isinstance(kind, str) and kind in _LEVEL_RESULTS
    )


def claims_fit_the_workload(subject: Subject) -> Found:
    """There are few claims, or at least an hour of work for each."""
    metadata = subject.metadata
    claims = _skills(subject) + len(metadata.learning_outcomes)
    if claims <= subject.terms.claims_most:
        return PASSES
    workload = metadata.workload
    hours = 0.0
    if workload is not None:
        hours = workload.hours or (workload.ects or 0) * subject.terms.hours_per_ects[0]
    if hours >= claims:
        return PASSES
    return partly(subject.place("skills" if metadata.skills else "learning_outcomes"), claims)


def results_point_to_their_descriptions(subject: Subject) -> Found:
    """What a result names is there: its result description and its level; and a status where that is asked.

    A result may do without a description, as the standard lets it, where it says something by itself.
    """
    results = many(subject.award.data.get("result"))
    if subject.demands.result and not any(_says_something(one) for one in results):
        return fails(subject.award.pointer("result"), case="none")
    if not results:
        return NOT_APPLICABLE
    return _worst_of(subject, results)


def _worst_of(subject: Subject, results: list[Any]) -> Found:
    """Return what is found of the first result that does not pass."""
    descriptions = subject.achievement.objects("resultDescription")
    described = {text(one.get("id")): one for one in descriptions}
    # Any level of the achievement will do: the standard's own complete example takes one of another result.
    levels = {
        text(level.get("id")) for one in descriptions for level in _objects(one, "rubricCriterionLevel")
    }
    several = isinstance(subject.award.data["result"], list | tuple)
    for index, result in enumerate(results):
        at = subject.award.pointer("result", *([index] if several else []))
        found = _resolved(result, at, described, levels) if isinstance(result, dict) else fails(at, result)
        if found is not PASSES:
            return found
    return PASSES


def _says_something(result: Any) -> bool:
    return isinstance(result, dict) and any(word(result.get(name)) for name in _SAID)


def _resolved(
    result: dict[str, Any], at: str, described: Mapping[str, Mapping[str, Any]], levels: set[str]
) -> Found:
    link, level = result.get("resultDescription"), result.get("achievedLevel")
    if link is None and not _says_something(result):
        return fails(f"{at}/resultDescription", case="unlinked")
    known = {**described, "": None}  # a link without a text leads nowhere
    description = {} if link is None else known.get(text(link))
    if description is None:
        return fails(f"{at}/resultDescription", link)
    if level is not None and text(level) not in levels - {""}:
        return fails(f"{at}/achievedLevel", level, case="level")
    if "Status" in texts(description.get("resultType")) and not text(result.get("status")):
        return fails(f"{at}/status", case="status")
    return PASSES


def _objects(holder: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in many(holder.get(name)) if isinstance(one, dict)]


def _entries(data: Mapping[str, Any], at: str) -> Iterator[tuple[Any, str]]:
    """Yield each alignment as it stands, and its place."""
    value = data.get("alignment")
    if isinstance(value, list | tuple):
        for index, one in enumerate(value):
            yield one, f"{at}/alignment/{index}"
    elif value is not None:
        yield value, f"{at}/alignment"


def alignments_of(subject: Subject) -> tuple[Alignment, ...]:
    """Return the alignments to skills.

    Those that only state a level of qualifications, or who assures the quality, are none.
    """
    part = subject.achievement
    wholes = ((whole_alignment(one), at) for one, at in _entries(part.data, part.at) if isinstance(one, dict))
    return tuple(
        Alignment(
            text(one.get("targetName")),
            text(one.get("targetUrl")),
            text(one.get("targetFramework")),
            word(one.get("targetCode")),
            text(one.get("targetType")),
            word(one.get("proficiencyLevel")),
            at,
        )
        for one, at in wholes
        if one and level_of(one) is None and text(one.get("targetType")) != QUALITY_ASSURANCE
    )


JUDGES: dict[str, Judge] = {
    "QL-OUT-01": an_outcome_is_stated,
    "QL-OUT-02": alignments_are_well_formed,
    "QL-OUT-03": framework_is_public,
    "QL-OUT-04": framework_and_code_are_named,
    "QL-OUT-05": esco_links_are_identifiers,
    "QL-OUT-06": outcomes_say_what_the_earner_can_do,
    "QL-OUT-07": proficiency_level_is_given,
    "QL-OUT-08": claims_fit_the_workload,
    "QL-OUT-09": results_point_to_their_descriptions,
}
