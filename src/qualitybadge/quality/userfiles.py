"""A profile or rule set of your own, from one TOML file; refuses what could not be applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import InputError
from .declared import NEEDS, OUTCOMES, declared
from .profile import Profile, profile_from
from .rule import Level, Rule
from .ruleset import BUILT_IN, Message, RuleSet, built_in, messages_from, rule_from, terms_from
from .tomlfile import read_toml

PROFILE_SCHEMA = "https://qualitybadge.example/schemas/quality/profile/1.json"
RULE_SET_SCHEMA = "https://qualitybadge.example/schemas/quality/rule-set/1.json"

_OF_DECLARED = ("group", "level", "rationale", "source")


def load_profile(path: Path, ruleset: RuleSet | None = None) -> Profile:
    """Return the profile that a TOML file describes.

    Args:
        path: the file; its form is ``schemas/quality/profile.schema.json``.
        ruleset: the rule set that it is for; the built-in one unless given.

    Raises:
        InputError: the file breaks its schema, names a rule that is not there, or lowers a level.
        UndeterminedError: the file could not be read.
    """
    row = read_toml(path, PROFILE_SCHEMA)
    return profile_from(row).checked(ruleset or built_in())


def load_ruleset(path: Path) -> RuleSet:
    """Return the rule set that a TOML file describes.

    A row names a rule of ours by its id and may give it another level, or declares a new one with `requires`.
    With ``based_on`` every rule of ours is taken, too. Rules that need more than a declaration are added in
    Python: `RuleSet.with_rule`.

    Raises:
        InputError: the file breaks its schema, a rule is there twice, is unknown, or says nothing in English.
        UndeterminedError: the file could not be read.
    """
    table = read_toml(path, RULE_SET_SCHEMA)
    ours = built_in()
    own_messages = {language: messages_from(rows) for language, rows in table.get("messages", {}).items()}
    rows = table.get("rule", [])
    own = [_rule(row, f"/rule/{index}", ours) for index, row in enumerate(rows)]
    _refuse_twice(own)
    ids = {rule.id for rule in own}
    others = [rule for rule in ours.rules if rule.id not in ids] if table.get("based_on") == BUILT_IN else []
    ruleset = RuleSet(
        id=table["id"],
        version=table["version"],
        name=table["name"],
        rules=(*others, *own),
        terms=terms_from(table.get("terms", {}), ours.terms),
        messages=_merged(ours.messages, own_messages),
        retired=(*ours.retired, *table.get("retired", [])),
    )
    _refuse_silent(ruleset)
    return ruleset


def _rule(row: Mapping[str, Any], pointer: str, ours: RuleSet) -> Rule:
    if "requires" in row:
        return _declared_rule(row, pointer, ours)
    found = [rule for rule in ours.rules if rule.id == row["id"]]
    if not found:
        raise InputError(
            f"there is no rule {row['id']!r}, and the file declares none",
            pointer=f"{pointer}/id",
            hint="name a built-in rule, or say what is required: requires = { member = …, test = … }",
        )
    if surplus := sorted(row.keys() - {"id", "level"}):
        raise InputError(
            f"{surplus[0]!r} of the built-in rule {row['id']} cannot be changed",
            pointer=f"{pointer}/{surplus[0]}",
            hint="only its level can; a rule that means something else gets an id of its own",
        )
    if "level" not in row:
        return found[0]
    return replace(found[0], level=Level(row["level"]), levels={})


def _declared_rule(row: Mapping[str, Any], pointer: str, ours: RuleSet) -> Rule:
    if row["id"].startswith("QL-") or any(rule.id == row["id"] for rule in ours.rules):
        raise InputError(
            f"the id {row['id']} is one of ours",
            pointer=f"{pointer}/id",
            hint="ids that begin with QL- are never reused: choose a prefix of your own",
        )
    if missing := [name for name in _OF_DECLARED if name not in row]:
        raise InputError(f"the rule {row['id']} says no {missing[0]}", pointer=f"{pointer}/{missing[0]}")
    requires = row["requires"]
    needed = NEEDS.get(requires["test"])
    if needed is not None and needed not in requires:
        raise InputError(
            f"the test {requires['test']!r} needs {needed!r}", pointer=f"{pointer}/requires/{needed}"
        )
    part = row.get("part", "badge")
    complete = {
        "part": part,
        "paths": dict.fromkeys(("2.0", "3.0"), f"{part}.{requires['member']}"),
        "outcomes": OUTCOMES.get(requires["test"], ("pass", "fail")),
        **row,
    }
    return rule_from(complete, declared(part, requires))


def _refuse_twice(rules: list[Rule]) -> None:
    seen: set[str] = set()
    for index, rule in enumerate(rules):
        if rule.id in seen:
            raise InputError(f"the rule {rule.id} is there twice", pointer=f"/rule/{index}/id")
        seen.add(rule.id)


def _refuse_silent(ruleset: RuleSet) -> None:
    for rule in ruleset.rules:
        if rule.id not in ruleset.messages["en"]:
            raise InputError(
                f"the rule {rule.id} says nothing in English",
                pointer="/messages/en",
                hint=f"add a table [messages.en.{rule.id}] with title and fail",
            )


def _merged(
    ours: Mapping[str, Mapping[str, Message]], own: Mapping[str, Mapping[str, Message]]
) -> dict[str, dict[str, Message]]:
    languages = {**ours, **own}
    return {language: {**ours.get(language, {}), **own.get(language, {})} for language in languages}
