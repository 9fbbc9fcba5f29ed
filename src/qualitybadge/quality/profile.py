"""Profiles: which rules count how much for which kind of badge. A profile may only tighten."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import InputError
from .rule import Level, Rule
from .subject import Version

_HERE = Path(__file__).parent / "profiles"
DEFAULT = "recognition"


@dataclass(frozen=True, slots=True)
class Element:
    """An element that a framework asks for, and the rules that look at it: a row of a coverage table."""

    name: str
    mandatory: bool
    rules: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Levels for one kind of badge.

    Attributes:
        name: short name, such as ``recognition``.
        title: what it is for.
        source: where its demands come from.
        levels: level by rule id where it is higher than the rule set's own.
        elements: what its framework asks for, and which rules look at it.
    """

    name: str
    title: str = ""
    source: str = ""
    levels: Mapping[str, Level] = field(default_factory=dict, repr=False)
    elements: tuple[Element, ...] = field(default=(), repr=False)

    def level(self, rule: Rule, version: Version) -> Level:
        """Return how much a rule counts: the highest of rule, version and profile."""
        own = rule.levels.get(version, rule.level)
        raised = self.levels.get(rule.id, own)
        return raised if raised.weight > own.weight else own


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
    return profile_from(tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8")))


def profile_from(row: Mapping[str, Any]) -> Profile:
    """Return the profile that a TOML table describes."""
    return Profile(
        name=row["name"],
        title=row.get("title", ""),
        source=row.get("source", ""),
        levels={rule: Level(level) for rule, level in row.get("levels", {}).items()},
        elements=tuple(
            Element(one["name"], one["mandatory"], tuple(one["rules"]), one.get("note", ""))
            for one in row.get("element", [])
        ),
    )
