"""What one verification with everything nested in it may spend."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import qualitybadge as qb
from qualitybadge.errors import FetchError
from qualitybadge.limits import Limits
from qualitybadge.verify.fetching import Allowance


def get(allowance, url="https://a.example/"):
    return allowance.get(url, accept="*/*", max_bytes=10)


def test_requests_are_counted_whatever_the_answer():
    fetcher = qb.StaticFetcher({"https://a.example/": b"x"})
    allowance = Allowance(fetcher, Limits(fetches=2))
    assert get(allowance).body == b"x"
    with pytest.raises(FetchError, match="no connection"):
        get(allowance, "https://b.example/")
    with pytest.raises(FetchError, match="2 requests") as caught:
        get(allowance)
    assert caught.value.code == "LIMIT"
    assert fetcher.calls == ("https://a.example/", "https://b.example/")


def test_nested_credentials_are_counted_by_all_threads_together():
    allowance = Allowance(qb.NoNetwork(), Limits(nested=50))
    with ThreadPoolExecutor(8) as threads:
        entered = list(threads.map(lambda _: allowance.enter(), range(200)))
    assert entered.count(True) == 50


def test_the_bytes_of_all_lists_are_counted_together():
    allowance = Allowance(qb.NoNetwork(), Limits(status_bytes=10))
    assert [allowance.admit(size) for size in (4, 6, 1, 0)] == [True, True, False, False]
