"""What a call costs: CPU seconds in one run, peak bytes in another, since counting bytes takes time."""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable

SECONDS = 5.0 if sys.gettrace() else 1.0  # counting covered lines multiplies the time of a Python loop
MEMORY = 64 * 1024 * 1024


def cpu_seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def peak_bytes(call: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
