"""What profiles demand of values: joined they only grow stricter, and the built-in ones say what their frameworks do."""

from __future__ import annotations

import math

import pytest

from qualitybadge.errors import InputError
from qualitybadge.quality.demands import NO_DEMANDS, Demands
from qualitybadge.quality.profile import built_in_profile
from qualitybadge.quality.userfiles import load_profile

FILE = 'name = "mine"\n[demands]\n'


def test_limits_without_a_most_have_none():
    assert NO_DEMANDS.joined({"hours": [1]}).hours == (1, math.inf)
    assert Demands(hours=(100, 150)).joined({"hours": [120]}).hours == (120, 150)


def test_levels_that_do_with_ects_points_are_those_that_do_so_in_both():
    one = NO_DEMANDS.joined({"eqf": [6, 7], "eqf_with_ects": [4, 5]})
    assert (one.eqf, one.eqf_with_ects) == ((6, 7), (4, 5))
    both = one.joined({"eqf": [5, 6]})
    assert (both.eqf, both.eqf_with_ects) == ((6,), (5,))
    assert one.joined({}) == one


def test_levels_that_have_none_in_common_let_no_level_in():
    assert Demands(eqf=(6,)).joined({"eqf": [5]}).eqf == ()


@pytest.mark.parametrize(
    ("name", "demands"),
    [
        ("cmf", {"hours": (100, 150), "ects": (4, 6), "eqf": (6, 7), "eqf_with_ects": (4, 5)}),
        ("au-nmf", {"hours": (1, math.inf)}),
        ("trusted", {"result": True}),
        ("eu-microcredential", {}),
        ("recognition", {}),
    ],
)
def test_the_built_in_profiles_demand_what_their_frameworks_ask_for(name, demands):
    found = built_in_profile(name).demands
    wanted = Demands(**{"evidence": found.evidence, "assessed": found.assessed, **demands})
    assert found == wanted


@pytest.mark.parametrize(
    "row", ["hours = []", "hours = [1, 2, 3]", "eqf = []", "eqf = [9]", "eqf_with_ects = [5]"]
)
def test_a_file_with_limits_that_are_none_is_refused(tmp_path, row):
    path = tmp_path / "profile.toml"
    path.write_text(FILE + row, encoding="utf-8")
    with pytest.raises(InputError):
        load_profile(path)


def test_a_file_may_leave_out_the_most(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text(FILE + "hours = [2]\neqf = [6]\neqf_with_ects = [5]", encoding="utf-8")
    assert load_profile(path).demands == Demands(hours=(2, math.inf), eqf=(6,), eqf_with_ects=(5,))
