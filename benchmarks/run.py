"""Run our operations beside the peers' and print the tables. `--help` lists what can be chosen."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import fixtures
import ops
import page
import peers
import start
import timing

USAGE = 64
BUSY = 0.5  # processes that wanted to run in the last minute; this one is not among them yet


def main(arguments: list[str]) -> int:
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.write and chosen.ops:
        parser.error("--write makes the whole page: leave --ops out")
    try:
        fixtures.bench_folder()
        beside = _chosen_peers(chosen)
    except fixtures.MissingFixturesError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return USAGE
    except ValueError as error:
        parser.error(str(error))
    _warn_of_load()
    bench = _Bench(chosen.ops, chosen.budget, chosen.core)
    lines = bench.lines(beside)
    if not lines:
        parser.error(f"no row has the words of --ops {chosen.ops!r}")
    print(page.as_text(lines))
    print(f"\n{page.machine()}\n{', '.join(page.versions(lines, bench.figures))}")
    for fault in bench.faults:
        print(f"FAILED {fault}", file=sys.stderr)
    if chosen.write:
        text = page.as_page(lines, bench.figures, budget=chosen.budget)
        chosen.write.write_text(text, encoding="utf-8")
        _say(f"wrote {chosen.write}")
    return 1 if bench.faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py", description=__doc__, epilog=f"Fixtures: ${fixtures.VARIABLE}/bench."
    )
    parser.add_argument(
        "--ops", default="", metavar="WORDS", help="only rows with all these words, commas: or"
    )
    parser.add_argument(
        "--budget", type=float, default=2.0, metavar="SECONDS", help="for each measurement (2)"
    )
    names = ", ".join(peer.name for peer in peers.PEERS)
    parser.add_argument(
        "--peers", metavar="NAMES", help=f"none, or some of {names} (default: those installed)"
    )
    parser.add_argument("--set-up", action="store_true", help="install missing peers first (pip and npm)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of the documentation")
    allowed = timing.cores()
    parser.add_argument(
        "--core",
        type=int,
        default=allowed[-1] if allowed else None,
        help="core that Python runs on (the last)",
    )
    return parser


def _warn_of_load() -> None:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if load > BUSY:
        _say(f"this machine is busy (load {load:.1f}): the figures will be too high and will not compare")


def _chosen_peers(chosen: argparse.Namespace) -> tuple[peers.Peer, ...]:
    if chosen.set_up and peers.set_up():
        _say("not every peer could be installed: what is missing is quoted")
    if chosen.peers is None:
        return peers.installed()
    names = [name.strip() for name in chosen.peers.split(",") if name.strip() not in ("", "none")]
    unknown = set(names) - {peer.name for peer in peers.PEERS}
    if unknown:
        raise ValueError(f"no such peer: {', '.join(sorted(unknown))}")
    return tuple(peer for peer in peers.installed() if peer.name in names)


class _Bench:
    """One run: what was chosen, the peers' figures, and the faults on the way."""

    def __init__(self, words: str, budget: float, core: int | None) -> None:
        self.figures = peers.Figures()
        self.faults: list[str] = []
        self._words = [alternative.lower().split() for alternative in words.split(",") if alternative.strip()]
        self._budget = budget
        self._core = core

    def lines(self, beside: tuple[peers.Peer, ...]) -> list[page.Line]:
        """Measure everything that was chosen: ours first, then the peers one after another."""
        with start.temporary_folder() as name:
            folder = Path(name)
            with timing.one_core(self._core):
                ours = [self._warm(row) for row in ops.rows() if self._wanted(row.section, row.title)]
                ours += self._fresh(folder)
            self._peers(beside, ours, folder)
        return [self._beside(line, *key) for line, key in ours]

    def _wanted(self, section: str, title: str) -> bool:
        text = f"{section} {title}".lower()
        return not self._words or any(all(word in text for word in words) for words in self._words)

    def _warm(self, row: ops.Row) -> tuple[page.Line, tuple[str, str]]:
        _say(f"{row.section}: {row.title}")
        value, remark = None, ""
        try:
            call, check = row.prepare()
            remark = check(call())
            value = timing.measure(call, self._budget).median * 1e6 / row.times
        except Exception as error:  # noqa: BLE001 - a row that fails must not take the others with it
            self._fault(f"{row.section}: {row.title}", error)
        return page.Line(row.section, row.title, value, {}, goal=row.goal, remark=remark), row.peer

    def _fresh(self, folder: Path) -> list[tuple[page.Line, tuple[str, str]]]:
        found = []
        for row in start.rows(self._budget, folder):
            if not self._wanted(row.section, row.title):
                continue
            _say(f"{row.section}: {row.title}")
            value = None
            try:
                value = row.value()
            except Exception as error:  # noqa: BLE001 - likewise
                self._fault(f"{row.section}: {row.title}", error)
            line = page.Line(row.section, row.title, value, {}, unit=row.unit, goal=row.goal)
            found.append((line, ("start", row.key)))
        return found

    def _peers(
        self, beside: tuple[peers.Peer, ...], ours: list[tuple[page.Line, tuple[str, str]]], folder: Path
    ) -> None:
        shown = {line.section for line, _ in ours}
        needed = [
            p for p in beside if any(p.name in page.COLUMNS[section] for section in shown - {ops.START})
        ]
        for tag in dict.fromkeys(peer.tag for peer in needed):
            peer = next(peer for peer in needed if peer.tag == tag)
            _say(f"peer: {peer.name}")
            every = ",".join(str(core) for core in timing.cores())
            cores = every if peer.all_cores else str(self._core)
            self.figures.add_lines(peers.run(peer, budget=self._budget, cores=cores))
        if ops.START in shown:
            self._peers_start(beside, folder)

    def _peers_start(self, beside: tuple[peers.Peer, ...], folder: Path) -> None:
        for peer in beside:
            if peer.name not in page.COLUMNS[ops.START]:
                continue
            _say(f"peer, start: {peer.name}")
            try:
                self.figures.versions.setdefault(peer.name, peers.installed_version(peer))
                with timing.one_core(None if peer.all_cores else self._core):
                    start.measure_peers((peer,), self.figures, self._budget, folder)
            except Exception as error:  # noqa: BLE001 - likewise
                self._fault(f"{ops.START}: {peer.name}", error)

    def _beside(self, line: page.Line, operation: str, variant: str) -> page.Line:
        others = {}
        for name in page.COLUMNS[line.section]:
            figure = self.figures.of(name, operation, variant)
            if figure is not None:
                others[name] = figure
        return page.Line(line.section, line.title, line.value, others, line.unit, line.goal, line.remark)

    def _fault(self, where: str, error: Exception) -> None:
        self.faults.append(f"{where}: {type(error).__name__}: {error}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
