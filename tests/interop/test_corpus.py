"""The authored corpus in tests/vectors: every case under every policy it names, and the corpus up to date."""

from __future__ import annotations

import importlib.util
import json
from datetime import datetime
from pathlib import Path

import pytest

import qualitybadge as qb
from support.world import POLICIES, codes

FOLDER = Path(__file__).resolve().parents[1] / "vectors"
CASES = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
RUNS = [(case, policy) for case in CASES for policy in case["expect"]]


@pytest.mark.parametrize(("case", "policy"), RUNS, ids=[f"{case['id']}@{policy}" for case, policy in RUNS])
def test_case(case, policy):
    report = qb.verify(
        FOLDER / case["file"],
        policy=POLICIES[policy],
        fetcher=qb.StaticFetcher(case["http"]),
        now=datetime.fromisoformat(case["now"]),
    )
    assert report.verdict.value == case["expect"][policy], qb.render(report)
    if policy == "strict" and "problem" in case:
        assert case["problem"] in codes(report)


def test_the_corpus_is_what_its_builder_writes():
    spec = importlib.util.spec_from_file_location("build", FOLDER / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for path, content in module.corpus().items():
        assert (FOLDER / path).read_bytes() == content, f"{path}: run python tests/vectors/build.py"
    listed = {case["file"] for case in CASES} | {"cases.json"}
    found = {
        p.relative_to(FOLDER).as_posix()
        for p in FOLDER.rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert found - {"README.md", "build.py"} == listed
