from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.store.samples import NOW, post
from tracker.store.database import Database
from tracker.store.schema import migrations
from tracker.store.works import search
from tracker.store.works.add import add_sightings
from tracker.store.works.search import Conditions


def test_the_index_of_an_older_store_is_kept_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.upgrade(connection, path, migrations.MIGRATIONS[:5])
        connection.execute(
            "INSERT INTO works (kind, title, url, authors, summary, first_seen_at, dated_at, "
            "links, tags) VALUES ('post', 'Looms of glass', 'https://a.example/', '[]', '', "
            "'2025-05-02T17:00:00.000000Z', '2025-05-02T17:00:00.000000Z', '[]', '[]')"
        )
    with Database.open(path) as db:
        assert db.value("SELECT count(*) FROM unindexed") == 0
        add_sightings(db, [post()], now=NOW)
        assert len(search.numbers(db, Conditions(query="loom"))) == 2
        db.execute("INSERT INTO works_fts (works_fts, rank) VALUES ('integrity-check', 1)")
