"""Laws of the files of one's own: whatever stands in them, they are read or refused in our own words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitybadge.errors import QualityBadgeError
from qualitybadge.quality.label.schemefile import read_scheme
from qualitybadge.quality.userfiles import load_profile, load_ruleset
from qualitybadge.verify.truststore import TrustStore

PROFILE = b"""name = "harbour"
based_on = "skill"
[levels]
QL-ISS-05 = "essential"
[demands]
hours = [100, 150]
eqf = [6, 7]
[[element]]
name = "Outcomes"
mandatory = true
rules = ["QL-OUT-01"]
"""
RULE_SET = b"""id = "https://network.example/rules"
version = "1"
name = "Harbour rules"
based_on = "badge-1"
[[rule]]
id = "QL-ISS-02"
level = "recommended"
[[rule]]
id = "HARBOUR-01"
group = "harbour"
level = "essential"
part = "achievement"
rationale = "Pilots look for it."
source = "our own practice"
requires = { member = "name", test = "length", length = 5 }
[messages.en.HARBOUR-01]
title = "It has a long name"
partial = "Write more."
[terms]
description_enough = 50
"""
TRUST = b"""[[issuer]]
id = "did:web:academy.example"
valid_from = 2026-01-01T00:00:00Z
"""
READERS = {load_profile: PROFILE, load_ruleset: RULE_SET, TrustStore.load: TRUST, read_scheme: b"id = 1"}
VALUES = [
    b"2026-01-01",
    b"10:00:00",
    b"inf",
    b"nan",
    b"9" * 5_000,
    b"[]",
    b"{}",
    b'""',
    b"true",
    b"-1",
    b"1e3",
]


def _read(read: Callable[[Path], object], content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.toml")
        path.write_bytes(content)
        try:
            read(path)
        except QualityBadgeError as error:
            assert error.message  # noqa: PT017 - whatever is refused says why


@pytest.mark.parametrize("read", [load_profile, load_ruleset, TrustStore.load])
def test_the_good_files_are_good(read, tmp_path):
    (tmp_path / "own.toml").write_bytes(READERS[read])
    assert read(tmp_path / "own.toml") is not None


@given(st.sampled_from(list(READERS)), st.binary(max_size=200))
def test_any_bytes(read, content):
    _read(read, content)


@given(
    st.sampled_from(list(READERS)),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from([*VALUES, b""])), min_size=1, max_size=3),
)
def test_a_good_file_with_other_values(read, changes):
    lines = READERS[read].splitlines()
    for place, value in changes:
        head, equals, _ = lines[place % len(lines)].partition(b"=")
        lines[place % len(lines)] = head + equals + value if equals else value
    _read(read, b"\n".join(lines))
