"""The W3C Bitstring Status List vectors: lists that are good, lists that are not, and the bomb among them."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, LimitError
from qualitybadge.status.bitstring import Bitstring
from support.statuses import badge, code, entry, rows, signed_list, verify, web


@pytest.fixture
def cases(vectors, record_property):
    def read(name):
        found = json.loads((vectors / "w3c" / "bitstring-status-list" / name).read_text(encoding="utf-8"))
        record_property("cases", len(found))
        return found

    return read


def test_every_good_list_has_its_bits(cases):
    for case in cases("examples.json"):
        bits = Bitstring.decode(case["encodedList"])
        assert bits.length == case["bits"], case["name"]
        assert list(bits.set_indexes()) == case["set"], case["name"]
        assert [index for index in (0, 1, 7, 8, 94_567, 131_071) if bits.value(index)] == case["set"]
        assert Bitstring.decode(bits.encode()) == bits
        assert Bitstring.zeros().replaced(dict.fromkeys(case["set"], 1)) == bits


def test_every_bad_list_is_refused_in_bounded_time_and_memory(cases):
    for case in cases("negative.json"):
        tracemalloc.start()
        start = time.process_time()
        report = verify(
            badge(entry(statusListIndex=str(case.get("index", 0)))), web(signed_list(case["encodedList"]))
        )
        spent = time.process_time() - start
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert spent < 1, case["name"]
        assert peak < 32 * 1024 * 1024, case["name"]
        assert report.verdict is not qb.Verdict.VALID, case["name"]
        found = {code(check) for check in rows(report)}
        assert found == {_expected(case)}, (case["name"], found)


def _expected(case):
    if "LENGTH" in case["expect"] or "RANGE" in case["expect"]:
        return case["expect"].removesuffix("_ERROR") if "RANGE" in case["expect"] else case["expect"]
    return "LIMIT" if "bomb" in case["name"] else "MALFORMED_VALUE"


def test_the_bomb_is_stopped_at_the_limit(cases):
    bomb = next(case for case in cases("negative.json") if "bomb" in case["name"])
    with pytest.raises(LimitError, match="status_list_bytes"):
        Bitstring.decode(bomb["encodedList"])
    with pytest.raises(InputError):
        Bitstring.decode(bomb["encodedList"], limits=qb.Limits(status_list_bytes=1))
