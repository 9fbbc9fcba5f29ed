"""How long and how much is remembered of verified status lists."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qualitybadge.jsonld import PINNED, Contexts
from qualitybadge.status.bitstring import Bitstring
from qualitybadge.status.listing import BITSTRING, StatusList
from qualitybadge.verify.lists import KnownList, VerifiedLists, fresh_until
from support.credentials import NOW

SECOND = timedelta(seconds=1)


def listing(**changes):
    return StatusList(
        **{"id": "", "issuer": "a:b", "form": BITSTRING, "purposes": ("x",), "bits": Bitstring(b"\0")}
        | changes
    )


def known(seconds=60, **changes):
    return KnownList(listing(**changes), {}, NOW, NOW + seconds * SECOND)


@pytest.mark.parametrize(
    ("changes", "header", "seconds"),
    [
        ({}, "", 300),
        ({}, "public, max-age=60", 60),
        ({}, "Max-Age = 60", 60),
        ({}, 'max-age="60"', 60),
        ({}, "max-age=3600", 300),
        ({}, "no-store", 0),
        ({}, "no-cache, max-age=60", 0),
        ({}, "max-age=soon", 300),
        ({"ttl": timedelta(hours=1)}, "", 3600),
        ({"ttl": timedelta(hours=1)}, "max-age=60", 60),
        ({"ttl": timedelta(0)}, "", 0),
        ({"ttl": timedelta(days=400)}, "", 86_400),
        ({"valid_until": NOW + 7 * SECOND}, "", 7),
        ({"valid_until": NOW - 7 * SECOND}, "", -7),
    ],
)
def test_the_soonest_of_all_that_speak_of_it(changes, header, seconds):
    assert fresh_until(listing(**changes), header, NOW) == NOW + seconds * SECOND


def test_kept_while_fresh():
    lists = VerifiedLists()
    lists.keep("a:b", PINNED, known())
    assert lists.get("a:b", PINNED, NOW) == known()
    assert lists.get("a:b", PINNED, NOW + 59 * SECOND) == known()
    assert lists.get("a:b", PINNED, NOW + 60 * SECOND) is None
    assert lists.get("a:b", PINNED, NOW - SECOND) is None
    assert lists.get("a:c", PINNED, NOW) is None
    assert lists.get("a:b", Contexts({}), NOW) is None


def test_a_newer_one_takes_the_place():
    lists = VerifiedLists()
    lists.keep("a:b", PINNED, known())
    lists.keep("a:b", PINNED, known(90))
    assert (len(lists), lists.get("a:b", PINNED, NOW)) == (1, known(90))


def test_stale_ones_are_not_kept():
    lists = VerifiedLists()
    lists.keep("a:b", PINNED, known(0))
    assert len(lists) == 0


def test_bounded_in_number_the_oldest_goes_first():
    lists = VerifiedLists()
    for number in range(300):
        lists.keep(f"a:{number}", PINNED, known())
    assert len(lists) == 256
    assert lists.get("a:43", PINNED, NOW) is None
    assert lists.get("a:44", PINNED, NOW) is not None


def test_bounded_in_bytes():
    lists = VerifiedLists()
    large = Bitstring(bytes(6 * 1024 * 1024))
    for number in range(3):
        lists.keep(f"a:{number}", PINNED, known(bits=large))
    assert [lists.get(f"a:{number}", PINNED, NOW) is not None for number in range(3)] == [False, True, True]
    lists.keep("a:huge", PINNED, known(bits=Bitstring(bytes(17 * 1024 * 1024))))
    assert lists.get("a:huge", PINNED, NOW) is None
    assert len(lists) == 2
