"""A StatusStore in one SQLite file: whole after a crash, shared by processes and threads; holds no secret.

Every call opens the file, does one transaction and closes it, so that there is no connection to carry into a
forked process, to share between threads or to forget. A change has reached the disk when its call returns
(rollback journal, ``synchronous=EXTRA``).
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ..errors import IssueError
from .statusentry import EntryName
from .statuslist import Action, EntryStatus, StatusChange, StatusPlan, StatusSnapshot
from .statusstore import require_change, take_unused, unknown_entry, unknown_list

APPLICATION_ID = 0x71625354
"""Marks an SQLite file as a store of status lists."""
VERSION = 1
"""Layout of the tables; a file with a higher one is left alone."""

_SCHEMA = (
    """CREATE TABLE lists (
        id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, purposes TEXT NOT NULL, entries INTEGER NOT NULL,
        size INTEGER NOT NULL, messages TEXT NOT NULL, allocated INTEGER NOT NULL DEFAULT 0,
        revision INTEGER NOT NULL DEFAULT 0)""",
    # Keyed by index, not in the order of allocation: the file need not tell either who came first.
    """CREATE TABLE entries (
        list INTEGER NOT NULL REFERENCES lists, place INTEGER NOT NULL, purpose TEXT NOT NULL,
        value INTEGER NOT NULL DEFAULT 0, revoked INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (list, place)) WITHOUT ROWID""",
    """CREATE TABLE changes (
        id INTEGER PRIMARY KEY, list INTEGER NOT NULL, place INTEGER NOT NULL, value INTEGER NOT NULL,
        at TEXT NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL)""",
    "CREATE INDEX changes_of_entry ON changes (list, place)",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)
_CLAIMS = "CREATE TABLE IF NOT EXISTS claims (list INTEGER PRIMARY KEY, issuer TEXT NOT NULL)"
_OCCASIONS = "CREATE TABLE IF NOT EXISTS occasions (occasion TEXT PRIMARY KEY, content TEXT NOT NULL)"
_CHANGES = "SELECT place, value, at, action, reason FROM changes WHERE list = ?"
_SAID = {  # primary result codes of SQLite (https://sqlite.org/rescode.html) -> what is wrong, what to do
    sqlite3.SQLITE_BUSY: ("is in use by another process", "try again"),
    sqlite3.SQLITE_NOTADB: ("is no status database", "name the file of a store"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "restore it from a copy"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check the path and its permissions"),
    sqlite3.SQLITE_READONLY: ("cannot be written", "check the permissions of the file and of its folder"),
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", "make room; nothing is lost"),
}
_PRIMARY = 0xFF  # the low byte of an extended result code


@dataclass(frozen=True, slots=True)
class SqliteStatusStore:
    """Status lists in a file that `create` makes; see `StatusStore` for what each method does.

    Attributes:
        path: the file; while it is written another one beside it, ``-journal``, belongs to it.
        busy_seconds: how long to wait for other processes.

    Raises:
        IssueError: no file can have this name.
        TypeError: `path` is no Path and no text.
    """

    path: Path
    busy_seconds: float = 30.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))
        if "\0" in str(self.path):  # SQLite would open the file whose name ends there
            raise self._refused("has a name that no file can have", "")

    def create(self, plan: StatusPlan) -> None:
        """Begin a list, and the file where there is none.

        Raises:
            IssueError: there is a list with this URL, or the file is of another kind or cannot be written.
        """
        with self._said():
            self._make_private()
        with self._transaction("IMMEDIATE", making=True) as database:
            row = (plan.url, _packed(plan.purposes), plan.entries, plan.size, _packed(plan.messages))
            if database.execute("SELECT 1 FROM lists WHERE url = ?", (plan.url,)).fetchone():
                raise IssueError(f"there is a status list {plan.url} already")
            database.execute(
                "INSERT INTO lists (url, purposes, entries, size, messages) VALUES (?, ?, ?, ?, ?)", row
            )

    def plans(self) -> tuple[StatusPlan, ...]:
        """Return every list, the oldest first.

        Raises:
            IssueError: the file is missing or of another kind.
        """
        with self._transaction("DEFERRED") as database:
            return tuple(_plan(row) for row in database.execute("SELECT * FROM lists ORDER BY id"))

    def allocate(self, url: str, count: int = 1, *, purpose: str | None = None) -> tuple[int, ...]:
        """Give out unused indexes; they are on the disk as taken when this returns.

        Raises:
            IssueError: as for `StatusStore.allocate`, or the file cannot be used.
        """
        with self._transaction("IMMEDIATE") as database:
            row = _list_row(database, url)
            plan, number = _plan(row), row["id"]
            purpose = plan.purpose(purpose)

            def take(index: int) -> bool:
                insert = "INSERT OR IGNORE INTO entries (list, place, purpose) VALUES (?, ?, ?)"
                return database.execute(insert, (number, index, purpose)).rowcount == 1

            def used() -> Iterator[int]:
                rows = database.execute("SELECT place FROM entries WHERE list = ?", (number,)).fetchall()
                return (entry["place"] for entry in rows)

            found = take_unused(plan, count, row["allocated"], take=take, used=used)
            counted = "UPDATE lists SET allocated = allocated + ? WHERE id = ?"
            database.execute(counted, (len(found), number))
        return found

    def set(self, url: str, change: StatusChange) -> None:
        """Give an entry a value; it is on the disk when this returns.

        Raises:
            IssueError: as for `StatusStore.set`, or the file cannot be used.
        """
        with self._transaction("IMMEDIATE") as database:
            row = _list_row(database, url)
            require_change(_plan(row), _entry(database, row, change.index), change)
            revoked = change.action is Action.REVOKE
            database.execute(
                "UPDATE entries SET value = ?, revoked = ? WHERE list = ? AND place = ?",
                (change.value, revoked, row["id"], change.index),
            )
            database.execute(
                "INSERT INTO changes (list, place, value, at, action, reason) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    row["id"],
                    change.index,
                    change.value,
                    change.at.isoformat(),
                    change.action.value,
                    change.reason,
                ),
            )
            database.execute("UPDATE lists SET revision = revision + 1 WHERE id = ?", (row["id"],))

    def get(self, url: str, index: int) -> EntryStatus:
        """Return how an entry stands.

        Raises:
            IssueError: list or entry are unknown, or the file cannot be used.
        """
        with self._transaction("DEFERRED") as database:
            row = _list_row(database, url)
            status = _entry(database, row, index)
            newest = f"{_CHANGES} AND place = ? ORDER BY id DESC LIMIT 1"
            last = database.execute(newest, (row["id"], index)).fetchone()
            return replace(status, last=_change(last)) if last else status

    def snapshot(self, url: str) -> StatusSnapshot:
        """Return the whole list at one moment.

        Raises:
            IssueError: the list is unknown, or the file cannot be used.
        """
        with self._transaction("DEFERRED") as database:
            row = _list_row(database, url)
            marked = "SELECT place, value FROM entries WHERE list = ? AND value <> 0"
            values = {entry["place"]: entry["value"] for entry in database.execute(marked, (row["id"],))}
            begun = StatusSnapshot.empty(_plan(row)).with_values(values)
            return replace(begun, revision=row["revision"], allocated=row["allocated"])

    def history(self, url: str, index: int | None = None) -> tuple[StatusChange, ...]:
        """Return what was done to a list or to one entry, the oldest first.

        Raises:
            IssueError: list or entry are unknown, or the file cannot be used.
        """
        with self._transaction("DEFERRED") as database:
            row = _list_row(database, url)
            if index is None:
                rows = database.execute(f"{_CHANGES} ORDER BY id", (row["id"],))
            else:
                _entry(database, row, index)
                rows = database.execute(f"{_CHANGES} AND place = ? ORDER BY id", (row["id"], index))
            return tuple(_change(entry) for entry in rows)

    def claim(self, url: str, issuer: str, *, anew: bool = False) -> str:
        """Remember who publishes a list; it is on the disk when this returns.

        Raises:
            IssueError: the list is unknown, or the file cannot be used.
        """
        with self._transaction("IMMEDIATE") as database:
            number = _list_row(database, url)["id"]
            database.execute(_CLAIMS)  # a store of an earlier day has none
            if anew:
                database.execute("DELETE FROM claims WHERE list = ?", (number,))
            database.execute("INSERT OR IGNORE INTO claims (list, issuer) VALUES (?, ?)", (number, issuer))
            found = database.execute("SELECT issuer FROM claims WHERE list = ?", (number,)).fetchone()
            return str(found["issuer"])

    def keep(self, occasions: Mapping[str, str]) -> dict[str, str]:
        """Keep what was made on some occasions; it is on the disk when this returns.

        Raises:
            IssueError: the file cannot be used.
        """
        with self._transaction("IMMEDIATE") as database:
            database.execute(_OCCASIONS)  # a store of badges alone has none
            kept = {name: _kept(database, name) or content for name, content in occasions.items()}
            others = {name: content for name, content in kept.items() if content != occasions[name]}
            if not others:
                insert = "INSERT OR IGNORE INTO occasions (occasion, content) VALUES (?, ?)"
                database.executemany(insert, kept.items())
            return others

    def kept(self, occasion: str) -> str:
        """Return what is kept of an occasion; "" for nothing.

        Raises:
            IssueError: the file cannot be used.
        """
        with self._transaction("IMMEDIATE") as database:
            database.execute(_OCCASIONS)
            return _kept(database, occasion)

    @contextlib.contextmanager
    def _transaction(self, kind: str, *, making: bool = False) -> Iterator[sqlite3.Connection]:
        """Open, begin, and commit what the block did, or nothing of it.

        Raises:
            IssueError: the file is missing, of another kind, or cannot be used now.
        """
        with self._said(), contextlib.closing(self._opened()) as database:
            database.row_factory = sqlite3.Row
            database.execute("PRAGMA synchronous = EXTRA")
            database.execute(f"BEGIN {kind}")
            try:
                self._require_ours(database, making=making)
                yield database
                database.execute("COMMIT")
            finally:
                if database.in_transaction:
                    database.execute("ROLLBACK")

    def _opened(self) -> sqlite3.Connection:
        """Return a connection to the file; SQLite must not make one where there is none."""
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(address, uri=True, timeout=self.busy_seconds, isolation_level=None)

    def _make_private(self) -> None:
        """Make the file, readable by its owner only: the reasons in it are nobody else's business."""
        with contextlib.suppress(FileExistsError):  # a second handle on it would break SQLite's locks
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    def _require_ours(self, database: sqlite3.Connection, *, making: bool) -> None:
        kind, version = (
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        empty = not kind and not database.execute("SELECT 1 FROM sqlite_master").fetchone()
        if making and empty:
            for statement in _SCHEMA:
                database.execute(statement)
        elif kind != APPLICATION_ID:
            what = "is empty" if empty else "is another program's database"
            raise self._refused(what, "name the file of a store")
        elif version != VERSION:
            raise self._refused("was written by a newer version of qualitybadge", "upgrade qualitybadge")

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        """Turn what the system and SQLite say into our words."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
            what, todo = _SAID.get(code, (f"cannot be used: {error}", ""))
            if code == sqlite3.SQLITE_CANTOPEN and not self._may_exist():
                what, todo = "does not exist", "begin a status list first"
            raise self._refused(what, todo) from error
        except OSError as error:
            raise self._refused(f"cannot be made: {error.strerror}", "") from None
        except (TypeError, ValueError) as error:  # a row that somebody else wrote
            raise self._refused("holds what no status list can be", "restore it from a copy") from error

    def _may_exist(self) -> bool:
        try:
            return self.path.exists()
        except OSError:  # its folder cannot be looked into, or no file has so long a name
            return True

    def _refused(self, what: str, todo: str) -> IssueError:
        return IssueError(f"the file {self.path.name!r} {what}", code="FILE", hint=todo)


def _packed(texts: tuple[str, ...]) -> str:
    return json.dumps(texts)


def _plan(row: sqlite3.Row) -> StatusPlan:
    purposes, messages = json.loads(row["purposes"]), json.loads(row["messages"])
    return StatusPlan(row["url"], purposes, row["entries"], row["size"], messages)


def _list_row(database: sqlite3.Connection, url: str) -> sqlite3.Row:
    if isinstance(url, str) and url.isascii():
        row: sqlite3.Row | None = database.execute("SELECT * FROM lists WHERE url = ?", (url,)).fetchone()
        if row is not None:
            return row
    raise unknown_list(url)


def _entry(database: sqlite3.Connection, row: sqlite3.Row, index: int) -> EntryStatus:
    plan = _plan(row)
    plan.require_index(index)
    asked = "SELECT purpose, value, revoked FROM entries WHERE list = ? AND place = ?"
    entry = database.execute(asked, (row["id"], index)).fetchone()
    name = EntryName(plan.url, index)
    if entry is None:
        raise unknown_entry(name)
    purpose, value, revoked = entry
    return EntryStatus(name, purpose, value, revoked=bool(revoked), meaning=plan.meaning(value))


def _kept(database: sqlite3.Connection, occasion: str) -> str:
    row = database.execute("SELECT content FROM occasions WHERE occasion = ?", (occasion,)).fetchone()
    return "" if row is None else str(row["content"])


def _change(row: sqlite3.Row) -> StatusChange:
    place, value, at, action, reason = row
    return StatusChange(place, value, datetime.fromisoformat(at), Action(action), reason)
