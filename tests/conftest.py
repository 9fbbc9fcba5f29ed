"""Where the external vectors are, and how many of them ran."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

VECTORS = Path(os.environ["QUALITYBADGE_VECTORS"]) if os.environ.get("QUALITYBADGE_VECTORS") else None


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of external vectors; the test is skipped where it is not set."""
    if VECTORS is None:
        pytest.skip("QUALITYBADGE_VECTORS is not set")
    return VECTORS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever reads the external vectors, so that the summary can count it."""
    for item in items:
        if "vectors" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.external)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Count no lines of the heavy runs: they repeat what the small tests cover, in several times the time."""
    if not item.get_closest_marker("slow"):
        return (yield)
    traced, in_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(traced)
        threading.settrace(in_threads)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over the thousands of tests themselves, which all stay to the end."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many external cases ran and how many were skipped."""
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    cases = 0
    for outcome in counts:
        for report in terminalreporter.stats.get(outcome, []):
            if "external" in getattr(report, "keywords", {}):
                counts[outcome] += 1
                cases += dict(report.user_properties).get("cases", 1) if outcome != "skipped" else 0
    ran = counts["passed"] + counts["failed"]
    terminalreporter.write_line(
        f"external vectors: {ran} tests ran over {cases} cases, {counts['skipped']} tests skipped"
    )
