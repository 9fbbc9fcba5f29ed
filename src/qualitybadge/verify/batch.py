"""Run many verifications in threads: order kept, faults isolated. Knows no badge."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from ..fetcher import Fetcher

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4  # items read per thread before the first result is taken: bounds memory for endless inputs


def with_shared_fetches(fetcher: Fetcher) -> Fetcher:
    """Return a fetcher that asks once for what several badges of one batch need."""
    from ..net.cache import CachingFetcher, FetchCache

    return fetcher if isinstance(fetcher, CachingFetcher) else CachingFetcher(fetcher, FetchCache())


def in_order(work: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """Yield ``work(item)`` for each item, in order, computed by `workers` threads."""
    if not isinstance(workers, int):
        raise TypeError(f"workers must be an int, not {type(workers).__name__}")
    if workers < 1:
        raise ValueError("workers must be at least 1")
    return _in_order(work, items, workers)


def _in_order(work: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    from concurrent.futures import ThreadPoolExecutor

    pending: deque[Future[Result]] = deque()
    threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="qualitybadge")
    try:
        for item in items:
            pending.append(threads.submit(work, item))
            if len(pending) >= workers * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:  # also when the caller stops reading: what has not begun never begins
        threads.shutdown(cancel_futures=True)
