"""Profiles: which rules count how much for which kind of badge. A profile may only tighten."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .demands import NO_DEMANDS, Demands
from .rule import Level, Rule
from .subject import Version

if TYPE_CHECKING:
    from .ruleset import RuleSet

_HERE = Path(__file__).parent / "profiles"
_MESSAGES = Path(__file__).parent / "messages"
DEFAULT = "recognition"


@dataclass(frozen=True, slots=True)
class Element:
    """An element that a framework asks for, and the rules that look at it: a row of a coverage table.

    Attributes:
        name: what is asked for.
        mandatory: whether the framework asks for it in any case.
        rules: ids of the rules that look at it; () where none does, so that only a person can.
        note: what there is to know about it, or for a person to find out.
        needs_human: whether a part of it can only be told by a person, whatever the rules find.
    """

    name: str
    mandatory: bool
    rules: tuple[str, ...]
    note: str = ""
    needs_human: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """Levels for one kind of badge.

    Attributes:
        name: short name, such as ``recognition``.
        title: what it is for.
        source: where its demands come from.
        levels: level by rule id where it is higher than the rule set's own.
        elements: what its framework asks for, and which rules look at it.
        demands: stricter conditions and limits for what the rules look at.
        translations: by language and English name of an element, its ``name`` and ``note`` in that language.
    """

    name: str
    title: str = ""
    source: str = ""
    levels: Mapping[str, Level] = field(default_factory=dict, repr=False)
    elements: tuple[Element, ...] = field(default=(), repr=False)
    demands: Demands = field(default=NO_DEMANDS, repr=False)
    translations: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict, repr=False)

    def elements_in(self, language: str) -> tuple[Element, ...]:
        """Return the elements with names and notes in a language; in English where that is silent."""
        said = self.translations.get(language, {})
        return tuple(_translated(one, said.get(one.name, {})) for one in self.elements)

    def level(self, rule: Rule, version: Version) -> Level:
        """Return how much a rule counts: the highest of rule, version and profile."""
        own = rule.levels.get(version, rule.level)
        raised = self.levels.get(rule.id)
        return own if raised is None or raised.weight <= own.weight else raised

    def checked(self, ruleset: RuleSet) -> Profile:
        """Return this profile once it is known to fit a rule set.

        Raises:
            InputError: it names a rule that the rule set does not have, or would lower a level.
        """
        rules = {rule.id: rule for rule in ruleset.rules}
        named = [(f"/levels/{rule_id}", rule_id) for rule_id in self.levels]
        for index, element in enumerate(self.elements):
            named += [(f"/element/{index}/rules/{place}", one) for place, one in enumerate(element.rules)]
        for pointer, rule_id in named:
            if rule_id not in rules:
                raise InputError(
                    f"the rule set {ruleset.id} has no rule {rule_id!r}",
                    pointer=pointer,
                    hint="`qualitybadge assess --rules` lists them",
                )
        for rule_id, level in self.levels.items():
            _refuse_lowering(rules[rule_id], level)
        return self


def profile_names() -> tuple[str, ...]:
    """Return the names of the built-in profiles, the default first."""
    names = sorted(path.stem for path in _HERE.glob("*.toml"))
    return (DEFAULT, *[name for name in names if name != DEFAULT])


@cache
def built_in_profile(name: str) -> Profile:
    """Return a built-in profile.

    Raises:
        InputError: there is none of this name.
    """
    if name not in profile_names():
        raise InputError(
            f"there is no profile {name!r}",
            code="USAGE",
            hint=f"known: {', '.join(profile_names())}; for your own pass Profile or its file",
        )
    return replace(profile_from(_toml(_HERE / f"{name}.toml")), translations=_translations(name))


def _translated(element: Element, said: Mapping[str, str]) -> Element:
    return replace(element, name=said.get("name", element.name), note=said.get("note", element.note))


def _translations(name: str) -> dict[str, dict[str, dict[str, str]]]:
    files = sorted(_MESSAGES.glob(f"*/profiles/{name}.toml"))
    return {file.parent.parent.name: _toml(file) for file in files}


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _refuse_lowering(rule: Rule, level: Level) -> None:
    lowest = min((rule.level, *rule.levels.values()), key=lambda one: one.weight)
    if level.weight < lowest.weight:
        raise InputError(
            f"the rule {rule.id} is {lowest.value}, and a profile may only tighten: not {level.value}",
            pointer=f"/levels/{rule.id}",
            hint="leave it out; a rule set of your own can give the rule another level",
        )


def profile_from(row: Mapping[str, Any]) -> Profile:
    """Return the profile that a TOML table describes; ``based_on`` takes levels and demands of that one, too.

    Whether it fits a rule set is not looked at here: see `Profile.checked`.

    Raises:
        InputError: it is based on a profile that there is not, or a level is none.
    """
    base = built_in_profile(row["based_on"]) if "based_on" in row else Profile("")
    own = {rule: _level(rule, level) for rule, level in row.get("levels", {}).items()}
    higher = {rule: level for rule, level in base.levels.items() if level.weight > _weight(own.get(rule))}
    return Profile(
        name=row["name"],
        title=row.get("title", ""),
        source=row.get("source", ""),
        levels={**own, **higher},
        elements=tuple(_element(one) for one in row.get("element", [])),
        demands=base.demands.joined(row.get("demands", {})),
    )


def _element(row: Mapping[str, Any]) -> Element:
    return Element(
        name=row["name"],
        mandatory=row["mandatory"],
        rules=tuple(row["rules"]),
        note=row.get("note", ""),
        needs_human=row.get("needs_person", False),
    )


def _level(rule: str, word: Any) -> Level:
    try:
        return Level(word)
    except ValueError:
        raise InputError(
            f"there is no level {word!r}",
            pointer=f"/levels/{rule}",
            hint=f"known: {', '.join(level.value for level in Level)}",
        ) from None


def _weight(level: Level | None) -> int:
    return -1 if level is None else level.weight
