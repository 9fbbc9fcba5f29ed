"""The page about the command line: every command on it runs, in its order, and says what the page shows."""

from __future__ import annotations

import io
import re
import shlex
import sys
from pathlib import Path

from qualitybadge.cli.group import _COMMANDS, run

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "cli.md").read_text(encoding="utf-8")


def _block(language: str, after: str) -> str:
    return re.search(rf"```{language}\n(.*?)```", PAGE.split(after)[1], re.DOTALL).group(1)


def _exit_code(words: list[str]) -> int:
    """The code that the page promises: it verifies what was revoked or compromised without the network."""
    return 1 if "--hosted" in words and "--offline" in words else 0


def _shell(line: str, monkeypatch, capfd) -> str:
    """Run a line with the little of a shell that the page uses: a pipe, `>`, and `echo`."""
    line, _, target = line.partition(" > ")
    for part in line.split(" | "):
        words = shlex.split(part)
        if words[0] == "echo":
            out = words[1] + "\n"
        else:
            assert words[0] == "qualitybadge"
            assert run(words[1:]) == _exit_code(words), part
            out = capfd.readouterr().out
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(out.encode())))
    if target:
        Path(target).write_text(out, encoding="utf-8")
    return out


def test_every_line_of_the_page_runs(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    for name, language in (("profile.json", "json"), ("achievement.json", "json"), ("art.svg", "xml")):
        Path(name).write_text(_block(language, f"`{name}`:"), encoding="utf-8")
    lines = re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE)
    said = {line: _shell(line, monkeypatch, capfd) for line in lines}
    assert {line.split()[1] for line in lines} >= set(_COMMANDS)
    first = next(out for line, out in said.items() if line.startswith("qualitybadge verify badge.svg"))
    shown = [line for line in _block("", "exits with 0:").splitlines() if line.strip() not in ("", "…")]
    assert [line for line in shown if line not in first.splitlines()] == []
    hosted = [out.split()[0] for line, out in said.items() if "verify" in line and "--hosted " in line]
    keys, badges_of_2, lists = (
        ["VALID", "INVALID"],
        ["VALID", "VALID", "INVALID", "INVALID"],
        ["VALID", "INVALID"],
    )
    assert hosted == [*keys, *badges_of_2, *lists]
    assert said["qualitybadge explain CLAIM_MISSING"] == _block("", "explain CLAIM_MISSING\n```")


def test_the_page_names_every_command_and_exit_code():
    assert [name for name in _COMMANDS if f"`{name}`" not in PAGE] == []
    assert re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE) == ["0", "1", "2", "64", "70"]
