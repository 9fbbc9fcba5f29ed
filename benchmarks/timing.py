"""Time one call in this process: the median of many, warm. Knows nothing of badges."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

WARM_UP = 10
MIN_SAMPLES = 30
MAX_SAMPLES = 20_000
SHORT = 20e-6  # below this a single call is timed in groups, or the clock would be measured
GROUP = 100e-6


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for one call: the median, and the tenth and ninetieth percentile."""

    median: float
    p10: float
    p90: float
    calls: int


def measure(call: Callable[[], Any], budget: float) -> Timing:
    """Call again and again until `budget` seconds have passed, with the garbage collector on."""
    for _ in range(WARM_UP):
        call()
    started = perf_counter()
    call()
    once = perf_counter() - started
    group = max(1, int(GROUP / max(once, 1e-7))) if once < SHORT else 1
    gc.collect()
    samples: list[float] = []
    end = perf_counter() + budget
    while len(samples) < MIN_SAMPLES or (perf_counter() < end and len(samples) < MAX_SAMPLES):
        started = perf_counter()
        for _ in range(group):
            call()
        samples.append((perf_counter() - started) / group)
    return summarise(samples, calls=len(samples) * group)


def summarise(samples: list[float], *, calls: int) -> Timing:
    ordered = sorted(samples)
    count = len(ordered)
    return Timing(ordered[count // 2], ordered[count // 10], ordered[count * 9 // 10], calls)


def cores() -> list[int]:
    """Return the cores this process may use; empty where the system does not say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@contextmanager
def one_core(core: int | None) -> Iterator[None]:
    """Keep this process and its children on one core, where the system can do that."""
    before = cores()
    if core is None or not before:
        yield
        return
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
