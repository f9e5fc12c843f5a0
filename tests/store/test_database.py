from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.samples import NOW, paper
from tracker.errors import StoreError
from tracker.store.database import Database
from tracker.store.schema import migrations
from tracker.store.works import read, search
from tracker.store.works.add import add_sightings

NEXT = (
    *migrations.MIGRATIONS,
    ("9999_colour", "ALTER TABLE works ADD COLUMN colour TEXT;\nDROP INDEX works_by_first_seen;"),
)
BROKEN = (
    *migrations.MIGRATIONS,
    ("9999_broken", "ALTER TABLE works ADD COLUMN colour TEXT;\nDROP TABLE no_such_table;"),
)


def test_a_new_file_is_trackers_in_wal_with_foreign_keys(path: Path) -> None:
    with Database.open(path) as db:
        assert db.value("PRAGMA journal_mode") == "wal"
        assert db.value("PRAGMA foreign_keys") == 1
        assert db.value("PRAGMA application_id") == migrations.APPLICATION_ID
        assert db.value("PRAGMA user_version") == len(migrations.MIGRATIONS)
    assert not list(path.parent.glob("*.before-*"))


def test_all_tables_are_strict(db: Database) -> None:
    loose = db.rows(
        "SELECT name FROM pragma_table_list WHERE NOT strict AND type = 'table' "
        "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_sqlite%' ESCAPE '\\'"
    )
    assert [row["name"] for row in loose if not row["name"].startswith("works_fts")] == []


def test_a_file_is_opened_again_with_what_it_held(path: Path) -> None:
    with Database.open(path) as db:
        add_sightings(db, [paper()], now=NOW)
    with Database.open(path, read_only=True) as db:
        assert len(read.get(db, [1])) == 1


@pytest.mark.parametrize("read_only", [False, True])
def test_another_programs_database_is_refused_and_stays(path: Path, read_only: bool) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE letters (a)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a tracker database"):
        Database.open(path, read_only=read_only)
    assert path.read_bytes() == before


def test_another_application_id_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA application_id = 7")
        other.execute("CREATE TABLE letters (a)")
        other.commit()
    with pytest.raises(StoreError, match="not a tracker database"):
        Database.open(path)


@pytest.mark.parametrize("data", [b"hello" * 500, b"SQLite format 3\x00" + b"\xff" * 4_000])
def test_a_file_that_is_no_database_is_refused_in_a_line(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(StoreError) as error:
        Database.open(path)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == data


def test_a_later_trackers_database_is_refused_in_a_line(path: Path) -> None:
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as later:
        later.execute(f"PRAGMA user_version = {len(migrations.MIGRATIONS) + 1}")
    for read_only in (False, True):
        with pytest.raises(StoreError, match="later tracker"):
            Database.open(path, read_only=read_only)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Database.open(tmp_path / "missing" / "tracker.db")


def test_reading_where_nothing_is_yet_shows_an_empty_store(path: Path) -> None:
    with Database.open(path, read_only=True) as db:
        assert search.numbers(db) == ()
    assert not path.exists()


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    odd = tmp_path / "a ?b#c%20é.db"
    Database.open(odd).close()
    assert odd.exists()
    Database.open(odd, read_only=True).close()


def test_a_migration_keeps_a_copy_and_the_data(path: Path) -> None:
    with Database.open(path) as db:
        add_sightings(db, [paper()], now=NOW)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.upgrade(connection, path, NEXT)
        assert connection.execute("SELECT count(colour), count(*) FROM works").fetchone() == (0, 1)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(NEXT),)
    copy = path.with_name("tracker.db.before-9999_colour")
    with Database.open(copy) as db:
        assert len(read.get(db, [1])) == 1
    with pytest.raises(StoreError, match="later tracker"):
        Database.open(path)


def test_a_migration_that_fails_leaves_all_as_it_was(path: Path) -> None:
    with Database.open(path) as db:
        add_sightings(db, [paper()], now=NOW)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrations.upgrade(connection, path, BROKEN)
        assert not connection.in_transaction
    with Database.open(path) as db:
        assert len(read.get(db, [1])) == 1
        assert "colour" not in db.rows("SELECT * FROM works")[0].keys()  # noqa: SIM118


