from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitybadge.errors import FetchError
from qualitybadge.fetcher import Fetcher, Response, StaticFetcher, obtain
from qualitybadge.net.cache import CachingFetcher, FetchCache, lifetime

HOME = "https://issuer.example/"
DATE = "Sun, 06 Nov 1994 08:49:37 GMT"


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def cached(answers, clock=None, **settings):
    table = StaticFetcher(answers)
    settings |= {"clock": clock} if clock else {}
    return table, CachingFetcher(table, FetchCache(**settings))


def get(fetcher, url=HOME, *, accept="*/*", max_bytes=10_000):
    return fetcher.get(url, accept=accept, max_bytes=max_bytes)


# --- how long


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 7),
        ({"Cache-Control": "public"}, 7),
        ({"Cache-Control": "max-age=60"}, 60),
        ({"cache-control": "Private, Max-Age = 60 , immutable"}, 60),
        ({"Cache-Control": 'max-age="60"'}, 60),
        ({"Cache-Control": "max-age=60, max-age=90"}, 60),
        ({"Cache-Control": "max-age=60, s-maxage=5"}, 60),
        ({"Cache-Control": "s-maxage=5"}, 7),
        ({"Cache-Control": "max-age=60, no-store"}, 0),
        ({"Cache-Control": "no-cache, max-age=60"}, 0),
        ({"Cache-Control": 'no-cache="Set-Cookie", max-age=60'}, 0),
        ({"Cache-Control": "max-age=0"}, 0),
        ({"Cache-Control": "max-age=-5"}, 0),
        ({"Cache-Control": "max-age=soon"}, 0),
        ({"Cache-Control": "max-age"}, 0),
        ({"Cache-Control": "max-age=²"}, 0),
        ({"Cache-Control": "max-age=" + "9" * 5000}, 9_999_999_999),
        ({"Cache-Control": "max-age=60", "Age": "20"}, 40),
        ({"Cache-Control": "max-age=60", "Age": "61"}, 0),
        ({"Cache-Control": "max-age=60", "Age": "old"}, 60),
        ({"Age": "5"}, 2),
        ({"Vary": "Accept, Accept-Encoding"}, 7),
        ({"Vary": "*"}, 0),
        ({"Date": DATE, "Expires": "Sun, 06 Nov 1994 08:50:37 GMT"}, 60),
        ({"Date": DATE, "Expires": "Sun, 06 Nov 1994 08:50:37 GMT", "Age": "10"}, 50),
        ({"Date": DATE, "Expires": "Sun, 06 Nov 1994 08:50:37 GMT", "Cache-Control": "max-age=5"}, 5),
        ({"Date": DATE, "Expires": DATE}, 0),
        ({"Date": DATE, "Expires": "Sat, 05 Nov 1994 08:49:37 GMT"}, 0),
        ({"Expires": "Sun, 06 Nov 1994 08:50:37 GMT"}, 0),
        ({"Date": DATE, "Expires": "0"}, 0),
        ({"Date": DATE, "Expires": "Sun, 06 Foo 2094 08:50:37 GMT"}, 0),
        ({"Date": DATE, "Expires": "Sun, 31 Feb 2094 08:50:37 GMT"}, 0),
        ({"Date": DATE, "Expires": "Sunday, 06-Nov-94 08:49:37 GMT"}, 0),
    ],
)
def test_headers_say_how_long_an_answer_may_be_used(headers, seconds):
    assert lifetime(Response(headers=headers), default=7) == seconds


@pytest.mark.parametrize("status", [204, 206, 301, 404, 410, 500])
def test_only_status_200_is_remembered(status):
    assert lifetime(Response(status, {"Cache-Control": "max-age=60"}), default=7) == 0


@given(st.dictionaries(st.sampled_from(["Cache-Control", "Expires", "Date", "Age", "Vary"]), st.text()))
def test_law_any_header_text_gives_a_number(headers):
    assert lifetime(Response(headers=headers), default=7) >= 0


