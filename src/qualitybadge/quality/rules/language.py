"""The rules on language: that it is declared, in tags that exist. Reads and judges no prose."""

from __future__ import annotations

from ..metadata.identifiers import language_tag_state
from ..metadata.terms import text
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, asks, fails, partly
from ..subject import Subject

_MEMBER = {"2.0": "@language", "3.0": "inLanguage"}


def language_is_declared(subject: Subject) -> Found:
    """The badge says in which language its texts are."""
    name = _MEMBER[subject.version]
    return PASSES if subject.achievement.text(name) else fails(subject.achievement.pointer(name))


def language_tag_is_valid(subject: Subject) -> Found:
    """The language is given as a tag of BCP 47 that is not deprecated."""
    name = _MEMBER[subject.version]
    value = subject.achievement.data.get(name)
    if value is None or value == "":
        return NOT_APPLICABLE
    state = language_tag_state(value) if isinstance(value, str) else "invalid"
    if state == "valid":
        return PASSES
    at = subject.achievement.pointer(name)
    return partly(at, value) if state == "deprecated" else fails(at, value)


def other_languages_are_linked(subject: Subject) -> Found:
    """The badge links to itself in another language."""
    name = _MEMBER[subject.version]
    own = subject.achievement.text(name).lower()
    for one in subject.achievement.objects("related"):
        other = text(one.get(name))
        if text(one.get("id")) and other and other.lower() != own:
            return PASSES
    return fails(subject.achievement.pointer("related"))


def language_of_learning_is_stated(subject: Subject) -> Found:
    """The badge says in which language one learned or was assessed."""
    stated = subject.metadata.language_of_learning
    return PASSES if stated else fails(subject.place("language_of_learning"))


def wording_is_plain(subject: Subject) -> Found:
    """A person reads whether the texts are in one language and in plain words."""
    return asks(subject.achievement.pointer("description"), subject.achievement.text("description"))


JUDGES: dict[str, Judge] = {
    "QL-LNG-01": language_is_declared,
    "QL-LNG-02": language_tag_is_valid,
    "QL-LNG-03": other_languages_are_linked,
    "QL-LNG-04": language_of_learning_is_stated,
    "QL-LNG-05": wording_is_plain,
}
