"""The documents say what the code does: promises name their tests, tables name every check and relaxation."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

from qualitybadge.verify import ob3
from qualitybadge.verify.ob2 import steps
from qualitybadge.verify.policy import RELAXATIONS

ROOT = Path(__file__).resolve().parents[2]
POLICY = (ROOT / "docs" / "verification-policy.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@functools.cache
def _tests() -> set[str]:
    trees = [ast.parse(path.read_bytes()) for path in (ROOT / "tests").rglob("test_*.py")]
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_there_are_ten_promises():
    numbers = re.findall(r"^\| (\d+) \| \*\*", POLICY, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("number", range(1, 11))
def test_each_promise_names_tests_that_exist(number):
    row = next(line for line in POLICY.splitlines() if line.startswith(f"| {number} | **"))
    named = set(re.findall(r"`(test_\w+)`", row.split("|")[3]))
    assert named, "no test is named"
    assert named <= _tests()


def test_the_checks_stand_in_their_order():
    section = POLICY.split("## The order of checks")[1].split("## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [
        "syntax",
        *(name for name, _ in ob3.STEPS),
    ]
    assert {name for name in ob3.DECISIVE if f"`{name}`" not in section} == set()


def test_the_checks_of_2_0_stand_in_their_order():
    section = POLICY.split("### Open Badges 2.0 and before")[1].split("## ")[0]
    found = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert found == ["syntax", *(name for name, _ in steps.STEPS)]


def test_every_relaxation_is_explained():
    section = POLICY.split("## Strict and compatible")[1].split("## ")[0]
    assert {field for field in RELAXATIONS if f"| `{field}` |" not in section} == set()


def test_every_relaxation_has_an_example_that_needs_it():
    section = POLICY.split("### What each relaxation is for")[1].split("## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == sorted(RELAXATIONS)


def test_the_house_shows_every_room():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    house = text.split("## The house")[1].split("## ")[0]
    rooms = [path for path in (ROOT / "src" / "qualitybadge").iterdir() if not path.name.startswith("_")]
    names = {f"{path.name}/" if path.is_dir() else path.name for path in rooms if path.suffix in ("", ".py")}
    assert {name for name in names if f"\n  {name} " not in house} == set()


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_inside_the_repository_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
