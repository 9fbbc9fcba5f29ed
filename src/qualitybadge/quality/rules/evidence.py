"""The rules on evidence, for the group assessment. Whether evidence proves anything, no rule can say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ...errors import FetchError, InputError, UnsupportedError
from ...fetcher import Fetcher, obtain
from ...verify.digests import MEMBERS, Promise, promise_of
from ..metadata.terms import text
from ..rule import NOT_APPLICABLE, PASSES, Found, RuleOutcome, fails, not_checked, partly
from ..subject import Subject, many, texts

_WEB = re.compile(r"(https?)://[^/?#\s]\S*+", re.IGNORECASE)
_NO_EVIDENCE = frozenset({"none", "no", "no evidence", "-", "n/a", "nėra", "nereikia"})
_WHAT, _ABOUT = ("id", "narrative"), ("name", "description")
_SENTENCE = re.compile(r"[.;!?]+\s|\n|。")
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|without|optional|voluntary|nereik\w*|nebūtin\w*|neprival\w*|nėra|be jokių|"
    r"nicht|kein\w*|ohne|freiwillig\w*|sin|opcional\w*|sans|facultati\w*)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_BASED = r"(?:based|informed|led|driven|manage|theor|grįst|pagrįst|paremt)"
_OK = 200
_ANSWERS, _CLOSED, _GONE = range(200, 300), frozenset({401, 403}), frozenset({404, 410})
_WORST = {RuleOutcome.PASS: 0, RuleOutcome.NOT_CHECKED: 1, RuleOutcome.PARTIAL: 2, RuleOutcome.FAIL: 3}


class Evidence(NamedTuple):
    """One piece of evidence: its members, and its place."""

    data: Mapping[str, Any]
    at: str

    @property
    def link(self) -> str:
        """Its address in the web; "" where it has none."""
        address = text(self.data.get("id"))
        return address if _WEB.fullmatch(address) else ""


def evidence_of(subject: Subject) -> list[Evidence]:
    """Return the evidence that stands where it belongs; what is no object is empty here."""
    value = subject.badge.data.get("evidence")
    at, several = subject.badge.pointer("evidence"), isinstance(value, list | tuple)
    return [
        Evidence(_members(one), f"{at}/{index}" if several else at) for index, one in enumerate(many(value))
    ]


def _members(one: Any) -> Mapping[str, Any]:
    if isinstance(one, dict):
        return one
    return {"id": one} if isinstance(one, str) else {}


def has_evidence(subject: Subject) -> bool:
    """Tell whether there is evidence that says anything."""
    return any(one.data for one in evidence_of(subject))


def evidence_is_attached(subject: Subject) -> Found:
    """Where the profile, a step or the criteria ask for evidence, there is some."""
    if has_evidence(subject):
        return PASSES
    if subject.achievement.link:  # only in 2.0: what the badge asks for is not known
        return not_checked(subject.achievement.at, subject.achievement.link, case="linked")
    place = subject.badge.pointer("evidence")
    asked = _is_asked_for(subject)
    if not asked and not _is_mentioned(subject):
        return NOT_APPLICABLE
    for part in (subject.award, subject.achievement):
        if part.at != subject.badge.at and part.data.get("evidence"):
            return partly(part.pointer("evidence"), case="misplaced")
    return fails(place, asked) if asked else partly(place)


def _is_asked_for(subject: Subject) -> str:
    """Return what asks for evidence: a step, or the type where the profile always asks; "" for neither."""
    wanted = (step.evidence for step in subject.metadata.tasks)
    asked = next((one for one in wanted if one and one.casefold() not in _NO_EVIDENCE), "")
    if asked or not subject.demands.evidence:
        return asked
    return subject.metadata.achievement_type or "evidence"


def _is_mentioned(subject: Subject) -> bool:
    words = _words(subject.terms.evidence_words)
    criteria = subject.achievement.data.get("criteria")
    prose = [text(one.get("narrative")) for one in many(criteria) if isinstance(one, dict)]
    return words is not None and any(_asks(words, one) for one in prose)


def _asks(words: re.Pattern[str], prose: str) -> bool:
    """Tell whether a sentence speaks of evidence and denies nothing: what is not needed is not asked for."""
    if words.search(prose) is None:
        return False
    return any(words.search(one) and not _DENIAL.search(one) for one in _SENTENCE.split(prose))


@lru_cache(maxsize=16)
def _words(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern of words that ask for evidence; "evidence-based" asks for none."""
    if not words:
        return None
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?!\w*[-\s]{_BASED})", re.IGNORECASE)


