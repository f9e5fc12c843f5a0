"""The database file: opened, checked, upgraded, and written to in transactions.

A file that is not tracker's, or that a later tracker wrote, is refused and stays as it is. WAL
lets ``list`` read while a poll writes; a writer waits for another one up to the busy timeout
(SQLite, "Write-Ahead Logging"). Transactions begin IMMEDIATE, since a read that turns into a
write later would fail at once instead of waiting.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tracker.errors import BusyError, StoreError
from tracker.store.schema import migrations
from tracker.values.source_kinds import is_feed

Parameters = Sequence[Any] | Mapping[str, Any]
_CHECKPOINT_PAGES = 4_000  # of 8 KB
_SPARE_PAGES = 1_000
_MOST_GIVEN_BACK = 20_000  # pages at once, which takes a second
BUSY_SECONDS = 10.0  # a poll's longest transaction stays far below
MIN_SQLITE = (3, 37, 0)  # STRICT tables


class Database:
    """An open tracker database. Errors of SQLite are raised as StoreError."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, *, is_read_only: bool = False
    ) -> None:
        self.connection, self.path, self.is_read_only = connection, path, is_read_only
        connection.create_function("is_feed", 1, is_feed, deterministic=True)
        self._is_within = self._has_failed = False  # of a transaction
        self._file = _identity(path)  # None for an empty database in memory

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, busy_seconds: float = BUSY_SECONDS
    ) -> Database:
        """Open ``path``; make or upgrade it where needed, and keep a copy before an upgrade.

        With ``read_only`` nothing is written, except for an upgrade that is due; a missing file
        reads as an empty database. Raises StoreError.
        """
        if sqlite3.sqlite_version_info < MIN_SQLITE:
            raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or later is needed")
        if read_only and not path.exists():
            return cls._prepared(":memory:", path, busy_seconds, writable=True)
        status = _status(path)
        if status and not stat.S_ISREG(status.st_mode):  # to read a pipe would take for ever
            raise StoreError(f"{path}: no file; set another [database] path")
        address = quote(os.fsencode(path.absolute()))  # which need not be UTF-8
        uri = f"file:{address}?mode={'ro' if read_only else 'rwc'}"
        if read_only and cls._is_behind(uri, path, busy_seconds):
            cls.open(path, busy_seconds=busy_seconds).close()
        return cls._prepared(uri, path, busy_seconds, writable=not read_only)

    @classmethod
    def _is_behind(cls, uri: str, path: Path, busy_seconds: float) -> bool:
        try:
            with contextlib.closing(_connect(uri, busy_seconds)) as connection:
                return migrations.pending(connection, path)
        except sqlite3.Error as error:
            raise _explained(error, path) from error

    @classmethod
    def _prepared(cls, uri: str, path: Path, busy_seconds: float, *, writable: bool) -> Database:
        try:
            connection = _connect(uri, busy_seconds)
            try:
                if writable and migrations.pending(connection, path):
                    migrations.upgrade(connection, path)
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise _explained(error, path) from error
        return cls(connection, path, is_read_only=not writable)

    @contextlib.contextmanager
    def writing(self, *, busy_seconds: float = BUSY_SECONDS) -> Iterator[Database]:
        """This one, or where it only reads another one on the same file, for a moment. Raises
        StoreError."""
        if self.is_read_only:
            with Database.open(self.path, busy_seconds=busy_seconds) as other:
                yield other
        else:
            yield self

    def close(self) -> None:
        """Let go of the file; what a transaction had not finished is gone."""
        self.connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextlib.contextmanager
    def transaction(self, *, waits: bool = True) -> Iterator[None]:
        """Everything in it is stored, or nothing. A transaction within another is a part of it.

        Where a part fails, the whole fails. (With a savepoint for each part SQLite would copy
        every page that the part changes.) While another process writes, this waits, or without
        ``waits`` raises BusyError at once. Raises StoreError.
        """
        if self._is_within:
            try:
                yield
            except BaseException:
                self._has_failed = True
                raise
            return
        self._begin(waits=waits)
        self._is_within, self._has_failed = True, False
        try:
            yield
            self._check_whole()
            self.execute("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back by itself: nothing is left to undo then.
            if self.connection.in_transaction:
                self.execute("ROLLBACK")
            raise
        finally:
            self._is_within = False

    def _begin(self, *, waits: bool) -> None:
        if waits:
            self.execute("BEGIN IMMEDIATE")
            return
        patience = self.value("PRAGMA busy_timeout")
        self.execute("PRAGMA busy_timeout = 0")
        try:
            self.execute("BEGIN IMMEDIATE")
        finally:
            self.execute(f"PRAGMA busy_timeout = {patience}")

    def _check_whole(self) -> None:
        """Raise StoreError where a part has failed, and where the file was deleted or replaced:
        SQLite goes on writing to the old one, where nobody would find it."""
        if self._has_failed:
            raise StoreError(f"{self.path}: a part could not be stored, so nothing was; run again")
        if self._file and self._file != (now := _identity(self.path)):
            what = "replaced" if now else "deleted"
            raise StoreError(f"{self.path} was {what} while tracker used it; run again")

    def give_back(self) -> None:
        """Give the file system what deleted rows have left empty, but for some that the next rows
        take. Not within a transaction. Raises StoreError."""
        spare = self.value("PRAGMA freelist_count") - _SPARE_PAGES
        if spare > 0:
            sql = f"PRAGMA incremental_vacuum({min(spare, _MOST_GIVEN_BACK)})"
            try:
                # A script is run to its end: this gives a row without columns for each page.
                self.connection.executescript(sql)
            except sqlite3.Error as error:
                raise _explained(error, self.path) from error

    def pack(self) -> None:
        """Write the file anew where a quarter of it is empty: one that an earlier tracker made
        gives nothing back by itself. Not within a transaction. Raises StoreError."""
        if 4 * self.value("PRAGMA freelist_count") > self.value("PRAGMA page_count"):
            self.execute("PRAGMA auto_vacuum = INCREMENTAL")
            self.execute("VACUUM")

    def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Run a statement. Raises StoreError."""
        try:
            return self.connection.execute(sql, parameters)
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error

    def many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run the statement once for each of ``rows``. Raises StoreError."""
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """All rows of a query. Raises StoreError."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, None where there is no row. Raises StoreError."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Append a row and return its id. Raises StoreError. The names must be tracker's own."""
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        cursor = self.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
            tuple(row.values()),
        )
        return cursor.lastrowid or 0


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None  # SQLite's own error says what is wrong with the path


