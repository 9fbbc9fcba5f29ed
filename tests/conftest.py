"""Where the external vectors are, and how many of them ran."""

from __future__ import annotations

import gc
import os
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
        # The heavy runs repeat what the small tests cover; counting their lines would double their time.
        if item.get_closest_marker("slow") or "test_contexts" in item.path.name:
            item.add_marker(pytest.mark.no_cover)


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
