"""The two stores of status lists are one: the same calls, the same answers, refusals included."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import IssueError
from qualitybadge.issue.statusfile import SqliteStatusStore
from qualitybadge.issue.statuslist import Action, StatusChange, StatusPlan
from qualitybadge.issue.statusstore import MemoryStatusStore

URL = "https://academy.example/status/1.json"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PLAN = StatusPlan(URL, ("message",), size=2, messages=("a", "b", "c", "d"))
STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from(Action), st.text(max_size=5)), max_size=12
)


class Follower:
    """A store whose entries are known by the order in which they were taken."""

    def __init__(self, store):
        self.store = store
        store.create(PLAN)
        self.taken = store.allocate(URL, 3)

    def step(self, number, place, value, action, reason):
        try:
            index = self.taken[place] if place < len(self.taken) else PLAN.entries
            change = StatusChange(index, value, NOW + timedelta(seconds=number), action, reason)
            self.store.set(URL, change)
            return self.seen(self.store.get(URL, index))
        except IssueError as error:
            return error.code

    def seen(self, status):
        return (status.purpose, status.value, status.revoked, status.meaning, self.told(status.last))

    def told(self, change):
        return change and (
            self.taken.index(change.index),
            change.value,
            change.at,
            change.action,
            change.reason,
        )

    def all(self):
        snapshot = self.store.snapshot(URL)
        return (
            [self.told(change) for change in self.store.history(URL)],
            [[self.told(change) for change in self.store.history(URL, index)] for index in self.taken],
            [(snapshot.value(index), self.seen(self.store.get(URL, index))) for index in self.taken],
            (len(snapshot.bits.set_indexes()), snapshot.revision, snapshot.allocated, snapshot.free),
        )


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_memory_and_file_agree(steps):
    with tempfile.TemporaryDirectory() as folder:
        stores = Follower(MemoryStatusStore()), Follower(SqliteStatusStore(Path(folder) / "status.db"))
        for number, step in enumerate(steps):
            first, second = (store.step(number, *step) for store in stores)
            assert first == second
        assert stores[0].all() == stores[1].all()
