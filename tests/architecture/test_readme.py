"""What the README shows runs as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = [
    (path.name, number, block)
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for number, block in enumerate(
        re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize(
    ("page", "number", "block"), BLOCKS, ids=[f"{page}-{number}" for page, number, _ in BLOCKS]
)
def test_every_python_block_runs(page, number, block, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(compile(block, f"{page} block {number}", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own page
    if page == "README.md":
        assert "Verdict.VALID" in capsys.readouterr().out


def test_the_first_example_fits_in_twenty_lines():
    assert len(BLOCKS[0][2].splitlines()) <= 20