def _identity(path: Path) -> tuple[int, int] | None:
    """What one file has under all its names, and no other file has."""
    status = _status(path)
    return (status.st_dev, status.st_ino) if status else None


def _connect(uri: str, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=busy_seconds)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode a power cut may then lose the last transactions, but never damages the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    # Otherwise a statement journal is a file of its own, made and deleted for each statement.
    connection.execute("PRAGMA temp_store = MEMORY")
    # Each checkpoint waits for the disk: at SQLite's default of 4 MB a first poll has a dozen.
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    return connection


def _explained(error: sqlite3.Error, path: Path) -> StoreError:
    """SQLite's error as one line that says where, what, and what to do."""
    cause = str(error)
    if "locked" in cause or "busy" in cause:
        return BusyError(f"{path}: another tracker is writing to it; try again when it is done")
    if "not a database" in cause:
        message = "not a database; set another [database] path"
    elif "readonly" in cause:  # reading writes beside the file, too
        message = "not writable; check the permissions of the file and its folder"
    elif "disk is full" in cause or "disk I/O" in cause:
        message = f"{cause}: this was not stored; see whether the disk is full"
    elif "unable to open" in cause:
        message = "cannot be opened; check the folder and its permissions"
    else:
        message = f"the database failed: {cause}"
    return StoreError(f"{path}: {message}")
