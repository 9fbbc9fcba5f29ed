"""Laws of suggesting: whatever stands in a draft, nothing foreign is raised and nothing that it says is lost."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import QualityBadgeError
from qualitybadge.quality.assess import Assessor
from support.rule_cases.badges import GOOD_2, GOOD_3

ASSESSOR = Assessor(clock=lambda: datetime(2026, 11, 20, tzinfo=UTC))
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "type", "name", "achievement", "0", "~/"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)
WRAPS = st.sampled_from(
    [lambda item: [item], lambda item: [[item]], lambda item: {"id": item}, lambda item: [item, 7]]
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every member, the whole left out."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in pairs for place in ((*way, key), *places(item, (*way, key)))]


PLACES = {id(good): places(good) for good in (GOOD_2, GOOD_3)}


def leaves(value: Any) -> Counter[str]:
    """Count the texts and numbers; True and False with them."""
    if isinstance(value, dict | list | tuple):
        items = value.values() if isinstance(value, dict) else value
        return sum(map(leaves, items), Counter())
    return Counter() if value is None else Counter([value.strip() if isinstance(value, str) else repr(value)])


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([GOOD_2, GOOD_3]))
def test_nothing_foreign_is_raised_and_nothing_is_lost(data, good):
    draft = copy.deepcopy(good)
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(PLACES[id(good)]))
        target: Any = draft
        try:
            for name in way:
                target = target[name]
            change = data.draw(JUNK.map(lambda junk: lambda _: junk) | WRAPS)
            target[last] = change(target[last])
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    before = copy.deepcopy(draft)
    try:
        suggestion = ASSESSOR.assess(draft, draft=True).suggest()
    except QualityBadgeError as error:
        assert error.message  # noqa: PT017 - whatever is refused says why
        return
    assert repr(draft) == repr(before)
    lost = leaves(draft) - leaves(suggestion.draft)
    renamed = {mending.rule for mending in suggestion.mended} & {
        "QL-PRV-01",
        "QL-PRV-07",
        "QL-LNG-02",
        "QL-DSC-06",
    }
    assert not lost or renamed, lost
