"""Time fresh processes: import, first verification, command line, memory. Measures nothing that is warm.

The file system cache and the bytecode are warm (one process runs before the clock starts); the process is not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import fixtures
import peers
from ops import START
from timing import summarise

import qualitybadge as qb

MIN_PROCESSES = 7

# Each prints seconds and the peak of its memory in kilobytes; VmHWM starts anew with every program, while
# ru_maxrss would begin with the memory of the program that started it.
_PEAK = """
import sys
def peak():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
"""
_PYTHON = (
    "import time\nstarted = time.perf_counter()\n{}\nseconds = time.perf_counter() - started\n"
    + _PEAK
    + ("print(seconds, peak())\n")
)
_NODE = """
const started = performance.now(); {}
const seconds = (performance.now() - started) / 1000;
const {{readFileSync}} = await import('node:fs');
let peak = Math.round(process.resourceUsage().maxRSS);
try {{ peak = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]); }} catch {{}}
console.log(seconds, peak);
"""
_OURS_FIRST = """
import sys
import qualitybadge as qb
with open(sys.argv[1]) as file:
    token = file.read()
report = qb.Verifier(qb.Policy(allow_vc_jwt_type=True), fetcher=qb.NoNetwork()).verify(token)
report.raise_for_verdict()
"""
_OPENBADGESLIB_FIRST = """
import sys
from openbadgeslib.ob3 import OB3Verifier
with open(sys.argv[1]) as file:
    token = file.read()
OB3Verifier.for_issuer_did(sys.argv[2]).verify(token)
"""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What fresh processes took: seconds inside, seconds of the whole process, megabytes at the peak."""

    inside: float
    whole: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class StartRow:
    """One line of the table: its title, its key among the figures, our value (microseconds or megabytes)."""

    title: str
    key: str
    value: Callable[[], float]
    unit: str = "µs"
    goal: float | None = None
    section: str = START


def processes(
    command: list[str], budget: float, *, cwd: str | None = None, codes: tuple[int, ...] = (0,)
) -> Fresh:
    """Start the command again and again until the budget is spent; return medians.

    Raises:
        RuntimeError: it ended with another exit code than expected.
    """
    whole: list[float] = []
    inside: list[float] = []
    peaks: list[float] = []
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    end = perf_counter() + budget
    while len(whole) <= MIN_PROCESSES or perf_counter() < end:
        started = perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)
        whole.append(perf_counter() - started)
        if done.returncode not in codes:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise RuntimeError(f"exit code {done.returncode}: {' '.join(last)}")
        words = done.stdout.split()
        inside.append(_number(words, 0))
        peaks.append(_number(words, 1))
    del whole[0], inside[0], peaks[0]  # the first warms the file system's cache
    medians = [summarise(values, calls=len(values)).median for values in (inside, whole, peaks)]
    return Fresh(medians[0], medians[1], medians[2] / 1024)


def _number(words: list[str], index: int) -> float:
    try:
        return float(words[index])
    except (IndexError, ValueError):
        return 0.0


def python(program: Path | str, code: str, budget: float, *arguments: str) -> Fresh:
    return processes([str(program), "-c", _PYTHON.format(code), *arguments], budget)


def command_line() -> list[str]:
    """Return the installed command, or the module where only the package is there."""
    script = Path(sys.executable).with_name("qualitybadge")
    return [str(script)] if script.exists() else [sys.executable, "-m", "qualitybadge.cli"]


def baked_badge(folder: Path) -> Path:
    """Write a 100 KB PNG with the basic token and return its path."""
    path = folder / "badge.png"
    if not path.exists():
        path.write_bytes(qb.bake(fixtures.read("img100k.png"), fixtures.token("EdDSA", "basic")))
    return path


