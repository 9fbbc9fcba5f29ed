"""Lay the figures out: as text for a terminal, as a page for the documentation. Measures nothing."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import peers
from ops import AROUND, BAKE, DETAIL, ISSUE, OLDER, QUALITY, START, VERIFY

COLUMNS = {
    VERIFY: ("openbadgeslib", "@digitalbazaar/vc"),
    AROUND: ("openbadgeslib",),
    OLDER: ("openbadges", "openbadgeslib"),
    QUALITY: (),
    ISSUE: ("openbadgeslib", "@digitalbazaar/vc"),
    BAKE: ("openbadgeslib", "openbadges-bakery"),
    START: ("openbadgeslib", "@digitalbazaar/vc"),
    DETAIL: ("pyld", "jsonld.js"),
}
OURS = "qualitybadge"
_NONE = "\u2013"
_MARK = "†"
_BEHIND = ("cryptography", "PyNaCl", "PyLD", "pydantic")


@dataclass(frozen=True, slots=True)
class Line:
    """One finished row: our value and the peers', in microseconds or megabytes."""

    section: str
    title: str
    value: float | None
    others: dict[str, peers.Figure]
    unit: str = "µs"
    goal: float | None = None
    remark: str = ""


def amount(value: float | None, unit: str = "µs") -> str:
    """Write a value with three figures at most, microseconds from 1000 on as milliseconds."""
    if value is None:
        return _NONE
    if unit == "µs" and value >= 1000:
        value, unit = value / 1000, "ms"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def cell(figure: peers.Figure | None, unit: str) -> str:
    if figure is None:
        return _NONE
    return amount(figure.value, unit) + (_MARK if figure.quoted else "")


def versions(lines: list[Line], figures: peers.Figures) -> list[str]:
    """Say which versions stand in the tables."""
    shown = {name for line in lines for name in COLUMNS[line.section]}
    names = [f"{OURS} {_version(OURS)}"]
    for peer in peers.PEERS:
        if peer.name not in shown:
            continue
        if figures.measured(peer.name):
            names.append(f"{peer.name} {figures.versions[peer.name]}")
        else:
            names.append(f"{peer.name} {peers.QUOTED_VERSIONS[peer.name]} (quoted)")
    return names


def machine() -> str:
    """Say what it ran on: processor, cores, system, Python."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        lines = information.read_text(encoding="utf-8", errors="replace").splitlines()
        named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        model = named[0] if named else model
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, {python}"


def as_text(lines: list[Line]) -> str:
    """Return tables for a terminal; a goal that was missed is marked."""
    parts: list[str] = []
    for section, columns in COLUMNS.items():
        chosen = [line for line in lines if line.section == section]
        if not chosen:
            continue
        parts.append("\n" + f"{section:46}{OURS:>14}{'goal':>12}" + "".join(f"{c:>20}" for c in columns))
        parts += [_text_line(line, columns) for line in chosen]
    if _quoted(lines):
        parts.append(f"\n{_MARK} quoted, measured in {peers.QUOTED_ON}")
    return "\n".join(parts)


def _text_line(line: Line, columns: tuple[str, ...]) -> str:
    missed = line.goal is not None and line.value is not None and line.value > line.goal
    goal = (amount(line.goal, line.unit) if line.goal is not None else "") + (" !" if missed else "  ")
    others = "".join(f"{cell(line.others.get(name), line.unit):>20}" for name in columns)
    remark = f"   {line.remark}" if line.remark else ""
    return f"  {line.title:44}{amount(line.value, line.unit):>14}{goal:>12}{others}{remark}"


def as_page(lines: list[Line], figures: peers.Figures, *, budget: float) -> str:
    """Return the page of the documentation."""
    parts = [
        _HEAD.format(
            date=f"{datetime.now(UTC):%d %B %Y}",
            machine=machine(),
            versions=", ".join(versions(lines, figures)),
            behind=", ".join(f"{name} {_version(name)}" for name in _BEHIND),
            budget=f"{budget:g}",
        )
    ]
    for section, columns in COLUMNS.items():
        chosen = [line for line in lines if line.section == section]
        if chosen:
            parts.append(_page_table(section, columns, chosen))
    if _quoted(lines):
        parts.append(
            f"{_MARK} quoted: measured with the same scripts and fixtures in {peers.QUOTED_ON}; "
            "not installed for this run.\n"
        )
    parts.append(_FOOT)
    return "\n".join(parts)


def _quoted(lines: list[Line]) -> bool:
    return any(figure.quoted for line in lines for figure in line.others.values())


def _page_table(section: str, columns: tuple[str, ...], lines: list[Line]) -> str:
    head = f"## {section}\n\n" + (_NOTES[section] + "\n\n" if section in _NOTES else "")
    rows = [f"| {' | '.join(('', OURS, *columns))} |", "|---|" + "---:|" * (len(columns) + 1)]
    for line in lines:
        others = [cell(line.others.get(name), line.unit) for name in columns]
        rows.append(f"| {' | '.join((line.title, amount(line.value, line.unit), *others))} |")
    return head + "\n".join(rows) + "\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


_HEAD = """# Benchmarks

