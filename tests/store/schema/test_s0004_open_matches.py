from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.schema import migrations

AT = "2025-05-02T18:00:00.000000Z"


def test_the_matches_of_an_older_store_are_open_where_nothing_was_done(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.upgrade(connection, path, migrations.MIGRATIONS[:3])
        for number in (1, 2, 3):
            connection.execute(
                "INSERT INTO works (id, kind, title, url, authors, summary, first_seen_at, "
                "dated_at, links, tags) VALUES (?1, 'post', '', '', '[]', '', ?2, ?2, '[]', '[]')",
                [number, AT],
            )
            # As a tracker could leave it that was stopped by a fault: work 2 open, 1 not.
            connection.execute(
                "INSERT INTO matches VALUES (?, 'mills', 1.0, '[]', ?)", [number, number != 1]
            )
        connection.execute(
            "INSERT INTO decisions (work_id, topic, verdict, decided_at) "
            "VALUES (2, 'mills', 'rejected', ?)",
            [AT],
        )
    with Database.open(path) as db:
        assert list(matches.candidates(db, ["mills"])) == [1, 3]
        db.execute("DELETE FROM decisions")
        assert list(matches.candidates(db, ["mills"])) == [1, 2, 3]
    assert path.with_name("older.db.before-0004_open").exists()
