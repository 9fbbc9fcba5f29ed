"""Measure the peers with their own scripts (vectors/bench), or quote what was measured before. Prints nothing.

A peer's script reports the same operation in several ways (reused or new verifier, pinned or resolved key): its
fastest counts. Figures are all this room says about a peer.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fixtures import bench_folder


@dataclass(frozen=True, slots=True)
class Peer:
    """A library beside ours.

    Attributes:
        name: as its script reports it, without the version.
        tag: name of its script for `run_all.sh`.
        environment: name of its environment for `setup.sh`.
        folder: where that environment stands below the home of the environments.
        all_cores: not kept on one core, because its runtime has helper threads that would compete.
    """

    name: str
    tag: str
    environment: str
    folder: str
    all_cores: bool = False


OPENBADGESLIB = Peer("openbadgeslib", "openbadgeslib", "openbadgeslib", "venv/openbadgeslib")
DIGITALBAZAAR = Peer("@digitalbazaar/vc", "node_db", "node_db", "node", all_cores=True)
BAKERY = Peer("openbadges-bakery", "bakery", "bakery", "venv/bakery")
PYLD = Peer("pyld", "pyld", "raw", "venv/raw")
JSONLD = Peer("jsonld.js", "node_db", "node_db", "node", all_cores=True)
OPENBADGES = Peer("openbadges", "openbadges", "openbadges", "venv/openbadges")
PEERS = (OPENBADGESLIB, DIGITALBAZAAR, BAKERY, PYLD, JSONLD, OPENBADGES)

QUOTED_ON = "November 2026, another machine"
QUOTED_VERSIONS = {
    "openbadgeslib": "4.6.3",
    "@digitalbazaar/vc": "7.3.0",
    "openbadges-bakery": "2.0.0",
    "pyld": "3.3.0",
    "jsonld.js": "9.0.0",
    "openbadges": "1.1.2",
}
# (operation, beginning of the variant) -> microseconds, measured with the same scripts and fixtures.
QUOTED: dict[str, dict[tuple[str, str], float]] = {
    "openbadgeslib": {
        ("verify OB3 VC-JWT", "EdDSA basic"): 237,
        ("verify OB3 VC-JWT", "EdDSA rich"): 668,
        ("verify OB3 VC-JWT", "ES256 basic"): 232,
        ("verify OB3 VC-JWT", "ES256 rich"): 674,
        ("verify OB3 VC-JWT", "RS256 basic"): 351,
        ("verify OB3 VC-JWT", "RS256 rich"): 830,
        ("verify OB3 eddsa-rdfc-2022", "basic"): 7_800,
        ("verify OB3 eddsa-rdfc-2022", "rich"): 33_000,
        ("verify baked PNG end to end", "EdDSA basic"): 420,
        ("issue OB3 VC-JWT", "EdDSA basic"): 41,
        ("issue OB3 VC-JWT", "EdDSA rich"): 81,
        ("issue OB3 VC-JWT", "ES256 basic"): 38,
        ("issue OB3 VC-JWT", "ES256 rich"): 73,
        ("issue OB3 VC-JWT", "RS256 basic"): 227,
        ("issue OB3 eddsa-rdfc-2022", "basic"): 8_600,
        ("issue OB3 eddsa-rdfc-2022", "rich"): 29_000,
        ("bake PNG", "img1k"): 9.9,
        ("bake PNG", "img100k"): 74,
        ("bake PNG", "img1m"): 708,
        ("unbake PNG", "img1k"): 8.9,
        ("unbake PNG", "img100k"): 54,
        ("unbake PNG", "img1m"): 490,
        ("bake SVG", "85 KB"): 26_000,
        ("unbake SVG", "85 KB"): 20_000,
        ("verify OB2 SignedBadge RS256", ""): 57,
        ("start", "import"): 101_000,
        ("start", "memory import"): 33.9,
    },
    "openbadges": {
        ("verify OB2 HostedBadge", ""): 9_900,
        ("verify OB2 SignedBadge RS256", ""): 13_300,
    },
    "@digitalbazaar/vc": {
        ("verify OB3 eddsa-rdfc-2022", "basic"): 1_300,
        ("verify OB3 eddsa-rdfc-2022", "rich"): 8_700,
        ("issue OB3 eddsa-rdfc-2022", "basic"): 1_370,
        ("issue OB3 eddsa-rdfc-2022", "rich"): 7_900,
        ("start", "process import"): 160_000,
        ("start", "process bare"): 50_000,
        ("start", "memory import"): 66,
        ("start", "memory bare"): 40,
    },
    "openbadges-bakery": {
        ("bake PNG", "img1k"): 12,
        ("bake PNG", "img100k"): 84,
        ("bake PNG", "img1m"): 768,
        ("unbake PNG", "img1k"): 7.1,
        ("unbake PNG", "img100k"): 7.3,
        ("unbake PNG", "img1m"): 7.2,
        ("bake SVG", "85 KB"): 24_000,
        ("unbake SVG", "85 KB"): 16_000,
    },
    "pyld": {
        ("JSON-LD to canonical N-Quads", "basic"): 1_110,
        ("JSON-LD to canonical N-Quads", "rich"): 6_300,
    },
    "jsonld.js": {
        ("JSON-LD to canonical N-Quads", "basic"): 590,
        ("JSON-LD to canonical N-Quads", "rich"): 4_060,
    },
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Microseconds, or megabytes for memory; `quoted` where it was not measured in this run."""

    value: float
    quoted: bool = False