Written by `benchmarks/run.py --write docs/benchmarks.md`; every figure below comes from that one run.

- **When and where:** {date}; {machine}.
- **What:** {versions}; ours over {behind}.
- **How:** median of single calls, {budget} s for each measurement (at least 30 calls), warm, one thread, no network.
  Python runs on one core; Node runs free, because its runtime's helper threads would compete for that core.
  The peers run after ours, one after another.
- **With what:** one Open Badges 3.0 credential in two sizes: *basic* (1.1 KB of JSON, 21 quads, 1 blank node) and
  *rich* (5.8 KB, 184 quads, 26 blank nodes), signed as VC-JWT and as `eddsa-rdfc-2022`, with did:key and did:jwk.
- **Which of a peer's ways:** the fastest, for instance a reused verifier with a pinned key. A dash: the library has
  no such operation, or there is no figure for it.

Figures of other machines differ; compare only what one run measured. The libraries do not check the same things
in one verification, so read a row as "what a caller waits for", not as a race over the same steps.
"""

_NOTES = {
    VERIFY: (
        "One reused `Verifier` with `NoNetwork()`, every check on: syntax, conformance, vocabulary, key, proof, binding,"
        " validity. The key is resolved from the credential; what a did:key stands for is remembered between calls."
        " Each result is checked before it is timed:"
        " the signature must have passed. The rich credential carries a status entry, whose list is not to be"
        " had without a network: its verdict is INDETERMINATE, everything else passed. Lists have a table of their own,"
        " further down. The tokens of the fixtures carry"
        " `typ: vc+jwt`, so `Policy(allow_vc_jwt_type=True)` verifies them."
    ),
    ISSUE: (
        "`Issuer(…, self_check=False).sign(credential)` with a reused issuer: conformance and vocabulary are checked,"
        " then the credential is signed. By default our `Issuer` also verifies its own product; the last rows include"
        " that."
    ),
    AROUND: (
        "The status rows time the status check alone, verification of the list included (its proof, key, form and"
        " period), with the list served from memory. A list that is known already is one that another verification"
        " by the same `Verifier` verified. The rows of badges by the dozen say what one badge takes: different"
        " VC-JWT badges of one issuer that name one status list, in `verify_many` with one thread and in calls of"
        " `qb.verify` that share nothing."
    ),
    QUALITY: (
        "Offline, with every rule: no library beside this one assesses badges, so nothing stands beside it. A report "
        "was verified before it is timed; a badge of a folder is read, verified and assessed."
    ),
    OLDER: (
        "Every answer comes from memory; JSON-LD and every property rule are applied, the image is looked at. What is"
        " read for the first time is read by a fresh verifier; a badge class and an issuer that are known were read"
        " by the same `Verifier` before, and are asked for all the same. `openbadges` 1.1.2 imports on Python 3.6 to"
        " 3.9 only; where it is quoted, it ran with relaxed pins on Python 3.11."
    ),
    BAKE: "In memory, from bytes to bytes; the credential is the basic VC-JWT.",
    START: (
        "Fresh processes, files in the system's cache, bytecode compiled. Import and first verification are timed"
        " inside the process, a process and the command line from outside. Our names load on first use, so the second"
        " row says more than the first."
    ),
    DETAIL: (
        "What the parts of a verification take, each alone on the fixture that was read before. The first row is the"
        " least that any verification can take on this machine."
    ),
}

_FOOT = """## Measure it yourself

```sh
export QUALITYBADGE_VECTORS=/path/to/vectors      # its folder bench/ holds the fixtures and the peers' scripts
make bench                                        # prints the tables
.venv/bin/python benchmarks/run.py --set-up       # installs the peers first, with pip and npm
.venv/bin/python benchmarks/run.py --ops verify --budget 0.5 --peers none
.venv/bin/python benchmarks/run.py --write docs/benchmarks.md
```
"""