# --- remembering


def test_an_answer_is_used_until_it_is_stale(clock):
    table, fetcher = cached({HOME: Response(headers={"Cache-Control": "max-age=60"}, body=b"{}")}, clock)
    first = get(fetcher)
    clock.now += 59
    assert get(fetcher) == first
    assert len(table.calls) == 1
    clock.now += 1
    assert get(fetcher) == first
    assert len(table.calls) == 2
    assert isinstance(fetcher, Fetcher)


def test_no_answer_is_used_for_longer_than_max_age(clock):
    table, fetcher = cached({HOME: Response(headers={"Cache-Control": "max-age=9999"})}, clock, max_age=10)
    get(fetcher)
    clock.now += 10
    get(fetcher)
    assert len(table.calls) == 2


def test_an_answer_without_caching_headers_is_used_for_the_default_age(clock):
    table, fetcher = cached({HOME: b"{}"}, clock, default_age=3)
    get(fetcher)
    clock.now += 2
    get(fetcher)
    clock.now += 1
    get(fetcher)
    assert len(table.calls) == 2


def test_what_may_not_be_kept_is_asked_for_again():
    table, fetcher = cached({HOME: Response(headers={"Cache-Control": "no-store"})})
    get(fetcher)
    get(fetcher)
    assert len(table.calls) == 2


def test_another_accept_header_is_another_question():
    table, fetcher = cached({HOME: b"{}"})
    for accept in ("application/json", "image/png", "application/json"):
        get(fetcher, accept=accept)
    assert len(table.calls) == 2


def test_a_remembered_answer_cannot_be_changed():
    headers = {"A": "b"}
    _, fetcher = cached({HOME: Response(headers=headers)})
    get(fetcher)
    headers["A"] = "c"
    kept = get(fetcher)
    assert kept.header("a") == "b"
    with pytest.raises(TypeError):
        kept.headers["A"] = "d"


def test_the_limit_of_the_caller_holds_for_remembered_answers():
    _, fetcher = cached({HOME: b"12345"})
    get(fetcher)
    assert get(fetcher, max_bytes=5).body == b"12345"
    with pytest.raises(FetchError) as caught:
        get(fetcher, max_bytes=4)
    assert caught.value.code == "LIMIT"


def test_an_error_is_not_remembered():
    table, fetcher = cached({})
    for _ in range(2):
        with pytest.raises(FetchError):
            get(fetcher)
    assert len(table.calls) == 2


def test_the_rules_above_the_fetcher_see_remembered_answers():
    table, fetcher = cached({HOME: Response(302, {"Location": "/b"}), HOME + "b": b"{}"})
    for _ in range(2):
        assert obtain(fetcher, HOME).url == HOME + "b"
    assert table.calls == (HOME, HOME + "b", HOME)


# --- bounds


def test_the_least_recently_used_answer_goes_first():
    urls = [f"{HOME}{n}" for n in range(3)]
    table, fetcher = cached(dict.fromkeys(urls, b"{}"), max_entries=2)
    get(fetcher, urls[0])
    get(fetcher, urls[1])
    get(fetcher, urls[0])
    get(fetcher, urls[2])
    get(fetcher, urls[0])
    assert len(table.calls) == 3
    get(fetcher, urls[1])
    assert len(table.calls) == 4


def test_answers_share_a_number_of_bytes():
    urls = [f"{HOME}{n}" for n in range(4)]
    table, fetcher = cached(dict.fromkeys(urls, b"x" * 400), max_bytes=1000)
    for url in urls:
        get(fetcher, url)
    get(fetcher, urls[3])
    get(fetcher, urls[2])
    assert len(table.calls) == 4
    get(fetcher, urls[1])
    assert len(table.calls) == 5


def test_headers_and_address_count_as_bytes():
    table, fetcher = cached({HOME: Response(headers={"A": "b" * 90})}, max_bytes=100)
    get(fetcher)
    get(fetcher)
    assert len(table.calls) == 2


