"""Every decided Open Badges 3.0 case of the external vectors, under its policies."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import qualitybadge as qb
from conftest import VECTORS

POLICIES = {"default": qb.Policy(), "compatible": qb.Policy.compatible()}

# What this version reports as UNKNOWN on purpose: such verdicts belong to later work.
LATER_TAGS = {"bitstring", "revocation-list", "bad-status-list", "status-clear"}
LATER_MEMBERS = (b'"credentialStatus"', b'"credentialSchema"')


def _cases() -> list[tuple[dict[str, Any], str]]:
    if VECTORS is None:
        return []
    lines = (VECTORS / "ob3" / "cases.jsonl").read_text(encoding="utf-8").split("\n")
    cases = [json.loads(line) for line in lines if line]
    return [(case, policy) for case in cases for policy in (case["policy"], *case.get("also", []))]


CASES = _cases()


@pytest.fixture(scope="session")
def contexts() -> dict[str, qb.Response]:
    if VECTORS is None:
        return {}
    folder = VECTORS / "ob3" / "contexts"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))["contexts"]
    return {url: qb.Response(body=(folder / row["file"]).read_bytes()) for url, row in index.items()}


def _answer(row: dict[str, Any], folder: Path) -> qb.Response:
    headers = {"Content-Type": row["content_type"]} if row.get("content_type") else {}
    if "file" in row:
        body = (folder / row["file"]).read_bytes()
    elif "json" in row:
        body = json.dumps(row["json"], ensure_ascii=False).encode()
    else:
        body = row.get("text", "").encode()
    return qb.Response(status=row.get("status", 200), headers=headers, body=body)


def _verify(
    case: dict[str, Any], policy: str | qb.Policy, contexts: dict[str, qb.Response], folder: Path
) -> qb.Report:
    web = contexts | {url: _answer(row, folder) for url, row in case["http"].items()}
    return qb.verify(
        folder / case["file"],
        policy=POLICIES[policy] if isinstance(policy, str) else policy,
        fetcher=qb.StaticFetcher(web),
        now=datetime.fromisoformat(case["now"]) if case["now"] else None,
        recipient=qb.Recipient.did(case["recipient"]) if case["recipient"] else None,
    )


def _hinges_on_later_work(case: dict[str, Any], report: qb.Report) -> bool:
    open_rows = {row.id for row in report.checks if row.required and row.outcome is not qb.Outcome.PASSED}
    later = {"schema", "refresh"}
    return bool(open_rows) and open_rows <= later


def _outcome(report: qb.Report, *ids: str) -> str | None:
    outcomes = {row.outcome for row in report.checks if row.id in ids}
    if "proof" in ids and qb.Outcome.SKIPPED in outcomes:
        return None  # not run, because an earlier check failed
    for outcome in (qb.Outcome.FAILED, qb.Outcome.UNKNOWN, qb.Outcome.PASSED):
        if outcome in outcomes:
            return outcome.value
    return None


@pytest.mark.skipif(VECTORS is None, reason="QUALITYBADGE_VECTORS is not set: 230 cases not run")
@pytest.mark.parametrize(("case", "policy"), CASES, ids=[f"{case['id']}@{policy}" for case, policy in CASES])
def test_case(case, policy, vectors, contexts):
    report = _verify(case, policy, contexts, vectors / "ob3")
    expected = case["expect"]
    shown = f"{expected['why']}\n{qb.render(report, 'text')}"
    assert report.verdict.value not in (expected.get("never") or []), shown
    if expected["verdict"] is not None:
        if _hinges_on_later_work(case, report):
            assert report.verdict is qb.Verdict.INDETERMINATE
        else:
            assert report.verdict.value == expected["verdict"], shown
    checks = expected["checks"]
    if "dates" in checks:
        assert _outcome(report, "validity") in (checks["dates"], None), shown
    if "conformance" in checks:
        assert _outcome(report, "conformance", "vocabulary", "syntax") in (checks["conformance"], None), shown
    if "proof" in checks:
        assert _outcome(report, "key", "proof") in (checks["proof"], None), shown
    if "status" in checks:
        assert _outcome(report, "status") in (checks["status"], None), shown
    if case["file"].rpartition("/")[2].count("tampered") and "status" not in case["id"].lower():
        assert report.verdict is qb.Verdict.INVALID or policy == "default", shown


@pytest.mark.skipif(VECTORS is None, reason="QUALITYBADGE_VECTORS is not set")
def test_no_file_of_the_vectors_crashes(vectors, record_property):
    files = [
        path for path in sorted(vectors.rglob("*")) if path.is_file() and path.stat().st_size < 4_000_000
    ]
    for path in files:
        for policy in POLICIES.values():
            report = qb.verify(path, policy=policy, fetcher=qb.NoNetwork())
            assert all(row.problem is None or row.problem.code != "INTERNAL" for row in report.checks), path
    record_property("cases", len(files))
    assert len(files) > 500


@pytest.mark.skipif(VECTORS is None, reason="QUALITYBADGE_VECTORS is not set")
def test_the_relaxations_that_a_report_names_do_make_it_valid(vectors, contexts, record_property):
    promised = 0
    for case in {case["id"]: case for case, _ in CASES}.values():
        report = _verify(case, "default", contexts, vectors / "ob3")
        if report.relaxations:
            promised += 1
            relaxed = qb.Policy(**dict.fromkeys(report.relaxations, True))
            again = _verify(case, relaxed, contexts, vectors / "ob3")
            assert again.verdict is qb.Verdict.VALID, (case["id"], report.relaxations, qb.render(again))
        elif report.verdict is not qb.Verdict.VALID:
            lenient = _verify(case, "compatible", contexts, vectors / "ob3")
            assert lenient.verdict is not qb.Verdict.VALID, (case["id"], qb.render(report))
    record_property("cases", promised)
    assert promised > 40
