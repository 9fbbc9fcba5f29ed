"""Write docs/quality-rules.md from the rule set, the profiles and the cases of the tests.

With --check it changes nothing and fails where the page is stale.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import defaultdict
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))  # the cases are data of the tests

from qualitybadge.quality.profile import Profile, built_in_profile, profile_names  # noqa: E402
from qualitybadge.quality.rule import Rule  # noqa: E402
from qualitybadge.quality.rules import GROUPS  # noqa: E402
from qualitybadge.quality.ruleset import RuleSet, built_in  # noqa: E402

RULES = ROOT / "src" / "qualitybadge" / "quality" / "rulesets" / "badge-1"
PAGE = ROOT / "docs" / "quality-rules.md"
VERSIONS = ("2.0", "3.0")
INTRODUCTION = (
    "",
    "Levels: E essential, R recommended, I informative; in the first tables those of `recognition`.",
    "A condition stands in brackets: where it does not hold, the rule does not apply. Limits of length",
    "and word lists are heuristics of this project; a rule set of your own can change them, and they",
    "lead at most to *partial*, except emptiness.",
)
LETTER = {"essential": "E", "recommended": "R", "informative": "I"}


def tested() -> dict[tuple[str, str], set[str]]:
    """Return the outcomes that have a case, by rule and version."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for group in GROUPS:
        for case in import_module(f"support.rule_cases.{group}").CASES:
            found[case.rule, case.version].add(case.outcome)
    return found


def level(profile: Profile, rule: Rule) -> str:
    """Return the letter of a rule's level; two where the versions differ."""
    letters = [LETTER[profile.level(rule, version).value] for version in rule.paths or VERSIONS]
    return letters[0] if len(set(letters)) == 1 else " / ".join(letters)


def catalogue(ruleset: RuleSet) -> list[str]:
    """Return the rules of each group as a table."""
    lines: list[str] = []
    for group in GROUPS:
        lines += [f"### {group.capitalize()}", "", "| rule | what holds | level | 2.0 | 3.0 | why | source |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for rule in (one for one in ruleset.rules if one.group == group):
            title = ruleset.message(rule.id).title
            where = [f"`{rule.paths[version]}`" if version in rule.paths else "-" for version in VERSIONS]
            condition = f" ({rule.condition})" if rule.condition else ""
            first = f"| {rule.id} | {title}{condition} | {level(built_in_profile('recognition'), rule)} |"
            lines.append(f"{first} {where[0]} | {where[1]} | {rule.rationale} | {rule.source} |")
        lines.append("")
    return lines


def levels(ruleset: RuleSet) -> list[str]:
    """Return the rules whose level a profile raises."""
    names = profile_names()
    lines = ["| rule | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for rule in ruleset.rules:
        row = [level(built_in_profile(name), rule) for name in names]
        if len(set(row)) > 1:
            lines.append(f"| {rule.id} | " + " | ".join(row) + " |")
    return [*lines, ""]


def coverage() -> list[str]:
    """Return what the frameworks ask for, and which rules look at it."""
    lines: list[str] = []
    for name in profile_names():
        profile = built_in_profile(name)
        if not profile.elements:
            continue
        lines += [f"### {name}: {profile.title}", "", f"Source: {profile.source}", ""]
        lines += ["| element | | rules | remark |", "|---|---|---|---|"]
        for element in profile.elements:
            asked = "mandatory" if element.mandatory else "optional"
            rules = ", ".join(element.rules) or "-"
            lines.append(f"| {element.name} | {asked} | {rules} | {element.note} |")
        lines.append("")
    return lines


def cases(ruleset: RuleSet) -> list[str]:
    """Return which outcomes of which rule are tested in which version."""
    found = tested()
    lines = ["| rule | outcomes | 2.0 | 3.0 |", "|---|---|---|---|"]
    for rule in ruleset.rules:
        row = []
        for version in VERSIONS:
            have = sum(
                (rule.id, version) in found and one.value in found[rule.id, version] for one in rule.outcomes
            )
            row.append(f"{have} of {len(rule.outcomes)}" if version in rule.paths else "-")
        outcomes = ", ".join(outcome.value for outcome in rule.outcomes)
        lines.append(f"| {rule.id} | {outcomes} | {row[0]} | {row[1]} |")
    return lines


def sources() -> list[str]:
    """Return what the sources mean."""
    table = tomllib.loads((RULES / "sources.toml").read_text(encoding="utf-8"))["sources"]
    return ["| source | |", "|---|---|", *[f"| {key} | {what} |" for key, what in table.items()]]


def page() -> str:
    """Return the page."""
    ruleset = built_in()
    lines = [
        "# The quality rules",
        "",
        "*This page is written by `tools/export_rules.py` from the rule set, the profiles and the tests.*",
        "",
        f"{len(ruleset.rules)} rules, rule set `{ruleset.id}` version {ruleset.version}.",
        *INTRODUCTION,
        "",
        "## The rules by group",
        "",
        *catalogue(ruleset),
        "## What the profiles raise",
        "",
        *levels(ruleset),
        "## What the frameworks ask for",
        "",
        *coverage(),
        "## What is tested",
        "",
        "Each outcome that a rule can have has a case in each version that the rule has a path in.",
        "",
        *cases(ruleset),
        "",
        "## The sources",
        "",
        *sources(),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write or check the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, fail where the page is stale")
    text = page()
    if not parser.parse_args().check:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        sys.exit("docs/quality-rules.md is stale: run python tools/export_rules.py")


if __name__ == "__main__":
    main()
