"""Where status lists are kept: the same rules in memory and in a file, also after a crash and among processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualitybadge.errors import IssueError
from qualitybadge.issue.statusfile import APPLICATION_ID, SqliteStatusStore
from qualitybadge.issue.statuslist import Action, StatusChange, StatusPlan
from qualitybadge.issue.statusstore import MemoryStatusStore, StatusStore

URL = "https://academy.example/status/1.json"
OTHER = "https://academy.example/status/2.json"
NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
FULL = 131_072


@pytest.fixture(params=["memory", "file"])
def store(request, tmp_path):
    made = MemoryStatusStore() if request.param == "memory" else SqliteStatusStore(tmp_path / "status.db")
    made.create(StatusPlan(URL))
    return made


@pytest.fixture
def file(tmp_path):
    made = SqliteStatusStore(tmp_path / "status.db", busy_seconds=0.05)
    made.create(StatusPlan(URL))
    return made


def change(index, value=1, action=Action.SET, reason=""):
    return StatusChange(index, value, NOW, action, reason)


def test_both_are_stores(store):
    assert isinstance(store, StatusStore)


def test_lists_are_kept_with_all_they_are(store):
    plan = StatusPlan(OTHER, ("message", "own"), 140_000, 2, ("a", "b", "ü", "d"))
    store.create(plan)
    assert store.plans() == (StatusPlan(URL), plan)
    assert store.snapshot(OTHER).plan == plan
    with pytest.raises(IssueError, match="already"):
        store.create(StatusPlan(URL, ("suspension",)))


def test_indexes_are_given_out_once_and_in_no_order(store):
    found = [*store.allocate(URL), *store.allocate(URL, 3000)]  # some are drawn twice
    assert len(set(found)) == 3001
    assert found != sorted(found)
    # Were they taken from a corner of the list, a place in it would tell when a badge was made.
    assert max(found) - min(found) > FULL // 2
    assert store.snapshot(URL).allocated == 3001
    assert store.snapshot(URL).free == FULL - 3001


@pytest.mark.parametrize("count", [0, -1, True, "1", 1.0, None, pytest.param(10**5000, id="huge")])
def test_a_strange_number_of_entries_is_refused(store, count):
    with pytest.raises(IssueError):
        store.allocate(URL, count)


def test_the_last_entries_are_found_and_then_the_list_is_full(store):
    first = store.allocate(URL, FULL - 3)
    with pytest.raises(IssueError, match="3 unused entries left"):
        store.allocate(URL, 4)
    last = [*store.allocate(URL), *store.allocate(URL, 2)]
    assert {*first, *last} == set(range(FULL))
    with pytest.raises(IssueError, match="0 unused entries left"):
        store.allocate(URL)
    assert store.snapshot(URL).free == 0


def test_an_entry_has_the_purpose_it_was_taken_for(store):
    store.create(StatusPlan(OTHER, ("revocation", "suspension")))
    (index,) = store.allocate(OTHER, purpose="suspension")
    assert store.get(OTHER, index).purpose == "suspension"
    for purpose in (None, "refresh"):
        with pytest.raises(IssueError):
            store.allocate(OTHER, purpose=purpose)
    assert store.snapshot(OTHER).allocated == 1


def test_what_was_done_is_remembered(store):
    one, two = store.allocate(URL, 2)
    assert (store.get(URL, one).value, store.get(URL, one).last, store.history(URL)) == (0, None, ())
    done = [
        change(one, 1, Action.SUSPEND, "why ü"),
        change(two),
        change(one, 0, Action.UNSUSPEND),
        change(one, 1, Action.REVOKE, "for good"),
    ]
    for step in done:
        store.set(URL, step)
    assert store.history(URL) == tuple(done)
    assert store.history(URL, one) == (done[0], done[2], done[3])
    status = store.get(URL, one)
    assert (status.value, status.revoked, status.meaning, status.last) == (1, True, "set", done[3])
    snapshot = store.snapshot(URL)
    assert snapshot.bits.set_indexes() == tuple(sorted((one, two)))
    assert snapshot.revision == 4


def test_what_was_revoked_stays_revoked(store):
    (index,) = store.allocate(URL)
    store.set(URL, change(index, 1, Action.REVOKE, "first"))
    for step in (change(index, 0, Action.UNSUSPEND), change(index, 0), change(index, 0, Action.REVOKE)):
        with pytest.raises(IssueError, match="final"):
            store.set(URL, step)
    assert store.get(URL, index).last.reason == "first"
    store.set(URL, change(index, 1, Action.REVOKE, "second"))
    assert [step.reason for step in store.history(URL, index)] == ["first", "second"]


@pytest.mark.parametrize("url", [OTHER, "", "\ud800", "ü", None, 7, [URL]])
def test_an_unknown_list_is_an_error(store, url):
    for call in (store.snapshot, store.allocate, store.history, lambda u: store.get(u, 1)):
        with pytest.raises(IssueError, match="no status list"):
            call(url)
    with pytest.raises(IssueError, match="no status list"):
        store.set(url, change(1))


def test_an_entry_that_no_badge_has_is_an_error(store):
    (index,) = store.allocate(URL)
    unused = (index + 1) % FULL
    for call in (
        lambda i: store.get(URL, i),
        lambda i: store.set(URL, change(i)),
        lambda i: store.history(URL, i),
    ):
        with pytest.raises(IssueError, match="never allocated"):
            call(unused)
        for outside in (-1, FULL, 2**70, True, "1"):
            with pytest.raises(IssueError) as caught:
                call(outside)
            assert caught.value.code == "RANGE"
    for value in (2, -1, None):
        with pytest.raises(IssueError) as caught:
            store.set(URL, change(index, value))
        assert caught.value.code == "RANGE"
    assert store.history(URL) == ()


def test_threads_share_a_store(store):
    found: list[int] = []

    def work():
        for _ in range(20):
            (index,) = store.allocate(URL)
            store.set(URL, change(index))
            found.append(index)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 80
    assert store.snapshot(URL).bits.set_indexes() == tuple(sorted(found))


# --- the file ---


def test_the_file_outlives_the_store_and_is_private(file):
    (index,) = file.allocate(URL)
    file.set(URL, change(index, 1, Action.REVOKE, "lost"))
    again = SqliteStatusStore(str(file.path))
    assert again.get(URL, index).last.reason == "lost"
    assert file.path.stat().st_mode & 0o077 == 0
    assert [path.name for path in file.path.parent.iterdir()] == ["status.db"]


def test_an_empty_file_becomes_a_store_when_a_list_is_made(tmp_path):
    path = tmp_path / "status.db"
    path.touch()
    store = SqliteStatusStore(path)
    with pytest.raises(IssueError, match="is empty"):
        store.plans()
    store.create(StatusPlan(URL))
    assert store.plans() == (StatusPlan(URL),)


def foreign(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE other (x)")
    database.close()


def other_kind(path):
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA application_id = 7")
        database.execute("PRAGMA user_version = 1")
    database.close()


def newer(path):
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute("PRAGMA user_version = 2")
    database.close()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (foreign, "another program's database"),
        (other_kind, "another program's database"),
        (newer, "a newer version"),
        (lambda path: path.write_bytes(b"no database, just some text\n" * 50), "is no status database"),
        (lambda path: path.mkdir(), "cannot be opened"),
    ],
)
def test_a_file_of_another_kind_is_left_alone(make, said, tmp_path):
    path = tmp_path / "status.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    store = SqliteStatusStore(path)
    for call in (store.plans, lambda: store.create(StatusPlan(URL)), lambda: store.snapshot(URL)):
        with pytest.raises(IssueError) as caught:
            call()
        assert said in caught.value.message
        assert caught.value.code == "FILE"
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_missing_file_is_made_by_create_only(tmp_path):
    store = SqliteStatusStore(tmp_path / "status.db")
    for call in (store.plans, lambda: store.allocate(URL), lambda: store.set(URL, change(1))):
        with pytest.raises(IssueError, match="does not exist"):
            call()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(IssueError, match="cannot be made"):
        SqliteStatusStore(tmp_path / "nowhere" / "status.db").create(StatusPlan(URL))


def test_a_name_that_no_file_has(tmp_path):
    with pytest.raises(IssueError, match="no file can have"):
        SqliteStatusStore(tmp_path / "a\0b")
    with pytest.raises(TypeError):
        SqliteStatusStore(7)
    long = SqliteStatusStore(tmp_path / ("x" * 300))
    for call in (long.plans, lambda: long.create(StatusPlan(URL))):
        with pytest.raises(IssueError) as caught:
            call()
        assert caught.value.code == "FILE"
    odd = SqliteStatusStore(tmp_path / "50%25 #1?mode=memory ü.db")
    odd.create(StatusPlan(URL))
    assert [path.name for path in tmp_path.iterdir()] == ["50%25 #1?mode=memory ü.db"]


def test_a_damaged_file_says_so(file):
    file.allocate(URL, 2000)
    content = bytearray(file.path.read_bytes())
    content[8192:] = b"\x55" * (len(content) - 8192)
    file.path.write_bytes(bytes(content))
    with pytest.raises(IssueError) as caught:
        file.allocate(URL, 2000)
    assert caught.value.code == "FILE"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lists SET purposes = 'x'",
        "UPDATE lists SET purposes = 7.5",
        "UPDATE lists SET messages = x'00'",
        "UPDATE lists SET entries = 'many'",
        "UPDATE lists SET url = 'ftp://x'",
        "UPDATE entries SET value = 7",
        "UPDATE changes SET action = 'x'",
        "UPDATE changes SET at = 'x'",
        "UPDATE changes SET at = 5",
        "UPDATE changes SET reason = NULL",
        "DROP TABLE changes",
        "DROP TABLE lists",
    ],
)
def test_what_somebody_else_wrote_into_it_is_no_foreign_exception(statement, file):
    (index,) = file.allocate(URL)
    file.set(URL, change(index))
    with sqlite3.connect(file.path) as database:
        try:
            database.execute(statement)
        except sqlite3.IntegrityError:
            return
    database.close()
    refused = 0
    for call in (
        file.plans,
        lambda: file.snapshot(URL),
        lambda: file.get(URL, index),
        lambda: file.history(URL),
    ):
        try:
            call()
        except IssueError:
            refused += 1
    assert refused


def test_a_file_in_use_is_waited_for_and_then_reported(file):
    other = sqlite3.connect(file.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for call in (lambda: file.allocate(URL), lambda: file.snapshot(URL)):
        with pytest.raises(IssueError, match="in use by another process"):
            call()
    other.execute("ROLLBACK")
    other.close()
    assert file.allocate(URL)


def test_a_reader_in_the_middle_makes_the_writer_wait_and_nothing_is_half_written(file):
    reader = sqlite3.connect(file.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM lists").fetchall()
    with pytest.raises(IssueError, match="in use by another process"):
        file.allocate(URL)
    reader.execute("ROLLBACK")
    reader.close()
    assert file.snapshot(URL).allocated == 0
    assert file.allocate(URL)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_only_be_read(file):
    file.path.chmod(0o400)
    assert file.plans()
    with pytest.raises(IssueError, match="cannot be written"):
        file.allocate(URL)


# --- real processes ---

SETUP = """
    import os, signal, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from qualitybadge.issue.statusfile import SqliteStatusStore
    from qualitybadge.issue.statuslist import Action, StatusChange, StatusPlan
    store, url = SqliteStatusStore(Path(sys.argv[1])), sys.argv[2]
