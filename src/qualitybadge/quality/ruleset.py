"""Rule sets and profiles as data: reads their TOML, checks it, and puts level, text and function together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import InputError
from .rule import Judge, Level, Rule, RuleOutcome
from .rules import GROUPS, judges
from .terms import Terms

_HERE = Path(__file__).parent
_GENERAL = "general.toml"
BUILT_IN = "badge-1"
"""Name of the built-in rule set."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a rule says to a person in one language.

    Attributes:
        title: the rule in a few words, as something that holds.
        advice: one sentence by outcome (``fail``, ``partial``, ``needs-human``, ``not-checked``), or by
            outcome and case (``fail:hashed``).
    """

    title: str
    advice: Mapping[str, str] = field(default_factory=dict)

    def advice_for(self, outcome: RuleOutcome, case: str = "") -> str:
        """Return the sentence for an outcome; "" where nothing is to be done."""
        special = self.advice.get(f"{outcome.value}:{case}") if case else None
        return special or self.advice.get(outcome.value, "")


@dataclass(frozen=True, slots=True)
class Wording:
    """What one language says beside the rules.

    Attributes:
        advice: sentences that every rule may give, by outcome and case.
        words: the words of the pages by their key, such as ``ready`` or ``heading-mend``.
    """

    advice: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@cache
def built_in_wordings() -> Mapping[str, Wording]:
    """Return what comes with the library, by language."""
    files = sorted((_HERE / "messages").glob(f"*/{_GENERAL}"))
    return {file.parent.name: Wording(**_toml(file)) for file in files}


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A catalogue of rules with a version.

    Attributes:
        id: IRI of the rule set.
        version: its version; a report names both.
        name: what a person calls it.
        rules: the rules in order.
        terms: the limits and word lists.
        messages: by language and rule id, what is said to a person; gets the advice of `wordings`, too.
        wordings: by language, what is said beside the rules; that of the library unless given.
        retired: ids that are not used any more and never will be again.
    """

    id: str
    version: str
    name: str
    rules: tuple[Rule, ...]
    terms: Terms = field(default_factory=Terms, repr=False)
    messages: Mapping[str, Mapping[str, Message]] = field(default_factory=dict, repr=False)
    retired: tuple[str, ...] = ()
    wordings: Mapping[str, Wording] = field(default_factory=built_in_wordings, repr=False)

    def __post_init__(self) -> None:
        complete = {
            language: {
                rule_id: replace(message, advice={**self._wording(language).advice, **message.advice})
                for rule_id, message in rows.items()
            }
            for language, rows in self.messages.items()
        }
        object.__setattr__(self, "messages", complete)

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of this id.

        Raises:
            InputError: there is none.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise InputError(
            f"the rule set {self.id} has no rule {rule_id!r}", hint="`qualitybadge assess --rules` lists them"
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that its messages speak."""
        return tuple(sorted(self.messages))

    def message(self, rule_id: str, language: str = "en") -> Message:
        """Return what a rule says in a language; in English where that language is silent."""
        for tongue in (language, "en"):
            message = self.messages.get(tongue, {}).get(rule_id)
            if message is not None:
                return message
        return Message(rule_id)

    def word(self, key: str, language: str = "en") -> str:
        """Return a word of the pages, in English where the language is silent; the key itself for none."""
        for tongue in (language, "en"):
            if key in self._wording(tongue).words:
                return self._wording(tongue).words[key]
        return key

    def _wording(self, language: str) -> Wording:
        return self.wordings.get(language) or self.wordings.get("en", Wording())

    def with_rule(self, rule: Rule, messages: Mapping[str, Message]) -> RuleSet:
        """Return this rule set with one rule more; the original stays as it is.

        Args:
            rule: the rule with its function.
            messages: what it says, by language; English at least.

        Raises:
            InputError: its id is taken or retired, or it says nothing in English.
        """
        if rule.id in self.retired or any(rule.id == other.id for other in self.rules):
            raise InputError(f"the id {rule.id} is taken", hint="give the rule an id of its own")
        if "en" not in messages:
            raise InputError(f"the rule {rule.id} has no English message", hint="add messages['en']")
        merged = {language: dict(rows) for language, rows in self.messages.items()}
        for language, message in messages.items():
            merged.setdefault(language, {})[rule.id] = message
        return replace(self, rules=(*self.rules, rule), messages=merged)


@cache
def built_in() -> RuleSet:
    """Return the rule set that comes with the library."""
    folder = _HERE / "rulesets" / BUILT_IN
    head = _toml(folder / "ruleset.toml")
    rows = [row for group in GROUPS for row in _toml(folder / f"{group}.toml")["rule"]]
    functions = judges()
    return RuleSet(
        id=head["id"],
        version=head["version"],
        name=head["name"],
        rules=tuple(rule_from(row, functions[row["id"]]) for row in rows),
        terms=terms_from(head["terms"]),
        messages=_built_in_messages(),
        retired=tuple(head["retired"]),
    )


def rule_from(row: Mapping[str, Any], judge: Judge) -> Rule:
    """Return the rule that a TOML row and its function make."""
    return Rule(
        id=row["id"],
        group=row["group"],
        level=Level(row["level"]),
        judge=judge,
        part=row.get("part", "badge"),
        paths=row.get("paths", {}),
        outcomes=tuple(RuleOutcome(word) for word in row["outcomes"]),
        condition=row.get("condition", ""),
        levels={version: Level(level) for version, level in row.get("levels", {}).items()},
        draft=row.get("draft", True),
        network=row.get("network", False),
        heuristic=row.get("heuristic", False),
        rationale=row["rationale"],
        source=row["source"],
    )


def terms_from(row: Mapping[str, Any], base: Terms | None = None) -> Terms:
    """Return limits and word lists with those of a TOML table put in."""
    known = {entry.name for entry in fields(Terms)}
    if unknown := sorted(row.keys() - known):
        raise InputError(f"there is no limit or word list {unknown[0]!r}", hint=f"known: {', '.join(known)}")
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    return replace(base or Terms(), **given)


def messages_from(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Message]:
    """Return the messages of one language from the tables of a TOML file."""
    found = {}
    for rule_id, row in rows.items():
        advice = {key: text for key, text in row.items() if key != "title"}
        found[rule_id] = Message(row["title"], advice)
    return found


def _built_in_messages() -> dict[str, dict[str, Message]]:
    folders = sorted(path for path in (_HERE / "messages").iterdir() if path.is_dir())
    return {folder.name: _messages_of(folder.glob("*.toml")) for folder in folders}


def _messages_of(files: Iterable[Path]) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for file in sorted(files):
        if file.name == _GENERAL:
            continue
        found |= messages_from(_toml(file))
    return found


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
