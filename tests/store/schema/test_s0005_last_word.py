from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.store.samples import NOW, post
from tracker.store.database import Database
from tracker.store.schema import migrations
from tracker.store.works.add import add_sightings
from tracker.store.works.partition import Added

CLAIM = '{"aliases":[["url","mill.example/looms"]],"witnesses":[],"kind":"post"}'
OLD, REBUILT = "2019-05-02T18:00:00.000000Z", "2025-05-02T17:00:00.000000Z"


def test_an_older_store_is_told_on_and_its_posts_are_as_old_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    told = replace(
        post(source="feed:a"), published_at=datetime(2019, 5, 2, 18, tzinfo=UTC), seen_at=NOW
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.upgrade(connection, path, migrations.MIGRATIONS[:4])
        connection.execute("INSERT INTO sources (id, key) VALUES (1, 'feed:a')")
        for number, kind in ((1, "post"), (2, "paper")):
            connection.execute(
                "INSERT INTO works (id, kind, title, url, authors, summary, published_at, "
                "updated_at, first_seen_at, dated_at, links, tags) "
                "VALUES (?1, ?2, '', ?1, '[]', '', ?3, ?4, ?4, ?4, '[]', '[]')",
                [number, kind, OLD, REBUILT],
            )
        connection.execute(
            "INSERT INTO sightings (work_id, source_id, url, seen_at, last_seen_at, title, kind, "
            "summary, authors, published_at, also, links, tags, claim, title_key, about) "
            "VALUES (1, 1, ?1, ?2, ?2, ?3, 'post', ?4, '[\"Cleo Spinner\"]', ?5, '[]', '[]', '[]', "
            "?6, '', '[]')",
            [told.url, "2025-05-02T18:00:00.000000Z", told.title, told.summary, OLD, CLAIM],
        )
    with Database.open(path) as db:
        dated = [row["dated_at"] for row in db.rows("SELECT dated_at FROM works ORDER BY id")]
        assert dated == [OLD, REBUILT]
        named = replace(told, entry="id-1")
        assert add_sightings(db, [named], now=NOW) == Added()  # only its name is new
        moved = replace(named, url="https://mill.example/looms-of-glass")
        assert add_sightings(db, [moved], now=NOW).updated == (1,)