"""


def start(path: Path, script: str) -> subprocess.Popen[str]:
    code = textwrap.dedent(SETUP) + textwrap.dedent(script)
    command = [sys.executable, "-c", code, str(path), URL]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own script


@pytest.mark.slow
def test_two_processes_allocate_5000_each_and_none_twice(tmp_path):
    path = tmp_path / "status.db"
    script = """
        try:  # whoever comes first makes the file
            store.create(StatusPlan(url))
        except Exception as error:
            assert "already" in str(error), error
        found = []
        for turn in range(100):
            found += store.allocate(url, 48)
            found += store.allocate(url)
            found += store.allocate(url)
        print(*found)
    """
    children = [start(path, script) for _ in range(2)]
    answers = [child.communicate(timeout=60)[0].split() for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert [len(answer) for answer in answers] == [5000, 5000]
    assert len({*answers[0], *answers[1]}) == 10_000
    assert SqliteStatusStore(path).snapshot(URL).allocated == 10_000


@pytest.mark.slow
def test_what_was_acknowledged_survives_kill_9(tmp_path):
    store = SqliteStatusStore(tmp_path / "status.db")
    store.create(StatusPlan(URL))
    script = """
        while True:
            index, = store.allocate(url)
            print("allocated", index, flush=True)
            store.set(url, StatusChange(index, 1, datetime.now(UTC), Action.REVOKE, "x" * 900))
            print("revoked", index, flush=True)
    """
    told = []
    for turn in range(5):
        with start(store.path, script) as child:
            told += [child.stdout.readline() for _ in range(10 + turn * 7)]
            child.kill()
            told += child.stdout.readlines()
        assert child.returncode == -signal.SIGKILL
        said = [line.split() for line in told if line.endswith("\n")]
        allocated = {int(index) for what, index in said if what == "allocated"}
        revoked = {int(index) for what, index in said if what == "revoked"}
        assert revoked
        snapshot = store.snapshot(URL)
        assert set(snapshot.bits.set_indexes()) == {step.index for step in store.history(URL)} >= revoked
        assert all(store.get(URL, index) for index in allocated)
        # The last act of each child may have been done and not yet told.
        assert len(allocated) <= snapshot.allocated <= len(allocated) + turn + 1
        assert _integrity(store) == "ok"


def test_a_process_killed_in_mid_write_leaves_nothing_half_done(file):
    (index,) = file.allocate(URL)
    before = file.snapshot(URL)
    script = """
        with store._transaction("IMMEDIATE") as database:
            database.execute("PRAGMA cache_size = 1")  # so that pages reach the file before the commit
            database.execute("UPDATE entries SET value = 1")
            for place in range(20_000):
                database.execute("INSERT OR IGNORE INTO entries (list, place, purpose) VALUES (1, ?, 'x')", (place,))
            print("there", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    """
    size = file.path.stat().st_size
    with start(file.path, script) as child:
        assert child.stdout.read() == "there\n"
    journal = file.path.with_name("status.db-journal")
    assert journal.stat().st_size > 0
    assert file.path.stat().st_size > size  # it was in the middle of it
    assert file.snapshot(URL) == before
    assert file.get(URL, index).value == 0
    assert not journal.exists()
    assert _integrity(file) == "ok"


def _integrity(store):
    database = sqlite3.connect(store.path)
    (answer,) = database.execute("PRAGMA integrity_check").fetchone()
    database.close()
    return answer


def test_what_was_made_on_an_occasion_is_kept_once(store):
    assert store.kept("a label") == ""
    assert store.keep({"a label": "the first"}) == {}
    assert store.keep({"a label": "the first"}) == {}
    assert store.keep({"a label": "the second"}) == {"a label": "the first"}
    assert (store.kept("a label"), store.kept("another")) == ("the first", "")


def test_of_several_occasions_all_are_kept_or_none(store):
    store.keep({"one": "1"})
    assert store.keep({"two": "2", "one": "other"}) == {"one": "1"}
    assert store.kept("two") == ""
    assert store.keep({"two": "2", "one": "1"}) == {}
    assert store.kept("two") == "2"
