"""Ways through parsed JSON: written as pointers, cut short, counted."""

from __future__ import annotations

import pytest

from qualitybadge.wire.ways import count_values, last_name, pointer_of, short_pointer_of

WAY = (((((None, "a/b~c"), 0), "d"), 1), 2)


def test_a_way_as_a_pointer():
    assert pointer_of(None) == ""
    assert pointer_of(WAY) == "/a~1b~0c/0/d/1/2"


@pytest.mark.parametrize(
    ("most", "pointer"),
    [(100, "/a~1b~0c/0/d/1/2"), (16, "/a~1b~0c/0/d/1/2"), (15, "/a~1b~0c/0/d/1"), (7, ""), (0, "")],
)
def test_a_place_around_it_that_is_short_enough(most, pointer):
    assert short_pointer_of(WAY, most) == pointer


def test_the_last_name_on_the_way():
    assert last_name(None) == last_name((None, 0)) == ""
    assert last_name(WAY) == "d"


def test_values_are_counted_as_far_as_it_matters():
    assert count_values("x") == count_values([]) == 1
    assert count_values({"a": [1, {"b": None}], "c": {}}) == 6
    assert count_values([[1]] * 100) == 201
    assert 50 < count_values([[1]] * 100, 50) <= 201