class Figures:
    """What the peers took, measured or quoted."""

    def __init__(self) -> None:
        self.versions: dict[str, str] = {}
        self._lines: list[dict[str, object]] = []
        self._added: dict[tuple[str, str, str], float] = {}

    def add(self, name: str, operation: str, variant: str, value: float) -> None:
        """Add a figure that this program measured itself."""
        self._added[name, operation, variant] = value

    def add_lines(self, text: str) -> None:
        """Add the JSON lines of a peer's script."""
        for line in text.splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                continue
            name, _, version = str(record["lib"]).rpartition(" ")
            self.versions[name] = version
            self._lines.append(record | {"lib": name})

    def measured(self, name: str) -> bool:
        return name in self.versions

    def of(self, name: str, operation: str, variant: str) -> Figure | None:
        """Return the fastest of a peer's ways to do the operation; None where there is no figure."""
        added = self._added.get((name, operation, variant))
        if added is not None:
            return Figure(added)
        found = [
            float(str(line["median_us"]))
            for line in self._lines
            if line["lib"] == name and line["op"] == operation and "median_us" in line
            if f"{line['variant']} ".startswith(f"{variant} ")
        ]
        if found:
            return Figure(min(found))
        if self.measured(name):
            return None
        value = QUOTED[name].get((operation, variant))
        return Figure(value, quoted=True) if value is not None else None


def home() -> Path:
    """Return where the peers' environments stand."""
    return Path(os.environ.get("QB_BENCH_HOME") or Path.home() / ".cache" / "qb-bench")


def program(peer: Peer) -> Path | None:
    """Return the interpreter of an installed peer (its folder for Node), None where it is not installed."""
    folder = home() / peer.folder
    path = folder / "node_modules" if peer.folder == "node" else folder / "bin" / "python"
    if not path.exists():
        return None
    return folder if peer.folder == "node" else path


def installed() -> tuple[Peer, ...]:
    return tuple(peer for peer in PEERS if program(peer) is not None)


def installed_version(peer: Peer) -> str:
    """Return the version of an installed peer, "" where that cannot be told."""
    where = program(peer)
    if where is None:
        return ""
    if peer.folder == "node":
        name = "jsonld" if peer is JSONLD else peer.name
        package = where / "node_modules" / name / "package.json"
        return str(json.loads(package.read_text(encoding="utf-8"))["version"]) if package.is_file() else ""
    code = f"from importlib.metadata import version; print(version({peer.name!r}))"
    return subprocess.run(
        [str(where), "-c", code], capture_output=True, text=True, check=False
    ).stdout.strip()


def set_up() -> int:
    """Install what is missing, with pip and npm; return the exit code of `setup.sh`."""
    missing = sorted({peer.environment for peer in PEERS if program(peer) is None})
    if not missing:
        return 0
    return subprocess.run(["bash", str(bench_folder() / "setup.sh"), *missing], check=False).returncode


def run(peer: Peer, *, budget: float, cores: str) -> str:
    """Run the script of one peer and return its JSON lines; what it says besides is dropped."""
    with tempfile.TemporaryDirectory() as results:
        environment = os.environ | {
            "QB_BENCH_HOME": str(home()),
            "QB_BENCH_RESULTS": results,
            "QB_BENCH_BUDGET": str(budget),
            "QB_BENCH_CPU": cores,
        }
        command = ["bash", str(bench_folder() / "run_all.sh"), peer.tag]
        subprocess.run(command, env=environment, capture_output=True, check=False)
        lines = Path(results) / f"{peer.tag}.jsonl"
        return lines.read_text(encoding="utf-8") if lines.is_file() else ""