def test_forgetting_gives_the_bytes_back(clock):
    table, fetcher = cached({HOME: b"x" * 400, HOME + "b": b"x" * 400}, clock, max_bytes=500, default_age=5)
    for _ in range(5):
        get(fetcher)
        clock.now += 5
    assert len(table.calls) == 5
    get(fetcher, HOME + "b")
    get(fetcher, HOME + "b")
    assert len(table.calls) == 6


def test_an_answer_that_is_too_large_drives_nothing_out():
    table, fetcher = cached({HOME: b"{}", HOME + "b": b"x" * 2000}, max_bytes=1000)
    get(fetcher)
    get(fetcher, HOME + "b")
    get(fetcher)
    assert len(table.calls) == 2


# --- threads


def assert_books_are_straight(cache):
    assert cache._bytes == sum(entry.size for entry in cache._entries.values())
    assert cache._flights == {}


class Gate:
    """Answer only when the test opens the gate."""

    def __init__(self, answers):
        self.table = StaticFetcher(answers)
        self.open = threading.Event()
        self.waiting = threading.Semaphore(0)

    def get(self, url, *, accept, max_bytes):
        self.waiting.release()
        assert self.open.wait(5)
        return self.table.get(url, accept=accept, max_bytes=max_bytes)


def test_threads_that_ask_for_the_same_share_one_request():
    gate = Gate({HOME: b"{}"})
    fetcher = CachingFetcher(gate, FetchCache())
    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(get, fetcher) for _ in range(8)]
        assert gate.waiting.acquire(timeout=5)
        assert not gate.waiting.acquire(timeout=0.1)
        gate.open.set()
        assert {answer.result().body for answer in answers} == {b"{}"}
    assert gate.table.calls == (HOME,)


def test_threads_that_ask_for_different_things_do_not_wait_for_each_other():
    gate = Gate({HOME: b"{}", HOME + "b": b"{}"})
    fetcher = CachingFetcher(gate, FetchCache())
    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(get, fetcher, url) for url in (HOME, HOME + "b")]
        assert gate.waiting.acquire(timeout=5)
        assert gate.waiting.acquire(timeout=5)
        gate.open.set()
        assert [answer.result().body for answer in answers] == [b"{}", b"{}"]


def test_who_waited_in_vain_asks_for_itself(monkeypatch):
    monkeypatch.setattr("qualitybadge.net.cache._PATIENCE_SECONDS", 0.01)
    gate = Gate({HOME: b"{}"})
    fetcher = CachingFetcher(gate, FetchCache())
    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(get, fetcher) for _ in range(2)]
        assert gate.waiting.acquire(timeout=5)
        assert gate.waiting.acquire(timeout=5)
        gate.open.set()
        assert [answer.result().body for answer in answers] == [b"{}", b"{}"]
    assert gate.table.calls == (HOME, HOME)
    get(fetcher)
    assert gate.table.calls == (HOME, HOME)
    assert_books_are_straight(fetcher.cache)


def test_a_failure_sets_the_waiting_threads_free():
    gate = Gate({})
    fetcher = CachingFetcher(gate, FetchCache())
    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(get, fetcher) for _ in range(4)]
        assert gate.waiting.acquire(timeout=5)
        assert not gate.waiting.acquire(timeout=0.1)
        start = time.monotonic()
        gate.open.set()
        assert [type(answer.exception()) for answer in answers] == [FetchError] * 4
    assert time.monotonic() - start < 5


def test_many_threads_keep_the_books_straight():
    urls = [f"{HOME}{n}" for n in range(20)]
    cache = FetchCache(max_entries=5)
    table = StaticFetcher(dict.fromkeys(urls, b"x" * 100))
    fetcher = CachingFetcher(table, cache)
    with ThreadPoolExecutor(8) as threads:
        assert all(
            answer.body for answer in threads.map(lambda n: get(fetcher, urls[n * 7 % 20]), range(400))
        )
    assert len(cache._entries) == 5
    assert_books_are_straight(cache)
