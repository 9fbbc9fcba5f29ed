"""What a call costs: CPU seconds in one run, peak bytes in another, since counting bytes takes time."""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 1.0
MEMORY = 64 * 1024 * 1024


def cpu_seconds(call: Callable[[], object]) -> float:
    traced = 5.0 if sys.gettrace() else 1.0  # counting covered lines multiplies the time of a Python loop
    began = time.process_time()
    call()
    return (time.process_time() - began) / traced


def peak_bytes(call: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@contextmanager
def at_most(more: int = 256 * 1024 * 1024) -> Iterator[None]:
    """Let this process grow by so many bytes at most, so that a lost bound ends in a failure and not in swap.

    Only where the system says how large the process is; elsewhere nothing is capped.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
