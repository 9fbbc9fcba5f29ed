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
    if (page, number) == ("README.md", 0):
        assert "Verdict.VALID" in capsys.readouterr().out


def test_the_first_example_fits_in_twenty_lines():
    assert len(BLOCKS[0][2].splitlines()) <= 20


def test_every_import_of_the_reference_is_there():
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    imports = re.findall(r"^\| `(from qualitybadge\.[\w.]+ import [\w, ]+)` \|", page, re.MULTILINE)
    assert len(imports) > 10
    exec("\n".join(imports), {})  # noqa: S102 - our own page


def test_the_readme_leads_to_every_page():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert {name for name in pages if f"docs/{name}" not in text} == set()