def test_processes_that_open_a_new_file_together_make_it_once(path: Path) -> None:
    code = (
        "import sys, pathlib; from tracker.store.database import Database as D; "
        "D.open(pathlib.Path(sys.argv[1])).close()"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    with Database.open(path) as db:
        assert db.value("SELECT count(*) FROM _sqlite_migrations") == len(migrations.MIGRATIONS)


def test_a_new_file_is_waited_for_while_another_process_makes_it(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as maker:
        maker.execute("BEGIN IMMEDIATE")
        done = threading.Timer(0.3, maker.execute, ["COMMIT"])
        done.start()
        Database.open(path).close()
        done.join()


def test_a_file_that_another_process_makes_meanwhile_is_never_half_seen(path: Path) -> None:
    """It would read as another program's: tables, and no application's number."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        makers = iter([lambda: Database.open(path).close()])

        def between(statement: str) -> None:
            if "application_id" not in statement:
                next(makers, lambda: None)()

        connection.set_trace_callback(between)
        assert migrations.pending(connection, path)
        next(makers, lambda: None)()
        assert not migrations.pending(connection, path)


def test_a_transaction_that_fails_leaves_nothing(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _add_and_fail(db, 1)
    assert search.numbers(db) == ()


def _add_and_fail(db: Database, number: int) -> None:
    with db.transaction():
        add_sightings(db, [paper(number)], now=NOW)
        raise ZeroDivisionError


def test_a_transaction_fails_with_its_parts(db: Database) -> None:
    with pytest.raises(StoreError, match="nothing was"):
        _add_though_a_part_fails(db)
    assert search.numbers(db) == ()
    add_sightings(db, [paper(3)], now=NOW)
    assert len(search.numbers(db)) == 1


def _add_though_a_part_fails(db: Database) -> None:
    with db.transaction():
        add_sightings(db, [paper(1)], now=NOW)
        with contextlib.suppress(ZeroDivisionError):
            _add_and_fail(db, 2)


def test_a_file_that_was_replaced_meanwhile_is_told(path: Path) -> None:
    with Database.open(path) as db:
        add_sightings(db, [paper(1)], now=NOW)
        other = path.with_name("other.db")
        Database.open(other).close()
        other.replace(path)
        with pytest.raises(StoreError, match="was replaced while tracker used it"):
            add_sightings(db, [paper(2)], now=NOW)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_pipe_in_place_of_the_file_is_refused(path: Path, read_only: bool) -> None:
    os.mkfifo(path)
    with pytest.raises(StoreError, match="no file; set another"):
        Database.open(path, read_only=read_only)


def test_a_held_lock_is_waited_for_and_then_told_in_a_line(path: Path) -> None:
    Database.open(path).close()
    with Database.open(path) as holder, Database.open(path, busy_seconds=0.2) as other:
        with holder.transaction():
            began = time.monotonic()
            with pytest.raises(StoreError, match="another tracker"):
                add_sightings(other, [paper()], now=NOW)
            assert time.monotonic() - began > 0.1
            with Database.open(path, read_only=True, busy_seconds=0.2) as reader:
                assert search.numbers(reader) == ()
        add_sightings(other, [paper()], now=NOW)


def test_a_writer_waits_for_a_short_transaction(path: Path) -> None:
    with Database.open(path) as holder:
        begun, done = threading.Event(), threading.Event()

        def write() -> None:
            begun.set()
            with Database.open(path) as other:
                add_sightings(other, [paper()], now=NOW)
            done.set()

        with holder.transaction():
            thread = threading.Thread(target=write)
            thread.start()
            begun.wait()
            time.sleep(0.2)
            assert not done.is_set()
        thread.join(20)
        assert done.is_set()
        assert len(search.numbers(holder)) == 1


def test_reading_writes_nothing(path: Path) -> None:
    Database.open(path).close()
    with (
        Database.open(path, read_only=True) as db,
        pytest.raises(StoreError, match="check the permissions of the file and its folder"),
    ):
        add_sightings(db, [paper()], now=NOW)


def test_a_full_disk_is_told_and_leaves_all_as_it_was(path: Path) -> None:
    with Database.open(path) as db:
        add_sightings(db, [paper(1)], now=NOW)
        db.execute(f"PRAGMA max_page_count = {db.value('PRAGMA page_count')}")
        many = [paper(number) for number in range(2, 200)]
        with pytest.raises(StoreError, match="see whether the disk is full"):
            add_sightings(db, many, now=NOW)
    with Database.open(path) as db:
        assert len(search.numbers(db)) == 1


def test_nothing_is_committed_to_a_file_that_was_deleted_meanwhile(tmp_path: Path) -> None:
    with Database.open(tmp_path / "tracker.db") as db:
        with pytest.raises(StoreError, match="deleted while"), db.transaction():
            (tmp_path / "tracker.db").unlink()
        with pytest.raises(StoreError, match="deleted while"), db.transaction():
            pass


def test_a_database_may_lie_under_a_path_that_is_not_utf_8(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9 #1?%41"))
    folder.mkdir()
    with Database.open(folder / "tracker.db") as db:
        db.execute("INSERT INTO memory (name, value) VALUES ('a', 'b')")
    with Database.open(folder / "tracker.db", read_only=True) as db:
        assert db.value("SELECT value FROM memory WHERE name = 'a'") == "b"
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder.name]