def rows(budget: float, folder: Path) -> list[StartRow]:
    """Return our rows; each value is measured when it is asked for, and once only."""
    token = str(fixtures.path("ob3_basic.EdDSA.jwt"))
    proved = str(fixtures.path("ob3_basic.eddsa-rdfc-2022.json"))
    known: dict[str, Fresh] = {}

    def fresh(name: str, code: str, *arguments: str) -> Fresh:
        if name not in known:
            known[name] = python(sys.executable, code, budget, *arguments)
        return known[name]

    def imported() -> Fresh:
        return fresh("import", "import qualitybadge")

    def first() -> Fresh:
        return fresh("first", _OURS_FIRST, token)

    def bare() -> Fresh:
        return fresh("bare", "pass")

    def cli(*arguments: str) -> float:
        return processes([*command_line(), "verify", "--offline", *arguments], budget).whole * 1e6

    return [
        StartRow("import", "import", lambda: imported().inside * 1e6, goal=60_000),
        StartRow("import and first verified VC-JWT", "first", lambda: first().inside * 1e6, goal=200_000),
        StartRow("process that does nothing", "process bare", lambda: bare().whole * 1e6),
        StartRow("process that imports", "process import", lambda: imported().whole * 1e6),
        StartRow("command line verifies a JSON file", "command json", lambda: cli(proved), goal=120_000),
        StartRow(
            "command line verifies a 100 KB PNG",
            "command png",
            lambda: cli("--compatible", str(baked_badge(folder))),
            goal=120_000,
        ),
        StartRow("memory of a process that does nothing", "memory bare", lambda: bare().megabytes, "MB"),
        StartRow("memory after import", "memory import", lambda: imported().megabytes, "MB", 20),
        StartRow("memory after the first verified VC-JWT", "memory first", lambda: first().megabytes, "MB"),
    ]


def measure_peers(
    chosen: tuple[peers.Peer, ...], figures: peers.Figures, budget: float, folder: Path
) -> None:
    """Measure the start of the peers that were chosen.

    Raises:
        RuntimeError: a process of a peer failed; the figures found before are kept.
    """
    if peers.OPENBADGESLIB in chosen:
        _openbadgeslib(figures, budget, folder)
    if peers.DIGITALBAZAAR in chosen:
        _digitalbazaar(figures, budget)


def _openbadgeslib(figures: peers.Figures, budget: float, folder: Path) -> None:
    program = peers.program(peers.OPENBADGESLIB)
    if program is None:
        return
    token, did = str(fixtures.path("ob3_basic.EdDSA.jwt")), fixtures.data("keys.json")["did"]
    _add(figures, "openbadgeslib", "bare", python(program, "pass", budget))
    _add(figures, "openbadgeslib", "import", python(program, "import openbadgeslib", budget))
    _add(figures, "openbadgeslib", "first", python(program, _OPENBADGESLIB_FIRST, budget, token, did))
    recipient = fixtures.unsigned("basic")["credentialSubject"]["id"]
    script = program.with_name("openbadges")
    command = [str(script), "verify", "-i", str(baked_badge(folder)), "-r", recipient, "--resolve-did"]
    whole = processes(command, budget, cwd=str(folder), codes=(0, 2)).whole  # 2: valid, key not pinned
    figures.add("openbadgeslib", "start", "command png", whole * 1e6)


def _digitalbazaar(figures: peers.Figures, budget: float) -> None:
    folder, node = peers.program(peers.DIGITALBAZAAR), shutil.which("node")
    if folder is None or node is None:
        return
    for key, code in (("bare", ""), ("import", "await import('@digitalbazaar/vc');")):
        command = [node, "--input-type=module", "-e", _NODE.format(code)]
        _add(figures, "@digitalbazaar/vc", key, processes(command, budget, cwd=str(folder)))


def _add(figures: peers.Figures, name: str, key: str, fresh: Fresh) -> None:
    if key != "bare":
        figures.add(name, "start", key, fresh.inside * 1e6)
    figures.add(name, "start", f"process {key}", fresh.whole * 1e6)
    figures.add(name, "start", f"memory {key}", fresh.megabytes)


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="qualitybadge-bench-")