def evidence_is_described(subject: Subject) -> Found:
    """Each piece of evidence is there, by link or as text, and says what it is."""
    found = evidence_of(subject)
    if not found:
        return NOT_APPLICABLE
    return max((_described(one, subject.version) for one in found), key=_badness)


def _described(one: Evidence, version: str) -> Found:
    is_there = any(text(one.data.get(name)) for name in _WHAT)
    is_named = any(text(one.data.get(name)) for name in _ABOUT)
    if not is_there and not is_named:
        return fails(one.at)
    if not is_named:
        return partly(f"{one.at}/name", text(one.data.get("id")))
    if not is_there:
        return partly(f"{one.at}/id", text(one.data.get("name")), case="nothing")
    if version == "3.0" and "Evidence" not in texts(one.data.get("type")):
        return partly(f"{one.at}/type", case="type")
    return PASSES


def evidence_links_answer(subject: Subject) -> Found:
    """Each link to evidence is https and, where a fetcher is given, answers."""
    links = [one for one in evidence_of(subject) if one.link]
    if not links:
        return NOT_APPLICABLE
    most = subject.limits.fetches
    found = [_answer(one, subject) for one in links[:most]]
    if len(links) > most:
        found.append(not_checked(f"{links[most].at}/id", links[most].link))
    return max(found, key=_badness)


def _answer(one: Evidence, subject: Subject) -> Found:
    at = f"{one.at}/id"
    if one.link[:6].lower() != "https:":
        return partly(at, one.link, case="http")
    if subject.fetcher is None:
        return not_checked(at, one.link)
    try:
        status, _content = _obtained(subject.fetcher, one.link, subject)
    except FetchError:
        return not_checked(at, one.link, case="unreachable")
    if status in _GONE:
        return fails(at, one.link)
    if status in _CLOSED:
        return partly(at, one.link)
    return PASSES if status in _ANSWERS else not_checked(at, one.link, case="unreachable")


def _obtained(fetcher: Fetcher, link: str, subject: Subject) -> tuple[int, bytes]:
    """GET what a link leads to; evidence may lie with another host than the link.

    Raises:
        FetchError: no answer was obtained.
    """
    response = obtain(fetcher, link, accept="*/*", limits=subject.limits, cross_origin=True)
    return response.status, response.body


def evidence_is_protected(subject: Subject) -> Found:
    """Each link to evidence has a digest, which fits what lies there where that is at hand."""
    links = [one for one in evidence_of(subject) if one.link]
    if not links:
        return NOT_APPLICABLE
    related = {text(one.get("id")): (one, at) for one, at in _related(subject)}
    most = subject.limits.fetches
    found = [_protected(one, related, subject) for one in links[:most]]
    if len(links) > most:
        found.append(not_checked(links[most].at, links[most].link, case="unreachable"))
    return max(found, key=_badness)


def _related(subject: Subject) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the related resources of a credential, where a digest may stand as well."""
    value = subject.badge.data.get("relatedResource")
    at, several = subject.badge.pointer("relatedResource"), isinstance(value, list | tuple)
    for index, one in enumerate(many(value)):
        if isinstance(one, dict):
            yield one, f"{at}/{index}" if several else at


def _protected(
    one: Evidence, related: Mapping[str, tuple[Mapping[str, Any], str]], subject: Subject
) -> Found:
    holders = [(one.data, one.at), related.get(one.link, ({}, ""))]
    promised = [(dict(holder), name, at) for holder, at in holders for name in MEMBERS if name in holder]
    if not promised:
        return fails(f"{one.at}/digestMultibase", one.link)
    promises = []
    for holder, name, at in promised:
        try:
            promises.append(promise_of(holder, name, at))
        except UnsupportedError:
            return not_checked(f"{at}/{name}", holder[name], case="algorithm")
        except InputError:
            return fails(f"{at}/{name}", holder[name], case="malformed")
    return _kept(promises, one.link, subject)


def _kept(promises: list[Promise], link: str, subject: Subject) -> Found:
    """Compare the digests with what is at hand; without a fetcher nothing may be, and their form counts."""
    content = subject.files.get(link)
    if content is None:
        if subject.fetcher is None:
            return PASSES
        try:
            status, content = _obtained(subject.fetcher, link, subject)
        except FetchError:
            status, content = 0, b""
        if status != _OK:
            return not_checked(promises[0].pointer, link, case="unreachable")
    broken = next((promise for promise in promises if not promise.is_kept_by(content)), None)
    return PASSES if broken is None else fails(broken.pointer, link, case="mismatch")


def _badness(found: Found) -> int:
    return _WORST[found.outcome]
