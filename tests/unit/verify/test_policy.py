"""A policy is made of what its fields say, and of nothing else."""

from __future__ import annotations

import math

import pytest

import qualitybadge as qb
from qualitybadge.verify.policy import RELAXATIONS


def test_every_relaxation_and_demand_is_a_switch():
    for name in [*RELAXATIONS, "require_endorsements_valid", "require_holder_is_subject"]:
        assert getattr(qb.Policy(**{name: True}), name) is True
        for wrong in ("False", 1, None):
            with pytest.raises(TypeError, match=name):
                qb.Policy(**{name: wrong})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("algorithms", "EdDSA"),
        ("algorithms", ["EdDSA"]),
        ("algorithms", frozenset({5})),
        ("challenge", 5),
        ("domain", ["a.example"]),
        ("limits", None),
        ("limits", 5),
        ("clock_skew_seconds", "5"),
        ("clock_skew_seconds", None),
    ],
)
def test_a_field_of_another_type_is_refused(name, wrong):
    with pytest.raises(TypeError, match=name):
        qb.Policy(**{name: wrong})


@pytest.mark.parametrize("seconds", [-1, -0.5, 86_401, 10**20, math.nan, math.inf])
def test_a_tolerance_is_no_more_than_a_day(seconds):
    with pytest.raises(ValueError, match="clock_skew_seconds"):
        qb.Policy(clock_skew_seconds=seconds)


def test_the_ends_of_the_tolerance_are_allowed():
    assert qb.Policy(clock_skew_seconds=0) == qb.Policy()
    assert qb.Policy(clock_skew_seconds=86_400).clock_skew_seconds == 86_400
    assert qb.Policy(algorithms=frozenset()).algorithms == frozenset()
