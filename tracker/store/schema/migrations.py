"""The schema, by named migrations that are appended and, once released, never edited.

Each holds SQL alone, so that it does the same in ten years. They are applied by sqlite-utils
(which records their names in ``_sqlite_migrations``), all in one transaction under the write
lock, so that two processes that open a new file do it once. ``application_id`` tells a tracker
database from any other; ``user_version`` is the number of migrations that it has, so that an
older tracker knows what it must not touch. The sentences after ``--`` in the SQL are the
documentation (see page.py): SQLite keeps them in the file.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import StoreError
from tracker.store.schema import (
    s0001_first,
    s0002_disputed,
    s0003_choice,
    s0004_open_matches,
    s0005_last_word,
    s0006_late_index,
)

if TYPE_CHECKING:
    from sqlite_utils import Database as UtilsDatabase

_MOMENT = 0.01  # seconds between two tries
APPLICATION_ID = 0x54524B52  # "TRKR"
MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("0001_first", s0001_first.SCHEMA),
    ("0002_disputed", s0002_disputed.SCHEMA),
    ("0003_choice", s0003_choice.SCHEMA),
    ("0004_open", s0004_open_matches.SCHEMA),
    ("0005_last_word", s0005_last_word.SCHEMA),
    ("0006_late_index", s0006_late_index.SCHEMA),
)


def pending(
    connection: sqlite3.Connection,
    path: Path,
    migrations: Sequence[tuple[str, str]] = MIGRATIONS,
) -> bool:
    """Whether the file lacks migrations. Raises StoreError for a file that must not be touched."""
    # One statement, so that a process that makes the file meanwhile is seen wholly or not at all.
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != APPLICATION_ID:
        if application or version or tables:
            raise StoreError(f"{path}: not a tracker database; set another [database] path")
        return True
    if version > len(migrations):
        raise StoreError(f"{path}: written by a later tracker; install that version or newer")
    return bool(version < len(migrations))


def upgrade(
    connection: sqlite3.Connection,
    path: Path,
    migrations: Sequence[tuple[str, str]] = MIGRATIONS,
) -> None:
    """Bring the file to the last migration, after a copy of one that holds something."""
    # Of a new file only: rows of 2 KB leave a seventh of 4 KB pages empty.
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # likewise: see database.give_back
    _into_wal(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        if pending(connection, path, migrations):  # another process may have been faster
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version:
                _keep_copy(path, migrations[version][0])
            _apply(connection, migrations)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _into_wal(connection: sqlite3.Connection) -> None:
    """Turn the file to WAL, waiting for others as long as the connection waits for any lock.

    SQLite itself does not wait here: a read lock that turns into a write lock fails at once.
    """
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    end = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_MOMENT)
        else:
            return


def _keep_copy(path: Path, migration: str) -> None:
    """Copy the database as it is through SQLite's backup, which sees the WAL too."""
    copy = path.with_name(f"{path.name}.before-{migration}")
    unfinished = copy.with_name(copy.name + ".new")
    unfinished.unlink(missing_ok=True)
    # A connection of its own: the one that holds the write lock cannot be copied from.
    with (
        contextlib.closing(sqlite3.connect(path)) as source,
        contextlib.closing(sqlite3.connect(unfinished)) as target,
    ):
        source.backup(target)
    os.replace(unfinished, copy)  # noqa: PTH105


def _apply(connection: sqlite3.Connection, migrations: Sequence[tuple[str, str]]) -> None:
    import sqlite_utils  # noqa: PLC0415  (slow to import, and needed once in a database's life)
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415

    named = Migrations("tracker")
    for number, (name, sql) in enumerate(migrations, start=1):
        named(name=name)(_Step(name, sql, number))
    named.apply(sqlite_utils.Database(connection, execute_plugins=False))


class _Step:
    """One migration: its statements, then its number."""

    def __init__(self, name: str, sql: str, number: int) -> None:
        self.__name__, self.sql, self.number = name, sql, number

    def __call__(self, db: UtilsDatabase, /) -> None:
        for statement in statements(self.sql):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {self.number}")


def statements(sql: str) -> list[str]:
    """The statements of a script (``executescript`` would commit the transaction)."""
    complete, current = [], ""
    for line in sql.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            complete.append(current.strip())
            current = ""
    return complete
